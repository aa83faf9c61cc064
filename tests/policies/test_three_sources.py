"""Of 丹凤, 二道 and the third district nothing is lost in silence either: each row is scored or says why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kaohe.rules.library import load_policy
from kaohe.rules.shelf import SHIPPED

ROWS: Mapping[str, tuple[str, ...]] = {
    "danfeng": (*(f"001-{n:02}" for n in range(1, 17)), *(f"N-{n:02}" for n in range(8, 12))),
    "erdao": tuple(f"002-{n:02}" for n in range(1, 24)),
    "district": (*(f"003-{n:02}" for n in range(1, 25)), *(f"N-{n:02}" for n in range(12, 17))),
}
TEXTS = Path(__file__).parents[2] / "../shared/sources"


@cache
def table(name: str) -> Mapping[str, Mapping[str, Any]]:
    return dict(yaml.safe_load((SHIPPED / "sources.yaml").read_text(encoding="utf-8"))[name])


@cache
def written(name: str) -> Mapping[str, Any]:
    return dict(yaml.safe_load((SHIPPED / name / "policy.yaml").read_text(encoding="utf-8")))


def bases(name: str) -> Sequence[tuple[str, Mapping[str, str]]]:
    """Each basis of a clause or gate, with the clause's id or the gate's name."""
    document = written(name)
    owners = [(clause["id"], clause["basis"]) for clause in document["clauses"]]
    owners += [(gate, shape["basis"]) for gate, shape in document.get("gates", {}).items()]
    return [
        (owner, one) for owner, basis in owners for one in (basis if isinstance(basis, list) else [basis])
    ]


@pytest.mark.parametrize("name", ROWS)
def test_each_row_stands_in_the_table_once(name: str) -> None:
    assert sorted(table(name)) == sorted(ROWS[name])


@pytest.mark.parametrize("name", ROWS)
def test_a_row_is_scored_or_says_why_not_and_never_both(name: str) -> None:
    policy = load_policy(SHIPPED / name).policy
    assert policy is not None
    known = {clause.id for clause in policy.clauses} | set(policy.gates)
    for row, said in table(name).items():
        named = [*said.get("clauses", ()), *said.get("gates", ())]
        assert bool(named) != bool(said.get("not_scored", "").strip()), row
        assert set(named) <= known, row


@pytest.mark.parametrize("name", ROWS)
def test_what_a_clause_cites_stands_in_the_table(name: str) -> None:
    cited = [(one["row"], owner) for owner, one in bases(name) if one.get("row", "S-")[:2] != "S-"]
    assert len(cited) >= 10
    for row, owner in cited:
        said = table(name)[row]
        assert owner in [*said.get("clauses", ()), *said.get("gates", ())], row


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.skipif(not TEXTS.is_dir(), reason="the source texts are not at hand")
def test_each_quotation_stands_in_the_text(name: str) -> None:
    sources = written(name)["sources"]
    quoted = [(one["quote"], sources[one["source"]]["file"]) for _, one in bases(name) if "quote" in one]
    assert len(quoted) >= 10
    for quote, file in quoted:
        assert quote in (TEXTS / file).read_text(encoding="utf-8"), quote
