"""The table of the language declares what the checker says of each of its rows."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from kaohe.rules.expression.check import typed
from kaohe.rules.expression.operators import OPERATORS, TEXTS, Operator, Row, result_of
from kaohe.rules.expression.parse import is_name
from kaohe.rules.expression.scope import Scope

ROWS = [
    pytest.param(operator, row, id=f"{operator.name} {' '.join(row.operands)}")
    for operator in OPERATORS
    for row in operator.rows
]


def _declared(operator: Operator, row: Row) -> tuple[str, bool]:
    """The declared type's name and whether it may be missing; ``field`` and ``any`` are those of the example."""
    examples = {"field": "code", "any": "number"}
    name = row.result.rstrip("?")
    # A divisor written out cannot be nought.
    optional = row.result.endswith("?") and operator.name not in ("/", "%")
    return examples.get(name, name), optional


@pytest.mark.parametrize(("operator", "row"), ROWS)
def test_every_row_has_the_type_it_declares(operator: Operator, row: Row, scope: Scope) -> None:
    here = replace(scope, kinds=("assigned",), deadlines=frozenset({"finish"}))
    expression, problems = typed(row.example, here, None, optional_ok=True)
    assert expression is not None, problems
    optional = expression.type.optional and "registered" not in row.example
    name, expected = _declared(operator, row)
    assert expression.type.name == name
    assert optional == (expected and "registered" not in row.example)


def test_the_table_is_whole() -> None:
    names = [operator.name for operator in OPERATORS]
    assert len(names) == len(set(names)) == 45
    for operator in OPERATORS:
        assert operator.rows
        assert operator.zh
        assert operator.en
        assert operator.sort == "sign" or is_name(operator.name)
    titles = [operator.title for operator in OPERATORS]
    assert len(titles) == len(set(titles))


def test_types_that_no_row_takes_have_no_result() -> None:
    types = ("number", "bool", "date", "instant", "duration", "code", "enum", "unit", "list")
    looked_at = 0
    for sign, left, right in product(("==", "<", "+", "-", "*", "in", "&&"), types, types):
        rows = [row.operands for operator in OPERATORS if operator.name == sign for row in operator.rows]
        texts = tuple("text" if each in TEXTS else each for each in (left, right))
        assert (result_of(sign, (left, right)) is not None) == (texts in rows)
        looked_at += 1
    assert looked_at == 7 * 81
    assert result_of("min", ("number",) * 5) == "number"
    assert result_of("min", ("number",)) is None
    assert result_of("min", ("number", "date")) is None
