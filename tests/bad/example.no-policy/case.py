"""Examples that stand in a folder without a policy."""

from dataclasses import replace

from kaohe.rules.place import Place
from kaohe.workbench.checking import check_paths


def found(desk):
    alone = desk.root / "alone"
    alone.mkdir()
    cases = (desk.home / "cases.yaml").read_text(encoding="utf-8")
    (alone / "cases.yaml").write_text(cases, encoding="utf-8")
    return [replace(one, place=Place("cases.yaml", 1, 1)) for one in check_paths([alone]).problems]
