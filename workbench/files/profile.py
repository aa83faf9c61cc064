"""What the values of a column look like, without one of them: types, shares, shapes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from kaohe.engine.intake.table.person_names import is_like_a_person
from kaohe.engine.intake.usual_form import usual_day, usual_flag, usual_number
from kaohe.engine.intake.usual_text import usual_text
from kaohe.engine.privacy import is_free_text, private_kind

Seems = Literal["empty", "day", "time", "number", "flag", "id", "code", "words"]
"""What a column seems to hold. ``id``: nearly every value is another; ``code``: a few values again and again."""
NAME = "person's name"
_MANY = 20_000
"""So many different values are told apart; from then on there are simply many."""
_SAMPLE = 5_000
"""So many filled cells are looked at for their type."""
_FEW = 60
_LONG = 30
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT")
_SERIAL = re.compile(r"[2-7]\d{4}\Z")
"""Day numbers of spreadsheets from 1954 to 2118: days in a column that has days, else numbers."""
_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,9})?\Z")


@dataclass(frozen=True, slots=True)
class Profile:
    """``filled`` of ``rows`` cells have a value; ``distinct`` of them differ (``many``: at least so many).

    ``shapes`` are the most frequent patterns, with the share of the values that have it. ``private`` is what
    the values give away about somebody (a term of the glossary), None: nothing that is known.
    ``few`` are the values themselves where they are few: for comparison, never to be shown.
    """

    rows: int
    filled: int
    distinct: int
    many: bool
    seems: Seems
    shapes: tuple[tuple[str, float], ...]
    private: str | None
    few: frozenset[str] = frozenset()


@dataclass(slots=True)
class Seen:
    """A column while its cells pass by."""

    rows: int = 0
    filled: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    shapes: Counter[str] = field(default_factory=Counter)
    values: set[str] = field(default_factory=set)
    private: Counter[str] = field(default_factory=Counter)

    def add(self, raw: str | None) -> None:
        self.rows += 1
        text = usual_text(raw or "")
        if not text:
            return
        self.filled += 1
        if len(self.values) < _MANY:
            self.values.add(text)
        found = private_kind(text)
        if found is not None:
            self.private[found] += 1
        if self.filled <= _SAMPLE:
            self.kinds[_kind(text)] += 1
            self.shapes[shape(text)] += 1
            self.private[NAME] += is_like_a_person(text)

    def profile(self) -> Profile:
        looked = min(self.filled, _SAMPLE)
        shapes = tuple((shape, count / looked) for shape, count in self.shapes.most_common(3)) if looked else ()
        seems = self._seems(looked)
        few = frozenset(self.values) if len(self.values) <= _FEW else frozenset()
        return Profile(
            self.rows, self.filled, len(self.values), len(self.values) >= _MANY, seems, shapes, self._private(looked, seems), few
        )

    def _seems(self, looked: int) -> Seems:
        if not looked:
            return "empty"
        if self.kinds["words"] * 10 > looked:
            return "words"
        days = self.kinds["day"] + self.kinds["time"]
        if days and days + self.kinds["serial"] > 0.8 * looked:
            return "time" if self.kinds["time"] > self.kinds["day"] else "day"
        if self.kinds["flag"] > 0.8 * looked:
            return "flag"
        if self.kinds["number"] + self.kinds["serial"] > 0.8 * looked:
            return "id" if self._is_serial() else "number"
        return "id" if self._all_differ() and self.filled > 2 else "code"

    def _all_differ(self) -> bool:
        return len(self.values) * 10 >= min(self.filled, _MANY) * 9

    def _is_serial(self) -> bool:
        """Long numbers that all differ are ids that happen to be digits."""
        return self._all_differ() and all(len(text) > 7 for text in list(self.values)[:50])

    def _private(self, looked: int, seems: Seems) -> str | None:
        """Personal data in any cell, or names in most."""
        told = next((what for what, count in self.private.most_common() if what != NAME and self._is_told(what, count)), None)
        if told is not None:
            return told
        names = looked >= 2 and self.private[NAME] >= 0.6 * looked and seems not in ("day", "time", "number", "flag")
        return NAME if names else None

    def _is_told(self, what: str, count: int) -> bool:
        """Some ordinary case numbers pass the check of an identity number: one in eleven means nothing."""
        return count > 0 and not (what == "identity number" and count * 5 < self.filled)


def _kind(text: str) -> str:
    if is_free_text(text, _LONG) or "\n" in text:
        return "words"
    if _NUMBER.match(usual_number(text)):
        return "day" if len(text) == 8 and _DAY.match(usual_day(text)) else "serial" if _SERIAL.match(text) else "number"
    day = usual_day(text)
    if _TIME.match(day):
        return "time"
    if _DAY.match(day):
        return "day"
    return "flag" if usual_flag(text) in ("true", "false") else "other"


_RUN = re.compile(r"(.)\1{4,}")


def shape(text: str) -> str:
    """``A330102`` as ``A9{6}``, ``2021-03-01`` as ``9999-99-99``: digits, letters and characters all alike."""
    marked = "".join(_mark(character) for character in text[:40])
    return _RUN.sub(lambda run: f"{run[1]}{{{len(run[0])}}}", marked) + ("…" if len(text) > 40 else "")


def _mark(character: str) -> str:
    if character.isdigit():
        return "9"
    if character.isascii() and character.isalpha():
        return "A" if character.isupper() else "a"
    if character.isalpha():
        return "#"
    return character if character in "-/.:,;+*%()[]_ |" else "·"
