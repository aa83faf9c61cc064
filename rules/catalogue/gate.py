"""What the suppression gate says: no clause may make it pay that fewer petitions are recorded."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

_BREACH = """\
on: repeat_petition
when: '!resolved && (overdue("control-new.finish") || seen(closed))'
points: -2
"""
_RISK = """\
accepted_risk:
  reason: 上级文件要求按批次计分，年内过渡
  approver: 县信访工作联席会议
  until: 2021-12-31
  counter_clause: control-new.not-registered
"""
_STANDING = """\
accepted_risks:
  - moves: [repeat-unregistered, never-registered]
    clauses: [control-new.second-report, control-new.finish]
    reason: 超期和再次反映须有后果；瞒报由督查抽查发现
    approver: 县委督查室
    until: 2021-12-31
    counter_clause: control-new.not-registered
"""

WORDINGS: dict[str, Wording] = {
    "gate.volume": Wording(
        zh="`{id}` 按信访数量计分", en="`{id}` scores the number of petitions",
        hint_zh="在条件里加上单位的失职（`overdue(…)`，或 `seen(…)` 某个单位事件），或改为 `monitored`；确需保留，写 `accepted_risk`",
        hint_en="add a breach of duty to the condition (`overdue(…)`, or `seen(…)` of an office's act), or make it `monitored`; to keep "
        "it as it is, write `accepted_risk`",
        meaning_zh="只要少登记一件就少扣一分，单位就会拦着不登、改登、销号。信访数量只能监测；要计分，扣的必须是失职："
        "超期未办、办结后又反映。否定的条件（如“未化解”）不算失职。",
        meaning_en="Where one petition fewer on record saves a point, petitions are kept off the record. Numbers may be monitored; what "
        "is scored must be a breach of duty: a limit passed, a closed matter that came back. A negation (`!resolved`) is no breach.",
        good=_BREACH,
    ),
    "gate.zero-target": Wording(
        zh="`{id}` 以“零”为目标", en="`{id}` sets a target of none",
        hint_zh="改考核办得好不好；这一条没有例外", hint_en="score how well matters are handled; there is no exception",
        meaning_zh="“零上访”“零重复”一类目标，逼着单位在最后一件上做手脚。写 `accepted_risk` 也不行。",
        meaning_en="A target of no petitions, or no repeats, puts all pressure on the last one. `accepted_risk` does not lift this.",
        good="ratio: {over: control-new.finish, hit: on_time, by: case.unit, minimum: 20, otherwise: omit}\n",
    ),
    "gate.volume-rank": Wording(
        zh="`{id}` 按信访数量排名", en="`{id}` ranks offices by the number of petitions",
        hint_zh="改按办理质量排名；这一条没有例外", hint_en="rank by how well matters are handled; there is no exception",
        meaning_zh="按信访数量排名通报，正是 2013 年停止的做法。", meaning_en="Ranking by the number of petitions is what was stopped in 2013.",
        good="ratio: {over: control-new.finish, hit: on_time, by: case.unit, minimum: 20, otherwise: zero}\nscore: {rank: {points: [5, 4, 3]}}\n",
    ),
    "gate.volume-decline": Wording(
        zh="`{id}` 奖励信访数量下降", en="`{id}` pays for a falling number of petitions",
        hint_zh="改考核办理；数量的变化可以监测；这一条没有例外", hint_en="score the handling; changes in number may be monitored; there is no exception",
        meaning_zh="数量下降可能是问题少了，也可能是不让登记。给下降计分，就是给后一种计分。",
        meaning_en="A number may fall because there is less to complain about, or because complaints are kept out. Paying for the fall pays for both.",
        good="kind: monitored\nmeasure: {over: registered, statistic: count, by: unit, against: previous_year}\n",
    ),
    "gate.volume-rate": Wording(
        zh="`{id}` 的分子是信访", en="the hits of `{id}` are petitions",
        hint_zh="配一条反方向的（如应登未登），或在 `silence:` 里说明", hint_en="pair it with a clause that pulls the other way (unregistered petitions), or silence it with a reason",
        meaning_zh="重复信访率、一次性化解率可以计分，但少登一件重复就好看一分，要有别的条款看着登记。",
        meaning_en="Repeat rates and one-time resolution may be scored, but a repeat left unregistered improves them: something must watch registration.",
        good=_RISK,
    ),
    "gate.volume-read": Wording(
        zh="`{id}` 是否计分，取决于有没有登记信访", en="whether `{id}` scores depends on petitions being on record",
        hint_zh="改看单位自己的行为，或配一条看着登记的条款，并在 `silence:` 里说明",
        hint_en="look at the office's own acts instead, or add a clause that watches registration and silence this with a reason",
        meaning_zh="“没有再次反映才加分”的条款，少登记一件就能得分。",
        meaning_en="A bonus for cases without a second petition is earned by leaving the second one unregistered.",
        good="on: followup\nwhen: 'resolved && result == \"satisfied\"'\n",
    ),
    "gate.opens-unmarked": Wording(
        zh="`{id}` 按 `{kind}` 逐件计分，它是立案的种类，词汇表却没有标 `volume`", en="`{id}` scores by each `{kind}`, which opens a case and bears no `volume` in the vocabulary",
        hint_zh="群众提出的，在词汇表里标 `volume: true`；是单位自己的行为，在 `silence:` 里说明",
        hint_en="mark it `volume: true` if it is what citizens bring; if it is an act of the office, silence this with a reason",
        meaning_zh="压件闸门认的是词汇表的 `volume` 标记。立案的事件多半是群众提出的信访；漏了标记，按件扣分就不会被拦下。",
        meaning_en="The gate goes by the vocabulary's `volume` marks. What opens a case is mostly what citizens bring; without the mark points by number pass unseen.",
        good="registered: {title: 登记, about: case, volume: true}\n",
    ),
    "gate.risk-needless": Wording(
        zh="`{id}` 没有需要接受的风险", en="`{id}` has no risk to accept",
        hint_zh="删去 `accepted_risk`", hint_en="leave `accepted_risk` out",
        meaning_zh="风险已经不在，接受还留着，以后真有风险就会被悄悄放过。",
        meaning_en="The risk is gone and its acceptance remains: a real one would later pass unseen.",
        good=_RISK,
    ),
    "gate.risk-until": Wording(
        zh="风险只接受到 {until}，而条款到 {last} 都有效", en="the risk is accepted till {until}, and the clause holds till {last}",
        hint_zh="给条款写 `to:`，或把 `until` 延到那一天", hint_en="give the clause a `to:`, or accept the risk till then",
        meaning_zh="接受风险有期限；过了期，条款就没有人负责了。", meaning_en="A risk is accepted till a day; after that nobody answers for the clause.",
        good=_RISK,
    ),
    "gate.risk-unknown": Wording(
        zh="接受的风险里写的{what:term} `{name}` 不存在", en="an accepted risk names the {what:term} `{name}`, which there is none of",
        hint_zh="[[应是 `{near}`]]", hint_en="[[did you mean `{near}`?]]",
        meaning_zh="接受的风险按手法和条款逐一写明；名称写错，风险就等于没有人接受。",
        meaning_en="A risk is accepted move by move and clause by clause; one that is misspelt nobody has accepted.",
        good=_STANDING,
    ),
    "gate.pays": Wording(
        zh="“{title_zh}”合算：`{id}` 因此多得 {points} 分（抽 {tried} 件，{gains} 件得利；{office} 在 {case} 一案上最多）",
        en="`{title_en}` pays: {points} {points:point|points} more by `{id}` ({gains} of {tried} {tried:case|cases} tried; most to {office} in {case})",
        hint_zh="改条款，使瞒报不比如实更合算；或写入 `accepted_risks`，并有一条查实后代价更大的条款。可能发生 {possible} 件，抽样种子 {seed}",
        hint_en="change the clause so that the true record is worth no less, or name it in `accepted_risks` with a clause that costs "
        "more once found out; possible in {possible} {possible:case|cases}, seed {seed}",
        meaning_zh="把一年的记录照实回放一遍，再把抽到的事项按词汇表所列的手法动过回放一遍：哪个单位因此多得分，条款就在奖励瞒报。",
        meaning_en="The year is replayed as it is, and the sampled cases once more with the record bent in one of the vocabulary's ways: "
        "where an office then has more points, the clause pays for bending it.",
        good=_STANDING,
    ),
    "gate.pays-when-found": Wording(
        zh="“{title_zh}”查实了也合算：`{id}` 多得 {points} 分，制衡条款 `{counter}` 抵不过（{loose} 件）",
        en="`{title_en}` pays even when found out: {points} {points:point|points} by `{id}`, and `{counter}` does not outweigh that ({loose} {loose:case|cases})",
        hint_zh="加重 `{counter}`，或减轻 `{id}`。抽 {tried} 件，种子 {seed}",
        hint_en="make `{counter}` weigh more, or `{id}` less; {tried} {tried:case|cases} tried, seed {seed}",
        meaning_zh="接受风险的前提是：一经查实，得不偿失。制衡条款没有起作用，或者分量不够，这个风险就不能接受。",
        meaning_en="A risk can be accepted only if being found out costs more than the move gains. This counter clause does not fire, or weighs too little.",
        good=_STANDING,
    ),
    "gate.risk-thin": Wording(
        zh="“{title_zh}”要查实 {share} 以上才不合算：`{id}` 与 `{counter}` 相差不够",
        en="`{title_en}` stops paying only when {share} of such cases are found: `{counter}` is light beside `{id}`",
        hint_zh="加重 `{counter}`，使查实一半就不合算", hint_en="make `{counter}` weigh more, so that finding every second one is enough",
        meaning_zh="查实一件的代价，至少要抵得上瞒住一件的好处；否则多数没有被查到的，就是净赚。",
        meaning_en="One found should cost at least what one hidden gains; else the many that nobody finds are profit.",
        good=_STANDING,
    ),
    "gate.risk-counter": Wording(
        zh="`{clause}` 不能作为反方向的条款：{why:term}", en="`{clause}` cannot be the counter clause: {why:term}",
        hint_zh="写一条计分的、与登记相反方向的条款", hint_en="name a scoring clause that pulls the other way",
        meaning_zh="接受风险时，要有一条条款使少登记不合算，如查实应登未登的扣分。",
        meaning_en="Where a risk is accepted, another clause must make it cost something to keep petitions off the record.",
        good=_RISK,
    ),
}
