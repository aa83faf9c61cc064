"""What a condition demands of single values, and whether two demands can both be met.

Only literals are compared: a contradiction that is found is sure, one that is not found is no proof.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from kaohe.rules.check.volume import conjuncts
from kaohe.rules.expression.tree import Apply, ListTree, Literal_, Tree

_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(slots=True)
class Demand:
    """On one value: its possible literals (None: any), those excluded, its limits, its truth."""

    allowed: frozenset[object] | None = None
    excluded: frozenset[object] = frozenset()
    low: tuple[Fraction, bool] | None = None
    high: tuple[Fraction, bool] | None = None
    truths: set[bool] = field(default_factory=set)

    def is_empty(self) -> bool:
        if len(self.truths) == 2:
            return True
        if self.allowed is not None:
            return not any(self._admits(value) for value in self.allowed)
        return self.low is not None and self.high is not None and not _between(self.low, self.high)

    def _admits(self, value: object) -> bool:
        if value in self.excluded:
            return False
        if not isinstance(value, Fraction):
            return True
        above = self.low is None or value > self.low[0] or (self.low[1] and value == self.low[0])
        below = self.high is None or value < self.high[0] or (self.high[1] and value == self.high[0])
        return above and below


def _between(low: tuple[Fraction, bool], high: tuple[Fraction, bool]) -> bool:
    return low[0] < high[0] or (low[0] == high[0] and low[1] and high[1])


def contradict(trees: Iterable[Tree]) -> bool:
    """Whether conditions that must all hold at one position surely cannot."""
    demands: dict[Tree, Demand] = {}
    for tree in trees:
        for part in conjuncts(tree):
            if not _note(part, demands):
                return True
    return any(demand.is_empty() for demand in demands.values())


def _note(part: Tree, demands: dict[Tree, Demand]) -> bool:
    """Adds what ``part`` demands; False when it is plainly false."""
    match part:
        case Literal_(value):
            return value is not False
        case Apply("!", (inner,)):
            _demand(inner, demands).truths.add(False)
        case Apply("in", (value, ListTree(items))) if all(isinstance(item, Literal_) for item in items):
            _allow(_demand(value, demands), frozenset(item.value for item in items if isinstance(item, Literal_)))
        case Apply(sign, (left, right)) if sign in _MIRROR:
            _compare(sign, left, right, demands)
        case _:
            _demand(part, demands).truths.add(True)
    return True


def _demand(tree: Tree, demands: dict[Tree, Demand]) -> Demand:
    return demands.setdefault(tree, Demand())


def _allow(demand: Demand, values: frozenset[object]) -> None:
    demand.allowed = values if demand.allowed is None else demand.allowed & values


def _compare(sign: str, left: Tree, right: Tree, demands: dict[Tree, Demand]) -> None:
    if isinstance(left, Literal_) and not isinstance(right, Literal_):
        left, right, sign = right, left, _MIRROR[sign]
    if not isinstance(right, Literal_):
        return
    demand, value = _demand(left, demands), right.value
    if sign == "==":
        _allow(demand, frozenset({value}))
    elif sign == "!=":
        demand.excluded |= {value}
    elif isinstance(value, Fraction):
        _limit(demand, sign, value)


def _limit(demand: Demand, sign: str, value: Fraction) -> None:
    closed = sign in {"<=", ">="}
    if sign in {">", ">="}:
        held = demand.low
        if held is None or value > held[0] or (value == held[0] and not closed):
            demand.low = (value, closed)
    else:
        held = demand.high
        if held is None or value < held[0] or (value == held[0] and not closed):
            demand.high = (value, closed)
