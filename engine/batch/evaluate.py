"""What an expression is worth at many positions at once: the tree of ``meaning.evaluate`` over columns.

Each form of the tree is reckoned once per set of positions (memoised by structure, never by object).
A form that columns do not know is asked of the plain meaning, position by position; what might raise
there, or is not exact here, makes the whole clause ``Unsure``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast

import numpy as np

from kaohe.engine.batch.board import Board, Positions
from kaohe.engine.batch.column import (
    Column,
    Ints,
    Truths,
    Unsure,
    chosen,
    column_of,
    constant,
    days,
    said,
    sort_of,
    taken,
    truths,
)
from kaohe.engine.batch.offices import ancestors, attribute
from kaohe.engine.batch.operators import OPERATORS, by_values
from kaohe.engine.meaning.evaluate import value as value_by_meaning
from kaohe.engine.meaning.unscored import OutOfBounds
from kaohe.engine.roster import OfficeKind
from kaohe.rules.calendar import UnknownYear
from kaohe.rules.expression import tree as trees
from kaohe.rules.expression.tree import Expression, Tree
from kaohe.rules.policy import At
from kaohe.rules.value import Value

MOST_ASKED = 200_000
"""So many positions at most are asked one by one."""


def column(tree: Tree, positions: Positions) -> Column:
    """The values of a tree at the positions. ``Unsure`` when they cannot be had exactly."""
    if not len(positions):
        return column_of([], sort_of(tree.type), positions.board.codes)
    form = _FORMS.get(type(tree), one_by_one)
    return positions.remembered(tree, lambda: form(tree, positions))


def holds(condition: Expression | None, positions: Positions) -> Truths:
    """Where a condition holds; None: everywhere."""
    if condition is None:
        return np.ones(len(positions), bool)
    return column(condition.tree, positions).true


def matching(board: Board, ats: tuple[At, ...]) -> Truths:
    """The rows at which one of ``ats`` matches, each judged at its own event."""
    mask = np.zeros(len(board), bool)
    for at in ats:
        every = board.at_all(at.kinds)
        mask[every.row[holds(at.when, every)]] = True
    return mask


def one_by_one(tree: Tree, positions: Positions) -> Column:
    """The plain meaning, asked at every position."""
    if len(positions) > MOST_ASKED:
        raise Unsure
    positions.board.asked_plainly += len(positions)
    try:
        values = [value_by_meaning(tree, positions.position(place)) for place in range(len(positions))]
    except (OutOfBounds, UnknownYear):
        raise Unsure from None
    return column_of(values, sort_of(tree.type), positions.board.codes)


# --- names ------------------------------------------------------------------------------------------


def _literal(tree: trees.Literal_, positions: Positions) -> Column:
    return constant(tree.value, sort_of(tree.type), positions.board.codes, len(positions))


def _field(tree: trees.FieldOf, positions: Positions) -> Column:
    rows: Ints | None = {"event": positions.row, "this": positions.this, "start": positions.start}[tree.whose]
    if rows is None:
        rows = np.full(len(positions), -1, np.int64)
    found = positions.board.said(tree.name, rows, sort_of(tree.type))
    if tree.name != "at" or not np.any(rows < 0):
        return found
    if not np.all(rows < 0):
        raise Unsure
    return Column("instant", positions.at, np.ones(len(positions), bool))


def _fact(tree: trees.Fact, positions: Positions) -> Column:
    fact = positions.board.world.policy.vocabulary.facts[tree.name]
    return column(fact.value.tree, positions.including_own_event())


def _attribute(tree: trees.Attribute, positions: Positions) -> Column:
    who = column(tree.of, positions)
    kind: OfficeKind = "leader" if tree.of.type.name == "leader" else "unit"
    return attribute(positions.board, kind, tree.name, sort_of(tree.type), who, positions.day)


def _parameter(tree: trees.Parameter, positions: Positions) -> Column:
    """The value in force, looked up once for every different day and key."""
    parameter = positions.board.world.policy.parameters[tree.name]
    day = positions.day if positions.force is None else positions.force
    opens = np.array([first.toordinal() for first, _ in parameter.values], np.int64)
    which = np.maximum(np.searchsorted(opens, day, side="right") - 1, 0)
    codes, sort = positions.board.codes, sort_of(tree.type)
    if tree.key is None:
        values = [cast("Value", value) for _, value in parameter.values]
        return taken(column_of(values, sort, codes), which)
    key = column(tree.key, positions)
    pairs, back = np.unique(np.stack([which, key.values, key.there]), axis=1, return_inverse=True)
    asked = said(Column(key.sort, pairs[1], pairs[2].astype(bool), key.scale), codes)
    maps = [cast("Mapping[Value, Value]", parameter.values[version][1]) for version in pairs[0].tolist()]
    found = [each.get(one) for each, one in zip(maps, asked, strict=True)]
    return taken(column_of(found, sort, codes), back.reshape(-1))


def _context(tree: trees.Context, positions: Positions) -> Column:
    if tree.name == "subject" and positions.subject is not None:
        return Column("code", positions.subject, np.ones(len(positions), bool))
    if tree.name == "day" and positions.asked is not None:
        return days(positions.asked)
    world = positions.board.world
    known: Mapping[str, date] = {
        "period.from": world.span.from_, "period.to": world.span.to, "as_of": world.as_of,
    }  # fmt: skip
    return constant(known.get(tree.name), sort_of(tree.type), positions.board.codes, len(positions))


def _in_periods(tree: trees.InPeriods, positions: Positions) -> Column:
    day = column(tree.day, positions)
    held = np.zeros(len(positions), bool)
    for span in positions.board.world.policy.periods[tree.name]:
        held |= (day.values >= span.from_.toordinal()) & (day.values <= span.to.toordinal())
    return Column("bool", held & day.there, day.there)


def _defined(tree: trees.Defined, positions: Positions) -> Column:
    return column(tree.body, positions)


# --- looking back -----------------------------------------------------------------------------------
# A condition looks back at rows that conditions choose, and asks when clocks are due that conditions open. The
# circle is the language's: ``history`` and ``known`` evaluate, and are fetched from here when first asked.


def _history(tree: trees.History, positions: Positions) -> Column:
    from kaohe.engine.batch import history

    return history.answer(tree, positions)


def _due(tree: trees.Due, positions: Positions) -> Column:
    from kaohe.engine.batch import known

    return known.as_known(tree, positions)


def _in_state(tree: trees.InState, positions: Positions) -> Column:
    from kaohe.engine.batch import history

    return history.in_state(tree, positions)


def turns(board: Board, state: str) -> tuple[Ints, Truths]:
    """The rows at which a state begins or ends, and which of them begin it."""
    return board.remembered(("turns", state), lambda: _turns(board, state))


def _turns(board: Board, state: str) -> tuple[Ints, Truths]:
    declared = board.world.policy.states[state]
    begins = matching(board, declared.begins)
    rows = np.flatnonzero(begins | matching(board, declared.ends))
    return rows, begins[rows]


def _gate(tree: trees.Gate, positions: Positions) -> Column:
    items = positions.board.world.policy.gates[tree.name].items
    asked = [item for item in items if tree.item in (None, item.name)]
    passed = np.ones(len(positions), bool)
    for item in asked:
        passed &= column(item.pass_.tree, positions).true
    return truths(passed)


# --- operators --------------------------------------------------------------------------------------


def _apply(tree: trees.Apply, positions: Positions) -> Column:
    if tree.name in _LOGIC:
        return _LOGIC[tree.name](*[column(operand, positions) for operand in tree.operands])
    if tree.name == "in":
        return _among(tree, positions)
    if tree.name == "at_level":
        unit, level = (column(operand, positions) for operand in tree.operands)
        return ancestors(positions.board, unit, level, positions.day)
    operation = OPERATORS.get(tree.name)
    try:
        if operation is not None:
            return operation(positions.board, *[column(operand, positions) for operand in tree.operands])
    except Unsure:  # not over one denominator, say: fractions still know it
        pass
    return _by_values(tree, positions)


def _by_values(tree: trees.Apply, positions: Positions) -> Column:
    """What a sign or function says hangs on its operands alone: asked once for all that are equal."""
    operands = [column(operand, positions) for operand in tree.operands]
    return by_values(positions.board, tree.name, operands, sort_of(tree.type))


def _among(tree: trees.Apply, positions: Positions) -> Column:
    """``x in [a, b]``: an item that is missing is left out."""
    one, several = tree.operands
    if not isinstance(several, trees.ListTree):
        return _by_values(tree, positions)
    left = column(one, positions)
    found = np.zeros(len(positions), bool)
    for item in several.items:
        right = column(item, positions)
        found |= OPERATORS["=="](positions.board, left, right).true
    return Column("bool", found & left.there, left.there)


def _default(optional: Column, otherwise: Column) -> Column:
    return chosen(optional.there, optional, otherwise)


_LOGIC: Mapping[str, Callable[..., Column]] = {
    "&&": lambda left, right: truths(left.true & right.true),
    "||": lambda left, right: truths(left.true | right.true),
    "if": lambda test, then, other: chosen(test.true, then, other),
    "has": lambda optional: truths(optional.there),
    "default": _default,
}

_FORMS: Mapping[type, Callable[[Any, Positions], Column]] = {
    trees.Literal_: _literal,
    trees.FieldOf: _field,
    trees.Fact: _fact,
    trees.Attribute: _attribute,
    trees.Parameter: _parameter,
    trees.Context: _context,
    trees.InPeriods: _in_periods,
    trees.Defined: _defined,
    trees.InState: _in_state,
    trees.Gate: _gate,
    trees.History: _history,
    trees.Apply: _apply,
    trees.Due: _due,
}
