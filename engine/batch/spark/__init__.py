"""The batch engine on Spark: the same parts, judged by the same function wherever there is room for one.

    session     a Spark session, ours or the one that ``spark-submit`` brings
    frames      event files of any store that Spark reads -> canonical columns, a batch at a time
    parcels     what tasks hand on: bytes that Spark carries and does not look into
    replay      the driver: scout, route, head, parts (``mapInArrow``), merge

Only what crosses between machines is made here. Which cases hang together, where a row goes, what a part
says and how parts become a run is ``batch.disk``'s and ``batch``'s, and the same for every driver.
"""

from __future__ import annotations

from kaohe.engine.batch.spark.frames import Source, flaws, sources
from kaohe.engine.batch.spark.replay import Cast, roster_of, spread, told
from kaohe.engine.batch.spark.session import NoSession, Session, session

__all__ = ["Cast", "NoSession", "Session", "Source", "flaws", "roster_of", "session", "sources", "spread", "told"]
