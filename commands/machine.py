"""What this process may use of the machine: processors and memory, as the system and a container around it allow.

    affinity, cgroup cpu.max ──► processors        physical memory, cgroup memory.max ──► memory
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from multiprocessing import get_all_start_methods
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")
"""Where Linux tells what a control group may use (version 2 at its top, version 1 in a folder for each)."""
PER_PROCESS = 10**9
"""Bytes that a process of a run on disk is given."""
_NO_BOUND = 2**62
"""Version 1 writes the largest number of pages there is for no bound."""


def workers(wanted: int | None) -> int:
    """So many processes as are ``wanted``; None: one for each processor that this one may use, though no more than
    there are gigabytes of memory. One where a process cannot be divided into two (Windows).
    """
    if "fork" not in get_all_start_methods():
        return 1
    return wanted if wanted is not None else max(min(processors(), memory() // PER_PROCESS), 1)


def processors() -> int:
    """How many processors this process may use at a time; of a container that has half of one, one."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(min([allowed, *(int(quota // period) for quota, period in _quotas())]), 1)


def memory() -> int:
    """Bytes that this process and those beside it may hold."""
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    told = (_numbers(GROUPS / name) for name in ("memory.max", "memory/memory.limit_in_bytes"))
    return min([machine, *(each[0] for each in told if each and 0 < each[0] < _NO_BOUND)])


def _quotas() -> Iterator[tuple[int, int]]:
    """Microseconds of processor in each period of so many."""
    apart = [*_numbers(GROUPS / "cpu/cpu.cfs_quota_us"), *_numbers(GROUPS / "cpu/cpu.cfs_period_us")]
    for said in (_numbers(GROUPS / "cpu.max"), apart):
        if len(said) == 2 and min(said) > 0:
            yield said[0], said[1]


def _numbers(file: Path) -> list[int]:
    """The numbers in a file; ``max`` and files that are not there say none."""
    try:
        return [int(word) for word in file.read_text().split() if word.lstrip("-").isdigit()]
    except OSError:
        return []
