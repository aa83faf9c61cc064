"""A file without the hidden sheet."""

from runpy import run_path


def found(desk):
    sheet = run_path(str(desk.home / "sheet_case.py"))
    return sheet["found"](kaohe="ledger")
