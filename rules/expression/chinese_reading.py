"""A Chinese condition → ``Syntax``, or problems under the words that are wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from kaohe.rules.expression.chinese_grammar import GRAMMAR, WORDS, Word, cutter_of
from kaohe.rules.expression.chinese_phrases import RULES, Spot, UnknownWordError
from kaohe.rules.expression.parse import place_in
from kaohe.rules.expression.syntax import Syntax
from kaohe.rules.expression.titles import Titles
from kaohe.rules.nearest import nearest
from kaohe.rules.place import Place
from kaohe.rules.problem import Problem, problem

if TYPE_CHECKING:
    from lark import Lark


def from_chinese(text: str, titles: Titles) -> tuple[Syntax | None, tuple[Problem, ...]]:
    """The syntax that a Chinese condition stands for, or None and what is wrong with it."""
    from lark.exceptions import UnexpectedInput

    words = list(cutter_of(titles.vocabulary_of_words).cut(text))
    try:
        phrase: Any = _parser().parse(words)
        return phrase.read(Spot(titles, titles.expanded(titles.kinds))), ()
    except UnexpectedInput as error:
        return None, (_unexpected(text, error),)
    except UnknownWordError as unknown:
        return None, (_unknown(text, unknown),)


def _unexpected(text: str, error: Any) -> Problem:
    """The first word that does not fit, in the words that the expression language uses for it."""
    expected = _said(frozenset(error.accepts or error.expected))
    if error.token.type == "$END":
        end = len(text.rstrip())
        return problem("expression.unfinished", place_in(text, (max(end - 1, 0), end)), expected=expected)
    word: Word = error.token.value
    code = "expression.character" if word.type == "UNKNOWN" else "expression.unexpected"
    return problem(code, _place(text, word), found=word.text, expected=expected)


def _said(terminals: frozenset[str]) -> str:
    """Terminals as terms of the glossary; those that begin a value, or go on from one, as one."""
    rest, said = terminals, []
    for group, term in ((_STARTS, "a value"), (_CONTINUES, "an operator")):
        if len(group & rest) > 3:
            said.append(term)
            rest -= group
    said += [f"`{text}`" for text, terminal in WORDS.items() if terminal in rest]
    return ", ".join((*said, "the end")) if "$END" in rest else ", ".join(said)


_STARTS = frozenset({"NUMBER", "RAW", "DATE", "TRUE", "NAME", "QUOTED", "OPEN", "NOT", "SEEN", "NONE", "LAST", "FIRST", "IF"})
_CONTINUES = frozenset({"OR", "AND", "RELATION", "IN", "NOT_IN", "PLUS", "MINUS", "TIMES", "HAS", "HAS_NOT", "OF", "PART"})


def _unknown(text: str, unknown: UnknownWordError) -> Problem:
    near = nearest(unknown.word.value, unknown.known)
    return problem("expression.unknown-name", _place(text, unknown.word), found=unknown.word.value, near=near, known="")


def _place(text: str, word: Word) -> Place:
    return place_in(text, (word.start, word.start + len(word.text)))


@cache
def _parser() -> Lark:
    """The LALR parser over words that ``Cutter`` has cut; built once, when it is first needed."""
    from lark import Lark, Token
    from lark.lexer import Lexer

    class Given(Lexer):
        """Hands the words over as they are."""

        def __init__(self, _: Any) -> None: ...

        def lex(self, data: Any) -> Iterator[Token]:  # type: ignore[override]
            yield from (Token(word.type, word, start_pos=word.start) for word in data)

    def inlined(rule: Callable[..., object]) -> Callable[[list[Any]], object]:
        return lambda parts: rule(*(part.value if isinstance(part, Token) else part for part in parts))

    builder = SimpleNamespace(**{name: inlined(rule) for name, rule in RULES.items()})
    declared = f"%declare {' '.join(_terminals())}\n"
    return Lark(GRAMMAR + declared, parser="lalr", lexer=Given, transformer=builder, maybe_placeholders=False)


def _terminals() -> list[str]:
    return sorted(set(re.findall(r"\b[A-Z][A-Z_]+\b", GRAMMAR)))
