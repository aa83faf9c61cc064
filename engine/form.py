"""Standing events -> streams: one for each matter, unit and leader, in order (P2, P22).

A case that repeats or was merged into another belongs to the stream of the root of its links; its
events keep their own ``case`` and bear the root as ``matter``. Links are resolved anew at every run,
among the events that stand then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import TypeVar

from kaohe.engine.event import Event
from kaohe.engine.links import Matters, matters
from kaohe.engine.order import in_order
from kaohe.engine.stream import Stream, Streams
from kaohe.rules.problem import Problem, notice, problem
from kaohe.rules.vocabulary import SubjectKind, Vocabulary

T = TypeVar("T")


def form_streams(events: Iterable[Event], vocabulary: Vocabulary) -> tuple[Streams, tuple[Problem, ...]]:
    """The streams, and what was found on the way: circles of links (problems), links that lead out
    of the data, matters with several beginnings, cases that nothing opens or that are opened twice (notices).
    """
    ordered = in_order(events, vocabulary)
    found = matters(links(ordered, vocabulary), _first_places(ordered))
    placed = tuple(_with_matter(event, found) for event in ordered)
    streams = Streams(
        cases=_streams("case", placed, vocabulary),
        units=_streams("unit", placed, vocabulary),
        leaders=_streams("leader", placed, vocabulary),
    )
    unopened = [stream.id for stream in streams.cases.values() if stream.unopened]
    counted = {"intake.unopened": unopened, "intake.opened-twice": _opened_twice(ordered, vocabulary)}
    told = (cases_told(code, len(cases), sorted(cases), vocabulary) for code, cases in counted.items())
    return streams, (*link_problems(found), *chain.from_iterable(told))


def subject_of(event: Event, kind: SubjectKind) -> str | None:
    """Whom the event is about, as a subject of that kind: a case by its matter; None: nobody."""
    if kind == "case":
        return event.matter or event.case
    return event.unit if kind == "unit" else event.leader


def links(events: Iterable[Event], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """(case, the earlier case it leads to), for every link that an event states."""
    names = {kind.name: tuple(f.name for f in kind.fields.values() if f.link) for kind in vocabulary.kinds.values()}
    for event in events:
        for name in names[event.kind]:
            earlier = event.fields.get(name)
            if event.case is not None and isinstance(earlier, str):
                yield event.case, earlier


def _first_places(ordered: Iterable[Event]) -> dict[str, int]:
    """For each case the place of its first event among all."""
    places: dict[str, int] = {}
    for place, event in enumerate(ordered):
        if event.case is not None:
            places.setdefault(event.case, place)
    return places


def _with_matter(event: Event, found: Matters) -> Event:
    return event if event.case is None else replace(event, matter=found.root(event.case))


def _streams(kind: SubjectKind, ordered: Iterable[Event], vocabulary: Vocabulary) -> dict[str, Stream]:
    """An event that is about several subjects stands in the stream of each that it names."""
    about = {name for name, declared in vocabulary.kinds.items() if kind in declared.about}
    pairs = ((subject_of(event, kind), event) for event in ordered if event.kind in about)
    groups = _grouped((subject, event) for subject, event in pairs if subject is not None)
    opens = vocabulary.opens if kind == "case" else None
    return {
        id_: Stream(kind, id_, tuple(members), opens is not None and members[0].kind != opens)
        for id_, members in sorted(groups.items())
    }


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def link_problems(found: Matters) -> Iterator[Problem]:
    """What is to be told of the links between cases."""
    for circle in found.circles:
        yield problem("intake.link-circle", cases=", ".join(circle))
    for root, roots in found.several.items():
        yield notice("intake.several-beginnings", matter=root, cases=", ".join(roots))
    if found.outside:
        yield notice("intake.link-leads-out", count=len(found.outside), first=found.outside[0])


def _opened_twice(events: Iterable[Event], vocabulary: Vocabulary) -> list[str]:
    """The case numbers under which more than one opening event stands; a repeat has a number of its own."""
    times = Counter(event.case for event in events if event.kind == vocabulary.opens and event.case is not None)
    return [case for case, count in times.items() if count > 1]


CASES_NAMED = 3
"""Of cases that are told together so many are named."""


def cases_told(code: str, count: int, first: Sequence[str], vocabulary: Vocabulary) -> Iterator[Problem]:
    """One notice for all cases that nothing opened, or that are opened twice, if there are any; the ``first`` by id are named."""
    if count:
        named = first[:CASES_NAMED]
        yield notice(code, count=count, first=", ".join(named), more=count - len(named) or "", opens=vocabulary.opens)


def after_as_of(events: int, last: date | None, as_of: date) -> Iterator[Problem]:
    """One notice for all standing events after as-of, with the ``last`` day among them; None: there are none."""
    if last is not None:
        yield notice("intake.after-as-of", count=events, last=last, as_of=as_of)
