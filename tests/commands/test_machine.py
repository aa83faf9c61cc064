"""A run on disk takes the processors and the memory that it may use, inside a container as well."""

import os
from pathlib import Path

import pytest

from kaohe.commands import machine

GB = 10**9


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """A computer of so many processors and gigabytes; its control group's files are in ``tmp_path``."""

    def set_up(processors: int, gigabytes: int) -> Path:
        pages = {"SC_PHYS_PAGES": gigabytes * 250_000, "SC_PAGE_SIZE": 4_000}
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(processors)), raising=False)
        monkeypatch.setattr(os, "sysconf", pages.__getitem__)
        monkeypatch.setattr(machine, "GROUPS", tmp_path)
        return tmp_path

    return set_up


@pytest.mark.parametrize(("processors", "gigabytes", "processes"), [(8, 64, 8), (8, 3, 3), (1, 64, 1), (2, 0, 1)])
def test_as_many_processes_work_as_processors_and_memory_allow(
    computer, processors: int, gigabytes: int, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer(processors, gigabytes)
    assert machine.workers(None) == processes
    assert machine.workers(5) == 5, "who asks for so many has them"
    monkeypatch.setattr(machine, "get_all_start_methods", lambda: ["spawn"])
    assert machine.workers(5) == 1, "a process that cannot be divided works alone"


@pytest.mark.parametrize(
    ("files", "processes", "memory"),
    [
        ({"memory.max": f"{4 * GB}\n", "cpu.max": "300000 100000\n"}, 3, 4 * GB),
        ({"memory.max": f"{2 * GB}\n", "cpu.max": "max 100000\n"}, 2, 2 * GB),
        ({"memory.max": "max\n", "cpu.max": "50000 100000\n"}, 1, 64 * GB),
        ({"memory/memory.limit_in_bytes": f"{3 * GB}\n", "cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, 3, 3 * GB),
        ({"memory/memory.limit_in_bytes": "9223372036854771712\n", "cpu/cpu.cfs_quota_us": "250000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 2, 64 * GB),
        ({}, 8, 64 * GB),
    ],
    ids=["both", "memory", "half a processor", "memory, version 1", "processors, version 1", "no container"],
)
def test_a_container_may_allow_less_than_the_machine_has(computer, files: dict[str, str], processes: int, memory: int) -> None:
    group = computer(8, 64)
    for name, text in files.items():
        (group / name).parent.mkdir(exist_ok=True)
        (group / name).write_text(text)
    assert (machine.workers(None), machine.memory()) == (processes, memory)
