"""What columns rest on: every condition's column equals the plain meaning at every event of a year.

Then the tables beneath: local days in zones with summer time, working days, bounds of numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf_of_policies import crossed, folders, told_in

from kaohe.engine.batch import history
from kaohe.engine.batch.board import Board
from kaohe.engine.batch.calendar_days import day_table, local_days
from kaohe.engine.batch.column import Codes, Unsure, column_of, said, times
from kaohe.engine.batch.evaluate import column
from kaohe.engine.batch.ground import ground_of
from kaohe.engine.batch.operators import OPERATORS
from kaohe.engine.event import Event
from kaohe.engine.form import form_streams
from kaohe.engine.meaning import evaluate, localtime
from kaohe.engine.meaning.operators import OPERATORS as PLAIN
from kaohe.engine.meaning.position import at_event
from kaohe.engine.meaning.unscored import OutOfBounds
from kaohe.engine.meaning.workdays import workdays_between
from kaohe.engine.reference import world_of
from kaohe.engine.roster_from_events import roster_from_events
from kaohe.rules.calendar import UnknownYear
from kaohe.rules.expression.tree import Tree
from kaohe.rules.library import load_policy
from kaohe.rules.policy import On, Policy
from kaohe.rules.shelf import SHIPPED


def _conditions(policy: Policy) -> Iterator[tuple[On, Tree]]:
    """The conditions and points of clauses at events, and every part of them that is a tree."""
    for clause in policy.clauses:
        if isinstance(clause.form, On):
            for whole in (clause.form.at.when, clause.points):
                if whole is not None:
                    yield from ((clause.form, part) for part in _parts(whole.tree))


def _parts(tree: object) -> Iterator[Tree]:
    """A tree and what is judged at the same place: conditions inside history calls are not."""
    yield tree  # type: ignore[misc]
    for operand in getattr(tree, "operands", ()):
        yield from _parts(operand)


@pytest.mark.parametrize("many", [0, 10**9], ids=["rows looked back at are searched", "rows looked back at are counted"])
def test_every_column_equals_the_plain_meaning_at_every_event(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few or many positions ask how many rows stand before them."""
    monkeypatch.setattr(history, "_MANY", many)
    looked = on_columns = 0
    for number, folder in enumerate(folders()):
        case = told_in(folder)
        events = crossed(case, number) if case.stories else ()
        world, ground = ground_of(case.policy, _implied(events, case.policy), events, case.policy.period.to)
        for form, tree in _conditions(case.policy):
            board = Board(world, form.stream, Codes(), ground)
            every = board.at_all(form.at.kinds)
            rows = every.row
            try:
                values = said(column(tree, every), board.codes)
            except Unsure:
                continue
            on_columns += 1
            some = np.arange(1, len(rows), 2)
            assert said(column(tree, every.some(some)), board.codes) == values[1::2], "what is known of all is cut"
            assert said(column(tree, board.at_rows(rows[some])), board.codes) == values[1::2], "asked anew"
            for value, row in zip(values, rows.tolist(), strict=True):
                looked += 1
                stream = board.stream_of(int(board.stream[row]))
                here = at_event(world, stream, row - int(board.begins[board.stream[row]]))
                try:
                    assert value == evaluate.value(tree, here), (folder.name, tree, board.event(row))
                except (OutOfBounds, UnknownYear):
                    pytest.fail(f"columns were sure where the meaning has no answer: {folder.name} {tree}")
    assert on_columns > 200
    assert looked > 400


def _implied(events: tuple[Event, ...], policy: Policy):
    return roster_from_events(form_streams(events, policy.vocabulary)[0], policy.vocabulary)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe"])
def test_local_days_are_those_of_the_wall_clock(zone: str) -> None:
    rng = np.random.default_rng(3)
    at = rng.integers(1_280_000_000_000_000, 1_640_000_000_000_000, 3000)
    at = np.concatenate([at, at // 3_600_000_000 * 3_600_000_000, at // 3_600_000_000 * 3_600_000_000 - 1])
    expected = [localtime.day_of(int(each), zone).toordinal() for each in at]
    assert local_days(at, zone).tolist() == expected
    assert len(set(expected)) > 1000


def test_working_days_in_tables_are_those_counted_one_by_one() -> None:
    policy = load_policy(SHIPPED / "lishi").policy
    assert policy is not None
    world, _ = world_of(policy, _implied((), policy), (), policy.period.to)
    table, first = day_table(policy.calendar), date(2021, 1, 15)
    ends = np.array([(first + timedelta(days=n)).toordinal() for n in range(-10, 330)], np.int64)
    starts = np.full(len(ends), first.toordinal(), np.int64)
    expected = [workdays_between(world, first, date.fromordinal(int(each))) for each in ends]
    assert table.between(starts, ends).tolist() == expected
    assert max(expected) > 200
    assert min(expected) < 0


def test_a_day_of_a_year_without_calendar_makes_columns_unsure() -> None:
    policy = load_policy(SHIPPED / "lishi").policy
    assert policy is not None
    table = day_table(policy.calendar)
    beyond = np.array([date(max(policy.calendar.years) + 1, 3, 1).toordinal()], np.int64)
    with pytest.raises(Unsure):
        table.is_workday(beyond)
    with pytest.raises(Unsure):
        table.between(beyond - 70, beyond)


SIGNS = ("+", "-", "*", "<", "<=", "==", "min", "max")
NUMBERS = st.lists(st.fractions(-(10**6), 10**6, max_denominator=1000), min_size=1, max_size=6)


def test_numbers_in_columns_are_exact_or_refused() -> None:
    sure: Counter[str] = Counter()

    @settings(max_examples=400, derandomize=True)
    @given(NUMBERS, st.sampled_from(SIGNS))
    def compared(numbers: list[Fraction], sign: str) -> None:
        codes, other = Codes(), [*numbers[1:], numbers[0]]
        try:
            left, right = column_of(numbers, "number", codes), column_of(other, "number", codes)
            found = said(OPERATORS[sign](None, left, right), codes)  # type: ignore[arg-type]
        except Unsure:
            return
        sure[sign] += 1
        assert found == [PLAIN[sign](None, a, b) for a, b in zip(numbers, other, strict=True)]

    compared()
    assert min(sure[sign] for sign in SIGNS) > 10


def test_a_product_beyond_the_bounds_is_refused_and_never_wraps() -> None:
    with pytest.raises(Unsure):
        times(np.array([5 * 10**17], np.int64), 3)
    codes = Codes()
    large = column_of([Fraction(4 * 10**9)], "number", codes)
    with pytest.raises(Unsure):
        OPERATORS["*"](None, large, large)  # type: ignore[arg-type]

