"""Nothing of the five texts is lost in silence, and no clause is invented: rows, bases, quotations, shares."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from kaohe.rules.library import load_policy
from kaohe.rules.place import place_of
from kaohe.rules.policy import Policy
from kaohe.rules.shelf import SHIPPED
from kaohe.workbench.provenance.own import own_clauses, rules_of
from kaohe.workbench.provenance.quotes import Quotation, quotations, quoted_rows, read_texts, verified
from kaohe.workbench.provenance.rows import Fault, Row, Rows, expected, faults, load_rows

FIVE = ("lishi", "danfeng", "erdao", "district", "tongling")
TEXTS = Path(__file__).parents[2] / "../shared/sources"
at_hand = pytest.mark.skipif(not TEXTS.is_dir(), reason="optional data: the source texts are not at hand")


@cache
def table() -> Rows:
    rows, problems = load_rows()
    assert rows is not None, problems
    assert problems == ()
    return rows


@cache
def five() -> Mapping[str, Policy]:
    found = {name: load_policy(SHIPPED / name).policy for name in FIVE}
    return {name: policy for name, policy in found.items() if policy is not None}


def every_row() -> list[Row]:
    return [row for rows in table().tables.values() for row in rows.values()]


def changed(name: str, row: str, to: Row | None) -> Rows:
    """The table with one row altered, or left out."""
    rows = {key: value for key, value in table().tables[name].items() if key != row}
    if to is not None:
        rows[to.id] = to
    return replace(table(), tables={**table().tables, name: rows})


# --- rows ---------------------------------------------------------------------------------------


def test_each_of_the_121_rows_and_30_numbers_is_accounted_for() -> None:
    wanted = expected(table().inventory)
    mechanisms = [row for row in wanted if row[0].isdigit()]
    numbers = [row for row in wanted if row.startswith("N-")]
    assert (len(mechanisms), len(numbers)) == (121, 30)
    assert faults(table(), five()) == (), f"looked at {len(mechanisms)} + {len(numbers)} rows"
    there = {row.id for row in every_row()}
    assert there == set(wanted)
    assert len([row for row in every_row() if row.fate == "scored"]) > 90


def test_the_nineteen_things_that_are_never_built_say_why_and_quote_their_text() -> None:
    red = [row for row in every_row() if row.id.startswith("R-")]
    assert len(red) == 19
    assert all(row.fate == "never" and row.reason and row.quote for row in red)
    assert not any(row.clauses or row.gates or row.parameters for row in every_row() if row.fate != "scored")


def test_each_row_that_is_not_scored_quotes_the_passage_it_speaks_of() -> None:
    silent = [row for row in every_row() if row.fate != "scored"]
    assert len(silent) > 60
    assert [row.id for row in silent if not row.quote] == []


@pytest.mark.parametrize(("name", "row"), [("lishi", "000-11"), ("tongling", "004-22"), ("district", "N-12"), ("erdao", "R-12")])
def test_a_row_left_out_is_found(name: str, row: str) -> None:
    assert Fault(row, "missing") in faults(changed(name, row, None), five())


def test_a_clause_that_does_not_exist_a_reason_beside_it_and_an_unknown_row_are_found() -> None:
    row = table().tables["tongling"]["004-03"]
    assert Fault("004-03", "name", "leaders.six") in faults(
        changed("tongling", row.id, replace(row, clauses=(*row.clauses, "leaders.six"))), five()
    )
    both = replace(row, reason="不计分", fate="not_scored")
    assert Fault("004-03", "fates") in faults(changed("tongling", row.id, both), five())
    assert Fault("004-99", "unknown") in faults(changed("tongling", row.id, replace(row, id="004-99")), five())


def test_a_clause_cited_for_a_row_that_does_not_name_it_is_found() -> None:
    row = table().tables["lishi"]["000-11"]
    short = replace(row, clauses=("control-new.dispatch",))
    assert faults(changed("lishi", row.id, short), five()) == (Fault("000-11", "cited", "control-new.second-report"),)


# --- bases --------------------------------------------------------------------------------------


def test_each_clause_of_the_five_policies_has_a_basis() -> None:
    clauses = [(name, clause) for name, policy in five().items() for clause in policy.clauses]
    assert len(clauses) >= 120, len(clauses)
    assert [(name, clause.id) for name, clause in clauses if not clause.basis] == []
    assert [(name, clause.id) for name, clause in clauses for basis in clause.basis if not (basis.quote or basis.article)] == []


def test_each_parameter_taken_from_a_source_says_where() -> None:
    taken = [(name, each) for name, policy in five().items() for each in policy.parameters.values() if each.points_from in ("source", "law")]
    assert len(taken) > 10
    assert [(name, each.name) for name, each in taken if each.basis is None] == []


# --- quotations ---------------------------------------------------------------------------------


@cache
def quotes() -> tuple[Quotation, ...]:
    own = [one for name, policy in five().items() for one in quotations(policy, SHIPPED / name)]
    return (*own, *quoted_rows(table(), five()))


@at_hand
def test_every_quotation_stands_in_its_text() -> None:
    texts = read_texts(TEXTS, [one.file for one in quotes() if one.file])
    found = verified(quotes(), texts)
    assert len(texts) == 5
    assert found.missing == ()
    assert found.unchecked == ()
    assert len(found.found) > 180


@at_hand
def test_a_quotation_with_one_character_changed_is_not_found_and_its_place_is_told() -> None:
    texts = read_texts(TEXTS, [one.file for one in quotes() if one.file])
    first = quotes()[0]
    wrong = replace(first, quote=type(first.quote)(first.quote + "不", place_of(first.quote)))  # type: ignore[call-arg]
    found = verified([wrong], texts)
    assert found.missing == (wrong,)
    assert found.problems[0].place.file.endswith("policy.yaml")
    assert found.problems[0].place.line > 1


def test_without_texts_every_quotation_is_counted_as_not_checked() -> None:
    found = verified(quotes(), {})
    assert (found.found, found.missing) == ((), ())
    assert len(found.unchecked) == len(quotes())


def test_line_breaks_are_left_out_of_the_comparison_and_an_ellipsis_leaves_out_what_it_says() -> None:
    one = Quotation("p", "c", "甲乙……丁", "t")
    assert verified([one], {"t": "前甲\n 乙丙丁后"}).found == (one,)
    assert verified([one], {"t": "丁甲乙"}).missing == (one,)


# --- shares -------------------------------------------------------------------------------------


def test_the_five_are_different_schemes() -> None:
    """Beside the law beneath them most clauses of each are its own, and no two share more than a tenth of them."""
    shares = {own.policy: own for own in own_clauses({name: (policy, SHIPPED / name) for name, policy in five().items()})}
    assert {name: own.share > 0.5 for name, own in shares.items()} == dict.fromkeys(FIVE, True)
    assert len(shares["tongling"].inherited) > 10
    rules = {name: set(rules_of(SHIPPED / name).values()) for name in FIVE}
    for one, other in combinations(FIVE, 2):
        assert len(rules[one] & rules[other]) <= len(rules[one] | rules[other]) / 10, (one, other)


def test_a_clause_renamed_and_grounded_otherwise_is_not_an_own_clause(tmp_path: Path) -> None:
    text = (SHIPPED / "district/policy.yaml").read_text(encoding="utf-8")
    copy = tmp_path / "copy"
    copy.mkdir()
    renamed = text.replace("policy: district", "policy: copy").replace("meetings.", "sessions.").replace("没有", "未")
    (copy / "policy.yaml").write_text(renamed, encoding="utf-8")
    again = load_policy(copy).policy
    assert again is not None
    own = own_clauses({"district": (five()["district"], SHIPPED / "district"), "copy": (again, copy)})
    assert [one.own for one in own] == [(), ()]
    assert re.search(r"sessions\.year", " ".join(own[1].same))
