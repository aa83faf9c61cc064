"""A due date as a line anyone can recount: start, counted and skipped days, what moved it, the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from fractions import Fraction
from itertools import groupby

from kaohe.engine.meaning.duedate import Step
from kaohe.engine.meaning.dueline import DueLine
from kaohe.reports.value_text import instant_text
from kaohe.reports.words import Lang, say
from kaohe.rules.clock import Zone
from kaohe.rules.value import plain, shown


def due_lines(line: DueLine, outcome: str, here: Zone, lang: Lang) -> Iterator[str]:
    """The lines of one clock: by days, or by the clock where the limit is in hours."""
    timed = line.due_at is not None or (line.limit is not None and line.limit.in_hours)
    if timed:
        yield say("due.start-at", lang, at=instant_text(line.start.at, here), event=line.start.id)
    else:
        yield say("due.start", lang, day=line.started, event=line.start.id)
    if line.limit is None:
        yield say("due.no-limit", lang)
    else:
        yield say("due.limit", lang, count=plain(line.limit.count), unit=say(f"unit.{line.limit.unit}", lang))
    for each in line.approvals:
        key = "due.extended" if each.refused is None else "due.refused"
        why = "" if each.refused is None else say(f"refused.{each.refused}", lang)
        yield say(key, lang, event=each.event.id, added=plain(each.added), why=why)
    for pause in line.pauses:
        yield say("due.paused", lang, from_=pause.from_, to=pause.to or "…", event=pause.begins.id, state=pause.state)
    yield from _hours(line, here, lang) if timed else _steps(line.steps, lang)
    if line.due is not None:
        yield say("due.due", lang, day=line.due if line.due_at is None else instant_text(line.due_at, here))
    yield _end(line, outcome, here, lang)


def _end(line: DueLine, outcome: str, here: Zone, lang: Lang) -> str:
    """An end by the clock needs no count of days: both instants stand there."""
    said = say(f"outcome.{outcome}", lang)
    if line.ending is None:
        return say("due.open", lang, outcome=said)
    if line.due_at is not None:
        day = line.ended if line.ending.dated else instant_text(line.ending.at, here)
        return say("due.ended", lang, day=day, event=line.ending.id, outcome=said, slack="")
    slack = "" if line.slack is None else say("due.slack" if line.slack >= 0 else "due.over", lang, days=abs(line.slack))
    return say("due.ended", lang, day=line.ended, event=line.ending.id, outcome=said, slack=slack)


def _steps(steps: Iterable[Step], lang: Lang) -> Iterator[str]:
    """Days in a row with one reason as one stretch: the first, the last, how many."""
    run: list[Step] = []
    for step in steps:
        if run and (step.reason != run[-1].reason or step.day != run[-1].day + timedelta(days=1)):
            yield _stretch(run, lang)
            run = []
        run.append(step)
    if run:
        yield _stretch(run, lang)


def _hours(line: DueLine, here: Zone, lang: Lang) -> Iterator[str]:
    """The stretches of each day that counted, and their hours; days alike in a row as one line."""
    for (told, reason), days in groupby(line.steps, key=lambda step: (_stretches(step, line.due_at, here), step.reason)):
        run = list(days)
        if reason != "counted":
            yield _stretch(run, lang)
            continue
        yield say("due.hours", lang, days=_span(run), stretches=told, hours=_number(sum(step.used for step in run)))


def _stretches(step: Step, due_at: int | None, here: Zone) -> str:
    """``08:30–12:00 14:00–17:30``: the time of the day that counted, up to the due instant."""
    free = [(begins, ends if due_at is None else min(ends, due_at)) for begins, ends in step.free if due_at is None or begins < due_at]
    return " ".join(f"{instant_text(begins, here)[11:]}–{_until(ends, here)}" for begins, ends in free)


def _until(ends: int, here: Zone) -> str:
    """The time of day at which a stretch ends; midnight is the end of its own day."""
    told = instant_text(ends, here)[11:]
    return "24:00" if told == "00:00" else told


def _number(hours: Fraction | int) -> str:
    """Hours as they are, or to a hundredth where their decimals do not end."""
    exact = plain(Fraction(hours))
    return exact if "/" not in exact else shown(Fraction(hours), 2)


def _span(run: list[Step]) -> str:
    return str(run[0].day) if len(run) == 1 else f"{run[0].day} … {run[-1].day}"


def _stretch(run: list[Step], lang: Lang) -> str:
    return say("due.stretch", lang, days=_span(run), count=len(run), reason=say(f"step.{run[0].reason}", lang))
