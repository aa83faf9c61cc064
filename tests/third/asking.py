"""Asks DuckDB and the engines the same: tables in, rows out; events in, a replay out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import yaml

from kaohe.engine import reference
from kaohe.engine.agreement import disagreements
from kaohe.engine.batch import told
from kaohe.engine.event import Event
from kaohe.engine.event_row import event_from_row
from kaohe.engine.ledger import Replay
from kaohe.engine.roster import Roster
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.document.load import load
from kaohe.rules.document.roster import RosterDocument
from kaohe.rules.library import check_text
from kaohe.rules.policy import Policy
from kaohe.rules.shelf import SHIPPED

HERE = Path(__file__).parent
VOCABULARIES = HERE.parent / "acceptance/vocabulary"
HEAD = """\
kaohe: 1
policy: third
title: third
version: "1"
period: {from: 2021-01-01, to: 2021-12-31}
timezone: Asia/Shanghai
vocabulary: petition-test
calendar: cn
sources: {s: {title: s}}
"""


def said_by_sql(name: str, tables: Mapping[str, tuple[str, Sequence[Sequence[Any]]]]) -> list[tuple[Any, ...]]:
    """The rows of ``<name>.sql`` over tables given as (columns with types, rows)."""
    with duckdb.connect() as base:
        for table, (columns, rows) in tables.items():
            base.execute(f"CREATE TABLE {table} ({columns})")
            if rows:
                base.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", [list(row) for row in rows])
        return base.execute((HERE / f"{name}.sql").read_text(encoding="utf-8")).fetchall()


def exceptions(calendar: Path = SHIPPED / "calendars/cn.yaml") -> list[tuple[Any, bool]]:
    """The calendar's exceptions as the file has them, read without the project's calendar."""
    years = yaml.safe_load(calendar.read_text(encoding="utf-8"))["years"]
    return [(day, kind == "work") for year in years.values() for kind in ("rest", "work") for day in year.get(kind, [])]


def office_minutes(calendar: Path) -> list[tuple[int, int]]:
    """The office hours of every working day in minutes, as the file has them."""
    hours = yaml.safe_load(calendar.read_text(encoding="utf-8"))["office_hours"]["work"]
    return [(_minutes(opens), _minutes(closes)) for opens, closes in (text.split("-") for text in hours)]


def _minutes(text: str) -> int:
    hour, minute = text.split(":")
    return 60 * int(hour) + int(minute)


def policy_of(clauses: str, calendar: str = "cn") -> Policy:
    checked = check_text(HEAD.replace("calendar: cn", f"calendar: {calendar}") + clauses, Path("third/policy.yaml"), roots=(VOCABULARIES,))
    assert checked.policy is not None, [(each.code, each.facts) for each in checked.problems if each.severity == "problem"]
    return checked.policy


def roster_of(units: Iterable[str], posts: Iterable[Mapping[str, str]], policy: Policy) -> Roster:
    body = {"kaohe": 1, "roster": "third", "units": [{"id": unit, "title": unit, "kind": "town"} for unit in units],
            "leaders": [{"title": "t", **post} for post in posts]}  # fmt: skip
    document = load(yaml.safe_dump(body), "roster.yaml", RosterDocument).document
    assert document is not None
    return roster_from_document(document, policy.vocabulary)[0]


def events_of(rows: Iterable[Mapping[str, str]], policy: Policy) -> tuple[Event, ...]:
    found = []
    for row in rows:
        event, problems = event_from_row(row, policy.vocabulary, policy.timezone)
        assert event is not None, problems
        found.append(event)
    return tuple(found)


def replayed(policy: Policy, roster: Roster, events: Sequence[Event], as_of: date, part: int = 100) -> Replay:
    """What the reference says, and the columns, ``part`` rows at a time, say the same: a third opinion on it is one on both."""
    plain = reference.replay(policy, roster, events, as_of)
    assert disagreements(plain, told(policy, roster, events, as_of, rows=part).replay) == ()
    return plain
