"""What is known of the texts of one slot: each distinct text is turned and read once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kaohe.engine.event_row import Slot
from kaohe.engine.event_table import KEPT
from kaohe.engine.event_value import Moment, Read, Refused
from kaohe.engine.intake.plan import Cell
from kaohe.engine.intake.table.cell_text import LONG_NUMBER

_REMEMBERED = 65_536
"""Texts whose verdict is kept from one piece of a file to the next."""
_PLAIN_ID = r"^[A-Za-z0-9_.-]{1,64}$"
_ELEVEN_DIGITS = r"(?:\d[^\d]*){11}"

_CUT_NUMBER = re.compile(r"\d(?:\.\d+)?[Ee]\+\d{1,3}\Z", re.ASCII)
"""What a spreadsheet writes for a number that it could not keep whole: ``3.30102E+17``."""

Positions = np.ndarray[Any, np.dtype[np.int64]]


class Verdicts:
    """The values of one slot, as columns. ``guarded``: the vocabulary forbids patterns of its own.
    ``foreign``: the file may have been through a spreadsheet.
    """

    def __init__(self, slot: Slot, cell: Cell, *, guarded: bool, foreign: bool) -> None:
        self.slot, self.cell = slot, cell
        self._may_be_cut = foreign and slot.storage in ("id", "code", "list")
        self._known: dict[str, Read] = {}
        self._may_skip = slot.storage == "id" and cell.plain and not guarded

    def of(self, texts: pa.Array) -> tuple[dict[str, pa.Array], list[tuple[Positions, Refused]]]:
        """The columns that the slot fills, and where which texts were refused (their values are missing)."""
        if self._may_skip and _are_plain_ids(texts):
            return {self.slot.name: texts}, []
        coded = texts.dictionary_encode()
        verdicts = [self._verdict(text) for text in coded.dictionary.to_pylist()]
        self._forget()
        columns = {name: array.take(coded.indices) for name, array in self._stored(verdicts)}
        return columns, list(_refused(verdicts, coded.indices))

    def _verdict(self, text: str) -> Read:
        if text not in self._known:
            self._known[text] = self._judged(text)
        return self._known[text]

    def _judged(self, text: str) -> Read:
        if self._may_be_cut and _CUT_NUMBER.match(text):
            return LONG_NUMBER
        turned = self.cell.turned(text)
        return self.slot.read(turned) if isinstance(turned, str) else turned

    def _forget(self) -> None:
        if len(self._known) > _REMEMBERED:
            self._known.clear()

    def _stored(self, verdicts: list[Read]) -> Iterator[tuple[str, pa.Array]]:
        if self.slot.storage == "moment":
            moments = [verdict if isinstance(verdict, Moment) else None for verdict in verdicts]
            yield "at", pa.array([moment and moment.at for moment in moments], KEPT["instant"].type)
            yield "dated", pa.array([moment and moment.dated for moment in moments], pa.bool_())
            return
        kept = KEPT[self.slot.storage]
        absent = (None, ())
        values = [None if isinstance(one, Refused) or one in absent else kept.put(one) for one in verdicts]
        yield self.slot.name, pa.array(values, kept.type)


def _are_plain_ids(texts: pa.Array) -> bool:
    """Whether all are short runs of letters, digits, ``_``, ``.``, ``-`` without eleven digits: nothing that
    readers would refuse or encode. Looked at as a column, because ids are nearly all distinct.
    """
    plain = pc.match_substring_regex(texts, _PLAIN_ID)
    if not pc.all(plain).as_py():
        return bool(len(texts) == texts.null_count)
    return not pc.any(pc.match_substring_regex(texts, _ELEVEN_DIGITS)).as_py()


def _refused(verdicts: list[Read], indices: pa.Array) -> Iterator[tuple[Positions, Refused]]:
    """Where the texts of each refused verdict stand."""
    reasons: dict[Refused, list[int]] = {}
    for code, verdict in enumerate(verdicts):
        if isinstance(verdict, Refused):
            reasons.setdefault(verdict, []).append(code)
    codes = np.asarray(indices.fill_null(-1)) if reasons else np.empty(0, np.int64)
    for reason, which in reasons.items():
        yield np.flatnonzero(np.isin(codes, which)), reason
