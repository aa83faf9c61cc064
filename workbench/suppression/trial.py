"""One move tried on a sample of cases: who gains, by which clause, and what being found out costs."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kaohe.engine.event import Event
from kaohe.engine.meaning.world import World
from kaohe.engine.reference import world_of
from kaohe.engine.roster import Roster
from kaohe.engine.stream import Stream
from kaohe.rules.move import Move
from kaohe.rules.policy import Policy
from kaohe.workbench.suppression.lifting import lifted
from kaohe.workbench.suppression.moving import Ground, anchor_of, copied, found_events, moved
from kaohe.workbench.suppression.rates import Rates
from kaohe.workbench.suppression.worth import Copies, Share, Worth, worth_of

AS_IT_IS, MOVED, FOUND = "a", "m", "f"
"""The copies of a case: as it stands, after the move, and after the move was found out."""
Points = Mapping[Share, Fraction]


@dataclass(frozen=True, slots=True)
class Gain:
    """What one case is worth to one office more once the move is made.

    ``clauses`` are those that pay, ``points`` the sum of all that changes for the office and its leaders;
    ``found`` is that sum once it is found out, ``counters`` the clauses that then take points or veto.
    """

    case: str
    office: str
    points: Fraction
    clauses: Mapping[str, Fraction]
    found: Fraction
    vetoed: bool
    counters: frozenset[str]

    @property
    def deterred(self) -> bool:
        """Whether the office is worse off than without the move once it is found out."""
        return self.found < 0 or self.vetoed

    @property
    def break_even(self) -> Fraction:
        """The share of such cases that must be found for the move not to pay; 0: a veto outweighs any."""
        if self.vetoed:
            return Fraction(0)
        return self.points / (self.points - self.found) if self.found < 0 else Fraction(1)


@dataclass(frozen=True, slots=True)
class Trial:
    """A move, how many cases it could be made in, how many were tried, and what was gained in them."""

    move: Move
    possible: int
    tried: int
    gains: tuple[Gain, ...]


class Bench:
    """A year laid out for trials: its standing events in streams, its rates counted, its limits lifted.

    ``limit`` is the most cases tried of each move, ``seed`` chooses them.
    """

    def __init__(
        self, policy: Policy, roster: Roster, events: Sequence[Event], as_of: date, *, seed: int, limit: int
    ) -> None:
        self.ground = Ground(policy, roster, as_of)
        self._policy, self._limit, self._seed = lifted(policy), limit, seed
        self._year = world_of(self._policy, roster, events, as_of)[0]
        self._rates = Rates(self._policy, roster, self._year)
        self._case_fields = {
            kind.name: [field.name for field in kind.fields.values() if field.type.name == "case"]
            for kind in policy.vocabulary.kinds.values()
        }

    def cases(self, move: Move) -> list[tuple[Stream, Event]]:
        """The cases that the move can be made in, each with the event it is about."""
        found = ((stream, anchor_of(move, stream, self.ground)) for stream in self._year.scored("case"))
        return [(stream, anchor) for stream, anchor in found if anchor is not None]

    def trial(self, move: Move) -> Trial:
        """The move in a seeded sample of cases: each by itself, and then found out."""
        possible = self.cases(move)
        chance = random.Random(f"{self._seed}/{move.name}")  # noqa: S311 - a sample, not a secret
        sample = possible if len(possible) <= self._limit else sorted(chance.sample(possible, self._limit), key=_by_id)
        copies = Copies()
        for stream, anchor in sample:
            self._copy(copies, stream, AS_IT_IS, stream.events)
            self._copy(copies, stream, MOVED, moved(move, stream, anchor, self.ground))
        worth = self._worth(copies)
        small = self._small(copies)
        rates = self._rates.gains(copies, small, AS_IT_IS, MOVED)
        gained = _gained(worth, rates, [stream.id for stream, _ in sample])
        return Trial(move, len(possible), len(sample), tuple(self._found_out(move, sample, gained, worth)))

    def _found_out(
        self, move: Move, sample: Iterable[tuple[Stream, Event]], gained: Mapping[tuple[str, str], Points], hidden: Worth
    ) -> Iterable[Gain]:
        """Each gain beside what it comes to once the office that gained is found out."""
        copies = Copies()
        for stream, anchor in sample:
            for case, office in gained:
                if case == stream.id:
                    record = (*moved(move, stream, anchor, self.ground), *found_events(move, stream, anchor, office, self.ground))
                    self._copy(copies, stream, f"{FOUND}-{office}", record)
        worth = self._worth(copies)
        for (case, office), changes in gained.items():
            copy = (case, f"{FOUND}-{office}")
            yield _gain(case, office, changes, hidden.points.get((case, MOVED), {}), worth, copy)

    def _copy(self, copies: Copies, stream: Stream, tag: str, events: Iterable[Event]) -> None:
        cases = frozenset(event.case for event in stream.events if event.case is not None)
        copies.add((stream.id, tag), copied(events, cases, tag, self._case_fields))

    def _worth(self, copies: Copies) -> Worth:
        return worth_of(copies, self._policy, self.ground.roster, self.ground.as_of)

    def _small(self, copies: Copies) -> World:
        return world_of(self._policy, self.ground.roster, copies.events, self.ground.as_of)[0]


def _by_id(one: tuple[Stream, Event]) -> str:
    return one[0].id


def _gained(
    worth: Worth, rates: Mapping[str, Points], cases: Iterable[str]
) -> dict[tuple[str, str], Points]:
    """By case and office the change of each clause, where the office gains in all."""
    found: dict[tuple[str, str], Points] = {}
    for case in cases:
        changes: dict[Share, Fraction] = defaultdict(Fraction)
        for share, points in worth.points.get((case, MOVED), {}).items():
            changes[share] += points
        for share, points in worth.points.get((case, AS_IT_IS), {}).items():
            changes[share] -= points
        for share, points in rates.get(case, {}).items():
            changes[share] += points
        relieved = worth.vetoes.get((case, AS_IT_IS), frozenset()) - worth.vetoes.get((case, MOVED), frozenset())
        for office in sorted({office for _, office in changes}):
            mine = {share: points for share, points in changes.items() if share[1] == office and points}
            if sum(mine.values()) > 0 or any(share[1] == office for share in relieved):
                found[case, office] = mine
    return found


def _gain(case: str, office: str, changes: Points, hidden: Points, worth: Worth, copy: tuple[str, str]) -> Gain:
    after = worth.points.get(copy, {})
    lost = {share: after.get(share, Fraction(0)) - hidden.get(share, Fraction(0)) for share in {*after, *hidden} if share[1] == office}
    vetoes = {clause for clause, who in worth.vetoes.get(copy, frozenset()) if who == office}
    points = sum(changes.values(), Fraction(0))
    return Gain(
        case, office, points, {clause: worth for (clause, _), worth in changes.items() if worth > 0},
        points + sum(lost.values(), Fraction(0)), bool(vetoes),
        frozenset({clause for (clause, _), change in lost.items() if change < 0} | vetoes),
    )  # fmt: skip
