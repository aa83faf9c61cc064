"""The seven forms of a clause's trigger beside ``on`` and ``manual``."""

from __future__ import annotations

from typing import Literal

from kaohe.rules.document.definition import At
from kaohe.rules.document.head import KindNames
from kaohe.rules.document.scalar import ClauseId, Code, Expr, Flag, Length, Name, Number, Text, Whole
from kaohe.rules.document.shape import Shape, key

Otherwise = Literal["full", "zero", "omit"]
Statistic = Literal["mean", "median", "p80", "p90", "sum", "count", "max", "min"]

_WHEN = ("条件", "事件须满足的条件。", "Condition at the event.")
_AT_MOST = ("封顶", "最多计多少分（绝对值）。", "The most points, as a magnitude.")
_WHERE = ("范围", "只计条件成立的行。", "Only rows for which this holds.")
_ALL_TIME = ("不限期", "真：考核期之前的也计入。", "True: rows from before the period count too.")
_BY = ("归属", "每一行归到哪个单位或领导。", "Whose row it is: a unit or a leader.")
_MINIMUM = (
    "最低数",
    "分母（排除之后）至少多少才计分。",
    "Least denominator, after exclusions, to be scored.",
)
_OTHERWISE = (
    "不足时", "不足最低数时：`full` 满分，`zero` 零分，`omit` 不计并把分值摊给同部分其余指标。",
    "Below the minimum: `full` marks, `zero`, or `omit` and re-weight the section's other indicators.",
)  # fmt: skip
_ROUND = ("取位", "显示时的取位。", "How the figure is printed.")
_SCORED = ("按取位计分", "真：用取位后的数计分。", "True: the printed figure is scored.")
_AGAINST = (
    "对比",
    "与上年（`previous_year`）或给定的基数相比。",
    "Compare with the year before (`previous_year`) or with a given base.",
)
_SPLIT = ("分列", "另按此代码分列统计，不计分。", "A code to tally apart by; never scored.")
_MEASURED = (
    "对象", "逐行计算的对象：`cases`、`units`、`leaders`、某种事件，或某个期限条款。",
    "What the rows are: `cases`, `units`, `leaders`, a kind of event, or a deadline's id.",
)  # fmt: skip


class PrintRound(Shape, title="rounding"):
    """How a figure is rounded."""

    places: Whole = key("小数位", "保留几位小数。", "Decimals kept.")
    mode: Literal["half_up", "half_even", "down", "up"] = key(
        "方式", "`half_up` 四舍五入（远离零），`half_even` 四舍六入五成双，`down` 舍去，`up` 进一。",
        "`half_up` away from zero, `half_even` to the even digit, `down` towards zero, `up` away from it.", "half_up",
    )  # fmt: skip


# --- deadline -----------------------------------------------------------------------------------


class Extend(Shape, title="extension"):
    """Events that lengthen a limit: by ``add`` each, ``at_most`` in all, at most ``times``."""

    on: KindNames = key("事件", "批准延期的事件。", "Event that approves it.")
    when: Expr | None = key(*_WHEN, None)
    add: Expr = key("延长", "每次延长多少。", "How much is added each time.")
    at_most: Length | None = key("合计上限", "合计最多延长多少。", "The most that is added in all.", None)
    times: Whole | None = key("次数", "最多延长几次。", "How often at most.", None)


class Restart(Shape, title="restart"):
    """An event that ends the open instances and opens one anew."""

    on: KindNames = key("事件", "重新起算的事件。", "Event that starts the limit anew.")
    when: Expr | None = key(*_WHEN, None)
    carry: Literal["whole", "rest"] = key(
        "期限",
        "`whole` 重新给足全部期限，`rest` 只给剩余期限。",
        "`whole` limit again, or the `rest` of it.",
        "whole",
    )


class DueOf(Shape, title="due date of another deadline"):
    """``due: {of: d, minus: 15d}``: counted back from another deadline's due day."""

    of: ClauseId = key("期限条款", "另一个期限条款的编号。", "Id of another deadline.")
    minus: Length = key("提前", "比那个到期日提前多少。", "How long before its due day.")


class DeadlineShape(Shape, title="deadline"):
    """From each start event a limit runs until a finish (P3, P4)."""

    start: KindNames | None = key(
        "起算",
        "起算的事件；每个事件各开一个期限。",
        "Event that opens an instance; each opens its own.",
        None,
    )
    when: Expr | None = key("起算条件", "起算事件须满足的条件。", "Condition at the start event.", None)
    finish: KindNames = key("完成", "完成的事件。", "Event that finishes it.")
    where: Expr | None = key("完成条件", "完成事件须满足的条件。", "Condition at the finish.", None)
    within: Length | Expr | None = key(
        "期限",
        "`15d` 日、`5wd` 工作日、`24h` 小时、`8wh` 办公小时，或期限表达式。",
        "`15d`, `5wd`, `24h`, `8wh`, or an expression.",
        None,
    )
    due: DueOf | Expr | None = key(
        "到期日",
        "直接给出到期日，或从另一期限倒推。",
        "The due day itself, or counted back from another deadline.",
        None,
    )
    match: list[Name] = key(
        "配对字段",
        "起算与完成两个事件的这些字段须相等。",
        "Fields in which start and finish must be equal.",
        [],
    )
    lapse: KindNames | At | list[KindNames | At] | None = key(
        "终止", "使期限失去意义的事件，不算完成也不算逾期。", "Events that end it without finishing it.", None
    )
    extend: Extend | None = key("延期", "延长期限的事件。", "Events that lengthen it.", None)
    pause: list[Name] = key("中止", "这些状态期间不计时。", "States during which it does not run.", [])
    restart: Restart | None = key("重新起算", "使期限重新起算的事件。", "Event that starts it anew.", None)
    roll: Literal["none", "next_workday"] = key(
        "顺延",
        "到期日逢休息日是否顺延到下一个工作日。",
        "Whether a due day on a rest day moves to the next working day.",
        "none",
    )


class Outcome(Shape, title="outcome"):
    """Points of a deadline's late or on-time ending."""

    points: Expr = key("分值", "扣分为负，加分为正。", "Negative for a deduction, positive for a bonus.")
    per: Literal["occurrence", "day", "workday", "week", "month"] = key(
        "计次",
        "按次，或按逾期的日、工作日、周、月，不足一个按一个计。",
        "Once, or per started day, working day, week or month late.",
        "occurrence",
    )
    at_most: Number | None = key(*_AT_MOST, None)


# --- frequency ----------------------------------------------------------------------------------


class FrequencyShape(Shape, title="frequency"):
    """At least n events of a kind in each week, month … (P11)."""

    of: KindNames = key("事件", "应当发生的事件。", "Event that should happen.")
    where: Expr | None = key("条件", "只计条件成立的事件。", "Only events for which this holds.", None)
    by: Expr | None = key(
        "归属",
        "事件算谁的；默认为事件自己的单位或领导。",
        "Whose event it is; its own unit or leader unless said.",
        None,
    )
    per: Text = key(
        "周期", "`day` `week` `half_month` `month` `quarter` `half_year` `year`，或 `periods` 里的名称。",
        "`day` `week` `half_month` `month` `quarter` `half_year` `year`, or a name in `periods`.",
    )  # fmt: skip
    days: Expr | None = key("哪些日", "`per: day` 时哪些日有要求。", "With `per: day`: which days ask.", None)
    at_least: Expr = key("至少", "每个周期至少几次。", "How often in each period.")
    who: Expr = key("约束谁", "逐日判断 `subject` 是否受约束。", "Judged day by day: is `subject` bound.")
    count: Literal["events", "days"] = key(
        "计法", "数事件，或数有事件的天数。", "Count events, or days with one.", "events"
    )
    working: Flag = key(
        "按工作日",
        "真：周期按工作日判断是否过半。",
        "True: working days decide whether a period is judged.",
        False,
    )
    silent: Literal["no_data", "zero"] = key(
        "未报",
        "整月没有报送时：作无数据，或按零计。",
        "A month without any report: no data, or zero.",
        "no_data",
    )


class Short(Shape, title="shortfall"):
    """Points for a period in which too little happened."""

    points: Expr = key("分值", "扣分为负。", "Negative for a deduction.")
    per: Literal["missing", "period"] = key(
        "计次", "每缺一次，或每个不足的周期。", "For each missing one, or each short period.", "missing"
    )
    at_most: Number | None = key(*_AT_MOST, None)


# --- ratio, measure -----------------------------------------------------------------------------


class RatioShape(Shape, title="ratio"):
    """The share of rows that hit (P12)."""

    over: Text = key(*_MEASURED)
    where: Expr | None = key(*_WHERE, None)
    all_time: Flag = key(*_ALL_TIME, False)
    hit: Expr = key(
        "命中",
        "计入分子的条件；期限条款可写 `on_time`、`finished`。",
        "What counts; over a deadline also `on_time`, `finished`.",
    )
    by: Expr = key(*_BY)
    minimum: Whole | None = key(*_MINIMUM, None)
    otherwise: Otherwise | None = key(*_OTHERWISE, None)
    round: PrintRound | None = key(*_ROUND, None)
    score_rounded: Flag = key(*_SCORED, False)
    against: Literal["previous_year"] | Expr | None = key(*_AGAINST, None)
    split: Expr | None = key(*_SPLIT, None)


class MeasureShape(Shape, title="measure"):
    """A statistic of a value (P21)."""

    over: Text = key(*_MEASURED)
    where: Expr | None = key(*_WHERE, None)
    all_time: Flag = key(*_ALL_TIME, False)
    value: Expr | None = key(
        "取值", "每一行的值；`count` 不用写。", "The value of each row; not with `count`.", None
    )
    statistic: Statistic = key(
        "统计量", "`mean` 均值、`median` 中位数、`p80` `p90` 分位数（最近秩）、`sum` 合计、`count` 计数、`max`、`min`。",
        "`mean`, `median`, `p80`, `p90` (nearest rank), `sum`, `count`, `max`, `min`.",
    )  # fmt: skip
    by: Expr = key(*_BY)
    divide_by: Expr | None = key(
        "除以",
        "如每万人：`subject.population / 10000`。",
        "Such as per 10,000 residents: `subject.population / 10000`.",
        None,
    )
    minimum: Whole | None = key(*_MINIMUM, None)
    otherwise: Otherwise | None = key(*_OTHERWISE, None)
    round: PrintRound | None = key(*_ROUND, None)
    score_rounded: Flag = key(*_SCORED, False)
    against: Literal["previous_year"] | Expr | None = key(*_AGAINST, None)
    split: Expr | None = key(*_SPLIT, None)


# --- appraisal ----------------------------------------------------------------------------------


class Groups(Shape, title="groups of reviewers"):
    """Groups of reviewers and their weights."""

    by: Name = key("字段", "事件中写明评议人组别的字段。", "Field that names the reviewer's group.")
    weights: dict[Code, Number] = key(
        "权重",
        "各组的权重；没有评议的组不计，其余重新分配。",
        "Weights; absent groups are left out and the rest re-weighted.",
    )


class AppraisalShape(Shape, title="appraisal"):
    """Marks given by people (``of`` kinds, ``field`` in ``range``).

    ``reason`` and ``second`` name the fields a discretionary mark must carry (a coded reason, a
    second reviewer other than the first); ``document`` the field that cites a finished external
    result, which ``factor`` may convert. A mark without what is asked for is reported and left out.
    """

    of: KindNames = key("事件", "评分事件。", "Event that gives a mark.")
    field: Name = key("分数字段", "事件中写明分数的字段。", "Field that holds the mark.")
    range: tuple[Number, Number] = key("分数范围", "最低分和最高分。", "Lowest and highest mark.")
    where: Expr | None = key("条件", "只计条件成立的评分。", "Only marks for which this holds.", None)
    item: Name | None = key(
        "项目字段", "事件中写明评议项目的字段。", "Field that names the item marked.", None
    )
    items: dict[Code, Number] | None = key("项目权重", "各项目的权重。", "Weights of the items.", None)
    groups: Groups | None = key(
        "评议组", "评议人分组及权重。", "Groups of reviewers and their weights.", None
    )
    reviewer: Name | None = key(
        "评议人字段",
        "评议人代码字段；同一人同一项目的两个分数取后者。",
        "Field with the reviewer's code; of two marks on one item the later counts.",
        None,
    )
    trim: Whole = key(
        "去高低分", "各去掉几个最高分和最低分。", "How many highest and lowest marks are dropped.", 0
    )
    by: Expr = key(*_BY)
    minimum: Whole | None = key(*_MINIMUM, None)
    otherwise: Otherwise | None = key(*_OTHERWISE, None)
    reason: Name | None = key(
        "理由字段",
        "酌情评分必须填写的理由代码。",
        "Field with the coded reason a discretionary mark must carry.",
        None,
    )
    second: Name | None = key(
        "复核人字段", "另一名复核人的代码。", "Field with the second reviewer, other than the first.", None
    )
    document: Name | None = key(
        "文号字段", "引用外部评定结果的文号。", "Field that cites a finished external result.", None
    )
    factor: Number | None = key(
        "折算", "外部结果乘以这个系数。", "External results are multiplied by it.", None
    )
    round: PrintRound | None = key(*_ROUND, None)


# --- checklist ----------------------------------------------------------------------------------


class Item(Shape, title="checklist item"):
    """One item of a checklist."""

    title: Text = key("名称", "项目名称。", "The item's name.")
    pass_: Expr = key("具备条件", "成立即视为具备。", "Present when this holds.")


class ItemPoints(Shape, title="points of an item"):
    """What one item is worth."""

    points: Expr = key("分值", "每一项的分值。", "Points for each item.")


class ChecklistShape(Shape, title="checklist"):
    """Named items that are there or missing, judged at the end (P28)."""

    over: Literal["units", "leaders", "cases"] = key(
        "对象", "对每个单位、领导或事项逐项检查。", "Each unit, leader or case is checked."
    )
    where: Expr | None = key(*_WHERE, None)
    all_time: Flag = key(*_ALL_TIME, False)
    items: dict[Name, Expr | Item] = key("项目", "名称到条件。", "Names to conditions.")
    missing: ItemPoints | None = key("缺项", "每缺一项的分值。", "Points for each missing item.", None)
    present: ItemPoints | None = key("有项", "每有一项的分值。", "Points for each item present.", None)
