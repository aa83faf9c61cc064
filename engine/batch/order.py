"""The rows of one kind of stream in order: stream after stream, in each as ``engine.order`` says (P2).

Rows are first dealt into ranges of streams small enough for the processor's cache. In each, one sort
of whole numbers puts nearly everything right; only rows that stand close to another are looked at again.
Streams in which one of them stands wrong are sorted by all keys, and ids decide only where all of these are equal:

    | stream | instant, without its last bits | place of the kind | row |      sorted as it is: the row comes out
    └───────── close: the same ──────────┘
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaohe.engine.batch.column import Ints, Truths
from kaohe.engine.batch.texts import Named


@dataclass(frozen=True, slots=True)
class Order:
    """``source``: table rows, stream after stream; stream i holds ``begins[i]`` … ``begins[i + 1]`` - 1.

    ``subject`` is the rank of each stream's id among the subjects' texts, ascending.
    """

    source: Ints
    begins: Ints
    subject: Ints

    def part(self, first: int, end: int) -> Order:
        """The streams ``first`` … ``end`` - 1."""
        begins = self.begins[first : end + 1]
        return Order(self.source[begins[0] : begins[-1]], begins - begins[0], self.subject[first:end])

    def parts(self, rows: int) -> list[tuple[int, int]]:
        """The streams cut where about so many rows are together; one part at least."""
        cuts = np.searchsorted(self.begins, np.arange(rows, int(self.begins[-1]), rows)).tolist()
        ends = sorted({*cuts, len(self.subject)} - {0}) or [0]
        return list(zip([0, *ends[:-1]], ends, strict=True))

    def without(self, streams: Truths) -> Order:
        """The streams that are not marked."""
        if not streams.any():
            return self
        sizes = np.diff(self.begins)
        kept = ~streams
        return Order(self.source[np.repeat(kept, sizes)], sums(sizes[kept]), self.subject[kept])


def sums(sizes: Ints) -> Ints:
    """0 and the sums so far."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])


def spread(sizes: Ints) -> tuple[Ints, Ints]:
    """So many places of each owner, one after the other: whose each is, and its number among them."""
    owner = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    return owner, np.arange(len(owner), dtype=np.int64) - np.repeat(np.cumsum(sizes) - sizes, sizes)


Keys = tuple[NDArray[np.signedinteger], ...]
"""Of each row, the most important first: stream, instant, upstream number, place of the kind."""
_ROOM = 62
"""Bits of a whole number that may be filled."""
_TOGETHER = 1 << 20
"""About so many rows are sorted together."""


def ordered(rows: Ints, keys: Keys, ids: pa.Array) -> Order:
    """``rows`` (of the table, as are ``keys`` and ``ids``) in streams and order."""
    if not len(rows):
        return Order(rows, np.zeros(1, np.int64), rows)
    source = np.concatenate([_sorted(own, keys, ids) for own in _dealt(rows, keys[0])])
    stream = keys[0][source]
    opens = np.flatnonzero(np.concatenate([[True], stream[1:] != stream[:-1]]))
    return Order(source, np.append(opens, len(source)), stream[opens].astype(np.int64))


def _dealt(rows: Ints, stream: NDArray[np.signedinteger]) -> list[Ints]:
    """The rows of complete streams, in ranges of streams."""
    if len(rows) <= _TOGETHER:
        return [rows]
    mine = stream[rows]
    sizes = np.bincount(mine)
    number = (np.cumsum(sizes) // _TOGETHER).astype(np.int16)  # numpy sorts two bytes without comparing them
    number = number[mine]
    turn = np.argsort(number, kind="stable")
    return [rows[each] for each in np.split(turn, np.cumsum(np.bincount(number))[:-1]) if len(each)]


def _sorted(rows: Ints, keys: Keys, ids: pa.Array) -> Ints:
    mine = [key[rows] for key in keys]
    turn, close = _nearly(mine[0], mine[1], mine[3])
    near = _settled(turn[close], mine)
    found = rows[turn]
    found[close] = _by_id(rows[near], ~_differ([key[near] for key in mine]), ids)
    return found


def _nearly(
    stream: NDArray[np.signedinteger], at: NDArray[np.signedinteger], place: NDArray[np.signedinteger]
) -> tuple[Ints, Ints]:
    """Rows by stream, as much of the instant as there is room for, and place of the kind; and at which places of this
    order rows stand that only more can tell apart: all others are where they belong.
    """
    row_bits, place_bits = (len(at) - 1).bit_length(), (int(place.max()) - int(place.min())).bit_length()
    first, low = int(stream.min()), int(at.min())
    stream_bits, at_bits = (int(stream.max()) - first).bit_length(), (int(at.max()) - low).bit_length()
    left_out = min(max(0, stream_bits + at_bits + place_bits + row_bits - _ROOM), at_bits)
    found = stream.astype(np.int64) - first
    found <<= at_bits - left_out
    found |= at - low >> left_out
    found <<= place_bits
    found |= place.astype(np.int64) - int(place.min())
    found <<= row_bits
    found |= np.arange(len(at))
    found.sort()
    told = found >> place_bits + row_bits
    same = told[1:] == told[:-1]
    found &= (1 << row_bits) - 1
    return found, np.flatnonzero(np.append(same, False) | np.append(False, same))


def _settled(turn: Ints, keys: Sequence[NDArray[np.signedinteger]]) -> Ints:
    """The streams in which one of those rows still stands wrong, put in order by all keys."""
    if not len(turn):
        return turn
    stream, at, *rest = (key[turn] for key in keys)
    wrong = (stream[1:] == stream[:-1]) & _descends(at, *rest)
    if not wrong.any():
        return turn
    apart = np.zeros(int(stream[-1]) - int(stream[0]) + 1, bool)
    apart[stream[1:][wrong] - stream[0]] = True
    mixed = np.flatnonzero(apart[stream - stream[0]])
    turn = turn.copy()
    turn[mixed] = turn[mixed][np.lexsort([*(key[mixed] for key in reversed(rest)), at[mixed], stream[mixed]])]
    return turn


def _descends(*keys: NDArray[np.signedinteger]) -> Truths:
    """Whether a row should come after the one behind it, by the first key in which they differ."""
    found, equal = np.zeros(len(keys[0]) - 1, bool), np.ones(len(keys[0]) - 1, bool)
    for key in keys:
        found |= equal & (key[1:] < key[:-1])
        equal &= key[1:] == key[:-1]
    return found


def _differ(keys: Sequence[NDArray[np.signedinteger]]) -> Truths:
    """Whether each row differs from the one after it in any of the keys."""
    found = np.zeros(max(len(keys[0]) - 1, 0), bool)
    for key in keys:
        found |= key[1:] != key[:-1]
    return found


def _by_id(source: Ints, equal: Truths, ids: pa.Array) -> Ints:
    """Rows that all else leaves tied (row i + 1 with row i where ``equal[i]``) by id."""
    pairs = np.flatnonzero(equal)
    if not len(pairs):
        return source
    named = Named(ids)
    ascend = pc.less(named.take(source[pairs]), named.take(source[pairs + 1]))
    wrong = ~ascend.to_numpy(zero_copy_only=False)
    if not wrong.any():
        return source
    run = np.concatenate([[0], np.cumsum(~equal)])
    tied = np.flatnonzero(np.isin(run, run[pairs[wrong]]))
    order = pc.sort_indices(
        pa.table({"run": run[tied], "id": named.take(source[tied])}),
        sort_keys=[("run", "ascending"), ("id", "ascending")],
    ).to_numpy()
    found = source.copy()
    found[tied] = source[tied][order]
    return found

