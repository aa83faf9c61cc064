"""What can be wrong with a calendar."""

from __future__ import annotations

from kaohe.rules.catalogue import Wording

_YEAR = """\
week: [1, 2, 3, 4, 5]
office_hours: {work: ["08:30-12:00", "14:00-17:30"]}
years:
  2021:
    rest: [2021-01-01, 2021-02-11]
    work: [2021-02-07]
"""

WORDINGS: dict[str, Wording] = {
    "calendar.bad-weekday": Wording(
        zh="`{found}` 不是可用的星期", en="`{found}` is no weekday to use here",
        hint_zh="写 1（星期一）到 7（星期日），每个一次；办公时间也可写 `work`", hint_en="write 1 (Monday) to 7 (Sunday), each once; office hours may also be for `work`",
        meaning_zh="`week` 列出平常上班的星期，`office_hours` 按星期或按 `work`（所有工作日）给出时段。",
        meaning_en="`week` lists the ordinary working weekdays; `office_hours` are given by weekday or for `work`, every working day.",
        good=_YEAR,
    ),
    "calendar.wrong-year": Wording(
        zh="{day} 不在 {year} 年", en="{day} is not in {year}",
        hint_zh="移到它的年份下面", hint_en="move it to its own year",
        meaning_zh="按年列出，缺哪一年一看便知。", meaning_en="Days stand under their year, so a missing year is seen at once.",
        good=_YEAR,
    ),
    "calendar.day-twice": Wording(
        zh="{day} 已列在 `{key}` 里", en="{day} already stands in `{key}`",
        hint_zh="只留一处", hint_en="keep one of the two",
        meaning_zh="一天不能既休息又上班，也不用列两次。", meaning_en="A day cannot be both at rest and at work, and is not listed twice.",
        good=_YEAR,
    ),
    "calendar.no-exception": Wording(
        zh="{day} 列在 `{key}` 里，但平常就是这样", en="{day} stands in `{key}` and is so anyway",
        hint_zh="核对日期；`rest` 只列平常上班的日子，`work` 只列平常休息的日子",
        hint_en="check the date: `rest` lists ordinary working days, `work` ordinary rest days",
        meaning_zh="多半是日期写错了一天。", meaning_en="The date is probably off by a day.",
        good=_YEAR,
    ),
    "calendar.bad-hours": Wording(
        zh="`{found}` 不是时段", en="`{found}` is no stretch of hours",
        hint_zh="写作 `08:30-12:00`", hint_en="write `08:30-12:00`",
        meaning_zh="办公时间按 24 小时制写到分。", meaning_en="Office hours are written to the minute, in 24 hours.",
        good=_YEAR,
    ),
    "calendar.hours-order": Wording(
        zh="`{found}` 先后不对，或与前一段重叠", en="`{found}` runs backwards or overlaps the stretch before",
        hint_zh="按先后写，前一段结束后再开始下一段", hint_en="write the stretches in order, each after the one before",
        meaning_zh="重叠的时段会把同一分钟算两次。", meaning_en="Overlapping stretches would count a minute twice.",
        good=_YEAR,
    ),
}
