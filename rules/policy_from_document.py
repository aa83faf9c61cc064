"""A policy document and what it extends -> the checked ``Policy``, or every reason why not.

merge inherited pieces -> names -> parameters -> ground -> states, gates, clauses, cards
-> suppression gate -> warnings -> silence
"""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kaohe.rules.calendar import Calendar
from kaohe.rules.check.card_sums import check_cards, sheets
from kaohe.rules.check.cards import MOST_PLACES, appeals_from, scorecards_from
from kaohe.rules.check.clause import clause_from
from kaohe.rules.check.deadline import deadline_names
from kaohe.rules.check.definitions import check_titles, gates_from, states_from
from kaohe.rules.check.ground import DeadlineName, Ground, scopes_of
from kaohe.rules.check.limits import check_exclusive
from kaohe.rules.check.merged import Merged, Opener, merged
from kaohe.rules.check.names import names_from
from kaohe.rules.check.parameters import grounded, parameters_from, types_of
from kaohe.rules.check.periods import periods_from
from kaohe.rules.check.person import check_words
from kaohe.rules.check.risks import risks_from
from kaohe.rules.check.silence import silenced
from kaohe.rules.check.sources import SourceReader, sources_from
from kaohe.rules.check.spot import Findings, Spot, refused
from kaohe.rules.check.suppression import check_suppression
from kaohe.rules.check.unused import check_unused
from kaohe.rules.check.warnings import check_doubts
from kaohe.rules.document.policy import Define, PolicyDocument
from kaohe.rules.expression.scope import Scope
from kaohe.rules.policy import Clause, Definition, Policy, Span
from kaohe.rules.problem import Problem
from kaohe.rules.record import record
from kaohe.rules.vocabulary import Vocabulary

PLACES = 2
"""Decimal places of a card's total when a policy states none (P8)."""


@record
class Beside:
    """What a policy document needs from elsewhere. ``read`` gives a source's file when it is at hand."""

    vocabulary: Vocabulary
    calendar: Calendar
    open_: Opener
    read: SourceReader


def policy_from_document(
    document: PolicyDocument, spot: Spot, beside: Beside, lost: frozenset[str] = frozenset()
) -> tuple[Policy | None, tuple[Problem, ...]]:
    """The policy, or None; and all problems and warnings, sorted by place.

    ``lost`` are the names of pieces that could not be read: they are not missed, and what needs the
    whole document (sums of cards, unused names) is not judged.
    """
    findings = Findings()
    period = _check_head(document, spot, beside, findings)
    pieces = merged(document, spot, beside.open_, findings)
    pieces.lost |= lost
    ground = _ground(document, pieces, period, beside, findings)
    policy = _policy(document, spot, pieces, ground)
    problems = silenced([one for one in findings.sorted() if not _in_vain(one, ground)], pieces)
    return (None if refused(problems) else policy), problems


def _in_vain(one: Problem, ground: Ground) -> bool:
    """Whether "unknown" is said of a name whose own problem is reported elsewhere."""
    facts = dict(one.facts)
    name = facts.get("found") or facts.get("name") or ""
    return ".unknown-" in one.code and not ground.broken.isdisjoint({name, name.rpartition(".")[2]})


def _check_head(document: PolicyDocument, spot: Spot, beside: Beside, findings: Findings) -> Span:
    check_words(document.title, spot.place_of(document.title), findings)
    period = Span(document.period.from_, document.period.to)
    if period.from_ > period.to:
        findings.refuse("policy.period", (spot / "period" / "to").place)
    if document.places is not None and not 0 <= document.places <= MOST_PLACES:
        findings.refuse("policy.places", (spot / "places").place, places=document.places, most=MOST_PLACES)
    _check_zone(document, spot, findings)
    missing = [year for year in range(period.from_.year, period.to.year + 1) if year not in beside.calendar.years]
    if missing:
        findings.doubt(
            "policy.calendar-year", (spot / "period").place, calendar=beside.calendar.name,
            years=", ".join(map(str, missing)),
        )
    return period


def _check_zone(document: PolicyDocument, spot: Spot, findings: Findings) -> None:
    try:
        ZoneInfo(str(document.timezone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        findings.refuse("policy.timezone", spot.place_of(document.timezone), name=document.timezone)


def _ground(
    document: PolicyDocument, pieces: Merged, period: Span, beside: Beside, findings: Findings
) -> Ground:
    vocabulary = beside.vocabulary
    names = names_from(pieces, vocabulary, findings)
    parameters = parameters_from(pieces.parameters, vocabulary, findings)
    periods = periods_from(pieces.periods, findings)
    sources, texts = sources_from(pieces.sources, beside.read, findings)
    deadlines = deadline_names(pieces.clauses, vocabulary) | {
        name: DeadlineName(None, "case") for name in pieces.lost if name in pieces.clauses
    }
    scope = Scope(
        vocabulary,
        parameters=types_of(pieces.parameters, parameters),
        defines=names.defines,
        states=names.states,
        gates=names.gates,
        periods=frozenset(periods),
        deadlines=frozenset(deadlines),
    )
    return Ground(
        vocabulary=vocabulary, calendar=beside.calendar, period=period,
        places=PLACES if document.places is None else document.places, rounding=document.rounding or "half_up",
        names=scope, scopes=scopes_of(scope, names.state_streams), parameters=parameters, periods=periods, sources=sources, source_texts=texts,
        deadlines=deadlines, state_streams=names.state_streams, findings=findings,
        broken=names.broken | pieces.lost | frozenset(name for name in pieces.parameters if name not in parameters),
    )


def _policy(document: PolicyDocument, spot: Spot, pieces: Merged, ground: Ground) -> Policy:
    check_titles(pieces, ground.findings)
    states, gates = states_from(pieces.states, ground), gates_from(pieces.gates, ground)
    clauses = _clauses(pieces, ground)
    cards = scorecards_from(document.scorecards, spot / "scorecards", ground)
    written = sheets(cards, clauses, spot / "scorecards")
    whole = not pieces.lost and len(clauses) == len(pieces.clauses) and len(cards) == len(document.scorecards)
    if whole:
        check_cards(written, clauses, pieces.clauses, ground.findings)  # sums of an incomplete card would mislead
    check_exclusive(pieces.clauses, ground.findings)
    check_suppression(clauses, pieces, ground)
    risks = risks_from(document.accepted_risks, clauses, pieces, spot / "accepted_risks", ground)
    check_doubts(clauses, pieces, ground, appeals=document.appeals is not None)
    if whole:
        check_unused((*clauses, *states.values(), *gates.values(), *cards), pieces, ground.broken, ground.findings)
    return Policy(
        name=str(document.policy), title=str(document.title), version=str(document.version), period=ground.period,
        timezone=str(document.timezone), places=ground.places, rounding=ground.rounding,
        vocabulary=ground.vocabulary, calendar=ground.calendar, sources=ground.sources,
        parameters=grounded(pieces.parameters, ground), periods=ground.periods, states=states, gates=gates, clauses=clauses,
        scorecards=cards, appeals=appeals_from(document.appeals, spot / "appeals", ground),
        section_titles=_section_titles(document, pieces), documents=(), definitions=_definitions(pieces),
        accepted_risks=risks,
    )


def _clauses(pieces: Merged, ground: Ground) -> tuple[Clause, ...]:
    made = [
        clause_from(number, piece, ground)
        for number, (name, piece) in enumerate(pieces.clauses.items()) if name not in pieces.lost
    ]
    return tuple(clause for clause in made if clause is not None)


def _definitions(pieces: Merged) -> Mapping[str, Definition]:
    """What the policy names by ``define:``, for people."""
    return {name: _definition(name, piece.shape) for name, piece in pieces.define.items()}


def _definition(name: str, shape: Define | str) -> Definition:
    if isinstance(shape, str):
        return Definition(name, None, str(shape), ())
    kinds = tuple(part.strip() for part in shape.on.split("|")) if shape.on else ()
    return Definition(name, None if shape.title is None else str(shape.title), str(shape.value), kinds)


def _section_titles(document: PolicyDocument, pieces: Merged) -> Mapping[str, str]:
    """Titles by section: those of ``sections:``, then those of the cards."""
    titles = {name: str(piece.shape) for name, piece in pieces.sections.items()}
    for card in document.scorecards.values():
        for name, section in card.sections.items():
            titles.setdefault(str(name), str(section.title))
    return titles
