"""What a run remarks about who answers, what was counted, and what nobody reported."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

WORDINGS: dict[str, Wording] = {
    # --- who answers ----------------------------------------------------------------------------
    "run.line-reached-nobody": Wording(
        zh="条款 `{clause}` 在 `{event}` 的责任行 `{role}` 没有落到任何人",
        en="line `{role}` of clause `{clause}` reached nobody at `{event}`",
        hint_zh="核对当天名册上该职务的任期，或这一行的表达式在那里为何缺失；这一份不计",
        hint_en="look for the post's tenure on that day, or why the line's expression is missing there; its part lapses",
        meaning_zh="责任行按条目的日期找人。那一天职务空缺，或者表达式没有值，这一行的分就没有人承担，也不转给别人。",
        meaning_en="A line finds its people on the entry's date. When the post was vacant that day, or the expression has no value, nobody bears the line's points, and they fall on nobody else.",
    ),
    "run.post-vacant": Wording(
        zh="条款 `{clause}` 在 `{event}` 的责任行 `{role}`：{of} 天中有 {days} 天职务空缺，那部分不计",
        en="line `{role}` of clause `{clause}` at `{event}`: the post was vacant on {days} of {of} {of:day|days}, and that part lapses",
        hint_zh="如有人主持工作，在名册补一行 `acting: true`",
        hint_en="if somebody acted for the post, add a row with `acting: true` to the roster",
        meaning_zh="期间的分按任职天数分担：份额 × 在任天数 ÷ 期间天数。空缺的天数没有人承担。",
        meaning_en="Points of a span are shared by days: share × days held ÷ days of the span. Days on which the post was vacant are borne by nobody.",
    ),
    "run.share-lapsed": Wording(
        zh="条款 `{clause}` 在 `{event}` 的责任行 `{role}`：`{subject}` 持异议而除外，他的一份不计，也不转给别人",
        en="line `{role}` of clause `{clause}` at `{event}`: `{subject}` dissented and is excepted, and that part lapses",
        hint_zh="其他人的份额不变",
        hint_en="the others' parts stay as they are",
        meaning_zh="集体决定中意见未被采纳的异议者不担责。先按全体分，再去掉他的一份，这样别人不会因为有人反对而多担。",
        meaning_en="An overruled dissenter does not answer. The line is divided among all first and the dissenter's part then lapses, so nobody pays more because somebody objected.",
    ),
    "run.unit-has-ended": Wording(
        zh="条款 `{clause}` 记给单位 `{unit}`，它已在 {ended} 撤销且没有并入别的单位",
        en="clause `{clause}` charged unit `{unit}`, which ended on {ended} without a merger",
        hint_zh="若已并入，在名册写 `merged_into`；若是分设，由考核办裁定由谁承担",
        hint_en="if it was merged, write `merged_into` in the roster; if it was split, the assessment office rules who answers",
        meaning_zh="合并后由接收单位承担；分设的单位没有唯一的承接者，分数留在原单位名下并报告，由人裁定。",
        meaning_en="After a merger the receiving unit answers. A unit that was split has no single successor: its points stay with it and are told, for a person to rule.",
    ),
    "run.wrong-sign": Wording(
        zh="条款 `{clause}` 在 `{event}` 算出 {points} 分，与条款种类 `{kind}` 的方向相反，记为 0",
        en="clause `{clause}` came out as {points} {points:point|points} at `{event}`, against the sign of its kind `{kind}`; written as 0",
        hint_zh="在 `points` 中用 `min` 或 `max` 限住，或检查参数的正负",
        hint_en="bound it in `points` with `min` or `max`, or look at the signs of the parameters",
        meaning_zh="扣分条款不会给分，加分条款不会扣分。算出相反的数，说明公式或参数有误，不悄悄计入。",
        meaning_en="A deduction never gives and a bonus never takes. A figure of the other sign means that a formula or parameter is wrong, and it is not quietly counted.",
    ),
    # --- counting -------------------------------------------------------------------------------
    "run.unattributed": Wording(
        zh="条款 `{clause}` 在 {span} 有 {count} 行说不出属于谁（`by` 缺失），单独列出，不计入任何单位或领导",
        en="clause `{clause}`: {count} {count:row|rows} in {span} {count:is|are} nobody's (`by` is missing), listed apart and counted for no unit or leader",
        hint_zh="补全这些事件的责任单位，或在 `where` 中写明不计它们",
        hint_en="complete the events, or leave such rows out in `where`",
        meaning_zh="比率和统计按 `by` 分组。`by` 缺失的行不能算给任何人，也不能丢掉，所以单独列出并报告。",
        meaning_en="Rates and measures group their rows by `by`. Rows without one can be counted for nobody and must not vanish, so they are tallied apart and told.",
    ),
    "run.silent": Wording(
        zh="条款 `{clause}`：`{subject}` 在 {months:list} 没有任何报告，涉及的期间无数据，不扣分",
        en="clause `{clause}`: `{subject}` reported nothing in {months:list}; the periods concerned have no data and are not charged",
        hint_zh="没有可报的也应零报告；条款要把沉默当作零，写 `silent: zero`",
        hint_en="a zero report says that there was nothing; a clause that takes silence for zero says `silent: zero`",
        meaning_zh="自报的事项，没有报告不等于没有做。整月没有报告（零报告也没有）的，涉及的期间作无数据处理；覆盖情况随考核表公布。",
        meaning_en="Of what a subject reports itself, no report does not mean nothing was done. Where a month has no report at all, not even a zero report, the periods concerned have no data; coverage is printed with the cards.",
    ),
    # --- marks ----------------------------------------------------------------------------------
    "run.mark-of-nobody": Wording(
        zh="条款 `{clause}`：评分 `{event}` 说不出是给谁的，不计",
        en="clause `{clause}`: nobody can say whom mark `{event}` is for; it is left out",
        hint_zh="补全被评的单位或领导",
        hint_en="complete the unit or leader that is marked",
        meaning_zh="评分按 `by` 归到被评者。`by` 缺失的评分不计，并报告。",
        meaning_en="Marks belong to whom `by` names. A mark without one is left out and told.",
    ),
    "run.mark-outside-range": Wording(
        zh="条款 `{clause}`：`{event}` 的评分 {mark} 不在规定的范围内，不计",
        en="clause `{clause}`: the mark {mark} of `{event}` is outside the declared range and is left out",
        hint_zh="更正该评分，或核对 `range`",
        hint_en="amend the mark, or look at `range`",
        meaning_zh="评分有规定的范围。超出范围的多半是录错了，不能截到边上当作有效。",
        meaning_en="Marks have a declared range. One outside it is most likely mistyped, and is not cut to the edge as if it were meant.",
    ),
    "run.mark-incomplete": Wording(
        zh="条款 `{clause}`：`{event}` 的评分缺{lacks:term}，不计",
        en="clause `{clause}`: the mark of `{event}` lacks {lacks:term} and is left out",
        hint_zh="裁量评分要有理由代码和另一人（不是评议人自己）的复核；外部结果要有文号",
        hint_en="a discretionary mark states a coded reason and a second reviewer other than the first; a figure from elsewhere its document",
        meaning_zh="裁量给分要能复核：写明理由，并由评议人以外的人复核。外部成绩要能凭文号查到出处。缺一项的评分不计并报告，更正后再算。",
        meaning_en="Discretion can be reviewed: it states its reason and is confirmed by another than who gave the mark. A figure from elsewhere can be traced to its document. A mark that lacks any of these is left out and told, until it is amended.",
    ),
    "run.mark-without-weight": Wording(
        zh="条款 `{clause}`：`{event}` 的评分所属的{lacks:term}没有列在条款的权重中，不计",
        en="clause `{clause}`: the {lacks:term} of mark `{event}` has no weight in the clause; it is left out",
        hint_zh="核对事件的代码，或在 `items`、`groups` 中补上权重",
        hint_en="look at the event's code, or give it a weight in `items` or `groups`",
        meaning_zh="条款列出了每个评议项、每类评议主体的权重。没有权重的无从计入，也不按零或平均处理。",
        meaning_en="The clause gives every item and every group of reviewers its weight. What has none cannot be counted, neither as nothing nor as an average.",
    ),
    "run.mark-wanted": Wording(
        zh="条款 `{clause}` 在 {span} 需要人工评分：{reason}",
        en="clause `{clause}` asks for a mark by hand in {span}: {reason}",
        hint_zh="补一个评分事件，`item` 写条款编号 `{clause}`，并附文号",
        hint_en="add an event of role `mark` whose `item` is `{clause}`, with its document",
        meaning_zh="有的条文不能由事件算出，需要人来评。运行时没有找到这样的评分，就提示补上，不当作 0 分。",
        meaning_en="Some paragraphs cannot be computed from events and need a person. Where no such mark is found the run asks for it and does not take it for 0.",
    ),
}
