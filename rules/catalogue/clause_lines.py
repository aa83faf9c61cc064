"""What can be wrong with who answers for a clause, what holds it, and vetoes."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

_LINES = "accountable: [{unit: case.unit}, {post: principal, of: case.unit, share: 0.5}]\n"
_VETO = """\
- id: veto.violation
  title: 查实打击报复
  kind: veto
  basis: {source: regulation, article: 第四十六条}
  on: violation_confirmed
  when: matter == "retaliation"
  effect: no_top_grade
  confirm: {proposer: proposer, confirmer: confirmer, evidence: evidence}
  accountable: [{unit: unit}]
"""

WORDINGS: dict[str, Wording] = {
    # --- accountable ----------------------------------------------------------------------------
    "clause.nobody-accountable": Wording(
        zh="`{id}` 没有写记到谁头上", en="`{id}` does not say who answers for it",
        hint_zh="写 `accountable: [{{unit: case.unit}}]`", hint_en="write `accountable: [{{unit: case.unit}}]`",
        meaning_zh="事件和期限条款本身看不出由谁负责，必须写明。比率、频次和评议没有写时，记给被评判的单位或领导。",
        meaning_en="Events and deadlines do not tell who answers, so it must be said. Ratios, frequencies and appraisals charge "
        "the unit or leader they judge unless something else is said.",
        good=_LINES,
    ),
    "clause.line-whom": Wording(
        zh="一行只能写 `unit`、`units`、`leader`、`leaders`、`post` 之一[[，这里有 {keys:list}]]",
        en="a line names one of `unit`, `units`, `leader`, `leaders` and `post`[[; this one has {keys:list}]]",
        hint_zh="记给几方的，各写一行", hint_en="write one line for each who answers",
        meaning_zh="每行是一方，各有自己的份额。", meaning_en="Each line is one party with a share of its own.",
        good=_LINES,
    ),
    "clause.line-of": Wording(
        zh="`of` 与 `post` 要一起写", en="`of` and `post` go together",
        hint_zh="职务要说是哪个单位的：`{{post: principal, of: case.unit}}`",
        hint_en="a post is one of a unit: `{{post: principal, of: case.unit}}`",
        meaning_zh="职务通过名册找到当日在任的人，所以要写明单位；其他写法已经指明了主体。",
        meaning_en="A post is looked up in the roster, so it needs its unit; the other forms name their subject themselves.",
        good=_LINES,
    ),
    "clause.line-type": Wording(
        zh="这里要{wanted:term}，写的是{found:term}", en="this must be of type {wanted:term}, and is of type {found:term}",
        hint_zh="`unit`、`units`、`of` 写单位，`leader`、`leaders`、`except` 写领导",
        hint_en="`unit`, `units` and `of` take units; `leader`, `leaders` and `except` take leaders",
        meaning_zh="记分的对象只能是单位或领导。", meaning_en="Only units and leaders are charged.",
        good=_LINES,
    ),
    "clause.same-role": Wording(
        zh="有两行都叫 `{role}`", en="two lines are both called `{role}`",
        hint_zh="给其中一行写 `role:`", hint_en="give one of them a `role:`",
        meaning_zh="分数的编号里写着是哪一行；两行同名就分不清。",
        meaning_en="An entry's id says which line it comes from; two lines of one name could not be told apart.",
        good="accountable: [{unit: unit}, {unit: unit.parent, role: superior, share: 0.5}]\n",
    ),
    "clause.share": Wording(
        zh="份额不能是 {found}", en="a share cannot be {found}",
        hint_zh="写大于 0、不超过 1 的数，如 `0.5`、`50%`、`1/3`", hint_en="write more than 0 and at most 1: `0.5`, `50%`, `1/3`",
        meaning_zh="份额是承担的那一部分。各行的份额不必合起来等于 1。",
        meaning_en="A share is the part that is borne. The shares of several lines need not add up to 1.",
        good=_LINES,
    ),
    "clause.share-places": Wording(
        zh="份额 {found} 的小数超过 3 位", en="the share {found} has more than 3 decimal places",
        hint_zh="写 3 位以内的小数，或分数如 `1/3`", hint_en="write at most 3 decimals, or a fraction such as `1/3`",
        meaning_zh="分值和份额各最多 3 位小数，乘起来才精确。",
        meaning_en="Points and shares have at most 3 decimals each, so that their product is exact.",
        good="share: 1/3\n",
    ),
    "clause.responsible-at": Wording(
        zh="`responsible_at` 只用于期限条款", en="`responsible_at` is for deadlines",
        hint_zh="删去它：其他条款按记分当日的任职", hint_en="leave it out: elsewhere the holders of the entry's own day answer",
        meaning_zh="期限有起算日、到期日和记分日，所以要选按哪一天的任职；其他条款只有一天。",
        meaning_en="A deadline has a start, a due day and an entry day to choose from; other clauses have one day.",
        good="accountable: [{post: principal, of: case.unit, responsible_at: by_days}]\n",
    ),
    "clause.except-units": Wording(
        zh="`except` 只能用在记给领导的行", en="`except` is for lines that charge leaders",
        hint_zh="移到 `leaders:` 或 `post:` 的行", hint_en="move it to a line of `leaders:` or `post:`",
        meaning_zh="集体决策中明确反对而被否决的领导不承担责任；单位没有这一说。",
        meaning_en="A leader who opposed a decision and was overruled answers for nothing; units have no such exception.",
        good="accountable: [{leaders: leaders, split: equal, except: dissenters}]\n",
    ),
    # --- limits ---------------------------------------------------------------------------------
    "clause.cap-two-ways": Wording(
        zh="封顶只能有一种写法", en="a cap is written in one way",
        hint_zh="对所有行写一对，或按 `unit:`、`leader:` 分写", hint_en="write one pair for all lines, or one each for `unit:` and `leader:`",
        meaning_zh="一对封顶按每行的份额折算；分写的封顶是各自的实数。混写看不出是哪一种。",
        meaning_en="A single pair is multiplied by each line's share; separate ones hold as they stand. Mixed, nobody can tell.",
        good="cap: {unit: {per_case: 6, per_subject: 20}, leader: {per_subject: 10}}\n",
    ),
    "clause.cap-no-case": Wording(
        zh="这种条款的分数不属于某个事项，`per_case` 没有意义", en="entries of this clause belong to no case, so `per_case` means nothing",
        hint_zh="只写 `per_subject`", hint_en="write `per_subject` only",
        meaning_zh="频次、比率、统计和评议按考核期记分，不按事项。",
        meaning_en="Frequencies, ratios, measures and appraisals are scored by span, not by case.",
        good="cap: {per_subject: 6}\n",
    ),
    "clause.exclusive-alone": Wording(
        zh="`{group}` 组里只有这一条", en="this clause is alone in the group `{group}`",
        hint_zh="给另一条也写上这个组，或删去 `exclusive`", hint_en="give the other clause the same group, or leave `exclusive` out",
        meaning_zh="就高不重复要有两条以上才有作用；多半是组名写错了。",
        meaning_en="An exclusive group needs two clauses; the name is probably misspelt.",
        good="exclusive: {group: late_reply, per: case, keep: largest}\n",
    ),
    "clause.exclusive-differ": Wording(
        zh="`{group}` 组各条的 `per` 或 `keep` 不一致", en="the clauses of group `{group}` differ in `per` or `keep`",
        hint_zh="写成一样", hint_en="write them alike",
        meaning_zh="同一组要按同一范围比较、同一办法取舍。", meaning_en="One group compares over one range and keeps in one way.",
        good="exclusive: {group: late_reply, per: case, keep: largest}\n",
    ),
    # --- veto -----------------------------------------------------------------------------------
    "clause.veto-effect": Wording(
        zh="否决 `{id}` 没有写效果", en="the veto `{id}` has no effect",
        hint_zh="写 `effect: no_top_grade`（不得评优）、`lowest_grade`（最低等次）或 `ranked_last`（排在最后）",
        hint_en="write `effect: no_top_grade`, `lowest_grade` or `ranked_last`",
        meaning_zh="“一票否优”和“一票否决”是两回事，要写明。",
        meaning_en="Denying the top grade and forcing the lowest are different things; a veto says which.",
        good=_VETO,
    ),
    "clause.veto-confirm": Wording(
        zh="否决 `{id}` 没有写由谁确认", en="the veto `{id}` does not say who confirms it",
        hint_zh="写 `confirm: {{proposer: …, confirmer: …, evidence: …}}`，都是触发事件的字段",
        hint_en="write `confirm: {{proposer: …, confirmer: …, evidence: …}}` with fields of the triggering event",
        meaning_zh="否决要由提出人以外的人凭证据确认才生效。没有确认的否决不能写进办法。",
        meaning_en="A veto takes effect when another than its proposer has confirmed it on evidence. Without that it is not accepted.",
        good=_VETO,
    ),
    "clause.veto-field": Wording(
        zh="`{kind}` 没有可作 `{key}` 的字段 `{field}`", en="`{kind}` has no field `{field}` that can be the `{key}`",
        hint_zh="字段类型应是{wanted:term}", hint_en="its type must be {wanted:term}",
        meaning_zh="提出人、确认人和证据都从触发事件里读。", meaning_en="Proposer, confirmer and evidence are read from the triggering event.",
        good=_VETO,
    ),
    "clause.veto-no-appeal": Wording(
        zh="否决 `{id}` 一经确认就生效，单位无从申诉：办法没有写 `appeals:`",
        en="the veto `{id}` takes effect once confirmed and leaves no appeal: the policy has no `appeals:`",
        hint_zh="写 `appeals: {{notified: …, file_within: …, decide_within: …}}`，期限按本地规定；规定确实不许申诉的，在条款里写 `silence:` 说明",
        hint_en="write `appeals: {{notified: …, file_within: …, decide_within: …}}` with the limits of your own rules; "
        "if they allow no appeal, silence this in the clause with a reason",
        meaning_zh="被考核的单位对结果不服，应当有地方说。《杭州市绩效管理条例》第二十五条（三个工作日内申请，十个工作日内答复，并须告知这项权利）、"
        "《济南市绩效管理条例》第二十六条、《政府督查工作条例》第十七条都这样规定。有了 `appeals:`，申诉期内和申诉未决时否决“待定”，考核表两种结果都写明。",
        meaning_en="An office may dispute what was found of it: so the performance regulations of Hangzhou (art. 25: apply within three working days, "
        "answered within ten, and the office is told of its right) and Jinan (art. 26), and the national regulation on government inspection (art. 17). With "
        "`appeals:` a veto is pending while one may be filed or is undecided, and the card shows both results.",
        good="appeals: {notified: veto_notified, file_within: 15wd, decide_within: 10wd}\n",
    ),
    "clause.veto-same-person": Wording(
        zh="提出人和确认人是同一个字段 `{field}`", en="proposer and confirmer are the same field `{field}`",
        hint_zh="确认人要另有字段", hint_en="give the confirmer a field of its own",
        meaning_zh="确认人必须是另一个人，写成同一字段就等于没有确认。",
        meaning_en="The confirmer is another person; the same field would be no confirmation.",
        good=_VETO,
    ),
    "clause.veto-on-count": Wording(
        zh="否决 `{id}` 取决于信访或次数", en="the veto `{id}` rests on petitions or on a count",
        hint_zh="改由查实的违规事件触发", hint_en="let a proven act of misconduct trigger it",
        meaning_zh="以信访量或次数一票否决，会诱使单位拦阻和少登。否决只针对查实的行为，没有例外。",
        meaning_en="A veto by number makes offices keep petitions out and records low. It answers proven acts only; there is no exception.",
        good=_VETO,
    ),
}
