"""Whose stream a case belongs to: links among rows -> matters, as ``engine.links`` has them (P22).

    links ──by number──► connected cases ──the one that leads nowhere──► root of each
                     └─► circles: what remains when cases that lead nowhere are taken away, again and again

Cases are numbers here, ranked as their ids are. Where links run in a circle ``engine.links`` is asked about the
cases that are connected with it, and only about them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kaohe.engine.batch.alike import distinct
from kaohe.engine.batch.column import Ints, Truths
from kaohe.engine.batch.order import ordered
from kaohe.engine.batch.standing import mask_of
from kaohe.engine.batch.texts import Texts, indices_of, packed_of
from kaohe.engine.links import Matters, matters

if TYPE_CHECKING:
    from kaohe.engine.batch.ground import Ground

_ROUNDS = 100
"""A chain of more links than this is looked at like a circle: each round takes one case away from it."""
_NEVER = 2**62
"""The place of a case without events: after all others."""


def linked(ground: Ground) -> tuple[Matters, Texts]:
    """The matters that links make, and every row's: the root of its case."""
    stated = list(_stated(ground))
    if not stated:
        return Matters({}), ground.texts["case"]
    leads, cases = _numbered(ground.texts["case"], stated)
    return _resolved(ground, leads, cases)


class Leads(NamedTuple):
    """Links, each once: from which of the linked ``cases`` (their ranks) to which, by their places there."""

    cases: Ints
    from_: Ints
    to: Ints

    def some(self, which: Truths) -> Leads:
        """Those of the links."""
        return Leads(self.cases, self.from_[which], self.to[which])


def _stated(ground: Ground) -> Iterator[tuple[Ints, pa.Array]]:
    """(case, the earlier case it leads to), for every link that a standing row states, field by field."""
    cases = ground.texts["case"]
    for number, kind in enumerate(ground.vocabulary.kinds.values()):
        names = [ground.columns.of(kind.name)[field.name].name for field in kind.fields.values() if field.link]
        rows = ground.rows[ground.kinds == number] if names else ground.rows[:0]
        rows = rows[cases.code[rows] >= 0]
        for name in names:
            said = ground.events.said(kind.name, name)
            if said is None:
                continue
            earlier = said.take(pa.array(ground.events.nth[rows]))
            there = earlier.is_valid().to_numpy(zero_copy_only=False)
            if there.any():
                yield cases.code[rows[there]].astype(np.int64), earlier.drop_null()


def _numbered(cases: Texts, stated: list[tuple[Ints, pa.Array]]) -> tuple[Leads, Texts]:
    """The links by number; earlier cases that no row names are added to the names."""
    packed = packed_of(pa.chunked_array([earlier.cast(pa.string()) for _, earlier in stated]))
    names = cases.names.cast(pa.string())
    place = pc.index_in(packed.dictionary, names)
    if place.null_count:
        names = pa.concat_arrays([names, packed.dictionary.filter(place.is_null())])
        turn = pc.sort_indices(names).to_numpy()
        rank = np.empty(len(turn) + 1, np.int32)
        rank[turn], rank[-1] = np.arange(len(turn), dtype=np.int32), -1
        cases = Texts(rank[cases.code], names.take(pa.array(turn)))
        stated = [(rank[case].astype(np.int64), earlier) for case, earlier in stated]
        place = pc.index_in(packed.dictionary, cases.names)
    case, earlier = np.concatenate([case for case, _ in stated]), place.to_numpy()[indices_of(packed)].astype(np.int64)
    size = len(cases.names)
    once = distinct(case * size + earlier)
    own = distinct(np.concatenate([case, earlier]))
    return Leads(own, np.searchsorted(own, once // size), np.searchsorted(own, once % size)), cases


def _resolved(ground: Ground, leads: Leads, cases: Texts) -> tuple[Matters, Texts]:
    """The root of each case. Of several that lead nowhere it is the one whose first event is earliest."""
    group, leads_nowhere = _connected(leads), ~mask_of(leads.from_, len(leads.cases))
    odd = mask_of(group[_unending(leads).from_], len(group))[group]
    beginnings = np.bincount(group[leads_nowhere], minlength=len(group))[group]
    first = np.full(len(group), _NEVER)
    asked = odd | leads_nowhere & (beginnings > 1)
    first[asked] = _first_places(ground, cases, leads.cases[asked])
    ends = np.flatnonzero(leads_nowhere & ~odd)
    ends = ends[np.lexsort((ends, first[ends], group[ends]))]
    opens = np.flatnonzero(np.append(True, group[ends][1:] != group[ends][:-1])[: len(ends)])
    root = np.full(len(group), -1)
    root[group[ends[opens]]] = ends[opens]
    root, names = root[group], cast("list[str]", cases.names.take(pa.array(leads.cases)).to_pylist())
    tied = ends[beginnings[ends] > 1]
    apart = np.flatnonzero(group[tied][1:] != group[tied][:-1]) + 1
    several = {names[each[0]]: tuple(names[end] for end in each) for each in np.split(tied, apart) if len(each)}
    circled = _with_circles(leads, odd, first, names)
    place = {names[number]: number for number in np.flatnonzero(odd).tolist()}
    root[odd] = [place[circled.roots[name]] for name in place]
    there = mask_of(cases.code[ground.rows].astype(np.int64), len(cases.names) + 1)[leads.cases]
    rank = np.append(np.arange(len(cases.names), dtype=np.int32), np.int32(-1))
    rank[leads.cases] = leads.cases[root]
    found = Matters(
        dict(zip(names, [names[each] for each in root.tolist()], strict=True)), circled.circles,
        dict(sorted({**several, **circled.several}.items())), tuple(names[each] for each in np.flatnonzero(~there).tolist()),
    )  # fmt: skip
    return found, Texts(rank[cases.code], cases.names)


def _connected(leads: Leads) -> Ints:
    """For each case the first of those that links connect it with, whichever way they lead."""
    group = np.arange(len(leads.cases), dtype=np.int64)
    while (apart := group[leads.from_] != group[leads.to]).any():
        one, other = group[leads.from_[apart]], group[leads.to[apart]]
        np.minimum.at(group, np.maximum(one, other), np.minimum(one, other))
        while (group[group] != group).any():
            group = group[group]
    return group


def _unending(leads: Leads) -> Leads:
    """The links that remain when cases that lead nowhere are taken away again and again."""
    for _ in range(_ROUNDS):
        onward = mask_of(leads.from_, len(leads.cases))[leads.to]
        if onward.all():
            break
        leads = leads.some(onward)
    return leads


def _with_circles(leads: Leads, odd: Truths, first: Ints, names: list[str]) -> Matters:
    """What the plain rules make of the ``odd`` cases."""
    asked = leads.some(odd[leads.from_])
    pairs = [(names[case], names[earlier]) for case, earlier in zip(asked.from_.tolist(), asked.to.tolist(), strict=True)]
    known = np.flatnonzero(odd & (first < _NEVER)).tolist()
    return matters(pairs, {names[each]: int(first[each]) for each in known})


def _first_places(ground: Ground, cases: Texts, wanted: Ints) -> Ints:
    """The places of the first events of those cases among all of theirs; ``_NEVER`` without any."""
    if not len(wanted):
        return wanted
    rows = ground.rows[mask_of(wanted, len(cases.names) + 1)[cases.code[ground.rows]]]
    order = ordered(rows, ground.keys(np.zeros(len(ground.at), np.int32)), ground.ids)
    first = np.full(len(cases.names), _NEVER)
    first[cases.code[order.source][::-1]] = np.arange(len(rows) - 1, -1, -1)
    return cast("Ints", first[wanted])
