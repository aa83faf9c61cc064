"""What is found when events are corrected and gathered into streams, in Chinese and English."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

_LINKS = """\
- {id: e1, kind: registered, at: 2021-03-01, case: A1, origin: new}
- {id: e2, kind: registered, at: 2021-04-01, case: A2, origin: new, repeat_of: A1}
"""

WORDINGS: dict[str, Wording] = {
    "intake.conflict": Wording(
        zh="编号 `{event}` 有 {contents} 种不同的内容，只算最先登记的一种",
        en="{contents} different contents have the id `{event}`; the one recorded first counts",
        hint_zh="要改变一个事件，另发一个带 amends 的事件；不要用同一编号再报一次",
        hint_en="to change an event, send another with `amends`; do not report it again under its id",
        meaning_zh="同一编号、同样内容重复上报，只算一次。内容不同，就不知道哪个是真的，算最先登记的，其余列为冲突；有冲突的结果不能封存。",
        meaning_en="Equal content under one id counts once, however often it comes. Unequal contents leave the truth open: the first recorded counts, the rest are conflicts, and a run with conflicts cannot be sealed.",
        good="- {id: e1, kind: registered, at: 2021-03-01, case: A1, origin: new}\n- {id: e9, kind: registered, at: 2021-03-02, case: A1, origin: new, amends: e1}\n",
    ),
    "intake.correction-without-target": Wording(
        zh="更正或作废 `{event}` 找不到所针对的事件（届时尚不知道、互相指向，或超过64层），不起作用",
        en="correction `{event}` leads to no known event (not known by then, in a circle, or through more than 64 links) and has no effect",
        hint_zh="核对 amends、voids 的编号，原事件要先入库",
        hint_en="check the id under `amends` or `voids`; the event it corrects must be imported too",
        meaning_zh="更正、作废各是一个事件，指向被更正的事件。指不到就不起作用，但会报告。",
        meaning_en="Amendments and voids are events that point at what they correct. One that points nowhere has no effect, and is reported.",
        good="- {id: e1, kind: registered, at: 2021-03-01, case: A1, origin: new}\n- {id: e9, kind: registered, at: 2021-03-01, case: A1, voids: e1}\n",
    ),
    "intake.link-circle": Wording(
        zh="事项 {cases:list} 互相指为重复或并入，成了一圈，这些联系不算",
        en="cases {cases:list} link to each other in a circle; these links do not count",
        hint_zh="更正其中一个事件，使联系从后来的指向原来的",
        hint_en="amend one of the events so that links lead from later to earlier cases",
        meaning_zh="重复件归入最初的那一件。指成一圈就没有最初的，圈内各件各自独立，圈外的联系照旧。",
        meaning_en="A repeat belongs to the case it repeats. In a circle none is first: its cases stand alone, and keep the links they have besides.",
        good=_LINKS,
    ),
    "intake.several-beginnings": Wording(
        zh="事项 {cases:list} 由联系合为一件，却有几个开头，以最早的 `{matter}` 为准",
        en="links join cases {cases:list} into one matter with several beginnings; the earliest, `{matter}`, is its root",
        hint_zh="一件事项只联系到一个更早的事项",
        hint_en="let a case link to one earlier case",
        meaning_zh="一件重复件分别指向两件互不相干的事项，三件就成了一件。",
        meaning_en="A case that links to two unrelated ones makes all three one matter.",
        good=_LINKS,
    ),
    "intake.link-leads-out": Wording(
        zh="{count} 个事项被指为原件，却没有任何事件，如 `{first}`",
        en="links lead to {count} {count:case that has|cases that have} no event, such as `{first}`",
        hint_zh="原件多半在更早的年份，把那时的事件一并导入，历史才完整",
        hint_en="they are mostly of earlier years; import those events too, so that the history is whole",
        meaning_zh="联系指向数据以外的事项，仍以它为一件，但看不到它以前的办理过程。",
        meaning_en="A link out of the data still makes a matter, but what was done about it before is not seen.",
        good=_LINKS,
    ),
    "intake.unopened": Wording(
        zh="{count} 件事项的第一个事件不是 `{opens}`，不计分：{first:list}[[，另有 {more} 件]]",
        en="{count} {count:case does|cases do} not begin with `{opens}` and {count:is|are} not scored: {first:list}[[ and {more} more]]",
        hint_zh="补上登记事件；或者是登记晚于办理，时间有误",
        hint_en="supply the opening event, or check times: it may come after others",
        meaning_zh="词汇表写明事项以哪一种事件开始。没有它就不知道来源、时限，所以只报告，不计分。",
        meaning_en="The vocabulary says which kind opens a case. Without it origin and limits are unknown, so the case is reported and not scored.",
        good=_LINKS,
    ),
    "intake.opened-twice": Wording(
        zh="{count} 件事项的 `{opens}` 不止一次：{first:list}[[，另有 {more} 件]]；一个编号只能是一件事项",
        en="{count} {count:case has|cases have} `{opens}` more than once: {first:list}[[ and {more} more]]; a number should stand for one case",
        hint_zh="两件不同的事项编了同一个号就分开编号；同一件重复登记，作废多的一次；重新办理另有事件",
        hint_en="give different cases different numbers, void what was registered twice; taking a case up again has an event of its own",
        meaning_zh="同一编号登记两次，后一次的来源、责任单位和时限盖住前一次的，前一次的时限可能就没有人再看。",
        meaning_en="When one number is opened twice, what the second says hides the first: its unit, its origin, and a limit that nobody watches any more.",
        good=_LINKS,
    ),
    "intake.after-as-of": Wording(
        zh="{count} 个事件晚于考核截止日 {as_of}，没有计算，最晚的是 {last}",
        en="{count} {count:event lies|events lie} after {as_of}, the day up to which was assessed, the last on {last}; {count:it does|they do} not count",
        hint_zh="中途考核本来如此；否则核对日期，年份容易写错",
        hint_en="that is as it should be before the end of a period; else check the dates, the year above all",
        meaning_zh="结果只看到考核截止日为止。以后的事件一律不看；日期写错的事件因此会像没有发生过一样。",
        meaning_en="A run looks as far as its as-of day. What is dated later has not happened for it, and neither has an event whose year was mistyped.",
        good=_LINKS,
    ),
}
