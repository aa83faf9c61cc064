"""What can be wrong with scorecards, sections, grades and appeals."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

_CARD = """\
scorecards:
  unit:
    of: unit
    who: 'subject.kind == "street"'
    out_of: 100
    base: 85
    sections: {control_new: {title: 控新减分, floor: -60}, stock: {title: 存量化解}}
    grades:
      - {id: excellent, title: 优秀, at_least: 90, share: 30%}
      - {id: pass, title: 合格, at_least: 60}
      - {id: fail, title: 不合格}
"""
_APPEALS = "appeals: {notified: veto_notified, file_within: 15wd, decide_within: 10wd}\n"

WORDINGS: dict[str, Wording] = {
    # --- sums -----------------------------------------------------------------------------------
    "policy.card-sum": Wording(
        zh="计分卡 `{card}`：基础分 {base}＋起评分 {starts}＋指标满分 {full}＝{sum}，不是 {out_of}",
        en="card `{card}`: base {base} + starts {starts} + full marks {full} = {sum}, not {out_of}",
        hint_zh="调整 `base`、各部分的 `start` 或指标的满分；加分部分写 `bonus: true`",
        hint_en="change `base`, a section's `start` or the indicators' full marks; a section of bonuses is `bonus: true`",
        meaning_zh="满分的单位应得到总分。对不上，就有人得不到或多得到几分。",
        meaning_en="A faultless office should reach the total. Otherwise some points can never be had, or come from nowhere.",
        good=_CARD,
    ),
    "policy.empty-section": Wording(
        zh="计分卡 `{card}` 的 `{section}` 部分没有条款", en="no clause writes into section `{section}` of card `{card}`",
        hint_zh="核对条款的 `section`，或删去这一部分", hint_en="check the clauses' `section`, or leave the section out",
        meaning_zh="没有条款的部分，分数永远不变。", meaning_en="A section without clauses never changes.",
        good=_CARD,
    ),
    "policy.heavy-section": Wording(
        zh="`{section}` 有 {points} 分，比其余各部分合计的 {others} 分还多", en="`{section}` has {points} {points:point|points}, more than the {others} of all other sections",
        hint_zh="调整权重，或在别处说明为什么它应当决定结果", hint_en="change the weights, unless this section is meant to decide",
        meaning_zh="一个部分压过其余全部，其余部分就只是陪衬。", meaning_en="Where one section outweighs the rest, the rest is decoration.",
        good=_CARD,
    ),
    "clause.no-section": Wording(
        zh="`{id}` 没有写计入哪一部分", en="`{id}` does not say which section it belongs to",
        hint_zh="写 `section:`；继承来的可在 `extends` 里写", hint_en="write `section:`, or name one in `extends` for inherited clauses",
        meaning_zh="有计分卡时，每条计分条款都要落在某一部分里，否则它的分数没有去处。",
        meaning_en="Where there are scorecards every scoring clause belongs to a section; otherwise its points go nowhere.",
        good=_CARD,
    ),
    "clause.section-off-card": Wording(
        zh="`{id}` 记给{of:term}，而{of:term}的计分卡没有 `{section}` 部分", en="`{id}` reaches a {of:term}, and no {of:term} card has a section `{section}`",
        hint_zh="在计分卡里加上这一部分，或改 `section`", hint_en="add the section to a card, or change `section`",
        meaning_zh="条款的每一行都要能落到那一类主体的计分卡上。", meaning_en="Every line of a clause needs a card of its kind of subject to stand on.",
        good=_CARD,
    ),
    "policy.bonus-start": Wording(
        zh="加分部分 `{section}` 不能有起评分", en="the bonus section `{section}` cannot start with points",
        hint_zh="删去 `start`", hint_en="leave `start` out",
        meaning_zh="加分部分在总分之外，从零加起。", meaning_en="A bonus section stands outside the total and starts at nothing.",
        good="sections: {clear_old: {title: 治旧加分, cap: 20, bonus: true}}\n",
    ),
    "policy.roll-up": Wording(
        zh="只有一张年度卡，没有可汇总的", en="there is one card for the year, so nothing to roll up",
        hint_zh="写 `per: month` 之类，或删去 `roll_up`", hint_en="write something like `per: month`, or leave `roll_up` out",
        meaning_zh="`roll_up` 把各月、各季的卡合成全年。", meaning_en="`roll_up` makes the year out of its months or quarters.",
        good="per: month\nroll_up: mean\n",
    ),
    # --- inheritance ----------------------------------------------------------------------------
    "policy.inherit-from": Wording(
        zh="{of:term}的计分卡不能从 `{found}` 继承", en="a {of:term} card cannot inherit from `{found}`",
        hint_zh="领导从 `unit` 继承，单位从 `children` 继承", hint_en="leaders inherit from `unit`, units from `children`",
        meaning_zh="领导连带所在单位的得分，单位连带下级单位的得分。",
        meaning_en="A leader shares in the units he holds a post in, a unit in its children.",
        good="inherit: {from: unit, share: 0.5}\n",
    ),
    "policy.inherit-and-charged": Wording(
        zh="`{card}` 既从单位继承，又被这些条款直接记分：{clauses:list}", en="`{card}` inherits from units and is charged directly by {clauses:list}",
        hint_zh="去掉 `inherit`，或去掉这些条款里记给领导的行", hint_en="drop `inherit`, or the lines that charge leaders",
        meaning_zh="同一件事既随单位连带、又直接记给领导，就算了两次。",
        meaning_en="One thing would reach the leader twice: through the unit's total and directly.",
        good="inherit: {from: unit, share: 0.5}\n",
    ),
    # --- grades and appeals ---------------------------------------------------------------------
    "policy.grade-order": Wording(
        zh="等次 `{grade}` 的分数线不低于前一等", en="grade `{grade}` asks for no less than the one before",
        hint_zh="从高到低排列", hint_en="write them from best to worst",
        meaning_zh="等次从最好的写起，取第一个够得上的。", meaning_en="Grades begin with the best; the first that is reached counts.",
        good=_CARD,
    ),
    "policy.grade-last": Wording(
        zh="最后一等 `{grade}` 接不住其余的", en="the last grade `{grade}` does not take the rest",
        hint_zh="最后一等不写 `at_least` 和 `share`", hint_en="the last one has no `at_least` and no `share`",
        meaning_zh="否则有的单位没有等次。", meaning_en="Otherwise some offices would have no grade.",
        good=_CARD,
    ),
    "policy.grade-swallows": Wording(
        zh="等次 `{grade}` 没有门槛，后面的等次永远轮不到", en="grade `{grade}` asks for nothing, so those after it are never given",
        hint_zh="写 `at_least` 或 `share`", hint_en="give it an `at_least` or a `share`",
        meaning_zh="等次从前往后取第一个够得上的。", meaning_en="The first grade that is reached counts.",
        good=_CARD,
    ),
    "policy.grade-places": Wording(
        zh="等次 `{grade}` 的最少名额没有意义", en="the least number of places of grade `{grade}` means nothing",
        hint_zh="它与 `share` 一起写，且不为负", hint_en="it goes with a `share` and is not negative",
        meaning_zh="按比例取整可能是零个，`at_least_places` 保证至少几个。",
        meaning_en="A share may come to no place at all; `at_least_places` keeps some.",
        good="grades: [{id: excellent, title: 优秀, share: 30%, at_least_places: 1}, {id: pass, title: 合格}]\n",
    ),
    "policy.appeals-notice": Wording(
        zh="`{name}` 不是告知事件", en="`{name}` is no kind of notice",
        hint_zh="[[可用：{known:list}；]]告知事件在词汇表里写 `role: notice`", hint_en="[[there are {known:list}; ]]a notice has `role: notice` in the vocabulary",
        meaning_zh="申诉期从告知单位之日起算。", meaning_en="The time to appeal runs from the day the office is told.",
        good=_APPEALS,
    ),
    "policy.appeals-role": Wording(
        zh="词汇表里没有申诉事件", en="the vocabulary has no kind for appeals",
        hint_zh="加一种 `role: appeal` 的事件", hint_en="add a kind with `role: appeal`",
        meaning_zh="没有申诉事件，申诉就无处登记。", meaning_en="Without such a kind no appeal can be recorded.",
        good=_APPEALS,
    ),
}
