"""Units confirm or dispute what is said of them, on paper or on screen, and nothing of it is lost or guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kaohe.engine.event_file import read_events, write_events
from kaohe.engine.office.sheets import read_book
from kaohe.reports.unit_sheets.book import write_sheets
from kaohe.reports.unit_sheets.pages import SLOTS
from kaohe.reports.unit_sheets.text import standings_text
from kaohe.scoring.inputs import Inputs
from kaohe.scoring.job import prepare
from kaohe.scoring.run import run
from kaohe.workbench.confirming.answers import Answers, Asked, read_answers, standings
from kaohe.workbench.confirming.drafts import ASKED, Drafts
from kaohe.workbench.confirming.numbers import ALPHABET, MOST, Numbers
from kaohe.workbench.dossier import Dossier

Grid = dict[str, dict[str, object]]
roots = st.text("0123456789abcdef", min_size=64, max_size=64)


@pytest.fixture(scope="module")
def drafts(dossier: Dossier) -> Drafts:
    return Drafts(dossier)


@pytest.fixture(scope="module")
def sent(drafts: Drafts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of sheets as they were sent out."""
    out = tmp_path_factory.mktemp("sheets") / "out"
    assert len(write_sheets(drafts, out, "zh", _busiest(drafts))) == 4
    return out


def _busiest(drafts: Drafts) -> list[str]:
    """Four units that are asked about most."""
    return sorted(drafts.by_unit, key=lambda unit: (-len(drafts.by_unit[unit]), unit))[:4]


def _asked(drafts: Drafts) -> Asked:
    policy = drafts.dossier.policy
    return Asked(drafts.dossier.root, policy.vocabulary, policy.timezone, drafts.by_number)


def _filled(sheet: Path, to: Path, answers: Grid, day: date | None = date(2022, 1, 10)) -> Path:
    """The sheet as a unit fills it in: entry's number -> slot -> what is typed."""
    book = load_workbook(sheet)
    book["填写说明"]["B9"] = day
    page = book["待核对分录"]
    rows = {page.cell(row, 1).value: row for row in range(4, page.max_row + 1)}
    for number, typed in answers.items():
        for slot, text in typed.items():
            page.cell(rows[number], SLOTS.index(slot) + 1).value = text  # type: ignore[assignment]
    book.save(to)
    return to


def _unit(drafts: Drafts) -> tuple[str, list[str]]:
    """A unit with several entries, and their numbers."""
    unit = _busiest(drafts)[0]
    numbers = [draft.number for draft in drafts.by_unit[unit]]
    assert len(numbers) >= 4
    return unit, numbers


# --- numbers ----------------------------------------------------------------------------------------


@settings(deadline=None)
@given(roots, st.integers(0, MOST - 1))
def test_a_number_leads_back_to_its_entry_however_it_is_written(root: str, place: int) -> None:
    number = Numbers(root).number(place)
    assert len(number) == 6
    assert not set(number) & set("0OQ1IL2Z5SBGV")
    for written in (number, number.lower(), f"{number[:3]} {number[3:]}", f"{number[:5]}-{number[5]}"):
        assert Numbers(root).place(written) == place


@settings(deadline=None)
@given(roots, st.integers(0, MOST - 1), st.integers(0, 5), st.sampled_from(ALPHABET), st.integers(0, 4))
def test_one_wrong_character_and_two_changed_about_are_found(root: str, place: int, at: int, other: str, swap: int) -> None:
    number = Numbers(root).number(place)
    slip = number[:at] + other + number[at + 1 :]
    assert slip == number or Numbers(root).place(slip) is None
    turned = number[:swap] + number[swap + 1] + number[swap] + number[swap + 2 :]
    assert turned == number or Numbers(root).place(turned) is None


@settings(deadline=None)
@given(roots)
def test_no_two_entries_of_a_run_share_a_number(root: str) -> None:
    assert len({Numbers(root).number(place) for place in range(300)}) == 300


# --- what is sent -----------------------------------------------------------------------------------


def test_every_entry_that_rests_on_data_is_asked_about_once(drafts: Drafts, sent: Path) -> None:
    seen = []
    for unit in _busiest(drafts):
        book = read_book(sent / f"{unit}.xlsx")
        assert book is not None
        seen += [row[0] for row in book.sheets["待核对分录"][3:]]
    wanted = [entry for entry in drafts.dossier.entries if entry.subject_kind == "unit" and entry.part in ASKED]
    assert sorted(seen) == sorted(draft.number for unit in _busiest(drafts) for draft in drafts.by_unit[unit])
    assert [draft.entry for draft in drafts.by_number.values()].count(wanted[0]) == 1
    assert len(drafts.by_number) == len(wanted) > 100


def test_a_sheet_offers_coded_grounds_and_locks_what_is_printed(drafts: Drafts, sent: Path) -> None:
    unit, _ = _unit(drafts)
    book = load_workbook(sent / f"{unit}.xlsx")
    page = book["待核对分录"]
    assert page.protection.sheet
    locked = {slot: page.cell(4, place).protection.locked for place, slot in enumerate(SLOTS, 1)}
    assert [slot for slot, is_locked in locked.items() if not is_locked] == ["agreed", "disputed", "ground", "document"]
    assert len(page.data_validations.dataValidation) == 3
    grounds = drafts.dossier.policy.vocabulary.kinds["disputed"].fields["ground"].titles
    assert [cell.value for cell in book["_lists"]["A"]] == list(grounds.values())


def test_a_sheet_shows_the_units_cases_clocks_and_counts(drafts: Drafts, sent: Path) -> None:
    unit, _ = _unit(drafts)
    book = load_workbook(sent / f"{unit}.xlsx")
    cases = {case for case, events in drafts.dossier.events_by_case.items() if any(event.unit == unit for event in events)}
    assert _column(book["事项"], 1) == sorted(cases)
    clocks = [clock for clock in drafts.dossier.clocks if clock.case in cases or clock.stream == ("unit", unit)]
    assert len(_column(book["期限"], 2)) == len(clocks) > 10
    tallies = [tally for tally in drafts.dossier.tallies if (tally.subject_kind, tally.subject) == ("unit", unit)]
    assert len(_column(book["计数"], 1)) == len(tallies)


def _column(page: Worksheet, place: int) -> list[object]:
    return [page.cell(row, place).value for row in range(4, page.max_row + 1)]


# --- what comes back --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def returned(drafts: Drafts, sent: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answers]:
    """One sheet with all but one entry answered: the first disputed, the last left open."""
    unit, (first, *rest, _) = _unit(drafts)
    answers: Grid = {number: {"agreed": "√"} for number in rest}
    answers[first] = {"disputed": "√", "ground": "已按期办结", "document": "D-2022-7"}
    path = _filled(sent / f"{unit}.xlsx", tmp_path_factory.mktemp("back") / "back.xlsx", answers)
    return path, read_answers([path], _asked(drafts))


def test_answers_come_back_as_events_about_the_entries(drafts: Drafts, returned: tuple[Path, Answers]) -> None:
    unit, (first, *rest, _) = _unit(drafts)
    answers = returned[1]
    assert answers.problems == ()
    by_number = {event.fields["number"]: event for event in answers.events}
    assert by_number.keys() == {first, *rest}
    disputed = by_number[first]
    assert (disputed.kind, disputed.unit, disputed.fields["ground"], disputed.fields["document"]) == ("disputed", unit, "done_in_time", "D-2022-7")
    assert all(by_number[number].kind == "confirmed" for number in rest)
    assert all(event.fields["entry"] == drafts.by_number[str(number)].entry.id for number, event in by_number.items())
    assert {event.fields["run"] for event in answers.events} == {drafts.dossier.root}


def test_the_same_sheet_read_again_gives_the_same_events(drafts: Drafts, returned: tuple[Path, Answers]) -> None:
    path, answers = returned
    assert read_answers([path, path], _asked(drafts)).events == answers.events != ()


def test_answers_are_events_that_import_and_change_no_score(drafts: Drafts, returned: tuple[Path, Answers], tmp_path: Path) -> None:
    policy, stored = drafts.dossier.policy, drafts.dossier.stored
    out = tmp_path / "answers.jsonl"
    write_events(returned[1].events, out, policy.vocabulary, policy.timezone)
    read = read_events([out], policy.vocabulary, policy.timezone)
    assert (read.events, read.problems) == (returned[1].events, ())
    inputs = Inputs(stored.inputs.policy, (*stored.inputs.events, out), stored.inputs.roster)
    ready = prepare(inputs)
    assert ready.policy is not None
    again = run(ready.policy, ready.roster, ready.events, as_of=stored.as_of, engine_name="batch")
    assert [entry.id for entry in again.scored.entries] == [entry.id for entry in drafts.dossier.entries]


def test_who_is_outstanding_is_listed(drafts: Drafts, returned: tuple[Path, Answers]) -> None:
    unit, numbers = _unit(drafts)
    found = {each.unit: each for each in standings(returned[1], drafts)}
    mine = found.pop(unit)
    assert (mine.asked, mine.confirmed, mine.disputed, mine.open, mine.returned) == (len(numbers), len(numbers) - 2, 1, 1, True)
    assert found
    assert not any(each.returned or each.confirmed or each.disputed for each in found.values())
    said = standings_text(standings(returned[1], drafts), "zh")
    assert "已交回" in said
    assert all(each.unit in said for each in found.values())


def test_a_sheet_sent_back_as_it_was_is_outstanding_and_no_problem(drafts: Drafts, sent: Path) -> None:
    read = read_answers([sent / f"{_unit(drafts)[0]}.xlsx"], _asked(drafts))
    assert (read.events, read.problems, read.returned) == ((), (), frozenset())


def test_a_change_of_mind_of_a_later_day_stands(drafts: Drafts, sent: Path, returned: tuple[Path, Answers], tmp_path: Path) -> None:
    unit, (first, *_) = _unit(drafts)
    later = _filled(sent / f"{unit}.xlsx", tmp_path / "later.xlsx", {first: {"agreed": "√"}}, date(2022, 1, 12))
    both = read_answers([later, returned[0]], _asked(drafts))
    assert both.problems == ()
    assert next(each for each in standings(both, drafts) if each.unit == unit).disputed == 0


def test_a_doubtful_row_is_told_and_the_other_answers_are_kept(drafts: Drafts, sent: Path, tmp_path: Path) -> None:
    unit, (first, second, third, fourth, *_) = _unit(drafts)
    slip = first[:-1] + next(letter for letter in ALPHABET if letter != first[-1])
    answers: Grid = {
        first: {"agreed": "√", "number": slip},
        second: {"agreed": "√", "points": 99},
        third: {"disputed": "√", "ground": "不公平"},
        fourth: {"agreed": "√"},
    }
    path = _filled(sent / f"{unit}.xlsx", tmp_path / "doubt.xlsx", answers)
    read = read_answers([path], _asked(drafts))
    assert [event.fields["number"] for event in read.events] == [fourth]
    assert [(found.code, found.place.line, dict(found.facts)["cell"]) for found in read.problems] == [
        ("sheets.wrong-number", 4, "A4"), ("sheets.edited-cell", 5, "F5"), ("sheets.unknown-ground", 6, "J6"),
    ]  # fmt: skip


def test_rows_may_be_sorted_and_what_is_printed_left_out(drafts: Drafts, sent: Path, tmp_path: Path) -> None:
    """Whoever types in an answer from paper types the number and the answer."""
    unit, (first, second, *_) = _unit(drafts)
    path = _filled(sent / f"{unit}.xlsx", tmp_path / "paper.xlsx", {first: {"agreed": "√"}})
    book = load_workbook(path)
    page = book["待核对分录"]
    last = page.max_row + 3
    for slot, text in {"number": second.lower(), "disputed": "√", "ground": "分值有误"}.items():
        page.cell(last, SLOTS.index(slot) + 1).value = text
    page.move_range(f"A4:K{last}", rows=2)
    book.save(path)
    read = read_answers([path], _asked(drafts))
    assert read.problems == ()
    assert {event.fields["number"]: event.kind for event in read.events} == {first: "confirmed", second: "disputed"}


def test_another_runs_sheet_and_an_undated_one_give_no_events(drafts: Drafts, sent: Path, tmp_path: Path) -> None:
    unit, (first, *_) = _unit(drafts)
    undated = _filled(sent / f"{unit}.xlsx", tmp_path / "undated.xlsx", {first: {"agreed": "√"}}, None)
    asked = _asked(drafts)
    other = Asked("f" * 64, asked.vocabulary, asked.timezone, asked.drafts)
    for read, code in ((read_answers([undated], asked), "sheets.no-day"), (read_answers([undated], other), "sheets.other-run")):
        assert read.events == ()
        assert [found.code for found in read.problems] == [code]
