"""Named things that a unit, leader or case has or lacks at the end (P28).

    rows at the end --each item--> present | missing --points--> one entry a line for each

The end is that of each span of the subject's card: of the period, or of every month or quarter (P15).
An entry names its item. Over units and leaders the tally says how many of the items are there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import partial

from kaohe.engine.ledger import Entry, Tally
from kaohe.engine.meaning import cardspans
from kaohe.engine.meaning.accountable import charged, passed_on
from kaohe.engine.meaning.evaluate import holds, number
from kaohe.engine.meaning.rows import Row, is_taken_out, rows
from kaohe.engine.meaning.tally import over_span
from kaohe.engine.meaning.trace import because, cited
from kaohe.engine.meaning.unscored import judged
from kaohe.engine.meaning.world import World
from kaohe.engine.roster import OfficeKind
from kaohe.rules.card_span import whole
from kaohe.rules.policy import Checklist, Clause, Item, Span
from kaohe.rules.problem import Problem

Found = tuple[list[Entry], list[Tally], list[Problem]]


def checked_items(clause: Clause, world: World) -> Found:
    """The entries, tallies and notices of a checklist, span by span of the cards that count it.

    Where cards differ in their spans, an entry is written over those of its subject's card. Mergers
    that happened after a span, up to as-of, pass its entries on.
    """
    entries: list[Entry] = []
    tallies: list[Tally] = []
    told: list[Problem] = []
    for made, counts, said in by_span(clause, world):
        entries += made
        tallies += counts
        told += said
    return entries, tallies, told


def by_span(clause: Clause, world: World) -> Iterator[Found]:
    """The same, span after span."""
    for spans in cardspans.ways_to_cut(clause, world):
        for span in (each for each in spans if each.from_ <= world.as_of):
            made, counts, said = _over(clause, over_span(world, span))
            kept = [passed_on(each, world) for each in made if cardspans.is_cut_so(clause, world, spans, each)]
            yield kept, counts, said


def _over(clause: Clause, world: World) -> Found:
    """The same over the world's span, row by row and item by item.

    Entries are dated on the last day of the span, or as-of if earlier; posts share them by days
    held up to then. Nothing is written where that day is outside the clause's ``from``-``to``.
    """
    form, day = _form(clause), min(world.span.to, world.as_of)
    if not (clause.in_force.holds(day) and world.counts(day)):
        return [], [], []
    found, told = judged(clause, world.span.name, partial(rows, form, world))
    admitted, notices = found or ([], [])
    entries: list[Entry] = []
    tallies: list[Tally] = []
    said = [*told, *notices]
    for row in filter(_has_begun, admitted):
        name = row.position.subject or row.position.stream.id
        of_row, problems = judged(clause, name, partial(_of_row, clause, row, day))
        made, tally, notices = of_row or ([], [], [])
        entries, tallies, said = entries + made, tallies + tally, [*said, *problems, *notices]
    return entries, tallies, said


def _has_begun(row: Row) -> bool:
    """A case of which nothing happened by the end of the span has nothing to lack yet."""
    return row.position.subject is not None or row.position.before > 0


def _form(clause: Clause) -> Checklist:
    assert isinstance(clause.form, Checklist)
    return clause.form


def _of_row(clause: Clause, row: Row, day: date) -> Found:
    """One row: an exempted one is counted and not charged."""
    form, world = _form(clause), row.position.world
    present = [item for item in form.items if holds(item.pass_, row.position)]
    exempt = is_taken_out(clause, row, world)
    tallies = _tally(clause, row, len(present), exempt=exempt)
    entries: list[Entry] = []
    told: list[Problem] = []
    for item in () if exempt else form.items:
        made, said = _of_item(clause, row, item, day, present=item in present)
        entries += made
        told += said
    return entries, tallies, told


def _of_item(
    clause: Clause, row: Row, item: Item, day: date, *, present: bool
) -> tuple[list[Entry], list[Problem]]:
    """The entries of one item: what its presence or absence is worth, if anything."""
    form, position = _form(clause), row.position
    points = form.present if present else form.missing
    if points is None:
        return [], []
    world, stream, span = position.world, position.stream, position.world.span
    case = stream.id if stream.kind == "case" else None
    chosen = because((item.pass_, points), position)
    return charged(
        clause, number(points, position), position, {"entry": Span(span.from_, day, span.name)},
        part="item", at=day, row=position.subject, of=named(item, case, world), span=span.name,
        case=case, because=cited(world, *chosen),
        text=words(item, there=present),
    )  # fmt: skip


def words(item: Item, *, there: bool) -> str:
    """That the item is there, or missing."""
    return f"{item.title}：{'有' if there else '缺'}"


def named(item: Item, case: str | None, world: World) -> str:
    """The item; of a case on a monthly card with the month, as the case stands on the next card again."""
    return (
        item.name if case is None or world.span == whole(world.policy) else f"{item.name}:{world.span.name}"
    )


def _tally(clause: Clause, row: Row, present: int, *, exempt: bool) -> list[Tally]:
    """How many items a unit or leader has; none for cases, whose subject only the lines know."""
    subject = row.position.subject
    return [] if subject is None else [tally_of(clause, row.position.world, subject, present, exempt=exempt)]


def tally_of(clause: Clause, world: World, subject: str, present: int, *, exempt: bool) -> Tally:
    """That a unit or leader has so many of the items; of one exempted none is counted."""
    form, span = _form(clause), world.span
    kind: OfficeKind = "unit" if form.over.what == "units" else "leader"
    if exempt:
        return Tally(clause.id, kind, subject, span.name, Fraction(0), Fraction(0), len(form.items))
    counts = Fraction(present), Fraction(len(form.items))
    return Tally(clause.id, kind, subject, span.name, *counts, value=counts[0] / counts[1])
