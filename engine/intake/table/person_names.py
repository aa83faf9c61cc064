"""Texts that read like names of people, and words that names of columns are made of. Data and two questions."""

from __future__ import annotations

import re

_WORDS = re.compile(
    "编号|项目|方式|全部|序号|号码|单号|案号|件号|日期|时间|时刻|时限|期限|年度|月份|单位|部门|机关|机构|街道|乡镇|社区|地区|区域|区县|片区|名称|姓名"
    "|类别|类型|类|种类|性质|状态|渠道|来源|形式|领域|级别|层级|备注|说明|内容|摘要|地址|住址|电话|手机|证件|身份证|人数|人次|批次|次数|件数"
    "|数量|页数|金额|得分|分值|比例|率|结果|情况|意见|是否|满意|评价|办理|办结|受理|登记|交办|答复|送达|延期|复查|复核|审核|回访|化解|合计|小计"
    "|(?<![a-z])(?:id|no|number|code|date|time|at|day|name|unit|office|agency|status|state|type|kind|class|channel|source|result|phone|mobile"
    "|address|note|remark|count|total|category|district|department|case|opened|closed|due|reason)(?![a-z])",
    re.IGNORECASE,
)
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻苏潘葛范彭郎鲁韦马方俞任袁柳鲍史唐费廉薛雷贺倪汤殷罗毕郝安常"
    "于傅齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄戴宋庞熊纪舒屈项祝董梁杜阮蓝席季贾江童郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房解应宗丁邓郁"
    "单洪包左石崔龚程邢裴陆荣翁荀惠曲甄封储段焦谷车侯全班宁仇甘武刘景龙叶白赖卓蔺屠池乔胥温庄晏柴瞿阎连习容向古易廖庾终居衡步耿满匡文寇广"
    "欧沃隆冷辛那简饶曾关蒯相查游权肖覃闫付丛岳尚佟涂代邬"
)
_NO_PERSON = re.compile(r"[局委办镇乡村区县市省街道科室处部院所队站中心会厂司校组路号件次日月年类级层访信电网初重未已在是否人]\Z")


def has_column_word(text: str) -> bool:
    """Whether a word stands in it that names of columns are made of."""
    return _WORDS.search(text) is not None


def is_like_a_person(text: str) -> bool:
    """Whether a text reads like a Chinese name: a surname and one or two characters, and no word for a thing."""
    alike = 2 <= len(text) <= 3 and text[0] in _SURNAMES and text.isalpha() and not text.isascii()
    return alike and not _NO_PERSON.search(text) and not has_column_word(text)
