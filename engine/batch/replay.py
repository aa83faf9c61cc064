"""The batch engine: the meaning of ``reference.replay`` at the speed of columns.

    events ──standing, links, order──► ground ──► boards: rows of complete streams
    each clause ──masks, clocks, groups──► patterns × rows ──► tables of entries, clocks, gate rows
    ``Unsure`` ──► the plain meaning, the whole clause

What is shared with the reference: ``correct`` and ``links`` for the few rows that are corrected or
linked; who answers, asked once for each sort of charge; the wording of texts; frequencies once the
bound days are known, checklists, appraisals, reversals, rulings, coverage. ``told`` says which clauses
ran on columns. So agreement of the two engines speaks for what they do apart, and for nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

import pyarrow as pa

from kaohe.engine import reference
from kaohe.engine.batch import frequency, gates, tally
from kaohe.engine.batch.board import Board
from kaohe.engine.batch.column import Codes, Unsure
from kaohe.engine.batch.deadline import due_of, judged_deadline, ledger_clocks
from kaohe.engine.batch.found import Found, taken_back
from kaohe.engine.batch.ground import Ground, ground_of
from kaohe.engine.batch.named import named
from kaohe.engine.batch.on import firing, judged_vetoes, vested, written_on
from kaohe.engine.batch.own import recall_acts, thinned
from kaohe.engine.batch.places import Places
from kaohe.engine.event import Event
from kaohe.engine.events import NoColumn
from kaohe.engine.ledger import GateRow, Replay
from kaohe.engine.ledger_file import GATES
from kaohe.engine.meaning.clauses import Findings, written_by
from kaohe.engine.meaning.coverage import coverage
from kaohe.engine.meaning.gates import gate_rows as plain_gate_rows
from kaohe.engine.meaning.gates import stream_kind
from kaohe.engine.meaning.rulings import adjustments
from kaohe.engine.meaning.tally import over_span
from kaohe.engine.meaning.veto import veto_events
from kaohe.engine.meaning.world import World
from kaohe.engine.progress import Progress, told_of
from kaohe.engine.records import Records
from kaohe.engine.roster import Roster
from kaohe.rules.card_span import clause_spans
from kaohe.rules.policy import Clause, Deadline, Frequency, Measure, On, Policy, Ratio
from kaohe.rules.problem import Problem
from kaohe.rules.vocabulary import SubjectKind

ROWS = 1_000_000
"""About so many rows of cases are judged together: arrays of this size stay close to the processor."""


def replay(
    policy: Policy,
    roster: Roster,
    events: Sequence[Event],
    as_of: date,
    known_at: int | None = None,
    *,
    progress: Progress | None = None,
) -> Replay:
    """What happened; see ``reference.replay``, whose answer it equals."""
    return told(policy, roster, events, as_of, known_at, progress=progress).replay


@dataclass(frozen=True, slots=True)
class Told:
    """A replay, and the clauses that were judged on columns (in the policy's order).

    ``asked_plainly`` counts positions at which columns asked the plain meaning for a part of a condition.
    """

    replay: Replay
    vectorised: tuple[str, ...]
    asked_plainly: int


def told(
    policy: Policy,
    roster: Roster,
    events: Sequence[Event],
    as_of: date,
    known_at: int | None = None,
    *,
    progress: Progress | None = None,
    rows: int = ROWS,
) -> Told:
    """The replay with an account of how it came about; cases are judged in parts of about so many ``rows``."""
    try:
        world, ground = ground_of(policy, roster, events, as_of, known_at)
    except NoColumn:
        return Told(reference.replay(policy, roster, events, as_of, known_at, progress=progress), (), 0)
    desk = Desk(world, ground, rows)
    found = Found()
    for clause in told_of(policy.clauses, progress):
        desk.write(clause, found)
    gate_table, doubts = desk.gates()
    reversed_, said = taken_back(found, world, desk.places)
    ruled, remarks = adjustments(world)
    result = Replay(
        entries=found.ledger(world, [*reversed_, *ruled]),
        tallies=tuple(found.tallies), gates=gate_table, clocks=found.all_clocks(),
        vestings=tuple(found.vestings), vetoes=tuple(found.vetoes), coverage=coverage(desk.thin),
        notices=tuple(dict.fromkeys([*ground.problems, *found.problems, *doubts, *said, *remarks])),
        named=named(world, ground, desk.codes),
    )  # fmt: skip
    return Told(result, tuple(desk.vectorised), desk.asked_plainly)


class Desk:
    """One run: its world, its boards, and what was done on columns so far."""

    def __init__(self, world: World, ground: Ground, rows: int) -> None:
        self.world, self.ground, self.codes, self.rows = world, ground, Codes(), rows
        self._boards: dict[object, list[Board]] = {}
        self.vectorised: list[str] = []
        self.thin = thinned(world, ground)
        self.places: dict[SubjectKind, Places] = {kind: Places(self.boards(kind)) for kind in ground.streams}
        for kind, places in self.places.items():
            world.memory[world.span, world.as_of, ("places", kind)] = places

    @property
    def asked_plainly(self) -> int:
        return sum(board.asked_plainly for boards in self._boards.values() for board in boards)

    def boards(self, kind: SubjectKind, world: World | None = None) -> list[Board]:
        """The rows of that kind of stream, cases in parts; others for each span that cards look at (P15)."""
        here = world or self.world
        key = (kind, here.span, here.as_of)
        if key not in self._boards:
            recall_acts(replace(self.thin, span=here.span, as_of=here.as_of))
            parts = self.ground.scored(kind).parts(self.rows) if kind == "case" else [None]
            self._boards[key] = [Board(here, kind, self.codes, self.ground, part) for part in parts]
        return self._boards[key]

    def write(self, clause: Clause, found: Found) -> None:
        """All that a clause writes: by columns where they are sure, else by the plain meaning."""
        mine = Found()
        try:
            self._by_columns(clause, mine)
            self.vectorised.append(clause.id)
        except Unsure:
            mine = Found()
            mine.take(clause, written_by(clause, self.thin if isinstance(clause.form, Frequency) else self.world))
        found.add(mine)

    def _by_columns(self, clause: Clause, found: Found) -> None:
        form = clause.form
        if isinstance(form, On):
            for board in self.boards(form.stream):
                self._by_on(clause, form, board, found)
        elif isinstance(form, Deadline):
            for board in self.boards(form.stream):
                self._by_deadline(clause, board, found)
        elif isinstance(form, Ratio | Measure):
            found.take(clause, self._by_counting(clause, form))
        elif isinstance(form, Frequency):
            frequency.lay_out(clause, form, self.boards(form.subject_kind)[0], self.thin)
            found.take(clause, written_by(clause, self.thin))
        else:
            raise Unsure

    def _by_on(self, clause: Clause, form: On, board: Board, found: Found) -> None:
        if not len(board.rows_of(form.at.kinds)):
            return
        if clause.veto is not None:
            self.places[board.kind].note(board, firing(clause, board))
            fired = judged_vetoes(clause, board)
            vetoes = veto_events(clause, self.world, fired.entries)
            found.take(clause, Findings(vetoes=vetoes, problems=fired.problems))
            return
        written, told = written_on(clause, board)
        written, vestings = vested(written, self.world.as_of.toordinal())
        found.entries.append((clause, written))
        found.vestings.extend(vestings)
        found.problems.extend(told)

    def _by_deadline(self, clause: Clause, board: Board, found: Found) -> None:
        if not len(due_of(clause, board).clocks):
            return
        done, clocks = judged_deadline(clause, board), ledger_clocks(clause, board)
        found.entries.extend((clause, written) for written in done.written)
        found.entries.append((clause, done.plain))
        found.clocks.append(clocks)
        found.problems.extend(done.told)

    def _by_counting(self, clause: Clause, form: Ratio | Measure) -> Findings:
        found = Findings()
        for span in clause_spans(self.world.policy, clause):
            if span.from_ <= self.world.as_of:
                boards = self.boards(_stream_of(form, self.world.policy), over_span(self.world, span))
                tallies, problems = tally.counts(clause, form, boards, self.world.as_of)
                found.tallies.extend(tallies)
                found.problems.extend(problems)
        return found

    def gates(self) -> tuple[Records[GateRow], list[Problem]]:
        """Every gate's rows, in the policy's order."""
        tables = [GATES.schema.empty_table()]
        doubts: list[Problem] = []
        for gate in self.world.policy.gates.values():
            try:
                tables += [gates.gate_rows(gate, board) for board in self.boards(stream_kind(gate, self.world))]
            except Unsure:
                rows, said = plain_gate_rows(gate, self.world)
                tables.append(GATES.table(rows))
                doubts += said
        return Records(GATES, pa.concat_tables(tables)), doubts


def _stream_of(form: Ratio | Measure, policy: Policy) -> SubjectKind:
    """In which kind of stream the rows of a ratio or measure stand."""
    if form.over.what != "deadline":
        return form.over.stream
    return cast("Deadline", policy.clause(form.over.clause or "").form).stream
