"""After ``rows.csv``, the export that was put right is imported as of the same day."""

from __future__ import annotations

from kaohe.engine.intake.import_rows import import_rows
from kaohe.rules.library import load_mapping
from kaohe.rules.problem import Problem


def found(desk) -> tuple[Problem, ...]:  # type: ignore[no-untyped-def]
    mapping, _ = load_mapping(desk.home / "mapping.yaml")
    files = [desk.home / "corrected.csv"]
    return import_rows(mapping, files, desk.vocabulary(), desk.root / "events", recorded_at="2021-04-30").problems
