"""Checklists by columns: which items are there at the end of each row, and what that is worth (P28).

    rows at the end ──each item──► present │ missing ──points──► patterns × cases

Of cases all is columns. Units and leaders are as many as the roster has, however many events there are:
columns say which items each has, the plain meaning charges them one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, cast

import numpy as np
import pyarrow as pa

from kaohe.engine.batch import because
from kaohe.engine.batch.board import Board, Positions
from kaohe.engine.batch.charge import Charges, Worth, charges
from kaohe.engine.batch.column import Ints, Truths
from kaohe.engine.batch.evaluate import column, holds
from kaohe.engine.batch.found import Wrote
from kaohe.engine.batch.ledger import Written
from kaohe.engine.batch.rows import rows_of, taken_out
from kaohe.engine.ledger import Entry, Tally
from kaohe.engine.meaning import cardspans, checklist
from kaohe.engine.meaning.accountable import passed_on
from kaohe.engine.meaning.world import World
from kaohe.rules.expression.tree import Expression
from kaohe.rules.policy import Checklist, Clause, Item, Span
from kaohe.rules.problem import Problem


@dataclass(frozen=True, slots=True)
class Checked:
    """What a checklist writes of one span."""

    wrote: list[Wrote]
    tallies: list[Tally]
    told: list[Problem]


@dataclass(frozen=True, slots=True)
class Finding:
    """That an item is there, or missing, and what that is worth."""

    item: Item
    there: bool
    points: Expression


def checked(clause: Clause, board: Board, run: World, spans: cardspans.Spans) -> Checked:
    """As ``meaning.checklist.by_span`` over the board's span, one of ``spans``; ``run`` is the world of the run."""
    form, world = cast("Checklist", clause.form), board.world
    day = min(world.span.to, world.as_of)
    found, told = Checked([], [], []), list[tuple[int, int, Problem]]()
    if not (clause.in_force.holds(day) and world.counts(day)):
        return found
    rows = rows_of(form, board)
    positions = rows.positions
    if positions.subject is None:  # a case of which nothing happened yet has nothing to lack
        rows = rows.some(positions.before > positions.first)
        positions = rows.positions
    exempt = taken_out(clause, rows)
    present = [holds(item.pass_, positions) for item in form.items]
    found.tallies.extend(_tallies(clause, positions, present, exempt))
    for number, item in enumerate(form.items):
        for there, points in ((True, form.present), (False, form.missing)):
            which = np.flatnonzero((present[number] == there) & ~exempt)
            if points is not None and len(which):
                wrote, said = _written(clause, positions.some(which), Finding(item, there, points), day)
                found.wrote.append(_of_cards(wrote, clause, run, spans))
                told += [(int(which[place]), number, problem) for place, problem in said]
    found.told.extend(problem for *_, problem in sorted(told, key=lambda each: each[:2]))
    return found


def _written(
    clause: Clause, positions: Positions, finding: Finding, day: date
) -> tuple[Wrote, Sequence[tuple[int, Problem]]]:
    """The entries of one item at those rows, and what is to be told of which."""
    board, size = positions.board, len(positions)
    charged = _charged(clause, positions, finding, day)
    lists = because.chosen((finding.item.pass_, finding.points), positions)
    own = pa.array(charged.owner)
    cited = because.cited(board, size, lists).take(own)
    text = checklist.words(finding.item, there=finding.there)
    if positions.subject is not None:
        entries = [charged.patterns[number] for number in charged.pattern.tolist()]
        return [
            replace(entry, because=tuple(ids), text=text) for entry, ids in zip(entries, cited.to_pylist(), strict=True)
        ], charged.told
    count = len(charged.owner)
    written = Written(
        board, charged.patterns, charged.pattern, np.full(count, -1), np.full(count, day.toordinal()),
        np.zeros(count, np.int64), pa.array([text] * count, pa.string()), cited,
        board.stream_at(positions.first)[charged.owner],
    )  # fmt: skip
    return written, charged.told


def _charged(clause: Clause, positions: Positions, finding: Finding, day: date) -> Charges:
    """Who answers for the item: posts by the days held in the span up to ``day``."""
    board, world = positions.board, positions.board.world
    points = column(finding.points.tree, positions)
    subjects = positions.subject
    of = checklist.named(finding.item, None if subjects is not None else "", world)

    def more(place: int) -> dict[str, Any]:
        row = None if subjects is None else board.codes.values[int(subjects[place])]
        return {"event": None, "row": row, "of": of, "span": world.span.name}

    keys = [points.values, *([] if subjects is None else [subjects])]
    span = Span(world.span.from_, day, world.span.name)
    worth = Worth(lambda place: Fraction(int(points.values[place]), points.scale), keys, more, span)
    rows = positions.first if subjects is None else np.full(len(positions), -1)
    return charges(clause, positions, rows, {"entry": np.full(len(positions), day.toordinal())}, "item", worth)


def _of_cards(wrote: Wrote, clause: Clause, run: World, spans: cardspans.Spans) -> Wrote:
    """The entries whose subject has a card of those spans; mergers up to as-of pass them on."""
    if not isinstance(wrote, Written):
        return [passed_on(each, run) for each in wrote if cardspans.is_cut_so(clause, run, spans, each)]
    kept = np.array([cardspans.is_cut_so(clause, run, spans, each) for each in wrote.patterns], bool)
    passed: list[Entry] = [passed_on(each, run) for each in wrote.patterns]
    return replace(wrote, patterns=passed).some(np.flatnonzero(kept[wrote.pattern]))


def _tallies(clause: Clause, positions: Positions, present: Sequence[Truths], exempt: Truths) -> list[Tally]:
    """How many items each unit or leader has; none for cases."""
    if positions.subject is None:
        return []
    counts: Ints = np.sum([each.astype(np.int64) for each in present], axis=0)
    names = [cast("str", positions.board.codes.values[code]) for code in positions.subject.tolist()]
    return [
        checklist.tally_of(clause, positions.board.world, who, count, exempt=out)
        for who, count, out in zip(names, counts.tolist(), exempt.tolist(), strict=True)
    ]
