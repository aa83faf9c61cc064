"""What names mean where a condition stands (P1, P14, P16): the position, written down.

A *position* is a point of one stream: an event (``kinds`` says of which kinds), or a point without
one (``kinds`` is None: the end of a span, a due point, a day of a rota). The policy checker makes
one scope per key of the document; ``inside`` makes the scope of a history function's condition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Literal

from kaohe.rules.expression.syntax import Syntax
from kaohe.rules.expression.tree import Type
from kaohe.rules.record import record
from kaohe.rules.vocabulary import Field, SubjectKind, Vocabulary

CONTEXT_NAMES = frozenset({"subject", "day", "as_of", "period", "periods", "param", "start", "this", "any"})
"""Names with a meaning of their own; no field, define, state or gate may bear one."""
NUMBER = Type("number")
BOOL = Type("bool")
CODE = Type("code")
DATE = Type("date")
INSTANT = Type("instant")


@record
class ParameterType:
    """The type of ``param.<name>``; ``keys`` are the enum values it is given by (empty: one value)."""

    type: Type
    keys: tuple[str, ...] = ()


@record
class Define:
    """A ``define:``, parsed but not typed: it is typed afresh in the context of each use.

    ``text`` is what ``syntax`` was parsed from (``Located``: problems stand there); ``kinds`` where
    it may be used, None anywhere.
    """

    text: str
    syntax: Syntax
    kinds: tuple[str, ...] | None = None


@record
class GateName:
    """A gate's kinds and the names of its items."""

    kinds: tuple[str, ...]
    items: tuple[str, ...]


@record
class Scope:
    """The names at one position.

    ============== ============================================================================
    stream         whose events the history functions see
    kinds          kinds of the position's event; None: no event here (then ``at`` is the instant)
    start          kinds of the event that opened the deadline; None: no ``start.``
    this           kinds of the position seen from inside a ``cond``; None: no ``this.``
    subject        what ``subject`` is: ``unit``, ``leader``, or None where none is judged
    day            whether ``day`` names a day (``days:`` of a frequency)
    spans          whether ``period`` and ``as_of`` are known (not in a vocabulary)
    inclusive      history functions see the position's own event too (case facts only)
    facts          types of ``case.<name>``, by default those of the vocabulary
    deadlines      ids that ``due("…")`` may name
    ============== ============================================================================
    """

    vocabulary: Vocabulary
    stream: SubjectKind = "case"
    kinds: tuple[str, ...] | None = None
    start: tuple[str, ...] | None = None
    this: tuple[str, ...] | None = None
    subject: Literal["unit", "leader"] | None = None
    day: bool = False
    spans: bool = True
    inclusive: bool = False
    facts: Mapping[str, Type] = field(default_factory=dict)
    parameters: Mapping[str, ParameterType] = field(default_factory=dict)
    defines: Mapping[str, Define] = field(default_factory=dict)
    states: frozenset[str] = frozenset()
    gates: Mapping[str, GateName] = field(default_factory=dict)
    periods: frozenset[str] = frozenset()
    deadlines: frozenset[str] = frozenset()

    def inside(self, kinds: tuple[str, ...]) -> Scope:
        """The scope of a ``cond`` over ``kinds``: the earlier event's, with ``this`` the position's."""
        return replace(
            self, kinds=self.expanded(kinds), this=self.kinds, start=None, subject=None, day=False,
            inclusive=False,
        )

    def expanded(self, kinds: tuple[str, ...]) -> tuple[str, ...]:
        """``any`` as the kinds of this stream."""
        return self.stream_kinds() if kinds == ("any",) else kinds

    def stream_kinds(self) -> tuple[str, ...]:
        """Every kind that stands in this stream, in the vocabulary's order."""
        return tuple(kind.name for kind in self.vocabulary.kinds.values() if self.stream in kind.about)

    def fact(self, name: str) -> Type | None:
        """The type of ``case.<name>``; None when there is no such fact."""
        if name in self.facts:
            return self.facts[name]
        known = self.vocabulary.facts.get(name)
        return None if known is None else known.value.type

    def fact_names(self) -> tuple[str, ...]:
        return (*self.facts, *(name for name in self.vocabulary.facts if name not in self.facts))

    def opens(self, kinds: tuple[str, ...]) -> bool:
        """Whether an event of ``kinds`` surely stands before this position (P1, ``opens``)."""
        first = self.vocabulary.opens
        if first is None or self.stream != "case" or first not in self.expanded(kinds):
            return False
        # At the opening event itself nothing stands strictly before it; a fact sees it.
        return self.inclusive or self.kinds is None or first not in self.kinds


# --- fields -------------------------------------------------------------------------------------


@record
class Disagreement:
    """A field that joined kinds declare with different types."""

    first: str
    second: str


def field_type(scope: Scope, kinds: tuple[str, ...], name: str) -> Type | Disagreement | None:
    """The type of a field or header of an event of ``kinds``; None when no kind has it (P14).

    Optional where a kind lacks it or does not require it.
    """
    if name in _HEADERS and not (name == "matter" and _declares(scope, kinds, name)):
        return _header(scope, kinds, name)
    declared = [(kind, scope.vocabulary.kinds[kind].fields.get(name)) for kind in kinds]
    present = [(kind, found) for kind, found in declared if found is not None]
    if not present:
        return None
    everywhere = len(present) == len(declared) and all(found.required for _, found in present)
    return _agreed(present, optional=not everywhere)


def _declares(scope: Scope, kinds: tuple[str, ...], name: str) -> bool:
    """``matter`` is no column of an event, so a kind may declare a field of that name (y24)."""
    return any(name in scope.vocabulary.kinds[kind].fields for kind in kinds)


def field_names(scope: Scope, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Every field and header of an event of ``kinds``."""
    fields = (name for kind in kinds for name in scope.vocabulary.kinds[kind].fields)
    return tuple(dict.fromkeys((*fields, *_HEADERS)))


def _agreed(present: list[tuple[str, Field]], *, optional: bool) -> Type | Disagreement:
    kind, first = present[0]
    for other, found in present[1:]:
        if _bare(found.type) != _bare(first.type):
            return Disagreement(kind, other)
    values = tuple(dict.fromkeys(value for _, found in present for value in found.type.values))
    return replace(first.type, optional=optional, values=values)


def _bare(type_: Type) -> Type:
    """A type without what joined kinds may differ in: whether it is required, its enum values."""
    return replace(type_, optional=False, values=())


_HEADERS: Mapping[str, Type] = {
    "id": CODE, "kind": Type("enum"), "at": INSTANT, "recorded_at": INSTANT, "seq": NUMBER,
    "case": Type("case"), "matter": Type("case"), "unit": Type("unit"), "leader": Type("leader"),
}


def _header(scope: Scope, kinds: tuple[str, ...], name: str) -> Type:
    type_ = _HEADERS[name]
    if name == "kind":
        return replace(type_, values=kinds)
    if name not in ("case", "matter", "unit", "leader"):
        return type_
    subject = "case" if name == "matter" else name
    return replace(type_, optional=not all(_bears(scope, kind, subject) for kind in kinds))


def _bears(scope: Scope, kind: str, subject: str) -> bool:
    """Whether every event of ``kind`` names this subject: it stands in that subject's stream, or the
    kind is first of all about it, or it declares the header as a required field.
    """
    declared = scope.vocabulary.kinds[kind]
    if subject == scope.stream and subject in declared.about:
        return True
    required = subject in declared.fields and declared.fields[subject].required
    return required or declared.about[0] == subject


# --- attributes ---------------------------------------------------------------------------------

UNIT_ATTRIBUTES: Mapping[str, Type] = {
    "id": CODE, "title": CODE, "kind": CODE, "level": CODE,
    "parent": Type("unit", optional=True), "peer_group": Type("code", optional=True),
    "population": Type("number", optional=True),
}
LEADER_ATTRIBUTES: Mapping[str, Type] = {
    "id": CODE, "title": CODE, "level": CODE, "post": CODE, "unit": Type("unit", optional=True),
}
"""What offices are sorted by (kind, level, post) is never missing: ``""`` where the roster is silent."""


def attribute_type(scope: Scope, of: Type, name: str) -> Type | None:
    """The type of ``of.<name>`` from the roster; None when units (leaders) have no such attribute."""
    builtin, declared = _attributes(scope, of)
    if name in builtin:
        return builtin[name]
    return replace(declared[name].type, optional=True) if name in declared else None


def attribute_names(scope: Scope, of: Type) -> tuple[str, ...]:
    builtin, declared = _attributes(scope, of)
    return (*builtin, *declared)


def _attributes(scope: Scope, of: Type) -> tuple[Mapping[str, Type], Mapping[str, Field]]:
    if of.name == "unit":
        return UNIT_ATTRIBUTES, scope.vocabulary.unit_attributes
    return LEADER_ATTRIBUTES, scope.vocabulary.leader_attributes
