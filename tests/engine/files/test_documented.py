"""The pages that describe our files name every column, and their example works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kaohe.engine.event_table import HEADS
from kaohe.engine.intake.plan_from_mapping import plan_from_mapping
from kaohe.engine.ledger_file import LEDGER, REPLAY_FILES, TALLIES
from kaohe.rules.check.spot import Spot
from kaohe.rules.check.vocabulary_from_document import vocabulary_from_document
from kaohe.rules.document.load import load
from kaohe.rules.document.mapping import MappingDocument
from kaohe.rules.document.vocabulary import VocabularyDocument

ROOT = Path(__file__).parents[3]


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["run-files.md", "run-files.en.md"])
def test_every_column_of_a_run_is_described(name: str) -> None:
    words = set(re.findall(r"\w+", page(name)))
    columns = {one for layout in (LEDGER, TALLIES, *REPLAY_FILES.values()) for one in layout.schema.names}
    assert len(columns) > 50
    assert columns - words == set()


@pytest.mark.parametrize("name", ["events.md", "events.en.md"])
def test_every_column_of_events_is_described(name: str) -> None:
    assert set(HEADS) - set(re.findall(r"\w+", page(name))) == set()


def test_the_mapping_in_the_page_is_right() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", page("events.md"), re.DOTALL)
    text = (ROOT / "policies" / "petition" / "vocabulary.yaml").read_text(encoding="utf-8")
    vocabulary = load(text, "vocabulary.yaml", VocabularyDocument)
    mapping = load(example, "mapping.yaml", MappingDocument)
    assert vocabulary.document is not None
    assert mapping.document is not None, mapping.problems
    plan, problems = plan_from_mapping(mapping.document, vocabulary_from_document(vocabulary.document, Spot(vocabulary))[0])
    assert problems == ()
    assert plan is not None
    assert plan.unread == {"信访人", "联系电话", "诉求内容"}
