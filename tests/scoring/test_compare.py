"""Two runs side by side: nothing is said of what is equal, all of what is not, and turned round it is the same with signs turned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
from building import card_of, clause, entry, policy, roster, scorecard, scored, section
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.ledger import Entry
from kaohe.engine.ledger_difference import LedgerDifference, ledger_difference, together
from kaohe.engine.ledger_file import LEDGER, write_ledger
from kaohe.engine.record_file import Filed
from kaohe.scoring.compare import differences

OFFICE = roster("a", "b")
POLICY = policy(clause("c"), clause("d"), cards=[scorecard("unit", section("work"), base=90)])


def ledger(rows: list[tuple[str, str, int, int, int]]) -> list[Entry]:
    """Entries in the order of a ledger, each id once: of a clause, a subject, with points, a day, and what it rests on."""
    made = {
        (subject, code, day): entry(code, subject, points, f"e{day}", case="A", at=date(2021, 3, day), because=("x",) * because)
        for code, subject, points, day, because in rows
    }
    return [made[key] for key in sorted(made, key=lambda key: (key[0], key[2], key[1]))]


ROWS = st.lists(
    st.tuples(st.sampled_from("cd"), st.sampled_from(["a", "b", "乙", "b1"]), st.integers(-3, 0), st.integers(1, 9), st.integers(0, 2)),
    max_size=25,
)


def plainly(before: list[Entry], after: list[Entry]) -> dict[str, set[str]]:
    """What differs, found entry by entry."""
    was, is_ = ({each.id: each for each in side} for side in (before, after))
    both = was.keys() & is_.keys()
    other = {one for one in both if was[one].points != is_[one].points}
    return {
        "gone": was.keys() - is_.keys(), "new": is_.keys() - was.keys(), "changed": other,
        "retold": {one for one in both if was[one] != is_[one]} - other,
    }  # fmt: skip


def ids(found: LedgerDifference) -> dict[str, set[str]]:
    return {name: {each.id for each in getattr(found, name)} for name in ("gone", "new", "changed", "retold")}


@settings(max_examples=60)
@given(ROWS, ROWS)
def test_compared_as_columns_ledgers_differ_as_they_do_entry_by_entry(one, other):
    before, after = ledger(one), ledger(other)
    found = ledger_difference(before, after)
    assert ids(found) == plainly(before, after)
    assert found.rows == (len(before), len(after))
    for each in found.clauses:
        sides = ([row for row in side if row.clause == each.clause] for side in (before, after))
        assert [sum((row.points for row in side), Fraction(0)) for side in sides] == [each.before, each.after]
    assert sum((after - before for before, after in found.sums.values()), Fraction(0)) == sum(e.points for e in after) - sum(
        e.points for e in before
    )


@settings(max_examples=60)
@given(ROWS, ROWS)
def test_turned_round_the_difference_is_the_same_with_signs_turned(one, other):
    there, back = ledger_difference(ledger(one), ledger(other)), ledger_difference(ledger(other), ledger(one))
    assert [(each.id, each.before) for each in there.gone] == [(each.id, each.after) for each in back.new]
    assert [(each.before, each.after, each.fields) for each in there.changed] == [(each.after, each.before, each.fields) for each in back.changed]
    assert {owner: pair[::-1] for owner, pair in there.sums.items()} == back.sums
    assert [(each.clause, each.before, each.gone, each.retold) for each in there.clauses] == [
        (each.clause, each.after, each.new, each.retold) for each in back.clauses
    ]


@settings(max_examples=60)
@given(ROWS, ROWS, st.sets(st.integers(1, 24)), st.sets(st.integers(1, 24)))
def test_however_ledgers_are_cut_the_pieces_hold_all_rows_and_whole_subjects(one, other, cuts, others):
    tables = [LEDGER.table(ledger(rows)) for rows in (one, other)]
    pieces = list(together(*(cut(table, at) for table, at in zip(tables, (cuts, others), strict=True))))
    for side, table in enumerate(tables):
        assert pa.concat_tables([piece[side] for piece in pieces]).equals(table)
    held = [{subject for table in piece for subject in table["subject"].to_pylist()} for piece in pieces]
    assert sum(map(len, held)) == len(set().union(*held))


def cut(table: pa.Table, places: set[int]) -> list[pa.Table]:
    edges = [0, *sorted(place for place in places if place < len(table)), len(table)]
    return [table.slice(begin, end - begin) for begin, end in pairwise(edges)]


def test_a_run_does_not_differ_from_itself():
    run = scored(POLICY, OFFICE, entry("c", "a", -2, "e1"), entry("d", "b", -1, "e2"))
    found = differences(run, run)
    assert found.none
    assert (found.cards_looked_at, found.entries_looked_at[0]) == (2, len(run.entries))
    assert found.clauses == found.gone == found.new == found.changed == found.retold == ()


def test_cards_are_told_by_the_size_of_their_difference_and_turn_round():
    before = scored(POLICY, OFFICE, entry("c", "a", -2, "e1"), entry("c", "b", -1, "e2"))
    after = scored(POLICY, OFFICE, entry("c", "a", -1, "e1"), entry("d", "b", -4, "e3"))
    found, back = differences(before, after), differences(after, before)
    assert [(change.id[1], change.points) for change in found.cards] == [("b", -3), ("a", 1)]
    assert [(change.id, -change.points, change.fields) for change in back.cards] == [(c.id, c.points, c.fields) for c in found.cards]
    assert [(c.subject, c.clause, c.points) for c in found.clauses] == [("a", "c", 1), ("b", "c", 1), ("b", "d", -4)]
    assert found.counts == {"gone": 1, "new": 1, "changed": 1, "retold": 0}


def test_of_one_subject_or_one_clause_only_its_part_is_told():
    before = scored(POLICY, OFFICE, entry("c", "a", -2, "e1"), entry("c", "b", -1, "e2"))
    after = scored(POLICY, OFFICE, entry("c", "a", -1, "e1"), entry("d", "b", -4, "e3"))
    of_b = differences(before, after, subject="b")
    assert {change.id[1] for change in of_b.cards} == {change.subject for change in of_b.clauses} == {"b"}
    of_d = differences(before, after, clause="d")
    assert ([c.id[1] for c in of_d.cards], [each.clause for each in of_d.totals], of_d.counts["gone"]) == (["b"], ["d"], 0)


def test_lists_may_be_cut_short_and_all_is_counted_still():
    before = scored(POLICY, OFFICE, entry("d", "a", -1, "e9"), *(entry("c", "a", -1, f"e{n}") for n in range(7)))
    after = scored(POLICY, OFFICE, entry("d", "a", -1, "e9"))
    found = differences(before, after, most=3)
    assert (len(found.gone), found.counts["gone"]) == (3, 7)
    assert len(differences(before, after).gone) == 7


def test_filed_ledgers_differ_as_the_runs_do_that_were_filed(tmp_path: Path):
    runs = [scored(POLICY, OFFICE, entry("c", "a", -points, "e1", because=("e1",))) for points in (1, 2)]
    filed = []
    for number, run in enumerate(runs):
        write_ledger(run.entries, tmp_path / f"{number}.parquet")
        filed.append(replace(run, entries=Filed(LEDGER, tmp_path / f"{number}.parquet")))
    assert differences(*filed) == differences(*runs)
    assert card_of(runs[0], "a").total - 1 == card_of(runs[1], "a").total
