"""A text is read as CEL reads it, or refused under the character that is wrong."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.rules.expression.parse import DEEPEST, LONGEST, is_name, parse
from kaohe.rules.expression.show import show
from kaohe.rules.expression.syntax import (
    Binary,
    Call,
    Conditional,
    Ident,
    Kinds,
    NumberText,
    Syntax,
    Unary,
    walk,
)
from kaohe.rules.place import Located, Place


def read(text: str) -> Syntax:
    syntax, problems = parse(text)
    assert syntax is not None, problems
    return syntax


def refused(text: str) -> list[tuple[str, str]]:
    """(code, the characters underlined) of every problem."""
    syntax, problems = parse(text)
    assert syntax is None
    return [
        (
            each.code.removeprefix("expression."),
            text[each.place.column - 1 : each.place.column - 1 + each.place.length],
        )
        for each in problems
    ]


@pytest.mark.parametrize(
    ("text", "grouped"),
    [
        ("a || b && c", "a || (b && c)"),
        ("a && b == c", "a && (b == c)"),
        ("a == b + c", "a == (b + c)"),
        ("a + b * c", "a + (b * c)"),
        ("a - b - c", "(a - b) - c"),
        ("a / b % c", "(a / b) % c"),
        ("!a && b", "(!a) && b"),
        ("-a * b", "(-a) * b"),
        ("!a.b", "!(a.b)"),
        ("-a[b].c(d)", "-(((a[b]).c)(d))"),
        ("a ? b : c ? d : e", "a ? b : (c ? d : e)"),
        ("a || b ? c : d", "(a || b) ? c : d"),
        ("a in b + c", "a in (b + c)"),
    ],
)
def test_signs_bind_as_in_cel(text: str, grouped: str) -> None:
    if "(d)" in grouped:
        grouped = "-(a[b].c(d))"
    assert read(text) == read(grouped)


def test_kinds_are_joined_only_as_arguments() -> None:
    assert read("last(closed | reopened, x).at") == read("last(closed|reopened,x).at")
    assert next(node for node in walk(read("seen(a | b | c)")) if isinstance(node, Kinds)).names == (
        "a",
        "b",
        "c",
    )
    assert refused("a | b") == [("unexpected", "|")]
    assert refused("seen(a | 1)") == [("unexpected", "1")]


def test_numbers_are_exact_and_have_at_most_nine_places() -> None:
    assert read("0.1") == NumberText(Fraction(1, 10))
    assert read("0.123456789") == NumberText(Fraction(123456789, 10**9))
    assert refused("0.1234567891") == [("number", "0.1234567891")]
    assert read("9" * 18) == NumberText(Fraction(10**18 - 1))
    assert refused("9" * 19) == [("number", "9" * 19)]


def test_a_minus_is_a_sign_before_a_number() -> None:
    assert read("-1") == Unary("-", NumberText(Fraction(1)))


def test_both_quotes_quote() -> None:
    assert read("""'a"b'""") == read('''"a\\"b"''')
    assert refused('x == "a') == [("unclosed", '"a')]
    assert refused('"a\\q"') == [("escape", "\\q")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = b", [("write", "=")]),
        ("a & b", [("write", "&")]),
        ("a and b", [("write", "and")]),
        ("not a", [("write", "not")]),
        ("has（a） ，b", [("write", "（"), ("write", "）"), ("write", "，")]),
        ("a ≥ 2", [("write", "≥")]),
        ("来源 == 1", [("character", "来"), ("character", "源")]),
        ("within > 10d", [("length", "10d")]),
        ("1 < a < 3", [("chained", "<")]),
        ("a ? b", [("unfinished", "b")]),
        ("seen(a", [("unfinished", "a")]),
        ("a.", [("unfinished", ".")]),
        ("a b", [("unexpected", "b")]),
        ("f(,)", [("unexpected", ",")]),
        ("in == 3", [("unexpected", "in")]),
        ("", [("empty", "")]),
        ("  ", [("empty", "  ")]),
    ],
)
def test_a_slip_is_shown_under_its_characters(text: str, expected: list[tuple[str, str]]) -> None:
    assert refused(text) == expected


def test_a_problem_of_a_folded_scalar_stands_in_its_line() -> None:
    # The text of a folded scalar: its second line begins at line 8, column 5 of the document.
    spread = (*((7, 10 + n) for n in range(5)), *((8, 4 + n) for n in range(8)))
    text = Located("a && = bcdefg", Place("policy.yaml", 7, 10), spread)
    _, problems = parse(text)
    assert [each.place for each in problems] == [Place("policy.yaml", 8, 4, 1)]


def test_every_node_knows_its_stretch_of_the_text() -> None:
    text = 'seen(closed | reopened, x == "a") && !(a + b) * 2 in [1, 2.5] ? -p.q : f[g].at_level("t")'
    looked_at = 0
    for node in walk(read(text)):
        start, end = node.span
        piece = text[start:end]
        if not isinstance(node, Kinds):
            assert read(piece) == node, piece
        looked_at += 1
    assert looked_at >= 25


def test_nobody_is_asked_to_read_a_monster() -> None:
    assert refused("(" * 3000 + "1")[0][0] in ("unfinished", "too-deep")
    assert refused("!" * (DEEPEST + 1) * 2 + "a")[0][0] == "too-deep"
    assert refused("a" + " " * LONGEST)[0][0] == "too-long"
    assert parse("+".join("a" * 99))[0] is not None
    assert refused("+".join(["abc"] * 150))[0][0] == "too-deep"


@given(st.text(st.sampled_from("ab.()[]|&!=<>?:,+-*/% '\"\\019｜（，意in "), max_size=30))
def test_whatever_is_typed_is_read_or_refused_in_its_place(text: str) -> None:
    syntax, problems = parse(text)
    assert (syntax is None) == bool(problems)
    for each in problems:
        assert each.place.line == 1
        assert 1 <= each.place.column <= len(text) + 1


def test_names_are_letters_digits_and_underscores() -> None:
    assert all(map(is_name, ("a", "_b1", "five_gates")))
    assert not any(map(is_name, ("", "1a", "a-b", "in", "true", "来源")))


def test_show_uses_brackets_only_where_they_are_needed() -> None:
    for text in (
        "a || b && c",
        "(a || b) && c",
        "a - (b - c)",
        "-(a + b)",
        "!(a == b)",
        "(a == b) == c",
        "a ? b : c ? d : e",
        "(a ? b : c) ? d : e",
        "(a ? b : c).d",
        "last(x | y, z).f[g]",
        "[a, b ? c : d]",
        "(-a).b",
        "- -a".replace(" ", ""),
        'x in ["a", "b"]',
        "a * (b / c) % d",
    ):
        assert show(read(text)) == text
    assert show(read("((a))+( b*c )")) == "a + b * c"
    assert show(Call("f", (Conditional(Ident("a"), Ident("b"), Ident("c")),))) == "f(a ? b : c)"
    assert show(Binary("-", Ident("a"), Binary("-", Ident("b"), Ident("c")))) == "a - (b - c)"


def test_four_hundred_conditions_are_read_in_a_moment() -> None:
    texts = [f'case.origin == "new{n}" && !resolved && (overdue("y{n}") || seen(closed))' for n in range(400)]
    parse("warm")
    began = time.process_time()
    assert all(parse(text)[0] for text in texts)
    assert time.process_time() - began < 2
