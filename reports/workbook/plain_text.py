"""Text as a cell may hold it: nothing in it acts, whatever it holds.

Cells are always written as strings, so a leading ``=`` is a character like any other. What no printer
shows, or what turns the reading direction of its neighbours, is spelt out: ``[U+202E]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 32_767
"""Characters of a cell; spreadsheets take no more."""
LONGEST_NAME = 31
_CUT = "…"
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]")
_UNFIT = re.compile(r"[\[\]:*?/\\']")


def plain_text(text: str) -> str:
    """``text`` without what cannot be seen, no longer than a cell."""
    seen = _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text) if not text.isalnum() else text
    return seen if len(seen) <= LONGEST else seen[: LONGEST - 1] + _CUT


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Names that spreadsheets allow, in order, none twice (they do not tell A from a)."""
    taken: set[str] = set()
    return [_free(_UNFIT.sub(" ", plain_text(title)).strip() or "-", taken) for title in titles]


def _free(title: str, taken: set[str]) -> str:
    name, number = title[:LONGEST_NAME], 1
    while name.casefold() in taken or name.casefold() == "history":
        number += 1
        tail = f" {number}"
        name = title[: LONGEST_NAME - len(tail)] + tail
    taken.add(name.casefold())
    return name


def print_text(text: str) -> str:
    """``text`` for a footer, where ``&`` would begin a command and 255 characters are the most."""
    return plain_text(text)[:100].replace("&", "＆")
