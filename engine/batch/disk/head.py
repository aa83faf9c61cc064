"""The head of a run in parts, made of the few rows that are its own; and what parts are given of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from kaohe.engine.batch.alike import distinct
from kaohe.engine.batch.column import Ints
from kaohe.engine.batch.disk.keys import among, fingerprints
from kaohe.engine.batch.disk.scout import Plan
from kaohe.engine.batch.ground import Ground
from kaohe.engine.batch.merge import Head
from kaohe.engine.batch.part import Given
from kaohe.engine.batch.standing import Stood, stood
from kaohe.engine.event_table import event_columns
from kaohe.engine.events import Events, one_array
from kaohe.engine.links import Matters
from kaohe.engine.meaning.localtime import last_instant
from kaohe.engine.meaning.subjects import reads_only_the_roster
from kaohe.engine.meaning.world import World
from kaohe.engine.roster import OfficeKind, Roster
from kaohe.engine.stream import Streams
from kaohe.rules.card_span import whole
from kaohe.rules.policy import Policy

OFFICES: tuple[OfficeKind, ...] = ("unit", "leader")


class Held(NamedTuple):
    """Cases that were held, as they stand: rows, and the part to which each of them goes now."""

    rows: pa.Table
    part: Ints


class Headed(NamedTuple):
    """The head, what every part is given, and the rows that go on from the head to parts."""

    head: Head
    given: Given
    held: Held


def headed(
    policy: Policy, roster: Roster, tables: Sequence[pa.Table], plan: Plan, as_of: date, known_at: int | None
) -> Headed:
    """The head of rows as imported: all that ``route.destinations`` sends there."""
    columns = event_columns(policy.vocabulary)
    came = list(tables) or [columns.schema.empty_table()]
    found = stood(Events(came, columns), policy.vocabulary, known_at)
    ground = Ground(found, policy.vocabulary, last_instant(as_of, policy.timezone))
    rows = _Rows(pa.concat_tables(came).unify_dictionaries(), found)
    ground.later = _own(ground, plan)
    streams = Streams(ground.streams["case"], ground.streams["unit"], ground.streams["leader"])
    head = Head(World(policy, roster, streams, as_of, whole(policy)), ground, OFFICES)
    offices = None
    if not all(reads_only_the_roster(card.who.tree) for card in policy.scorecards):
        offices = rows.at(distinct(np.concatenate([ground.streams[kind].order.source for kind in OFFICES])))
    return Headed(head, Given(policy, roster, as_of, known_at, head.acts, offices), _held(ground, rows, plan))


class _Rows:
    """The head's rows as they stand: those that came, and those that corrections made of them."""

    def __init__(self, came: pa.Table, found: Stood) -> None:
        self._came, self._found = came, found

    def at(self, rows: Ints) -> pa.Table:
        """Canonical columns of those rows."""
        events = self._found.events
        came = self._came.take(pa.array(rows[rows < len(self._came)])).cast(events.columns.schema)
        return pa.concat_tables([came, events.columns.table(events.at(rows[rows >= len(self._came)]))])


def _own(ground: Ground, plan: Plan) -> Ints:
    """Of the rows after as-of those that no part has: of no case, or of a held one."""
    marks = fingerprints(ground.texts["case"].at(ground.later))
    rows: Ints = ground.later[(marks == 0) | among(marks, plan.held)]
    return rows


def _held(ground: Ground, rows: _Rows, plan: Plan) -> Held:
    """Held cases; other cases have a few rows here only, because they also stand in an office's stream."""
    table = rows.at(np.sort(ground.streams["case"].order.source))
    table = table.filter(pa.array(among(fingerprints(one_array(table["case"])), plan.held)))
    cases = one_array(table["case"]).dictionary_encode()
    share = _sharing(ground.links)
    roots = [ground.links.root(case) for case in cases.dictionary.to_pylist()]
    part = plan.ranges.of_any(pa.array([share.get(root, root) for root in roots], pa.string()))
    return Held(table, part[cases.indices.to_numpy()])


def _sharing(links: Matters) -> dict[str, str]:
    """Roots that need one part, each with one of them: the cases of a circle have several, and a part that saw
    only some of them would not see that their links run in a circle.
    """
    groups: list[set[str]] = []
    for circle in links.circles:
        roots = {links.root(case) for case in circle}
        touched = [group for group in groups if group & roots]
        groups = [group for group in groups if not group & roots] + [roots.union(*touched)]
    return {root: min(group) for group in groups for root in group}
