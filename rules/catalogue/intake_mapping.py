"""What can be wrong with a mapping, in Chinese and English."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

_GOOD = """\
kaohe: 1
mapping: office
vocabulary: petition
timezone: Asia/Shanghai
file: {encoding: gb18030, separator: ","}
tables: {channels: {来信: letter, 来访: visit}}
discard: [姓名, 联系电话]
events:
  - kind: registered
    case: 编号
    at: {column: 登记时间, format: "%Y/%m/%d %H:%M"}
    fields: {origin: {value: new}, channel: {column: 渠道, table: channels}, class: {value: general}}
  - {kind: closed, when: {filled: [办结日期]}, case: 编号, at: 办结日期}
"""

WORDINGS: dict[str, Wording] = {
    "intake.mapping-timezone": Wording(
        zh="没有时区 `{timezone}`",
        en="there is no timezone `{timezone}`",
        hint_zh="写作 `Asia/Shanghai`；时间是世界协调时的写 `UTC`",
        hint_en="write `Asia/Shanghai`, or `UTC` for times in UTC",
        meaning_zh="不带时区的时间是哪里的当地时间，由映射写明，不取计算机的设置。",
        meaning_en="Where times without an offset are local to is said by the mapping, never taken from a machine's settings.",
        good=_GOOD,
    ),
    "intake.mapping-vocabulary": Wording(
        zh="映射产生词汇表 `{found}` 的事件，这里用的是 `{wanted}`",
        en="the mapping makes events of vocabulary `{found}`; here `{wanted}` is used",
        hint_zh="核对映射的 vocabulary，或换一个映射",
        hint_en="check the mapping's `vocabulary`, or take another mapping",
        meaning_zh="映射里的种类和字段都属于某一个词汇表。",
        meaning_en="The kinds and fields of a mapping belong to one vocabulary.",
        good=_GOOD,
    ),
    "intake.mapping-empty": Wording(
        zh="映射 `{mapping}` 没有一条事件规则",
        en="mapping `{mapping}` has no event rule",
        hint_zh="在 events 下写明每一行会成为哪些事件",
        hint_en="say under `events` what a row becomes",
        meaning_zh="没有规则，任何一行都不会成为事件。",
        meaning_en="Without a rule no row becomes an event.",
        good=_GOOD,
    ),
    "intake.mapping-kind": Wording(
        zh="词汇表 `{vocabulary}` 没有种类 `{kind}`[[，是否指 `{near}`]]",
        en="vocabulary `{vocabulary}` has no kind `{kind}`[[; did you mean `{near}`]]",
        hint_zh="种类由列决定时，写 `kind: {{column: 环节, table: kinds}}`",
        hint_en="where a column tells the kind, write `kind: {{column: step, table: kinds}}`",
        meaning_zh="事件规则的种类必须是词汇表声明的。",
        meaning_en="The kind of an event rule is one that the vocabulary declares.",
        good=_GOOD,
    ),
    "intake.mapping-field": Wording(
        zh="`{kind}` 没有字段 `{field}`[[，是否指 `{near}`]]",
        en="`{kind}` has no field `{field}`[[; did you mean `{near}`]]",
        hint_zh="字段名写在 fields 下；编号、时间、事项、单位、领导直接写在规则下",
        hint_en="fields stand under `fields`; id, time, case, unit and leader directly in the rule",
        meaning_zh="规则只能填写这一种类的字段。",
        meaning_en="A rule fills the fields of its kind only.",
        good=_GOOD,
    ),
    "intake.mapping-missing": Wording(
        zh="种类 `{kind}` 必须有 `{field}`，规则没有说从哪里取",
        en="kind `{kind}` needs `{field}`, and the rule does not say where from",
        hint_zh="写明取自哪一列，或用 `{{value: …}}` 写定值",
        hint_en="name the column, or give a constant with `{{value: …}}`",
        meaning_zh="少了必填字段，每一行都会被拒收，所以先停下来。",
        meaning_en="Without a required field every row would be refused, so the import does not begin.",
        good=_GOOD,
    ),
    "intake.mapping-cell": Wording(
        zh="`{field}` 要从 column、value、row_number、join 中择一",
        en="`{field}` must have exactly one of column, value, row_number and join",
        hint_zh="取一列写 column，定值写 value，行号写 row_number: true，拼接写 join",
        hint_en="`column` for a column, `value` for a constant, `row_number: true`, or `join` for several",
        meaning_zh="一个值只能有一个来源。",
        meaning_en="A value has one source.",
        good=_GOOD,
    ),
    "intake.mapping-table": Wording(
        zh="映射里没有对照表 `{table}`[[，是否指 `{near}`]]",
        en="the mapping has no table `{table}`[[; did you mean `{near}`]]",
        hint_zh="在 tables 下写出这张表",
        hint_en="write the table under `tables`",
        meaning_zh="对照表把导出的写法转换成代码。",
        meaning_en="A table turns the words of an export into codes.",
        good=_GOOD,
    ),
    "intake.mapping-form": Wording(
        zh="`{field}` 不能用格式 `{format}`",
        en="`{field}` cannot have the format `{format}`",
        hint_zh="日期：`%Y-%m-%d %H:%M:%S`、`excel`、`unix`；数：`1,234.5`、`percent`；真假：`是/否`；有对照表的不再写格式",
        hint_en="dates: `%Y-%m-%d %H:%M:%S`, `excel`, `unix`; numbers: `1,234.5`, `percent`; flags: `yes/no`; none beside a table",
        meaning_zh="格式要与字段的类型相配：日期必须有年、月、日。",
        meaning_en="A format suits the field's type; one of dates has year, month and day.",
        good=_GOOD,
    ),
    "intake.mapping-split": Wording(
        zh="`{field}` 不是列表，不能拆分",
        en="`{field}` is no list and cannot be split",
        hint_zh="去掉 split，或在词汇表里把该字段声明为列表",
        hint_en="leave `split` out, or declare the field as a list",
        meaning_zh="只有列表字段才有几项。",
        meaning_en="Only a list has several items.",
        good=_GOOD,
    ),
    "intake.mapping-constant": Wording(
        zh="`{column}` 的定值或缺省值不能用（{why}）",
        en="the constant or default of `{column}` cannot be taken ({why})",
        hint_zh="定值按词汇表的类型书写；有对照表时，缺省值写表里的原文",
        hint_en="a constant is written as its type asks; with a table the default is a text of the table",
        meaning_zh="定值和缺省值在读取任何一行之前就检查。括号里的代码另有说明。",
        meaning_en="Constants and defaults are judged before any row is read. The code in brackets has a page of its own.",
        good=_GOOD,
    ),
    "intake.mapping-column-twice": Wording(
        zh="列 `{column}` 既读取又丢弃",
        en="column `{column}` is both read and discarded",
        hint_zh="从 discard 里去掉它，或不再读取它",
        hint_en="take it out of `discard`, or do not read it",
        meaning_zh="丢弃的列从不读取，两者只能择一。",
        meaning_en="Discarded columns are never read; one excludes the other.",
        good=_GOOD,
    ),
    "intake.person-column": Wording(
        zh="列 `{column}` 涉及个人（`{word}`），不得读取",
        en="column `{column}` is about a person (`{word}`) and may not be read",
        hint_zh="列入 discard；统计人数的列请以“数”或“次”结尾",
        hint_en="list it under `discard`; a column that counts people is named as a count",
        meaning_zh="姓名、证件、电话、住址、诉求内容等列不得读取，也不得换成代号或散列值。列入 discard 的列从不读取。",
        meaning_en="Columns of names, documents, telephones, addresses and petition texts may not be read, nor turned into aliases or hashes. Discarded columns are never read.",
        good=_GOOD,
    ),
    "intake.mapping-encoding": Wording(
        zh="没有编码 `{encoding}`",
        en="there is no encoding `{encoding}`",
        hint_zh="常见：`utf-8`、`gb18030`（兼容 GBK、GB2312）、`utf-16`",
        hint_en="often `utf-8`, `gb18030` (which includes GBK) or `utf-16`",
        meaning_zh="不写 encoding 时看字节序标记和内容识别；写了就按写的读。",
        meaning_en="Where none is said it is found out by the byte order mark and the content; what is said holds.",
        good=_GOOD,
    ),
    "intake.mapping-separator": Wording(
        zh="分隔符 `{separator}` 不能用",
        en="`{separator}` cannot separate columns",
        hint_zh="写一个字符，如 `,`、`;`、`|`、`，`；制表符写 `tab`；不写则自动识别",
        hint_en="write one character such as `,`, `;`, `|` or `，`, or `tab`; it is found out when left out",
        meaning_zh="分隔符是单个字符，不能是引号或换行。",
        meaning_en="A separator is one character, neither a quotation mark nor a line break.",
        good=_GOOD,
    ),
    "intake.mapping-header-row": Wording(
        zh="表头不能在第 {row} 行：行号从 1 起，至多到 {last}；表头至多 {most} 行",
        en="there is no heading in row {row}: rows count from 1 to {last}, a heading has at most {most}",
        hint_zh="不写则按列名自动寻找，标题行和两行表头都可以",
        hint_en="left out, the heading is looked for by its names, below titles and in two rows too",
        meaning_zh="header_row 或 header.rows 是列名所在的行，之前的行是标题，略过并计数。",
        meaning_en="`header_row` or `header.rows` is where the column names stand; rows before it are titles, passed over and counted.",
        good=_GOOD,
    ),
    "intake.mapping-snapshot": Wording(
        zh="现状快照的映射不写 `{field}`",
        en="a mapping of whole snapshots has no `{field}`",
        hint_zh="去掉它：更正、作废和登记时间由前后两次快照比较得出",
        hint_en="leave it out: what corrects what, and when it was known, follows from comparing snapshots",
        meaning_zh="mode: snapshot 表示每次导出都是全部现状。程序与上一次比较：新出现的是新事件，变了的是更正，那一行不再说的是作废，都记为快照当时得知。",
        meaning_en="`mode: snapshot` says that each export shows how everything stands. It is compared with the one before: what is new is an event, what changed an amendment, what a row says no more a void, all recorded when the snapshot was taken.",
        good=_GOOD.replace("timezone:", "mode: snapshot\ntimezone:"),
    ),
}
