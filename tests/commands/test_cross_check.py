"""A second engine checks a run; the receipt says which, on how much, and what both engines share."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


@pytest.mark.parametrize(("options", "against"), [(["--cross-check"], "reference"), (["--engine", "reference", "--cross-check"], "batch")])
def test_the_receipt_says_who_checked_whom(kaohe, desk, tmp_path: Path, options: list[str], against: str) -> None:
    out = tmp_path / "run"
    said = kaohe("run", "--policy", desk / "small", "--events", desk / "events.jsonl", "--out", out, *options)
    assert said.code == 0, said.err + said.out
    checked = json.loads((out / "receipt.json").read_text(encoding="utf-8"))["cross_check"]
    assert (checked["against"], checked["disagreements"], checked["seed"]) == (against, 0, None)
    assert checked["entries"] > 0
    assert checked["matters"] == checked["of"] > 0
    assert "kaohe.engine.meaning.accountable" in checked["shared_modules"]
    assert f"用 {against} 引擎核对了全部" in said.out


def test_without_the_option_the_receipt_says_that_nobody_checked(kaohe, desk, tmp_path: Path) -> None:
    out = tmp_path / "run"
    kaohe("run", "--policy", desk / "small", "--events", desk / "events.jsonl", "--out", out)
    assert json.loads((out / "receipt.json").read_text(encoding="utf-8"))["cross_check"] is None
