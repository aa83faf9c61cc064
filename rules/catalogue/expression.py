"""What can be wrong with how a condition or value is written, and with the types in it."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

WORDINGS: dict[str, Wording] = {
    # --- writing --------------------------------------------------------------------------------
    "expression.empty": Wording(
        zh="这里要有表达式，却是空的", en="an expression is needed here and there is none",
        hint_zh="没有条件就删去这个键；总是成立写 `true`",
        hint_en="leave the key out when there is no condition; write `true` for one that always holds",
        meaning_zh="条件或数值的位置是空的。空的条件不当作“成立”，也不当作“不成立”：猜哪一个都会改变考核结果。",
        meaning_en="A condition or value is empty. An empty condition is taken neither as true nor as false: either guess would "
        "change the assessment.",
        good="when: 'true'\n",
    ),
    "expression.too-long": Wording(
        zh="表达式超过 {most} 个字符", en="this expression has more than {most} characters",
        hint_zh="把其中几段写成 `define:`，各起一个名称",
        hint_en="move parts of it to `define:` and name them",
        meaning_zh="过长的条件没有人能核对。用 `define:` 给各段起名，再把名称组合起来。",
        meaning_en="Nobody can check a condition of that length. Name its parts in `define:` and combine the names.",
        good="define:\n  five_steps: distinct(hearing_step, step) == 5\n",
    ),
    "expression.too-deep": Wording(
        zh="表达式嵌套超过 {most} 层", en="this expression is nested more than {most} deep",
        hint_zh="去掉多余的括号，或把其中几段写成 `define:`",
        hint_en="drop brackets that are not needed, or move parts of it to `define:`",
        meaning_zh="嵌套过深的条件没有人能读懂，通常是生成出来的或误粘贴的。",
        meaning_en="Nobody can read a condition nested that deeply; mostly it was generated or pasted by mistake.",
        good="when: 'a && (b || c)'\n",
    ),
    "expression.character": Wording(
        zh="`{found}` 不能出现在表达式里", en="`{found}` has no place in an expression",
        hint_zh="[[写成 `{near}`；]]名称用英文字母、数字和 `_`；中文放在引号里", hint_en="[[write `{near}`; ]]names have letters a–z, digits and `_`; other text goes into quotes",
        meaning_zh="表达式里只有名称、数、引号中的代码、括号和运算符。",
        meaning_en="An expression has names, numbers, quoted codes, brackets and signs, nothing else.",
        good='when: outcome == "satisfied"\n',
    ),
    "expression.write": Wording(
        zh="这里的 `{found}` 要写成 `{right}`", en="`{found}` is written `{right}` here",
        hint_zh="改成 `{right}`", hint_en="write `{right}`",
        meaning_zh="其他语言或中文输入法的写法：`=` 要写 `==`，`and` 要写 `&&`，全角括号、逗号、引号要写半角。",
        meaning_en="A sign of another language or of a Chinese keyboard: `=` is `==` here, `and` is `&&`, full-width brackets, "
        "commas and quotes are the plain ones.",
        good="when: 'level == 1 && seen(closed)'\n",
    ),
    "expression.unclosed": Wording(
        zh="引号 {quote} 没有配对", en="the quote {quote} is never closed",
        hint_zh="在代码末尾补上 {quote}", hint_en="put {quote} at the end of the code",
        meaning_zh="引号中的代码不跨行，开头和结尾用同一种引号。",
        meaning_en="A quoted code ends on the line it begins on, with the quote it begins with.",
        good='when: channel == "letter"\n',
    ),
    "expression.escape": Wording(
        zh="引号里不认识 `{found}`", en="`{found}` means nothing inside quotes",
        hint_zh='反斜杠本身写作 `\\\\`，引号写作 `\\"`', hint_en='a backslash is written `\\\\`, a quote `\\"`',
        meaning_zh="引号里的反斜杠只用来写 `\\\\`、`\\\"`、`\\'`、`\\n`、`\\t`、`\\r`。",
        meaning_en="Inside quotes a backslash only writes `\\\\`, `\\\"`, `\\'`, `\\n`, `\\t` and `\\r`.",
        good='when: channel == "letter"\n',
    ),
    "expression.number": Wording(
        zh="`{found}` 的位数太多", en="`{found}` has too many digits",
        hint_zh="小数最多 9 位，整数最多 18 位", hint_en="at most 9 decimals and 18 digits before them",
        meaning_zh="数都按精确值计算，所以位数有限；考核用不到更多位。",
        meaning_en="Numbers are computed exactly, so their digits are limited; no assessment needs more.",
        good="points: -0.5\n",
    ),
    "expression.length": Wording(
        zh="表达式里不能直接写期限 `{found}`", en="a duration such as `{found}` cannot stand in an expression",
        hint_zh="相差的天数写成数，如 `days_since(accepted) > 10`；期限写在 `within:` 里或写成 duration 类型的参数",
        hint_en="a number of days is a plain number, like `days_since(accepted) > 10`; a limit stands in `within:` or is a "
        "parameter of type duration",
        meaning_zh="`15d`、`5wd` 这样的期限要区分日、工作日、小时，不能和数相加或比较，所以不是表达式里的值。",
        meaning_en="`15d` and `5wd` count days, working days or hours; they do not add to or compare with numbers, so they are no "
        "literal of the expression language.",
        good="when: days_since(accepted) > 10\n",
    ),
    "expression.chained": Wording(
        zh="比较不能连写", en="comparisons do not chain",
        hint_zh="拆成两个比较，用 `&&` 连接，如 `1 <= x && x <= 5`", hint_en="write two comparisons joined by `&&`, like `1 <= x && x <= 5`",
        meaning_zh="`1 <= x <= 5` 在各种语言里意思不同，这里不猜。", meaning_en="`1 <= x <= 5` means different things in different languages; "
        "it is not guessed at here.",
        good="when: '1 <= level && level <= 5'\n",
    ),
    "expression.unexpected": Wording(
        zh="`{found}` 不该出现在这里", en="`{found}` does not fit here",
        hint_zh="[[这里可以是{expected:term}]][[期限是整日或整小时，在 `within:` 里写成 `{near}`，]][[按工作时间算写成 `{working}`]]",
        hint_en="[[here can stand {expected:term}]][[a duration has whole days or hours, so write `{near}` in `within:`, ]][[`{working}` where only working time counts]]",
        meaning_zh="读到这里时，前面的部分还不完整，或者已经完整而后面又多了东西。提示列出这里可以写什么。",
        meaning_en="Up to here the expression was incomplete, or it was complete and something followed. The hint lists what can stand here.",
        good="when: 'seen(closed) && !resolved'\n",
    ),
    "expression.unfinished": Wording(
        zh="表达式到这里没有写完", en="the expression ends too early",
        hint_zh="后面还要有{expected:term}", hint_en="what is missing is {expected:term}",
        meaning_zh="少了右括号、运算符右边的值，或者 `? :` 的后半。", meaning_en="A closing bracket is missing, or the value to the right of a sign, "
        "or the second half of `? :`.",
        good="points: 'result == \"revoked\" ? -5 : -2'\n",
    ),
    # --- types ----------------------------------------------------------------------------------
    "expression.type": Wording(
        zh="这里要{expected:term}，得到的是{found:term}", en="{expected:term} expected here, found {found:term}",
        hint_zh="[[写成 `{near}`（日）或 `{working}`（工作日）；]][[{how:form}]]",
        hint_en="[[write `{near}` (days) or `{working}` (working days); ]][[{how:form}]]",
        meaning_zh="每个键要哪种值是定好的：`when` 要条件，`points` 要数，`unit` 要单位。",
        meaning_en="Each key takes one type of value: `when` a condition, `points` a number, `unit` a unit.",
        good="when: people > 5\npoints: -1\n",
    ),
    "expression.operands": Wording(
        zh="`{sign}` 不能用于{found:terms}", en="`{sign}` does not take {found:terms}",
        hint_zh="[[日期写 `{near}`，时刻先用 `day(…)` 取日期；]]可以用于：{expected:terms}",
        hint_en="[[a date is written `{near}`, the date of an instant is `day(…)`; ]]it takes: {expected:terms}",
        meaning_zh="每个运算符和函数只接受规定的类型。代码只能比较是否相同或是否属于，不能比大小。",
        meaning_en="Each sign and function takes the types it is declared for. Codes are compared by `==`, `!=` and `in`, never by size.",
        good='when: tier in ["cross", "district"]\n',
    ),
    "expression.date-instant": Wording(
        zh="日期和时刻不能混用（`{sign}`）", en="a date and an instant do not mix (`{sign}`)",
        hint_zh="时刻的当地日期写作 `day(…)`，如 `day(at)`", hint_en="the local date of an instant is `day(…)`, like `day(at)`",
        meaning_zh="时刻精确到微秒，日期是一整天。两者相比要先说明按哪一天算。",
        meaning_en="An instant is exact to the microsecond, a date is a whole day. To compare them, say which day the instant counts for.",
        good="when: day(at) > period.from\n",
    ),
    "expression.mixed": Wording(
        zh="{first:term}和{second:term}不能当作同一种值", en="{first:term} and {second:term} are not values of one kind",
        hint_zh="两边写成同一种类型；选项要有相同的取值", hint_en="make both sides one type; two options must share a value",
        meaning_zh="`? :` 的两个分支、`default` 的两项、列表的各项、`f == this.f` 的两边必须是同一种值。",
        meaning_en="The branches of `? :`, the two values of `default`, the items of a list and the sides of `f == this.f` must be of one type.",
        good="points: 'result == \"revoked\" ? -5 : -2'\n",
    ),
    "expression.counts": Wording(
        zh="计量单位不同：{first}和{second}不能相加或比较", en="different units of count: {first} and {second} neither add nor compare",
        hint_zh="分别计算，或用 `/` 求比值", hint_en="keep them apart, or take their ratio with `/`",
        meaning_zh="件、批、人次是不同的东西：三批四十人次既不是四十三，也不能和批数比大小。没有计量单位的数（次数、参数、写明的数）可以和任何一种比较。",
        meaning_en="Cases, batches and person-visits are different things and do not add up. A number without a unit of count (a count of "
        "events, a parameter, a literal) goes with any.",
        good="when: people > 5\n",
    ),
    "expression.unguarded": Wording(
        zh="`{found}` 可能没有值，这里没有说明没有值时怎么办", en="`{found}` may be missing, and nothing says what happens then",
        hint_zh="写成 `{rewrite}`", hint_en="write `{rewrite}`",
        meaning_zh="没有不等于否。没有答复日期的事项，既不能当作答复了，也不能当作没答复。用 `has(x) && …` 说明有值才判断，或用 `default(x, v)` 说明没有值时取什么。"
        "除法的结果也可能没有值（除数为 0）。",
        meaning_en="Missing is not false. A case without a date of reply is neither replied to nor not. `has(x) && …` asks only where there is a "
        "value, `default(x, v)` says which value stands in. A quotient may be missing too, when the divisor is 0.",
        good="when: 'has(case.unit) && case.unit == \"north\"'\n",
    ),
    "expression.always-there": Wording(
        zh="`{found}` 总有值，不必检查", en="`{found}` is always there; the guard does nothing",
        hint_zh="去掉 `has` 或 `default`", hint_en="drop `has` or `default`",
        meaning_zh="多余的检查会让人以为这个值可能没有。", meaning_en="A guard that does nothing makes readers think the value could be missing.",
        good='when: origin == "new"\n',
    ),
    "expression.arguments": Wording(
        zh="`{found}` 的参数个数不对（写了 {number} 个）", en="`{found}` takes another number of arguments (here: {number})",
        hint_zh="例如 `{example}`", hint_en="for example `{example}`",
        meaning_zh="函数的参数个数是固定的，见语言参考中的函数表。", meaning_en="Functions take a fixed number of arguments; see the table of "
        "functions in the reference.",
        good="points: max(-3, -0.5 * count(repeat_petition))\n",
    ),
    "expression.literal": Wording(
        zh="`{found}` 在这里要{expected:term}", en="`{found}` needs {expected:term} here",
        hint_zh="直接写明，不能计算得出", hint_en="write it out; it cannot be computed",
        meaning_zh="日期、期限编号、小数位数和舍入方式必须直接写明，这样检查时就能核对，不必等到运行。",
        meaning_en="Dates, ids of deadlines, places and ways of rounding are written out, so that they are checked before anything runs.",
        good="when: 'day(at) >= date(\"2021-03-01\") && overdue(\"handle\")'\n",
    ),
    "expression.bad-date": Wording(
        zh="`{found}` 不是日期", en="`{found}` is not a date",
        hint_zh='写作 `date("2021-03-01")`，且当月要有这一天', hint_en='write `date("2021-03-01")`; the month must have that day',
        meaning_zh="日期写作年-月-日，不足两位补零。", meaning_en="A date is year-month-day, with leading zeros.",
        good='when: day(at) >= date("2021-03-01")\n',
    ),
    "expression.empty-list": Wording(
        zh="列表是空的", en="this list is empty",
        hint_zh="至少写一项；不需要就删去这个条件", hint_en="list at least one item, or drop the condition",
        meaning_zh="什么都不属于空列表，这样的条件永远不成立。", meaning_en="Nothing is in an empty list, so such a condition never holds.",
        good='when: channel in ["letter", "online"]\n',
    ),
    "expression.too-many-defines": Wording(
        zh="`{found}` 一层层展开后超过 {most} 段", en="`{found}` opens into more than {most} pieces",
        hint_zh="减少定义之间的重复引用", hint_en="let the definitions use each other less often",
        meaning_zh="定义引用定义，每层都引用几次，展开后的条件会大到无法核对。",
        meaning_en="Definitions that use definitions several times over grow into a condition nobody can check.",
        good="define:\n  done: resolved && five_steps\n",
    ),
}
