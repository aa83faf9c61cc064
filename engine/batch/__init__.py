"""The batch engine: the meaning of the policy at the speed of columns.

    standing, repeats, links, order, ground    table -> which rows stand, in which streams, in which order
    texts, fields, column, calendar_days, offices    exact values, ranked texts, days, the roster as arrays
    board, streams    rows and places from which to look at them; events made only where somebody looks
    evaluate, history, operators, known    expression + positions -> column
    on, gates, clocks, pauses, due, outcomes, deadline, rows, tally, frequency    where clauses fire, clocks, groups
    charge, because, ledger, clock_table, named    entries of one pattern many times over, as tables
    found, places, replay    a run: clause by clause, reversals, and which clauses ran on columns

A construct that columns do not know, or where they cannot be sure, is left to ``engine.meaning``
clause by clause. ``vectorised(policy)`` says beforehand which clauses run on columns, ``told`` afterwards.
"""

from __future__ import annotations

from kaohe.engine.batch.promise import vectorised
from kaohe.engine.batch.replay import Told, replay, told

__all__ = ["Told", "replay", "told", "vectorised"]
