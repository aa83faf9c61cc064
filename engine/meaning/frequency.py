"""How often something must happen: periods, whose they are, what fell short (P11, P34).

    who, day by day --> a subject's days --cut by the calendar--> periods --half of the days--> judged
    events by subject and day --on those days--> done; at_least --> required; short --> entries

A period that is still running, or mostly another's, is not judged; what is asked is never scaled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache, partial

from kaohe.engine.ledger import Entry, Tally
from kaohe.engine.meaning.accountable import charged
from kaohe.engine.meaning.coverage import silent_months
from kaohe.engine.meaning.evaluate import holds, number, value
from kaohe.engine.meaning.position import Position
from kaohe.engine.meaning.subjects import (
    Days,
    at_close,
    bound_days,
    on_day,
    own_positions,
    reads_only_the_day,
)
from kaohe.engine.meaning.unscored import judged
from kaohe.engine.meaning.world import World
from kaohe.rules.expression.tree import Literal_
from kaohe.rules.period import days_in, span_of, spans_of
from kaohe.rules.policy import Clause, Frequency, Span
from kaohe.rules.problem import Problem, notice
from kaohe.rules.record import record
from kaohe.rules.value import plain

Found = tuple[list[Entry], list[Tally], list[Problem]]


@record
class Quota:
    """One judged period of one subject: what was asked and what was done on his days of it.

    ``day`` dates what follows from it: the last of those days. ``silent`` are the months of which
    nothing is known; with any of them the period is *no data*.
    """

    subject: str
    span: Span
    day: date
    required: Fraction
    done: int
    silent: tuple[str, ...]

    @property
    def missing(self) -> Fraction:
        return max(self.required - self.done, Fraction(0))


def judged_frequencies(clause: Clause, world: World) -> Found:
    """The entries, tallies and notices of a frequency clause, by subject and period.

    One tally for each judged period (``value`` is done ÷ required, None with silent months), one
    entry through the clause's lines for each that fell short. Periods are those of the policy's
    period, whatever cards are made.
    """
    entries: list[Entry] = []
    tallies: list[Tally] = []
    told = unattributed(clause, world)
    for subject in world.roster.subjects(_form(clause).subject_kind):
        found, said = judged(clause, subject, partial(of_subject, clause, world, subject))
        made, counts, notices = found or ([], [], [])
        entries += made
        tallies += counts
        told += [*notices, *said]
    return entries, tallies, told


def of_subject(clause: Clause, world: World, subject: str) -> Found:
    """The same of one subject."""
    judged_periods = list(quotas(clause, world, subject))
    told = silence(clause, subject, judged_periods)
    entries: list[Entry] = []
    for quota in judged_periods:
        made, said = fallen_short(clause, quota, world)
        entries += made
        told += said
    return entries, [tally(clause, quota) for quota in judged_periods], told


def _form(clause: Clause) -> Frequency:
    assert isinstance(clause.form, Frequency)
    return clause.form


# --- periods --------------------------------------------------------------------------------------


def quotas(clause: Clause, world: World, subject: str) -> Iterator[Quota]:
    """The subject's periods that are judged, in order, each with what was done in it."""
    form = _form(clause)
    bound = bound_days(clause, form, world, subject)
    for span in asked_spans(clause, world, subject) if bound else ():
        own = _among(span, bound)
        if is_judged(form, world, span, own) and _is_written(clause, world, max(own)):
            yield _quota(clause, world, subject, span, own)


@lru_cache(maxsize=16_384)
def _among(span: Span, days: Days) -> Days:
    """Those of the days that lie in the span. Many subjects have the same days."""
    return frozenset(day for day in days_in(span) if day in days)


def asked_spans(clause: Clause, world: World, subject: str) -> Iterator[Span]:
    """Calendar periods, never shifted; days on which ``days`` holds; or the stretches of a list."""
    form, period = _form(clause), world.policy.period
    if form.per == "named":
        yield from form.spans
    elif form.per == "day":
        for day in days_in(period):
            if _is_asked(clause, world, subject, day):
                yield span_of("day", day)
    else:
        yield from spans_of(form.per, period.from_, period.to)


def _is_asked(clause: Clause, world: World, subject: str, day: date) -> bool:
    """Whether ``days`` holds; of a day alone it is asked once for all subjects."""
    days, kind = _form(clause).days, _form(clause).subject_kind
    if days is None or not reads_only_the_day(days.tree):
        return holds(days, on_day(world, kind, subject, day))
    return world.remembered(("asked", clause.id, day), lambda: holds(days, on_day(world, kind, subject, day)))


def is_judged(form: Frequency, world: World, span: Span, own: Days) -> bool:
    """A period is judged if at least half of its days are the subject's and the last of those is
    not after as-of. With ``working``: half of its working days, and at least one (P11).
    """
    counting = [day for day in days_in(span) if not form.working or world.policy.calendar.is_workday(day)]
    his = [day for day in counting if day in own]
    return bool(his) and 2 * len(his) >= len(counting) and max(own) <= world.as_of


def _is_written(clause: Clause, world: World, day: date) -> bool:
    return clause.in_force.holds(day) and world.counts(day)


def _quota(clause: Clause, world: World, subject: str, span: Span, own: Days) -> Quota:
    form, day = _form(clause), max(own)
    required = _required(form, world, subject, day)
    silent = silent_months(clause, form, world, subject, own) if form.silent == "no_data" else ()
    return Quota(subject, span, day, required, done(clause, world, subject, own), silent)


def _required(form: Frequency, world: World, subject: str, day: date) -> Fraction:
    """How often: a number that is written, or what is reckoned at the end of the day."""
    written = form.at_least.tree
    if isinstance(written, Literal_) and isinstance(written.value, Fraction):
        return written.value
    return number(form.at_least, at_close(world, form.subject_kind, subject, day))


# --- what was done --------------------------------------------------------------------------------


def done(clause: Clause, world: World, subject: str, own: Days) -> int:
    """The events, or the days with one, that fall on the subject's own days of the period."""
    days = [day for day in doings(clause, world).get(subject, ()) if day in own]
    return len(set(days)) if _form(clause).count == "days" else len(days)


def doings(clause: Clause, world: World) -> Mapping[str | None, tuple[date, ...]]:
    """The days of the events that count, by whose they are; under None those that are nobody's.

    An event that still names a merged unit after the merger is its successor's.
    """
    return world.remembered(("doings", clause.id), lambda: _doings(_form(clause), world))


def lay_doings(clause: Clause, world: World, days: Mapping[str | None, tuple[date, ...]]) -> None:
    """``days`` is what ``doings`` says from now on; one subject's in any order."""
    world.lay(("doings", clause.id), days)


def _doings(form: Frequency, world: World) -> Mapping[str | None, tuple[date, ...]]:
    days: dict[str | None, list[date]] = defaultdict(list)
    for position in own_positions(world, form.at.kinds):
        if holds(form.at.when, position):
            named, day = doer(form, position)
            days[named].append(day)
    return {subject: tuple(found) for subject, found in days.items()}


def doer(form: Frequency, position: Position) -> tuple[str | None, date]:
    """Whose act it is (None: nobody's), and its day."""
    world, subject = position.world, value(form.by, position)
    day, named = world.day(position.at), subject if isinstance(subject, str) else None
    if named is not None and form.subject_kind == "unit":
        named = world.roster.answers_for(named, day)
    return named, day


def unattributed(clause: Clause, world: World) -> list[Problem]:
    """Events of the period that are nobody's are told."""
    found, told = judged(clause, clause.id, lambda: doings(clause, world))
    count = sum(world.counts(day) for day in (found or {}).get(None, ()))
    said = [notice("run.unattributed", clause.place, clause=clause.id, span=world.span.name, count=count)]
    return [*told, *(said if count else [])]


# --- what follows ---------------------------------------------------------------------------------


def tally(clause: Clause, quota: Quota) -> Tally:
    """Done over required; no value where nothing is known."""
    rate = None if quota.silent else _rate(quota.done, quota.required)
    form = _form(clause)
    return Tally(clause.id, form.subject_kind, quota.subject, quota.span.name, _times(quota.done), quota.required, value=rate)


@lru_cache(maxsize=4096)
def _times(done: int) -> Fraction:
    return Fraction(done)


@lru_cache(maxsize=4096)
def _rate(done: int, required: Fraction) -> Fraction:
    """Done over required, one number for all tallies that say the same."""
    return Fraction(done) / required if required > 0 else Fraction(1)


def silence(clause: Clause, subject: str, found: Sequence[Quota]) -> list[Problem]:
    """The months that kept a subject's periods without data, told once (P34)."""
    months = sorted({month for quota in found for month in quota.silent})
    said = notice("run.silent", clause.place, clause=clause.id, subject=subject, months=", ".join(months))
    return [said] if months else []


def fallen_short(clause: Clause, quota: Quota, world: World) -> tuple[list[Entry], list[Problem]]:
    """One entry a line for a period that fell short; of a silent one nothing is charged (P34)."""
    short = _form(clause).short
    if short is None or quota.silent or not quota.missing:
        return [], []
    position = at_close(world, _form(clause).subject_kind, quota.subject, quota.day)
    points = number(short.points, position) * (quota.missing if short.per == "missing" else 1)
    if short.at_most is not None:
        points = max(-short.at_most, min(points, short.at_most))
    text = f"{quota.span.name}：应 {plain(quota.required)} 次，实 {quota.done} 次"
    return charged(
        clause, points, position, {"entry": quota.span},
        part="short", at=quota.day, row=quota.subject, span=quota.span.name, text=text,
    )  # fmt: skip
