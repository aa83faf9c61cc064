"""What can still be read of a faulty document: its sound pieces, so that they are judged all the same.

A piece is an item of a list or table at the top: a clause, a parameter, a kind. Faulty ones are left
out; a faulty clause is stood in for, so that the places of its siblings and mentions of its id hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Generic, TypeVar

from kaohe.rules.document.load import Loaded
from kaohe.rules.document.node import Hole, Listing, Mapping, Node
from kaohe.rules.document.shape import Shape
from kaohe.rules.place import Located
from kaohe.rules.record import record

S = TypeVar("S", bound=Shape)
_STEPS = re.compile(r"([^.\[\]]+)(?:\[(\d+)\]|\.([^.\[\]]+))?")


@record
class Salvaged(Generic[S]):
    """``document`` without its faulty pieces, and the names of these."""

    document: S
    lost: frozenset[str]


def salvaged(loaded: Loaded[S], shape: type[S]) -> Salvaged[S] | None:
    """The sound pieces of a document that has none; None when its faults are not in such pieces."""
    if loaded.document is not None or not isinstance(loaded.root, Mapping):
        return None
    faulty = frozenset(_faulty_pieces(loaded))
    lost: set[str] = set()
    bare = {
        str(key): _without(str(key), node, faulty, lost)
        for key, node in loaded.root.entries.items()
        if (str(key), "") not in faulty and not isinstance(node, Hole)
    }
    try:
        return Salvaged(shape.model_validate(bare), frozenset(lost))
    except ValueError:  # a fault outside every piece: a missing key of the head, a wrong version
        return None


def _faulty_pieces(loaded: Loaded[S]) -> Iterator[tuple[str, str]]:
    """(key, name or index) of every piece a problem stands in; ("clauses", "") for the whole key."""
    for one in loaded.problems:
        steps = _STEPS.match(one.place.path)
        if steps is not None:
            yield steps[1], steps[2] or steps[3] or ""


def _without(key: str, node: Node, faulty: frozenset[tuple[str, str]], lost: set[str]) -> object:
    if isinstance(node, Mapping):
        return {
            name: bare(child)
            for name, child in node.entries.items()
            if not _is_faulty(key, str(name), child, faulty, lost)
        }
    if isinstance(node, Listing):
        return [
            _stand_in(child, index, lost)
            if _is_faulty(key, str(index), child, faulty, set())
            else bare(child)
            for index, child in enumerate(node.items)
        ]
    return node


def _is_faulty(key: str, name: str, node: Node, faulty: frozenset[tuple[str, str]], lost: set[str]) -> bool:
    found = (key, name) in faulty or has_hole(node)
    if found:
        lost.add(name)
    return found


def _stand_in(node: Node, index: int, lost: set[str]) -> dict[str, str]:
    """A clause that does nothing, under the faulty one's id if that could be read."""
    given = node.entries.get(Located("id")) if isinstance(node, Mapping) else None
    name = given if isinstance(given, Located) else Located(f"faulty-{index}")
    lost.add(str(name))
    return {"id": name, "title": Located("-"), "kind": Located("monitored"), "manual": Located("-")}


def has_hole(node: Node) -> bool:
    """Whether something in it could not be read."""
    if isinstance(node, Mapping):
        return node.flawed or any(map(has_hole, node.entries.values()))
    if isinstance(node, Listing):
        return any(map(has_hole, node.items))
    return isinstance(node, Hole)


def bare(node: Node) -> object:
    """The node as the dictionaries and lists that a shape takes; scalars keep their places."""
    if isinstance(node, Mapping):
        return {key: bare(value) for key, value in node.entries.items()}
    if isinstance(node, Listing):
        return [bare(item) for item in node.items]
    return node
