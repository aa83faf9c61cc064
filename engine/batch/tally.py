"""Ratios and measures over cases, events and clocks by columns: rows, whose they are, what they are worth.

Rows are few kinds of answers many times over, so they are counted by distinct values. Parts of a run
count each for itself; the figure of each group is the plain meaning's, once all are merged. Rows of the
roster are left to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import partial

import numpy as np
import pyarrow as pa

from kaohe.engine.batch.alike import alike
from kaohe.engine.batch.board import Board
from kaohe.engine.batch.column import Column, Ints, Truths, said, whole
from kaohe.engine.batch.evaluate import column, holds
from kaohe.engine.batch.rows import Counted, rows_of, taken_out
from kaohe.engine.meaning import tally as rates
from kaohe.engine.meaning.tally import Group, Groups
from kaohe.rules.policy import Clause, Measure, Ratio
from kaohe.rules.value import Value

GROUPS = pa.schema([
    ("subject", pa.string()), ("split", pa.string()), ("numerator", pa.string()), ("denominator", pa.string()),
    ("times", pa.int64()), ("exempt", pa.int64()),
])  # fmt: skip
"""Rows of a group that are worth the same: the value (exact), how many count, how many are exempted."""
Counts = dict[tuple[str | None, str | None, Fraction], list[int]]
"""By subject, split and value: how many rows count and how many are exempted."""


def grouped(clause: Clause, form: Ratio | Measure, boards: Sequence[Board], merged_by: date) -> pa.Table:
    """The admitted rows of the boards' span by subject, and once more by subject and split (``GROUPS``)."""
    found: Counts = defaultdict(lambda: [0, 0])
    for board in boards:
        rows = rows_of(form, board)
        positions, exempt, worth = rows.positions, taken_out(clause, rows), _worth(form, rows)
        subject = column(form.by.tree, positions)
        answering = partial(_answering, form, board, merged_by)
        _gather(board, found, (subject, None, worth, exempt), answering)
        if form.split is not None:
            _gather(board, found, (subject, column(form.split.tree, positions), worth, exempt), answering)
    return _table(found)


def as_table(groups: Groups) -> pa.Table:
    """The groups of the plain meaning in the same form."""
    found: Counts = defaultdict(lambda: [0, 0])
    for (subject, split), group in groups.items():
        found[subject, split, Fraction(0)][1] += group.exempt
        for value in group.values:
            found[subject, split, value][0] += 1
    return _table(found)


def merged(tables: Iterable[pa.Table]) -> Groups:
    """The groups of several parts in one."""
    found: Groups = defaultdict(Group)
    for table in tables:
        for row in table.to_pylist():
            group = found[row["subject"], row["split"]]
            group.exempt += row["exempt"]
            group.values += [Fraction(int(row["numerator"]), int(row["denominator"]))] * row["times"]
    return dict(found)


def _table(found: Counts) -> pa.Table:
    keys, counts = list(found), list(found.values())
    columns = {
        "subject": [subject for subject, _, _ in keys], "split": [split for _, split, _ in keys],
        "numerator": [str(value.numerator) for *_, value in keys],
        "denominator": [str(value.denominator) for *_, value in keys],
        "times": [times for times, _ in counts], "exempt": [exempt for _, exempt in counts],
    }  # fmt: skip
    return pa.table(columns, GROUPS)


def _worth(form: Ratio | Measure, rows: Counted) -> Column:
    if isinstance(form, Measure):
        size = len(rows.positions)
        return whole(np.ones(size, np.int64)) if form.value is None else column(form.value.tree, rows.positions)
    if isinstance(form.hit, str):
        hit = rows.on_time if form.hit == "on_time" else rows.finished
        return whole(np.zeros(len(rows.positions), np.int64) if hit is None else hit)
    return whole(holds(form.hit, rows.positions))


Rows = tuple[Column, Column | None, Column, Truths]
"""Of each row: whose it is, its split, what it is worth (missing: 0), whether it is exempt."""


def _gather(board: Board, found: Counts, rows: Rows, answering: Callable[[Value], str | None]) -> None:
    """Adds the rows to their groups, equal ones together."""
    subject, split, worth, exempt = rows
    parts = [split] if split is not None else []
    if not len(exempt):
        return
    sort, first = alike([*[part for each in (subject, *parts, worth) for part in (each.values, each.there)], exempt])
    names, splits = _at(subject, first, board), None if split is None else _at(split, first, board)
    values = _at(worth, first, board)
    for number, count in enumerate(np.bincount(sort).tolist()):
        value = values[number]
        split_ = None if splits is None else rates.text_of(splits[number]) or "-"
        counted = found[answering(names[number]), split_, value if isinstance(value, Fraction) else Fraction(0)]
        counted[int(exempt[first[number]])] += count


def _at(column_: Column, rows: Ints, board: Board) -> list[Value]:
    return said(column_.some(rows), board.codes)


def _answering(form: Ratio | Measure, board: Board, merged_by: date, named: Value) -> str | None:
    """As ``meaning.tally.whose``."""
    if form.by.type.name not in ("unit", "leader"):
        return rates.text_of(named)
    if not isinstance(named, str) or form.by.type.name == "leader":
        return named if isinstance(named, str) else None
    return board.world.roster.answers_for(named, merged_by)


