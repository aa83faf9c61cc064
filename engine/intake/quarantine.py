"""The quarantine: rows that were not taken, by sheet, number, column, code and reason. Never what they said.

A CSV file in UTF-8 with a byte order mark, so that a spreadsheet shows Chinese as Chinese.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from kaohe.engine.intake.take import Refusal
from kaohe.rules.problem import problem
from kaohe.rules.say import sentence

HEADING = ("file", "sheet", "row", "column", "code", "reason")


class Quarantine:
    """Writes one line for each fault of each row."""

    def __init__(self, writer: Any, lang: Literal["zh", "en"]) -> None:
        self._writer, self._lang = writer, lang
        self._said: dict[tuple[object, ...], str] = {}

    def add(self, file: str, sheet: str, refusal: Refusal) -> None:
        refused = refusal.refused
        key = (refused, refusal.column)
        if key not in self._said:
            why = problem(refused.code, column=refusal.column, **dict(refused.facts))
            self._said[key] = sentence(why, self._lang).message
        self._writer.writerow((file, sheet, refusal.row, refusal.column, refused.code, self._said[key]))


@contextmanager
def quarantine(path: Path, lang: Literal["zh", "en"]) -> Iterator[Quarantine]:
    """A quarantine at ``path``, with reasons in ``lang``."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADING)
        yield Quarantine(writer, lang)
