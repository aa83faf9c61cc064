"""A run with a roster over events that misspell a unit."""

from kaohe.scoring.job import prepare
from kaohe.scoring.run_files import Inputs


def found(desk):
    return prepare(Inputs(desk.home, (desk.home / "slips.jsonl",), desk.home / "roster.yaml")).problems
