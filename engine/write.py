"""Files appear whole or not at all: written beside their place, forced to disk, then renamed.

Nothing that exists is rewritten in place. What a crash leaves behind has a name that begins with a
dot and ends in ``.part``; no reader of ours looks at it, and it may be deleted.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UNFINISHED = ".part"


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path to write to; when the block ends well it becomes ``path``, replacing what stood there.

    When it does not, ``path`` is as it was and nothing is left behind.
    """
    descriptor, name = tempfile.mkstemp(UNFINISHED, f".{path.name}.", path.parent)
    os.close(descriptor)
    beside = Path(name)
    try:
        yield beside
        beside.chmod(0o644)
        _force(beside)
        beside.replace(path)
        _force(path.parent)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def whole_directory(path: Path) -> Iterator[Path]:
    """A directory to fill; when the block ends well it becomes ``path``.

    ``FileExistsError`` when something stands there by then: results are added, never replaced.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(UNFINISHED, f".{path.name}.", path.parent))
    try:
        yield beside
        beside.chmod(0o755)
        for one in (*sorted(beside.rglob("*")), beside):
            _force(one)
        if path.exists():
            raise FileExistsError(path)
        beside.rename(path)
        _force(path.parent)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def write_text(path: Path, text: str) -> None:
    """``text`` as UTF-8, whole or not at all."""
    with whole_file(path) as beside:
        beside.write_text(text, encoding="utf-8", newline="")


def _force(path: Path) -> None:
    """To disk, with what a directory lists. Where a system cannot open directories, it need not."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
