"""The scouting pass: which cases cannot be judged with their neighbours alone, and where to cut between cases.

Only narrow columns are read. Whole cases are *held* for the head of the run when something reaches over
their edge: a link, a row that repeats or corrects one of another case (or one that also stands in a unit's
or leader's stream), an event that acts across subjects. All other cases are complete in their part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaohe.engine.batch.alike import distinct
from kaohe.engine.batch.column import Ints, Truths
from kaohe.engine.batch.disk.clusters import PAIRS, clusters
from kaohe.engine.batch.disk.keys import Ranges, among, common, fingerprints, leading, ranges
from kaohe.engine.batch.disk.shares import Share, narrow
from kaohe.engine.batch.own import own_kinds
from kaohe.engine.batch.repeats import Words
from kaohe.engine.batch.standing import micros
from kaohe.engine.batch.texts import packed_of
from kaohe.engine.event_table import event_columns
from kaohe.engine.events import one_array
from kaohe.rules.policy import Policy
from kaohe.rules.vocabulary import Vocabulary

PILES = 64
"""Fingerprints are spread over so many files, so that one pile of them at a time is held in memory."""
SAMPLED = 256
"""About so many cases of a piece are asked where they would be cut."""
_HEADS = ("id", "kind", "at", "recorded_at", "case", "amends", "voids")
ROW = np.dtype([("id", "<u8"), ("case", "<u8"), ("office", "?")])
Rows = NDArray[Any]
"""Of rows: the fingerprints of id and case, and whether it also stands in a unit's or leader's stream."""
_CORRECTION = np.dtype([("id", "<u8"), ("case", "<u8"), ("office", "?"), ("target", "<u8")])


_MARGIN = 2 * 86_400_000_000
"""Dated rows are placed anew where a file comes from another timezone; by less than two days (µs)."""


@dataclass(frozen=True, slots=True)
class SeenBy:
    """Who looks: the last instant of as-of, and up to when what was recorded is known (µs; None: all)."""

    now: int
    known_at: int | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a share shows. ``held`` are the fingerprints of cases in which something acts across subjects,
    ``offices`` those of which something stands in a unit's or leader's stream; ``first``, ``last``: of all ids.
    """

    rows: int
    corrections: Rows
    held: Words
    offices: Words
    pairs: pa.Table
    first: str | None
    last: str | None
    sample: Sequence[str] = field(default_factory=tuple)


def scouted(number: int, share: Share, policy: Policy, seen_by: SeenBy, piles: Path) -> Seen:
    """Looks through one share; the fingerprints of its rows are spread over ``piles`` under its number."""
    seen, found = seen_in(narrow(share, policy.vocabulary, policy.timezone, asked(policy.vocabulary)), policy, seen_by)
    _write(found, piles, str(number))
    return seen


def asked(vocabulary: Vocabulary) -> list[str]:
    """The narrow columns that are looked at."""
    return [*_HEADS, *_link_columns(vocabulary)]


def seen_in(tables: Iterable[pa.Table], policy: Policy, seen_by: SeenBy) -> tuple[Seen, list[Rows]]:
    """What narrow columns show, and the fingerprints of their rows, pile by pile."""
    links = _link_columns(policy.vocabulary)
    watched, offices = own_kinds(policy), office_kinds(policy.vocabulary)
    found, corrections = [_in_piles(np.zeros(0, ROW))], [np.zeros(0, _CORRECTION)]
    held, of_offices, pairs = [np.zeros(0, np.uint64)], [np.zeros(0, np.uint64)], [PAIRS.empty_table()]
    ends: list[str] = []
    sample: list[str] = []
    for table in tables:
        rows, case = _rows(table, offices), one_array(table["case"])
        found.append(_in_piles(rows))  # table by table: there the processor's cache still has them
        corrections += _corrections(table, rows)
        held.append(distinct(rows["case"][_is_of(table, watched)]))
        of_offices.append(distinct(rows["case"][rows["office"]]))
        pairs += _linked(table, case, links, seen_by)
        ends += [each for each in pc.min_max(case).as_py().values() if each is not None]
        sample += case.take(pa.array(np.arange(0, len(case), max(1, len(case) // SAMPLED)))).drop_null().to_pylist()
    piles = [np.concatenate(each) for each in zip(*found, strict=True)]
    return Seen(
        sum(map(len, piles)), np.concatenate(corrections), distinct(np.concatenate(held)), distinct(np.concatenate(of_offices)),
        pa.concat_tables(pairs), min(ends, default=None), max(ends, default=None), sample,
    ), piles  # fmt: skip


def office_kinds(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Kinds whose events stand in streams of units or leaders."""
    return tuple(kind.name for kind in vocabulary.kinds.values() if set(kind.about) - {"case"})


def _link_columns(vocabulary: Vocabulary) -> list[str]:
    kinds = vocabulary.kinds
    return [each.name for each in event_columns(vocabulary).fields if any(kinds[kind].fields[each.field].link for kind in each.kinds)]


def _rows(table: pa.Table, offices: Collection[str]) -> Rows:
    found = np.zeros(table.num_rows, ROW)
    found["id"] = fingerprints(one_array(table["id"]))
    found["case"] = fingerprints(one_array(table["case"]))
    found["office"] = _is_of(table, offices)
    return found


def _is_of(table: pa.Table, kinds: Collection[str]) -> Truths:
    """Which rows are of one of the kinds."""
    kind = packed_of(table["kind"])
    wanted = np.array([name in kinds for name in kind.dictionary.to_pylist()], bool)
    return cast("Truths", wanted[kind.indices.to_numpy()])


def _corrections(table: pa.Table, rows: Rows) -> Iterator[Rows]:
    """The rows that correct another one, with the fingerprint of its id."""
    for name in ("amends", "voids"):
        if name in table.column_names and table[name].null_count < table.num_rows:
            targets = one_array(table[name])
            mine = np.flatnonzero(targets.is_valid().to_numpy(zero_copy_only=False))
            found = np.zeros(len(mine), _CORRECTION)
            for each in ROW.names or ():
                found[each] = rows[each][mine]
            found["target"] = fingerprints(targets.drop_null())
            yield found


def _linked(table: pa.Table, case: pa.Array, links: Iterable[str], seen_by: SeenBy) -> Iterator[pa.Table]:
    """Every link that a row states which may stand by as-of (``PAIRS``)."""
    for name in links:
        if name in table.column_names and table[name].null_count < table.num_rows:
            stated = np.flatnonzero(table[name].is_valid().to_numpy() & case.is_valid().to_numpy(zero_copy_only=False))
            rows = table.take(pa.array(stated))
            at = micros(one_array(rows["at"]))
            recorded = micros(pc.coalesce(rows["recorded_at"], rows["at"]).combine_chunks()) if "recorded_at" in table.column_names else at
            known = recorded <= (seen_by.known_at if seen_by.known_at is not None else recorded)
            doubtful = np.abs(at - seen_by.now) <= _MARGIN
            kept = known & (at <= seen_by.now + _MARGIN)
            pairs = [case.take(pa.array(stated)), one_array(rows[name]).cast(pa.string()), pa.array(doubtful)]
            yield pa.table(pairs, PAIRS).filter(pa.array(kept))


# --- piles ------------------------------------------------------------------------------------------


def _write(found: Sequence[Rows], piles: Path, name: str) -> None:
    """Writes rows that are in piles, one file a share with the ends of its piles."""
    with (piles / f"{name}.rows").open("wb") as file:
        for pile in found:
            pile.tofile(file)
    np.cumsum([0, *map(len, found)]).astype(np.int64).tofile(piles / f"{name}.ends")


def _in_piles(rows: Rows) -> list[Rows]:
    """The rows of each pile: those of one id are in one."""
    pile = (rows["id"] >> np.uint64(58)).astype(np.uint8)  # sorted digit by digit
    turned = rows.take(np.argsort(pile, kind="stable"))  # row by row, where [] goes field by field
    return np.split(turned, np.cumsum(np.bincount(pile, minlength=PILES))[:-1])


def _piled(piles: Path, number: int) -> Rows:
    """One pile, of all shares."""
    found = [np.zeros(0, ROW)]
    for file in sorted(piles.glob("*.rows")):
        first, end = np.fromfile(file.with_suffix(".ends"), np.int64)[number : number + 2].tolist()
        found.append(np.fromfile(file, ROW, count=end - first, offset=first * ROW.itemsize))
    return np.concatenate(found)


# --- all shares together ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plan:
    """How rows are routed, by the fingerprints of their cases: ``held`` ones to the head, ``linked`` ones to
    the ``part`` of their cluster's root, all others (roots among them) by ``ranges``.
    """

    rows: int
    held: Words
    linked: Words
    part: Ints
    ranges: Ranges


def planned(seen: Sequence[Seen], doubtful: Rows, part_rows: int) -> Plan:
    """The plan for parts of about so many rows. ``doubtful``: see ``picked``."""
    rows = sum(each.rows for each in seen)
    crossing = _over_the_edge(doubtful, _of_all(seen))
    held = distinct(np.concatenate([crossing, *(each.held for each in seen)]))
    offices = distinct(np.concatenate([np.zeros(0, np.uint64), *(each.offices for each in seen)]))
    pairs = pa.concat_tables([PAIRS.empty_table(), *(each.pairs for each in seen)])
    tied = clusters(pairs, distinct(np.concatenate([held, offices])))
    prefix = common(end for each in seen for end in (each.first, each.last) if end is not None)
    sample = leading(pa.array([case for each in seen for case in each.sample], pa.string()), len(prefix))
    cuts = ranges(prefix, sample, max(1, -(-rows // part_rows)))
    roots = tied.root.dictionary_encode()
    part = cuts.of_any(roots.dictionary)[roots.indices.to_numpy()]
    every = distinct(np.concatenate([held, tied.cases[tied.held]]))
    moved = ~tied.own
    return Plan(rows, every[every != 0], tied.cases[moved], part[moved], cuts)


def _of_all(seen: Sequence[Seen]) -> Rows:
    return np.concatenate([np.zeros(0, _CORRECTION), *(each.corrections for each in seen)])


def picked(seen: Sequence[Seen], piles: Path) -> Rows:
    """The rows that repeat each other, correct one another or are corrected, by fingerprint."""
    targets = corrected(seen)
    return np.concatenate([doubtful(number, _piled(piles, number), targets) for number in range(PILES)])


def corrected(seen: Sequence[Seen]) -> Words:
    """The ids of rows that correct one another or are corrected."""
    corrections = _of_all(seen)
    return distinct(np.concatenate([corrections["id"], corrections["target"]]))


def doubtful(number: int, pile: Rows, targets: Words) -> Rows:
    """Of the rows of a pile, by its number: those whose id another has, or is one of the targets."""
    ascending = np.sort(pile["id"])
    twice = distinct(ascending[1:][ascending[1:] == ascending[:-1]])
    wanted = distinct(np.concatenate([twice, targets[(targets >> np.uint64(58)) == number]]))
    found: Rows = pile[among(pile["id"], wanted)]
    return found


def _over_the_edge(rows: Rows, corrections: Rows) -> Words:
    """Of rows that repeat each other, correct or are corrected: the cases that hang together with others."""
    rows = rows[np.argsort(rows["id"], kind="stable")]
    ids, first = np.unique(rows["id"], return_index=True)
    if not len(ids):
        return np.zeros(0, np.uint64)
    least, most = np.minimum.reduceat(rows["case"], first), np.maximum.reduceat(rows["case"], first)
    edge = (least != most) | np.logical_or.reduceat(rows["office"], first)
    held = [rows["case"][np.repeat(edge, np.diff([*first, len(rows)]))]]
    place = np.minimum(np.searchsorted(ids, corrections["target"]), len(ids) - 1)
    there = ids[place] == corrections["target"]
    apart = there & ((least[place] != corrections["case"]) | (most[place] != corrections["case"]) | corrections["office"])
    held += [corrections["case"][apart], least[place[apart]], most[place[apart]]]
    return distinct(np.concatenate(held))
