"""Exports that show how everything stands: each import adds what has changed, and known-at tells any of them."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.correct import standing
from kaohe.engine.event_file import read_events
from kaohe.engine.intake.gone import Gone, Moved
from kaohe.engine.intake.import_rows import import_rows
from kaohe.engine.intake.log import check_log
from kaohe.reports.import_text import import_text
from kaohe.rules.clock import zone
from kaohe.rules.document.load import load
from kaohe.rules.document.mapping import MappingDocument

MAPPING = """\
mode: snapshot
events:
  - {kind: opened, id: {join: [no, "=-opened"]}, case: no, at: opened, fields: {channel: way}}
  - {kind: closed, id: {join: [no, "=-closed"]}, when: {filled: [closed]}, case: no, at: closed}
"""
HERE = zone("Asia/Shanghai")


def mapping_of(text: str) -> MappingDocument:
    found = load(text, "mapping.yaml", MappingDocument).document
    assert found is not None
    return found


def rows(*lines: str) -> str:
    return "\n".join(["no,opened,way,closed", *lines]) + "\n"


def stands(office, day: str | None = None) -> dict[str, tuple[object, ...]]:
    """What stands, known on ``day``: id to case, dated day and channel."""
    known_at = None if day is None else HERE.end(date.fromisoformat(day))
    events = standing(office.read(), office.vocabulary, known_at).events
    return {e.id: (e.case, HERE.day(e.at).isoformat(), e.fields.get("channel")) for e in events}


def counts(report) -> tuple[int, int, int]:
    assert report.problems == ()
    return (report.changes.new, report.changes.amended, report.changes.voided)


def test_a_snapshot_adds_what_is_new_amends_what_changed_and_voids_what_a_row_says_no_more(office) -> None:
    first = office.file("march.csv", rows("1,2021-03-01,letter,", "2,2021-03-02,letter,2021-03-09", "3,2021-03-03,,"))
    assert counts(office.imports(MAPPING, first, recorded_at="2021-03-31")) == (4, 0, 0)
    second = office.file("april.csv", rows("1,2021-03-01,online,2021-04-02", "2,2021-03-02,letter,", "4,2021-04-01,,"))
    report = office.imports(MAPPING, second, recorded_at="2021-04-30")
    assert counts(report) == (2, 1, 1)
    assert report.changes.gone == Gone(gone=("3",))
    assert (report.rows, report.events, report.kinds) == (3, 4, {"closed": 2, "opened": 2})
    assert stands(office) == {
        "1-opened": ("1", "2021-03-01", "online"), "1-closed": ("1", "2021-04-02", None), "2-opened": ("2", "2021-03-02", "letter"),
        "3-opened": ("3", "2021-03-03", None), "4-opened": ("4", "2021-04-01", None),
    }  # fmt: skip
    assert stands(office, "2021-04-29") == {
        "1-opened": ("1", "2021-03-01", "letter"), "2-opened": ("2", "2021-03-02", "letter"), "2-closed": ("2", "2021-03-09", None),
        "3-opened": ("3", "2021-03-03", None),
    }  # fmt: skip
    assert stands(office, "2021-03-30") == {}
    assert check_log(office.events) == (2, ())
    assert [path.name for path in office.written() if "shown" in path.name] == []


def test_what_is_gone_stands_and_is_told_once_and_so_is_what_comes_back(office) -> None:
    """A row that is not there any more closes, withdraws and voids nothing: somebody may have deleted it."""
    whole, less = rows("1,2021-03-01,,", "2,2021-03-02,,"), rows("1,2021-03-01,,")
    history = {"2021-03-31": whole, "2021-04-30": less, "2021-05-31": less, "2021-06-30": whole, "2021-07-31": whole}
    reports = [office.imports(MAPPING, office.file(f"{day}.csv", text), recorded_at=day) for day, text in history.items()]
    assert [counts(report) for report in reports] == [(2, 0, 0), *[(0, 0, 0)] * 4]
    assert [report.changes.gone.gone for report in reports] == [(), ("2",), (), (), ()]
    assert [report.changes.gone.back for report in reports] == [(), (), (), ("2",), ()]
    assert list(stands(office)) == list(stands(office, "2021-05-01")) == ["1-opened", "2-opened"]
    again = office.imports(MAPPING, office.home / "2021-04-30.csv", recorded_at="2021-04-30")
    assert (again.already, again.changes) == (True, reports[1].changes)


def test_what_an_export_of_the_month_lacks_is_not_gone(office) -> None:
    """Its events stand, changes in what it shows are changes, and units that differ are told."""
    part = f"shows: part\n{MAPPING}"
    for month, lines in (("03", ("1,2021-03-01,,", "2,2021-03-02,,")), ("04", ("3,2021-04-01,,", "2,2021-03-02,,2021-04-09")), ("05", ("1,2021-03-01,letter,",))):
        path = office.file(f"{month}.csv", rows(*lines))
        report = office.imports(part, path, recorded_at=f"2021-{month}-28")
        assert report.changes.gone == Gone()
    assert counts(report) == (0, 1, 0)
    assert sorted(stands(office)) == ["1-opened", "2-closed", "2-opened", "3-opened"]


def test_the_log_tells_how_many_cases_are_gone_and_the_batch_which(office) -> None:
    before = office.file("a.csv", rows(*(f"{number},2021-03-01,," for number in range(60))))
    office.imports(MAPPING, before, recorded_at="2021-03-31")
    report = office.imports(MAPPING, office.file("b.csv", rows("1,2021-03-01,,")), recorded_at="2021-04-30")
    assert len(report.changes.gone.gone) == 59
    line = json.loads((office.events / "log.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert line["changes"]["gone"] == {"gone": 59, "back": 0, "moved": 0}
    assert len(json.loads((report.batch / "import.json").read_text(encoding="utf-8"))["changes"]["gone"]["gone"]) == 59
    assert check_log(office.events) == (2, ())
    said = import_text(report, office.vocabulary, "zh")
    assert "import.json" in said
    assert "shows: part" in said


def test_a_case_that_names_another_unit_is_told(office) -> None:
    """With ids of its own the event is amended, without it is another; either way the unit changed. One more unit is no change."""
    head, by_id = "mode: snapshot\nevents:\n  - {kind: assigned, case: no, at: at, unit: unit", 'join: [no, "=-", step]'
    for mapping in (f"{head}, id: {{{by_id}}}}}\n", f"{head}}}\ndiscard: [step]\n"):
        for day, units in (("2021-03-31", ("north", "south", "east")), ("2021-04-30", ("north", "west", "east"))):
            lines = [f"{case},1,2021-03-01,{unit}" for case, unit in zip("123", units, strict=True)]
            more = ["3,2,2021-04-01,south"] if day == "2021-04-30" else []
            path = office.file(f"{day}.csv", "\n".join(["no,step,at,unit", *lines, *more]) + "\n")
            report = office.imports(mapping, path, recorded_at=day)
        assert report.changes.gone == Gone(moved=(Moved("2", "assigned", ("south",), ("west",)),))
        shutil.rmtree(office.events)


def test_without_ids_a_change_is_one_event_gone_and_another_come(office) -> None:
    mapping = "mode: snapshot\nevents: [{kind: opened, case: no, at: opened, fields: {channel: way}}]\ndiscard: [closed]\n"
    office.imports(mapping, office.file("a.csv", rows("1,2021-03-01,letter,", "2,2021-03-02,,")), recorded_at="2021-03-31")
    report = office.imports(mapping, office.file("b.csv", rows("1,2021-03-01,online,", "2,2021-03-02,,")), recorded_at="2021-04-30")
    assert counts(report) == (1, 0, 1)
    assert sorted(value[2] or "" for value in stands(office).values()) == ["", "online"]


def test_a_snapshot_that_is_not_whole_is_refused(office) -> None:
    office.imports(MAPPING, office.file("a.csv", rows("1,2021-03-01,,", "2,2021-03-02,,")), recorded_at="2021-03-31")
    report = office.imports(MAPPING, office.file("b.csv", rows("1,2021-03-01,,", "2,soon,,")), recorded_at="2021-04-30")
    assert [p.code for p in report.problems] == ["intake.strict"]
    assert list(stands(office)) == ["1-opened", "2-opened"]


def test_the_same_snapshot_twice_is_one_and_another_of_the_same_moment_is_refused(office) -> None:
    path = office.file("a.csv", rows("1,2021-03-01,,"))
    office.imports(MAPPING, path, recorded_at="2021-04-30")
    assert office.imports(MAPPING, path, recorded_at="2021-04-30").already
    other = office.file("b.csv", rows("1,2021-03-02,,"))
    refused = office.imports(MAPPING, other, recorded_at="2021-04-30")
    assert [(p.code, dict(p.facts)) for p in refused.problems] == [("intake.snapshot-again", {"at": "2021-04-30"})]
    assert counts(office.imports(MAPPING, other, recorded_at="2021-04-30T12:00")) == (1, 0, 0)
    assert stands(office)["1-opened"][1] == "2021-03-01"
    for missing in (None, "", "April"):
        assert [p.code for p in office.imports(MAPPING, path, recorded_at=missing).problems] == ["intake.snapshot-time"]


def test_a_late_snapshot_changes_what_was_known_then_and_nothing_after(office) -> None:
    march, april, may = ("1,2021-03-01,letter,",), ("1,2021-03-01,online,", "2,2021-04-01,letter,2021-04-09"), ("2,2021-04-01,online,",)
    for day, lines in (("2021-03-31", march), ("2021-05-31", may), ("2021-04-30", april)):
        report = office.imports(MAPPING, office.file(f"{day}.csv", rows(*lines)), recorded_at=day)
    assert counts(report) == (2, 1, 0)
    assert stands(office, "2021-03-31") == {"1-opened": ("1", "2021-03-01", "letter")}
    then = {"1-opened": ("1", "2021-03-01", "online"), "2-opened": ("2", "2021-04-01", "letter"), "2-closed": ("2", "2021-04-09", None)}
    assert stands(office, "2021-04-30") == then
    # in May case 1 is gone, as April last showed it; case 2 is not closed
    assert stands(office) == {"1-opened": ("1", "2021-03-01", "online"), "2-opened": ("2", "2021-04-01", "online")}


def test_a_late_snapshot_tells_what_is_gone_since_the_one_before_it_and_what_it_alone_shows(office) -> None:
    """Case 2 was told gone in May already; case 3 is shown in April alone."""
    both, one, more = (("1,2021-03-01,,", "2,2021-03-01,,"), ("1,2021-03-01,,",), ("1,2021-03-01,,", "2,2021-03-01,,", "3,2021-04-01,,"))
    gone = []
    for day, lines in (("2021-03-31", both), ("2021-05-31", one), ("2021-04-30", more)):
        gone.append(office.imports(MAPPING, office.file(f"{day}.csv", rows(*lines)), recorded_at=day).changes.gone)
    assert gone == [Gone(), Gone(gone=("2",)), Gone(gone=("3",))]


def test_another_mapping_has_its_own_snapshots(office) -> None:
    path = office.file("a.csv", rows("1,2021-03-01,,"))
    office.imports(MAPPING, path, recorded_at="2021-04-30")
    office.imports("events: [{kind: opened, id: no, case: no, at: opened}]\ndiscard: [way, closed]\n", path)
    assert counts(office.imports(MAPPING, office.file("b.csv", rows("2,2021-03-01,,")), recorded_at="2021-05-31")) == (1, 0, 0)


LOOKS = {1: "{},2021-03-01,letter,", 2: "{},2021-03-01,online,", 3: "{},2021-03-01,online,2021-03-09"}
cases = st.fixed_dictionaries({"1": st.integers(0, 3), "2": st.integers(0, 3)})
histories = st.lists(cases, min_size=1, max_size=5).flatmap(
    lambda history: st.tuples(st.just(history), st.permutations(range(len(history))))
)


def shown(case: str, look: int) -> set[tuple[str, str | None]]:
    """Ids and channels of the events that a case of that look is."""
    channel = {1: "letter", 2: "online", 3: "online"}[look]
    return {(f"{case}-opened", channel)} | ({(f"{case}-closed", None)} if look == 3 else set())


@settings(max_examples=8)
@given(delivered=histories)
def test_in_whatever_order_snapshots_come_each_day_reads_as_it_was_last_shown(
    desk, delivered: tuple[list[dict[str, int]], list[int]]
) -> None:
    """Of every case what the latest snapshot up to that day shows that shows it at all."""
    history, order = delivered
    mapping = mapping_of("kaohe: 1\nmapping: office\nvocabulary: desk\ntimezone: Asia/Shanghai\n" + MAPPING)
    days = [f"2021-0{number}-28" for number in range(4, 4 + len(history))]
    with TemporaryDirectory() as home:
        for number in order:
            path = Path(home, f"{number}.csv")
            path.write_text(rows(*(LOOKS[look].format(case) for case, look in history[number].items() if look)))
            assert import_rows(mapping, [path], desk, Path(home, "events"), recorded_at=days[number]).problems == ()
        events = read_events([Path(home, "events")], desk, "Asia/Shanghai").events
    last: dict[str, int] = {}
    for day, looks in zip(days, history, strict=True):
        last |= {case: look for case, look in looks.items() if look}
        found = standing(events, desk, HERE.end(date.fromisoformat(day)))
        assert found.problems == ()
        said = {(event.id, event.fields.get("channel")) for event in found.events}
        assert said == set().union(*(shown(case, look) for case, look in last.items())), day
