"""Where the event of an entry stands: the plain meaning asks for a few, so few are looked up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kaohe.engine.batch.board import Board
from kaohe.engine.batch.column import Ints
from kaohe.engine.stream import Stream

Place = tuple[Stream, int]


class Places:
    """As the mapping that ``meaning.reversal.place_of`` keeps: event id -> stream and place in it."""

    def __init__(self, boards: Sequence[Board]) -> None:
        self._boards = boards
        self._rows: dict[str, tuple[Board, int]] = {}
        self._complete = False

    def note(self, board: Board, rows: Ints) -> None:
        """These are going to be asked for."""
        for event, row in zip(board.ids(rows).to_pylist(), rows.tolist(), strict=True):
            self._rows[event] = (board, row)

    def get(self, event: str) -> Place | None:
        """Where an event stands; None: in no scored stream of this kind."""
        if event not in self._rows and not self._complete:
            for board in self._boards:
                self.note(board, np.arange(len(board), dtype=np.int64))
            self._complete = True
        if event not in self._rows:
            return None
        board, row = self._rows[event]
        number = int(board.stream[row])
        return board.stream_of(number), row - int(board.begins[number])
