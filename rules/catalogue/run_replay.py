"""What a replay remarks: numbers and years beyond what is known, approvals and rulings without effect."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

WORDINGS: dict[str, Wording] = {
    "run.too-large": Wording(
        zh="`{clause}` 在 `{event}` 的计算结果超出 ±10¹⁸（或日期超出公元 1–9999 年），在该处不计分",
        en="a result of `{clause}` at `{event}` lies beyond ±10¹⁸ (or a day beyond the years 1–9999); it is not scored there",
        hint_zh="核对该事件的数字，或在算式中用 `min`、`max` 限住",
        hint_en="check the figures of that event, or bound them in the expression with `min` or `max`",
        meaning_zh="数字都是精确的，超出范围时不截断、不溢出，而是指出算式的位置，并在该事件处不计该条款。算式的每一部分都要算，没有走到的分支也一样，所以结果与求值次序无关。",
        meaning_en="Numbers are exact. Beyond the bounds nothing is cut off and nothing wraps around: the place in the expression is told and the clause is not scored at that event. Every part of an expression is evaluated, the branch not taken too, so the order of evaluation cannot matter.",
    ),
    "run.unknown-year": Wording(
        zh="`{clause}` 在 `{event}` 用到 {year} 年的工作日，日历 `{calendar}` 没有这一年的数据，在该处不计分",
        en="`{clause}` at `{event}` asks about working days of {year}, for which calendar `{calendar}` has no data; it is not scored there",
        hint_zh="把 {year} 年的放假安排补进日历；国务院办公厅通常在上年年底公布",
        hint_en="add {year} to the calendar; the holidays are usually published at the end of the year before",
        meaning_zh="工作日取自日历数据，不推测。期限跨到尚未公布放假安排的年份时，到期日无法确定，报告缺哪一年，待日历补齐后重新计算。",
        meaning_en="Working days come from calendar data and are never guessed. When a limit reaches into a year whose holidays are not published, its due day cannot be told: the missing year is named, and a new run with the completed calendar decides.",
    ),
    "run.extension-refused": Wording(
        zh="条款 `{clause}`：延期批准 `{event}` 不计入（起算事件 `{start}`）：{reason_zh}",
        en="clause `{clause}`: approval `{event}` does not extend the clock opened by `{start}`: {reason_en}",
        hint_zh="延期须在到期日（含）前批准，且不超过规定次数",
        hint_en="an extension is approved on or before the due day, and no more often than the policy allows",
        meaning_zh="延期按事件次序逐个认定：在当时的到期日及以前批准、没有超过次数的才计入；有一个不计入，其后的也都不计入，因为到期以后的批准不能使已经到期的期限复活。延期总长超过上限的部分截去，但不算无效。",
        meaning_en="Extensions are taken in the order of events. One counts if it was approved on or before the due day as it then stood and not more often than allowed; once one does not count, none after it does, because an approval after the due day cannot revive what has run out. What exceeds the ceiling is cut off, and the approval still counts.",
    ),
    "run.ruling-without-points": Wording(
        zh="裁定 `{event}` 调整总分，但没有写分数，或者它针对的是事项而不是单位、领导，没有总分可调",
        en="ruling `{event}` adjusts a total but states no points, or is about a case, which has no total",
        hint_zh="在裁定事件中填写 `points`，并记在单位或领导名下",
        hint_en="state `points` in the ruling, and file it under a unit or leader",
        meaning_zh="裁定分两种：撤销某一条的记分（effect: reverse），或调整总分（effect: adjust）。调整总分必须写明分数，记在某个单位或领导的评分卡上。",
        meaning_en="A ruling either reverses what a clause wrote (effect: reverse) or adjusts a total (effect: adjust). An adjustment states its points and stands on the card of a unit or leader.",
    ),
    "run.ruling-without-clause": Wording(
        zh="裁定 `{event}` 撤销记分，但没有写是哪一条款，不起作用",
        en="ruling `{event}` reverses without saying which clause, and has no effect",
        hint_zh="填写 `clause`，并在 `event` 中写明所撤销的事件；不写事件则撤销该条对其单位、领导或事项的全部记分",
        hint_en="state `clause`, and in `event` what is reversed; without an event all that the clause laid on that unit, leader or case is reversed",
        meaning_zh="撤销类裁定指明条款和事件，凡该条在该事件上的记分，不论记在谁名下，都以相反的一笔冲回，日期与原记分相同。",
        meaning_en="A reversing ruling names a clause and an event: whatever the clause laid at that event, on whomever, is taken back by an opposite entry with the date of the entry reversed.",
    ),
    "run.act-of-unknown-clause": Wording(
        zh="{count} 个免责或裁定事件写的条款 `{clause}` 本办法里没有，如 `{event}`；相近的条款：{near}",
        en="{count} {count:exemption or ruling names|exemptions or rulings name} clause `{clause}`, which this policy does not have, such as `{event}`; near: {near}",
        hint_zh="核对条款编号；写错时作废该事件，重新录入",
        hint_en="compare the clause's id; if it is a slip, void the event and enter it anew",
        meaning_zh="免责、撤销按条款编号对应。编号不在本办法里，就什么也撤不掉，该冲回的记分仍然在册；调整总分的裁定照样生效，但说不出针对哪一条。",
        meaning_en="Exemptions and reversals go by the clause's id. An id that the policy does not have takes nothing back: the entry meant stays. A ruling that adjusts a total takes effect all the same, but about no clause.",
    ),
}
