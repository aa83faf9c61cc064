"""``@record``: what ``@dataclass(frozen=True, slots=True)`` makes of a class, in a third of the time.

A frozen dataclass compiles six small functions; for the three hundred classes that a run imports that is a tenth of
a second. Of a record only ``__init__`` is compiled, which has to be fast. Comparing, hashing and showing ask
for the fields by name, and assigning is refused by one function for all.

The rest is the standard library's own: fields and their defaults, slots, ``replace``, ``fields``, patterns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields, is_dataclass
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """The class as a frozen dataclass with slots. What it writes out itself is left as it is."""
    if any(is_dataclass(base) for base in cls.__bases__):
        return dataclass(frozen=True, slots=True)(cls)
    cls.__doc__ = cls.__doc__ or cls.__name__  # else a signature would be worked out to stand there
    own = set(vars(cls))
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    made.__dataclass_params__.frozen = made.__dataclass_params__.eq = True
    kept = fields(made)
    for name, function in {**_alike(kept), **_state(kept), "__init__": _init(made, kept), "__setattr__": _fixed, "__delattr__": _fixed}.items():
        if name not in own:
            setattr(made, name, function)
    return made  # type: ignore[no-any-return]


def _init(made: Any, kept: Sequence[Field[Any]]) -> Any:
    """``__init__``, compiled: each value goes straight into its slot."""
    known: dict[str, Any] = {"MISSING": MISSING}
    known |= {f"set_{one.name}": getattr(made, one.name).__set__ for one in kept}
    known |= {f"or_{one.name}": one.default for one in kept if one.default is not MISSING}
    known |= {f"new_{one.name}": one.default_factory for one in kept if one.default_factory is not MISSING}
    told = (one for one in kept if one.init or not one.default is one.default_factory is MISSING)  # others: by __post_init__
    lines = [f"    set_{one.name}(self, {_value(one)})" for one in told]
    last = ["    self.__post_init__()"] if hasattr(made, "__post_init__") else []
    text = [f"def __init__({', '.join(['self', *_asked(kept)])}):", *lines, *last, "    return None"]
    exec("\n".join(text), known)  # noqa: S102 - names of fields, as the standard library does it
    known["__init__"].__qualname__ = f"{made.__qualname__}.__init__"
    return known["__init__"]


def _asked(kept: Sequence[Field[Any]]) -> Iterator[str]:
    for one in kept:
        assert not one.kw_only, "values are given by name or in order, as one likes"
        if one.init:
            by_itself = f"=or_{one.name}" if one.default is not MISSING else "=MISSING"
            yield one.name + ("" if one.default is one.default_factory is MISSING else by_itself)


def _value(one: Field[Any]) -> str:
    if one.default_factory is MISSING:
        return one.name if one.init else f"or_{one.name}"
    return f"new_{one.name}() if {one.name} is MISSING else {one.name}" if one.init else f"new_{one.name}()"


def _alike(kept: Sequence[Field[Any]]) -> dict[str, Any]:
    """Equal, hashed and shown by the values of the fields."""
    names = [one.name for one in kept if one.compare]
    told = [one.name for one in kept if one.repr]
    values: Any = attrgetter(*names) if names else lambda _: ()

    def equal(self: Any, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    def shown(self: Any) -> str:
        return f"{self.__class__.__qualname__}({', '.join([f'{name}={getattr(self, name)!r}' for name in told])})"

    return {"__eq__": equal, "__hash__": hashed, "__repr__": shown}


def _state(kept: Sequence[Field[Any]]) -> dict[str, Any]:
    """What pickling and copying keep, without asking anybody to assign."""
    names = [one.name for one in kept]

    def state(self: Any) -> list[Any]:
        return [getattr(self, name) for name in names]

    def restored(self: Any, values: Sequence[Any]) -> None:
        for name, value in zip(names, values, strict=True):
            object.__setattr__(self, name, value)

    return {"__getstate__": state, "__setstate__": restored}


def _fixed(self: object, name: str, *_value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot change field {name!r} of {self.__class__.__qualname__}")
