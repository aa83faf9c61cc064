"""A run with a roster over events that misspell a unit."""

from kaohe.scoring.inputs import Inputs
from kaohe.scoring.job import prepare


def found(desk):
    return prepare(Inputs(desk.home, (desk.home / "slips.jsonl",), desk.home / "roster.yaml")).problems
