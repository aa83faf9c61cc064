"""Lines for a terminal: none wider than it, what goes on stands further in, Chinese characters count two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wcwidth import wcswidth

WIDTH = 80
_PIECE = re.compile(r"\s+|[!-~]+|.", re.DOTALL)
_CLOSING = frozenset("，。；：、！？）》”】")
"""Marks that do not begin a line; there is room for two of them behind what stands in one."""


def folded(text: str, width: int = WIDTH) -> str:
    """``text`` with its long lines broken between words or Chinese characters; an id is never broken."""
    return "\n".join(part for line in text.split("\n") for part in _folded(line, width))


def _folded(line: str, width: int) -> Iterator[str]:
    if wcswidth(line) <= width:
        yield line
        return
    margin = line[: len(line) - len(line.lstrip())] + "  "
    now = ""
    for piece in _PIECE.findall(line):
        if now.strip() and piece not in _CLOSING and wcswidth(now + piece.rstrip()) > width - 4:
            yield now.rstrip()
            now = margin + piece.lstrip()
        else:
            now += piece
    yield now.rstrip()
