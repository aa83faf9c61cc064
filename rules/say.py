"""Problems as people and machines read them: sentences, text with the line underlined, JSON, GitHub.

Nothing here knows a code: the words are the catalogue's, the facts the problem's, the line the
document's. The order is by place, then code, whatever order the problems came in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from string import Formatter
from typing import Literal

from kaohe.rules.catalogue import wording
from kaohe.rules.catalogue.glossary import FORMS, TERMS
from kaohe.rules.place import Place
from kaohe.rules.problem import Problem, Severity
from kaohe.rules.record import record

Language = Literal["zh", "en"]
Format = Literal["text", "json", "github"]
Texts = Mapping[str, str]
"""The documents' texts by file name, as the places name them."""


@record
class Said:
    """A problem in words. ``hint`` is empty when nothing more can be said."""

    message: str
    hint: str


# --- sentences ----------------------------------------------------------------------------------

_OPTIONAL = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_NUMBER = re.compile(r"[-−]?\d[\d,./]*")
_LONGEST_FACT = 120


def sentence(problem: Problem, lang: Language) -> Said:
    """``problem`` in words of ``lang`` (``zh`` or ``en``)."""
    words = wording(problem.code)
    if words is None:
        return Said(", ".join(f"{name} `{_clean(text)}`" for name, text in problem.facts) or problem.code, "")
    facts = dict(problem.facts)
    message, hint = (words.zh, words.hint_zh) if lang == "zh" else (words.en, words.hint_en)
    return Said(_filled(message, facts, lang), _filled(hint, facts, lang))


def _filled(template: str, facts: Mapping[str, str], lang: Language) -> str:
    def optional(found: re.Match[str]) -> str:
        return found[1] if all(facts.get(name) for name in gaps(found[1])) else ""

    chosen = _OPTIONAL.sub(optional, template)
    filled = Formatter().vformat(chosen, (), _Facts(facts, lang))
    return filled.strip(" ；;，,")


@lru_cache(maxsize=1024)
def gaps(template: str) -> tuple[str, ...]:
    """The names of the facts a template asks for, optional stretches included."""
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name)


def needed(code: str) -> frozenset[str]:
    """The facts that ``code`` cannot be said without, in either language."""
    words = wording(code)
    templates = (words.zh, words.en, words.hint_zh, words.hint_en) if words else ()
    return frozenset(name for template in templates for name in gaps(_OPTIONAL.sub("", template)))


class _Facts(dict[str, "_Fact"]):
    def __init__(self, facts: Mapping[str, str], lang: Language) -> None:
        super().__init__({name: _Fact(text, lang) for name, text in facts.items()})

    def __missing__(self, name: str) -> str:
        return "?"


@record
class _Fact:
    text: str
    lang: Language

    def __format__(self, spec: str) -> str:
        one, either, many = spec.partition("|")
        if either:
            return many if _is_plural(self.text) else one
        return _SPECS[spec](self.text, self.lang)


def _is_plural(text: str) -> bool:
    """Whether a number, or a list of names, is more than one: a word beside it depends on that."""
    return text not in ("1", "-1") if _NUMBER.fullmatch(text) else ", " in text


def _list(text: str, lang: Language) -> str:
    return ("、" if lang == "zh" else ", ").join(f"`{_clean(part)}`" for part in text.split(", "))


def _term(text: str, lang: Language) -> str:
    parts = text.split(", ")
    return "或".join(TERMS.get(part, part) for part in parts) if lang == "zh" else " or ".join(parts)


def _terms(text: str, lang: Language) -> str:
    """``date, number; number, number``: what stands together, and the choices of it."""
    names = {part: TERMS.get(part, part) if lang == "zh" else part for part in re.split(r"[;,] ", text)}
    joint, choice = ("与", "；") if lang == "zh" else (" and ", "; ")
    return choice.join(joint.join(names[part] for part in each.split(", ")) for each in text.split("; "))


def _form(text: str, lang: Language) -> str:
    zh, en = FORMS.get(text, (text, text))
    return zh if lang == "zh" else en


_SPECS: dict[str, Callable[[str, Language], str]] = {
    "": lambda text, _: _clean(text),
    "list": _list,
    "term": _term,
    "terms": _terms,
    "form": _form,
}


def _clean(text: str) -> str:
    """Input fit to be printed: one line, no control characters, not endless."""
    shown = text if text.isprintable() else "".join(map(_visible, text))
    return shown if len(shown) <= _LONGEST_FACT else f"{shown[:_LONGEST_FACT]}…"


def _visible(character: str) -> str:
    """Line breaks as ⏎; what a terminal would act on or hide as its code point."""
    if character == "\n":
        return "⏎"
    return character if character.isprintable() or character == "\u3000" else f"<U+{ord(character):04X}>"


# --- all of them --------------------------------------------------------------------------------


def render(problems: Iterable[Problem], texts: Texts, lang: Language, format: Format = "text") -> str:  # noqa: A002 (the word of the command line)
    """All ``problems`` in order, each once. Empty when there are none (``[]`` in JSON)."""
    ordered = in_order(problems)
    if format == "json":
        return _json(ordered, lang)
    if format == "github":
        return "".join(_github(problem, lang) for problem in ordered)
    return "\n".join(_text(problem, texts, lang) for problem in ordered)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """By place, then code, then facts; each once."""
    return sorted(
        dict.fromkeys(problems), key=lambda problem: (problem.order, problem.severity, problem.also)
    )


_SEVERITIES: dict[Severity, tuple[str, str]] = {
    "problem": ("问题", "problem"),
    "warning": ("警告", "warning"),
    "notice": ("说明", "notice"),
}


def tally(problems: Iterable[Problem], lang: Language) -> str:
    """``2 problems, 1 warning``; empty when there is nothing to count."""
    each = [problem.severity for problem in dict.fromkeys(problems)]
    counted = [(severity, each.count(severity)) for severity in _SEVERITIES]
    if lang == "zh":
        return "，".join(f"{count} 个{_SEVERITIES[severity][0]}" for severity, count in counted if count)
    return ", ".join(f"{count} {severity}{'s' * (count != 1)}" for severity, count in counted if count)


# --- text ---------------------------------------------------------------------------------------


def _text(problem: Problem, texts: Texts, lang: Language) -> str:
    said = sentence(problem, lang)
    severity = _SEVERITIES[problem.severity][lang == "en"]
    colon, hint, also = ("：", "提示：", "另见") if lang == "zh" else (": ", "hint: ", "see also")
    where = f"{problem.place}: " if problem.place.file else ""
    margin = max((len(str(place.line)) for place in (problem.place, *problem.also)), default=1)
    parts = [
        f"{where}{severity} {problem.code}{colon}{said.message}\n",
        _shown(problem.place, texts, margin, "^"),
    ]
    for place in problem.also:
        parts += [f"{' ' * margin} = {also} {place}\n", _shown(place, texts, margin, "-")]
    if said.hint:
        parts.append(f"{' ' * margin} = {hint}{said.hint}\n")
    return "".join(parts)


def _shown(place: Place, texts: Texts, margin: int, sign: str) -> str:
    """The line of ``place`` with its characters underlined; empty when the text is not at hand."""
    lines = _lines(texts[place.file]) if place.file in texts else []
    if not 1 <= place.line <= len(lines):
        return ""
    before, marked, after = _cut(lines[place.line - 1], place)
    blank = " " * _width(before)
    underline = sign * max(_width(marked), 1)
    number = str(place.line).rjust(margin)
    return f"{number} | {before}{marked}{after}".rstrip() + f"\n{' ' * margin} | {blank}{underline}\n"


@lru_cache(maxsize=4)
def _lines(text: str) -> list[str]:
    """A document's lines; kept, as many problems stand in one document."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


_WIDEST = 110
"""Columns of a line that are shown; a longer one is cut around the place."""


def _cut(line: str, place: Place) -> tuple[str, str, str]:
    """What stands before, in and after the place, as it can be printed, and no longer than a screen."""
    start = min(place.column - 1, len(line))
    end = min(start + place.length, len(line))
    before, marked, after = (_printable(part) for part in (line[:start], line[start:end], line[end:]))
    marked = _narrowed(marked, _WIDEST)
    room = max(_WIDEST - _width(marked), 20)
    after = _narrowed(after, max(room - _width(before), room // 2))
    before = _narrowed(before[::-1], max(room - _width(after), room // 2))[::-1]
    return before, marked, after


def _narrowed(text: str, columns: int) -> str:
    """``text`` cut to ``columns``, with … where something was left out."""
    if _width(text) <= columns:
        return text
    kept, used = "", 1
    for character in text:
        used += _width(character)
        if used > columns:
            break
        kept += character
    return f"{kept}…"


def _printable(text: str) -> str:
    """Tabs as four blanks, unseen characters as a box; the full-width blank is a blank."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\u3000" else "    " if c == "\t" else "␦" for c in text)


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two, combining ones none."""
    return len(text) if text.isascii() and text.isprintable() else sum(map(_columns, text))


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    if "\u4e00" <= character <= "\u9fff" or " " <= character <= "~":
        return 2 - character.isascii()
    from wcwidth import wcwidth  # its tables are wanted for other signs only

    return max(wcwidth(character), 0)


# --- machines -----------------------------------------------------------------------------------


def _json(problems: Iterable[Problem], lang: Language) -> str:
    return json.dumps([_record(problem, lang) for problem in problems], ensure_ascii=False, indent=2) + "\n"


def _record(problem: Problem, lang: Language) -> dict[str, object]:
    said = sentence(problem, lang)
    return {
        "code": problem.code,
        "severity": problem.severity,
        **_spot(problem.place),
        "message": said.message,
        "hint": said.hint,
        "facts": dict(problem.facts),
        "also": [_spot(place) for place in problem.also],
    }


def _spot(place: Place) -> dict[str, object]:
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "length": place.length,
        "path": place.path,
    }


_ANNOTATIONS: dict[Severity, str] = {"problem": "error", "warning": "warning", "notice": "notice"}


def _github(problem: Problem, lang: Language) -> str:
    """One workflow command: GitHub shows it at the line it names."""
    said, place = sentence(problem, lang), problem.place
    where = f"file={_escaped(place.file, ':,')}," if place.file else ""
    end = f"line={place.line},col={place.column},endColumn={place.column + place.length}," if place.line else ""
    words = _escaped("\n".join(part for part in (said.message, said.hint) if part), "")
    return f"::{_ANNOTATIONS[problem.severity]} {where}{end}title={_escaped(problem.code, ':,')}::{words}\n"


def _escaped(text: str, also: str) -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
