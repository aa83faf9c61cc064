"""A condition of the language as one condition of durable-rules, and the fields it reads from a fact.

    && || ! if      and, or; there is no "not": a condition is written so that it holds where it is true,
                    is false, is not true or is not false (a missing answer is neither true nor false)
    == < in has     comparisons of fields with literals or with each other
    gates, defines  opened where they are named
    all else        a field: history, facts, roster, calendar, arithmetic come with the fact

What durable-rules cannot hold is one field that says whether that part is true: then the meaning has
decided it, and ``Rule.prepared`` counts it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Literal, TypeGuard, cast

from kaohe.engine.stream_rules.carried import LARGEST, Code, Slot, day_code, number_code
from kaohe.engine.stream_rules.durable import MOST_PARTS, Node
from kaohe.rules.expression.tree import (
    Apply,
    Defined,
    Expression,
    Gate,
    InPeriods,
    ListTree,
    Literal_,
    Tree,
    Type,
)
from kaohe.rules.policy import Policy
from kaohe.rules.value import Value

Want = Literal["true", "false", "not_true", "not_false"]
Written = Node | bool
"""A condition of durable-rules, or one that needs none."""
_OPPOSITE: Mapping[Want, Want] = {"true": "false", "false": "true", "not_true": "not_false", "not_false": "not_true"}
_COMPLEMENT = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_SIGNS = {"==": "", "!=": "$neq", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}
_TEXTS = frozenset({"code", "enum", "unit", "leader", "case"})
_STRETCHES = 6
"""Named lists of more stretches than this are asked as one fact."""


class Slots:
    """The fields of all facts of one policy; a part that is asked in several conditions has one field."""

    def __init__(self) -> None:
        self._known: dict[object, Slot] = {}

    def of(self, tree: Tree, code: Code, grid: int = 1, other: Tree | None = None) -> Slot:
        key = (tree, code, grid, other)
        if key not in self._known:
            self._known[key] = Slot(f"f{len(self._known)}", tree, code, grid, other)
        return self._known[key]


@dataclass(frozen=True, slots=True)
class Use:
    """A field that a condition reads, and the expression in whose document its tree stands."""

    slot: Slot
    owner: Expression | None


@dataclass(frozen=True, slots=True)
class Rule:
    """What is asked of durable-rules. ``node`` True or False: nothing; it is always so.

    ``uses`` are in reading order. ``compared`` counts comparisons that durable-rules makes, ``facts`` truths
    that come with the fact because they are facts (a state, ``seen``, a field), ``prepared`` parts that the
    meaning decided because durable-rules cannot hold them.
    """

    node: Written
    uses: tuple[Use, ...]
    compared: int
    facts: int
    prepared: int


def rule_of(condition: Expression | Tree, policy: Policy, slots: Slots) -> Rule:
    """The rule that fires where the condition is true."""
    owner = condition if isinstance(condition, Expression) else None
    tree = condition.tree if isinstance(condition, Expression) else condition
    too_long: set[int] = set()
    while True:
        scribe = _Scribe(policy, slots, too_long)
        node = scribe.written(tree, owner, "true")
        if isinstance(node, bool) or parts_of(node) <= MOST_PARTS:
            return Rule(node, tuple(dict.fromkeys(scribe.uses)), scribe.compared, scribe.facts, scribe.prepared)
        too_long.add(id(scribe.longest(tree, owner)))


def parts_of(node: object) -> int:
    """How many ands and ors a condition of durable-rules has."""
    if isinstance(node, Mapping):
        return sum((name in ("$and", "$or")) + parts_of(part) for name, part in node.items())
    return sum(map(parts_of, node)) if isinstance(node, list) else 0


# --- and, or ------------------------------------------------------------------------------------------


def both(*nodes: Written) -> Written:
    return _joined("$and", nodes, neutral=True)


def either(*nodes: Written) -> Written:
    return _joined("$or", nodes, neutral=False)


def _joined(name: str, nodes: Sequence[Written], *, neutral: bool) -> Written:
    """The nodes joined; equal ones once, inner ones of the same name opened."""
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, bool):
            if node is not neutral:
                return node
        else:
            inner = cast("list[Node]", node[name]) if name in node else [node]
            found += [each for each in inner if each not in found]
    return neutral if not found else found[0] if len(found) == 1 else {name: found}


# --- one condition ------------------------------------------------------------------------------------


@dataclass
class _Scribe:
    """Writes one condition; keeps what it used. ``too_long``: trees (by identity) that stay facts."""

    policy: Policy
    slots: Slots
    too_long: set[int]
    uses: list[Use] = field(default_factory=list)
    compared: int = 0
    facts: int = 0
    prepared: int = 0

    def written(self, tree: Tree, owner: Expression | None, want: Want) -> Written:
        """Where the tree, a truth, is what is wanted."""
        if id(tree) in self.too_long:
            self.prepared += 1
            return self._truth(tree, owner, want)
        if isinstance(tree, Literal_):
            return (tree.value is True) == (want in ("true", "not_false"))
        if isinstance(tree, Defined):
            return self.written(tree.body, owner, want)
        if isinstance(tree, Gate):
            return self._gate(tree, want)
        if isinstance(tree, Apply) and tree.name in _APPLIED:
            return _APPLIED[tree.name](self, tree, owner, want)
        if isinstance(tree, InPeriods) and self._is_short(tree):
            return self._in_periods(tree, owner, want)
        told = isinstance(tree, Apply) and tree.name != "is_workday"
        self.prepared += told
        self.facts += not told
        return self._truth(tree, owner, want)

    def longest(self, tree: Tree, owner: Expression | None) -> Tree:
        """The part to be left to the meaning so that the rest fits: the longer side, or all of it."""
        while isinstance(tree, Defined):
            tree = tree.body
        if not isinstance(tree, Apply) or tree.name not in ("&&", "||"):
            return tree
        sizes = [(parts_of(_Scribe(self.policy, self.slots, self.too_long).written(each, owner, "true")), n)
                 for n, each in enumerate(tree.operands)]  # fmt: skip
        size, number = max(sizes)
        longer = tree.operands[number]
        return longer if size <= MOST_PARTS or id(longer) in self.too_long else self.longest(longer, owner)

    def use(self, tree: Tree, owner: Expression | None, code: Code, grid: int = 1, other: Tree | None = None) -> str:
        """The name of the field, which is from now on part of the fact."""
        slot = self.slots.of(tree, code, grid, other)
        self.uses.append(Use(slot, owner))
        return slot.name

    def _truth(self, tree: Tree, owner: Expression | None, want: Want) -> Written:
        name = self.use(tree, owner, "truth")
        sought = int(want in ("true", "not_true"))
        return {name: sought} if want in ("true", "false") else {"$neq": {name: sought}}

    def missing(self, tree: Tree, owner: Expression | None) -> Written:
        """Where the tree says nothing."""
        return {self.use(tree, owner, "present"): 0} if tree.type.optional else False

    # --- and, or, not, if, has, default

    def and_(self, tree: Apply, owner: Expression | None, want: Want) -> Written:
        """Never missing: not true is false."""
        if want in ("true", "not_false"):
            return both(*(self.written(each, owner, "true") for each in tree.operands))
        return either(*(self.written(each, owner, "not_true") for each in tree.operands))

    def or_(self, tree: Apply, owner: Expression | None, want: Want) -> Written:
        if want in ("true", "not_false"):
            return either(*(self.written(each, owner, "true") for each in tree.operands))
        return both(*(self.written(each, owner, "not_true") for each in tree.operands))

    def not_(self, tree: Apply, owner: Expression | None, want: Want) -> Written:
        return self.written(tree.operands[0], owner, _OPPOSITE[want])

    def if_(self, tree: Apply, owner: Expression | None, want: Want) -> Written:
        """A test that is missing takes the second branch."""
        test, then, other = tree.operands
        return either(
            both(self.written(test, owner, "true"), self.written(then, owner, want)),
            both(self.written(test, owner, "not_true"), self.written(other, owner, want)),
        )

    def has(self, tree: Apply, owner: Expression | None, want: Want) -> Written:
        self.compared += 1
        return {self.use(tree.operands[0], owner, "present"): int(want in ("true", "not_false"))}

    def default(self, tree: Apply, owner: Expression | None, want: Want) -> Written:
        optional, otherwise = tree.operands
        said: Want = "true" if want in ("true", "not_false") else "false"
        missing = both(self.written(optional, owner, "not_true"), self.written(optional, owner, "not_false"))
        return either(self.written(optional, owner, said), both(missing, self.written(otherwise, owner, want)))

    def _gate(self, tree: Gate, want: Want) -> Written:
        """Open when every item passes; an item that says nothing is not passed."""
        items = [item for item in self.policy.gates[tree.name].items if tree.item in (None, item.name)]
        if want in ("true", "not_false"):
            return both(*(self.written(item.pass_.tree, item.pass_, "true") for item in items))
        return either(*(self.written(item.pass_.tree, item.pass_, "not_true") for item in items))

    # --- comparisons

    def comparison(self, tree: Apply, owner: Expression | None, want: Want) -> Written:
        """False, of operands that are there, is true of the opposite sign."""
        left, right = tree.operands
        sign = tree.name if want in ("true", "not_false") else _COMPLEMENT[tree.name]
        node = self._compared(tree, sign, _opened(left), _opened(right), owner)
        if node is None:
            self.prepared += 1
            return self._truth(tree, owner, want)
        if want in ("true", "false"):
            return node
        return either(node, self._said_nothing(left, owner), self._said_nothing(right, owner))

    def _said_nothing(self, tree: Tree, owner: Expression | None) -> Written:
        return self.missing(_opened(tree), owner)

    def _compared(self, tree: Apply, sign: str, left: Tree, right: Tree, owner: Expression | None) -> Written | None:
        """None: durable-rules cannot compare these."""
        if isinstance(left, Literal_) and not isinstance(right, Literal_):
            return self._compared(tree, _MIRRORED[sign], right, left, owner)
        if _is(left, "default"):
            value, otherwise = left.operands
            node = self._compared(tree, sign, _opened(value), right, owner)
            instead = self._compared(tree, sign, _opened(otherwise), right, owner)
            if node is None or instead is None:
                return None
            return either(node, both(self.missing(_opened(value), owner), instead))
        if isinstance(left, Literal_) and isinstance(right, Literal_):
            return _COMPARE[sign](left.value, right.value)
        if isinstance(right, Literal_):
            return self._with_literal(sign, left, right.value, owner)
        return self._with_each_other(sign, left, right, owner)

    def _with_literal(self, sign: str, tree: Tree, value: Value, owner: Expression | None) -> Written | None:
        name: str | None = None
        code: object = None
        if isinstance(value, Fraction) and abs(value) * value.denominator * 2 < LARGEST:
            name = self.use(tree, owner, "number", value.denominator)
            code = number_code(value, value.denominator)
        elif isinstance(value, str) and tree.type.name in _TEXTS:
            name, code = self.use(tree, owner, "text"), value
        elif isinstance(value, date):
            name, code = self.use(tree, owner, "day"), day_code(value)
        elif isinstance(value, bool):
            return self.written(tree, owner, "true" if value == (sign == "==") else "false")
        if name is None:
            return None
        self.compared += 1
        return _node(sign, name, code)

    def _with_each_other(self, sign: str, left: Tree, right: Tree, owner: Expression | None) -> Written | None:
        if left.type.name not in _PAIRED or right.type.name not in _PAIRED:
            return None
        self.compared += 1
        name = self.use(left, owner, "pair", 1, right)
        return _node(sign, name, {"$m": f"{name}o"})

    def in_(self, tree: Apply, owner: Expression | None, want: Want) -> Written:
        """In a written list: equal to one of its items."""
        one, several = _opened(tree.operands[0]), _opened(tree.operands[1])
        items = [_opened(item) for item in several.items] if isinstance(several, ListTree) else []
        plain = isinstance(several, ListTree) and all(isinstance(each, Literal_) for each in items)
        sign, join = ("==", either) if want in ("true", "not_false") else ("!=", both)
        nodes = [self._compared(tree, sign, one, each, owner) for each in items] if plain and items else [None]
        if None in nodes:
            self.prepared += 1
            return self._truth(tree, owner, want)
        node = join(*(each for each in nodes if each is not None))
        return node if want in ("true", "false") else either(node, self.missing(one, owner))

    def _is_short(self, tree: InPeriods) -> bool:
        return len(self.policy.periods[tree.name]) <= _STRETCHES

    def _in_periods(self, tree: InPeriods, owner: Expression | None, want: Want) -> Written:
        """Within one of the stretches of the list, its last days included."""
        name = self.use(tree.day, owner, "day")
        within = want in ("true", "not_false")
        stretches = [(span.from_.toordinal(), span.to.toordinal()) for span in self.policy.periods[tree.name]]
        self.compared += 2 * len(stretches)
        if within:
            node = either(*(both({"$gte": {name: a}}, {"$lte": {name: b}}) for a, b in stretches))
        else:
            node = both(*(either({"$lt": {name: a}}, {"$gt": {name: b}}) for a, b in stretches))
        if not stretches:
            node = not within and not tree.day.type.optional
        return node if want in ("true", "false") else either(node, self.missing(tree.day, owner))


def _opened(tree: Tree) -> Tree:
    """What a define stands for; a written date as the day it is."""
    while isinstance(tree, Defined):
        tree = tree.body
    if _is(tree, "date") and isinstance(tree.operands[0], Literal_):
        return Literal_(date.fromisoformat(str(tree.operands[0].value)), Type("date"))
    if _is(tree, "neg") and isinstance(tree.operands[0], Literal_):
        return Literal_(-cast("Fraction", tree.operands[0].value), tree.type)
    return tree


def _is(tree: Tree, name: str) -> TypeGuard[Apply]:
    return isinstance(tree, Apply) and tree.name == name


def _node(sign: str, name: str, code: object) -> Node:
    return {_SIGNS[sign]: {name: code}} if _SIGNS[sign] else {name: code}


_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_PAIRED = _TEXTS | {"number", "date", "instant", "bool"}
_APPLIED: Mapping[str, Callable[[_Scribe, Apply, Expression | None, Want], Written]] = {
    "&&": _Scribe.and_,
    "||": _Scribe.or_,
    "!": _Scribe.not_,
    "if": _Scribe.if_,
    "has": _Scribe.has,
    "default": _Scribe.default,
    "in": _Scribe.in_,
    **dict.fromkeys(_SIGNS, _Scribe.comparison),
}
