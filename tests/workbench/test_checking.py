"""Checking a folder: what stands beside the policy is judged by it, and noise comes last or not at all."""

from __future__ import annotations

from pathlib import Path

from kaohe.workbench.checking import check_paths

CASES = "kaohe: 1\ncases: small\nexamples:\n  - name: 无事\n    events: []\n    expect: {entries: []}\n"
ROSTER = "kaohe: 1\nroster: small\nunits:\n  - {id: north, title: 城北, kind: street}\n"


def codes(*paths: Path) -> list[str]:
    return [one.code for one in check_paths(paths).problems]


def test_examples_beside_a_policy_with_problems_say_nothing_of_it(tmp_path: Path) -> None:
    (tmp_path / "cases.yaml").write_text(CASES, encoding="utf-8")
    (tmp_path / "policy.yaml").write_text("kaohe: 1\npolicy: small\n", encoding="utf-8")
    found = codes(tmp_path)
    assert found
    assert "example.no-policy" not in found
    assert "example.no-policy" in codes(tmp_path / "cases.yaml")


def test_that_only_the_shape_was_checked_is_said_last(tmp_path: Path) -> None:
    (tmp_path / "a-roster.yaml").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "vocabulary.yaml").write_text("kaohe: 1\nvocabulary: small\n", encoding="utf-8")
    found = codes(tmp_path)
    assert len(found) > 1
    assert found[-1] == "example.no-policy"
