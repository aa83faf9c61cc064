"""The rows of ``acceptance/expressions.yaml``, each asked of a whole policy on the reference engine.

A row with a value becomes the condition of two clauses: one says that the expression has that value, the
other denies it. The first must write, the second must be silent. A row that is refused becomes a policy
that must not load, for a reason of the row's own family. Nothing here knows how expressions are read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from kaohe.engine.engines import ENGINES
from kaohe.rules.checked import Checked
from kaohe.rules.library import check_text, load_cases
from kaohe.workbench.examples import Verdict, play

HERE = Path(__file__).parent / "acceptance"
ROOTS = (HERE / "vocabulary",)
Row = dict[str, Any]
ROWS: list[Row] = yaml.load((HERE / "expressions.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)["expressions"]
VALUED = [row for row in ROWS if "value" in row]
STOPPED = [row for row in ROWS if "run time" in row.get("refused", "")]
REFUSED = [row for row in ROWS if "refused" in row and row not in STOPPED]

FAMILIES = {
    "unguarded": "unguarded", "more than nine places": "number", "a bool is expected": "type",
    "branches of different types": "mixed", "codes compare by equality": "operands", "different types": "operands",
    "dates and instants": "date-instant", "comparisons do not chain": "chained", "unknown kind": "unknown-kind",
    "this in another form": "this-form", "a list is expected": "operands", "units of count": "counts",
    "unknown name": "unknown-name", "unknown parameter": "unknown-parameter", "a duration is no number": "operands",
    "subject does not exist": "no-subject", "wrong number of arguments": "arguments", "not closed": "unfinished",
    "something is missing": "unfinished", "and is written": "write", "equality is written": "write", "empty": "empty",
}  # fmt: skip
"""The beginning of what a row says of its refusal, and the code that says it."""

POLICY = """\
kaohe: 1
policy: row
title: row
version: "1"
period: {from: 2021-01-01, to: 2021-12-31}
timezone: Asia/Shanghai
vocabulary: petition-test
calendar: cn
sources: {rows: {title: rows}}
parameters:
  two: {values: {2021-01-01: 2}, points_from: example}
  limit: {type: duration, values: {2021-01-01: 30d}, points_from: example}
  on_from: {type: date, values: {2021-01-01: 2021-03-01}, points_from: example}
  word: {type: code, values: {2021-01-01: x}, points_from: example}
  wanted: {type: date, values: {2021-01-01: %s}, points_from: example}
clauses:
"""
CLAUSE = """\
  - id: %s
    title: row
    kind: bonus
    basis: {source: rows, article: a}
    points_from: example
    on: inspected
    when: %s
    points: %s
    accountable: [{unit: unit}]
"""
CASES = """\
kaohe: 1
cases: row
as_of: 2021-12-31
examples:
  - name: row
    events:
      - {id: a1, at: "2021-03-01T08:00", kind: advice_issued, unit: u, advice: x}
      - {id: a2, at: "2021-03-01T09:00", kind: advice_answered, unit: u, in_writing: true}
      - {id: i1, at: "2021-03-02T10:00", kind: inspected, unit: u, score: 70}
      - {id: i2, at: "2021-03-02T11:00", kind: inspected, unit: u, score: 90, item: b}
      - {id: c1, at: "2021-03-02T12:00", kind: commended, unit: u}
      - {id: z, at: "2021-03-03T09:30", kind: inspected, unit: u%s}
    expect: {others: allowed, entries: [%s]}
"""


def _name(row: Row) -> str:
    facts = ", ".join(f"{name}={value}" for name, value in row.get("facts", {}).items())
    return f"{row['expression'] or '(empty)'}{' | ' if facts else ''}{facts}"


def test_every_row_was_looked_at_once(record_property: Callable[[str, object], None]) -> None:
    looked_at = [*VALUED, *STOPPED, *REFUSED]
    record_property("rows looked at", len(looked_at))
    counted = f"{len(VALUED)} with a value, {len(STOPPED)} stopped, {len(REFUSED)} refused"
    sys.stdout.write(f"{len(looked_at)} rows looked at: {counted}\n")
    assert len(looked_at) == len(ROWS) >= 120, f"{len(looked_at)} rows looked at of {len(ROWS)}"
    assert (len(VALUED), len(STOPPED), len(REFUSED)) >= (80, 1, 30)
    assert len({_name(row) + row.get("type", "") for row in ROWS}) == len(ROWS), "a row stands there twice"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _policy(folder: Path, *clauses: tuple[str, str, str], wanted: str = "2021-01-01") -> Checked:
    """A policy of clauses given as id, ``when`` and ``points``; ``wanted`` is the value of the date parameter."""
    text = POLICY % wanted + "".join(CLAUSE % (id_, _quoted(when), _quoted(points)) for id_, when, points in clauses)
    return check_text(text, folder / "policy.yaml", roots=ROOTS)


def _said_of(row: Row) -> Iterator[str]:
    """Conditions that say the expression has the row's value; the second is for what may be missing."""
    asked, value = row["expression"], row["value"]
    kind = row.get("type", "number")
    if value == "missing":
        yield f"!has({asked})"
    elif kind == "bool":
        yield asked if value == "true" else f"!({asked})"
    else:
        over = value.partition("/")
        written = {"code": f'"{value}"', "date": "param.wanted"}.get(kind, over[0])
        factor = f" * {over[2]}" if over[2] else ""
        yield f"({asked}){factor} == {written}"
        yield f"has({asked}) && {asked}{factor} == {written}"


def _played(folder: Path, checked: Checked, row: Row, expected: str, engine: str) -> Verdict:
    facts = [
        f", {name}: [{', '.join(value)}]" if isinstance(value, list) else f", {name}: {value}"
        for name, value in row.get("facts", {}).items()
    ]
    assert checked.policy is not None, [(found.code, found.facts) for found in checked.problems]
    (folder / "cases.yaml").write_text(CASES % ("".join(facts), expected), encoding="utf-8")
    document, problems = load_cases(folder / "cases.yaml", checked.policy)
    assert document is not None, problems
    return play(checked.policy, document, document.examples[0], engine)


def _ours(entries: Any) -> list[tuple[str, str | None]]:
    return [(entry.clause, entry.event) for entry in entries if entry.event == "z"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("row", VALUED, ids=_name)
def test_the_expression_has_the_value_of_its_row(row: Row, engine: str, tmp_path: Path) -> None:
    for said in _said_of(row):
        clauses = [("says", said, "1"), ("denies", f"!({said})", "1")]
        date = row["value"] if row.get("type") == "date" and row["value"] != "missing" else "2021-01-01"
        checked = _policy(tmp_path, *clauses, wanted=date)
        if checked.policy is not None:
            break
    verdict = _played(tmp_path, checked, row, "{clause: says, event: z, points: 1}", engine)
    assert verdict.passed, [miss.actual for miss in verdict.misses]
    assert verdict.run is not None
    assert _ours(verdict.run.scored.entries) == [("says", "z")]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("row", STOPPED, ids=_name)
def test_a_result_beyond_all_bounds_is_a_placed_problem_and_no_entry(row: Row, engine: str, tmp_path: Path) -> None:
    checked = _policy(tmp_path, ("c", f"{row['expression']} > 0", "1"))
    verdict = _played(tmp_path, checked, row, "", engine)
    assert verdict.run is not None
    assert _ours(verdict.run.scored.entries) == []
    found = [each for each in verdict.problems if each.code == "run.too-large" and ("event", "z") in each.facts]
    assert [str(each.place.file).endswith("policy.yaml") and each.place.line > 0 for each in found] == [True]


@pytest.mark.parametrize("row", REFUSED, ids=_name)
def test_a_refused_expression_keeps_its_policy_from_loading(row: Row, tmp_path: Path) -> None:
    asked, kind = row["expression"], row.get("type", "number")
    clause = {
        "bool": ("c", asked, "1"),
        "number": ("c", "true", asked),
        "code": ("c", f"({asked}) == param.word", "1"),
    }[kind]
    checked = _policy(tmp_path, clause)
    assert checked.policy is None
    codes = {found.code for found in checked.problems if found.severity == "problem"}
    family = next(code for said, code in FAMILIES.items() if row["refused"].startswith(said))
    assert f"expression.{family}" in codes
