"""What a policy needs: every kind and field its clauses read, by supplier, and none that they do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.reports.needs_text import needs_text
from kaohe.rules.library import check_text, load_policy
from kaohe.rules.shelf import SHIPPED
from kaohe.workbench.needs import needs_of

POLICY = """\
kaohe: 1
policy: asks
title: 问
version: "1"
period: {{from: 2021-01-01, to: 2021-12-31}}
timezone: Asia/Shanghai
vocabulary: petition
calendar: cn
sources: {{office: {{title: 办法}}}}
clauses:
  - id: only
    title: 条款
    kind: deduction
    section: work
    basis: {{source: office, article: 一}}
    points_from: example
{clause}
scorecards:
  unit: {{of: unit, title: 表, who: 'true', out_of: 100, base: 100, points_from: example, sections: {{work: {{title: 工作}}}}}}
"""


def needed(clause: str) -> tuple[dict[str, tuple[str, ...]], set[tuple[str, str]]]:
    """Kind -> fields, and attributes of the roster, for a policy of that one clause."""
    lines = "\n".join(f"    {line}" for line in clause.strip().splitlines())
    checked = check_text(POLICY.format(clause=lines), Path(SHIPPED / "lishi" / "asks.yaml"))
    assert checked.policy is not None, [(one.code, one.facts) for one in checked.problems]
    needs = needs_of(checked.policy)
    return {need.kind.name: need.fields for need in needs.kinds}, set(needs.attributes)


def test_a_deadline_needs_its_start_its_finish_and_what_its_conditions_read() -> None:
    found, offices = needed("""
deadline: {start: assigned, finish: closed, within: 60d, extend: {on: extension_approved, add: days}}
late: {points: "-default(case.unit.population, 0) / 100000"}
accountable: [{unit: case.unit}]
""")
    assert set(found) == {"registered", "assigned", "closed", "extension_approved"}
    assert "days" in found["extension_approved"]
    assert ("unit", "population") in offices


def test_a_look_back_reads_the_fields_of_the_kind_it_looks_for_and_this_the_lookers() -> None:
    found, _ = needed("""
on: opinion_issued
when: 'count(extension_approved, days > 10) > 0 && has(result)'
points: "-1"
accountable: [{unit: case.unit}]
""")
    assert found["opinion_issued"] == ("result",)
    assert "days" in found["extension_approved"]


def test_a_fact_of_the_case_needs_the_kinds_it_is_read_from() -> None:
    found, _ = needed("""
on: opinion_issued
when: case.origin == "new"
points: "-1"
accountable: [{unit: case.unit}]
""")
    assert "origin" in found["registered"]
    assert "assigned" in found, "case.unit is whom the case was assigned to"


def test_a_count_of_what_units_report_themselves_needs_their_zero_reports() -> None:
    found, offices = needed("""
frequency: {of: meeting_held, by: unit, per: month, at_least: 1, who: 'subject.kind == "street"'}
short: {points: "-1", per: missing}
""")
    assert {"meeting_held", "zero_report"} <= set(found)
    assert ("unit", "kind") in offices


@pytest.mark.parametrize("name", ["lishi", "tongling", "district", "danfeng", "erdao", "council-casework", "library-fines"])
def test_whatever_a_shipped_policy_needs_is_of_its_vocabulary_and_has_a_clause(name: str) -> None:
    policy = load_policy(SHIPPED / name).policy
    needs = needs_of(policy)
    clauses = {clause.id for clause in policy.clauses}
    assert len(needs.kinds) >= 2
    for need in needs.kinds:
        assert need.clauses or need.kind.name == policy.vocabulary.opens
        assert set(need.fields) <= set(need.kind.fields)
        assert set(need.clauses) <= clauses | {"*"}
    assert {clause for need in needs.kinds for clause in need.clauses} >= {
        clause.id for clause in policy.clauses if type(clause.form).__name__ in ("On", "Deadline", "Frequency")
    }


def test_what_counts_by_its_role_is_needed_though_no_clause_names_it() -> None:
    """Exemptions, rulings and absences in every policy; notices and appeals where something may be vetoed."""
    found = needs_of(load_policy(SHIPPED / "lishi").policy)
    named = {need.kind.role for need in found.kinds}
    assert {"exemption", "ruling", "absence"} <= {need.kind.role for need in found.always} | named
    assert {"exempted": ("clauses", "approver", "basis", "from", "to")}.items() <= {need.kind.name: need.fields for need in found.always}.items()
    vetoes = any(clause.veto is not None for clause in load_policy(SHIPPED / "lishi").policy.clauses)
    assert ("appeal" in {need.kind.role for need in found.always} | named) == vetoes
    assert "免予扣分 exempted" in needs_text(found, load_policy(SHIPPED / "lishi").policy, "zh").partition("条款不必点名")[2]
    assert not {need.kind.name for need in found.always} & {need.kind.name for need in found.kinds}
