"""A policy with some parameters given other values: for worked examples and what-if runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from kaohe.rules.place import place_of
from kaohe.rules.policy import Parameter, Policy
from kaohe.rules.problem import Problem, problem
from kaohe.rules.value import Duration, Value, duration_from, number_from


def with_parameters(policy: Policy, given: Mapping[str, str]) -> tuple[Policy, tuple[Problem, ...]]:
    """``policy`` with each named parameter at one value for all time.

    The text is read as the type the parameter already has. A parameter by enum value (``by``) cannot
    be overridden. What cannot be read is a problem, and that parameter stays as it was.
    """
    changed = dict(policy.parameters)
    problems: list[Problem] = []
    for name, text in given.items():
        known = policy.parameters.get(name)
        exact = None if known is None or known.by is not None else _read(text, known)
        if known is None or exact is None:
            problems.append(problem("policy.parameter-override", place_of(text), name=name))
        else:
            changed[name] = replace(known, values=((date.min, exact),))
    return replace(policy, parameters=changed), tuple(problems)


def _read(text: str, known: Parameter) -> Value:
    like = known.values[0][1]
    if isinstance(like, bool):
        return {"true": True, "false": False}.get(text)
    if isinstance(like, Fraction):
        return number_from(str(text))
    if isinstance(like, Duration):
        return duration_from(str(text))
    if isinstance(like, date):
        return _day(text)
    return str(text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
