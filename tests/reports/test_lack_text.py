"""A count without a figure says which key of its clause asked for what was missing."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import cast

import pytest

from kaohe.reports.lack_text import lack_text
from kaohe.rules.library import load_policy
from kaohe.rules.policy import Clause, Frequency, Measure, Ratio
from kaohe.rules.shelf import SHIPPED


def _shipped(form: type) -> Clause:
    """A clause of that form."""
    for home in sorted(file.parent for file in SHIPPED.glob("*/policy.yaml")):
        policy = load_policy(home).policy
        assert policy is not None
        for clause in policy.clauses:
            if isinstance(clause.form, form):
                return clause
    raise AssertionError(f"no clause is a {form}")


def _clause(form: type, **changed: object) -> Clause:
    """The same with other keys."""
    plain = _shipped(form).form
    made = object.__new__(form)
    for name in form.__dataclass_fields__:
        object.__setattr__(made, name, changed.get(name, getattr(plain, name)))
    return cast(Clause, SimpleNamespace(form=made))


LACKS = [
    (Ratio, {"minimum": 5, "against": None}, 4, "不足 `minimum` 要求的 5 条", "fewer than the 5 that `minimum` asks for"),
    (Ratio, {"minimum": 1, "against": None}, 0, "不足 `minimum` 要求的 1 条", "fewer than the 1 that"),
    (Ratio, {"minimum": 1, "against": "previous_year"}, 6, "上年同期不足 1 条", "which had fewer than 1 row"),
    (Ratio, {"minimum": 1, "against": object()}, 6, "`against` 的基数没有值", "the base that `against` names has no value"),
    (Measure, {"minimum": 2, "divide_by": None, "against": "previous_year"}, 6, "不足 2 条，或数值为零", "fewer than 2 rows, or came to zero"),
    (Measure, {"minimum": 2, "divide_by": object(), "against": object()}, 6, "`divide_by` 没有值，或为零；或 `against`", "is zero; or the base"),
    (Frequency, {}, 1, "`silent: no_data`", "`silent: no_data`"),
]


@pytest.mark.parametrize(("form", "keys", "rows", "zh", "en"), LACKS)
def test_what_is_missing_is_said_with_the_key_that_asks_for_it(form: type, keys: dict[str, object], rows: int, zh: str, en: str) -> None:
    clause = _clause(form, **keys)
    assert zh in lack_text(clause, Fraction(rows), "zh")
    assert en in lack_text(clause, Fraction(rows), "en")


def test_rows_that_are_nobodys_say_so_and_nothing_else() -> None:
    clause = _clause(Ratio, minimum=5, against="previous_year")
    assert lack_text(clause, Fraction(6), "zh", nobodys=True) == "`by` 缺失，说不出属于谁"
    assert "minimum" not in lack_text(clause, Fraction(6), "en", nobodys=True)
