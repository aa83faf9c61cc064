"""A veto in words: what it denies, and how it came to that, step by step."""

from __future__ import annotations

from collections.abc import Iterator

from kaohe.engine.ledger import AppealStep, VetoEvent
from kaohe.reports.words import Lang, say
from kaohe.scoring.card import VetoLine


def veto_text(line: VetoLine, clause: str, lang: Lang) -> str:
    """What a veto denies, by which clause (its title) and event, and until when it may still be contested."""
    effects = ("；" if lang == "zh" else "; ").join(say(f"effect.{effect}", lang) for effect in line.effects)
    status = say(f"veto.{line.status}", lang, clause=clause)
    until = say("card.veto-until", lang, day=line.until) if line.until else ""
    overdue = say("card.veto-overdue", lang) if line.overdue else ""
    return say("card.veto", lang, status=status, effects=effects, event=line.event, until=until, overdue=overdue)


def course_lines(veto: VetoEvent, lang: Lang) -> Iterator[str]:
    """A line for each step: how it fired and on whose word, that it was told, appealed against, decided, taken back."""
    word = {name: getattr(veto, name) or "—" for name in ("proposer", "confirmer", "evidence")}
    yield say("veto.step.fired", lang, day=veto.at, event=veto.event, **word)
    yield from (_step(step, lang) for step in veto.steps)


def _step(step: AppealStep, lang: Lang) -> str:
    outcome = say(f"veto.outcome.{step.outcome}", lang) if step.outcome else "—"
    return say(f"veto.step.{step.step}", lang, day=step.day, event=step.event, outcome=outcome)
