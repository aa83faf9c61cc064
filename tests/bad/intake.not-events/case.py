"""What a case system exported is given to a run as if it were events."""

from kaohe.engine.event_file import read_events


def found(desk):
    export = desk.home / "export.csv"
    export.write_text("编号,登记日期,责任单位\nA1,2021-03-01,north\n", encoding="utf-8")
    return read_events([export], desk.vocabulary(), "Asia/Shanghai").problems
