"""What a run stands on: rows that stand, in their streams, as columns; events only where somebody looks.

    events ──standing──► rows ──links──► matters ──order──► one ``Order`` for each kind of stream
                                                     └────► a ``World`` whose streams are made lazily
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kaohe.engine.batch.column import Codes, Column, Ints, Truths, whole
from kaohe.engine.batch.fields import column_from, texts_column
from kaohe.engine.batch.links import linked
from kaohe.engine.batch.order import Keys, Order, ordered
from kaohe.engine.batch.standing import Stood, recorded, stood
from kaohe.engine.batch.streams import LazyStreams, Made
from kaohe.engine.batch.texts import Texts, texts_of
from kaohe.engine.event import Event
from kaohe.engine.event_table import KEPT
from kaohe.engine.events import as_columns
from kaohe.engine.meaning.localtime import last_instant
from kaohe.engine.meaning.world import World
from kaohe.engine.roster import Roster
from kaohe.engine.stream import Streams
from kaohe.rules.card_span import whole as whole_span
from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem
from kaohe.rules.vocabulary import SubjectKind, Vocabulary

_SUBJECTS: tuple[SubjectKind, ...] = ("case", "unit", "leader")


class Ground:
    """Arrays over all rows of the table; ``rows`` are those that stand by as-of.

    ``kind`` numbers the vocabulary's kinds, ``matters`` are the roots of the rows' cases, ``flaws``
    what is wrong with corrections. ``later`` are the rows that stand after as-of: they are only counted.
    """

    def __init__(self, found: Stood, vocabulary: Vocabulary, now: int) -> None:
        self.vocabulary, self.events, self.columns = vocabulary, found.events, found.events.columns
        self.at = self.events.instants
        self._scored: dict[SubjectKind, Order] = {}
        self.kind = self.events.kind
        self.seq = self.events.seq
        seen = self.at[found.rows] <= now
        self.rows, self.later = found.rows[seen], found.rows[~seen]
        self.place: NDArray[np.int16] = np.array([k.place for k in vocabulary.kinds.values()], np.int16)[self.kind]
        self.texts: dict[str, Texts] = {name: texts_of(self.events.column(name)) for name in _SUBJECTS}
        self.links, self.matters = linked(self)
        self.made = Made(found.events, self.matters, found.standing)
        self.streams = {kind: self._streams(kind) for kind in _SUBJECTS}
        self.flaws: tuple[Problem, ...] = found.problems

    @cached_property
    def ids(self) -> pa.Array:
        """The id of every row."""
        ids = self.events.column("id")
        return ids.cast(pa.string()) if ids.type != pa.string() else ids

    def about(self, kind: SubjectKind) -> Texts:
        """Whom rows are about, as subjects of that kind."""
        return self.matters if kind == "case" else self.texts[kind]

    @cached_property
    def kinds(self) -> NDArray[np.int16]:
        """The kind of each row that stands by as-of."""
        return self.kind[self.rows]

    def standing_in(self, kind: SubjectKind) -> Ints:
        """The rows that stand in a stream of that kind."""
        about = np.array([kind in declared.about for declared in self.vocabulary.kinds.values()])
        return self.rows[about[self.kinds] & (self.about(kind).code[self.rows] >= 0)]

    def keys(self, stream: NDArray[np.int32]) -> Keys:
        """What rows are ordered by."""
        return (stream, self.at, self.seq, self.place)

    def _streams(self, kind: SubjectKind) -> LazyStreams:
        names = self.about(kind)
        order = ordered(self.standing_in(kind), self.keys(names.code), self.ids)
        return LazyStreams(kind, order, names, self.made, self._unopened(kind, order))

    def scored(self, kind: SubjectKind) -> Order:
        """The streams of that kind that clauses read."""
        if kind not in self._scored:
            self._scored[kind] = self.streams[kind].order.without(self.streams[kind].unopened)
        return self._scored[kind]

    def _unopened(self, kind: SubjectKind, order: Order) -> Truths:
        opens = self.vocabulary.opens
        if kind != "case" or opens is None:
            return np.zeros(len(order.subject), bool)
        number = list(self.vocabulary.kinds).index(opens)
        found: Truths = self.kind[order.source[order.begins[:-1]]] != number
        return found

    # --- what rows say --------------------------------------------------------------------------

    def field(self, name: str, kind: str, rows: Ints, codes: Codes) -> Column | None:
        """What rows of one kind say under a name, as ``Event.get``; None: such rows say nothing."""
        declared = self.columns.of(kind).get(name)
        if declared is None:
            return self._head(name, kind, rows, codes)
        said = self.events.said(kind, declared.name)
        array = pa.nulls(len(rows), KEPT[declared.storage].type) if said is None else said.take(pa.array(self.events.nth[rows]))
        found = column_from(array, declared.storage, codes)
        head = None if found.there.all() else self._head(name, kind, rows, codes)
        if head is None:
            return found
        return Column(found.sort, np.where(found.there, found.values, head.values), found.there | head.there)

    def _head(self, name: str, kind: str, rows: Ints, codes: Codes) -> Column | None:
        if name in self.texts or name == "matter":
            return texts_column((self.matters if name == "matter" else self.texts[name]).at(rows), codes)
        if name == "id":
            return texts_column(self.ids.take(pa.array(rows)), codes)
        there = np.ones(len(rows), bool)
        if name == "kind":
            return Column("code", np.full(len(rows), codes.number(kind)), there)
        if name == "seq":
            return whole(self.seq[rows])
        if name == "recorded_at":
            return Column("instant", recorded(self.events, rows), there)
        return Column("instant", self.at[rows], there) if name == "at" else None

    @cached_property
    def dated(self) -> Truths:
        """Which rows say only the day."""
        found: Truths = self.events.column("dated").to_numpy(zero_copy_only=False)
        return found


def ground_of(
    policy: Policy, roster: Roster, events: Sequence[Event], as_of: date, known_at: int | None = None
) -> tuple[World, Ground]:
    """What a run looks at. ``NoColumn``: an event says what no column holds exactly."""
    found = stood(as_columns(events, policy.vocabulary), policy.vocabulary, known_at)
    ground = Ground(found, policy.vocabulary, last_instant(as_of, policy.timezone))
    streams = Streams(ground.streams["case"], ground.streams["unit"], ground.streams["leader"])
    return World(policy, roster, streams, as_of, whole_span(policy)), ground
