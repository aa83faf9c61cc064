"""Nothing of a source is lost in silence: each row of it is scored by a clause or says why it is not."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kaohe.rules.library import load_policy
from kaohe.rules.shelf import SHIPPED

MECHANISMS = tuple(f"004-{number:02}" for number in range(1, 37))
NUMBERS = tuple(f"N-{number}" for number in range(17, 30))
TEXTS = Path(__file__).parents[2] / "../shared/sources"

Row = Mapping[str, Any]


@cache
def rows() -> Mapping[str, Row]:
    return dict(yaml.safe_load((SHIPPED / "sources.yaml").read_text(encoding="utf-8"))["tongling"])


@cache
def written() -> Mapping[str, Any]:
    """The policy as its author wrote it: bases carry the rows."""
    return dict(yaml.safe_load((SHIPPED / "tongling/policy.yaml").read_text(encoding="utf-8")))


def bases(clause: Mapping[str, Any]) -> list[Mapping[str, str]]:
    basis = clause["basis"]
    return basis if isinstance(basis, list) else [basis]


def faults(table: Mapping[str, Row]) -> list[str]:
    """What is wrong with a coverage table, in words; empty when every row is accounted for."""
    policy = load_policy(SHIPPED / "tongling").policy
    assert policy is not None
    known = {
        "clauses": {clause.id for clause in policy.clauses},
        "gates": set(policy.gates),
        "parameters": set(policy.parameters),
    }
    found = [f"{row}: missing" for row in (*MECHANISMS, *NUMBERS) if row not in table]
    found += [f"{row}: no such row in the source" for row in table if row not in (*MECHANISMS, *NUMBERS)]
    for row, said in table.items():
        if ("not_scored" in said) == ("clauses" in said):
            found.append(f"{row}: neither scored nor told why not, or both")
        found += [f"{row}: no {what} {name}" for what, names in known.items() for name in said.get(what, ()) if name not in names]
        found += [f"{row}: the reason is empty"] if not said.get("not_scored", "x").strip() else []
    return found


def test_each_row_of_the_source_is_scored_or_says_why_not() -> None:
    table = rows()
    looked_at = len(MECHANISMS) + len(NUMBERS)
    assert faults(table) == [], f"looked at {looked_at} rows"
    assert len(table) == looked_at == 49
    scored = [row for row in table if "clauses" in table[row]]
    assert (len(scored), looked_at - len(scored)) == (34, 15)


@pytest.mark.parametrize("row", ["004-22", "N-18"])
def test_a_row_left_out_is_found(row: str) -> None:
    short = {name: said for name, said in rows().items() if name != row}
    assert faults(short) == [f"{row}: missing"]


def test_a_clause_that_does_not_exist_is_found() -> None:
    assert faults({**rows(), "004-02": {"clauses": ["leaders.six-musts"]}}) == ["004-02: no clauses leaders.six-musts"]


def test_each_clause_stands_in_the_row_it_names() -> None:
    """The policy says which row a clause rests on; the table says the same."""
    named = [(base["row"], clause["id"]) for clause in written()["clauses"] for base in bases(clause)]
    astray = [(row, clause) for row, clause in named if clause not in rows()[row].get("clauses", ())]
    assert astray == [], f"looked at {len(named)} bases"
    assert len(named) == len(written()["clauses"]) > 30


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the source texts are not at hand")
def test_each_quotation_stands_in_the_source() -> None:
    text = (TEXTS / written()["sources"]["tongling"]["file"]).read_text(encoding="utf-8")
    pieces = [*written()["clauses"], *written()["gates"].values(), *(p for p in written()["parameters"].values() if "basis" in p)]
    quotes = [base["quote"] for piece in pieces for base in bases(piece)]
    assert [quote for quote in quotes if quote not in text] == [], f"looked at {len(quotes)} quotations"
    assert len(quotes) > 40
