"""A ground of the unit's own."""

from runpy import run_path


def found(desk):
    sheet = run_path(str(desk.home / "sheet_case.py"))
    return sheet["found"]({"agreed": "", "disputed": "√", "ground": "不公平"})
