"""The clocks of a deadline as rows of the ledger's clocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from kaohe.engine.batch.calendar_days import EPOCH
from kaohe.engine.batch.clocks import HOW, NO_LIMIT, NONE
from kaohe.engine.batch.column import Ints, Truths
from kaohe.engine.batch.due import Due
from kaohe.engine.batch.endings import FINISH, RUNNING
from kaohe.engine.batch.extensions import COUNTED
from kaohe.engine.batch.order import sums
from kaohe.engine.batch.outcomes import Outcomes
from kaohe.engine.ledger import Clock
from kaohe.engine.ledger_file import CLOCKS

_OUTCOMES = ("on_time", "lapsed", "restarted", "open", "late", "suspended", "finished")
_LATE, _SUSPENDED, _FINISHED = 4, 5, 6


def clock_table(due: Due, became: Outcomes, own: Mapping[int, Clock | None]) -> pa.Table:
    """A row for every clock, in order of opening; ``own`` are those that the plain meaning reckoned (None: none)."""
    kept = np.ones(len(due.clocks), bool)
    kept[list(own)] = False
    table = _by_columns(due, became)
    if not own:
        return table
    single = CLOCKS.table([clock for clock in own.values() if clock is not None])
    numbers = [number for number, clock in own.items() if clock is not None]
    order = np.argsort(np.concatenate([np.flatnonzero(kept), np.array(numbers, np.int64)]), kind="stable")
    return pa.concat_tables([table.filter(pa.array(kept)), single]).take(pa.array(order))


def _by_columns(due: Due, became: Outcomes) -> pa.Table:
    board, clocks = due.board, due.clocks
    streams = board.names(board.stream[clocks.place]).cast(pa.string())
    no_due, running, size = due.due == NONE, clocks.end < 0, len(clocks)
    end_day = board.day[np.maximum(clocks.end, 0)] if len(board) else clocks.end
    late_by = np.maximum(became.until - due.due, 1)
    columns: dict[str, Any] = {
        "clause": pa.repeat(due.clause.id, size),
        "case": streams if board.kind == "case" else pa.nulls(size, pa.string()),
        "start": board.ids(clocks.place),
        "started": _days(board.day[clocks.place], None),
        "due": _days(due.due, no_due),
        "due_at": pa.array(due.due_at, mask=~due.in_hours | no_due).cast(CLOCKS.schema.field("due_at").type),
        "end": board.ids(clocks.end),
        "ended": _days(end_day, running),
        "outcome": _outcomes(due, became),
        "extensions": _approvals(due, due.reached.approvals.reason == COUNTED),
        "refused": _approvals(due, due.reached.approvals.reason != COUNTED),
        "pauses": _pauses(due),
        "late_by": pa.array(late_by, mask=~became.late),
        "stream": _streams(board.kind, streams),
    }
    return pa.table([columns[name] for name in CLOCKS.schema.names], CLOCKS.schema)


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


def _approvals(due: Due, kept: Truths) -> pa.ListArray:
    approvals = due.reached.approvals
    return _lists(len(due.clocks), approvals.owner[kept], due.board.ids(approvals.row[kept]))


def _pauses(due: Due) -> pa.ListArray:
    """Half-open stretches of days, with the events that began and ended them."""
    board, took = due.board, due.took
    begins, ends = due.line.pauses.begins[took.pause], due.line.pauses.ends[took.pause]
    first, until = (board.day[begins], board.day[ends]) if len(board) else (begins, ends)
    columns = {
        "from": _days(first, None), "to": _days(until, ends < 0), "began": board.ids(begins), "ended": board.ids(ends),
    }  # fmt: skip
    type_ = CLOCKS.schema.field("pauses").type.value_type
    values = pa.StructArray.from_arrays([columns[part.name].cast(part.type) for part in type_], fields=list(type_))
    return _lists(len(due.clocks), took.owner, values)


def _lists(size: int, owner: Ints, values: pa.Array) -> pa.ListArray:
    """The values of each of ``size`` owners as a list, empty for most; owners ascend."""
    sizes = np.bincount(owner, minlength=size).astype(np.int64)
    return pa.ListArray.from_arrays(pa.array(sums(sizes), pa.int32()), values)


assert HOW == ("finish", "lapse", "restart"), "the first four outcomes are what became of clocks in time"
assert len(HOW) == RUNNING
