"""What can be wrong with workbooks and pages, and with what a mapping says about them, in Chinese and English."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

_HEAD = """\
kaohe: 1
mapping: office
vocabulary: petition
timezone: Asia/Shanghai
"""
_RULE = """\
events:
  - {kind: accepted, case: 编号, at: {column: [受理日期, 受理时间]}}
"""
_SHEETS = _HEAD + "file: {sheet: [一月, 二月]}\n" + _RULE
_GOOD = "编号,受理日期\nA1,2021-03-01\n"

WORDINGS: dict[str, Wording] = {
    "intake.column-renamed": Wording(
        zh="文件没有列 `{column}`，却有一列没有声明的 `{found}`，像是改了名",
        en="the file has no column `{column}`, but an undeclared one, `{found}`, which looks like it renamed",
        hint_zh="是同一列：在映射里写 `column: [{column}, {found}]`；不是：补上缺的列，并把多的列入 discard",
        hint_en="if it is the same one, write `column: [{column}, {found}]`; if not, supply the one and put the other under `discard`",
        meaning_zh="程序只按相似提出猜测，不会自己把一列当成另一列。映射可以给一列写几个名称，各月的文件就都能读。",
        meaning_en="Likeness makes a suggestion, never a decision. A mapping may give a column several names, and the files of all months can be read.",
        good=_HEAD + _RULE,
    ),
    "intake.empty-file": Wording(
        zh="文件是空的",
        en="the file is empty",
        hint_zh="重新导出；确实没有数据的月份，不必导入",
        hint_en="export it again; a month without data need not be imported",
        meaning_zh="没有一个字的文件多半是导出中断，不能当作“没有事项”。",
        meaning_en="A file without a word is mostly an export that broke off; it does not mean that nothing happened.",
        good=_GOOD,
    ),
    "intake.password": Wording(
        zh="文件有密码，打不开",
        en="the file is closed by a password",
        hint_zh="在 WPS 或 Excel 里去掉密码，另存一份再导入",
        hint_en="remove the password in your spreadsheet program, save a copy and import that",
        meaning_zh="程序不问也不保存密码。",
        meaning_en="Passwords are neither asked for nor kept.",
        good=_GOOD,
    ),
    "intake.no-sheet": Wording(
        zh="没有工作表 `{sheet}`[[，是否指 `{near}`]]",
        en="there is no sheet `{sheet}`[[; did you mean `{near}`]]",
        hint_zh="这个文件里有：{known:list}；映射的 sheet 可以列几个，也可以写 `*月`",
        hint_en="the file has {known:list}; `sheet` of the mapping may list several, or be a pattern such as `*月`",
        meaning_zh="工作表按名称或样式选取，样式不取隐藏的表。一张也选不到，导入即停止。",
        meaning_en="Sheets are chosen by name or by a pattern, which passes over hidden ones. When none is found the import stops.",
        good=_SHEETS,
    ),
    "intake.which-sheet": Wording(
        zh="几张工作表都有映射要读取的表头：{sheets:list}",
        en="several sheets have the heading that the mapping reads: {sheets:list}",
        hint_zh='在映射里写明读哪几张，如 `file: {{sheet: [一月, 二月]}}` 或 `sheet: "*月"`',
        hint_en='say which to read, as in `file: {{sheet: [一月, 二月]}}` or `sheet: "*月"`',
        meaning_zh="是各月各占一张，还是一张是另一张的副本，程序不猜。只有一张有表头时不必写。",
        meaning_en="Whether there is one sheet for each month, or one is a copy of another, is not guessed. Nothing need be said where one sheet has the heading.",
        good=_SHEETS,
    ),
    "intake.long-number": Wording(
        zh="`{column}` 是超过 15 位的数，电子表格只保留前 15 位，后面的已经变成 0：两个编号会变成一个",
        en="`{column}` is a number of more than 15 digits; spreadsheets keep 15, the rest have become zeros: two ids would be one",
        hint_zh="位数已经丢失，改格式补不回来：从系统重新导出，编号列设为文本；或导出 CSV，不要用表格软件打开再存",
        hint_en="the digits are lost and no format brings them back: export again with the column as text, or as CSV that no spreadsheet has saved",
        meaning_zh="编号不是数。存成数的长编号，后几位相同的两件事会变成一件，所以整行不收。写成 `3.30102E+17` 的也是这样来的。",
        meaning_en="An id is no number. Stored as one, ids that differ in the last digits become the same, so the row is refused. `3.30102E+17` has come about in this way too.",
        good=_GOOD,
    ),
    "intake.failed-formula": Wording(
        zh="`{column}` 的公式出错（如 #N/A、#REF!），没有值",
        en="the formula in `{column}` failed (as #N/A or #REF!) and has no value",
        hint_zh="在表格里改好公式，或粘贴为数值后再导入",
        hint_en="mend the formula in the spreadsheet, or paste the value, and import again",
        meaning_zh="出错的单元格不是空的：当作空，就会少了一个日期或单位而没有人知道。",
        meaning_en="A failed cell is not an empty one: taken for empty, a date or an office would be gone without a word.",
        good=_GOOD,
    ),
    "intake.mapping-name-twice": Wording(
        zh="列名 `{column}` 属于两列",
        en="the name `{column}` belongs to two columns",
        hint_zh="`column: [甲, 乙]` 的意思是乙就是甲；一个名称只能属于一列，各处第一个名称要一致",
        hint_en="`column: [A, B]` says that B is A; a name belongs to one column, and the first name is the same everywhere",
        meaning_zh="一列有几个名称时，以第一个名称为准。",
        meaning_en="A column of several names is known by the first of them.",
        good=_HEAD + _RULE,
    ),
    "intake.mapping-no-column": Wording(
        zh="映射没有读取列 `{column}`[[，是否指 `{near}`]]",
        en="the mapping reads no column `{column}`[[; did you mean `{near}`]]",
        hint_zh="optional、fill_down、find 里写的，要是 events 里读取的列",
        hint_en="`optional`, `fill_down` and `find` name columns that `events` read",
        meaning_zh="说的是没有读取的列，多半是写错了名称。",
        meaning_en="Something is said of a column that is not read: mostly its name has a slip.",
        good=_HEAD + "file: {fill_down: [编号]}\noptional: [受理日期]\n" + _RULE,
    ),
    "intake.form-sheet": Wording(
        zh="填报表里没有发出时的工作表 `{sheet}`[[，`{near}` 像是它]]",
        en="the sheet `{sheet}` that was handed out is not there[[; `{near}` looks like it]]",
        hint_zh="把名称改回来；没有可报的，工作表空着，不要删",
        hint_en="give it back its name; with nothing to report leave the sheet empty, and do not delete it",
        meaning_zh="填报表按工作表的名称收。改了名称，里面填的行就没有人读，所以整份不收。",
        meaning_en="A workbook is read by the names of its sheets. Under another name nobody would read what was filled in, so none of it is taken.",
    ),
    "intake.form-heading": Wording(
        zh="填报表的列名与发出时的不同[[：缺少 {missing:list}]][[；多出 {more:list}]]",
        en="the headings are not those that were handed out[[: missing {missing:list}]][[; more than these {more:list}]]",
        hint_zh="列名在第 2 行；删去插入的行和列，把改动的列名改回来",
        hint_en="headings stand in row 2: take inserted rows and columns out again, and undo changes of headings",
        meaning_zh="填报表按第 2 行的列名收，第 3 行起是数据。移动了一行，第一行数据就会被当作列名，不声不响地丢掉，所以整份不收。",
        meaning_en="A workbook is read by the headings in row 2, its data from row 3 on. Moved by one row, its first row of data would pass for the headings and be lost in silence, so none of it is taken.",
    ),
    "intake.form-tick": Wording(
        zh="单元格 `{cell}`：零报告只能打勾（√）或空着",
        en="cell `{cell}`: a zero report is a tick (√) or nothing",
        hint_zh="那个月确实没有可报的，从下拉列表选 √；有可报的或还不知道的，空着",
        hint_en="choose √ from the list when there was nothing to report that month; otherwise leave it empty",
        meaning_zh="“无”“是”“0”各人有各人的意思，程序不猜：打了勾才是零报告，空着就是没有报送。",
        meaning_en="“None”, “yes” or “0” mean different things to different people, and nothing is guessed: only a tick is a zero report, an empty cell means silent.",
    ),
    "intake.form-rows": Wording(
        zh="填报表有 {rows} 行填得不对，整份没有收",
        en="nothing of the workbook was taken: {rows} {rows:row is|rows are} not filled in right",
        hint_zh="按下面所说的行和列改好，再导入这一份",
        hint_en="mend the rows and columns named below and import the workbook again",
        meaning_zh="填报表每次整份收：缺了一行，就会以为那一行被单位删去了。",
        meaning_en="A workbook is taken as a whole each time: a row left out would look as if the unit had taken it out.",
    ),
}
