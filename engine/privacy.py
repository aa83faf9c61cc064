"""What no import may carry: values and columns that point at a person.

kaohe assesses offices. Codes without a declared pattern are searched for identity card numbers,
mobile numbers, number plates and e-mail addresses; a code with a pattern is judged by it alone,
because case numbers of eighteen digits exist. Nothing that is found is ever repeated to anybody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from kaohe.rules.check.red_words import BEARERS, Ground, red_word

LONGEST_ID = 128
LONGEST_CODE = 64
"""A code without a pattern that is longer, or holds sentence marks, is taken for free text."""

_IDENTITY = re.compile(
    r"(?<!\d)([1-9]\d{5})[- ]?((?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))[- ]?(\d{3}[\dXx])(?![\dXx])"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·•. -]?"
    r"(?=[A-Z0-9]*\d)[A-Z0-9]{4,5}[A-Z0-9挂学警港澳](?![A-Z0-9])"
)
_MAIL = re.compile(r"[\w.%+-]+@[\w-]+(?:\.[\w-]+)+")
_ELEVEN_DIGITS = re.compile(r"(?:\D*\d){11}")
_NAMED_THINGS = re.compile(
    r"(?:unit|office|agency|department|dept|bureau|organi[sz]ation|team|body|activity|event|kind|type|topic|city"
    r"|county|district|borough|town|street|file|concept)_name(?:_[a-z]{2})?\Z"
)
_SENTENCE_MARKS = re.compile(r"[。！？；，]")
_GROUNDS: frozenset[Ground] = frozenset({"person", "identity", "upward"})


def private_kind(text: str) -> str | None:
    """What personal datum ``text`` holds: an English term of the glossary; None: none that is known."""
    if text.isascii() and "@" not in text and _ELEVEN_DIGITS.match(text) is None:
        return None
    shown = unicodedata.normalize("NFKC", text)
    if any(_is_identity_card(*found.groups()) for found in _IDENTITY.finditer(shown)):
        return "identity number"
    if _MOBILE.search(shown):
        return "mobile number"
    if _PLATE.search(shown.upper()):
        return "number plate"
    return "e-mail address" if _MAIL.search(shown) else None


def painted_over(text: str) -> str:
    """``text`` with every personal datum that is known here turned into asterisks, one for each character."""
    shown = "".join(map(_plain, text))
    spans = [found.span() for found in _IDENTITY.finditer(shown) if _is_identity_card(*found.groups())]
    spans += [found.span() for pattern in (_MOBILE, _PLATE, _MAIL) for found in pattern.finditer(shown)]
    for start, end in spans:
        text = f"{text[:start]}{'*' * (end - start)}{text[end:]}"
    return text


@lru_cache(maxsize=8192)
def _plain(character: str) -> str:
    """The usual form of a full-width character, as a capital; one character for one."""
    usual = unicodedata.normalize("NFKC", character).upper()
    return usual if len(usual) == 1 else " "


def _is_identity_card(place: str, birth: str, rest: str) -> bool:
    """Whether the last character checks the seventeen before it (GB 11643, ISO 7064 MOD 11-2)."""
    digits = place + birth + rest[:3]
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return _CHECKS[total % 11] == rest[3].upper()


def forbidden_pattern(text: str, patterns: Mapping[str, re.Pattern[str]]) -> str | None:
    """The name of the vocabulary's pattern that ``text`` matches somewhere; None: none."""
    return next((name for name, pattern in patterns.items() if pattern.search(text)), None)


def is_free_text(text: str, longest: int) -> bool:
    """Whether ``text`` is rather words of somebody than a code."""
    return len(text) > longest or _SENTENCE_MARKS.search(text) is not None


def person_word(header: str, forbidden: Iterable[str]) -> str | None:
    """The word for which a column of that header may not be read; None: it may.

    Built-in words and the vocabulary's ``forbidden`` ones. How many people came is a count
    (``信访人数``, ``来访人次``); the name of an office or an activity is no person's (``agency_name``).
    """
    parts = _in_parts(header)
    words = [word for word in (*BEARERS, *forbidden) if _carries(word, parts)]
    found = red_word(parts, _GROUNDS)
    if found is not None and not (found[1] == "name" and _NAMED_THINGS.match(parts.lower())):
        words.append(found[1])
    return next((word for word in words if not re.search(rf"{re.escape(word)}员?[数次]", header)), None)


def _carries(word: str, parts: str) -> bool:
    """Chinese words count anywhere, Latin ones as whole parts of a name."""
    if not word.isascii():
        return word in parts
    return f"_{word.lower()}_" in f"_{parts.lower()}_"


def _in_parts(header: str) -> str:
    """``Full Name``, ``fullName`` and ``full-name`` as ``full_name``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[\s.-]+", "_", header.strip()).replace("e_mail", "email")
