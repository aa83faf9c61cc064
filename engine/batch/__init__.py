"""The batch engine: the meaning of the policy at the speed of columns.

    standing, repeats, links, order, ground    table -> which rows stand, in which streams, in which order
    texts, alike, fields, column, calendar_days, offices    ranked texts, places that are alike, exact values, days, the roster as arrays
    board, streams    rows and places from which to look at them; events made only where somebody looks
    evaluate, history, operators, known    expression + positions -> column
    clocks, endings, tapes, pauses, extensions, timeline, due    which clocks run, what ends them, until when
    on, gates, outcomes, delays, deadline, rows, tally, frequency    where clauses fire, what is late, what is counted
    vetoes, reversals, checklist    what vetoes are, what is taken back of entries, which items are there
    charge, because, phrases, ledger, clock_table, named    entries of one pattern many times over, as tables
    desk, found, places, own    the streams on one desk: clause by clause, reversals, who acts across streams
    part      the pure function: complete subjects in, a partial (tables, small records) out
    merge     the head of a run and all that is asked across subjects: partials become one replay
    replay, disk, spark    drivers: in memory; larger than memory or in several processes; on a cluster.
              Every one judges parts by ``part`` and puts them together by ``merge``

    rows as they came ──corrections, links──► standing rows ──by matter──► part ─┐
                                              acts, offices ──────────────► head ─┴─► merge ──► replay

A construct that columns do not know, or where they cannot be sure, is left to ``engine.meaning``
clause by clause. ``vectorised(policy)`` says beforehand which clauses run on columns, ``told`` afterwards.
"""

from __future__ import annotations

from kaohe.engine.batch.merge import Told
from kaohe.engine.batch.promise import vectorised
from kaohe.engine.batch.replay import replay, told

__all__ = ["Told", "replay", "told", "vectorised"]
