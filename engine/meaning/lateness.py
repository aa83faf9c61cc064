"""How late is late, and what it costs: units of delay, points that grow, years that part them (P3).

    due day ──► entry dated the day after (h, wh: the day of the due instant)
    delay   ──► 1 │ days │ working days │ started weeks │ started months   × points, within ``at_most``
    next period             the clock still late pays there only what it grew

Hours are late by the instant, days by the day; both are counted in plain days.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction

from kaohe.engine.ledger import ClockOutcome
from kaohe.engine.meaning import workdays
from kaohe.engine.meaning.accountable import in_its_places
from kaohe.engine.meaning.dueline import DueLine
from kaohe.engine.meaning.unscored import OutOfBounds, is_bounded
from kaohe.engine.meaning.workdays import ONE_DAY
from kaohe.engine.meaning.world import World
from kaohe.rules.policy import Clause, Outcome, Span
from kaohe.rules.record import record

# --- what became of a clock ---------------------------------------------------------------------------


def outcome(world: World, line: DueLine) -> ClockOutcome:
    """What became of the clock by as-of. Late stays late: a restart or lapse after the due day cures nothing."""
    ended: dict[str | None, ClockOutcome] = {"lapse": "lapsed", "restart": "restarted", None: "open"}
    if line.limit is None:
        return ended.get(line.how, "finished")
    if is_late(world, line):
        return "late"
    if line.how is None and line.due is None:
        return "suspended"
    return ended.get(line.how, "on_time")


def is_late(world: World, line: DueLine) -> bool:
    """Whether its end, or as-of while it runs, is after its due day (h, wh: its due instant)."""
    if line.ending is not None:
        return line.is_past(line.ending.at, world.day_of(line.ending))
    return line.is_past(world.now, world.as_of)


def until(world: World, line: DueLine) -> date:
    """The day up to which a delay is counted: that of the end, or as-of."""
    return world.as_of if line.ended is None else line.ended


def days_late(due: date, day: date) -> int:
    """Plain days from the due day, at least 1."""
    return max(1, (day - due).days)


def dated(line: DueLine) -> date:
    """The date of a late entry: the day after the due day; for h and wh the day of the due instant."""
    assert line.due is not None
    return line.due if line.due_at is not None else line.due + ONE_DAY


# --- units of delay -------------------------------------------------------------------------------------


def delay(world: World, per: str, due: date, day: date) -> int:
    """Units of delay from the due day to ``day``: started ones count, at least 1."""
    if per == "occurrence":
        return 1
    if per == "workday":
        return max(1, workdays.workdays_between(world, due, day))
    if per == "month":
        return next(n for n in range(1, 120_000) if day <= months_after(due, n))
    days = days_late(due, day)
    return -(-days // 7) if per == "week" else days


def lead(world: World, per: str, due: date | None, day: date) -> int:
    """Whole units by which an end was earlier than the due day; 1 per occurrence."""
    if per == "occurrence":
        return 1
    if due is None:
        return 0
    if per == "workday":
        return workdays.workdays_between(world, day, due)
    if per == "month":
        return next(n for n in range(120_000) if months_after(day, n + 1) > due)
    return (due - day).days // (7 if per == "week" else 1)


def months_after(day: date, count: int) -> date:
    """The same day of the month so many months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def worth(clause: Clause, result: Outcome, points: Fraction, units: int) -> Fraction:
    """Points × units within ± ``at_most``, in the clause's places: the one entry of an occurrence."""
    whole = points * units
    if not is_bounded(whole):
        raise OutOfBounds
    if result.at_most is not None:
        whole = max(-result.at_most, min(whole, result.at_most))
    return in_its_places(clause, whole)


# --- across periods ---------------------------------------------------------------------------------------


@record
class Charge:
    """What one span has of a late clock: ``points`` dated ``at`` for the delay up to ``through``.

    ``grown``: the first entry stands in an earlier span, this is what was added since.
    """

    points: Fraction
    at: date
    through: date
    grown: bool


def is_written(world: World, span: Span, line: DueLine) -> bool:
    """Whether a late clock has something in the span: its first entry, or growth since."""
    first = dated(line)
    return first <= world.as_of and first <= span.to and span.from_ <= max(first, until(world, line))


def late_charge(
    world: World, span: Span, clause: Clause, late: tuple[Outcome, Fraction], line: DueLine
) -> Charge | None:
    """The charge of a late clock in a span where something ``is_written``; None when nothing grew.

    In the span that holds the entry's date: f(delay at its end). In a later one: f there − f at the
    end of the span before. f is ``worth`` of the delay; the parts add up to the whole.
    """
    first, due = dated(line), line.due
    result, points = late
    through = min(until(world, line), span.to)

    def f(day: date) -> Fraction:
        assert due is not None
        return worth(clause, result, points, delay(world, result.per, due, day))

    if span.holds(first):
        return Charge(f(through), first, through, grown=False)
    grown = f(through) - f(span.from_ - ONE_DAY)
    return Charge(grown, span.from_, through, grown=True) if grown else None
