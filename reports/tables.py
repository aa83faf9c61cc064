"""Ranked tables of cards by peer group, for a terminal, a spreadsheet or a program."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from kaohe.reports.words import Lang, say
from kaohe.rules.policy import Policy, Scorecard
from kaohe.rules.value import plain, shown
from kaohe.scoring.card import Card, RiskLine

NO_FIGURE = "—"


def ranked(cards: Sequence[Card], policy: Policy, lang: Lang) -> str:
    """One table per scorecard and peer group, best first; *no data* at the end, shown as such."""
    parts: list[str] = []
    for listed in tables_of(cards, policy):
        head = _head(policy, listed[0].card, listed[0].span, listed[0].group, len(listed), lang)
        parts += [head, _table_text(listed, policy, lang), ""]
    return "\n".join(parts)


def tables_of(cards: Iterable[Card], policy: Policy) -> Iterator[tuple[Card, ...]]:
    """The cards of each scorecard, span and peer group, best first; none is empty."""
    for _, rows in groupby(sorted(cards, key=card_order(policy)), key=_table):
        yield tuple(rows)


Place = tuple[int, str, str, bool, int, Fraction, str]
"""Scorecard, span, peer group, no data, rank, total, subject."""


def card_order(policy: Policy) -> Callable[[Card], Place]:
    """By which cards are printed: scorecard, span, peer group, then rank; without data at the end."""
    place = {card.name: number for number, card in enumerate(policy.scorecards)}

    def key(card: Card) -> Place:
        rank = card.rank if card.rank is not None else 1_000_000
        return (place[card.card], card.span, card.group, not card.data, rank, -card.total, card.subject)

    return key


def _table(card: Card) -> tuple[str, str, str]:
    return (card.card, card.span, card.group)


def _head(policy: Policy, name: str, span: str, group: str, count: int, lang: Lang) -> str:
    title = next(card.title for card in policy.scorecards if card.name == name)
    peers = f" · {group}" if group else ""
    return say("table.head", lang, title=title, peers=peers, span=span, count=count)


def _table_text(cards: Sequence[Card], policy: Policy, lang: Lang) -> str:
    places = next(card.places for card in policy.scorecards if card.name == cards[0].card)
    sections = [(line.name, line.title) for line in cards[0].sections]
    heads = [
        say("table.rank", lang),
        say("table.code", lang),
        say("table.title", lang),
        *(title for _, title in sections),
        say("table.total", lang),
        say("table.grade", lang),
        say("table.remark", lang),
    ]
    rows = [_row(card, places, policy, lang) for card in cards]
    align = ["right", "left", "left", *("right" for _ in sections), "right", "left", "left"]
    from tabulate import tabulate

    return tabulate(rows, headers=heads, tablefmt="simple", colalign=align, disable_numparse=True)


def _row(card: Card, places: int, policy: Policy, lang: Lang) -> list[str]:
    figures = [NO_FIGURE if line.left_out or not card.data else shown(line.total, places) for line in card.sections]
    return [
        str(card.rank) if card.rank is not None else NO_FIGURE,
        card.subject,
        card.title,
        *figures,
        shown(card.total, places) if card.data else say("no-data", lang),
        grade_title(card, policy) or NO_FIGURE,
        remark(card, policy, lang),
    ]


def scorecard_of(card: Card, policy: Policy) -> Scorecard:
    """The scorecard by which a card was made."""
    return next(each for each in policy.scorecards if each.name == card.card)


def latest(cards: Sequence[Card]) -> tuple[Card, ...]:
    """Of each scorecard the cards over its longest span: the year's, not its months'; else the last one's."""
    spans: dict[str, str] = {}
    for card in cards:
        kept = spans.setdefault(card.card, card.span)
        spans[card.card] = max(kept, card.span, key=lambda span: ("-" not in span, span))
    return tuple(card for card in cards if card.span == spans[card.card])


def grade_title(card: Card, policy: Policy, grade: str | None = None) -> str:
    """The printed name of a card's grade, or of another of its scorecard; empty without one."""
    named = grade or card.grade
    return next((each.title for each in scorecard_of(card, policy).grades if each.name == named), "")


def remark(card: Card, policy: Policy, lang: Lang, *, vetoes: bool = True) -> str:
    """What a reader must not overlook: vetoes (unless told apart), what is provisional, points for petitions."""
    told = Counter(say(f"veto.{line.status}", lang, clause=line.clause) for line in card.vetoes if vetoes)
    notes = [note if count == 1 else say("veto.times", lang, note=note, count=count) for note, count in told.items()]
    if card.provisional:
        notes.append(say("provisional", lang))
    if card.unrisked is not None and any(not risk.moves for risk in card.accepted_risks):
        notes.append(unrisked_text(card, policy, lang))
    return ("；" if lang == "zh" else "; ").join(notes)


def unrisked_text(card: Card, policy: Policy, lang: Lang) -> str:
    """What the card would say without the clauses of its accepted risks (P20)."""
    without = card.unrisked
    assert without is not None
    total = shown(without.total, scorecard_of(card, policy).places)
    grade = grade_title(card, policy, without.grade) if without.grade else ""
    return say("risk.without", lang, total=total, grade=f" {grade}" if grade else "")


def cards_json(cards: Iterable[Card], policy: Policy) -> str:
    """The same figures for a program: exact decimals as text."""
    return json.dumps([_record(card, policy) for card in cards], ensure_ascii=False, indent=1)


def cards_csv(cards: Sequence[Card]) -> str:
    """The same figures for a spreadsheet; one row per section and one for the total."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["card", "span", "group", "subject", "title", "line", "points", "grade", "rank", "data"])
    for card in cards:
        head = [card.card, card.span, card.group, card.subject, card.title]
        for line in card.sections:
            writer.writerow([*head, line.name, plain(line.total), "", "", ""])
        total = plain(card.total) if card.data else ""
        writer.writerow([*head, "total", total, card.grade or "", card.rank or "", str(card.data).lower()])
    return out.getvalue()


def _record(card: Card, policy: Policy) -> Mapping[str, object]:
    return {
        "card": card.card,
        "span": card.span,
        "group": card.group,
        "subject_kind": card.subject_kind,
        "subject": card.subject,
        "title": card.title,
        "data": card.data,
        "sections": {line.name: plain(line.total) for line in card.sections},
        "total": plain(card.total) if card.data else None,
        "out_of": plain(card.out_of),
        "grade": card.grade,
        "grade_title": grade_title(card, policy) or None,
        "rank": card.rank,
        "ranked_of": card.ranked_of,
        "provisional": card.provisional,
        "accepted_risks": [_risk_record(risk) for risk in card.accepted_risks],
        "without_risks": _unrisked_record(card),
        "vetoes": [{"clause": v.clause, "status": v.status, "event": v.event} for v in card.vetoes],
    }


def _risk_record(risk: RiskLine) -> Mapping[str, object]:
    return {
        "moves": list(risk.moves), "clauses": list(risk.clauses), "points": plain(risk.points), "reason": risk.reason,
        "approver": risk.approver, "until": risk.until.isoformat(), "counter_clause": risk.counter_clause,
    }  # fmt: skip


def _unrisked_record(card: Card) -> Mapping[str, object] | None:
    without = card.unrisked
    return None if without is None else {"total": plain(without.total), "grade": without.grade}
