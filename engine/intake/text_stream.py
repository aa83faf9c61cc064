"""Bytes in a declared encoding -> UTF-8, however large the file. Damaged text comes out as U+FFFD."""

from __future__ import annotations

import codecs
import gzip
import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

Watch = Callable[[bytes], None]
DAMAGED = "\ufffd"
_PIECE = 1 << 20


class Utf8(io.RawIOBase):
    """A readable stream of UTF-8 made of ``raw`` bytes in ``encoding``; a byte order mark is dropped.

    ``watch`` sees every piece as it passes, and an empty one at the end.
    """

    def __init__(self, raw: BinaryIO, encoding: str, watch: Watch | None) -> None:
        self._raw = raw
        self._watch = watch
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._ready = b""
        self._begun = self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._ended:
            self._fill()
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def close(self) -> None:
        self._raw.close()
        super().close()

    def _fill(self) -> None:
        piece = self._raw.read(_PIECE)
        self._ended = not piece
        text = self._decoder.decode(piece, final=self._ended)
        if text and not self._begun:
            self._begun, text = True, text.removeprefix("\ufeff")
        self._ready = text.encode()
        if self._watch is not None and (self._ready or self._ended):
            self._watch(self._ready)
        if self._watch is not None and self._ready and self._ended:
            self._watch(b"")


def open_text(path: Path, encoding: str, watch: Watch | None = None) -> io.BufferedReader:
    """The file's text as UTF-8 bytes; ``.gz`` files are unpacked on the way."""
    opener = gzip.open if path.suffix == ".gz" else open
    raw = cast("BinaryIO", opener(path, "rb"))
    return io.BufferedReader(Utf8(raw, encoding, watch), _PIECE)


def is_encoding(name: str) -> bool:
    """Whether text can be written in an encoding of that name."""
    try:
        "".encode(name)
        codecs.getincrementaldecoder(name)
    except LookupError:
        return False
    return True
