"""What can be wrong with unit sheets that come back, in Chinese and English."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

WORDINGS: dict[str, Wording] = {
    "sheets.not-ours": Wording(
        zh="`{name}` 不是本程序发出的核对表，或者打不开",
        en="`{name}` is no unit sheet of ours, or cannot be opened",
        hint_zh="请单位填在发给它的那个文件里，不要另建表格、不要粘贴到别的文件；隐藏的工作表不能删",
        hint_en="ask the unit to fill in the file it was given, not another one; the hidden sheet must not be deleted",
        meaning_zh="核对表里有一张隐藏的工作表，写着它是哪次计算、哪个单位的。没有它，就不知道回答的是什么。",
        meaning_en="A hidden sheet says which run and which unit the file is about. Without it nobody knows what was answered.",
    ),
    "sheets.other-run": Wording(
        zh="[[`{unit}` 的]]核对表是另一次计算的，台账的根不同",
        en="the sheet[[ of `{unit}`]] is about another run: the ledger's root differs",
        hint_zh="用 --run 写明发表时的那个结果文件夹；重新计算之后要重新发表",
        hint_en="name the run that the sheets were written from with --run; after a new run new sheets are sent out",
        meaning_zh="认可的是当时那份台账里的分录。台账变了，旧的回答不能当作对新分录的回答。",
        meaning_en="What was confirmed are the entries of the ledger of that day. An old answer says nothing of new entries.",
    ),
    "sheets.no-day": Wording(
        zh="`{unit}` 的核对表没有填“{label}”",
        en="the sheet of `{unit}` lacks the “{label}”",
        hint_zh="在封面上填日期，如 2022-01-10；填了才成为事件",
        hint_en="fill in the day on the cover, as 2022-01-10; without it no answer becomes an event",
        meaning_zh="认可和异议都是事件，事件要有日期；文件的保存时间不能代替。",
        meaning_en="A confirmation is an event, and events have days; when a file was saved is no substitute.",
    ),
    "sheets.wrong-number": Wording(
        zh="单元格 `{cell}`：编号不对：校验字符不符，多半抄错了一个字符",
        en="cell `{cell}`: this number is wrong: its check character does not fit, most likely one character was miscopied",
        hint_zh="对照发出的核对表改正；编号共 6 个字符，没有 0、O、1、I 这些容易看错的",
        hint_en="compare with the sheet that was sent out; numbers have 6 characters, none of them 0, O, 1 or I",
        meaning_zh="最后一个字符是校验字符：错一个字符、相邻两个颠倒，都能发现，不会算到别的分录头上。",
        meaning_en="The last character is a check: one wrong character, or two neighbours that changed places, is found and never taken for another entry.",
    ),
    "sheets.not-asked": Wording(
        zh="单元格 `{cell}`：编号 `{name}` 不是 `{unit}` 的分录",
        en="cell `{cell}`: the number `{name}` is no entry of `{unit}`",
        hint_zh="一个单位只核对自己的分录；编号是别的单位的，请那个单位回答",
        hint_en="a unit answers for its own entries only; ask the unit whose entry it is",
        meaning_zh="编号本身没有写错，但这次计算里没有问过这个单位这一条。",
        meaning_en="The number is well formed, but this unit was not asked about such an entry in this run.",
    ),
    "sheets.edited-cell": Wording(
        zh="单元格 `{cell}`：编号 `{name}` 这一行，印好的内容被改动了",
        en="cell `{cell}`: a printed cell of the row `{name}` was changed",
        hint_zh="恢复原样；认为记录有误，填“异议”和依据，改动由考核办核实后做",
        hint_en="put back what was printed; what is wrong is disputed with its ground, and corrected once it is verified",
        meaning_zh="改了印好的日期或分值，就分不清单位认可的是哪个数。这一行不采用，其余各行照常。",
        meaning_en="With a printed day or figure changed it is unclear what the unit confirms. The row is not taken, all others are.",
    ),
    "sheets.not-a-tick": Wording(
        zh="单元格 `{cell}`：这一格只能打勾",
        en="cell `{cell}`: this cell takes a tick only",
        hint_zh="从下拉列表选 √；要说明的，选依据并写材料编号，不写文字",
        hint_en="choose √ from the list; what there is to say is a ground and a document's number, no text",
        meaning_zh="核对表不收自由文字：文字里可能有不该进来的内容，也无法统计。",
        meaning_en="Unit sheets take no free text: it may hold what must not come in, and nobody can count it.",
    ),
    "sheets.no-answer": Wording(
        zh="单元格 `{cell}`：认可和异议要恰好选一个；认可的不写依据",
        en="cell `{cell}`: either confirm or dispute, not both; a confirmation has no ground",
        hint_zh="在“认可”或“异议”一栏打勾，只打一个",
        hint_en="tick one of the two columns",
        meaning_zh="两栏都打勾、都不打勾却写了依据，看不出是哪个意思，不替单位决定。",
        meaning_en="With both ticked, or neither and yet a ground, the meaning is unclear and not ours to decide.",
    ),
    "sheets.no-ground": Wording(
        zh="单元格 `{cell}`：有异议，没有写依据",
        en="cell `{cell}`: disputed without a ground",
        hint_zh="从下拉列表选一项依据；有材料的写材料编号",
        hint_en="choose a ground from the list, and give the number of a document if there is one",
        meaning_zh="异议要有依据才能核实。依据是编了码的，不写文字。",
        meaning_en="A dispute can be verified only by its ground. Grounds are coded, no text.",
    ),
    "sheets.unknown-ground": Wording(
        zh="单元格 `{cell}`：没有这样的依据",
        en="cell `{cell}`: there is no such ground",
        hint_zh="可以选：{known:list}",
        hint_en="there are: {known:list}",
        meaning_zh="依据是词汇表里 disputed 的 ground 列出的那些。",
        meaning_en="Grounds are those that the vocabulary lists for `ground` of `disputed`.",
    ),
    "sheets.two-answers": Wording(
        zh="编号 `{name}` 在 {day} 有两个不同的回答",
        en="the number `{name}` has two different answers of {day}",
        hint_zh="留下一个；改主意的，封面写后来的日期，以后来的为准",
        hint_en="keep one; a change of mind has a later day on its cover, and the later one stands",
        meaning_zh="同一天的两个回答分不出先后，两个都不采用。",
        meaning_en="Of two answers of one day neither is the later one, so neither is taken.",
    ),
}
