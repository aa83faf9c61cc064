"""What a card takes from other cards: a leader's from his units, a parent's from its children (P15).

Adds share × (their total − their out_of). Children count by weighted mean; a leader's units by days,
each day divided among the posts held that day. Cards without data are nobody's inheritance. And a year
takes its total from the cards of its months.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

from kaohe.engine.ledger import Entry
from kaohe.rules.policy import Inherit, Span
from kaohe.rules.value import plain
from kaohe.scoring.exact import on_grid, total
from kaohe.scoring.made import made
from kaohe.scoring.office import Office, Post
from kaohe.scoring.sheet import Sheet, Sheets

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Figures:
    """What other cards may take from one: its printed total and what it is out of."""

    sheet: Sheet
    total: Fraction
    out_of: Fraction


Drawn = Mapping[tuple[str, str], Figures]
"""By subject and card: the cards with data drawn up so far."""


def sources_of(sheet: Sheet, sheets: Sheets, office: Office) -> tuple[Sheet, ...]:
    """The sheets from which ``sheet`` takes figures; each stands before it in ``sheets``."""
    if sheet.rolls_up:
        mine = sheets.of(sheet.kind, sheet.subject)
        return tuple(each for each in mine if each.scorecard.name == sheet.scorecard.name and not each.rolls_up)
    rule = sheet.scorecard.inherit
    if rule is None:
        return ()
    found = (sheets.over("unit", unit, sheet.span.name) for unit in _units(rule, sheet, office))
    return tuple(each for each in found if each is not None and rule.card in (None, each.scorecard.name))


def _units(rule: Inherit, sheet: Sheet, office: Office) -> Iterable[str]:
    if rule.from_ == "children":
        return office.children(sheet.subject, sheet.day)
    return dict.fromkeys(post.unit for post in office.posts(sheet.subject, sheet.span))


def inherited(sheet: Sheet, drawn: Drawn, sheets: Sheets, office: Office) -> Iterator[Entry]:
    """One ``inherit`` entry per card inherited from, exact in 10⁻⁶ together."""
    rule = sheet.scorecard.inherit
    if rule is None or sheet.rolls_up:
        return
    sources = _with_data(sources_of(sheet, sheets, office), drawn)
    weights = _weights(rule, sheet, sources, office)
    deviations = [figures.total - figures.out_of for figures in sources]
    parts = on_grid([rule.share * weight * off for weight, off in zip(weights, deviations, strict=True)])
    for figures, weight, part in zip(sources, weights, parts, strict=True):
        yield _inherit(sheet, rule, figures, weight, part)


def _with_data(sources: Iterable[Sheet], drawn: Drawn) -> list[Figures]:
    return [drawn[source.subject, source.key] for source in sources if (source.subject, source.key) in drawn]


def _weights(rule: Inherit, sheet: Sheet, sources: Sequence[Figures], office: Office) -> list[Fraction]:
    if rule.from_ == "unit":
        held = days_held(office.posts(sheet.subject, sheet.span), {each.sheet.subject for each in sources})
        days = Fraction((sheet.day - sheet.span.from_).days + 1)
        return [held.get(each.sheet.subject, Fraction(0)) / days for each in sources]
    heavy = [_weight(rule, each.sheet, sheet.span, office) for each in sources]
    whole = total(heavy)
    return [weight / whole if whole else Fraction(0) for weight in heavy]


def _weight(rule: Inherit, child: Sheet, span: Span, office: Office) -> Fraction:
    """A child's weight on its last day; 1 where the policy states none, 0 where it is unknown."""
    if rule.weight is None:
        return Fraction(1)
    weight = office.value(rule.weight, child.subject, span, child.day)
    return weight if isinstance(weight, Fraction) else Fraction(0)


def days_held(posts: Sequence[Post], units: set[str]) -> dict[str, Fraction]:
    """Days by unit: each day divided among the posts held that day in ``units``."""
    mine = [post for post in posts if post.unit in units]
    changes = sorted({post.from_ for post in mine} | {post.to + _DAY for post in mine})
    held: dict[str, Fraction] = {}
    for first, next_ in pairwise(changes):
        together = [post.unit for post in mine if post.from_ <= first <= post.to]
        for unit in together:
            held[unit] = held.get(unit, Fraction(0)) + Fraction((next_ - first).days, len(together))
    return held


def _inherit(sheet: Sheet, rule: Inherit, figures: Figures, weight: Fraction, part: Fraction) -> Entry:
    off = f"({plain(figures.total)} − {plain(figures.out_of)})"
    text = f"继承 {figures.sheet.title}：{plain(rule.share)} × {plain(weight)} × {off}"
    return made(sheet, "inherit", part, text, of=figures.sheet.subject)


def rolled_up(sheet: Sheet, drawn: Drawn, sheets: Sheets, office: Office) -> tuple[list[Entry], Fraction]:
    """The ``roll_up`` entries of a year and what the year is out of: mean, sum, last or least."""
    months = _with_data(sources_of(sheet, sheets, office), drawn)
    how = sheet.scorecard.roll_up
    chosen = _chosen(how, months)
    divisor = len(chosen) if how == "mean" else 1
    parts = on_grid([figures.total / divisor for figures in chosen])
    entries = [_month(sheet, figures, divisor, part) for figures, part in zip(chosen, parts, strict=True)]
    out_of = total(figures.out_of for figures in chosen) if how == "sum" else sheet.scorecard.out_of
    return entries, out_of


def _chosen(how: str, months: Sequence[Figures]) -> list[Figures]:
    """The months that make the year: all of them, the last, or the (first) least."""
    if how == "last":
        return list(months[-1:])
    if how == "min":
        return [min(months, key=lambda figures: figures.total)] if months else []
    return list(months)


def _month(sheet: Sheet, figures: Figures, divisor: int, part: Fraction) -> Entry:
    over = "" if divisor == 1 else f" ÷ {divisor}"
    text = f"{figures.sheet.span.name} 得分 {plain(figures.total)}{over}"
    return made(sheet, "roll_up", part, text, of=figures.sheet.span.name)
