"""Words about an office's files: what an import passed over, what a file looks like, a mapping suggested."""

from __future__ import annotations

FILE_WORDS: dict[str, tuple[str, str]] = {
    # what an import passed over
    "import.passed": ("略过 {rows} 行，{why}（行 {first}）", "{rows} rows passed over, {why} (rows {first})"),
    "passed.title": ("表头之上的标题", "titles above the heading"),
    "passed.empty": ("空行", "empty"),
    "passed.total": ("合计、小计", "totals"),
    "passed.note": ("表后附注", "notes below the table"),
    "passed.heading": ("重复的表头", "the heading once more"),
    "passed.numbering": ("列的编号", "numbers of the columns"),
    "passed.declared": ("映射写明略过的", "declared by the mapping"),
    "import.unread-sheets": ("没有读取的工作表：{sheets}", "sheets that were not read: {sheets}"),
}
