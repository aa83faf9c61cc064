"""What every peer is handed besides the events: roster, calendar, limits and the order of kinds, as small tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import yaml

ROOT = Path(__file__).parents[2]
MILLION = 1_000_000
_LIMITS = (
    # clause, role, per case, per subject: the clause's limit times the line's share
    ("statute-2005.advice", "unit", None, 4.0),
    ("control-new.dispatch", "unit", None, 10.0),
    ("control-new.finish", "unit", 3.0, 15.0), ("control-new.finish", "deputy", 1.5, 7.5),
    ("control-new.second-report", "unit", 6.0, 20.0), ("control-new.second-report", "principal", 3.0, 10.0),
    ("control-new.reply", "unit", None, 5.0),
    ("control-new.failed-gate", "unit", 1.0, 10.0),
    ("control-new.review-changed", "unit", 3.0, 12.0),
    ("clear-old.bonus", "unit", 2.0, 20.0), ("clear-old.bonus", "leader", 1.0, 10.0),
    ("clear-old.hard-new", "unit", 1.0, 5.0),
    ("leaders.duty-day", "leader", None, 6.0),
    ("leaders.field-visits", "leader", None, 6.0),
    ("leaders.daily-check", "leader", None, 3.0),
    ("leaders.cross-domain", "deputy_secretary", None, 4.0), ("leaders.cross-domain", "executive_deputy", None, 4.0),
    ("leaders.district-level", "secretary", None, 4.0), ("leaders.district-level", "head", None, 4.0),
    ("bodies.daily-rota", "unit", None, 10.0),
)  # fmt: skip
LIMITS = pa.table({
    "clause": [row[0] for row in _LIMITS], "role": [row[1] for row in _LIMITS],
    "per_case": pa.array([None if row[2] is None else int(row[2] * MILLION) for row in _LIMITS], pa.int64()),
    "per_subject": pa.array([None if row[3] is None else int(row[3] * MILLION) for row in _LIMITS], pa.int64()),
})  # fmt: skip
"""In millionths of a point."""
FIRST, LAST = date(2020, 12, 21), date(2022, 1, 10)
"""The weeks that touch the period, whole."""


@dataclass(frozen=True)
class Small:
    """Tables and codes; a missing date is open."""

    units: pa.Table
    tenures: pa.Table
    calendar: pa.Table
    kinds: list[str]
    unit_codes: list[str]
    leader_codes: list[str]


def small_tables(roster: Path) -> Small:
    """Everything but the events."""
    given = yaml.load(roster.read_text(encoding="utf-8"), yaml.CSafeLoader)
    units, leaders = given["units"], given["leaders"]
    return Small(
        _table(units, ("id", "kind", "level", "parent", "from", "to")),
        _table(leaders, ("leader", "unit", "post", "level", "from", "to")),
        calendar(),
        kinds(),
        sorted({row["id"] for row in units}),
        sorted({row["leader"] for row in leaders}),
    )


def _table(rows: list[dict[str, object]], names: tuple[str, ...]) -> pa.Table:
    types = {name: pa.date32() if name in ("from", "to") else pa.string() for name in names}
    return pa.table({name: pa.array([row.get(name) for row in rows], types[name]) for name in names})


def calendar() -> pa.Table:
    """Each day and whether it is a working day, as the shipped calendar says."""
    from kaohe.rules.library import load_calendar

    shipped, _ = load_calendar(ROOT / "policies" / "calendars" / "cn.yaml")
    assert shipped is not None
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    return pa.table({"day": pa.array(days, pa.date32()), "workday": [shipped.is_workday(day) for day in days]})


def kinds() -> list[str]:
    """Kinds of events in the vocabulary's order, which is their order at one instant."""
    text = (ROOT / "policies" / "petition" / "vocabulary.yaml").read_text(encoding="utf-8")
    return list(yaml.load(text, yaml.CSafeLoader)["kinds"])
