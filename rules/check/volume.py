"""Reading petitions: which expressions count them, and which rest on a breach of duty (P20)."""

from __future__ import annotations

from collections.abc import Iterable

from kaohe.rules.check.walk import tree_nodes
from kaohe.rules.expression.tree import (
    Apply,
    Defined,
    Due,
    Expression,
    FieldOf,
    History,
    ListTree,
    Literal_,
    Tree,
)
from kaohe.rules.policy import Measure, On
from kaohe.rules.vocabulary import Vocabulary


def is_volume(kinds: Iterable[str], vocabulary: Vocabulary) -> bool:
    """Whether one of the kinds is a petition (``any`` holds every kind, so it is)."""
    return any(kind == "any" or vocabulary.kinds[kind].volume for kind in kinds)


def reads_volume(tree: Tree, vocabulary: Vocabulary) -> bool:
    """Whether a value depends on whether or how often petitions were recorded.

    That a case was opened at all tells nothing: every case was.
    """
    return any(
        isinstance(node, History) and node.function in {"count", "seen", "distinct"}
        and node.kinds != ("any",) and is_volume(node.kinds, vocabulary)
        and not (node.function == "seen" and node.where is None and node.kinds == (vocabulary.opens,))
        for node in tree_nodes(tree)
    )


def counts_petitions(form: On | Measure, vocabulary: Vocabulary) -> bool:
    """Whether a trigger or a measure goes up by one with each petition."""
    if isinstance(form, On):
        return (
            is_volume(form.at.kinds, vocabulary)
            or _wants_volume_value(form.at.when, form.at.kinds, vocabulary)
            or _counts(form.at.when, vocabulary)
        )
    if form.value is not None and _counts(form.value, vocabulary):
        return True
    if form.statistic not in {"count", "sum"}:
        return False
    if form.over.what == "cases":  # each case was opened by an event of this kind
        return form.statistic == "count" and vocabulary.opens is not None and vocabulary.kinds[vocabulary.opens].volume
    return is_volume(form.over.kinds, vocabulary) or _wants_volume_value(form.where, form.over.kinds, vocabulary)


def _counts(expression: Expression | None, vocabulary: Vocabulary) -> bool:
    return expression is not None and any(
        isinstance(node, History) and node.function in {"count", "distinct"}
        and node.kinds != ("any",) and is_volume(node.kinds, vocabulary)
        for node in tree_nodes(expression.tree)
    )


def _wants_volume_value(when: Expression | None, kinds: Iterable[str], vocabulary: Vocabulary) -> bool:
    """Whether the event itself must bear an enum value that is marked ``volume``."""
    if when is None:
        return False
    names = tuple(kinds)
    return any(
        _value_of(part) & _marked(field.name, names, vocabulary)
        for part in conjuncts(when.tree)
        for field in tree_nodes(part) if isinstance(field, FieldOf) and field.whose == "event"
    )


def _value_of(part: Tree) -> frozenset[str]:
    """The literals that ``f == "x"`` or ``f in [...]`` compares with."""
    match part:
        case Apply("==", operands):
            return frozenset(one.value for one in operands if isinstance(one, Literal_) and isinstance(one.value, str))
        case Apply("in", (_, ListTree(items))):
            return frozenset(one.value for one in items if isinstance(one, Literal_) and isinstance(one.value, str))
    return frozenset()


def _marked(field: str, kinds: Iterable[str], vocabulary: Vocabulary) -> frozenset[str]:
    declared = (vocabulary.kinds[kind].fields.get(field) for kind in kinds)
    return frozenset(value for one in declared if one is not None for value in one.volume_values)


# --- breach of duty -----------------------------------------------------------------------------


def conjuncts(tree: Tree) -> tuple[Tree, ...]:
    """The conditions that must all hold; defines are opened."""
    match tree:
        case Apply("&&", (left, right)):
            return (*conjuncts(left), *conjuncts(right))
        case Defined(body=body):
            return conjuncts(body)
    return (tree,)


def breach_stands(when: Expression | None, kinds: Iterable[str], vocabulary: Vocabulary) -> bool:
    """Whether a conjunct reads a breach of duty from another kind than the one that is counted."""
    return when is not None and any(
        _is_breach(part, frozenset(kinds), vocabulary) for part in conjuncts(when.tree)
    )


def _is_breach(tree: Tree, counted: frozenset[str], vocabulary: Vocabulary) -> bool:
    """``overdue(…)``, ``seen(<office kind>…)``, or a disjunction of such; a negation is none."""
    match tree:
        case Due(function="overdue"):
            return True
        case History(function="seen", kinds=kinds):
            return not is_volume(kinds, vocabulary) and not counted & set(kinds)
        case Apply("||", (left, right)):
            return all(_is_breach(side, counted, vocabulary) for side in (left, right))
        case Apply("&&", (left, right)):
            return any(_is_breach(side, counted, vocabulary) for side in (left, right))
        case Defined(body=body):
            return _is_breach(body, counted, vocabulary)
    return False
