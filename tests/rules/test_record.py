"""A record is what a frozen dataclass with slots is, to everybody who meets one."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, dataclass, field, fields, is_dataclass, replace
from typing import Any

import pytest

from kaohe.rules.record import record


def _made(kind: Any) -> dict[str, Any]:
    """The same classes, each made by ``kind``."""

    @kind
    class Plain:
        """Documented."""

        name: str
        size: int = 3
        parts: Mapping[str, int] = field(default_factory=dict, compare=False)
        hidden: int = field(default=0, repr=False)

    @kind
    class Alone:
        only: str

    @kind
    class Hollow:
        pass

    @kind
    class Worked:
        low: int
        high: int
        between: int = field(init=False, compare=False)
        always: str = field(init=False, default="x")

        def __post_init__(self) -> None:
            if self.high < self.low:
                raise ValueError(self.high)
            object.__setattr__(self, "between", self.high - self.low)

        def __repr__(self) -> str:
            return f"{self.low}..{self.high}"

    @kind
    class Wider(Plain):
        more: int = 1

    return {made.__name__: made for made in (Plain, Alone, Hollow, Worked, Wider)}


OURS, THEIRS = _made(record), _made(dataclass(frozen=True, slots=True))
MADE = [
    ("Plain", ("a",), {}), ("Plain", ("a", 4), {"parts": {"b": 1}}), ("Plain", (), {"name": "a", "size": 3, "hidden": 2}), ("Alone", ("a",), {}),
    ("Hollow", (), {}), ("Worked", (1, 5), {}), ("Wider", ("a",), {"more": 2}),
]  # fmt: skip
WRONG = [("Plain", (), {}), ("Plain", ("a", 1, {}, 2, 3), {}), ("Plain", ("a",), {"other": 1}), ("Worked", (5, 1), {}), ("Worked", (1, 5, 4), {}), ("Hollow", (1,), {})]


@pytest.mark.parametrize(("name", "args", "named"), MADE)
def test_it_is_made_compared_hashed_shown_and_copied_alike(name: str, args: tuple[Any, ...], named: dict[str, Any]) -> None:
    our, their = OURS[name](*args, **named), THEIRS[name](*args, **named)
    again = OURS[name](*args, **named)
    assert repr(our) == repr(their)
    assert dataclasses.asdict(our) == dataclasses.asdict(their)
    assert our == again
    assert hash(our) == hash(again)
    assert our != their
    assert copy.deepcopy(our) == our
    assert replace(our) == our
    assert not hasattr(our, "__dict__")
    assert [(one.name, one.default, one.compare, one.init) for one in fields(our)] == [(one.name, one.default, one.compare, one.init) for one in fields(their)]
    assert our.__match_args__ == their.__match_args__
    assert is_dataclass(OURS[name])


@pytest.mark.parametrize(("name", "args", "named"), WRONG)
def test_what_a_dataclass_refuses_it_refuses(name: str, args: tuple[Any, ...], named: dict[str, Any]) -> None:
    refused = []
    for kinds in (OURS, THEIRS):
        with pytest.raises((TypeError, ValueError)) as told:
            kinds[name](*args, **named)
        refused.append((told.type, str(told.value)))
    assert refused[0] == refused[1]


def test_nothing_of_it_is_changed_afterwards() -> None:
    one = OURS["Plain"]("a")
    for change in (lambda: setattr(one, "name", "b"), lambda: setattr(one, "new", "b"), lambda: delattr(one, "name")):
        with pytest.raises(FrozenInstanceError):
            change()
    assert one.name == "a"
    assert replace(one, name="b").name == "b"


def test_fields_that_are_not_compared_change_neither_equality_nor_hash() -> None:
    plain = OURS["Plain"]
    assert plain("a", parts={"b": 1}) == plain("a")
    assert hash(plain("a", parts={"b": 1})) == hash(plain("a"))
    assert plain("a", 4) != plain("a")
    assert plain("a") != "a"


@record
class Sent:
    """At the top of a module: what is pickled must be found again."""

    name: str
    days: tuple[int, ...] = ()


def test_it_travels_between_processes() -> None:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(Sent("a", (1, 2)), protocol)) == Sent("a", (1, 2))
