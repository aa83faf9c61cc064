"""Where a run's memory comes from."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from pathlib import Path

import pyarrow as pa

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
"""Numbers of glibc's ``malloc.h``."""
_LARGEST_KEPT, _MOST_KEPT = 32 << 20, 1 << 30
"""Pieces of up to so many bytes are used again when they are free; so much in all, at the end of the heap."""
ENOUGH = 1_300_000_000
"""Bytes that a process may keep between two tasks. At a part it holds 1.2 thousand million where there are a hundred million
events: some 700 of its own, the rest shared with the process that leads."""
_HELD = Path("/proc/self/statm")
"""Pages of this process: its whole size, and those in memory."""


def plain_memory() -> None:
    """Arrow takes its memory as Python and numpy do, from ``malloc``, from now on in this process.

    Of itself it keeps a pool of its own (mimalloc) in pages of two megabytes, which the kernel has to blank before
    anybody writes there, and columns are written once. Of 6.4 s for a million events held in memory that is
    0.35 s (eight runs in turns: 0.8 s less of the system, half of it paid back in smaller pages), for an eighth more memory.
    """
    pa.set_memory_pool(pa.system_memory_pool())


def kept_memory() -> None:
    """The same; and what is free is kept for what comes next instead of going back to the system, until somebody says so.

    For work that takes and frees the same few hundred megabytes again and again (parts, shares): of 41 s for ten million
    events on disk, before merging, the system took 7 to 8 s, and takes 2.
    """
    plain_memory()
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _LARGEST_KEPT)
        mallopt(_M_TRIM_THRESHOLD, _MOST_KEPT)
        mallopt(_M_ARENA_MAX, 1)  # what one thread takes another may use again: 0.86 GB instead of 0.99 in one process at ten million


def give_back() -> None:
    """What is free goes back to the system: Arrow's own, and what Python, numpy and readers of footers had."""
    pa.default_memory_pool().release_unused()
    pa.system_memory_pool().release_unused()


def keep_enough() -> None:
    """What is free is kept unless this process holds more than ``ENOUGH``."""
    if held() > ENOUGH:
        give_back()


def held() -> int:
    """Bytes of memory that this process holds, shared ones among them; 0 where the system does not say."""
    with suppress(OSError, ValueError, IndexError):
        return int(_HELD.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0
