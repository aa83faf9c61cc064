"""Exports that show how everything stands: each import adds what has changed, and known-at tells any of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine.correct import standing
from kaohe.engine.event_file import read_events
from kaohe.engine.intake.import_rows import import_rows
from kaohe.engine.intake.log import check_log
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


def test_a_snapshot_adds_what_is_new_amends_what_changed_and_voids_what_is_gone(office) -> None:
    first = office.file("march.csv", rows("1,2021-03-01,letter,", "2,2021-03-02,letter,2021-03-09", "3,2021-03-03,,"))
    assert counts(office.imports(MAPPING, first, recorded_at="2021-03-31")) == (4, 0, 0)
    second = office.file("april.csv", rows("1,2021-03-01,online,2021-04-02", "2,2021-03-02,letter,", "4,2021-04-01,,"))
    report = office.imports(MAPPING, second, recorded_at="2021-04-30")
    assert counts(report) == (2, 1, 2)
    assert (report.rows, report.events, report.kinds) == (3, 5, {"closed": 2, "opened": 3})
    assert stands(office) == {
        "1-opened": ("1", "2021-03-01", "online"), "1-closed": ("1", "2021-04-02", None), "2-opened": ("2", "2021-03-02", "letter"),
        "4-opened": ("4", "2021-04-01", None),
    }  # fmt: skip
    assert stands(office, "2021-04-29") == {
        "1-opened": ("1", "2021-03-01", "letter"), "2-opened": ("2", "2021-03-02", "letter"), "2-closed": ("2", "2021-03-09", None),
        "3-opened": ("3", "2021-03-03", None),
    }  # fmt: skip
    assert stands(office, "2021-03-30") == {}
    assert check_log(office.events) == (2, ())
    assert [path.name for path in office.written() if "shown" in path.name] == []


def test_what_is_gone_may_come_back(office) -> None:
    whole, less = rows("1,2021-03-01,,", "2,2021-03-02,,"), rows("1,2021-03-01,,")
    history = {"2021-03-31": whole, "2021-04-30": less, "2021-05-31": less, "2021-06-30": whole, "2021-07-31": whole}
    reports = [office.imports(MAPPING, office.file(f"{day}.csv", text), recorded_at=day) for day, text in history.items()]
    assert [counts(report) for report in reports] == [(2, 0, 0), (0, 0, 1), (0, 0, 0), (0, 1, 0), (0, 0, 0)]
    assert list(stands(office)) == ["1-opened", "2-opened"]
    assert list(stands(office, "2021-05-01")) == ["1-opened"]


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


def test_the_same_snapshot_twice_is_one_and_an_older_one_is_refused(office) -> None:
    path = office.file("a.csv", rows("1,2021-03-01,,"))
    office.imports(MAPPING, path, recorded_at="2021-04-30")
    assert office.imports(MAPPING, path, recorded_at="2021-04-30").already
    older = office.imports(MAPPING, path, recorded_at="2021-03-31")
    assert [(p.code, dict(p.facts)) for p in older.problems] == [("intake.snapshot-order", {"last": "2021-04-30"})]
    for missing in (None, "", "April"):
        assert [p.code for p in office.imports(MAPPING, path, recorded_at=missing).problems] == ["intake.snapshot-time"]


def test_another_mapping_has_its_own_snapshots(office) -> None:
    path = office.file("a.csv", rows("1,2021-03-01,,"))
    office.imports(MAPPING, path, recorded_at="2021-04-30")
    office.imports("events: [{kind: opened, id: no, case: no, at: opened}]\ndiscard: [way, closed]\n", path)
    assert counts(office.imports(MAPPING, office.file("b.csv", rows("2,2021-03-01,,")), recorded_at="2021-05-31")) == (1, 0, 1)


cases = st.fixed_dictionaries({"1": st.integers(0, 3), "2": st.integers(0, 3), "3": st.integers(0, 3)})
LOOKS = {1: "{},2021-03-01,letter,", 2: "{},2021-03-01,online,", 3: "{},2021-03-01,online,2021-03-09"}


@settings(max_examples=15)
@given(history=st.lists(cases, min_size=1, max_size=4))
def test_every_snapshot_can_be_told_again_by_known_at(desk, history: list[dict[str, int]]) -> None:
    """What stands on the day of a snapshot is what that snapshot alone would have said."""
    head = "kaohe: 1\nmapping: office\nvocabulary: desk\ntimezone: Asia/Shanghai\n"
    mapping = load(head + MAPPING, "m.yaml", MappingDocument).document
    assert mapping is not None

    def imported(content: str, day: str, out: Path) -> None:
        out.parent.mkdir(exist_ok=True)
        path = out.parent / f"{day}.csv"
        path.write_text(content)
        assert import_rows(mapping, [path], desk, out, recorded_at=day).problems == ()

    def told(out: Path, day: str) -> set[object]:
        events = standing(read_events([out], desk, "Asia/Shanghai").events, desk, HERE.end(date.fromisoformat(day))).events
        return {(e.id, e.kind, e.at, e.case, tuple(e.fields.items())) for e in map(_plain, events)}

    with TemporaryDirectory() as home:
        days = [f"2021-0{number}-28" for number in range(4, 4 + len(history))]
        texts = [rows(*(LOOKS[look].format(case) for case, look in shown.items() if look)) for shown in history]
        for day, text in zip(days, texts, strict=True):
            imported(text, day, Path(home, "events"))
        for day, text in zip(days, texts, strict=True):
            imported(text, day, Path(home, f"alone{day}", "events"))
            assert told(Path(home, "events"), day) == told(Path(home, f"alone{day}", "events"), day)


def _plain(event):
    return replace(event, recorded_at=None, standing=None)
