"""What can be wrong with a policy around its clauses: head, parents, names, parameters, periods."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

_HEAD = """\
kaohe: 1
policy: lishi
title: 信访工作考核办法
version: "2021.1"
period: {from: 2021-01-01, to: 2021-12-31}
timezone: Asia/Shanghai
vocabulary: petition
calendar: cn
"""
_PARAMETER = """\
parameters:
  finish_limit:
    type: duration
    by: class
    values: {2021-01-01: {general: 10d, simple: 5d}}
    points_from: example
"""
_EXTENDS = "extends: [{policy: statute, section: legality, without: [statute.y05]}]\n"

WORDINGS: dict[str, Wording] = {
    # --- files and head -------------------------------------------------------------------------
    "policy.not-found": Wording(
        zh="找不到名为 `{name}` 的{what:term}", en="no {what:term} called `{name}` is found",
        hint_zh="[[是不是 `{near}`？]]核对名称和路径；文件放在旁边的文件夹里，里面写明它的名称",
        hint_en="[[did you mean `{near}`? ]]check the name and the path; it stands in a folder beside this one and says its name",
        meaning_zh="先找本文件夹，再找旁边的文件夹，然后找随附的文件。按文件里写的名称认，不按文件夹名。",
        meaning_en="Documents are looked for in this folder, in the folders beside it, then among the shipped ones, and known by "
        "the name they say, not by their folder's.",
        good=_HEAD,
    ),
    "policy.period": Wording(
        zh="结束日早于开始日", en="this ends before it begins",
        hint_zh="核对 `from` 和 `to`", hint_en="compare `from` and `to`",
        meaning_zh="起止日都包括在内，结束日不能早于开始日。", meaning_en="Both days are included, and the last cannot come before the first.",
        good=_HEAD,
    ),
    "policy.timezone": Wording(
        zh="没有 `{name}` 这个时区", en="there is no time zone `{name}`",
        hint_zh="写 IANA 时区名，如 `Asia/Shanghai`", hint_en="write an IANA name, such as `Asia/Shanghai`",
        meaning_zh="日期按办法的时区划分，时区写错会差一天。", meaning_en="Days are cut in the policy's time zone; the wrong one is off by a day.",
        good=_HEAD,
    ),
    "policy.places": Wording(
        zh="小数位数不能是 {places}", en="{places} decimal places are not possible here",
        hint_zh="写 0 到 {most}", hint_en="write 0 to {most}",
        meaning_zh="分数精确到百万分之一；计算出来的分值最多取 3 位，计分卡最多 6 位。",
        meaning_en="Entries are exact in millionths; computed points have at most 3 decimals, a card at most 6.",
        good="places: 2\n",
    ),
    "policy.calendar-year": Wording(
        zh="日历 `{calendar}` 没有 {years} 年", en="the calendar `{calendar}` has no {years}",
        hint_zh="补上这一年的放假安排；用到工作日的条款在那一年无法计算",
        hint_en="add that year's holidays; clauses that count working days cannot be computed in it",
        meaning_zh="没有数据的年份不猜。用到时运行会报告是哪一年。",
        meaning_en="A year without data is never guessed; a run that needs it says which year.",
        good="years: {2021: {rest: [2021-01-01], work: [2021-02-07]}}\n",
    ),
    "policy.source-changed": Wording(
        zh="来源文件 `{file}` 与记下的不同", en="the source `{file}` is not the one that was recorded",
        hint_zh="它的 SHA-256 是 {found}；核对引文后再改 `sha256`", hint_en="its SHA-256 is {found}; check the quotations, then change `sha256`",
        meaning_zh="来源文件改过，引文和依据要重新核对。", meaning_en="The source has changed, so its quotations are to be checked again.",
        good="sources: {lishi: {title: 工作法纪事, file: lishi.txt}}\n",
    ),
    # --- names ----------------------------------------------------------------------------------
    "policy.same-name": Wording(
        zh="`{name}` 已经有了", en="`{name}` is already taken",
        hint_zh="换一个名称；要取代继承来的那个，写 `replaces`", hint_en="choose another name; to stand in for an inherited one, write `replaces`",
        meaning_zh="一个名称只有一个意思。继承来的条款、定义、状态、关口和参数也算在内。",
        meaning_en="A name means one thing; inherited clauses, definitions, states, gates and parameters count as well.",
        good="clauses:\n  - id: local.finish\n    replaces: statute.finish\n",
    ),
    "policy.reserved-name": Wording(
        zh="`{name}` 有专门含义，不能用作名称", en="`{name}` has a meaning of its own and cannot be a name",
        hint_zh="换一个名称", hint_en="choose another name",
        meaning_zh="`case`、`subject`、`day`、`period`、`start`、`this` 和事件的列，在条件里各有意思。",
        meaning_en="`case`, `subject`, `day`, `period`, `start`, `this` and the columns of events mean something in conditions.",
        good="define: {listed: 'seen(backlog_listed)'}\n",
    ),
    "policy.cycle": Wording(
        zh="互相定义：{hops}", en="these are defined by each other: {hops}",
        hint_zh="让其中一个不再用到别的", hint_en="let one of them do without the others",
        meaning_zh="定义、状态、关口和期限绕成一圈，就没有起点，算不出来。",
        meaning_en="A circle of definitions, states, gates and deadlines has no beginning and no value.",
        good="states: {resolved: {begins: {on: closed, when: five_gates}, ends: {on: reopened}}}\n",
    ),
    "policy.unused": Wording(
        zh="{what:term} `{name}` 没有用到", en="nothing uses the {what:term} `{name}`",
        hint_zh="删去它，或在条款里用它", hint_en="leave it out, or use it",
        meaning_zh="没有用到的，也没有人核对过它写得对不对。", meaning_en="What nothing uses, nothing has checked.",
        good="define: {listed: 'seen(backlog_listed)'}\n",
    ),
    "policy.empty": Wording(
        zh="`{key}` 是空的", en="`{key}` is empty",
        hint_zh="写上内容，或连键一起删去", hint_en="fill it, or leave the key out",
        meaning_zh="空的列表什么也不规定，多半是没有写完。", meaning_en="An empty list lays nothing down; it was probably left unfinished.",
        good="periods: {key: [{from: 2023-03-01, to: 2023-03-13, title: 两会}]}\n",
    ),
    # --- parents --------------------------------------------------------------------------------
    "policy.extends-cycle": Wording(
        zh="继承绕成一圈：{hops}", en="these policies extend each other: {hops}",
        hint_zh="去掉其中一处 `extends`", hint_en="drop one of the `extends`",
        meaning_zh="办法不能继承自己。", meaning_en="A policy cannot extend itself.",
        good=_EXTENDS,
    ),
    "policy.extends-disagree": Wording(
        zh="`{key}` 与所继承的 `{parent}` 不同：这里是 `{ours}`，那里是 `{theirs}`",
        en="`{key}` differs from that of the extended `{parent}`: `{ours}` here, `{theirs}` there",
        hint_zh="改成一样", hint_en="make them the same",
        meaning_zh="词汇表、时区、日历、取位不同，同一条款就不是同一个意思。",
        meaning_en="With another vocabulary, time zone, calendar or rounding the same clause would mean something else.",
        good=_EXTENDS,
    ),
    "policy.extends-unknown-clause": Wording(
        zh="所继承的 `{parent}` 没有条款 `{clause}`", en="the extended `{parent}` has no clause `{clause}`",
        hint_zh="[[应是 `{near}`；]]核对编号", hint_en="[[did you mean `{near}`? ]]check the id",
        meaning_zh="`only` 和 `without` 要写对方真有的条款。", meaning_en="`only` and `without` name clauses that are there.",
        good=_EXTENDS,
    ),
    "policy.replaces-nothing": Wording(
        zh="没有可取代的 `{name}`", en="there is no `{name}` to replace",
        hint_zh="核对编号；只能取代继承来的", hint_en="check the name; only what is inherited can be replaced",
        meaning_zh="`replaces` 取代继承来的同名内容，使读者看得出改了什么。",
        meaning_en="`replaces` stands in for something inherited, so that readers see what was changed.",
        good="clauses:\n  - id: local.finish\n    replaces: statute.finish\n",
    ),
    # --- parameters and periods -----------------------------------------------------------------
    "policy.parameter-value": Wording(
        zh="参数 `{name}` 的值 `{found}` 不是{type:term}", en="`{found}` is no {type:term}, which parameter `{name}` is declared to be",
        hint_zh="{type:form}", hint_en="{type:form}",
        meaning_zh="参数的值按它声明的 `type` 读；没有声明就是数。",
        meaning_en="A parameter's values are read as its declared `type`; without one they are numbers.",
        good=_PARAMETER,
    ),
    "policy.parameter-by": Wording(
        zh="`{by}` 不是枚举，参数 `{name}` 不能按它分", en="`{by}` is no enum, so parameter `{name}` cannot go by it",
        hint_zh="写一个枚举字段或事项事实的名称", hint_en="write the name of an enum field or case fact",
        meaning_zh="分类的参数，类别来自词汇表。", meaning_en="A parameter by class takes its classes from the vocabulary.",
        good=_PARAMETER,
    ),
    "policy.parameter-table": Wording(
        zh="参数 `{name}` 按 `{by}` 分类，这里却只有一个值", en="parameter `{name}` goes by `{by}`, and here is a single value",
        hint_zh="写成 `{{类别: 值}}`", hint_en="write `{{class: value}}`",
        meaning_zh="分类的参数，每个日期下都是一张表。", meaning_en="A parameter by class has a table under each date.",
        good=_PARAMETER,
    ),
    "policy.parameter-no-by": Wording(
        zh="参数 `{name}` 的值是一张表，却没有写 `by`", en="parameter `{name}` has a table and no `by`",
        hint_zh="写 `by:` 和枚举的名称", hint_en="write `by:` and the name of the enum",
        meaning_zh="要说明表里的类别是哪个枚举的值。", meaning_en="`by` says whose values the classes are.",
        good=_PARAMETER,
    ),
    "policy.parameter-key": Wording(
        zh="`{by}` 没有 `{key}` 这个值", en="`{by}` has no value `{key}`",
        hint_zh="核对词汇表里的取值", hint_en="look at the values in the vocabulary",
        meaning_zh="表里的类别要是枚举真有的值。", meaning_en="The classes of the table are values that the enum has.",
        good=_PARAMETER,
    ),
    "policy.periods-overlap": Wording(
        zh="`{name}` 里的时段重叠", en="two stretches of `{name}` overlap",
        hint_zh="让后一段从前一段之后开始", hint_en="let each begin after the one before",
        meaning_zh="重叠的日子会按两段各算一次。", meaning_en="Days in two stretches would count twice.",
        good="periods: {key: [{from: 2023-03-01, to: 2023-03-13}, {from: 2023-10-01, to: 2023-10-07}]}\n",
    ),
}
