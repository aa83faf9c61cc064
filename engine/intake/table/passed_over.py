"""Rows of a table that are no rows of data: told by their first words, counted, never repeated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Literal

from kaohe.engine.intake.table.grid import Raw, is_empty

Reason = Literal["title", "empty", "total", "note", "heading", "numbering", "declared"]
"""Why a row is passed over: it stands above the heading, is empty, a total, a note below the table, the
heading once more, a row that numbers the columns, or one that the mapping declares.
"""
LOOKED_AT = 3
"""So many cells at the beginning of a row are looked at for these words, whether their columns are read or not."""

TOTAL = (
    r"^\s*(?:[^\s\d:：]{0,12}\s*)?(?:合\s*计|小\s*计|总\s*计|共\s*计|累\s*计)\s*(?:[（(][^（()）]{0,8}[)）])?\s*[:：]?\s*(?:\d+\s*[件批次人个户条]*)?\s*$"
    r"|^\s*共\s*\d+\s*[件批次个户条]\s*$"
)
NOTE = (
    r"^\s*(?:填\s*表|制\s*表|填\s*报|审\s*核|审\s*批|复\s*核|校\s*对|负\s*责|主\s*管|分\s*管|单位\s*负\s*责|统\s*计\s*负\s*责|联\s*系|经\s*办"
    r"|打\s*印|导\s*出|统\s*计|报\s*送|数据|备\s*注|说\s*明|注)[^:：\d]{0,8}[:：]"
    r"|^\s*(?:填表|填报|制表|审核|审批|复核|校对|经办|报送|统计|打印|导出)\s*(?:负责)?(?:人|员|单位|日期|时间)(?:[\s_]|$)"
    r"|^\s*(?:以下空白|以上数据|本表|此表|第\s*\d+\s*页)"
)
_TOTAL, _NOTE = re.compile(TOTAL), re.compile(NOTE)
_LETTERS_OF_COLUMNS = frozenset("甲乙丙丁戊己庚辛壬癸") | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def reason_of(lead: str, declared: Sequence[str] = ()) -> Reason | None:
    """Why a row whose first text is ``lead`` is passed over; None: it is data. ``declared`` are patterns
    such as ``示例*``.
    """
    if any(fnmatchcase(lead, pattern) for pattern in declared):
        return "declared"
    if _TOTAL.match(lead):
        return "total"
    return "note" if _NOTE.match(lead) else None


def is_numbering(cells: Sequence[Raw]) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3 … or 甲, 乙, 1, 2 …"""
    texts = [str(int(one)) if isinstance(one, float) and one.is_integer() else str(one).strip() for one in cells if not is_empty(one)]
    numbers = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 4]
    letters = [text for text in texts if text in _LETTERS_OF_COLUMNS]
    counted = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return len(numbers) >= 2 and counted and len(numbers) + len(letters) == len(texts) >= 3 and numbers[0] <= 2
