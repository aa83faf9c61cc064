"""Whether a table has the columns that a plan reads, and no others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from kaohe.engine.intake.plan import Plan
from kaohe.engine.intake.rows import Table
from kaohe.engine.intake.table.names import likely_renamed
from kaohe.engine.intake.table.shown import shown
from kaohe.rules.place import Place
from kaohe.rules.problem import Problem, problem


def place_in(path: Path, sheet: str = "", line: int = 1) -> Place:
    """A row of a file, or of one of its sheets: ``ledger.xlsx!Sheet1``."""
    return Place(f"{path}!{sheet}" if sheet else str(path), line, 1)


def column_problems(path: Path, table: Table, plan: Plan) -> tuple[Problem, ...]:
    """What is wrong with the heading of a table; one without (JSONL) has nothing to say yet."""
    columns = table.columns
    if columns is None:
        return ()
    place = place_in(path, table.sheet, table.heading)
    if foreign := _foreign(columns, plan, place):
        return foreign
    missing, strange = _missing(columns, plan), _strange(columns, plan)
    renamed = {} if plan.canonical else dict(likely_renamed(missing, [name for _, name in strange]))
    problems = [
        problem("intake.column-renamed", place, column=old, found=shown(new, columns.index(new) + 1))
        for old, new in renamed.items()
    ]
    gone = [name for name in missing if name not in renamed]
    if gone:
        problems.append(problem("intake.column-missing", place, columns=", ".join(gone)))
    more = [one for one in strange if one[1] not in renamed.values()]
    return (*_twice(place, columns, plan), *problems, *_undeclared(place, more, plan))


def undeclared(place: Place, columns: Sequence[str], plan: Plan) -> tuple[Problem, ...]:
    """The columns of a row that are neither read nor discarded; those without a name have something in them.

    A row without a single name that is read is somebody's data: then no name is repeated.
    """
    return _foreign(columns, plan, place) or tuple(_undeclared(place, _strange(columns, plan, unnamed=True), plan))


def _foreign(columns: Sequence[str], plan: Plan, place: Place) -> tuple[Problem, ...]:
    """What is said of names of which the plan reads none; of an export where events are wanted, whatever it is called."""
    if plan.canonical and _OF_EVERY_EVENT.isdisjoint(columns):
        return (problem("intake.not-events", place),)
    return () if any(name in plan.read for name in columns) else (problem("intake.no-heading", place),)


_OF_EVERY_EVENT = frozenset({"id", "kind", "at"})


def _strange(columns: Sequence[str], plan: Plan, *, unnamed: bool = False) -> list[tuple[int, str]]:
    """(place, name) of what nobody declared. A column without a name is nothing until something stands in it."""
    known = {*plan.read, *plan.unread}
    asked = unnamed or plan.canonical
    return [(number, name) for number, name in enumerate(columns, 1) if name not in known and (name or asked)]


def _undeclared(place: Place, strange: Sequence[tuple[int, str]], plan: Plan) -> Iterator[Problem]:
    if not strange:
        return
    names = ", ".join(shown(name, number) for number, name in strange)
    if plan.canonical:
        yield problem("intake.no-such-field", place, columns=names, vocabulary=plan.vocabulary.name)
    else:
        yield problem("intake.undeclared-column", place, columns=names)


def _missing(columns: Sequence[str], plan: Plan) -> list[str]:
    return [] if plan.canonical else [name for name in plan.read if name not in columns and name not in plan.optional]


def _twice(place: Place, columns: Sequence[str], plan: Plan) -> Iterator[Problem]:
    # Of columns that are discarded there may be as many as there like.
    twice = [name for name, times in Counter(columns).items() if times > 1 and name in plan.read]
    if twice:
        yield problem("intake.double-column", place, columns=", ".join(twice))
