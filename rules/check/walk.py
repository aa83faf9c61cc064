"""Walking over what was written (syntax) and what it means (tree), without caring which node it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from kaohe.rules.expression.syntax import Call, Ident, Member, StringText, Syntax, walk
from kaohe.rules.expression.tree import Expression, Tree


@cache
def _slots(node: type[Any]) -> tuple[str, ...]:
    """The fields of a node that may hold trees, as their annotations say."""
    return tuple(one.name for one in fields(node) if "Tree" in str(one.type))


def tree_parts(tree: Tree) -> Iterator[Tree]:
    """The trees directly inside ``tree``, in reading order."""
    for name in _slots(type(tree)):  # type: ignore[arg-type]  # a class is hashable
        value = getattr(tree, name)
        if isinstance(value, tuple):
            yield from value
        elif value is not None:
            yield value


def tree_nodes(tree: Tree) -> Iterator[Tree]:
    """``tree`` and everything in it, in reading order; uses of a ``define:`` are opened."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if _slots(type(node)):  # type: ignore[arg-type]  # a class is hashable
            waiting += reversed(tuple(tree_parts(node)))


def expressions_in(record: object) -> Iterator[Expression]:
    """Every expression that a checked record holds, at any depth."""
    if isinstance(record, Expression):
        yield record
    elif is_dataclass(record) and not isinstance(record, type):
        for one in fields(record):
            yield from expressions_in(getattr(record, one.name))
    elif isinstance(record, tuple):
        for value in record:
            yield from expressions_in(value)
    elif isinstance(record, Mapping):
        for value in record.values():
            yield from expressions_in(value)


def facts_named(syntax: Syntax) -> tuple[str, ...]:
    """Names after ``case.``, each once."""
    members = (node for node in walk(syntax) if isinstance(node, Member))
    return tuple(dict.fromkeys(
        node.name for node in members if isinstance(node.of, Ident) and node.of.name == "case"
    ))


def names_used(syntax: Syntax) -> tuple[str, ...]:
    """Bare names (fields, defines, states, gates), each once."""
    return tuple(dict.fromkeys(node.name for node in walk(syntax) if isinstance(node, Ident)))


def deadlines_named(syntax: Syntax) -> tuple[str, ...]:
    """Ids in ``due("…")`` and ``overdue("…")``, each once."""
    calls = (node for node in walk(syntax) if isinstance(node, Call) and node.name in {"due", "overdue"})
    return tuple(dict.fromkeys(
        argument.value for node in calls for argument in node.args if isinstance(argument, StringText)
    ))
