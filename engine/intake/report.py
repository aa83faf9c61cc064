"""What an import did, in numbers: every row of every file is in exactly one of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kaohe.engine.canonical import as_json
from kaohe.engine.intake.gone import gone_from_json
from kaohe.engine.intake.openings import OpenedTwice
from kaohe.engine.intake.repeats import ReadOtherwise, RepeatedIds, RepeatedValues
from kaohe.engine.intake.snapshot import Changes
from kaohe.rules.problem import Problem, problem

FIRST_ROWS = 10


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was read: its name (never its path), hash and number of rows."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Rows of which one column was refused for one reason; the numbers of the first of them, and the sheets
    they stand in (empty where a file has but one table).

    A row with several faults is counted under each, so these may add up to more than ``quarantined``.
    ``facts`` are those of the first of them.
    """

    column: str
    code: str
    rows: int
    first: tuple[int, ...]
    facts: tuple[tuple[str, str], ...] = ()
    sheets: tuple[str, ...] = ()

    @property
    def why(self) -> Problem:
        """The reason, to be put into words."""
        return problem(self.code, column=self.column, **dict(self.facts))


@dataclass(frozen=True, slots=True)
class Passed:
    """Rows of a table that hold no data, for one reason (``total``, ``note`` …); the first of them."""

    reason: str
    rows: int
    first: tuple[int, ...]
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """``rows`` = ``taken`` (gave events) + ``quarantined`` + ``silent`` (no rule of the mapping applies).
    ``passed`` are rows that are no data, and not among them; ``unread_sheets`` those that nobody asked for.

    ``batch`` is where the events stand; None when nothing was written, and ``problems`` say why.
    ``already``: the same files were imported by the same mapping before, and nothing has changed.
    ``events`` and ``kinds`` count what the batch holds. Of a whole snapshot, taken at ``snapshot`` (µs), it
    holds the ``changes`` only. ``otherwise`` are earlier batches of the same files that say something else.
    ``opened_twice`` numbers stand for more than one case; ``opened_first`` are the first of them.
    """

    mapping: str
    batch: Path | None = None
    already: bool = False
    sources: tuple[SourceFile, ...] = ()
    rows: int = 0
    taken: int = 0
    quarantined: int = 0
    silent: int = 0
    events: int = 0
    kinds: Mapping[str, int] | None = None
    refused: tuple[Refused, ...] = ()
    repeated_values: tuple[RepeatedValues, ...] = ()
    repeated_ids: tuple[RepeatedIds, ...] = ()
    opened_twice: int = 0
    opened_first: tuple[OpenedTwice, ...] = ()
    snapshot: int | None = None
    changes: Changes | None = None
    passed: tuple[Passed, ...] = ()
    unread_sheets: tuple[str, ...] = ()
    otherwise: tuple[ReadOtherwise, ...] = ()
    problems: tuple[Problem, ...] = ()


_NOT_KEPT = frozenset({"batch", "already", "problems"})


def report_json(report: ImportReport) -> dict[str, Any]:
    """What is kept of a report beside the events."""
    kept: dict[str, Any] = as_json(replace(report, problems=(), batch=None))
    return {name: value for name, value in kept.items() if name not in _NOT_KEPT}


def report_from_json(text: str, batch: Path) -> ImportReport:
    """The report of an import that was made before."""
    kept = json.loads(text)
    return ImportReport(
        mapping=kept["mapping"], batch=batch, already=True, kinds=kept["kinds"],
        sources=tuple(SourceFile(**one) for one in kept["sources"]),
        refused=tuple(_refused(**one) for one in kept["refused"]),
        repeated_values=tuple(RepeatedValues(**one) for one in kept["repeated_values"]),
        repeated_ids=tuple(RepeatedIds(**one) for one in kept["repeated_ids"]),
        opened_twice=kept.get("opened_twice", 0), opened_first=tuple(_opened(**one) for one in kept.get("opened_first", ())),
        snapshot=kept.get("snapshot"), changes=_changes(**kept["changes"]) if "changes" in kept else None,
        passed=tuple(_passed(**one) for one in kept.get("passed", ())), unread_sheets=tuple(kept.get("unread_sheets", ())),
        otherwise=tuple(ReadOtherwise(**one) for one in kept.get("otherwise", ())),
        **{name: kept[name] for name in ("rows", "taken", "quarantined", "silent", "events")},
    )  # fmt: skip


def _refused(
    column: str, code: str, rows: int, first: list[int], facts: list[list[str]], sheets: list[str] | None = None
) -> Refused:
    return Refused(column, code, rows, tuple(first), tuple((name, text) for name, text in facts), tuple(sheets or ()))


def _changes(new: int, amended: int, voided: int, gone: Mapping[str, Any] | None = None) -> Changes:
    return Changes(new, amended, voided, gone_from_json(gone or {}))


def _opened(case: str, rows: int, first: list[str]) -> OpenedTwice:
    return OpenedTwice(case, rows, tuple(first))


def _passed(reason: str, rows: int, first: list[int], sheets: list[str]) -> Passed:
    return Passed(reason, rows, tuple(first), tuple(sheets))


class Tally:
    """Counts what becomes of rows, piece by piece."""

    def __init__(self) -> None:
        self.rows = self.quarantined = self.silent = 0
        self.kinds: dict[str, int] = {}
        self._refused: dict[tuple[str, str], Refused] = {}
        self._passed: dict[str, Passed] = {}

    def refuse(self, row: int, column: str, code: str, facts: tuple[tuple[str, str], ...], sheet: str = "") -> None:
        so_far = self._refused.get((column, code), Refused(column, code, 0, (), facts))
        first, sheets = (*so_far.first, row)[:FIRST_ROWS], (*so_far.sheets, sheet)[:FIRST_ROWS]
        self._refused[column, code] = replace(so_far, rows=so_far.rows + 1, first=first, sheets=sheets)

    def pass_over(self, row: int, reason: str, sheet: str = "") -> None:
        so_far = self._passed.get(reason, Passed(reason, 0, ()))
        first, sheets = (*so_far.first, row)[:FIRST_ROWS], (*so_far.sheets, sheet)[:FIRST_ROWS]
        self._passed[reason] = Passed(reason, so_far.rows + 1, first, sheets)

    @property
    def refused(self) -> tuple[Refused, ...]:
        """Most frequent first."""
        return tuple(sorted(self._refused.values(), key=lambda one: (-one.rows, one.column, one.code)))

    @property
    def passed(self) -> tuple[Passed, ...]:
        """By reason."""
        return tuple(passed for _, passed in sorted(self._passed.items()))
