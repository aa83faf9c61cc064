"""Whose days, whose events: what frequencies, rates of subjects and coverage all ask (P4, P11, P16).

days on the roster  −  days of absence  =  a subject's days; ``who`` says on which he is bound
an event stands first in one stream: its own subject is whom its kind is about first
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import lru_cache

from kaohe.engine.event import Event
from kaohe.engine.form import subject_of
from kaohe.engine.meaning.evaluate import holds, value
from kaohe.engine.meaning.position import Position, after_day, events_of
from kaohe.engine.meaning.world import World
from kaohe.engine.roster import OfficeKind
from kaohe.rules.expression.reading import parts
from kaohe.rules.expression.tree import (
    Apply,
    Attribute,
    Context,
    Defined,
    Expression,
    ListTree,
    Literal_,
    Tree,
)
from kaohe.rules.period import days_in
from kaohe.rules.policy import Clause, Frequency, Span
from kaohe.rules.vocabulary import SubjectKind

Days = frozenset[date]
_STREAMS: tuple[SubjectKind, ...] = ("case", "unit", "leader")


# --- days -----------------------------------------------------------------------------------------


def days_of(world: World, kind: OfficeKind, subject: str, span: Span) -> Days:
    """The days of ``span`` that are the subject's: the unit lives or the leader holds a post, and is
    not absent.
    """
    own, away = _together(world.roster.days_of(kind, subject, span)), absences(world).get((kind, subject))
    return own - away if away else own


@lru_cache(maxsize=4096)
def _together(days: tuple[date, ...]) -> Days:
    """A set of days, one for all who have the same: there may be many subjects."""
    return frozenset(days)


def absences(world: World) -> Mapping[tuple[SubjectKind, str], Days]:
    """The days of each subject's ``absence`` events, both ends included, overlaps counted once."""
    return world.remembered("absences", lambda: _absences(world))


def lay_absences(world: World, away: Mapping[tuple[SubjectKind, str], Days]) -> None:
    """``away`` is what ``absences`` says from now on."""
    world.lay("absences", away)


def _absences(world: World) -> Mapping[tuple[SubjectKind, str], Days]:
    away: dict[tuple[SubjectKind, str], set[date]] = defaultdict(set)
    for position in own_positions(world, kinds_of_role(world, "absence")):
        event = position.event
        assert event is not None
        first, last = event.fields.get("from"), event.fields.get("to")
        if isinstance(first, date) and isinstance(last, date):
            away[position.stream.kind, position.stream.id].update(days_in(Span(first, last)))
    return {who: frozenset(days) for who, days in away.items()}


def bound_days(clause: Clause, form: Frequency, world: World, subject: str) -> Days:
    """The subject's days in the policy's period on which ``who`` holds (P11).

    It is asked day by day; where it reads the roster and nothing else, once between two of its changes.
    """
    return world.remembered(("bound", clause.id, subject), lambda: _bound_days(form, world, subject))


def lay_bound_days(clause: Clause, world: World, subject: str, days: Days) -> None:
    """``days`` is what ``bound_days`` says of the subject from now on."""
    world.lay(("bound", clause.id, subject), days)


def _bound_days(form: Frequency, world: World, subject: str) -> Days:
    own = days_of(world, form.subject_kind, subject, world.policy.period)
    by_roster = reads_only_the_roster(form.who.tree)
    alike = changes(world) if by_roster else tuple(days_in(world.policy.period))
    answers: dict[int, bool] = {}
    for day in sorted(own):
        stretch = bisect_right(alike, day)
        if stretch not in answers:
            answers[stretch] = holds(form.who, on_day(world, form.subject_kind, subject, day))
    return frozenset(day for day in own if answers[bisect_right(alike, day)])


def changes(world: World) -> tuple[date, ...]:
    """The days on which something begins to be said otherwise in the roster, ascending."""
    return world.remembered("roster changes", world.roster.changes)


def reads_only_the_roster(tree: Tree) -> bool:
    """Whether what is asked of ``subject`` on a day can change on no day but one of the roster's."""
    return _reads_only(tree, frozenset({"subject"}), Attribute)


def reads_only_the_day(tree: Tree) -> bool:
    """Whether what is asked of a day is the same for every subject."""
    return _reads_only(tree, frozenset({"day"}))


def _reads_only(tree: Tree, names: frozenset[str], *forms: type[Tree]) -> bool:
    if isinstance(tree, Context):
        return tree.name in names
    return isinstance(tree, (Literal_, Apply, ListTree, Defined, *forms)) and all(_reads_only(part, names, *forms) for part in parts(tree))


def on_day(world: World, kind: OfficeKind, subject: str, day: date) -> Position:
    """Where a subject is asked about on a day: after that day's events of its own stream."""
    return after_day(world, world.stream(kind, subject), day, subject=subject, asked=day)


def at_close(world: World, kind: OfficeKind, subject: str, day: date) -> Position:
    """Where what is due from a subject by ``day`` is reckoned up: after that day's events."""
    return after_day(world, world.stream(kind, subject), day, subject=subject)


# --- events ---------------------------------------------------------------------------------------


def kinds_of_role(world: World, role: str) -> tuple[str, ...]:
    """The kinds that play a role the engine knows (P27)."""
    return tuple(kind.name for kind in world.policy.vocabulary.kinds.values() if kind.role == role)


def own_positions(world: World, kinds: Collection[str]) -> Iterator[Position]:
    """Every event of the kinds once, at its own place: in the stream of whom it is about first.

    Streams in order of kind and id. Cases that nothing opened are not scored and not read.
    """
    for kind in _STREAMS if kinds else ():
        for stream in world.scored(kind):
            for position in events_of(world, stream, tuple(kinds)):
                if position.event is not None and own_kind(world, position.event) == kind:
                    yield position


def own_kind(world: World, event: Event) -> SubjectKind | None:
    """Of those its kind is about, the first that the event names."""
    about = world.policy.vocabulary.kinds[event.kind].about
    return next((kind for kind in about if subject_of(event, kind) is not None), None)


def judged_kind(by: Expression) -> OfficeKind:
    """What ``by`` names where something is scored: a unit or a leader."""
    return "leader" if by.type.name == "leader" else "unit"


def answering(by: Expression, position: Position, merged_by: date) -> str | None:
    """Whose row or mark it is: the subject ``by`` names; a merged unit's, of whatever date, is its
    successor's once the merger has happened (P16). None: nobody's.
    """
    named = value(by, position)
    if not isinstance(named, str) or by.type.name != "unit":
        return named if isinstance(named, str) else None
    return position.world.roster.answers_for(named, merged_by)
