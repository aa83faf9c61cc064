"""The meaning of a policy, front page: what a run says, in the order in which it comes to say it.

    events ──standing──► what stands, as known ──as-of──► streams ──each clause──► entries, tallies, clocks
           ──reversals──► what is taken back ──rulings, gates, coverage──► in the order of the ledger

Plain Python, exact numbers, no shortcuts. Other engines are right when they say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kaohe.engine.correct import standing
from kaohe.engine.event import Event
from kaohe.engine.form import after_as_of, form_streams
from kaohe.engine.ledger import GateRow, Replay
from kaohe.engine.meaning.clauses import Findings, written_by
from kaohe.engine.meaning.coverage import coverage
from kaohe.engine.meaning.gates import gate_rows
from kaohe.engine.meaning.ledger_order import in_ledger_order
from kaohe.engine.meaning.localtime import day_of, last_instant
from kaohe.engine.meaning.reversal import reversals
from kaohe.engine.meaning.rulings import adjustments, named
from kaohe.engine.meaning.world import World
from kaohe.engine.progress import Progress, told_of
from kaohe.engine.roster import Roster
from kaohe.rules.card_span import whole
from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem


def replay(
    policy: Policy,
    roster: Roster,
    events: Sequence[Event],
    as_of: date,
    known_at: int | None = None,
    *,
    progress: Progress | None = None,
) -> Replay:
    """What happened under ``policy`` by the end of ``as_of``, as known at ``known_at`` (µs; None: all).

    ``events`` are as imported: corrections and repeated deliveries included, in any order. ``progress``
    is told the clauses done.
    """
    return replayed(*world_of(policy, roster, events, as_of, known_at), progress=progress)


def replayed(world: World, flaws: Sequence[Problem], *, progress: Progress | None = None) -> Replay:
    """What happened in a world; ``flaws`` were found on the way to it."""
    found = Findings()
    for clause in told_of(world.policy.clauses, progress):
        found.take(written_by(clause, world))
    gates, doubts = _gates(world)
    taken_back, told = reversals(world, found.entries)
    ruled, said = adjustments(world)
    return Replay(
        entries=in_ledger_order([*found.entries, *taken_back, *ruled], world),
        tallies=tuple(found.tallies),
        gates=gates,
        clocks=tuple(found.clocks),
        vestings=tuple(found.vestings),
        vetoes=tuple(found.vetoes),
        coverage=coverage(world),
        notices=_once([*flaws, *found.problems, *doubts, *told, *said]),
        named=named(world),
    )


def world_of(
    policy: Policy, roster: Roster, events: Iterable[Event], as_of: date, known_at: int | None = None
) -> tuple[World, tuple[Problem, ...]]:
    """What a run looks at: the events that stand, up to as-of, in their streams (P2, P18, P22)."""
    stood = standing(events, policy.vocabulary, known_at)
    now = last_instant(as_of, policy.timezone)
    streams, flaws = form_streams([event for event in stood.events if event.at <= now], policy.vocabulary)
    later = [event.at for event in stood.events if event.at > now]
    last = day_of(max(later), policy.timezone) if later else None
    told = (*stood.problems, *flaws, *after_as_of(len(later), last, as_of))
    return World(policy, roster, streams, as_of, whole(policy)), told


def _gates(world: World) -> tuple[tuple[GateRow, ...], list[Problem]]:
    """Every gate's rows, in the policy's order."""
    found = [gate_rows(gate, world) for gate in world.policy.gates.values()]
    return tuple(row for rows, _ in found for row in rows), [flaw for _, told in found for flaw in told]


def _once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each remark once, in the order made."""
    return tuple(dict.fromkeys(problems))
