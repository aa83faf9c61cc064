"""JSON Schema of the documents, for editors: completion, hover and red lines while writing.

Made from the same shapes that the loader checks. Draft 7, which the YAML language server reads best.
An editor resolves scalars before it looks (``007`` is a number to it), so a scalar that we read as
text may be of several types there.
"""

from __future__ import annotations

from typing import Any

from kaohe.rules.catalogue.glossary import TERMS
from kaohe.rules.document.fit import title_of
from kaohe.rules.document.kinds import DOCUMENTS
from kaohe.rules.document.load import VERSION
from kaohe.rules.document.outline import (
    Choice,
    Either,
    Form,
    Key,
    Keys,
    ListOf,
    Plain,
    Row,
    TableOf,
    is_open,
    keys_of,
    shapes_in,
)
from kaohe.rules.document.shape import Shape

Json = dict[str, Any]


def json_schema(kind: str) -> Json:
    """The schema of a kind of document: a key of ``DOCUMENTS`` (``policy``, ``vocabulary``, ``cases`` …)."""
    root = DOCUMENTS[kind]
    within = dict.fromkeys(shape for _, shape in shapes_in(Keys(root), ()) if shape is not root)
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", **_object(root)}
    schema["properties"]["kaohe"]["enum"] = [int(VERSION), VERSION]
    schema["definitions"] = {shape.__name__: _object(shape) for shape in within}
    return schema


def _object(shape: type[Shape]) -> Json:
    keys = keys_of(shape)
    english = title_of(shape)
    schema: Json = {
        "title": f"{TERMS.get(english, '')} {english}".strip(),
        "type": "object",
        "properties": {name: _property(key) for name, key in keys.items()},
        "required": [name for name, key in keys.items() if key.required],
    }
    if not is_open(shape):
        schema["additionalProperties"] = False
    return schema


def _property(key: Key) -> Json:
    said = {"title": key.title, "description": f"{key.zh}\n\n{key.en}"}
    schema = _schema(key.form)
    beside = {"allOf": [schema]} if "$ref" in schema else schema
    plain_default = {"default": key.default} if isinstance(key.default, str | int) else {}
    return {**said, **beside, **plain_default}


def _schema(form: Form) -> Json:
    match form:
        case Plain(scalar):
            types = list(scalar.editor)
            pattern = {} if scalar.pattern is None else {"pattern": f"^({scalar.pattern})$"}
            return {"type": types[0] if len(types) == 1 else types, **pattern}
        case Choice(values):
            return {"enum": list(values)}
        case ListOf(item):
            return {"type": "array", "items": _schema(item)}
        case Row(items):
            size = len(items)
            return {
                "type": "array",
                "items": [_schema(item) for item in items],
                "minItems": size,
                "maxItems": size,
            }
        case TableOf(key, value):
            names = (
                {}
                if key.scalar.pattern is None
                else {"propertyNames": {"pattern": f"^({key.scalar.pattern})$"}}
            )
            return {"type": "object", **names, "additionalProperties": _schema(value)}
        case Keys(shape):
            return {"$ref": f"#/definitions/{shape.__name__}"}
        case Either(forms):
            return {"anyOf": [_schema(part) for part in forms]}
