"""The wording of every problem: one table per area, Chinese and English side by side.

A code is ``area.slug`` and never changes its meaning. ``WORDINGS`` is the union of the areas'
tables: every module of this package that has a ``WORDINGS`` of its own.

    documents     yaml, shape, vocabulary, calendar, roster, example, policy, policy_cards
    clauses       clause, clause_forms, clause_lines, score, gate, expression, expression_names
    files         intake_files, intake_mapping, intake_rows, intake_events, intake_sheets, sheets, pull, job
    runs          run_replay, run_counting, run_cards, run_stream, run_disk, cross_check
    all           glossary: words that go into sentences

Templates hold ``{fact}`` gaps. A stretch in ``[[ … ]]`` is said only when every fact in it is there
and not empty. ``{fact:list}`` says ``a, b`` as `` `a`, `b` `` (Chinese: with 、), ``{fact:term}`` says
one of the English terms of ``glossary``, several of them joined by "or" (``{fact:terms}``: by "and");
``{fact:form}`` says what a scalar of that kind looks like; ``{fact:row|rows}`` is the word that goes with
a number or a list of names. A fact that is words of ours comes twice: ``reason_zh``, ``reason_en``.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from kaohe.rules.record import record


@record
class Wording:
    """How one code is said. ``zh``/``en`` are sentence fragments with ``{fact}`` gaps.

    User input stands in backticks. The hint says what would have been right. ``meaning`` is the
    paragraph of the manual page; ``good`` a short document that is right.
    """

    zh: str
    en: str
    hint_zh: str
    hint_en: str
    meaning_zh: str
    meaning_en: str
    good: str = ""


if TYPE_CHECKING:
    WORDINGS: dict[str, Wording]


@cache
def _wordings() -> dict[str, Wording]:
    """All areas' tables, sorted by code; a code stands in one table only."""
    merged: dict[str, Wording] = {}
    for module in iter_modules(__path__):
        table = getattr(import_module(f"{__name__}.{module.name}"), "WORDINGS", {})
        twice = merged.keys() & table.keys()
        assert not twice, f"codes worded twice: {sorted(twice)}"
        merged.update(table)
    return dict(sorted(merged.items()))


def wording(code: str) -> Wording | None:
    """The wording of ``code``; None for a code no area has (a fault of ours, which tests look for)."""
    return _wordings().get(code)


def __getattr__(name: str) -> dict[str, Wording]:
    if name == "WORDINGS":
        return _wordings()
    raise AttributeError(name)
