"""What a file is, by its first bytes: endings lie, and offices rename files."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path
from typing import Literal

from kaohe.engine.event_value import Refused
from kaohe.engine.intake.unreadable import UnreadableError

Content = Literal["workbook", "html", "parquet", "text"]
SNIFFED = 4096
_LARGEST = 4 << 30
"""Bytes that a packed workbook may unpack to."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHER = {
    b"%PDF": "pdf", b"{\\rtf": "rtf", b"7z\xbc\xaf": "7z", b"Rar!": "rar", b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"SQLite": "sqlite",
}  # fmt: skip
_TEXT_IN_PAIRS = (b"\xff\xfe", b"\xfe\xff")


def content_of(path: Path) -> Content:
    """``UnreadableError`` for a file that is empty, closed by a password, or of no kind that is read."""
    head = _head(path)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UnreadableError(Refused("intake.empty-file"))
    if head.startswith(b"PK"):
        return _packed(path)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(path)
    if head.startswith(b"PAR1"):
        return "parquet"
    for start, name in _OTHER.items():
        if head.startswith(start):
            raise UnreadableError(Refused("intake.file-format", (("format", name),)))
    return _written(head)


def _head(path: Path) -> bytes:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as file:
            return bytes(file.read(SNIFFED))
    except (OSError, EOFError):
        raise UnreadableError(Refused("intake.unreadable", (("format", path.suffix.removeprefix(".") or "file"),))) from None


def _packed(path: Path) -> Content:
    """A zip archive: a workbook, or something else."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {one.filename for one in archive.infolist()}
            size = sum(one.file_size for one in archive.infolist())
    except (zipfile.BadZipFile, OSError, EOFError, ValueError):
        raise UnreadableError(Refused("intake.unreadable", (("format", "xlsx"),))) from None
    if size > _LARGEST:
        raise UnreadableError(Refused("intake.unreadable", (("format", "xlsx"),)))
    if names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        return "workbook"
    raise UnreadableError(Refused("intake.file-format", (("format", "zip"),)))


def _compound(path: Path) -> Content:
    """An OLE file: a workbook of old, or a new one that a password closes."""
    if _ENCRYPTED in path.read_bytes():
        raise UnreadableError(Refused("intake.password"))
    return "workbook"


def _written(head: bytes) -> Content:
    text = head.replace(b"\0", b"") if head.startswith(_TEXT_IN_PAIRS) else head
    text = text.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if text.startswith((b"<", b"mime-version:")):
        if b"schemas-microsoft-com:office:spreadsheet" in text or text.startswith(b"mime"):
            name = "mht" if text.startswith(b"mime") else "xml"
            raise UnreadableError(Refused("intake.file-format", (("format", name),)))
        if any(tag in text for tag in (b"<html", b"<table", b"<!doctype html", b"<body", b"<meta", b"<head", b"<style", b"<div")):
            return "html"
    return "text"
