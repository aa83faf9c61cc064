"""Score shapes: how a figure becomes points (P13, P36). All are exact."""

from __future__ import annotations

from typing import Literal

from kaohe.rules.document.form import PrintRound
from kaohe.rules.document.scalar import Number, Whole
from kaohe.rules.document.shape import Shape, key

Best = Literal["highest", "lowest"]
Ties = Literal["best", "mean"]

_BEST = ("谁为优", "数大为优，或数小为优。", "Which figure is best.", "highest")
_TIES = (
    "并列",
    "并列者都得较好名次的分，或得所占名次的均分。",
    "Ties get the better place's points, or the mean of their places.",
    "best",
)


class Rate(Shape, title="rate"):
    """Points times the figure."""

    points: Number = key("满分", "分值乘以比率。", "Points, times the rate.")


class Band(Shape, title="band"):
    """One band of a table, written from one side (``at_least``, ``at_most``) or as from–to."""

    at_least: Number | None = key("不低于", "含本数；各档自高到低。", "Included; bands descend.", None)
    at_most: Number | None = key(
        "不高于", "含本数；各档自低到高，用于越少越好。", "Included; bands ascend, for less is better.", None
    )
    from_: Number | None = key(
        "自",
        "含本数；与 `to` 合用，检查缺口和重叠。",
        "Included; with `to`, checked for gaps and overlaps.",
        None,
    )
    to: Number | None = key("至", "不含本数，最高一档除外。", "Not included, but for the highest band.", None)
    points: Number = key("分值", "落入本档的得分。", "Points in this band.")


class SlopeSide(Shape, title="side of a slope"):
    """What each step on one side of the point ``at`` is worth."""

    per: Number = key("每", "一级的幅度。", "Width of a step.")
    points: Number = key("分值", "每一级加减的分。", "Points for each step.")


class Slope(Shape, title="slope"):
    """Points that grow or shrink step by step away from a point."""

    at: Number = key("基准", "得基准分的数。", "The figure that gets `full`.")
    full: Number = key("基准分", "恰在基准时的得分。", "Points at that figure.")
    below: SlopeSide | None = key("低于时", "低于基准的一侧。", "Below it.", None)
    above: SlopeSide | None = key("高于时", "高于基准的一侧。", "Above it.", None)
    steps: Literal["exact", "full", "started"] = key(
        "级数", "`exact` 按比例，`full` 满一级才计，`started` 不足一级按一级计。",
        "`exact` in proportion, `full` steps only, or `started` ones.", "exact",
    )  # fmt: skip
    floor: Number | None = key("最低分", "不低于此分。", "No fewer points.", None)
    ceiling: Number | None = key("最高分", "不高于此分。", "No more points.", None)


class Each(Shape, title="points for each"):
    """Points times a count."""

    points: Number = key("分值", "每一个的分。", "Points for each.")
    at_most: Number | None = key("封顶", "最多得多少分。", "The most points.", None)


class Rank(Shape, title="ranking"):
    """Points by place within the peer group; places beyond the list get 0."""

    points: list[Number] = key("各名次分", "从第一名起依次的分。", "Points from the first place on.")
    best: Best = key(*_BEST)
    ties: Ties = key(*_TIES)


class RankTable(Shape, title="ranking table"):
    """Places to points, from the top (``1``) or the bottom (``-1`` is the last place)."""

    places: dict[Whole, Number] = key(
        "名次", "名次到分值；`1` 为第一名，`-1` 为末名。", "Place to points; `1` is first, `-1` last."
    )
    best: Best = key(*_BEST)
    ties: Ties = key(*_TIES)


class ShareOfBest(Shape, title="share of the best"):
    """Points × the figure ÷ the best figure of the peer group."""

    points: Number = key("满分", "最优者的得分。", "Points of the best.")
    best: Best = key(*_BEST)


class MinMax(Shape, title="efficacy coefficient"):
    """功效系数: ``base`` + (``points`` − ``base``) × (v − least) ÷ (greatest − least)."""

    points: Number = key("满分", "最优者的得分。", "Points of the best.")
    base: Number | None = key("基础分", "最差者的得分。", "Points of the worst.", None)
    best: Best = key(*_BEST)


class MarkShape(Shape, title="mark"):
    """The mark itself, times ``factor``."""

    factor: Number | None = key("系数", "分数乘以这个系数。", "The mark is multiplied by it.", None)


class ScoreShape(Shape, title="score"):
    """Exactly one shape."""

    rate: Rate | None = key("按比率", "分值 × 比率。", "Points × rate.", None)
    bands: list[Band] | None = key("分档", "第一个符合的档。", "The first band that holds.", None)
    slope: Slope | None = key("斜率", "围绕基准逐级增减。", "Step by step around a point.", None)
    each: Each | None = key("按个", "分值 × 个数。", "Points × count.", None)
    rank: Rank | None = key("名次", "按同组名次。", "By place in the peer group.", None)
    rank_table: RankTable | None = key("名次表", "指定名次的分值。", "Points for certain places.", None)
    share_of_best: ShareOfBest | None = key(
        "与最优之比", "与同组最优者之比。", "In proportion to the best of the group.", None
    )
    min_max: MinMax | None = key(
        "功效系数", "在同组最差与最优之间折算。", "Between worst and best of the group.", None
    )
    mark: MarkShape | None = key("评分", "分数本身，可乘系数。", "The mark itself, times a factor.", None)
    round: PrintRound | None = key("取位", "得分的取位。", "How the points are rounded.", None)
