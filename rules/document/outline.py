"""What a shape allows, as plain data: which keys, of which forms, and where a key may stand.

Read once from the shapes' annotations; the loader, the hints and the reference page use it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from kaohe.rules.document.scalar import Scalar
from kaohe.rules.document.shape import Shape
from kaohe.rules.record import record


@record
class Plain:
    """One scalar of one type."""

    scalar: Scalar


@record
class Choice:
    """One word of several."""

    values: tuple[str, ...]


@record
class ListOf:
    item: Form


@record
class Row:
    """A list of fixed length."""

    items: tuple[Form, ...]


@record
class TableOf:
    """A mapping whose keys the writer chooses."""

    key: Plain
    value: Form


@record
class Keys:
    """A mapping with declared keys."""

    shape: type[Shape]


@record
class Either:
    forms: tuple[Form, ...]


Form = Plain | Choice | ListOf | Row | TableOf | Keys | Either


@record
class Key:
    """One declared key. ``name`` is as written in YAML (``from``, not ``from_``), ``title`` its Chinese name."""

    name: str
    form: Form
    required: bool
    default: Any
    title: str
    zh: str
    en: str


def form_of(annotation: Any) -> Form:
    """The form that an annotation of a shape asks for. ``| None`` only says that a key may be absent."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return next(Plain(mark) for mark in arguments if isinstance(mark, Scalar))
    if origin is Literal:
        return Choice(arguments)
    if origin is list:
        return ListOf(form_of(arguments[0]))
    if origin is tuple:
        return Row(tuple(map(form_of, arguments)))
    if origin is dict:
        return TableOf(_plain(arguments[0]), form_of(arguments[1]))
    if origin in (Union, UnionType):
        forms = tuple(form_of(part) for part in arguments if part is not NoneType)
        return forms[0] if len(forms) == 1 else Either(forms)
    return Keys(_shape(annotation))


def _plain(annotation: Any) -> Plain:
    form = form_of(annotation)
    assert isinstance(form, Plain), "keys of a table are scalars"
    return form


def _shape(annotation: Any) -> type[Shape]:
    assert isinstance(annotation, type), annotation
    assert issubclass(annotation, Shape), annotation
    return annotation


@cache
def keys_of(shape: type[Shape]) -> dict[str, Key]:
    """The declared keys of ``shape`` in their order."""
    fields = (
        (field.alias or name, form_of(field.rebuild_annotation()), field)
        for name, field in shape.model_fields.items()
    )
    return {name: _key(name, form, field) for name, form, field in fields}


def _key(name: str, form: Form, field: FieldInfo) -> Key:
    zh, _, en = (field.description or "").partition("\n")
    default = field.get_default(call_default_factory=True)
    return Key(name, form, field.is_required(), default, field.title or "", zh, en)


def is_open(shape: type[Shape]) -> bool:
    """Whether keys beside the declared ones may stand there (attributes, an event's fields)."""
    return shape.model_config.get("extra") == "allow"


ITEM, ANY_NAME = "[]", "<>"
"""Steps of a pattern: any item of a list, any key of a table."""

Pattern = tuple[str, ...]


@cache
def positions(root: type[Shape]) -> dict[str, tuple[Pattern, ...]]:
    """Where each key may stand in a document of shape ``root``: patterns of the mappings that have it."""
    found: dict[str, list[Pattern]] = {}
    for pattern, shape in shapes_in(Keys(root), ()):
        for name in keys_of(shape):
            found.setdefault(name, []).append(pattern)
    return {name: tuple(dict.fromkeys(patterns)) for name, patterns in found.items()}


def shapes_in(form: Form, pattern: Pattern) -> Iterator[tuple[Pattern, type[Shape]]]:
    """Every shape within ``form`` and where it stands, outermost first."""
    if isinstance(form, Keys):
        yield pattern, form.shape
        for key in keys_of(form.shape).values():
            yield from shapes_in(key.form, (*pattern, key.name))
    elif isinstance(form, ListOf):
        yield from shapes_in(form.item, (*pattern, ITEM))
    elif isinstance(form, TableOf):
        yield from shapes_in(form.value, (*pattern, ANY_NAME))
    elif isinstance(form, Either | Row):
        for part in form.forms if isinstance(form, Either) else form.items:
            yield from shapes_in(part, pattern if isinstance(form, Either) else (*pattern, ITEM))
