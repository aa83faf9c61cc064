"""Operands that no row of the operator table takes: said by what was found and what would do."""

from __future__ import annotations

from kaohe.rules.expression.frame import Frame, term
from kaohe.rules.expression.operators import NAMED
from kaohe.rules.expression.syntax import Stretch
from kaohe.rules.expression.tree import Tree, Type


def unlike(name: str, found: tuple[Type | str, ...], span: Stretch, frame: Frame) -> Tree | None:
    """Reports the operands of a sign or function and gives None, the tree they make.

    Dates beside instants get their own words.
    """
    names = {each if isinstance(each, str) else each.name for each in found}
    code = "date-instant" if names == {"date", "instant"} else "operands"
    found_terms = ", ".join(term(each) for each in found)
    # 2025-01-01 without quotes is a subtraction
    date = {"near": 'date("2025-01-01")'} if names in ({"date", "number"}, {"instant", "number"}) else {}
    frame.report(code, span, sign=name, found=found_terms, expected=_expected(name, len(found)), **date)
    return None


def _expected(name: str, size: int) -> str:
    """The rows of that many operands: ``date, number; number, number``."""
    rows = [row.operands for row in NAMED[name].rows]
    fitting = [row for row in rows if len(row) == size or row[-1].endswith("*")] or rows
    return "; ".join(dict.fromkeys(", ".join(map(term, row)) for row in fitting))
