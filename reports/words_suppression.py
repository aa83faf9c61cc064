"""Words of the suppression gate: what was tried, who gained, which risks a card rests on."""

from __future__ import annotations

SUPPRESSION_WORDS: dict[str, tuple[str, str]] = {
    "risk.without": ("不计所涉条款为 {total}{grade}", "without the clauses concerned {total}{grade}"),
    "risk.head": ("■ 接受的风险（{without}）", "■ accepted risks ({without})"),
    "risk.line": (
        "{points} 分，{count} 条（{moves}）；{approver}批准，至 {until}；查实按 {counter} 处理",
        "{points} points, {count} clauses ({moves}); accepted by {approver} until {until}; found out, {counter} applies",
    ),
    "risk.counted": ("按信访数量计分", "scores the number of petitions"),
    "suppression.head": (
        "压案手法回放：{moves} 种，每种至多抽 {sample} 件，种子 {seed}",
        "moves replayed: {moves}, each in at most {sample} cases, seed {seed}",
    ),
    "suppression.none": (
        "词汇表 {vocabulary} 没有写压案手法（moves:），没有可回放的",
        "the vocabulary {vocabulary} declares no moves (moves:); there is nothing to replay",
    ),
    "suppression.move": ("手法", "move"),
    "suppression.tried": ("抽／可能", "tried/possible"),
    "suppression.gains": ("得利件数", "cases that gain"),
    "suppression.most": ("一件最多", "most in one case"),
    "suppression.break-even": ("查实多少才不合算", "stops paying when found"),
    "suppression.verdict": ("结论", "verdict"),
    "suppression.pays-nothing": ("不合算", "does not pay"),
    "suppression.accepted": ("风险已接受，制衡：{counters}", "accepted; countered by {counters}"),
    "suppression.refused": ("合算", "pays"),
    "suppression.impossible": ("没有可动的事项", "no case it could be made in"),
    "cmd.check.events": (
        "用一年的事件查办法会不会奖励瞒报：把词汇表所列的每一种手法各回放一遍",
        "find out with a year's events whether bending the record pays: each of the vocabulary's moves is replayed",
    ),
    "cmd.check.roster": ("与 --events 合用：名册", "with --events: the roster"),
    "cmd.check.as-of": ("与 --events 合用：截止日，默认考核期末日", "with --events: as-of day; the period's last unless said"),
    "cmd.check.sample": ("与 --events 合用：每种手法至多抽多少件", "with --events: the most cases each move is tried in"),
    "cmd.check.seed": ("与 --events 合用：抽样种子", "with --events: the seed that chooses the cases"),
    "stage.suppression": ("正在回放压案手法：{move}", "replaying moves: {move}"),
    "usage.events-one-policy": (
        "带 --events 时只能检查一部办法",
        "with --events exactly one policy can be checked",
    ),
}
