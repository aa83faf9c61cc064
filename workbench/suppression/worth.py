"""What copies of cases are worth: one small replay of all of them, points by copy, clause and office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from kaohe.engine.event import Event
from kaohe.engine.reference import replay
from kaohe.engine.roster import Roster
from kaohe.rules.policy import Measure, Policy, Ratio
from kaohe.scoring.exclusive import excluded
from kaohe.scoring.limits import limited

Copy = tuple[str, str]
"""The case, by its root, and the name of its copy."""
Share = tuple[str, str]
"""A clause, and the office whose card, or whose leader's card, the points stand on."""


@dataclass(slots=True)
class Copies:
    """Events under numbers of their own, and whose copy each number and each event is."""

    events: list[Event] = field(default_factory=list)
    _owner: dict[str, Copy] = field(default_factory=dict)

    def add(self, copy: Copy, events: Iterable[Event]) -> None:
        for event in events:
            self.events.append(event)
            self._owner[f"event {event.id}"] = copy
            if event.case is not None:
                self._owner[f"case {event.case}"] = copy

    def of_case(self, case: str | None) -> Copy | None:
        return self._owner.get(f"case {case}")

    def of_event(self, event: str | None) -> Copy | None:
        """Whose copy an event is; None: nobody's (it is about no case that was copied)."""
        return self._owner.get(f"event {event}")


@dataclass(frozen=True, slots=True)
class Worth:
    """Points of each copy by clause and office, and the vetoes that a copy's events brought on an office."""

    points: Mapping[Copy, Mapping[Share, Fraction]]
    vetoes: Mapping[Copy, frozenset[Share]]


def worth_of(copies: Copies, policy: Policy, roster: Roster, as_of: date) -> Worth:
    """What events and deadlines write about the copies; ``policy`` as ``lifting`` leaves it.

    Rates are ``rates``': they join the cases of a year.
    """
    alone = tuple(clause for clause in policy.clauses if not isinstance(clause.form, Ratio | Measure))
    written = replay(replace(policy, clauses=alone), roster, copies.events, as_of)
    zeros = excluded(written.entries, policy)
    entries = (*written.entries, *zeros, *limited((*written.entries, *zeros), policy))
    points: dict[Copy, dict[Share, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for entry in entries:
        copy = copies.of_case(entry.case) or copies.of_event(entry.event)
        if copy is not None:
            points[copy][entry.clause, office(entry.subject_kind, entry.subject, roster)] += entry.points
    vetoes: dict[Copy, set[Share]] = defaultdict(set)
    for veto in written.vetoes:
        copy = copies.of_event(veto.event)
        if copy is not None and veto.confirmer is not None:
            vetoes[copy].add((veto.clause, office(veto.subject_kind, veto.subject, roster)))
    return Worth(points, {copy: frozenset(found) for copy, found in vetoes.items()})


def office(kind: str, subject: str, roster: Roster) -> str:
    """The unit itself, or the unit of a leader's main post: leaders answer for what their office does."""
    if kind == "unit":
        return subject
    posts: Sequence[object] = roster.posts_of(subject)
    return str(getattr(posts[0], "unit", subject)) if posts else subject

