"""Whether a file has the columns that a plan reads, and no others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from kaohe.engine.intake.plan import Plan
from kaohe.engine.privacy import is_free_text, private_kind
from kaohe.rules.place import Place
from kaohe.rules.problem import Problem, problem

_LONGEST_NAME = 40


def column_problems(path: Path, columns: Sequence[str] | None, plan: Plan) -> tuple[Problem, ...]:
    """What is wrong with the file's heading; ``columns`` None: it has none (JSONL), nothing to say."""
    if columns is None:
        return ()
    place = Place(str(path), 1, 1)
    strange = undeclared(path, columns, plan)
    if strange and strange[0].code == "intake.no-heading":
        return strange
    return (*_misplaced(place, columns, plan), *strange)


def undeclared(path: Path, columns: Sequence[str], plan: Plan, line: int = 1) -> tuple[Problem, ...]:
    """The columns that are neither read nor discarded, in the heading (or in the row) on ``line``.

    A heading without a single column that is read is no heading but a row of somebody's data: then no
    name is repeated.
    """
    place = Place(str(path), line, 1)
    if not any(name in plan.read for name in columns):
        return (problem("intake.no-heading", place),)
    known = {*plan.read, *plan.unread}
    strange = [shown(name, number) for number, name in enumerate(columns, 1) if name not in known]
    if not strange:
        return ()
    if plan.canonical:
        return (problem("intake.no-such-field", place, columns=", ".join(strange), vocabulary=plan.vocabulary.name),)
    return (problem("intake.undeclared-column", place, columns=", ".join(strange)),)


def _misplaced(place: Place, columns: Sequence[str], plan: Plan) -> Iterator[Problem]:
    """Columns that stand there twice, or not at all."""
    known = {*plan.read, *plan.unread}
    twice = [name for name, times in Counter(columns).items() if times > 1 and name in known]
    if twice:
        yield problem("intake.double-column", place, columns=", ".join(twice))
    missing = [name for name in plan.read if name not in columns]
    if missing and not plan.canonical:
        yield problem("intake.column-missing", place, columns=", ".join(missing))


def shown(name: str, number: int) -> str:
    """A column's name as it may be shown: one that holds personal data, or a text, by its number."""
    fit = name.isprintable() and private_kind(name) is None and not is_free_text(name, _LONGEST_NAME)
    return name if name and fit else f"#{number}"
