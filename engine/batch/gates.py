"""Gates by columns: every item at every event of the gate's kinds that the run's span holds."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from kaohe.engine.batch.board import Board
from kaohe.engine.batch.evaluate import column
from kaohe.engine.batch.on import within
from kaohe.engine.ledger_file import GATES
from kaohe.rules.policy import Gate


def gate_rows(gate: Gate, board: Board) -> pa.Table:
    """As ``meaning.gates.gate_rows``: events in order, at each the items in order."""
    every = board.at_all(gate.kinds)
    positions = every.some(within(board.world.span, every.day) & (every.day <= board.world.as_of.toordinal()))
    rows = positions.row
    passed = [column(item.pass_.tree, positions).true for item in gate.items]
    events = np.repeat(rows, len(gate.items))
    items = pa.array([item.name for item in gate.items], pa.string())
    size = len(events)
    cases = board.names(board.stream[events]).cast(pa.string()) if board.kind == "case" else pa.nulls(size, pa.string())
    columns = {
        "gate": pa.repeat(gate.name, size),
        "item": items.take(pa.array(np.tile(np.arange(len(items)), len(rows)))),
        "case": cases, "event": board.ids(events),
        "passed": pa.array(np.stack(passed, axis=1).reshape(-1) if passed else np.zeros(0, bool)),
    }  # fmt: skip
    return pa.table([columns[name] for name in GATES.schema.names], GATES.schema)
