"""Histories in which clauses at events have much to say: repeats, closings and reviews all year long."""

from __future__ import annotations

from histories import UNITS, day, event, lives
from hypothesis import strategies as st

from kaohe.engine.event import Event

ACTS: tuple[dict[str, str], ...] = (
    {"kind": "repeat_petition"},
    {"kind": "repeat_petition"},
    {"kind": "closed"},
    {"kind": "reopened"},
    {"kind": "review_decided", "result": "changed"},
    {"kind": "review_decided", "result": "revoked"},
    {"kind": "registration_missing", "unit": UNITS[0]},
)


@st.composite
def busy_histories(draw: st.DrawFn) -> tuple[Event, ...]:
    """One or two cases of new petitioners, each with at least four acts that cost somebody points."""
    found: list[Event] = []
    for case in ("A0", "A1")[: draw(st.integers(1, 2))]:
        found += draw(lives(case))
        found.append(event(id=f"{case}-given", at=day(draw(st.integers(0, 60))), case=case, kind="assigned", unit="land", due_on=day(70)))
        for number, act in enumerate(draw(st.lists(st.sampled_from(ACTS), min_size=4, max_size=10))):
            when = day(draw(st.integers(0, 350)))
            found.append(event(id=f"{case}-act{number}", at=when, case=case, **act))
    return tuple(found)
