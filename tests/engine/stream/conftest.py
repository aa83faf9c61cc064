"""These tests need durable-rules; where it is not installed they are skipped and say so."""

from __future__ import annotations

import pytest

from kaohe.engine.engines import is_installed


@pytest.fixture(autouse=True)
def installed(request: pytest.FixtureRequest) -> None:
    if not is_installed("stream") and request.node.get_closest_marker("without_durable_rules") is None:
        pytest.skip("durable-rules is not installed: it comes as source and needs a C compiler")
