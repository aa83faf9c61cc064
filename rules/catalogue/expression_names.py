"""What can be wrong with the names in a condition: unknown, or known elsewhere."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

_NEAR_ZH = "[[是否想写 `{near}`？]][[现有：{known:list}]]"
_NEAR_EN = "[[did you mean `{near}`?]][[there are {known:list}]]"

WORDINGS: dict[str, Wording] = {
    # --- unknown --------------------------------------------------------------------------------
    "expression.unknown-name": Wording(
        zh="没有叫 `{found}` 的名称", en="nothing here is called `{found}`",
        hint_zh=_NEAR_ZH, hint_en=_NEAR_EN,
        meaning_zh="这个位置可用的名称有：事件的字段、`define:`、`states:`、`gates:` 中的名称。事项的事实写作 `case.名称`，参数写作 `param.名称`，代码要加引号。",
        meaning_en="Names that can be used here are the event's fields and what `define:`, `states:` and `gates:` declare. Facts of a case are "
        "written `case.<name>`, parameters `param.<name>`, and codes stand in quotes.",
        good="when: 'case.origin == \"new\" && !resolved'\n",
    ),
    "expression.unknown-field": Wording(
        zh="`{kinds}` 没有字段 `{found}`", en="`{kinds}` has no field `{found}`",
        hint_zh=_NEAR_ZH, hint_en=_NEAR_EN,
        meaning_zh="事件的字段在词汇表里声明。每种事件还有 `id`、`kind`、`at`、`recorded_at`、`case`、`unit`、`leader`。",
        meaning_en="Fields are declared by the vocabulary. Every event also has `id`, `kind`, `at`, `recorded_at`, `case`, `unit` and `leader`.",
        good="when: last(assigned).unit == unit\n",
    ),
    "expression.unknown-kind": Wording(
        zh="词汇表里没有事件种类 `{found}`", en="the vocabulary has no kind `{found}`",
        hint_zh=_NEAR_ZH, hint_en=_NEAR_EN,
        meaning_zh="回顾函数的第一项是词汇表里声明的事件种类，几种用 `|` 连接，全部写 `any`。",
        meaning_en="The first argument of a function that looks back is a declared kind, several joined by `|`, or `any` for all.",
        good="when: seen(closed | reopened)\n",
    ),
    "expression.unknown-fact": Wording(
        zh="没有事项事实 `case.{found}`", en="there is no fact `case.{found}`",
        hint_zh="[[是否想写 `case.{near}`？]][[现有：{known:list}]]", hint_en="[[did you mean `case.{near}`?]][[there are {known:list}]]",
        meaning_zh="`case.` 后面是词汇表 `facts:` 中声明的事实。", meaning_en="After `case.` stands a fact that the vocabulary declares in `facts:`.",
        good="accountable: [{unit: case.unit}]\n",
    ),
    "expression.unknown-parameter": Wording(
        zh="没有参数 `param.{found}`", en="there is no parameter `param.{found}`",
        hint_zh="[[是否想写 `param.{near}`？]][[现有：{known:list}]]", hint_en="[[did you mean `param.{near}`?]][[there are {known:list}]]",
        meaning_zh="`param.` 后面是 `parameters:` 中声明的参数。", meaning_en="After `param.` stands a parameter declared in `parameters:`.",
        good="points: -param.second_report\n",
    ),
    "expression.unknown-attribute": Wording(
        zh="{of:term}没有属性 `{found}`", en="a {of:term} has no attribute `{found}`",
        hint_zh=_NEAR_ZH, hint_en=_NEAR_EN,
        meaning_zh="单位有 `id`、`title`、`kind`、`level`、`parent`、`peer_group`、`population`，领导有 `id`、`title`、`level`、`post`、`unit`，另加词汇表 `attributes:` 中声明的。",
        meaning_en="A unit has `id`, `title`, `kind`, `level`, `parent`, `peer_group` and `population`, a leader `id`, `title`, `level`, `post` and "
        "`unit`, and both what the vocabulary declares in `attributes:`.",
        good='who: subject.level == "township"\n',
    ),
    "expression.unknown-value": Wording(
        zh="`{found}` 不在规定的取值之中", en="`{found}` is not one of the declared values",
        hint_zh="[[是否想写 `{near}`？]][[取值有：{values:list}]]", hint_en="[[did you mean `{near}`? ]][[the values are {values:list}]]",
        meaning_zh="选项只能取词汇表里声明的值。写错的值永远不会相等，条件就悄悄失效了。",
        meaning_en="An option has the values that the vocabulary declares. A misspelt value would never be equal, and the condition would quietly do nothing.",
        good='when: case.origin == "new"\n',
    ),
    "expression.unknown-function": Wording(
        zh="没有函数 `{found}`", en="there is no function `{found}`",
        hint_zh=_NEAR_ZH, hint_en=_NEAR_EN,
        meaning_zh="函数是固定的一组，见语言参考中的函数表。", meaning_en="The functions are a fixed set; see their table in the reference.",
        good="when: days_since(accepted) > 10\n",
    ),
    "expression.unknown-deadline": Wording(
        zh="没有期限条款 `{found}`", en="there is no deadline `{found}`",
        hint_zh=_NEAR_ZH, hint_en=_NEAR_EN,
        meaning_zh="`due` 和 `overdue` 要写一个带 `deadline:` 的条款的编号，且是同一类对象（事项、单位、领导）的期限。",
        meaning_en="`due` and `overdue` name a clause that has a `deadline:`, over the same stream (case, unit or leader).",
        good='when: overdue("control-new.finish")\n',
    ),
    "expression.unknown-periods": Wording(
        zh="没有时段 `periods.{found}`", en="there are no periods `periods.{found}`",
        hint_zh="[[是否想写 `periods.{near}`？]][[现有：{known:list}]]", hint_en="[[did you mean `periods.{near}`?]][[there are {known:list}]]",
        meaning_zh="时段在考核办法的 `periods:` 中声明。", meaning_en="Named periods are declared in the policy's `periods:`.",
        good="days: day in periods.congress\n",
    ),
    "expression.unknown-item": Wording(
        zh="关口 `{gate}` 没有 `{found}` 这一项", en="the gate `{gate}` has no item `{found}`",
        hint_zh=_NEAR_ZH, hint_en=_NEAR_EN,
        meaning_zh="关口的各项在 `gates:` 里声明，写作 `关口名.项名`。", meaning_en="The items of a gate are declared in `gates:` and written `gate.item`.",
        good="when: '!five_gates.facts'\n",
    ),
    # --- known elsewhere ------------------------------------------------------------------------
    "expression.two-meanings": Wording(
        zh="`{found}` 在这里有两个意思", en="`{found}` means two things here",
        hint_zh="给定义、状态或关口换一个名称", hint_en="give the definition, state or gate another name",
        meaning_zh="事件的字段和 `define:`、`states:` 或 `gates:` 里的名称相同。不猜是哪一个。",
        meaning_en="A field of the event bears the same name as something in `define:`, `states:` or `gates:`. Which one is meant is not guessed.",
        good='define:\n  well_closed: outcome == "good"\n',
    ),
    "expression.no-event": Wording(
        zh="这里没有事件，所以没有 `{found}`", en="there is no event here, so there is no `{found}`",
        hint_zh="用 `last(种类).{found}` 取某次事件的字段，或用 `case.` 的事实",
        hint_en="take a field of an event with `last(<kind>).{found}`, or a fact of the case",
        meaning_zh="按事项、单位或领导逐一评判时，评判的时点是期末，不是某个事件，所以没有事件的字段；`at` 是那个时点。逾期是在到期之时评判的，也没有事件；起算事件的字段写作 `start.字段`。",
        meaning_en="Rows over cases, units or leaders are judged at the end of the span, not at an event, so there are no fields; `at` is that moment. "
        "Lateness is judged at the due point, without an event; the opening event's fields are `start.<field>`.",
        good="ratio: {over: cases, hit: resolved, by: case.unit}\n",
    ),
    "expression.no-case": Wording(
        zh="`{found}` 是事项的事实，这里考察的是{stream:term}", en="`{found}` is a fact of a case; this looks at a {stream:term}",
        hint_zh="用事件的字段，或把条款的 `stream:` 定为 case", hint_en="use the event's fields, or let the clause read the case with `stream: case`",
        meaning_zh="事实由一个事项的历史得出。条款沿单位或领导的事件走时，没有“这个事项”。",
        meaning_en="Facts come from the history of one case. Where a clause follows the events of a unit or leader there is no such case.",
        good="by: unit\n",
    ),
    "expression.no-subject": Wording(
        zh="这里没有 `{found}`", en="there is no `{found}` here",
        hint_zh="被考核的单位或领导只在 `who`、`points`、`at_least` 等处已知，不能写在回顾函数的条件里",
        hint_en="who is judged is known in `who`, `points`, `at_least` and the like, and not inside the condition of a history function",
        meaning_zh="`subject` 是被评判或被记分的单位或领导；在评判一个事件是否成立时，还没有这个人或单位。",
        meaning_en="`subject` is the unit or leader that is judged or charged; while an event is being judged there is none yet.",
        good='who: subject.level == "township"\n',
    ),
    "expression.no-day": Wording(
        zh="这里没有 `{found}`", en="there is no `{found}` here",
        hint_zh="只有 `days:` 里才有；时刻的日期写作 `day(at)`", hint_en="it is known only in `days:`; the date of an instant is `day(at)`",
        meaning_zh="`day` 是频次条款逐日评判时的那一天。", meaning_en="`day` is the day being judged in the `days:` of a frequency.",
        good="days: is_workday(day)\n",
    ),
    "expression.no-period": Wording(
        zh="词汇表里没有 `{found}`", en="a vocabulary has no `{found}`",
        hint_zh="把这个条件写进考核办法", hint_en="put the condition into the policy",
        meaning_zh="考核期和截至日属于考核办法；词汇表可供许多办法使用，不知道是哪一期。",
        meaning_en="The period and the as-of date belong to a policy; a vocabulary serves many and knows of none.",
        good="where: 'seen(registered, day(at) >= period.from)'\n",
    ),
    "expression.no-start": Wording(
        zh="这里没有 `{found}`", en="there is no `{found}` here",
        hint_zh="起算事件的字段只在期限条款里已知，不能写在回顾函数的条件里",
        hint_en="fields of the opening event are known only in a deadline, and not inside the condition of a history function",
        meaning_zh="`start.字段` 是使期限起算的那个事件的字段。", meaning_en="`start.<field>` is a field of the event that opened the deadline.",
        good="accountable: [{unit: start.unit}]\n",
    ),
    "expression.no-this": Wording(
        zh="这里没有 `{found}`", en="there is no `{found}` here",
        hint_zh="它只写在 `seen(…)`、`last(…)` 等函数的条件里，且评判的时点是一个事件",
        hint_en="it belongs in the condition of a function such as `seen(…)`, where what looks back is an event",
        meaning_zh="`this.字段` 是回头看的那个事件的字段，用来找出与它配对的早先事件。",
        meaning_en="`this.<field>` is a field of the event that looks back, used to find the earlier events that belong to it.",
        good="when: '!seen(risk_assessed, decision == this.decision)'\n",
    ),
    "expression.this-form": Wording(
        zh="`{found}` 不能这样用", en="`{found}` cannot be used like this",
        hint_zh="只有两种写法：`字段 == this.字段`、`day(at) >= day(this.at) - 30`，用 `&&` 与其他条件连接",
        hint_en="there are two forms: `<field> == this.<field>` and `day(at) >= day(this.at) - 30`, joined to other conditions by `&&`",
        meaning_zh="配对只有“同一字段相同”和“在此前若干天以内”两种，这样每一对都能指得出来，也能快速计算。",
        meaning_en="Pairs are events with the same value of the same field, or within so many days before. So every pair can be shown, and found fast.",
        good="when: '!seen(risk_assessed, decision == this.decision)'\n",
    ),
    "expression.bare-word": Wording(
        zh="`{found}` 不能这样用", en="`{found}` cannot be used like this",
        hint_zh="写作 {right:list}", hint_en="it is written {right:list}",
        meaning_zh="`period`、`param`、`start`、`this`、`periods`、`any` 本身不是值，要按规定的写法用。",
        meaning_en="`period`, `param`, `start`, `this`, `periods` and `any` are no values by themselves; each has its own form.",
        good="when: day(at) >= period.from\n",
    ),
    "expression.kind-elsewhere": Wording(
        zh="`{found}` 不在{stream:term}的事件之列", en="`{found}` is never among the events of a {stream:term}",
        hint_zh="在词汇表里看它的 `about:`；条款的 `stream:` 决定看谁的事件",
        hint_en="see its `about:` in the vocabulary; the clause's `stream:` says whose events are read",
        meaning_zh="回顾函数只看同一个事项（单位、领导）的事件。别的对象的事件永远看不到，这样的条件永远不成立。",
        meaning_en="History functions see the events of the same case (unit, leader). A kind about something else is never among them, so such a condition never holds.",
        good="when: seen(closed)\n",
    ),
    "expression.define-elsewhere": Wording(
        zh="定义 `{found}` 只能用在 `{kinds}` 事件上", en="the definition `{found}` is for events of `{kinds}`",
        hint_zh="在回顾函数里用，如 `seen({kinds}, {found})`，或放宽它的 `on:`", hint_en="use it inside a function, like `seen({kinds}, {found})`, or widen its `on:`",
        meaning_zh="定义写明了 `on:`，它的条件是为这些事件写的。", meaning_en="The definition says `on:`, so its condition was written for those events.",
        good='define:\n  good_end: {value: outcome == "good", on: closed}\n',
    ),
    "expression.gate-elsewhere": Wording(
        zh="关口 `{found}` 只能在 `{kinds}` 事件上评判", en="the gate `{found}` is judged at events of `{kinds}`",
        hint_zh="用在 `on: {kinds}` 的条款里，或写成 `seen({kinds}, {found})`", hint_en="use it in a clause `on: {kinds}`, or as `seen({kinds}, {found})`",
        meaning_zh="关口是一种事件（如办结）必须满足的条件，离开这种事件就没有意义。",
        meaning_en="A gate is what an event (a closing, say) must meet; away from such an event it means nothing.",
        good="when: seen(closed, five_gates)\n",
    ),
    "expression.fields-differ": Wording(
        zh="字段 `{found}` 在 `{first}` 和 `{second}` 里类型不同", en="the field `{found}` has different types in `{first}` and `{second}`",
        hint_zh="分别写两个条件", hint_en="write two conditions",
        meaning_zh="几种事件连在一起时，同名字段的类型和计量单位必须相同。", meaning_en="Where kinds are joined, a field they share must have one type and one unit of count.",
        good="when: 'seen(closed, outcome == \"good\")'\n",
    ),
    # --- form -----------------------------------------------------------------------------------
    "expression.no-members": Wording(
        zh="{of:term}没有 `.{found}`", en="a {of:term} has no `.{found}`",
        hint_zh="只有单位和领导有属性；事件的字段写作 `last(种类).字段`", hint_en="only units and leaders have attributes; a field of an event is `last(<kind>).<field>`",
        meaning_zh="点号后面是单位或领导在名册里的属性。", meaning_en="After a dot stands an attribute that the roster gives to a unit or leader.",
        good="when: 'unit.level == \"township\"'\n",
    ),
    "expression.no-method": Wording(
        zh="不能这样调用 `{found}`", en="`{found}` is not called like this",
        hint_zh='只有 `单位.at_level("township")` 这一种；其他函数写作 `函数(…)`', hint_en='there is only `<unit>.at_level("township")`; other functions are written `function(…)`',
        meaning_zh="`at_level` 求一个单位在某一层级上的上级（或它自己）。", meaning_en="`at_level` gives a unit's ancestor at a level (or the unit itself).",
        good='by: unit.at_level("county")\n',
    ),
    "expression.no-index": Wording(
        zh="只有参数可以按选项取值", en="only a parameter is looked up by an option",
        hint_zh="写作 `param.名称[选项]`", hint_en="write `param.<name>[<option>]`",
        meaning_zh="方括号用来从分项参数中取值，如 `param.finish_limit[case.class]`。", meaning_en="Brackets take a value from a parameter that has one per "
        "option, like `param.finish_limit[case.class]`.",
        good="deadline: {start: registered, finish: closed, within: 'param.finish_limit[case.class]'}\n",
    ),
    "expression.parameter-key": Wording(
        zh="参数 `{found}` 是分项的，没有说取哪一项", en="the parameter `{found}` has several values; which one is not said",
        hint_zh="写作 `param.{found}[选项]`，选项有：{keys:list}", hint_en="write `param.{found}[<option>]`; the options are {keys:list}",
        meaning_zh="参数写了 `by:`，每个选项一个值。", meaning_en="The parameter is declared `by:` an enum and has one value for each option.",
        good="deadline: {start: registered, finish: closed, within: 'param.finish_limit[case.class]'}\n",
    ),
    "expression.parameter-plain": Wording(
        zh="参数 `{found}` 只有一个值，不能按选项取", en="the parameter `{found}` has one value and takes no option",
        hint_zh="写作 `param.{found}`", hint_en="write `param.{found}`",
        meaning_zh="参数没有写 `by:`。", meaning_en="The parameter is not declared `by:` an enum.",
        good="points: -param.second_report\n",
    ),
    "expression.parameter-values": Wording(
        zh="`{key}` 可能是 {missing:list}，参数 `{found}` 没有这些项", en="`{key}` may be {missing:list}, for which the parameter `{found}` has no value",
        hint_zh="在参数里补上，或先用 `{key} in [...]` 限定，或用 `default(…)`",
        hint_en="add them to the parameter, or ask `{key} in [...]` first, or use `default(…)`",
        meaning_zh="分项参数必须覆盖可能出现的每个选项，除非前面的条件已经排除。", meaning_en="A parameter by option must have a value for every option that "
        "can occur, unless an earlier condition rules it out.",
        good="deadline: {start: registered, when: 'class in [\"general\", \"simple\"]', finish: closed, within: 'param.finish_limit[class]'}\n",
    ),
    "expression.no-field": Wording(
        zh="没有说要 `{found}` 的哪个字段", en="which field of `{found}` is meant is not said",
        hint_zh="写作 `{found}(种类).字段`；只问有没有用 `seen(种类)`", hint_en="write `{found}(<kind>).<field>`; to ask whether there is one, `seen(<kind>)`",
        meaning_zh="`first` 和 `last` 找到一个事件，要用它的一个字段。", meaning_en="`first` and `last` find an event; what is used is one of its fields.",
        good="accountable: [{unit: last(assigned).unit}]\n",
    ),
    "expression.field-expected": Wording(
        zh="`distinct` 的第二项要是字段名", en="the second argument of `distinct` is the name of a field",
        hint_zh="例如 `distinct(hearing_step, step)`", hint_en="for example `distinct(hearing_step, step)`",
        meaning_zh="`distinct` 数一个字段有几个不同的值。", meaning_en="`distinct` counts the different values of one field.",
        good="when: distinct(hearing_step, step) == 5\n",
    ),
    "expression.kind-expected": Wording(
        zh="`{found}` 的第一项要是事件种类", en="the first argument of `{found}` is a kind of event",
        hint_zh="例如 `seen(closed)`、`last(closed | reopened).at`", hint_en="for example `seen(closed)` or `last(closed | reopened).at`",
        meaning_zh="回顾函数先说看哪种事件，再说要满足什么条件。", meaning_en="A function that looks back says first which kind of event, then what must hold there.",
        good="when: 'seen(closed, outcome == \"good\")'\n",
    ),
    "expression.kinds-here": Wording(
        zh="`{found}` 是事件种类，不能用在这里", en="`{found}` are kinds of events and cannot stand here",
        hint_zh="写在回顾函数里，如 `seen({found})`；“或者”写作 `||`", hint_en="they belong in a function, like `seen({found})`; “or” is written `||`",
        meaning_zh="单竖线只用来连接事件种类。", meaning_en="A single bar only joins kinds of events.",
        good="when: seen(closed | reopened)\n",
    ),
}
