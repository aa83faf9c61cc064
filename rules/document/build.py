"""Nodes that have the form a shape asks for -> the shape, without asking a second judge.

``fit`` has found no fault, so there is nothing left to validate: making pydantic's validators would
take longer than reading the document. What pydantic itself would make of it is the same; tests
compare the two on every document there is and on damaged ones.
"""

from __future__ import annotations

from typing import Any, TypeVar, cast

from kaohe.rules.document.fit import Here, misfits, written
from kaohe.rules.document.node import Listing, Mapping, Node
from kaohe.rules.document.outline import (
    Choice,
    Either,
    Form,
    Keys,
    ListOf,
    Plain,
    Row,
    TableOf,
    is_open,
    keys_of,
)
from kaohe.rules.document.shape import Shape
from kaohe.rules.place import Located

S = TypeVar("S", bound=Shape)


def document_of(root: Mapping, shape: type[S]) -> S:
    """The document that ``root`` is. It fits ``shape`` and has no hole."""
    return cast(S, _shape(root, shape))


def _built(node: Node, form: Form) -> object:
    """The value of a node that fits ``form``; scalars of text keep their places."""
    if isinstance(form, Either):
        form = _meant(node, form)
    match node:
        case Located():
            return _scalar(node, form)
        case Listing(items=items):
            return _items(items, form)
        case Mapping(entries=entries) if isinstance(form, TableOf):
            return {form.key.scalar.value(key): _built(value, form.value) for key, value in entries.items()}
        case Mapping():
            assert isinstance(form, Keys), form
            return _shape(node, form.shape)
    raise AssertionError(node)


def _scalar(text: Located, form: Form) -> object:
    if isinstance(form, Choice):
        return next(value for value in form.values if value == text)
    assert isinstance(form, Plain), form
    return form.scalar.value(text)


def _items(items: tuple[Node, ...], form: Form) -> object:
    if isinstance(form, Row):
        return tuple(_built(item, each) for item, each in zip(items, form.items, strict=True))
    assert isinstance(form, ListOf), form
    return [_built(item, form.item) for item in items]


def _shape(node: Mapping, shape: type[Shape]) -> Shape:
    if is_open(shape):  # its other keys may be any words, those of a function's arguments too
        return shape.model_validate(bare(node))
    declared = keys_of(shape)
    values: dict[str, Any] = {
        str(key): _built(value, declared[key].form) for key, value in node.entries.items()
    }
    return shape.model_construct(**values)


def _meant(node: Node, form: Either) -> Form:
    """The first alternative that fits; only those count that are written as the node is."""
    alike = [part for part in form.forms if written(part) == written(node)]
    if len(alike) == 1:
        return alike[0]
    return next(part for part in alike if not any(misfits(node, part, Here(Shape))))


def bare(node: Node) -> object:
    """The node as the dictionaries and lists that pydantic takes; scalars keep their places."""
    if isinstance(node, Mapping):
        return {key: bare(value) for key, value in node.entries.items()}
    if isinstance(node, Listing):
        return [bare(item) for item in node.items]
    return node
