"""What can be wrong inside one form of clause: deadline, frequency, ratio, measure, appraisal, checklist."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

_RATIO = "ratio: {over: closed, hit: seen(followup), by: case.unit, minimum: 20, otherwise: omit}\n"
_APPRAISAL = """\
appraisal:
  of: appraised
  field: mark
  range: [0, 100]
  groups: {by: reviewer_group, weights: {superior: 3, peers: 6}}
  by: unit
  minimum: 5
  otherwise: omit
"""

WORDINGS: dict[str, Wording] = {
    # --- deadline -------------------------------------------------------------------------------
    "clause.deadline-start": Wording(
        zh="期限没有起算事件", en="this deadline has no start",
        hint_zh="写 `start:`；从另一期限倒推的写 `due: {{of: 条款编号, minus: 15d}}`",
        hint_en="write `start:`, or `due: {{of: a clause, minus: 15d}}` to count back from another deadline",
        meaning_zh="没有起算事件就没有期限可算。", meaning_en="Without a start there is nothing to count from.",
        good="deadline: {start: accepted, finish: closed, within: 60d}\n",
    ),
    "clause.deadline-two-limits": Wording(
        zh="`within` 和 `due` 只能写一个", en="`within` and `due` exclude each other",
        hint_zh="期限长度写 `within`，到期日写 `due`", hint_en="`within` is a length, `due` a day",
        meaning_zh="一个期限只有一种算法。", meaning_en="A deadline is reckoned in one way.",
        good="deadline: {start: assigned, finish: closed, due: due_on}\n",
    ),
    "clause.deadline-no-limit": Wording(
        zh="期限没有长短，`late` 和 `on_time` 无从判断", en="without a limit nothing is late or on time",
        hint_zh="写 `within:` 或 `due:`", hint_en="write `within:` or `due:`",
        meaning_zh="既没有 `within` 也没有 `due` 的期限只分已办结和未办结。",
        meaning_en="A deadline without `within` and `due` is only finished or open.",
        good="deadline: {start: accepted, finish: closed, within: 60d}\nlate: {points: -1}\n",
    ),
    "clause.deadline-counted-back": Wording(
        zh="从另一期限倒推的，不能再写 `{key}`", en="a deadline that is counted back takes no `{key}`",
        hint_zh="删去 `{key}`：起算、延期和暂停都随原来的期限",
        hint_en="leave `{key}` out: opening, extending and pausing are those of the other deadline",
        meaning_zh="倒推的期限随原期限开始、延长和结束，到期日是原到期日往前推。",
        meaning_en="A deadline counted back opens, moves and ends with the other one; its due day stands before the other's.",
        good="deadline: {due: {of: handle, minus: 15d}, finish: reminded}\n",
    ),
    "clause.match-field": Wording(
        zh="起算事件和办结事件没有同一类型的字段 `{field}`", en="start and finish have no field `{field}` of one type",
        hint_zh="`match` 的字段在两端的每种事件里都要有，类型相同",
        hint_en="a field in `match` stands in every kind at both ends, of one type",
        meaning_zh="`match` 把同一编号的起算和办结配成一对；缺了字段就配不上。",
        meaning_en="`match` pairs a start with the finish of the same code; without the field nothing pairs.",
        good="deadline: {start: advice_issued, finish: advice_answered, match: [advice], within: 30d}\n",
    ),
    "clause.extend-add": Wording(
        zh="`add` 应是天数或期限，不是{found:term}", en="`add` takes a number or a duration; this is of type {found:term}",
        hint_zh="写 `15d`，或事件里记天数的字段", hint_en="write `15d`, or a field that holds a number of days",
        meaning_zh="延期按批准的天数延长；数按期限自己的单位算。",
        meaning_en="An extension lengthens the limit; a plain number counts in the limit's own unit.",
        good="extend: {on: extension_approved, add: days, at_most: 30d}\n",
    ),
    "clause.length-units": Wording(
        zh="`{key}` 是 {found}，期限却按 {units} 计", en="`{key}` is {found}, and the limit is in {units}",
        hint_zh="用期限自己的单位：`d` 日、`wd` 工作日、`h` 小时、`wh` 办公小时",
        hint_en="use the limit's own unit: `d` days, `wd` working days, `h` hours, `wh` office hours",
        meaning_zh="延长的长度加在期限上，单位不同就加不起来。", meaning_en="An extension is added to the limit, and different units do not add up.",
        good="deadline: {start: accepted, finish: closed, within: 60d, extend: {on: extended, add: days, at_most: 30d}}\n",
    ),
    "clause.state-elsewhere": Wording(
        zh="状态 `{name}` 不在这条期限的序列（{stream:term}）里", en="state `{name}` is not known in this stream ({stream:term})",
        hint_zh="暂停要用同一序列的事件所定义的状态", hint_en="pause by a state whose events stand in the same stream",
        meaning_zh="事项的期限只能由同一事项的事件暂停。",
        meaning_en="The clock of a case is stopped by events of that case only.",
        good="states: {disputed: {begins: {on: assignment_disputed}, ends: {on: dispute_decided}}}\n",
    ),
    "clause.reminder-too-early": Wording(
        zh="提前 {minus} 提醒，而 `{of}` 的期限只有 {limit}", en="a reminder {minus} before the end of `{of}`, whose whole limit is {limit}",
        hint_zh="缩短 `minus`", hint_en="make `minus` shorter",
        meaning_zh="提前的天数不短于期限本身，提醒日就不晚于起算日，这条永远不会起作用。",
        meaning_en="A reminder as long before the end as the limit itself would be due before the start, so it is never asked for.",
        good="deadline: {due: {of: handle, minus: 15d}, finish: reminded}\n",
    ),
    # --- frequency ------------------------------------------------------------------------------
    "clause.unknown-per": Wording(
        zh="没有 `{name}` 这种周期", en="`{name}` is no period to count in",
        hint_zh="[[应是 `{near}`；]]可用 `day`、`working_day`、`week`、`half_month`、`month`、`quarter`、`half_year`、`year`，或 `periods:` 里的名称",
        hint_en="[[did you mean `{near}`? ]]there are `day`, `working_day`, `week`, `half_month`, `month`, `quarter`, `half_year`, "
        "`year` and the names in `periods:`",
        meaning_zh="频次按日历周期计：自然周、上下半月、月、季、半年、年，或者办法里列出的时段。",
        meaning_en="Frequencies count in calendar periods, or in spans that the policy lists by name.",
        good="frequency: {of: meeting_held, per: half_month, at_least: 1, who: 'subject.kind == \"joint_conference\"'}\n",
    ),
    "clause.frequency-by": Wording(
        zh="看不出 `{kinds}` 算谁的", en="it is not clear whose `{kinds}` is",
        hint_zh="写 `by: unit` 或 `by: leader`", hint_en="write `by: unit` or `by: leader`",
        meaning_zh="只关于事项的事件，要写明算哪个单位或哪位领导的次数。",
        meaning_en="An event that is only about a case must say whose number it adds to.",
        good="frequency: {of: hearing_step, by: unit, per: quarter, at_least: 1, who: 'true'}\n",
    ),
    "clause.by-type": Wording(
        zh="`by` 应是单位或领导，不是{found:term}", en="`by` takes a unit or a leader; this is of type {found:term}",
        hint_zh="写 `case.unit`、`unit`、`case.leader` 之类；只监测时也可以是代码",
        hint_en="write something like `case.unit`, `unit` or `case.leader`; a monitored clause may count by a code",
        meaning_zh="分数记给单位或领导，所以要按单位或领导归集。",
        meaning_en="Points go to units and leaders, so rows are gathered by unit or leader.",
        good=_RATIO,
    ),
    "clause.at-least": Wording(
        zh="`at_least` 不能是 {found}", en="`at_least` cannot be {found}",
        hint_zh="写 1 以上的整数", hint_en="write a whole number from 1",
        meaning_zh="次数是整数；至少 0 次什么也不要求。", meaning_en="Acts are counted in whole numbers, and none at least asks for nothing.",
        good="at_least: 1\n",
    ),
    "clause.days-per": Wording(
        zh="`days` 只用于 `per: day`", en="`days` goes with `per: day`",
        hint_zh="删去 `days`，或按日计；`working_day` 自己就表示工作日",
        hint_en="leave `days` out, or count per day; `working_day` is short for the working days",
        meaning_zh="`days` 说哪些天要求，周和月没有这一问。", meaning_en="`days` says which days ask; a week or month has no such question.",
        good="frequency: {of: duty_day, per: day, days: is_workday(day), at_least: 1, who: 'true'}\n",
    ),
    # --- ratio and measure ----------------------------------------------------------------------
    "clause.unknown-over": Wording(
        zh="`over` 不能是 `{name}`", en="`over` cannot be `{name}`",
        hint_zh="[[应是 `{near}`；]]可以是 `cases`、`units`、`leaders`、事件种类，或期限条款的编号",
        hint_en="[[did you mean `{near}`? ]]it is `cases`, `units`, `leaders`, a kind of event, or the id of a deadline",
        meaning_zh="分母要说清楚：数事项、单位、领导、事件，还是到期已定的期限。",
        meaning_en="The denominator is named: cases, units, leaders, events, or decided deadlines.",
        good=_RATIO,
    ),
    "clause.all-time": Wording(
        zh="`over: cases` 没有限定年份", en="`over: cases` does not say of which years",
        hint_zh="在 `where` 里用 `period.from` 限定；确实要算历年的，写 `all_time: true`",
        hint_en="let `where` use `period.from`, or write `all_time: true` if every year is meant",
        meaning_zh="不限定时，历年所有事项都在分母里，多半不是本意。",
        meaning_en="Otherwise cases of every year stand in the denominator, which is seldom meant.",
        good="ratio: {over: cases, where: 'case.registered_on >= period.from', hit: resolved, by: case.unit, minimum: 3, otherwise: omit}\n",
    ),
    "clause.hit-deadline": Wording(
        zh="`hit: {found}` 只用于按期限归集的比率", en="`hit: {found}` is for ratios over a deadline",
        hint_zh="`over:` 写期限条款的编号，或把 `hit` 写成条件", hint_en="let `over:` name a deadline, or write a condition",
        meaning_zh="按期和办结是期限的结果；事项和事件没有这两个词。",
        meaning_en="On time and finished are outcomes of deadlines; cases and events have none.",
        good="ratio: {over: control-new.finish, hit: on_time, by: case.unit, minimum: 20, otherwise: omit}\n",
    ),
    "clause.no-minimum": Wording(
        zh="没有写最少多少件才计分", en="this does not say from how many rows on it counts",
        hint_zh="写 `minimum:`", hint_en="write `minimum:`",
        meaning_zh="一两件事的比率说明不了什么。计分的比率、均值和评议都要写明最少件数，不足的按 `otherwise` 处理。",
        meaning_en="A share of one or two says nothing. Scored ratios, means and appraisals say from how many on they count; "
        "below that `otherwise` applies.",
        good=_RATIO,
    ),
    "clause.no-otherwise": Wording(
        zh="没有写件数不足时怎么办", en="this does not say what happens below the minimum",
        hint_zh="写 `otherwise: full`（满分）、`zero`（零分）或 `omit`（权重分给本部分其他指标）",
        hint_en="write `otherwise: full`, `zero` or `omit` (its weight goes to the section's other indicators)",
        meaning_zh="件数不足时给满分、零分还是分摊权重，结果差别很大，不能由程序替人选。",
        meaning_en="Full marks, none, or spreading the weight: the difference is large, and no program should choose.",
        good=_RATIO,
    ),
    "clause.omit-mixed": Wording(
        zh="`omit` 只用于全是指标的部分，而 `{section}` 里还有 `{other}`",
        en="`omit` is for sections made of indicators only, and `{section}` also holds `{other}`",
        hint_zh="把 `{other}` 移到别的部分，或改用 `full`、`zero`", hint_en="move `{other}` to another section, or use `full` or `zero`",
        meaning_zh="`omit` 把权重按比例分给同一部分的其他指标；扣分和加分没有权重可分。",
        meaning_en="`omit` spreads a weight over the other indicators of the section; deductions and bonuses have none to share.",
        good="sections: {rates: {title: 比率指标}, duty: {title: 履职}}\n",
    ),
    "clause.no-value": Wording(
        zh="统计 `{statistic}` 没有写 `value`", en="the statistic `{statistic}` has no `value`",
        hint_zh="写 `value:`；只数个数用 `statistic: count`", hint_en="write `value:`, or use `statistic: count`",
        meaning_zh="均值、中位数、合计都要说对什么值来算。", meaning_en="A mean, median or sum is of something.",
        good="measure: {over: registered, value: people, statistic: sum, by: unit}\n",
    ),
    "clause.count-value": Wording(
        zh="`count` 只数个数，不用 `value`", en="`count` takes no `value`",
        hint_zh="删去 `value`，条件写进 `where`；要合计用 `statistic: sum`",
        hint_en="leave it out and put conditions into `where`; use `statistic: sum` to add values up",
        meaning_zh="写了 `value` 却只数个数，读者会以为是合计。", meaning_en="A count with a value would be read as a sum.",
        good="measure: {over: registered, statistic: count, by: unit}\n",
    ),
    # --- appraisal ------------------------------------------------------------------------------
    "clause.appraisal-field": Wording(
        zh="`{kind}` 没有可用的字段 `{field}`（要{wanted:term}[[，现为{found:term}]]）",
        en="`{kind}` has no field `{field}` for this (wanted: {wanted:term}[[, found: {found:term}]])",
        hint_zh="评分字段要是数，其余要是代码", hint_en="the mark is a number, the others are codes",
        meaning_zh="评议条款用到的字段，每一种评议事件都要有。", meaning_en="Every kind of appraisal event has the fields the clause reads.",
        good=_APPRAISAL,
    ),
    "clause.items-without-item": Wording(
        zh="写了各项权重，没有写哪个字段是项", en="there are weights of items and no field that names the item",
        hint_zh="写 `item: 字段名`", hint_en="write `item:` and the field",
        meaning_zh="权重按评议事件里的项来配。", meaning_en="Weights go by the item that each mark names.",
        good=_APPRAISAL.replace("field: mark\n", "field: mark\n  item: topic\n  items: {duty: 2, result: 3}\n"),
    ),
    "clause.weight-key": Wording(
        zh="没有 `{key}` 这个值", en="there is no value `{key}`",
        hint_zh="可用：{known:list}", hint_en="there are {known:list}",
        meaning_zh="权重要写给字段里真有的值。", meaning_en="Weights are of values that the field can have.",
        good=_APPRAISAL,
    ),
    "clause.mark-range": Wording(
        zh="评分区间的下限不小于上限", en="the range of marks is empty",
        hint_zh="先写最低分，再写最高分", hint_en="write the lowest mark first",
        meaning_zh="评分按它在区间里的位置折算。", meaning_en="A mark counts by its place in the range.",
        good="range: [0, 100]\n",
    ),
    "clause.manual-no-mark": Wording(
        zh="没有一种评分事件能登记 `{id}` 的评定", en="no kind of mark can record the judgement of `{id}`",
        hint_zh="在词汇表里加一种 `role: mark` 的事件，它的 `item` 能写这一条的编号", hint_en="add a kind with `role: mark` to the vocabulary; its `item` holds the clause's id",
        meaning_zh="需要人工评定的条款，运行时要收到带文号的评分事件。",
        meaning_en="A clause that a person must judge asks for a mark with a document behind it when it is run.",
        good="kinds:\n  marked: {title: 评定, about: unit, role: mark, fields: {item: {title: 条款, type: code, required: true}}}\n",
    ),
}
