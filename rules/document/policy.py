"""The policy document: head, definitions, clauses, cards. Its parts stand in files of their own."""

from __future__ import annotations

from typing import Literal

from kaohe.rules.document.card import (
    Appeals,
    Cycle,
    GradeShape,
    Inherit,
    ScorecardShape,
    SectionShape,
)
from kaohe.rules.document.clause import (
    AcceptedRisk,
    CapShape,
    ClauseKind,
    ClauseShape,
    Confirm,
    Exclusive,
    Limits,
    Line,
    PostName,
    Revoke,
    Silence,
    StandingRisk,
)
from kaohe.rules.document.definition import (
    At,
    Define,
    GateItem,
    GateShape,
    State,
)
from kaohe.rules.document.form import (
    AppraisalShape,
    ChecklistShape,
    DeadlineShape,
    DueOf,
    Extend,
    FrequencyShape,
    Groups,
    Item,
    ItemPoints,
    MeasureShape,
    Outcome,
    PrintRound,
    RatioShape,
    Restart,
    Short,
)
from kaohe.rules.document.head import (
    Basis,
    Extends,
    KindNames,
    NamedPeriod,
    ParameterShape,
    Period,
    SourceText,
)
from kaohe.rules.document.scalar import Expr, Name, Text, Whole
from kaohe.rules.document.score import (
    Band,
    Each,
    MarkShape,
    MinMax,
    Rank,
    RankTable,
    Rate,
    ScoreShape,
    ShareOfBest,
    Slope,
    SlopeSide,
)
from kaohe.rules.document.shape import Shape, key

__all__ = [
    "AcceptedRisk",
    "Appeals",
    "AppraisalShape",
    "At",
    "Band",
    "Basis",
    "CapShape",
    "ChecklistShape",
    "ClauseKind",
    "ClauseShape",
    "Confirm",
    "Cycle",
    "DeadlineShape",
    "Define",
    "DueOf",
    "Each",
    "Exclusive",
    "Extend",
    "Extends",
    "FrequencyShape",
    "GateItem",
    "GateShape",
    "GradeShape",
    "Groups",
    "Inherit",
    "Item",
    "ItemPoints",
    "KindNames",
    "Limits",
    "Line",
    "MarkShape",
    "MeasureShape",
    "MinMax",
    "NamedPeriod",
    "Outcome",
    "ParameterShape",
    "Period",
    "PolicyDocument",
    "PostName",
    "PrintRound",
    "Rank",
    "RankTable",
    "Rate",
    "RatioShape",
    "Restart",
    "Revoke",
    "ScoreShape",
    "ScorecardShape",
    "SectionShape",
    "ShareOfBest",
    "Short",
    "Silence",
    "Slope",
    "SlopeSide",
    "SourceText",
    "StandingRisk",
    "State",
]


class PolicyDocument(Shape, title="policy"):
    """A policy: the rules by which offices are assessed in one period."""

    kaohe: Whole = key("语言版本", "写 `1`。", "Version of the language: `1`.")
    policy: Name = key("代号", "办法的代号，也是它的文件夹名。", "The policy's name, and its folder's.")
    title: Text = key("名称", "办法的全称。", "Its full title.")
    version: Text = key("版次", "本办法自己的版次。", "The policy's own version.")
    period: Period = key("考核期", "首日和末日。", "First and last day assessed.")
    timezone: Text = key("时区", "如 `Asia/Shanghai`。", "Such as `Asia/Shanghai`.")
    vocabulary: Name = key("词汇表", "所用词汇表的代号。", "Name of the vocabulary it uses.")
    calendar: Name = key("日历", "所用日历的代号。", "Name of the calendar it uses.")
    places: Whole | None = key(
        "小数位", "总分保留几位小数，默认两位。", "Decimals of totals; two unless said.", None
    )
    rounding: Literal["half_up", "half_even", "down", "up"] | None = key(
        "舍入", "总分如何舍入，默认四舍五入。", "How totals are rounded; half up unless said.", None
    )
    scope: Text | None = key("适用范围", "给人看的适用范围。", "Whom it is for, in words.", None)
    note: Text | None = key("说明", "给人看的说明。", "A note for people.", None)
    extends: list[Extends] = key("继承", "从哪些办法继承条款。", "Policies whose clauses come along.", [])
    sources: dict[Name, SourceText] = key("来源", "依据所出的文件。", "Texts that clauses rest on.", {})
    parameters: dict[Name, ParameterShape] = key(
        "参数", "可按日期变动的数值，写作 `param.名称`。", "Values that may change by date: `param.name`.", {}
    )
    periods: dict[Name, list[NamedPeriod]] = key(
        "特定时段",
        "如重点时段，写作 `periods.名称`。",
        "Stretches of days such as key periods: `periods.name`.",
        {},
    )
    define: dict[Name, Define | Expr] = key(
        "定义", "有名称的条件或取值，供各条款引用。", "Named conditions and values.", {}
    )
    states: dict[Name, State] = key(
        "状态", "由事件开始和结束的状态。", "States that events begin and end.", {}
    )
    gates: dict[Name, GateShape] = key("关口", "事件须逐项通过的条件。", "Conditions an event must pass.", {})
    sections: dict[Name, Text] = key("部分名称", "条款所属部分的名称。", "Names of sections.", {})
    clauses: list[ClauseShape] = key(
        "条款", "各条款，次序即文件次序。", "The clauses, in the order of the document.", []
    )
    scorecards: dict[Name, ScorecardShape] = key("考核表", "各类考核表。", "The kinds of cards.", {})
    accepted_risks: list[StandingRisk] = key(
        "接受的风险",
        "哪些手法会使哪些条款合算，谁批准接受、到何时、靠哪条制衡。",
        "Moves that make clauses pay: who accepts that, till when, and what pulls the other way.",
        [],
    )
    appeals: Appeals | None = key(
        "申诉", "否决的告知、申诉和答复。", "Notice of a veto, appeal and decision.", None
    )
