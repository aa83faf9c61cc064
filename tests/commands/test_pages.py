"""Pages for an auditor: counts and clocks of a clause that kept silent, repeats under their own number, whole English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

POLICY = """\
kaohe: 1
policy: desk
title: 台账
version: "1"
period: {from: 2021-01-01, to: 2021-12-31}
timezone: Asia/Shanghai
vocabulary: petition
calendar: cn
sources: {office: {title: 办法}}
clauses:
  - id: finish
    title: 按期办结
    kind: deduction
    section: work
    basis: {source: office, article: 一}
    points_from: example
    deadline: {start: assigned, finish: closed, within: 60d}
    late: {points: "-1"}
    accountable: [{unit: case.unit}]
  - id: meetings
    title: 每季度开会
    kind: deduction
    section: work
    basis: {source: office, article: 二}
    points_from: example
    frequency: {of: meeting_held, by: unit, per: quarter, at_least: 1, who: 'subject.level == "township"', silent: zero}
    short: {points: "-0.5", per: missing}
  - id: closed-rate
    title: 办结率
    kind: indicator
    section: rates
    basis: {source: office, article: 三}
    points_from: example
    ratio: {over: cases, where: 'seen(assigned, day(at) >= period.from)', hit: seen(closed), by: case.unit, minimum: 1, otherwise: zero}
    score: {rate: {points: 10}}
scorecards:
  unit:
    of: unit
    title: 考核表
    who: 'subject.level == "township"'
    out_of: 100
    base: 90
    points_from: example
    sections: {work: {title: 工作}, rates: {title: 比率}}
    grades: [{id: top, title: 优, share: "0.5"}, {id: rest, title: 良}]
"""
ROSTER = """\
kaohe: 1
roster: desk
units:
  - {id: chengbei, title: 城北, kind: town, level: township, from: 2020-01-01}
  - {id: fengshan, title: 凤山, kind: town, level: township, from: 2020-01-01}
"""
EVENTS = """\
{"id": "e1", "kind": "registered", "at": "2021-03-01T09:00", "case": "A1", "origin": "new", "channel": "visit", "class": "general"}
{"id": "e2", "kind": "assigned", "at": "2021-03-02", "case": "A1", "unit": "chengbei"}
{"id": "e3", "kind": "registered", "at": "2021-04-20T09:00", "case": "B7", "origin": "new", "channel": "visit", "class": "general", "repeat_of": "A1"}
{"id": "e4", "kind": "closed", "at": "2021-05-11", "case": "A1"}
{"id": "e5", "kind": "registered", "at": "2021-06-01T09:00", "case": "A2", "origin": "new", "channel": "visit", "class": "general"}
{"id": "e6", "kind": "assigned", "at": "2021-06-02", "case": "A2", "unit": "fengshan"}
{"id": "e7", "kind": "closed", "at": "2021-06-22", "case": "A2"}
{"id": "m1", "kind": "meeting_held", "at": "2021-02-02", "unit": "chengbei"}
{"id": "m2", "kind": "meeting_held", "at": "2021-05-02", "unit": "chengbei"}
{"id": "m3", "kind": "meeting_held", "at": "2021-08-02", "unit": "chengbei"}
{"id": "m4", "kind": "meeting_held", "at": "2021-11-02", "unit": "chengbei"}
{"id": "n1", "kind": "meeting_held", "at": "2021-11-03", "unit": "fengshan"}
"""
CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
TITLES = re.compile("召开会议|按期办结|每季度开会|办结率|考核表|工作|比率|城北|凤山|办法|登记|交办|办结|优|良|初信初访|来访|一般诉求|来源|渠道|事项类别|重复的原事项|[一二三《》]")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, kaohe) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "desk").mkdir()
    (folder / "desk" / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (folder / "roster.yaml").write_text(ROSTER, encoding="utf-8")
    (folder / "events.jsonl").write_text(EVENTS, encoding="utf-8")
    inputs = ("--policy", folder / "desk", "--events", folder / "events.jsonl", "--roster", folder / "roster.yaml")
    done = kaohe("run", *inputs, "--out", folder / "run")
    assert done.code == 0, done.out + done.err
    return folder / "run"


def test_why_not_of_a_frequency_says_what_was_asked_and_done(run: Path, kaohe) -> None:
    kept = kaohe("why-not", "meetings", "--case", "chengbei", "--run", run).out
    assert "已判 4 个区间，其中 0 个不足" in kept
    short = kaohe("why-not", "meetings", "--case", "fengshan", "--run", run).out
    assert "其实起了作用，3 条分录" in short
    assert "fengshan 2021-Q2：应 1 次，实 0 次" in short


def test_why_not_of_a_rate_shows_the_count_and_of_a_case_which_row_it_is(run: Path, kaohe) -> None:
    assert "chengbei 2021：1/1 ＝ 100%" in kaohe("why-not", "closed-rate", "--case", "chengbei", "--run", run).out
    row = kaohe("why-not", "closed-rate", "--case", "A1", "--run", run).out
    assert "A1" in row
    assert "计入分母，也计入分子" in row


def test_why_not_of_a_deadline_counts_its_days_and_says_how_far_over(run: Path, kaohe) -> None:
    late = kaohe("why-not", "finish", "--case", "A1", "--run", run).out
    assert "到期 2021-05-01" in late
    assert "超期，逾 10 日" in late
    kept = kaohe("why-not", "finish", "--case", "A2", "--run", run).out
    assert "按期，余 40 日" in kept
    assert "起作用" not in kept


def test_a_linked_repeat_is_found_under_its_own_number(run: Path, kaohe) -> None:
    said = kaohe("why", "B7", "--run", run).out
    assert said.startswith("B7 关联到 A1")
    assert "编号=B7" in said
    assert said.index("[e1]") < said.index("[e3]")


def test_a_span_entry_names_what_was_counted(run: Path, kaohe) -> None:
    said = kaohe("why", "meetings/unit:fengshan/2021-Q1/short", "--run", run).out
    assert "-0.5 分 · 凤山（fengshan）" in said
    assert "2021-Q1：应 1 次，实 0 次" in said
    assert "还差 1 次" in said
    assert "考核表 unit@2021：凤山 总分" in said


def test_a_card_tells_places_by_title_and_how_late(run: Path, kaohe) -> None:
    said = kaohe("card", "chengbei", "--run", run).out
    assert "A1 逾期 10 天" in said
    assert "“优”名额：2 个 × 50% 取整为 1" in said


@pytest.mark.parametrize(
    "call",
    [
        ("card", "chengbei"), ("card", "fengshan"), ("why", "fengshan"), ("why", "B7"),
        ("why", "finish/unit:chengbei/e2/late"), ("why", "meetings/unit:fengshan/2021-Q1/short"),
        ("why", "card.unit/total:chengbei/2021/base"), ("why-not", "meetings", "--case", "chengbei"),
        ("why-not", "closed-rate", "--case", "A2"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_english_pages_are_english_but_for_titles(run: Path, kaohe, call: tuple[str, ...]) -> None:
    done = kaohe("--lang", "en", *call, "--run", run)
    assert done.code == 0, done.err
    assert len(done.out.splitlines()) >= 3
    ours = TITLES.sub("", done.out).replace("■", "")
    assert not CHINESE.search(ours), ours


def test_remarks_are_counted_as_shown_and_a_pipe_gets_no_escape_codes(run: Path, kaohe, tmp_path: Path) -> None:
    """Without a roster the run has remarks of its own; each is told once."""
    home = run.parent
    done = kaohe("run", "--policy", home / "desk", "--events", home / "events.jsonl", "--out", tmp_path / "run")
    said = done.out + done.err
    assert "\x1b" not in said
    told = sum(line.startswith("· ") for line in said.splitlines())
    more = sum(int(count) for count in re.findall(r"另有 (\d+) 条", said))
    (counted,) = re.findall(r"(\d+) 个说明", said)
    assert told + more == int(counted) > 0


def test_an_import_says_nothing_but_what_it_did(kaohe, tmp_path: Path) -> None:
    desk = Path(__file__).parents[1] / "bad" / "base" / "desk"
    done = kaohe("import", desk / "rows.csv", "--mapping", desk / "mapping.yaml", "--out", tmp_path / "events")
    assert done.code == 0
    assert done.err == ""
