"""The text of a document before YAML sees it: its lines, and the characters it may not have."""

from __future__ import annotations

import codecs
import re
import unicodedata

from kaohe.rules.place import Place
from kaohe.rules.problem import Problem, problem
from kaohe.rules.record import record

_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters
    "\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"  # unseen, line separating, direction turning
    "\ud800-\udfff\ufffe\uffff]"
)


@record
class Source:
    """A document's text with unified line breaks and without a byte order mark."""

    file: str
    text: str
    lines: tuple[str, ...]

    def line(self, number: int) -> str:
        """Line ``number``, counted from 1; empty beyond the end."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else ""

    def place(self, line: int, column: int, length: int = 1, path: str = "") -> Place:
        return Place(self.file, line, column, max(length, 1), path)


def source_of(text: str, file: str) -> Source:
    """``text`` ready for YAML. Line breaks of other systems do not change lines or columns."""
    unified = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return Source(file, unified, tuple(unified.split("\n")))


def text_from_bytes(raw: bytes, file: str) -> tuple[str | None, tuple[Problem, ...]]:
    """The text of a file: UTF-8, with or without a byte order mark; else a problem at the first bad byte."""
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        good = raw[: error.start].decode("utf-8", "replace")
        line = good.count("\n") + 1
        column = len(good) - (good.rfind("\n") + 1) + 1
        place = Place(file, line, column)
        return None, (
            problem("yaml.not-utf8", place, byte=f"{raw[error.start]:02X}", looks=_looks_like(raw)),
        )


def _looks_like(raw: bytes) -> str:
    """The encoding ``raw`` was probably written in; empty when none fits."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "GB18030 (GBK)"


def refused_characters(source: Source) -> tuple[Problem, ...]:
    """One problem for each line with a character that readers cannot see and YAML may misread."""
    if _REFUSED.search(source.text) is None:
        return ()
    found = ((number, _REFUSED.search(line)) for number, line in enumerate(source.lines, 1))
    return tuple(_refused(source, number, hit[0], hit.start() + 1) for number, hit in found if hit)


def _refused(source: Source, line: int, character: str, column: int) -> Problem:
    name = unicodedata.name(character, "control character")
    return problem(
        "yaml.character", source.place(line, column), character=f"U+{ord(character):04X}", name=name.lower()
    )
