"""The front page: per peer group the grades first, then the table. In public no points, ranks or leaders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby, islice

from kaohe.reports.pages.card import percent
from kaohe.reports.pages.links import card_anchor, page_name
from kaohe.reports.pages.site import Site, tone
from kaohe.reports.tables import card_order, grade_title, remark
from kaohe.reports.words import say
from kaohe.rules.card_span import whole
from kaohe.rules.policy import Scorecard
from kaohe.rules.record import record
from kaohe.rules.value import shown
from kaohe.scoring.card import Card

ROWS = 200
"""Rows on one page; a larger group goes on on the next."""


@record
class Band:
    """How many of a group got a grade. ``tone`` 0: no data, or no grade."""

    title: str
    count: int
    width: str
    tone: int


@record
class Row:
    anchor: str
    rank: str
    code: str
    title: str
    link: str | None
    figures: tuple[str, ...]
    total: str
    grade: str
    tone: int
    remark: str


@record
class Leaf:
    """A page of a group's table. ``name``: its address, None: it stands on the front page."""

    name: str | None
    first: int
    last: int
    rows: tuple[Row, ...]


@record
class Group:
    """A scorecard's cards of one peer group over one span."""

    anchor: str
    scorecard: str
    group: str
    span: str
    of: str
    count: int
    out_of: str
    bands: tuple[Band, ...]
    heads: tuple[str, ...]
    leaves: tuple[Leaf, ...]


def groups(site: Site) -> tuple[Group, ...]:
    """Groups in the order of the scorecards; of a card with a cycle only the longest span."""
    order = card_order(site.policy)
    chosen = [card for card in _longest(site) if not (site.public and card.subject_kind == "leader")]
    key = (lambda card: (*order(card)[:3], card.subject)) if site.public else order
    tables = groupby(sorted(chosen, key=key), key=lambda card: (card.card, card.span, card.group))
    return tuple(_group(number, list(cards), site) for number, (_, cards) in enumerate(tables, 1))


def _longest(site: Site) -> list[Card]:
    """The cards over the whole period; of a scorecard that has none, all."""
    span = whole(site.policy).name
    wholes = {card.card for card in site.dossier.cards if card.span == span}
    return [card for card in site.dossier.cards if card.span == span or card.card not in wholes]


def _group(number: int, cards: Sequence[Card], site: Site) -> Group:
    first = cards[0]
    scorecard = next(each for each in site.policy.scorecards if each.name == first.card)
    titles = () if site.public else tuple(line.title for line in first.sections)
    return Group(
        f"g{number}", scorecard.title, first.group, first.span, scorecard.of, len(cards), shown(first.out_of, 0),
        tuple(_bands(cards, scorecard, site)), titles, tuple(_leaves(number, cards, scorecard, site)),
    )  # fmt: skip


def _bands(cards: Sequence[Card], scorecard: Scorecard, site: Site) -> Iterator[Band]:
    """Every grade of the card, also one that nobody got; then who has none."""
    if not scorecard.grades:
        return
    found = [card.grade for card in cards]
    for place, grade in enumerate(scorecard.grades):
        count = found.count(grade.name)
        yield Band(grade.title, count, _part(count, cards), tone(place, len(scorecard.grades)))
    if None in found:
        yield Band(say("no-data", site.lang), found.count(None), _part(found.count(None), cards), 0)


def _part(count: int, cards: Sequence[Card]) -> str:
    return percent(Fraction(count), Fraction(len(cards)))


def _leaves(number: int, cards: Sequence[Card], scorecard: Scorecard, site: Site) -> Iterator[Leaf]:
    """One table on the front page; of a large group, pages of its own."""
    rows = iter([_row(card, scorecard, site) for card in cards])
    first = 1
    while page := tuple(islice(rows, ROWS)):
        name = None if len(cards) <= ROWS else f"groups/g{number}-{(first - 1) // ROWS + 1}.html"
        yield Leaf(name, first, first + len(page) - 1, page)
        first += len(page)


def _row(card: Card, scorecard: Scorecard, site: Site) -> Row:
    grade = grade_title(card, site.policy) or (say("no-data", site.lang) if not card.data else "—")
    anchor = f"{card_anchor(card)}-{page_name(card.subject)}"
    if site.public:
        return Row(anchor, "", card.subject, card.title, None, (), "", grade, site.tone(card), "")
    figures = ("—" if line.left_out or not card.data else shown(line.total, scorecard.places) for line in card.sections)
    return Row(
        anchor, "—" if card.rank is None else str(card.rank), card.subject, card.title, site.links.card(card), tuple(figures),
        shown(card.total, scorecard.places) if card.data else say("no-data", site.lang), grade, site.tone(card),
        remark(card, site.policy, site.lang),
    )  # fmt: skip
