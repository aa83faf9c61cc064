"""Routing: every row to its part, on disk; what hangs together across cases, and all of offices, to the head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kaohe.engine.batch.column import Ints
from kaohe.engine.batch.disk.head import OFFICES
from kaohe.engine.batch.disk.keys import among, fingerprints
from kaohe.engine.batch.disk.scout import Plan, office_kinds
from kaohe.engine.batch.disk.shares import Share, pieces, shares
from kaohe.engine.batch.disk.spool import HEAD, Spooler
from kaohe.engine.batch.repeats import Words
from kaohe.engine.event_table import event_columns
from kaohe.engine.events import Events, one_array
from kaohe.engine.roster import OfficeKind
from kaohe.engine.roster_from_columns import named_in_columns, naming_columns
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
    vocabulary, columns = policy.vocabulary, event_columns(policy.vocabulary)
    naming = ["kind", *OFFICES, *naming_columns(columns, vocabulary)]
    problems: list[Problem] = []
    named: dict[OfficeKind, set[str]] = {kind: set() for kind in OFFICES}
    rows = 0
    for table, found in _buffered(pieces(share, vocabulary, policy.timezone)):
        problems += found
        rows += table.num_rows
        events = Events((table.select(naming),), columns)
        for kind in OFFICES:
            named[kind] |= named_in_columns(kind, events, vocabulary)
        part, also = destinations(table, vocabulary, plan)
        spooler.add(table, part)
        if len(also):
            spooler.add(table.take(pa.array(also)), np.full(len(also), HEAD))
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
    case = one_array(table["case"])
    marks = fingerprints(case)
    to_head = (marks == 0) | among(marks, plan.held)
    part = np.where(to_head, HEAD, _parts(case, marks, plan))
    about = pc.is_in(table["kind"], pa.array(office_kinds(vocabulary), pa.string())).to_numpy(zero_copy_only=False)
    return part, np.flatnonzero(about & ~to_head)


def _parts(case: pa.Array, marks: Words, plan: Plan) -> Ints:
    """The part of each row's case."""
    part = plan.ranges.of(case)
    tied = np.flatnonzero(among(marks, plan.linked))
    part[tied] = plan.part[np.searchsorted(plan.linked, marks[tied])] if len(tied) else part[tied]
    return part


def _buffered(
    found: Iterator[tuple[pa.Table, tuple[Problem, ...]]],
) -> Iterator[tuple[pa.Table, list[Problem]]]:
    """Several pieces together."""
    held: list[pa.Table] = []
    problems: list[Problem] = []
    for table, told in found:
        held.append(table)
        problems += told
        if len(held) == BUFFER:
            yield pa.concat_tables(held).unify_dictionaries(), problems
            held, problems = [], []
    if held:
        yield pa.concat_tables(held).unify_dictionaries(), problems
