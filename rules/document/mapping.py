"""The mapping: how the rows of a foreign export become events.

A row may become several events; each event of a mapping has a condition under which it arises.
Columns are named as the file names them. Every column is read or discarded by name: a column
that is neither stops the import, and ``discard`` columns are never read.
"""

from __future__ import annotations

from typing import Literal

from kaohe.rules.document.scalar import Code, Day, Flag, Name, Text, Whole
from kaohe.rules.document.shape import Shape, key


class Column(Shape, title="column"):
    """Where a value comes from: a column, a constant, the row number, or parts joined."""

    column: Text | list[Text] | None = key(
        "列",
        "文件中的列名；各月叫法不同的，都列出来。",
        "Name of the column in the file; several where files call it differently.",
        None,
    )
    value: Text | None = key("定值", "每一行都用这个值。", "A constant.", None)
    row_number: Flag = key("行号", "真：用行号作值。", "True: the row's number.", False)
    join: list[Text] | None = key(
        "拼接",
        "把几列的值连起来；以 `=` 开头的是固定文字。",
        "Columns whose values are joined; a part that begins with `=` is text.",
        None,
    )
    format: Text | list[Text] | None = key(
        "格式",
        "日期（`%Y-%m-%d %H:%M`、`excel`、`unix`）、数（`1,234.5`、`percent`）或真假（`是/否`）的写法，可列几种；不写则按通常写法读。",
        "How dates (`%Y-%m-%d %H:%M`, `excel`, `unix`), numbers (`1,234.5`, `percent`) or flags (`yes/no`) are"
        " written; several are tried. The usual ways need none.",
        None,
    )
    table: Name | None = key(
        "对照表", "用 `tables` 里的哪张表转换。", "The table of `tables` that translates it.", None
    )
    split: Text | None = key("分隔符", "列表各项之间的分隔符。", "Separator of a list.", None)
    default: Text | None = key("缺省", "空格子用这个值。", "Stands in for an empty cell.", None)


class DatedCode(Shape, title="dated code"):
    """What a text of a table meant from a day to a day: a name that two units bore in turn."""

    code: Code = key("代码", "这段时间里指什么。", "What it meant in those days.")
    from_: Day | None = key("起", "首日，含当日；不写则一直如此。", "First day, included; always so when left out.", None)
    to: Day | None = key("止", "末日，含当日；不写则至今如此。", "Last day, included; still so when left out.", None)


class When(Shape, title="row condition"):
    """A row gives rise to an event when every named test holds."""

    filled: list[Text] = key("非空", "这些列都有值。", "Columns that have a value.", [])
    empty: list[Text] = key("为空", "这些列都没有值。", "Columns that have none.", [])
    equals: dict[Text, Text | list[Text]] = key(
        "等于", "列名到值，或几个值之一。", "Column to a value, or to one of several.", {}
    )
    differs: dict[Text, Text | list[Text]] = key(
        "不等于", "列名到值，几个值都不是。", "Column to values it must not have.", {}
    )


class EventRule(Shape, title="event rule"):
    """One event a row may become."""

    kind: Name | Column = key(
        "种类", "事件种类，或写明种类的列。", "Kind of event, or the column that tells it."
    )
    when: When = key("条件", "哪些行产生此事件。", "Which rows give rise to it.", When())
    id: Text | Column | None = key(
        "编号",
        "事件编号；不写则由映射、对象、种类和内容合成，重复导入不会多出事件。",
        "Its id; made of mapping, subject, kind and content when left out, so that importing twice adds nothing.",
        None,
    )
    at: Text | Column = key("时间", "事件发生的时间。", "When it happened.")
    recorded_at: Text | Column | None = key("登记时间", "系统登记的时间。", "When it was recorded.", None)
    seq: Text | Column | None = key(
        "次序",
        "同一时刻的先后，整数；带字母的流水号写作 `id`，同一时刻、同一种类的按它排。",
        "Order within one instant, a whole number; a serial with letters is an `id`, by which events of one instant"
        " and kind are ordered.",
        None,
    )
    case: Text | Column | None = key("事项", "事项编号。", "The case's id.", None)
    unit: Text | Column | None = key("单位", "单位代码。", "The unit's code.", None)
    leader: Text | Column | None = key("领导", "领导代码。", "The leader's code.", None)
    amends: Text | Column | None = key("更正", "更正哪一事件。", "The event it amends.", None)
    voids: Text | Column | None = key("作废", "作废哪一事件。", "The event it voids.", None)
    fields: dict[Name, Text | Column] = key("字段", "事件字段到列。", "Fields and their columns.", {})


class HeaderShape(Shape, title="heading"):
    """Where the column names stand, when it is not enough to look for the names the mapping uses."""

    rows: Whole | list[Whole] | None = key(
        "行",
        "列名所在的行，从 1 起；两行表头写首尾两行，如 `[3, 4]`，列名连作 `上级/下级`。",
        "The row with the column names, from 1; of a heading of two rows both, as in `[3, 4]`: names read `upper/lower`.",
        None,
    )
    find: list[Text] = key("须有", "表头里必有的列名，用来认出表头。", "Names that tell the heading.", [])


class FileShape(Shape, title="file format"):
    """How the file is written. What is left out is found out: a file is what its content says it is."""

    format: Literal["csv", "jsonl", "parquet", "xlsx", "xls", "ods", "html"] | None = key(
        "格式", "不写则看内容。", "By the content when left out.", None
    )
    encoding: Text | None = key(
        "编码", "如 `gb18030`；不写则自动识别。", "Such as `gb18030`; found out unless said.", None
    )
    separator: Text | None = key(
        "分隔符", "文字表格的分隔符；不写则自动识别。", "Separator of a text; found out unless said.", None
    )
    header_row: Whole | None = key(
        "表头行", "列名在第几行，从 1 起；不写则自动寻找。", "Row with the column names, from 1; looked for unless said.", None
    )
    header: HeaderShape | None = key("表头", "多行表头或须辨认的表头。", "A heading of several rows, or one to be told.", None)
    sheet: Text | list[Text] | None = key(
        "工作表",
        "工作表名称，可列几个，可用 `*`、`?`；不写则取唯一一张有表头的。",
        "Name of the sheet, several, or patterns with `*` and `?`; the only one with the heading when left out.",
        None,
    )
    fill_down: list[Text] = key(
        "向下填充",
        "空格子取上一行的值的列，大组在前；小计之后重新起算。",
        "Columns whose empty cells mean the value above, the wider group first; a subtotal ends a group.",
        [],
    )
    skip_rows: list[Text] = key(
        "略过",
        "首格符合这些写法的行不是数据，可用 `*`；合计、小计和表后附注不必写。",
        "Rows whose first text is like one of these are no data (`*` for anything); totals and notes need not be listed.",
        [],
    )
    null: list[Text] = key("空值", "表示没有值的写法。", "Texts that stand for no value.", [""])


class MappingDocument(Shape, title="mapping"):
    """``discard`` columns are never read. ``repeats`` names columns whose values an export should
    not repeat: rows that repeat one are taken all the same, counted and reported.
    """

    kaohe: Whole = key("语言版本", "写 `1`。", "Version of the language: `1`.")
    mapping: Name = key("代号", "映射表的代号。", "The mapping's name.")
    title: Text | None = key("名称", "给人看的名称。", "Its name for people.", None)
    vocabulary: Name = key("词汇表", "产生哪个词汇表的事件。", "The vocabulary whose events it makes.")
    timezone: Text = key("时区", "文件中的时间属于哪个时区。", "Time zone of the times in the file.")
    mode: Literal["events", "snapshot"] = key(
        "方式",
        "`events` 每行是记录，`snapshot` 每次导出是全部现状。",
        "Rows are `events`, or each file is a whole `snapshot`.",
        "events",
    )
    shows: Literal["all", "part"] = key(
        "范围",
        "现状导出里有哪些事项：`all` 全部，少了的就是不见了；`part` 只有一部分（如只导当月），没有的不算不见。",
        "Which cases a snapshot shows: `all`, and one it lacks is gone; or `part` of them, such as those of"
        " the month, and one it lacks is not.",
        "all",
    )
    file: FileShape = key("文件", "文件的写法。", "How the file is written.", FileShape())
    tables: dict[Name, dict[Text, Code | list[DatedCode]]] = key(
        "对照表",
        "原文到代码；先后所指不同的，按事件发生的那一天分段写。",
        "Texts to codes; a text that meant one thing after another is dated, by the day of the event.",
        {},
    )
    discard: list[Text] = key("丢弃", "从不读取的列。", "Columns that are never read.", [])
    optional: list[Text] = key(
        "可缺", "文件里可以没有的列；没有就当作空。", "Columns that a file may lack; they are empty then.", []
    )
    repeats: list[Text] = key(
        "应唯一",
        "值不应重复的列；重复的行照收，计数并报告。",
        "Columns whose values should not repeat; rows that do are taken, counted and reported.",
        [],
    )
    events: list[EventRule] = key("事件", "每行可能产生的事件。", "The events a row may become.")
