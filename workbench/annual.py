"""The counts that the yearly report on petition work asks for (Regulation on Petition Work, article 41).

    received     every event that opens a case, all and by each of its coded fields
    by_unit      cases by the unit they were assigned to, in the order of codes: nobody is ranked
    supervised   what was assigned, passed on, reminded of, supervised
    advised      advice given and answered

Standing events of the policy's period up to as-of. Counts only: no clause takes points from them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from kaohe.engine.event import Event
from kaohe.engine.ledger import Tally
from kaohe.engine.meaning.world import World
from kaohe.rules.vocabulary import Field, Vocabulary
from kaohe.workbench.public import public_rows

SUPERVISED = (
    "assigned", "returned", "dispute_decided", "extension_approved", "reminded", "scheduled", "supervision_opened",
    "supervision_closed", "issue_listed", "issue_struck_off", "alert_sent", "alert_answered", "digest_sent",
    "circular_issued", "discipline_referred", "discipline_reported",
)  # fmt: skip
"""Kinds of the petition vocabulary by which matters are passed on, assigned and supervised."""
ADVISED = ("advice_issued", "advice_answered")


@dataclass(frozen=True, slots=True)
class Count:
    """``what`` is a kind, a field's value or a unit; ``within`` the field, or who records the kind.

    ``count`` None: withheld from the public.
    """

    what: str
    within: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Annual:
    received: tuple[Count, ...]
    by_unit: tuple[Count, ...]
    supervised: tuple[Count, ...]
    advised: tuple[Count, ...]


def annual(world: World) -> Annual:
    """The four tables. Kinds and fields carry the vocabulary's titles, units their codes."""
    events = tuple(_of_period(world))
    vocabulary = world.policy.vocabulary
    return Annual(
        tuple(_received(events, vocabulary)), tuple(_by_unit(events)),
        tuple(_by_kind(events, vocabulary, SUPERVISED)), tuple(_by_kind(events, vocabulary, ADVISED)),
    )  # fmt: skip


def public_counts(counts: Iterable[Count]) -> tuple[Count, ...]:
    """The same with small counts withheld, and whatever would give them away within a field's values."""
    groups: dict[str, list[Count]] = {}
    for count in counts:
        groups.setdefault(count.within, []).append(count)
    return tuple(shown for group in groups.values() for shown in _public(group))


def _public(group: list[Count]) -> Iterator[Count]:
    sums = [Fraction(count.count or 0) for count in group]
    rows = public_rows([Tally("", "code", count.what, "", each, each) for count, each in zip(group, sums, strict=True)])
    for count, row in zip(group, rows, strict=True):
        yield Count(count.what, count.within, None if row.withheld else count.count)


def _of_period(world: World) -> Iterator[Event]:
    """Each standing event of the period once, though it may stand in several streams."""
    seen: set[str] = set()
    for streams in (world.streams.cases, world.streams.units, world.streams.leaders):
        for stream in streams.values():
            for event in stream.events:
                if event.id not in seen and world.span.from_ <= world.day_of(event) <= world.span.to:
                    seen.add(event.id)
                    yield event


def _received(events: Iterable[Event], vocabulary: Vocabulary) -> Iterator[Count]:
    """All, then by each coded field, in the vocabulary's order of values."""
    kind = vocabulary.kinds.get(vocabulary.opens or "")
    mine = [event for event in events if kind is not None and event.kind == kind.name]
    if kind is None or not mine:
        return
    yield Count("", kind.title, len(mine))
    for field in kind.fields.values():
        yield from _by_value(mine, field)


def _by_value(events: Iterable[Event], field: Field) -> Iterator[Count]:
    found = Counter(str(event.fields[field.name]) for event in events if event.fields.get(field.name) is not None)
    if field.titles:
        yield from (Count(title, field.title, found[value]) for value, title in field.titles.items() if found[value])


def _by_unit(events: Iterable[Event]) -> Iterator[Count]:
    """Cases (not slips) by unit: a case assigned twice to one unit is one."""
    pairs = {(str(event.get("unit")), event.case) for event in events if event.kind == "assigned" and event.get("unit")}
    counted = Counter(unit for unit, _ in pairs)
    yield from (Count(unit, "", counted[unit]) for unit in sorted(counted))


def _by_kind(events: Iterable[Event], vocabulary: Vocabulary, kinds: Iterable[str]) -> Iterator[Count]:
    found = Counter(event.kind for event in events)
    for name in kinds:
        if found[name]:
            kind = vocabulary.kinds[name]
            yield Count(kind.title, kind.supplied_by or "", found[name])
