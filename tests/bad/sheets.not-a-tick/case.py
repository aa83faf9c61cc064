"""A sentence where a tick belongs."""

from runpy import run_path


def found(desk):
    sheet = run_path(str(desk.home / "sheet_case.py"))
    return sheet["found"]({"agreed": "基本同意"})
