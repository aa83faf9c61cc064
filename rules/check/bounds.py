"""Between which numbers a value surely lies, as far as its text and the parameters tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from kaohe.rules.expression.tree import Apply, Defined, History, Literal_, Parameter, Tree
from kaohe.rules.policy import Parameter as ParameterValues
from kaohe.rules.record import record

Parameters = Mapping[str, ParameterValues]


@record
class Bounds:
    """``low`` to ``high``, both included; None: without bound."""

    low: Fraction | None
    high: Fraction | None


OPEN = Bounds(None, None)
_ZERO = Fraction(0)


def bounds(tree: Tree, parameters: Parameters) -> Bounds:
    """Bounds of a number; ``OPEN`` when nothing can be said."""
    match tree:
        case Literal_(Fraction() as value):
            return Bounds(value, value)
        case Parameter(name):
            return _of_parameter(parameters[name])
        case Defined(body=body):
            return bounds(body, parameters)
        case History(function="count" | "distinct"):
            return Bounds(_ZERO, None)
        case Apply(name, operands) if name in _RULES:
            numbers = operands[1:] if name == "if" else operands
            return _RULES[name]([bounds(operand, parameters) for operand in numbers])
        case _:
            return OPEN


def _of_parameter(parameter: ParameterValues) -> Bounds:
    dated = [value for _, value in parameter.values]
    plain = [one for value in dated for one in (value.values() if isinstance(value, Mapping) else (value,))]
    numbers = [one for one in plain if isinstance(one, Fraction)]
    return Bounds(min(numbers), max(numbers)) if numbers and len(numbers) == len(plain) else OPEN


def _neg(parts: list[Bounds]) -> Bounds:
    one = parts[0]
    return Bounds(None if one.high is None else -one.high, None if one.low is None else -one.low)


def _add(parts: list[Bounds]) -> Bounds:
    return Bounds(_sum([one.low for one in parts]), _sum([one.high for one in parts]))


def _sum(numbers: list[Fraction | None]) -> Fraction | None:
    known = [one for one in numbers if one is not None]
    return sum(known, _ZERO) if len(known) == len(numbers) else None


def _subtract(parts: list[Bounds]) -> Bounds:
    return _add([parts[0], _neg(parts[1:])])


def _multiply(parts: list[Bounds]) -> Bounds:
    ends = [(one.low, one.high) for one in parts]
    corners = [
        left * right for left in ends[0] for right in ends[1] if left is not None and right is not None
    ]
    if len(corners) == 4:
        return Bounds(min(corners), max(corners))
    return _signs(parts)


def _signs(parts: list[Bounds]) -> Bounds:
    """Of a product without bound at least the sign, when both signs are sure."""
    signs = [1 if one.low is not None and one.low >= 0 else -1 if one.high is not None and one.high <= 0 else 0
             for one in parts]
    if 0 in signs:
        return OPEN
    return Bounds(_ZERO, None) if signs[0] == signs[1] else Bounds(None, _ZERO)


def _union(parts: list[Bounds]) -> Bounds:
    lows, highs = [one.low for one in parts], [one.high for one in parts]
    return Bounds(
        None if None in lows else min(one for one in lows if one is not None),
        None if None in highs else max(one for one in highs if one is not None),
    )


def _least(parts: list[Bounds]) -> Bounds:
    highs = [one.high for one in parts if one.high is not None]
    return Bounds(_union(parts).low, min(highs) if highs else None)


def _greatest(parts: list[Bounds]) -> Bounds:
    lows = [one.low for one in parts if one.low is not None]
    return Bounds(max(lows) if lows else None, _union(parts).high)


def _absolute(parts: list[Bounds]) -> Bounds:
    both = _union([parts[0], _neg(parts)])
    return Bounds(_ZERO, both.high)


_RULES: Mapping[str, Callable[[list[Bounds]], Bounds]] = {
    "neg": _neg, "+": _add, "-": _subtract, "*": _multiply, "if": _union, "default": _union, "min": _least,
    "max": _greatest, "abs": _absolute,
}
