"""Keeps the worker alive, and asks it.

    post lines ──► worker ──► firings
    worker dies, raises or stays silent for ``patience`` seconds ──► ``Lost`` says how; the next post has a new one

Frames may be sent ahead (``send``, then ``receive`` in the same order), so that both processes work.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from queue import Empty, Queue
from threading import Thread, Timer
from typing import IO, Protocol

from kaohe.engine.stream_rules.durable import Ruleset, needed
from kaohe.engine.stream_rules.questions import Book

PATIENCE = 60.0
"""Seconds that a frame may take; frames are small, so this is a worker that hangs."""


@dataclass(frozen=True, slots=True)
class Line:
    """One fact for one ruleset, as JSON."""

    ruleset: int
    fact: str


Fired = frozenset[int]
"""The numbers of the questions whose rules a fact fired."""


class Lost(Exception):  # noqa: N818 - not a fault of ours: the rules engine's
    """The worker gave no answer. ``how``: the signal it died of, what it raised, or ``silent``."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


class Poster(Protocol):
    """Whoever has facts judged."""

    def send(self, lines: Sequence[Line]) -> None: ...

    def receive(self) -> list[Fired]: ...

    def close(self) -> None: ...


class InProcess:
    """durable-rules in this very process: for one case on its own, where no worker is worth its start."""

    def __init__(self, book: Book) -> None:
        self._rulesets = [Ruleset(name, rules) for name, rules in book.rulesets]
        self._sent: list[Sequence[Line]] = []

    def send(self, lines: Sequence[Line]) -> None:
        self._sent.append(lines)

    def receive(self) -> list[Fired]:
        return [_numbers(self._rulesets[line.ruleset].fired(line.fact)) for line in self._sent.pop(0)]

    def close(self) -> None: ...


class Keeper:
    """durable-rules in a worker process. ``workers`` counts those started.

    ``ModuleNotFoundError`` where durable-rules is not installed.
    """

    command: tuple[str, ...] = (sys.executable, "-P", "-m", "kaohe.engine.stream_rules.worker")

    def __init__(self, book: Book, patience: float = PATIENCE) -> None:
        needed()
        self._rules = json.dumps([[name, rules] for name, rules in book.rulesets], ensure_ascii=False)
        self.patience = patience
        self.process: subprocess.Popen[bytes] | None = None
        self.workers = 0
        self._answers: Queue[bytes | None] = Queue()

    def send(self, lines: Sequence[Line]) -> None:
        """Hands a frame over; ``Lost`` when the worker is gone."""
        frame = "".join(f"{line.ruleset}\t{line.fact}\n" for line in lines)
        self._write(f"{len(lines)}\n{frame}".encode())

    def receive(self) -> list[Fired]:
        """The firings of the oldest frame not yet received, fact by fact; ``Lost`` when there are none."""
        answer = self._answer()
        return [_numbers(names.split()) for names in answer.split(";")]

    def close(self) -> None:
        """Ends the worker, whatever it is at; frames not received are forgotten."""
        process, self.process = self.process, None
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                _shut(pipe)
            process.wait()

    def _write(self, data: bytes) -> None:
        process = self.process or self._start()
        watch = Timer(self.patience, process.kill)
        watch.start()
        try:
            assert process.stdin is not None
            process.stdin.write(data)
            process.stdin.flush()
        except OSError:
            raise self._lost() from None
        finally:
            watch.cancel()

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own module
        self.process, self._answers = process, Queue()
        self.workers += 1
        Thread(target=_listen, args=(process.stdout, self._answers), daemon=True).start()
        self._write(self._rules.encode() + b"\n")
        self._answer()
        return process

    def _answer(self) -> str:
        try:
            answer = self._answers.get(timeout=self.patience)
        except Empty:
            raise self._lost("silent") from None
        if answer is None or answer.startswith(b"!"):
            raise self._lost((answer or b"").decode().strip("!\n"))
        return answer.decode().rstrip("\n")

    def _lost(self, how: str = "") -> Lost:
        """What became of the worker: its own word, or the signal or code it ended with."""
        process = self.process
        code = None if process is None or how else process.wait()
        self.close()
        return Lost(how or (f"signal {-code}" if code is not None and code < 0 else f"exit {code}"))


def _numbers(names: Sequence[str]) -> Fired:
    return frozenset(int(name.partition(".")[0]) for name in names)


def _listen(answers: IO[bytes] | None, to: Queue[bytes | None]) -> None:
    """Takes answers off the pipe as they come, so that the worker never waits for a reader."""
    try:
        for line in answers or ():
            to.put(line)
    except (OSError, ValueError):
        pass
    to.put(None)


def _shut(pipe: IO[bytes] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except OSError:
        pass
