"""However a ledger is laid out and saved, its rows give the same events, and every line of it is accounted for."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from conftest import MAPPING, Office, mapping_of
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets import ods, page, separated, xlsx

from kaohe.engine.intake.import_rows import import_rows
from kaohe.rules.clock import zone

COLUMNS = ("序号", "编号", "受理日期", "办结日期", "页数", "备注")
SAID = """\
discard: [序号, 页数, 备注]
events:
  - {kind: opened, id: 编号, case: 编号, at: 受理日期}
  - {kind: closed, when: {filled: [办结日期]}, id: {join: ["=c", 编号]}, case: 编号, at: 办结日期}
"""
STYLES = (
    lambda day: day.isoformat(), lambda day: f"{day.year}/{day.month}/{day.day}", lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day:%Y%m%d}", lambda day: f"{day.year}年{day.month}月{day.day}日", lambda day: f"{day.isoformat()} 00:00:00",
)  # fmt: skip
DAYS = st.dates(date(2020, 1, 1), date(2024, 12, 31))
CASES = st.lists(st.tuples(DAYS, st.none() | DAYS, st.sampled_from(STYLES)), min_size=1, max_size=6)
ODD = {"total": ["合计", "", "", "", "9", ""], "empty": [""] * 6, "note": ["审核人：某甲", "", "", "", "", ""], "heading": list(COLUMNS)}
SAVED = {
    "a.xlsx": lambda path, rows: xlsx(path, {"台账": rows}),
    "a.ods": lambda path, rows: ods(path, {"台账": rows}),
    "a.xls": lambda path, rows: path.write_bytes(page(rows, charset="gb2312")),
    "a.csv": lambda path, rows: path.write_bytes(separated(rows).encode("gb18030")),
    "b.csv": lambda path, rows: path.write_bytes(separated(rows, ";").encode("utf-8-sig")),
    "a.txt": lambda path, rows: path.write_bytes(separated(rows, "\t").encode("utf-16")),
}


@settings(max_examples=30, deadline=None)
@given(
    cases=CASES, order=st.permutations(range(6)), titles=st.integers(0, 3), saved=st.sampled_from(sorted(SAVED)),
    odd=st.lists(st.tuples(st.integers(0, 6), st.sampled_from(sorted(ODD))), max_size=4),
)  # fmt: skip
def test_layout_and_format_change_nothing(desk, cases, order, titles: int, saved: str, odd) -> None:
    body = [
        [str(number), f"A{number}", style(opened), style(closed) if closed else "", "3", "无"]
        for number, (opened, closed, style) in enumerate(cases, 1)
    ]
    for place, reason in odd:
        body.insert(min(place, len(body)), ODD[reason])
    # A total or a note stands in the first column, wherever that column's name has gone.
    rows = [[row[0], *("" for _ in row[1:])] if row in (ODD["total"], ODD["note"]) else [row[one] for one in order] for row in (list(COLUMNS), *body)]
    rows = [*([[f"台账{number}", *[""] * 5] for number in range(titles)]), *rows]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        SAVED[saved](home / saved, rows)
        report = import_rows(mapping_of(MAPPING + SAID), [home / saved], desk, home / "events")
        assert (report.problems, report.refused) == ((), ())
        found = {(event.id, here.day(event.at)) for event in Office(home, desk).read()}
    assert found == {
        *((f"A{number}", opened) for number, (opened, _, _) in enumerate(cases, 1)),
        *((f"cA{number}", closed) for number, (_, closed, _) in enumerate(cases, 1) if closed),
    }
    passed = {one.reason: one.rows for one in report.passed if one.reason != "empty"}
    told = {reason: sum(one == reason for _, one in odd) for reason in ODD if reason != "empty"} | {"title": titles}
    assert passed == {reason: count for reason, count in told.items() if count}
    assert report.rows == len(cases)


here = zone("Asia/Shanghai")
