"""Text -> document: YAML to nodes, nodes to a shape, and every fault in between as a problem."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from kaohe.rules.document.build import document_of
from kaohe.rules.document.compose import compose
from kaohe.rules.document.fit import Here, misfits
from kaohe.rules.document.kinds import DOCUMENTS
from kaohe.rules.document.node import (
    Hole,
    Listing,
    Mapping,
    Node,
    Step,
    descend,
    key_of,
    place_of_node,
    trail,
)
from kaohe.rules.document.outline import Keys, keys_of
from kaohe.rules.document.shape import Shape
from kaohe.rules.place import Located, Place
from kaohe.rules.problem import Problem, problem
from kaohe.rules.record import record

S = TypeVar("S", bound=Shape)
VERSION = "1"
"""The version of the document language, written as ``kaohe: 1``."""


@record
class Loaded(Generic[S]):
    """What became of a text.

    ``document`` is None when a problem keeps the shape from being built; ``root`` is None when not
    even YAML could be read. ``problems`` has all problems of the text, in order of place.
    """

    document: S | None
    root: Node | None
    problems: tuple[Problem, ...]
    file: str = ""

    def place(self, *path: Step) -> Place:
        """The place of the value at ``path``: keys and list indexes from the root.

        Where the path leads nowhere (a key left out) it is the place of the last value on the way.
        """
        node, taken = descend(self.root, path)
        place = place_of_node(node) if node is not None else Place(self.file, 1, 1)
        whole = trail(path[:taken])
        return Place(place.file, place.line, place.column, place.length, whole)

    def key(self, *path: Step) -> Place:
        """The place of the key at ``path`` (of the item, when it ends in an index)."""
        *above, last = path
        node, taken = descend(self.root, tuple(above))
        key = key_of(node, last) if isinstance(last, str) and taken == len(above) else None
        return key.place if key is not None else self.place(*path)


def load(text: str, file: str, shape: type[S]) -> Loaded[S]:
    """The document of ``shape`` that ``text`` holds, or why it holds none. Never raises."""
    root, problems = compose(text, file)
    if root is None:
        return Loaded(None, None, problems, file)
    unlike = misfit_document(root, shape)
    sound = not unlike and not _has_hole(root)
    document = document_of(root, shape) if isinstance(root, Mapping) and sound else None
    return Loaded(document, root, _once_each((*problems, *unlike)), file)


def _once_each(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """In order of place; what several aliases repeat is one fault at one place."""
    found: dict[tuple[str, int, int], Problem] = {}
    for one in sorted(problems, key=lambda one: one.order):
        found.setdefault((one.code, one.place.line, one.place.column), one)
    return tuple(found.values())


def misfit_document(root: Node, shape: type[Shape]) -> tuple[Problem, ...]:
    """The shape's problems; a document of another version or kind is only that one problem."""
    if isinstance(root, Mapping):
        version = root.entries.get(Located("kaohe"))
        if isinstance(version, Located) and version != VERSION:
            return (problem("shape.version", version.place, found=version, known=VERSION),)
        other = _other_kind(root, shape)
        if other:
            own = kind_of(shape)
            return (problem("shape.other-document", root.place, expected=own, found=other),)
    return tuple(misfits(root, Keys(shape), Here(shape)))


def kind_of(shape: type[Shape]) -> str:
    """``policy``, ``roster`` …: the key after ``kaohe`` that names a document of this shape."""
    return list(keys_of(shape))[1]


def _other_kind(root: Mapping, shape: type[Shape]) -> str:
    """The kind of document this is, when it is plainly another than ``shape``."""
    if key_of(root, kind_of(shape)) is not None or root.flawed:
        return ""
    named = (str(key) for key in root.entries if key in DOCUMENTS)
    return next((kind for kind in named if _has_all(root, DOCUMENTS[kind])), "")


def _has_all(root: Mapping, shape: type[Shape]) -> bool:
    """Whether every key is there that a document of ``shape`` must have."""
    return all(key_of(root, name) is not None for name, key in keys_of(shape).items() if key.required)


def _has_hole(node: Node) -> bool:
    """Whether something could not be read: no document can be made of the rest."""
    if isinstance(node, Mapping):
        return node.flawed or any(map(_has_hole, node.entries.values()))
    if isinstance(node, Listing):
        return any(map(_has_hole, node.items))
    return isinstance(node, Hole)
