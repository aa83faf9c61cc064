"""Marks that people give: panels, discretion, finished figures from elsewhere (P26, P35).

    events --in range, with what is asked for--> marks --the later of two of one reviewer-->
    --by item and group: trimmed mean--> groups by weights --> items by weights --> the mark

A mark without what is asked for (a reason, a second reviewer, a document) is told and left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeVar

from kaohe.engine.event import Event
from kaohe.engine.form import subject_of
from kaohe.engine.ledger import Tally
from kaohe.engine.meaning.evaluate import holds
from kaohe.engine.meaning.position import Position
from kaohe.engine.meaning.statistic import mean
from kaohe.engine.meaning.subjects import answering, judged_kind, kinds_of_role, own_positions
from kaohe.engine.meaning.world import World
from kaohe.engine.order import order_key
from kaohe.engine.roster import OfficeKind
from kaohe.rules.policy import Appraisal, Clause, Manual, Mark
from kaohe.rules.problem import Problem, notice
from kaohe.rules.record import record
from kaohe.rules.value import Value, plain

K = TypeVar("K", bound=Hashable)
Found = tuple[list[Tally], list[Problem]]


Flaw = tuple[str, str]
"""Why a mark does not count: a problem's code, and what is lacking."""


@record
class Given:
    """A mark by an event: whose it is (None: nobody's), and why it is left out (None: it counts)."""

    event: Event
    subject: str | None
    mark: Value
    flaw: Flaw | None


# --- appraisals -----------------------------------------------------------------------------------


def appraised(clause: Clause, form: Appraisal, world: World, merged_by: date) -> Found:
    """One tally for each subject marked in the world's span.

    ``numerator`` is the sum and ``denominator`` the number of the marks that count, ``excluded`` those
    left out. ``value`` is where the weighted mark stands in its range (0 to 1), times ``factor``; where
    the clause scores the mark as marked, the mark itself, times ``factor``.
    """
    given = [read(form, position, merged_by) for position in _marks(form, world)]
    told = [_left_out(clause, each) for each in given if each.flaw is not None]
    tallies = []
    for subject in sorted({each.subject for each in given if each.subject is not None}):
        own = [each for each in given if each.subject == subject]
        counting = latest_of_each_reviewer(form, [each for each in own if each.flaw is None])
        tallies.append(_tally(clause, form, world, subject, counting, len([e for e in own if e.flaw])))
    return tallies, told


def _marks(form: Appraisal, world: World) -> list[Position]:
    """The events that give marks in the span, in order of time."""
    found = [
        position for position in own_positions(world, form.kinds)
        if world.counts(world.day(position.at)) and holds(form.where, position)
    ]
    return sorted(found, key=lambda position: order_key(_event(position), world.policy.vocabulary))


def _event(position: Position) -> Event:
    assert position.event is not None
    return position.event


def read(form: Appraisal, position: Position, merged_by: date) -> Given:
    """The mark of one event, and the first thing it lacks."""
    event = _event(position)
    subject = answering(form.by, position, merged_by)
    mark = event.get(form.field)
    flaws: tuple[tuple[Flaw, bool], ...] = (
        (("run.mark-of-nobody", ""), subject is None),
        (("run.mark-outside-range", ""), not (isinstance(mark, Fraction) and form.least <= mark <= form.greatest)),
        (("run.mark-incomplete", "a reason"), _lacks(event, form.reason)),
        (("run.mark-incomplete", "a second reviewer"), lacks_second(form, event)),
        (("run.mark-incomplete", "a document"), _lacks(event, form.document)),
        (("run.mark-without-weight", "item"), not _weighs(event, form.item, form.items)),
        (("run.mark-without-weight", "group"), not _weighs(event, form.group, form.groups)),
    )
    return Given(event, subject, mark, next((flaw for flaw, wrong in flaws if wrong), None))


def _weighs(event: Event, name: str | None, weights: Mapping[str, Fraction] | None) -> bool:
    return weights is None or event.get(name or "") in weights


def _lacks(event: Event, name: str | None) -> bool:
    return name is not None and event.get(name) is None


def lacks_second(form: Appraisal, event: Event) -> bool:
    """A discretionary mark has a second reviewer, other than the first (P35)."""
    if form.second is None:
        return False
    second = event.get(form.second)
    return second is None or (form.reviewer is not None and second == event.get(form.reviewer))


def latest_of_each_reviewer(form: Appraisal, given: Iterable[Given]) -> list[Given]:
    """Of two marks of one reviewer on one item the later counts; unnamed reviewers are all different."""
    latest: dict[Hashable, Given] = {}
    for each in given:
        reviewer = None if form.reviewer is None else each.event.get(form.reviewer)
        item = None if form.item is None else each.event.get(form.item)
        latest[each.event.id if reviewer is None else (reviewer, item)] = each
    return list(latest.values())


def _tally(
    clause: Clause, form: Appraisal, world: World, subject: str, counting: Sequence[Given], left_out: int
) -> Tally:
    marks = [each.mark for each in counting if isinstance(each.mark, Fraction)]
    enough = len(marks) >= max(form.minimum, 1)
    worth = value_of(clause, form, weighed_mark(form, counting)) if enough else None
    return Tally(
        clause.id, judged_kind(form.by), subject, world.span.name,
        sum(marks, Fraction(0)), Fraction(len(marks)), left_out, worth,
    )  # fmt: skip


def value_of(clause: Clause, form: Appraisal, mark: Fraction | None) -> Fraction | None:
    """What scoring sees: the mark as marked, or its position in the range, converted by ``factor``."""
    if mark is None:
        return None
    factor = Fraction(1) if form.factor is None else form.factor
    if clause.score is not None and isinstance(clause.score.shape, Mark):
        return mark * factor
    return (mark - form.least) / (form.greatest - form.least) * factor


# --- means ----------------------------------------------------------------------------------------


def weighed_mark(form: Appraisal, given: Sequence[Given]) -> Fraction | None:
    """Items by weights, in each item groups by weights, in each group the trimmed mean (P26)."""
    items = {
        item: weighed(
            {group: trimmed_mean([_mark(each) for each in mine], form.trim)
             for group, mine in _by(of_item, lambda each: _part(each, form.group)).items()},
            form.groups,
        )
        for item, of_item in _by(given, lambda each: _part(each, form.item)).items()
    }  # fmt: skip
    return weighed({item: mark for item, mark in items.items() if mark is not None}, form.items)


def _mark(given: Given) -> Fraction:
    assert isinstance(given.mark, Fraction)
    return given.mark


def _part(given: Given, name: str | None) -> str:
    """The item or group of a mark; one for all where the clause names none."""
    return "-" if name is None else str(given.event.get(name))


def _by(given: Iterable[Given], key: Callable[[Given], K]) -> dict[K, list[Given]]:
    found: dict[K, list[Given]] = defaultdict(list)
    for each in given:
        found[key(each)].append(each)
    return dict(found)


def trimmed_mean(marks: Sequence[Fraction], trim: int) -> Fraction:
    """The mean without the ``trim`` highest and lowest; of fewer than 2 × trim + 3 marks none is dropped."""
    ordered = sorted(marks)
    return mean(ordered[trim : len(ordered) - trim] if len(ordered) >= 2 * trim + 3 else ordered)


def weighed(parts: Mapping[str, Fraction], weights: Mapping[str, Fraction] | None) -> Fraction | None:
    """The weighted mean of the parts that are there: absent ones are left out and the rest re-weighted.

    Without weights all weigh the same. None without parts.
    """
    weight = {part: Fraction(1) if weights is None else weights[part] for part in parts}
    whole = sum(weight.values(), Fraction(0))
    return sum((parts[part] * weight[part] for part in parts), Fraction(0)) / whole if whole else None


def _left_out(clause: Clause, given: Given) -> Problem:
    assert given.flaw is not None
    code, lacks = given.flaw
    mark = plain(given.mark) if isinstance(given.mark, Fraction) else "-"
    return notice(code, clause.place, clause=clause.id, event=given.event.id, mark=mark, lacks=lacks)


# --- marks by hand --------------------------------------------------------------------------------


def marked_by_hand(clause: Clause, form: Manual, world: World, merged_by: date) -> Found:
    """The marks for a paragraph that needs a person: events of role ``mark`` whose ``item`` is the
    clause's id (P35). Of several for one subject in the span the latest counts. Without any, the run
    asks for them.
    """
    kind = marked_kind(world)
    latest: dict[str, Fraction] = {}
    for position in own_positions(world, kinds_of_role(world, "mark")):
        event = _event(position)
        subject, mark = subject_of(event, kind), event.get("mark")
        asked = event.get("item") == clause.id and world.counts(world.day(position.at))
        if asked and subject is not None and isinstance(mark, Fraction):
            latest[world.roster.answers_for(subject, merged_by) if kind == "unit" else subject] = mark
    tallies = [
        Tally(clause.id, kind, subject, world.span.name, mark, Fraction(1), 0, mark)
        for subject, mark in sorted(latest.items())
    ]
    wanted = notice("run.mark-wanted", clause.place, clause=clause.id, span=world.span.name, reason=form.reason)
    return tallies, [] if tallies else [wanted]


def marked_kind(world: World) -> OfficeKind:
    """Whom marks by hand judge: units, unless the vocabulary's marks are about leaders only."""
    vocabulary = world.policy.vocabulary
    about = {kind for name in kinds_of_role(world, "mark") for kind in vocabulary.kinds[name].about}
    return "leader" if "leader" in about and "unit" not in about else "unit"
