"""The vocabulary document -> ``Vocabulary``: kinds, fields, attributes, posts; then the case facts."""

from __future__ import annotations

from dataclasses import replace

from kaohe.rules.check.facts import facts_from
from kaohe.rules.check.fields import FieldRules, fields_from, is_pattern
from kaohe.rules.check.moves import moves_from
from kaohe.rules.check.person import FIELD, check_words
from kaohe.rules.check.roles import check_role
from kaohe.rules.check.spot import Findings, Spot
from kaohe.rules.document.vocabulary import Kind as KindShape
from kaohe.rules.document.vocabulary import VocabularyDocument
from kaohe.rules.nearest import nearest
from kaohe.rules.problem import Problem
from kaohe.rules.vocabulary import Kind, SubjectKind, Vocabulary

RESERVED_KINDS = frozenset({"any", "cases", "units", "leaders"})
"""Names that mean something else where a kind may stand (``count(any)``, ``over: cases``)."""


def vocabulary_from_document(
    document: VocabularyDocument, spot: Spot, lost: frozenset[str] = frozenset()
) -> tuple[Vocabulary, tuple[Problem, ...]]:
    """The vocabulary and what is wrong with it; use it only when nothing is refused.

    ``lost``: pieces that could not be read; then facts are not typed, for they may rest on them.
    """
    findings = Findings()
    _check_titles(document, spot, findings)
    vocabulary = _structure(document, spot, findings)
    if not lost:
        _check_opens(vocabulary, document, spot, findings)
    facts = {} if lost else facts_from(document.facts, vocabulary, spot / "facts", findings)
    moves = moves_from(document.moves, vocabulary, spot / "moves", findings)
    return replace(vocabulary, facts=facts, moves=moves), findings.sorted()


def _structure(document: VocabularyDocument, spot: Spot, findings: Findings) -> Vocabulary:
    """Everything but the facts, which are expressions over all the rest."""
    rules = FieldRules(tuple(str(count) for count in document.counts))
    attributes = document.attributes
    return Vocabulary(
        name=str(document.vocabulary),
        title=str(document.title),
        opens=None if document.opens is None else str(document.opens),
        counts=rules.counts,
        kinds={
            str(name): _kind(str(name), shape, rules, spot / "kinds" / name, findings, place=place)
            for place, (name, shape) in enumerate(document.kinds.items())
        },
        facts={},
        unit_attributes=fields_from(attributes.units, rules, spot / "attributes" / "units", findings),
        leader_attributes=fields_from(attributes.leaders, rules, spot / "attributes" / "leaders", findings),
        posts={str(post): str(title) for post, title in document.posts.items()},
        forbidden_headers=tuple(str(header) for header in document.forbidden.headers),
        forbidden_patterns=_patterns(document, spot / "forbidden" / "patterns", findings),
    )


def _kind(
    name: str, shape: KindShape, rules: FieldRules, spot: Spot, findings: Findings, *, place: int
) -> Kind:
    about: tuple[SubjectKind, ...] = (shape.about,) if isinstance(shape.about, str) else tuple(shape.about)
    if not about or len(set(about)) != len(about):
        findings.refuse("vocabulary.about", (spot / "about").place, kind=name)
    if name in RESERVED_KINDS:
        findings.refuse("vocabulary.reserved-name", spot.place_of(name), name=name)
    kind = Kind(
        name=name,
        title=str(shape.title),
        place=place,
        about=about or ("case",),
        fields=fields_from(shape.fields, rules, spot / "fields", findings),
        whole_day=shape.whole_day,
        at=shape.at,
        role=shape.role,
        volume=shape.volume,
        self_reported=shape.self_reported,
        kept_by_hand=shape.kept_by_hand,
        supplied_by=None if shape.supplied_by is None else str(shape.supplied_by),
    )
    check_role(kind, spot, findings)
    return kind


def _check_titles(document: VocabularyDocument, spot: Spot, findings: Findings) -> None:
    """Names and titles of kinds, facts and posts; fields judge their own."""
    titled = [
        *((kind, shape.title) for kind, shape in document.kinds.items()),
        *document.posts.items(),
    ]
    for name, title in titled:
        check_words(name, spot.place_of(name), findings)
        check_words(title, spot.place_of(title), findings)
    for name, fact in document.facts.items():
        check_words(name, spot.place_of(name), findings, grounds=FIELD)
        check_words(fact.title, spot.place_of(fact.title), findings, grounds=FIELD)


def _check_opens(
    vocabulary: Vocabulary, document: VocabularyDocument, spot: Spot, findings: Findings
) -> None:
    if document.opens is None:
        return
    kind = vocabulary.kinds.get(document.opens)
    place = spot.place_of(document.opens)
    if kind is None or "case" not in kind.about:
        about_cases = [name for name, one in vocabulary.kinds.items() if "case" in one.about]
        findings.refuse("vocabulary.opens", place, name=document.opens, near=nearest(document.opens, about_cases))


def _patterns(document: VocabularyDocument, spot: Spot, findings: Findings) -> dict[str, str]:
    given = document.forbidden.patterns
    return {str(name): str(text) for name, text in given.items() if is_pattern(text, spot / str(name), findings)}
