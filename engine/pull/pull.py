"""kaohe pull: a query's rows through a mapping into the log of events.

    query ── declared columns only ──► rows as texts, in a file of our own ──► import ──► mark
                                        (taken away afterwards, whatever happens)

One pull at a time. The mark moves only after the batch has landed: a pull that is killed in between reads
the same rows again, which come out as the same events.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection

from kaohe.engine.intake.check_columns import column_problems
from kaohe.engine.intake.import_rows import Language, Progress, import_planned
from kaohe.engine.intake.plan import Plan
from kaohe.engine.intake.plan_from_mapping import plan_from_mapping
from kaohe.engine.intake.report import ImportReport
from kaohe.engine.intake.rows import Table
from kaohe.engine.lock import only_writer
from kaohe.engine.office.names import Means, resolved
from kaohe.engine.pull.database import (
    DatabaseError,
    Mark,
    Since,
    columns_of,
    database_name,
    reading,
    rows_of,
    text_of,
)
from kaohe.engine.pull.mark import PULLS, earlier, is_mark, mark_file, read_mark, write_mark
from kaohe.rules.document.mapping import MappingDocument
from kaohe.rules.place import Place
from kaohe.rules.problem import Problem, problem
from kaohe.rules.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to ask of which database. ``watermark`` None: every row each time. ``overlap`` in days (numbers: units)."""

    url: str
    query: Path
    watermark: str | None = None
    overlap: int = 3

    @property
    def text(self) -> str:
        return self.query.read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Pulled:
    """The import's report; ``since`` is the mark reading began at, ``mark`` the one it got to; None: none."""

    report: ImportReport
    since: Mark | None = None
    mark: Mark | None = None


def pull(
    wanted: Wanted,
    mapping: MappingDocument,
    vocabulary: Vocabulary,
    out: Path,
    *,
    names: Mapping[str, Means] | None = None,
    strict: bool = False,
    recorded_at: str | None = None,
    progress: Progress | None = None,
    lang: Language = "zh",
) -> Pulled:
    """Reads the query through the mapping into the folder ``out``; ``names`` are those of units, where a roster has them.

    ``BlockingIOError`` while another pull or import writes there. Whatever is wrong with the database, the query or
    the rows is a problem of the report; then nothing was written and the mark stays.
    """
    plan, problems = plan_from_mapping(mapping, vocabulary)
    if plan is None:
        return Pulled(ImportReport(str(mapping.mapping), problems=problems))
    with only_writer(out / PULLS):
        kept = mark_file(out, plan.name, wanted.text)
        last = read_mark(kept) if wanted.watermark else None
        since = None if last is None else earlier(last, wanted.overlap)

        def imported(file: Path) -> ImportReport:
            found = resolved(mapping, vocabulary, [file], names).mapping if names else mapping
            by, _ = plan_from_mapping(found, vocabulary)
            return import_planned(by or plan, [file], out, strict=strict, recorded_at=recorded_at, progress=progress, lang=lang)

        try:
            report, mark = _through(wanted, plan, since, imported)
        except DatabaseError as fault:
            return Pulled(ImportReport(plan.name, problems=(_worded(fault, wanted),)))
        newest = mark if last is None or mark is None else max(last, mark)
        if report.batch is not None and newest is not None:
            write_mark(kept, newest)
        return Pulled(report, since, newest or last)


def _through(
    wanted: Wanted, plan: Plan, since: Mark | None, imported: Callable[[Path], ImportReport]
) -> tuple[ImportReport, Mark | None]:
    """Query to batch; the connection is closed before the import begins."""
    with _own_folder() as folder:
        file = folder / f"{wanted.query.stem}.parquet"
        with reading(wanted.url) as connection:
            names = columns_of(connection, wanted.text)
            problems = _column_problems(wanted, names, plan)
            if problems:
                return ImportReport(plan.name, problems=problems), None
            mark = _copied(connection, wanted, _declared(names, plan), since, file)
        return imported(file), mark


@contextmanager
def _own_folder() -> Iterator[Path]:
    """A folder only we can read, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kaohe-") as name:
        yield Path(name)


def _column_problems(wanted: Wanted, names: Sequence[str], plan: Plan) -> tuple[Problem, ...]:
    own = tuple(name for name in names if name != wanted.watermark or name in plan.read)
    found = column_problems(wanted.query, Table(own, 1, lambda _: iter(())), plan)
    if wanted.watermark is not None and wanted.watermark not in names:
        found = (*found, problem("pull.no-watermark", Place(str(wanted.query), 1, 1), column=wanted.watermark))
    return found


def _declared(names: Sequence[str], plan: Plan) -> tuple[str, ...]:
    """What the mapping reads, in the query's order: nothing else is kept."""
    return tuple(name for name in names if name in plan.read)


def _copied(connection: Connection, wanted: Wanted, columns: Sequence[str], since: Mark | None, file: Path) -> Mark | None:
    """Writes the rows as texts; the largest watermark among them, None without a row or a watermark."""
    marked = None if wanted.watermark is None else Since(wanted.watermark, since)
    asked = columns if wanted.watermark is None else (*columns, wanted.watermark)  # the mark comes last
    schema = pa.schema([(name, pa.string()) for name in columns])
    newest: Any = None
    with pq.ParquetWriter(file, schema) as writer:
        for rows in rows_of(connection, wanted.text, asked, marked):
            cells = {name: [text_of(row[place]) for row in rows] for place, name in enumerate(columns)}
            writer.write_table(pa.table(cells, schema))
            newest = _newest(newest, rows, wanted) if wanted.watermark else None
    return newest  # type: ignore[no-any-return]


def _newest(newest: Any, rows: Sequence[Sequence[Any]], wanted: Wanted) -> Any:
    for row in rows:
        value = row[-1]
        if value is not None and not is_mark(value):
            raise DatabaseError("watermark", wanted.watermark or "")
        if value is not None and (newest is None or value > newest):
            newest = value
    return newest


def _worded(fault: DatabaseError, wanted: Wanted) -> Problem:
    place = Place(str(wanted.query), 1, 1)
    if fault.what == "url":
        return problem("pull.url")
    if fault.what == "watermark":
        return problem("pull.bad-watermark", place, column=fault.said)
    facts = {"database": database_name(wanted.url), "said": fault.said, "near": fault.near}
    return problem(f"pull.{fault.what}", place, **facts)
