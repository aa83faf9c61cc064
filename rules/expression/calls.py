"""Functions: ``has`` and ``default`` guard, the rest follow the operator table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from kaohe.rules.expression.fit import common, count_of
from kaohe.rules.expression.frame import Frame
from kaohe.rules.expression.history import LOOKING_BACK, read_due, read_history, report_arguments
from kaohe.rules.expression.operators import CALLS, NAMED, ROUNDINGS, result_of
from kaohe.rules.expression.scope import BOOL, CODE, DATE, NUMBER
from kaohe.rules.expression.show import show
from kaohe.rules.expression.syntax import Call, NumberText, StringText, Syntax
from kaohe.rules.expression.tree import Apply, Literal_, Tree, Type, TypeName
from kaohe.rules.expression.unlike import unlike

MOST_PLACES = 9


def read_call(call: Call, frame: Frame) -> Tree | None:
    """A function by its name; a method is only ``unit.at_level("…")``."""
    if call.of is not None or call.name == "at_level":
        return _method(call, frame)
    if call.name in LOOKING_BACK:
        return read_history(call, frame)
    if call.name in _SPECIAL:
        return _SPECIAL[call.name](call, frame)
    if call.name not in NAMED:
        frame.unknown("unknown-function", frame.first(call.name, call.span), call.name, CALLS)
        return None
    return _function(call, frame)


def _method(call: Call, frame: Frame) -> Tree | None:
    if call.name != "at_level" or call.of is None:
        frame.report("no-method", call.span, found=call.name)
        return None
    of = frame.asking().read(call.of)
    levels = [frame.strict().read(arg) for arg in call.args]
    if len(levels) != 1:
        report_arguments(call, frame)
        return None
    level = levels[0]
    if of is None or level is None:
        return None
    if result_of("at_level", (of.type.name, level.type.name)) is None or level.type.name not in ("code", "enum"):
        return unlike("at_level", (of.type, level.type), call.span, frame)
    return Apply("at_level", (of, level), Type("unit", optional=True), call.span)


# --- guards -------------------------------------------------------------------------------------


def _has(call: Call, frame: Frame) -> Tree | None:
    if len(call.args) != 1:
        report_arguments(call, frame)
        return None
    operand = frame.asking().read(call.args[0])
    if operand is None:
        return None
    _doubt_if_present(operand, call.args[0], frame)
    return Apply("has", (operand,), BOOL, call.span)


def _default(call: Call, frame: Frame) -> Tree | None:
    if len(call.args) != 2:
        report_arguments(call, frame)
        return None
    value, other = frame.asking().read(call.args[0]), frame.plain().read(call.args[1])
    if value is None or other is None:
        return None
    _doubt_if_present(value, call.args[0], frame)
    agreed = common(value, other, call.span, frame)
    if agreed is None:
        return None
    type_ = replace(agreed[2], optional=other.type.optional)
    return Apply("default", agreed[:2], type_, call.span)


def _doubt_if_present(operand: Tree, syntax: Syntax, frame: Frame) -> None:
    """A value that is always there needs no guard; inside a define it may, elsewhere."""
    if not operand.type.optional and not frame.trail and syntax not in frame.guards:
        frame.doubt("always-there", syntax.span, found=show(syntax))


# --- functions of the table ---------------------------------------------------------------------


def _function(call: Call, frame: Frame) -> Tree | None:
    read = [frame.plain().read(arg) for arg in call.args]
    operands = [tree for tree in read if tree is not None]
    if len(operands) < len(read):
        return None
    names = tuple(tree.type.name for tree in operands)
    result = result_of(call.name, names)
    if result is not None:
        return Apply(call.name, tuple(operands), _result(result, operands, call, frame), call.span)
    if not _arity_fits(call):
        report_arguments(call, frame)
        return None
    return unlike(call.name, tuple(tree.type for tree in operands), call.span, frame)


def _arity_fits(call: Call) -> bool:
    sizes = {len(row.operands) for row in NAMED[call.name].rows}
    many = any(row.operands[-1].endswith("*") for row in NAMED[call.name].rows)
    return len(call.args) in sizes or (many and len(call.args) > min(sizes))


_KEEP_COUNT = frozenset({"abs", "min", "max", "floor", "ceil", "round"})


def _result(result: str, operands: list[Tree], call: Call, frame: Frame) -> Type:
    name: TypeName = result.rstrip("?")  # type: ignore[assignment]
    optional = result.endswith("?") or any(tree.type.optional for tree in operands)
    count = None
    if call.name in _KEEP_COUNT and name == "number":
        count = operands[0].type.count
        for tree in operands[1:]:
            count = count_of(replace(operands[0].type, count=count), tree.type, call.span, frame)
    return Type(name, optional, count=count)


def _date(call: Call, frame: Frame) -> Tree | None:
    match call.args:
        case (StringText(text) as only,):
            try:
                return Literal_(date.fromisoformat(text), DATE, call.span)
            except ValueError:
                frame.report("bad-date", only.span, found=text)
        case (other,):
            frame.report("literal", other.span, found="date", expected="a date in quotes")
        case _:
            report_arguments(call, frame)
    return None




def _round(call: Call, frame: Frame) -> Tree | None:
    if len(call.args) not in (2, 3):
        report_arguments(call, frame)
        return None
    value = frame.plain().read(call.args[0])
    places = _places(call.args[1], frame)
    mode = _mode(call.args[2], frame) if len(call.args) == 3 else Literal_("half_up", CODE, call.span)
    if value is None or places is None or mode is None:
        return None
    if value.type.name != "number":
        return unlike("round", (value.type, "places"), call.span, frame)
    return Apply("round", (value, places, mode), value.type, call.span)


def _places(syntax: Syntax, frame: Frame) -> Tree | None:
    match syntax:
        case NumberText(Fraction(denominator=1) as number) if number <= MOST_PLACES:
            return Literal_(number, NUMBER, syntax.span)
    frame.report("literal", syntax.span, found="round", expected="a whole number from 0 to 9")
    return None


def _mode(syntax: Syntax, frame: Frame) -> Tree | None:
    match syntax:
        case StringText(mode) if mode in ROUNDINGS:
            return Literal_(mode, CODE, syntax.span)
    frame.report("literal", syntax.span, found="round", expected=", ".join(f'`"{each}"`' for each in ROUNDINGS))
    return None


_SPECIAL = {
    "has": _has, "default": _default, "date": _date, "round": _round, "due": read_due, "overdue": read_due,
}
