"""Do two engines say the same? What both left of one run, row by row.

Agreement of two engines is worth what they do not share: ``shared_modules`` names what both stand on.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from kaohe.engine.engines import ENGINES
from kaohe.engine.ledger import Entry, Replay
from kaohe.rules.record import record

RECORDS = ("tallies", "gates", "clocks", "vestings", "vetoes", "coverage", "named", "notices")
"""What a replay holds besides its entries; compared as rows, in any order."""
_OURS = "kaohe"


@record
class Disagreement:
    """A row that the engines do not have alike.

    ``record`` is ``entries`` or one of ``RECORDS``. ``row`` is the entry's id, or the row itself.
    ``field`` None: only one engine has the row; otherwise the first field that differs, with both values.
    """

    record: str
    row: str
    field: str | None
    one: str
    other: str


def disagreements(one: Replay, other: Replay) -> tuple[Disagreement, ...]:
    """Every row in which the two differ: points, dates, because-events, order; () when none does."""
    found = [*_of_entries(one.entries, other.entries)]
    for each in RECORDS:
        found += _of_rows(each, getattr(one, each), getattr(other, each))
    return tuple(found)


def _of_entries(one: Iterable[Entry], other: Iterable[Entry]) -> Iterator[Disagreement]:
    ours, theirs = {entry.id: entry for entry in one}, {entry.id: entry for entry in other}
    for id_ in (*ours, *(id_ for id_ in theirs if id_ not in ours)):
        mine, its = ours.get(id_), theirs.get(id_)
        if mine is None or its is None:
            yield Disagreement("entries", id_, None, _points(mine), _points(its))
        elif mine != its:
            name = next(field.name for field in fields(Entry) if getattr(mine, field.name) != getattr(its, field.name))
            yield Disagreement("entries", id_, name, str(getattr(mine, name)), str(getattr(its, name)))
    if ours.keys() == theirs.keys() and list(ours) != list(theirs):
        first = next(pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1])
        yield Disagreement("entries", first[0], "order", *first)


def _points(entry: Entry | None) -> str:
    return "–" if entry is None else str(entry.points)


def _of_rows(record: str, one: Iterable[object], other: Iterable[object]) -> Iterator[Disagreement]:
    ours, theirs = Counter(map(repr, one)), Counter(map(repr, other))
    for row, count in (ours - theirs).items():
        yield Disagreement(record, row, None, str(count), "–")
    for row, count in (theirs - ours).items():
        yield Disagreement(record, row, None, "–", str(count))


def shared_modules(one: str, other: str) -> tuple[str, ...]:
    """The modules of ours that both engines import, directly or through others, in order.

    A fault in one of these is the same fault in both engines, and their agreement says nothing of it.
    """
    return tuple(sorted(_reached(_start(one)) & _reached(_start(other))))


def _start(engine: str) -> str:
    return ENGINES[engine].partition(":")[0]


def _reached(module: str) -> frozenset[str]:
    reached, ahead = {module}, [module]
    while ahead:
        fresh = _imports(ahead.pop()) - reached
        reached |= fresh
        ahead += fresh
    return frozenset(reached)


@cache
def _imports(module: str) -> frozenset[str]:
    """What a module of ours imports of ours, read from its source: also inside functions, not for types only."""
    path = _source(module)
    if path is None:
        return frozenset()
    found: set[str] = set()
    for node in _run_at_all(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_OURS + "."):
            inner = (f"{node.module}.{alias.name}" for alias in node.names)
            found |= {name if _source(name) else str(node.module) for name in inner}
    return frozenset(found)


def _run_at_all(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those under ``if TYPE_CHECKING``."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        yield node
        yield from _run_at_all(node)


@cache
def _source(module: str) -> Path | None:
    try:
        spec = find_spec(module)
    except ModuleNotFoundError:  # a name in a module, not a module in a package
        return None
    return Path(spec.origin) if spec is not None and spec.origin and spec.origin.endswith(".py") else None
