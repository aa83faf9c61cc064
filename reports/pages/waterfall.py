"""From the base to the total, step by step: what a reader adds up with a pencil, drawn.

Every entry of the card is in exactly one step, so that the last step ends at the card's total.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from kaohe.engine.ledger import Entry
from kaohe.reports.words import Lang, say
from kaohe.rules.record import record
from kaohe.scoring.card import Card
from kaohe.scoring.exact import sum_of
from kaohe.scoring.why import Why, WhySection

Look = Literal["whole", "up", "down", "still"]


@record
class Step:
    """``points`` led from ``before`` to ``after``. ``left`` and ``width`` are percent of the chart's width."""

    label: str
    points: Fraction
    before: Fraction
    after: Fraction
    look: Look
    left: str = "0"
    width: str = "0"


@record
class Waterfall:
    """``first``: where the axis begins; above 0 when the steps are small against the whole."""

    steps: tuple[Step, ...]
    first: Fraction
    last: Fraction


def waterfall(why: Why, lang: Lang) -> Waterfall:
    """The steps of a card that has data, and the total as the last bar. One made of other cards has no base."""
    made_of_cards = any(each.entry.part == "roll_up" for each in why.made)
    moves = [(label, points) for label, points in _moves(why, lang) if points or (label == _base(lang) and not made_of_cards)]
    sums = [Fraction(0)]
    for _, points in moves:
        sums.append(sums[-1] + points)
    bare = [
        Step(label, points, before, after, _look(label, points, lang))
        for (label, points), (before, after) in zip(moves, pairwise(sums), strict=True)
    ]
    bare.append(Step(say("site.total", lang), why.card.total, Fraction(0), why.card.total, "whole"))
    first, last = _axis(bare)
    return Waterfall(tuple(_drawn(step, first, last) for step in bare), first, last)


def _look(label: str, points: Fraction, lang: Lang) -> Look:
    if label == _base(lang):
        return "whole"
    return "up" if points > 0 else "down" if points < 0 else "still"


def _base(lang: Lang) -> str:
    return say("site.step.base", lang)


def _moves(why: Why, lang: Lang) -> Iterator[tuple[str, Fraction]]:
    """The base first, then section by section, then what the card did to the whole."""
    made = [each.entry for each in why.made]
    yield _base(lang), _points(entry for entry in made if entry.part == "base")
    for section in why.sections:
        yield from _of_section(section, lang)
    for entry in made:
        if entry.part != "base":
            yield _made(entry, why.card, lang), entry.points


def _of_section(section: WhySection, lang: Lang) -> Iterator[tuple[str, Fraction]]:
    title = section.line.title if section.line is not None else say("card.no-section", lang)
    yield say("site.step.start", lang, section=title), _points(e for e in section.made if e.part == "start")
    limits = [limit.entry for clause in section.clauses for limit in clause.limits]
    yield title, sum_of_clauses(section) - _points(limits)
    yield say("site.step.cap", lang, section=title), _points(limits)
    for part in ("reweigh", "section"):
        yield say(f"site.step.{part}", lang, section=title), _points(e for e in section.made if e.part == part)


def sum_of_clauses(section: WhySection) -> Fraction:
    """What a section's clauses gave and took, limits included."""
    return sum((clause.points for clause in section.clauses), Fraction(0))


def _points(entries: Iterable[Entry]) -> Fraction:
    return sum_of(list(entries))


def _made(entry: Entry, card: Card, lang: Lang) -> str:
    return say(f"site.step.{entry.part}", lang, span=entry.of or card.span, section="", source=entry.of or "")


# --- layout -------------------------------------------------------------------------------------


def _axis(steps: list[Step]) -> tuple[Fraction, Fraction]:
    """From 0, unless all that moves lies in the upper half: then from shortly below the lowest sum."""
    sums = [step.after for step in steps]
    low, high = min(sums), max(sums)
    if low <= 0 or high - low > high / 2:
        return min(low, Fraction(0)), max(high, Fraction(0)) or Fraction(1)
    first = low - max((high - low) / 4, high / 50)
    return Fraction(max(first, Fraction(0)).__floor__()), high


def _drawn(step: Step, first: Fraction, last: Fraction) -> Step:
    room = (last - first) or Fraction(1)
    ends = (max(first, min(Fraction(0), last)) if step.look == "whole" else step.before, step.after)
    left, right = ((min(ends) - first) / room, (max(ends) - first) / room)
    width = max(right - left, Fraction(0) if step.look == "still" else Fraction(1, 250))
    left = min(left, 1 - width)
    return Step(step.label, step.points, step.before, step.after, step.look, _percent(left), _percent(width))


def _percent(part: Fraction) -> str:
    return f"{float(part * 100):.2f}"
