"""Three judges of one document agree: our own check, pydantic, and the JSON Schema that editors use.

Documents are made by damaging good ones: keys renamed, dropped and moved, values replaced by other
kinds of values. Whatever is done, loading never raises, every problem has a place in the text and
words in both languages.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from kaohe.rules.catalogue import wording
from kaohe.rules.document.build import bare, document_of
from kaohe.rules.document.compose import compose
from kaohe.rules.document.kinds import DOCUMENTS
from kaohe.rules.document.load import load, misfit_document
from kaohe.rules.document.node import Hole, Listing, Mapping, Node
from kaohe.rules.document.shape import Shape
from kaohe.rules.say import render, sentence
from kaohe.rules.schema import json_schema

ROOT = Path(__file__).parents[3]
BASE = ROOT / "tests" / "bad" / "base"
FOUND = sorted(
    {
        *BASE.rglob("*.yaml"),
        *(ROOT / "policies").rglob("*.yaml"),
        *(ROOT / "tests" / "acceptance").rglob("*.yaml"),
    }
)
TEXTS = {path: path.read_text(encoding="utf-8") for path in FOUND}


def kind_named_in(text: str) -> str:
    """The kind of document that ``text`` says it is; empty for YAML files that are none of ours."""
    root, _ = compose(text, "f")
    keys = root.entries if isinstance(root, Mapping) else ()
    return next((str(key) for key in keys if key in DOCUMENTS), "") if "kaohe" in keys else ""


NAMED = {path: kind_named_in(text) for path, text in TEXTS.items() if "refused" not in path.parts}
KINDS = {path: kind for path, kind in NAMED.items() if kind}
GOOD = [path for path, kind in KINDS.items() if load(TEXTS[path], "f", DOCUMENTS[kind]).document is not None]
SMALL = [path for path in GOOD if path.is_relative_to(BASE)] + [
    path for path in GOOD if len(TEXTS[path]) < 4000
][:20]


# --- a small judge of JSON Schema -----------------------------------------------------------------

_TYPES = {
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "array": list,
    "object": dict,
}
_WORDS = {
    "$schema", "title", "description", "default", "definitions", "type", "pattern", "enum", "items", "minItems", "maxItems",
    "properties", "required", "additionalProperties", "propertyNames", "anyOf", "allOf", "$ref",
}  # fmt: skip


def accepts(schema: Any, value: Any, root: dict[str, Any]) -> bool:
    """Whether ``value`` satisfies ``schema``, for the words of JSON Schema that we use and no others."""
    if isinstance(schema, bool):
        return schema
    assert not schema.keys() - _WORDS, schema.keys() - _WORDS
    if "$ref" in schema and not accepts(root["definitions"][schema["$ref"].split("/")[-1]], value, root):
        return False
    if not all(accepts(part, value, root) for part in schema.get("allOf", ())):
        return False
    if "anyOf" in schema and not any(accepts(part, value, root) for part in schema["anyOf"]):
        return False
    if "enum" in schema and not any(type(value) is type(one) and value == one for one in schema["enum"]):
        return False
    return _is_of_type(schema, value) and _has_form(schema, value) and _has_parts(schema, value, root)


def _is_of_type(schema: dict[str, Any], value: Any) -> bool:
    types = schema.get("type", list(_TYPES))
    names = [types] if isinstance(types, str) else types
    return any(
        isinstance(value, _TYPES[name]) and (name == "boolean") >= isinstance(value, bool) for name in names
    )


def _has_form(schema: dict[str, Any], value: Any) -> bool:
    if isinstance(value, str) and "pattern" in schema:
        return re.search(schema["pattern"], value) is not None
    if isinstance(value, list):
        return schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value))
    return not isinstance(value, dict) or set(schema.get("required", ())) <= value.keys()


def _has_parts(schema: dict[str, Any], value: Any, root: dict[str, Any]) -> bool:
    if isinstance(value, list):
        items = schema.get("items", True)
        parts = zip(items if isinstance(items, list) else [items] * len(value), value, strict=False)
        return all(accepts(each, item, root) for each, item in parts)
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        others = schema.get("additionalProperties", True)
        names = schema.get("propertyNames", True)
        return all(
            accepts(names, key, root) and accepts(properties.get(key, others), item, root)
            for key, item in value.items()
        )
    return True


def as_an_editor_reads(node: Node) -> Any:
    """The node's scalars resolved as YAML 1.2 says; what we call a hole is a null to an editor."""
    if isinstance(node, Mapping):
        return {str(key): as_an_editor_reads(value) for key, value in node.entries.items()}
    if isinstance(node, Listing):
        return [as_an_editor_reads(item) for item in node.items]
    return None if isinstance(node, Hole) else _resolved(str(node))


def _resolved(text: str) -> Any:
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    return float(text) if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)", text) else text


def unquoted(node: Any) -> str:
    """A document as JSON, which is YAML, with scalars left plain where plain text can stand."""
    if isinstance(node, dict):
        return "{" + ", ".join(f"{unquoted(key)}: {unquoted(value)}" for key, value in node.items()) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(map(unquoted, node)) + "]"
    return (
        node
        if re.fullmatch(r"\w[\w.%/+-]*|-[0-9.]+", node) and node != "null"
        else json.dumps(node, ensure_ascii=False)
    )


def bare_text(node: Node) -> Any:
    if isinstance(node, Mapping):
        return {str(key): bare_text(value) for key, value in node.entries.items()}
    return [bare_text(item) for item in node.items] if isinstance(node, Listing) else str(node)


# --- damage -------------------------------------------------------------------------------------

WORDS = st.sampled_from([
    "x", "2", "-0.5", "90%", "true", "15d", "2021-03-01", "a b", "初次", "1/3", "half_up", "case", "unit", "day", "text", "a.b",
])  # fmt: skip
VALUES = st.one_of(
    WORDS, st.just([]), st.just({}), st.lists(WORDS, max_size=3), st.dictionaries(WORDS, WORDS, max_size=2)
)
KEYS = st.sampled_from(
    [
        "title",
        "titel",
        "from",
        "points",
        "per_case",
        "when",
        "kaohe",
        "policy",
        "x",
        "2",
        "不",
        "fields",
        "on",
        "of",
    ]
)


def spots(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value of a document."""
    if isinstance(node, dict):
        return [path, *(spot for key, value in node.items() for spot in spots(value, (*path, key)))]
    if isinstance(node, list):
        return [path, *(spot for index, value in enumerate(node) for spot in spots(value, (*path, index)))]
    return [path]


def damaged(node: Any, path: tuple[Any, ...], how: str, word: str, value: Any) -> Any:
    """A copy of ``node`` with the value at ``path`` changed."""
    if not path:
        return value if how == "replace" else node
    first, rest = path[0], path[1:]
    if isinstance(node, list):
        below = damaged(node[first], rest, how, word, value)
        return [*node[:first], *([] if how == "drop" and not rest else [below]), *node[first + 1 :]]
    changed = {}
    for key, old in node.items():
        if key != first or rest:
            changed[key] = damaged(old, rest, how, word, value) if key == first else old
        elif how == "rename":
            changed[word] = old
        elif how != "drop":
            changed[key] = value if how == "replace" else old
            if how == "add":
                changed.setdefault(word, value)
    return changed


@st.composite
def damaged_documents(draw) -> tuple[str, str]:
    path = draw(st.sampled_from(SMALL))
    root, _ = compose(TEXTS[path], "f")
    assert root is not None
    node = bare_text(root)
    for _ in range(draw(st.integers(0, 3))):
        where = draw(st.sampled_from(spots(node)))
        how = draw(st.sampled_from(["drop", "replace", "rename", "add"]))
        node = damaged(node, where, how, draw(KEYS), draw(VALUES))
    return KINDS[path], unquoted(node)


# --- what is claimed ----------------------------------------------------------------------------


def test_every_document_of_the_repository_is_well_formed() -> None:
    assert len(KINDS) > 20
    assert [path.relative_to(ROOT).as_posix() for path in KINDS if path not in GOOD] == []


def test_there_are_good_documents_of_every_kind_to_damage() -> None:
    assert {KINDS[path] for path in SMALL} == set(DOCUMENTS)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_an_editor_draws_no_red_line_in_a_good_document(path) -> None:
    root, _ = compose(TEXTS[path], "f")
    assert root is not None
    schema = json_schema(KINDS[path])
    assert accepts(schema, as_an_editor_reads(root), schema)


def contents(value: Any) -> Any:
    """All that a shape holds: types, places, and which keys were written."""
    if isinstance(value, Shape):
        fields = {name: contents(getattr(value, name)) for name in type(value).model_fields}
        return type(value), fields, value.model_fields_set, contents(value.model_extra)
    if isinstance(value, dict):
        return [(contents(key), contents(each)) for key, each in value.items()]
    if isinstance(value, list | tuple):
        return type(value), [contents(each) for each in value]
    return type(value), value, getattr(value, "place", None), getattr(value, "spread", None)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_document_is_built_as_pydantic_would_build_it(path) -> None:
    root, _ = compose(TEXTS[path], "f")
    assert isinstance(root, Mapping)
    shape = DOCUMENTS[KINDS[path]]
    assert contents(document_of(root, shape)) == contents(shape.model_validate(bare(root)))


@settings(max_examples=150)
@given(damaged_documents())
def test_our_check_pydantic_and_the_schema_agree_on_damaged_documents(made) -> None:
    kind, text = made
    shape = DOCUMENTS[kind]
    root, problems = compose(text, "f")
    assert problems == ()
    assert root is not None
    ours = misfit_document(root, shape)
    try:
        validated = shape.model_validate(bare(root))
        theirs = True
    except ValidationError:
        theirs = False
    assert theirs == (not ours) or {one.code for one in ours} == {"shape.version"}, (text, ours)
    if theirs and not ours:
        assert isinstance(root, Mapping)
        assert contents(document_of(root, shape)) == contents(validated), text
    schema = json_schema(kind)
    assert accepts(schema, as_an_editor_reads(root), schema) == (not ours) or _only_days(ours), (text, ours)


def _only_days(problems) -> bool:
    return {one.code for one in problems} == {"shape.no-such-day"}


def judged(text: str, kind: str) -> int:
    """Load ``text`` and look at every problem; how many there were."""
    loaded = load(text, "f", DOCUMENTS[kind])
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert (loaded.document is None) <= bool(loaded.problems)
    for one in loaded.problems:
        for place in (one.place, *one.also):
            assert 1 <= place.line <= len(lines), one
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1, one
        assert wording(one.code) is not None, one.code
        for lang in ("zh", "en"):
            said = sentence(one, lang)
            assert "?" not in said.message or "?" in "".join(fact for _, fact in one.facts), said
    for lang in ("zh", "en"):
        for how in ("text", "json", "github"):
            assert isinstance(render(loaded.problems, {"f": text}, lang, how), str)
    return len(loaded.problems)


@settings(max_examples=100)
@given(damaged_documents())
def test_every_fault_of_a_damaged_document_can_be_said(made) -> None:
    kind, text = made
    judged(text, kind)


SLIPS = st.sampled_from([
    "", "\t", "  ", ": ", "：", "，", "'", '"', "!", "&a ", "*a", "[", "]", "{", "}", "- ", "#", "\n", "\n\n  ", "|", ">", "%", "@",
    "---\n", "~", "<<: ", "\\", "\u3000", "\xa0", "?", "\u200b", "\r", "\x00", "\ufeff", "\U0001f600", "null", "…",
])  # fmt: skip


@settings(max_examples=150)
@given(
    st.sampled_from(SMALL),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9), SLIPS), min_size=1, max_size=4),
)
def test_a_slip_of_the_pen_never_raises(path, slips) -> None:
    text = TEXTS[path]
    for where, gone, put in slips:
        at = int(where * len(text))
        text = text[:at] + put + text[at + gone :]
    judged(text, KINDS[path])


@given(st.text(max_size=200))
def test_no_text_at_all_raises(text) -> None:
    judged(text, "policy")


def test_the_schema_of_every_kind_is_complete_and_plain() -> None:
    for kind in DOCUMENTS:
        schema = json_schema(kind)
        text = json.dumps(schema)
        named = set(re.findall(r"#/definitions/(\w+)", text))
        assert named == set(schema["definitions"])
        assert json.loads(text) == schema
        assert '"type": "null"' not in text
