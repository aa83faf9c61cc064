"""What can be wrong with the keys and values of a document, before their meaning is checked."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

_CLAUSE = """\
- id: duty.answer
  title: 按期答复
  kind: deduction
  basis: {source: rules, quote: 逾期未答复的扣分}
  on: answered
  points: -1
  cap: {per_case: 3}
"""

WORDINGS: dict[str, Wording] = {
    "shape.unknown-key": Wording(
        zh="{shape:term}里没有 `{key}` 这个键",
        en="no key `{key}` in this {shape:term}",
        hint_zh="[[应是 `{near}`；]][[可用的键：{allowed:list}；]][[`{key}` 可写在：{elsewhere:list}]]",
        hint_en="[[did you mean `{near}`? ]][[keys there are: {allowed:list}; ]][[`{key}` can stand here: {elsewhere:list}]]",
        meaning_zh="键写错了，或者写对了但放错了层。不认识的键从不忽略：被忽略的键就是不起作用的规定，谁也看不出来。键在别处合适时，提示会说明应放在哪里。",
        meaning_en="The key is misspelt, or it is right but stands on the wrong level. An unknown key is never ignored: an "
        "ignored key is a rule that does nothing and nobody sees it. If the key would be right elsewhere, the hint says where.",
        good=_CLAUSE,
    ),
    "shape.missing-key": Wording(
        zh="{shape:term}缺少 {keys:list}",
        en="this {shape:term} lacks {keys:list}",
        hint_zh="[[补在 `{where}` 里]]",
        hint_en="[[add it in `{where}`]]",
        meaning_zh="有些键必须写。没有默认值的，都是因为替人猜一个值会改变考核结果。",
        meaning_en="Some keys must be there. Where there is no default, it is because a guess would change the assessment.",
        good=_CLAUSE,
    ),
    "shape.wrong-type": Wording(
        zh="[[`{where}` ]]应是{expected:term}，这里写的是{found:term}",
        en="{expected:term} was expected[[ at `{where}`]], not {found:term}",
        hint_zh="[[写成 `{sample}`]]",
        hint_en="[[write `{sample}`]]",
        meaning_zh="值有三种写法：文字、列表（`- …` 或 `[…]`）、键值对（`键: 值` 或 `{…}`）。每个键只收其中规定的写法。",
        meaning_en="A value is written as text, as a list (`- …` or `[…]`) or as a mapping (`key: value` or `{…}`). Each key "
        "takes only what it is declared to take.",
        good="accountable:\n  - {unit: case.unit}\n",
    ),
    "shape.form": Wording(
        zh="`{found}` 不是{kind:term}",
        en="`{found}` is not a {kind:term}",
        hint_zh="[[应是 `{near}`；]]{kind:form}",
        hint_en="[[did you mean `{near}`? ]]{kind:form}",
        meaning_zh="每个值按它的键规定的类型读，照原文精确地读：`0.1` 就是十分之一，`007` 就是三个字符。写法不合的不猜。",
        meaning_en="Every value is read as the type its key declares, exactly as written: `0.1` is one tenth, `007` three "
        "characters. What is not of the form is not guessed.",
        good="within: 15d\nvest: 90d\nfrom: 2021-03-01\nshare: 50%\n",
    ),
    "shape.no-such-day": Wording(
        zh="没有 {found} 这一天",
        en="there is no day {found}",
        hint_zh="核对月份的天数；二月只有闰年有 29 日",
        hint_en="look at the length of the month; only leap years have a 29 February",
        meaning_zh="日期的写法对，但公历上没有这一天。",
        meaning_en="The date is well written, but no calendar has that day.",
        good="period: {from: 2021-01-01, to: 2021-12-31}\n",
    ),
    "shape.choice": Wording(
        zh="`{found}` 不在可选之列",
        en="`{found}` is not one of the words allowed here",
        hint_zh="[[应是 `{near}`；]]可选：{allowed:list}",
        hint_en="[[did you mean `{near}`? ]]allowed: {allowed:list}",
        meaning_zh="这个键只能取规定的几个词之一。",
        meaning_en="This key takes one of a few fixed words.",
        good="kind: deduction\n",
    ),
    "shape.length": Wording(
        zh="`{where}` 应有 {expected} 项，这里有 {found} 项",
        en="`{where}` takes {expected} {expected:item|items}, not {found}",
        hint_zh="按次序写全，如 `[0, 100]`",
        hint_en="write all of them in order, such as `[0, 100]`",
        meaning_zh="这个列表的项数是固定的，如分值区间的下限和上限。",
        meaning_en="This list has a fixed number of items, such as the lowest and the highest mark.",
        good="range: [0, 100]\n",
    ),
    "shape.version": Wording(
        zh="文件写明是第 `{found}` 版语言，本程序读第 {known} 版",
        en="the document says it is of language version `{found}`; this program reads version {known}",
        hint_zh="写 `kaohe: {known}`，或使用相应版本的程序",
        hint_en="write `kaohe: {known}`, or use the program of that version",
        meaning_zh="`kaohe: 1` 是语言的版本。另一版的文件不硬读：同样的字在另一版里可能是另一个意思。",
        meaning_en="`kaohe: 1` is the version of the language. A document of another version is not read: the same words may "
        "mean something else there.",
        good="kaohe: 1\npolicy: lishi\n",
    ),
    "shape.other-document": Wording(
        zh="这是{found:term}，这里要的是{expected:term}",
        en="this is a {found:term}; a {expected:term} was expected",
        hint_zh="换一个文件，或在第二行写 `{expected}: 名称`",
        hint_en="give another file, or write `{expected}: name` on the second line",
        meaning_zh="八种文件各有自己的开头：`policy`、`vocabulary`、`cases`、`roster`、`calendar`、`mapping`、`office`、`aliases`。拿错文件时只说这一个问题，不逐键报错。",
        meaning_en="Each of the eight kinds of documents names itself: `policy`, `vocabulary`, `cases`, `roster`, `calendar`, "
        "`mapping`, `office`, `aliases`. For the wrong file there is this one problem, not one for every key.",
        good="kaohe: 1\nroster: county\nunits: []\n",
    ),
}
