"""Gates by columns: every item at every event of the gate's kinds that the run's span holds."""

from __future__ import annotations

import numpy as np

from kaohe.engine.batch.board import Board
from kaohe.engine.batch.evaluate import column
from kaohe.engine.batch.on import within
from kaohe.engine.ledger import GateRow
from kaohe.rules.policy import Gate


def gate_rows(gate: Gate, board: Board) -> tuple[GateRow, ...]:
    """As ``meaning.gates.gate_rows``: events in order, at each the items in order."""
    rows = board.rows_of(gate.kinds)
    day = board.day[rows]
    rows = rows[within(board.world.span, day) & (day <= board.world.as_of.toordinal())]
    positions = board.at_rows(rows)
    passed = [column(item.pass_.tree, positions).true for item in gate.items]
    grid = np.stack(passed, axis=1).tolist() if passed else []
    out: list[GateRow] = []
    events = board.ids(rows).to_pylist()
    cases = board.names(board.stream[rows]).to_pylist() if board.kind == "case" else [None] * len(rows)
    for event, case, results in zip(events, cases, grid, strict=bool(passed)):
        out += [
            GateRow(gate.name, item.name, case, event, result)
            for item, result in zip(gate.items, results, strict=True)
        ]
    return tuple(out)
