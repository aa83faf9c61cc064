"""Worked examples are tests: events in, entries, tallies, cards, gates and due days out.

    cases.yaml --load_cases--> Example --play--> Run --compared--> Verdict
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from kaohe.engine.event import Event
from kaohe.engine.event_row import event_from_row
from kaohe.engine.event_value import recorded_reader
from kaohe.engine.form import form_streams
from kaohe.engine.ledger import Clock, Entry, Part
from kaohe.engine.roster import Roster
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.engine.roster_from_events import roster_from_events
from kaohe.rules.clock import zone
from kaohe.rules.document.cases import (
    CasesDocument,
    Example,
    ExampleEvent,
    Expectation,
    ExpectedCard,
    ExpectedDue,
    ExpectedEntry,
    ExpectedGate,
    ExpectedTally,
)
from kaohe.rules.overrides import with_parameters
from kaohe.rules.place import Located, place_of
from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem
from kaohe.rules.value import plain
from kaohe.scoring.run import Run, run

STRUCTURAL: frozenset[Part] = frozenset(
    {"start", "section", "reweigh", "base", "inherit", "adjust", "roll_up", "round", "veto"}
)
"""Parts that a card writes; examples list what clauses write and see the rest in ``cards``."""


@dataclass(frozen=True, slots=True)
class Miss:
    """One expectation that did not come true: what, and both sides in the example's own words.

    ``decided`` is the clause's condition as written, with what it was worth where it was asked.
    """

    what: str
    expected: str
    actual: str
    decided: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one example. ``run`` is None when its events or roster have problems."""

    name: str
    misses: tuple[Miss, ...]
    problems: tuple[Problem, ...]
    run: Run | None
    events: tuple[Event, ...] = ()
    fired: frozenset[str] = field(default=frozenset())

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
        return Verdict(str(example.name), (), problems, None, events)
    known = known_instant(scheme, example.known_at) if example.known_at else None
    day = example.as_of or document.as_of
    result = run(scheme, roster, events, as_of=day, known_at=known, engine_name=engine_name)
    said = (*problems, *result.scored.notices)
    misses = tuple(compared(example.expect, result, said))
    wrote = frozenset(entry.clause for entry in result.scored.entries)
    fired = wrote | {veto.clause for veto in result.replay.vetoes}
    return Verdict(str(example.name), misses, said, result, events, fired)


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


def numbered(cell: object) -> object:
    """``#9`` as ``#0009``: ids that are numbers compare as numbers although ids compare as text."""
    if isinstance(cell, str) and re.fullmatch(r"#\d{1,3}", cell):
        return Located(f"#{int(cell[1:]):04d}", place_of(cell))
    return [numbered(one) for one in cell] if isinstance(cell, list) else cell


def _roster(
    policy: Policy, document: CasesDocument, example: Example, events: Sequence[Event]
) -> tuple[Roster, tuple[Problem, ...]]:
    body = example.roster or document.roster
    if body is None:
        return roster_from_events(form_streams(events, policy.vocabulary)[0], policy.vocabulary), ()
    return roster_from_document(body, policy.vocabulary)


# --- comparing ------------------------------------------------------------------------------------


def compared(expect: Expectation, result: Run, said: Iterable[Problem]) -> Iterable[Miss]:
    """Every expectation that is not met."""
    entries = [e for e in result.scored.entries if e.part not in STRUCTURAL]
    yield from _entries(expect, entries)
    for clause in expect.silent:
        for entry in entries:
            if entry.clause == clause and entry.part not in ("zero", "reverse"):
                yield Miss(f"silent: {clause}", "-", _entry_text(entry))
    for tally in expect.tallies:
        yield from _tally(tally, result)
    for card in expect.cards:
        yield from _card(card, result)
    for gate in expect.gates:
        yield from _gate(gate, result)
    for due in expect.due:
        yield from _due(due, result.replay.clocks)
    codes = {p.code for p in said}
    for code in expect.problems:
        if code not in codes:
            yield Miss("problem", code, ", ".join(sorted(codes)) or "-")


def _entries(expect: Expectation, entries: Sequence[Entry]) -> Iterable[Miss]:
    if expect.entries is None:
        return
    left = list(entries)
    for wanted in expect.entries:
        found = next((e for e in left if _fits(wanted, e)), None)
        if found is None:
            near = [e for e in left if e.clause == wanted.clause]
            yield Miss("entry", _wanted_text(wanted), "; ".join(map(_entry_text, near)) or "-")
        else:
            left.remove(found)
    if expect.others != "allowed":
        for entry in left:
            yield Miss("entry", "-", _entry_text(entry))


def _fits(wanted: ExpectedEntry, entry: Entry) -> bool:
    pairs: list[tuple[object, object]] = [
        (wanted.clause, entry.clause),
        (wanted.role, entry.role),
        (wanted.points, entry.points),
        (wanted.case, entry.case),
        (numbered(wanted.event), entry.event),
        (None if wanted.because is None else tuple(map(numbered, wanted.because)), entry.because),
        (wanted.at, entry.at),
        (wanted.due, entry.due),
        (wanted.span, entry.span),
        (wanted.unit, entry.subject if entry.subject_kind == "unit" else ""),
        (wanted.leader, entry.subject if entry.subject_kind == "leader" else ""),
    ]
    return all(left is None or left == right for left, right in pairs)


def _entry_text(entry: Entry) -> str:
    because = ", ".join(entry.because)
    return (
        f"{entry.clause} [{entry.part}] {entry.role}:{entry.subject} {plain(entry.points)} "
        f"case={entry.case} event={entry.event} at={entry.at} due={entry.due} span={entry.span} because=[{because}]"
    )


def _wanted_text(wanted: object) -> str:
    shape: Mapping[str, object] = wanted.model_dump(exclude_none=True)  # type: ignore[attr-defined]
    return " ".join(f"{k}={plain(v) if isinstance(v, Fraction) else v}" for k, v in shape.items())


def _tally(wanted: ExpectedTally, result: Run) -> Iterable[Miss]:
    rows = [
        t
        for t in result.scored.tallies
        if t.clause == wanted.clause
        and wanted.subject in (None, t.subject)
        and wanted.span in (None, t.period)
    ]
    for row in rows:
        pairs = (
            (wanted.numerator, row.numerator),
            (wanted.denominator, row.denominator),
            (wanted.excluded, row.excluded),
            (wanted.value, row.value),
            (wanted.no_data, row.value is None),
        )
        if all(left is None or left == right for left, right in pairs):
            return
    yield Miss("tally", _wanted_text(wanted), "; ".join(map(str, rows)) or "-")


def _card(wanted: ExpectedCard, result: Run) -> Iterable[Miss]:
    cards = [
        c
        for c in result.scored.cards
        if c.subject == wanted.subject
        and wanted.card in (None, c.card)
        and wanted.span in (None, c.span)
    ]
    for card in cards:
        sections = {line.name: line.total for line in card.sections}
        pairs = (
            (wanted.total, card.total),
            (wanted.grade, card.grade),
            (wanted.rank, card.rank),
            (None if wanted.no_data is None else not wanted.no_data, card.data),
            (wanted.provisional, card.provisional),
            *((points, sections.get(name)) for name, points in (wanted.sections or {}).items()),
        )
        if all(left is None or left == right for left, right in pairs):
            return
    yield Miss("card", _wanted_text(wanted), "; ".join(map(str, cards)) or "-")


def _gate(wanted: ExpectedGate, result: Run) -> Iterable[Miss]:
    rows = [r for r in result.replay.gates if r.gate == wanted.gate and r.event == numbered(wanted.event)]
    failed = [r.item for r in rows if not r.passed]
    if not rows or failed != list(wanted.failed):
        yield Miss("gate", _wanted_text(wanted), ", ".join(failed) if rows else "-")


def _due(wanted: ExpectedDue, clocks: Sequence[Clock]) -> Iterable[Miss]:
    found = [c for c in clocks if c.clause == wanted.clause and c.start == numbered(wanted.start)]
    for clock in found:
        if wanted.due in (None, clock.due) and wanted.outcome in (None, clock.outcome):
            return
    yield Miss("due", _wanted_text(wanted), "; ".join(f"{c.due} {c.outcome}" for c in found) or "-")
