"""The batch engine: the meaning of the policy at the speed of columns.

    column, calendar_days, offices    exact values, days and the roster as arrays
    board                             events as rows, places from which to look at them
    evaluate, history, operators      expression + positions -> column
    on, deadline, tally, gates, frequency, named    masks, clocks, groups
    replay                            a run, and which of its clauses ran on columns

A construct that columns do not know, or where they cannot be sure, is left to ``engine.meaning``
clause by clause. ``vectorised(policy)`` says beforehand which clauses run on columns, ``told`` afterwards.
"""

from __future__ import annotations

from kaohe.engine.batch.promise import vectorised
from kaohe.engine.batch.replay import Told, replay, told

__all__ = ["Told", "replay", "told", "vectorised"]
