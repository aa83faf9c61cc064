"""The head of a policy: its time, its sources, its parameters, and what it takes from others."""

from __future__ import annotations

from typing import Literal

from kaohe.rules.document.scalar import ClauseId, Code, Day, Flag, Name, Text
from kaohe.rules.document.shape import Origin, Shape, key

KindNames = Text
"""``closed`` or ``closed | reopened``: one kind or several joined."""

ORIGIN_ZH = "数值的来历：`source` 出自原文，`law` 出自法律法规，`external` 出自外地公开办法，`example` 是示例，须由使用单位改定。"
ORIGIN_EN = "Where the numbers come from: `source` the source text, `law` a law, `external` a published scheme elsewhere, `example` an example an office must replace."

REPLACES = ("替换", "真：替换继承来的同名项。", "True: stands in for the inherited one of this name.", False)


class Period(Shape, title="period"):
    """The days a policy assesses, first and last included."""

    from_: Day = key("起", "首日，含当日。", "First day, included.")
    to: Day = key("止", "末日，含当日。", "Last day, included.")


class NamedPeriod(Shape, title="named period"):
    """One stretch of days of a named list, such as a key period."""

    from_: Day = key("起", "首日，含当日。", "First day, included.")
    to: Day = key("止", "末日，含当日。", "Last day, included.")
    title: Text | None = key("名称", "给人看的名称。", "Its name for people.", None)


class Extends(Shape, title="inheritance"):
    """Another policy whose clauses, gates, defines, states, parameters and sources come along."""

    policy: Name = key("办法", "被继承的考核办法。", "The policy that is inherited.")
    section: Name | None = key(
        "归入的部分",
        "继承来的条款若没有自己的部分，归入这一部分。",
        "Section of inherited clauses that have none.",
        None,
    )
    only: list[ClauseId] | None = key("只取", "只继承这些条款。", "Inherit these clauses only.", None)
    without: list[ClauseId] | None = key("不取", "不继承这些条款。", "Inherit all but these clauses.", None)


class SourceText(Shape, title="source"):
    """A text that clauses rest on."""

    title: Text = key("名称", "文件名称。", "The text's title.")
    file: Text | None = key(
        "原文",
        "原文文件名；有原文时核对引文。",
        "File of the text; quotations are checked against it when it is at hand.",
        None,
    )
    article: Text | None = key("条目", "默认的条目。", "Article, if all bases share it.", None)
    url: Text | None = key("网址", "公开发布的网址。", "Where it is published.", None)
    sha256: Text | None = key("摘要", "原文的 SHA-256。", "SHA-256 of the text.", None)


class Basis(Shape, title="basis"):
    """Why a clause stands: a source and a short verbatim quotation, or an article of a law."""

    source: Name = key("来源", "`sources` 里的一个名称。", "One of the names in `sources`.")
    quote: Text | None = key("引文", "逐字摘录，宜短。", "A short verbatim quotation.", None)
    article: Text | None = key("条目", "第几条第几款。", "Article and paragraph.", None)
    row: Text | None = key("表行", "指标表中的行。", "Row of a table in the source.", None)


class ParameterShape(Shape, title="parameter"):
    """A dated value, or one per value of an enum (``by``). Before its first date: its first value."""

    title: Text | None = key("名称", "给人看的名称。", "Its name for people.", None)
    unit: Text | None = key("计量单位", "如 分、日、件。", "Unit, such as points, days, cases.", None)
    type: Literal["number", "duration", "code", "date", "bool"] = key(
        "类型", "值的类型，默认为数。", "Type of the value; a number unless said.", "number"
    )
    by: Name | None = key(
        "按",
        "枚举名：每个枚举值各有一个值，写作 `param.x[case.class]`。",
        "An enum with one value each: `param.x[case.class]`.",
        None,
    )
    values: dict[Day, Text | dict[Code, Text]] = key(
        "取值",
        "生效日期到值；首个日期之前用第一个值。",
        "First day in force to value; before the first date the first value holds.",
    )
    points_from: Origin = key("来历", ORIGIN_ZH, ORIGIN_EN)
    basis: Basis | None = key("依据", "数值的依据。", "What the value rests on.", None)
    note: Text | None = key("说明", "给人看的说明。", "A note for people.", None)
    replaces: Flag = key(*REPLACES)
