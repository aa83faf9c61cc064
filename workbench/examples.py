"""Worked examples are tests: events in, entries, tallies, cards, gates and due days out.

    cases.yaml --load_cases--> Example --play--> Run --expectations.compared--> Verdict
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kaohe.engine.event import Event
from kaohe.engine.event_row import event_from_row
from kaohe.engine.event_value import recorded_reader
from kaohe.engine.form import form_streams
from kaohe.engine.roster import Roster
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.engine.roster_from_events import roster_from_events
from kaohe.engine.strangers import Stranger, strangers
from kaohe.rules.clock import zone
from kaohe.rules.document.cases import CasesDocument, Example, ExampleEvent
from kaohe.rules.overrides import with_parameters
from kaohe.rules.place import NOWHERE, Place, place_of
from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem, problem
from kaohe.scoring.run import Run, run
from kaohe.workbench.expectations import Miss, compared, numbered, proved


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one example. ``run`` is None when its events or roster have problems; ``proved`` are the
    clauses that it names in its expectations and that did what it names (``expectations.proved``). ``place`` is where
    its name stands.
    """

    name: str
    misses: tuple[Miss, ...]
    problems: tuple[Problem, ...]
    run: Run | None
    events: tuple[Event, ...] = ()
    proved: frozenset[str] = field(default=frozenset())
    place: Place = NOWHERE

    @property
    def passed(self) -> bool:
        return not self.misses and self.run is not None


def play(
    policy: Policy, document: CasesDocument, example: Example, engine_name: str = "reference"
) -> Verdict:
    """Runs one example on one engine and compares what it expects with what came out."""
    scheme, overruled = with_parameters(policy, example.parameters)
    events, unread = example_events(scheme, example.events)
    roster, flaws = _roster(scheme, document, example, events)
    problems = (*overruled, *unread, *flaws)
    wanted = set(example.expect.problems)
    if any(p.severity == "problem" and p.code not in wanted for p in problems):
        return Verdict(str(example.name), (), problems, None, events, place=place_of(example.name))
    known = known_instant(scheme, example.known_at) if example.known_at else None
    day = example.as_of or document.as_of
    result = run(scheme, roster, events, as_of=day, known_at=known, engine_name=engine_name)
    said = (*problems, *result.scored.notices)
    misses = tuple(compared(example.expect, result, said))
    done = proved(example.expect, result)
    return Verdict(str(example.name), misses, said, result, events, done, place_of(example.name))


def known_instant(policy: Policy, text: str) -> int | None:
    """What ``known_at`` says, in µs: of a day alone, its last instant. None when it is no time."""
    here = zone(policy.timezone)
    assert here is not None, "a checked policy has a known timezone"
    found = recorded_reader(here)(str(text))
    return found if isinstance(found, int) else None


def example_events(
    policy: Policy, rows: Sequence[ExampleEvent]
) -> tuple[tuple[Event, ...], tuple[Problem, ...]]:
    """The rows as events; a row without ``id`` is named ``#1``, ``#2``… by its position (P25)."""
    events: list[Event] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=1):
        cells = {"id": f"#{number}", "kind": row.kind, **(row.model_extra or {})}
        cells = {name: numbered(cell) for name, cell in cells.items()}
        event, flaws = event_from_row(cells, policy.vocabulary, policy.timezone)
        problems += flaws
        if event is not None:
            events.append(event)
    return tuple(events), tuple(problems)


def _roster(
    policy: Policy, document: CasesDocument, example: Example, events: Sequence[Event]
) -> tuple[Roster, tuple[Problem, ...]]:
    body = example.roster or document.roster
    if body is None:
        return roster_from_events(form_streams(events, policy.vocabulary)[0], policy.vocabulary), ()
    return roster_from_document(body, policy.vocabulary)


# --- before playing -----------------------------------------------------------------------------------


def unplayable(policy: Policy, document: CasesDocument) -> tuple[Problem, ...]:
    """What keeps examples from being played, or lets them prove nothing: rows that are no events of the
    vocabulary, flaws of their rosters, units and leaders that the roster given with them writes otherwise.

    An example's roster need not be whole, so only what looks like a slip is told of a stranger. What an example
    itself says must be reported is as it should be.
    """
    return tuple(
        dict.fromkeys(
            one
            for example in document.examples
            for one in _flaws(policy, document, example)
            if one.code not in example.expect.problems
        )
    )


def _flaws(policy: Policy, document: CasesDocument, example: Example) -> tuple[Problem, ...]:
    events, unread = example_events(policy, example.events)
    roster, flaws = _roster(policy, document, example, events)
    unknown = strangers(roster, events, policy.vocabulary)
    named = {str(numbered((row.model_extra or {}).get("id", f"#{n}"))): row for n, row in enumerate(example.events, 1)}
    return (*unread, *flaws, *(_stranger(one, named.get(one.event)) for one in unknown if one.near))


def _stranger(one: Stranger, row: ExampleEvent | None) -> Problem:
    """At the very cell that names it, where the row is to be told."""
    cells = () if row is None else (row.model_extra or {}).values()
    texts = (text for cell in cells for text in (cell if isinstance(cell, list) else [cell]))
    place = next((place_of(text) for text in texts if text == one.id), NOWHERE)
    return problem("roster.stranger", place, kind=one.kind, id=one.id, event=re.sub("^#0+", "#", one.event), near=one.near)
