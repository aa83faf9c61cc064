"""``kaohe replay``, ``due`` and ``watch`` for a terminal: a case step by step, what falls due, what is new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby

from kaohe.engine.ledger import Entry, GateRow
from kaohe.reports.card_text import columns
from kaohe.reports.condition_text import Voice
from kaohe.reports.due_text import due_lines
from kaohe.reports.value_text import signed, value_text
from kaohe.reports.why_text import event_lines, unknown_lines, voice_of
from kaohe.reports.words import Lang, say
from kaohe.rules.expression.tree import Tree
from kaohe.rules.policy import Policy
from kaohe.rules.value import Value
from kaohe.workbench.falling_due import Due
from kaohe.workbench.following import Followed, Step, Subject
from kaohe.workbench.tracing import Unknown
from kaohe.workbench.watching import News

# --- replay -----------------------------------------------------------------------------------------


def replay_text(found: Followed | Unknown, policy: Policy, lang: Lang) -> str:
    """A case as it happened, one step under another."""
    if isinstance(found, Unknown):
        return "\n".join(unknown_lines(found, lang))
    voice = voice_of(policy, lang)
    lines = [] if found.asked == found.case else [say("why.linked", lang, asked=found.asked, case=found.case)]
    lines.append(say("replay.head", lang, case=found.case, steps=len(found.steps)))
    for number, step in enumerate(found.steps, 1):
        lines += _step(number, step, voice)
    return "\n".join(lines)


def _step(number: int, step: Step, voice: Voice) -> Iterator[str]:
    lang, facts = voice.lang, voice.policy.vocabulary.facts
    if step.event is None:
        yield f"{number}. {say('replay.day', lang, day=step.day)}"
    else:
        yield f"{number}. {next(event_lines((step.event,), voice))}"
    for name, before, after in step.facts:
        fact = facts[name]
        change = {"before": _shown(before, fact.value.tree, voice), "after": _shown(after, fact.value.tree, voice)}
        yield "   " + say("replay.fact", lang, title=fact.title, **change)
    yield from (f"   {line}" for line in _gates(step.gates, voice))
    yield from (f"   {line}" for line in _entries(step.entries, voice))
    if step.entries:
        yield "   " + say("replay.score", lang, score=say("joint", lang).join(_scores(step.score.items())))


def _shown(value: Value, tree: Tree, voice: Voice) -> str:
    """A fact's value; a declared value by its title."""
    titles = _titles(tree, voice.policy) if voice.lang == "zh" else {}
    return titles.get(str(value)) or value_text(value, tree, voice.here, voice.lang)


def _titles(tree: Tree, policy: Policy) -> Mapping[str, str]:
    """The titles of an enum, from a field that has these values."""
    fields = (field for kind in policy.vocabulary.kinds.values() for field in kind.fields.values())
    alike = (field.titles for field in fields if tree.type.values and set(field.titles) == set(tree.type.values))
    return next(alike, {})


def _scores(score: Iterable[tuple[Subject, Fraction]]) -> Iterator[str]:
    return (f"{subject} {signed(points)}" for (_, subject), points in sorted(score))


def _gates(rows: Sequence[GateRow], voice: Voice) -> Iterator[str]:
    for gate, items in groupby(rows, key=lambda row: row.gate):
        listed = list(items)
        failed = [row.item for row in listed if not row.passed]
        key = "replay.gate-failed" if failed else "replay.gate-passed"
        yield say(key, voice.lang, gate=voice.policy.gates[gate].title or gate, count=len(listed), failed=", ".join(failed))


def _entries(entries: Sequence[Entry], voice: Voice) -> Iterator[str]:
    titles = {clause.id: clause.title for clause in voice.policy.clauses}
    rows = [[signed(e.points), e.subject, titles.get(e.clause, e.clause), e.id] for e in entries]
    return iter(columns(rows, "rlll", "")) if rows else iter(())


# --- due --------------------------------------------------------------------------------------------


def due_text(found: Sequence[Due], policy: Policy, as_of: date, within: int, *, every_day: bool, lang: Lang) -> str:
    """What falls due: by unit, then stage, then day; ``every_day`` adds each due-date line."""
    if not found:
        return say("due.nothing", lang, as_of=as_of, within=within)
    parts = [say("due.head", lang, as_of=as_of, within=within, count=len(found), late=sum(one.days < 0 for one in found))]
    ordered = sorted(found, key=lambda one: (one.unit or "", one.days >= 0, one.stage is None, one.due))
    for unit, rows in groupby(ordered, key=lambda one: one.unit):
        listed = list(rows)
        parts += ["", say("due.unit", lang, unit=unit or say("due.nobody", lang), count=len(listed))]
        parts += _table(listed, lang)
        if every_day:
            voice = voice_of(policy, lang)
            for one in listed:
                parts += ["", f"  {one.case or '—'} · {one.clause.title}"]
                parts += (f"    {line}" for line in due_lines(one.line, one.outcome, voice.here, lang))
    return "\n".join(parts)


def _table(found: Sequence[Due], lang: Lang) -> list[str]:
    rows = [
        [str(one.due), days_text(one.days, lang), stage_text(one, lang), one.case or "—", one.clause.title, _leaders(one)]
        for one in found
    ]
    return list(columns(rows, "lrllll", "  "))


def _leaders(one: Due) -> str:
    return ", ".join(id_ for kind, id_ in one.subjects if kind == "leader")


def days_text(days: int, lang: Lang) -> str:
    """``in 3 days``, ``today``, ``2 days over``."""
    key = "due.today" if days == 0 else "due.in" if days > 0 else "due.past"
    return say(key, lang, days=abs(days))


def stage_text(one: Due, lang: Lang) -> str:
    """The reminder's distance from the limit, or that it is the limit itself."""
    if one.stage is None:
        return say("due.stage-limit", lang)
    return say("due.stage", lang, count=one.stage.count, unit=say(f"unit.{one.stage.unit}", lang))


# --- watch ------------------------------------------------------------------------------------------


def news_text(news: News, policy: Policy, lang: Lang) -> str:
    """What a batch changed, or that it changed nothing."""
    voice = voice_of(policy, lang)
    lines = [say("watch.head", lang, as_of=news.as_of, events=news.events)]
    for key, rows in (("watch.fired", news.entries), ("watch.gone", news.gone)):
        lines += [say(key, lang, count=len(rows)), *(f"  {line}" for line in _entries(rows, voice))] if rows else []
    if news.failed:
        lines.append(say("watch.gates", lang, count=len(news.failed)))
        lines += columns([[row.case or "—", policy.gates[row.gate].title or row.gate, row.item] for row in news.failed], "lll", "  ")
    if news.due:
        lines += [say("watch.due", lang, count=len(news.due)), *_table(news.due, lang)]
    if len(lines) == 1:
        lines.append("  " + say("watch.nothing", lang))
    return "\n".join(lines)
