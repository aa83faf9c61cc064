"""A ledger kept as columns is the ledger: same rows, same order, same sums, cards found once for many."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.ledger import Entry
from kaohe.engine.ledger_columns import (
    Counting,
    TooLarge,
    bundled,
    merged,
    repeated_id,
    replaced,
    sums_by,
    with_cards,
)
from kaohe.engine.ledger_file import LEDGER
from kaohe.engine.records import Records
from kaohe.engine.stored import Shelf, Stored

CAPS = {("caps", "unit"): Fraction(3)}


@st.composite
def ledgers(draw: st.DrawFn) -> list[Entry]:
    """Entries of three clauses about few subjects and cases, some on no card, some reversed."""
    found = []
    for number in range(draw(st.integers(1, 25))):
        clause = draw(st.sampled_from(["caps", "open", "alone"]))
        card = draw(st.sampled_from(["unit@2021", "unit@2021", None]))
        points = Fraction(draw(st.integers(-2_500_000, 500_000)), 10**6)
        day = date(2021, 1, 1) + timedelta(days=draw(st.integers(0, 5)))
        case, part = draw(st.sampled_from(["A", "B", None])), draw(st.sampled_from(["charge", "charge", "reverse"]))
        who = draw(st.sampled_from(["u", "v"]))
        found.append(Entry(clause, part, "unit", "unit", who, points, day, case=case, event=f"e{number}", of=f"x{number}", card=card))
    return found


def _columns(entries: list[Entry]) -> Records[Entry]:
    return Records(LEDGER, LEDGER.table(entries))


def _held_to(entries: list[Entry]) -> dict[tuple[str, str | None, str | None], Fraction]:
    """What each case of the capped clause is over its limit."""
    sums: Counter[tuple[str, str | None, str | None]] = Counter()
    for entry in entries:
        if entry.clause == "caps" and entry.case is not None:
            sums[entry.subject, entry.card, entry.case] += entry.points
    return {key: points for key, points in sums.items() if abs(points) > 3}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ledgers())
def test_bundles_add_up_as_the_entries_do_and_pass_the_same_limits(entries: list[Entry]) -> None:
    bundles = bundled(_columns(entries), {"alone"}, CAPS)
    for name in ("clause", "subject", "card"):
        one: Counter[str | None] = Counter()
        other: Counter[str | None] = Counter()
        for entry in entries:
            one[getattr(entry, name)] += entry.points
        for entry in bundles:
            other[getattr(entry, name)] += entry.points
        assert one == other
    assert _held_to(bundles) == _held_to(entries)
    assert [e for e in bundles if e.clause == "alone"] == [e for e in entries if e.clause == "alone"]
    assert max(e.at for e in bundles) == max(e.at for e in entries)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(ledgers())
def test_records_are_read_summed_and_replaced_like_the_entries(entries: list[Entry]) -> None:
    records = _columns(entries)
    assert list(records) == entries == records
    assert (records[0], records[-1], len(records)) == (entries[0], entries[-1], len(entries))
    assert list(records[2:7]) == entries[2:7]
    sums: Counter[tuple[str, str | None]] = Counter()
    for entry in entries:
        sums[entry.subject, entry.card] += int(entry.points * 10**6)
    assert sums_by(records, ("subject", "card")) == dict(sums)
    turned = replaced(records, "reverse", lambda entry: Entry(**{**_fields(entry), "text": "!"}))
    assert [e.text for e in turned] == ["!" if e.part == "reverse" else "" for e in entries]


def _fields(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in Entry.__dataclass_fields__}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ledgers(), st.integers(0, 5), st.booleans())
def test_each_row_is_on_the_card_of_its_subject_and_day_that_has_its_section(entries: list[Entry], cut: int, both: bool) -> None:
    first, last = date(2021, 1, 1), date(2021, 1, 4)
    sections = {"caps": "s", "alone": "t"}
    counting = [Counting(("unit", "u"), first, first + timedelta(days=cut), "early", frozenset("st" if both else "s"))]
    counting += [Counting(("unit", "u"), first + timedelta(days=cut + 1), last, "late", frozenset("t"))] if cut < 3 else []

    def card(entry: Entry) -> str | None:
        section = sections.get(entry.clause)
        mine = (one for one in counting if one.subject == ("unit", entry.subject) and one.from_ <= entry.at <= one.to)
        return next((one.card for one in mine if section is None or section in one.sections), None)

    carded = with_cards(_columns(entries), counting, sections, but=("reverse",))
    wanted = [replace(e, card=card(e), section=sections.get(e.clause)) if e.part != "reverse" else e for e in entries]
    assert list(carded) == wanted


def test_an_id_written_twice_is_found_and_sums_beyond_64_bits_are_refused() -> None:
    one = Entry("c", "charge", "unit", "unit", "u", Fraction(-1), date(2021, 1, 1), event="e1", card="k")
    assert repeated_id(_columns([one, one])) == one.id
    large = [Entry("c", "charge", "unit", "unit", "u", Fraction(9 * 10**11), date(2021, 1, 1), event=f"{n}") for n in range(9)]
    with pytest.raises(TooLarge):
        bundled(_columns(large), (), {})


@pytest.mark.parametrize("cuts", [(0, 4, 8), (0, 0, 4, 8), (0, 4, 4, 8), (0, 4, 8, 8), (0, 8, 8)])
def test_a_ledger_in_pieces_takes_added_entries_even_where_a_piece_has_no_row_left(
    cuts: tuple[int, ...], tmp_path: Path
) -> None:
    from kaohe.scoring.order import in_ledger_order

    rows, added = _rows_and_added()
    shelf = Shelf(tmp_path / "rows.arrow")
    pieces = [shelf.put(LEDGER.table(rows[first:end])) for first, end in pairwise(cuts)]
    shelf.close()
    found = in_ledger_order(NoClauses, Stored(LEDGER, pieces, tmp_path), added)
    assert list(found) == list(in_ledger_order(NoClauses, tuple(rows), added))


class NoClauses:
    clauses = ()


def test_added_entries_stand_where_the_order_of_the_ledger_puts_them() -> None:
    from kaohe.scoring.order import in_ledger_order

    rows, added = _rows_and_added()
    assert list(in_ledger_order(NoClauses, _columns(rows), added)) == list(in_ledger_order(NoClauses, tuple(rows), added))
    assert len(merged(_columns(rows), added)) == len(rows) + len(added)


def _rows_and_added() -> tuple[list[Entry], list[Entry]]:
    """Four rows of each of two subjects in the order of the ledger, and four added of each in none."""
    day = date(2021, 3, 1)
    rows = [Entry("c", "charge", "unit", "unit", w, Fraction(-1), day + timedelta(days=n), case=c, event=f"{w}{n}{c}")
            for w in "uv" for n in range(2) for c in ("A", "B")]  # fmt: skip
    added = [Entry("c", p, "unit", "unit", w, Fraction(1), day + timedelta(days=n), case=c)
             for w in "vu" for n in (1, 0) for p, c in (("cap", None), ("cap_case", "A"))]  # fmt: skip
    return rows, added
