"""Units and leaders that events name and the roster does not know: a slip of the pen moves points nowhere.

    strangers(roster, events, vocabulary)   each once, with the first event that names it

A roster made of the events themselves knows everybody. Whoever the roster has had at any time is no stranger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from kaohe.engine.event import Event
from kaohe.engine.roster import OfficeKind, Roster
from kaohe.engine.roster_from_events import named_in
from kaohe.rules.nearest import nearest
from kaohe.rules.problem import Problem, problem
from kaohe.rules.record import record
from kaohe.rules.vocabulary import Vocabulary

_KINDS: tuple[OfficeKind, ...] = ("unit", "leader")
First = Callable[[OfficeKind, AbstractSet[str]], Mapping[str, str]]
"""(kind of office, ids) -> the first event in the order of import that names each of them."""


@record
class Stranger:
    """An id that the roster lacks. ``event`` is the first event in the order of import that names it; ``near``
    the roster's id that is most like it, empty when none is.
    """

    kind: OfficeKind
    id: str
    event: str
    near: str


def strangers(roster: Roster, events: Sequence[Event], vocabulary: Vocabulary) -> tuple[Stranger, ...]:
    """Everybody unknown, units first, by id."""
    named = {kind: _named(kind, events, vocabulary) for kind in _KINDS}
    return strangers_among(roster, named, lambda kind, wanted: _first(kind, wanted, events, vocabulary))


def strangers_among(roster: Roster, named: Mapping[OfficeKind, AbstractSet[str]], first: First) -> tuple[Stranger, ...]:
    """The same of those whom events name; ``first`` finds the first event that names each."""
    if roster.implied:
        return ()
    known: Mapping[OfficeKind, AbstractSet[str]] = {"unit": set(roster.units), "leader": _leaders(roster)}
    return tuple(each for kind in _KINDS for each in _found(kind, named[kind] - known[kind], sorted(known[kind]), first))


def stranger_problems(roster: Roster, events: Sequence[Event], vocabulary: Vocabulary) -> tuple[Problem, ...]:
    """The same, as they are told."""
    return worded(strangers(roster, events, vocabulary))


def worded(found: Iterable[Stranger]) -> tuple[Problem, ...]:
    """What is told of them."""
    return tuple(problem("roster.stranger", kind=each.kind, id=each.id, event=each.event, near=each.near) for each in found)


def _named(kind: OfficeKind, events: Sequence[Event], vocabulary: Vocabulary) -> set[str]:
    """Ids of that kind of office in the events, from columns where they are kept as such."""
    if not isinstance(events, tuple | list):
        from kaohe.engine.events import Events
        from kaohe.engine.roster_from_columns import named_in_columns

        assert isinstance(events, Events), "events are a tuple, a list or columns"
        return named_in_columns(kind, events, vocabulary)
    return named_in(kind, events, vocabulary)


def _leaders(roster: Roster) -> set[str]:
    return {tenure.leader for tenure in roster.tenures}


def _found(kind: OfficeKind, ids: AbstractSet[str], known: Sequence[str], first: First) -> Iterator[Stranger]:
    events = first(kind, ids) if ids else {}
    for each in sorted(ids):
        yield Stranger(kind, each, events.get(each, ""), nearest(each, known))


def _first(kind: OfficeKind, wanted: AbstractSet[str], events: Sequence[Event], vocabulary: Vocabulary) -> dict[str, str]:
    """The first event that names each; no further than needed."""
    found: dict[str, str] = {}
    for event in events:
        for name in named_in(kind, (event,), vocabulary) & wanted:
            found.setdefault(name, event.id)
        if len(found) == len(wanted):
            break
    return found
