"""What can be wrong with a roster, in Chinese and English."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

_UNITS = """\
kaohe: 1
roster: county
units:
  - {id: county, title: 县委, kind: committee, level: county}
  - {id: xinan, title: 西南街道, kind: street, level: township, parent: county, to: 2021-06-30, merged_into: chengbei}
  - {id: chengbei, title: 城北镇, kind: town, level: township, parent: county, to: 2021-02-28}
  - {id: chengbei, title: 城北街道, kind: street, level: township, parent: county, from: 2021-03-01, aliases: [北街]}
"""
_POSTS = _UNITS + """\
leaders:
  - {leader: L01, title: 城北主要负责人, unit: chengbei, post: principal, to: 2021-06-27}
  - {leader: L02, title: 城北主要负责人, unit: chengbei, post: principal, from: 2021-06-28}
"""

WORDINGS: dict[str, Wording] = {
    "roster.backward-dates": Wording(
        zh="`{id}` 这一行止于 {to}，早于起始日 {from_}",
        en="this row of `{id}` ends on {to}, before it begins on {from_}",
        hint_zh="起止两天都算在内：止日不得早于起日",
        hint_en="both days are included: the last day is not before the first",
        meaning_zh="名册每一行都是一段连续的日子，起日、止日都算在内。止日早于起日，这一行就一天也没有。",
        meaning_en="Every row of a roster is a stretch of days, first and last included. A row that ends before it begins has no day at all.",
        good=_POSTS,
    ),
    "roster.overlapping-rows": Wording(
        zh="单位 `{id}` 有两行日期重叠[[，都含 {day}]]",
        en="two rows of unit `{id}` share days[[, {day} among them]]",
        hint_zh="同一编码的几行是它的沿革，日期互不重叠；更名时旧行止于前一天",
        hint_en="rows of one id are its history and share no day; at a renaming the old row ends the day before",
        meaning_zh="单位的名称、类别、上级、人口可以变，编码不变。每次变化另起一行，任何一天只属于其中一行，这样当天的属性才有唯一答案。",
        meaning_en="A unit's title, kind, parent and population may change; its id never does. Every change begins a new row, and each day belongs to one row only, so that the attributes of a day have one answer.",
        good=_UNITS,
    ),
    "roster.unknown-parent": Wording(
        zh="单位 `{unit}` 的上级 `{parent}` 不在名册中",
        en="the parent `{parent}` of unit `{unit}` is not on the roster",
        hint_zh="上级单位也要列一行，或者去掉 parent",
        hint_en="give the parent a row of its own, or leave `parent` out",
        meaning_zh="上级用来逐级查找归属和汇总成绩，必须是名册里的单位编码。",
        meaning_en="The parent leads to the unit's level and to cards that are rolled up; it must be the id of a unit on this roster.",
        good=_UNITS,
    ),
    "roster.unknown-successor": Wording(
        zh="单位 `{unit}` 并入的 `{successor}` 不在名册中",
        en="unit `{unit}` was merged into `{successor}`, which is not on the roster",
        hint_zh="merged_into 写接收单位的编码，并给它列一行",
        hint_en="`merged_into` names the receiving unit's id, which has a row of its own",
        meaning_zh="合并后，旧单位的每一分都转到接收单位；接收单位必须存在，否则分数无处可去。",
        meaning_en="After a merger every point of the old unit passes to the receiving one; it must exist, or the points go nowhere.",
        good=_UNITS,
    ),
    "roster.stranger": Wording(
        zh="事件 `{event}` 提到的{kind:term} `{id}` 不在名册中",
        en="the {kind:term} `{id}` named by event `{event}` is not on the roster",
        hint_zh="[[应是 `{near}`；]]改正事件，或把它补进名册",
        hint_en="[[did you mean `{near}`?; ]]correct the event, or add it to the roster",
        meaning_zh="名册是考核对象的全部。事件里写错一个代码，本应记给某个单位或领导的分就落了空，而他的考核表看上去一切正常；所以给了名册就逐个核对事件提到的单位和领导。曾在名册上的（撤并、离任）不算。",
        meaning_en="The roster is everybody who is assessed. One wrong letter of a code in an event, and the points meant for a unit or leader fall on nobody, while that card looks untouched; so with a roster every unit and leader that events name is looked up. Whoever was on it at any time is known.",
        good=_UNITS,
    ),
    "roster.unknown-unit": Wording(
        zh="`{leader}` 任职的单位 `{unit}` 不在名册中",
        en="the unit `{unit}` where `{leader}` holds a post is not on the roster",
        hint_zh="先在 units 下列出该单位",
        hint_en="list the unit under `units` first",
        meaning_zh="职务是某个单位的职务；按职务追责时，先找到单位，再找当天的任职人。",
        meaning_en="A post is a post of a unit; who answers is found by unit first, then by who held the post that day.",
        good=_POSTS,
    ),
    "roster.unknown-post": Wording(
        zh="职务 `{post}` 没有在词汇表中声明",
        en="the post `{post}` is not declared in the vocabulary",
        hint_zh="[[可用的职务：{known:list}]]",
        hint_en="[[declared posts: {known:list}]]",
        meaning_zh="职务编码由词汇表的 posts 声明，条款按这些编码找责任人；写错一个字母，就谁也找不到。",
        meaning_en="Post codes are declared by the vocabulary's `posts`, and clauses find who answers by them; one wrong letter and nobody is found.",
        good=_POSTS,
    ),
    "roster.unknown-attribute": Wording(
        zh="属性 `{name}` 没有在词汇表中声明",
        en="the attribute `{name}` is not declared in the vocabulary",
        hint_zh="[[已声明的属性：{known:list}；]]键名写错，或先在词汇表 `attributes` 中声明",
        hint_en="[[declared: {known:list}; ]]mend the key, or declare it under the vocabulary's `attributes`",
        meaning_zh="除固定的键以外，单位和领导的属性要在词汇表 attributes 中声明类型，条件里才能用。未声明的键不会被悄悄忽略。",
        meaning_en="Beside the built-in keys, attributes of units and leaders are declared with their types under the vocabulary's `attributes`. An undeclared key is never silently ignored.",
        good=_UNITS,
    ),
    "roster.missing-attribute": Wording(
        zh="`{id}` 没有写必填的属性 {names:list}",
        en="`{id}` lacks the required attribute {names:list}",
        hint_zh="补上属性；确实可以没有的，在词汇表中去掉 `required: true`",
        hint_en="add it, or drop `required: true` in the vocabulary if it may be missing",
        meaning_zh="词汇表标为必填的属性，条款可以直接使用而不必先问有没有。名册没有写，用到它的条款在那里就按没有处理，算出来的可能不是想要的。",
        meaning_en="Clauses use an attribute that the vocabulary requires without asking whether it is there. Where the roster lacks it they find nothing, and may come out otherwise than meant.",
        good=_UNITS,
    ),
    "roster.attribute-type": Wording(
        zh="属性 `{name}` 的值 `{found}` 不是{type:term}",
        en="the value `{found}` of attribute `{name}` is not the declared {type:term}",
        hint_zh="[[可用的值：{known:list}；]]数写作 `2`，日期写作 `2021-03-01`，真假写作 `true`、`false`",
        hint_en="[[possible values: {known:list}; ]]a number is written `2`, a date `2021-03-01`, a flag `true` or `false`",
        meaning_zh="属性参加计算和比较，类型必须与词汇表一致。",
        meaning_en="Attributes take part in conditions and sums, so their type must be the one that the vocabulary declares.",
        good=_UNITS,
    ),
    "roster.parents-circle": Wording(
        zh="[[自 {day} 起，]]上级关系成环：{hops}",
        en="the parents run in a circle[[ from {day} on]]: {hops}",
        hint_zh="改正其中一行的 parent，使最上一级没有上级",
        hint_en="mend the `parent` of one of these rows, so that the topmost unit has none",
        meaning_zh="任何一天，单位的上级关系都是一棵树；一个单位不能同时是自己的上级。",
        meaning_en="On every day the units form a tree; no unit stands above itself.",
        good=_UNITS,
    ),
    "roster.parent-not-alive": Wording(
        zh="上级 `{parent}` 在单位 `{unit}` 这一行的部分日子里不存在",
        en="the parent `{parent}` does not live through all days of this row of unit `{unit}`",
        hint_zh="上级撤并时，下级另起一行写新的上级",
        hint_en="when a parent ends, begin a new row of the unit with its new parent",
        meaning_zh="上级不存在的日子里，按层级查找会中断。常见原因是上级撤并后忘了给下级另起一行。",
        meaning_en="On days when the parent does not live, looking up a level stops short. Often the parent was merged and the unit's row was not renewed.",
        good=_UNITS,
    ),
    "roster.merger-without-end": Wording(
        zh="单位 `{unit}` 写了 merged_into，却没有止日",
        en="unit `{unit}` is merged but has no last day",
        hint_zh="加上 to：合并前的最后一天",
        hint_en="add `to`: its last day before the merger",
        meaning_zh="合并从旧单位止日的次日起生效；没有止日，就不知道从哪天起由接收单位负责。",
        meaning_en="A merger takes effect the day after the old unit's last day; without one nobody knows from when the receiving unit answers.",
        good=_UNITS,
    ),
    "roster.row-after-merger": Wording(
        zh="单位 `{unit}` 并入别的单位之后又有一行",
        en="unit `{unit}` has another row after it was merged",
        hint_zh="merged_into 只写在最后一行；恢复设立的单位用新编码",
        hint_en="`merged_into` stands in the last row only; a unit set up anew takes a new id",
        meaning_zh="合并使旧单位的分数全部转给接收单位。之后再出现同一编码，分数归谁就说不清了。",
        meaning_en="A merger passes all points of the old unit on. If the same id appears again afterwards, nobody can say whose the points are.",
        good=_UNITS,
    ),
    "roster.successor-not-alive": Wording(
        zh="单位 `{unit}` 并入的 `{successor}` 在 {day} 不存在",
        en="unit `{unit}` was merged into `{successor}`, which does not live on {day}",
        hint_zh="接收单位应在合并次日存在；核对两者的起止日",
        hint_en="the receiving unit lives on the day after; compare the dates of both",
        meaning_zh="旧单位止日的次日，接收单位必须已经存在，责任才能不间断地转过去。",
        meaning_en="The receiving unit must live on the day after the old unit's last day, so that responsibility passes without a gap.",
        good=_UNITS,
    ),
    "roster.mergers-circle": Wording(
        zh="合并关系成环：{hops}",
        en="the mergers run in a circle: {hops}",
        hint_zh="至少有一个单位是最终的接收单位，它没有 merged_into",
        hint_en="one unit is the last receiver and has no `merged_into`",
        meaning_zh="沿着 merged_into 一直走，必须走到一个仍在负责的单位。",
        meaning_en="Following `merged_into` must lead to a unit that still answers.",
        good=_UNITS,
    ),
    "roster.shared-name": Wording(
        zh="名称 `{name}` 同时属于 `{left}` 和 `{right}`[[，另有 {more} 个单位也叫这个名称]]",
        en="the name `{name}` belongs to `{left}` and `{right}`[[ (and others: {more})]] at the same time",
        hint_zh="改用不同的名称或别名，或给别名所在的行写明起止日",
        hint_en="use different titles or aliases, or date the rows that bear them",
        meaning_zh="导入外部数据时，单位名称要能唯一地对应到编码；同一天两个单位同名，就对不上了。",
        meaning_en="On import a unit's name must lead to one id; when two units bear one name on one day, it does not.",
        good=_UNITS,
    ),
    "roster.tenure-outside-unit": Wording(
        zh="`{leader}` 的任期 {from_} 至 {to} 超出单位 `{unit}` 的存续日期",
        en="the tenure of `{leader}`, {from_} to {to}, reaches beyond the life of unit `{unit}`",
        hint_zh="任期止于单位的止日；合并后在接收单位另起一行",
        hint_en="end the tenure with the unit; after a merger begin a row in the receiving unit",
        meaning_zh="单位撤并后，没有人再担任它的职务；合并后的责任由接收单位当时的任职人承担。",
        meaning_en="Nobody holds a post of a unit that has ended; after a merger those in office at the receiving unit answer.",
        good=_POSTS,
    ),
    "roster.overlapping-tenures": Wording(
        zh="`{leader}` 在 `{unit}` 的职务 `{post}` 有两行日期重叠",
        en="`{leader}` holds the post `{post}` of `{unit}` in two rows that share a day",
        hint_zh="合成一行，或让两行日期不重叠",
        hint_en="join the rows, or let them share no day",
        meaning_zh="同一人同一职务的日子只算一次；两行重叠，按天分担时就会数两遍。",
        meaning_en="A leader's days in one post count once; overlapping rows would count them twice when points are divided by days.",
        good=_POSTS,
    ),
    "roster.handover-shared": Wording(
        zh="交接日 {day}，`{left}` 和 `{right}` 都是 `{unit}` 的 `{post}`",
        en="on the handover day {day} both `{left}` and `{right}` hold the post `{post}` of `{unit}`",
        hint_zh="如不应两人同担，让前任止于前一天",
        hint_en="if they should not share it, end the leaving leader's row the day before",
        meaning_zh="任期起止两天都算在内，所以前任止日与后任起日相同，当天两人都任职：当天的分由两人分担。若非本意，请把前任止日改早一天。",
        meaning_en="Both ends of a tenure are included: when one ends on the day the next begins, both hold the post that day and share its points. If that is not meant, end the first a day earlier.",
        good=_POSTS,
    ),
    "roster.two-holders": Wording(
        zh="`{left}` 和 `{right}` 自 {day} 起同时任 `{unit}` 的 `{post}`，别的单位多只有一人",
        en="from {day} on `{left}` and `{right}` both hold the post `{post}` of `{unit}`, which in most units one leader holds",
        hint_zh="前任已经离任的，补写 to；确是两人同任的，不必理会",
        hint_en="give the leaving leader's row a `to`; if both do hold it, leave it so",
        meaning_zh="换了人而没有写前任的止日，后来的分就由两人分担。同一职务在多数单位只有一人，所以问一句。",
        meaning_en="When a post changed hands and nobody wrote when the first holder left, the two share what comes later. Most units have one holder of this post, hence the question.",
        good=_POSTS,
    ),
    "roster.acting-beside-holder": Wording(
        zh="`{left}` 和 `{right}` 同时任 `{unit}` 的 `{post}`，其中一人为代理",
        en="`{left}` and `{right}` hold the post `{post}` of `{unit}` at the same time, one of them acting",
        hint_zh="由代理人负责的日子，给原任职人另起一行，断开任期",
        hint_en="break the regular holder's row for the days on which the other acts",
        meaning_zh="代理人与任职人同样承担责任。两人同时在任，就由两人分担；只应由代理人承担时，请断开原任期。",
        meaning_en="Whoever acts answers like the holder. When both are in office they share; if only the acting one should answer, break the regular tenure.",
        good=_POSTS,
    ),
    "roster.personal-datum": Wording(
        zh="这里像是{kind:term}，名册不得包含个人信息",
        en="this looks like somebody's {kind:term}; a roster holds nothing of a person",
        hint_zh="`leader` 写自编代码，例如 L01；`title` 写职务名称",
        hint_en="`leader` is an invented code such as L01, `title` a role title",
        meaning_zh="名册只写单位、职务名称和自编代码，不写任何人的证件号、电话号、车牌或邮箱。",
        meaning_en="A roster holds units, role titles and invented codes, and no document, telephone or plate numbers nor mail addresses of anyone.",
        good=_POSTS,
    ),
    "roster.like-a-name": Wording(
        zh="`{found}` 像一个人的姓名",
        en="`{found}` looks like a person's name",
        hint_zh="title 写职务名称（如“分管副县长”），leader 写自编代码（如 L01）",
        hint_en="`title` is a role title, `leader` an invented code such as L01",
        meaning_zh="本系统考核职务，不登记姓名：姓名不参加任何计算，却会出现在每一张表上。",
        meaning_en="Posts are assessed, names are not kept: a name takes part in no sum but would stand on every card.",
        good=_POSTS,
    ),
}
