"""How long a limit can be, as far as its text and the parameters tell."""

from __future__ import annotations

from collections.abc import Mapping

from kaohe.rules.expression.tree import Apply, Literal_, Parameter, Tree
from kaohe.rules.policy import Parameter as ParameterValues
from kaohe.rules.value import Duration


def lengths_of(tree: Tree, parameters: Mapping[str, ParameterValues]) -> tuple[Duration, ...]:
    """All the lengths a duration can have; none when they cannot be told."""
    match tree:
        case Literal_(Duration() as value):
            return (value,)
        case Apply("if", (_, then, other)):
            both = (lengths_of(then, parameters), lengths_of(other, parameters))
            return (*both[0], *both[1]) if all(both) else ()
        case Parameter(name):
            dated = [value for _, value in parameters[name].values]
            plain = [one for value in dated for one in (value.values() if isinstance(value, Mapping) else (value,))]
            return tuple(one for one in plain if isinstance(one, Duration))
    return ()
