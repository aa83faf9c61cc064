"""The batch engine: the meaning of the policy at the speed of columns.

    told = merged(head, [*(judged(part, given) for part in cut(rows)), head.partial()])

A *matter* is a case and all that are linked to it. The law: however rows are cut, as long as each matter stays
whole and parts ascend, ``told.replay`` is the same, and it is that of ``engine.reference``. So a driver chooses
how to cut and who judges, and nothing else; the one in memory cuts nothing, its head judges everything. The law
is checked by ``tests/engine/batch/test_drivers.py`` (parts of some nine events, two processes, linked cases across
parts) and by the laws of engines (``tests/laws``).

    rows as they came ──cut by matter──► parts ──judged──► partials ─┐
                     └──corrections, acts, offices──► head ──────────┴─merged──► replay

    drivers   replay      in memory, all at once
              disk        larger than memory, or in several processes
              spark       on a cluster
    judged    part        the pure function: complete matters in, a partial out (tables, small records)
    merged    merge       the head of a run, and all that is asked across subjects
    both      desk        streams on one desk: clause by clause, on columns or by the meaning; own: who acts across streams
              found       what clauses wrote; places: where events stand, for the few that are looked up

What a part does, in this order:

    rows stand           standing, repeats; links: in whose matter; order: in which order; streams; ground: all of it
    columns of them      texts as ranks, fields as exact values (column), alike: which places are equal
    places to look from  board: rows and positions; calendar_days, offices: days and the roster as arrays
    expressions          evaluate: expression × positions → column; operators, history (looking back), known (due days)
    clocks               clocks run, endings end them; tapes, pauses, extensions → timeline → due: until when
    where clauses fire   on, gates, checklist; outcomes, delays → deadline; rows → tally; frequency; vetoes
    what is written      charge: to whom; because, phrases → ledger, clock_table, named; reversals: what is taken back

Who cannot answer asks otherwise, always for the same answer:

    raised                   where                                 caught by              what is done then
    OutOfBounds,             the meaning: beyond ±10^18,           columns                ``Unsure``
    UnknownYear              a day without calendar data           ``unscored.judged``    a problem is told, nothing written
                                                                   desk, of a frequency   the part says it does not know
    Unsure                   columns: not exactly, or not at all   evaluate, an operator   fractions, once for equal operands
                                                                   reversals, a clause    the meaning, entry by entry
                                                                   merge, who is bound    the meaning, day by day
                                                                   desk, a clause, gate   the meaning, all of it on that desk
    Together                 merge: a part alone cannot say it     ``scoring``            once more, in memory, in one part
    NoColumn                 ``engine.events``: no column holds    ``scoring``            once more, in memory
                             a value of an event                   replay                 ``engine.reference``, the whole run

``vectorised(policy)`` promises which clauses run on columns (promise), ``told`` says which did.
"""

from __future__ import annotations

from kaohe.engine.batch.merge import Told
from kaohe.engine.batch.promise import vectorised
from kaohe.engine.batch.replay import replay, told

__all__ = ["Told", "replay", "told", "vectorised"]
