"""Results appear whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kaohe.engine.write import whole_directory, whole_file, write_text


class CrashError(Exception):
    pass


def half_a_file(path: Path) -> None:
    with whole_file(path) as beside:
        beside.write_text("half")
        assert path.read_text() == "old"
        raise CrashError


def half_a_directory(path: Path) -> None:
    with whole_directory(path) as beside:
        (beside / "a").write_text("half")
        assert not path.exists()
        raise CrashError


def another_directory(path: Path) -> None:
    with whole_directory(path) as beside:
        (beside / "a").write_text("second")


def test_a_file_that_is_not_finished_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "result.txt"
    write_text(path, "old")
    with pytest.raises(CrashError):
        half_a_file(path)
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["result.txt"]


def test_a_finished_file_replaces_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "result.txt"
    write_text(path, "old\r\n")
    write_text(path, "新\n")
    assert path.read_bytes() == "新\n".encode()
    assert [one.name for one in tmp_path.iterdir()] == ["result.txt"]


def test_a_directory_that_is_not_finished_never_appears(tmp_path: Path) -> None:
    path = tmp_path / "runs" / "r1"
    with pytest.raises(CrashError):
        half_a_directory(path)
    assert list((tmp_path / "runs").iterdir()) == []


def test_a_finished_directory_appears_with_all_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "runs" / "r1"
    with whole_directory(path) as beside:
        (beside / "part").mkdir()
        (beside / "part" / "a").write_text("whole")
    assert (path / "part" / "a").read_text() == "whole"
    assert list(path.parent.iterdir()) == [path]


def test_a_directory_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "r1"
    with whole_directory(path) as beside:
        (beside / "a").write_text("first")
    with pytest.raises(FileExistsError):
        another_directory(path)
    assert (path / "a").read_text() == "first"
    assert list(tmp_path.iterdir()) == [path]


KILLED_WHILE_WRITING = """
import sys, time
from pathlib import Path
from kaohe.engine.write import whole_directory
with whole_directory(Path(sys.argv[1])) as beside:
    (beside / "a").write_text("half")
    print("writing", flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(os.name != "posix", reason="kills a process the POSIX way")
def test_a_killed_writer_leaves_no_result(tmp_path: Path) -> None:
    path = tmp_path / "r1"
    with subprocess.Popen([sys.executable, "-c", KILLED_WHILE_WRITING, str(path)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"writing\n"
        writer.send_signal(signal.SIGKILL)
    left = [one.name for one in tmp_path.iterdir()]
    assert len(left) == 1
    assert left[0].startswith(".r1.")
    assert left[0].endswith(".part")
    with whole_directory(path) as beside:
        (beside / "a").write_text("whole")
    assert (path / "a").read_text() == "whole"


def aged(path: Path) -> Path:
    """``path`` as if it had been written an hour ago."""
    before = path.stat().st_mtime - 3600
    os.utime(path, (before, before))
    return path


@pytest.mark.skipif(os.name != "posix", reason="kills a process the POSIX way")
def test_what_a_killed_writer_left_is_deleted_by_the_next_and_what_a_living_one_holds_is_not(tmp_path: Path) -> None:
    path = tmp_path / "r1"
    command = [sys.executable, "-c", KILLED_WHILE_WRITING, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"writing\n"
        part = aged(next(tmp_path.iterdir()))
        with pytest.raises(CrashError):
            half_a_directory(path)
        assert [one.name for one in tmp_path.iterdir()] == [part.name]
        assert (part / "a").read_text() == "half"
        writer.send_signal(signal.SIGKILL)
    with pytest.raises(CrashError):
        half_a_directory(path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="locks as POSIX has them")
def test_only_old_parts_of_the_same_name_are_leftovers(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    kept = [
        tmp_path / ".r10.abcdefgh.part", tmp_path / ".r1.x.abcdefgh.part", tmp_path / ".r1.abcdefg.part",
        tmp_path / "r1.abcdefgh.part", tmp_path / ".r1.new_one0.part",
    ]  # fmt: skip
    for one in kept:
        one.write_text("kept")
    for one in kept[:-1]:
        aged(one)
    (tmp_path / ".r1.pointing.part").symlink_to(aged(elsewhere), target_is_directory=True)
    left = tmp_path / ".r1.abcdefgh.part"
    left.write_text("half")
    write_text(tmp_path / "r1", "whole")
    assert left.exists()
    aged(left)
    write_text(tmp_path / "r1", "whole")
    assert {one.name for one in tmp_path.iterdir()} == {
        "r1", "elsewhere", ".r1.pointing.part", *(one.name for one in kept),
    }  # fmt: skip
