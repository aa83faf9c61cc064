"""Words that go into sentences: the Chinese of our English terms, and how each scalar is written."""

from __future__ import annotations

TERMS: dict[str, str] = {
    # how a value is written
    "a list": "列表", "a mapping": "键值对", "text": "文字",
    # kinds of scalars
    "expression": "表达式", "name": "名称", "clause id": "条款编号", "code": "代码", "number": "数", "whole number": "整数",
    "flag": "真假值", "date": "日期", "duration": "期限",
    # personal data
    "identity number": "身份证号", "mobile number": "手机号", "number plate": "车牌", "e-mail address": "电子邮箱", "person's name": "姓名",
    # documents
    "policy": "考核办法", "vocabulary": "词汇表", "cases": "算例", "roster": "名册", "calendar": "日历", "mapping": "映射表",
    # parts of a policy
    "period": "考核期", "named period": "时段", "inheritance": "继承", "source": "来源", "basis": "依据", "parameter": "参数",
    "definition": "定义", "event condition": "事件条件", "state": "状态", "gate": "关口", "gate item": "关口项", "clause": "条款",
    "rounding": "取位", "extension": "延期", "restart": "重新起算", "due date of another deadline": "另一期限的到期日",
    "deadline": "期限", "outcome": "办理结果", "frequency": "频次", "shortfall": "次数不足", "ratio": "比率", "measure": "统计",
    "groups of reviewers": "评议组", "appraisal": "评议", "checklist item": "清单项", "points of an item": "单项分值",
    "checklist": "清单", "score": "计分", "rate": "比率计分", "band": "分档", "side of a slope": "斜率的一侧", "slope": "斜率",
    "points for each": "按个计分", "ranking": "名次", "ranking table": "名次表", "share of the best": "与最优之比",
    "efficacy coefficient": "功效系数", "mark": "评分", "line of accountability": "责任行", "limits": "限额", "cap": "封顶",
    "exclusive group": "就高不重复组", "revocation": "撤销", "confirmation": "确认", "silenced warning": "静默的警告",
    "accepted risk": "接受的风险", "accepted risk of moves": "对手法接受的风险", "section": "部分", "grade": "等次", "inherited score": "连带计分", "scorecard": "考核表",
    "appeals": "申诉", "row of a source": "来源的一行", "table of rows": "来源逐行表",
    "office": "考核办", "accepted name": "认可的写法", "accepted names": "认可的写法",
    # parts of the other documents
    "enum value": "枚举值", "field": "字段", "kind of event": "事件种类", "case fact": "事项事实", "attributes": "属性",
    "what is never imported": "禁收内容", "leader's post": "任职", "year": "年份", "column": "列", "row condition": "行条件", "dated code": "有期限的代码",
    "event rule": "事件规则", "move": "压案手法", "added event": "添上的事件", "file format": "文件格式", "heading": "表头", "event": "事件", "example": "算例", "expectation": "预期",
    "expected entry": "预期记分", "expected tally": "预期统计", "expected card": "预期考核表",
    "expected gate": "预期过关情况", "expected due day": "预期到期日",
    # types of the expression language
    "condition": "条件（是或否）", "option": "选项", "instant": "时刻", "unit": "单位", "leader": "领导", "case": "事项",
    "list": "列表", "periods": "时段", "places": "小数位数",
    # what policies and vocabularies name
    "kind": "事件种类", "file": "文件", "post": "职务", "unit card": "单位计分卡", "enum": "枚举",
    # why a clause cannot counter an accepted risk
    "not in this policy": "本办法没有这一条", "the clause itself": "就是这一条自己", "monitored only": "它只作监测",
    "an accepted risk itself": "它自己也是接受的风险",
    # what can stand next in an expression
    "a value": "一个值", "an operator": "运算符", "a number": "数", "a quoted code": "引号中的代码", "a name": "名称",
    "a comparison": "比较符", "a comma": "逗号", "the end": "结尾",
    # what a mark needs
    "a reason": "理由", "a second reviewer": "另一人的复核", "a document": "文号", "item": "评议项", "group": "评议主体",
    # literals that functions ask for
    "a deadline id in quotes": "引号中的期限条款编号", "a date in quotes": "引号中的日期",
    "a whole number from 0 to 9": "0 到 9 的整数",
}
"""English term -> Chinese term. A fact that is a term holds the English one."""

FORMS: dict[str, tuple[str, str]] = {
    "number": ("数写作 `2`、`-0.5`、`90%` 或 `1/3`，用半角字符", "a number is written `2`, `-0.5`, `90%` or `1/3`"),
    "whole number": ("整数写作 `3`，不带前导零", "a whole number is written `3`, without leading zeros"),
    "flag": ("写 `true` 或 `false`", "write `true` or `false`"),
    "date": ("日期写作 `2021-03-01`", "a date is written `2021-03-01`"),
    "duration": (
        "期限写作 `15d`（日）、`5wd`（工作日）、`24h`（小时）或 `8wh`（办公小时）",
        "a duration is written `15d` (days), `5wd` (working days), `24h` (hours) or `8wh` (office hours)",
    ),
    "name": (
        "名称由英文字母、数字、`_` 和 `-` 组成，以字母或 `_` 开头",
        "a name has letters a–z, digits, `_` and `-`, and begins with a letter or `_`",
    ),
    "clause id": (
        "条款编号由英文字母、数字、`_` 和 `-` 组成，各段以 `.` 相连，如 `control-new.second-report`",
        "a clause id has parts of letters a–z, digits, `_` and `-` joined by dots: `control-new.second-report`",
    ),
    # how a value of a type is come by in an expression
    "of condition": ("条件由比较得出，如 `count(closed) >= 2`", "a condition compares, like `count(closed) >= 2`"),
    "of number": ("数由计数或计算得出", "a number counts or computes"),
    "of unit": ("单位是类型为单位的字段或事实", "a unit is a field or fact of that type"),
    "of leader": ("领导是类型为领导的字段或事实", "a leader is a field or fact of that type"),
    "of date": ('日期写作 `date("2021-03-01")`，时刻的日期是 `day(…)`', 'a date is written `date("2021-03-01")`, that of an instant is `day(…)`'),
    "of duration": (
        "期限写作 `15d`（日）、`5wd`（工作日）、`24h`（小时）或 `8wh`（办公小时）",
        "a duration is written `15d` (days), `5wd` (working days), `24h` (hours) or `8wh` (office hours)",
    ),
    "code": ("代码中不能有空格、`/` 和 `:`", "a code has no blank, `/` or `:`"),
}
"""Kind of scalar -> how it is written, Chinese and English."""
