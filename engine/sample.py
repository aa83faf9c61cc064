"""A seeded sample of whole matters: for checks that cannot look at every case.

Matters are drawn whole, with all cases that links connect; what is about units and leaders only is
always kept, since it is little and belongs to no case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

from kaohe.engine.event import Event
from kaohe.engine.form import links
from kaohe.engine.links import matters
from kaohe.rules.record import record
from kaohe.rules.vocabulary import Vocabulary


@record
class Sample:
    """``events`` in the order they came; ``matters`` drawn of how many (``of``); ``seed`` None: all."""

    events: Sequence[Event]
    matters: int
    of: int
    seed: int | None


def sample(events: Sequence[Event], vocabulary: Vocabulary, most: int, seed: int) -> Sample:
    """All events if they are at most ``most``; otherwise whole matters, drawn by ``seed``, up to that many.

    The same events and seed give the same matters, in whatever order the events come.
    """
    roots = matters(links(events, vocabulary), {}).root
    size = Counter(roots(event.case) for event in events if event.case is not None)
    if len(events) <= most:
        return Sample(events, len(size), len(size), None)
    room = most - (len(events) - size.total())
    drawn: set[str] = set()
    for matter in sorted(size, key=lambda matter: _lot(matter, seed)):
        room -= size[matter]
        if room < 0:
            break
        drawn.add(matter)
    kept = tuple(event for event in events if event.case is None or roots(event.case) in drawn)
    return Sample(kept, len(drawn), len(size), seed)


def _lot(matter: str, seed: int) -> bytes:
    return blake2b(f"{seed}/{matter}".encode(), digest_size=8).digest()
