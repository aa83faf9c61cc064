"""A run is pointed at a folder into which nothing was imported."""

from kaohe.scoring.inputs import Inputs
from kaohe.scoring.job import prepare


def found(desk):
    (desk.home / "empty").mkdir()
    return prepare(Inputs(desk.home, (desk.home / "empty",))).problems
