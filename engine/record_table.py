"""Records <-> columns: how each attribute of a record is kept in a file that anybody can open.

A ``Layout`` names the columns of one record type; everything is exact both ways.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Generic, TypeVar

import pyarrow as pa

from kaohe.rules.record import record
from kaohe.rules.value import number_from, plain, rounded

R = TypeVar("R")
Convert = Callable[[Any], Any]


def _as_it_is(value: Any) -> Any:
    return value


@record
class Kept:
    """How values of one sort are kept: the column's type and the way in and out."""

    type: pa.DataType
    put: Convert = _as_it_is
    get: Convert = _as_it_is


def decimal_from(exact: Fraction, places: int) -> Decimal:
    """``exact`` as a decimal of that many places; it must be one."""
    scaled, rest = divmod(exact.numerator * 10**places, exact.denominator)
    assert rest == 0, f"{exact} is not exact in {places} places"
    return Decimal(scaled).scaleb(-places)


def _put_texts(values: Iterable[str]) -> list[str]:
    return list(values)


TEXT = Kept(pa.string())
DAY = Kept(pa.date32())
COUNT = Kept(pa.int64())
FLAG = Kept(pa.bool_())
TEXTS = Kept(pa.list_(pa.string()), _put_texts, tuple)
POINTS = Kept(pa.decimal128(18, 6), lambda exact: decimal_from(exact, 6), Fraction)
SHARE = Kept(pa.string(), plain, number_from)
"""A fraction as text: ``0.5``, ``1/3``."""
INSTANT = Kept(pa.timestamp("us", tz="UTC"))
"""Microseconds since 1970 UTC."""
FIGURE = Kept(pa.decimal128(38, 9), lambda exact: decimal_from(rounded(exact, 9), 9), Fraction)
"""A figure to 9 places, half up. Where that is not exact, ``<column>_exact`` holds the fraction."""


@record
class Layout(Generic[R]):
    """The columns of a record type: attributes by name, and ``made`` columns that are worked out.

    ``order`` lists the columns that come first; the rest follow as the record has them.
    """

    record: type[R]
    kept: Mapping[str, Kept]
    made: Mapping[str, tuple[Kept, Callable[[R], Any]]] = field(default_factory=dict)
    order: tuple[str, ...] = ()

    @property
    def schema(self) -> pa.Schema:
        types = {name: kept.type for name, kept in self.kept.items()}
        types |= {name: kept.type for name, (kept, _) in self.made.items()}
        types |= {_exact(name): pa.string() for name, kept in self.kept.items() if kept is FIGURE}
        rest = [name for name in types if name not in self.order]
        return pa.schema([pa.field(name, types[name]) for name in (*self.order, *rest)])

    def table(self, records: Sequence[R]) -> pa.Table:
        """The records, one row each."""
        columns = {name: _put_all(kept, [getattr(one, name) for one in records]) for name, kept in self.kept.items()}
        for name, (kept, make) in self.made.items():
            columns[name] = _put_all(kept, [make(one) for one in records])
        for name, kept in self.kept.items():
            if kept is FIGURE:
                columns[_exact(name)] = _once(_fraction, [getattr(one, name) for one in records])
        return pa.table({one.name: pa.array(columns[one.name], one.type) for one in self.schema}, self.schema)

    def records(self, table: pa.Table) -> list[R]:
        """The records of a table made by ``table``."""
        columns = [self._got(name, kept, table) for name, kept in self.kept.items()]
        names = tuple(self.kept)
        return [self.record(**dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)]

    def _got(self, name: str, kept: Kept, table: pa.Table) -> list[Any]:
        column = table.column(name)
        got = _got_all(kept, column.cast(pa.int64()) if pa.types.is_timestamp(column.type) else column)
        if kept is FIGURE:
            exact = table.column(_exact(name)).to_pylist()
            got = [value if text is None else Fraction(text) for value, text in zip(got, exact, strict=True)]
        return got


def _exact(name: str) -> str:
    return f"{name}_exact"


def _put_all(kept: Kept, values: list[Any]) -> list[Any]:
    return values if kept.put is _as_it_is else _once(lambda value: None if value is None else kept.put(value), values)


def _once(convert: Convert, values: Sequence[Any]) -> list[Any]:
    """Each value converted, and once what stands in many rows: the same object, which costs less to see than an equal one."""
    made = {key: convert(value) for key, value in {id(value): value for value in values}.items()}
    return [made[id(value)] for value in values]


def _got_all(kept: Kept, column: pa.ChunkedArray) -> list[Any]:
    """A column's values; what comes again is made once."""
    if pa.types.is_nested(column.type) or (kept is TEXT and not pa.types.is_dictionary(column.type)):
        return [None if value is None else kept.get(value) for value in column.to_pylist()]
    whole = column.unify_dictionaries().combine_chunks()
    coded = whole if pa.types.is_dictionary(column.type) else whole.dictionary_encode()
    known = [kept.get(value) for value in coded.dictionary.to_pylist()]
    return [None if place is None else known[place] for place in coded.indices.to_pylist()]


def _fraction(exact: Fraction | None) -> str | None:
    """``2/3`` where nine places are not enough; None where they are."""
    if exact is None or (exact * 10**9).denominator == 1:
        return None
    return f"{exact.numerator}/{exact.denominator}"
