"""Sections of a card: start + entries, re-weighted for omitted indicators, within floor and cap (P7, P12).

    start -> entries with their caps -> reweigh × F ÷ (F − f) -> floor and cap

F are the full marks of the section's indicators, f of those omitted. A section whose indicators are all
omitted is left out of the card, and the rest of the card is re-weighted in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe.engine.ledger import PLACES, Entry
from kaohe.rules.policy import Section
from kaohe.rules.value import plain, rounded
from kaohe.scoring.card import SectionLine
from kaohe.scoring.exact import sum_of, total, within
from kaohe.scoring.made import ALL_SECTIONS, made
from kaohe.scoring.sheet import Sheet
from kaohe.scoring.tallied import Marks


@dataclass(frozen=True, slots=True)
class Drafted:
    """A section drawn up: its line, and the entries that made it what it is."""

    line: SectionLine
    entries: tuple[Entry, ...]
    bonus: bool


def drafted(sheet: Sheet, section: Section, entries: Iterable[Entry], marks: Iterable[Marks]) -> Drafted:
    """One section from the clause entries that count on the sheet and the marks of its indicators."""
    mine = [entry for entry in entries if entry.section == section.name]
    full, gone = _full_marks(section, marks)
    left_out = gone > 0 and gone == full and not mine
    start = Fraction(0) if left_out else section.start
    earned = sum_of(mine)
    steps: list[Entry] = []
    if start:
        steps.append(made(sheet, "start", start, f"起始分 {plain(start)}", section=section.name))
    if 0 < gone < full:
        steps.append(_reweigh(sheet, section, earned, full, gone))
    steps += _bounded(sheet, section, sum_of(steps) + earned)
    reached = sum_of(steps) + earned
    line = SectionLine(section.name, section.title, start, earned, reached, _full(section, full), left_out)
    return Drafted(line, tuple(steps), section.bonus)


def _full_marks(section: Section, marks: Iterable[Marks]) -> tuple[Fraction, Fraction]:
    """F and f: the full marks of the section's indicators, and of those omitted."""
    mine = [mark for mark in marks if mark.section == section.name]
    return total(mark.full for mark in mine), total(mark.full for mark in mine if mark.omitted)


def _full(section: Section, full: Fraction) -> Fraction | None:
    if section.bonus:
        return section.cap
    return section.start + full or None


def _reweigh(sheet: Sheet, section: Section, earned: Fraction, full: Fraction, gone: Fraction) -> Entry:
    more = rounded(earned * gone / (full - gone), PLACES)
    text = f"不计指标 {plain(gone)} 分，权重另分：{plain(earned)} × {plain(full)} ÷ {plain(full - gone)}"
    return made(sheet, "reweigh", more, text, section=section.name)


def _bounded(sheet: Sheet, section: Section, reached: Fraction) -> Iterator[Entry]:
    """The entry that brings a section within its floor and cap; none when it is."""
    more = within(reached, section.floor, section.cap) - reached
    if more:
        bound = f"下限 {plain(section.floor)}" if more > 0 and section.floor is not None else ""
        bound = bound or f"上限 {plain(section.cap or Fraction(0))}"
        yield made(sheet, "section", more, f"{bound}，原合计 {plain(reached)}", section=section.name)


def redistributed(sheet: Sheet, drafts: Sequence[Drafted]) -> Iterator[Entry]:
    """The ``reweigh`` entry of the whole card for sections left out; bonus sections stand outside it.

    Base and the other sections, all of ``out_of`` but the marks left out, stand for the whole.
    """
    gone = total(draft.line.full or Fraction(0) for draft in drafts if draft.line.left_out)
    rest = sheet.scorecard.out_of - gone
    if gone and rest > 0:
        counted = sheet.scorecard.base + total(draft.line.total for draft in drafts if not draft.bonus)
        more = rounded(counted * gone / rest, PLACES)
        said = f"{plain(counted)} × {plain(sheet.scorecard.out_of)} ÷ {plain(rest)}"
        if more:
            text = f"整段不计 {plain(gone)} 分，权重另分：{said}"
            yield made(sheet, "reweigh", more, text, role=ALL_SECTIONS)


def nothing_left(sheet: Sheet, drafts: Sequence[Drafted]) -> bool:
    """Whether every point of the card was omitted: there is nothing to judge it by."""
    gone = total(draft.line.full or Fraction(0) for draft in drafts if draft.line.left_out)
    return 0 < gone >= sheet.scorecard.out_of
