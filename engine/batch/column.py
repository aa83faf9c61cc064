"""A column: one value for each of many positions, exact, with what is missing marked.

=================  ====================================================================
sort               held as
=================  ====================================================================
number             ``values / scale``, whole numbers in int64; one scale a column
bool               truths
day, instant       days since year 1; microseconds since 1970 UTC
code               number of a text, duration or list in ``Codes`` (only equality is asked)
=================  ====================================================================

What cannot be held exactly is never rounded: ``Unsure`` sends the clause back to the plain meaning.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from kaohe.rules.expression.tree import Type
from kaohe.rules.value import Value

Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]
Sort = Literal["number", "bool", "code", "day", "instant"]
_SORTS: dict[str, Sort] = {"number": "number", "bool": "bool", "date": "day", "instant": "instant"}
LARGEST = 10**18
"""No number of the language lies beyond (P10), and int64 reaches a little further."""
FINEST = 10**12
"""A finer common denominator than this is left to fractions."""


class Unsure(Exception):  # noqa: N818 - not a fault: the plain meaning is asked instead
    """Columns cannot answer exactly, or the plain meaning might have something to tell."""


@dataclass(frozen=True, slots=True)
class Column:
    """``there`` is False where the value is missing; ``values`` is then 0 or False."""

    sort: Sort
    values: NDArray[Any]
    there: Truths
    scale: int = 1

    def __len__(self) -> int:
        return len(self.values)

    def some(self, which: Ints | Truths) -> Column:
        """Those of the values."""
        return Column(self.sort, self.values[which], self.there[which], self.scale)

    @property
    def true(self) -> Truths:
        """Where a condition holds: a missing answer does not."""
        if self.sort != "bool":
            raise Unsure
        return self.values & self.there


@dataclass(slots=True)
class Codes:
    """Numbers for texts, durations and lists: equal values, equal numbers."""

    of: dict[Hashable, int] = field(default_factory=dict)
    values: list[Value] = field(default_factory=list)

    def number(self, value: Value) -> int:
        found = self.of.get(value)
        if found is None:
            found = self.of[value] = len(self.values)
            self.values.append(value)
        return found


def sort_of(type_: Type) -> Sort:
    """How values of a type are held."""
    return _SORTS.get(type_.name, "code")


def truths(values: Truths) -> Column:
    """A condition that is never missing."""
    return Column("bool", values, np.ones(len(values), bool))


def days(values: Ints) -> Column:
    return Column("day", values, np.ones(len(values), bool))


def whole(values: NDArray[Any], there: Truths | None = None) -> Column:
    """Whole numbers."""
    return Column("number", values.astype(np.int64), np.ones(len(values), bool) if there is None else there)


def column_of(values: Sequence[Value], sort: Sort, codes: Codes) -> Column:
    """The values, all of one sort, as a column."""
    there = np.fromiter((value is not None for value in values), bool, len(values))
    if sort == "number":
        return _numbers(values, there)
    held = [_held(value, sort, codes) for value in values]
    return Column(sort, np.array(held, bool if sort == "bool" else np.int64), there)


def constant(value: Value, sort: Sort, codes: Codes, size: int) -> Column:
    """One value everywhere."""
    one = column_of([value], sort, codes)
    return Column(sort, np.repeat(one.values, size), np.repeat(one.there, size), one.scale)


def _held(value: Value, sort: Sort, codes: Codes) -> int | bool:
    if value is None:
        return 0
    if sort == "code" and not isinstance(value, bool | Fraction | date | int):
        return codes.number(value)
    if sort == "bool" and isinstance(value, bool):
        return value
    if sort == "day" and isinstance(value, date):
        return value.toordinal()
    if sort == "instant" and type(value) is int:
        return value
    raise Unsure


def _numbers(values: Sequence[Value], there: Truths) -> Column:
    numbers = [Fraction(0) if value is None else value for value in values]
    if not all(isinstance(each, Fraction) for each in numbers):
        raise Unsure
    exact = cast("list[Fraction]", numbers)
    scale = lcm(1, *{each.denominator for each in exact})
    held = [each.numerator * (scale // each.denominator) for each in exact]
    if scale > FINEST or any(abs(each) > LARGEST for each in held):
        raise Unsure
    return Column("number", np.array(held, np.int64), there, scale)


def said(column: Column, codes: Codes) -> list[Value]:
    """The values again, as the language has them."""
    out: list[Value] = []
    for value, there in zip(column.values.tolist(), column.there.tolist(), strict=True):
        out.append(_said(column, value, codes) if there else None)
    return out


def _said(column: Column, value: int, codes: Codes) -> Value:
    if column.sort == "number":
        return Fraction(value, column.scale)
    if column.sort == "code":
        return codes.values[value]
    return date.fromordinal(value) if column.sort == "day" else value


def taken(column: Column, places: Ints) -> Column:
    """The values at ``places``; missing where a place is -1."""
    if not len(column):
        return Column(column.sort, np.zeros(len(places), column.values.dtype), np.zeros(len(places), bool))
    if not len(places) or places.min() >= 0:
        return column.some(places)
    at = np.maximum(places, 0)
    there = column.there[at] & (places >= 0)
    return Column(column.sort, np.where(there, column.values[at], 0).astype(column.values.dtype), there, column.scale)


# --- exact numbers ----------------------------------------------------------------------------------


def peak(values: NDArray[Any]) -> int:
    """The largest magnitude."""
    return max(abs(int(values.max())), abs(int(values.min()))) if len(values) else 0


def number(values: NDArray[Any], there: Truths, scale: int) -> Column:
    """A number column within the language's bounds, 0 where it is missing."""
    held = np.where(there, values, 0).astype(np.int64)
    if scale > FINEST or peak(held) > LARGEST:
        raise Unsure
    return Column("number", held, there, scale)


def times(values: NDArray[Any], factor: int) -> Ints:
    """Every value times ``factor``; nothing wraps."""
    if peak(values) * abs(factor) > LARGEST:
        raise Unsure
    return cast("Ints", values * factor)


def aligned(left: Column, right: Column) -> tuple[Ints, Ints, int]:
    """Both over one scale."""
    if left.sort != right.sort:
        raise Unsure
    scale = lcm(left.scale, right.scale)
    return times(left.values, scale // left.scale), times(right.values, scale // right.scale), scale


def chosen(where: Truths, left: Column, right: Column) -> Column:
    """``left`` where it says so, else ``right``."""
    if left.sort != right.sort:
        raise Unsure
    there = np.where(where, left.there, right.there)
    if left.sort != "number":
        return Column(left.sort, np.where(where, left.values, right.values), there)
    one, other, scale = aligned(left, right)
    return number(np.where(where, one, other), there, scale)
