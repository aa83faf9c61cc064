"""What stands by columns is what stands by the plain rules; ids that occur twice are all found."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf_of_policies import crossed, folders, told_in

from kaohe.engine.batch.repeats import LONGEST, found_again, repeated
from kaohe.engine.batch.standing import stood
from kaohe.engine.correct import standing
from kaohe.engine.event import Event
from kaohe.engine.events import PIECE, Events, as_columns


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.text("ab案\x00", max_size=20), max_size=12), st.integers(0, 3))
def test_an_id_that_another_row_has_is_found_and_no_other(texts: list[str], skipped: int) -> None:
    ids = pa.array([*texts, *texts[:3], "x" * 9], pa.string())[skipped:]
    count = Counter(ids.to_pylist())
    assert repeated(ids).tolist() == [count[each] > 1 for each in ids.to_pylist()]


def test_ids_of_any_length_are_told_apart() -> None:
    chance = random.Random(4)
    texts = ["".join(chance.choices("0123456789-", k=chance.randint(0, LONGEST))) for _ in range(3000)]
    texts += ["y" * LONGEST, "y" * (LONGEST - 1), "long" * LONGEST, texts[7], "long" * LONGEST]
    count = Counter(texts)
    assert not repeated(pa.array(sorted(set(texts)))).any()
    assert np.flatnonzero(repeated(pa.array(texts))).tolist() == [n for n, each in enumerate(texts) if count[each] > 1]


def test_ids_in_different_pieces_of_the_table_are_told_apart_too() -> None:
    texts = [f"event-{n:05}" for n in range(PIECE)] + ["a much longer id than all others before it"] + [f"e{n}" for n in range(9)]
    ids = pa.array([*texts, texts[5], texts[-1]])
    again, named = found_again([ids.slice(0, 9), ids.slice(9)], lambda rows: ids.take(pa.array(rows)), pa.array([texts[7], "nobody's", texts[PIECE]]))
    assert np.flatnonzero(again).tolist() == [5, len(texts) - 1, len(texts), len(texts) + 1]
    assert np.flatnonzero(named).tolist() == [7, PIECE]


def test_the_same_rows_stand_by_columns_and_by_the_plain_rules() -> None:
    looked = corrected = 0
    for seed, folder in enumerate(folders()):
        case = told_in(folder)
        events = _delivered_again(crossed(case, seed), seed) if case.stories else ()
        for known_at in (None, sorted(e.at for e in events)[len(events) // 2] if events else None):
            plain = standing(events, case.policy.vocabulary, known_at)
            found = stood(as_columns(events, case.policy.vocabulary), case.policy.vocabulary, known_at)
            rows = found.rows.tolist()
            made = [replace(found.events.at(np.array([row]))[0], standing=found.standing.get(row)) for row in rows]
            assert sorted(made, key=lambda e: e.id) == sorted(plain.events, key=lambda e: e.id)
            assert found.problems == plain.problems
            looked += len(rows)
            corrected += len(plain.amended) + len(plain.voided) + len(plain.conflicts)
    assert looked > 500
    assert corrected > 10


def _delivered_again(events: tuple[Event, ...], seed: int) -> list[Event]:
    """Some events once more, now and then with another content."""
    chance = random.Random(seed)
    again = [replace(e, recorded_at=e.at + 5, seq=e.seq + (chance.random() < 0.3)) for e in events if chance.random() < 0.1]
    return [*events, *again]


def test_columns_put_together_again_are_those_that_events_were_kept_in() -> None:
    looked = 0
    for seed, folder in enumerate(folders()):
        case = told_in(folder)
        events = crossed(case, seed) if case.stories else ()
        columns = as_columns(events, case.policy.vocabulary)
        table = columns.columns.table(events)
        for name in table.column_names:
            expected = table.column(name).to_pylist()
            assert columns.column(name).to_pylist() == expected, (folder.name, name)
            looked += sum(value is not None for value in expected)
        rows = np.arange(len(events))[::-3]
        assert columns.columns.events(table.take(pa.array(rows))) == [replace(events[row], matter=None) for row in rows.tolist()]
        pieces = Events([table.slice(0, 3), table.slice(3, 0), table.slice(3)], columns.columns)
        assert pieces.at(rows) == columns.columns.events(table.take(pa.array(rows)))
    assert looked > 2000
