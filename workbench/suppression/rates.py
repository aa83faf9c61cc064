"""What a move does to rates: the year's rows with the moved cases' rows exchanged, and the points of that.

A rate joins all cases of an office, so it cannot be judged on copies alone. Its rows can: a case's rows depend
on the case. An office would move only the cases that pay, so the rows that raise its figure and those that
lower it are exchanged apart, and what pays more counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from kaohe.engine.ledger import Tally
from kaohe.engine.meaning.rows import is_taken_out, rows
from kaohe.engine.meaning.tally import (
    Comparison,
    Group,
    comparison,
    groups,
    over_span,
    tally_of,
    whose,
    worth_of,
)
from kaohe.engine.meaning.world import World
from kaohe.engine.roster import Roster
from kaohe.rules.card_span import clause_spans
from kaohe.rules.policy import Clause, Measure, Policy, Ratio, Span
from kaohe.scoring.office import RosterOffice
from kaohe.scoring.rows import rows_of
from kaohe.scoring.sheet import Sheets, sheets_of
from kaohe.scoring.tallied import tallied
from kaohe.workbench.suppression.worth import Copies, Copy, Share, office

Line = tuple[str, Fraction]
"""A row: whose it is and what it is worth."""
Lines = dict[Copy | None, list[Line]]


@dataclass(frozen=True, slots=True)
class Rate:
    """One scored rate or measure over one span, with the rows of the year by subject."""

    clause: Clause
    form: Ratio | Measure
    span: Span
    world: World
    compare: Comparison
    year: Mapping[str, tuple[Fraction, ...]]

    def tally(self, subject: str, values: Iterable[Fraction]) -> Tally:
        return tally_of(self.clause, self.form, self.world, (subject, None), Group(list(values)), self.compare)


class Rates:
    """The scored rates of a policy over a year's events."""

    def __init__(self, policy: Policy, roster: Roster, year: World) -> None:
        self._policy, self._roster, self._year = policy, roster, year
        self._office = RosterOffice(policy, roster, year.as_of)
        self._sheets: Sheets = sheets_of(policy, self._office, year.as_of)[0]
        self._rates = list(self._counted())

    def _counted(self) -> Iterator[Rate]:
        for clause in self._policy.clauses:
            form = clause.form
            if isinstance(form, Ratio | Measure) and clause.score is not None:
                for span in clause_spans(self._policy, clause):
                    if span.from_ <= self._year.as_of:
                        yield self._rate(clause, form, span)

    def _rate(self, clause: Clause, form: Ratio | Measure, span: Span) -> Rate:
        world = over_span(self._year, span)
        year: dict[str, list[Fraction]] = defaultdict(list)
        for subject, worth in _lines(clause, form, world, None)[None]:
            year[subject].append(worth)
        as_of = self._year.as_of
        compare = comparison(form, world, lambda earlier: groups(clause, form, earlier, as_of)[0])
        return Rate(clause, form, span, world, compare, {who: tuple(values) for who, values in year.items()})

    def gains(self, copies: Copies, small: World, before: str, after: str) -> Mapping[str, Mapping[Share, Fraction]]:
        """By case the points that its moved copy (``after``) gains each office over the copy as it is."""
        gained: dict[str, dict[Share, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
        for rate in self._rates:
            lines = _lines(rate.clause, rate.form, over_span(small, rate.span), copies)
            exchanged = _exchanges(lines, before, after)
            for subject in sorted({who for one in exchanged.values() for side in one for who, _ in side}):
                cases, points = self._best(rate, subject, exchanged)
                for who, worth in points.items():
                    for case in cases:
                        gained[case][rate.clause.id, who] += worth / len(cases)
        return gained

    def _best(
        self, rate: Rate, subject: str, exchanged: Mapping[str, tuple[list[Line], list[Line]]]
    ) -> tuple[list[str], Mapping[str, Fraction]]:
        """The cases whose exchange pays an office most through this subject's figure, and what it pays."""
        sides: dict[bool, list[str]] = defaultdict(list)
        now = rate.tally(subject, rate.year.get(subject, ())).value
        for case, change in exchanged.items():
            then = rate.tally(subject, _after(rate, subject, [change])).value
            if then != now:
                sides[then is not None and (now is None or then > now)].append(case)
        tries = [(cases, self._paid(rate, subject, [exchanged[case] for case in cases])) for cases in sides.values()]
        return max(tries, key=lambda one: max(one[1].values(), default=Fraction(0)), default=([], {}))

    def _paid(self, rate: Rate, subject: str, changes: list[tuple[list[Line], list[Line]]]) -> Mapping[str, Fraction]:
        """What offices gain in points when the subject's rows are exchanged."""
        now, then = self._points(rate, {}), self._points(rate, {subject: _after(rate, subject, changes)})
        return {who: then.get(who, Fraction(0)) - now.get(who, Fraction(0)) for who in now.keys() | then.keys()}

    def _points(self, rate: Rate, changed: Mapping[str, list[Fraction]]) -> dict[str, Fraction]:
        """The points of the rate by office, with the rows of some subjects as ``changed``."""
        values = {**rate.year, **changed}
        only = replace(self._policy, clauses=(rate.clause,))
        tallies = [rate.tally(subject, each) for subject, each in sorted(values.items())]
        lines = list(rows_of(only, tallies, self._sheets, self._year.as_of))
        points: dict[str, Fraction] = defaultdict(Fraction)
        for entry in tallied(self._office, lines, self._sheets).entries:
            points[office(entry.subject_kind, entry.subject, self._roster)] += entry.points
        return points


def _lines(clause: Clause, form: Ratio | Measure, world: World, copies: Copies | None) -> Lines:
    """The rows by copy (of the year: all under None); rows of nobody and exempted ones are left out."""
    found: Lines = defaultdict(list)
    for row in rows(form, world)[0]:
        subject = whose(form, row, world.as_of)
        copy = None if copies is None else copies.of_case(row.position.stream.id)
        if subject is not None and not is_taken_out(clause, row, world):
            found[copy].append((subject, worth_of(form, row)))
    return found


def _exchanges(lines: Lines, before: str, after: str) -> dict[str, tuple[list[Line], list[Line]]]:
    """By case the rows that go and those that come, where they differ."""
    cases = {copy[0] for copy in lines if copy is not None}
    pairs = {case: (lines.get((case, before), []), lines.get((case, after), [])) for case in sorted(cases)}
    return {case: pair for case, pair in pairs.items() if sorted(pair[0]) != sorted(pair[1])}


def _after(rate: Rate, subject: str, changes: Iterable[tuple[list[Line], list[Line]]]) -> list[Fraction]:
    """The subject's values of the year after the exchange."""
    values = list(rate.year.get(subject, ()))
    for gone, come in changes:
        for who, worth in gone:
            if who == subject and worth in values:
                values.remove(worth)
        values += [worth for who, worth in come if who == subject]
    return values
