"""The roster: units with their lifetimes and tree, leaders as posts with from-to."""

from __future__ import annotations

from kaohe.rules.document.scalar import Code, Day, Flag, Name, Text, Whole
from kaohe.rules.document.shape import Shape, key

_FROM = ("起", "首日，含当日；不写则一直如此。", "First day, included; always so when left out.", None)
_TO = ("止", "末日，含当日；不写则至今如此。", "Last day, included; still so when left out.", None)


class UnitRow(Shape, title="unit", extra="allow"):
    """One stretch of a unit's life; several rows of one id with disjoint dates are its history.

    Attributes that the vocabulary declares stand beside the built-in keys.
    """

    id: Code = key("代码", "单位代码，更名不变。", "The unit's code; it outlives renaming.")
    title: Text = key("名称", "单位名称。", "The unit's name.")
    kind: Name | None = key("类别", "如 街道、局、中心。", "Such as street, bureau, centre.", None)
    level: Name | None = key("层级", "如 county、township。", "Such as county, township.", None)
    parent: Code | None = key("上级", "上级单位的代码。", "Code of the unit above it.", None)
    peer_group: Text | None = key("分组", "与谁同组排名。", "Whom it is ranked among.", None)
    population: Whole | None = key("人口", "常住人口。", "Residents.", None)
    from_: Day | None = key(*_FROM)
    to: Day | None = key(*_TO)
    merged_into: Code | None = key(
        "并入", "撤并后由哪个单位承接。", "The unit that answers for it after a merger.", None
    )
    aliases: list[Text] = key("别名", "导出数据中用过的其他名称。", "Other names that exports use.", [])


class PostRow(Shape, title="leader's post", extra="allow"):
    """A post held by one leader in one unit from a day to a day (both inclusive).

    ``leader`` is an invented code, ``title`` the role title; never a person's name. ``acting``
    marks a stand-in.
    """

    leader: Code = key("代码", "自拟的代码，不用姓名。", "An invented code, never a name.")
    title: Text | None = key("职务名称", "职务的名称，不用姓名。", "The role's title, never a name.", None)
    unit: Code = key("单位", "任职单位的代码。", "Code of the unit.")
    post: Name = key("职务", "词汇表中的职务。", "A post of the vocabulary.")
    level: Name | None = key("层级", "领导的层级。", "The leader's level.", None)
    from_: Day | None = key(*_FROM)
    to: Day | None = key(*_TO)
    acting: Flag = key("代理", "真：代行职务。", "True: a stand-in.", False)


_UNITS: tuple[str, str, str, object] = (
    "单位",
    "每行是一个单位的一段时期。",
    "Each row is one stretch of a unit's life.",
    [],
)
_LEADERS: tuple[str, str, str, object] = (
    "领导",
    "每行是一个领导的一段任职。",
    "Each row is one tenure of a leader.",
    [],
)


class RosterBody(Shape, title="roster"):
    """Units and leaders, without the head of a document."""

    units: list[UnitRow] = key(*_UNITS)
    leaders: list[PostRow] = key(*_LEADERS)


class RosterDocument(Shape, title="roster"):
    """Who was assessed, and who held which post, on every day."""

    kaohe: Whole = key("语言版本", "写 `1`。", "Version of the language: `1`.")
    roster: Name = key("代号", "名册的代号。", "The roster's name.")
    title: Text | None = key("名称", "给人看的名称。", "Its name for people.", None)
    units: list[UnitRow] = key(*_UNITS)
    leaders: list[PostRow] = key(*_LEADERS)
