"""The stream engine says what the reference says, field by field.

That every acceptance example has one answer on all engines is tested where the examples are played
(``tests/test_acceptance.py``), the sample year among the laws; here histories are made up.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf_of_policies import crossed, difference, folders, roster_of, some_day, told_in

from kaohe.engine import reference
from kaohe.engine.form import form_streams
from kaohe.engine.roster_from_events import roster_from_events
from kaohe.engine.stream_rules.keeper import InProcess
from kaohe.engine.stream_rules.replay import told

seen: Counter[str] = Counter()


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.sampled_from(folders()), st.integers(0, 2**32))
def test_on_crossed_histories_durable_rules_makes_the_same_replay(folder: Path, seed: int) -> None:
    case = told_in(folder)
    if not case.stories:
        return
    events, day = crossed(case, seed), some_day(case.policy, seed)
    roster = roster_of(folder) or roster_from_events(form_streams(events, case.policy.vocabulary)[0])
    plain = reference.replay(case.policy, roster, events, day)
    posted = told(case.policy, roster, events, day, poster=InProcess)
    assert posted.replay == plain, difference(case.policy, events, plain, posted.replay)
    seen["replays"] += 1
    seen["entries"] += len(plain.entries)
    seen["clocks"] += len(plain.clocks)
    seen["facts"] += posted.facts - posted.ticks
    seen["ticks"] += posted.ticks


def test_the_crossed_histories_were_worth_comparing() -> None:
    if not seen["replays"]:
        pytest.skip("the histories were not replayed in this session")
    assert seen["replays"] >= 60, seen
    assert seen["entries"] >= 100, seen
    assert seen["clocks"] >= 40, seen
    assert seen["facts"] >= 500, seen
    assert seen["ticks"] >= 10, seen
