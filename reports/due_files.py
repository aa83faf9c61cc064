"""What falls due, as files other programs read: CSV for a sheet, iCalendar for a calendar."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from kaohe.reports.follow_text import days_text, stage_text
from kaohe.reports.words import Lang, say
from kaohe.workbench.falling_due import Due

COLUMNS = ("due", "days", "stage", "case", "clause", "title", "units", "leaders", "started", "event")


def due_csv(found: Sequence[Due]) -> str:
    """One row a clock; ``days`` negative: past. Several units or leaders are separated by spaces."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in found:
        stage = "" if one.stage is None else f"-{one.stage}"
        names = [" ".join(id_ for kind, id_ in one.subjects if kind == wanted) for wanted in ("unit", "leader")]
        about = (one.case or "", one.clause.id, one.clause.title, *names, one.line.started, one.line.start.id)
        writer.writerow((one.due, one.days, stage, *about))
    return file.getvalue()


def due_calendar(found: Sequence[Due], policy: str, lang: Lang) -> str:
    """One all-day entry a clock, under an id that stays the same from day to day, so that importing again updates.

    RFC 5545. The time stamp is the due day's: the same clocks give the same bytes.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//kaohe//due//")
    calendar.add("version", "2.0")
    for one in found:
        entry = Event()
        entry.add("uid", f"{one.line.start.id}.{one.clause.id}@{policy}.kaohe")
        entry.add("dtstamp", datetime(one.due.year, one.due.month, one.due.day, tzinfo=UTC))
        entry.add("dtstart", one.due)
        entry.add("dtend", one.due + timedelta(days=1))
        entry.add("summary", f"{one.case or '—'} · {one.clause.title} · {stage_text(one, lang)}")
        who = " ".join(id_ for _, id_ in one.subjects) or say("due.nobody", lang)
        entry.add("description", f"{who} · {days_text(one.days, lang)}")
        calendar.add_component(entry)
    text: str = calendar.to_ical().decode("utf-8")
    return text
