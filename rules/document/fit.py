"""Whether nodes have the form a shape asks for, and if not, what the writer should know.

Pydantic would say it too, but once for each alternative and in the words of Python; here each
fault is one problem, at its own place, in the words of the document. A document that fits is one
that pydantic accepts: a test holds the two against each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from collections.abc import Mapping as Mapping_

from kaohe.rules.document.node import Hole, Listing, Mapping, Node, Step, key_of, place_of_node, trail
from kaohe.rules.document.outline import (
    ANY_NAME,
    ITEM,
    Choice,
    Either,
    Form,
    Key,
    Keys,
    ListOf,
    Pattern,
    Plain,
    Row,
    TableOf,
    is_open,
    keys_of,
    positions,
)
from kaohe.rules.document.scalar import Scalar
from kaohe.rules.document.shape import Shape
from kaohe.rules.nearest import nearest
from kaohe.rules.place import Located
from kaohe.rules.problem import Problem, problem
from kaohe.rules.record import record


@record
class Here:
    """Where in the document we are: the trail of keys, and the same with indexes left open."""

    root: type[Shape]
    path: tuple[Step, ...] = ()
    pattern: Pattern = ()

    def below(self, step: Step, pattern: str) -> Here:
        return Here(self.root, (*self.path, step), (*self.pattern, pattern))


def misfits(node: Node, form: Form, here: Here) -> Iterator[Problem]:
    """Every way in which ``node`` is not of ``form``. Holes are passed over: they are reported."""
    if isinstance(node, Hole):
        return
    if isinstance(form, Either):
        yield from _either(node, form, here)
    elif isinstance(form, Plain | Choice) and isinstance(node, Located):
        yield from _scalar(node, form)
    elif isinstance(form, ListOf | Row) and isinstance(node, Listing):
        yield from _items(node, form, here)
    elif isinstance(form, TableOf) and isinstance(node, Mapping):
        yield from _table(node, form, here)
    elif isinstance(form, Keys) and isinstance(node, Mapping):
        yield from _keys(node, form.shape, here)
    else:
        yield _wrong_type(node, (form,), here)


# --- alternatives -------------------------------------------------------------------------------


def _either(node: Node, form: Either, here: Here) -> Iterator[Problem]:
    """Of the alternatives only those count that are written as the node is: as text, list or mapping."""
    alike = [part for part in form.forms if written(part) == written(node)]
    if not alike:
        yield _wrong_type(node, form.forms, here)
        return
    tried = [list(misfits(node, part, here)) for part in alike]
    yield from min(tried, key=len)


def written(of: Node | Form) -> str:
    if isinstance(of, ListOf | Row | Listing):
        return "a list"
    if isinstance(of, TableOf | Keys | Mapping):
        return "a mapping"
    return "text"


def _wrong_type(node: Node, forms: tuple[Form, ...], here: Here) -> Problem:
    expected = dict.fromkeys(written(form) for form in forms)
    return problem(
        "shape.wrong-type",
        place_of_node(node),
        where=trail(here.path),
        expected=", ".join(expected),
        found=written(node),
        sample=_sample(node, forms),
    )


def _sample(node: Node, forms: tuple[Form, ...]) -> str:
    """How it would be written: the keys of the mapping that was meant, or the node as a list."""
    for form in forms:
        if isinstance(form, Keys):
            keys = keys_of(form.shape)
            shown = [name for name, key in keys.items() if key.required] or list(keys)[:1]
            more = ", …" if len(shown) > 3 else ""
            return "{" + ", ".join(f"{name}: …" for name in shown[:3]) + more + "}"
    if "a list" not in map(written, forms):
        return ""
    inner = next((form.item for form in forms if isinstance(form, ListOf) and isinstance(form.item, Keys)), None)
    if inner is not None and not isinstance(node, Mapping):
        return f"[{_sample(node, (inner,))}]"
    if isinstance(node, Mapping):
        return f"- {next(iter(node.entries), '')}: …"
    return f"[{node}]" if isinstance(node, Located) and len(node) < 40 else "- …"


# --- scalars ------------------------------------------------------------------------------------


def _scalar(text: Located, form: Plain | Choice) -> Iterator[Problem]:
    if isinstance(form, Choice):
        if text not in form.values:
            yield problem(
                "shape.choice",
                text.place,
                found=text,
                allowed=", ".join(form.values),
                near=_near_choice(text, form.values),
            )
    elif form.scalar.value(text) is None:
        yield _misformed(text, form.scalar)


def _near_choice(text: str, values: tuple[str, ...]) -> str:
    """The value meant, word by word: ``list of enum`` is not ``list of unit`` misspelt."""
    near = nearest(text, values)
    pairs = list(zip(text.split(), near.split(), strict=False))
    alike = len(text.split()) != len(near.split()) or all(one == other or nearest(one, [other]) for one, other in pairs)
    return near if alike else ""


def _misformed(text: Located, scalar: Scalar) -> Problem:
    kind = scalar.kind
    if kind == "date" and scalar.form is not None and scalar.form.match(text):
        return problem("shape.no-such-day", text.place, found=text)
    return problem("shape.form", text.place, found=text, kind=kind, near=_meant(text, scalar))


_WORDS = {
    "duration": (("个工作日", "wd"), ("工作日", "wd"), ("个工作小时", "wh"), ("工作小时", "wh"), ("个小时", "h"),
                 ("小时", "h"), ("天", "d"), ("日", "d"), ("days", "d"), ("day", "d"), ("hours", "h"), ("hour", "h")),
    "flag": (("是", "true"), ("否", "false"), ("yes", "true"), ("no", "false"), ("on", "true"), ("off", "false")),
    "number": (("分", ""), ("件", "")),
}  # fmt: skip
_DATE = re.compile(r"(\d{4})[年/.\-](\d{1,2})[月/.\-](\d{1,2})日?")


def _meant(text: str, scalar: Scalar) -> str:
    """What was probably meant: full-width signs, Chinese dates and units in the form that is read."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if scalar.kind == "date" and (found := _DATE.fullmatch(plain)):
        plain = f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}"
    elif scalar.kind in ("name", "clause id", "code"):
        plain = re.sub(r"\s+", "_", plain)
    else:
        plain = plain.replace(" ", "").lower()
        for word, sign in _WORDS.get(scalar.kind, ()):
            plain = plain.replace(word, sign)
    return plain if plain != text and scalar.value(plain) is not None else ""


# --- lists and tables ---------------------------------------------------------------------------


def _items(node: Listing, form: ListOf | Row, here: Here) -> Iterator[Problem]:
    if isinstance(form, Row) and len(node.items) != len(form.items):
        yield problem(
            "shape.length",
            node.place,
            where=trail(here.path),
            expected=len(form.items),
            found=len(node.items),
        )
        return
    for index, item in enumerate(node.items):
        each = form.item if isinstance(form, ListOf) else form.items[index]
        yield from misfits(item, each, here.below(index, ITEM))


def _table(node: Mapping, form: TableOf, here: Here) -> Iterator[Problem]:
    for key, value in node.entries.items():
        yield from _scalar(key, form.key)
        yield from misfits(value, form.value, here.below(str(key), ANY_NAME))


# --- mappings with declared keys ----------------------------------------------------------------


def _keys(node: Mapping, shape: type[Shape], here: Here) -> Iterator[Problem]:
    declared = keys_of(shape)
    meant = set()
    for key, value in node.entries.items():
        if key in declared:
            yield from misfits(value, declared[key].form, here.below(str(key), str(key)))
        elif not is_open(shape):
            near = _near_key(
                key, {name: declared[name] for name in declared if Located(name) not in node.entries}
            )
            meant.add(near)
            yield _unknown(key, near, shape, here)
    missing = [
        name
        for name, key in declared.items()
        if key.required and key_of(node, name) is None and name not in meant
    ]
    if missing and not node.flawed:
        yield problem(
            "shape.missing-key",
            node.place,
            keys=", ".join(missing),
            shape=title_of(shape),
            where=trail(here.path),
        )


FEW = 12
"""Keys of one mapping that are listed even where the unknown key is known elsewhere."""


def _unknown(key: Located, near: str, shape: type[Shape], here: Here) -> Problem:
    elsewhere = _elsewhere(key, here)
    own = keys_of(shape)
    allowed = () if near or (elsewhere and len(own) > FEW) else own
    return problem(
        "shape.unknown-key",
        key.place,
        key=key,
        shape=title_of(shape),
        near=near,
        elsewhere=", ".join(elsewhere),
        allowed=", ".join(allowed),
    )


def title_of(shape: type[Shape]) -> str:
    """The English term for a shape; ``rules.catalogue`` knows the Chinese one."""
    return shape.model_config.get("title") or shape.__name__


_SYNONYMS = {
    "name": "title", "label": "title", "desc": "note", "description": "note", "comment": "note",
    "condition": "when", "if": "when", "score": "points", "start": "from", "end": "to", "since": "from",
    "until": "to", "type": "kind", "charge": "accountable", "quota": "frequency", "rating": "appraisal",
    "limit": "within", "days": "within", "event": "on", "trigger": "on", "filter": "where",
    "标题": "title", "类型": "kind", "种类": "kind", "事件": "on", "分数": "points", "扣分": "points", "加分": "points",
    "备注": "note", "开始": "from", "结束": "to", "责任单位": "accountable", "责任人": "accountable", "上限": "cap", "时限": "deadline",
}  # fmt: skip


def _near_key(key: str, free: Mapping_[str, Key]) -> str:
    """A key not yet written here that is spelt nearly so, called so in Chinese, or often called so."""
    word = unicodedata.normalize("NFKC", key).strip()
    if word in free:
        return word
    titled = next((name for name, declared in free.items() if declared.title == word), "")
    synonym = _SYNONYMS.get(word, "")
    return titled or nearest(word, free) or (synonym if synonym in free else "")


def _elsewhere(key: str, here: Here) -> list[str]:
    """The nearest places of this document where the key would be right, at most two."""
    patterns = positions(here.root).get(str(key), ())
    away = {pattern: _steps_between(pattern, here.pattern) for pattern in patterns}
    nearest_ones = [pattern for pattern in patterns if away[pattern] == min(away.values())]
    return [_spelt(pattern, here, str(key)) for pattern in nearest_ones[:2]]


def _steps_between(one: Pattern, other: Pattern) -> int:
    shared = _shared(one, other)
    return len(one) + len(other) - 2 * shared


def _shared(one: Pattern, other: Pattern) -> int:
    return next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _spelt(pattern: Pattern, here: Here, key: str) -> str:
    """The pattern with the indexes we know filled in."""
    shared = _shared(pattern, here.pattern)
    rest = "".join(
        "[…]" if step == ITEM else ".…" if step == ANY_NAME else f".{step}" for step in pattern[shared:]
    )
    return f"{trail(here.path[:shared])}{rest}.{key}".lstrip(".")
