"""What a run may have to say when entries become cards, in Chinese and English."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

_CARDS = """\
scorecards:
  town: {of: unit, who: 'subject.kind == "town"', out_of: 100, base: 100, sections: {work: {title: 办理}}, points_from: example}
  bureau: {of: unit, who: 'subject.kind == "bureau"', out_of: 100, base: 100, sections: {work: {title: 办理}}, points_from: example}
"""

WORDINGS: dict[str, Wording] = {
    "run.two-cards": Wording(
        zh="`{subject}` 在 {span} 同时符合两张考核表：`{first}` 和 `{second}`",
        en="`{subject}` is admitted by two scorecards over {span}: `{first}` and `{second}`",
        hint_zh="改写其中一张的 who，使每个对象只有一张表；本次按 `{first}` 计分",
        hint_en="narrow one `who` so that each subject has one card; this run scores `{first}`",
        meaning_zh="一个单位或领导在同一天只能有一张考核表。两张都收，同一分就会算两次，等次和名次也有了两个答案。判断以考核期最后一天（对象先离任或撤销的，为其最后一天）的名册为准。",
        meaning_en="A unit or leader has one card on any day. If two admit it, one point would count twice and grade and rank would have two answers. `who` is judged by the roster on the last day of the card's span, or on the subject's own last day if that is earlier.",
        good=_CARDS,
    ),
    "run.charged-without-card": Wording(
        zh="`{subject}` 被记 {points} 分（条款 {clauses:list}），但没有考核表收它",
        en="`{subject}` is charged {points} {points:point|points} ({clauses:clause|clauses} {clauses:list}) but no scorecard admits it",
        hint_zh="让某张考核表的 who 收它，或者让条款的责任行不指向它",
        hint_en="let some scorecard's `who` admit it, or keep the clause's lines from reaching it",
        meaning_zh="分已记入台账，不会丢失，但不在任何考核表上。常见原因：对象的类别没有对应的考核表，或者责任行指到了不参加考核的单位。",
        meaning_en="The points stand in the ledger, nothing is lost, but they are on no card. Usually the subject's kind has no scorecard, or a line reaches an office that is not assessed.",
        good=_CARDS,
    ),
    "run.veto-without-card": Wording(
        zh="`{subject}` 被条款 `{clause}` 否决（事件 `{event}`），但没有考核表收它",
        en="clause `{clause}` vetoes `{subject}` (event `{event}`) but no scorecard admits it",
        hint_zh="让某张考核表的 who 收它，或者让条款的责任行不指向它",
        hint_en="let some scorecard's `who` admit it, or keep the clause's lines from reaching it",
        meaning_zh="否决限定的是等次和名次。没有考核表的对象既无等次也无名次，否决对它不起作用。",
        meaning_en="A veto limits grade and rank. A subject without a card has neither, so the veto does nothing.",
        good=_CARDS,
    ),
    "run.section-not-on-card": Wording(
        zh="`{subject}` 在 `{section}` 部分被记 {points} 分（条款 {clauses:list}），但它的考核表没有这一部分",
        en="`{subject}` is charged {points} {points:point|points} in section `{section}` ({clauses:clause|clauses} {clauses:list}), which its card does not have",
        hint_zh="在该对象的考核表里加上这一部分，或者让条款的责任行不指向它",
        hint_en="add the section to that subject's scorecard, or keep the clause's lines from reaching it",
        meaning_zh="条款属于某一部分，考核表只计它列出的部分。分已记入台账，不会丢失，但不计入总分。",
        meaning_en="A clause belongs to a section, and a card counts the sections it lists. The points stand in the ledger, nothing is lost, but the total does not hold them.",
        good=_CARDS,
    ),
}
