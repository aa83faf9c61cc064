"""``Syntax`` → a Chinese condition as an office would write it, and back.

    来源 ＝ “初信初访” 且 未“已化解” 且 （期限“初信办结”已逾期 或 已有“办结”）

``from_chinese(in_chinese(x, titles), titles)`` is x for every syntax and all titles. The words come from
the vocabulary and the policy (``Titles``), the sentence from a grammar of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from kaohe.rules.expression.chinese_grammar import FUNCTIONS, PARTS, SIGNS, Cutter, cutter_of
from kaohe.rules.expression.chinese_reading import from_chinese
from kaohe.rules.expression.history import LOOKING_BACK
from kaohe.rules.expression.show import ATOM, BINDING, LOOSEST, POSTFIX, PREFIX, RELATION, number, quoted
from kaohe.rules.expression.syntax import (
    Binary,
    BoolText,
    Call,
    Conditional,
    Ident,
    Index,
    Kinds,
    ListOf,
    Member,
    NumberText,
    StringText,
    Syntax,
    Unary,
)
from kaohe.rules.expression.titles import NO_WORDS, Titles, Words
from kaohe.rules.record import record


def in_chinese(syntax: Syntax, titles: Titles) -> str:
    """The condition in Chinese words."""
    cutter = cutter_of(titles.vocabulary_of_words)
    return cutter.joined(_Writer(titles, cutter, titles.expanded(titles.kinds)).said(syntax)[0])


Said = tuple[list[str], int]
"""Pieces (a single blank is a blank for the eye) and how tightly their outermost sign binds."""


@record
class _Writer:
    """Writes at one position: ``kinds`` of its event, ``this`` of the event that looks back."""

    titles: Titles
    cutter: Cutter
    kinds: tuple[str, ...]
    this: tuple[str, ...] = ()

    def said(self, syntax: Syntax) -> Said:
        word = self.titles.table(self.kinds).said.get(syntax)
        if word is not None and isinstance(syntax, Ident) and _is_gate(self, syntax.name):
            return ["达到", f"“{word}”"], ATOM
        if word is not None:
            return [self.cutter.written(word)], ATOM
        return _FORMS[type(syntax)](self, syntax)

    def within(self, syntax: Syntax, least: int) -> list[str]:
        """The pieces, in brackets when they bind less tightly than ``least``."""
        pieces, binding = self.said(syntax)
        return pieces if binding >= least else ["（", *pieces, "）"]

    def inside(self, kinds: tuple[str, ...]) -> _Writer:
        return replace(self, kinds=self.titles.expanded(kinds), this=self.kinds)

    def listed(self, items: tuple[Syntax, ...], sign: str, values: Words = NO_WORDS) -> list[str]:
        pieces: list[str] = []
        for place, item in enumerate(items):
            pieces += [sign] if place else []
            pieces += self.valued(item, values, LOOSEST)
        return pieces

    def valued(self, syntax: Syntax, values: Words, least: int) -> list[str]:
        """A part, with a quoted code said by its title where it has one."""
        if isinstance(syntax, StringText) and syntax.value in values.said:
            return [f"“{values.said[syntax.value]}”"]
        return self.within(syntax, least)

    def values_of(self, syntax: Syntax) -> Words:
        return self.titles.value_words(syntax, self.kinds, self.this)

    def kind(self, name: str) -> str:
        return f"“{self.titles.kind_words.said.get(name, name)}”"


# --- leaves -------------------------------------------------------------------------------------


def _number(_: _Writer, syntax: NumberText) -> Said:
    return [number(syntax.value)], ATOM


def _string(_: _Writer, syntax: StringText) -> Said:
    return [quoted(syntax.value)], ATOM


def _truth(_: _Writer, syntax: BoolText) -> Said:
    return ["是" if syntax.value else "否"], ATOM


def _ident(_: _Writer, syntax: Ident) -> Said:
    return [syntax.name], ATOM


def _kinds(writer: _Writer, syntax: Kinds) -> Said:
    pieces = [piece for name in syntax.names for piece in ("／", writer.kind(name))]
    return pieces[1:], ATOM


def _list(writer: _Writer, syntax: ListOf) -> Said:
    return ["｛", *writer.listed(syntax.items, "、"), "｝"], ATOM


# --- of 的 name ---------------------------------------------------------------------------------


def _member(writer: _Writer, syntax: Member) -> Said:
    if isinstance(syntax.of, Ident) and _is_gate(writer, syntax.of.name):
        return ["达到", *_item(writer, syntax.of.name, syntax.name)], ATOM
    words = writer.titles.member_words(syntax.of, writer.this)
    word = words.said.get(syntax.name)
    name = syntax.name if word is None else writer.cutter.written(word)
    return [*writer.within(syntax.of, POSTFIX), "的", name], POSTFIX


def _item(writer: _Writer, gate: str, item: str) -> list[str]:
    """An item of a gate, as it is met or not: “…”之“…”."""
    title = writer.titles.table(writer.kinds).said[Ident(gate)]
    return [f"“{title}”", "之", f"“{writer.titles.item_words(gate).said.get(item, item)}”"]


def _index(writer: _Writer, syntax: Index) -> Said:
    return [*writer.within(syntax.of, POSTFIX), "〔", *writer.within(syntax.key, LOOSEST), "〕"], POSTFIX


# --- signs --------------------------------------------------------------------------------------


def _unary(writer: _Writer, syntax: Unary) -> Said:
    if syntax.sign == "-":
        return ["-", *writer.within(syntax.operand, PREFIX)], PREFIX
    return _denied(writer, syntax.operand) or (["非", " ", *writer.within(syntax.operand, PREFIX)], PREFIX)


def _denied(writer: _Writer, syntax: Syntax) -> Said | None:
    """``!x`` where Chinese has a form of its own: 未“…”, 没有“…”, 无值, 不属于."""
    word = writer.titles.table(writer.kinds).said.get(syntax)
    match syntax:
        case Ident(name) if _is_gate(writer, name):
            return ["未达到", f"“{word}”"], ATOM
        case Member(Ident(name), item) if _is_gate(writer, name):
            return ["未达到", *_item(writer, name, item)], ATOM
        case Ident() | Member() if word is not None:
            return ["未", f"“{word}”"], ATOM
        case Ident(name):
            return ["未", f"“{name}”"], ATOM
        case Binary("in"):
            return _during(writer, syntax, "不在") or (_between(writer, syntax, "不属于"), RELATION)
        case Call(of=None) if syntax.name in _DENIALS:
            return _phrase(writer, syntax, _DENIALS[syntax.name])
    return None


def _during(writer: _Writer, syntax: Binary, word: str) -> Said | None:
    """``day in periods.x``: 在“…”期间."""
    match syntax:
        case Binary("in", day, Member(Ident("periods"), name)):
            title = writer.titles.period_words.said.get(name, name)
            return [*writer.within(day, RELATION + 1), " ", word, f"“{title}”", "期间"], RELATION
    return None


def _binary(writer: _Writer, syntax: Binary) -> Said:
    during = _during(writer, syntax, "在") if syntax.sign == "in" else None
    return during or (_between(writer, syntax, SIGNS[syntax.sign]), BINDING.get(syntax.sign, RELATION))


def _between(writer: _Writer, syntax: Binary, sign: str) -> list[str]:
    own = BINDING.get(syntax.sign, RELATION)
    left, right = syntax.left, syntax.right
    compared = syntax.sign in ("==", "!=")
    lower = own + 1 if own == RELATION else own
    first = writer.valued(left, writer.values_of(right) if compared else NO_WORDS, lower)
    if syntax.sign == "in" and isinstance(right, ListOf):
        second = ["｛", *writer.listed(right.items, "、", writer.values_of(left)), "｝"]
    else:
        second = writer.valued(right, writer.values_of(left) if compared else NO_WORDS, own + 1)
    return [*first, " ", sign, " ", *second]


def _conditional(writer: _Writer, syntax: Conditional) -> Said:
    parts = (("若", syntax.test), ("则", syntax.then), ("否则", syntax.other))
    pieces = [piece for word, part in parts for piece in (" ", word, " ", *writer.within(part, LOOSEST))]
    return pieces[1:], LOOSEST


# --- functions ----------------------------------------------------------------------------------


def _call(writer: _Writer, syntax: Call) -> Said:
    phrase = _phrase(writer, syntax, syntax.name) if syntax.of is None else None
    return phrase or _function(writer, syntax)


def _function(writer: _Writer, syntax: Call) -> Said:
    """``name（…）`` or ``of的name（…）``, for functions that have no phrase and odd uses of those that have."""
    head = [] if syntax.of is None else [*writer.within(syntax.of, POSTFIX), "的"]
    name = FUNCTIONS.get(syntax.name, syntax.name)
    return [*head, name, "（", *writer.listed(syntax.args, "，"), "）"], ATOM if syntax.of is None else POSTFIX


def _phrase(writer: _Writer, syntax: Call, form: str) -> Said | None:
    """A function said as a phrase; None when it has none or is used in a way the phrase cannot say."""
    match form, syntax.args:
        case "date", (StringText(text),) if _is_day(text):
            day = date.fromisoformat(text)
            return [f"{day.year:04d}年{day.month}月{day.day}日"], ATOM
        case _, (Kinds(),) if form in _AFTER or form in PARTS:
            return None
        case _, (value,) if form in _AFTER:
            return [*writer.within(value, RELATION + 1), " ", _AFTER[form]], RELATION
        case _, (moment,) if form in PARTS:
            return [*writer.within(moment, POSTFIX), PARTS[form]], POSTFIX
        case "default", (value, other) if not isinstance(value, Kinds) and not isinstance(other, Kinds):
            stand_in = writer.valued(other, writer.values_of(value), LOOSEST)
            return [*writer.within(value, POSTFIX), "（缺省为", " ", *stand_in, "）"], POSTFIX
        case ("due" | "overdue" | "!overdue"), (StringText(clause),):
            title = writer.titles.deadline_words.said.get(clause)
            name = quoted(clause) if title is None else f"“{title}”"
            return ["期限", name, _DEADLINES[form]], ATOM
    return _looking_back(writer, syntax, form) if syntax.name in LOOKING_BACK else None


_DEADLINES = {"due": "的到期日", "overdue": "已逾期", "!overdue": "未逾期"}
_AFTER = {"has": "有值", "!has": "无值", "is_workday": "是工作日", "!is_workday": "不是工作日"}
_DENIALS = {"seen": "!seen", "overdue": "!overdue", "has": "!has", "is_workday": "!is_workday"}


def _looking_back(writer: _Writer, syntax: Call, form: str) -> Said | None:
    match syntax.args:
        case ((Ident() | Kinds()) as kinds, Ident(field)) if form == "distinct":
            names = _names(kinds)
            words = writer.titles.field_words(writer.titles.expanded(names))
            said = f"“{words.said.get(field, field)}”"
            return [*_kinds(writer, Kinds(names))[0], "中不同", said, "的个数"], ATOM
        case ((Ident() | Kinds()) as kinds, *rest) if form in _AROUND and len(rest) < 2:
            if rest and isinstance(rest[0], Kinds):
                return None
            names = _names(kinds)
            before, after = _AROUND[form]
            found = [*_kinds(writer, Kinds(names))[0]]
            for condition in rest:
                found += ["（", *writer.inside(names).within(condition, LOOSEST), "）"]
            return [*before, *found, *after], ATOM
    return None


def _names(kinds: Ident | Kinds) -> tuple[str, ...]:
    return kinds.names if isinstance(kinds, Kinds) else (kinds.name,)


_AROUND: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "seen": (("已有",), ()), "!seen": (("没有",), ()), "count": ((), ("次数",)), "first": (("首次",), ()),
    "last": (("最近一次",), ()), "days_since": (("距",), ("的天数",)), "workdays_since": (("距",), ("的工作日数",)),
}
"""What stands before and after the events found."""


def _is_gate(writer: _Writer, name: str) -> bool:
    word = writer.titles.table(writer.kinds).said.get(Ident(name))
    return name in writer.titles.gates and word is not None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


_FORMS: Mapping[type, Callable[..., Said]] = {
    NumberText: _number, StringText: _string, BoolText: _truth, Ident: _ident, Kinds: _kinds, ListOf: _list,
    Member: _member, Index: _index, Unary: _unary, Binary: _binary, Conditional: _conditional, Call: _call,
}

__all__ = ["Titles", "from_chinese", "in_chinese"]
