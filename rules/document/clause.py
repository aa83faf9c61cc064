"""A clause: what happens, what it is worth, who answers, and what holds it."""

from __future__ import annotations

from typing import Literal

from kaohe.rules.document.form import (
    AppraisalShape,
    ChecklistShape,
    DeadlineShape,
    FrequencyShape,
    MeasureShape,
    Outcome,
    PrintRound,
    RatioShape,
    Short,
)
from kaohe.rules.document.head import ORIGIN_EN, ORIGIN_ZH, Basis, KindNames
from kaohe.rules.document.scalar import ClauseId, Day, Expr, Length, Name, Number, Text
from kaohe.rules.document.score import ScoreShape
from kaohe.rules.document.shape import Origin, Shape, key

PostName = Name
ClauseKind = Literal["deduction", "bonus", "veto", "indicator", "monitored"]
Effect = Literal["no_top_grade", "lowest_grade", "ranked_last"]


class Line(Shape, title="line of accountability"):
    """Who answers: exactly one of ``unit units leader leaders post``; ``of`` goes with ``post``."""

    unit: Expr | None = key("单位", "担责的单位。", "The unit that answers.", None)
    units: Expr | list[Expr] | None = key("多个单位", "共同担责的单位。", "Units that answer together.", None)
    leader: Expr | None = key("领导", "担责的领导。", "The leader who answers.", None)
    leaders: Expr | list[Expr] | None = key(
        "多个领导", "共同担责的领导。", "Leaders who answer together.", None
    )
    post: PostName | None = key(
        "职务",
        "由当日任此职务的人担责，从名册查得。",
        "Whoever holds this post on the day, by the roster.",
        None,
    )
    of: Expr | None = key("职务所在单位", "与 `post` 合用。", "The unit of the `post`.", None)
    role: Name | None = key(
        "责任角色",
        "同一条款两行可能落到同一对象时加以区别。",
        "Tells two lines apart that may reach the same subject.",
        None,
    )
    share: Number | None = key(
        "比例", "承担分值的比例，默认全部。", "Share of the points; all unless said.", None
    )
    split: Literal["equal", "each"] = key(
        "多人时", "`equal` 平分，`each` 各计全分。", "Several: `equal` parts, or `each` in full.", "equal"
    )
    except_: Expr | None = key(
        "除外", "表明过反对意见等不担责的人。", "Who is excepted, such as overruled dissenters.", None
    )
    responsible_at: Literal["start", "due", "entry", "by_days"] | None = key(
        "责任时点", "期限条款按哪一时点查任职：起算、到期、记分，或按任职天数分摊。",
        "For deadlines, whose tenure counts: at the start, when due, at the entry, or by days held.", None,
    )  # fmt: skip


class Limits(Shape, title="limits"):
    """Magnitudes."""

    per_case: Number | None = key(
        "每事项", "每事项合计封顶（绝对值）。", "The most per case, as a magnitude.", None
    )
    per_subject: Number | None = key(
        "每对象", "每个单位或领导合计封顶（绝对值）。", "The most per unit or leader, as a magnitude.", None
    )


class CapShape(Shape, title="cap"):
    """Magnitudes. Either one pair for all lines (times the line's share) or one per subject kind."""

    per_case: Number | None = key(
        "每事项",
        "每事项合计封顶（绝对值），乘以各行比例。",
        "The most per case, as a magnitude, times the line's share.",
        None,
    )
    per_subject: Number | None = key(
        "每对象",
        "每个单位或领导合计封顶（绝对值），乘以各行比例。",
        "The most per unit or leader, times the line's share.",
        None,
    )
    unit: Limits | None = key("单位", "单位的封顶，另行规定。", "Limits of units, written apart.", None)
    leader: Limits | None = key("领导", "领导的封顶，另行规定。", "Limits of leaders, written apart.", None)


class Exclusive(Shape, title="exclusive group"):
    """就高不重复: of one group one entry stays (P30)."""

    group: Name = key("组", "同组条款只留一条。", "Of clauses in one group one entry stays.")
    per: Literal["case", "event", "subject"] = key(
        "范围", "同一事项、同一事件或同一对象之内。", "Within one case, event or subject.", "case"
    )
    keep: Literal["largest", "first", "latest"] = key(
        "保留", "最重的、最先的或最后的。", "The largest, the first or the latest.", "largest"
    )


class Revoke(Shape, title="revocation"):
    """An event that reverses the clause's standing entries of the case (P9)."""

    on: KindNames = key("事件", "使记分撤销的事件。", "Event that reverses the entry.")
    when: Expr | None = key("条件", "该事件须满足的条件。", "Condition at that event.", None)
    within: Length | None = key("期间", "记分之后多久以内。", "How long after the entry.", None)


class Confirm(Shape, title="confirmation"):
    """Fields of the veto's event: who proposed, who confirmed (another), and on what evidence."""

    proposer: Name = key("提出人字段", "提出人的代码。", "Field with the proposer's code.")
    confirmer: Name = key(
        "确认人字段", "确认人的代码，须为另一人。", "Field with the confirmer's code, another person."
    )
    evidence: Name = key("证据字段", "证据编号。", "Field with the evidence.")


class Silence(Shape, title="silenced warning"):
    """A warning silenced in place, with its reason."""

    code: Text = key("代码", "要静默的警告。", "The warning's code.")
    reason: Text = key("理由", "为什么可以。", "Why it may be.")


class AcceptedRisk(Shape, title="accepted risk"):
    """A clause kept although it may pay for suppressing petitions: who answers for that, till when."""

    reason: Text = key("理由", "为什么仍要保留。", "Why it is kept all the same.")
    approver: Text = key("批准", "由哪个职务批准。", "Post that approved it.")
    until: Day = key("期限", "到哪天为止。", "Until which day.")
    counter_clause: ClauseId = key(
        "制衡条款", "哪一条款防范其副作用。", "The clause that counters its side effect."
    )


class StandingRisk(Shape, title="accepted risk of moves"):
    """Moves that would pay by some clauses, accepted because another clause costs more once they are found out."""

    moves: list[Name] = key("手法", "词汇表 `moves:` 中的哪些手法。", "Which of the vocabulary's `moves:`.")
    clauses: list[ClauseId] = key("条款", "使这些手法合算的条款。", "The clauses by which they pay.")
    reason: Text = key("理由", "为什么接受。", "Why it is accepted.")
    approver: Text = key("批准", "考核机关以外的哪个职务批准。", "Post outside the assessing office that approved it.")
    until: Day = key("期限", "到哪天为止。", "Until which day.")
    counter_clause: ClauseId = key(
        "制衡条款", "一经查实，哪一条使之不合算。", "The clause that makes it cost more once found out."
    )


class ClauseShape(Shape, title="clause"):
    """One rule of a policy. Exactly one trigger: ``on``, a form, or ``manual``."""

    id: ClauseId = key("编号", "在本办法中唯一，改版不变。", "Unique in the policy and kept over versions.")
    title: Text = key("名称", "给人看的名称。", "Its name for people.")
    kind: ClauseKind = key(
        "性质", "`deduction` 扣分、`bonus` 加分、`veto` 一票否决、`indicator` 指标、`monitored` 只监测不计分。",
        "`deduction`, `bonus`, `veto`, `indicator`, or `monitored` (reported, never scored).",
    )  # fmt: skip
    section: Name | None = key("部分", "计入考核表的哪一部分。", "Section of the card it counts in.", None)
    basis: Basis | list[Basis] = key(
        "依据",
        "出自何处，附原文摘录；每一条款都要有。",
        "What it rests on, with a quotation; every clause has one.",
        [],
    )
    points_from: Origin | None = key("分值来历", ORIGIN_ZH, ORIGIN_EN, None)
    note: Text | None = key("说明", "给人看的说明。", "A note for people.", None)
    replaces: ClauseId | None = key(
        "替换", "替换继承来的哪一条款。", "The inherited clause it replaces.", None
    )
    from_: Day | None = key("施行", "自哪天起适用。", "First day it applies.", None)
    to: Day | None = key("废止", "到哪天为止适用。", "Last day it applies.", None)
    stream: Literal["case", "unit", "leader"] | None = key(
        "按谁的历史",
        "事件属于几个对象时，按谁的历史判断。",
        "Whose history is read, when an event is about several.",
        None,
    )
    # exactly one trigger
    on: KindNames | None = key("事件", "每发生一次就判断一次。", "Judged at each event of this kind.", None)
    deadline: DeadlineShape | None = key(
        "期限", "从起算到完成的时限。", "A limit from start to finish.", None
    )
    frequency: FrequencyShape | None = key(
        "频次", "每个周期至少几次。", "At least so often in each period.", None
    )
    ratio: RatioShape | None = key("比率", "符合条件的占多少。", "The share that meets a condition.", None)
    measure: MeasureShape | None = key(
        "统计", "均值、中位数、计数等。", "A mean, median, count and so on.", None
    )
    appraisal: AppraisalShape | None = key("评议", "由人评出的分数。", "Marks given by people.", None)
    checklist: ChecklistShape | None = key("清单", "逐项检查有无。", "Items that are there or missing.", None)
    manual: Text | None = key(
        "人工", "须由人判断的条款，写明理由。", "A paragraph that needs a human, and why.", None
    )
    # what it is worth
    when: Expr | None = key(
        "条件", "与 `on` 合用：成立才记分。", "With `on`: counts only when this holds.", None
    )
    points: Expr | None = key(
        "分值",
        "与 `on` 合用：扣分为负，加分为正。",
        "With `on`: negative for a deduction, positive for a bonus.",
        None,
    )
    round: PrintRound | None = key("取位", "算得的分值如何取位。", "How computed points are rounded.", None)
    late: Outcome | None = key(
        "逾期", "与 `deadline` 合用：逾期的分值。", "With `deadline`: points when late.", None
    )
    on_time: Outcome | None = key(
        "按期", "与 `deadline` 合用：按期的分值。", "With `deadline`: points when on time.", None
    )
    short: Short | None = key(
        "不足", "与 `frequency` 合用：次数不足的分值。", "With `frequency`: points for too few.", None
    )
    score: ScoreShape | None = key(
        "计分",
        "与 `ratio`、`measure`、`appraisal` 合用：数值如何折成分。",
        "With `ratio`, `measure`, `appraisal`: how the figure becomes points.",
        None,
    )
    effect: Effect | list[Effect] | None = key(
        "否决后果", "`no_top_grade` 不得评为最高等次，`lowest_grade` 评为最低等次，`ranked_last` 排名末位。",
        "`no_top_grade`, `lowest_grade`, `ranked_last`.", None,
    )  # fmt: skip
    confirm: Confirm | None = key(
        "确认", "否决须另一人确认并附证据。", "A veto is confirmed by another, on evidence.", None
    )
    # whose it is, and what holds it
    accountable: list[Line] | None = key("责任", "记到谁的账上。", "Who answers for it.", None)
    cap: CapShape | None = key("封顶", "合计不超过多少分。", "How many points at most.", None)
    exclusive: Exclusive | None = key("就高不重复", "同组只计一条。", "Of one group one entry stays.", None)
    vest: Length | None = key(
        "观察期", "满多久才记分，其间未被撤销。", "How long it must stand unrevoked before it counts.", None
    )
    revoke: Revoke | list[Revoke] | None = key("撤销", "使记分撤销的事件。", "Events that reverse it.", None)
    silence: list[Silence] = key(
        "静默", "就地静默的警告，附理由。", "Warnings silenced in place, with reasons.", []
    )
    accepted_risk: AcceptedRisk | None = key(
        "接受的风险",
        "明知有压信访的风险仍保留，谁批准、到何时、靠哪条制衡。",
        "Kept although it may pay for suppressing petitions: who answers, till when.",
        None,
    )
