"""One restart ends every open clock of a deadline and opens a single new one, on columns too."""

from __future__ import annotations

from dataclasses import replace

from shelf_of_policies import ACCEPTANCE, DAY, difference, told_in

from kaohe.engine import reference
from kaohe.engine.batch import told
from kaohe.engine.event import Event
from kaohe.engine.form import form_streams
from kaohe.engine.roster_from_events import roster_from_events


def _twice_accepted() -> tuple[Event, ...]:
    """The first story of the folder, accepted twice before the case is given to another unit."""
    story = told_in(ACCEPTANCE / "witness/P03/restart").stories[0]
    accepted = next(event for event in story if event.kind == "accepted")
    return (*story, replace(accepted, id=f"{accepted.id}-again", at=accepted.at + 2 * DAY))


def test_two_clocks_ended_by_one_restart_begin_one_clock_anew() -> None:
    policy, events = told_in(ACCEPTANCE / "witness/P03/restart").policy, _twice_accepted()
    roster = roster_from_events(form_streams(events, policy.vocabulary)[0], policy.vocabulary)
    plain = reference.replay(policy, roster, events, policy.period.to)
    columns = told(policy, roster, events, policy.period.to)
    assert columns.replay == plain, difference(policy, events, plain, columns.replay)
    clocks = [clock for clock in columns.replay.clocks if clock.clause == "whole"]
    assert [clock.outcome for clock in clocks].count("restarted") == 2
    assert len(clocks) == 3
    assert "whole" in columns.vectorised
