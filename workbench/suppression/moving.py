"""Carrying out a move: a case's events as they would stand on record after it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kaohe.engine.event import Event
from kaohe.engine.event_row import Slots, read_row
from kaohe.engine.meaning.localtime import day_of
from kaohe.engine.roster import Roster
from kaohe.engine.stream import Stream
from kaohe.rules.clock import zone
from kaohe.rules.move import DAY, OFFICE, OTHER, Move, Put
from kaohe.rules.policy import Policy
from kaohe.rules.value import Value

_A_DAY = 86_400_000_000
_DAYS = re.compile(rf"{re.escape(DAY)}(?:\+(\d{{1,4}}))?\Z")


@dataclass(frozen=True, slots=True)
class Ground:
    """What moves are carried out on: the policy with its vocabulary, the offices, and the last day seen."""

    policy: Policy
    roster: Roster
    as_of: date

    def day(self, event: Event) -> date:
        return day_of(event.at, self.policy.timezone)

    def about_case(self, event: Event) -> bool:
        """Whether the event is the case's own: an audit's finding about a unit is no event to drop or to move."""
        return self.policy.vocabulary.kinds[event.kind].about[0] == "case"


def anchor_of(move: Move, stream: Stream, ground: Ground) -> Event | None:
    """The event that the move is about: the last that fits, in the policy's period. None: no such move here.

    What a move only adds, it can add in the period to an older case as well.
    """
    fitting = [event for event in stream.events if _fits(move, event)]
    if not fitting or stream.unopened:
        return None
    last = fitting[-1]
    adds_only = not (move.drop or move.set or move.delay or move.second_number)
    return last if adds_only or ground.policy.period.from_ <= ground.day(last) else None


def _fits(move: Move, event: Event) -> bool:
    return (
        event.kind == move.of
        and all(_written(event.get(name)) in values for name, values in move.where.items())
        and all(event.get(name) is not None for name in move.has)
    )


def _written(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def moved(move: Move, stream: Stream, anchor: Event, ground: Ground) -> tuple[Event, ...]:
    """The case's events after the move, in no particular order."""
    office = office_of(stream, anchor)
    added = [made for put in move.put if (made := put_event(put, anchor, f"+{move.name}", office, ground))]
    kept = [event for event in stream.events if not _dropped(move, event, anchor, ground)]
    if move.drop_later:
        end = max(event.at for event in (anchor, *added))
        kept = [event for event in kept if event.at <= end or not ground.about_case(event)]
    changed = [_restated(move, event) if _fits(move, event) else event for event in kept]
    delayed = list(_delayed(changed, anchor, move.delay, ground)) if move.delay else changed
    return (*_refiled(move, delayed, stream, anchor, ground), *added)


def _dropped(move: Move, event: Event, anchor: Event, ground: Ground) -> bool:
    if not ground.about_case(event):
        return False
    if event.kind == move.of and "any" not in move.drop:
        return event.id == anchor.id and event.kind in move.drop
    return "any" in move.drop or event.kind in move.drop


def _restated(move: Move, event: Event) -> Event:
    """The event with its fields stated otherwise; a value of a flag or enum is written as documents write it."""
    if not move.set:
        return event
    truths = {"true": True, "false": False}
    fields: dict[str, Value] = {name: value for name, value in event.fields.items() if name not in move.set}
    for name, text in move.set.items():
        if text:
            fields[name] = truths[text] if isinstance(event.fields.get(name), bool) else text
    return replace(event, fields=fields)


def _delayed(events: Sequence[Event], anchor: Event, days: int, ground: Ground) -> Iterator[Event]:
    """The anchor ``days`` later; what stood between follows it at once, in its order."""
    later = anchor.at + days * _A_DAY
    after = 0
    for event in events:
        if event.id == anchor.id:
            yield replace(event, at=later)
        elif anchor.at <= event.at <= later and ground.about_case(event):
            after += 1
            yield replace(event, at=later + after)
        else:
            yield event


def _refiled(
    move: Move, events: Sequence[Event], stream: Stream, anchor: Event, ground: Ground
) -> Sequence[Event]:
    """The events, and what follows the anchor once more (or only) under a second number."""
    if move.second_number is None:
        return events
    number = f"{stream.id}-2"
    follow = [event for event in events if event.at >= anchor.at and ground.about_case(event)]
    copies = [_under(number, event, ground) for event in follow if event.kind != ground.policy.vocabulary.opens]
    opening = replace(_under(number, stream.events[0], ground), at=anchor.at)
    rest = events if move.second_number == "also" else [event for event in events if event not in follow]
    return (*rest, opening, *copies)


def _under(number: str, event: Event, ground: Ground) -> Event:
    """A copy of the event under another number, that no link leads to an earlier one."""
    links = ground.policy.vocabulary.links()
    fields = {name: value for name, value in event.fields.items() if name not in links}
    return replace(event, id=f"{event.id}-2", case=number, fields=fields)


# --- events that are added ------------------------------------------------------------------------


def found_events(move: Move, stream: Stream, anchor: Event, office: str, ground: Ground) -> tuple[Event, ...]:
    """What stands on record beside the case when it is found out that ``office`` made the move.

    Once for each petition that the move keeps off the record, at least once.
    """
    before, after = (_petitions(events, ground) for events in (stream.events, moved(move, stream, anchor, ground)))
    made = (
        put_event(put, anchor, f"+found-{place}-{office}-{time}", office, ground)
        for place, put in enumerate(move.found)
        for time in range(max(1, before - after))
    )
    return tuple(event for event in made if event is not None)


def _petitions(events: Iterable[Event], ground: Ground) -> int:
    return sum(ground.policy.vocabulary.kinds[event.kind].volume for event in events)


def put_event(put: Put, anchor: Event, tag: str, office: str | None, ground: Ground) -> Event | None:
    """The event as written, on its day or as-of if earlier; None where there is no other office to name."""
    vocabulary = ground.policy.vocabulary
    begin = max(ground.day(anchor), ground.policy.period.from_)
    day = min(begin + timedelta(days=put.after), ground.as_of)
    at = f"{day}T12:00" if vocabulary.kinds[put.kind].at == "instant" else str(day)
    cells: dict[str, object] = {"id": f"{anchor.id}{tag}-{put.kind}", "kind": put.kind, "at": at}
    if "case" in vocabulary.kinds[put.kind].about:
        cells["case"] = anchor.case
    for name, text in put.fields.items():
        cells[name] = _meant(text, begin, office, ground)
    if any(value is None for value in cells.values()):
        return None
    here = zone(ground.policy.timezone)
    assert here is not None, "a checked policy has a known timezone"
    event, problems = read_row(cells, Slots(vocabulary, here))
    assert event is not None, f"a move of {vocabulary.name} does not make an event: {problems}"
    return event if event.at > anchor.at or put.after else replace(event, at=anchor.at + 1)


def _meant(text: str, day: date, office: str | None, ground: Ground) -> str | None:
    """What a written value stands for; None where there is nobody it could stand for."""
    if text == OFFICE:
        return office
    if text == OTHER:
        return None if office is None else other_than(office, day, ground.roster)
    found = _DAYS.match(text)
    return text if found is None else str(day + timedelta(days=int(found[1] or 0)))


def office_of(stream: Stream, anchor: Event) -> str | None:
    """The unit that has the case at the anchor: the last one named until then; None: none is."""
    named = [event.unit for event in stream.events if event.unit is not None and event.at <= anchor.at]
    return named[-1] if named else None


def other_than(office: str, day: date, roster: Roster) -> str | None:
    """Another unit of the same kind, else of the same level, the next by id; None without one."""
    for attribute in ("kind", "level"):
        mine = roster.attribute("unit", office, attribute, day)
        same = [unit for unit in roster.subjects("unit") if roster.attribute("unit", unit, attribute, day) == mine]
        if office in same and len(same) > 1:
            return same[(same.index(office) + 1) % len(same)]
    return None


# --- copies ---------------------------------------------------------------------------------------

TAG = "/"
"""Stands between a number and the name of its copy: import lets no id bear it."""


def copied(events: Iterable[Event], cases: frozenset[str], tag: str, fields_of: Mapping[str, Sequence[str]]) -> Iterator[Event]:
    """The events under numbers of their own. ``fields_of`` names the fields of each kind that hold a case."""
    for event in events:
        fields = dict(event.fields)
        for name in fields_of[event.kind]:
            if fields.get(name) in cases:
                fields[name] = f"{fields[name]}{TAG}{tag}"
        case = None if event.case is None else f"{event.case}{TAG}{tag}"
        yield replace(event, id=f"{event.id}{TAG}{tag}", case=case, fields=fields, matter=None, standing=None)
