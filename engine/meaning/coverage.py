"""Who reported what in which month: silent is not zero (P34).

A kind marked ``self_reported`` is known only from what the subject itself reports. A month of it is

    reported        the subject reported something of the kind
    zero_reported   it reported that there was nothing: an event of role ``zero_report`` in that month
                    whose ``of`` names the kind, or events of the kind whose numbers are all 0
    silent          it reported nothing at all: nobody knows

Whether an event counts as *done* is for the clause's ``where`` to say; that it was *sent* breaks
the silence in any case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Literal

from kaohe.engine.event import Event
from kaohe.engine.form import subject_of
from kaohe.engine.ledger import Coverage
from kaohe.engine.meaning.evaluate import value
from kaohe.engine.meaning.subjects import Days, bound_days, days_of, kinds_of_role, own_positions
from kaohe.engine.meaning.world import World
from kaohe.engine.roster import OfficeKind
from kaohe.rules.period import span_of, spans_of
from kaohe.rules.policy import Clause, Frequency, Span
from kaohe.rules.record import record
from kaohe.rules.vocabulary import Kind

Status = Literal["reported", "zero_reported", "silent"]


@record
class Report:
    """That a subject said something of ``kind`` in ``month``; ``zero``: that there was nothing."""

    subject: str
    kind: str
    month: str
    zero: bool


def coverage(world: World) -> tuple[Coverage, ...]:
    """The grid of every self-reported kind: each subject of whom reports are expected, each month of
    the period that has ended by as-of; by subject kind, subject, kind, month.

    Expected of whom a frequency binds on a day of the month; where no frequency counts the kind, of
    whoever reported it in the period, as long as he is on the roster.
    """
    rows: dict[tuple[OfficeKind, str, str, str], Status] = {}
    for kind in world.policy.vocabulary.kinds.values():
        if kind.self_reported:
            for row in _grid(kind, world):
                key = (row.subject_kind, row.subject, row.kind, row.month)
                rows[key] = min(rows.get(key, "silent"), row.status, key=_STATUSES.index)
    return tuple(Coverage(*key, status) for key, status in sorted(rows.items()))


_STATUSES: tuple[Status, ...] = ("reported", "zero_reported", "silent")


def _grid(kind: Kind, world: World) -> Iterator[Coverage]:
    counting = [(clause, form) for clause, form in _frequencies(world) if kind.name in form.at.kinds]
    for clause, form in counting:
        said = _by_subject(report for report in reports(clause, form, world) if report.kind == kind.name)
        for subject in world.roster.subjects(form.subject_kind):
            days = bound_days(clause, form, world, subject)
            yield from _rows(form.subject_kind, subject, kind.name, days, said.get(subject, ()), world)
    if not counting:
        yield from _volunteered(kind, world)


def _frequencies(world: World) -> Iterator[tuple[Clause, Frequency]]:
    for clause in world.policy.clauses:
        if isinstance(clause.form, Frequency):
            yield clause, clause.form


def _volunteered(kind: Kind, world: World) -> Iterator[Coverage]:
    """A kind that no frequency counts: expected of whoever reported it at all."""
    of: OfficeKind = "leader" if "leader" in kind.about and "unit" not in kind.about else "unit"
    said = _by_subject([*_sent(kind, of, world), *zero_reports((kind.name,), of, world)])
    for subject, own in sorted(said.items()):
        days = days_of(world, of, subject, world.policy.period)
        yield from _rows(of, subject, kind.name, days, own, world)


def _by_subject(said: Iterable[Report]) -> dict[str, list[Report]]:
    found: dict[str, list[Report]] = defaultdict(list)
    for report in said:
        found[report.subject].append(report)
    return dict(found)


def _sent(kind: Kind, of: OfficeKind, world: World) -> Iterator[Report]:
    for position in own_positions(world, (kind.name,)):
        event = position.event
        assert event is not None
        subject, day = subject_of(event, of), world.day_of(event)
        if subject is not None and world.policy.period.holds(day):
            yield Report(whose(subject, of, day, world), kind.name, month_of(day), says_nothing(event))


def _rows(
    of: OfficeKind, subject: str, kind: str, days: Days, own: Collection[Report], world: World
) -> Iterator[Coverage]:
    """One row for each month with a day of the subject's; ``own``: what it said."""
    expected = {month_of(day) for day in days}
    for month in ended_months(world):
        if month.name in expected:
            yield Coverage(of, subject, kind, month.name, status_of(month.name, own))


def status_of(month: str, said: Collection[Report]) -> Status:
    """What is known of a subject's month from its reports."""
    own = [report.zero for report in said if report.month == month]
    if not own:
        return "silent"
    return "zero_reported" if all(own) else "reported"


def ended_months(world: World) -> list[Span]:
    """The months of the policy's period that have ended by as-of."""
    period = world.policy.period
    months = spans_of("month", period.from_, period.to)
    return [month for month in months if min(month.to, period.to) <= world.as_of]


def month_of(day: date) -> str:
    """The name of the calendar month that holds ``day``."""
    return span_of("month", day).name


# --- reports --------------------------------------------------------------------------------------


def reports(clause: Clause, form: Frequency, world: World) -> tuple[Report, ...]:
    """Every report of the kinds that a frequency counts, attributed by its ``by``.

    ``where`` is not asked: a report that does not count as done is still a report.
    """
    return world.remembered(("reports", clause.id), lambda: tuple(_reports(form, world)))


def lay_reports(clause: Clause, world: World, said: tuple[Report, ...]) -> None:
    """``said`` is what ``reports`` says from now on, in any order."""
    world.lay(("reports", clause.id), said)


def _reports(form: Frequency, world: World) -> Iterator[Report]:
    for position in own_positions(world, form.at.kinds):
        event, subject = position.event, value(form.by, position)
        assert event is not None
        if isinstance(subject, str):
            day = world.day_of(event)
            yield Report(whose(subject, form.subject_kind, day, world), event.kind, month_of(day), says_nothing(event))
    yield from zero_reports(form.at.kinds, form.subject_kind, world)


def zero_reports(kinds: Collection[str], of: OfficeKind, world: World) -> Iterator[Report]:
    """The zero reports (零报告) about the kinds: events of that role whose ``of`` names one of them."""
    for position in own_positions(world, kinds_of_role(world, "zero_report")):
        event = position.event
        assert event is not None
        subject, about = subject_of(event, of), event.fields.get("of")
        if subject is not None and isinstance(about, str) and about in kinds:
            day = world.day_of(event)
            yield Report(whose(subject, of, day, world), about, month_of(day), zero=True)


def whose(subject: str, of: OfficeKind, day: date, world: World) -> str:
    """Whose report it is: one that still names a merged unit after the merger is its successor's."""
    return world.roster.answers_for(subject, day) if of == "unit" else subject


def says_nothing(event: Event) -> bool:
    """Whether an event reports that nothing was done: it has numbers, and all of them are 0."""
    numbers = [value for value in event.fields.values() if isinstance(value, Fraction)]
    return bool(numbers) and not any(numbers)


def silent_months(clause: Clause, form: Frequency, world: World, subject: str, days: Days) -> tuple[str, ...]:
    """The months of those days of which the subject reported nothing; none for kinds that others report."""
    if not form.self_reported:
        return ()
    months: dict[str, set[str]] = world.remembered(("reported", clause.id), lambda: _reported(clause, form, world))
    return tuple(sorted({month_of(day) for day in days} - months.get(subject, set())))


def _reported(clause: Clause, form: Frequency, world: World) -> dict[str, set[str]]:
    months: dict[str, set[str]] = defaultdict(set)
    for report in reports(clause, form, world):
        months[report.subject].add(report.month)
    return dict(months)
