"""What can be wrong with a score shape."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

_BANDS = "score: {bands: [{at_least: 90%, points: 10}, {at_least: 60%, points: 6}, {at_least: 0%, points: 0}]}\n"
_SLOPE = "score: {slope: {at: 100%, full: 9, below: {per: 1%, points: -1}, steps: full, floor: 0, ceiling: 9}}\n"

WORDINGS: dict[str, Wording] = {
    "score.no-shape": Wording(
        zh="`score` 没有写怎么折成分", en="`score` does not say how the figure becomes points",
        hint_zh="写其中一个：{shapes:list}", hint_en="write one of {shapes:list}",
        meaning_zh="比率、统计值和评分要折成分数，办法有好几种，必须写明。",
        meaning_en="A ratio, measure or mark becomes points in one of several ways, and the policy says which.",
        good=_BANDS,
    ),
    "score.two-shapes": Wording(
        zh="`score` 写了几种折法：{shapes:list}", en="`score` has more than one shape: {shapes:list}",
        hint_zh="只留一种", hint_en="keep one",
        meaning_zh="一个数只折一次。", meaning_en="A figure becomes points once.",
        good=_BANDS,
    ),
    "score.shape-form": Wording(
        zh="`{shape}` 不适用于这种条款", en="the shape `{shape}` does not fit this clause",
        hint_zh="比率用 `rate`、`bands` 或 `slope`；`each` 用于计数和合计（measure），`mark` 用于评议和人工评定",
        hint_en="a ratio takes `rate`, `bands` or `slope`; `each` is for counts and sums (measure), `mark` for appraisals and manual marks",
        meaning_zh="`each` 按个数给分，要有个数；`mark` 照评分给分，要有评分。",
        meaning_en="`each` pays per thing and needs a number of things; `mark` pays the mark and needs a mark.",
        good="measure: {over: commended, statistic: count, by: unit}\nscore: {each: {points: 0.5, at_most: 2}}\n",
    ),
    "score.one-band": Wording(
        zh="只有一档", en="there is only one band",
        hint_zh="至少写两档，最后一档接住其余的值", hint_en="write at least two; the last one takes the rest",
        meaning_zh="一档分不出高低。", meaning_en="One band tells nothing apart.",
        good=_BANDS,
    ),
    "score.bands-mixed": Wording(
        zh="各档的写法不一致", en="the bands are written in different ways",
        hint_zh="都写 `at_least`，或都写 `at_most`，或都写 `from`–`to`", hint_en="use `at_least` in all, `at_most` in all, or `from`–`to` in all",
        meaning_zh="写法一致才能看出有没有空档和重叠。", meaning_en="Only bands written alike show gaps and overlaps.",
        good=_BANDS,
    ),
    "score.bands-order": Wording(
        zh="各档的 `{key}` 没有依次排列", en="the bands' `{key}` are out of order",
        hint_zh="`at_least` 从高到低，`at_most` 从低到高", hint_en="`at_least` descends, `at_most` ascends",
        meaning_zh="取第一个符合的档；次序不对，后面的档就永远轮不到。",
        meaning_en="The first band that holds counts; out of order, a later one is never reached.",
        good=_BANDS,
    ),
    "score.beyond-share": Wording(
        zh="`{key}` 是 {found}：比率达不到这个数", en="`{key}` is {found}, which no rate ever reaches",
        hint_zh="[[写成 `{near}`：]]比率写百分数，如 `95%`、`1%`", hint_en="[[write `{near}`: ]]rates are written in percent, such as `95%` or `1%`",
        meaning_zh="比率在 0 到 100% 之间，两个比率之差在 ±100% 之间。写 `95` 就是 9500%，谁也达不到；每级 `15` 就是 1500%，一级也凑不满。",
        meaning_en="A rate lies between 0 and 100 %, the difference of two between ±100 %. `95` means 9500 %, which nobody reaches; a step of `15` means 1500 %, which is never full.",
        good="score: {slope: {at: 95%, full: 10, below: {per: 15%, points: -10}, floor: 0}}\n",
    ),
    "score.bands-gap": Wording(
        zh="{gap} 没有落在任何一档", en="{gap} falls into no band",
        hint_zh="让各档首尾相接，最后一档接住其余的值", hint_en="let each band meet the next, and the last one take the rest",
        meaning_zh="“80—89”和“90以上”之间，89.5 没有档。每个值都要恰好落在一档里。",
        meaning_en="Between “80–89” and “90 and more” 89.5 has no band. Every figure falls into exactly one.",
        good="score: {bands: [{from: 90%, points: 10}, {from: 60%, to: 90%, points: 6}, {to: 60%, points: 0}]}\n",
    ),
    "score.bands-overlap": Wording(
        zh="{overlap} 落在两档里", en="{overlap} falls into two bands",
        hint_zh="每档含起点、不含终点（最高档除外）；让终点等于下一档的起点",
        hint_en="a band holds its start and not its end (but for the highest); let each end be the next start",
        meaning_zh="重叠的值该得哪一档的分，说不清。", meaning_en="A figure in two bands has two scores.",
        good="score: {bands: [{from: 90%, points: 10}, {from: 60%, to: 90%, points: 6}, {to: 60%, points: 0}]}\n",
    ),
    "score.slope-sides": Wording(
        zh="斜率没有方向", en="this slope goes nowhere",
        hint_zh="写 `below:` 或 `above:`", hint_en="write `below:` or `above:`",
        meaning_zh="斜率说偏离目标每多少加减几分；两边都没写就是常数。",
        meaning_en="A slope says what each step away from the target costs; without a side it is a constant.",
        good=_SLOPE,
    ),
    "score.limits": Wording(
        zh="`{lower}` 大于 `{upper}`", en="`{lower}` is above `{upper}`",
        hint_zh="对调，或改其中一个", hint_en="swap them, or change one",
        meaning_zh="下限大于上限，没有一个分值合乎要求。", meaning_en="No score is above the one and below the other.",
        good=_SLOPE,
    ),
    "score.rank-places": Wording(
        zh="名次表是空的，或有第 0 名", en="the list of places is empty, or has a place 0",
        hint_zh="第一名写 1，最后一名写 −1", hint_en="the first place is 1, the last is −1",
        meaning_zh="名次从 1 数起，也可从末位 −1 数起。", meaning_en="Places count from 1, or from −1 at the bottom.",
        good="score: {rank_table: {places: {1: 3, 2: 2, -1: 0}}}\n",
    ),
    "score.no-full": Wording(
        zh="指标没有满分", en="this indicator has no full marks",
        hint_zh="`each` 写 `at_most`，会加分的 `slope` 写 `ceiling`", hint_en="give `each` an `at_most`, and a slope that adds points a `ceiling`",
        meaning_zh="计分卡的总分由基础分和各指标的满分合成，所以每个指标都要有满分。",
        meaning_en="A card's total is made of its base and the full marks of its indicators, so each has some.",
        good=_SLOPE,
    ),
}
