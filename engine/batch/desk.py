"""One desk: the streams of some kinds in one world, and what clauses write about them.

    each clause ──masks, clocks, groups──► patterns × rows ──► tables of entries, clocks, gate rows
    ``Unsure`` ──► the plain meaning, the whole clause

No clause looks from one stream into another: what is asked across streams (frequencies, marks, what
becomes of the groups of rates) is only gathered here and answered in ``merge``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import cast

from kaohe.engine.batch import checklist as items
from kaohe.engine.batch import gates, tally
from kaohe.engine.batch.board import Board
from kaohe.engine.batch.column import Codes, Unsure
from kaohe.engine.batch.deadline import due_of, judged_deadline, ledger_clocks
from kaohe.engine.batch.found import Found, GroupsKey, Remark
from kaohe.engine.batch.ground import Ground
from kaohe.engine.batch.on import vested, written_on
from kaohe.engine.batch.own import Act, counted_kinds, lay_acts, own_kinds, thinned
from kaohe.engine.batch.places import Places
from kaohe.engine.batch.vetoes import judged_vetoes
from kaohe.engine.ledger_file import GATES
from kaohe.engine.meaning import checklist, coverage, frequency
from kaohe.engine.meaning import tally as rates
from kaohe.engine.meaning.cardspans import ways_to_cut
from kaohe.engine.meaning.clauses import Findings, written_by
from kaohe.engine.meaning.gates import gate_rows as gate_rows_by_meaning
from kaohe.engine.meaning.gates import stream_kind
from kaohe.engine.meaning.reversal import lay_places
from kaohe.engine.meaning.subjects import absences, lay_absences
from kaohe.engine.meaning.unscored import OutOfBounds, judged
from kaohe.engine.meaning.world import World
from kaohe.engine.progress import Progress, told_of
from kaohe.rules.calendar import UnknownYear
from kaohe.rules.card_span import clause_spans
from kaohe.rules.policy import (
    Checklist,
    Clause,
    Deadline,
    Form,
    Frequency,
    Gate,
    Measure,
    On,
    Policy,
    Ratio,
    Span,
)
from kaohe.rules.problem import Problem
from kaohe.rules.vocabulary import SubjectKind

ROWS = 1_000_000
"""About so many rows of cases are judged together: arrays of this size stay close to the processor."""


class Desk:
    """The streams of ``kinds``, their boards, and which clauses were left to the plain meaning so far.

    ``acts`` are those of engine roles, wherever they stand; cases are judged in boards of about ``rows`` rows.
    ``thin`` is given by whoever has made that world already; None: it is made when first asked for.
    """

    def __init__(
        self, world: World, ground: Ground, kinds: Collection[SubjectKind], acts: Sequence[Act], rows: int = ROWS,
        *, thin: World | None = None,
    ) -> None:  # fmt: skip
        self.world, self.ground, self.kinds, self.acts, self.rows = world, ground, tuple(kinds), acts, rows
        self._thin = thin
        self.codes = Codes()
        self.plainly: set[str] = set()
        self._boards: dict[object, list[Board]] = {}
        lay_acts(world, acts)
        self.places: dict[SubjectKind, Places] = {kind: Places(self.boards(kind)) for kind in self.kinds}
        for kind, places in self.places.items():
            lay_places(world, kind, places)

    @cached_property
    def thin(self) -> World:
        """The streams in which something stands that is read across subjects."""
        return self._thin or thinned(self.world, self.ground, self.kinds, own_kinds(self.world.policy) | counted_kinds(self.world.policy))

    @property
    def asked_plainly(self) -> int:
        """At how many positions columns asked the plain meaning for a part of a condition."""
        return sum(board.asked_plainly for boards in self._boards.values() for board in boards)

    def boards(self, kind: SubjectKind, world: World | None = None) -> list[Board]:
        """The rows of that kind of stream, cases in parts; others for each span that cards look at (P15)."""
        here = world or self.world
        key = (kind, here.span, here.as_of)
        if key not in self._boards:
            lay_acts(here, self.acts)
            parts = self.ground.scored(kind).parts(self.rows) if kind == "case" else [None]
            self._boards[key] = [Board(here, kind, self.codes, self.ground, part) for part in parts]
        return self._boards[key]

    def found(self, progress: Progress | None = None) -> Found:
        """What all clauses and gates write about the streams on the desk."""
        found = Found()
        for clause in told_of(self.world.policy.clauses, progress):
            self.write(clause, found)
        for number, gate in enumerate(self.world.policy.gates.values()):
            kind = stream_kind(gate, self.world)
            if kind in self.kinds:
                self._judge_gate(number, gate, kind, found)
        for board in (each for boards in self._boards.values() for each in boards):
            board.forget()  # what is written next needs none of it
        return found

    def write(self, clause: Clause, found: Found) -> None:
        """All that a clause writes here: by columns where they are sure, else by the plain meaning."""
        if isinstance(clause.form, Frequency):
            self._count(clause, clause.form, found)
        elif stands_in(clause.form, self.world.policy) in self.kinds:
            mine = Found()
            try:
                self._by_columns(clause, mine)
            except Unsure:
                self.plainly.add(clause.id)
                mine = Found()
                self._by_meaning(clause, mine)
            found.add(mine)

    # --- by columns -------------------------------------------------------------------------------

    def _by_columns(self, clause: Clause, found: Found) -> None:
        form = clause.form
        if isinstance(form, On):
            for board in self.boards(form.stream):
                self._by_on(clause, form, board, found)
        elif isinstance(form, Deadline):
            for board in self.boards(form.stream):
                self._by_deadline(clause, board, found)
        elif isinstance(form, Ratio | Measure):
            self._by_counting(clause, form, found)
        elif isinstance(form, Checklist):
            self._by_items(clause, form, found)
        else:
            raise Unsure

    def _by_on(self, clause: Clause, form: On, board: Board, found: Found) -> None:
        if not len(board.rows_of(form.at.kinds)):
            return
        if clause.veto is not None:
            vetoes, told = judged_vetoes(clause, board)
            found.vetoes.extend((clause.id, each) for each in vetoes)
            found.tell(clause, told)
            return
        written, told = written_on(clause, board)
        written, vestings = vested(written, self.world.as_of.toordinal())
        found.entries.append((clause, written))
        found.vestings.extend((clause.id, each) for each in vestings)
        found.tell(clause, told)

    def _by_deadline(self, clause: Clause, board: Board, found: Found) -> None:
        if not len(due_of(clause, board).clocks):
            return
        done, clocks = judged_deadline(clause, board), ledger_clocks(clause, board)
        found.entries.extend((clause, written) for written in done.written)
        found.entries.append((clause, done.singly))
        found.clocks[clause.id].append(clocks)
        found.tell(clause, done.told)

    def _by_counting(self, clause: Clause, form: Ratio | Measure, found: Found) -> None:
        kind = cast("SubjectKind", stands_in(form, self.world.policy))
        for number, span, here in self._spans(clause):
            found.groups[GroupsKey(clause.id, span.name)] = tally.grouped(clause, form, self._boards_over(form, kind, here), self.world.as_of)
            self._the_year_before(clause, form, number, here, found)

    def _by_items(self, clause: Clause, form: Checklist, found: Found) -> None:
        kind = cast("SubjectKind", stands_in(form, self.world.policy))
        ways = ((spans, span) for spans in ways_to_cut(clause, self.world) for span in spans)
        for number, (spans, span) in enumerate(each for each in ways if each[1].from_ <= self.world.as_of):
            for board in self._boards_over(form, kind, rates.over_span(self.world, span)):
                done = items.checked(clause, board, self.world, spans)
                found.entries.extend((clause, each) for each in done.wrote)
                found.tallies[clause.id].extend(done.tallies)
                found.tell(clause, done.told, number)

    def _boards_over(self, form: Ratio | Measure | Checklist, kind: SubjectKind, here: World) -> list[Board]:
        """The boards of a span; with the days on which subjects were absent, where rows are subjects."""
        if form.over.what in ("units", "leaders"):
            lay_absences(here, absences(self.thin))
        return self.boards(kind, here)

    # --- by the plain meaning ---------------------------------------------------------------------

    def _by_meaning(self, clause: Clause, found: Found) -> None:
        if isinstance(clause.form, Ratio | Measure):
            self._counted_by_meaning(clause, clause.form, found)
        elif isinstance(clause.form, Checklist):
            for number, (entries, tallies, told) in enumerate(checklist.by_span(clause, self.world)):
                found.take(clause, Findings(entries=entries, tallies=tallies))
                found.tell(clause, told, number)
        else:
            found.take(clause, written_by(clause, self.world))

    def _counted_by_meaning(self, clause: Clause, form: Ratio | Measure, found: Found) -> None:
        for number, span, here in self._spans(clause):
            lay_acts(here, self.acts)
            groups, told = judged(clause, span.name, lambda here=here: rates.groups(clause, form, here, self.world.as_of))  # type: ignore[misc]
            found.tell(clause, told, number, lost=True)
            if groups is not None:
                found.tell(clause, groups[1], number)
                found.groups[GroupsKey(clause.id, span.name)] = tally.as_table(groups[0])
                self._the_year_before(clause, form, number, here, found)

    def _the_year_before(self, clause: Clause, form: Ratio | Measure, number: int, here: World, found: Found) -> None:
        """The rows with which ``against: previous_year`` compares."""
        if form.against == "previous_year":
            earlier = rates.year_before(here)
            groups, told = judged(clause, here.span.name, lambda: rates.groups(clause, form, earlier, self.world.as_of))
            found.tell(clause, told, number, lost=True)
            if groups is not None:
                found.groups[GroupsKey(clause.id, here.span.name, year_ago=True)] = tally.as_table(groups[0])

    def _spans(self, clause: Clause) -> Iterator[tuple[int, Span, World]]:
        """The spans of the clause's cards that have begun, with the world over each."""
        for number, span in enumerate(clause_spans(self.world.policy, clause)):
            if span.from_ <= self.world.as_of:
                yield number, span, rates.over_span(self.world, span)

    # --- across subjects, and gates ---------------------------------------------------------------

    def _count(self, clause: Clause, form: Frequency, found: Found) -> None:
        """On which days somebody did what a frequency counts, and of whom anything was reported."""
        try:
            days = frequency.doings(clause, self.thin)
        except (OutOfBounds, UnknownYear):
            found.doings[clause.id] = None
            return
        counted: dict[tuple[str | None, int], int] = {}
        for who, each in days.items():
            for day in each:
                key = (who, day.toordinal())
                counted[key] = counted.get(key, 0) + 1
        found.doings[clause.id] = counted
        kinds = self.world.policy.vocabulary.kinds
        if form.self_reported or any(kinds[name].self_reported for name in form.at.kinds):
            said = coverage.reports(clause, form, self.thin)
            found.reports[clause.id] = frozenset((r.subject, r.kind, r.month, r.zero) for r in said)

    def _judge_gate(self, number: int, gate: Gate, kind: SubjectKind, found: Found) -> None:
        told: Sequence[Problem] = ()
        try:
            tables = [gates.gate_rows(gate, board) for board in self.boards(kind)]
        except Unsure:
            rows, told = gate_rows_by_meaning(gate, self.world)
            tables = [GATES.table(rows)]
        found.gates[gate.name].extend(tables)
        found.remarks.extend(Remark("gate", number, 0, each) for each in told)


def stands_in(form: Form, policy: Policy) -> SubjectKind | None:
    """In which kind of stream a clause looks; None: across subjects."""
    if isinstance(form, On | Deadline):
        return form.stream
    if not isinstance(form, Ratio | Measure | Checklist):
        return None
    if form.over.what == "deadline":
        return cast("Deadline", policy.clause(form.over.clause or "").form).stream
    named: dict[str, SubjectKind] = {"cases": "case", "units": "unit", "leaders": "leader"}
    return named.get(form.over.what, form.over.stream)
