"""What two engines left of one run is compared whole, and what they share is named from the sources."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from kaohe.engine.agreement import RECORDS, disagreements, shared_modules
from kaohe.engine.engines import ENGINES
from kaohe.engine.event import Event
from kaohe.engine.ledger import Coverage, Entry, Replay
from kaohe.engine.sample import sample
from kaohe.rules.library import load_policy

POLICIES = Path(__file__).parents[2] / "policies"
NOTHING = Replay((), (), (), (), (), (), (), ())
ENTRY = Entry("late", "charge", "unit", "unit", "north", Fraction(-1), date(2021, 3, 1), event="e1", because=("e1", "e2"))
OTHERS = {
    "points": Fraction(-2), "at": date(2021, 3, 2), "section": "work", "kind": "deduction", "case": "A1",
    "due": date(2021, 2, 28), "share": Fraction(1, 2), "because": ("e2", "e1"), "basis": "other", "text": "other", "card": "unit@2021",
}


def test_all_records_of_a_replay_are_compared() -> None:
    assert {field.name for field in fields(Replay)} == {"entries", *RECORDS}


@pytest.mark.parametrize("name", sorted(OTHERS))
def test_an_entry_that_differs_in_one_field_is_told_with_both_values(name: str) -> None:
    one = replace(NOTHING, entries=(ENTRY,))
    other = replace(NOTHING, entries=(replace(ENTRY, **{name: OTHERS[name]}),))
    (found,) = disagreements(one, other)
    assert (found.record, found.row, found.field) == ("entries", ENTRY.id, name)
    assert (found.one, found.other) == (str(getattr(ENTRY, name)), str(OTHERS[name]))
    assert disagreements(one, one) == disagreements(other, other) == ()


def test_an_entry_that_only_one_engine_has_is_told() -> None:
    one, other = replace(NOTHING, entries=(ENTRY,)), NOTHING
    assert [(found.row, found.one, found.other) for found in disagreements(one, other)] == [(ENTRY.id, "-1", "–")]
    assert [(found.row, found.one, found.other) for found in disagreements(other, one)] == [(ENTRY.id, "–", "-1")]


def test_another_order_of_the_same_entries_is_told() -> None:
    second = replace(ENTRY, event="e9")
    found = disagreements(replace(NOTHING, entries=(ENTRY, second)), replace(NOTHING, entries=(second, ENTRY)))
    assert [one.field for one in found] == ["order"]


def test_a_row_had_twice_is_not_the_row_had_once() -> None:
    row = Coverage("unit", "north", "visited", "2021-03", "silent")
    found = disagreements(replace(NOTHING, coverage=(row, row)), replace(NOTHING, coverage=(row,)))
    assert [(one.record, one.one, one.other) for one in found] == [("coverage", "1", "–")]


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_an_engine_shares_with_itself_all_it_stands_on(name: str) -> None:
    shared = shared_modules(name, name)
    assert {"kaohe.engine.event", "kaohe.engine.ledger", "kaohe.rules.policy"} <= set(shared)
    assert all(module.startswith(("kaohe.engine.", "kaohe.rules.")) for module in shared)


def test_what_reference_and_batch_share_is_less_than_each_stands_on() -> None:
    shared = set(shared_modules("reference", "batch"))
    assert "kaohe.engine.meaning.accountable" in shared
    assert not any(module.startswith("kaohe.engine.batch") for module in shared)
    assert shared < set(shared_modules("batch", "batch"))


def _event(number: int, case: str, **fields_: object) -> Event:
    return Event(id=f"e{number}", at=number, kind="registered", case=case, fields=fields_)


def test_a_sample_draws_whole_matters_and_the_same_ones_in_any_order() -> None:
    vocabulary = load_policy(POLICIES / "lishi").policy.vocabulary
    link = next(f.name for f in vocabulary.kinds["registered"].fields.values() if f.link)
    events = [_event(n, f"A{n}", **({link: f"A{n - 1}"} if n % 2 else {})) for n in range(40)]
    drawn = sample(events, vocabulary, 20, 7)
    assert (drawn.matters, drawn.of, drawn.seed, len(drawn.events)) == (10, 20, 7, 20)
    numbers = {int(event.case[1:]) for event in drawn.events}
    assert all(n - n % 2 in numbers and n - n % 2 + 1 in numbers for n in numbers)
    assert sorted(e.at for e in sample(events[::-1], vocabulary, 20, 7).events) == [e.at for e in drawn.events]
    assert {e.id for e in sample(events, vocabulary, 20, 8).events} != {e.id for e in drawn.events}
    assert sample(events, vocabulary, 40, 7).seed is None
