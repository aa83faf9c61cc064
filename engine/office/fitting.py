"""Which mapping of an office a file is made for: the one that reads all of its columns or discards them."""

from __future__ import annotations

from pathlib import Path

from kaohe.engine.intake.check_columns import column_problems
from kaohe.engine.intake.plan_from_mapping import plan_from_mapping
from kaohe.engine.intake.source import open_tables
from kaohe.engine.intake.unreadable import UnreadableError
from kaohe.rules.document.mapping import MappingDocument
from kaohe.rules.vocabulary import Vocabulary


def fits(document: MappingDocument, vocabulary: Vocabulary, path: Path) -> bool:
    """Whether the mapping is sound and the file has its columns and no others; no row is looked at."""
    plan, _ = plan_from_mapping(document, vocabulary)
    if plan is None:
        return False
    try:
        found = open_tables(path, plan.source).read
    except UnreadableError:
        return False
    return bool(found) and not any(column_problems(path, table, plan) for table in found)
