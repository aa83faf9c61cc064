"""Units and leaders over time. See ``Roster`` for what may be asked of it.

    roster document --roster_from_document--> Roster      (checked, with located problems)
    events          --roster_from_events----> Roster      (implied: the subjects that were seen)

Nothing here is computed but days and ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from kaohe.rules.period import days_in
from kaohe.rules.policy import Span
from kaohe.rules.record import record
from kaohe.rules.value import Value

FOREVER = date.max
ALWAYS = date.min

OfficeKind = Literal["unit", "leader"]
"""Who can be assessed. A case never is."""


@record
class UnitRow:
    """One stretch of a unit's life, both days included. ``attributes``: kind, level, parent,
    peer_group, population, title and what the vocabulary declares. ``aliases`` are other names
    under which foreign exports speak of the unit in that stretch.
    """

    id: str
    from_: date
    to: date
    attributes: Mapping[str, Value]
    merged_into: str | None = None
    aliases: tuple[str, ...] = ()

    def holds(self, day: date) -> bool:
        return self.from_ <= day <= self.to


@record
class Tenure:
    """A post held by ``leader`` in ``unit``, both days included."""

    leader: str
    unit: str
    post: str
    from_: date
    to: date
    attributes: Mapping[str, Value]
    acting: bool = False

    def holds(self, day: date) -> bool:
        return self.from_ <= day <= self.to


@record
class Roster:
    """All rows; rows of one id ascend by date and do not overlap.

    Tenures stand in the order written: of several posts held on one day the first written one is
    the main post and gives the leader's attributes (acting posts come after all others).
    ``implied`` says the roster was made from the subjects seen in the events.
    """

    units: Mapping[str, tuple[UnitRow, ...]] = field(default_factory=dict)
    tenures: tuple[Tenure, ...] = ()
    implied: bool = False
    _of_leader: Mapping[str, tuple[Tenure, ...]] = field(init=False, repr=False, compare=False)
    _of_office: Mapping[tuple[str, str], tuple[Tenure, ...]] = field(init=False, repr=False, compare=False)
    _changes: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        of_leader: dict[str, list[Tenure]] = defaultdict(list)
        of_office: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
        for tenure in sorted(self.tenures, key=lambda each: each.acting):
            of_leader[tenure.leader].append(tenure)
            of_office[tenure.post, tenure.unit].append(tenure)
        object.__setattr__(self, "_of_leader", {key: tuple(rows) for key, rows in of_leader.items()})
        object.__setattr__(self, "_of_office", {key: tuple(rows) for key, rows in of_office.items()})
        object.__setattr__(self, "_changes", _changes((*self.tenures, *(row for rows in self.units.values() for row in rows))))

    # --- who there is ---------------------------------------------------------------------------

    def subjects(self, kind: OfficeKind) -> tuple[str, ...]:
        """Every unit or leader of the roster, whenever it stood on it, by id."""
        return tuple(sorted(self.units if kind == "unit" else self._of_leader))

    def knows(self, kind: OfficeKind, subject: str) -> bool:
        """Whether the roster has any row of that unit or leader."""
        return subject in (self.units if kind == "unit" else self._of_leader)

    def stands(self, kind: OfficeKind, subject: str, day: date) -> bool:
        """Whether that unit lives, or that leader holds any post, on ``day``."""
        rows: Iterable[UnitRow | Tenure]
        rows = self.units.get(subject, ()) if kind == "unit" else self.posts_of(subject)
        return any(row.holds(day) for row in rows)

    def days_of(self, kind: OfficeKind, subject: str, span: Span) -> tuple[date, ...]:
        """The days of ``span`` on which the unit lives or the leader holds a post, ascending.

        Absences are events, not roster rows: ``meaning.subjects`` takes them off.
        """
        rows: Iterable[UnitRow | Tenure]
        rows = self.units.get(subject, ()) if kind == "unit" else self.posts_of(subject)
        return _days_of(tuple((max(row.from_, span.from_), min(row.to, span.to)) for row in rows))

    def changes(self) -> tuple[date, ...]:
        """The days on which any row begins or is over, ascending: between two of them all stays as it is."""
        return self._changes

    # --- units ----------------------------------------------------------------------------------

    def unit(self, unit: str, day: date) -> UnitRow | None:
        """The row of that unit on ``day``; None when it does not live then."""
        return next((row for row in self.units.get(unit, ()) if row.holds(day)), None)

    def children(self, unit: str, day: date) -> tuple[str, ...]:
        """The units directly under ``unit`` on ``day``, by id."""
        rows = ((each, self.unit(each, day)) for each in self.subjects("unit"))
        return tuple(each for each, row in rows if row and row.attributes.get("parent") == unit)

    def line_of(self, unit: str, day: date) -> Iterator[str]:
        """The unit itself, its parent on ``day``, the parent's parent, and so on."""
        seen: set[str] = set()
        step: Value = unit
        while isinstance(step, str) and step not in seen:
            seen.add(step)
            yield step
            step = self.attribute("unit", step, "parent", day)

    def ancestor_at(self, unit: str, level: str, day: date) -> str | None:
        """The unit itself or its nearest ancestor of that level on ``day``; None without one."""
        line = self.line_of(unit, day)
        return next((each for each in line if self.attribute("unit", each, "level", day) == level), None)

    def answers_for(self, unit: str, by: date = FOREVER) -> str:
        """Who answers for ``unit`` after the mergers that have happened by the end of ``by`` (P16).

        A merger takes effect the day after the unit's last day. A unit that ended without a merger
        (a split) answers for itself.
        """
        seen = {unit}
        while (next_ := self._successor(unit, by)) is not None and next_ not in seen:
            seen.add(next_)
            unit = next_
        return unit

    def _successor(self, unit: str, by: date) -> str | None:
        rows = self.units.get(unit, ())
        last = rows[-1] if rows else None
        return last.merged_into if last is not None and last.to < by else None

    def called(self, name: str, day: date) -> tuple[str, ...]:
        """The units that bear ``name`` as title or alias on ``day``, by id: one, none or a muddle."""
        return tuple(
            each
            for each in self.subjects("unit")
            if (row := self.unit(each, day)) and name in (row.attributes.get("title"), *row.aliases)
        )

    # --- leaders --------------------------------------------------------------------------------

    def posts_of(self, leader: str) -> tuple[Tenure, ...]:
        """All posts that leader ever held: main posts first, acting ones last."""
        return self._of_leader.get(leader, ())

    def holders(self, post: str, unit: str, day: date) -> tuple[str, ...]:
        """Who holds ``post`` of ``unit`` on ``day``, by id: nobody, one, or several.

        On a handover day both the leaving and the coming leader hold it; so does whoever acts (P6).
        """
        rows = self._of_office.get((post, unit), ())
        return tuple(sorted({row.leader for row in rows if row.holds(day)}))

    def tenures_in(self, post: str, unit: str, span: Span) -> tuple[Tenure, ...]:
        """The tenures of ``post`` in ``unit`` that share a day with ``span``, in the order written."""
        rows = self._of_office.get((post, unit), ())
        return tuple(row for row in rows if row.from_ <= span.to and span.from_ <= row.to)

    # --- attributes -----------------------------------------------------------------------------

    def attribute(self, kind: OfficeKind, subject: str, name: str, day: date) -> Value:
        """An attribute of a unit or leader as of ``day``; None when it is missing that day.

        Units: ``id kind level parent peer_group population title``; leaders: ``id unit level title
        post`` of the main post; and what the vocabulary declares.
        """
        if name == "id":
            return subject
        if kind == "unit":
            row = self.unit(subject, day)
            return row.attributes.get(name) if row else None
        tenure = next((each for each in self.posts_of(subject) if each.holds(day)), None)
        if tenure is None:
            return None
        if name in ("unit", "post"):
            return tenure.unit if name == "unit" else tenure.post
        return tenure.attributes.get(name)


def _changes(rows: Collection[UnitRow | Tenure]) -> tuple[date, ...]:
    over = {row.to + timedelta(days=1) for row in rows if row.to < date.max}
    return tuple(sorted({row.from_ for row in rows} | over))


@lru_cache(maxsize=4096)
def _days_of(stretches: tuple[tuple[date, date], ...]) -> tuple[date, ...]:
    """The days of any of the stretches, ascending; one tuple for all who have the same."""
    return tuple(sorted({day for first, last in stretches for day in days_in(Span(first, last, ""))}))
