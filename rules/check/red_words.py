"""Words that no vocabulary and no policy may carry, each with its reason. Data; there is no override.

kaohe assesses offices. A kind, field or clause that is about what petitioners do, feel or are called
is refused wherever it stands; words of identity are refused as fields. Quotations of sources are
not judged: they show what a document says, not what is scored.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from kaohe.rules.record import record

Ground = Literal["person", "identity", "upward"]


@record
class RedWord:
    """``words`` are refused for one reason; Latin words are whole parts of a name (``phone_no``)."""

    ground: Ground
    words: tuple[str, ...]
    reason_zh: str
    reason_en: str


RED_WORDS: tuple[RedWord, ...] = (
    RedWord("person", ("稳控", "维稳", "涉稳", "失控", "吸附", "盯防", "stability_control"),
            "这是对人的控制，不是单位的职责", "this is control of people, not a duty of an office"),
    RedWord("person", ("重点人员", "重点人头", "重点上访", "重点信访人", "上访老户", "缠访户", "key_person", "key_persons"),
            "给人建名单，不得采集也不得计分", "lists of people are neither collected nor scored"),
    RedWord("person", ("劝返", "接返", "遣返", "截访", "拦访", "堵访", "intercepted", "interception"),
            "阻拦信访为法规所禁止", "keeping people from petitioning is forbidden by law"),
    RedWord("person", ("训诫", "缠访", "闹访", "缠诉", "无理访", "非访", "非正常上访", "上访人", "上访人员", "abnormal_visit"),
            "评价的是信访人的行为，不是单位的工作", "it judges what petitioners do, not what an office does"),
    RedWord("person", ("息访", "罢访"),
            "以群众不再反映为目标，会诱使单位压制", "a target of people falling silent invites pressure on them"),
    RedWord("person", ("情绪", "emotion", "sentiment"),
            "分析人的情绪超出考核单位的范围", "reading people's feelings is outside the assessment of offices"),
    RedWord("person", ("人员画像", "涉访情报", "人员管控", "走访管控", "跟访", "入户走访", "dossier", "profiling"),
            "跟踪或刻画个人，不得实施", "following or profiling individuals is not to be done"),
    RedWord("identity", ("姓名", "曾用名", "name", "full_name", "person_name", "surname"),
            "不保存任何人的姓名", "nobody's name is kept"),
    RedWord("identity", ("身份证", "证件号", "护照", "id_card", "idcard", "id_number", "passport"),
            "不保存任何证件号码", "no identity document's number is kept"),
    RedWord("identity", ("电话", "手机", "微信", "邮箱", "电子邮件", "phone", "mobile", "wechat", "email"),
            "不保存任何联系方式", "no means of contact is kept"),
    RedWord("identity", ("住址", "地址", "户籍", "门牌", "家庭成员", "address", "household"),
            "不保存任何住址或家庭情况", "no address or household is kept"),
    RedWord("identity", ("车牌", "人脸", "指纹", "出生日期", "民族", "性别", "年龄", "plate", "face", "birthday"),
            "不保存任何个人特征", "no personal feature is kept"),
    RedWord("identity", ("诉求内容", "反映内容", "信访内容", "来信正文"),
            "不采集信访原文", "the text of petitions is not collected"),
    RedWord("upward", ("进京", "赴京", "到京", "晋京", "赴省", "进省", "越级", "上行访", "零上访", "upward_visit", "upward_visits"),
            "向上级反映是公民的权利，不得登记为单位的事件，更不得计分",
            "turning to a higher level is a right; it is no event of an office and earns or costs nothing"),
)

BEARERS = ("信访人", "来访人", "来信人", "投诉人", "反映人", "诉求人", "举报人", "当事人")
"""Titles that make a code field a pseudonym of a person (``信访人编号``); said of acts they are fine."""

_LATIN = re.compile(r"[a-z_]+\Z")


def red_word(text: str, grounds: frozenset[Ground]) -> tuple[RedWord, str] | None:
    """The first word of those grounds that ``text`` carries, with its entry; None when it has none.

    Chinese words count anywhere, Latin ones as whole parts of a name (``phone_no``, not ``phones``).
    """
    found = _pattern(grounds).search(text.lower().replace("-", "_"))
    if found is None:
        return None
    entry = next(one for one in RED_WORDS if one.ground in grounds and found[0] in one.words)
    return entry, found[0]


@cache
def _pattern(grounds: frozenset[Ground]) -> re.Pattern[str]:
    words = [word for entry in RED_WORDS if entry.ground in grounds for word in entry.words]
    # The longest first: of 重点上访 and 上访人 in one title the more telling one is named.
    words.sort(key=len, reverse=True)
    return re.compile("|".join(_form(word) for word in words))


def _form(word: str) -> str:
    whole = _LATIN.match(word) is not None
    return rf"(?:(?<=_)|(?<![a-z0-9_])){re.escape(word)}(?![a-z0-9])" if whole else re.escape(word)
