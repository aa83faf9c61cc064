"""Scorecards: which subjects get one, what it adds up, and what grades it gives."""

from __future__ import annotations

from typing import Literal

from kaohe.rules.document.head import ORIGIN_EN, ORIGIN_ZH
from kaohe.rules.document.scalar import Expr, Flag, Length, Name, Number, Text, Whole
from kaohe.rules.document.shape import Origin, Shape, key

Cycle = Literal["month", "quarter", "half_year", "year"]


class SectionShape(Shape, title="section"):
    """A part of a card: start + the sum of its entries, within its floor and cap."""

    title: Text = key("名称", "给人看的名称。", "Its name for people.")
    start: Number | None = key("起始分", "从多少分起加减（扣完为止）。", "Points it starts from.", None)
    floor: Number | None = key("最低", "不低于多少分。", "No fewer points.", None)
    cap: Number | None = key("最高", "不高于多少分。", "No more points.", None)
    bonus: Flag = key("加分项", "真：在满分之外。", "True: outside the card's `out_of`.", False)
    points_from: Origin | None = key("来历", ORIGIN_ZH, ORIGIN_EN, None)


class GradeShape(Shape, title="grade"):
    """A grade, best first. ``share``: at most floor(share × n) of the peer group."""

    id: Name = key("编号", "等次的名称代号。", "The grade's id.")
    title: Text = key("名称", "如 优秀、良好。", "Such as excellent, good.")
    at_least: Number | None = key("不低于", "总分至少多少。", "The least total.", None)
    share: Number | None = key(
        "比例", "同组中最多占多少，向下取整。", "The largest part of the peer group, rounded down.", None
    )
    at_least_places: Whole | None = key(
        "至少几名", "按比例不足时至少给几名。", "Places there are at least, however small the group.", None
    )
    places: Literal["passed_on", "vacant"] = key(
        "名额空出时",
        "`passed_on` 递补，`vacant` 空缺。",
        "A place denied is `passed_on` or left `vacant`.",
        "passed_on",
    )


class Inherit(Shape, title="inherited score"):
    """Adds share × (their total − their out_of) from a leader's units or a unit's children (P15)."""

    from_: Literal["unit", "children"] = key(
        "来自", "领导取所在单位，单位取下级。", "A leader's unit, or a unit's children."
    )
    share: Number = key("比例", "计入多少。", "How much of it counts.")
    weight: Expr | None = key("权重", "多个下级如何加权。", "Weight of each child.", None)
    card: Name | None = key("考核表", "取对方的哪一张表。", "Which of their cards.", None)


class ScorecardShape(Shape, title="scorecard"):
    """One kind of card and the subjects that get it (P15)."""

    of: Literal["unit", "leader"] = key("对象", "单位考核表或领导考核表。", "A card of units or of leaders.")
    title: Text | None = key("名称", "给人看的名称。", "Its name for people.", None)
    who: Expr = key("范围", "哪些对象用这张表。", "Which subjects get it.")
    out_of: Number = key("满分", "满分多少。", "The full total.")
    base: Number | None = key("基础分", "从多少分起。", "Points everybody starts from.", None)
    sections: dict[Name, SectionShape] = key("各部分", "考核表的组成。", "Its parts.")
    groups: Expr | None = key(
        "分组", "同组的对象之间排名。", "Subjects of one group are ranked among each other.", None
    )
    grades: list[GradeShape] | None = key("等次", "自高到低。", "Best first.", None)
    per: Cycle | None = key(
        "周期", "每月、每季、每半年或每年一张。", "One card each month, quarter, half year or year.", None
    )
    roll_up: Literal["mean", "sum", "last", "min"] | None = key(
        "汇总", "各期如何合成全年。", "How the periods make up the year.", None
    )
    inherit: Inherit | None = key(
        "连带", "从单位或下级带来的分。", "What comes from units or children.", None
    )
    places: Whole | None = key("小数位", "总分保留几位小数。", "Decimals of the total.", None)
    points_from: Origin | None = key("来历", ORIGIN_ZH, ORIGIN_EN, None)


class Appeals(Shape, title="appeals"):
    """``notified`` is the kind that tells the office of a proposed veto (role ``notice``)."""

    notified: Name = key("告知", "告知拟否决的事件。", "Event that tells of a proposed veto.")
    file_within: Length = key(
        "申诉期", "告知后多久以内可以申诉。", "How long after it an appeal may be filed."
    )
    decide_within: Length = key("答复期", "申诉后多久以内作出决定。", "How long after that it is decided.")
