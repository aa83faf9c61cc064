"""What a run leaves on disk is read back as it was, and its root depends on the rows alone."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine import ledger_file
from kaohe.engine.ledger import (
    PARTS,
    AppealStep,
    Clock,
    Coverage,
    Entry,
    GateRow,
    Named,
    Replay,
    Tally,
    Vesting,
    VetoEvent,
)
from kaohe.engine.ledger_file import LEDGER, LEDGER_SCHEMA, REPLAY_FILES, TALLIES, in_groups
from kaohe.engine.root import BLOCK, Root, _integers, _top, ledger_root, root_of, root_of_tables

codes = st.text("ab甲–%_.-", min_size=1, max_size=4)
maybe = st.one_of(st.none(), codes)
days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
maybe_day = st.one_of(st.none(), days)
lists = st.lists(codes, max_size=3).map(tuple)
points = st.integers(-(10**17), 10**17).map(lambda n: Fraction(n, 10**6))
exact = st.fractions(-(10**9), 10**9, max_denominator=10**7)
shares = st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(1, 3), Fraction(333, 1000)])
kinds = st.sampled_from(["unit", "leader"])
entries = st.builds(
    Entry, clause=codes, part=st.sampled_from(PARTS), role=codes, subject_kind=kinds, subject=codes, points=points,
    at=days, section=maybe, kind=codes, case=maybe, event=maybe, span=maybe, of=maybe, due=maybe_day, share=shares,
    because=lists, basis=st.text(max_size=5), text=st.text(max_size=5), card=maybe, instead_of=maybe,
)  # fmt: skip
tallies = st.builds(
    Tally, clause=codes, subject_kind=st.sampled_from(["unit", "leader", "code"]), subject=maybe, period=codes,
    numerator=exact, denominator=exact, excluded=st.integers(0, 9), value=st.one_of(st.none(), exact), split=maybe,
)  # fmt: skip
clocks = st.builds(
    Clock, clause=codes, case=maybe, start=codes, started=days, due=maybe_day, due_at=st.one_of(st.none(), st.integers(0, 2**50)),
    end=maybe, ended=maybe_day, outcome=st.sampled_from(["on_time", "late", "open"]), extensions=lists, refused=lists,
    pauses=st.lists(st.tuples(days, maybe_day, codes, maybe), max_size=2).map(tuple),
    late_by=st.one_of(st.none(), st.integers(1, 99)), stream=st.tuples(kinds, codes),
)  # fmt: skip
steps = st.builds(AppealStep, step=st.sampled_from(["filed", "decided"]), event=codes, day=days, outcome=st.sampled_from([None, "upheld"]))
replays = st.builds(
    Replay, entries=st.just(()), tallies=st.just(()), notices=st.just(()),
    gates=st.lists(st.builds(GateRow, codes, codes, maybe, codes, st.booleans()), max_size=2).map(tuple),
    clocks=st.lists(clocks, max_size=3).map(tuple),
    vestings=st.lists(st.builds(Vesting, entries, days), max_size=2).map(tuple),
    vetoes=st.lists(
        st.builds(VetoEvent, codes, kinds, codes, codes, days, maybe, maybe, maybe, st.lists(steps, max_size=2).map(tuple)), max_size=2
    ).map(tuple),
    coverage=st.lists(st.builds(Coverage, kinds, codes, codes, codes, st.sampled_from(["reported", "silent"])), max_size=2).map(tuple),
    named=st.lists(st.builds(Named, kinds, codes, codes, st.integers(0, 99)), max_size=2).map(tuple),
)  # fmt: skip


def an_entry(number: int) -> Entry:
    return Entry(
        clause=f"c{number % 7}", part="charge", role="unit", subject_kind="unit", subject=f"单位{number % 13}",
        points=Fraction(-number, 8), at=date(2021, 1, 1 + number % 28), event=f"e{number}" if number % 5 else None,
        because=(f"e{number}", "x") if number % 3 else (), share=Fraction(1, 3),
    )  # fmt: skip


# --- there and back -----------------------------------------------------------------------------


def test_every_attribute_of_every_record_has_its_column() -> None:
    layouts = [LEDGER, TALLIES, *REPLAY_FILES.values()]
    assert len(layouts) == 7
    for layout in layouts:
        assert set(layout.kept) == {field.name for field in dataclasses.fields(layout.record)}
    written = {"entries", "tallies", "notices", "vestings", *REPLAY_FILES}
    assert written == {field.name for field in dataclasses.fields(Replay)}


@settings(max_examples=35)
@given(there=st.lists(entries, max_size=5))
def test_a_ledger_is_read_back_as_it_was(there: list[Entry]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "ledger.parquet")
        root = ledger_file.write_ledger(there, path)
        assert ledger_file.read_ledger(path) == tuple(there)
        assert ledger_file.ledger_file_root(path) == root
        assert pq.read_table(path).column("entry").to_pylist() == [entry.id for entry in there]


@settings(max_examples=35)
@given(there=st.lists(tallies, max_size=5))
def test_tallies_are_read_back_to_the_last_third(there: list[Tally]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "tallies.parquet")
        ledger_file.write_tallies(there, path)
        assert ledger_file.read_tallies(path) == tuple(there)


@settings(max_examples=25)
@given(there=replays)
def test_the_rest_of_a_replay_is_read_back_as_it_was(there: Replay) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        ledger_file.write_replay(there, folder)
        assert len(list(folder.iterdir())) == len(REPLAY_FILES) + 1
        for attribute in (*REPLAY_FILES, "vestings"):
            assert ledger_file.read_replay_file(attribute, folder) == getattr(there, attribute)


def test_points_that_are_not_exact_in_six_places_are_a_fault_of_ours(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="not exact"):
        ledger_file.write_ledger([dataclasses.replace(an_entry(1), points=Fraction(1, 3))], tmp_path / "ledger.parquet")
    assert list(tmp_path.iterdir()) == []


def test_anybody_may_open_the_ledger(tmp_path: Path) -> None:
    import duckdb

    ledger_file.write_ledger([an_entry(n) for n in range(40)], tmp_path / "ledger.parquet")
    with duckdb.connect() as desk:
        rows = desk.execute(f"""select sum(points), min("at"), typeof(any_value(points)) from '{tmp_path}/ledger.parquet'""").fetchall()
    assert rows == [(sum(Fraction(-n, 8) for n in range(40)), date(2021, 1, 1), "DECIMAL(18,6)")]


def test_a_ledger_larger_than_a_row_group_is_cut_the_same_however_it_came(tmp_path: Path) -> None:
    table = LEDGER.table([an_entry(n) for n in range(1000)])
    whole = pa.concat_tables([table] * 300)
    cuts = [whole.slice(0, 7), whole.slice(7, 250_000), whole.slice(250_007)]
    one = ledger_file.write_ledger_tables([whole], tmp_path / "one.parquet")
    other = ledger_file.write_ledger_tables(cuts, tmp_path / "other.parquet")
    assert one == other
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "other.parquet").read_bytes()
    groups = pq.ParquetFile(tmp_path / "one.parquet").metadata
    assert [groups.row_group(n).num_rows for n in range(groups.num_row_groups)] == [32_768] * 9 + [5_088]


def test_columns_in_another_order_or_with_dictionaries_are_the_same_ledger(tmp_path: Path) -> None:
    table = LEDGER.table([an_entry(n) for n in range(50)])
    packed = table.set_column(1, "clause", table.column("clause").dictionary_encode())
    turned = packed.select(list(reversed(packed.column_names)))
    assert ledger_file.write_ledger_tables([turned], tmp_path / "l.parquet") == ledger_root(table)
    assert ledger_file.read_ledger(tmp_path / "l.parquet") == tuple(an_entry(n) for n in range(50))


@given(sizes=st.lists(st.integers(0, 9), max_size=8), rows=st.integers(1, 5))
def test_groups_hold_the_same_rows_in_order(sizes: list[int], rows: int) -> None:
    numbers = iter(range(sum(sizes)))
    tables = [pa.table({"n": pa.array([next(numbers) for _ in range(size)], pa.int64())}) for size in sizes]
    groups = [group.column("n").to_pylist() for group in in_groups(tables, rows)]
    assert [n for group in groups for n in group] == list(range(sum(sizes)))
    assert all(len(group) == rows for group in groups[:-1])
    assert all(groups)


# --- the root -----------------------------------------------------------------------------------


def plain_columns(records: list[Entry]):
    """The columns of the root as plain Python values, from the records themselves."""
    first = date(1970, 1, 1)
    turn = {
        "points": ("int", lambda value: int(value * 10**6)),
        "at": ("int", lambda value: (value - first).days),
        "due": ("int", lambda value: (value - first).days),
        "because": ("str", " ".join),
        "share": ("str", lambda value: {Fraction(1): "1", Fraction(1, 2): "0.5", Fraction(1, 3): "1/3"}.get(value, "0.333")),
    }
    for name in LEDGER_SCHEMA.names[1:]:
        type_, put = turn.get(name, ("str", lambda value: value))
        values = [getattr(one, name) for one in records]
        yield name, type_, [None if value is None else put(value) for value in values]


@settings(max_examples=35)
@given(there=st.lists(entries, max_size=6))
def test_the_plain_root_and_the_root_of_columns_agree(there: list[Entry]) -> None:
    assert root_of(list(plain_columns(there))) == ledger_root(LEDGER.table(there))


def test_they_agree_over_several_blocks_and_every_way_of_cutting() -> None:
    records = [an_entry(n) for n in range(997)]
    times = 3 * BLOCK // len(records) + 2
    table = pa.concat_tables([LEDGER.table(records)] * times)
    assert table.num_rows > 3 * BLOCK
    plain = root_of([(name, type_, values * times) for name, type_, values in plain_columns(records)])
    assert plain == ledger_root(table)
    assert plain == ledger_root(table.combine_chunks())
    for size in (1000, BLOCK - 1, BLOCK, BLOCK + 1):
        cuts = [table.slice(start, size).drop_columns("entry") for start in range(0, table.num_rows, size)]
        assert root_of_tables(cuts) == plain


def test_the_root_of_no_rows_is_the_root_of_one_empty_block() -> None:
    assert root_of(list(plain_columns([]))) == ledger_root(LEDGER_SCHEMA.empty_table())
    assert len(ledger_root(LEDGER_SCHEMA.empty_table())) == 64


@settings(max_examples=35)
@given(there=st.lists(entries, min_size=1, max_size=4), other=entries, data=st.data())
def test_one_changed_cell_changes_the_root(there: list[Entry], other: Entry, data) -> None:
    row = data.draw(st.integers(0, len(there) - 1))
    name = data.draw(st.sampled_from([field.name for field in dataclasses.fields(Entry)]))
    changed = there.copy()
    changed[row] = dataclasses.replace(there[row], **{name: getattr(other, name)})
    assert (ledger_root(LEDGER.table(changed)) == ledger_root(LEDGER.table(there))) == (changed == there)


def test_what_stands_under_a_missing_value_is_not_hashed() -> None:
    clean = pa.array([None, "b"], pa.string())
    ends, data = pa.array([0, 3, 4], pa.int32()).buffers()[1], pa.py_buffer(b"xyzb")
    dirty = pa.StringArray.from_buffers(2, ends, data, clean.buffers()[0])
    assert dirty.to_pylist() == [None, "b"]
    numbers = pa.Array.from_buffers(pa.int64(), 2, [clean.buffers()[0], pa.array([99, 5]).buffers()[1]])
    assert numbers.to_pylist() == [None, 5]
    tables = [pa.table({"t": dirty, "n": numbers}), pa.table({"t": clean, "n": pa.array([None, 5], pa.int64())})]
    assert root_of_tables(tables[:1]) == root_of_tables(tables[1:])
    assert root_of_tables(tables[:1]) == root_of([("t", "str", [None, "b"]), ("n", "int", [None, 5])])


def test_decimals_under_a_missing_value_are_not_hashed_and_slices_are_read_where_they_stand() -> None:
    valid = pa.array([None, Decimal("0.5")], pa.decimal128(18, 6)).buffers()[0]
    words = pa.array([99, 0, 500_000, 0], pa.int64()).buffers()[1]
    dirty = pa.Array.from_buffers(pa.decimal128(18, 6), 2, [valid, words])
    assert dirty.to_pylist() == [None, Decimal("0.500000")]
    assert root_of_tables([pa.table({"p": dirty})]) == root_of([("p", "int", [None, 500_000])])
    points = pa.array([Decimal(n) for n in range(5)], pa.decimal128(18, 6))
    assert _integers(points.slice(2, 2)).tolist() == [2_000_000, 3_000_000]


@pytest.mark.parametrize("blocks", [1, 2, 3, 4, 5, 6, 7, 9])
def test_an_odd_node_of_the_tree_moves_up(blocks: int) -> None:
    """By the definition: the left part of a tree is the largest power of two that leaves something right."""

    def top(leaves: list[bytes]) -> bytes:
        if len(leaves) == 1:
            return leaves[0]
        left = 1 << (len(leaves) - 1).bit_length() - 1
        return sha256(b"\x01" + top(leaves[:left]) + top(leaves[left:])).digest()

    leaves = [sha256(bytes([number])).digest() for number in range(blocks)]
    assert _top(leaves) == top(leaves)


def test_a_table_must_come_before_the_root_of_nothing() -> None:
    with pytest.raises(AssertionError, match="columns"):
        Root().hex()
