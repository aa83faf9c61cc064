"""A condition in Chinese reads as an office writes it, and says exactly the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.rules.expression.chinese import from_chinese, in_chinese
from kaohe.rules.expression.parse import parse
from kaohe.rules.expression.syntax import Syntax
from kaohe.rules.expression.titles import GateTitles, Titles
from kaohe.rules.vocabulary import Vocabulary


@pytest.fixture(scope="session")
def titles(vocabulary: Vocabulary) -> Titles:
    return Titles(
        vocabulary, kinds=("repeat_petition",), start=("assigned",),
        parameters={"points": "再次反映扣分", "by_class": "办理期限", "by_origin": ""},
        defines={"handled": "已明确责任单位", "twice": ""}, states={"resolved": "已化解"},
        gates={"quality": GateTitles("五个不放过", {"facts": "事实清楚", "answer": ""})},
        deadlines={"handle": "初信初访办结期限"}, periods={"congress": "两会"},
    )


def read(text: str) -> Syntax:
    syntax, problems = parse(text)
    assert syntax is not None, problems
    return syntax


SENTENCES = [
    ('case.origin == "new" && !resolved && (overdue("handle") || seen(closed)) && !seen(reopened)',
     "来源 ＝ “初信初访” 且 未“已化解” 且 （期限“初信初访办结期限”已逾期 或 已有“办结”） 且 没有“重新办理”"),
    ("count(repeat_petition) >= 2 && !resolved", "“再次反映”次数 ≥ 2 且 未“已化解”"),
    ('default(last(checked, item == "facts").passed, false)', "最近一次“核查”（核查项 ＝ “调查事实”）的通过（缺省为 否）"),
    ("-param.points", "-再次反映扣分"),
    ("quality && !quality.facts", "达到“五个不放过” 且 未达到“五个不放过”之“事实清楚”"),
    ('case.class in ["general", "simple"] ? -5 : -2.5', "若 事项类别 属于 ｛“一般诉求”、“简易程序”｝ 则 -5 否则 -2.5"),
    ('has(case.unit) && case.unit.level != "bureau"', '责任单位 有值 且 责任单位的层级 ≠ "bureau"'),
    ("days_since(assigned) > 10", "距“交办”的天数 ＞ 10"),
    ("workdays_since(assigned | reopened) > 5", "距“交办”／“重新办理”的工作日数 ＞ 5"),
    ("distinct(checked, item) == 2", "“核查”中不同“核查项”的个数 ＝ 2"),
    ("day(at) in periods.congress && !is_workday(day(at))", "发生时刻的日期 在“两会”期间 且 发生时刻的日期 不是工作日"),
    ('date("2021-03-01") < day(start.at)', "2021年3月1日 ＜ 起算事件的发生时刻的日期"),
    ('default(last(closed | reopened).kind, "closed") == "reopened"',
     "最近一次“办结”／“重新办理”的事件种类（缺省为 “办结”） ＝ “重新办理”"),
    ('!(case.class in ["report"]) && !has(case.unit) && !overdue("x")',
     '事项类别 不属于 ｛“检举控告”｝ 且 责任单位 无值 且 期限"x"未逾期'),
    ("round(param.by_class[case.class] / 3, 2)", "保留小数（办理期限〔事项类别〕 ÷ 3，2）"),
    ("a - (b - c)", "a － （b － c）"),
    ("!(handled && twice)", "非 （已明确责任单位 且 twice）"),
]


@pytest.mark.parametrize(("text", "sentence"), SENTENCES)
def test_it_reads_as_an_office_writes(text: str, sentence: str, titles: Titles) -> None:
    assert in_chinese(read(text), titles) == sentence
    assert from_chinese(sentence, titles) == (read(text), ())


def test_a_field_and_a_fact_of_one_title_are_told_apart(titles: Titles) -> None:
    at_registration = replace(titles, kinds=("registered",))
    text = 'origin == "new" && case.origin != "old"'
    sentence = in_chinese(read(text), at_registration)
    assert sentence == "来源·本次 ＝ “初信初访” 且 来源·事项 ≠ “积案”"
    assert from_chinese(sentence, at_registration) == (read(text), ())


def test_a_function_said_of_something_has_no_phrase_denied_or_not(titles: Titles) -> None:
    """It was read back as ``!has(a)``: the denial had forgotten of what it was said."""
    for text in ("!a.has(a)", "!a.overdue('x')", "a.is_workday(a)"):
        syntax, _ = parse(text)
        assert syntax is not None
        assert from_chinese(in_chinese(syntax, titles), titles) == (syntax, ())


def test_a_condition_on_an_earlier_event_speaks_of_that_event(titles: Titles) -> None:
    text = 'seen(registered, origin == "new" && has(people))'
    sentence = in_chinese(read(text), titles)
    assert sentence == "已有“登记”（来源·本次 ＝ “初信初访” 且 人数·本次 有值）"
    assert from_chinese(sentence, titles) == (read(text), ())


@pytest.mark.parametrize(
    ("sentence", "code", "found"),
    [
        ("来源 ＝ “初信”", "unknown-name", "“初信”"), ("未“化解”", "unknown-name", "“化解”"), ("已有“结办”", "unknown-name", "“结办”"),
        ("来源 ＝", "unfinished", "＝"), ("来源 来源", "unexpected", "来源"), ("来源 ＝ §", "character", "§"),
        ("", "unfinished", ""), ("期限“交办”已逾期", "unknown-name", "“交办”"), ("“办结”", "unknown-name", "“办结”"),
        ("2021年2月30日 ＞ 截至日", "unknown-name", "2021年2月30日"),
    ],
)
def test_a_wrong_word_is_shown(sentence: str, code: str, found: str, titles: Titles) -> None:
    syntax, problems = from_chinese(sentence, titles)
    assert syntax is None
    assert [each.code for each in problems] == [f"expression.{code}"]
    place = problems[0].place
    assert sentence[place.column - 1 : place.column - 1 + place.length] == found


# --- whatever the titles are --------------------------------------------------------------------

TITLE = st.one_of(
    st.sampled_from([
        "来源", "办结", "的", "责任单位的人口", "已有", "未", "若", "来源·事项", "110", "12345热线", "A级", "abc", "a", "", " ", "甲 乙",
        "（缺省为", "“引”", "【括】", "是", "否", "日期", "2021年3月1日", "考核对象", "任何事件", "发生时刻", "次数", "已有办结", "且办结",
        "层级", "的天数", "最小", "办结（一次）", "3", "3来源", "会期间", "人口", "起算事件的来源",
    ]),
    st.text(st.sampled_from("来源办结的已有未若则a1· （）“”／，且或"), max_size=4),
)


def _retitled(vocabulary: Vocabulary, draw: Callable[[st.SearchStrategy[str]], str]) -> Vocabulary:
    def fields(table):  # type: ignore[no-untyped-def]
        return {
            name: replace(each, title=draw(TITLE), titles={code: draw(TITLE) for code in each.titles})
            for name, each in table.items()
        }

    kinds = {
        name: replace(kind, title=draw(TITLE), fields=fields(kind.fields)) for name, kind in vocabulary.kinds.items()
    }
    facts = {name: replace(fact, title=draw(TITLE)) for name, fact in vocabulary.facts.items()}
    return replace(vocabulary, kinds=kinds, facts=facts, unit_attributes=fields(vocabulary.unit_attributes))


@st.composite
def _any_titles(draw: st.DrawFn, vocabulary: Vocabulary) -> Titles:
    kinds = st.lists(st.sampled_from([*vocabulary.kinds]), unique=True, max_size=2).map(tuple)
    return Titles(
        _retitled(vocabulary, draw), kinds=draw(kinds), start=draw(kinds),
        parameters={name: draw(TITLE) for name in ("points", "by_class", "a")},
        defines={name: draw(TITLE) for name in ("handled", "twice", "x_1")}, states={"resolved": draw(TITLE)},
        gates={"quality": GateTitles(draw(TITLE), {"facts": draw(TITLE), "answer": draw(TITLE)})},
        deadlines={"handle": draw(TITLE), "y.1": draw(TITLE)}, periods={"congress": draw(TITLE), "x": draw(TITLE)},
    )


KNOWN = [
    text for text, _ in SENTENCES
] + [
    'origin == "new"', "case.origin == case.class", 'last(assigned).unit.line == "territory"', 'unit.post == "principal"',
    'count(any, kind == "closed" && outcome in ["good", "poor", "odd"]) > 1', "this.origin == start.unit", "case.x.y",
    "!case.done", "!param.points", "param.a", "param", "case", "any", "quality.facts.x", "!x_1", "periods.x", "!(at in periods.y)",
    'due("handle") > due("y.1")', "last(closed | reopened, signed).level", "count(abc, abs(x))", "seen(a, b, c)", "first()",
    "days_since(closed, days_since(reopened) > 1)", "has(1 / 0)", "default(a, b ? c : d)", '[a, "b", [c]]', 'at_level("x")',
]


def test_chinese_says_exactly_the_same_whatever_the_titles_are(vocabulary: Vocabulary) -> None:
    looked_at = 0
    syntaxes = [read(text) for text in KNOWN]

    @given(_any_titles(vocabulary))
    def there_and_back(titles: Titles) -> None:
        nonlocal looked_at
        for syntax in syntaxes:
            looked_at += 1
            sentence = in_chinese(syntax, titles)
            assert from_chinese(sentence, titles) == (syntax, ()), sentence

    there_and_back()
    assert looked_at >= 100 * len(KNOWN)
