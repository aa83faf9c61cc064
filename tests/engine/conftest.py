"""What the rooms before the engines are tested with: one small vocabulary and a way to write events."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from kaohe.engine.event import Event
from kaohe.engine.event_row import event_from_row
from kaohe.rules.check.spot import Spot
from kaohe.rules.check.vocabulary_from_document import vocabulary_from_document
from kaohe.rules.document.load import load
from kaohe.rules.document.vocabulary import VocabularyDocument
from kaohe.rules.vocabulary import Vocabulary

# A machine that is busy with other things is no finding.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

Written = Callable[..., Event]


def vocabulary_of(text: str) -> Vocabulary:
    loaded = load(text, "vocabulary.yaml", VocabularyDocument)
    assert loaded.document is not None, loaded.problems
    vocabulary, problems = vocabulary_from_document(loaded.document, Spot(loaded))
    assert problems == ()
    return vocabulary


@pytest.fixture(scope="session")
def desk() -> Vocabulary:
    """The vocabulary of ``desk.yaml``."""
    return vocabulary_of((Path(__file__).parent / "desk.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def written(desk: Vocabulary) -> Written:
    """An event written as a row: ``written(id="e1", kind="opened", at="2021-03-01", case="A1")``."""

    def write(**row: str) -> Event:
        event, problems = event_from_row(row, desk, "Asia/Shanghai")
        assert event is not None, problems
        return event

    return write
