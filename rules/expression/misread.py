"""What is wrong with a text that is no condition, in the words of someone who writes conditions."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from kaohe.rules.expression.grammar import CONTINUES, NAMED, STARTS
from kaohe.rules.expression.syntax import Stretch


class Fault(NamedTuple):
    """A problem before it has a file: its code, its stretch of the text, its facts."""

    code: str
    span: Stretch
    facts: tuple[tuple[str, str], ...] = ()


_TOKEN = re.compile(
    r"""(?P<fine>[A-Za-z_][A-Za-z0-9_]*|[0-9]+(\.[0-9]+)?|[ \t\r\n]+|\|\||&&|==|!=|<=|>=
    |"(\\.|[^"\\\n])*"|'(\\.|[^'\\\n])*'|[-+*/%!<>()\[\].,?:|])
    |(?P<open>["'][^\n]*)|(?P<single>[=&])|(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_WIDE = {
    "（": "(", "）": ")", "，": ",", "、": ",", "：": ":", "？": "?", "！": "!", "“": '"', "”": '"',
    "‘": "'", "’": "'", "【": "[", "】": "]", "。": ".", "．": ".", "＝": "==", "＞": ">", "＜": "<",
    "≥": ">=", "≤": "<=", "≠": "!=", "－": "-", "−": "-", "＋": "+", "×": "*", "÷": "/", "％": "%",
    "｜": "|", "＆": "&&",
}
"""Signs as a Chinese keyboard writes them, and what the language writes."""
_WORDS = {
    "and": "&&", "or": "||", "not": "!", "AND": "&&", "OR": "||", "NOT": "!", "is": "==",
    "True": "true", "False": "false",
}
_LENGTH = re.compile(r"(wd|wh|d|h)\Z")


def lexical(text: str) -> tuple[Fault, ...]:
    """Every stretch that can stand in no condition, all in one go."""
    faults = (_lexical_fault(found) for found in _TOKEN.finditer(text))
    return tuple(fault for fault in faults if fault is not None)


def _lexical_fault(found: re.Match[str]) -> Fault | None:
    text, span = found[0], found.span()
    if found["fine"] is not None:
        return None
    if found["open"] is not None:
        return Fault("expression.unclosed", span, (("quote", text[0]),))
    if found["single"] is not None:
        return _write(text, text * 2, span)
    if text in _WIDE:
        return _write(text, _WIDE[text], span)
    return Fault("expression.character", span, (("found", text), *_length_meant(found)))


_UNITS = {"个工作日": "wd", "工作日": "wd", "天": "d", "日": "d", "个小时": "h", "小时": "h"}
_CHINESE_UNIT = re.compile("|".join(_UNITS))


def _length_meant(found: re.Match[str]) -> tuple[tuple[str, str], ...]:
    """``60天``: a length of time with its unit in Chinese."""
    number = re.search(r"\d+\Z", found.string[: found.start()])
    unit = _CHINESE_UNIT.match(found.string, found.start())
    return () if number is None or unit is None else (("near", number[0] + _UNITS[unit[0]]),)


def syntactic(text: str, error: Any) -> Fault:
    """The first token that does not fit: what stands there and what could (lark's error)."""
    token = getattr(error, "token", None)
    if token is None:
        at = error.pos_in_stream
        return Fault("expression.character", (at, at + 1), (("found", text[at]),))
    possible = frozenset(error.accepts or error.expected)
    if token.type == "$END":
        end = len(text.rstrip())
        return Fault("expression.unfinished", (end - 1, end), (("expected", _expected(possible)),))
    span = (token.start_pos, token.start_pos + len(token))
    return _known_slip(text, token, span, possible) or Fault(
        "expression.unexpected", span, (("found", str(token)), ("expected", _expected(possible)))
    )


def _known_slip(text: str, token: Any, span: Stretch, possible: frozenset[str]) -> Fault | None:
    """The slips of people who write other languages, each with what to write instead."""
    if token.type == "RELATION" and "AND" in possible:
        return Fault("expression.chained", span, (("found", str(token)),))
    if token in _WORDS:
        return _write(str(token), _WORDS[token], span)
    earlier = re.search(r"(\w+)(\s*)\Z", text[: span[0]])
    if earlier is None:
        return None
    if earlier[1] in _WORDS:
        return _write(earlier[1], _WORDS[earlier[1]], earlier.span(1))
    if earlier[1].isdigit() and not earlier[2] and _LENGTH.match(token):
        return Fault("expression.length", (earlier.start(), span[1]), (("found", earlier[1] + token),))
    return _length_in_words(text, earlier.start())


_SPOKEN = re.compile(r"(\d+)[ \t]*(working|work|business|office)?[ \t]*(days?|d|hours?|hrs?|h|weeks?|w)(?![A-Za-z])(?:[ \t]*\d+[ \t]*m[a-z]*)?")


def _length_in_words(text: str, start: int) -> Fault | None:
    """``8 hours``, ``5 working days``, ``8h30m``: what a duration of whole days or hours looks like; None: something else."""
    found = _SPOKEN.match(text, start)
    if found is None or text[:start].endswith("."):
        return None
    count, unit = int(found[1]), found[3][0]
    days, letter = (count * 7, "d") if unit == "w" else (count, unit)
    working = ("working", f"{days}w{letter}")
    near = () if found[2] else (("near", f"{days}{letter}"),)
    return Fault("expression.unexpected", found.span(), (("found", found[0]), *near, *(() if unit == "w" else (working,))))


def _write(found: str, right: str, span: Stretch) -> Fault:
    return Fault("expression.write", span, (("found", found), ("right", right)))


def _expected(terminals: frozenset[str]) -> str:
    """The terminals as the glossary's terms; those that begin a value, or go on from one, as one."""
    rest, said = terminals, []
    for group, word in ((STARTS, "a value"), (CONTINUES, "an operator")):
        if len(group & rest) > 3:
            said.append(word)
            rest -= group
    return ", ".join((*said, *(NAMED[name] for name in NAMED if name in rest)))
