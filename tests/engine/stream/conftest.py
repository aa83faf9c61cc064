"""These tests need durable-rules; where it is not installed they are skipped and say so.

Makes the laws' histories and the crossed histories of the batch engine importable here.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kaohe.engine.engines import is_installed

TESTS = Path(__file__).parents[2]
sys.path[:0] = [str(TESTS / "laws"), str(TESTS / "engine/batch")]


@pytest.fixture(autouse=True)
def installed(request: pytest.FixtureRequest) -> None:
    if not is_installed("stream") and request.module.__name__.rpartition(".")[2] != "test_not_installed":
        pytest.skip("durable-rules is not installed: it comes as source and needs a C compiler")
