"""One part of a run, a pure function: complete matters in, what they say out.

    judged(rows, given) -> Partial          merge.merged(head, partials) -> the run

``rows``      canonical columns (``engine.event_table``, repeated texts packed or not) as imported, in any
              order. A *matter* (a case and all that are linked to it) is there whole or not at all, with
              every row that repeats or corrects one of its rows.
``given``     what every part knows beside its own rows: small, the same for all parts.
``Partial``   tables and small records only: it can be pickled, so parts may be judged anywhere.

Whoever drives (one process, several, files larger than memory, a cluster) gives each matter to one part,
and parts ascend: the streams of one part, named by the roots of their matters, all come before those of
the next. Then what parts say is put one after another. What reaches over the edge of a case otherwise (a
row that corrects one of another case, an act of an engine's role), and everything in streams of units and
leaders, is not a part's: the ``Head`` of the run holds it (``merge``) and gives parts what stands of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from kaohe.engine.batch.charge import Asked, memory_with
from kaohe.engine.batch.desk import Desk
from kaohe.engine.batch.found import GroupsKey, Remark
from kaohe.engine.batch.ground import Ground
from kaohe.engine.batch.ledger import PACKED, rows_of, rows_of_entries
from kaohe.engine.batch.named import Counted, named
from kaohe.engine.batch.own import Act
from kaohe.engine.batch.reversals import taken_back
from kaohe.engine.batch.standing import stood
from kaohe.engine.event_table import event_columns
from kaohe.engine.events import Events
from kaohe.engine.form import CASES_NAMED
from kaohe.engine.ledger import Tally, Vesting, VetoEvent
from kaohe.engine.links import Matters
from kaohe.engine.meaning.localtime import last_instant
from kaohe.engine.meaning.world import World
from kaohe.engine.progress import Progress
from kaohe.engine.roster import Roster
from kaohe.engine.stored import Kept
from kaohe.engine.stream import Streams
from kaohe.rules.card_span import whole
from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem
from kaohe.rules.vocabulary import SubjectKind

PLACE = "place"
"""The column beside those of the ledger: the place of the entry's event in its stream (-1: none)."""
ENTRIES = PACKED.append(pa.field(PLACE, pa.int64()))
STREAMS: tuple[SubjectKind, ...] = ("case", "unit", "leader")


@dataclass(frozen=True, slots=True)
class Given:
    """What every part knows: the rules, who there was, when, and acts of engine roles, wherever they stand.

    ``known_at`` in µs (None: all that was recorded). ``offices`` are the standing events of units and
    leaders, given only where clauses about cases look at them too.
    """

    policy: Policy
    roster: Roster
    as_of: date
    known_at: int | None = None
    acts: tuple[Act, ...] = ()
    offices: pa.Table | None = None


class Cases(NamedTuple):
    """How many cases, and the first of them by id."""

    number: int
    first: tuple[str, ...]


class Later(NamedTuple):
    """How many events stand after as-of, and the instant of the last in µs (None: none does)."""

    events: int
    last: int | None


@dataclass(frozen=True, slots=True)
class Partial:
    """What the streams of a part say. Tables are in the order of streams; ``entries`` (``ENTRIES``) in none,
    in bins that ascend by subject; one holds them all where nobody asked for more.

    ``clocks`` and ``tallies`` are by clause, ``gates`` by gate; ``groups`` are the rows of rates and
    measures by clause, span and year; ``doings`` the days of what frequencies count (None: the plain
    meaning has to be asked about all parts together). ``flaws`` are those of corrections, ``links`` what is
    wrong with links. ``plainly`` were left to the plain meaning. Nothing opened the ``unopened`` cases; ``twice``
    were opened more than once.
    """

    entries: Mapping[int, Kept]
    clocks: Mapping[str, Kept]
    gates: Mapping[str, Kept]
    groups: Mapping[GroupsKey, pa.Table]
    doings: Mapping[str, Mapping[tuple[str | None, int], int] | None]
    reports: Mapping[str, frozenset[tuple[str, str, str, bool]]]
    tallies: Mapping[str, tuple[Tally, ...]]
    vestings: tuple[tuple[str, Vesting], ...]
    vetoes: tuple[tuple[str, VetoEvent], ...]
    flaws: tuple[Problem, ...]
    links: Matters
    remarks: Iterable[Remark]
    named: Iterable[Counted]
    unopened: Cases
    twice: Cases
    later: Later
    plainly: frozenset[str]
    asked_plainly: int


def judged(rows: pa.Table, given: Given) -> Partial:
    """What the cases of ``rows`` say. ``NoColumn``: an event says what no column holds exactly."""
    return judged_events(Events((rows,), event_columns(given.policy.vocabulary)), given)


def judged_events(events: Events, given: Given, asked: Asked | None = None) -> Partial:
    """The same of rows that come in pieces. ``asked``: what was asked for other parts of the run, and will be for later ones."""
    policy = given.policy
    ground = _ground(events, given)
    offices = None if given.offices is None else _ground(Events((given.offices,), events.columns), given)
    streams = Streams(
        ground.streams["case"],
        offices.streams["unit"] if offices else {},
        offices.streams["leader"] if offices else {},
    )
    world = World(policy, given.roster, streams, given.as_of, whole(policy), {} if asked is None else memory_with(asked))
    return partial(Desk(world, ground, STREAMS[:1], given.acts))


def _ground(events: Events, given: Given) -> Ground:
    vocabulary = given.policy.vocabulary
    return Ground(stood(events, vocabulary, given.known_at), vocabulary, last_instant(given.as_of, given.policy.timezone))


def partial(desk: Desk, progress: Progress | None = None) -> Partial:
    """What the streams on a desk say. ``progress`` is told the clauses done."""
    found = desk.found(progress)
    back = taken_back(found, desk.world, desk.places)
    tables = [*(rows_of(one) for one in found.columns()), *back.rows]
    tables.append(rows_of_entries([*found.singly(), *back.entries], desk.world))
    entries = [each.table.append_column(PLACE, pa.array(each.place)) for each in tables]
    return Partial(
        {0: pa.concat_tables([ENTRIES.empty_table(), *entries])}, _joined(found.clocks), _joined(found.gates), found.groups,
        found.doings, found.reports, {name: tuple(each) for name, each in found.tallies.items()},
        tuple(found.vestings), tuple(found.vetoes), desk.ground.flaws, replace(desk.ground.links, roots={}),
        (*found.remarks, *back.told),
        (named(desk.world, desk.ground, desk.codes, desk.kinds),), _unopened(desk), _opened_twice(desk), _later(desk.ground),
        frozenset(desk.plainly), desk.asked_plainly,
    )  # fmt: skip


def _joined(tables: Mapping[str, list[pa.Table]]) -> dict[str, Kept]:
    return {name: pa.concat_tables(each) for name, each in tables.items() if each}


def _unopened(desk: Desk) -> Cases:
    cases = desk.ground.streams["case"]
    numbers = np.flatnonzero(cases.unopened) if "case" in desk.kinds else np.zeros(0, np.int64)
    first = cases.names.names.take(pa.array(cases.order.subject[numbers[:CASES_NAMED]]))
    return Cases(len(numbers), tuple(first.to_pylist()))


def _opened_twice(desk: Desk) -> Cases:
    """As ``form.form_streams`` finds them: numbers under which several opening events stand."""
    ground, opens = desk.ground, desk.world.policy.vocabulary.opens
    if "case" not in desk.kinds or opens is None:
        return Cases(0, ())
    cases, number = ground.texts["case"], list(ground.vocabulary.kinds).index(opens)
    code = cases.code[ground.rows[ground.kinds == number]]
    twice = np.flatnonzero(np.bincount(code[code >= 0]) > 1)
    return Cases(len(twice), tuple(cases.names.take(pa.array(twice[:CASES_NAMED])).to_pylist()))


def _later(ground: Ground) -> Later:
    return Later(len(ground.later), int(ground.at[ground.later].max()) if len(ground.later) else None)

