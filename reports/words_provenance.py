"""Words of provenance: the commands ``sources`` and ``policy``, and the tables they print."""

from __future__ import annotations

_VERIFY = "kaohe sources verify --texts texts"
_COVER = "kaohe sources coverage\nkaohe sources coverage --policy lishi --texts texts"
_SHOW = "kaohe policy show policies/lishi\nkaohe policy show policies/lishi --markdown lishi.md --docx lishi.docx"

PROVENANCE_WORDS: dict[str, tuple[str, str]] = {
    "group.provenance": ("来源与印发", "Sources and print"),
    "group.sources": ("核对来源", "Checking sources"),
    "group.print": ("印出办法", "Printing a policy"),
    "cmd.sources": ("来源：逐条核对引文，逐行说明原文的去向", "sources: check quotations, say what became of each text"),
    "cmd.sources-verify": (
        "逐字核对随附办法的每条引文（只略去空白和换行）；有一条对不上就以 1 退出",
        "check every quotation of the shipped policies word for word (only blanks and line breaks are left out); exits 1 when one is not found",
    ),
    "cmd.sources-verify.texts": ("原文所在的文件夹；没有原文时只说明有多少条未能核对", "folder of the texts; without it, says how many could not be checked"),
    "cmd.sources-verify.examples": (_VERIFY, _VERIFY),
    "cmd.sources-coverage": (
        "每份原文的去向：成为条款的、有意不计分的、不得实施的、没有交代的；另列各办法自有条款的比例",
        "what became of each text: made into clauses, deliberately not scored, never built, unaccounted for; and each policy's share of own clauses",
    ),
    "cmd.sources-coverage.texts": ("原文所在的文件夹；有原文时逐段逐句统计", "folder of the texts; with it, counted by paragraph and sentence"),
    "cmd.sources-coverage.policy": ("只看一份办法", "one policy only"),
    "cmd.sources-coverage.examples": (_COVER, _COVER),
    "cmd.policy": ("办法：按考核办公室印发的样子印出来", "a policy, printed as an office prints it"),
    "cmd.policy-show": (
        "把办法印成考核细则表：项目、细则、分值、限额、责任人、依据、分值来历，全部由办法本身生成",
        "print a policy as a table of rules: item, rule, points, cap, who answers, basis, origin of the number; all made from the policy itself",
    ),
    "cmd.policy-show.path": ("政策文件或政策文件夹", "policy file or folder"),
    "cmd.policy-show.markdown": ("写成 Markdown 文件（默认输出到屏幕）", "write a Markdown file (by default it is shown)"),
    "cmd.policy-show.docx": ("写成 Word 文件", "write a Word file"),
    "cmd.policy-show.examples": (_SHOW, _SHOW),
    "show.written": ("写入 {path}", "written to {path}"),
    # verify
    "verify.told": (
        "引文 {count} 条（办法 {policies} 份）：找到 {found}，找不到 {missing}，无原文可核 {unchecked}；原文 {texts} 份。比对时只略去空白和换行，引文里的省略号略去中间",
        "{count} quotations ({policies} policies): {found} found, {missing} not found, {unchecked} without a text at hand; {texts} texts. Only blanks and line breaks are left out of the comparison; an ellipsis in a quotation leaves out what is between",
    ),
    # coverage
    "fate.scored": ("成为条款", "became clauses"),
    "fate.not_scored": ("不计分", "not scored"),
    "fate.never": ("不得实施", "never built"),
    "fate.unaccounted": ("没有交代", "unaccounted for"),
    "cover.head": ("各份原文的去向（按行）", "What became of each text (by rows)"),
    "cover.policy": ("办法", "policy"),
    "cover.text": ("原文", "text"),
    "cover.rows": ("行数", "rows"),
    "cover.row": ("行", "row"),
    "cover.fate": ("去向", "fate"),
    "cover.where": ("落实于／理由", "held by / reason"),
    "cover.passage": ("原文摘录", "passage"),
    "cover.all": ("合计", "total"),
    "cover.paragraphs": ("{policy}：逐段统计（句数；一句多处被引的只算最前一栏）", "{policy}: by paragraph (sentences; one quoted for several is counted in the first column)"),
    "cover.paragraph": ("段", "paragraph"),
    "cover.sentences": ("句数", "sentences"),
    "cover.loose": ("没有交代的 {count} 句（段: 句）：{places}", "{count} sentences of which nothing is said (paragraph: sentence): {places}"),
    "cover.no-text": ("没有原文，只按行说明；用 --texts 指定文件夹可逐段统计", "texts are not at hand: by rows only; name their folder with --texts to count paragraphs"),
    "cover.fault": ("清单有误：{row} {what} {name}", "the table of rows is wrong: {row} {what} {name}"),
    "cover.fault.missing": ("没有交代", "is not accounted for"),
    "cover.fault.unknown": ("原文没有这一行", "is no row of a text"),
    "cover.fault.twice": ("列了两次", "is listed twice"),
    "cover.fault.fates": ("应当恰有一个去向", "should have exactly one fate"),
    "cover.fault.name": ("所指的名称不存在：", "names what is not there:"),
    "cover.fault.cited": ("没有列出引它的：", "does not list what cites it:"),
    "own.head": ("各办法自有的条款", "Clauses that are a policy's own"),
    "own.own": ("自有", "own"),
    "own.same": ("与他处相同", "same as elsewhere"),
    "own.inherited": ("继承", "inherited"),
    "own.share": ("自有比例", "own share"),
    "usage.no-policy": ("没有办法 `{name}`；有：{names}", "no policy `{name}`; there are: {names}"),
}
