"""Faces of cells. Grades differ by hatching and weight too, so that a black-and-white print keeps them apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kaohe.reports.words import Lang

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

    from kaohe.reports.workbook.page import Column

FACES: Mapping[Lang, tuple[str, str]] = {"zh": ("宋体", "黑体"), "en": ("Arial", "Arial")}
"""Of text and of headings."""
INK, RULE = "#1F2A37", "#9AA5B1"
_LEFT: Mapping[str, Any] = {"align": "left", "valign": "vcenter"}
_RIGHT: Mapping[str, Any] = {"align": "right", "valign": "vcenter"}
_MIDDLE: Mapping[str, Any] = {"align": "center", "valign": "vcenter"}
_HOLDS: Mapping[str, Mapping[str, Any]] = {
    "text": _LEFT,
    "wrapped": {**_LEFT, "text_wrap": True},
    "code": {**_LEFT, "num_format": "@"},
    "points": _RIGHT,
    "total": {**_RIGHT, "bold": True},
    "count": {**_RIGHT, "num_format": "#,##0_ "},
    "number": {**_RIGHT, "num_format": "#,##0.######_ "},
    "percent": {**_RIGHT, "num_format": "0.00%_ "},
    "day": {**_MIDDLE, "num_format": "yyyy-mm-dd"},
    "mark": _MIDDLE,
    "answer": {**_MIDDLE, "bg_color": "#FFF8E1", "locked": False, "num_format": "@"},
}
"""``answer`` is what somebody fills in: the one face that is not locked."""
_NAMED: Mapping[str, Mapping[str, Any]] = {
    "grade0": {**_MIDDLE, "bold": True, "bg_color": "#BFE3C6"},
    "grade1": {**_MIDDLE, "pattern": 18, "fg_color": "#3C6E9E", "bg_color": "#E3EEF8"},
    "grade2": {**_MIDDLE},
    "grade3": {**_MIDDLE, "bold": True, "italic": True, "pattern": 14, "fg_color": "#E3A79C", "bg_color": "#FBE9E5"},
    "mark-reported": {**_MIDDLE, "font_color": "#1F5C3A"},
    "mark-zero_reported": {**_MIDDLE, "font_color": "#3C6E9E"},
    "mark-silent": {**_MIDDLE, "bold": True, "bg_color": "#F6C9C0", "pattern": 1},
    "withheld": {**_MIDDLE, "font_color": "#6B7785"},
    "none": {**_MIDDLE, "font_color": "#6B7785"},
}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook, lang: Lang) -> None:
        self._book, (self._body, self._head) = book, FACES[lang]
        self._made: dict[tuple[str, int, bool], Format] = {}

    def cell(self, column: Column, *, above: bool = False) -> Format:
        """The format of a column's cells; ``above``: with a line over it."""
        return self._of(column.holds, column.places, above=above)

    def named(self, face: str, *, above: bool = False) -> Format:
        return self._of(face, 0, above=above)

    def _of(self, face: str, places: int, *, above: bool) -> Format:
        key = (face, places, above)
        if key not in self._made:
            says = dict(_NAMED[face] if face in _NAMED else _HOLDS[face])
            if face in ("points", "total"):
                says["num_format"] = "#,##0" + ("." + "0" * places if places else "") + "_ "
            top = {"top": 2, "top_color": INK} if above else {}
            self._made[key] = self._book.add_format({**self._base(), **says, **top})
        return self._made[key]

    def _base(self) -> dict[str, Any]:
        return {"font_name": self._body, "font_size": 10, "border": 1, "border_color": RULE, "font_color": INK}

    def plain(self, **says: Any) -> Format:
        """A format outside the table."""
        return self._book.add_format({"font_name": self._body, "font_size": 10, "font_color": INK, "valign": "vcenter", **says})

    def heading(self, **says: Any) -> Format:
        return self._book.add_format({"font_name": self._head, "font_color": INK, "valign": "vcenter", **says})

    def table_head(self) -> Format:
        return self.heading(
            font_size=10, align="center", text_wrap=True, bg_color="#DCE6F1", border=1, border_color=RULE, bottom=2, bottom_color=INK
        )
