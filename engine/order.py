"""The order of events: instant, upstream number, place of the kind, id. Never order of arrival (P2).

"Before" and "after" always mean this order. It is total on a set of standing events, because their
ids differ; dated events already stand at the start or end of their local day.
"""

from __future__ import annotations

from collections.abc import Iterable

from kaohe.engine.event import Event
from kaohe.rules.vocabulary import Vocabulary

OrderKey = tuple[int, int, int, str]


def order_key(event: Event, vocabulary: Vocabulary) -> OrderKey:
    """What events are sorted by. Ids compare by code points, which is the order of their UTF-8 bytes."""
    return (event.at, event.seq, vocabulary.kinds[event.kind].place, event.id)


def in_order(events: Iterable[Event], vocabulary: Vocabulary) -> tuple[Event, ...]:
    """The events as every stream holds them."""
    return tuple(sorted(events, key=lambda event: order_key(event, vocabulary)))
