"""An event asked about by its id: whether it counts as it is, what it corrects, by what it was corrected.

Of events that were withdrawn, and of corrections themselves, no stream of a case tells: they are found among
all that was delivered.
"""

from __future__ import annotations

from typing import Literal

from kaohe.engine.correct import recorded, standing
from kaohe.engine.event import Event
from kaohe.engine.event_search import events_called
from kaohe.engine.progress import Progress
from kaohe.rules.policy import Policy
from kaohe.rules.record import record
from kaohe.scoring.stored_run import Stored

Stand = Literal["stands", "amended", "voided", "amends", "voids", "idle", "later"]
"""``amends``, ``voids``: a correction that decides what counts; ``idle``: one that changes nothing; ``later``: recorded
after what the run was to know.
"""


@record
class EventTrace:
    """``target`` is what the event corrects (None: nothing, or what nobody delivered), ``by`` what corrects it as far as
    the run was to know, in order of ids. ``about`` is whom to ask about: its case, else its unit or leader; None: it names none.
    """

    event: Event
    stand: Stand
    target: Event | None
    by: tuple[Event, ...]
    about: str | None
    known: bool = True


def event_traced(stored: Stored, policy: Policy, id_: str, progress: Progress | None = None) -> EventTrace | None:
    """What became of the event of that id; None: no event is called so."""
    told = events_called(stored.events, policy.vocabulary, policy.timezone, id_, progress)
    named = {event.id: event for event in reversed(told)}
    if id_ not in named:
        return None
    event = named[id_]
    target = named.get(event.amends or event.voids or "")
    by = tuple(named[each] for each in sorted(named) if id_ in (named[each].amends, named[each].voids) and _is_known(named[each], stored))
    told_by = next((each for each in (event, target) if each is not None and (each.case or each.unit or each.leader)), event)
    return EventTrace(event, _stand(event, told, stored, policy), target, by, told_by.case or told_by.unit or told_by.leader)


def _is_known(event: Event, stored: Stored) -> bool:
    """Whether the run was to know of it."""
    known_at: int | None = stored.receipt["known_at"]
    return known_at is None or recorded(event) <= known_at


def _stand(event: Event, told: tuple[Event, ...], stored: Stored, policy: Policy) -> Stand:
    known_at: int | None = stored.receipt["known_at"]
    if not _is_known(event, stored):
        return "later"
    found = standing(told, policy.vocabulary, known_at)
    if event.amends is None and event.voids is None:
        return "voided" if event.id in found.voided else "amended" if event.id in found.amended else "stands"
    without = standing((each for each in told if each.id != event.id), policy.vocabulary, known_at)
    if without.events == found.events:
        return "idle"
    return "voids" if event.amends is None else "amends"
