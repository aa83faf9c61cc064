"""Words about an office's files: what an import passed over, what a file looks like, a mapping suggested."""

from __future__ import annotations

FILE_WORDS: dict[str, tuple[str, str]] = {
    # what an import passed over
    "import.passed": ("略过 {rows} 行，{why}（行 {first}）", "{rows} {rows:row|rows} passed over, {why} ({rows:row|rows} {first})"),
    "passed.title": ("表头之上的标题", "titles above the heading"),
    "passed.empty": ("空行", "empty"),
    "passed.total": ("合计、小计", "totals"),
    "passed.note": ("表后附注", "notes below the table"),
    "passed.heading": ("重复的表头", "the heading once more"),
    "passed.numbering": ("列的编号", "numbers of the columns"),
    "passed.declared": ("映射写明略过的", "declared by the mapping"),
    "import.unread-sheets": ("没有读取的工作表：{sheets}", "sheets that were not read: {sheets}"),
    "import.otherwise": (
        "同一文件以前导入过（{batch}），映射或单位名称那时不同：那一批里有 {events} 个事件这次没有或说法不同，仍然算数；以这次为准的，导入作废（voids）它们的事件",
        (
            "the same file was imported before ({batch}) with another mapping or other names: {events} of its events are not in this one or read"
            " otherwise, and still count; to go by this import, import events that void them"
        ),
    ),
    "import.listed": ("  全部列在 {path}", "  all of them are listed in {path}"),
    "import.gone-many": (
        "  不见的比导出的还多：如果每次只导出一部分（如只导当月），在映射里写 `shows: part`",
        "  more are gone than there are rows: where each export shows only some cases, such as those of the month, the mapping says `shows: part`",
    ),
    # look
    "group.files": ("读懂文件", "Understanding files"),
    "cmd.look": (
        "看文件：工作表、表头在哪里、每列填了多少、是什么样式；不显示任何值，涉及个人的列不看",
        "look at files: sheets, where the heading stands, how full each column is and of what shape; no value is shown",
    ),
    "cmd.look.examples": ("kaohe look 三月台账.xlsx\nkaohe look 导出.csv --format json", "kaohe look ledger.xlsx\nkaohe look export.csv --format json"),
    "cmd.look.files": ("文件（xlsx、xls、ods、网页表格、任何分隔符的文字表格）", "files (xlsx, xls, ods, HTML tables, text with any separator)"),
    "cmd.look.format": ("输出格式：text 或 json", "output format: text or json"),
    "look.file": ("{name}：{form}，{tables} 张表", "{name}: {form}, tables: {tables}"),
    "look.workbook": ("工作簿", "workbook"),
    "look.html": ("网页表格（存成什么扩展名都一样）", "HTML tables, whatever the file is called"),
    "look.text": ("文字表格，编码 {encoding}，分隔符 {separator}", "text, encoding {encoding}, separator {separator}"),
    "look.tab": ("制表符", "tab"),
    "look.only": ("（没有名称）", "(no name)"),
    "look.hidden": ("（隐藏）", " (hidden)"),
    "look.no-heading": (
        "{number}. {name}{hidden}：{rows} 行有内容，没有认出表头，列名和内容都不显示",
        "{number}. {name}{hidden}: {rows} {rows:row is|rows are} not empty, no heading is recognised; nothing of them is shown",
    ),
    "look.sheet": (
        "{number}. {name}{hidden}：表头在第 {heading} 行，数据 {rows} 行{passed}",
        "{number}. {name}{hidden}: heading in row {heading}, {rows} {rows:row|rows} of data{passed}",
    ),
    "look.more": ("（以上，其后的没有看）", " or more (the rest was not looked at)"),
    "look.passed": ("，{why} {rows} 行", ", {why}: {rows}"),
    "look.column": ("列", "column"),
    "look.name": ("名称", "name"),
    "look.seems": ("看来是", "seems to be"),
    "look.filled": ("填写", "filled"),
    "look.distinct": ("不同值", "distinct"),
    "look.shapes": ("样式（9 数字，A 字母，# 汉字）", "shapes (9 digit, A letter, # Chinese)"),
    "look.person": ("涉及个人：丢弃，不看内容", "about a person: discard; not looked at"),
    "look.private": ("内容像{told}：丢弃", "looks like {told}: discard"),
    "look.words": ("文字：丢弃", "somebody's words: discard"),
    "seems.empty": ("空", "empty"),
    "seems.day": ("日期", "day"),
    "seems.time": ("时间", "time"),
    "seems.number": ("数", "number"),
    "seems.flag": ("是否", "flag"),
    "seems.id": ("编号", "id"),
    "seems.code": ("类别", "category"),
    "seems.words": ("文字", "words"),
    # map
    "cmd.map": ("映射表：从文件起草", "mappings: drafted from a file"),
    "group.parts": ("命令", "Commands"),
    "cmd.map-suggest": (
        "按词汇表的名称为文件起草一份带注释的映射表；不能知道的，在终端上问，否则写成 `# ?` 并说明还要决定什么",
        "draft a commented mapping by the vocabulary's titles; what a file cannot tell is asked on a terminal, or marked `# ?`",
    ),
    "cmd.map-suggest.examples": (
        "kaohe map suggest 三月台账.xlsx --out mapping.yaml\nkaohe map suggest 导出.csv --out mapping.yaml --shows all",
        "kaohe map suggest ledger.xlsx --out mapping.yaml\nkaohe map suggest export.csv --out mapping.yaml --shows all",
    ),
    "cmd.map-suggest.file": ("要导入的文件", "file to be imported"),
    "cmd.map-suggest.out": ("写到哪里；已有的文件不覆盖", "where to write it; a file that is there is not overwritten"),
    "cmd.map-suggest.vocabulary": ("词汇表代号", "name of the vocabulary"),
    "map.head": (
        "# 由 kaohe map suggest 按 {source} 的列名起草。凡有 “# ?” 的地方由人决定。\n# 改好后：kaohe check 检查，kaohe import 导入。",
        "# Drafted by kaohe map suggest from the column names of {source}. Where it says “# ?” somebody decides.\n# Then: kaohe check, kaohe import.",
    ),
    "map.timezone": ("文件里的时间属于这个时区", "the times of the file belong to this zone"),
    "map.nameless": (
        "第 {number} 列有内容而没有可用的列名（空白、重名，或名称像个人信息）：在文件里给它一个列名",
        "column {number} has content and no usable name (none, one used twice, or one that looks personal): name it in the file",
    ),
    "map.person": ("涉及个人", "about a person"),
    "map.private": ("内容像{told}", "looks like {told}"),
    "map.words": ("文字", "somebody's words"),
    "map.serial": ("不需要", "not needed"),
    "map.unknown": ("? 没有认出用途：要用就移到 events，不用就删去问号", "? purpose unknown: move it to events, or strike the question mark"),
    "map.table": ("列 {column} 的写法", "texts of column {column}"),
    "map.others": (
        "列 {column} 里还有 {count} 种写法不在词汇表中：在文件里筛选这一列，逐一补在上面",
        "column {column} has {count} other texts: filter the column in the file and add them above",
    ),
    "map.many": ("列 {column} 的写法很多：核对是不是这一列", "column {column} has very many texts: is it this column?"),
    "map.no-rules": ("没有一列的名称像事件的日期：写明事件、时间和事项编号各在哪一列", "no column is named like the day of an event: say which events there are, and the columns of their time and case"),
    "map.no-case": ("case：事项编号在哪一列", "case: which column has the case's number"),
    "map.which-case": ("事项编号是不是这一列？也可能是 {columns}", "is this the case's number? It may be {columns}"),
    "map.unit": ("单位代码", "the unit's code"),
    "map.unit-named": ("单位名称，按名册认", "the unit's name, as the roster has it"),
    "map.shows-all": (
        "每次导出是全部事项的现状；导入时写明导出日：--recorded-at",
        "each export shows how all cases stand; an import says the day of the export: --recorded-at",
    ),
    "map.shows-part": (
        "每次导出是一部分事项（如当月）的现状；导入时写明导出日：--recorded-at",
        "each export shows how some cases stand, such as those of the month; an import says its day: --recorded-at",
    ),
    "map.shows-records": ("每行是一次发生的事，导出后不再改动", "each row is a record that is not changed any more"),
    "map.shows-else": (
        "全部现状写 mode: snapshot；只导一部分的再写 shows: part；每行一条记录的写 mode: events",
        "all as they stand: mode: snapshot; only some of them: shows: part besides; a row for each record: mode: events",
    ),
    "map.ask-shows": (
        "每次导出的是什么？all 全部事项的现状；part 一部分事项（如当月）的现状；records 每行一条记录（回车：以后再定）",
        "What does each export show? all: how all cases stand; part: how some do, such as those of the month; records: a row for each (Enter: later)",
    ),
    "map.ask-which-case": (
        "事项编号是哪一列？{columns}（回车：以后再定）",
        "Which column is the case's number? {columns} (Enter: later)",
    ),
    "cmd.map-suggest.shows": (
        "每次导出的是什么：all 全部现状，part 一部分（如当月），records 每行一条记录；不写则问",
        "what each export shows: all cases as they stand, part of them, or records, a row for each; asked when left out",
    ),
    "map.ready-snapshot": (
        "没有遗留问题；用 kaohe check 检查，导入时写明导出日，如 --recorded-at 2021-03-31",
        "nothing is left to decide; kaohe check it, then import with the day of the export, as in --recorded-at 2021-03-31",
    ),
    "map.no-unit": ("unit：责任单位在哪一列", "unit: which column has the unit"),
    "map.field": (
        "{field}（{title}）必填，没有找到这样的列：写列名，或 {field}: {{value: …}}",
        "{field} ({title}) is required and no such column is found: name one, or {field}: {{value: …}}",
    ),
    "map.values": ("；可用 {values}", "; one of {values}"),
    "map.written": ("写入 {path}：事件 {rules} 种，丢弃 {discard} 列", "written to {path}: {rules} {rules:kind|kinds} of event, {discard} {discard:column|columns} discarded"),
    "map.left": (
        "还有 {left} 处要决定，在文件里标着 “# ?”：",
        "{left} {left:decision is|decisions are} left, marked “# ?” in the file:",
    ),
    "map.ready": ("没有遗留问题；用 kaohe check 检查后导入", "nothing is left to decide; kaohe check it, then import"),
    "map.no-heading": ("{name} 没有认出表头，起草不了：用 kaohe look 看一看", "no heading is recognised in {name}, nothing can be drafted: kaohe look shows what there is"),
    "map.no-vocabulary": ("没有词汇表 `{name}`", "there is no vocabulary `{name}`"),
    "map.ask-case": ("事项编号在哪一列？（回车：以后再定）{columns}", "Which column has the case's number? (Enter: later) {columns}"),
    "map.ask-value": (
        "“{kind}”的“{title}”没有对应的列，是不是都一样？{values}（回车：以后再定）",
        "No column for “{title}” of “{kind}”; is it always the same? {values} (Enter: later)",
    ),
    "map.ask-discard": ("列“{column}”没有认出用途，丢弃吗？[y/回车：以后再定]", "Column “{column}” is not recognised. Discard it? [y/Enter: later]"),
}
