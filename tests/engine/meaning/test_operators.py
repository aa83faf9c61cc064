"""Every sign and function is worth what the table of the language declares (P10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.engine.meaning.evaluate import value
from kaohe.engine.meaning.localtime import first_instant, instant_of, last_instant, wall_clock
from kaohe.engine.meaning.operators import OPERATORS as MEANT
from kaohe.engine.meaning.position import at_event
from kaohe.rules.clock import zone
from kaohe.rules.expression.check import typed
from kaohe.rules.expression.operators import NAMED, OPERATORS
from kaohe.rules.expression.scope import ParameterType, Scope
from kaohe.rules.expression.tree import Type
from kaohe.rules.value import plain

ROWS = [pytest.param(row, id=f"{op.name} {' '.join(row.operands)}") for op in OPERATORS for row in op.rows]
PARAMETERS = {"limit": ParameterType(Type("duration"))}


@pytest.fixture(scope="module")
def there(office):
    """At a closing on 5 March 2021, 09:30, of a case opened as ``e1`` on 1 March by ``chengbei``."""
    world = office.world(
        """
  - id: finish
    kind: monitored
    deadline: {start: accepted, finish: closed, within: 5d}
    accountable: [{unit: case.unit}]
""",
        "e1 2021-03-01 opened A1 class=plain unit=chengbei\ne2 2021-03-05T09:30 assigned A1 unit=chengbei",
        head="""
parameters: {limit: {type: duration, values: {2021-01-01: 5d}, points_from: example}}
periods: {congress: [{from: 2021-03-01, to: 2021-03-04}]}
""",
    )
    return replace(world, roster=_roster(office, world))


def _roster(office, world):
    return office.roster("units: [{id: chengbei, title: 城北, kind: town, level: township}]", world.policy)


def scope(world) -> Scope:
    return Scope(
        world.policy.vocabulary, kinds=("assigned",), parameters=PARAMETERS,
        periods=frozenset({"congress"}), deadlines=frozenset({"finish"}),
    )  # fmt: skip


def written(given, position) -> str:
    """A value as the language writes it; nothing for a missing one."""
    if given is None:
        return ""
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, Fraction):
        return plain(given)
    if isinstance(given, int):
        return wall_clock(given, position.world.policy.timezone).isoformat()[:16]
    return str(given)


@pytest.mark.parametrize("row", ROWS)
def test_every_row_of_the_table_gives_what_it_declares(there, row) -> None:
    # the table's examples speak of another vocabulary: registered there is opened here
    text = row.example.replace("registered", "opened")
    expression, problems = typed(text, scope(there), None, optional_ok=True)
    assert expression is not None, problems
    position = at_event(there, there.streams.cases["A1"], 1)
    assert written(value(expression, position), position) == row.gives


def test_every_function_of_the_language_is_meant_and_no_other() -> None:
    logic = {"&&", "||", "has", "default"}
    declared = {op.name for op in OPERATORS if op.sort in ("sign", "function", "guard")} - logic
    assert declared - set(MEANT) == set()
    assert set(MEANT) - declared == {"neg", "pairs"}  # `-x`, and `f == this.f` where either may be missing
    assert len(NAMED) > 30


ZONES = ["Asia/Shanghai", "Europe/Amsterdam", "America/New_York", "UTC"]


@given(at=st.integers(-1_000_000_000, 3_900_000_000).map(lambda s: s * 1_000_000 + 7), name=st.sampled_from(ZONES))
def test_local_days_agree_with_the_table_of_zones(at: int, name: str) -> None:
    """Two ways to one answer: zoneinfo here, the table that intake and columns use there."""
    table = zone(name)
    day = wall_clock(at, name).date()
    assert table.day(at) == day
    assert (first_instant(day, name), last_instant(day, name)) == (table.start(day), table.end(day))


def test_an_hour_shown_twice_is_the_earlier_and_one_skipped_moves_on() -> None:
    twice = date(2021, 10, 31)
    assert instant_of(twice, 150, "Europe/Amsterdam") == first_instant(twice, "Europe/Amsterdam") + 150 * 60_000_000
    assert wall_clock(instant_of(date(2021, 3, 28), 150, "Europe/Amsterdam"), "Europe/Amsterdam").hour == 3
