"""What can be wrong with a vocabulary: fields, roles, facts, and what is aimed at people."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

_KIND = """\
kinds:
  closed:
    title: 办结
    about: case
    whole_day: end
    fields:
      result: {title: 结论, type: enum, required: true, values: {support: 予以支持, explain: 解释说明}}
"""
_EXEMPTION = """\
kinds:
  exempted:
    title: 免予扣分
    about: case
    role: exemption
    fields:
      clauses: {title: 免予适用的条款, type: list of code, required: true}
      approver: {title: 批准机关, type: code, required: true}
      basis: {title: 依据编号, type: code, required: true}
"""

WORDINGS: dict[str, Wording] = {
    # --- what is aimed at people ----------------------------------------------------------------
    "vocabulary.person-directed": Wording(
        zh="`{text}` 针对的是人（“{word}”）：{reason_zh}", en="`{text}` is aimed at people (`{word}`): {reason_en}",
        hint_zh="删去它；这一条没有例外，可改为记录单位该做的事", hint_en="leave it out: there is no exception; record what an office had to do instead",
        meaning_zh="本系统考核单位，不考核群众。控制、劝返、训诫、分析情绪、给人建名单的种类、字段和条款一律不收，写什么理由也不收。"
        "原文引语不受限制：引语说明文件写了什么，不说明计什么分。",
        meaning_en="Offices are assessed, never petitioners. Kinds, fields and clauses about controlling, returning, admonishing, "
        "reading or listing people are refused, whatever the reason. Quotations of sources are free: they show what a document "
        "says, not what is scored.",
        good=_KIND,
    ),
    "vocabulary.identity": Wording(
        zh="`{text}` 会带进个人身份（“{word}”）：{reason_zh}", en="`{text}` would bring in somebody's identity (`{word}`): {reason_en}",
        hint_zh="删去这个字段；事项只用上级系统给的编号", hint_en="leave the field out; a case is known by the number its system gave it",
        meaning_zh="不保存信访人的姓名、证件、电话、住址、车牌，也不保存它们的化名或散列值。导入时同样拒收。",
        meaning_en="No name, identity number, telephone, address or plate of a petitioner is kept, nor an alias or hash of one. "
        "Imports refuse them as well.",
        good=_KIND,
    ),
    "vocabulary.upward-visit": Wording(
        zh="`{text}` 说的是越级或进京走访（“{word}”）：{reason_zh}", en="`{text}` is about turning to a higher level (`{word}`): {reason_en}",
        hint_zh="删去它；没有例外", hint_en="leave it out: there is no exception",
        meaning_zh="对越级走访计分，历史上带来拦访、截访和销号。这样的种类、字段和条款一律不收。",
        meaning_en="Scoring visits to higher levels led to interception and to deleted records. Such kinds, fields and clauses are refused.",
        good=_KIND,
    ),
    # --- fields ---------------------------------------------------------------------------------
    "vocabulary.reserved-name": Wording(
        zh="`{name}` 有专门含义，不能用作名称", en="`{name}` has a meaning of its own and cannot be a name",
        hint_zh="换一个名称", hint_en="choose another name",
        meaning_zh="每个事件都有的列（`id`、`at`、`kind` 等）和语言自己的词（`any`、`cases` 等）不能再作别的用处。",
        meaning_en="The columns of every event (`id`, `at`, `kind` …) and the language's own words (`any`, `cases` …) mean one thing.",
        good=_KIND,
    ),
    "vocabulary.header-type": Wording(
        zh="字段 `{name}` 的类型只能是 `{name}`，不是 `{found}`", en="the field `{name}` is of type `{name}`, not `{found}`",
        hint_zh="写 `type: {name}`，或换一个名称", hint_en="write `type: {name}`, or choose another name",
        meaning_zh="`case`、`unit`、`leader` 是每个事件都有的列；种类里再声明它，只是为了给它标题或要求必填。",
        meaning_en="`case`, `unit` and `leader` are columns of every event; a kind declares them again to give them a title or to "
        "make them required.",
        good="kinds:\n  assigned: {title: 交办, about: case, fields: {unit: {title: 责任单位, type: unit, required: true}}}\n",
    ),
    "vocabulary.enum-values": Wording(
        zh="`{name}` 的类型是 `{type}`，与 `values` 不相称", en="`{name}` is of type `{type}`, which does not go with its `values`",
        hint_zh="`enum` 要写 `values`，其他类型不写", hint_en="an `enum` has `values`; other types have none",
        meaning_zh="枚举的取值要列全并各有标题；其他类型没有取值表。",
        meaning_en="An enum lists all its values, each with a title; other types have no such list.",
        good=_KIND,
    ),
    "vocabulary.key-type": Wording(
        zh="`{key}` 不用于 `{type}` 类型的字段", en="`{key}` does not go with a field of type `{type}`",
        hint_zh="它用于：{wanted:list}", hint_en="it goes with {wanted:list}",
        meaning_zh="`count` 是数的计量单位，`pattern` 约束代码，`role: link` 把事项连到原事项。",
        meaning_en="`count` is a number's unit of count, `pattern` judges codes, `role: link` leads from a case to an earlier one.",
        good="fields: {people: {title: 人次, type: int, count: 人次}, repeat_of: {title: 原事项, type: case, role: link}}\n",
    ),
    "vocabulary.unknown-count": Wording(
        zh="没有 `{count}` 这个计量单位", en="there is no unit of count `{count}`",
        hint_zh="[[可用：{known:list}；]]新的先写进 `counts:`", hint_en="[[there are {known:list}; ]]add new ones to `counts:`",
        meaning_zh="件、批、人次、起、户不能相加，所以计量单位要先声明。",
        meaning_en="Cases, batches and persons never add up, so units of count are declared.",
        good="counts: [件, 批, 人次]\n",
    ),
    "vocabulary.move-unknown": Wording(
        zh="压案手法里写的{what:term} `{name}` 不存在", en="a move names the {what:term} `{name}`, which there is none of",
        hint_zh="[[应是 `{near}`]]", hint_en="[[did you mean `{near}`?]]",
        meaning_zh="压案手法用本词汇表的事件种类、字段和枚举值写成；写错一个，这一手就查不出来。",
        meaning_en="Moves are written in the vocabulary's kinds, fields and values; one misspelt, and the move would not be looked for.",
        good="moves:\n  unregistered: {title: 再次反映不登记, of: repeat_petition, drop: [repeat_petition]}\n",
    ),
    "vocabulary.bad-pattern": Wording(
        zh="`{pattern}` 不是正则表达式，从这里起读不懂", en="`{pattern}` is no regular expression: it cannot be read from here on",
        hint_zh="核对括号和反斜杠", hint_en="look at its brackets and backslashes",
        meaning_zh="`pattern` 在导入时逐个核对代码。", meaning_en="A `pattern` judges every code on import.",
        good="batch: {title: 批次, type: code, pattern: '[a-z0-9-]{1,24}'}\n",
    ),
    # --- kinds ----------------------------------------------------------------------------------
    "vocabulary.about": Wording(
        zh="`{kind}` 的 `about` 是空的或有重复", en="the `about` of `{kind}` is empty or repeats itself",
        hint_zh="写 `case`、`unit`、`leader` 中的一个或几个", hint_en="write one or more of `case`, `unit`, `leader`",
        meaning_zh="事件总要关于一个事项、单位或领导，才排得进序列。",
        meaning_en="An event is about a case, a unit or a leader: it stands in that stream.",
        good=_KIND,
    ),
    "vocabulary.opens": Wording(
        zh="`opens` 要写一种关于事项的事件，`{name}` 不是", en="`opens` names a kind about cases, and `{name}` is none",
        hint_zh="[[应是 `{near}`]]", hint_en="[[did you mean `{near}`?]]",
        meaning_zh="事项从 `opens` 事件开始；不是由它开始的事项只报告，不计分。",
        meaning_en="A case begins with that kind; a case that begins otherwise is reported and not scored.",
        good="opens: registered\n",
    ),
    "vocabulary.fact-cycle": Wording(
        zh="事项事实互相定义：{hops}", en="these case facts are defined by each other: {hops}",
        hint_zh="让其中一个只用事件来定义", hint_en="define one of them by events alone",
        meaning_zh="绕成一圈的定义没有起点，算不出来。", meaning_en="A circle of definitions has no beginning and no value.",
        good="facts: {unit: {title: 责任单位, value: last(assigned).unit}}\n",
    ),
    # --- roles ----------------------------------------------------------------------------------
    "vocabulary.role-field": Wording(
        zh="`{kind}` 的 `role: {role}` 需要字段 `{field}`", en="`{kind}` with `role: {role}` needs a field `{field}`",
        hint_zh="在 `fields:` 里加上它", hint_en="add it to `fields:`",
        meaning_zh="免责、申诉、裁定、告知、评分、缺勤等事件由引擎直接读取，各有规定的字段。",
        meaning_en="Exemptions, appeals, rulings, notices, marks and absences are read by the engine itself and have fixed fields.",
        good=_EXEMPTION,
    ),
    "vocabulary.role-type": Wording(
        zh="`role: {role}` 的字段 `{field}` 应是{wanted:term}，不是{found:term}",
        en="the field `{field}` of `role: {role}` is {wanted:term}, not {found:term}",
        hint_zh="改它的 `type`", hint_en="change its `type`",
        meaning_zh="引擎直接读取的字段，类型是规定的。", meaning_en="Fields that the engine reads have fixed types.",
        good=_EXEMPTION,
    ),
    "vocabulary.role-required": Wording(
        zh="`role: {role}` 的字段 `{field}` 要写 `required: true`", en="the field `{field}` of `role: {role}` is `required: true`",
        hint_zh="加上 `required: true`", hint_en="add `required: true`",
        meaning_zh="缺了它，引擎就不知道免的是哪一条、申诉的是哪一件。",
        meaning_en="Without it the engine would not know what is exempted or appealed against.",
        good=_EXEMPTION,
    ),
    "vocabulary.role-values": Wording(
        zh="`role: {role}` 的字段 `{field}` 的取值是规定的", en="the values of `{field}` of `role: {role}` are fixed",
        hint_zh="恰好是：{wanted:list}", hint_en="they are exactly {wanted:list}",
        meaning_zh="引擎认得的就是这几个值；标题可以自定。", meaning_en="These are the values the engine knows; their titles are free.",
        good="step: {title: 环节, type: enum, required: true, values: {filed: 提出, decided: 决定}}\n",
    ),
    "vocabulary.role-link": Wording(
        zh="`{kind}` 的 `role: link` 没有连到事项的字段", en="`{kind}` with `role: link` has no field that leads to a case",
        hint_zh="加一个 `type: case, role: link` 的字段", hint_en="add a field with `type: case, role: link`",
        meaning_zh="重复、合并的事项由上级系统连好，靠这个字段带进来。",
        meaning_en="Repeats and mergers are linked upstream and arrive in that field.",
        good="fields: {repeat_of: {title: 重复的原事项, type: case, role: link}}\n",
    ),
    "vocabulary.role-absence": Wording(
        zh="`{kind}` 是缺勤，不能关于事项", en="`{kind}` is an absence and cannot be about a case",
        hint_zh="写 `about: leader` 或 `about: unit`", hint_en="write `about: leader` or `about: unit`",
        meaning_zh="缺勤的日子从领导或单位的应计日数里扣除。", meaning_en="Days of absence are taken from a leader's or unit's days.",
        good="kinds:\n  leave: {title: 离岗, about: leader, role: absence, fields: {from: {title: 起, type: date, required: true}}}\n",
    ),
}
