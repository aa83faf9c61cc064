"""The grammar of Chinese conditions, and how their text is cut into words.

Words are cut by the longest match against the titles at hand (so ``责任单位的人口`` is three words), and a
blank is written only where the cut would otherwise differ. A title with other signs than letters
stands in 【 】; “ ” quote a title inside a phrase (已有“办结”) or a value; codes stand in plain quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kaohe.rules.expression.operators import NAMED
from kaohe.rules.expression.titles import SUFFIXES
from kaohe.rules.record import record

GRAMMAR = r"""
?start: expr

?expr: or_
     | IF expr THEN expr ELSE expr         -> conditional
?or_: and_
    | or_ OR and_                          -> binary
?and_: relation
     | and_ AND relation                   -> binary
?relation: sum
         | sum RELATION sum                -> binary
         | sum IN sum                      -> binary
         | sum NOT_IN sum                  -> not_in
         | sum WITHIN QUOTED DURING        -> during
         | sum NOT_WITHIN QUOTED DURING    -> not_during
         | sum WORKDAY                     -> workday
         | sum NO_WORKDAY                  -> no_workday
         | sum HAS                         -> has
         | sum HAS_NOT                     -> has_not
?sum: product
    | sum PLUS product                     -> binary
    | sum MINUS product                    -> binary
?product: unary
        | product TIMES unary              -> binary
?unary: postfix
      | NOT unary                          -> negated
      | MINUS unary                        -> opposite
?postfix: atom
        | postfix OF NAME                  -> member
        | postfix OF IDENT                 -> member
        | postfix OF _function OPEN items CLOSE -> method
        | postfix PART                     -> part
        | postfix LOOKUP expr END_LOOKUP   -> index
        | postfix DEFAULT expr CLOSE       -> default
?atom: NUMBER                              -> number
     | RAW                                 -> raw
     | DATE                                -> date
     | TRUE                                -> truth
     | FALSE                               -> truth
     | NAME                                -> named
     | IDENT                               -> named
     | QUOTED                              -> quoted
     | _function OPEN items CLOSE          -> call
     | BEGIN_LIST items END_LIST           -> list_of
     | OPEN expr CLOSE                     -> grouped
     | NOT_YET QUOTED                      -> not_yet
     | REACHED QUOTED                      -> reached
     | NOT_REACHED QUOTED                  -> not_reached
     | REACHED QUOTED ITEM QUOTED          -> reached
     | NOT_REACHED QUOTED ITEM QUOTED      -> not_reached
     | SEEN _found                         -> seen
     | NONE _found                         -> none
     | _found COUNTED                      -> count
     | kinds AMONG QUOTED DIFFERENT        -> distinct
     | FIRST _found                        -> first
     | LAST _found                         -> last
     | SINCE _found DAYS                   -> days_since
     | SINCE _found WORKDAYS               -> workdays_since
     | LIMIT _id DUE                       -> due
     | LIMIT _id OVERDUE                   -> overdue
     | LIMIT _id NOT_OVERDUE               -> not_overdue
_function: FUNCTION | IDENT
_found: kinds | kinds OPEN expr CLOSE
_id: QUOTED | RAW
kinds: QUOTED | joined
joined: QUOTED BAR QUOTED | joined BAR QUOTED
items: (_item (COMMA _item)*)?
_item: expr | joined
"""

SIGNS = {
    "||": "或", "&&": "且", "==": "＝", "!=": "≠", "<": "＜", "<=": "≤", ">": "＞", ">=": "≥", "in": "属于",
    "+": "＋", "-": "－", "*": "×", "/": "÷", "%": "取余",
}
"""Signs between two values, as written in Chinese."""
_TYPES = {"||": "OR", "&&": "AND", "in": "IN", "+": "PLUS", "-": "MINUS", "*": "TIMES", "/": "TIMES", "%": "TIMES"}
_MEANT = {chinese: sign for sign, chinese in SIGNS.items()}
_VARIANTS = {
    "=": "==", "==": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "+": "+", "-": "-", "−": "-",
    "*": "*", "/": "/", "%": "%",
}
WORDS = {
    "若": "IF", "则": "THEN", "否则": "ELSE", "不属于": "NOT_IN", "有值": "HAS", "无值": "HAS_NOT", "非": "NOT", "的": "OF",
    "〔": "LOOKUP", "〕": "END_LOOKUP", "（缺省为": "DEFAULT", "是": "TRUE", "否": "FALSE", "（": "OPEN", "）": "CLOSE",
    "｛": "BEGIN_LIST", "｝": "END_LIST", "未": "NOT_YET", "达到": "REACHED", "未达到": "NOT_REACHED", "之": "ITEM", "已有": "SEEN",
    "没有": "NONE", "次数": "COUNTED", "中不同": "AMONG", "的个数": "DIFFERENT", "首次": "FIRST", "最近一次": "LAST",
    "距": "SINCE", "的天数": "DAYS", "的工作日数": "WORKDAYS", "期限": "LIMIT", "的到期日": "DUE", "已逾期": "OVERDUE",
    "未逾期": "NOT_OVERDUE", "在": "WITHIN", "不在": "NOT_WITHIN", "期间": "DURING", "是工作日": "WORKDAY",
    "不是工作日": "NO_WORKDAY", "，": "COMMA", "、": "COMMA", "／": "BAR",
}
"""Words and brackets of the grammar."""
PARTS = {"day": "的日期", "year": "的年份", "month": "的月份", "weekday": "的星期", "hour": "的钟点"}
"""Functions of one day or instant that read as a part of it."""
_PLAIN_BRACKETS = {"(": "OPEN", ")": "CLOSE", ",": "COMMA", "{": "BEGIN_LIST", "}": "END_LIST", "(缺省为": "DEFAULT"}
_PHRASES = frozenset({"date", "is_workday", *PARTS})
FUNCTIONS = {
    name: operator.title
    for name, operator in NAMED.items()
    if operator.sort == "function" and name not in _PHRASES
}
_BY_TITLE = {title: name for name, title in FUNCTIONS.items()}

_TERMINALS: dict[str, tuple[str, str]] = {
    **{text: (_TYPES.get(sign, "RELATION"), sign) for text, sign in {**_VARIANTS, **_MEANT}.items()},
    **{text: (type_, text) for text, type_ in {**_PLAIN_BRACKETS, **WORDS}.items()},
    **{title: ("FUNCTION", name) for title, name in _BY_TITLE.items()},
    **{text: ("PART", name) for name, text in PARTS.items()},
}
"""Text → (terminal, what it means)."""

_GENERAL = re.compile(
    r"""(?P<QUOTED>“[^“”\n]*”)|(?P<NAME>【[^【】\n]*】)|(?P<RAW>"(\\.|[^"\\\n])*")
    |(?P<DATE>[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)|(?P<NUMBER>[0-9]+(\.[0-9]+)?)|(?P<IDENT>[A-Za-z_][A-Za-z0-9_]*)""",
    re.VERBOSE,
)
_BLANK = re.compile(r"[ \t\r\n\u3000]+")
_SUFFIX = rf"(?:·(?:{'|'.join(SUFFIXES)}|[A-Za-z_][A-Za-z0-9_]*))?"


@record
class Word:
    """A piece of a Chinese condition: its terminal, what it means, and its text with its place."""

    type: str
    value: str
    text: str
    start: int


class Cutter:
    """Cuts a text into words, by the titles at hand."""

    def __init__(self, titles: Iterable[str]) -> None:
        bare = sorted((title for title in titles if _is_bare(title)), key=len, reverse=True)
        names = f"(?:{'|'.join(map(re.escape, bare))}){_SUFFIX}" if bare else r"(?!)"
        fixed = "|".join(map(re.escape, sorted(_TERMINALS, key=len, reverse=True)))
        self._names = re.compile(names)
        self._fixed = re.compile(fixed)

    def cut(self, text: str) -> Iterator[Word]:
        """The words of ``text``; one of type ``UNKNOWN`` for a character that begins none."""
        at = 0
        while at < len(text):
            blank = _BLANK.match(text, at)
            if blank is not None:
                at = blank.end()
                continue
            word = self._word(text, at)
            yield word
            at += len(word.text)

    def _word(self, text: str, at: int) -> Word:
        # Of equally long ones the grammar's own word wins: a title like it is written in brackets.
        found = [self._fixed.match(text, at), _GENERAL.match(text, at), self._names.match(text, at)]
        longest = max((each for each in found if each is not None), key=lambda each: each.end(), default=None)
        if longest is None:
            return Word("UNKNOWN", text[at], text[at], at)
        piece = longest[0]
        if longest is found[0]:
            return Word(*_TERMINALS[piece], piece, at)
        if longest is found[2]:
            return Word("NAME", piece, piece, at)
        type_ = longest.lastgroup or "IDENT"
        return Word(type_, piece[1:-1] if type_ in ("QUOTED", "NAME") else piece, piece, at)

    def written(self, word: str) -> str:
        """A title as it stands in a condition: bare where it is cut out whole, else in brackets."""
        cut = list(self.cut(word))
        return word if len(cut) == 1 and cut[0].type == "NAME" and cut[0].text == word else f"【{word}】"

    def joined(self, pieces: list[str]) -> str:
        """The pieces in one text that is cut into the same pieces; blanks only where they are needed."""
        texts = [piece for piece in pieces if piece != " "]
        blanks = {place for place, piece in enumerate(_gaps(pieces)) if piece}
        while True:
            text = "".join((" " if place in blanks else "") + piece for place, piece in enumerate(texts))
            wrong = self._first_wrong(text, texts)
            if wrong is None:
                return text
            assert wrong + 1 not in blanks, (text, texts)
            blanks.add(wrong + 1)

    def _first_wrong(self, text: str, texts: list[str]) -> int | None:
        cut = [word.text for word in self.cut(text)]
        return next((at for at, (found, meant) in enumerate(zip(cut, texts, strict=False)) if found != meant), None)


@lru_cache(maxsize=64)
def cutter_of(titles: frozenset[str]) -> Cutter:
    """The cutter for these titles, made once."""
    return Cutter(titles)


def _is_bare(title: str) -> bool:
    return all(letter.isalnum() for letter in title)


def _gaps(pieces: list[str]) -> Iterator[bool]:
    """For each piece that is no blank: whether a blank was written before it."""
    blank = False
    for piece in pieces:
        if piece == " ":
            blank = True
        else:
            yield blank
            blank = False
