"""Imports as an office makes them: a mapping, files, a folder of batches."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kaohe.engine.event import Event
from kaohe.engine.event_file import read_events
from kaohe.engine.intake.import_rows import import_rows
from kaohe.engine.intake.report import ImportReport
from kaohe.rules.document.load import load
from kaohe.rules.document.mapping import MappingDocument
from kaohe.rules.vocabulary import Vocabulary

sys.path.insert(0, str(Path(__file__).parent))  # for ``sheets``, which makes files

MAPPING = """\
kaohe: 1
mapping: office
vocabulary: desk
timezone: Asia/Shanghai
"""


def mapping_of(text: str) -> MappingDocument:
    loaded = load(text, "mapping.yaml", MappingDocument)
    assert loaded.document is not None, loaded.problems
    return loaded.document


@dataclass(frozen=True)
class Office:
    """A folder with exports, and ``events`` for what is imported."""

    home: Path
    vocabulary: Vocabulary

    @property
    def events(self) -> Path:
        return self.home / "events"

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.home / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def imports(self, mapping: str, *files: Path, **options) -> ImportReport:
        """The report of an import; ``mapping`` says what follows the head of the document."""
        document = mapping_of(MAPPING + mapping)
        return import_rows(document, files, self.vocabulary, self.events, **options)

    def read(self) -> tuple[Event, ...]:
        found = read_events([self.events], self.vocabulary, "Asia/Shanghai")
        assert found.problems == ()
        return found.events

    def written(self) -> list[Path]:
        """Every file below the folder of batches, hidden ones too."""
        return sorted(path for path in self.events.rglob("*") if path.is_file()) if self.events.exists() else []


@pytest.fixture
def office(tmp_path: Path, desk: Vocabulary) -> Office:
    return Office(tmp_path, desk)


Codes = Callable[[ImportReport], list[tuple[str, str, tuple[int, ...]]]]


@pytest.fixture(scope="session")
def refused() -> Codes:
    """Column, code and first rows of what was refused."""
    return lambda report: [(one.column, one.code.removeprefix("intake."), one.first) for one in report.refused]
