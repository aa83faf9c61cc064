"""The table of functions in the manual is the language's own. ``GALLERY=write`` writes it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from kaohe.engine.ledger_file import LEDGER, REPLAY_FILES, TALLIES
from kaohe.rules.document.kinds import DOCUMENTS
from kaohe.rules.expression.operators import OPERATORS, Operator

DOCS = Path(__file__).parent.parent.parent / "docs"
WRITE = os.environ.get("GALLERY") == "write"
_TABLE = re.compile(r"(?<=<!-- functions -->\n).*?(?=<!-- /functions -->)", re.DOTALL)
HEADS = {
    "language.md": ("| 写法 | 含义 | 参数 → 结果 | 例 | 得 |\n", "zh"),
    "language.en.md": ("| | meaning | operands → result | example | gives |\n", "en"),
}


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def _types(operator: Operator) -> str:
    return "<br>".join(f"{', '.join(row.operands)} → {row.result}" for row in operator.rows)


def table(page: str) -> str:
    head, lang = HEADS[page]
    lines = []
    for operator in OPERATORS:
        shown = operator.rows[0]
        means = operator.zh if lang == "zh" else operator.en
        gives = f"`{shown.gives}`" if shown.gives else ("没有值" if lang == "zh" else "missing")
        cells = (f"`{operator.name}`", means, _types(operator), f"`{shown.example}`", gives)
        lines.append("| " + " | ".join(_escaped(cell) for cell in cells) + " |\n")
    return head + "|---|---|---|---|---|\n" + "".join(lines)


@pytest.mark.parametrize("page", HEADS)
def test_the_table_of_functions_is_the_languages_own(page: str) -> None:
    assert len(OPERATORS) > 40
    path = DOCS / page
    text = path.read_text(encoding="utf-8")
    if WRITE:
        text = _TABLE.sub(lambda _: table(page), text)
        path.write_text(text, encoding="utf-8")
    assert _TABLE.findall(text) == [table(page)], "run GALLERY=write pytest tests/docs/test_language.py"


@pytest.mark.parametrize("page", HEADS)
def test_the_manual_speaks_of_every_key_of_a_clause(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    policy = DOCUMENTS["policy"]
    clause = policy.model_fields["clauses"].annotation.__args__[0]
    keys = [field.alias or name for name, field in clause.model_fields.items()]
    assert len(keys) > 30
    assert [key for key in keys if f"{key.rstrip('_')}:" not in text and f"`{key.rstrip('_')}" not in text] == []


@pytest.mark.parametrize("page", ["run-files.md", "run-files.en.md"])
def test_the_columns_of_every_file_of_a_run_are_described(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    layouts = {"ledger": LEDGER, "tallies": TALLIES, **REPLAY_FILES}
    assert len(layouts) >= 7
    missing = [
        f"{name}.{column}" for name, layout in layouts.items() for column in layout.schema.names
        if not re.search(rf"`[^`\n]*\b{column}\b[^`\n]*`", text)
    ]  # fmt: skip
    assert missing == []
