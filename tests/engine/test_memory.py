"""What a run's processes hold between two tasks is bounded; what they hold is what the system says."""

import gc
import sys
import weakref

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


class Holding:
    """One of two that hold each other."""

    def __init__(self) -> None:
        self.other: object = None


def test_beyond_the_bound_those_that_hold_each_other_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "ENOUGH", -1)
    gc.disable()  # nobody else looks for them meanwhile
    try:
        one, other = Holding(), Holding()
        one.other, other.other = other, one
        left = weakref.ref(one)
        del one, other
        assert left() is not None
        memory.keep_enough()
        assert left() is None
    finally:
        gc.enable()
