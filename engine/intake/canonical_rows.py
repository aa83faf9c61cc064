"""Rows that are events already (JSONL, CSV, Parquet of others) -> canonical columns and problems by row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from kaohe.engine.intake.check_columns import column_problems, place_in, undeclared
from kaohe.engine.intake.plan_from_mapping import canonical_plan
from kaohe.engine.intake.rows import Table
from kaohe.engine.intake.source import open_tables
from kaohe.engine.intake.take import Refusal, Taker
from kaohe.engine.intake.unreadable import UndeclaredError, UnreadableError
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
        for table in open_tables(path, taker.plan.source).read:
            problems = column_problems(path, table, taker.plan)
            if problems:
                yield nothing, problems
            else:
                yield from _pieces(path, table, taker)
    except UnreadableError as error:
        yield nothing, (unreadable_problem(error, path),)
    except UndeclaredError as error:
        yield nothing, undeclared(place_in(path, line=error.row), error.columns, taker.plan)


def _pieces(path: Path, table: Table, taker: Taker) -> Iterator[Piece]:
    for rows in table.rows(taker.plan.read_of(table)):
        taken = taker.take(rows)
        yield taken.events, tuple(row_problem(one, str(path)) for one in taken.refusals)


def row_problem(refusal: Refusal, file: str) -> Problem:
    """A refusal as a problem at the row; the column is a fact, the value is nowhere."""
    place = Place(file, refusal.row, 1, 1, refusal.column)
    return problem(refusal.refused.code, place, column=refusal.column, **dict(refusal.refused.facts))


def unreadable_problem(error: UnreadableError, path: Path) -> Problem:
    """Why a file cannot be read, as a problem where it breaks off."""
    return problem(error.refused.code, place_in(path, error.sheet, error.line), **dict(error.refused.facts))
