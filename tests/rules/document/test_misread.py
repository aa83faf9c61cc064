"""A syntax error is explained by what was written, at the place where it was written."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kaohe.rules.document.compose import compose

POLICY = (Path(__file__).parents[2] / "bad" / "base" / "desk" / "policy.yaml").read_text(encoding="utf-8")
SLIPS = [("", 1), ("'", 0), ('"', 0), (" ", 0), ("{", 0), ("]", 0), ("\t", 0), (": ", 0), ("：", 1), ("-", 1)]


def said(text: str) -> tuple[str, int, int]:
    root, problems = compose(text, "f")
    assert root is None
    return problems[-1].code, problems[-1].place.line, problems[-1].place.column


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: x ? 1 : 2\n", "yaml.colon", 1, 10),
        ("a: 1\n  b: 2\n", "yaml.indentation", 2, 3),
        ("a:\n    b: 1\n  c: 2\n", "yaml.indentation", 3, 3),
        ("a: 1\ntitle：x\nb: 2\n", "yaml.full-width", 2, 6),
        ("a: {b: 1，c: 2}\n", "yaml.full-width", 1, 9),
        ("a: 1\ntitle x\nb: 2\n", "yaml.no-colon", 2, 1),
        ("a: 1\ntitle:x\nb: 2\n", "yaml.no-blank", 2, 6),
        ("a: {b:{c: 1}}\n", "yaml.no-blank", 1, 6),
        ("k:\n  -a: 1\n   b: 2\n", "yaml.no-blank", 2, 3),
        ('a: "b" == c\n', "yaml.goes-on", 1, 8),
        ("a: [b].size()\n", "yaml.goes-on", 1, 7),
        ('a: "b\nc: 1\n', "yaml.open-quote", 1, 4),
        ('a: "b\nc: "d"\n', "yaml.open-quote", 1, 4),
        ("a: [b, c\nd: 1\n", "yaml.open-bracket", 1, 4),
        ("a: [{b: c]\n", "yaml.open-bracket", 1, 5),
        ('a: {b: c in ["d"]}\n', "yaml.inside-brackets", 1, 13),
        ("a: {b: c}}\n", "yaml.stray-bracket", 1, 10),
        ("a: ]\n", "yaml.stray-bracket", 1, 4),
        ("a:\n\tb: 1\n", "yaml.tab", 2, 1),
        ("a:\n\u3000 b: 1\n c: 2\n", "yaml.blank", 2, 1),
        ("a: *b.c\n", "yaml.sigil", 1, 4),
        ("a: && b\n", "yaml.sigil", 1, 4),
        ("a: @b\n", "yaml.sigil", 1, 4),
        ("a: | b\n", "yaml.sigil", 1, 4),
        ("a: - 1\n", "yaml.sigil", 1, 4),
        ('a: "\\d"\n', "yaml.escape", 1, 5),
        ("a: !b && c\n", "yaml.tag", 1, 4),
        ("a: 1\n...\nb: 2\n", "yaml.several-documents", 3, 1),
        ("a: [1,,2]\n", "yaml.unreadable", 1, 7),
    ],
)
def test_the_cause_is_named_where_it_stands(text, code, line, column) -> None:
    assert said(text) == (code, line, column)


def test_one_slip_is_nearly_always_found_on_its_own_line_or_the_next_and_has_a_name() -> None:
    found: Counter[str] = Counter()
    for at in range(0, len(POLICY), 5):
        for put, gone in SLIPS:
            text = POLICY[:at] + put + POLICY[at + gone :]
            root, problems = compose(text, "f")
            if root is None:
                away = problems[-1].place.line - POLICY.count("\n", 0, at) - 1
                found["near" if away in (0, 1) else "far"] += 1
                found["unreadable"] += problems[-1].code == "yaml.unreadable"
    assert found["near"] > 300, found
    assert found["far"] <= 0.02 * found["near"], found
    assert found["unreadable"] <= 0.05 * found["near"], found
