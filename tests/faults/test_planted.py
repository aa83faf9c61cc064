"""The table of faults cannot rot: each still has its place in the sources, planting it leaves Python, its tests are there."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from planted import FAULTS, WIDER, Fault

ROOT = Path(__file__).parents[2]
SHARED = ("rules/", "engine/meaning/", "engine/correct.py", "engine/order.py", "engine/links.py", "engine/form.py", "engine/roster.py")
THREE = {
    "the calendar": "rules/calendar.py", "order": "engine/order.py", "the fold": "engine/correct.py", "links": "engine/links.py",
    "the roster": "engine/roster.py", "who answers": "engine/meaning/accountable.py", "clocks": "engine/meaning/clocks.py",
    "due lines": "engine/meaning/dueline.py", "lateness": "engine/meaning/lateness.py", "reversals": "engine/meaning/reversal.py",
    "caps": "scoring/limits.py", "sections": "scoring/sections.py", "inheritance": "scoring/inherit.py", "grades": "scoring/grades.py",
    "vetoes": "scoring/veto.py", "what compares engines": "engine/agreement.py", "snapshots": "engine/intake/snapshot.py",
}  # fmt: skip
"""What engines or cards share, each with three faults at least."""


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_what_is_replaced_stands_once_in_its_file(fault: Fault) -> None:
    text = (ROOT / fault.file).read_text(encoding="utf-8")
    assert text.count(fault.old) == 1
    assert fault.old != fault.new
    ast.parse(text.replace(fault.old, fault.new))


def test_faults_are_many_and_different_and_in_every_engine_and_what_they_share() -> None:
    assert len(FAULTS) >= 80
    assert len({(fault.file, fault.old, fault.new) for fault in FAULTS}) == len(FAULTS)
    assert max(Counter(words for fault in FAULTS for words in (fault.what, fault.zh)).values()) == 1
    where = Counter(fault.file.split("/")[1] if fault.file.startswith("engine/") else fault.file.split("/")[0] for fault in FAULTS)
    assert min(where[room] for room in ("batch", "stream_rules", "intake", "scoring")) >= 8, where
    assert sum(fault.file.startswith(SHARED) for fault in FAULTS) >= 60


@pytest.mark.parametrize("what", list(THREE))
def test_what_is_shared_has_three_faults_at_least(what: str) -> None:
    assert sum(fault.file == THREE[what] for fault in FAULTS) >= 3


def test_the_tests_that_look_are_there() -> None:
    """Files and folders of tests, functions in them, and the folders of examples that stand in brackets."""
    asked = {path for fault in FAULTS for path in fault.near} | {path for suite in WIDER for path in suite}
    assert len(asked) > 30
    for path in sorted(asked):
        file, _, rest = path.partition("::")
        function, _, folder = rest.rstrip("]").partition("[")
        assert (ROOT / file).exists(), path
        assert not function or f"def {function}(" in (ROOT / file).read_text(encoding="utf-8"), path
        shelf = ROOT / ("tests/bad" if "gallery" in file else "tests/acceptance")
        assert not folder or (shelf / folder.removesuffix("-stream")).is_dir(), path
