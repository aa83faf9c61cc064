"""The 丹凤 policy counts its hotline as the source prints it: 75 matters assigned, 49 finished, 65 %.

The matters are invented; only the printed figures come from the source text. Around them stand
distractors that a filter over rows would count: calls never assigned, matters of other channels and
of the year before, closings that were taken back, sent twice, voided or made after the day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache

import pytest

from kaohe.engine.event import Event
from kaohe.engine.event_row import event_from_row
from kaohe.engine.ledger import Tally
from kaohe.engine.reference import replay
from kaohe.engine.roster import Roster
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.library import load_policy, load_roster_document
from kaohe.rules.policy import Policy
from kaohe.rules.shelf import SHIPPED

AS_OF = date(2023, 11, 22)
"""The day the source was published."""
RATE, CALLS = "hotline.rate", "hotline.calls"
UNITS = ("town01", "town02", "town03", "street01", "housing", "labour")

Row = Mapping[str, str]


@cache
def policy() -> Policy:
    whole = load_policy(SHIPPED / "danfeng").policy
    assert whole is not None
    return replace(whole, clauses=tuple(clause for clause in whole.clauses if clause.id in {RATE, CALLS}))


@cache
def roster() -> Roster:
    document, problems = load_roster_document(SHIPPED / "danfeng/roster.yaml")
    assert document is not None, problems
    return roster_from_document(document, policy().vocabulary)[0]


def event(row: Row) -> Event:
    found, problems = event_from_row(row, policy().vocabulary, policy().timezone)
    assert found is not None, problems
    return found


def matter(case: str, on: str, channel: str = "phone") -> Row:
    return {
        "id": f"{case}-r", "at": on, "kind": "registered", "case": case, "unit": "bureau",
        "origin": "new", "channel": channel, "class": "general",
    }  # fmt: skip


def step(case: str, kind: str, on: str, **more: str) -> Row:
    return {"id": f"{case}-{kind}-{on}", "at": on, "kind": kind, "case": case, **more}


def assigned(case: str, on: str, place: int = 0) -> Row:
    return step(case, "assigned", on, unit=UNITS[place % len(UNITS)], due_on="2023-11-20")


def hotline() -> list[Row]:
    """75 matters assigned from February on, the first 49 of them finished."""
    rows: list[Row] = []
    for place in range(75):
        case = f"H{place:03}"
        on = date(2023, 2, 1) + timedelta(days=7 * (place % 40))
        rows += [matter(case, str(on)), assigned(case, str(on + timedelta(days=1)), place)]
        if place < 49:
            rows.append(step(case, "closed", str(min(on + timedelta(days=12), AS_OF))))
    return rows


def distractors() -> list[Row]:
    """What looks like a hotline matter or like a finished one, and is neither."""
    never_assigned = [matter(f"N{place:03}", "2023-05-03") for place in range(71)]
    other_channel = [
        matter("V1", "2023-05-04", "visit"),
        assigned("V1", "2023-05-05"),
        step("V1", "closed", "2023-05-10"),
    ]
    year_before = [
        matter("Y1", "2022-12-31"),
        assigned("Y1", "2023-01-03"),
        step("Y1", "closed", "2023-02-10"),
    ]
    # H060 to H062 are not finished: taken back, finished after the day, a closing that was voided.
    taken_back = [step("H060", "closed", "2023-10-01"), step("H060", "reopened", "2023-10-20")]
    too_late = [step("H061", "closed", "2023-11-23")]
    false = step("H062", "closed", "2023-10-01")
    voided = [false, {**false, "id": "H062-void", "voids": false["id"], "recorded_at": "2023-10-09T09:00"}]
    # H000 is finished once, however often its slip arrives and however often it is opened and closed again.
    again = [
        assigned("H000", "2023-02-02"),
        step("H000", "reopened", "2023-04-03"),
        step("H000", "closed", "2023-04-20"),
    ]
    return [*never_assigned, *other_channel, *year_before, *taken_back, *too_late, *voided, *again]


def shifts() -> list[Row]:
    """146 calls on seven evenings; one report was sent twice, one was corrected upwards and back."""
    calls = (30, 26, 24, 20, 18, 16, 12)
    rows: list[Row] = [
        {"id": f"S{place}", "at": f"2023-03-{1 + place:02}T19:00", "kind": "hotline_shift", "unit": "government",
         "leader": "c02", "calls": str(count)}
        for place, count in enumerate(calls)
    ]  # fmt: skip
    wrong = {**rows[6], "id": "S6-a", "amends": "S6", "calls": "120", "recorded_at": "2023-03-20T09:00"}
    right = {**rows[6], "id": "S6-b", "amends": "S6-a", "calls": "12", "recorded_at": "2023-03-21T09:00"}
    return [*rows, rows[0], wrong, right]


def tallies(rows: Sequence[Row]) -> dict[str, Tally]:
    found = replay(policy(), roster(), [event(row) for row in rows], AS_OF).tallies
    return {tally.clause: tally for tally in found if tally.subject in {"bureau", "government"}}


@cache
def year() -> dict[str, Tally]:
    return tallies([*hotline(), *distractors(), *shifts()])


def test_of_75_assigned_matters_49_are_finished() -> None:
    assert (year()[RATE].numerator, year()[RATE].denominator) == (49, 75)


def test_the_rate_is_printed_as_65_per_cent() -> None:
    assert year()[RATE].value == Fraction(49, 75)
    exact = 100 * Decimal(49) / Decimal(75)
    assert exact.quantize(Decimal(1), ROUND_HALF_UP) == 65


def test_146_calls_were_answered_however_the_reports_arrived() -> None:
    assert year()[CALLS].value == 146


def test_the_distractors_change_nothing() -> None:
    plain = tallies([*hotline(), *shifts()])
    assert (plain[RATE].numerator, plain[RATE].denominator) == (49, 75)


def assigned_phone_cases(rows: Sequence[Row]) -> set[str]:
    phone = {row["case"] for row in rows if row.get("channel") == "phone"}
    return phone & {row["case"] for row in rows if row["kind"] == "assigned"}


NAIVE: dict[str, Callable[[Sequence[Row]], tuple[int, int]]] = {
    "closings over slips": lambda rows: (
        sum(row["kind"] == "closed" for row in rows),
        sum(row["kind"] == "assigned" for row in rows),
    ),
    "closed once over registered": lambda rows: (
        len({row["case"] for row in rows if row["kind"] == "closed"}),
        sum(row["kind"] == "registered" for row in rows),
    ),
    "closed once over assigned by phone": lambda rows: (
        len({row["case"] for row in rows if row["kind"] == "closed"} & assigned_phone_cases(rows)),
        len(assigned_phone_cases(rows)),
    ),
}


@pytest.mark.parametrize("way", NAIVE)
def test_counting_rows_gives_other_figures(way: str) -> None:
    rows = [*hotline(), *distractors()]
    hits, of = NAIVE[way](rows)
    assert hits != 49
    assert of != 75
