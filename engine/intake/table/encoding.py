"""In which encoding a text is written, where nobody has said."""

from __future__ import annotations

import codecs
import gzip
from pathlib import Path

_SAMPLE = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MOST = 64
"""Pieces that are all ASCII before a file is taken for ASCII."""
_FEW = 50
"""One damaged character in so many is a damaged character, not another encoding."""


def encoding_of(path: Path, declared: str | None = None) -> str:
    """A byte order mark decides, then what was declared, then what the bytes can be: UTF-8, else UTF-16
    without a mark, else GB18030. Plain ASCII is UTF-8.
    """
    sample = _sample(path)
    marked = next((name for mark, name in _MARKS if sample.startswith(mark)), None)
    if marked is not None:
        # The mark is dropped on the way; a declared utf-16-le reads it as well.
        return declared if declared and declared.replace("_", "-").lower().startswith(marked) else marked
    return declared or _in_pairs(sample) or ("utf-8" if _is_utf8(sample) else "gb18030")


def _sample(path: Path) -> bytes:
    """The beginning of the file and, when it is all ASCII, the first piece that is not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rb") as file:
        first = piece = bytes(file.read(_SAMPLE))
        looked = 1
        while piece and piece.isascii() and b"\0" not in first and looked < _MOST:
            piece = bytes(file.read(_SAMPLE))
            looked += 1
    return first if piece is first else piece or first


def _in_pairs(sample: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Western text, digits and separators is zero."""
    if b"\0" not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", errors="replace")
    wrong = text.rstrip("\ufffd").count("\ufffd")  # the sample may end inside a character
    right = sum(character > "\x7f" for character in text) - text.count("\ufffd")
    return wrong * _FEW <= right
