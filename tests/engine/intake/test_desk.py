"""A query over files of events: what it leaves, and a key pressed while it works."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.engine.intake.desk import desk


def test_a_key_pressed_during_a_query_is_a_key_pressed(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), desk(tmp_path / "events.parquet"):
        raise RuntimeError("Query interrupted")
    with pytest.raises(RuntimeError, match="another fault"), desk(tmp_path / "events.parquet"):
        raise RuntimeError("another fault")
    assert list(tmp_path.iterdir()) == []
