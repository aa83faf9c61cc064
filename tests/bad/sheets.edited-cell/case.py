"""The points were changed in place."""

from runpy import run_path


def found(desk):
    sheet = run_path(str(desk.home / "sheet_case.py"))
    return sheet["found"]({"points": "-0.5"})
