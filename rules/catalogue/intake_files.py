"""What can be wrong with a file of rows, an import or its log, in Chinese and English."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

_GOOD = "编号,登记日期\nA1,2021-03-01\n"
_MAPPING = """\
kaohe: 1
mapping: office
vocabulary: petition
timezone: Asia/Shanghai
discard: [姓名, 联系电话]
events:
  - {kind: accepted, case: 编号, at: 受理日期}
"""

WORDINGS: dict[str, Wording] = {
    "intake.undeclared-column": Wording(
        zh="这些列既没有读取，也没有声明丢弃：{columns:list}",
        en="these columns are neither read nor discarded: {columns:list}",
        hint_zh="每一列都要在映射里用到，或者列入 discard；`#5` 是第 5 列，名称不宜显示或没有名称",
        hint_en="every column is used by the mapping or listed under `discard`; `#5` is the fifth, whose name is not to be shown or missing",
        meaning_zh="导出里多出一列，可能正是不该进来的个人信息，所以先停下来，由人决定读取还是丢弃。丢弃的列从不读取。",
        meaning_en="A new column in an export may be just what must not come in, so the import stops until somebody decides. Discarded columns are never read.",
        good=_MAPPING,
    ),
    "intake.no-such-field": Wording(
        zh="词汇表 `{vocabulary}` 没有这些字段：{columns:list}",
        en="vocabulary `{vocabulary}` has no such fields: {columns:list}",
        hint_zh="事件的列只能是 id、kind、at 等公共列和词汇表声明的字段；别的导出用映射转换",
        hint_en="columns of events are id, kind, at and the like, and declared fields; other exports come in by a mapping",
        meaning_zh="没有声明的列不会被悄悄丢掉：它可能是写错的字段名，也可能是不该进来的内容。",
        meaning_en="A column that is not declared is not dropped in silence: it may be a field's name with a slip, or something that must not come in.",
        good='{"id": "e1", "kind": "closed", "at": "2021-03-09", "case": "A1"}\n',
    ),
    "intake.column-missing": Wording(
        zh="文件缺少映射要读取的列：{columns:list}",
        en="the file lacks columns that the mapping reads: {columns:list}",
        hint_zh="核对表头和映射里的列名（空格、换行、全角半角不论）；有的月份没有这一列，就列入 optional",
        hint_en="compare the heading with the mapping (blanks, line breaks and full-width forms do not count); list it under `optional` where some files lack it",
        meaning_zh="列名改了或少了一列，导入即停止，不当作空值；声明为可缺的除外。",
        meaning_en="When a column is renamed or gone the import stops; it is not taken for empty, unless it is declared optional.",
        good=_GOOD,
    ),
    "intake.double-column": Wording(
        zh="表头里有重名的列：{columns:list}",
        en="the heading names columns twice: {columns:list}",
        hint_zh="在导出里给它们不同的名称",
        hint_en="give them different names in the export",
        meaning_zh="两列同名，就不知道读哪一列。",
        meaning_en="Of two columns with one name nobody knows which is meant.",
        good=_GOOD,
    ),
    "intake.not-events": Wording(
        zh="这不是事件文件，像是导出的表：没有事件都有的 id、kind、at 三列（内容不显示）",
        en="this is no file of events but an export, it seems: the columns of every event, id, kind and at, are missing (its rows are not shown)",
        hint_zh="先用 `kaohe import` 把导出的表变成事件，再对导入所得的文件夹运行；还没有映射就用 `kaohe map suggest`",
        hint_en="turn the export into events with `kaohe import` first and run on the folder it makes; `kaohe map suggest` drafts a mapping",
        meaning_zh="计算只读事件。台账、信访系统导出的表要先按映射导入，哪一列是什么意思写在映射里。",
        meaning_en="A run reads events. A ledger or what a system exports is imported first, by a mapping that says what its columns mean.",
        good=_GOOD,
    ),
    "intake.no-batch": Wording(
        zh="文件夹 `{name}` 里没有事件", en="the folder `{name}` holds no events",
        hint_zh="先用 `kaohe import … --out 文件夹` 导入；已经导入的，指到有各次导入（各有 events.parquet）的那个文件夹",
        hint_en="import into it with `kaohe import … --out FOLDER`, or name the folder that holds the imports (each has an events.parquet)",
        meaning_zh="对文件夹运行，读的是其中每一次导入的事件。一次导入也没有，就没有可算的，不会给谁打满分。",
        meaning_en="Of a folder the events of every import in it are read. Where there is none nobody is assessed, lest all be given full marks.",
        good=_GOOD,
    ),
    "intake.no-heading": Wording(
        zh="没有找到表头：前 60 行里没有一个列名是映射要读取的（内容不显示）",
        en="no heading is found: none of the first 60 rows has a name that the mapping reads (they are not shown)",
        hint_zh="先用 `kaohe look` 看表头在哪里；映射写了 header、header_row、separator、encoding 的，核对是否还对",
        hint_en="`kaohe look` shows where the heading stands; check `header`, `header_row`, `separator` and `encoding` of the mapping",
        meaning_zh="表头按映射里的列名去找，标题行、两行表头都可以。找不到，第一行可能就是数据，含有个人信息，所以不显示其中内容。",
        meaning_en="A heading is found by the names that the mapping reads, below titles and in two rows too. Where none is found the first row may be data of somebody, so nothing of it is shown.",
        good=_GOOD,
    ),
    "intake.open-quote": Wording(
        zh="这一行开始的引号没有正确结束，其后的行会被吞掉",
        en="a quotation mark opened on this line is not closed as it should be; rows behind it would be swallowed",
        hint_zh="引号括住的单元格里，引号要写两遍；结束的引号后面只能是分隔符或换行",
        hint_en="a mark inside quotes is doubled; behind the closing one comes a separator or the end of the line",
        meaning_zh="一个没有结束的引号会让程序把后面许多行当成一个单元格，悄无声息地丢失。所以整个文件先不收。",
        meaning_en="A mark that is never closed makes many rows one cell, and they are gone without a word. So the whole file is refused.",
        good='编号,备注\nA1,"写作 ""引号"" 即可"\n',
    ),
    "intake.unreadable": Wording(
        zh="文件不能按 {format} 读取：损坏、不完整，或格式不符",
        en="the file cannot be read as {format}: damaged, incomplete or something else",
        hint_zh="重新导出一次；只有一半的文件，常是下载中断",
        hint_en="export it again; half a file is mostly a broken download",
        meaning_zh="读不完整的文件一行也不入库。",
        meaning_en="Of a file that cannot be read whole not a row is taken.",
        good=_MAPPING,
    ),
    "intake.file-format": Wording(
        zh="不会读取 `{format}` 格式的文件",
        en="files of format `{format}` are not read",
        hint_zh="另存为 xlsx、xls、ods、CSV（可以是 .csv.gz）、JSONL 或 Parquet",
        hint_en="save it as xlsx, xls, ods, CSV (also .csv.gz), JSONL or Parquet",
        meaning_zh="是工作簿、网页还是文字表格，看内容，不看扩展名：存成 .xls 的网页也能读。别的格式不读。",
        meaning_en="Whether a file is a workbook, a page or a text is told by its content, not by its ending: a page saved as .xls is read too. Other formats are not.",
        good=_MAPPING,
    ),
    "intake.row-numbers": Wording(
        zh="映射用行号作编号，一次只能导入一个文件，这里有 {files} 个",
        en="the mapping makes ids of row numbers, which name rows of one file; here are {files}",
        hint_zh="分开导入，并给每个文件自己的映射；或者改用文件里的编号",
        hint_en="import them apart, each with a mapping of its own, or use a number that the files have",
        meaning_zh="两个文件都有第2行，用行号作编号会把两件不同的事当成一件。",
        meaning_en="Two files both have a second row: ids made of row numbers would take two things for one.",
        good=_MAPPING,
    ),
    "intake.strict": Wording(
        zh="有 {rows} 行不能入库；按严格方式导入，什么也没有写入",
        en="the import is strict and nothing was written: {rows} {rows:row|rows} cannot be taken",
        hint_zh="按报告逐项更正后再导入；逐行记录（`mode: events`）也可以不用 --strict，让这些行进入隔离清单，现状导出必须完整",
        hint_en="mend what the report names and import again; records (`mode: events`) may go without --strict and set rows aside, a snapshot must be whole",
        meaning_zh="严格方式用于不允许有任何遗漏的场合，如年终考核。",
        meaning_en="A strict import is for occasions where nothing may be left out, such as the yearly assessment.",
        good=_GOOD,
    ),
    "intake.file-kind": Wording(
        zh="文件里有种类 `{kind}`，词汇表 `{vocabulary}` 已没有它",
        en="the file has events of kind `{kind}`, which vocabulary `{vocabulary}` no longer has",
        hint_zh="词汇表里的种类不要删除，停用即可",
        hint_en="kinds are not deleted from a vocabulary; leave those that are no longer used",
        meaning_zh="已经入库的事件要能一直读出来，所以词汇表只增不减。",
        meaning_en="Events that were imported must stay readable, so a vocabulary only grows.",
    ),
    "intake.file-column": Wording(
        zh="文件里有字段 `{column}`，词汇表 `{vocabulary}` 已没有它",
        en="the file has the field `{column}`, which vocabulary `{vocabulary}` no longer has",
        hint_zh="词汇表里的字段不要删除或改名",
        hint_en="fields are neither deleted from a vocabulary nor renamed",
        meaning_zh="已经入库的事件要能一直读出来，字段不会被悄悄丢掉。",
        meaning_en="Events that were imported must stay readable; a field is not dropped in silence.",
    ),
    "intake.file-type": Wording(
        zh="文件里的字段 `{column}` 不能按词汇表现在的类型读取",
        en="the field `{column}` of the file cannot be read as the type that the vocabulary has now",
        hint_zh="类型只能放宽（如整数改小数），不能收窄",
        hint_en="a type may be widened (whole to decimal), not narrowed",
        meaning_zh="字段改了类型，旧的事件里有新类型装不下的值。",
        meaning_en="The field's type has changed, and old events hold values that the new one cannot.",
    ),
    "intake.log-broken": Wording(
        zh="导入日志第 {line} 行与上一行接不上：有行被改动、删除或插入",
        en="line {line} of the import log does not follow from the one before: a line was altered, removed or put in",
        hint_zh="从备份恢复 log.jsonl，并查明是谁、何时改动的",
        hint_en="restore log.jsonl from a copy, and find out who changed it and when",
        meaning_zh="每一行都记着上一行的散列值，改动任何一行，其后就接不上。",
        meaning_en="Each line holds the hash of the line before; whoever changes one breaks the chain behind it.",
    ),
    "intake.batch-missing": Wording(
        zh="日志里的批次 `{batch}` 缺少文件 `{file}`",
        en="batch `{batch}` of the log lacks its file `{file}`",
        hint_zh="从备份恢复；入库的批次不删除，错了用更正或作废事件",
        hint_en="restore it from a copy; batches are not deleted, mistakes are amended or voided",
        meaning_zh="日志说明导入过的，就应当在。",
        meaning_en="What the log says was imported must be there.",
    ),
    "intake.batch-changed": Wording(
        zh="批次 `{batch}` 的文件 `{file}` 与导入时不同",
        en="the file `{file}` of batch `{batch}` is not what was imported",
        hint_zh="从备份恢复；入库的文件不修改，错了用更正或作废事件",
        hint_en="restore it from a copy; files are not edited, mistakes are amended or voided",
        meaning_zh="日志记着每个文件的散列值。",
        meaning_en="The log holds the hash of every file.",
    ),
    "intake.batch-unlogged": Wording(
        zh="批次 `{batch}` 在日志里没有记录",
        en="batch `{batch}` has no line in the log",
        hint_zh="多半是导入到一半断电：把同样的文件再导入一次即可补上；否则查明来历",
        hint_en="mostly a power cut during an import: import the same files again and the line is added; otherwise find out where it came from",
        meaning_zh="每一批都应当由导入产生并记入日志。",
        meaning_en="Every batch is made by an import and has its line.",
    ),
    "intake.snapshot-time": Wording(
        zh="现状快照要写明是哪一天（或哪一刻）的现状",
        en="a whole snapshot needs the day or time at which it was taken",
        hint_zh="写作 `2021-03-31` 或 `2021-03-31T18:00`",
        hint_en="write `2021-03-31` or `2021-03-31T18:00`",
        meaning_zh="快照里的变化都算在那一刻得知。没有它，就说不清某一天知道什么。",
        meaning_en="All that a snapshot changes was known from then on. Without it nobody can tell what was known on a day.",
        good=_MAPPING.replace("timezone:", "mode: snapshot\ntimezone:"),
    ),
    "intake.snapshot-again": Wording(
        zh="已经导入过 {at} 同一时刻的另一份快照",
        en="another snapshot of the same moment, {at}, was imported before",
        hint_zh="更正后重新导出的，写明时刻，如 `--recorded-at 2021-04-30T18:00`",
        hint_en="of an export that was put right say the time too, as in `--recorded-at 2021-04-30T18:00`",
        meaning_zh="同一时刻只能有一种现状。内容不同的两份快照，要说出先后。",
        meaning_en="At one moment things stand in one way. Of two snapshots that differ, it must be said which came after the other.",
        good=_MAPPING.replace("timezone:", "mode: snapshot\ntimezone:"),
    ),
}
