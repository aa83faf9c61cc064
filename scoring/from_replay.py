"""From what happened to cards: the order of the house, one step a line (P7).

entries and reversals, scores of tallies -> exclusive groups -> caps per case -> caps per subject
-> sections -> base -> inheritance -> rulings -> rounding -> veto -> grade -> rank
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kaohe.engine.ledger import Entry, Replay
from kaohe.engine.roster import Roster
from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem
from kaohe.scoring.bundles import bundles
from kaohe.scoring.card import Card, Scored
from kaohe.scoring.cards import cards_of, veto_entries
from kaohe.scoring.check import balanced
from kaohe.scoring.data import key_of, with_data
from kaohe.scoring.draft import desk, drawn_up
from kaohe.scoring.exclusive import excluded
from kaohe.scoring.filed import filed, strays
from kaohe.scoring.limits import limited
from kaohe.scoring.office import Office, RosterOffice
from kaohe.scoring.order import in_ledger_order
from kaohe.scoring.rows import absent_rows, rows_of
from kaohe.scoring.sheet import Sheets, sheets_of
from kaohe.scoring.tallied import tallied
from kaohe.scoring.unrisked import about, with_unrisked, without
from kaohe.scoring.veto import unjudged, veto_lines


def score(policy: Policy, roster: Roster, replay: Replay, as_of: date) -> Scored:
    """The ledger with all structural entries, the cards made of it, and what is to be said.

    Score = the sum of its entries: checked before anything is returned; ``Unbalanced`` is our fault.
    """
    return scored_by(RosterOffice(policy, roster, as_of), policy, replay, as_of)


def scored_by(office: Office, policy: Policy, replay: Replay, as_of: date) -> Scored:
    """``score`` with any office: who there was, what expressions say, who answers."""
    sheets, doubts = sheets_of(policy, office, as_of)
    replayed = filed(replay.entries, policy, sheets)
    happened = bundles(replayed, policy)

    def again(rest: Policy, gone: frozenset[str]) -> Sequence[Card]:
        kept = [entry for entry in happened if about(entry) not in gone]
        return _added_up(office, rest, without(replay, gone), sheets, kept, as_of).cards

    found = _added_up(office, policy, replay, sheets, happened, as_of)
    ledger = in_ledger_order(policy, replayed, found.added)
    balanced(ledger, found.cards)
    notices = dict.fromkeys((*replay.notices, *doubts, *found.notices))
    return Scored(ledger, with_unrisked(found.cards, policy, again), replay.tallies, tuple(notices))


@dataclass(frozen=True, slots=True)
class Added:
    """The cards, what they add to what happened, and what is to be said of it."""

    cards: tuple[Card, ...]
    added: tuple[Entry, ...]
    notices: tuple[Problem, ...]


def _added_up(
    office: Office, policy: Policy, replay: Replay, sheets: Sheets, happened: Sequence[Entry], as_of: date
) -> Added:
    """From what happened, on the cards that count it, to cards."""
    rows = list(rows_of(policy, replay.tallies, sheets, as_of))
    real = tallied(office, rows, sheets)
    earned = filed(real.entries, policy, sheets)
    data = with_data(policy, office, replay, (*happened, *earned), sheets)
    carded = Sheets(tuple(sheet for sheet in sheets.all if key_of(sheet) in data))
    absent = tallied(office, list(absent_rows(policy, rows, office, as_of)), carded, real.reached)
    scores = (*earned, *filed(absent.entries, policy, sheets))
    zeros = excluded((*happened, *scores), policy)
    limits = limited((*happened, *scores, *zeros), policy)
    counted = (*happened, *scores, *zeros, *limits)
    marks = (*real.marks, *absent.marks)
    drafts = drawn_up(desk(policy, office, sheets, data=data, entries=counted, marks=marks))
    vetoes, flaws = veto_lines(policy, replay.vetoes, as_of)
    made = [entry for draft in drafts for entry in draft.made]
    added = (*scores, *zeros, *limits, *made, *veto_entries(drafts, vetoes))
    told = (*real.notices, *strays(counted, policy, sheets), *flaws, *unjudged(policy, replay.vetoes, sheets))
    return Added(cards_of(policy, drafts, vetoes), added, told)
