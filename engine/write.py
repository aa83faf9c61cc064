"""Files appear whole or not at all: written beside their place, forced to disk, then renamed.

Nothing that exists is rewritten in place. What a crash leaves behind has a name that begins with a
dot and ends in ``.part``; no reader of ours looks at it, it may be deleted, and who next writes the
same name there deletes it. Whoever writes holds a lock on his part, which ends with his process.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # a system without such locks: there, nothing of others is deleted
    fcntl = None  # type: ignore[assignment]

UNFINISHED = ".part"
_NEW = 60
"""Seconds in which a part may have been made and not yet be locked."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path to write to; when the block ends well it becomes ``path``, replacing what stood there.

    When it does not, ``path`` is as it was and nothing is left behind. In a folder that is to appear
    whole, the folder sees to the disk.
    """
    alone = not path.parent.name.endswith(UNFINISHED)
    descriptor, name = tempfile.mkstemp(UNFINISHED, f".{path.name}.", path.parent)
    beside = Path(name)
    try:
        with _held(descriptor):
            _clear(path, beside)
            yield beside
            beside.chmod(0o644)
            if alone:
                _force(beside)
            beside.replace(path)
            if alone:
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
        with _held(_opened(beside)):
            _clear(path, beside)
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


@contextmanager
def work_folder(path: Path) -> Iterator[Path]:
    """An empty directory for work on what will be ``path``, beside it; gone when the block ends, however it ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(UNFINISHED, f".{path.name}.", path.parent))
    try:
        with _held(_opened(beside)):
            _clear(path, beside)
            yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def write_text(path: Path, text: str) -> None:
    """``text`` as UTF-8, whole or not at all."""
    with whole_file(path) as beside:
        beside.write_text(text, encoding="utf-8", newline="")


def _force(path: Path) -> None:
    """To disk, with what a directory lists. Where a system cannot open directories, it need not."""
    descriptor = _opened(path)
    if descriptor is None:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _opened(path: Path) -> int | None:
    """A descriptor to read by; None where a system cannot open that (directories, on some)."""
    try:
        return os.open(path, os.O_RDONLY)
    except PermissionError:
        return None


# --- what killed writers left -------------------------------------------------------------------


@contextmanager
def _held(descriptor: int | None) -> Iterator[None]:
    """Keeps others from taking what ``descriptor`` leads to for a leftover. Closes it, at the latest at the end."""
    if descriptor is not None and not _lock(descriptor):
        os.close(descriptor)  # some systems rename nothing that is open
        descriptor = None
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _lock(descriptor: int) -> bool:
    """Whether nobody else held it. False too where there are no locks."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (OSError, AttributeError):
        return False
    return True


def _clear(path: Path, beside: Path) -> None:
    """Deletes parts of ``path`` whose writers are gone. ``beside`` is the one just made: it tells the
    time as the disk does. What cannot be deleted stays.
    """
    named = re.compile(rf"\.{re.escape(path.name)}\.[a-z0-9_]{{8}}{re.escape(UNFINISHED)}\Z")
    now = beside.stat().st_mtime
    for part in [one for one in path.parent.glob(f".*{UNFINISHED}") if named.match(one.name)]:
        if _is_left(part, now):
            shutil.rmtree(part, ignore_errors=True)
            if part.is_file():
                part.unlink(missing_ok=True)


def _is_left(part: Path, now: float) -> bool:
    """Whether ``part`` is no longer new and no process holds it. (Our own is held by us.)"""
    try:
        if part.is_symlink() or now - part.stat().st_mtime < _NEW:
            return False
        descriptor = _opened(part)
    except OSError:  # gone by now, or not to be looked at
        return False
    if descriptor is None:
        return False
    try:
        return _lock(descriptor)
    finally:
        os.close(descriptor)
