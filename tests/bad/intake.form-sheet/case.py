"""A unit names a sheet after the month."""

from runpy import run_path


def edit(pages):
    pages["召开会议（3月）"] = [*pages.pop("召开会议"), ["2021-03-01", "是", "1"]]


def found(desk):
    return run_path(str(desk.home / "form_case.py"))["found"](desk, edit)
