"""An import: files of an export -> a batch of events, whole or not at all.

    events/                     the folder that ``out`` names
      <mapping>-<key>/          one batch: events.parquet, quarantine.csv, import.json (of a snapshot: cases.parquet)
      log.jsonl                 one line for each batch, chained

The key is a hash of everything that decides the result (files, mapping, vocabulary, zone data), so the
same import twice is one batch. Files of any size pass through in pieces.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from kaohe.engine.canonical import canonical_json
from kaohe.engine.event_file import EVENTS, EventWriter, event_writer
from kaohe.engine.intake.canonical_rows import unreadable_problem
from kaohe.engine.intake.check_columns import column_problems, place_in, undeclared
from kaohe.engine.intake.gone import CASES, Gone, gone_of, keep_cases
from kaohe.engine.intake.log import file_sha256, log_batch
from kaohe.engine.intake.openings import Openings
from kaohe.engine.intake.plan import Plan
from kaohe.engine.intake.plan_from_mapping import canonical_plan, plan_from_mapping
from kaohe.engine.intake.quarantine import Quarantine, quarantine
from kaohe.engine.intake.repeats import Hashes, read_otherwise, repeated_ids, repeated_values
from kaohe.engine.intake.report import ImportReport, SourceFile, Tally, report_from_json, report_json
from kaohe.engine.intake.rows import Rows, Table
from kaohe.engine.intake.snapshot import Snapshot, changes, counted, instant, snapshot_of, taken_already
from kaohe.engine.intake.source import open_tables
from kaohe.engine.intake.take import Taken, Taker
from kaohe.engine.intake.unreadable import UndeclaredError, UnreadableError
from kaohe.engine.lock import only_writer
from kaohe.engine.write import whole_directory
from kaohe.rules.clock import zone
from kaohe.rules.document.mapping import MappingDocument
from kaohe.rules.problem import Problem, problem
from kaohe.rules.vocabulary import Vocabulary

SHOWN = "shown.parquet"
"""All that a snapshot shows, until its changes are written."""
Progress = Callable[[int, int | None], None]
"""(rows done, all rows or None where the file does not say)."""
Language = Literal["zh", "en"]


def import_rows(
    mapping: MappingDocument,
    files: Sequence[Path],
    vocabulary: Vocabulary,
    out: Path,
    *,
    strict: bool = False,
    recorded_at: str | None = None,
    progress: Progress | None = None,
    lang: Language = "zh",
) -> ImportReport:
    """Imports the rows of ``files`` (at least one) as events of ``vocabulary`` into the folder ``out``.

    ``strict``: a single row that cannot be taken stops the import, and nothing is written. ``recorded_at``
    is the day or time at which a whole snapshot was taken (``mode: snapshot`` only, and needed there).
    ``lang`` is the language of the reasons in the quarantine. The report has ``problems`` when nothing
    was written.
    """
    plan, problems = plan_from_mapping(mapping, vocabulary)
    if plan is None:
        return ImportReport(str(mapping.mapping), problems=problems)
    return import_planned(plan, files, out, strict=strict, recorded_at=recorded_at, progress=progress, lang=lang)


def import_planned(
    plan: Plan,
    files: Sequence[Path],
    out: Path,
    *,
    strict: bool = False,
    recorded_at: str | None = None,
    progress: Progress | None = None,
    lang: Language = "zh",
) -> ImportReport:
    """The same by a plan that is known to be right. One import at a time writes to ``out``."""
    with only_writer(out):
        if not plan.snapshot:
            return _Import(plan, files, out, strict, progress, lang).report()
        snapshot, problems = snapshot_of(recorded_at, plan, out)
        if snapshot is None:
            return ImportReport(plan.name, problems=problems)
        return _Import(plan, files, out, True, progress, lang, snapshot).report()


def import_events(
    files: Sequence[Path],
    vocabulary: Vocabulary,
    timezone: str,
    out: Path,
    *,
    strict: bool = False,
    progress: Progress | None = None,
    lang: Language = "zh",
) -> ImportReport:
    """The same for rows that are events of ``vocabulary`` already, times local to ``timezone``."""
    here = zone(timezone)
    if here is None:
        return ImportReport("", problems=(problem("intake.mapping-timezone", timezone=timezone),))
    plan = canonical_plan(vocabulary, here)
    return import_planned(plan, files, out, strict=strict, progress=progress, lang=lang)


class _StrictError(Exception):
    """A row was refused in a strict import."""


class _Import:
    """One import while it runs."""

    def __init__(
        self,
        plan: Plan,
        files: Sequence[Path],
        out: Path,
        strict: bool,
        progress: Progress | None,
        lang: Language,
        snapshot: Snapshot | None = None,
    ) -> None:
        assert files, "an import has files"
        self.snapshot = snapshot
        self.plan, self.files, self.out, self.strict, self.lang = plan, files, out, strict, lang
        self.progress: Progress = progress or (lambda _done, _all: None)
        self.taker = Taker(plan)
        self.tally = Tally()
        self.keys: dict[str, list[Hashes]] = {name: [] for name in plan.repeats}
        self.rows_by_file: list[int] = []
        self.total: int | None = None
        self.openings = Openings(plan.vocabulary.opens)
        self.unread_sheets: list[str] = []
        self.sheet = ""

    def report(self) -> ImportReport:
        tables, problems = self._look()
        if problems:
            return ImportReport(self.plan.name, problems=problems)
        hashes = [file_sha256(path) for path in self.files]
        batch = self.out / f"{self.plan.name or 'events'}-{self._key(hashes)}"
        if self.snapshot is not None and (taken := taken_already(self.snapshot, self.plan, batch)):
            return ImportReport(self.plan.name, problems=taken)
        if (batch / "import.json").exists():
            report = report_from_json((batch / "import.json").read_text(encoding="utf-8"), batch)
        else:
            report = self._made(tables, hashes, batch)
        if report.batch is not None:
            log_batch(self.out, batch, report_json(report))
        return report

    def _look(self) -> tuple[list[tuple[Table, ...]], tuple[Problem, ...]]:
        """The tables of each file, and what keeps one from being read; no row of data is looked at."""
        tables: list[tuple[Table, ...]] = []
        problems: list[Problem] = []
        for path in self.files:
            try:
                found = open_tables(path, self.plan.source)
                tables.append(found.read)
                self.unread_sheets += found.unread
                for table in found.read:
                    problems += column_problems(path, table, self.plan)
            except UnreadableError as error:
                problems.append(unreadable_problem(error, path))
        count = sum(map(len, tables))
        if count > 1 and _numbers_rows(self.plan):
            problems.append(problem("intake.row-numbers", place_in(self.files[-1]), files=count))
        sizes = [table.size for one in tables for table in one if table.size is not None]
        self.total = sum(sizes) if len(sizes) == count else None
        return tables, tuple(problems)

    def _key(self, hashes: Sequence[str]) -> str:
        here = self.plan.slots.zone
        kinds = canonical_json([self.plan.vocabulary.kinds, self.plan.vocabulary.forbidden_patterns])
        taken = "" if self.snapshot is None else str(self.snapshot.at)
        decides = [self.plan.sha256, here.name, here.sha256, sha256(kinds.encode()).hexdigest(), taken, *sorted(hashes)]
        return sha256("\n".join(decides).encode()).hexdigest()[:12]

    def _made(self, tables: Sequence[tuple[Table, ...]], hashes: Sequence[str], batch: Path) -> ImportReport:
        try:
            with whole_directory(batch) as folder:
                events = folder / EVENTS if self.snapshot is None else folder / SHOWN
                self._take_all(tables, events)
                report = self._reported(hashes, events)
                if self.snapshot is not None:
                    report = self._changed(report, self.snapshot, events)
                (folder / "import.json").write_text(canonical_json(report_json(report)) + "\n", encoding="utf-8")
        except (UnreadableError, UndeclaredError, _StrictError) as error:
            return replace(self._counted(), problems=self._stopped(error))
        return replace(report, batch=batch)

    def _stopped(self, error: Exception) -> tuple[Problem, ...]:
        path = self.files[len(self.rows_by_file) - 1]
        if isinstance(error, UnreadableError):
            return (unreadable_problem(error, path),)
        if isinstance(error, UndeclaredError):
            return undeclared(place_in(path, self.sheet, error.row), error.columns, self.plan)
        return (problem("intake.strict", place_in(path), rows=self.tally.quarantined),)

    # --- rows -----------------------------------------------------------------------------------

    def _take_all(self, tables: Sequence[tuple[Table, ...]], into: Path) -> None:
        here = self.plan.slots.zone
        with (
            event_writer(into, self.plan.vocabulary, here) as events,
            quarantine(into.with_name("quarantine.csv"), self.lang) as refused,
        ):
            for path, of_file in zip(self.files, tables, strict=True):
                self.rows_by_file.append(0)
                for table in of_file:
                    self._take_table(path, table, events, refused)
        if self.strict and self.tally.quarantined:
            raise _StrictError

    def _take_table(self, path: Path, table: Table, events: EventWriter, refused: Quarantine) -> None:
        self.sheet = table.sheet
        for rows in table.rows(self.plan.read_of(table)):
            taken = self.taker.take(rows)
            events.add(taken.events)
            self.openings.add(taken.events, taken.numbers, f"{path.name}:{table.sheet}{'!' if table.sheet else ''}")
            for refusal in taken.refusals:
                refused.add(path.name, table.sheet, refusal)
            self._count(taken, rows)
            self.progress(self.tally.rows, self.total)

    def _count(self, taken: Taken, rows: Rows) -> None:
        self.rows_by_file[-1] += taken.rows
        self.tally.rows += taken.rows
        self.tally.quarantined += taken.refused_rows
        self.tally.silent += taken.silent
        for refusal in taken.refusals:
            self.tally.refuse(refusal.row, refusal.column, refusal.refused.code, refusal.refused.facts, self.sheet)
        for row, reason in rows.passed:
            self.tally.pass_over(row, reason, self.sheet)
        _count_kinds(taken.events, self.tally.kinds)
        for name, hashes in taken.keys.items():
            self.keys[name].append(hashes)

    # --- report ---------------------------------------------------------------------------------

    def _counted(self) -> ImportReport:
        tally = self.tally
        return ImportReport(
            mapping=self.plan.name,
            rows=tally.rows,
            taken=tally.rows - tally.quarantined - tally.silent,
            quarantined=tally.quarantined,
            silent=tally.silent,
            events=sum(tally.kinds.values()),
            kinds=dict(sorted(tally.kinds.items())),
            refused=tally.refused,
            passed=tally.passed,
            unread_sheets=tuple(self.unread_sheets),
        )

    def _changed(self, report: ImportReport, snapshot: Snapshot, shown: Path) -> ImportReport:
        """Writes what the snapshot changes in the place of all that it shows."""
        kinds: dict[str, int] = {}
        tables: list[pa.Table] = []
        with event_writer(shown.with_name(EVENTS), self.plan.vocabulary, self.plan.slots.zone) as events:
            for table in changes(shown, snapshot, self.taker.schema):
                events.add(table)
                _count_kinds(table, kinds)
                tables.append(table.select(["id", "recorded_at", "amends", "voids"]))
        tables.append(self.taker.schema.empty_table().select(["id", "recorded_at", "amends", "voids"]))
        gone = self._gone(shown, snapshot)
        shown.unlink()
        return replace(
            report,
            events=events.rows,
            kinds=dict(sorted(kinds.items())),
            snapshot=snapshot.at,
            changes=counted(tables, snapshot, gone),
        )

    def _gone(self, shown: Path, snapshot: Snapshot) -> Gone:
        """Keeps the cases that the snapshot shows, and compares them with those of its neighbours."""
        cases = shown.with_name(CASES)
        keep_cases(shown, cases)
        before = [(one.events, one.cases) for one in snapshot.earlier]
        found = gone_of(shown, cases, instant(snapshot.at), before, snapshot.later[0].cases if snapshot.later else None)
        return replace(found, gone=(), back=()) if self.plan.part else found

    def _reported(self, hashes: Sequence[str], events: Path) -> ImportReport:
        named = zip((path.name for path in self.files), hashes, self.rows_by_file, strict=True)
        count, opened = self.openings.twice(events)
        return replace(
            self._counted(),
            sources=tuple(SourceFile(*one) for one in named),
            repeated_values=repeated_values(self.keys),
            repeated_ids=repeated_ids(events),
            opened_twice=count,
            opened_first=opened,
            otherwise=() if self.snapshot else read_otherwise(events, self._earlier(set(hashes))),
        )

    def _earlier(self, hashes: set[str]) -> Iterator[Path]:
        """The batches that this mapping made of one of the files before, read in another way."""
        for record in self.out.glob(f"{self.plan.name or 'events'}-*/import.json"):
            kept = json.loads(record.read_text(encoding="utf-8"))
            same = kept["mapping"] == self.plan.name and kept.get("snapshot") is None
            if same and hashes & {one["sha256"] for one in kept["sources"]}:
                yield record.parent


def _count_kinds(events: pa.Table, kinds: dict[str, int]) -> None:
    for one in pc.value_counts(events.column("kind")).to_pylist():
        kinds[one["values"]] = kinds.get(one["values"], 0) + one["counts"]


def _numbers_rows(plan: Plan) -> bool:
    """Whether a row's number goes into some value: such numbers mean one file only."""
    cells = [cell for rule in plan.rules for cell in rule.cells.values()]
    return any(part.column is None and part.text is None for cell in cells for part in cell.parts)
