"""What the main job and the editor's tools remark: files beside each other, inputs that changed."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

WORDINGS: dict[str, Wording] = {
    "run.no-roster": Wording(
        zh="没有名册：以事件中出现的 {units} 个单位、{leaders} 个领导代替",
        en="no roster: {units} {units:unit|units} and {leaders} {leaders:leader|leaders} seen in the events stand in for one",
        hint_zh="用 --roster 指定名册，才能按任职时间记到领导，也才能看到没有任何事件的单位",
        hint_en="give one with --roster, so that posts and tenures are known and units without any event are judged too",
        meaning_zh="没有名册时，只知道事件里出现过的单位和领导：没有同类组、上下级、职务和任职时间，一件事都没有的单位不会出现。适合先看一眼，不适合正式考核。",
        meaning_en="Without a roster only subjects named in events are known: no peer groups, no tree, no posts or tenures, and a unit without a single event does not appear. Good for a first look, not for an assessment.",
        good="kaohe: 1\nroster: demo\nunits:\n  - {id: chengbei, title: 城北街道, kind: street, level: township, from: 2021-01-01}\n",
    ),
    "run.input-changed": Wording(
        zh="与当时计算所用的不同，或已不在原处：{names:list}",
        en="not what the run was made from, or no longer there: {names:list}",
        hint_zh="换回当时的文件，或重新计算后再追溯",
        hint_en="put back what was there, or run again before tracing",
        meaning_zh="回执记有每个输入的散列。追溯要重读政策和事件，若它们已经改动，解释就可能与当时的分数不符，所以先说明。",
        meaning_en="The receipt holds a hash of every input. Tracing reads policy and events again; if they have changed, an explanation might not fit the figure, so this is said first.",
    ),
    "run.ledger-changed": Wording(
        zh="`{name}` 与回执记下的不符：计算之后被改动过",
        en="`{name}` is not what the receipt says: it was altered after the run",
        hint_zh="不要采信这个文件夹；用回执所列的输入重新计算，比较两个根",
        hint_en="do not trust this folder; run again from the inputs the receipt lists, and compare the roots",
        meaning_zh="台账按根核对：根是全部分录逐列的散列，与文件的字节无关，根不符，说明有分录被增删或改动。考核表、计数等其他文件按 SHA-256 核对。",
        meaning_en="The ledger is held to its root, a hash of all its rows, column by column, whatever the bytes of the file: another root means that rows were added, removed or changed. Cards, tallies and the other files are held to their SHA-256.",
    ),
    "example.no-policy": Wording(
        zh="`{file}` 旁边没有可用的 policy.yaml，只检查了写法",
        en="there is no usable policy.yaml beside `{file}`; only its shape was checked",
        hint_zh="算例和名册与所属政策放在同一文件夹",
        hint_en="keep examples and rosters in the folder of the policy they belong to",
        meaning_zh="算例和名册里的名称要对照政策及其词汇表才知道对错。",
        meaning_en="Whether the names in examples and rosters are right can only be told beside the policy and its vocabulary.",
    ),
    "policy.parameter-override": Wording(
        zh="参数 `{name}` 不能这样改：没有这个参数、它按枚举取值，或值的类型不对",
        en="parameter `{name}` cannot be set like this: there is none of that name, it goes by an enum, or the value is of another type",
        hint_zh="值要与政策中该参数的类型相同，例如数字 `2`、期限 `15d`",
        hint_en="give a value of the type the policy gives it, such as `2` or `15d`",
        meaning_zh="算例和试算可以给参数另一个值，整个时期都用它。按枚举取值的参数不能整体改写。",
        meaning_en="Worked examples and what-if runs may give a parameter another value for all time. A parameter by enum values cannot be set as a whole.",
    ),
}
