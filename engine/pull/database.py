"""One query of a database, read and never written: its columns, and its rows as texts.

The query stands inside ours, so that it can only be one that selects, and so that a column which a mapping
discards is not even asked of the database. The connection itself is told to write nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    TextClause,
    column,
    create_engine,
    event,
    inspect,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from kaohe.rules.nearest import nearest

PIECE = 10_000
"""Rows fetched at a time."""
Mark = date | datetime | int
"""How far a query was read: the largest value of its watermark column."""


class DatabaseError(Exception):
    """``what``: ``url``, ``driver``, ``connect`` or ``query``; ``said`` is the database's word where it quotes no row.

    ``near``: the table or column there is that an unknown one is nearest to; empty without one.
    """

    def __init__(self, what: str, said: str = "", near: str = "") -> None:
        super().__init__(what)
        self.what, self.said, self.near = what, said, near


@dataclass(frozen=True, slots=True)
class Since:
    """Rows whose ``column`` is at least ``mark``, or says nothing; ``mark`` None: all rows."""

    column: str
    mark: Mark | None


def database_name(url: str) -> str:
    """The address without its password, for people. ``DatabaseError`` (url) when it is none."""
    return _url(url).render_as_string(hide_password=True)


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """A connection that writes nothing. ``DatabaseError`` (url, driver, connect, query)."""
    address = _url(url)
    try:
        engine = create_engine(_only_reading(address), hide_parameters=True)
    except (NoSuchModuleError, ModuleNotFoundError):
        raise DatabaseError("driver", address.drivername) from None
    if address.get_backend_name() == "sqlite":
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA query_only = ON"))
    try:
        with _connected(engine) as connection:
            yield connection
    except DBAPIError as fault:
        word = _word(fault)
        raise DatabaseError("query", word, _near(engine, word)) from None
    except SQLAlchemyError as fault:
        raise DatabaseError("query", type(fault).__name__) from None
    finally:
        engine.dispose()


_UNKNOWN = (
    re.compile(r"""no such (?P<what>table|column): (?:\w+\.)*(?P<name>\w+)"""),
    re.compile(r"""(?P<what>relation|column) "?(?:\w+\.)*(?P<name>\w+)"? does not exist"""),
    re.compile(r"""Unknown (?P<what>column) '(?:\w+\.)*(?P<name>\w+)'"""),
    re.compile(r"""(?P<what>Table) '(?:\w+\.)*(?P<name>\w+)' doesn't exist"""),
)
"""How SQLite, PostgreSQL and MySQL say that there is no such table or column."""


def _near(engine: Engine, said: str) -> str:
    """What the unknown table or column was probably meant to be, of those the database has."""
    found = next((match for pattern in _UNKNOWN if (match := pattern.search(said))), None)
    if found is None:
        return ""
    try:
        there = inspect(engine)
        tables = [*there.get_table_names(), *there.get_view_names()]
        if found["what"] != "column":
            return nearest(found["name"], tables)
        return nearest(found["name"], sorted({str(one["name"]) for table in tables for one in there.get_columns(table)}))
    except SQLAlchemyError:
        return ""


def _url(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        raise DatabaseError("url") from None


def _only_reading(address: URL) -> URL:
    """SQLite makes a file that is not there, unless it is told to read only."""
    if address.get_backend_name() != "sqlite" or not address.database:
        return address
    query = {**address.query, "mode": "ro", "uri": "true"}
    return address.set(database=f"file:{address.database}", query=query)


@contextmanager
def _connected(engine: Any) -> Iterator[Connection]:
    try:
        connection = engine.connect()
    except (DBAPIError, SQLAlchemyError) as fault:
        raise DatabaseError("connect", _word(fault)) from None
    with connection:
        options: dict[str, Any] = {"stream_results": True}
        if engine.dialect.name == "postgresql":
            options |= {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
        connection = connection.execution_options(**options)
        if engine.dialect.name in ("mysql", "mariadb"):
            connection.execute(text("SET TRANSACTION READ ONLY"))
        yield connection


def columns_of(connection: Connection, query: str) -> tuple[str, ...]:
    """The names of what the query selects; no row is read."""
    nothing = select(text("*")).select_from(_within(query)).where(text("1 = 0"))
    with connection.execute(nothing) as result:
        return tuple(result.keys())


def rows_of(
    connection: Connection, query: str, columns: Sequence[str], since: Since | None
) -> Iterator[Sequence[Sequence[Any]]]:
    """The rows of these columns in pieces, by the watermark column where there is one."""
    wanted: Any = select(*(column(name) for name in columns)).select_from(_within(query))
    if since is not None:
        marked: Any = column(since.column)
        if since.mark is not None:
            wanted = wanted.where(or_(marked >= literal(since.mark), marked.is_(None)))
        wanted = wanted.order_by(marked)
    with connection.execute(wanted) as result:
        yield from result.partitions(PIECE)


def _within(query: str) -> TextClause:
    """The query as a table; a colon in it is a colon, never a gap to be filled."""
    bare = query.strip().rstrip(";").rstrip().replace(":", "\\:")
    return text(f"(\n{bare}\n) AS q")


def text_of(value: Any) -> str | None:
    """A value as the text that readers take: days and times as ISO, numbers in plain digits."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep="T")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        plain = format(value, "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return str(value)


_SAFE_STATES = ("08", "28", "3D", "42", "57")
"""Classes of SQLSTATE whose messages speak of connections, rights and names, never of a row's values."""


def _word(fault: Exception) -> str:
    """The database's own first line where it cannot quote a row; otherwise its code."""
    original = getattr(fault, "orig", None)
    state = getattr(original, "sqlstate", None)
    lines = str(original).strip().splitlines() if original is not None else []
    if lines and (str(state)[:2] in _SAFE_STATES or lines[0].startswith(("no such", "near ", "unable to open"))):
        return lines[0]
    return str(state or type(original or fault).__name__)
