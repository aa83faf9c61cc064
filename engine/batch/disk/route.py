"""Routing: every row to its part, on disk; what hangs together across cases, and all of offices, to the head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kaohe.engine.batch.column import Ints, Truths
from kaohe.engine.batch.disk.head import OFFICES
from kaohe.engine.batch.disk.keys import among, fingerprints, met
from kaohe.engine.batch.disk.scout import Plan, office_kinds
from kaohe.engine.batch.disk.shares import Share, pieces, shares
from kaohe.engine.batch.disk.spool import HEAD, Spooler
from kaohe.engine.batch.repeats import Words
from kaohe.engine.event_table import EventColumns, event_columns
from kaohe.engine.events import Events, Piece, one_array, piece_of
from kaohe.engine.roster import OfficeKind
from kaohe.engine.roster_from_columns import named_in_columns
from kaohe.engine.roster_from_events import named_in
from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem
from kaohe.rules.vocabulary import Vocabulary

BUFFER = 4
"""So many pieces are cut into slices together: about half a million rows."""


@dataclass(frozen=True, slots=True)
class Routed:
    """What routing a share told: problems of its rows, and whom its rows name."""

    rows: int
    problems: tuple[Problem, ...]
    named: dict[OfficeKind, frozenset[str]]


def routed(number: int, share: Share, policy: Policy, plan: Plan, spool: Path) -> Routed:
    """Writes the rows of a share to the spool, under its number."""
    spooler = Spooler(spool, str(number))
    vocabulary = policy.vocabulary
    problems: list[Problem] = []
    named: dict[OfficeKind, set[str]] = {kind: set() for kind in OFFICES}
    rows = 0
    for events, found in _buffered(pieces(share, vocabulary, policy.timezone), event_columns(vocabulary)):
        problems += found
        rows += len(events)
        for kind in OFFICES:
            named[kind] |= named_in_columns(kind, events, vocabulary)
        part, also = _sent(events.column("case"), _of_offices(events, vocabulary), plan)
        every = np.arange(len(events), dtype=np.int64)
        spooler.add(events, np.append(every, also), np.append(part, np.full(len(also), HEAD)))
    spooler.finish()
    return Routed(rows, tuple(problems), {kind: frozenset(names) for kind, names in named.items()})


def first_naming(kind: OfficeKind, wanted: AbstractSet[str], paths: Iterable[Path], policy: Policy) -> dict[str, str]:
    """The first event in the order of import that names each of the offices; no further than needed."""
    columns = event_columns(policy.vocabulary)
    found: dict[str, str] = {}
    for share in shares(paths):
        for table, _ in pieces(share, policy.vocabulary, policy.timezone):
            events = Events((table,), columns)
            if (named_in_columns(kind, events, policy.vocabulary) & wanted) - found.keys():
                for event in events:
                    for name in named_in(kind, (event,), policy.vocabulary) & wanted:
                        found.setdefault(name, event.id)
            if len(found) == len(wanted):
                return found
    return found


def destinations(table: pa.Table, vocabulary: Vocabulary, plan: Plan) -> tuple[Ints, Ints]:
    """The part of each row (``HEAD``: the head), and the rows of parts that go to the head as well."""
    about = pc.is_in(table["kind"], pa.array(office_kinds(vocabulary), pa.string())).to_numpy(zero_copy_only=False)
    return _sent(one_array(table["case"]), about, plan)


def _of_offices(events: Events, vocabulary: Vocabulary) -> Truths:
    """Which rows stand in streams of units or leaders."""
    kinds = office_kinds(vocabulary)
    about = np.array([name in kinds for name in events.columns.kinds])
    return cast("Truths", about[events.kind])


def _sent(case: pa.Array, of_offices: Truths, plan: Plan) -> tuple[Ints, Ints]:
    marks = fingerprints(case)
    to_head = (marks == 0) | among(marks, plan.held)
    return np.where(to_head, HEAD, _parts(case, marks, plan)), np.flatnonzero(of_offices & ~to_head)


def _parts(case: pa.Array, marks: Words, plan: Plan) -> Ints:
    """The part of each row's case."""
    part = plan.ranges.of(case)
    tied, place = met(marks, plan.linked)
    part[tied] = plan.part[place]
    return part


def _buffered(
    found: Iterator[tuple[pa.Table, tuple[Problem, ...]]], columns: EventColumns
) -> Iterator[tuple[Events, list[Problem]]]:
    """Several pieces together."""
    held: list[Piece] = []
    problems: list[Problem] = []
    for table, told in found:
        held.append(piece_of(table, columns))
        problems += told
        if len(held) == BUFFER:
            yield Events(held, columns), problems
            held, problems = [], []
    if held:
        yield Events(held, columns), problems
