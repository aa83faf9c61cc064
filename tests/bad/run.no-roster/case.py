"""A run over events alone: no roster is given."""

from kaohe.scoring.inputs import Inputs
from kaohe.scoring.job import prepare


def found(desk):
    return prepare(Inputs(desk.home, (desk.home / "events.jsonl",))).problems
