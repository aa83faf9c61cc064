"""The policy document: head, definitions, clauses, cards. Its parts stand in files of their own."""

from __future__ import annotations

from typing import Literal

from kaohe.rules.document.card import Appeals as Appeals
from kaohe.rules.document.card import Cycle as Cycle
from kaohe.rules.document.card import GradeShape as GradeShape
from kaohe.rules.document.card import Inherit as Inherit
from kaohe.rules.document.card import ScorecardShape as ScorecardShape
from kaohe.rules.document.card import SectionShape as SectionShape
from kaohe.rules.document.clause import AcceptedRisk as AcceptedRisk
from kaohe.rules.document.clause import CapShape as CapShape
from kaohe.rules.document.clause import ClauseKind as ClauseKind
from kaohe.rules.document.clause import ClauseShape as ClauseShape
from kaohe.rules.document.clause import Confirm as Confirm
from kaohe.rules.document.clause import Exclusive as Exclusive
from kaohe.rules.document.clause import Limits as Limits
from kaohe.rules.document.clause import Line as Line
from kaohe.rules.document.clause import PostName as PostName
from kaohe.rules.document.clause import Revoke as Revoke
from kaohe.rules.document.clause import Silence as Silence
from kaohe.rules.document.definition import At as At
from kaohe.rules.document.definition import Define as Define
from kaohe.rules.document.definition import GateItem as GateItem
from kaohe.rules.document.definition import GateShape as GateShape
from kaohe.rules.document.definition import State as State
from kaohe.rules.document.form import AppraisalShape as AppraisalShape
from kaohe.rules.document.form import ChecklistShape as ChecklistShape
from kaohe.rules.document.form import DeadlineShape as DeadlineShape
from kaohe.rules.document.form import DueOf as DueOf
from kaohe.rules.document.form import Extend as Extend
from kaohe.rules.document.form import FrequencyShape as FrequencyShape
from kaohe.rules.document.form import Groups as Groups
from kaohe.rules.document.form import Item as Item
from kaohe.rules.document.form import ItemPoints as ItemPoints
from kaohe.rules.document.form import MeasureShape as MeasureShape
from kaohe.rules.document.form import Outcome as Outcome
from kaohe.rules.document.form import PrintRound as PrintRound
from kaohe.rules.document.form import RatioShape as RatioShape
from kaohe.rules.document.form import Restart as Restart
from kaohe.rules.document.form import Short as Short
from kaohe.rules.document.head import Basis as Basis
from kaohe.rules.document.head import Extends as Extends
from kaohe.rules.document.head import KindNames as KindNames
from kaohe.rules.document.head import NamedPeriod as NamedPeriod
from kaohe.rules.document.head import ParameterShape as ParameterShape
from kaohe.rules.document.head import Period as Period
from kaohe.rules.document.head import SourceText as SourceText
from kaohe.rules.document.scalar import Expr, Name, Text, Whole
from kaohe.rules.document.score import Band as Band
from kaohe.rules.document.score import Each as Each
from kaohe.rules.document.score import MarkShape as MarkShape
from kaohe.rules.document.score import MinMax as MinMax
from kaohe.rules.document.score import Rank as Rank
from kaohe.rules.document.score import RankTable as RankTable
from kaohe.rules.document.score import Rate as Rate
from kaohe.rules.document.score import ScoreShape as ScoreShape
from kaohe.rules.document.score import ShareOfBest as ShareOfBest
from kaohe.rules.document.score import Slope as Slope
from kaohe.rules.document.score import SlopeSide as SlopeSide
from kaohe.rules.document.shape import Shape, key


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
    places: Whole | None = key("小数位", "总分保留几位小数，默认两位。", "Decimals of totals; two unless said.", None)
    rounding: Literal["half_up", "half_even", "down", "up"] | None = key(
        "舍入", "总分如何舍入，默认四舍五入。", "How totals are rounded; half up unless said.", None
    )
    scope: Text | None = key("适用范围", "给人看的适用范围。", "Whom it is for, in words.", None)
    note: Text | None = key("说明", "给人看的说明。", "A note for people.", None)
    extends: list[Extends] = key("继承", "从哪些办法继承条款。", "Policies whose clauses come along.", [])
    sources: dict[Name, SourceText] = key("来源", "依据所出的文件。", "Texts that clauses rest on.", {})
    parameters: dict[Name, ParameterShape] = key("参数", "可按日期变动的数值，写作 `param.名称`。", "Values that may change by date: `param.name`.", {})
    periods: dict[Name, list[NamedPeriod]] = key("特定时段", "如重点时段，写作 `periods.名称`。", "Stretches of days such as key periods: `periods.name`.", {})
    define: dict[Name, Define | Expr] = key("定义", "有名称的条件或取值，供各条款引用。", "Named conditions and values.", {})
    states: dict[Name, State] = key("状态", "由事件开始和结束的状态。", "States that events begin and end.", {})
    gates: dict[Name, GateShape] = key("关口", "事件须逐项通过的条件。", "Conditions an event must pass.", {})
    sections: dict[Name, Text] = key("部分名称", "条款所属部分的名称。", "Names of sections.", {})
    clauses: list[ClauseShape] = key("条款", "各条款，次序即文件次序。", "The clauses, in the order of the document.", [])
    scorecards: dict[Name, ScorecardShape] = key("计分卡", "各类计分卡。", "The kinds of cards.", {})
    appeals: Appeals | None = key("申诉", "否决的告知、申诉和答复。", "Notice of a veto, appeal and decision.", None)
