"""Who answers for points, and with how much (P6, P16, P33).

    points --sign, rounding--> settled --each line's share--> line --division--> parts
           --dissenters out--> --one charge a subject--> --mergers--> entries

    charged     points of an event, a clock or a span -> entries, through the clause's lines
    charged_to  the same for one who knows already whom the lines name
    attribute   points that a tally was given -> entries, over the days of its span (for scoring)

Points are never lost or doubled: the parts of a split line add up to the line exactly. What does
lapse is told: a vacant post, an overruled dissenter, a line that reached nobody.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any

from kaohe.engine.ledger import PLACES, Entry, Part
from kaohe.engine.meaning.evaluate import value
from kaohe.engine.meaning.position import Position, after_day
from kaohe.engine.meaning.unscored import judged
from kaohe.engine.meaning.world import World
from kaohe.engine.roster import OfficeKind
from kaohe.rules.expression.tree import Expression
from kaohe.rules.policy import Clause, Line, Span
from kaohe.rules.problem import Problem, notice
from kaohe.rules.record import record
from kaohe.rules.value import Value, plain, rounded

When = date | Span
"""The day, or the stretch of days, whose holders of a post answer."""
Naming = Callable[[Expression | None], tuple[str, ...]]
"""The ids that an expression of a line names; none where there is no expression."""
Parts = dict[str, Fraction]
"""Subject -> which part of a line's points is his; 1 is the whole line."""


@record
class Portion:
    """What one line lays on one subject: ``part`` of the line, as ``points``."""

    line: Line
    subject: str
    part: Fraction
    points: Fraction

    @property
    def share(self) -> Fraction:
        """Of the clause's points, not of the line's."""
        return self.line.share * self.part


def charged(
    clause: Clause, points: Fraction, position: Position, days: Mapping[str, When], **fields: Any
) -> tuple[list[Entry], list[Problem]]:
    """As ``charged_to``; lines name whom they name at ``position``."""
    return charged_to(clause, points, partial(named_by, position=position), position.world, days, **fields)


def charged_to(
    clause: Clause,
    points: Fraction,
    named: Naming,
    world: World,
    days: Mapping[str, When],
    *,
    part: Part,
    at: date,
    row: str | None = None,
    **fields: Any,
) -> tuple[list[Entry], list[Problem]]:
    """The entries by which ``clause`` lays ``points`` on those who answer, and what is to be told.

    ``days`` says whose turn it was: keys ``entry`` (always), ``start``, ``due``, ``by_days``; a line
    takes the one its ``responsible_at`` names, else ``entry``. Posts are resolved on that day, or
    day by day over a ``Span``. ``row`` is whose rate, period or checklist the entry is about, when it
    is not about an event. ``fields`` are further fields of the entries (case, event, span …). The points are rounded as the clause says and set to 0 when their sign is not the clause's.
    """
    where = str(fields.get("event") or fields.get("span") or at)
    settled, told = with_the_sign_of_its_kind(clause, in_its_places(clause, points), where)
    portions: list[Portion] = []
    for line in clause.lines:
        found, said = _laid(line, settled, named, world, days.get(line.responsible_at, days["entry"]))
        portions += found
        about_this = (("clause", clause.id), ("event", where))
        told += [replace(each, place=clause.place, facts=(*about_this, *each.facts)) for each in said]
    entries = [
        passed_on(about(row, _entry(clause, portion, world, part=part, at=at, **fields)), world)
        for portion in once_each(portions)
    ]
    return entries, told + [flaw for entry in entries for flaw in after_its_end(clause, entry, world)]


def attribute(
    clause: Clause, kind: OfficeKind, subject: str, points: Fraction, span: Span, world: World
) -> tuple[list[Entry], list[Problem]]:
    """The points that ``subject``'s tally over ``span`` was given, as entries (P5, P6).

    They are dated on the last day of the span, or as-of if earlier; posts share them by the days
    held up to then.
    """
    last = min(span.to, world.as_of)
    position = replace(after_day(world, world.stream(kind, subject), last), subject=subject)
    days = Span(span.from_, last, span.name)
    made, told = judged(
        clause, span.name,
        lambda: charged(clause, points, position, {"entry": days}, part="score", at=last, span=span.name, row=subject),
    )  # fmt: skip
    entries, said = made or ([], [])
    return entries, [*said, *told]


# --- points ---------------------------------------------------------------------------------------


def in_its_places(clause: Clause, points: Fraction) -> Fraction:
    """Computed points are rounded as the clause states, before they are shared; entries hold 10⁻⁶."""
    if clause.points_round is not None:
        points = rounded(points, clause.points_round.places, clause.points_round.mode)
    return rounded(points, PLACES)


def with_the_sign_of_its_kind(
    clause: Clause, points: Fraction, where: str
) -> tuple[Fraction, list[Problem]]:
    """A deduction that comes out positive, or a bonus negative, is written as 0 and told (P8)."""
    wrong = (clause.kind == "deduction" and points > 0) or (clause.kind == "bonus" and points < 0)
    if not wrong:
        return points, []
    facts = {"clause": clause.id, "event": where, "points": plain(points), "kind": clause.kind}
    return Fraction(0), [notice("run.wrong-sign", clause.place, **facts)]


def divided(line_points: Fraction, parts: Parts) -> Parts:
    """The points of a split line by subject: together exactly what reached them, in 10⁻⁶.

    The last places that are missing go one each to the largest remainders, ties by subject id (P8).
    """
    scale = 10**PLACES
    whole = int(abs(rounded(line_points * sum(parts.values()), PLACES)) * scale)
    exact = {subject: abs(line_points) * part * scale for subject, part in parts.items()}
    units = {subject: int(amount) for subject, amount in exact.items()}
    by_remainder = sorted(parts, key=lambda subject: (units[subject] - exact[subject], subject))
    for subject in by_remainder[: whole - sum(units.values())]:
        units[subject] += 1
    sign = -1 if line_points < 0 else 1
    return {subject: Fraction(sign * count, scale) for subject, count in units.items()}


# --- one line -------------------------------------------------------------------------------------


def laid_by(line: Line, points: Fraction, position: Position, when: When) -> tuple[list[Portion], list[Problem]]:
    """What one line lays on whom."""
    return _laid(line, points, partial(named_by, position=position), position.world, when)


def _laid(line: Line, points: Fraction, named: Naming, world: World, when: When) -> tuple[list[Portion], list[Problem]]:
    """Dissenters are taken out after the division: their part lapses."""
    shifts = shifts_of(line, named, world, when)
    parts = parts_of(line, shifts)
    amounts = amounts_of(line, rounded(points * line.share, PLACES), parts)
    excepted = named(line.except_)
    told = [notice("run.share-lapsed", role=line.role, subject=each) for each in parts if each in excepted]
    portions = [
        Portion(line, subject, parts[subject], amounts[subject]) for subject in parts if subject not in excepted
    ]
    return portions, told + vacancies(line, shifts)


def shifts_of(line: Line, named: Naming, world: World, when: When) -> list[tuple[str, ...]]:
    """Who bears the line: those it names, or for a post over a span, those who held it day by day."""
    if line.post is None:
        return [tuple(dict.fromkeys(each for expression in line.subjects for each in named(expression)))]
    units, post = named(line.of)[:1], line.post
    return [
        shift
        for first, days in _stretches(when, world)
        for shift in [tuple(each for unit in units for each in holders_on(world, post, unit, first))] * days
    ]


def _stretches(when: When, world: World) -> Iterator[tuple[date, int]]:
    """The first days and lengths, in days, of the stretches in which the roster stays as it is."""
    if not isinstance(when, Span) or when.to <= when.from_:
        yield (when.to if isinstance(when, Span) else when), 1
        return
    changes = world.roster.changes()
    within = changes[bisect_right(changes, when.from_) : bisect_right(changes, when.to)]
    for first, next_ in pairwise((when.from_, *within, when.to + timedelta(days=1))):
        yield first, (next_ - first).days


def holders_on(world: World, post: str, unit: str, day: date) -> tuple[str, ...]:
    """The holders of a post on ``day``, in the unit that then answers for ``unit`` (P33)."""
    return world.roster.holders(post, world.roster.answers_for(unit, day), day)


def named_by(expression: Expression | None, position: Position) -> tuple[str, ...]:
    """The ids that an expression names: one, several of a list, or none when it is missing."""
    return ids_in(None if expression is None else value(expression, position))


def ids_in(named: Value) -> tuple[str, ...]:
    """The ids that a value names."""
    listed = named if isinstance(named, tuple) else (named,)
    return tuple(each for each in listed if isinstance(each, str))


def parts_of(line: Line, shifts: Sequence[tuple[str, ...]]) -> Parts:
    """Each shift bears an equal part of the line; ``split: equal`` divides it among the shift's
    subjects, ``each`` charges every one of them in full (P6).
    """
    parts: dict[str, Fraction] = defaultdict(Fraction)
    for shift, days in Counter(shifts).items():
        for subject in shift:
            parts[subject] += Fraction(days, len(shifts) * (len(shift) if line.split == "equal" else 1))
    return dict(sorted(parts.items()))


def amounts_of(line: Line, line_points: Fraction, parts: Parts) -> Parts:
    """The points of each part, in 10⁻⁶."""
    if line.split == "equal":
        return divided(line_points, parts)
    return {subject: rounded(line_points * part, PLACES) for subject, part in parts.items()}


def vacancies(line: Line, shifts: Sequence[tuple[str, ...]]) -> list[Problem]:
    """A line that reached nobody, or a post vacant on some days of a span: that part lapses."""
    vacant = sum(not shift for shift in shifts)
    if vacant == len(shifts):
        return [notice("run.line-reached-nobody", role=line.role)]
    return [notice("run.post-vacant", role=line.role, days=vacant, of=len(shifts))] if vacant else []


# --- one subject ----------------------------------------------------------------------------------


def once_each(portions: Iterable[Portion]) -> list[Portion]:
    """A subject reached by several lines is charged once: by the largest share, then the first line.

    What another line would have laid on it lapses and falls on nobody else.
    """
    kept: dict[tuple[str, str], Portion] = {}
    for portion in portions:
        who = (portion.line.kind, portion.subject)
        if who not in kept or portion.share > kept[who].share:
            kept[who] = portion
    return sorted(kept.values(), key=lambda portion: (portion.line.number, portion.subject))


def _entry(
    clause: Clause, portion: Portion, world: World, *, part: Part, at: date, **fields: Any
) -> Entry:
    sources = world.policy.sources
    return Entry(
        clause=clause.id, part=part, role=portion.line.role, subject_kind=portion.line.kind,
        subject=portion.subject, points=portion.points, at=at, section=clause.section, kind=clause.kind,
        share=portion.part, basis=clause.basis[0].text(sources) if clause.basis else "", **fields,
    )  # fmt: skip


def about(row: str | None, entry: Entry) -> Entry:
    """An entry says whose row it is about when another answers for it: a leader may convene two bodies."""
    if row is None or entry.subject == row:
        return entry
    return replace(entry, of=row if entry.of is None else f"{entry.of}:{row}")


def passed_on(entry: Entry, world: World) -> Entry:
    """A merged unit's entries, of whatever date, are the successor's once the merger has happened (P16)."""
    if entry.subject_kind == "leader":
        return entry
    successor = world.roster.answers_for(entry.subject, world.as_of)
    return entry if successor == entry.subject else replace(entry, subject=successor, instead_of=entry.instead_of or entry.subject)


def after_its_end(clause: Clause, entry: Entry, world: World) -> list[Problem]:
    """An entry dated after its unit ended without a merger stays with it and is told (P16)."""
    roster = world.roster
    rows = roster.units.get(entry.subject, ()) if entry.subject_kind == "unit" else ()
    if not rows or entry.at <= rows[-1].to:
        return []
    return [notice("run.unit-has-ended", clause.place, clause=clause.id, unit=entry.subject, ended=rows[-1].to)]
