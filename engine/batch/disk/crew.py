"""Work done by several processes: each takes the next task when it is done with one.

A process that dies is told, and its task is tried once more by a new one; who dies of it again stops the
work. When the work stops, for whatever reason, no process is left behind.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar, cast

from kaohe.engine.memory import give_back, keep_enough
from kaohe.rules.problem import Problem, notice

T = TypeVar("T")
R = TypeVar("R")


class Died(Exception):  # noqa: N818 - said to whoever asked for the work
    """A process died of a task twice. ``task``: its number; ``code``: how it ended (negative: by that signal)."""

    def __init__(self, task: int, code: int | None) -> None:
        super().__init__(f"task {task}: {code}")
        self.task, self.code = task, code


@dataclass(slots=True)
class Hands:
    """How many processes work, and what is to be told of those that died. (``engine.workers.Workers``)"""

    processes: int = 1
    told: list[Problem] = field(default_factory=list)

    def died(self, number: int, code: int | None) -> None:
        self.told.append(notice("run.worker-died", part=number + 1, code=code))

    def all(self, tasks: Sequence[T], work: Callable[[T], R], step: Callable[[], None] | None = None) -> list[R]:
        """The results of all tasks, in their order; ``step`` hears of each. ``Died``: there is no result of one.

        What a task no longer uses waits for the next one, up to a bound; it is given back when all are done.
        """
        found: dict[int, R] = {}
        if self.processes > 1:
            gc.freeze()  # nobody looks through it, so nobody has it copied into his process
        try:
            for number, result in done(tasks, work, self.processes, self.died):
                found[number] = result
                if step is not None:
                    step()
        finally:
            gc.unfreeze()
            give_back()
        return [found[number] for number in range(len(tasks))]


def done(
    tasks: Sequence[T], work: Callable[[T], R], processes: int, died: Callable[[int, int | None], None]
) -> Iterator[tuple[int, R]]:
    """The number and the result of each task, as they come. ``died`` hears of a task that will be tried again.

    With one process the work is done here. Results and mistakes of others are pickled; tasks are not.
    """
    if processes <= 1 or len(tasks) <= 1:
        for number, task in enumerate(tasks):
            yield number, work(task)
            keep_enough()
        return
    crew = _Crew(tasks, work, died)
    try:
        for _ in range(min(processes, len(tasks))):
            crew.hire()
        yield from crew.results()
    finally:
        crew.dismiss()


class _Crew(Generic[T, R]):
    def __init__(self, tasks: Sequence[T], work: Callable[[T], R], died: Callable[[int, int | None], None]) -> None:
        self._tasks, self._work, self._told = tasks, work, died
        self._open = deque(range(len(tasks)))
        self._again: set[int] = set()
        self._hired: dict[Connection, tuple[multiprocessing.process.BaseProcess, int]] = {}
        self._gone: list[multiprocessing.process.BaseProcess] = []

    def hire(self) -> None:
        """One process more, with the next task."""
        ours, theirs = multiprocessing.Pipe()
        others = [*self._hired, ours]
        process = multiprocessing.get_context("fork").Process(target=self._serve, args=(theirs, others), daemon=True)
        process.start()
        theirs.close()
        self._hired[ours] = (process, -1)
        self._next(ours)

    def _serve(self, pipe: Connection, others: Sequence[Connection]) -> None:
        """What a process does: it ends with the pipe, and leaves interrupts to whoever started it."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for each in others:
            each.close()
        with suppress(EOFError, OSError):
            while True:
                number = pipe.recv()
                try:
                    pipe.send((True, self._work(self._tasks[number])))
                except Exception as mistake:  # noqa: BLE001 - raised again where the work was asked for
                    pipe.send((False, mistake))
                keep_enough()

    def _next(self, pipe: Connection) -> None:
        """The next task for a process; without one it goes, and takes its time: there is memory to be handed in."""
        process, _ = self._hired[pipe]
        if not self._open:
            del self._hired[pipe]
            pipe.close()
            self._gone.append(process)
            return
        number = self._open.popleft()
        self._hired[pipe] = (process, number)
        with suppress(OSError):  # it is dead: whoever waits for it will hear
            pipe.send(number)

    def results(self) -> Iterator[tuple[int, R]]:
        while self._hired:
            for ready in wait(list(self._hired)):
                pipe = cast("Connection", ready)
                number = self._hired[pipe][1]
                try:
                    good, result = pipe.recv()
                except (EOFError, OSError):
                    self._bury(pipe, number)
                    continue
                if not good:
                    raise result
                self._next(pipe)
                yield number, result

    def _bury(self, pipe: Connection, number: int) -> None:
        """A process died of its task: the task is open again, once."""
        process, _ = self._hired.pop(pipe)
        pipe.close()
        process.join()
        if number in self._again:
            raise Died(number, process.exitcode)
        self._again.add(number)
        self._told(number, process.exitcode)
        self._open.appendleft(number)
        self.hire()

    def dismiss(self) -> None:
        """Ends whoever still works, because nobody waits for results; who has no work left ends by himself."""
        for pipe, (process, _) in self._hired.items():
            process.terminate()
            self._gone.append(process)
            pipe.close()
        for process in self._gone if self._hired else ():
            process.join()
