"""A due date as a line anyone can recount: start, counted and skipped days, what moved it, the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from kaohe.engine.meaning.duedate import Step
from kaohe.engine.meaning.dueline import DueLine
from kaohe.reports.value_text import instant_text
from kaohe.reports.words import Lang, say
from kaohe.rules.clock import Zone
from kaohe.rules.value import plain


def due_lines(line: DueLine, outcome: str, here: Zone, lang: Lang) -> Iterator[str]:
    """The lines of one clock."""
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
    yield from _steps(line.steps, lang)
    if line.due is not None:
        at = f" {instant_text(line.due_at, here)}" if line.due_at is not None else ""
        yield say("due.due", lang, day=line.due, at=at)
    yield _end(line, outcome, lang)


def _end(line: DueLine, outcome: str, lang: Lang) -> str:
    said = say(f"outcome.{outcome}", lang)
    if line.ending is None:
        return say("due.open", lang, outcome=said)
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


def _stretch(run: list[Step], lang: Lang) -> str:
    days = str(run[0].day) if len(run) == 1 else f"{run[0].day} … {run[-1].day}"
    return say("due.stretch", lang, days=days, count=len(run), reason=say(f"step.{run[0].reason}", lang))
