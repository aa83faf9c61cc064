"""The acceptance rows of the expression language (``tests/acceptance/expressions.yaml``) come true."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from kaohe.engine.meaning.evaluate import value
from kaohe.engine.meaning.position import Position
from kaohe.engine.meaning.unscored import OutOfBounds
from kaohe.rules.expression.check import typed
from kaohe.rules.expression.scope import Scope
from kaohe.rules.expression.tree import Type
from kaohe.rules.value import Value, number_from

At = Callable[[Mapping[str, object]], Position]
ACCEPTANCE = Path(__file__).parents[2] / "acceptance"
ROWS: list[dict[str, Any]] = yaml.load((ACCEPTANCE / "expressions.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)["expressions"]


def _meant(text: str) -> Value:
    if text == "missing":
        return None
    if text in ("true", "false"):
        return text == "true"
    number = number_from(text)
    if number is not None:
        return number
    return date.fromisoformat(text) if text.count("-") == 2 else text


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["expression"] or "(empty)")
def test_the_row_comes_true(row: dict[str, Any], inspection: At, inspection_scope: Scope) -> None:
    text = row["expression"]
    expected = row.get("value")
    wanted = Type(row.get("type", "number"))
    expression, problems = typed(text, inspection_scope, wanted, optional_ok=expected is not None)
    if expected is not None:
        assert expression is not None, [(each.code, each.facts) for each in problems]
        assert value(expression, inspection(row.get("facts", {}))) == _meant(expected)
        return
    if "run time" in row["refused"]:
        assert expression is not None
        with pytest.raises(OutOfBounds):
            value(expression, inspection({}))
        return
    assert [each for each in problems if each.severity == "problem"]
    assert expression is None


def test_there_are_rows_of_both_sorts() -> None:
    assert sum("value" in row for row in ROWS) >= 80
    assert sum("refused" in row for row in ROWS) >= 30
    assert all(isinstance(_meant(row["value"]), (Fraction, bool, str, date, type(None))) for row in ROWS if "value" in row)
