"""Every code that is raised has words, every worded code is raised, and its sentences get their facts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from kaohe.rules.catalogue import WORDINGS, Wording, wording
from kaohe.rules.catalogue.glossary import FORMS, TERMS
from kaohe.rules.say import gaps

ROOT = Path(__file__).parents[2]
ROOMS = ("rules", "engine", "scoring", "workbench", "reports")
AREAS = {code.partition(".")[0] for code in WORDINGS}


def modules() -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "catalogue" not in path.parts:
                yield path


def texts_of(path: Path) -> Iterator[str]:
    """Every piece of text in a module; the fixed beginning of ``f"area.{slug}"`` is one too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def codes_written() -> set[str]:
    """Codes that stand in our own code whole, or as a slug in a room that puts the area before it."""
    whole: set[str] = set()
    rooms: dict[Path, set[str]] = {}
    for path in modules():
        texts = set(texts_of(path))
        whole |= texts
        rooms.setdefault(path.parent, set()).update(texts)
    parts = {
        f"{area}.{text}"
        for texts in rooms.values()
        for area in AREAS
        if f"{area}." in texts
        for text in texts
    }
    return (whole | parts) & WORDINGS.keys()


def codes_raised() -> list[tuple[str, str]]:
    """Place and code of every call of ``problem``, ``warning``, ``notice`` with a literal code."""
    raised = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if name in ("problem", "warning", "notice") and isinstance(first, ast.Constant):
                raised.append((f"{path.relative_to(ROOT)}:{node.lineno}", str(first.value)))
    return raised


def test_every_worded_code_is_raised_somewhere() -> None:
    written = codes_written()
    assert len(WORDINGS) > 30
    assert [code for code in WORDINGS if code not in written] == []


def test_every_raised_code_has_words() -> None:
    raised = codes_raised()
    assert len(raised) > 30
    assert [(place, code) for place, code in raised if "." in code and wording(code) is None] == []


@pytest.mark.parametrize("code", list(WORDINGS))
def test_both_languages_tell_the_same_facts(code) -> None:
    words = WORDINGS[code]
    zh = {name.removesuffix("_zh") for name in gaps(words.zh + words.hint_zh)}
    en = {name.removesuffix("_en") for name in gaps(words.en + words.hint_en)}
    assert zh == en


@pytest.mark.parametrize("code", list(WORDINGS))
def test_sentences_are_fragments_for_readers_not_for_programmers(code) -> None:
    words = WORDINGS[code]
    for field in fields(Wording):
        assert getattr(words, field.name).strip() or field.name == "good", f"{code} has no {field.name}"
    for fragment in (words.zh, words.en, words.hint_zh, words.hint_en):
        assert not fragment.endswith((".", "。")), fragment
        assert fragment.count("`") % 2 == 0, fragment
        for word in ("str", "dict", "None", "int", "Traceback", "pydantic", "NoneType", "Fraction"):
            assert f" {word} " not in f" {fragment} ", fragment
    assert words.meaning_zh.endswith("。"), words.meaning_zh
    assert words.meaning_en.endswith("."), words.meaning_en
    assert any("\u4e00" <= character <= "\u9fff" for character in words.zh)
    assert not any("\u4e00" <= character <= "\u9fff" for character in words.en.replace("件", ""))


BESIDE_A_NUMBER = re.compile(r"\{\w+\} (?:\w+ )?(?!is\b|was\b|has\b|stands\b|falls\b)\w+s\b")
NEVER_ONE = {
    "clause.long-quote", "clause.points-too-fine", "expression.too-long", "expression.too-many-defines", "intake.conflict",
    "intake.free-text", "policy.places", "yaml.too-deep", "yaml.too-many-aliases",
}  # fmt: skip
"""Their numbers are limits of ours, beyond one, or have decimals."""


def test_no_english_sentence_says_one_rows() -> None:
    """A word in the plural that follows a gap goes with the number: ``{rows} {rows:row|rows}``."""
    sentences = [(code, text) for code, words in WORDINGS.items() for text in (words.en, words.hint_en)]
    plain = [(code, found[0]) for code, text in sentences for found in BESIDE_A_NUMBER.finditer(text)]
    assert len([text for _, text in sentences if "|" in text]) > 15
    assert {code for code, _ in plain} == NEVER_ONE


def test_a_code_is_an_area_and_a_slug() -> None:
    assert [
        code
        for code in WORDINGS
        if not (code.count(".") == 1 and code.replace(".", "").replace("-", "").isalnum())
    ] == []
    assert list(WORDINGS) == sorted(WORDINGS)
    assert wording("no.such-code") is None


def test_terms_and_forms_are_in_both_languages() -> None:
    assert len(TERMS) > 80
    assert [term for term in (*TERMS.values(), *(zh for zh, _ in FORMS.values())) if term.isascii()] == []
