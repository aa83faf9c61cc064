"""Problems are said so that a reader finds the character and knows what to write instead."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from kaohe.rules.place import NOWHERE, Place
from kaohe.rules.problem import Problem, notice, problem, warning
from kaohe.rules.say import gaps, in_order, render, sentence, tally

TEXT = "kaohe: 1\ntitle: 考核 办法 bad\n\twhen: x\n"
TEXTS = {"p.yaml": TEXT}


def at(line: int, column: int, length: int = 1) -> Place:
    return Place("p.yaml", line, column, length, "title")


def underlined(text: str) -> tuple[str, str]:
    """The shown line's text that stands over the underline, by columns of a terminal."""
    shown, marks = text.split("\n")[1:3]
    left = marks.index("^")
    wide = [(character, wcswidth(shown[:index])) for index, character in enumerate(shown)]
    return "".join(c for c, column in wide if left <= column < left + marks.count("^")), marks.strip()


# --- sentences ----------------------------------------------------------------------------------


def test_a_stretch_is_said_only_when_its_facts_are_there() -> None:
    said = sentence(
        problem("shape.unknown-key", shape="clause", key="wen", near="when", elsewhere="", allowed=""), "en"
    )
    assert said.hint == "did you mean `when`?"
    said = sentence(
        problem("shape.unknown-key", shape="clause", key="x", near="", elsewhere="a, b", allowed=""), "zh"
    )
    assert said.hint == "`x` 可写在：`a`、`b`"


def test_terms_are_said_in_the_readers_language() -> None:
    found = problem("shape.wrong-type", where="cap", expected="a mapping, a list", found="text", sample="")
    assert sentence(found, "en").message == "a mapping or a list was expected at `cap`, not text"
    assert sentence(found, "zh").message == "`cap` 应是键值对或列表，这里写的是文字"


@pytest.mark.parametrize(
    ("units", "leaders", "said"),
    [("1", "0", "1 unit and 0 leaders"), ("2", "1", "2 units and 1 leader"), ("1,001", "21", "1,001 units and 21 leaders")],
)
def test_a_word_beside_a_number_goes_with_it(units: str, leaders: str, said: str) -> None:
    assert said in sentence(notice("run.no-roster", units=units, leaders=leaders), "en").message


@pytest.mark.parametrize(
    ("points", "clauses", "said"),
    [("-1", "a", "charged -1 point (clause `a`)"), ("-1.5", "a, b", "charged -1.5 points (clauses `a`, `b`)"), ("1/3", "a", "charged 1/3 points (clause `a`)")],
)
def test_a_word_beside_a_list_of_names_goes_with_their_number(points: str, clauses: str, said: str) -> None:
    assert said in sentence(problem("run.charged-without-card", subject="u", points=points, clauses=clauses), "en").message


def test_of_cases_that_nothing_opened_a_few_are_named_and_the_others_counted() -> None:
    few = notice("intake.unopened", count=1, first="A", more="", opens="registered")
    many = notice("intake.unopened", count=5, first="A, B, C", more=2, opens="registered")
    assert sentence(few, "en").message == "1 case does not begin with `registered` and is not scored: `A`"
    assert sentence(many, "en").message == "5 cases do not begin with `registered` and are not scored: `A`, `B`, `C` and 2 more"
    assert sentence(few, "zh").message == "1 件事项的第一个事件不是 `registered`，不计分：`A`"
    assert sentence(many, "zh").message == "5 件事项的第一个事件不是 `registered`，不计分：`A`、`B`、`C`，另有 2 件"


def test_input_is_shown_so_that_a_terminal_cannot_act_on_it() -> None:
    said = sentence(problem("yaml.colon", value="a\x1b[31m\nb\u202ec"), "en")
    assert "\x1b" not in said.message
    assert "a<U+001B>[31m⏎b<U+202E>c" in said.message


def test_endless_input_is_cut() -> None:
    assert len(sentence(problem("yaml.colon", value="x" * 10_000), "en").message) < 300


def test_a_code_without_words_is_still_said() -> None:
    assert sentence(problem("no.such-code", x="1"), "zh").message == "x `1`"


def test_gaps_are_found_in_optional_stretches_too() -> None:
    assert gaps("{a}[[ {b:list} {c:term}]]") == ("a", "b", "c")


# --- the line and its underline -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "length", "shown"),
    [(1, 5, "title"), (8, 2, "考核"), (11, 2, "办法"), (14, 3, "bad"), (16, 99, "d")],
)
def test_the_underline_stands_under_the_characters_though_chinese_ones_are_wide(
    column, length, shown
) -> None:
    assert underlined(render([problem("yaml.key", at(2, column, length))], TEXTS, "zh"))[0] == shown


def test_a_place_at_the_end_of_a_line_is_underlined_behind_it() -> None:
    lines = render([problem("yaml.key", at(2, 17))], TEXTS, "en").split("\n")
    assert wcswidth(lines[2]) == wcswidth(lines[1]) + 1


def test_a_tab_is_as_wide_as_it_is_shown() -> None:
    assert underlined(render([problem("yaml.key", at(3, 2, 4))], TEXTS, "en"))[0] == "when"


def test_a_long_line_is_cut_around_the_place() -> None:
    text = "k: " + "办" * 500 + "BAD" + "法" * 500
    lines = render([problem("yaml.key", Place("p", 1, 504, 3))], {"p": text}, "zh").split("\n")
    assert wcswidth(lines[1]) < 140
    assert underlined("\n".join(lines))[0] == "BAD"


def test_the_second_place_is_shown_with_its_own_line() -> None:
    shown = render([problem("yaml.duplicate-key", at(2, 1, 5), at(1, 1, 5), key="title")], TEXTS, "en")
    assert "see also p.yaml:1:1\n1 | kaohe: 1\n  | -----\n" in shown


def test_a_problem_without_a_place_or_a_text_is_a_sentence() -> None:
    assert render([problem("yaml.key")], {}, "en").startswith("problem yaml.key: the key here is not text\n")
    assert "|" not in render([problem("yaml.key", at(2, 1))], {}, "en")


@given(st.text(max_size=60), st.integers(1, 70), st.integers(1, 70))
def test_no_line_can_break_the_picture(text, column, length) -> None:
    shown = render([problem("yaml.key", Place("p", 1, column, length))], {"p": text}, "zh")
    lines = shown.split("\n")
    assert len(lines) in (4, 5)
    assert all(character.isprintable() or character == "\u3000" for line in lines for character in line)


# --- order and counting -------------------------------------------------------------------------

PROBLEMS = [
    problem("yaml.key", at(2, 1)), warning("yaml.key", at(1, 3)), notice("yaml.empty"), problem("yaml.key", at(1, 3)),
    problem("shape.choice", at(1, 3), found="a", allowed="b", near=""), problem("yaml.key", NOWHERE),
]  # fmt: skip


@given(st.permutations(PROBLEMS), st.sampled_from(["text", "json", "github"]))
def test_the_order_in_which_problems_were_found_changes_nothing(shuffled, how) -> None:
    assert in_order(shuffled) == in_order(PROBLEMS)
    assert render(shuffled, TEXTS, "zh", how) == render(PROBLEMS, TEXTS, "zh", how)


def test_the_same_problem_is_said_once() -> None:
    once = render([PROBLEMS[0]], TEXTS, "zh")
    assert render([PROBLEMS[0], PROBLEMS[0]], TEXTS, "zh") == once


def test_problems_are_counted_by_how_much_they_matter() -> None:
    assert tally(PROBLEMS, "en") == "4 problems, 1 warning, 1 notice"
    assert tally(PROBLEMS, "zh") == "4 个问题，1 个警告，1 个说明"
    assert tally([], "en") == ""


# --- machines -----------------------------------------------------------------------------------


def test_json_holds_all_a_program_needs() -> None:
    (record,) = json.loads(
        render([problem("yaml.duplicate-key", at(2, 8, 2), at(1, 1), key="k")], TEXTS, "en", "json")
    )
    assert record["code"] == "yaml.duplicate-key"
    assert record["severity"] == "problem"
    assert (record["file"], record["line"], record["column"], record["length"]) == ("p.yaml", 2, 8, 2)
    assert record["facts"] == {"key": "k"}
    assert record["also"][0]["line"] == 1
    assert json.loads(render([], TEXTS, "en", "json")) == []


def test_github_gets_one_escaped_line_for_each_problem() -> None:
    odd = Problem("yaml.colon", Place("a:b,c.yaml", 2, 8, 3), (("value", "100%"),), "warning")
    (line,) = render([odd], TEXTS, "en", "github").splitlines()
    assert line.startswith("::warning file=a%3Ab%2Cc.yaml,line=2,col=8,endColumn=11,title=yaml.colon::")
    assert "`100%25`" in line
    assert "%0A" in line
