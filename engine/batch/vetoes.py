"""Vetoes by columns: where they fired, what was said of them, and what was done about each (P19, as ``meaning.veto``).

A veto becomes one record each in any case, so what is columns here is all that would grow with events: where
it fires, whom it reaches, what its fields say, and what took it back. Steps are looked up by its event.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaohe.engine.batch.board import Board
from kaohe.engine.batch.column import Ints, said
from kaohe.engine.batch.on import vested, written_on
from kaohe.engine.batch.reversals import NONE, revocations
from kaohe.engine.ledger import Entry, VetoEvent
from kaohe.engine.ledger_file import LEDGER
from kaohe.engine.meaning import reversal, veto
from kaohe.rules.policy import Clause
from kaohe.rules.problem import Problem


def judged_vetoes(clause: Clause, board: Board) -> tuple[list[VetoEvent], Sequence[Problem]]:
    """The vetoes of the clause, in streams and order, and what is to be told."""
    written, told = written_on(clause, board)
    written, _ = vested(written, board.world.as_of.toordinal())
    assert clause.veto is not None
    fields = [_said(board, name, written.row) for name in (clause.veto.proposer, clause.veto.confirmer, clause.veto.evidence)]
    revoked = revocations(clause, written).row
    entries = list(LEDGER.records(written.table()))
    board.make(board.stream[revoked[revoked != NONE]])
    found = [
        _veto_event(clause, board, entry, (proposer, confirmer, evidence), row)
        for entry, proposer, confirmer, evidence, row in zip(entries, *fields, revoked.tolist(), strict=True)
    ]
    return found, told


def _said(board: Board, name: str, rows: Ints) -> list[str | None]:
    """What the events say under a name; None where it is no text."""
    return [value if isinstance(value, str) else None for value in said(board.said(name, rows), board.codes)]


def _veto_event(
    clause: Clause, board: Board, entry: Entry, fields: tuple[str | None, str | None, str | None], revoked: int
) -> VetoEvent:
    """A veto with its steps in order of events; ``revoked``: the row that took it back by the clause's ``revoke``."""
    world = board.world
    event = board.event(revoked) if revoked != NONE else None
    if event is None:
        act = reversal.act_upon(clause, world, entry)
        event = None if act is None else act.event
    assert entry.event is not None
    steps = veto.steps_of(world, entry.event, event)
    return VetoEvent(clause.id, entry.subject_kind, entry.subject, entry.event, entry.at, *fields, steps)
