"""Which mapping of an office a file is made for: the one that reads all of its columns or discards them."""

from __future__ import annotations

from pathlib import Path

from kaohe.engine.intake.canonical_rows import unreadable_problem
from kaohe.engine.intake.check_columns import column_problems, place_in
from kaohe.engine.intake.plan_from_mapping import plan_from_mapping
from kaohe.engine.intake.source import open_tables
from kaohe.engine.intake.unreadable import UnreadableError
from kaohe.rules.document.mapping import MappingDocument
from kaohe.rules.problem import Problem, problem
from kaohe.rules.vocabulary import Vocabulary


def misfits(document: MappingDocument, vocabulary: Vocabulary, path: Path) -> tuple[Problem, ...]:
    """What keeps the mapping from reading the file: it is unsound, or columns are missing or undeclared.

    Nothing: it fits. No row is looked at.
    """
    plan, problems = plan_from_mapping(document, vocabulary)
    if plan is None:
        return problems
    try:
        found = open_tables(path, plan.source).read
    except UnreadableError as error:
        return (unreadable_problem(error, path),)
    if not found:
        return (problem("intake.no-heading", place_in(path)),)
    return tuple(one for table in found for one in column_problems(path, table, plan))
