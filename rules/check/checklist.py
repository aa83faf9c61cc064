"""``checklist``: named things that a unit, leader or case has or lacks (P28)."""

from __future__ import annotations

from kaohe.rules.check.formed import Formed, Worth
from kaohe.rules.check.ground import NUMBER, Ground, Judged
from kaohe.rules.check.over import Rows, rows_from, truth
from kaohe.rules.check.spot import Spot
from kaohe.rules.document.policy import ChecklistShape, ClauseShape
from kaohe.rules.document.policy import Item as ItemShape
from kaohe.rules.expression.tree import Expression
from kaohe.rules.policy import Checklist, Item


def checklist_from(shape: ClauseShape, spot: Spot, ground: Ground) -> Formed | None:
    assert shape.checklist is not None
    asked, here = shape.checklist, spot / "checklist"
    rows = rows_from(asked.over, asked.where, here, ground, all_time=asked.all_time, asked=None)
    if rows is None:
        return None
    items = [_item(str(name), item, rows, ground) for name, item in asked.items.items()]
    if not items:
        ground.findings.refuse("policy.empty", (here / "items").place, key="items")
    missing, present = (_points(asked, key, rows, here, ground) for key in ("missing", "present"))
    sound = tuple(item for item in items if item is not None)
    written = sum(points is not None for points in (asked.missing, asked.present))
    worths = tuple(worth for worth in (missing, present) if worth is not None)
    if len(sound) < len(items) or len(worths) < written or not items:
        return None
    form = Checklist(rows.over, rows.where, asked.all_time, sound, _value(missing), _value(present))
    judged: Judged | None = {"units": "unit", "leaders": "leader"}.get(asked.over)  # type: ignore[assignment]
    return Formed(form, judged, rows.scope, rows.guards, worths=worths, cases=asked.over == "cases")


def _value(worth: Worth | None) -> Expression | None:
    return None if worth is None else worth.value


def _item(name: str, shape: ItemShape | str, rows: Rows, ground: Ground) -> Item | None:
    text = shape.pass_ if isinstance(shape, ItemShape) else shape
    passes = truth(text, rows, ground)
    return None if passes is None else Item(name, str(shape.title) if isinstance(shape, ItemShape) else name, passes)


def _points(asked: ChecklistShape, key: str, rows: Rows, spot: Spot, ground: Ground) -> Worth | None:
    shape = getattr(asked, key)
    if shape is None:
        return None
    points = ground.expression(shape.points, rows.scope, NUMBER, guards=rows.guards)
    return None if points is None else Worth(points, (spot / key).place_of(shape.points))
