"""What an expression is worth at a position. One small function for each form of the tree.

Nothing fails: a missing value is None and every part is looked at, taken or not, so the order of
evaluation cannot matter (P10). A *reader* hears every part's value: ``value`` forgets them at once,
``trace`` keeps them for the because-events and for ``why``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Literal, Protocol, cast

from kaohe.engine.event import Event
from kaohe.engine.meaning import gates, history, states
from kaohe.engine.meaning.operators import OPERATORS
from kaohe.engine.meaning.position import Position
from kaohe.engine.meaning.unscored import OutOfBounds, is_bounded
from kaohe.rules.expression import tree as trees
from kaohe.rules.expression.tree import Expression, Tree
from kaohe.rules.value import Value


class Reader(Protocol):
    """Who asks. ``read`` and ``ask`` give the value of a whole or a part; ``cite`` hears which
    events decided the part that is being asked.
    """

    def read(self, expression: Expression, position: Position) -> Value: ...

    def ask(self, tree: Tree, position: Position) -> Value: ...

    def cite(self, events: Sequence[Event]) -> None: ...


class _Forgetful:
    """Reads and forgets."""

    def read(self, expression: Expression, position: Position) -> Value:
        return meaning(expression.tree, position, self)

    def ask(self, tree: Tree, position: Position) -> Value:
        return meaning(tree, position, self)

    def cite(self, events: Sequence[Event]) -> None: ...


FORGETFUL: Reader = _Forgetful()


def value(of: Expression | Tree, position: Position, reader: Reader = FORGETFUL) -> Value:
    """The value of an expression at a position; None: missing.

    ``OutOfBounds`` (placed) when a number leaves ±10^18, ``UnknownYear`` when a day without
    calendar data is asked about; ``unscored.judged`` turns both into problems.
    """
    if not isinstance(of, Expression):
        return reader.ask(of, position)
    try:
        return reader.read(of, position)
    except OutOfBounds as out:
        raise out.within(of) from None


def holds(condition: Expression | Tree | None, position: Position) -> bool:
    """Whether a condition holds there; None: always. A missing answer does not hold."""
    if condition is None:
        return True
    judge = position.world.judge
    return value(condition, position) is True if judge is None else judge.holds(condition, position)


def number(of: Expression | Tree, position: Position) -> Fraction:
    """The value of an expression that is a number; a missing one counts 0."""
    return cast("Fraction", value(of, position) or Fraction(0))


def meaning(tree: Tree, position: Position, reader: Reader) -> Value:
    """The value of one form of the tree; its parts are asked through ``reader``."""
    return _FORMS[type(tree)](tree, position, reader)


# --- names ----------------------------------------------------------------------------------------


def _literal(tree: trees.Literal_, _position: Position, _reader: Reader) -> Value:
    return tree.value


def _field(tree: trees.FieldOf, position: Position, _reader: Reader) -> Value:
    """A field or header of the event, of the outer event (``this``) or of the opening one (``start``).

    Where there is no event, ``at`` is the position's instant.
    """
    event = getattr(position, tree.whose)
    if event is None and tree.name == "at":
        return position.at
    return None if event is None else history.field_of(event, tree.name)


def _fact(tree: trees.Fact, position: Position, reader: Reader) -> Value:
    """``case.<fact>`` sees the position's own event too (P1)."""
    fact = position.world.policy.vocabulary.facts[tree.name]
    return value(fact.value, position.including_own_event(), reader)


def _attribute(tree: trees.Attribute, position: Position, reader: Reader) -> Value:
    """What the roster says of the unit or leader on the position's day (P16).

    What offices are sorted by reads as ``""`` where the roster says nothing: never missing.
    """
    who = reader.ask(tree.of, position)
    if who is None:
        return None
    kind: Literal["unit", "leader"] = "leader" if tree.of.type.name == "leader" else "unit"
    said = position.world.roster.attribute(kind, cast("str", who), tree.name, position.today)
    return "" if said is None and tree.name in _SORTED_BY else said


_SORTED_BY = frozenset({"kind", "level", "post", "title"})


def _parameter(tree: trees.Parameter, position: Position, reader: Reader) -> Value:
    """The value in force on the position's date; in a deadline on the opening event's (P5)."""
    current = position.world.policy.parameters[tree.name].on(position.parameter_day)
    if tree.key is None:
        return cast("Value", current)
    return cast("Mapping[Value, Value]", current).get(reader.ask(tree.key, position))


def _context(tree: trees.Context, position: Position, _reader: Reader) -> Value:
    known: Mapping[str, Value] = {
        "period.from": position.world.span.from_,
        "period.to": position.world.span.to,
        "as_of": position.world.as_of,
        "subject": position.subject,
        "day": position.day,
    }
    return known[tree.name]


def _in_periods(tree: trees.InPeriods, position: Position, reader: Reader) -> Value:
    """Whether a day lies in one of the stretches of the named list (P11)."""
    day = cast("date | None", reader.ask(tree.day, position))
    return None if day is None else any(s.holds(day) for s in position.world.policy.periods[tree.name])


def _defined(tree: trees.Defined, position: Position, reader: Reader) -> Value:
    """A ``define:`` is what it stands for."""
    return reader.ask(tree.body, position)


# --- looking back ---------------------------------------------------------------------------------


def _history(tree: trees.History, position: Position, reader: Reader) -> Value:
    found = history.found(tree, position, reader)
    reader.cite(history.chosen(tree, found))
    return history.answer(tree, found, position)


def _in_state(tree: trees.InState, position: Position, reader: Reader) -> Value:
    turn = states.latest_turn(position.world.policy.states[tree.name], position)
    reader.cite(() if turn is None else (turn.event,))
    return turn is not None and turn.begins


def _gate(tree: trees.Gate, position: Position, reader: Reader) -> Value:
    """A gate is open when every item passes; all are looked at (P29)."""
    gate = position.world.policy.gates[tree.name]
    asked = [item for item in gate.items if tree.item in (None, item.name)]
    passed = [gates.passes(item, position, reader) for item in asked]
    return all(passed)


def _due(tree: trees.Due, position: Position, reader: Reader) -> Value:
    from kaohe.engine.meaning import deadline  # deadlines evaluate conditions: the circle is the language's

    return deadline.as_known(tree.function, tree.clause, position, reader)


# --- operators ------------------------------------------------------------------------------------


def _apply(tree: trees.Apply, position: Position, reader: Reader) -> Value:
    operands = [reader.ask(operand, position) for operand in tree.operands]
    if tree.name in _LOGIC:
        return _LOGIC[tree.name](*operands)
    if any(operand is None for operand in operands):
        return None
    try:
        result: Value = OPERATORS[tree.name](position, *operands)
    except OverflowError:
        raise OutOfBounds(tree) from None
    if isinstance(result, Fraction) and not is_bounded(result):
        raise OutOfBounds(tree)
    return result


def _and(left: Value, right: Value) -> Value:
    return left is True and right is True


def _or(left: Value, right: Value) -> Value:
    return left is True or right is True


def _if(test: Value, then: Value, other: Value) -> Value:
    return then if test is True else other


_LOGIC: Mapping[str, Callable[..., Value]] = {
    "&&": _and,
    "||": _or,
    "if": _if,
    "has": lambda optional: optional is not None,
    "default": lambda optional, otherwise: otherwise if optional is None else optional,
}


def _list(tree: trees.ListTree, position: Position, reader: Reader) -> Value:
    """A missing item is left out."""
    items = [reader.ask(item, position) for item in tree.items]
    return tuple(item for item in items if item is not None)


_FORMS: Mapping[type, Callable[[Any, Position, Reader], Value]] = {
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
    trees.Due: _due,
    trees.Apply: _apply,
    trees.ListTree: _list,
}
