"""A unit sheet in memory that came back, for the cases of ``sheets.*``: one entry asked about, one row of answers."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

from kaohe.engine.ledger import Entry
from kaohe.engine.office.sheets import Book
from kaohe.rules.library import load_policy
from kaohe.rules.problem import Problem
from kaohe.rules.shelf import SHIPPED
from kaohe.workbench.confirming.answers import Asked, answers_in
from kaohe.workbench.confirming.drafts import Draft
from kaohe.workbench.confirming.numbers import Numbers

ROOT = "0123456789abcdef" * 4
NUMBER = Numbers(ROOT).number(0)
HEADS = {"number": "编号", "case": "事项", "at": "日期", "due": "到期", "points": "分值",
         "agreed": "认可", "disputed": "异议", "ground": "依据", "document": "材料编号"}  # fmt: skip
ENTRY = Entry("late", "late", "unit", "unit", "civil", Fraction(-1), date(2021, 5, 2), case="A1", due=date(2021, 5, 1))


def found(*rows: dict[str, str], **marks: str) -> tuple[Problem, ...]:
    """What is said of a sheet with these answers; by default one entry is confirmed, and nothing is wrong."""
    policy = load_policy(SHIPPED / "lishi").policy
    assert policy is not None
    drafts = {NUMBER: Draft(NUMBER, ENTRY)}
    asked = Asked(ROOT, policy.vocabulary, policy.timezone, drafts)
    return answers_in([(Path("civil.xlsx"), _book(rows or ({},), marks))], asked).problems


def _book(rows: tuple[dict[str, str], ...], marks: dict[str, str]) -> Book:
    printed = {"number": NUMBER, "case": "A1", "at": "2021-05-02", "due": "2021-05-01", "points": "-1"}
    lines = tuple(tuple((printed | {"agreed": "√"} | row).get(slot, "") for slot in HEADS) for row in rows)
    said = {"kaohe": "confirm", "root": ROOT, "unit": "civil", "cover": "说明", "answers": "分录", "day": "核对日期",
            "heads": json.dumps(HEADS), "filled": "2022-01-10"} | marks  # fmt: skip
    cover = (("核对日期", said["filled"]),)
    return Book({"说明": cover, "分录": (tuple(HEADS.values()), *lines)}, said)
