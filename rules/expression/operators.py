"""The operators and functions of the language, as data.

A row says which operand types give which result type; a type ending in ``?`` may be missing,
``text`` stands for code, enum, unit, leader and case (identifiers compare as text), ``*`` after the
last operand for one or more. Each row has an example and what it gives; tests walk every row.
Arithmetic and functions of a missing operand are missing.
"""

from __future__ import annotations

from typing import Literal

from kaohe.rules.record import record

Sort = Literal["sign", "function", "history", "guard"]


@record
class Row:
    """One typing of an operator; ``gives`` is the example's value as the language writes it."""

    operands: tuple[str, ...]
    result: str
    example: str
    gives: str


@record
class Operator:
    """A sign or function. ``title`` is what it is called in a Chinese condition."""

    name: str
    sort: Sort
    title: str
    zh: str
    en: str
    rows: tuple[Row, ...]


def _row(operands: str, result: str, example: str, gives: str) -> Row:
    return Row(tuple(operands.split()), result, example, gives)


_D = 'date("2021-03-05")'
_E = 'date("2021-03-01")'

_SIGNS = (
    Operator("||", "sign", "或", "任一成立", "at least one holds", (
        _row("bool bool", "bool", "false || true", "true"),
    )),
    Operator("&&", "sign", "且", "都成立", "both hold", (
        _row("bool bool", "bool", "true && false", "false"),
    )),
    Operator("!", "sign", "未", "不成立", "does not hold", (
        _row("bool", "bool", "!true", "false"),
    )),
    Operator("==", "sign", "＝", "相等", "equal", (
        _row("number number", "bool", "7 / 2 == 3.5", "true"),
        _row("text text", "bool", '"a" == "b"', "false"),
        _row("bool bool", "bool", "true == true", "true"),
        _row("date date", "bool", f"{_D} == {_E}", "false"),
        _row("instant instant", "bool", "at == at", "true"),
        _row("duration duration", "bool", "param.limit == param.limit", "true"),
    )),
    Operator("!=", "sign", "≠", "不相等", "not equal", (
        _row("number number", "bool", "1 != 1.0", "false"),
        _row("text text", "bool", '"a" != "b"', "true"),
        _row("bool bool", "bool", "true != false", "true"),
        _row("date date", "bool", f"{_D} != {_E}", "true"),
        _row("instant instant", "bool", "at != at", "false"),
        _row("duration duration", "bool", "param.limit != param.limit", "false"),
    )),
    Operator("<", "sign", "＜", "小于；日期、时刻：早于", "less than; of dates and instants: before", (
        _row("number number", "bool", "1 < 1.5", "true"),
        _row("date date", "bool", f"{_E} < {_D}", "true"),
        _row("instant instant", "bool", "at < at", "false"),
    )),
    Operator("<=", "sign", "≤", "不大于；日期、时刻：不晚于", "at most; of dates and instants: not after", (
        _row("number number", "bool", "2 <= 2", "true"),
        _row("date date", "bool", f"{_D} <= {_E}", "false"),
        _row("instant instant", "bool", "at <= at", "true"),
    )),
    Operator(">", "sign", "＞", "大于；日期、时刻：晚于", "greater than; of dates and instants: after", (
        _row("number number", "bool", "2 > 2", "false"),
        _row("date date", "bool", f"{_D} > {_E}", "true"),
        _row("instant instant", "bool", "at > at", "false"),
    )),
    Operator(">=", "sign", "≥", "不小于；日期、时刻：不早于", "at least; of dates and instants: not before", (
        _row("number number", "bool", "2 >= 2", "true"),
        _row("date date", "bool", f"{_E} >= {_D}", "false"),
        _row("instant instant", "bool", "at >= at", "true"),
    )),
    Operator("in", "sign", "属于", "在列表或时段之中", "is one of the list; lies in the named periods", (
        _row("number list", "bool", "2 in [1, 2]", "true"),
        _row("text list", "bool", '"a" in ["b", "c"]', "false"),
        _row("date list", "bool", f"{_D} in [{_E}]", "false"),
        _row("date periods", "bool", f"{_E} in periods.congress", "true"),
    )),
    Operator("+", "sign", "＋", "相加；日期加天数", "sum; a date and a number of days", (
        _row("number number", "number", "0.1 + 0.2", "0.3"),
        _row("date number", "date", f"{_E} + 4", "2021-03-05"),
    )),
    Operator("-", "sign", "－", "相减；日期减天数；两个日期相差的天数；一个数的相反数",
             "difference; a date less a number of days; days between two dates; the opposite of a number", (
        _row("number number", "number", "1 - 1.5", "-0.5"),
        _row("date number", "date", f"{_D} - 4", "2021-03-01"),
        _row("date date", "number", f"{_D} - {_E}", "4"),
        _row("number", "number", "-2", "-2"),
    )),
    Operator("*", "sign", "×", "相乘", "product", (
        _row("number number", "number", "0.1 * 3", "0.3"),
    )),
    Operator("/", "sign", "÷", "相除，精确；除数为0时没有值", "exact quotient; missing when the divisor is 0", (
        _row("number number", "number?", "7 / 2", "3.5"),
    )),
    Operator("%", "sign", "除余", "余数，与被除数同号；除数为0时没有值",
             "remainder, with the dividend's sign; missing when the divisor is 0", (
        _row("number number", "number?", "-7 % 3", "-1"),
    )),
)

_GUARDS = (
    Operator("has", "guard", "有", "有没有这个值", "whether the value is there", (
        _row("any?", "bool", "has(1 / 0)", "false"),
    )),
    Operator("default", "guard", "缺省", "有值取其值，没有则取第二个值",
             "the value, or the second one where it is missing", (
        _row("any? any", "any", "default(1 / 0, 5)", "5"),
    )),
)

_FUNCTIONS = (
    Operator("date", "function", "日期", "写明的日期", "a date written out", (
        _row("text", "date", _E, "2021-03-01"),
    )),
    Operator("day", "function", "日", "时刻的当地日期", "the local date of an instant", (
        _row("instant", "date", "day(at)", "2021-03-05"),
        _row("date", "date", f"day({_E})", "2021-03-01"),
    )),
    Operator("year", "function", "年份", "当地年份", "the local year", (
        _row("date", "number", f"year({_E})", "2021"),
        _row("instant", "number", "year(at)", "2021"),
    )),
    Operator("month", "function", "月份", "当地月份", "the local month", (
        _row("date", "number", f"month({_E})", "3"),
        _row("instant", "number", "month(at)", "3"),
    )),
    Operator("weekday", "function", "星期", "星期几，周一为1", "day of the week, Monday is 1", (
        _row("date", "number", f"weekday({_D})", "5"),
        _row("instant", "number", "weekday(at)", "5"),
    )),
    Operator("hour", "function", "钟点", "当地钟点，0–23", "the local hour, 0–23", (
        _row("instant", "number", "hour(at)", "9"),
    )),
    Operator("is_workday", "function", "是工作日", "是否工作日", "whether it is a working day", (
        _row("date", "bool", f"is_workday({_D})", "true"),
    )),
    Operator("days_between", "function", "相隔天数", "从前一日到后一日的天数", "days from the first to the second", (
        _row("date date", "number", f"days_between({_E}, {_D})", "4"),
        _row("instant instant", "number", "days_between(at, at)", "0"),
    )),
    Operator("workdays_between", "function", "相隔工作日", "前一日之后至后一日（含）的工作日数",
             "working days after the first up to and including the second", (
        _row("date date", "number", f"workdays_between({_E}, {_D})", "4"),
        _row("instant instant", "number", "workdays_between(at, at)", "0"),
    )),
    Operator("hours_between", "function", "相隔小时", "两个时刻相隔的小时，精确", "exact hours from the first to the second", (
        _row("instant instant", "number", "hours_between(at, at)", "0"),
    )),
    Operator("workhours_between", "function", "相隔办公小时", "两个时刻之间的办公小时，精确",
             "exact office hours from the first to the second", (
        _row("instant instant", "number", "workhours_between(at, at)", "0"),
    )),
    Operator("abs", "function", "绝对值", "绝对值", "the magnitude", (
        _row("number", "number", "abs(-2.5)", "2.5"),
    )),
    Operator("min", "function", "最小", "其中最小（最早）者", "the least (earliest)", (
        _row("number number*", "number", "min(3, 1, 2)", "1"),
        _row("date date*", "date", f"min({_D}, {_E})", "2021-03-01"),
        _row("instant instant*", "instant", "min(at, at)", "2021-03-05T09:30"),
    )),
    Operator("max", "function", "最大", "其中最大（最晚）者", "the greatest (latest)", (
        _row("number number*", "number", "max(3, 1, 2)", "3"),
        _row("date date*", "date", f"max({_D}, {_E})", "2021-03-05"),
        _row("instant instant*", "instant", "max(at, at)", "2021-03-05T09:30"),
    )),
    Operator("floor", "function", "向下取整", "不大于它的最大整数", "the greatest whole number not above it", (
        _row("number", "number", "floor(-1.5)", "-2"),
    )),
    Operator("ceil", "function", "向上取整", "不小于它的最小整数", "the least whole number not below it", (
        _row("number", "number", "ceil(-1.5)", "-1"),
    )),
    Operator("round", "function", "保留小数", "保留几位小数；第三项为舍入方式，默认四舍五入（half_up）",
             "to so many places; the third says how, half_up (half away from zero) by default", (
        _row("number places", "number", "round(-0.125, 2)", "-0.13"),
        _row("number places mode", "number", 'round(0.125, 2, "half_even")', "0.12"),
    )),
    Operator("size", "function", "个数", "列表中有几个", "how many there are in a list", (
        _row("list", "number", "size([1, 2, 3])", "3"),
    )),
    Operator("at_level", "function", "所属层级", "该单位或其上级中属于这一层级的单位",
             "the unit itself or its ancestor at that level", (
        _row("unit text", "unit?", 'unit.at_level("township")', "chengbei"),
    )),
)

_HISTORY = (
    Operator("count", "history", "次数", "此前发生的次数", "how many such events stand before", (
        _row("kinds", "number", "count(closed)", "0"),
        _row("kinds cond", "number", "count(registered, true)", "1"),
    )),
    Operator("seen", "history", "已有", "此前是否发生过", "whether such an event stands before", (
        _row("kinds", "bool", "seen(closed)", "false"),
        _row("kinds cond", "bool", "seen(registered, true)", "true"),
    )),
    Operator("distinct", "history", "不同个数", "此前某字段有几个不同的值", "how many different values a field had before", (
        _row("kinds field", "number", "distinct(registered, id)", "1"),
    )),
    Operator("first", "history", "首次", "此前首次发生时的字段", "a field of the first such event", (
        _row("kinds", "field?", "first(closed).id", ""),
        _row("kinds cond", "field?", "first(registered, true).id", "e1"),
    )),
    Operator("last", "history", "最近", "此前最近一次发生时的字段", "a field of the latest such event", (
        _row("kinds", "field?", "last(closed).id", ""),
        _row("kinds cond", "field?", "last(registered, true).id", "e1"),
    )),
    Operator("days_since", "history", "距今天数", "距最近一次的天数", "days since the latest such event", (
        _row("kinds", "number?", "days_since(registered)", "4"),
        _row("kinds cond", "number?", "days_since(closed, true)", ""),
    )),
    Operator("workdays_since", "history", "距今工作日", "距最近一次的工作日数", "working days since the latest such event", (
        _row("kinds", "number?", "workdays_since(registered)", "4"),
        _row("kinds cond", "number?", "workdays_since(closed, true)", ""),
    )),
    Operator("due", "history", "到期日", "该期限最近一次起算的到期日", "the due day of the newest instance of that deadline", (
        _row("deadline", "date?", 'due("finish")', ""),
    )),
    Operator("overdue", "history", "已逾期", "该期限是否已过期而未完成", "whether that deadline has passed unfinished", (
        _row("deadline", "bool", 'overdue("finish")', "false"),
    )),
)

OPERATORS: tuple[Operator, ...] = (*_SIGNS, *_GUARDS, *_FUNCTIONS, *_HISTORY)
"""The whole language, in the order of the reference page."""
NAMED: dict[str, Operator] = {operator.name: operator for operator in OPERATORS}
CALLS = tuple(operator.name for operator in OPERATORS if operator.sort != "sign")
"""Names of functions."""
ROUNDINGS = ("half_up", "half_even", "down", "up")
TEXTS = frozenset({"code", "enum", "unit", "leader", "case"})
"""Types whose values are identifiers and compare as text."""


def rows_of(name: str) -> tuple[Row, ...]:
    return NAMED[name].rows if name in NAMED else ()


def result_of(name: str, operands: tuple[str, ...]) -> str | None:
    """The declared result of a sign or function for these type names; None when no row fits.

    >>> result_of("+", ("date", "number"))
    'date'
    """
    for row in rows_of(name):
        if _fits(row.operands, operands):
            return row.result
    return None


def _fits(pattern: tuple[str, ...], operands: tuple[str, ...]) -> bool:
    last = pattern[-1]
    if last.endswith("*"):
        more = len(operands) - len(pattern)
        if more < 0:
            return False
        pattern = (*pattern[:-1], *[last[:-1]] * (more + 1))
    return len(pattern) == len(operands) and all(
        wanted == found or (wanted == "text" and found in TEXTS)
        for wanted, found in zip(pattern, operands, strict=True)
    )
