"""Worked examples: events in, entries, scores and cards out. They run on every engine."""

from __future__ import annotations

from typing import Literal

from kaohe.rules.document.roster import RosterBody
from kaohe.rules.document.scalar import ClauseId, Code, Day, Flag, Name, Number, Text, Whole
from kaohe.rules.document.shape import Shape, key

_CLAUSE = ("条款", "条款编号。", "The clause's id.")
_SPAN = ("期间", "如 2021、2021-03、2021-W09。", "Such as 2021, 2021-03, 2021-W09.", None)
_ROSTER = ("名册", "算例用的单位和领导。", "Units and leaders of the examples.", None)
_AS_OF = ("截止日", "算到哪一天，含当日。", "Day the run looks back from, included.", None)


EntryPart = Literal[
    "charge", "late", "on_time", "short", "score", "item", "reverse", "zero", "cap_case", "cap", "monitored",
]  # fmt: skip
"""What an entry of a clause is; what a card itself writes is seen in ``cards``."""
DueOutcome = Literal["on_time", "late", "open", "suspended", "lapsed", "restarted", "finished"]
"""What became of a deadline's instance."""


class ExampleEvent(Shape, title="event", extra="allow"):
    """An event as a row: header keys plus the kind's fields, all as text (typed by the kind).

    Without ``id`` it is named ``#1``, ``#2``… by its position in the example.
    """

    kind: Name = key(
        "种类",
        "事件种类；其余各键是公共字段和该种类的字段。",
        "Kind of event; the other keys are the header and the kind's fields.",
    )


class ExpectedEntry(Shape, title="expected entry"):
    """What an entry must be. Keys left out are not compared. ``points`` as exact numbers."""

    clause: ClauseId = key(*_CLAUSE)
    role: Text | None = key(
        "角色",
        "哪一条责任行：岗位，或 `unit`、`leader`，或该行 `role` 所写。",
        "Which line of accountability: the post, or `unit`, `leader`, or what the line's `role` says.",
        None,
    )
    part: EntryPart | None = key(
        "环节",
        "记分的环节：`charge` 本项，`late` 逾期，`cap` 限额退回，`reverse` 撤回等等。",
        "What the entry is: `charge` the clause's own, `late`, `cap` given back by a limit, `reverse` taken back, and so on.",
        None,
    )
    unit: Code | None = key("单位", "记到哪个单位。", "The unit charged.", None)
    leader: Code | None = key("领导", "记到哪个领导。", "The leader charged.", None)
    points: Number | None = key("分值", "精确的分值。", "Exact points.", None)
    case: Code | None = key("事项", "哪个事项。", "The case.", None)
    event: Code | None = key("事件", "由哪个事件引起。", "The event that caused it.", None)
    because: list[Code] | None = key("因为", "所依据的事件。", "The events it cites.", None)
    at: Day | None = key("日期", "记分日期。", "Date of the entry.", None)
    due: Day | None = key("到期日", "期限的到期日。", "Due day of the deadline.", None)
    span: Text | None = key(*_SPAN)


class ExpectedTally(Shape, title="expected tally"):
    """A ratio, measure or frequency of one subject and span."""

    clause: ClauseId = key(*_CLAUSE)
    subject: Code | None = key("对象", "单位或领导。", "Unit or leader.", None)
    span: Text | None = key(*_SPAN)
    numerator: Number | None = key("分子", "精确值。", "Exact.", None)
    denominator: Number | None = key("分母", "精确值。", "Exact.", None)
    excluded: Whole | None = key("剔除", "剔除了多少行。", "Rows left out.", None)
    value: Number | None = key("数值", "精确值。", "Exact.", None)
    no_data: Flag | None = key("无数据", "真：没有数据。", "True: there is no data.", None)


class ExpectedCard(Shape, title="expected card"):
    """A card of one subject and span."""

    subject: Code = key("对象", "单位或领导。", "Unit or leader.")
    card: Name | None = key("考核表", "哪一种考核表。", "Which kind of card.", None)
    span: Text | None = key(*_SPAN)
    total: Number | None = key("总分", "取位后的总分。", "The rounded total.", None)
    sections: dict[Name, Number] | None = key("各部分", "各部分的得分。", "Points of the sections.", None)
    grade: Name | None = key("等次", "评定的等次。", "The grade.", None)
    rank: Whole | None = key("名次", "同组名次。", "Place in the peer group.", None)
    no_data: Flag | None = key("无数据", "真：没有数据。", "True: there is no data.", None)
    provisional: Flag | None = key("暂定", "真：否决未定，暂按未否决计。", "True: a veto is pending.", None)


class ExpectedGate(Shape, title="expected gate"):
    """What failed at one event of a gate."""

    gate: Name = key("关口", "关口的名称。", "The gate's name.")
    event: Code = key("事件", "哪个事件。", "The event.")
    failed: list[Name] = key("未通过", "未通过的各项；全过写 `[]`。", "Items that failed; `[]` for none.")


class ExpectedDue(Shape, title="expected due day"):
    """A deadline's instance, by its start event: its due day and what became of it."""

    clause: ClauseId = key(*_CLAUSE)
    start: Code = key("起算", "起算的事件。", "The event that started it.")
    due: Day | None = key("到期日", "算出的到期日。", "The due day.", None)
    outcome: DueOutcome | None = key("结果", "期限的结果。", "What became of it.", None)


class Expectation(Shape, title="expectation"):
    """``entries`` lists all non-structural entries unless ``others: allowed``.

    ``silent`` names clauses that write nothing. ``problems`` are codes that must be reported.
    """

    entries: list[ExpectedEntry] | None = key(
        "记分", "全部记分；另有的要写 `others: allowed`。", "All entries, unless `others: allowed`.", None
    )
    others: Text | None = key(
        "其他记分", "`allowed`：允许另有记分。", "`allowed`: there may be others.", None
    )
    silent: list[ClauseId] = key("不记分", "这些条款不应记分。", "Clauses that write nothing.", [])
    tallies: list[ExpectedTally] = key("统计", "比率、统计和频次。", "Ratios, measures and frequencies.", [])
    cards: list[ExpectedCard] = key("考核表", "各对象的考核表。", "Cards of subjects.", [])
    gates: list[ExpectedGate] = key("关口", "各事件的过关情况。", "What failed at gated events.", [])
    due: list[ExpectedDue] = key("到期日", "各期限的到期日。", "Due days of deadlines.", [])
    problems: list[Text] = key("问题", "应报告的问题代码。", "Codes that must be reported.", [])


class Example(Shape, title="example"):
    """A short history and what must come of it."""

    name: Text = key("名称", "一句话说明这个算例的主张。", "What it claims, in one sentence.")
    label: Text | None = key("标签", "用于分类。", "For sorting.", None)
    events: list[ExampleEvent] = key("事件", "发生了什么。", "What happened.")
    roster: RosterBody | None = key(*_ROSTER)
    as_of: Day | None = key(*_AS_OF)
    known_at: Text | None = key("知悉时点", "只用此时以前登记的事件。", "Only events recorded by then.", None)
    parameters: dict[Name, Text] = key("参数", "改用这些参数值。", "Parameter values to use instead.", {})
    expect: Expectation = key("预期", "应当得出什么。", "What must come of it.")


class CasesDocument(Shape, title="cases"):
    """Worked examples beside a policy."""

    kaohe: Whole = key("语言版本", "写 `1`。", "Version of the language: `1`.")
    cases: Name = key("代号", "算例集的代号，一般与办法相同。", "Name of the set, usually the policy's.")
    roster: RosterBody | None = key(*_ROSTER)
    as_of: Day | None = key(*_AS_OF)
    examples: list[Example] = key("算例", "各个算例。", "The examples.")
