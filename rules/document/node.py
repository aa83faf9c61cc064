"""Located nodes: what a YAML text says, and where, before anyone asks what it means.

Every scalar is still the text that was written. ``compose`` makes nodes from YAML; ``load`` turns
them into shapes.
"""

from __future__ import annotations

from kaohe.rules.place import Located, Place
from kaohe.rules.record import record

Step = str | int
"""One step of a trail: a key of a mapping or an index of a list (from 0)."""


@record
class Hole:
    """Where something stood that could not be read; its problem is already reported."""

    place: Place


@record
class Listing:
    """A list. Its place is the dash or bracket that opens it."""

    place: Place
    items: tuple[Node, ...]


@record
class Mapping:
    """Keys in the order written, each once, with their values. Its place is its first key."""

    place: Place
    entries: dict[Located, Node]
    flawed: bool = False
    """Whether an entry had to be dropped (no text for a key, a merge key): a key that seems to be
    missing may have stood there."""


Node = Located | Listing | Mapping | Hole


def trail(path: tuple[Step, ...]) -> str:
    """``("clauses", 2, "points")`` as readers see it: ``clauses[2].points``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def child(node: Node | None, step: Step) -> Node | None:
    """The node one step down; None when there is none."""
    if isinstance(node, Mapping) and isinstance(step, str):
        return node.entries.get(Located(step))
    if isinstance(node, Listing) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def descend(root: Node | None, path: tuple[Step, ...]) -> tuple[Node | None, int]:
    """The deepest node along ``path`` and how many steps led there."""
    node, taken = root, 0
    for step in path:
        below = child(node, step)
        if below is None:
            break
        node, taken = below, taken + 1
    return node, taken


def key_of(node: Node | None, name: str) -> Located | None:
    """The key ``name`` as it stands in the mapping ``node``, with its own place."""
    if not isinstance(node, Mapping) or Located(name) not in node.entries:
        return None
    return next(key for key in node.entries if key == name)


def place_of_node(node: Node) -> Place:
    """Where ``node`` begins."""
    return node.place
