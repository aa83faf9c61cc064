"""The verdict on a year: every move of the vocabulary tried, every clause that pays named (P20).

Tiers: refused (a move pays), accepted (it pays, a named clause costs more once it is found out, and somebody
outside answers for that till a day), warned (accepted, but only if more than every second case is found).
What is never accepted — zero targets, ranks by volume — the structure tells already (``rules.check.suppression``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kaohe.engine.event import Event
from kaohe.engine.roster import Roster
from kaohe.rules.policy import Clause, Policy
from kaohe.rules.problem import Problem, problem, warning
from kaohe.rules.value import shown
from kaohe.workbench.suppression.trial import Bench, Gain, Trial

SAMPLE = 100
"""The most cases that each move is tried in, unless said."""
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Paid:
    """A clause by which a move paid: how often, how much at most in one case, to whom.

    ``counter`` is the clause that an accepted risk names against it; None: nobody accepted it. ``share`` is
    the part of such cases that must be found for the move not to pay; ``loose`` counts cases in which
    being found out left a gain, or moved the counter clause not at all.
    """

    clause: str
    gains: int
    points: Fraction
    office: str
    case: str
    counter: str | None
    share: Fraction
    loose: int


@dataclass(frozen=True, slots=True)
class Tried:
    """One move's result: the trial, and the clauses that paid, most first."""

    trial: Trial
    paid: tuple[Paid, ...]

    @property
    def accepted(self) -> bool:
        """Whether every clause that paid was accepted, with a counter clause that outweighs."""
        return all(each.counter is not None and not each.loose for each in self.paid)


@dataclass(frozen=True, slots=True)
class Suppression:
    """All moves tried, and what is to be said of them."""

    tried: tuple[Tried, ...]
    problems: tuple[Problem, ...]
    seed: int


def suppression(
    policy: Policy, roster: Roster, events: Sequence[Event], *, as_of: date | None = None, seed: int = 1,
    sample: int = SAMPLE, told: Callable[[str], None] | None = None,
) -> Suppression:  # fmt: skip
    """Replays the year with each move in up to ``sample`` cases chosen by ``seed``.

    ``as_of`` defaults to the last day of the period; ``told`` hears each move's title before it is tried.
    The same input and seed give the same result.
    """
    bench = Bench(policy, roster, events, as_of or policy.period.to, seed=seed, limit=sample)
    tried = []
    for move in policy.vocabulary.moves.values():
        if told is not None:
            told(move.title)
        tried.append(_tried(bench.trial(move), policy))
    said = [one for each in tried for one in _said(each, policy, seed)]
    return Suppression(tuple(tried), tuple(said), seed)


def _tried(trial: Trial, policy: Policy) -> Tried:
    clauses = {clause for gain in trial.gains for clause in gain.clauses}
    paid = [_paid(clause, trial, policy) for clause in sorted(clauses)]
    return Tried(trial, tuple(sorted(paid, key=lambda each: (-each.points, each.clause))))


def _paid(clause: str, trial: Trial, policy: Policy) -> Paid:
    gains = [gain for gain in trial.gains if clause in gain.clauses]
    most = max(gains, key=lambda gain: (gain.clauses[clause], gain.case))
    counter = counter_of(clause, trial.move.name, policy)
    return Paid(
        clause, len({gain.case for gain in gains}), most.clauses[clause], most.office, most.case, counter,
        max(gain.break_even for gain in gains), sum(_loose(gain, counter) for gain in gains),
    )  # fmt: skip


def _loose(gain: Gain, counter: str | None) -> bool:
    return counter is not None and not (gain.deterred and counter in gain.counters)


def counter_of(clause: str, move: str, policy: Policy) -> str | None:
    """The clause named against this move by this clause in an accepted risk; None: none is."""
    for risk in policy.accepted_risks:
        if clause in risk.clauses and move in risk.moves:
            return risk.counter_clause
    own = policy.clause(clause).accepted_risk
    return None if own is None else own.counter_clause


def _said(tried: Tried, policy: Policy, seed: int) -> Iterator[Problem]:
    trial = tried.trial
    for paid in tried.paid:
        facts = {
            "id": paid.clause, "title_zh": trial.move.title, "title_en": trial.move.name, "points": shown(paid.points, 2),
            "tried": trial.tried, "seed": seed,
        }  # fmt: skip
        place = _of(paid, policy).place
        if paid.counter is None:
            whose = {"gains": paid.gains, "office": paid.office, "case": paid.case, "possible": trial.possible}
            yield problem("gate.pays", place, **facts, **whose)
        elif paid.loose:
            yield problem("gate.pays-when-found", place, **facts, counter=paid.counter, loose=paid.loose)
        elif paid.share > HALF:
            share = f"{shown(100 * paid.share, 0)}%"
            yield warning("gate.risk-thin", place, **facts, counter=paid.counter, share=share)


def _of(paid: Paid, policy: Policy) -> Clause:
    return policy.clause(paid.clause)
