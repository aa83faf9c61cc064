"""The batch engine says what the reference says, field by field; a disagreement shows both ledgers.

That every acceptance example has one answer on both engines is tested where the examples are played
(``tests/test_acceptance.py``); here histories are made up and a sample year is replayed.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf_of_policies import crossed, difference, folders, roster_of, some_day, told_in

from kaohe.engine import reference
from kaohe.engine.batch import frequency, told, vectorised
from kaohe.engine.event import Event
from kaohe.engine.event_file import read_events
from kaohe.engine.form import form_streams
from kaohe.engine.ledger_file import LEDGER
from kaohe.engine.root import ledger_root
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.engine.roster_from_events import roster_from_events
from kaohe.rules.library import load_policy, load_roster_document
from kaohe.rules.policy import Checklist, Deadline, Frequency, Measure, On, Ratio
from kaohe.rules.shelf import SHIPPED
from kaohe.scoring import score
from kaohe.workbench.sample.year import write_sample

seen: Counter[str] = Counter()


@pytest.fixture(autouse=True, scope="module")
def _few_subjects_at_a_time() -> Iterator[None]:
    """Frequencies ask so many together; of a small roster, too, some are left for the next turn."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frequency, "SUBJECTS", 2)
        yield


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sampled_from(folders()), st.integers(0, 2**32))
def test_on_crossed_histories_both_engines_write_the_same_replay(folder: Path, seed: int) -> None:
    case = told_in(folder)
    if not case.stories:
        return
    events, day = crossed(case, seed), some_day(case.policy, seed)
    roster = roster_of(folder) or roster_from_events(form_streams(events, case.policy.vocabulary)[0])
    plain = reference.replay(case.policy, roster, events, day)
    columns = told(case.policy, roster, events, day, rows=(2, 9, 10**6)[seed % 3])
    assert columns.replay == plain, difference(case.policy, events, plain, columns.replay)
    assert score(case.policy, roster, columns.replay, day) == score(case.policy, roster, plain, day), case.policy.name
    seen["replays"] += 1
    seen["entries"] += len(plain.entries)
    seen["clocks"] += len(plain.clocks)
    seen["amended or voided"] += any(event.amends or event.voids for event in events)
    seen["on columns"] += len(columns.vectorised)


def test_the_crossed_histories_were_worth_comparing(record_property: Callable[[str, object], None]) -> None:
    """Few of them are empty, many correct something, and clauses did run on columns."""
    if not seen["replays"]:
        pytest.skip("the histories were not replayed in this session")
    record_property("seen", dict(seen))
    assert seen["replays"] >= 150
    assert seen["entries"] > 200
    assert seen["clocks"] > 100
    assert seen["amended or voided"] > 20
    assert seen["on columns"] > 200


@cache
def sample() -> tuple[Event, ...]:
    """Every twelfth case of a seeded year, and all that leaders and bodies did."""
    policy = load_policy(SHIPPED / "lishi").policy
    assert policy is not None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "events.parquet"
        write_sample(file, policy.vocabulary, policy.calendar, policy.timezone, 0, 5)
        read = read_events([file], policy.vocabulary, policy.timezone)
    return tuple(event for event in read.events if event.case is None or sum(event.case.encode()) % 12 == 0)


@pytest.mark.parametrize("known_later", [True, False], ids=["all known", "known in autumn"])
def test_a_sample_year_has_one_ledger_root_on_both_engines(*, known_later: bool) -> None:
    policy = load_policy(SHIPPED / "lishi").policy
    document, _ = load_roster_document(SHIPPED / "lishi/roster.yaml")
    assert policy is not None
    assert document is not None
    clauses = tuple(c for c in policy.clauses if known_later or not isinstance(c.form, Frequency))
    policy = replace(policy, clauses=clauses)
    roster, _ = roster_from_document(document, policy.vocabulary)
    known = None if known_later else sorted(event.at for event in sample())[len(sample()) * 4 // 5]
    plain = reference.replay(policy, roster, sample(), policy.period.to, known)
    columns = told(policy, roster, sample(), policy.period.to, known, rows=700)
    assert ledger_root(LEDGER.table(columns.replay.entries)) == ledger_root(LEDGER.table(plain.entries))
    assert columns.replay == plain
    scored = score(policy, roster, columns.replay, policy.period.to)
    assert scored == score(policy, roster, plain, policy.period.to)
    assert len(scored.entries) > len(plain.entries)
    assert len(plain.entries) > 50
    assert columns.vectorised == tuple(clause.id for clause in policy.clauses)


def test_a_policy_says_beforehand_which_of_its_clauses_run_on_columns() -> None:
    """What ``vectorised`` promises is what a replay does, but for single doubts about exactness."""
    promised = kept = 0
    for folder in folders()[::4]:
        case = told_in(folder)
        for events in case.stories[:3]:
            roster = roster_of(folder) or roster_from_events(form_streams(events, case.policy.vocabulary)[0])
            done = told(case.policy, roster, events, case.policy.period.to).vectorised
            assert set(done) <= set(vectorised(case.policy))
            promised, kept = promised + len(vectorised(case.policy)), kept + len(done)
    assert kept > 20
    assert kept >= promised * 9 // 10
    forms = {type(clause.form) for f in folders() for clause in told_in(f).policy.clauses
             if clause.id in vectorised(told_in(f).policy)}  # fmt: skip
    assert forms == {Checklist, On, Deadline, Frequency, Ratio, Measure}
