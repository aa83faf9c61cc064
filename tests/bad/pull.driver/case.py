"""A kind of database for which no driver is installed."""

from kaohe.engine.pull.pull import Wanted, pull
from kaohe.workbench.importing import readied


def found(desk):
    ready = readied(desk.home / "mapping.yaml")
    query = desk.home / "view.sql"
    query.write_text("SELECT 1\n", encoding="utf-8")
    wanted = Wanted("oracle+oracledb://reader@db/cases", query)
    return pull(wanted, ready.mapping, ready.vocabulary, desk.root / "events").report.problems
