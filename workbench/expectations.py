"""What a worked example expects, compared with what came out: only what it names, in its own keys.

    compared(expect, run, said)   every expectation that is not met, both sides as the example writes them
    proved(expect, run)           the clauses an example names and that did what it names
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kaohe.engine.ledger import Clock, Entry, GateRow, Part, Tally
from kaohe.rules.document.cases import (
    Expectation,
    ExpectedCard,
    ExpectedDue,
    ExpectedGate,
    ExpectedTally,
)
from kaohe.rules.document.shape import Shape
from kaohe.rules.place import Located, place_of
from kaohe.rules.problem import Problem
from kaohe.rules.value import plain
from kaohe.scoring.card import Card
from kaohe.scoring.run import Run

STRUCTURAL: frozenset[Part] = frozenset(
    {"start", "section", "reweigh", "base", "inherit", "adjust", "roll_up", "round", "veto"}
)
"""Parts that a card writes; examples list what clauses write and see the rest in ``cards``."""
NEAR = 5
"""Results shown beside an expectation that none of them meets."""
NOTHING = "—"
_PLAIN: frozenset[Part] = frozenset({"charge", "score"})
"""Parts that go without saying in what came out."""

Fact = object
Facts = Mapping[str, Fact]
"""What is compared, by the key of the document."""


@dataclass(frozen=True, slots=True)
class Miss:
    """One expectation that did not come true: what of (``name``: which one), and both sides as they would stand
    in the document, ``—`` for nothing there.
    """

    what: Literal["entry", "more", "silent", "tally", "card", "gate", "due", "problem"]
    expected: str
    actual: str
    name: str = ""


def numbered(cell: object) -> object:
    """``#9`` as ``#0009``: ids that are numbers compare as numbers although ids compare as text."""
    if isinstance(cell, str) and re.fullmatch(r"#\d{1,3}", cell):
        return Located(f"#{int(cell[1:]):04d}", place_of(cell))
    return [numbered(one) for one in cell] if isinstance(cell, list) else cell


def compared(expect: Expectation, result: Run, said: Iterable[Problem]) -> Iterator[Miss]:
    """Every expectation that is not met."""
    entries = [e for e in result.scored.entries if e.part not in STRUCTURAL]
    yield from _entries(expect, entries)
    for clause in expect.silent:
        for entry in entries:
            if entry.clause == clause and entry.part not in ("zero", "reverse"):
                yield Miss("silent", NOTHING, _text(_own(entry)), str(clause))
    for tally in expect.tallies:
        yield from _tally(tally, result)
    for card in expect.cards:
        yield from _card(card, result)
    for gate in expect.gates:
        yield from _gate(gate, result.replay.gates)
    for due in expect.due:
        yield from _due(due, result.replay.clocks)
    codes = {p.code for p in said}
    for code in expect.problems:
        if code not in codes:
            yield Miss("problem", code, ", ".join(sorted(codes)) or NOTHING)


def proved(expect: Expectation, result: Run) -> frozenset[str]:
    """Clauses the example names and that did what it names: an entry, a count, a watched deadline's due day.

    An entry that ``others: allowed`` lets in proves nothing of its clause: nobody said it should be there. A
    veto writes none: the card it stands on must be spoken of, where the policy has cards at all.
    """
    wrote = {entry.clause for entry in result.scored.entries}
    named = {str(entry.clause) for entry in expect.entries or ()} & wrote
    watched = {clause.id for clause in result.policy.clauses if clause.kind == "monitored"}
    due = watched & {str(due.clause) for due in expect.due}
    return frozenset(named | {str(tally.clause) for tally in expect.tallies} | due | set(_vetoes(expect, result)))


def _vetoes(expect: Expectation, result: Run) -> Iterator[str]:
    judged = {str(card.subject) for card in expect.cards if card.model_fields_set & {"grade", "rank", "provisional"}}
    shown = bool(result.policy.scorecards)
    yield from (veto.clause for veto in result.replay.vetoes if veto.subject in judged or not shown)


# --- both sides, in the document's keys ---------------------------------------------------------------


def _fits(wanted: Facts, found: Facts) -> bool:
    return all(found.get(key) == value for key, value in wanted.items())


def _text(facts: Facts) -> str:
    return " ".join(f"{key}={_said(value)}" for key, value in facts.items() if value is not None) or NOTHING


def _said(value: Fact) -> str:
    match value:
        case None:
            return NOTHING
        case bool():
            return "true" if value else "false"
        case Fraction():
            return plain(value)
        case tuple() | list():
            return f"[{', '.join(map(_said, value))}]"
        case _:
            return str(value)


def _side(wanted: Facts, candidates: Sequence[Facts]) -> str:
    """What there was instead, each by what was asked of it; a key it does not have is shown as ``—``."""
    shown = [" ".join(f"{key}={_said(each.get(key))}" for key in wanted) for each in candidates[:NEAR]]
    more = ["…"] if len(candidates) > NEAR else []
    return "; ".join([*shown, *more]) or NOTHING


def _asked(wanted: Shape) -> dict[str, Fact]:
    """The keys an expectation names, as they are compared."""
    named = ((key, getattr(wanted, key)) for key in type(wanted).model_fields)
    return {key: _comparable(key, value) for key, value in named if value is not None}


def _comparable(key: str, value: object) -> Fact:
    if key in ("event", "because", "start"):
        value = numbered(value)
    return tuple(value) if isinstance(value, list) else value


# --- one sort after another -----------------------------------------------------------------------------


def _entries(expect: Expectation, entries: Sequence[Entry]) -> Iterator[Miss]:
    if expect.entries is None:
        return
    left = list(entries)
    for wanted in map(_asked, expect.entries):
        found = next((e for e in left if _fits(wanted, _facts(e))), None)
        if found is None:
            near = [_facts(e) for e in left if e.clause == wanted["clause"]]
            yield Miss("entry", _text(wanted), _side(wanted, near))
        else:
            left.remove(found)
    if expect.others != "allowed":
        yield from (Miss("more", NOTHING, _text(_own(entry))) for entry in left)


def _facts(entry: Entry) -> dict[str, Fact]:
    """An entry by every key an expectation may name."""
    return {
        **_own(entry), "event": entry.event, "because": entry.because, "span": entry.span, "role": entry.role,
        "part": entry.part,
    }  # fmt: skip


def _own(entry: Entry) -> dict[str, Fact]:
    """An entry as an example would list it."""
    return {
        "clause": entry.clause, entry.subject_kind: entry.subject, "points": entry.points, "case": entry.case,
        "at": entry.at, "due": entry.due, "part": None if entry.part in _PLAIN else entry.part,
    }  # fmt: skip


def _tally(expected: ExpectedTally, result: Run) -> Iterator[Miss]:
    wanted = _asked(expected)
    rows = [_counts(t) for t in result.scored.tallies if t.clause == expected.clause]
    if not any(_fits(wanted, row) for row in rows):
        which: Facts = {key: wanted[key] for key in ("subject", "span") if key in wanted}
        yield Miss("tally", _text(wanted), _side(wanted, [row for row in rows if _fits(which, row)] or rows))


def _counts(row: Tally) -> dict[str, Fact]:
    return {
        "clause": row.clause, "subject": row.subject, "span": row.period, "numerator": row.numerator,
        "denominator": row.denominator, "excluded": row.excluded, "value": row.value, "no_data": row.value is None,
    }  # fmt: skip


def _card(expected: ExpectedCard, result: Run) -> Iterator[Miss]:
    wanted = _asked(expected)
    wanted |= {f"sections.{name}": points for name, points in (expected.sections or {}).items()}
    wanted.pop("sections", None)
    cards = [_result(c) for c in result.scored.cards if c.subject == expected.subject]
    if not any(_fits(wanted, card) for card in cards):
        which: Facts = {key: wanted[key] for key in ("card", "span") if key in wanted}
        yield Miss("card", _text(wanted), _side(wanted, [card for card in cards if _fits(which, card)] or cards))


def _result(card: Card) -> dict[str, Fact]:
    return {
        "subject": card.subject, "card": card.card, "span": card.span, "total": card.total, "grade": card.grade,
        "rank": card.rank, "no_data": not card.data, "provisional": card.provisional,
        **{f"sections.{line.name}": line.total for line in card.sections},
    }  # fmt: skip


def _gate(expected: ExpectedGate, gates: Sequence[GateRow]) -> Iterator[Miss]:
    rows = [r for r in gates if r.gate == expected.gate and r.event == numbered(expected.event)]
    failed = [r.item for r in rows if not r.passed]
    if not rows or failed != list(expected.failed):
        yield Miss("gate", _text(_asked(expected)), f"failed={_said(failed)}" if rows else NOTHING)


def _due(expected: ExpectedDue, clocks: Sequence[Clock]) -> Iterator[Miss]:
    wanted = _asked(expected)
    mine = [{"clause": c.clause, "start": c.start, "due": c.due, "outcome": c.outcome} for c in clocks]
    found: list[Facts] = [each for each in mine if _fits({"clause": wanted["clause"], "start": wanted["start"]}, each)]
    if not any(_fits(wanted, each) for each in found):
        yield Miss("due", _text(wanted), _side(wanted, found))
