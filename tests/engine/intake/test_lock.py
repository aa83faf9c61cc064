"""One import at a time: the second waits, then is refused; a killed one leaves no lock behind."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kaohe.engine.lock import LOCK, only_writer

HOLD = """\
import sys, time
from pathlib import Path
from kaohe.engine.lock import only_writer
with only_writer(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
    Path(sys.argv[1], "done").touch()
"""
ADD = """\
import sys
from pathlib import Path
from kaohe.engine.lock import only_writer
for turn in range(40):
    with only_writer(Path(sys.argv[1]), 300):
        path = Path(sys.argv[1], "count")
        path.write_text(str(int(path.read_text()) + 1))
"""


def holder(folder: Path, seconds: float) -> subprocess.Popen[str]:
    """Another process that has the lock by the time this returns."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(folder), str(seconds)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_writer_is_refused_while_the_first_works(tmp_path: Path) -> None:
    with holder(tmp_path, 30) as first:
        with pytest.raises(BlockingIOError) as refused, only_writer(tmp_path, 0.2):
            pass
        assert refused.value.filename == str(tmp_path)
        first.kill()


def test_a_second_writer_waits_for_the_first(tmp_path: Path) -> None:
    with holder(tmp_path, 0.4), only_writer(tmp_path, 60):
        assert (tmp_path / "done").exists(), "the first had not ended its work"
    assert list(tmp_path.iterdir()) == [tmp_path / "done"]


def test_a_killed_writer_leaves_no_lock(tmp_path: Path) -> None:
    with holder(tmp_path, 60) as first:
        first.kill()
        first.wait()
    assert (tmp_path / LOCK).exists(), "the file is there, the lock is not"
    with only_writer(tmp_path, 0):
        pass


def test_a_folder_made_for_nothing_is_taken_away(tmp_path: Path) -> None:
    with only_writer(tmp_path / "new"):
        assert (tmp_path / "new").is_dir()
    assert not (tmp_path / "new").exists()
    with only_writer(tmp_path):
        pass
    assert tmp_path.is_dir()


def test_no_turn_is_lost_between_processes_that_take_and_remove_the_file(tmp_path: Path) -> None:
    (tmp_path / "count").write_text("0")
    command = [sys.executable, "-c", ADD, str(tmp_path)]
    with ThreadPoolExecutor() as pool:
        ended = list(pool.map(lambda _: subprocess.run(command, check=False).returncode, range(3)))
    assert ended == [0, 0, 0]
    assert (tmp_path / "count").read_text() == "120"
