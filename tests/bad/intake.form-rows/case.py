"""A day that does not exist."""

from runpy import run_path


def edit(pages):
    pages["召开会议"].append(["2021-02-30", "是", "1"])


def found(desk):
    return run_path(str(desk.home / "form_case.py"))["found"](desk, edit)
