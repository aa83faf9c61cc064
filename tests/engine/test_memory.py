"""What a run's processes hold between two tasks is bounded; what they hold is what the system says."""

import sys

import numpy as np
import pytest

from kaohe.engine import memory
from kaohe.engine.batch.disk import Hands

LARGE = 60_000_000


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what a process holds in this way")
def test_what_a_process_holds_grows_with_what_it_writes_to() -> None:
    before = memory.held()
    written = np.ones(LARGE, np.uint8)
    assert memory.held() - before > LARGE * 0.9
    assert written.all()


@pytest.mark.parametrize(("enough", "times"), [(0, 3), (sys.maxsize, 0)], ids=["beyond the bound", "within the bound"])
def test_between_tasks_memory_goes_back_beyond_the_bound_only(enough: int, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    given_back: list[int] = []
    monkeypatch.setattr(memory, "give_back", lambda: given_back.append(1))
    monkeypatch.setattr(memory, "held", lambda: 1)
    monkeypatch.setattr(memory, "ENOUGH", enough)
    assert Hands(1).all([1, 2, 3], lambda task: task * task) == [1, 4, 9]
    assert len(given_back) == times
