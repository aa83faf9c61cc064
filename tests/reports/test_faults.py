"""What the system refuses is told in words of the user's, never by a trace and never by a name of ours."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from xlsxwriter.exceptions import FileCreateError

from kaohe.reports.faults import fault_words


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_disk_that_fills_while_a_workbook_is_closed_is_told_as_a_full_disk(lang: str) -> None:
    """XlsxWriter hands on the system's error inside one of its own."""
    told = fault_words(FileCreateError(OSError(errno.ENOSPC, "No space left on device")), lang)  # type: ignore[arg-type]
    assert told is not None
    assert told == fault_words(OSError(errno.ENOSPC, "No space left on device"), lang)  # type: ignore[arg-type]
    assert "—" not in told[0]
    assert "No space" not in told[0]


@pytest.mark.parametrize(
    ("named", "meant"),
    [
        ("runs/.2021.acrdxwpz.part", "runs/2021"),
        ("/a/.north.xlsx.k3l63wf_.part", "/a/north.xlsx"),
        ("out/.sh.3l63wfgy.part/north.xlsx", "out/sh/north.xlsx"),
        ("events/.lock", "events"),
        (".lock", "."),
        ("roster.yaml", "roster.yaml"),
    ],
)
def test_a_missing_right_names_the_file_that_was_meant_not_the_part_of_it(named: str, meant: str) -> None:
    told = fault_words(PermissionError(errno.EACCES, "no", named), "zh")
    assert told is not None
    assert f"`{Path(meant)}`" in told[0]


def test_a_fault_of_ours_has_no_words() -> None:
    assert fault_words(ValueError("no system"), "zh") is None
