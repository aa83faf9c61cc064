"""The vocabulary document: event kinds, fields, case facts, attributes, what is never imported."""

from __future__ import annotations

from typing import Literal

from kaohe.rules.document.scalar import Code, Expr, Flag, Length, Name, Text, Whole
from kaohe.rules.document.shape import Shape, key

FieldType = Literal[
    "int", "decimal", "bool", "code", "enum", "date", "instant", "duration", "unit", "leader", "case",
    "list of code", "list of unit", "list of leader",
]  # fmt: skip
About = Literal["case", "unit", "leader"]
Role = Literal["exemption", "appeal", "ruling", "notice", "mark", "absence", "zero_report", "link"]

_TITLE = ("名称", "给人看的名称。", "Its name for people.")
_NOTE = ("说明", "给人看的说明。", "A note for people.", None)


class EnumValue(Shape, title="enum value"):
    """One value of an enum, when more than a title is said of it."""

    title: Text = key(*_TITLE)
    volume: Flag = key(
        "信访量",
        "真：此值反映群众反映问题的数量，不得据以扣分（P20）。",
        "True: it is a volume of petitions, which no clause may pay for or charge (P20).",
        False,
    )


class Field(Shape, title="field"):
    """A declared field of a kind, an attribute, or a fact's type.

    ``count`` is the unit of count of a number (件, 批, 人次, 起, 户); numbers of different units of
    count never mix. ``pattern`` judges a code field on import (instead of the value scanners).
    ``role: link`` makes a ``case`` field a link to an earlier case (P22).
    """

    title: Text = key(*_TITLE)
    type: FieldType = key(
        "类型", "整数、小数、真假、代码、枚举、日期、时刻、时长、单位、领导、事项，或代码、单位、领导的列表。",
        "What the field holds.",
    )  # fmt: skip
    values: dict[Code, Text | EnumValue] | None = key(
        "枚举值", "`type: enum` 的各个值。", "The values of an enum.", None
    )
    count: Text | None = key(
        "计量单位",
        "件、批、人次、起、户；不同单位的数不能混算。",
        "Unit of count; numbers of different units never mix.",
        None,
    )
    required: Flag = key("必填", "真：每个事件都有。", "True: every event has it.", False)
    pattern: Text | None = key("格式", "代码须符合的正则式。", "Pattern a code must match.", None)
    role: Literal["link"] | None = key(
        "作用",
        "`link`：指向更早的事项，两案并为一条历史（P22）。",
        "`link`: an earlier case, whose history it joins (P22).",
        None,
    )
    note: Text | None = key(*_NOTE)


class Kind(Shape, title="kind of event"):
    """An event kind. ``about`` says in whose stream it stands; of several, the first by default."""

    title: Text = key(*_TITLE)
    about: About | list[About] = key(
        "关于",
        "记入事项、单位还是领导的历史。",
        "Whose history it stands in: a case's, a unit's, a leader's.",
    )
    fields: dict[Name, Field] = key("字段", "除公共字段外的字段。", "Fields beside the header.", {})
    whole_day: Literal["start", "end"] = key(
        "只有日期时",
        "视为当日之始，或当日之终（办结、答复宜用）。",
        "A date without time stands at the start or the end of its day.",
        "start",
    )
    at: Literal["any", "instant", "date"] = key(
        "时间",
        "时间写法：不限、须有时刻、须只有日期。",
        "Whether its time must be an instant or a date.",
        "any",
    )
    role: Role | None = key(
        "引擎角色",
        "引擎须认识的事件：免责、申诉、裁定、告知、评分、缺席、零报告、关联。",
        "What the engine must know it as.",
        None,
    )
    volume: Flag = key(
        "信访量",
        "真：此种事件的数量就是信访量，不得据以扣分（P20）。",
        "True: its count is a volume of petitions, which no clause may pay for or charge (P20).",
        False,
    )
    self_reported: Flag = key(
        "自报",
        "真：由被考核者自己报送，未报不等于没有（P34）。",
        "True: reported by those assessed; silent is not zero (P34).",
        False,
    )
    supplied_by: Text | None = key("报送", "由谁提供。", "Who supplies it.", None)
    kept_by_hand: Flag = key(
        "台账",
        "真：单位自己记台账的事项事件；填报工作簿里有它。",
        "True: events of cases that units keep a register of; workbooks for filling in have a sheet for it.",
        False,
    )
    note: Text | None = key(*_NOTE)


class Fact(Shape, title="case fact"):
    """A fact of a case: an expression over its history that sees the position's event too."""

    title: Text = key(*_TITLE)
    value: Expr = key(
        "取值",
        "由事项历史算得，含当前事件。",
        "Computed from the case's history, the present event included.",
    )


class Attributes(Shape, title="attributes"):
    """What the roster says of units and leaders beside the built-in columns."""

    units: dict[Name, Field] = key("单位属性", "名册中单位的属性。", "Attributes of units.", {})
    leaders: dict[Name, Field] = key("领导属性", "名册中领导的属性。", "Attributes of leaders.", {})


class PutEvent(Shape, title="added event"):
    """An event that a move adds to the record."""

    kind: Name = key("种类", "所添事件的种类。", "Kind of the event added.")
    after: Length | None = key(
        "之后", "距所动事件多少天，默认当天。", "Days from the event the move is about; the same day unless said.", None
    )
    fields: dict[Name, Text] = key(
        "字段",
        "所添事件的字段；`$office` 是得利的单位，`$other` 是另一同类单位，`$day+60` 是所动事件之后六十天。",
        "Its fields; `$office` is the office that gains, `$other` another unit of its kind, `$day+60` sixty days on.",
        {},
    )


class MoveShape(Shape, title="move"):
    """What an office might do to its record so that less of it is seen: no policy may pay for it (P20)."""

    title: Text = key(*_TITLE)
    of: Name = key(
        "所动事件", "动的是事项中最后一个此种事件。", "The move is about the case's last event of this kind."
    )
    where: dict[Name, list[Code]] = key(
        "取值", "所动事件的字段须为所列之一。", "Values that the event must have one of.", {}
    )
    has: list[Name] = key("须有", "所动事件须有这些字段。", "Fields that the event must have.", [])
    drop: list[Name] = key(
        "不记", "哪些种类的事件不再留在记录上；`any` 是全部。", "Kinds of events left off the record; `any`: all.", []
    )
    drop_later: Flag = key(
        "后续不记", "真：所动事件之后不再有记录。", "True: nothing after it stays on record.", False
    )
    delay: Length | None = key("推迟", "所动事件推迟多少天登记。", "By how many days the event is dated later.", None)
    set: dict[Name, Text] = key(
        "改为", "所动事件的字段改成什么；空的是删去。", "Fields stated otherwise; empty ones are left out.", {}
    )
    put: list[PutEvent] = key("添上", "记录上添了什么。", "What is added to the record.", [])
    second_number: Literal["also", "instead"] | None = key(
        "另立新号",
        "此后的事件另立新号：`also` 两边都有，`instead` 只在新号。",
        "What follows is filed under a new number: `also`, or `instead` of the old one.",
        None,
    )
    found: list[PutEvent] = key(
        "查实时", "这一手被查实后，记录上多出什么。", "What stands on record once it is found out.", []
    )


class Forbidden(Shape, title="what is never imported"):
    """Header words and value patterns that no import may carry, beside the built-in guard."""

    headers: list[Text] = key(
        "表头", "含这些词的列一律不收。", "Columns whose header has one of these words are refused.", []
    )
    patterns: dict[Name, Text] = key(
        "内容", "内容符合这些正则式的一律不收。", "Values that match one of these patterns are refused.", {}
    )


class VocabularyDocument(Shape, title="vocabulary"):
    """The words a policy may use."""

    kaohe: Whole = key("语言版本", "写 `1`。", "Version of the language: `1`.")
    vocabulary: Name = key("代号", "词汇表的代号。", "The vocabulary's name.")
    title: Text = key(*_TITLE)
    opens: Name | None = key(
        "立案事件", "事项历史须以此种事件开始。", "Kind that every case's history must begin with.", None
    )
    counts: list[Text] = key("计量单位", "允许的计量单位。", "Units of count there are.", [])
    kinds: dict[Name, Kind] = key(
        "事件种类", "次序参与同一时刻的排序（P2）。", "Kinds of events; their order breaks ties in time (P2)."
    )
    facts: dict[Name, Fact] = key("事项事实", "写作 `case.名称`。", "Written `case.name`.", {})
    attributes: Attributes = key(
        "属性", "单位和领导的属性。", "Attributes of units and leaders.", Attributes()
    )
    posts: dict[Name, Text] = key("职务", "职务代号到名称。", "Posts and their names.", {})
    moves: dict[Name, MoveShape] = key(
        "压案手法",
        "单位可能怎样让记录少一点；办法不得使任何一种合算（P20）。",
        "How a record may be made to show less; no policy may make one pay (P20).",
        {},
    )
    forbidden: Forbidden = key("禁收", "任何导入都不得带有的内容。", "What no import may carry.", Forbidden())
