"""Whoever waits for a run sees how far it is; whoever does not wait sees nothing of it."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import pytest

from kaohe.commands import progress
from kaohe.engine.engines import ENGINES, engine
from kaohe.engine.event_file import read_events
from kaohe.engine.roster import Roster
from kaohe.reports.progress_text import replay_text
from kaohe.rules.library import load_policy


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def seconds(*times: float) -> Iterator[float]:
    yield from times


def test_nothing_is_shown_in_the_first_two_seconds_and_then_all_that_is_known(monkeypatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    times = seconds(0.0, 0.5, 1.9, 2.5, 2.55, 4.5)
    show = progress.replaying("回放", lambda: next(times))
    for done in range(4):
        show(done, 20)
    assert terminal.getvalue() == "\r\033[K回放 已完成 2 / 20 步，10%，每秒 1 步，还需约 18 秒"
    show(4, 20)
    assert terminal.getvalue().endswith("\r\033[K回放 已完成 4 / 20 步，20%，每秒 1 步，还需约 16 秒")


def test_a_file_gets_no_word_of_it(monkeypatch) -> None:
    made = io.StringIO()
    monkeypatch.setattr(sys, "stderr", made)
    times = seconds(0.0, 3.0)
    progress.replaying("回放", lambda: next(times))(1, 2)
    assert made.getvalue() == ""


@pytest.mark.parametrize(
    ("counted", "shown"),
    [
        ((0, 27, 3.0), "0 / 27 steps, 0%"),
        ((12, 27, 6.0), "12 / 27 steps, 44%, 2 a second, about 8 s left"),
        ((1, 27, 60.0), "1 / 27 steps, 4%, 0.017 a second, about 26 min left"),
        ((50_000, None, 4.0), "50,000 steps, 12,500 a second"),
        ((0, 0, 1.0), "0 / 0 steps"),
    ],
)
def test_what_is_not_known_is_not_said(counted, shown) -> None:
    assert replay_text(*counted, "en") == shown


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_counts_up_to_the_whole_and_says_the_same_as_unasked(name, desk) -> None:
    checked = load_policy(desk / "small")
    assert checked.policy is not None
    policy = checked.policy
    events = read_events((desk / "events.jsonl",), policy.vocabulary, policy.timezone).events
    heard: list[tuple[int, int | None]] = []
    replay = engine(name)
    asked = replay(policy, Roster(), events, policy.period.to, progress=lambda *count: heard.append(count))
    assert asked == replay(policy, Roster(), events, policy.period.to)
    done = [count for count, _ in heard]
    assert len(heard) > 1
    assert done == sorted(done)
    assert heard[-1][1] in {None, heard[-1][0]}
