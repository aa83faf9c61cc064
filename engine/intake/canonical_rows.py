"""Rows that are events already (JSONL, CSV, Parquet of others) -> canonical columns and problems by row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from kaohe.engine.intake.check_columns import column_problems, undeclared
from kaohe.engine.intake.plan_from_mapping import canonical_plan
from kaohe.engine.intake.source import UndeclaredError, UnreadableError, Written, heading, rows_of, written_as
from kaohe.engine.intake.take import Refusal, Taker
from kaohe.rules.clock import Zone
from kaohe.rules.place import Place
from kaohe.rules.problem import Problem, problem
from kaohe.rules.vocabulary import Vocabulary

Piece = tuple[pa.Table, tuple[Problem, ...]]


def canonical_rows(path: Path, vocabulary: Vocabulary, here: Zone) -> Iterator[Piece]:
    """The events of one file, a piece at a time. A file that cannot be read is one problem."""
    taker = Taker(canonical_plan(vocabulary, here))
    nothing = taker.schema.empty_table()
    try:
        written = written_as(path, taker.plan.written)
        columns = heading(path, written)
        problems = column_problems(path, columns, taker.plan)
        if problems:
            yield nothing, problems
            return
        yield from _pieces(path, written, taker, columns)
    except UnreadableError as error:
        yield nothing, (unreadable_problem(error, path),)
    except UndeclaredError as error:
        yield nothing, undeclared(path, error.columns, taker.plan, error.row)


def _pieces(path: Path, written: Written, taker: Taker, columns: tuple[str, ...] | None) -> Iterator[Piece]:
    read = taker.plan.read if columns is None else tuple(name for name in taker.plan.read if name in columns)
    for rows in rows_of(path, written, read, taker.plan.unread):
        taken = taker.take(rows)
        yield taken.events, tuple(row_problem(one, str(path)) for one in taken.refusals)


def row_problem(refusal: Refusal, file: str) -> Problem:
    """A refusal as a problem at the row; the column is a fact, the value is nowhere."""
    place = Place(file, refusal.row, 1, 1, refusal.column)
    return problem(refusal.refused.code, place, column=refusal.column, **dict(refusal.refused.facts))


def unreadable_problem(error: UnreadableError, path: Path) -> Problem:
    """Why a file cannot be read, as a problem where it breaks off."""
    return problem(error.refused.code, Place(str(path), error.line, 1), **dict(error.refused.facts))
