"""YAML becomes nodes that are still the text that was written, each with its exact place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kaohe.rules.document import compose as composing
from kaohe.rules.document.compose import MOST_ALIASED, MOST_LEVELS, compose
from kaohe.rules.document.node import Hole, Listing, Mapping, Node
from kaohe.rules.document.source import text_from_bytes
from kaohe.rules.place import Located

PARSERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]


@pytest.fixture(params=PARSERS, ids=lambda parser: parser.__name__)
def parser(request, monkeypatch):
    monkeypatch.setattr(composing, "PARSER", request.param)
    return request.param


each_parser = pytest.mark.usefixtures("parser")


def scalars(node: Node | None) -> Iterator[Located]:
    if isinstance(node, Located):
        yield node
    elif isinstance(node, Mapping):
        for key, value in node.entries.items():
            yield key
            yield from scalars(value)
    elif isinstance(node, Listing):
        for item in node.items:
            yield from scalars(item)


def codes(text: str) -> list[str]:
    return [problem.code for problem in compose(text, "f")[1]]


def value(text: str) -> Located:
    root, problems = compose(text, "f")
    assert problems == ()
    assert isinstance(root, Mapping)
    (found,) = root.entries.values()
    assert isinstance(found, Located)
    return found


# --- text stays text ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["on", "no", "007", "1:30", "0.1", "0x1F", "1_000", "2021-03-01", ".inf", "yes", "<<x"]
)
@each_parser
def test_a_scalar_is_the_text_that_was_written(written) -> None:
    assert value(f"k: {written}\n") == written


@each_parser
def test_the_key_on_is_the_text_on() -> None:
    root, _ = compose("on: closed\n", "f")
    assert isinstance(root, Mapping)
    assert list(root.entries) == ["on"]


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL", "# only a remark"])
@each_parser
def test_no_value_is_a_problem_at_the_key(written) -> None:
    root, (problem,) = compose(f"title: x\ncap: {written}\n", "f")
    assert problem.code == "yaml.no-value"
    assert problem.place.line == 2
    assert isinstance(root, Mapping)
    assert isinstance(root.entries[Located("cap")], Hole)
    assert root.entries[Located("title")] == "x"


@pytest.mark.parametrize("written", ["''", '""', "'null'", '"~"'])
def test_a_quoted_nothing_is_text(written) -> None:
    assert value(f"k: {written}\n") == written[1:-1]


# --- places -------------------------------------------------------------------------------------

TEXTS = st.text(alphabet="ab !&|>'\"\\:#,[]{}?-\n\t办 字é", min_size=1, max_size=60)
STYLES = st.sampled_from(['"', "'", "|", ">", None])


def points_at_its_text(located: Located, lines: list[str]) -> int:
    """How many characters were looked at; each that is not a blank or an escape stands at its place."""
    looked_at = 0
    for offset, character in enumerate(located):
        place = located.at(offset)
        if character in " \n\t":
            continue
        found = lines[place.line - 1][place.column - 1]
        assert found in (character, "\\"), f"{character!r} of {str(located)!r} placed at {found!r}"
        looked_at += 1
    return looked_at


@given(
    texts=st.lists(TEXTS, min_size=1, max_size=4),
    style=STYLES,
    width=st.integers(3, 40),
    indent=st.integers(2, 6),
)
@example(["a  b c"], '"', 3, 2)
@example(["\n x\n  y\n"], "|", 10, 4)
@example(["a b\n\nc  d\n e\nf"], ">", 4, 2)
@example([" a"], ">", 4, 2)
@example(["it's\nso"], "'", 4, 2)
def test_every_scalar_stands_where_its_place_says(texts, style, width, indent) -> None:
    for kind in PARSERS:
        document = {f"k{number}": [text] for number, text in enumerate(texts)}
        written = yaml.dump(document, default_style=style, width=width, indent=indent, allow_unicode=True)
        assume("\\U" not in written)
        composing.PARSER, before = kind, composing.PARSER
        try:
            root, problems = compose(written, "f")
        finally:
            composing.PARSER = before
        assert [p for p in problems if p.code != "yaml.no-value"] == []
        assert isinstance(root, Mapping)
        lines = written.split("\n")
        read = list(scalars(root))
        assert [text for text in texts if text in read] == texts or style is None
        for located in read:
            points_at_its_text(located, lines)
            assert not located or located.place.column >= 1


@pytest.mark.parametrize(
    ("written", "word", "line", "column"),
    [
        ("k: a && bad\n", "bad", 1, 9),
        ("k: 'a && bad'\n", "bad", 1, 10),
        ("k: 'it''s bad'\n", "bad", 1, 11),
        ('k: "a \\"x\\" bad"\n', "bad", 1, 13),
        ("k: >\n  a &&\n  bad\n", "bad", 3, 3),
        ("k: |\n  a &&\n    bad\n", "bad", 3, 5),
        ("k: |2\n     a\n  bad\n", "bad", 3, 3),
        ("k: a &&\n  bad\n", "bad", 2, 3),
        ("k: '办结 &&\n\n   bad'\n", "bad", 3, 4),
        ("k: [x, {y: 办 bad}]\n", "bad", 1, 14),
    ],
)
@each_parser
def test_a_word_inside_a_condition_is_placed_at_itself(written, word, line, column) -> None:
    root, problems = compose(written, "f")
    assert problems == ()
    found = next(text for text in scalars(root) if word in text)
    place = found.at(found.index(word), len(word))
    assert (place.line, place.column, place.length) == (line, column, len(word))


@each_parser
def test_the_end_of_a_folded_condition_is_the_end_of_its_last_line() -> None:
    found = value("k: >-\n  a &&\n  b\n")
    assert found == "a && b"
    assert (found.at(len(found)).line, found.at(len(found)).column) == (3, 4)


@each_parser
def test_every_node_knows_the_trail_that_leads_to_it() -> None:
    root, _ = compose("clauses:\n  - id: a\n    cap: {per_case: 6}\n", "f")
    assert [text.place.path for text in scalars(root)] == [
        "clauses",
        "clauses[0].id",
        "clauses[0].id",
        "clauses[0].cap",
        "clauses[0].cap.per_case",
        "clauses[0].cap.per_case",
    ]


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
@each_parser
def test_line_breaks_of_any_system_give_the_same_places(ending) -> None:
    root, problems = compose(f"a: 1{ending}b: x{ending}", "f")
    assert problems == ()
    assert [str(text.place) for text in scalars(root)] == ["f:1:1", "f:1:4", "f:2:1", "f:2:4"]


@each_parser
def test_a_byte_order_mark_changes_nothing() -> None:
    assert compose("\ufeffa: 1\n", "f") == compose("a: 1\n", "f")
    assert text_from_bytes("a: 办\n".encode("utf-8-sig"), "f") == ("a: 办\n", ())


# --- one fault hides no other -------------------------------------------------------------------


@each_parser
def test_a_fault_leaves_a_hole_and_the_rest_is_read() -> None:
    root, problems = compose("a: !x 1\nb: ~\nc: *y\nd: 4\nd: 5\n<<: {e: 6}\n", "f")
    assert [problem.code for problem in problems] == [
        "yaml.tag",
        "yaml.no-value",
        "yaml.unknown-alias",
        "yaml.duplicate-key",
        "yaml.merge-key",
    ]
    assert isinstance(root, Mapping)
    assert [type(node).__name__ for node in root.entries.values()] == ["Hole", "Hole", "Hole", "Located"]
    assert root.entries[Located("d")] == "4"


@each_parser
def test_a_duplicate_key_names_both_places() -> None:
    _, (problem,) = compose("a: 1\nb: 2\na: 3\n", "f")
    assert (problem.place.line, problem.also[0].line) == (3, 1)


@each_parser
def test_a_syntax_error_is_one_problem() -> None:
    root, problems = compose("a: [1, 2\nb: 3\nc: [\n", "f")
    assert root is None
    assert [problem.code for problem in problems] == ["yaml.open-bracket"]


# --- tags, aliases, nesting ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "condition",
    ["!seen(closed)", "!resolved && seen(x)", "!(a) || b", "! x", "!!bool true", '!a == "b"', "!x ? 1 : 2"],
)
@pytest.mark.parametrize(
    "written", ["k: {}\n", "k:\n  - {}\n", "k: [{{j: {}}}]\n"], ids=["key", "item", "inside"]
)
@each_parser
def test_a_condition_that_begins_with_an_exclamation_mark_is_to_be_quoted(condition, written) -> None:
    text = written.format(condition)
    _, (problem,) = compose(text, "f")
    line = text.split("\n")[problem.place.line - 1]
    assert problem.code == "yaml.tag"
    assert line[problem.place.column - 1] == "!"


@each_parser
def test_an_alias_repeats_the_value_where_it_first_stood() -> None:
    root, problems = compose("a: &x [1, {b: c}]\nd: *x\n", "f")
    assert problems == ()
    assert isinstance(root, Mapping)
    assert root.entries[Located("a")] == root.entries[Located("d")]


@each_parser
def test_a_few_lines_cannot_stand_for_billions() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    root, (problem,) = compose(bomb, "f")
    assert root is None
    assert problem.code == "yaml.too-many-aliases"
    assert dict(problem.facts) == {"most": str(MOST_ALIASED)}


@each_parser
def test_aliases_cannot_nest_deeper_than_brackets() -> None:
    chain = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, MOST_LEVELS + 3))
    assert codes(chain) == ["yaml.too-deep", "yaml.too-deep"][: codes(chain).count("yaml.too-deep")]
    assert "yaml.too-deep" in codes(chain)


@pytest.mark.parametrize("levels", [MOST_LEVELS - 1, MOST_LEVELS, MOST_LEVELS + 1, 3000])
def test_nesting_ends(levels) -> None:
    text = "a: " + "[" * levels + "x" + "]" * levels
    assert bool(codes(text)) == (levels >= MOST_LEVELS), codes(text)
    assert set(codes(text)) <= {"yaml.too-deep", "yaml.unreadable"}


@pytest.mark.parametrize(
    "written",
    [
        "{a: seen(b, c), d: 1}",
        "{a: f(b, c, d), e: 1}",
        "[f(b, c, d), e]",
        "[seen(b, c), d]",
        '{a: x == f("b, c"), d: 1}',
    ],
)
@each_parser
def test_a_comma_inside_brackets_tears_a_condition_in_two_and_is_said_once(written) -> None:
    assert codes(f"k: {written}\n") == ["yaml.comma"]


@pytest.mark.parametrize(
    "written",
    [
        "{a: 'seen(b, c)', d: 1}",
        "['seen(b, c)', d]",
        "{a: seen(b), d: x(y)}",
        "{a: 见(一, d: 1}",
        "[a(, b]",
        "['a(', 'b)']",
        "{a: '(', 'b)': 1}",
    ],
)
@each_parser
def test_a_condition_that_is_whole_is_left_alone(written) -> None:
    assert codes(f"k: {written}\n") == []


@pytest.mark.parametrize("character", ["\u200b", "\x07", "\u2028", "\u202e", "\x85", "\ufeff"])
@each_parser
def test_characters_that_cannot_be_seen_are_refused_at_their_place(character) -> None:
    root, (problem,) = compose(f"a: 1\nb: x{character}y\n", "f")
    assert root is None
    assert problem.code == "yaml.character"
    assert (problem.place.line, problem.place.column) == (2, 5)


@pytest.mark.parametrize(
    ("raw", "looks"),
    [("标题: 办法".encode("gb18030"), "GB18030 (GBK)"), ("a: 标".encode("utf-16"), "UTF-16")],
)
def test_a_file_in_another_encoding_is_named_as_what_it_looks_like(raw, looks) -> None:
    text, (problem,) = text_from_bytes(raw, "f")
    assert text is None
    assert dict(problem.facts)["looks"] == looks


def test_a_bad_byte_is_placed() -> None:
    _, (problem,) = text_from_bytes("a: 1\n办: \xff".encode("latin-1", "ignore") + b"\xff", "f")
    assert problem.place.line == 2
