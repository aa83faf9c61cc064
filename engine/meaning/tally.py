"""The counts behind rates, measures and appraisals, exact and unscored (P12, P21, P26).

    counted(clause, world) -> (tallies, notices)      for ratio, measure, appraisal, manual

One tally for each subject that has a row, for every span over which a card wants it (a month, a
quarter, the whole period). A subject without rows has no tally: scoring treats it as one with no
rows at all (``otherwise``). ``value`` is None below ``minimum``, without a base to compare with, and
for the rows that are nobody's (``subject`` None).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from typing import Literal

from kaohe.engine.ledger import Tally
from kaohe.engine.meaning import appraisal
from kaohe.engine.meaning.evaluate import holds, number, value
from kaohe.engine.meaning.position import Position
from kaohe.engine.meaning.rows import Row, is_taken_out, rows
from kaohe.engine.meaning.statistic import STATISTICS, total
from kaohe.engine.meaning.subjects import answering, at_close, judged_kind
from kaohe.engine.meaning.unscored import judged
from kaohe.engine.meaning.world import World
from kaohe.engine.stream import Stream, Streams
from kaohe.rules.card_span import clause_spans, whole
from kaohe.rules.policy import Appraisal, Clause, Manual, Measure, Ratio, Span
from kaohe.rules.problem import Problem, notice
from kaohe.rules.value import Value
from kaohe.rules.vocabulary import SubjectKind

_DAY = timedelta(days=1)


def counted(clause: Clause, world: World) -> tuple[list[Tally], list[Problem]]:
    """The tallies of a clause over each of its cards' spans that has begun by as-of."""
    tallies: list[Tally] = []
    told: list[Problem] = []
    for span in clause_spans(world.policy, clause):
        if span.from_ <= world.as_of:
            found, said = judged(clause, span.name, partial(_over, clause, over_span(world, span), world.as_of))
            tallies += found[0] if found else []
            told += [*said, *(found[1] if found else [])]
    return tallies, told


def _over(clause: Clause, world: World, merged_by: date) -> tuple[list[Tally], list[Problem]]:
    form = clause.form
    if isinstance(form, Ratio | Measure):
        return counts(clause, form, world, merged_by)
    if isinstance(form, Appraisal):
        return appraisal.appraised(clause, form, world, merged_by)
    assert isinstance(form, Manual)
    return appraisal.marked_by_hand(clause, form, world, merged_by)


# --- worlds ---------------------------------------------------------------------------------------


def over_span(world: World, span: Span) -> World:
    """The same world over one card's span: ``period.from`` and ``period.to`` are its days (P15).

    What is looked at at the end is looked at at the end of that month or quarter, so that a month's
    figures stand once it is over; over the whole period, at as-of. What arrives later and takes rows
    out, or merges units, still counts.
    """
    if span == whole(world.policy):
        return replace(world, span=span)
    return replace(world, span=span, as_of=min(span.to, world.as_of))


def year_before(world: World) -> World:
    """The world as it stood a year before: the span, and what was seen on that as-of (P21)."""
    span = Span(_year_before(world.span.from_), _last_year_before(world.span.to), world.span.name)
    earlier = replace(world, as_of=_last_year_before(world.as_of), span=span, memory={})
    groups: list[Mapping[str, Stream]] = []
    kinds: tuple[SubjectKind, ...] = ("case", "unit", "leader")
    for kind in kinds:
        cut = {id_: _up_to(stream, earlier.now) for id_, stream in world.streams.of(kind).items()}
        groups.append({id_: stream for id_, stream in cut.items() if stream.events})
    return replace(earlier, streams=Streams(*groups))


def _up_to(stream: Stream, now: int) -> Stream:
    return replace(stream, events=tuple(event for event in stream.events if event.at <= now))


def _year_before(day: date) -> date:
    """The same date a year before; 29 February becomes 28 February."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


def _last_year_before(day: date) -> date:
    """The end of a stretch, a year before: the ends of months stay ends of months."""
    return _year_before(day + _DAY) - _DAY


# --- groups of rows -------------------------------------------------------------------------------


@dataclass(slots=True)
class Group:
    """The rows of one subject, as they are counted: one value each, exempted ones only by number."""

    values: list[Fraction] = field(default_factory=list)
    exempt: int = 0


Groups = dict[tuple[str | None, str | None], Group]
"""By subject (None: nobody) and value of ``split`` (None: all of the subject's rows)."""


def counts(
    clause: Clause, form: Ratio | Measure, world: World, merged_by: date
) -> tuple[list[Tally], list[Problem]]:
    """The tallies of one span: rows grouped by whose they are, each group summed up."""
    grouped, told = groups(clause, form, world, merged_by)
    compare = comparison(form, world, lambda earlier: groups(clause, form, earlier, merged_by)[0])
    tallies = [
        tally_of(clause, form, world, who, group, compare)
        for who, group in sorted(grouped.items(), key=lambda each: tuple((x is not None, x or "") for x in each[0]))
    ]
    return tallies, [*told, *unattributed(clause, world, grouped)]


def groups(clause: Clause, form: Ratio | Measure, world: World, merged_by: date) -> tuple[Groups, list[Problem]]:
    """The admitted rows by subject, and once more by subject and split. Exempted ones are counted apart."""
    found: Groups = defaultdict(Group)
    admitted, told = rows(form, world)
    for row in admitted:
        subject = whose(form, row, merged_by)
        keys = [(subject, None), *_split(form, row, subject)]
        exempt = is_taken_out(clause, row, world)
        worth = Fraction(0) if exempt else worth_of(form, row)
        for key in keys:
            found[key].exempt += exempt
            found[key].values += [] if exempt else [worth]
    return dict(found), told


def whose(form: Ratio | Measure, row: Row, merged_by: date) -> str | None:
    """The subject of a row; where nothing is scored, any code may group them."""
    if form.by.type.name in ("unit", "leader"):
        return answering(form.by, row.position, merged_by)
    return text_of(value(form.by, row.position))


def text_of(code: Value) -> str | None:
    """A code as it is printed; numbers and truths may group flags too."""
    if isinstance(code, bool):
        return "true" if code else "false"
    return None if code is None else str(code)


def _split(form: Ratio | Measure, row: Row, subject: str | None) -> Iterator[tuple[str | None, str | None]]:
    if form.split is not None:
        yield subject, text_of(value(form.split, row.position)) or "-"


def worth_of(form: Ratio | Measure, row: Row) -> Fraction:
    """A ratio's row is 1 when it hits, else 0; a measure's is its value, 1 where rows are counted."""
    if isinstance(form, Measure):
        return Fraction(1) if form.value is None else number(form.value, row.position)
    if form.hit == "on_time":
        return Fraction(row.on_time is True)
    if form.hit == "finished":
        return Fraction(row.finished is True)
    return Fraction(holds(form.hit, row.position))


# --- values ---------------------------------------------------------------------------------------


Comparison = Callable[[str, Fraction], Fraction | None]


def tally_of(
    clause: Clause, form: Ratio | Measure, world: World, who: tuple[str | None, str | None], group: Group,
    compare: Comparison,
) -> Tally:  # fmt: skip
    subject, split = who
    worth, summed = None, total(group.values)
    if subject is not None:
        worth = figure(form, world, subject, group.values, summed)
        if worth is not None and split is None:
            worth = compare(subject, worth)
    return Tally(
        clause.id, subject_kind(form), subject, world.span.name,
        summed, Fraction(len(group.values)), group.exempt, worth, split,
    )  # fmt: skip


def subject_kind(form: Ratio | Measure) -> Literal["unit", "leader", "code"]:
    """What ``by`` names: a unit, a leader, or (where nothing is scored) a code."""
    return judged_kind(form.by) if form.by.type.name in ("unit", "leader") else "code"


def figure(form: Ratio | Measure, world: World, subject: str, values: list[Fraction], summed: Fraction) -> Fraction | None:
    """The rate or statistic of a subject's rows, whose sum is ``summed``, per ``divide_by``; None below ``minimum``."""
    if len(values) < max(form.minimum, 1):
        return None
    if isinstance(form, Ratio):
        return summed / len(values)
    worth = STATISTICS[form.statistic](values)
    if form.divide_by is None:
        return worth
    by = value(form.divide_by, _closing(form, world, subject))
    return worth / by if isinstance(by, Fraction) and by != 0 else None


def _closing(form: Ratio | Measure, world: World, subject: str) -> Position:
    """Where expressions of the subject are read: the last day of the span, or as-of if earlier."""
    return at_close(world, judged_kind(form.by), subject, min(world.span.to, world.as_of))


def comparison(
    form: Ratio | Measure, world: World, groups_in: Callable[[World], Groups]
) -> Comparison:
    """What ``against`` makes of a figure: points of a rate, or the growth of a measure (P21).

    ``groups_in`` a world that stands a year before. None without a base: the year before had too few rows, the expression is missing, or a measure
    grew from 0.
    """
    if form.against is None:
        return lambda _subject, figure_: figure_
    bases = _bases(form, world, groups_in)

    def compare(subject: str, figure_: Fraction) -> Fraction | None:
        base = bases(subject)
        if base is None:
            return None
        if isinstance(form, Ratio):
            return figure_ - base
        return (figure_ - base) / base if base != 0 else None

    return compare


def _bases(
    form: Ratio | Measure, world: World, groups_in: Callable[[World], Groups]
) -> Callable[[str], Fraction | None]:
    if form.against == "previous_year":
        earlier = year_before(world)
        grouped = groups_in(earlier)

        def a_year_ago(subject: str) -> Fraction | None:
            values = grouped.get((subject, None), Group()).values
            return figure(form, earlier, subject, values, total(values))

        return a_year_ago
    against = form.against
    assert against is not None
    return lambda subject: _number_or_none(value(against, _closing(form, world, subject)))


def _number_or_none(said: Value) -> Fraction | None:
    return said if isinstance(said, Fraction) else None


# --- told -----------------------------------------------------------------------------------------


def unattributed(clause: Clause, world: World, grouped: Groups) -> list[Problem]:
    nobodys = grouped.get((None, None))
    if nobodys is None or not nobodys.values:
        return []
    count = len(nobodys.values)
    return [notice("run.unattributed", clause.place, clause=clause.id, span=world.span.name, count=count)]
