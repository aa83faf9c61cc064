"""What a run says: first what was wrong or remarkable, then the ranked tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kaohe.reports.coverage_text import silence_text
from kaohe.reports.problem_text import render
from kaohe.reports.tables import cards_csv, cards_json, ranked
from kaohe.reports.words import Lang, say
from kaohe.rules.problem import Problem
from kaohe.rules.say import sentence, tally
from kaohe.scoring.run import Run

SHOWN = 3
"""Remarks of one code shown before the rest is only counted."""


def run_told(problems: Sequence[Problem], texts: Mapping[str, str], lang: Lang) -> str:
    """Problems of documents in full; remarks of the run by code, the first few of each."""
    documents = [found for found in problems if found.severity != "notice"]
    parts = [render(documents, texts, lang)] if documents else []
    by_code: dict[str, list[Problem]] = {}
    for found in problems:
        if found.severity == "notice":
            by_code.setdefault(found.code, []).append(found)
    for code, listed in sorted(by_code.items()):
        parts += [f"· {sentence(found, lang).message}" for found in listed[:SHOWN]]
        if len(listed) > SHOWN:
            parts.append("  " + say("run.more", lang, count=len(listed) - SHOWN, code=code))
    if problems:
        parts.append(tally(problems, lang))
    return "\n".join(parts)


def doubt_text(problems: Sequence[Problem], refused: int, used: int, lang: Lang) -> str:
    """What stands under the tables when they rest on less than was handed in; empty when all is well."""
    found = sum(one.severity == "problem" for one in problems)
    if refused and not used:
        return say("run.nothing-used", lang, refused=refused, all=refused + used)
    if refused:
        return say("run.refused", lang, refused=refused, all=refused + used)
    return say("run.in-doubt", lang, count=found) if found else ""


def run_tables(done: Run, lang: Lang) -> str:
    head = say(
        "run.head", lang, title=done.policy.title, version=done.policy.version, as_of=done.as_of, engine=done.engine
    )
    silence = silence_text(done.replay.coverage, done.policy, lang)
    return f"{head}\n\n{ranked(done.scored.cards, done.policy, lang)}" + (f"\n{silence}\n" if silence else "")


def run_json(done: Run, _lang: Lang) -> str:
    return cards_json(done.scored.cards, done.policy)


def run_csv(done: Run, _lang: Lang) -> str:
    return cards_csv(done.scored.cards)


SHOW = {"text": run_tables, "json": run_json, "csv": run_csv}
