"""The column to keep the place by is not selected."""

import sqlite3

from kaohe.engine.pull.pull import Wanted, pull
from kaohe.workbench.importing import readied


def found(desk):
    with sqlite3.connect(desk.home / "cases.db") as cases:
        cases.execute("CREATE TABLE cases (编号, 登记日期, 来源, 责任单位, changed)")
        cases.execute("INSERT INTO cases VALUES ('A1', '2021-03-01', '初信初访', 'north', 'yesterday')")
    cases.close()
    ready = readied(desk.home / "mapping.yaml")
    query = desk.home / "view.sql"
    query.write_text("SELECT 编号, 登记日期, 来源, 责任单位 FROM cases\n", encoding="utf-8")
    wanted = Wanted(f"sqlite:///{desk.home}/cases.db", query, watermark="changed_at")
    return pull(wanted, ready.mapping, ready.vocabulary, desk.root / "events").report.problems
