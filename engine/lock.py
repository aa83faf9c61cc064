"""One writer at a time: a lock file that the operating system holds for a process and frees when it dies.

A process that is killed leaves the file, never the lock: the next writer simply takes it. The file
holds nothing; where the system allows it, it is gone when the work is done.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOCK = ".lock"
WAIT = 5.0
"""Seconds to wait for another writer before giving up."""
_AGAIN = 0.05


@contextmanager
def only_writer(folder: Path, wait: float | None = None) -> Iterator[None]:
    """Nobody else writes to ``folder`` while the block runs.

    ``BlockingIOError`` (EAGAIN, with the folder) when another writer still works after ``wait`` seconds
    (None: ``WAIT``). A folder that had to be made, and has stayed empty, is taken away again.
    """
    until = time.monotonic() + (WAIT if wait is None else wait)
    made = not folder.exists()
    while (descriptor := _taken(folder)) is None:
        if time.monotonic() >= until:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN), str(folder))
        time.sleep(_AGAIN)
    try:
        yield
    finally:
        _free(folder / LOCK, descriptor)
        if made:
            with suppress(OSError):
                folder.rmdir()


def _taken(folder: Path) -> int | None:
    """The lock file, open and ours; None while it is another's."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except (FileNotFoundError, PermissionError):
        if folder.is_dir() and not os.access(folder, os.W_OK):
            raise
        return None  # the writer before took the folder, or its file (Windows), away just now
    if _locked(descriptor) and _is_still(folder / LOCK, descriptor):
        return descriptor
    os.close(descriptor)
    return None


def _is_still(path: Path, descriptor: int) -> bool:
    """Whether the file that is open is the one that stands there: the writer before removes his."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _free(path: Path, descriptor: int) -> None:
    """Removed while it is still ours; where a system does not let an open file be removed, it stays."""
    with suppress(OSError):
        path.unlink()
    os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _locked(descriptor: int) -> bool:
        """Whether the first byte of the file is now ours."""
        with suppress(OSError):
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            return True
        return False

else:
    import fcntl

    def _locked(descriptor: int) -> bool:
        """Whether the file is now ours."""
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False
