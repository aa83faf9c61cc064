"""A limit counted out on a tape ends where walking day by day ends, whatever pauses lie about and in whichever unit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.batch.calendar_days import day_table
from kaohe.engine.batch.pauses import Pauses, laid, stretches_of
from kaohe.engine.batch.tapes import Everything, WorkingDays, office_hours
from kaohe.engine.event import Event
from kaohe.engine.meaning import duedate
from kaohe.engine.meaning.duedate import Limit
from kaohe.engine.meaning.localtime import HOUR, first_instant
from kaohe.engine.meaning.world import World
from kaohe.engine.roster import Roster
from kaohe.engine.stream import Streams
from kaohe.rules.library import load_policy
from kaohe.rules.shelf import SHIPPED

ZONE = "Asia/Shanghai"
FIRST = first_instant(date(2021, 9, 20), ZONE)
"""Rest days, make-up days and the week of the national holiday lie ahead."""
hours = st.integers(0, 24 * 12).map(lambda half: half * HOUR // 2)
turns = st.lists(hours, max_size=5, unique=True).map(sorted)


@dataclass
class Rows:
    """The turns of one stream as a board has them."""

    at: Any
    day: Any
    stream: Any = field(init=False)
    begins: Any = field(init=False)

    def __post_init__(self) -> None:
        self.stream, self.begins = np.zeros(len(self.at), np.int64), np.array([0, len(self.at)])

    def __len__(self) -> int:
        return len(self.at)


def _world() -> World:
    policy = load_policy(SHIPPED / "lishi").policy
    assert policy is not None
    assert policy.timezone == ZONE
    return World(policy, Roster(units={}, tenures=()), Streams({}, {}, {}), policy.period.to, policy.period)


def _by_walking(world: World, opened_at: int, limit: Limit, states: list[list[int]]) -> tuple[date | None, int | None]:
    def at(instant: int) -> Event:
        return Event(id=str(instant), at=instant, kind="x")

    paused = []
    for own in states:
        for begun, ended in zip(own[::2], [*own[1::2], None][: len(own[::2])], strict=True):
            until = None if ended is None else at(ended)
            to = None if ended is None else world.day(ended)
            paused.append(duedate.Pause("s", at(begun), until, world.day(begun), to))
    walk = duedate.counted_out(world, opened_at, limit, paused)
    return walk.due, walk.due_at


def _on_a_tape(world: World, opened_at: int, limit: Limit, states: list[list[int]]) -> tuple[date | None, int | None]:
    instants = sorted((instant, number, place) for number, own in enumerate(states) for place, instant in enumerate(own))
    row = {(number, place): n for n, (_, number, place) in enumerate(instants)}
    days = np.array([world.day(each[0]).toordinal() for each in instants], np.int64)
    board: Any = Rows(np.array([each[0] for each in instants], np.int64), days)
    found = sorted((row[n, p], row.get((n, p + 1), -1), n) for n, own in enumerate(states) for p in range(0, len(own), 2))
    begins, ends, state = np.array(found, np.int64).reshape(-1, 3).T
    tapes = {"d": Everything(), "wd": WorkingDays(day_table(world.policy.calendar)), "h": Everything(),
             "wh": office_hours(world.policy.calendar, ZONE)}  # fmt: skip
    along = laid(stretches_of(Pauses(state, begins, ends), board), tapes[limit.unit], board.at if limit.in_hours else board.day - 1)
    opened = np.array([opened_at if limit.in_hours else world.day(opened_at).toordinal()])
    low, high = np.zeros(1, np.int64), np.array([len(along.after)])
    amount = int(limit.count) * (HOUR if limit.in_hours else 1)
    place, held_up = along.used_up(along.passed(opened, low, high, np.array([len(board)])) + amount, low, high, np.array([len(board)]))
    if held_up[0]:
        return None, None
    due = int(place[0])
    return (world.day(due), due) if limit.in_hours else (date.fromordinal(due), None)


def test_a_limit_past_pauses_ends_where_walking_ends() -> None:
    world, seen = _world(), Counter[str]()

    @settings(max_examples=600, deadline=None, derandomize=True)
    @given(hours, st.integers(1, 60), st.sampled_from(["d", "wd", "h", "wh"]), st.tuples(turns, turns))
    def law(after, count, unit, states) -> None:
        own = [[FIRST + each for each in state] for state in states]
        limit = Limit(Fraction(count), unit)
        walked = _by_walking(world, FIRST + after, limit, own)
        assert _on_a_tape(world, FIRST + after, limit, own) == walked
        seen[f"{unit} {'held up' if walked[0] is None else 'due'}"] += any(own)

    law()
    assert len(seen) == 8
    assert min(seen.values()) >= 20, seen
