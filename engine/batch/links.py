"""Whose stream a case belongs to: links among rows, resolved by ``engine.links`` (P22).

Linked cases are few; all others are their own matter and are never looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kaohe.engine.batch.order import ordered
from kaohe.engine.batch.texts import Texts
from kaohe.engine.links import Matters, matters

if TYPE_CHECKING:
    from kaohe.engine.batch.ground import Ground


def linked(ground: Ground) -> tuple[Matters, Texts]:
    """The matters that links make, and every row's: the root of its case."""
    cases = ground.texts["case"]
    pairs = list(_links(ground))
    if not pairs:
        return Matters({}), cases
    found = matters(pairs, _first_places(ground, {case for pair in pairs for case in pair}))
    return found, _rooted(cases, found)


def _links(ground: Ground) -> Iterator[tuple[str, str]]:
    """(case, the earlier case it leads to), for every link that a standing row states."""
    cases = ground.texts["case"]
    for number, kind in enumerate(ground.vocabulary.kinds.values()):
        names = [ground.columns.of(kind.name)[field.name].name for field in kind.fields.values() if field.link]
        rows = ground.rows[ground.kind[ground.rows] == number] if names else ground.rows[:0]
        rows = rows[cases.code[rows] >= 0]
        for name in names:
            said = ground.events.said(kind.name, name)
            if said is None:
                continue
            earlier = said.take(pa.array(ground.events.nth[rows]))
            stated = rows[earlier.is_valid().to_numpy(zero_copy_only=False)]
            yield from zip(cases.at(stated).to_pylist(), earlier.drop_null().to_pylist(), strict=True)


def _first_places(ground: Ground, wanted: set[str]) -> dict[str, int]:
    """The wanted cases that have events, by the order of their first ones among all."""
    cases = ground.texts["case"]
    ranks = pc.index_in(pa.array(sorted(wanted), pa.string()), cases.names.cast(pa.string())).drop_null().to_numpy()
    asked = np.zeros(len(cases.names) + 1, bool)
    asked[ranks] = True
    rows = ground.rows[asked[cases.code[ground.rows]]]
    order = ordered(rows, ground.keys(np.zeros(len(ground.at), np.int32)), ground.ids)
    first, place = np.unique(cases.code[order.source], return_index=True)
    names = cases.names.take(pa.array(first)).to_pylist()
    return dict(zip(names, place.tolist(), strict=True))


def _rooted(cases: Texts, found: Matters) -> Texts:
    """The root of each row's case; roots that no row names are added to the names."""
    known = cases.list()
    rank = {name: number for number, name in enumerate(known)} if found.roots else {}
    names = sorted({*known, *found.roots.values()})
    moved = names if len(names) > len(known) else None
    place = rank if moved is None else {name: number for number, name in enumerate(names)}
    root = np.full(len(known) + 1, -1, np.int32)
    root[:-1] = np.arange(len(known)) if moved is None else [place[name] for name in known]
    for case, to in found.roots.items():
        if case in rank:
            root[rank[case]] = place[to]
    return Texts(root[cases.code], pa.array(names, pa.string()))
