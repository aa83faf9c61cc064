"""A unit writes 无 where only a tick is a zero report."""

from runpy import run_path


def edit(pages):
    pages["零报告"][2][3] = "无"


def found(desk):
    return run_path(str(desk.home / "form_case.py"))["found"](desk, edit)
