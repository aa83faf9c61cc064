"""Sheets drawn up: every figure of a card, in the order of the house (P7).

    sections -> base -> re-weighting of what was left out -> inheritance -> rulings -> rounding

Veto, grade and rank come after; they look at printed totals only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe.engine.ledger import Entry
from kaohe.rules.policy import Policy
from kaohe.rules.value import plain, rounded
from kaohe.scoring.card import SectionLine
from kaohe.scoring.data import Key, key_of
from kaohe.scoring.exact import sum_of
from kaohe.scoring.inherit import Figures, inherited, rolled_up
from kaohe.scoring.made import made
from kaohe.scoring.office import Office
from kaohe.scoring.sections import drafted, nothing_left, redistributed
from kaohe.scoring.sheet import Sheet, Sheets
from kaohe.scoring.tallied import Marks


@dataclass(frozen=True, slots=True)
class Draft:
    """A sheet with its figures. ``made`` are the structural entries, ``entries`` all that count.

    ``data`` False: nothing to judge it by; then nothing was made (P25), or every indicator was omitted.
    """

    sheet: Sheet
    data: bool
    sections: tuple[SectionLine, ...]
    entries: tuple[Entry, ...]
    made: tuple[Entry, ...]
    exact: Fraction
    total: Fraction
    out_of: Fraction


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on the desk while sheets are drawn up."""

    policy: Policy
    office: Office
    sheets: Sheets
    data: frozenset[Key]
    entries: Mapping[Key, Sequence[Entry]]
    marks: Mapping[Key, Sequence[Marks]]


def desk(
    policy: Policy,
    office: Office,
    sheets: Sheets,
    *,
    data: frozenset[Key],
    entries: Iterable[Entry],
    marks: Iterable[Marks],
) -> Desk:
    """The entries and marks laid out by the sheet that counts them."""
    by_sheet: dict[Key, list[Entry]] = {}
    for entry in entries:
        if entry.card is not None:
            by_sheet.setdefault((entry.subject, entry.card), []).append(entry)
    marked: dict[Key, list[Marks]] = {}
    for mark in marks:
        marked.setdefault((mark.subject, mark.card), []).append(mark)
    return Desk(policy, office, sheets, data, by_sheet, marked)


def drawn_up(desk: Desk) -> tuple[Draft, ...]:
    """Every sheet's figures. A sheet stands after those it takes figures from, so one pass is enough."""
    drafts: list[Draft] = []
    drawn: dict[Key, Figures] = {}
    for sheet in desk.sheets.all:
        draft = _draft(desk, sheet, drawn)
        drafts.append(draft)
        if draft.data:
            drawn[key_of(sheet)] = Figures(sheet, draft.total, draft.out_of)
    return tuple(drafts)


def _draft(desk: Desk, sheet: Sheet, drawn: Mapping[Key, Figures]) -> Draft:
    if key_of(sheet) not in desk.data:
        nothing = Fraction(0)
        return Draft(sheet, False, (), (), (), nothing, nothing, sheet.scorecard.out_of)
    if sheet.rolls_up:
        steps, out_of = rolled_up(sheet, drawn, desk.sheets, desk.office)
        return _closed(desk, sheet, steps, out_of=out_of, data=bool(steps))
    return _from_clauses(desk, sheet, drawn)


def _from_clauses(desk: Desk, sheet: Sheet, drawn: Mapping[Key, Figures]) -> Draft:
    given = desk.entries.get(key_of(sheet), ())
    marks = desk.marks.get(key_of(sheet), ())
    sections = [drafted(sheet, section, given, marks) for section in sheet.scorecard.sections]
    steps = [entry for section in sections for entry in section.entries]
    steps += _base(sheet)
    steps += redistributed(sheet, sections)
    steps += inherited(sheet, drawn, desk.sheets, desk.office)
    lines = tuple(section.line for section in sections)
    data = not nothing_left(sheet, sections)
    out_of = sheet.scorecard.out_of
    return _closed(desk, sheet, steps, out_of=out_of, data=data, given=given, lines=lines)


def _base(sheet: Sheet) -> Iterator[Entry]:
    if sheet.scorecard.base:
        yield made(sheet, "base", sheet.scorecard.base, f"基础分 {plain(sheet.scorecard.base)}")


def _closed(
    desk: Desk,
    sheet: Sheet,
    steps: Sequence[Entry],
    *,
    out_of: Fraction,
    data: bool,
    given: Sequence[Entry] = (),
    lines: tuple[SectionLine, ...] = (),
) -> Draft:
    """The sheet with its total rounded by an entry of its own (P8)."""
    exact = sum_of(given) + sum_of(steps)
    total = rounded(exact, sheet.scorecard.places, desk.policy.rounding)
    closing = list(steps)
    if total != exact:
        text = f"合计 {plain(exact)} 保留 {sheet.scorecard.places} 位小数"
        closing.append(made(sheet, "round", total - exact, text))
    return Draft(sheet, data, lines, (*given, *closing), tuple(closing), exact, total, out_of)
