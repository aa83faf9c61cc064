"""Text as a document may hold it: nothing in it acts, and what no printer shows is spelt out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from kaohe.reports.words import Lang, say
from kaohe.rules.policy import Span

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_NEARLY_GAPS = re.compile("(?<=[{}%])_(?=[{}%])")
_BREAKS = re.compile(r"[\t\n\r\f\v\x85\u2028\u2029]+")
_MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip
_DIGITS = "零一二三四五六七八九"


def safe(text: str) -> str:
    """``text`` in one line, with what cannot be seen or turns its neighbours' direction as ``[U+202E]``."""
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", _BREAKS.sub(" ", text))


def safe_facts(value: Any) -> Any:
    """Every text in mappings and lists as a template may set it; numbers and truths stay what they are."""
    if isinstance(value, str):
        return _markup(safe(value))
    if isinstance(value, Mapping):
        return {key: safe_facts(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [safe_facts(each) for each in value]
    return value


def _markup(text: str) -> Markup:
    """Escaped. The line between brace and brace is written as its number: the template program reads it as a gap."""
    return Markup(_NEARLY_GAPS.sub("&#95;", str(escape(text))))  # noqa: S704 - escaped just before


def day_text(day: date, lang: Lang) -> str:
    month = day.month if lang == "zh" else _MONTHS[day.month - 1]
    return say("notice.day", lang, year=day.year, month=month, day=day.day)


def span_text(first: date, last: date, lang: Lang) -> str:
    return say("notice.span", lang, first=day_text(first, lang), last=day_text(last, lang))


def period_name(span: Span, lang: Lang) -> str:
    """``2021年度`` for a calendar year, else from day to day."""
    if (span.from_, span.to) == (date(span.from_.year, 1, 1), date(span.from_.year, 12, 31)):
        return say("notice.year", lang, year=span.from_.year)
    return span_text(span.from_, span.to, lang)


def ordinal(number: int, lang: Lang) -> str:
    """The number of a heading of the second order: （一）, (1)."""
    return say("notice.number", lang, number=_chinese(number) if lang == "zh" else number)


def _chinese(number: int) -> str:
    """1…99 in Chinese; beyond, digits."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    head = "" if tens == 0 else ("" if tens == 1 else _DIGITS[tens]) + "十"
    return head + (_DIGITS[ones] if ones else "")
