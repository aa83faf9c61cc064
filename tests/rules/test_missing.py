"""Of a path that leads nowhere, the one that was meant is named, if something stands there."""

from pathlib import Path

import pytest

from kaohe.rules.missing import meant


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("tonglin", "tongling"),
        ("tonglin/policy.yaml", "tongling/policy.yaml"),
        ("tongling/polcy.yaml", "tongling/policy.yaml"),
        ("tonglin/polcy.yaml", ""),
        ("elsewhere", ""),
        ("elsewhere/at/all", ""),
    ],
)
def test_the_first_step_that_leads_nowhere_is_put_right(asked: str, expected: str, tmp_path: Path) -> None:
    """Only one step is: two slips are more than a guess."""
    (tmp_path / "tongling").mkdir()
    (tmp_path / "tongling" / "policy.yaml").touch()
    assert meant(tmp_path / asked) == (str(tmp_path / expected) if expected else "")
