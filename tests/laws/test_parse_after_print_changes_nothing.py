"""Parse ∘ print is the identity, in CEL and in Chinese, for every syntax at all.

That it is so whatever the titles of a vocabulary are is tested in ``tests/rules/expression``.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from histories import whole_policy
from hypothesis import assume

from kaohe.rules.expression.chinese import from_chinese, in_chinese
from kaohe.rules.expression.parse import LONGEST, parse
from kaohe.rules.expression.show import show
from kaohe.rules.expression.syntax import Binary, Call, Conditional, Syntax, Unary, walk
from kaohe.rules.expression.titles import Titles

sys.path.insert(0, str(Path(__file__).parents[1] / "rules/expression"))

from made_up_syntax import syntaxes


def _noted(seen: Counter[str], syntax: Syntax) -> None:
    """Where brackets decide: an operator inside an operator."""
    nodes = list(walk(syntax))
    seen["nested"] += sum(isinstance(node, Binary | Unary | Conditional) for node in nodes) > 1
    seen["calls"] += any(isinstance(node, Call) for node in nodes)


def test_what_is_written_in_cel_is_read_again(holds) -> None:
    def law(seen, syntax) -> None:
        text = show(syntax)
        assume(len(text) <= LONGEST)
        assert parse(text) == (syntax, ())
        _noted(seen, syntax)

    holds(law, syntaxes, cases=100, nested=10, calls=10)


def test_what_is_written_in_chinese_is_read_again(holds) -> None:
    titles = Titles(whole_policy().vocabulary, kinds=("repeat_petition",), start=("assigned",))

    def law(seen, syntax) -> None:
        assert from_chinese(in_chinese(syntax, titles), titles) == (syntax, ())
        _noted(seen, syntax)

    holds(law, syntaxes, cases=100, nested=10, calls=10)
