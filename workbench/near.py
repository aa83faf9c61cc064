"""Names in a run that may have been meant, where nothing bears the one that was asked about."""

from __future__ import annotations

from difflib import get_close_matches
from unicodedata import normalize

from kaohe.engine.event_search import case_names
from kaohe.engine.record_file import where
from kaohe.rules.policy import Policy
from kaohe.scoring.stored_run import Stored

_MANY = 20_000
"""Names that are compared with a wrong one in about a second."""


def plainly(what: str) -> str:
    """What was asked for without blanks around it and in half-width signs, as codes are written."""
    return normalize("NFKC", what).strip()


def near_subjects(what: str, stored: Stored) -> tuple[str, ...]:
    """Codes of subjects that may have been meant, by code, by title or by a part of it."""
    cards, what = stored.scored.cards, plainly(what)
    near = get_close_matches(what, {card.title for card in cards}, n=3)
    titled = [card.subject for card in cards if card.title in near or (what and what in card.title)]
    coded = get_close_matches(what, {card.subject for card in cards}, n=3)
    return tuple(dict.fromkeys([*coded, *sorted(titled)]))[:3]


def near_entries(what: str, stored: Stored, policy: Policy) -> tuple[str, ...]:
    """Ids of entries that may have been meant: of the same clause, or of one that is written nearly so."""
    what = plainly(what)
    clause, slash, _ = what.partition("/")
    likely = get_close_matches(clause, [each.id for each in policy.clauses], n=1) if slash else ()
    ids = [entry.id for name in likely for entry in where(stored.scored.entries, clause=name)]
    alike = ids if len(ids) <= _MANY else [id_ for id_ in ids if id_.rpartition(":")[0] == what.rpartition(":")[0]]
    return tuple(get_close_matches(what, alike, n=3))


def near_names(what: str, stored: Stored, policy: Policy) -> tuple[str, ...]:
    """Names in the run that may have been meant; of very many cases only those that begin alike."""
    what, cases = plainly(what), case_names(stored.events, policy.vocabulary, policy.timezone)
    alike = cases if len(cases) <= _MANY else [case for case in cases if case[:-2] == what[:-2]]
    return tuple(get_close_matches(what, dict.fromkeys([*(card.subject for card in stored.scored.cards), *alike]), n=3))
