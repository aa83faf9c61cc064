"""Links between cases -> matters: whose stream a case belongs to (P22).

A link leads from a case to an earlier one. The cases that links connect are one matter; its root is
the case from which no link leads on. Links in a circle say nothing about which came first: they are
reported and do not count, so every case of the circle keeps the links it has besides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from kaohe.rules.record import record

Leads = dict[str, set[str]]


@record
class Matters:
    """``roots`` holds linked cases only. ``circles`` are sets of cases whose links run in a circle,
    ``several`` the matters with more than one case that leads nowhere (root to all of them),
    ``outside`` the cases that links lead to and no event names.
    """

    roots: Mapping[str, str]
    circles: tuple[tuple[str, ...], ...] = ()
    several: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outside: tuple[str, ...] = ()

    def root(self, case: str) -> str:
        """The matter of ``case``: itself without links."""
        return self.roots.get(case, case)


def matters(links: Iterable[tuple[str, str]], first_places: Mapping[str, int]) -> Matters:
    """The matters that ``links`` (case, earlier case) make.

    ``first_places`` orders the cases by their first event. Where a matter has several cases that
    lead nowhere, the first of them is its root; a case without events comes last, then by id.
    """
    leads = _leads(links)
    circles = tuple(sorted(_circles(leads)))
    straight = _without(leads, circles)
    roots: dict[str, str] = {}
    several: dict[str, tuple[str, ...]] = {}
    for members in _connected(straight):
        ends = [case for case in members if not straight.get(case)]
        ends.sort(key=lambda case: (case not in first_places, first_places.get(case, 0), case))
        roots.update(dict.fromkeys(members, ends[0]))
        if len(ends) > 1:
            several[ends[0]] = tuple(ends)
    outside = tuple(sorted(case for case in roots if case not in first_places))
    return Matters(roots, circles, dict(sorted(several.items())), outside)


def _leads(links: Iterable[tuple[str, str]]) -> Leads:
    leads: Leads = {}
    for case, earlier in links:
        leads.setdefault(case, set()).add(earlier)
        leads.setdefault(earlier, set())
    return leads


def _circles(leads: Leads) -> Iterator[tuple[str, ...]]:
    """Every largest set of cases that lead to each other, and every case that leads to itself."""
    left = _on_the_way_to_a_circle(leads)
    while left:
        case = min(left)
        circle = {one for one in _reached(case, leads, left) if case in _reached(one, leads, left)}
        if circle:
            yield tuple(sorted(circle))
        left -= circle | {case}


def _on_the_way_to_a_circle(leads: Leads) -> set[str]:
    """What remains when cases that lead nowhere are taken away again and again."""
    comes_from: Leads = {}
    for case, onward in leads.items():
        for earlier in onward:
            comes_from.setdefault(earlier, set()).add(case)
    open_leads = {case: len(onward) for case, onward in leads.items()}
    ready = [case for case, count in open_leads.items() if count == 0]
    while ready:
        for case in comes_from.get(ready.pop(), ()):
            open_leads[case] -= 1
            if open_leads[case] == 0:
                ready.append(case)
    return {case for case, count in open_leads.items() if count}


def _reached(case: str, leads: Leads, among: set[str]) -> set[str]:
    """All cases of ``among`` that one or more links lead to from ``case``."""
    seen: set[str] = set()
    ahead = [case]
    while ahead:
        onward = (leads[ahead.pop()] & among) - seen
        seen |= onward
        ahead.extend(onward)
    return seen


def _without(leads: Leads, circles: Iterable[tuple[str, ...]]) -> Leads:
    """The links that do not stay within one circle."""
    circle_of = {case: number for number, circle in enumerate(circles) for case in circle}
    return {
        case: {earlier for earlier in onward if case not in circle_of or circle_of[case] != circle_of.get(earlier)}
        for case, onward in leads.items()
    }


def _connected(leads: Leads) -> Iterator[list[str]]:
    """The sets of cases that links connect, whichever way they lead."""
    both: Leads = {case: set(onward) for case, onward in leads.items()}
    for case, onward in leads.items():
        for earlier in onward:
            both[earlier].add(case)
    left = set(both)
    for case in sorted(both):
        if case in left:
            members = _reached(case, both, left) | {case}
            left -= members
            yield sorted(members)
