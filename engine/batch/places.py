"""Where the event of an entry stands: the plain meaning asks for a few, so few are looked up."""

from __future__ import annotations

import numpy as np

from kaohe.engine.batch.board import Board
from kaohe.engine.batch.column import Ints
from kaohe.engine.stream import Stream

Place = tuple[Stream, int]


class Places:
    """As the mapping that ``meaning.reversal.place_of`` keeps: event id -> stream and place in it."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._rows: dict[str, int] = {}
        self._complete = False

    def note(self, rows: Ints) -> None:
        """These are going to be asked for."""
        self._rows.update(zip(self._board.ids(rows).to_pylist(), rows.tolist(), strict=True))

    def get(self, event: str) -> Place | None:
        """Where an event stands; None: in no scored stream of this kind."""
        row = self._rows.get(event)
        if row is None and not self._complete:
            self.note(np.arange(len(self._board), dtype=np.int64))
            self._complete = True
            row = self._rows.get(event)
        if row is None:
            return None
        number = int(self._board.stream[row])
        return self._board.stream_of(number), row - int(self._board.begins[number])
