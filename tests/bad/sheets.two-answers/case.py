"""Confirmed in one row, disputed in another."""

from runpy import run_path


def found(desk):
    sheet = run_path(str(desk.home / "sheet_case.py"))
    return sheet["found"]({}, {"agreed": "", "disputed": "√", "ground": "分值有误"})
