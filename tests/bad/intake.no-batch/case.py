"""A run is pointed at a folder into which nothing was imported."""

from kaohe.scoring.job import prepare
from kaohe.scoring.run_files import Inputs


def found(desk):
    (desk.home / "empty").mkdir()
    return prepare(Inputs(desk.home, (desk.home / "empty",))).problems
