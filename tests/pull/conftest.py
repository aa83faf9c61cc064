"""A table of cases in two databases: SQLite everywhere, PostgreSQL where one was started for the tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

POSTGRES = os.environ.get("KAOHE_TEST_POSTGRES")
CANARY = "不该出现的名字"

VOCABULARY = """\
kaohe: 1
vocabulary: small
title: 小词汇表
opens: registered
counts: [件]
kinds:
  registered: {title: 登记, about: case, volume: true, fields: {origin: {title: 来源, type: enum, required: true, values: {new: 初次, old: 积案}}}}
  assigned: {title: 交办, about: case, fields: {unit: {title: 责任单位, type: unit, required: true}}}
"""
MAPPING = """\
kaohe: 1
mapping: cases
vocabulary: small
timezone: Asia/Shanghai
discard: [petitioner, content, changed_at]
events:
  - kind: registered
    id: {join: [case_no, "=-r"]}
    at: registered_on
    case: case_no
    fields: {origin: origin}
  - kind: assigned
    id: {join: [case_no, "=-a"]}
    when: {filled: [unit]}
    at: registered_on
    case: case_no
    fields: {unit: unit}
"""
QUERY = "SELECT case_no, registered_on, origin, unit, petitioner, content, changed_at FROM cases;\n"


@dataclass(frozen=True)
class Office:
    """A database with its table, and a folder with mapping, vocabulary and query."""

    url: str
    folder: Path
    execute: Callable[..., Any]

    @property
    def out(self) -> Path:
        return self.folder / "events"

    def add(self, number: str, changed: str, origin: str = "new", unit: str | None = "north") -> None:
        row = {"n": number, "d": changed[:10], "o": origin, "u": unit, "p": CANARY, "c": changed}
        self.execute("INSERT INTO cases VALUES (:n, :d, :o, :u, :p, :p, :c)", row)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.skipif(not POSTGRES, reason="KAOHE_TEST_POSTGRES names no server"))])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    url = f"sqlite:///{tmp_path / 'cases.db'}" if request.param == "sqlite" else str(POSTGRES)
    engine = create_engine(make_url(url))

    def execute(statement: str, values: dict[str, Any] | None = None) -> None:
        with engine.begin() as connection:
            connection.execute(text(statement), values or {})

    moment = "TEXT" if request.param == "sqlite" else "TIMESTAMP"
    execute("DROP TABLE IF EXISTS cases")
    execute(
        "CREATE TABLE cases (case_no TEXT, registered_on DATE, origin TEXT, unit TEXT, petitioner TEXT, content TEXT, "
        f"changed_at {moment})"
    )
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "vocabulary.yaml").write_text(VOCABULARY, encoding="utf-8")
    (tmp_path / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "view.sql").write_text(QUERY, encoding="utf-8")
    yield Office(url, tmp_path, execute)
    execute("DROP TABLE IF EXISTS cases")
    engine.dispose()
