"""The suppression gate: no clause may make it pay that fewer petitions are recorded (P20).

Three tiers, told by structure and by the vocabulary's ``volume`` marks, never by intent:

* never — a target of none, a ranking by number, pay for a falling number;
* accepted risk — points that count petitions without a breach of duty, kept only when somebody
  answers for it till a day, with a clause that pulls the other way;
* warning — a rate whose numerator is petitions (repeat rate, one-time resolution), an act that
  counts only while none was, or one was, recorded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Literal

from kaohe.rules.check.ground import Ground
from kaohe.rules.check.merged import Merged, Piece
from kaohe.rules.check.volume import breach_stands, counts_petitions, reads_volume
from kaohe.rules.document.policy import ClauseShape
from kaohe.rules.expression.tree import Expression
from kaohe.rules.place import Place
from kaohe.rules.policy import (
    Bands,
    Checklist,
    Clause,
    Frequency,
    Measure,
    MinMax,
    On,
    Rank,
    Ratio,
    ShareOfBest,
    Slope,
)

Tier = Literal[
    "gate.volume", "gate.zero-target", "gate.volume-rank", "gate.volume-decline", "gate.volume-rate", "gate.volume-read"
]
_WARNED = frozenset({"gate.volume-rate", "gate.volume-read"})
_NEVER = frozenset({"gate.zero-target", "gate.volume-rank", "gate.volume-decline"})


def check_suppression(clauses: tuple[Clause, ...], pieces: Merged, ground: Ground) -> None:
    by_id = {clause.id: clause for clause in clauses}
    for clause in clauses:
        piece = pieces.clauses[clause.id]
        if clause.kind not in {"monitored", "veto"} and (opens := unmarked_opening(clause, ground)):
            ground.findings.doubt("gate.opens-unmarked", _place(piece), id=clause.id, kind=opens)
        tier = None if clause.kind in {"monitored", "veto"} else tier_of(clause, ground)
        place = _place(piece)
        if tier is not None and tier in _WARNED:
            ground.findings.doubt(tier, place, id=clause.id)
        elif tier is not None and (tier in _NEVER or clause.accepted_risk is None):
            ground.findings.refuse(tier, place, id=clause.id)
        _check_risk(clause, tier, by_id, pieces.clauses, ground)


def tier_of(clause: Clause, ground: Ground) -> Tier | None:
    """What the gate says of a scoring clause; None: nothing."""
    vocabulary = ground.vocabulary
    match clause.form:
        case Ratio(hit=Expression() as hit) if reads_volume(hit.tree, vocabulary):
            return "gate.zero-target" if _asks_for_all(clause) else "gate.volume-rate"
        case Measure() as form if counts_petitions(form, vocabulary) and not breach_stands(form.where, form.over.kinds, vocabulary):
            return _measure_tier(clause, form)
        case On() as form if _on_counts(clause, form, ground):
            return None if breach_stands(form.at.when, form.at.kinds, vocabulary) else "gate.volume"
        case On() as form if form.at.when is not None and reads_volume(form.at.when.tree, vocabulary):
            return "gate.volume-read"
        case Frequency() as form if any(vocabulary.kinds[kind].volume for kind in form.at.kinds):
            return None if breach_stands(form.at.when, form.at.kinds, vocabulary) else "gate.volume"
        case Checklist() as form if any(reads_volume(item.pass_.tree, vocabulary) for item in form.items):
            return "gate.volume"
    return None


def unmarked_opening(clause: Clause, ground: Ground) -> str | None:
    """The kind that opens cases, if the clause pays or charges by each such event and it bears no ``volume``.

    What opens a case is what comes in: without the mark the gate takes it for an act of the office.
    """
    opens, form = ground.vocabulary.opens, clause.form
    if opens is None or ground.vocabulary.kinds[opens].volume or not isinstance(form, On):
        return None
    if opens not in form.at.kinds or breach_stands(form.at.when, form.at.kinds, ground.vocabulary):
        return None
    return opens


def _on_counts(clause: Clause, form: On, ground: Ground) -> bool:
    """Whether the trigger is a petition, or what it is worth or waits for counts petitions."""
    vocabulary = ground.vocabulary
    return (
        counts_petitions(form, vocabulary)
        or (clause.points is not None and reads_volume(clause.points.tree, vocabulary))
    )


def _measure_tier(clause: Clause, form: Measure) -> Tier:
    shape = None if clause.score is None else clause.score.shape
    if isinstance(shape, Rank | ShareOfBest | MinMax):
        return "gate.volume-rank"
    if form.against is not None:
        return "gate.volume-decline"
    match shape:
        case Bands(least=False, bands=bands) if bands[0].bound is not None and bands[0].bound <= 0:
            return "gate.zero-target"
        case Slope(at=at, above=above) if at <= 0 and above is not None and above.points < 0:
            return "gate.zero-target"
    return "gate.volume"


def _asks_for_all(clause: Clause) -> bool:
    """Whether only a share of 100 % (or of none) earns anything: a target of zero in other words."""
    shape = None if clause.score is None else clause.score.shape
    if not isinstance(shape, Bands):
        return False
    paid = [band for band in shape.bands if band.points > 0]
    edge = 1 if shape.least else 0
    return bool(paid) and all(band.bound == edge for band in paid)


def _place(piece: Piece[ClauseShape]) -> Place:
    """Where the reader should look: the trigger."""
    key = next((name for name in ("on", "frequency", "ratio", "measure", "checklist") if getattr(piece.shape, name)), "id")
    spot = piece.spot / key
    return spot.place_of(piece.shape.on) if key == "on" else spot.place


# --- accepted risk ------------------------------------------------------------------------------


def _check_risk(
    clause: Clause, tier: Tier | None, by_id: Mapping[str, Clause], pieces: Mapping[str, Piece[ClauseShape]],
    ground: Ground,
) -> None:
    risk = clause.accepted_risk
    if risk is None:
        return
    here, findings = pieces[clause.id].spot / "accepted_risk", ground.findings
    if tier != "gate.volume":
        findings.doubt("gate.risk-needless", here.place, id=clause.id)
    for key in ("reason", "approver"):
        if not getattr(risk, key).strip():
            findings.refuse("clause.reason-empty", (here / key).place, key=key)
    last = min(ground.period.to, clause.in_force.to)
    if risk.until < last:
        findings.refuse("gate.risk-until", (here / "until").place, until=risk.until, last=last)
    if risk.counter_clause in pieces and risk.counter_clause not in by_id:
        return  # the counter clause has problems of its own
    reason = next(counter_faults((clause.id,), by_id.get(risk.counter_clause)), None)
    if reason is not None:
        findings.refuse("gate.risk-counter", (here / "counter_clause").place, clause=risk.counter_clause, why=reason)


def counter_faults(clauses: Collection[str], counter: Clause | None) -> Iterator[str]:
    """Why a counter clause does not pull the other way against ``clauses``."""
    if counter is None:
        yield "not in this policy"
    elif counter.id in clauses:
        yield "the clause itself"
    elif counter.kind == "monitored":
        yield "monitored only"
    elif counter.accepted_risk is not None:
        yield "an accepted risk itself"
