"""Events beyond memory, or for several processes: laid out on disk in parts that are judged one by one.

    shares              files -> shares that several may read
    keys, clusters      ids as numbers, ranges of ids, cases tied by links
    scout, route        narrow columns -> a plan; every row -> its part, or the head
    spool               rows on their way: what is said, and no more
    crew                several processes; one that dies, and its task once more: from scouting to writing
    bind                partials on shelves, and the run put together from them
    head                the head of a run in parts, of the rows that are its own
    replay              the driver: lay out, head, parts, merge
    sort                the events by case, for the copy that a run keeps

The ledger is not in order yet when it is handed on: its pieces are put in order, filed and bundled by the same crew
when scoring first asks about them (``engine.stored``).
"""

from __future__ import annotations

from kaohe.engine.batch.disk.crew import Died, Hands
from kaohe.engine.batch.disk.replay import Spread, lost, roster_of, spread, told
from kaohe.engine.batch.disk.route import first_naming
from kaohe.engine.batch.disk.sort import by_case

__all__ = ["Died", "Hands", "Spread", "by_case", "first_naming", "lost", "roster_of", "spread", "told"]
