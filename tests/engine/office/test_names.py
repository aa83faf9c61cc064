"""Units as exports call them: names of the roster, names accepted once, and what is not repeated to anybody."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kaohe.engine.intake.import_rows import import_rows
from kaohe.engine.intake.plan import Cell, Meant
from kaohe.engine.office.accept import accept, pairs_of
from kaohe.engine.office.folder import Alias, read_office
from kaohe.engine.office.names import names_of, resolved
from kaohe.engine.roster import ALWAYS, FOREVER, Roster, UnitRow
from kaohe.reports.import_text import import_text
from kaohe.workbench.importing import readied


def row(unit: str, title: str, *aliases: str, from_: date = ALWAYS, to: date = FOREVER) -> UnitRow:
    return UnitRow(unit, from_, to, {"title": title}, None, aliases)


ROSTER = Roster({
    "north": (
        row("north", "城北街道", to=date(2021, 6, 30)),
        row("north", "北城街道", "北城街道办", from_=date(2021, 7, 1)),
    ),
    "south": (row("south", "城南街道", "老城"),),
    "old": (row("old", "老城", to=date(2020, 1, 1)),),
})  # fmt: skip


def test_old_and_new_names_mean_the_unit_whatever_the_day() -> None:
    names = names_of(ROSTER, [Alias("城北办", "north")])
    assert {name: unit for name, unit in names.items() if isinstance(unit, str)} == {
        "north": "north", "城北街道": "north", "北城街道": "north", "北城街道办": "north", "城北办": "north",
        "south": "south", "城南街道": "south", "old": "old",
    }  # fmt: skip
    assert [(one.code, one.from_, one.to) for one in names["老城"]] == [("old", None, date(2020, 1, 1)), ("south", None, None)]


def test_a_name_accepted_without_dates_goes_before_the_roster() -> None:
    assert names_of(ROSTER, [Alias("老城", "old")])["老城"] == "old"


def test_a_name_accepted_for_some_days_is_the_units_on_those() -> None:
    found = names_of(ROSTER, [Alias("大院", "south", date(2021, 3, 1), date(2021, 3, 31))])["大院"]
    assert [(one.code, one.from_, one.to) for one in found] == [("south", date(2021, 3, 1), date(2021, 3, 31))]


@pytest.fixture
def export(home: Path):
    """A mapping, its vocabulary, and an export with one text of a unit put in the place of another."""

    def made(text: str):
        ready = readied(home / "mappings" / "export.yaml")
        path = home / "export.csv"
        path.write_text(path.read_text(encoding="utf-8").replace("城南街道", text), "utf-8")
        return ready.mapping, ready.vocabulary, path

    return made


def test_a_name_nobody_knows_is_told_with_the_nearest_and_taken_once_it_is_accepted(home: Path, export) -> None:
    mapping, vocabulary, path = export("城南街道办")
    before = resolved(mapping, vocabulary, [path], names_of(ROSTER))
    assert [(one.name, one.near[0]) for one in before.strange] == [("城南街道办", ("城南街道", "south"))]
    first = import_rows(before.mapping, [path], vocabulary, home / "events")
    assert first.quarantined == 4
    accept(read_office(home).office, {"城南街道办": "south"}, date(2021, 3, 1), None)
    office = read_office(home).office
    after = resolved(mapping, vocabulary, [path], names_of(ROSTER, office.aliases))
    assert (after.strange, after.hidden) == ((), 0)
    second = import_rows(after.mapping, [path], vocabulary, home / "events")
    assert (second.quarantined, second.taken) == (1, 8)


def test_a_file_is_the_same_import_when_other_names_of_the_roster_change(home: Path, export) -> None:
    mapping, vocabulary, path = export("城南街道")
    more = names_of(ROSTER, [Alias("别处", "south")])
    batches = {
        import_rows(resolved(mapping, vocabulary, [path], names).mapping, [path], vocabulary, home / "events").batch
        for names in (names_of(ROSTER), more)
    }
    assert len(batches) == 1


IN_TURN = Roster({
    "north": (row("north", "城北街道"),),
    "south": (row("south", "城南街道", to=date(2021, 3, 31)), row("south", "老城街道", from_=date(2021, 4, 1))),
    "east": (row("east", "城东街道", to=date(2021, 7, 31)), row("east", "城南街道", from_=date(2021, 8, 1))),
})  # fmt: skip


def units_by_case(report) -> dict[str, str]:
    events = pq.read_table(report.batch / "events.parquet", columns=["case", "unit"]).to_pylist()
    return {one["case"]: one["unit"] for one in events if one["unit"] not in (None, "north")}


def test_a_name_two_units_bore_in_turn_is_the_one_of_the_events_day(home: Path, export) -> None:
    """In May nobody bore it: that row stays in quarantine, with a reason of its own."""
    mapping, vocabulary, path = export("城南街道")
    found = resolved(mapping, vocabulary, [path], names_of(IN_TURN))
    assert (found.strange, found.hidden) == ((), 0)
    report = import_rows(found.mapping, [path], vocabulary, home / "events")
    assert units_by_case(report) == {"A-006": "south", "A-008": "east"}
    assert {(one.code, one.first) for one in report.refused if one.code != "intake.bad-date"} == {("intake.not-that-day", (8,))}


def test_a_mapping_may_date_a_name_itself_and_two_units_on_one_day_are_not_guessed(home: Path, export) -> None:
    _, vocabulary, path = export("城南街道")
    mapping = home / "mappings" / "export.yaml"
    dated = "  roster: {城北街道: north, 城南街道: [{code: south, to: 2021-09-30}, {code: east, from: 2021-05-01, to: 2021-05-31}]}"
    mapping.write_text(mapping.read_text(encoding="utf-8").replace("tables:\n", f"tables:\n{dated}\n"), "utf-8")
    ready = readied(mapping)
    assert ready.problems == ()
    report = import_rows(ready.mapping, [path], vocabulary, home / "events")
    assert units_by_case(report) == {"A-006": "south", "A-008": "south"}
    assert ("intake.not-that-day", (8,)) in {(one.code, one.first) for one in report.refused}


def test_a_cell_cannot_say_what_a_name_means() -> None:
    cell = Cell("unit", (), table={}, dated={"城南街道": (Meant("south", ALWAYS, FOREVER),)})
    day = date(2021, 3, 1)
    assert cell.turned(cell.on("城南街道", day)) == "south"
    assert cell.turned(cell.on("\x1fsouth", day)).code == "intake.not-in-table"


def test_a_file_read_again_with_another_roster_is_another_import_and_tells_what_reads_otherwise(home: Path, export) -> None:
    mapping, vocabulary, path = export("城南街道")
    rosters = [{"城北街道": "north", "城南街道": unit} for unit in ("south", "east")]
    first, second = (
        import_rows(resolved(mapping, vocabulary, [path], names).mapping, [path], vocabulary, home / "events") for names in rosters
    )
    assert (second.already, second.batch == first.batch, first.otherwise) == (False, False, ())
    assert [(one.batch, one.events) for one in second.otherwise] == [(first.batch.name, 3)]
    assert first.batch.name in import_text(second, vocabulary, "zh")
    again = import_rows(resolved(mapping, vocabulary, [path], rosters[1]).mapping, [path], vocabulary, home / "events")
    assert (again.already, again.otherwise) == (True, second.otherwise)


def test_the_same_names_are_the_same_table_in_whatever_order_a_set_holds_them(export) -> None:
    mapping, vocabulary, path = export("城南街道")
    lines = path.read_text(encoding="utf-8").splitlines()
    units = [f"第{number}街道" for number in range(40)]
    more = [lines[1].replace("A-001", f"B-{number}").replace("城北街道", unit) for number, unit in enumerate(units)]
    path.write_text("\n".join([*lines, *more]), "utf-8")
    roster = Roster({f"u{number}": (row(f"u{number}", unit),) for number, unit in enumerate(units)})
    table = resolved(mapping, vocabulary, [path], names_of(roster)).mapping.tables["roster"]
    assert list(table) == sorted(units)


@pytest.mark.parametrize("text", [
    "王小明", "城南街道13812345678", "他说街道不管，要去上访街道", "某某区城南大道一百二十号院三单元街道办", "东山镇李家村", "长" * 31 + "街道",
])
def test_what_does_not_look_like_an_office_is_only_counted(text: str, export) -> None:
    mapping, vocabulary, path = export(f'"{text}"')
    found = resolved(mapping, vocabulary, [path], names_of(ROSTER))
    assert (found.strange, found.hidden) == ((), 1)


def test_a_table_of_the_mapping_goes_before_the_roster(export) -> None:
    mapping, vocabulary, path = export("城南街道")
    tables = {**mapping.tables, "roster": {"城南街道": "elsewhere"}}
    found = resolved(mapping.model_copy(update={"tables": tables}), vocabulary, [path], names_of(ROSTER))
    assert found.mapping.tables["roster"] == {"城北街道": "north", "城南街道": "elsewhere"}


def test_accepted_names_are_added_dated_and_quoted(home: Path) -> None:
    office = read_office(home).office
    accept(office, {'城北"办": x': "north"}, date(2021, 7, 1), date(2021, 12, 31))
    accept(office, {"城北办": "north"}, None, None)
    read = read_office(home)
    assert read.problems == ()
    assert read.office.aliases == (Alias('城北"办": x', "north", date(2021, 7, 1), date(2021, 12, 31)), Alias("城北办", "north"))
    assert "from: 2021-07-01, to: 2021-12-31" in (home / "aliases.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("words", "found"), [
    (["城北办=north"], ({"城北办": "north"}, None)),
    (["a=b=north"], ({"a=b": "north"}, None)),
    (["城北办"], ({}, "城北办")),
    (["x=north", "=north"], ({}, "=north")),
])  # fmt: skip
def test_a_pair_is_a_name_and_a_unit(words, found) -> None:
    assert pairs_of(words) == found


def test_without_a_roster_at_hand_the_mapping_is_sound_and_its_rows_are_set_aside(home: Path, export) -> None:
    mapping, vocabulary, path = export("城南街道")
    report = import_rows(mapping, [path], vocabulary, home / "events")
    assert (report.taken, report.quarantined) == (0, 9)
    assert {one.code for one in report.refused} == {"intake.not-in-table", "intake.bad-date"}


def test_full_width_and_spaced_names_are_the_same_names(home: Path, export) -> None:
    mapping, vocabulary, path = export(" 城南街道Ａ ")
    names = names_of(ROSTER, [Alias("城南街道A", "south")])
    found = resolved(mapping, vocabulary, [path], names)
    assert (found.strange, found.hidden) == ((), 0)
    assert import_rows(found.mapping, [path], vocabulary, home / "events").quarantined == 1
