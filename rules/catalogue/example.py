"""What can be wrong with worked examples before they are played."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

_EXAMPLE = """\
kaohe: 1
cases: lishi
examples:
  - name: 期限内再次反映，不扣分
    events:
      - {at: 2021-03-01, kind: registered, case: A1, origin: new}
      - {at: 2021-04-20, kind: repeat_petition, case: A1}
    expect: {silent: [control-new.second-report]}
"""

WORDINGS: dict[str, Wording] = {
    "example.other-policy": Wording(
        zh="这些算例是 `{found}` 的，办法是 `{policy}`", en="these examples are for `{found}`, the policy is `{policy}`",
        hint_zh="核对 `cases:` 或文件夹", hint_en="check `cases:`, or the folder",
        meaning_zh="算例只证明它所写的那个办法。", meaning_en="Examples prove the policy they name.",
        good=_EXAMPLE,
    ),
    "example.unknown-name": Wording(
        zh="办法里没有名为 `{name}` 的{what:term}", en="the policy has no {what:term} called `{name}`",
        hint_zh="[[应是 `{near}`]]", hint_en="[[did you mean `{near}`?]]",
        meaning_zh="算例提到的条款、关口、计分卡、部分和等次，办法里都要有，否则它什么也没有检验。",
        meaning_en="Clauses, gates, cards, sections and grades that an example names must be in the policy, or it tests nothing.",
        good=_EXAMPLE,
    ),
    "example.expects-nothing": Wording(
        zh="算例 `{name}` 没有写预期", en="the example `{name}` expects nothing",
        hint_zh="写 `entries`、`silent`、`cards` 等；预期没有分录写 `entries: []`", hint_en="write `entries`, `silent`, `cards` …; for no entries at all write `entries: []`",
        meaning_zh="没有预期的算例总是通过，等于没有检验。", meaning_en="An example without expectations always passes and tests nothing.",
        good=_EXAMPLE,
    ),
    "example.others": Wording(
        zh="`others` 不能是 `{found}`", en="`others` cannot be `{found}`",
        hint_zh="只能写 `allowed`：允许有没列出的分录", hint_en="it is `allowed`, when there may be entries that are not listed",
        meaning_zh="不写时，`entries` 要列出全部分录。", meaning_en="Without it `entries` lists them all.",
        good="expect: {entries: [{clause: late, points: -1}], others: allowed}\n",
    ),
}
