"""Whether a file is still what a receipt says: by its bytes, or, of a large one, by size and time of change.

A receipt keeps the SHA-256 and the size of every file that went into a run and came out of it. To hash
gigabytes for each question would take longer than the answer, so of a file beyond ``LARGE`` bytes it is
enough that it has its size and was not written to since the receipt was. Where that cannot be said (a
copy has new times), and wherever somebody asks for proof (``thorough``), its bytes are read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

LARGE = 1 << 24
"""Bytes up to which a file is hashed every time: a few hundredths of a second."""


def fingerprint(path: Path) -> dict[str, Any]:
    """What a receipt keeps of a file, or of a folder of files."""
    return {"sha256": hash_of(path), "bytes": size_of(path)}


def is_as_told(path: Path, told: Mapping[str, Any], since: int, *, thorough: bool) -> bool:
    """Whether what stands at ``path`` is what was told of it; ``since``: when that was written (ns)."""
    if not path.exists():
        return False
    size = size_of(path)
    if "bytes" in told and size != told["bytes"]:
        return False
    untouched = "bytes" in told and size > LARGE and max(one.stat().st_mtime_ns for one in _files(path)) <= since
    return (untouched and not thorough) or hash_of(path) == told["sha256"]


def hash_of(path: Path) -> str:
    """SHA-256 of a file's bytes; of a folder, of its files' names and hashes (locks and leftovers aside)."""
    if path.is_dir():
        lines = "".join(f"{one.relative_to(path).as_posix()} {hash_of(one)}\n" for one in _files(path))
        return hashlib.sha256(lines.encode()).hexdigest()
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files of a folder."""
    return sum(one.stat().st_size for one in _files(path))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    yield from sorted(one for one in path.rglob("*") if one.is_file() and not _is_hidden(one.relative_to(path)))


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
