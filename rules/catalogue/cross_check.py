"""What is said when a second engine has replayed a run."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

_MEANING_ZH = (
    "`--cross-check` 用另一个引擎把同样的事件再算一遍，逐条比较分录、计数、门槛和时限。两个引擎共用的模块里若有错，"
    "两边会错得一样，所以回执同时列出共用了哪些模块。"
)
_MEANING_EN = (
    "`--cross-check` replays the same events on another engine and compares entries, tallies, gates and clocks row by row. A fault in a "
    "module that both engines share is the same fault twice, so the receipt also lists those modules."
)

WORDINGS: dict[str, Wording] = {
    "run.engines-agree": Wording(
        zh="用 {against} 引擎核对了全部 {matters} 个事项的 {entries} 条分录：与 {engine} 引擎一致（两者共用的模块列在回执里）",
        en="the {against} engine replayed every matter ({matters}): {entries} {entries:entry|entries}, the same as the {engine} engine's (what both share is listed in the receipt)",
        hint_zh="共用的模块里若有错，两边错得一样；要看它们，见回执的 cross_check",
        hint_en="a fault in a module that both share is the same fault twice; the receipt's cross_check lists them",
        meaning_zh=_MEANING_ZH,
        meaning_en=_MEANING_EN,
    ),
    "run.engines-agree-on-sample": Wording(
        zh="用 {against} 引擎核对了抽样的 {matters} 个事项（共 {of} 个，种子 {seed}）的 {entries} 条分录：与 {engine} 引擎一致（两者共用的模块列在回执里）",
        en="the {against} engine replayed a sample of {matters} of {of} {of:matter|matters} (seed {seed}): {entries} {entries:entry|entries}, the same as the {engine} engine's (what both share is listed in the receipt)",
        hint_zh="要核对全部事项，把事件按事项分成几份来算",
        hint_en="to have every matter checked, run the events in parts of whole matters",
        meaning_zh=_MEANING_ZH + "超过二十万个事件时只抽取整个的事项来核对，抽了多少、用什么种子都写明。",
        meaning_en=_MEANING_EN + " Beyond two hundred thousand events whole matters are drawn; how many, and by which seed, is said.",
    ),
    "run.engines-differ": Wording(
        zh="两个引擎不一致：{record} 的 `{row}`[[ 的 `{field}`]]，{engine} 引擎是 `{one}`，{against} 引擎是 `{other}`",
        en="the engines differ: `{row}` of {record}[[, `{field}`]] is `{one}` by the {engine} engine and `{other}` by the {against} engine",
        hint_zh="在查明之前不要使用这次结果；请把政策和这个事项的事件报告给我们",
        hint_en="do not use this run before it is understood; report the policy and this matter's events to us",
        meaning_zh=_MEANING_ZH + "出现不一致，说明至少有一个引擎是错的。",
        meaning_en=_MEANING_EN + " A difference means that at least one of the engines is wrong.",
    ),
    "run.engines-differ-often": Wording(
        zh="{engine} 与 {against} 引擎共有 {count} 处不一致（核对了 {entries} 条分录）",
        en="{engine} and {against} differ in {count} {count:row|rows} ({entries} {entries:entry|entries} looked at)",
        hint_zh="全部处数记在回执的 cross_check 中",
        hint_en="the receipt counts them under cross_check",
        meaning_zh=_MEANING_ZH,
        meaning_en=_MEANING_EN,
    ),
}
