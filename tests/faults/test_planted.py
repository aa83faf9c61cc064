"""The table of faults cannot rot: each still has its place in the sources, and planting it leaves Python."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from planted import FAULTS, WIDER, Fault

ROOT = Path(__file__).parents[2]
SHARED = ("rules/", "engine/meaning/", "engine/correct.py", "engine/order.py", "engine/links.py", "engine/roster.py")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_what_is_replaced_stands_once_in_its_file(fault: Fault) -> None:
    text = (ROOT / fault.file).read_text(encoding="utf-8")
    assert text.count(fault.old) == 1
    assert fault.old != fault.new
    ast.parse(text.replace(fault.old, fault.new))


def test_faults_are_many_and_different_and_in_every_engine_and_what_they_share() -> None:
    assert len(FAULTS) >= 40
    assert len({(fault.file, fault.old, fault.new) for fault in FAULTS}) == len(FAULTS)
    where = Counter(fault.file.split("/")[1] if fault.file.startswith("engine/") else "rest" for fault in FAULTS)
    assert min(where["batch"], where["stream_rules"]) >= 4, where
    assert sum(fault.file.startswith(SHARED) for fault in FAULTS) >= 25


def test_the_tests_that_look_are_there() -> None:
    asked = {path for fault in FAULTS for path in fault.near} | {path for suite in WIDER for path in suite}
    assert all((ROOT / path).exists() for path in asked), [path for path in asked if not (ROOT / path).exists()]
