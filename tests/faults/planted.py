"""Faults to plant, one at a time: where, what stood there, what stands there then, and which tests look first.

``old`` occurs once in its file (``test_planted.py`` sees to it). ``make faults`` plants each in a copy of
the project and runs ``near``, then wider suites, until a test fails.
"""

from __future__ import annotations

from dataclasses import dataclass

_M = "tests/engine/meaning/test_"
DUE, LATE, CLOCKS = (f"{_M}due_dates.py", "tests/third/test_due_days.py"), (f"{_M}lateness.py",), (f"{_M}clocks.py",)
PLACES, EVENTS, BACK = (f"{_M}positions.py",), (f"{_M}at_events.py",), (f"{_M}reversals.py",)
STANDING, ORDER, ROSTER = ("tests/engine/correct",), ("tests/engine/order",), ("tests/engine/roster/test_roster.py",)
DAYS = ("tests/rules/test_working_days_agree.py",)
SHARES = ("tests/third/test_tenure.py", "tests/laws/test_shares_lose_and_double_nothing.py")
CAPS = ("tests/scoring/test_caps.py", "tests/third/test_caps.py")
COLUMNS = ("tests/engine/batch/test_pauses.py", "tests/engine/batch/test_columns.py", "tests/engine/batch/test_restarts.py", "tests/engine/batch/test_standing.py")
MATCHING = ("tests/engine/stream/test_conditions.py",)
ACCEPTANCE = ("tests/test_acceptance.py",)
HARD = ("tests/laws/test_engines_agree_on_hard_cases.py",)
WIDER = (("tests/engine/meaning", "tests/third"), ACCEPTANCE, HARD, ("tests/engine/batch/test_agreement.py",), ("tests/engine", "tests/scoring", "tests/laws"))
"""Asked in turn when the tests nearby see nothing."""


@dataclass(frozen=True)
class Fault:
    """``zh`` and ``what`` are the mistake in a reader's words, Chinese and English."""

    zh: str
    what: str
    file: str
    old: str
    new: str
    near: tuple[str, ...]


_DUE, _LINE, _LATE = "engine/meaning/duedate.py", "engine/meaning/dueline.py", "engine/meaning/lateness.py"
_WHO, _FOLD, _ROSTER = "engine/meaning/accountable.py", "engine/correct.py", "engine/roster.py"
_WORK, _CLOCKS, _BACK = "engine/meaning/workdays.py", "engine/meaning/clocks.py", "engine/meaning/reversal.py"
_BDUE, _BPAUSE, _BCLOCKS, _BDAYS = (f"engine/batch/{name}.py" for name in ("due", "pauses", "clocks", "calendar_days"))

FAULTS = (
    # --- shared: the calendar
    Fault("忘了调休上班的周末", "make-up working days forgotten", "rules/calendar.py", "return day in self.work or day.isoweekday() in self.week",
          "return day.isoweekday() in self.week", DAYS),
    Fault("节假日也有办公时间", "office hours on public holidays", "rules/calendar.py", "if not self.is_workday(day):", "if day.isoweekday() > 5:", DUE),
    Fault("没有数据的年份靠猜", "a year without data is guessed", "rules/calendar.py", "if day.year not in self.years:", "if day.year < min(self.years):", DUE),
    Fault("工作日之间不计末日", "the last day is not counted among working days", _WORK, "range(1, (then - first).days + 1)", "range(1, (then - first).days)", LATE),
    Fault("到期日本是工作日也顺延", "a due day on a working day rolls on", _DUE, "due = workdays.next_workday(world, walk.due)",
          "due = workdays.next_workday(world, walk.due + ONE_DAY)", DUE),
    # --- shared: due days
    Fault("恢复之日不计", "the day of resumption does not count", _DUE, "day < self.to)", "day <= self.to)", DUE),
    Fault("中止首日照计", "the first day of a pause counts", _DUE, "return self.from_ <= day and", "return self.from_ < day and", DUE),
    Fault("起算当日计入", "the opening day counts", _DUE, "    day = opened + ONE_DAY\n", "    day = opened\n", DUE),
    Fault("零日的期限成了一日", "a limit of nought is a day", _DUE, "return Walk((), opened + left * ONE_DAY)", "return Walk((), opened + max(left, 1) * ONE_DAY)", DUE),
    Fault("工作日按自然日计", "working days are counted as days", _DUE, 'if unit == "wd" and not', 'if unit == "wh" and not', DUE),
    Fault("办公小时到次日早晨才到期", "office hours end the next morning", _DUE, "if left - used <= ends - begins:", "if left - used < ends - begins:", DUE),
    Fault("到期当日批准的延期不算", "an extension on the due day is refused", _LINE, "late = walk.due is not None and world.day_of(event) > walk.due",
          "late = walk.due is not None and world.day_of(event) >= walk.due", DUE),
    Fault("延期多准一次", "one extension too many", _LINE, "len(before) >= extend.times", "len(before) > extend.times", DUE),
    Fault("被拒的延期之后又准", "an approval after a refused one counts", _LINE, "if any(each.refused for each in before):", "if not before and before:", DUE),
    Fault("延期不受合计上限", "extensions beyond their ceiling", _LINE, "return added if most is None else min(added, Fraction(most.count))", "return added", DUE),
    Fault("到期当日即算逾期", "late on the due day", _LINE, "return self.due is not None and day > self.due", "return self.due is not None and day >= self.due", LATE),
    Fault("到期时刻即算逾期", "late at the due instant", _LINE, "return at > self.due_at", "return at >= self.due_at", LATE),
    Fault("最后一次批准没有读到", "the last approval is not read", _LINE, "range(clock.place + 1, last + 1)", "range(clock.place + 1, last)", DUE),
    Fault("重新起算总是给足期限", "a restart never gives the rest only", _LINE, "count=max(limit.count - used, Fraction(0))", "count=limit.count", CLOCKS),
    Fault("两个空的配对字段算相等", "two missing fields match", _CLOCKS, "event.get(f) is not None and event.get(f) == start.get(f)", "event.get(f) == start.get(f)", CLOCKS),
    # --- shared: lateness
    Fault("逾期分录记在到期当日", "a late entry is dated on the due day", _LATE, "else line.due + ONE_DAY", "else line.due", LATE),
    Fault("逾期多算一天", "a delay is one day too long", _LATE, "return max(1, (day - due).days)", "return (day - due).days + 1", LATE),
    Fault("不足一周不计", "started weeks do not count", _LATE, 'return -(-days // 7) if per == "week" else days', 'return days // 7 if per == "week" else days', LATE),
    Fault("满月当日算下一个月", "a month is over a day late", _LATE, "if day <= months_after(due, n))", "if day < months_after(due, n))", LATE),
    Fault("逾期封顶只管加分", "at_most holds bonuses only", _LATE, "whole = max(-result.at_most, min(whole, result.at_most))", "whole = min(whole, result.at_most)", LATE),
    Fault("跨期增长从本期首日起算", "growth counts from the first day of the period", _LATE, "f(through) - f(span.from_ - ONE_DAY)", "f(through) - f(span.from_)", LATE),
    # --- shared: order, fold, links
    Fault("同时发生的先看种类后看上游序号", "ties by kind before the upstream number", "engine/order.py", "(event.at, event.seq, vocabulary.kinds[event.kind].place, event.id)",
          "(event.at, vocabulary.kinds[event.kind].place, event.seq, event.id)", ORDER),
    Fault("同时发生的只看编号不看种类", "ties by id whatever the kind", "engine/order.py", "(event.at, event.seq, vocabulary.kinds[event.kind].place, event.id)",
          "(event.at, event.seq, 0, event.id)", ORDER),
    Fault("两次更正取编号大的", "of two corrections the greater id counts", _FOLD, "key=lambda e: (recorded(e), e.id), default=None)", "key=lambda e: e.id, default=None)", STANDING),
    Fault("已被作废的作废仍然有效", "a void that was voided still voids", _FOLD, "return not any(stands(void) for void in voids.get(event.id, ()))",
          "return not voids.get(event.id)", STANDING),
    Fault("更正用了自己的编号", "an amendment takes its own id", _FOLD, "replace(by, id=original.id, amends=None, standing=by.id)",
          "replace(by, amends=None, standing=by.id)", STANDING),
    Fault("到查询时刻才记录的不算已知", "what is recorded at known-at is not yet known", _FOLD, "recorded(event) <= known_at]", "recorded(event) < known_at]", STANDING),
    Fault("两次送达取先到的", "of two deliveries the one that arrived first counts", _FOLD, "for event in sorted(deliveries, key=_by_record):",
          "for event in deliveries:", STANDING),
    Fault("事项的根取最小编号", "the root of a matter is the smallest id", "engine/links.py", "ends.sort(key=lambda case: (first_places.get(case, len(first_places)), case))",
          "ends.sort()", ORDER),
    Fault("回看看到了自己这个事件", "history sees the event it is asked at", "engine/meaning/position.py", "return Position(world, stream, place, place + 1, event, event.at)\n",
          "return Position(world, stream, place + 1, place + 1, event, event.at)\n", PLACES),
    # --- shared: the roster, who answers
    Fault("任职末日不算在任", "a post is left a day early", _ROSTER, "    acting: bool = False\n\n    def holds(self, day: date) -> bool:\n        return self.from_ <= day <= self.to",
          "    acting: bool = False\n\n    def holds(self, day: date) -> bool:\n        return self.from_ <= day < self.to", ROSTER),
    Fault("撤并单位末日就由别人承接", "a merged unit is gone on its last day", _ROSTER, "last is not None and last.to < by else None", "last is not None and last.to <= by else None", ROSTER),
    Fault("代理职务排在正职之前", "an acting post comes before a main one", _ROSTER, "sorted(self.tenures, key=lambda each: each.acting)", "self.tenures", ROSTER),
    Fault("忘了乘承担比例", "a share is ignored", _WHO, "rounded(points * line.share, PLACES)", "rounded(points, PLACES)", SHARES),
    Fault("表明反对的人也计分", "dissenters are charged", _WHO, "for subject in parts if subject not in excepted\n", "for subject in parts\n", EVENTS),
    Fault("平分与各计全分颠倒", "equal and each are swapped", _WHO, '(len(shift) if line.split == "equal" else 1)', '(len(shift) if line.split == "each" else 1)', SHARES),
    Fault("零头给了余数最小的人", "the missing millionth goes to the smallest remainder", _WHO, "key=lambda subject: (units[subject] - exact[subject], subject))",
          "key=lambda subject: (exact[subject] - units[subject], subject))", EVENTS),
    Fault("两行落到一人时取小的比例", "of two lines the smaller share is charged", _WHO, "portion.share > kept[who].share", "portion.share < kept[who].share", SHARES),
    Fault("忽略责任时点", "responsible_at is ignored", _WHO, 'days.get(line.responsible_at, days["entry"]))', 'days["entry"])', SHARES),
    Fault("撤并之后仍查原单位的职务", "after a merger the old unit's post is asked", _WHO, "world.roster.answers_for(unit, day), day)", "unit, day)", LATE),
    Fault("扣分算成正数就给加上", "a deduction that comes out positive is paid", _WHO, 'return Fraction(0), [notice("run.wrong-sign"', 'return points, [notice("run.wrong-sign"', EVENTS),
    # --- shared: reversals, vesting, rounding
    Fault("免责少一天", "an exemption ends a day early", _BACK, "or day <= last)", "or day < last)", BACK),
    Fault("九十日内撤销只算八十九日", "a revocation within 90 days ends at 89", _BACK, "(day - since).days <= revoke.within.count", "(day - since).days < revoke.within.count", BACK),
    Fault("观察期早一天满", "an entry vests a day early", "engine/meaning/vesting.py", "(form.vest.count + 1) * ONE_DAY", "form.vest.count * ONE_DAY", BACK),
    Fault("观察期满当日的撤销不算", "a revocation on the vesting day comes too late", "engine/meaning/vesting.py", "world.day(each.at) <= last", "world.day(each.at) < last", BACK),
    Fault("正好一半时舍去", "a tie is rounded down", "rules/value.py", "whole += twice >= 0", "whole += twice > 0", ("tests/scoring/test_cards.py",)),
    # --- scoring: caps
    Fault("先封顶后乘比例", "a cap is applied before sharing", "scoring/limits.py", "return rounded(abs(written) * (share_of(clause, role) if cap.times_share else 1), PLACES)",
          "return rounded(abs(written), PLACES)", CAPS),
    Fault("每对象封顶不看每事项封顶", "the subject's cap does not see the cases' caps", "scoring/limits.py", "[*entries, *per_case], policy))", "list(entries), policy))", CAPS),
    Fault("只有加分受封顶", "only bonuses are capped", "scoring/limits.py", "within(reached, -limit, limit)", "within(reached, None, limit)", CAPS),
    Fault("就高不重复留了最轻的", "of exclusive deductions the smallest stays", "scoring/exclusive.py", "max(group, key=lambda entry: abs(entry.points))",
          "max(group, key=lambda entry: entry.points)", CAPS),
    # --- the batch engine
    Fault("批式：到期当日批准的延期不算", "batch: an extension on the due day is refused", _BDUE, "self.board.day[row] > due\n", "self.board.day[row] >= due\n", HARD),
    Fault("批式：只有日期的事件从当日零时计小时", "batch: hours of a dated event from its beginning", _BDUE, "at[place] = world.last_instant(world.day(int(at[place])))", "at[place] += 0", HARD),
    Fault("批式：恢复之日不计", "batch: the day of resumption does not count", _BPAUSE, "day = pause.until - 1\n", "day = pause.until\n", COLUMNS),
    Fault("批式：起算当日计入工作日", "batch: the opening day counts among working days", _BDAYS, "target = self.passed[day - self.first + 1] + count",
          "target = self.passed[day - self.first] + count", COLUMNS),
    Fault("批式：事件终结了自己开始的期限", "batch: an event ends the clock it opens", _BCLOCKS, 'group[place] * size + place, side="right")', 'group[place] * size + place, side="left")', HARD),
    Fault("批式：重新起算先于完成", "batch: a restart comes before a finish", _BCLOCKS, "for number in (2, 1, 0):", "for number in (0, 1, 2):", HARD),
    Fault("批式：看不见职务交接", "batch: handovers are overlooked", "engine/batch/charge.py", 'found = [_stretch(board, days["entry"])]', 'found = [days["entry"] * 0]', HARD),
    # --- the stream engine
    Fault("流式：次数把自己也计入", "stream: count sees the event itself", "engine/stream_rules/recall.py", "seen = bisect_left(places, position.before)",
          "seen = bisect_left(places, position.before + 1)", HARD),
    Fault("流式：第一次成了最后一次", "stream: first is the last", "engine/stream_rules/recall.py", 'one = places[:1] if tree.function == "first"', 'one = places[:1] if tree.function == "last"', HARD),
    Fault("流式：两格之间的数取下一格", "stream: a number between two points is the lower", "engine/stream_rules/carried.py", "2 * point + (rest > 0)", "2 * point", MATCHING),
    Fault("流式：没有的真假当作假", "stream: a missing truth is false", "engine/stream_rules/carried.py", "return 2 if value is None else int(value is True)", "return int(value is True)", MATCHING),
)  # fmt: skip
