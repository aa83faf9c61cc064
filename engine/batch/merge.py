"""What all parts say, together: the one place of everything that is asked across subjects.

    partials ──groups, days of doing──► rates, frequencies (the plain meaning, once) ──► tallies, entries
             ──entries──► the order of the ledger       clocks, gate rows: clause after clause
    acts ──► rulings on totals          offices ──► marks, coverage, who is named

The ``Head`` holds what these need: streams of units and leaders, cases in which an engine's role is
played, and the links between cases. Everything else comes from partials, in the order of their streams.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

import pyarrow as pa

from kaohe.engine.batch import frequency, tally
from kaohe.engine.batch.column import Unsure
from kaohe.engine.batch.desk import ROWS, Desk, stands_in
from kaohe.engine.batch.found import Found, GroupsKey, Remark
from kaohe.engine.batch.ground import Ground
from kaohe.engine.batch.ledger import Rows, in_ledger_order, rows_of_entries
from kaohe.engine.batch.named import in_order
from kaohe.engine.batch.own import acts_of, counted_kinds, own_kinds, thinned
from kaohe.engine.batch.part import PLACE, STREAMS, Partial, partial
from kaohe.engine.batch.reversals import taken_back
from kaohe.engine.form import after_as_of, cases_told, link_problems
from kaohe.engine.ledger import Entry, Replay, Tally
from kaohe.engine.ledger_file import CLOCKS, GATES, LEDGER
from kaohe.engine.links import Matters
from kaohe.engine.meaning import tally as rates
from kaohe.engine.meaning.clauses import written_by
from kaohe.engine.meaning.coverage import Report, coverage, lay_reports
from kaohe.engine.meaning.frequency import lay_doings
from kaohe.engine.meaning.rulings import adjustments
from kaohe.engine.meaning.unscored import judged
from kaohe.engine.meaning.world import World
from kaohe.engine.progress import Progress
from kaohe.engine.record_table import Layout
from kaohe.engine.records import Records
from kaohe.engine.stored import Kept, opened
from kaohe.rules.card_span import clause_spans
from kaohe.rules.policy import Checklist, Clause, Form, Frequency, Measure, Policy, Ratio
from kaohe.rules.problem import Problem
from kaohe.rules.vocabulary import SubjectKind

T = TypeVar("T")
R = TypeVar("R")


class Together(Exception):  # noqa: N818 - not a fault: whoever can judge everything in one part does
    """What a clause says of one part hangs on another: the plain meaning has to look at all of it together."""


@dataclass(frozen=True, slots=True)
class Told:
    """A replay, and the clauses that were judged on columns (in the policy's order).

    ``asked_plainly`` counts positions at which columns asked the plain meaning for a part of a condition.
    """

    replay: Replay
    vectorised: tuple[str, ...]
    asked_plainly: int


class Head:
    """What a run asks across subjects. ``desk``: streams that the head judges itself (``kinds``).

    ``across`` are all streams in which something stands that is read across subjects. A head that judges everything
    counts for frequencies in the very same streams; one that judges offices only does not see the cases among them.
    """

    def __init__(self, world: World, ground: Ground, kinds: Sequence[SubjectKind], rows: int = ROWS) -> None:
        self.world, self.ground = world, ground
        everything = tuple(kinds) == STREAMS
        asked = own_kinds(world.policy) | (counted_kinds(world.policy) if everything else frozenset())
        self.across = thinned(world, ground, STREAMS, asked)
        self.acts = acts_of(self.across)
        self.desk = Desk(world, ground, kinds, self.acts, rows, thin=self.across if everything else None)

    def partial(self, progress: Progress | None = None) -> Partial:
        """What the streams on the head's own desk say."""
        return partial(self.desk, progress)


def merged(head: Head, partials: Sequence[Partial], bound: Bound | None = None) -> Told:
    """The run. ``partials`` in the order of their streams, the head's own among them; ``bound`` in memory unless said."""
    bound = bound or InMemory()
    found, remarks = Found(), [remark for each in partials for remark in each.remarks]
    tallies, plainly = _by_clause(head, partials, found, remarks)
    back = taken_back(found, head.world, head.desk.places)
    ruled, told = adjustments(head.world)
    rest = rows_of_entries([*found.singly(), *back.entries, *ruled], head.world)
    clauses, gates = head.world.policy.clauses, head.world.policy.gates.values()
    replay = Replay(
        entries=bound.ledger(partials, rest, head.world.policy),
        tallies=tallies,
        gates=bound.records(GATES, _one_by_one((each.name for each in gates), [each.gates for each in partials])),
        clocks=bound.records(CLOCKS, _one_by_one((each.id for each in clauses), [each.clocks for each in partials])),
        vestings=_clause_by_clause(head, (each.vestings for each in partials)),
        vetoes=_clause_by_clause(head, (each.vetoes for each in partials)),
        coverage=coverage(head.across),
        notices=_notices(head, partials, [*remarks, *found.remarks, *back.told], told),
        named=in_order(counted for each in partials for counted in each.named),
    )  # fmt: skip
    on_columns = tuple(clause.id for clause in clauses if clause.id not in plainly)
    return Told(replay, on_columns, sum(each.asked_plainly for each in partials))


def _by_clause(
    head: Head, partials: Sequence[Partial], found: Found, remarks: Sequence[Remark]
) -> tuple[tuple[Tally, ...], set[str]]:
    """The tallies of all clauses, and which were left to the plain meaning. What else is written goes to ``found``."""
    plainly = {clause for each in partials for clause in each.plainly}
    lost = {(each.number, each.span) for each in remarks if each.lost}
    for clause in head.world.policy.clauses:
        form = clause.form
        if isinstance(form, Ratio | Measure):
            found.tallies[clause.id] += _rates(clause, form, head, partials, lost, found)
        elif isinstance(form, Checklist):
            _stands_alone(clause, form, head, remarks if len(partials) > 1 else ())
            found.tallies[clause.id] += [one for each in partials for one in each.tallies.get(clause.id, ())]
        elif isinstance(form, Frequency):
            plainly |= _lay_frequency(clause, form, head, partials)
            found.take(clause, written_by(clause, head.across))
        elif stands_in(form, head.world.policy) is None:
            plainly.add(clause.id)
            found.take(clause, written_by(clause, head.across))
    return tuple(one for clause in head.world.policy.clauses for one in found.tallies[clause.id]), plainly


# --- rates ------------------------------------------------------------------------------------------


def _rates(
    clause: Clause, form: Ratio | Measure, head: Head, partials: Sequence[Partial], lost: set[tuple[int, int]], found: Found
) -> list[Tally]:
    """The tallies of a rate or measure, span by span; none over a span that some part could not count."""
    tallies: list[Tally] = []
    for number, span in enumerate(clause_spans(head.world.policy, clause)):
        if span.from_ <= head.world.as_of and (clause.number, number) not in lost:
            here = rates.over_span(head.world, span)
            key = GroupsKey(clause.id, span.name)
            groups, year_ago = (_groups(each, partials) for each in (key, key._replace(year_ago=True)))
            made, told = judged(clause, span.name, lambda h=here, g=groups, y=year_ago: _tallies(clause, form, h, g, y))  # type: ignore[misc]
            tallies += made or []
            found.tell(clause, told, number)
            found.tell(clause, rates.unattributed(clause, here, groups) if made is not None else (), number)
    return tallies


def _groups(key: GroupsKey, partials: Iterable[Partial]) -> rates.Groups:
    return tally.merged(each.groups[key] for each in partials if key in each.groups)


def _tallies(
    clause: Clause, form: Ratio | Measure, here: World, groups: rates.Groups, year_ago: rates.Groups
) -> list[Tally]:
    compare = rates.comparison(form, here, lambda _: year_ago)
    return [
        rates.tally_of(clause, form, here, who, group, compare)
        for who, group in sorted(groups.items(), key=lambda each: tuple((x is not None, x or "") for x in each[0]))
    ]


# --- frequencies, checklists ------------------------------------------------------------------------


def _lay_frequency(clause: Clause, form: Frequency, head: Head, partials: Sequence[Partial]) -> set[str]:
    """Lays what is known of a frequency where the plain meaning looks for it: who did what on which days, who
    reported, who was bound. The clause, if columns could not say who was bound.
    """
    counted: Counter[tuple[str | None, int]] = Counter()
    for days in (each.doings.get(clause.id) for each in partials):
        if days is None:
            if len(partials) > 1:
                raise Together(clause.id)
            return {clause.id}
        counted.update(days)
    lay_doings(clause, head.world, _days(counted))
    said = {report for each in partials for report in each.reports.get(clause.id, ())}
    if any(clause.id in each.reports for each in partials):
        lay_reports(clause, head.world, tuple(Report(*each) for each in sorted(said)))
    try:
        frequency.lay_out(clause, form, head.desk.boards(form.subject_kind)[0], head.across)
    except Unsure:
        return {clause.id}
    return set()


def _days(counted: Mapping[tuple[str | None, int], int]) -> dict[str | None, tuple[date, ...]]:
    days: dict[str | None, list[date]] = {}
    for (who, day), times in counted.items():
        days.setdefault(who, []).extend([date.fromordinal(day)] * times)
    return {who: tuple(each) for who, each in days.items()}


def _stands_alone(clause: Clause, form: Form, head: Head, remarks: Iterable[Remark]) -> None:
    """``Together`` where a span of a checklist cannot be judged in one of several parts: then it is in none."""
    spans = {span.name for span in clause_spans(head.world.policy, clause)}
    failed = {"run.too-large", "run.unknown-year"}
    for remark in remarks if stands_in(form, head.world.policy) == "case" else ():
        mine = remark.number == clause.number and remark.problem.code in failed
        if mine and dict(remark.problem.facts).get("event") in spans:
            raise Together(clause.id)


# --- one after another ------------------------------------------------------------------------------


class Bound(Protocol):
    """Where what parts say is put together: in memory, or on disk."""

    def ledger(self, partials: Sequence[Partial], rest: Rows, policy: Policy) -> Sequence[Entry]:
        """All entries and ``rest`` in the order of the ledger."""

    def records(self, layout: Layout[R], kept: Iterable[Kept]) -> Sequence[R]:
        """Tables one after another."""


class InMemory:
    """Everything in one table."""

    def ledger(self, partials: Sequence[Partial], rest: Rows, policy: Policy) -> Sequence[Entry]:
        tables = [opened(kept) for each in partials for kept in each.entries.values()]
        return Records(LEDGER, in_ledger_order([*map(placed, tables), rest], policy))

    def records(self, layout: Layout[R], kept: Iterable[Kept]) -> Sequence[R]:
        return Records(layout, pa.concat_tables([layout.schema.empty_table(), *map(opened, kept)]))


def placed(table: pa.Table) -> Rows:
    """The entries of a partial as the ledger orders them."""
    return Rows(table.drop_columns(PLACE), table[PLACE].to_numpy())


def _one_by_one(names: Iterable[str], tables: Sequence[Mapping[str, T]]) -> Iterator[T]:
    for name in names:
        yield from (each[name] for each in tables if name in each)


def _clause_by_clause(head: Head, found: Iterable[Sequence[tuple[str, T]]]) -> tuple[T, ...]:
    number = {clause.id: place for place, clause in enumerate(head.world.policy.clauses)}
    every = [each for several in found for each in several]
    return tuple(each for _, each in sorted(every, key=lambda pair: number[pair[0]]))


_STAGES = ("clause", "gate", "reversal")


def _notices(head: Head, partials: Sequence[Partial], remarks: Sequence[Remark], last: Sequence[Problem]) -> tuple[Problem, ...]:
    """Everything to be told, each thing once, stage by stage."""
    told = sorted(_kept(remarks), key=lambda each: (_STAGES.index(each.stage), each.number, each.span))
    return tuple(dict.fromkeys([*_flaws(partials), *_counted(head, partials), *(each.problem for each in told), *last]))


def _flaws(partials: Sequence[Partial]) -> Iterator[Problem]:
    """What is wrong with corrections, by code and event; then with links."""
    flaws = {flaw for each in partials for flaw in each.flaws}
    yield from sorted(flaws, key=lambda flaw: (flaw.severity != "problem", str(dict(flaw.facts).get("event"))))
    yield from link_problems(Matters(
        {},
        tuple(sorted({circle for each in partials for circle in each.links.circles})),
        dict(sorted((root, ends) for each in partials for root, ends in each.links.several.items())),
        tuple(sorted({case for each in partials for case in each.links.outside})),
    ))  # fmt: skip


def _kept(remarks: Sequence[Remark]) -> Iterator[Remark]:
    """All but what is said beside a lost span: of it only why it was lost first."""
    lost: dict[tuple[int, int], Remark] = {}
    for each in remarks:
        if each.lost:
            lost.setdefault((each.number, each.span), each)
    for each in remarks:
        if each.stage != "clause" or lost.get((each.number, each.span), each) is each:
            yield each


def _counted(head: Head, partials: Sequence[Partial]) -> Iterator[Problem]:
    """One notice each for cases that nothing opened, those opened twice, events after as-of."""
    found = {"intake.unopened": [each.unopened for each in partials], "intake.opened-twice": [each.twice for each in partials]}
    for code, cases in found.items():
        first = sorted(name for each in cases for name in each.first)
        yield from cases_told(code, sum(each.number for each in cases), first, head.world.policy.vocabulary)
    last = max((each.later.last for each in partials if each.later.last is not None), default=None)
    day = None if last is None else head.world.day(last)
    yield from after_as_of(sum(each.later.events for each in partials), day, head.world.as_of)
