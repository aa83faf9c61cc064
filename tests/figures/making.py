"""Events that come to a published figure, among others that look as if they counted and do not.

The distractors: the same event delivered again, an event voided later, a hit taken back by reopening, a
result after the day looked at, a matter of the year before, and figures in another unit of count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import yaml

from kaohe.engine.event import Event
from kaohe.engine.event_row import Slots, read_row
from kaohe.rules.clock import zone
from kaohe.rules.library import load_policy
from kaohe.rules.policy import Policy

HERE = Path(__file__).parent
Row = Mapping[str, str]


@cache
def table() -> Mapping[str, list[Mapping[str, object]]]:
    return dict(yaml.safe_load((HERE / "figures.yaml").read_text(encoding="utf-8")))


@cache
def policy() -> Policy:
    found = load_policy(HERE / "desk")
    assert found.policy is not None, found.problems
    return found.policy


def events(rows: Iterator[Row]) -> list[Event]:
    here = zone("Asia/Shanghai")
    assert here is not None
    slots = Slots(policy().vocabulary, here)
    read = [read_row(row, slots) for row in rows]
    assert [problems for _, problems in read if problems] == []
    return [event for event, _ in read if event is not None]


# --- shares ---------------------------------------------------------------------------------------


def share(figure: str, hits: int, of: int, unit: str | None = None) -> Iterator[Row]:
    """``of`` matters of the year, ``hits`` of them ended in a result that counts and were not reopened."""
    for number in range(of):
        case, day = f"{figure}.{number}", f"2021-{1 + number % 9:02}-{1 + number % 28:02}"
        yield opened(case, figure, day, unit)
        if number < hits:
            yield ended(case, "2021-11-02", counts=True)
        else:
            yield from _misses(case, number)
    yield from distractors(figure, hits, unit)


def _misses(case: str, number: int) -> Iterator[Row]:
    """A matter that does not count: open, ended otherwise, taken back, ended too late, its result voided."""
    match number % 5:
        case 1:
            yield ended(case, "2021-11-03", counts=False)
        case 2:
            yield ended(case, "2021-11-03", counts=True)
            yield {"id": f"{case}.back", "kind": "reopened", "case": case, "at": "2021-11-20"}
        case 3:
            yield ended(case, "2022-01-01", counts=True)
        case 4:
            yield ended(case, "2021-11-03", counts=True)
            yield voided(ended(case, "2021-11-03", counts=True))


def distractors(figure: str, hits: int, unit: str | None) -> Iterator[Row]:
    """Deliveries sent again, a false matter voided, matters of the year before that were ended this year."""
    for number in range(0, hits, 7):
        yield ended(f"{figure}.{number}", "2021-11-02", counts=True)
    false = opened(f"{figure}.false", figure, "2021-06-01", unit)
    yield from (false, voided(false))
    for number in range(3):
        case = f"{figure}.old{number}"
        yield opened(case, figure, "2020-12-31", unit)
        yield ended(case, "2021-01-15", counts=True)


def opened(case: str, figure: str, day: str, unit: str | None) -> Row:
    where = {} if unit is None else {"unit": unit}
    return {"id": f"{case}.o", "kind": "opened", "case": case, "at": day, "figure": figure, **where}


def ended(case: str, day: str, *, counts: bool) -> Row:
    return {"id": f"{case}.e", "kind": "ended", "case": case, "at": day, "counts": str(counts).lower()}


def voided(row: Row) -> Row:
    return {**row, "id": f"{row['id']}.v", "voids": row["id"], "recorded_at": "2021-12-20T09:00"}


# --- sums -----------------------------------------------------------------------------------------


def growth(figure: str, unit: str, now: int, before: int) -> Iterator[Row]:
    """Visits of both years in one unit of count; beside each stand figures in the other."""
    other = "people" if unit == "batches" else "batches"
    for year, whole in ((2021, now), (2020, before)):
        for number, part in enumerate(parts(whole, 9)):
            row = {"id": f"{figure}.{year}.{number}", "kind": "visited", "unit": "desk", "figure": figure,
                   "at": f"{year}-{1 + number:02}-07", unit: str(part), other: "1000"}  # fmt: skip
            yield row
            if number % 3 == 0:
                yield row
    wrong = {"id": f"{figure}.wrong", "kind": "visited", "unit": "desk", "figure": figure, "at": "2021-05-05", unit: "777"}
    yield from (wrong, voided(wrong))
    yield {**wrong, "id": f"{figure}.elder", "at": "2019-12-31"}
    yield {"id": f"{figure}.unitless", "kind": "visited", "unit": "desk", "figure": figure, "at": "2021-05-06", other: "999"}


def reports(unit: str, whole: int) -> Iterator[Row]:
    """Monthly reports that add up to ``whole``; one was first sent too high and amended."""
    for number, part in enumerate(parts(whole, 12)):
        row = {"id": f"{unit}.m{number}", "kind": "reported", "unit": unit, "at": f"2021-{1 + number:02}-28", "matters": str(part)}
        if number == 4:
            yield {**row, "matters": str(part + 5000)}
            yield {**row, "id": f"{row['id']}.a", "amends": row["id"], "recorded_at": "2021-09-01T09:00"}
        else:
            yield row
    yield {"id": f"{unit}.old", "kind": "reported", "unit": unit, "at": "2020-12-28", "matters": "9999"}


def parts(whole: int, into: int) -> list[int]:
    """``whole`` in so many parts that are not all alike."""
    each, rest = divmod(whole, into)
    return [each + (place < rest) for place in range(into)]


def smallest(rate: str) -> tuple[int, int]:
    """The smallest counts that print ``rate`` (per cent, two places, half up)."""
    for of in range(1, 2000):
        hits = round(Decimal(rate) * of / 100)
        if printed(100 * Decimal(hits) / of, 2) == rate:
            return hits, of
    raise AssertionError(f"no small counts print {rate}")


def printed(exact: Decimal, places: int, *, cut: bool = False) -> str:
    """A figure as it is printed: an independent statement of half up, or of cutting off."""
    return str(exact.quantize(Decimal(1).scaleb(-places), ROUND_DOWN if cut else ROUND_HALF_UP))
