"""The clocks of a deadline as rows of the ledger's clocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from kaohe.engine.batch.clocks import FINISH, HOW, NO_LIMIT, RUNNING
from kaohe.engine.batch.column import Ints
from kaohe.engine.batch.due import NONE, Due
from kaohe.engine.batch.fields import EPOCH
from kaohe.engine.batch.outcomes import Outcomes
from kaohe.engine.batch.pauses import NEVER
from kaohe.engine.ledger import Clock
from kaohe.engine.ledger_file import CLOCKS

_OUTCOMES = ("on_time", "lapsed", "restarted", "open", "late", "suspended", "finished")
_LATE, _SUSPENDED, _FINISHED = 4, 5, 6


def clock_table(due: Due, became: Outcomes, plain: Mapping[int, Clock | None]) -> pa.Table:
    """A row for every clock, in order of opening; ``plain`` are those that stand as they are (None: none)."""
    kept = np.ones(len(due.clocks), bool)
    kept[list(plain)] = False
    table = _by_columns(due, became)
    if not plain:
        return table
    own = CLOCKS.table([clock for clock in plain.values() if clock is not None])
    numbers = [number for number, clock in plain.items() if clock is not None]
    order = np.argsort(np.concatenate([np.flatnonzero(kept), np.array(numbers, np.int64)]), kind="stable")
    return pa.concat_tables([table.filter(pa.array(kept)), own]).take(pa.array(order))


def _by_columns(due: Due, became: Outcomes) -> pa.Table:
    board, clocks = due.board, due.clocks
    streams = board.names(board.stream[clocks.place]).cast(pa.string())
    no_due, running, size = due.due == NONE, clocks.end < 0, len(clocks)
    end_day = board.day[np.maximum(clocks.end, 0)] if len(board) else clocks.end
    late_by = np.maximum(became.until - due.due, 1)
    columns: dict[str, Any] = {
        "clause": _all(due.clause.id, size),
        "case": streams if board.kind == "case" else pa.nulls(size, pa.string()),
        "start": board.ids(clocks.place),
        "started": _days(board.day[clocks.place], None),
        "due": _days(due.due, no_due),
        "due_at": pa.array(due.due_at, mask=~due.in_hours | no_due).cast(CLOCKS.schema.field("due_at").type),
        "end": board.ids(clocks.end),
        "ended": _days(end_day, running),
        "outcome": _outcomes(due, became),
        "extensions": _approvals(due, refused=False),
        "refused": _approvals(due, refused=True),
        "pauses": _pauses(due),
        "late_by": pa.array(late_by, mask=~became.late),
        "stream": _streams(board.kind, streams),
    }
    return pa.table([columns[name] for name in CLOCKS.schema.names], CLOCKS.schema)


def _all(text: str, size: int) -> pa.Array:
    return pa.array([text], pa.string()).take(pa.array(np.zeros(size, np.int64)))


def _days(ordinals: Ints, missing: Any) -> pa.Array:
    return pa.array((ordinals - EPOCH).astype(np.int32), pa.int32(), mask=missing).cast(pa.date32())


def _outcomes(due: Due, became: Outcomes) -> pa.Array:
    """As ``meaning.lateness.outcome`` says."""
    how = due.clocks.how
    found = np.where((how == FINISH) & (due.clocks.unit == NO_LIMIT), _FINISHED, how)
    found = np.where(became.late, _LATE, np.where(became.suspended, _SUSPENDED, found))
    return pa.array(_OUTCOMES, pa.string()).take(pa.array(found))


def _streams(kind: str, names: pa.Array) -> pa.ListArray:
    """``[kind, id]``."""
    size = len(names)
    both = pa.concat_arrays([pa.array([kind], pa.string()), names])
    turn = np.stack([np.zeros(size, np.int64), np.arange(1, size + 1)], axis=1).reshape(-1)
    return pa.ListArray.from_arrays(pa.array(np.arange(0, 2 * size + 1, 2), pa.int32()), both.take(pa.array(turn)))


def _approvals(due: Due, *, refused: bool) -> pa.ListArray:
    lists = {
        number: due.board.ids(np.array([e.row for e in moved.approvals if (e.refused is not None) == refused], np.int64)).to_pylist()
        for number, moved in due.moved.items()
        if moved.approvals
    }
    return _lists(len(due.clocks), lists, pa.string())


def _pauses(due: Due) -> pa.ListArray:
    day = due.board.day
    lists = {
        number: [
            {
                "from": pause.first - EPOCH, "to": None if pause.until == NEVER else pause.until - EPOCH,
                "began": due.board.ids(np.array([pause.begins]))[0].as_py(),
                "ended": due.board.ids(np.array([pause.ends]))[0].as_py(),
            }
            for pause in moved.pauses
        ]
        for number, moved in due.moved.items()
        if moved.pauses and len(day)
    }  # fmt: skip
    return _lists(len(due.clocks), lists, CLOCKS.schema.field("pauses").type.value_type)


def _lists(size: int, lists: Mapping[int, Sequence[Any]], of: pa.DataType) -> pa.ListArray:
    """A list for each row, empty for most."""
    sizes = np.zeros(size + 1, np.int64)
    values: list[Any] = []
    for number in sorted(lists):
        sizes[number + 1] = len(lists[number])
        values += lists[number]
    return pa.ListArray.from_arrays(pa.array(np.cumsum(sizes), pa.int32()), pa.array(values, of))


assert HOW == ("finish", "lapse", "restart"), "the first four outcomes are what became of clocks in time"
assert len(HOW) == RUNNING
