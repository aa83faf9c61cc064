"""The calendar: rest days and make-up working days by year, and office hours. Data, not code."""

from __future__ import annotations

from kaohe.rules.document.scalar import Day, Name, Text, Whole
from kaohe.rules.document.shape import Shape, key


class Year(Shape, title="year"):
    """Exceptions to the weekly rhythm in one year. A year that is not listed is not known."""

    rest: list[Day] = key("休息日", "本应上班而休息的日子。", "Working weekdays that are rest days.", [])
    work: list[Day] = key("补班日", "本应休息而上班的日子。", "Rest days that are worked.", [])
    source: Text | None = key("来源", "放假通知的文号或网址。", "The notice it comes from.", None)


class CalendarDocument(Shape, title="calendar"):
    """Working days and office hours, year by year."""

    kaohe: Whole = key("语言版本", "写 `1`。", "Version of the language: `1`.")
    calendar: Name = key("代号", "日历的代号。", "The calendar's name.")
    title: Text = key("名称", "给人看的名称。", "Its name for people.")
    source: Text | None = key("来源", "日历的来源。", "Where it comes from.", None)
    week: list[Whole] = key(
        "工作日", "每周哪几天上班，1 为星期一。", "Working weekdays, 1 is Monday.", [1, 2, 3, 4, 5]
    )
    office_hours: dict[Text, list[Text]] = key(
        "办公时间", "星期几（1–7，或 `work` 指所有工作日、含补班日）到时段，如 `08:30-12:00`。",
        "Weekday (1–7, or `work` for every working day, make-up days included) to intervals such as `08:30-12:00`.", {},
    )  # fmt: skip
    years: dict[Whole, Year] = key(
        "各年", "没有列出的年份视为未公布。", "A year that is not listed is not known."
    )
