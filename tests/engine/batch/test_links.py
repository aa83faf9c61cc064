"""Links resolved by number say what ``engine.links`` says of them by name."""

from __future__ import annotations

import random
from collections import Counter
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from kaohe.engine.batch import links
from kaohe.engine.batch.texts import texts_of
from kaohe.engine.links import Matters, matters

Pairs = list[tuple[str, str]]


def _drawn(chance: random.Random) -> tuple[list[str], list[int], Pairs]:
    """Events by their cases and instants, and links among these cases and four that no event names."""
    cases = [f"c{number}" for number in range(chance.randint(1, 9))]
    named = [chance.choice(cases) for _ in range(chance.randint(len(cases), 2 * len(cases)))]
    pairs = [(chance.choice(named), chance.choice([*cases, "b0", "x0", "x1", "x2"])) for _ in range(len(cases) + 1)]
    return named, [chance.randint(0, 3) for _ in named], pairs if chance.random() < 0.5 else [each for each in pairs if each[0] > each[1]]


def _by_name(named: list[str], at: list[int], pairs: Pairs) -> Matters:
    places: dict[str, int] = {}
    for place, row in enumerate(sorted(range(len(named)), key=lambda row: (at[row], row))):
        places.setdefault(named[row], place)
    return matters(pairs, places)


def _by_number(named: list[str], at: list[int], pairs: Pairs) -> tuple[Matters, list[str]]:
    cases, none = texts_of(pa.array(named, pa.string())), np.zeros(len(named), np.int64)
    ground: Any = SimpleNamespace(rows=np.arange(len(named)), at=np.array(at), ids=pa.array([f"e{row:02}" for row in range(len(named))]))
    ground.keys = lambda stream: (stream, ground.at, none, none)
    rank = {name: number for number, name in enumerate(cases.list())}
    stated = [(np.array([rank[case] for case, _ in pairs]), pa.array([earlier for _, earlier in pairs], pa.string()))]
    found, roots = links._resolved(ground, *links._numbered(cases, stated))
    return found, roots.at(ground.rows).to_pylist()


@pytest.mark.parametrize("rounds", [1, 100])
def test_links_by_number_make_the_matters_that_they_make_by_name(rounds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "_ROUNDS", rounds)
    seen: Counter[str] = Counter()
    for seed in range(300):
        named, at, pairs = _drawn(random.Random(seed))
        if pairs:
            want, (found, roots) = _by_name(named, at, pairs), _by_number(named, at, pairs)
            assert found == want, pairs
            assert list(found.several) == list(want.several), pairs
            assert roots == [want.root(case) for case in named], pairs
            seen.update({"circles": bool(want.circles), "several": bool(want.several), "outside": bool(want.outside)})
    assert min(seen.values()) > 20, f"each of these has to occur often: {seen}"
