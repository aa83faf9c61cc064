"""Which texts are names of columns, and which columns must not be looked into."""

from __future__ import annotations

import re

from kaohe.engine.privacy import is_free_text, person_word, private_kind

_LONGEST = 24
_PERSON_TITLES = re.compile(
    r"(?:信访|来访|来信|投诉|反映|诉求|举报|当事|联系|承办|经办|办理|填报|填表|审核|审批|登记|责任|负责|受理|回访|签收|接访|包案|申请|代理|委托)(?:人员?|者|领导)\Z"
    r"|姓名|(?:证件|身份证|电话|手机|联系方式|住址|地址|户籍|邮箱|微信|车牌|性别|年龄|民族|出生|籍贯)"
)
_TEXT_TITLES = re.compile(r"内容|摘要|诉求|备注|说明|意见|情况|描述|标题|主题|概况|经过|附件|概述|要求|事由|目的")

_SETTLED = re.compile(r"(?:编号|号码?|代码|日期|时间|类[别型]|分类|来源|渠道|单位|部门|机关|状态|方式|级别|等级|数量?|次)\Z")
"""Endings of what is no text whatever it is about: 诉求编号, 意见书日期, 投诉事由分类."""


def is_column_name(text: str) -> bool:
    """Whether ``text`` could be a name of a column rather than a value."""
    return bool(text) and text.isprintable() and not is_free_text(text, _LONGEST) and not any_digits(text) and private_kind(text) is None


def any_digits(text: str) -> bool:
    """Whether a text is a number, a day or the like: mostly digits."""
    digits = sum(one.isdigit() for one in text)
    return digits * 2 >= len(text)


def points_at_a_person(title: str) -> bool:
    """Whether a column of that title is about somebody: then it is discarded without a look."""
    return person_word(title, ()) is not None or _PERSON_TITLES.search(title) is not None


def promises_text(title: str) -> bool:
    """Whether a column of that title holds somebody's words."""
    return _TEXT_TITLES.search(title) is not None and _SETTLED.search(title) is None
