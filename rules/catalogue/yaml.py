"""What can be wrong with a file before anyone asks what it says: characters, YAML, nesting."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

_QUOTED = """\
when: '!resolved && seen(closed, grade == "basic")'
points: 'late ? -2 : -1'
"""
_LINES = """\
cap:
  per_case: 6
  per_subject: 20
accountable:
  - unit: case.unit
  - {post: principal, of: case.unit, share: 0.5}
"""

WORDINGS: dict[str, Wording] = {
    # --- the file ---
    "yaml.not-utf8": Wording(
        zh="文件不是 UTF-8 编码：字节 {byte} 无法识读",
        en="the file is not UTF-8: byte {byte} cannot be read",
        hint_zh="[[文件像是 {looks} 编码；]]用编辑器另存为 UTF-8 后再读",
        hint_en="[[it looks like {looks}; ]]save it again as UTF-8",
        meaning_zh="所有文件一律用 UTF-8 编码，带不带字节顺序标记都可以。程序不猜编码：猜错一次，单位名称就错了。",
        meaning_en="Every file is UTF-8, with or without a byte order mark. The encoding is never guessed: "
        "one wrong guess and an office has another name.",
        good="title: 信访工作考核办法\n",
    ),
    "yaml.character": Wording(
        zh="这里有一个看不见或会改变显示的字符 {character}（{name}）",
        en="there is a character here that is not seen or changes what is seen: {character} ({name})",
        hint_zh="删去这个字符；它多半是从网页或文档里带进来的",
        hint_en="delete it; it probably came along from a web page or a document",
        meaning_zh="控制字符、零宽字符、改变书写方向的字符和特殊的换行符，会让人看到的文字与程序读到的文字不一样。考核办法必须看到什么就是什么，所以一律不收。",
        meaning_en="Control characters, characters of no width, characters that turn the writing direction and "
        "unusual line separators let a reader see something else than the program reads. A policy must be what it "
        "looks like, so they are refused.",
        good="title: 群众满意度\n",
    ),
    "yaml.empty": Wording(
        zh="文件里没有内容",
        en="the file says nothing",
        hint_zh="第一行写 `kaohe: 1`，第二行写文件的种类和名称，如 `policy: lishi`",
        hint_en="begin with `kaohe: 1`, then the kind and name of the document, such as `policy: lishi`",
        meaning_zh="文件是空的，或者只有注释。",
        meaning_en="The file is empty or has only comments.",
        good="kaohe: 1\nroster: county\n",
    ),
    "yaml.several-documents": Wording(
        zh="一个文件里有第二个文档，从这里开始的内容没有读",
        en="a second document begins here in the same file; nothing from here on was read",
        hint_zh="一个文件只写一个文档：删去这一行，或把后面的内容移到另一个文件",
        hint_en="one document in a file: delete this line, or move what follows into a file of its own",
        meaning_zh="YAML 用 `---` 和 `...` 把一个文件分成几个文档。这里一个文件只读一个文档，免得后面的条款无声无息地不起作用。",
        meaning_en="YAML divides a file into documents with `---` and `...`. Only one is read from a file, and a second "
        "one is a problem, so that no clause can stand in a part that nobody reads.",
        good="kaohe: 1\npolicy: lishi\n",
    ),
    "yaml.too-deep": Wording(
        zh="嵌套超过 {levels} 层",
        en="nested deeper than {levels} levels",
        hint_zh="检查是否有括号或缩进写错；考核办法用不到这么多层",
        hint_en="look for a stray bracket or indentation; no document needs so many levels",
        meaning_zh="列表和键值对可以互相嵌套，但层数有上限，任何文件都不能靠层层嵌套拖垮程序。",
        meaning_en="Lists and mappings may be nested, but not without end: no file can bring the program down by depth.",
        good=_LINES,
    ),
    # --- layout ---
    "yaml.tab": Wording(
        zh="缩进里用了制表符（Tab）",
        en="a tab stands in the indentation",
        hint_zh="缩进只用空格，每层两个",
        hint_en="indent with blanks only, two for each level",
        meaning_zh="YAML 靠缩进表示从属关系，而制表符在不同编辑器里宽窄不一，所以不许用来缩进。",
        meaning_en="YAML shows by indentation what belongs to what, and a tab is of another width in every editor; so it "
        "may not indent.",
        good=_LINES,
    ),
    "yaml.blank": Wording(
        zh="缩进里有全角空格或不间断空格",
        en="a full-width or no-break blank stands in the indentation",
        hint_zh="删去它，改用半角空格，每层两个",
        hint_en="delete it and indent with ordinary blanks, two for each level",
        meaning_zh="中文输入法的全角空格和从网页粘来的不间断空格，看上去是空格，YAML 却当作文字，从属关系就错了。",
        meaning_en="The full-width blank of a Chinese keyboard and the no-break blank of a web page look like blanks, but "
        "YAML takes them for text, and what belongs to what is lost.",
        good=_LINES,
    ),
    "yaml.indentation": Wording(
        zh="这一行缩进 {columns} 格，与上文哪一层都对不上",
        en="this line is indented by {columns}, which fits no level above it",
        hint_zh="同一层的键左端对齐，下一层多缩进两格；列表项都以 `- ` 开头",
        hint_en="keys of one level begin in one column, the next level two further in; items of a list all begin with `- `",
        meaning_zh="从这一行的缩进看不出它属于谁：或者多了、少了空格，或者列表项与键混在同一层，或者上一行的值没有写完。",
        meaning_en="The indentation does not tell what the line belongs to: a blank too many or too few, list items and "
        "keys mixed on one level, or a value on the line above that is not finished.",
        good=_LINES,
    ),
    "yaml.no-blank": Wording(
        zh="`{sign}` 后面要空一格",
        en="a blank is missing after `{sign}`",
        hint_zh="写成 `键: 值`、`- 项`，空格用半角",
        hint_en="write `key: value` and `- item`",
        meaning_zh="冒号后面有空格才隔开键和值，短横后面有空格才是列表项；没有空格，它们只是文字的一部分。",
        meaning_en="A colon divides key and value, and a dash begins a list item, only with a blank after it; without one "
        "they are part of the text.",
        good="- id: late\n  title: 逾期未办结\n",
    ),
    "yaml.no-colon": Wording(
        zh="这一行不是 `键: 值`：`{found}`",
        en="this line is not `key: value`: `{found}`",
        hint_zh="写成 `键: 值`，冒号用半角，后面空一格",
        hint_en="write `key: value`, with a blank after the colon",
        meaning_zh="键值对里的每一行都是 `键: 值`。没有冒号，或者冒号后面没有空格，就分不清哪是键、哪是值。",
        meaning_en="Every line of a mapping is `key: value`. Without the colon, or the blank after it, there is no telling "
        "the key from the value.",
        good="title: 初信初访第二次反映仍未解决\n",
    ),
    "yaml.full-width": Wording(
        zh="这里用了全角 `{found}`",
        en="a full-width `{found}` stands here",
        hint_zh="改用半角 `{wanted}`（冒号、逗号后面空一格）",
        hint_en="write the ASCII `{wanted}` (with a blank after a colon or comma)",
        meaning_zh="冒号、逗号、括号在 YAML 里是标点，只认半角；中文输入法打出的全角符号只是文字。标题、说明等文字里可以照常用全角标点。",
        meaning_en="Colon, comma and brackets are YAML's punctuation only as ASCII characters; the full-width ones of a "
        "Chinese keyboard are just text. In titles and notes they are welcome.",
        good="title: 受理、办理：按期情况\n",
    ),
    # --- what has to be quoted ---
    "yaml.tag": Wording(
        zh="以 `!` 开头的值要加引号：`{found}`",
        en="a value that begins with `!` must be quoted: `{found}`",
        hint_zh="整个值放进单引号：`'{found}'`；里面的单引号写两个",
        hint_en="put the whole value in single quotes: `'{found}'`; a single quote inside is written twice",
        meaning_zh="YAML 把开头的 `!` 当作类型标记。这里不用类型标记（它们能让读文件变成运行程序），所以条件以 `!` 开头时要加引号。",
        meaning_en="YAML takes a leading `!` for a type tag. Tags are not used here (they can turn reading a file into "
        "running a program), so a condition that begins with `!` is quoted.",
        good=_QUOTED,
    ),
    "yaml.sigil": Wording(
        zh="值不能以 `{character}` 开头：YAML 把它留作他用",
        en="a value cannot begin with `{character}`: YAML keeps it for itself",
        hint_zh="整个值放进单引号：`'…'`",
        hint_en="put the whole value in single quotes: `'…'`",
        meaning_zh="`&`、`*`、`@`、`%`、`|`、`>` 和反引号放在值的开头时，YAML 另有含义。",
        meaning_en="At the beginning of a value `&`, `*`, `@`, `%`, `|`, `>` and the backtick mean something to YAML.",
        good="note: '*号项目另行计分'\n",
    ),
    "yaml.colon": Wording(
        zh="没有引号的值里又出现了冒号：`{value}`",
        en="another colon in a value without quotes: `{value}`",
        hint_zh="整个值放进单引号：`'{value}'`",
        hint_en="put the whole value in single quotes: `'{value}'`",
        meaning_zh="冒号加空格在 YAML 里隔开键和值，一个值里不能再有，除非加引号。条件里的 `a ? b : c` 都要加引号。",
        meaning_en="A colon and a blank divide a key from its value; a value may hold them only in quotes. Every "
        "condition with `a ? b : c` is quoted.",
        good=_QUOTED,
    ),
    "yaml.goes-on": Wording(
        zh="值已经结束，后面还有文字：`{value}`",
        en="the value has ended, but the line goes on: `{value}`",
        hint_zh="整个值放进单引号，里面的双引号照写：`'{value}'`",
        hint_en="put the whole value in single quotes and keep the double ones inside: `'{value}'`",
        meaning_zh="值以引号或括号开头，YAML 就认为到相应的引号或括号为止。条件若以带引号的词或列表开头，要在外面再加一层单引号。",
        meaning_en="A value that begins with a quote or a bracket ends at the matching one. A condition that begins with a "
        "quoted word or a list takes single quotes around the whole.",
        good="when: '\"new\" == case.origin'\n",
    ),
    "yaml.open-quote": Wording(
        zh="这个引号 `{quote}` 没有结束",
        en="this quote `{quote}` is never closed",
        hint_zh="在值的末尾补上同样的引号；单引号里的单引号写两个",
        hint_en="close it at the end of the value; in single quotes a single quote is written twice",
        meaning_zh="引号从这里开始，直到文件末尾都没有结束，后面的内容全被当作一个值。",
        meaning_en="The quote opens here and does not close before the end of the file; all that follows became one value.",
        good=_QUOTED,
    ),
    "yaml.escape": Wording(
        zh="双引号里的 `{found}` 不是 YAML 的转义",
        en="`{found}` is no escape of YAML's",
        hint_zh="改用单引号，反斜杠就照原样读",
        hint_en="use single quotes: there a backslash is a backslash",
        meaning_zh="双引号里反斜杠引出转义（如 `\\n`）。正则式、路径等要用单引号。",
        meaning_en="In double quotes a backslash begins an escape (such as `\\n`). Patterns and paths take single quotes.",
        good="pattern: '[A-Z]\\d{4}'\n",
    ),
    "yaml.open-bracket": Wording(
        zh="这个括号 `{bracket}` 没有用 `{closing}` 结束",
        en="this bracket `{bracket}` is not closed with `{closing}`",
        hint_zh="补上 `{closing}`；内容多时改为分行书写",
        hint_en="add the `{closing}`; write longer things on lines of their own",
        meaning_zh="花括号里的键值对和方括号里的列表要写完整：项与项之间用逗号，末尾有相应的括号。",
        meaning_en="What stands in braces or brackets has commas between its items and the matching bracket at its end.",
        good=_LINES,
    ),
    "yaml.stray-bracket": Wording(
        zh="多出一个 `{found}`",
        en="a `{found}` too many",
        hint_zh="删去它，或在前面补上与它相配的括号；属于文字的，给整个值加引号",
        hint_en="delete it, or open its match before; if it is part of a text, quote the whole value",
        meaning_zh="括号要成对。这里关闭的括号前面没有打开过。",
        meaning_en="Brackets come in pairs. This one closes what was never opened.",
        good="accountable: [{unit: case.unit}]\n",
    ),
    "yaml.inside-brackets": Wording(
        zh="`{bracket}` 里的这个值读不下去",
        en="the value inside `{bracket}` cannot be read on from here",
        hint_zh="括号里的条件加单引号：`'…'`；项与项之间用逗号",
        hint_en="quote a condition inside brackets: `'…'`; put commas between items",
        meaning_zh="写在一行的 `{…}` 和 `[…]` 里，方括号、花括号、逗号、冒号都是 YAML 的标点；含有它们的条件要加引号。",
        meaning_en="Inside `{…}` and `[…]` written on a line, brackets, braces, commas and colons are YAML's; a condition "
        "with any of them is quoted.",
        good="begins: {on: closed, when: 'grade in [\"satisfied\", \"basic\"]'}\n",
    ),
    "yaml.comma": Wording(
        zh="花括号或方括号里的值到逗号就断了：`{found}`",
        en="inside brackets a value ends at a comma: `{found}`",
        hint_zh="整个条件放进单引号：`'{found}, …)'`",
        hint_en="put the whole condition in single quotes: `'{found}, …)'`",
        meaning_zh="`{when: seen(closed, grade == 1)}` 里的逗号被 YAML 当作下一项的开始，条件只剩半截。含逗号的条件要加引号。",
        meaning_en="In `{when: seen(closed, grade == 1)}` YAML takes the comma for the beginning of the next item and half a "
        "condition is left. A condition with a comma is quoted inside brackets.",
        good="ends: {on: reopened, when: 'seen(closed, grade == 1)'}\n",
    ),
    "yaml.unreadable": Wording(
        zh="从这里起读不下去：不合 YAML 的写法",
        en="cannot be read from here on: this is not YAML",
        hint_zh="看这一行和上一行的标点、引号和缩进",
        hint_en="look at the punctuation, quotes and indentation of this line and the one above",
        meaning_zh="这里不合 YAML 的语法，而且不是常见的那几种错误。一处语法错误之后的内容无法识读，改好再查一遍。",
        meaning_en="The text breaks YAML's grammar in a way that is not one of the usual ones. Nothing after a syntax error "
        "can be read; mend it and check again.",
        good=_LINES,
    ),
    # --- keys and values ---
    "yaml.no-value": Wording(
        zh="[[键 `{key}` ]]没有值[[（`{found}` 在 YAML 里表示没有值）]]",
        en="[[the key `{key}` has ]]no value[[ (`{found}` is YAML for none)]]",
        hint_zh="[[`{remark}` 被当作注释，要作值须加引号；]]写上值，或者整行删去[[；若值就是 `{found}` 这个词，加引号]]",
        hint_en="[[`{remark}` is a comment: quote it if it is the value; ]]give it a value or leave it out[[; quote `{found}` if the word itself is meant]]",
        meaning_zh="空着的值、`~` 和 `null` 都表示“没有”。没有的键就不要写；写了键而没有值，多半是漏写。",
        meaning_en="An empty value, `~` and `null` all say “none”. What there is none of is left out; a key without a value "
        "is most likely forgotten.",
        good="title: 初信初访\n",
    ),
    "yaml.duplicate-key": Wording(
        zh="键 `{key}` 写了两次",
        en="the key `{key}` is written twice",
        hint_zh="只留一个；这里按第一个读",
        hint_en="keep one of them; the first was read",
        meaning_zh="同一层里每个键只能写一次。许多程序遇到重复的键会悄悄用后一个盖掉前一个，这里不许。",
        meaning_en="A key stands once in a mapping. Many programs silently let the second replace the first; here it is a "
        "problem.",
        good="points: -2\ncap: {per_case: 6}\n",
    ),
    "yaml.key": Wording(
        zh="这里的键不是文字",
        en="the key here is not text",
        hint_zh="键写成一个词；值若是 `{{…}}` 形式的占位，应加引号",
        hint_en="a key is one word; if `{{…}}` was meant as text, quote it",
        meaning_zh="YAML 允许拿列表或键值对作键，这里不允许。",
        meaning_en="YAML lets a list or a mapping be a key; documents here do not.",
        good="per_case: 6\n",
    ),
    "yaml.merge-key": Wording(
        zh="不支持合并键 `<<`",
        en="the merge key `<<` is not supported",
        hint_zh="整段相同时用别名 `*名字`；条款、定义的共用靠 `define`、`extends`",
        hint_en="use an alias `*name` for a whole value; share conditions with `define`, clauses with `extends`",
        meaning_zh="`<<` 不属于 YAML 1.2，各种程序对它的处理不一。合并出来的键在文件里看不见，审计时也就找不到。",
        meaning_en="`<<` is no part of YAML 1.2 and every program treats it differently. Keys that are merged in cannot be "
        "seen where they take effect, nor found by an auditor.",
        good="events: &begin\n  - {kind: registered, at: 2021-03-01}\n",
    ),
    # --- aliases ---
    "yaml.unknown-alias": Wording(
        zh="别名 `*{name}` 在前文没有定义",
        en="nothing before this is named `&{name}`",
        hint_zh="[[已有的名字：{known:list}；]]若 `*` 是条件里的乘号，给整个值加引号",
        hint_en="[[names there are: {known:list}; ]]if the `*` is a sign of a condition, quote the whole value",
        meaning_zh="`*名字` 引用前面用 `&名字` 标出的值；名字必须在前面出现过。",
        meaning_en="`*name` repeats the value that was marked `&name` before; the name must come first.",
        good="events: &begin\n  - {kind: registered, at: 2021-03-01}\nmore: *begin\n",
    ),
    "yaml.alias-loop": Wording(
        zh="别名 `*{name}` 引用了它自己所在的值",
        en="the alias `*{name}` repeats the value it stands in",
        hint_zh="别名只能引用已经写完的值",
        hint_en="an alias repeats a value that is finished",
        meaning_zh="自己包含自己的值没有尽头。",
        meaning_en="A value that contains itself has no end.",
        good="events: &begin\n  - {kind: registered, at: 2021-03-01}\nmore: *begin\n",
    ),
    "yaml.too-many-aliases": Wording(
        zh="别名展开后超过 {most} 项",
        en="the aliases stand for more than {most} nodes",
        hint_zh="少用别名，把内容分到几个文件",
        hint_en="use fewer aliases, or divide the document",
        meaning_zh="别名套别名可以让几行文字展开成上亿项。展开的总量有上限。",
        meaning_en="Aliases of aliases can make a few lines stand for billions. What they stand for is bounded.",
        good="events: &begin\n  - {kind: registered, at: 2021-03-01}\nmore: *begin\n",
    ),
}
