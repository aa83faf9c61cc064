"""One scorecard for a terminal: sections as bars, clauses, entries, and what held or reversed them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tabulate import tabulate
from wcwidth import wcswidth

from kaohe.engine.ledger import Entry
from kaohe.reports.tables import grade_title, remark
from kaohe.reports.words import Lang, say
from kaohe.rules.policy import Policy
from kaohe.rules.value import plain
from kaohe.scoring.card import Card, Places
from kaohe.scoring.why import Why, WhyClause, WhySection

BAR = 24
"""Characters of a full bar."""
SHOWN = 12
"""Entries of one clause shown before the rest is only counted."""


def card_text(why: Why, policy: Policy, lang: Lang, *, every: bool = False) -> str:
    """The card of ``why``. ``every`` shows all entries, not only the first of each clause."""
    card = why.card
    scorecard = next(each for each in policy.scorecards if each.name == card.card)
    head = say("card.head", lang, title=card.title, subject=card.subject, card=scorecard.title, span=card.span)
    parts = [head, "=" * min(wcswidth(head), 80)]
    if not card.data:
        return "\n".join([*parts, say("card.no-data", lang)])
    parts += [*_result(card, policy, lang), "", *_bars(why, lang)]
    for section in why.sections:
        parts += _section(section, lang, every=every)
    parts += _made(why, lang)
    parts += [line for place in card.places for line in ("", _places(place, lang))]
    return "\n".join(parts)


def _result(card: Card, policy: Policy, lang: Lang) -> Iterator[str]:
    yield say("card.total", lang, total=plain(card.total), out_of=plain(card.out_of))
    grade = grade_title(card, policy)
    if grade:
        yield say("card.grade", lang, grade=grade)
    if card.rank is not None:
        key = "card.rank-in" if card.group else "card.rank"
        yield say(key, lang, rank=card.rank, of=card.ranked_of, group=card.group)
    said = remark(card, lang)
    if said:
        yield say("card.remark", lang, remark=said)


def _bars(why: Why, lang: Lang) -> Iterator[str]:
    """Each section's part of what can be had there; deductions show what was lost."""
    lines = [section.line for section in why.sections if section.line is not None]
    width = max((wcswidth(line.title) for line in lines), default=0)
    most = max((abs(line.total) for line in lines), default=Fraction(1)) or Fraction(1)
    for line in lines:
        room = line.full or most
        filled = min(BAR, round(abs(line.total) / room * BAR)) if room else 0
        sign = "█" if line.total >= 0 else "▒"
        name = line.title + " " * (width - wcswidth(line.title))
        full = f" / {plain(line.full)}" if line.full else ""
        figure = say("card.left-out", lang) if line.left_out else f"{plain(line.total)}{full}"
        yield f"  {name}  {sign * filled}{'·' * (BAR - filled)}  {figure}"


def _section(section: WhySection, lang: Lang, *, every: bool) -> Iterator[str]:
    if not section.clauses and not section.made:
        return
    title = section.line.title if section.line is not None else say("card.no-section", lang)
    yield from ("", f"■ {title}")
    for clause in section.clauses:
        yield from _clause(clause, lang, every=every)
    for entry in section.made:
        yield f"  {plain(entry.points):>8}  {entry.text}"


def _clause(why: WhyClause, lang: Lang, *, every: bool) -> Iterator[str]:
    yield f"  {why.clause.title}（{why.clause.id}）{plain(why.points)}"
    shown = why.entries if every else why.entries[:SHOWN]
    rows = [_row(each.entry, each.counted) for each in shown]
    for line in tabulate(rows, tablefmt="plain", disable_numparse=True).splitlines():
        yield f"    {line}"
    if len(why.entries) > len(shown):
        yield "    " + say("card.more", lang, count=len(why.entries) - len(shown))
    for each in why.entries:
        for taken in each.taken_back:
            yield f"    {plain(taken.points):>7}  {taken.text}"
    for limit in why.limits:
        yield f"    {plain(limit.entry.points):>7}  {limit.entry.text}"


def _row(entry: Entry, counted: Fraction) -> list[str]:
    what = entry.case or entry.span or ""
    left = f"→ {plain(counted)}" if counted != entry.points else ""
    return [entry.at.isoformat(), plain(entry.points), left, what, entry.id]


def _made(why: Why, lang: Lang) -> Iterator[str]:
    if why.made:
        yield from ("", f"■ {say('card.made', lang)}")
    for each in why.made:
        yield f"  {plain(each.entry.points):>8}  {each.entry.text}"


def _places(place: Places, lang: Lang) -> str:
    return say(
        "card.places", lang, grade=place.grade, group=place.group or "-", share=plain(place.share * 100), n=place.n,
        floor=place.floor, places=place.places, taken=", ".join(place.taken) or "-", outside=", ".join(place.outside) or "-",
    )  # fmt: skip
