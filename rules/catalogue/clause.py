"""What can be wrong with a clause as a whole: its trigger, its keys, its basis, what it is worth."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

_DEDUCTION = """\
clauses:
  - id: control-new.second-report
    title: 第二次反映仍未解决
    kind: deduction
    section: control_new
    basis: {source: lishi, quote: 第二次反映未解决的给予扣分}
    points_from: example
    on: repeat_petition
    when: '!resolved && overdue("control-new.finish")'
    points: -2
    accountable: [{unit: case.unit}]
"""

WORDINGS: dict[str, Wording] = {
    # --- the trigger ----------------------------------------------------------------------------
    "clause.no-trigger": Wording(
        zh="这一条没有触发方式", en="this clause has no trigger",
        hint_zh="写其中一个：{keys:list}", hint_en="write one of {keys:list}",
        meaning_zh="每条条款恰有一种触发方式：某种事件发生、期限、频次、比率、统计、评议、清单，或者写明需要人工评定。",
        meaning_en="Every clause has exactly one trigger: an event, a deadline, a frequency, a ratio, a measure, an appraisal, "
        "a checklist, or a statement that a person must judge.",
        good=_DEDUCTION,
    ),
    "clause.two-triggers": Wording(
        zh="一条条款只能有一种触发方式，这里有 {keys:list}", en="a clause has one trigger; this one has {keys:list}",
        hint_zh="拆成两条；只想计一次时，两条写同一个 `exclusive` 组",
        hint_en="make two clauses of it; give both one `exclusive` group if only one may count",
        meaning_zh="两种触发方式写在一条里，就说不清一笔分数从哪里来。",
        meaning_en="With two triggers in one clause nobody could say where a point came from.",
        good=_DEDUCTION,
    ),
    "clause.kind-form": Wording(
        zh="`{kind}` 类条款不能用 `{form}` 触发", en="a clause of kind `{kind}` cannot be triggered by `{form}`",
        hint_zh="可用：{allowed:list}", hint_en="it can be {allowed:list}",
        meaning_zh="指标是一个比率、统计值或评分；否决针对查实的一个事件。其余组合没有意义。",
        meaning_en="An indicator is a ratio, a measure or a mark; a veto answers one proven event. Other pairs mean nothing.",
        good="kind: veto\non: violation_confirmed\n",
    ),
    "clause.key-elsewhere": Wording(
        zh="`{key}` 与 `{form}` 触发方式无关", en="`{key}` means nothing with the trigger `{form}`",
        hint_zh="删去它，或换成它所属的触发方式", hint_en="leave it out, or use the trigger it belongs to",
        meaning_zh="例如 `when` 和 `points` 属于 `on`，`late` 属于 `deadline`，`short` 属于 `frequency`，`score` 属于比率、统计和评议。",
        meaning_en="`when` and `points` go with `on`, `late` with `deadline`, `short` with `frequency`, `score` with ratios, "
        "measures and appraisals. A key that does nothing would only look like a rule.",
        good="deadline: {start: accepted, finish: closed, within: 60d}\nlate: {points: -1}\n",
    ),
    "clause.key-kind": Wording(
        zh="`{key}` 只用于 `{kind}` 类条款", en="`{key}` belongs to clauses of kind `{kind}`",
        hint_zh="删去 `{key}`，或把 `kind` 改为 `{kind}`", hint_en="leave `{key}` out, or make the clause a `{kind}`",
        meaning_zh="否决的效果和确认方式只对否决条款有意义。",
        meaning_en="The effect and the confirmation of a veto mean nothing in other clauses.",
        good="kind: veto\neffect: no_top_grade\nconfirm: {proposer: proposer, confirmer: confirmer, evidence: evidence}\n",
    ),
    "clause.scores-nothing": Wording(
        zh="`{kind}` 类条款不计分，不能写 `{key}`", en="a clause of kind `{kind}` scores nothing, so `{key}` has no place in it",
        hint_zh="删去 `{key}`；要计分就改 `kind`", hint_en="leave `{key}` out, or change `kind` if it is meant to score",
        meaning_zh="监测条款只报告，不计分；否决条款有效果，没有分值。",
        meaning_en="A monitored clause is reported and scores nothing; a veto has an effect and no points.",
        good="kind: monitored\nratio: {over: cases, where: 'case.registered_on >= period.from', hit: seen(closed), by: case.unit}\n",
    ),
    "clause.no-common-stream": Wording(
        zh="{kinds:list} 不在同一条事件序列里[[：没有都属于“{stream:term}”的]]",
        en="{kinds:list} do not stand in one stream[[: not all are about a {stream:term}]]",
        hint_zh="它们的 `about` 要有共同的一项；`stream:` 要取共同的那一项",
        hint_en="give their kinds one `about` in common, and let `stream:` name it",
        meaning_zh="一条条款沿着一个事项、一个单位或一位领导的事件顺序来读，其中提到的事件都要在这一条序列里。",
        meaning_en="A clause is read along the events of one case, one unit or one leader, so all kinds it names must stand there.",
        good="on: closed | reopened\n",
    ),
    "clause.unknown-name": Wording(
        zh="没有名为 `{name}` 的{what:term}", en="there is no {what:term} called `{name}`",
        hint_zh="[[应是 `{near}`]]", hint_en="[[did you mean `{near}`?]]",
        meaning_zh="条款只能引用词汇表或本办法里声明过的名称。不认识的名称从不当作“不成立”。",
        meaning_en="A clause can only name what the vocabulary or this policy declares. An unknown name is never taken for false.",
        good=_DEDUCTION,
    ),
    "clause.never-in-force": Wording(
        zh="`{id}` 的生效日期与考核期没有交集", en="`{id}` is not in force on any day of the period",
        hint_zh="核对 `from:`、`to:` 与 `period:`", hint_en="compare `from:` and `to:` with `period:`",
        meaning_zh="条款从 `from:` 到 `to:` 生效；与考核期没有共同的一天，就永远不起作用。",
        meaning_en="A clause holds from `from:` to `to:`. Without a day in common with the period it never does anything.",
        good="period: {from: 2021-01-01, to: 2021-12-31}\nclauses:\n  - id: hotline\n    from: 2021-02-01\n",
    ),
    # --- why it stands --------------------------------------------------------------------------
    "clause.no-basis": Wording(
        zh="这一条没有依据", en="this clause has no basis",
        hint_zh="写 `basis: {{source: 来源, quote: 原文短句}}`，法规写 `article:`",
        hint_en="write `basis: {{source: …, quote: a short verbatim phrase}}`, or `article:` for a law",
        meaning_zh="没有出处的条款无法向被考核单位说明。每条都要指明来源，并引原文短句或条文号。",
        meaning_en="A clause without a source cannot be explained to the office it charges. Each names a source and quotes a "
        "short phrase of it, or gives the article.",
        good=_DEDUCTION,
    ),
    "clause.basis-where": Wording(
        zh="依据没有说明在 `{name}` 的哪一处", en="this basis does not say where in `{name}`",
        hint_zh="加上 `quote:`（原文短句）或 `article:`（条文号）",
        hint_en="add `quote:` (a short verbatim phrase) or `article:`",
        meaning_zh="只写来源，读者要通读全文才能核对。",
        meaning_en="A source alone makes the reader search the whole text.",
        good="basis: {source: lishi, quote: 第二次反映未解决的给予扣分}\n",
    ),
    "clause.long-quote": Wording(
        zh="引文有 {length} 个字，超过 {longest} 个", en="this quotation has {length} characters, more than {longest}",
        hint_zh="只引能说明出处的短句，中间可用省略号", hint_en="quote the phrase that matters; an ellipsis may stand for a gap",
        meaning_zh="引文用来指明出处，不是抄录来源。",
        meaning_en="A quotation shows where a clause comes from; it does not copy the source.",
        good="basis: {source: lishi, quote: 第二次反映未解决的给予扣分……与考核挂钩}\n",
    ),
    "clause.quote-not-found": Wording(
        zh="来源文件里没有这句话", en="the source does not say this",
        hint_zh="照原文逐字引；中间略去的部分写省略号", hint_en="quote word for word; write an ellipsis where something is left out",
        meaning_zh="来源文件在手边时逐字核对引文（空白不计）。对不上，要么引错，要么引的是另一份文件。",
        meaning_en="When the source's file is at hand quotations are checked word for word (blanks do not count). A quotation "
        "that is not there is misquoted, or from another document.",
        good="sources: {rules: {title: 示例规则, file: rules.txt}}\nbasis: {source: rules, quote: 逾期未答复的扣分}\n",
    ),
    "clause.reason-empty": Wording(
        zh="`{key}` 是空的", en="`{key}` is empty",
        hint_zh="写明理由或责任人，供以后的人核对", hint_en="say why, or who answers for it, for those who read it later",
        meaning_zh="静默警告、接受风险、人工评定都要有人能读懂的说明。",
        meaning_en="Silencing a warning, accepting a risk and leaving something to judgement all need words that can be read later.",
        good="silence: [{code: clause.cliff, reason: 上级文件规定达标才得分}]\n",
    ),
    # --- what it is worth -----------------------------------------------------------------------
    "clause.no-points": Wording(
        zh="`{id}` 没有写分值", en="`{id}` does not say what it is worth",
        hint_zh="写 {keys:list} 之一；只想监测就把 `kind` 改为 `monitored`",
        hint_en="write {keys:list}, or make it `kind: monitored` if it is only to be watched",
        meaning_zh="计分条款必须写明值多少分。不写不等于零分。",
        meaning_en="A scoring clause says what it is worth. Silence is not zero.",
        good=_DEDUCTION,
    ),
    "clause.no-points-from": Wording(
        zh="`{id}` 的分值没有说明来处", en="`{id}` does not say where its points come from",
        hint_zh="写 `points_from: source`（来源文件）、`law`（法规）、`external`（别处公布的办法）或 `example`（示例）",
        hint_en="write `points_from: source`, `law`, `external` (a scheme published elsewhere) or `example`",
        meaning_zh="每个数都要说明是来源文件定的、法规定的、别处公布的，还是示例。示例要由单位换成自己的数。",
        meaning_en="Every number says whether the source, the law or a published scheme set it, or whether it is an example that "
        "an office must replace.",
        good=_DEDUCTION,
    ),
    "clause.wrong-sign": Wording(
        zh="`{kind}` 类条款的分值可能是 {points}", en="a clause of kind `{kind}` may come out as {points}",
        hint_zh="扣分写负数，加分和指标写正数", hint_en="deductions are negative; bonuses and indicators are positive",
        meaning_zh="一条条款的分值只有一个方向：扣分不会变成加分，加分不会变成扣分。封顶、撤销和说明都靠这一点。",
        meaning_en="The points of a clause have one sign: a deduction never gives and a bonus never takes. Caps, reversals and "
        "explanations rest on that.",
        good="kind: deduction\npoints: 'result == \"revoked\" ? -3 : -1'\n",
    ),
    "clause.worth-nothing": Wording(
        zh="分值总是 0", en="these points are always 0",
        hint_zh="不计分就写 `kind: monitored`", hint_en="write `kind: monitored` if it is not to score",
        meaning_zh="总是零分的条款看起来是规定，实际不起作用。",
        meaning_en="A clause that is always worth nothing looks like a rule and does nothing.",
        good="kind: monitored\n",
    ),
    "clause.points-too-fine": Wording(
        zh="分值 {found} 的小数超过 3 位", en="{found} points have more than 3 decimal places",
        hint_zh="最多写 3 位小数", hint_en="write at most 3 decimal places",
        meaning_zh="每笔分数精确到百万分之一：分值最多 3 位小数，乘以最多 3 位小数的份额。再细就要舍入，合计就可能对不上。",
        meaning_en="Entries are exact in millionths: points of at most 3 decimals times shares of at most 3. Finer points would "
        "have to be rounded, and sums would no longer add up.",
        good="points: -0.125\n",
    ),
    "clause.magnitude": Wording(
        zh="`{key}` 要大于 0", en="`{key}` must be more than 0",
        hint_zh="写不带负号的数；方向由条款种类决定", hint_en="write it without a sign: the kind of clause says the direction",
        meaning_zh="封顶、上限、步长、权重、人数下限都是大小，不带方向，也不能是零。",
        meaning_en="Caps, ceilings, steps, weights and minimums are sizes: they have no sign and are not zero.",
        good="cap: {per_case: 6, per_subject: 20}\n",
    ),
    "clause.days-wanted": Wording(
        zh="`{key}` 不能是 {found}", en="`{key}` cannot be {found}",
        hint_zh="写自然日，如 `15d`；`minus` 和申诉期限也可写工作日，如 `5wd`",
        hint_en="write days, such as `15d`; `minus` and the limits of appeals may also be working days, such as `5wd`",
        meaning_zh="观察期、撤销期、提前天数和申诉期限按日计，不按小时，也不能是负数。",
        meaning_en="Vesting, revoking, reminding and appealing are counted in days, not in hours, and never backwards.",
        good="vest: 90d\nrevoke: {on: reopened, within: 90d}\n",
    ),
    # --- doubts ---------------------------------------------------------------------------------
    "clause.unreachable": Wording(
        zh="`{id}` 的这个条件永远不成立", en="no event can meet this condition of `{id}`",
        hint_zh="找出互相矛盾的几项", hint_en="look for parts that contradict each other",
        meaning_zh="条件里同一个值被要求既是这又是那，或者要求立案之后还没有立案。这样的条款永远不会起作用。",
        meaning_en="One value is asked to be two things at once, or a case not to have been opened after its opening. Such a "
        "clause never does anything.",
        good="when: 'result in [\"changed\", \"revoked\"]'\n",
    ),
    "clause.charged-twice": Wording(
        zh="同一事件可能按 `{id}` 和 `{other}` 计两次", en="one event may count twice, by `{id}` and by `{other}`",
        hint_zh="写同一个 `exclusive` 组（就高不重复），或让两个条件不能同时成立",
        hint_en="give both one `exclusive` group, or make their conditions exclude each other",
        meaning_zh="两条同方向的条款由同一种事件触发，条件可以同时成立，又记到同一主体，一件事就算了两次。",
        meaning_en="Two clauses of one direction answer the same kind of event, can hold together and reach the same subject: "
        "one thing counts twice.",
        good="exclusive: {group: late_reply, per: event, keep: largest}\n",
    ),
    "clause.cliff": Wording(
        zh="`{id}` 只分有和无，差一件就差全部分值", en="`{id}` is all or nothing: one case decides over all its points",
        hint_zh="用 `slope` 或多几档；来源就是这样规定的，写 `silence:` 说明",
        hint_en="use `slope` or more bands; if the source says so, silence this with a reason",
        meaning_zh="一线之隔差全部分值的规定，会诱使单位在线边做文章，线以上也不再有动力。",
        meaning_en="Where one case decides over everything, offices work on that case; beyond the line nothing is gained.",
        good="score: {slope: {at: 100%, full: 9, below: {per: 1%, points: -1}, floor: 0}}\n",
    ),
    "clause.satisfaction-alone": Wording(
        zh="`{id}` 考核满意率，却没有一条看参评率", en="`{id}` scores satisfaction, and nothing looks at how many were asked",
        hint_zh="加一条参评率（可以只监测），或写 `silence:` 说明",
        hint_en="add a clause on the response rate (monitored will do), or silence this with a reason",
        meaning_zh="只考核满意率，会诱使单位只请满意的人评价。满意率和参评率要一起看。",
        meaning_en="Satisfaction alone invites offices to ask only those who are satisfied. It is read with its response rate.",
        good="- id: asked\n  kind: monitored\n  ratio: {over: closed, hit: seen(followup), by: case.unit}\n",
    ),
    # --- silence --------------------------------------------------------------------------------
    "clause.silence-unknown": Wording(
        zh="没有 `{code}` 这个代码", en="there is no code `{code}`",
        hint_zh="照警告里的代码抄写", hint_en="copy the code from the warning",
        meaning_zh="静默只对写明代码的警告起作用。", meaning_en="A silence works for the warning whose code it names.",
        good="silence: [{code: clause.cliff, reason: 上级文件规定达标才得分}]\n",
    ),
    "clause.silence-problem": Wording(
        zh="`{code}` 是错误，不能静默", en="`{code}` is a problem and cannot be silenced",
        hint_zh="改正它；只有警告可以静默", hint_en="mend it: only warnings can be silenced",
        meaning_zh="有错误的办法不能使用，写了理由也不行。",
        meaning_en="A policy with a problem cannot be used, whatever the reason.",
        good="silence: [{code: clause.cliff, reason: 上级文件规定达标才得分}]\n",
    ),
    "clause.silence-nothing": Wording(
        zh="这一条没有 `{code}` 可静默", en="there is no `{code}` here to silence",
        hint_zh="删去这一项", hint_en="leave it out",
        meaning_zh="警告已经消失，静默还留着，以后同样的问题就会被悄悄放过。",
        meaning_en="The warning is gone and the silence remains: the next one of its kind would pass unseen.",
        good="silence: []\n",
    ),
}
