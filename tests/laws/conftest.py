"""Makes the generators importable for this room's tests, and gives each law its way of being asked."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from holding import ASKED, Holds


@pytest.fixture
def holds(request: pytest.FixtureRequest) -> Holds:
    """Asks a law of many cases and counts what could have broken it: see ``holding``."""
    return Holds(f"{request.path.stem}::{request.node.name}")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """When so many cases are asked for, only laws about made-up cases have more of them."""
    mine = [item for item in items if item.path.parent == Path(__file__).parent]
    settled = [item for item in mine if "holds" not in getattr(item, "fixturenames", ())] if ASKED else []
    if settled:
        config.hook.pytest_deselected(items=settled)
        items[:] = [item for item in items if item not in settled]
