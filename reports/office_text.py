"""How an office stands, in words: what is there, who is silent, what was refused, what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from kaohe.engine.office.held import Held, Refusals
from kaohe.engine.office.names import Strange
from kaohe.reports.card_text import columns
from kaohe.reports.coverage_text import silence_text
from kaohe.reports.problem_text import render
from kaohe.reports.words import Lang, say
from kaohe.rules.period import spans_of
from kaohe.rules.policy import Policy
from kaohe.rules.problem import problem
from kaohe.rules.say import sentence
from kaohe.workbench.office_state import State, Step

MONTHS = 12
"""Months of the table of events: the latest ones."""
REFUSED = 10
"""Reasons of refused rows that are shown."""


def state_text(state: State, lang: Lang) -> str:
    """The state of an office, a paragraph for each matter."""
    parts = ["\n".join(part) for part in _parts(state, lang)]
    return "\n\n".join(part for part in parts if part)


def _parts(state: State, lang: Lang) -> Iterator[list[str]]:
    yield list(_head(state, lang))
    if state.held is not None and state.held.batches:
        yield list(_events(state.held, state.policy, lang))
    if state.policy is not None and state.coverage:
        told = silence_text(state.coverage, state.policy, lang)
        yield [told or say("status.nobody-silent", lang, day=state.as_of)]
    if state.held is not None and state.held.refused:
        yield list(_refused(state.held.refused, lang))
    if state.problems or (state.held is not None and state.held.breaks):
        breaks = state.held.breaks if state.held is not None else ()
        yield [render([*state.problems, *breaks], state.texts, lang)]
    yield [say("status.next", lang), *(f"  {line}" for step in state.steps for line in step_lines(step, lang))]


def step_lines(step: Step, lang: Lang) -> list[str]:
    """What to do and the command that does it, to be typed."""
    return say(step.key, lang, **dict(step.facts)).split("\n")


def _head(state: State, lang: Lang) -> Iterator[str]:
    office = state.office
    yield say("status.office", lang, name=(office.title or office.name) if office else state.home.resolve().name)
    if state.policy is not None:
        policy = state.policy
        period = f"{policy.period.from_} – {policy.period.to}"
        yield say("status.policy", lang, title=policy.title, version=policy.version, period=period)
        if state.roster.implied or not state.roster.units:
            yield say("status.no-roster", lang)
        else:
            leaders = len({tenure.leader for tenure in state.roster.tenures})
            yield say("status.roster", lang, units=len(state.roster.units), leaders=leaders)
    if office is not None:
        yield say("status.mappings", lang, names=_listed([path.stem for path in office.mapping_files], lang))
    if state.held is not None:
        yield _log(state.held, lang)
    yield say("status.runs", lang, names=_listed(state.runs, lang))


def _listed(names: Sequence[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(names) or say("status.none", lang)


def _log(held: Held, lang: Lang) -> str:
    key = "status.log-broken" if held.breaks else "status.log"
    return say(key, lang, batches=len(held.batches), lines=held.lines, breaks=len(held.breaks))


def _events(held: Held, policy: Policy | None, lang: Lang) -> Iterator[str]:
    if policy is None:
        return
    yield say("status.events", lang, events=f"{held.events:,}", last=held.last or "—")
    months = _months(held)
    totals = Counter[str]()
    for (kind, _), count in held.months.items():
        totals[kind] += count
    place = {name: kind.place for name, kind in policy.vocabulary.kinds.items()}
    rows = [["", *(month[2:].replace("-", ".") for month in months), "∑"]]
    for kind in sorted(totals, key=place.__getitem__):
        counts = [held.months.get((kind, month), 0) for month in months]
        rows.append([policy.vocabulary.kinds[kind].title, *(str(count or "·") for count in counts), str(totals[kind])])
    yield from columns(rows, "l" + "r" * (len(months) + 1), "  ")


def _months(held: Held) -> list[str]:
    """The latest months up to the last event, those without any included."""
    named = sorted({month for _, month in held.months})
    if not named:
        return []
    first, last = (date.fromisoformat(f"{month}-01") for month in (named[0], named[-1]))
    return [span.name for span in spans_of("month", first, last)][-MONTHS:]


def _refused(refused: Sequence[Refusals], lang: Lang) -> Iterator[str]:
    yield say("status.refused", lang, rows=f"{sum(one.rows for one in refused):,}")
    ordered = sorted(refused, key=lambda one: (-one.rows, one.batch, one.column))
    for one in ordered[:REFUSED]:
        why = sentence(problem(one.code, column=one.column, **dict(one.facts)), lang).message
        yield "  " + say("status.refused-row", lang, batch=one.batch, why=why, rows=f"{one.rows:,}")
    if len(ordered) > REFUSED:
        yield "  " + say("status.refused-more", lang, count=len(ordered) - REFUSED)


def strange_text(strange: Sequence[Strange], hidden: int, lang: Lang) -> str:
    """Names without a unit, with the nearest ones, and the command that accepts them; empty without any."""
    if not strange and not hidden:
        return ""
    lines = [say("names.strange", lang, count=len(strange))] if strange else []
    for one in strange:
        near = _listed([f"{name}={unit}" for name, unit in one.near], lang)
        lines.append("  " + say("names.near" if one.near else "names.none-near", lang, name=one.name, near=near))
    if strange:
        first = next((one for one in strange if one.nearest), strange[0])
        pair = f"{first.name}={first.nearest or '…'}"  # where two are as near none is proposed: it would be copied
        lines.append(say("names.accept", lang, pair=pair if first.name.isalnum() else f"'{pair}'"))
    if hidden:
        lines.append(say("names.hidden", lang, count=hidden))
    return "\n".join(lines)
