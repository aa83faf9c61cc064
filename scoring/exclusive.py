"""Exclusive groups, 就高不重复: of the entries of one group for one subject, one stays (P30).

The others stay visible: each gets a ``zero`` entry that takes its points back and names the winner.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from kaohe.engine.ledger import Entry
from kaohe.rules.policy import Exclusive, Policy


def excluded(entries: Iterable[Entry], policy: Policy) -> tuple[Entry, ...]:
    """The zero entries that leave each exclusive group one winner. Reversed entries do not compete."""
    rules = {clause.id: clause.exclusive for clause in policy.clauses if clause.exclusive is not None}
    rivals: dict[Hashable, list[Entry]] = {}
    for entry in standing(entry for entry in entries if entry.clause in rules):
        if entry.points != 0:
            rivals.setdefault(_group(rules[entry.clause], entry), []).append(entry)
    return tuple(zero for group in rivals.values() for zero in _zeros(rules[group[0].clause], group))


def standing(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries that no reversal has taken back, without the reversals themselves."""
    kept = list(entries)
    reversed_ = {entry.of for entry in kept if entry.part == "reverse"}
    return tuple(entry for entry in kept if entry.part != "reverse" and entry.id not in reversed_)


def winner_over(zero: Entry, entries: Iterable[Entry], policy: Policy) -> Entry | None:
    """The entry that stands in place of the one which ``zero`` took back; None: it is not among ``entries``."""
    rules = {clause.id: clause.exclusive for clause in policy.clauses if clause.exclusive is not None}
    rule = rules.get(zero.clause)
    if rule is None:
        return None
    mine = [entry for entry in entries if (entry.subject_kind, entry.subject) == (zero.subject_kind, zero.subject)]
    made = ("zero", "cap_case", "cap")
    rivals = [entry for entry in standing(mine) if entry.clause in rules and entry.points and entry.part not in made]
    group = [entry for entry in rivals if _group(rules[entry.clause], entry) == _group(rule, zero)]
    return _winner(rule, group) if group else None


def _zeros(rule: Exclusive, group: Sequence[Entry]) -> list[Entry]:
    winner = _winner(rule, group)
    return [_zero(entry, winner, rule) for entry in group if entry is not winner]


def _group(rule: Exclusive, entry: Entry) -> Hashable:
    """Who competes with whom: same group, subject and card, and the same case or event if so stated.

    What has no case (an event about a unit, a span) competes over its event, else over its span.
    """
    about = (entry.case or entry.event or entry.span) if rule.per == "case" else entry.event or entry.span
    return (rule.group, entry.subject_kind, entry.subject, entry.card, None if rule.per == "subject" else about)


def _winner(rule: Exclusive, group: Sequence[Entry]) -> Entry:
    """Entries come in ledger order: of equals the first stays, for ``latest`` the last."""
    if rule.keep == "largest":
        return max(group, key=lambda entry: abs(entry.points))
    if rule.keep == "first":
        return min(group, key=lambda entry: entry.at)
    return max(reversed(group), key=lambda entry: entry.at)


def _zero(entry: Entry, winner: Entry, rule: Exclusive) -> Entry:
    text = f"就高不重复（{rule.group}）：保留 {winner.id}"
    return replace(entry, part="zero", points=-entry.points, of=entry.id, text=text, because=(), due=None)
