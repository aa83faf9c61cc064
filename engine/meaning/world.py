"""What one run looks at, and nothing else: no clock, no environment, no order of arrival."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from kaohe.engine.event import Event
from kaohe.engine.meaning import localtime
from kaohe.engine.roster import Roster
from kaohe.engine.stream import Stream, Streams
from kaohe.rules.policy import At, Policy, Span
from kaohe.rules.record import record
from kaohe.rules.vocabulary import SubjectKind

if TYPE_CHECKING:
    from kaohe.engine.meaning.position import Position
    from kaohe.rules.expression.tree import Expression, Tree

T = TypeVar("T")


class Judge(Protocol):
    """Who says whether a condition holds, when it is not reckoned here (the stream engine).

    ``triggers`` gives, in streams and order, at least the events at which ``at`` holds.
    """

    def holds(self, condition: Expression | Tree, position: Position) -> bool: ...

    def triggers(self, at: At, kind: SubjectKind, world: World) -> Iterator[Position]: ...


@record
class World:
    """Policy, roster and streams as known, looked at on ``as_of`` (its last instant, P5).

    ``span`` is what ``period.from`` and ``period.to`` mean and which entries are written: the
    policy's period; for rates one card's month, quarter or half year (P15). Streams hold only standing
    events up to as-of. ``memory`` keeps what is asked again and again; it never changes an answer.
    ``judge`` answers conditions in place of ``evaluate``; None, as a rule: nobody does.
    """

    policy: Policy
    roster: Roster
    streams: Streams
    as_of: date
    span: Span
    memory: dict[object, object] = field(default_factory=dict, compare=False, repr=False)
    judge: Judge | None = field(default=None, compare=False, repr=False)

    def day(self, at: int) -> date:
        """The local date of an instant."""
        return localtime.day_of(at, self.policy.timezone)

    def day_of(self, event: Event) -> date:
        """The local date of an event."""
        return self.day(event.at)

    def first_instant(self, day: date) -> int:
        return localtime.first_instant(day, self.policy.timezone)

    def last_instant(self, day: date) -> int:
        return localtime.last_instant(day, self.policy.timezone)

    @property
    def now(self) -> int:
        """The last instant of as-of."""
        return self.last_instant(self.as_of)

    def counts(self, day: date) -> bool:
        """Whether an entry of that date is written by this run: in the span, not after as-of (P5)."""
        return self.span.holds(day) and day <= self.as_of

    def stream(self, kind: SubjectKind, id: str) -> Stream:  # noqa: A002 - the domain's word
        """The stream of that subject; without events when nothing is known of it."""
        return self.streams.of(kind).get(id) or Stream(kind, id, ())

    def scored(self, kind: SubjectKind) -> tuple[Stream, ...]:
        """The streams that clauses read, by id; a case that nothing opened is reported, not scored (P1)."""
        return tuple(stream for _, stream in sorted(self.streams.of(kind).items()) if not stream.unopened)

    def remembered(self, key: object, make: Callable[[], T]) -> T:
        """``make()``, done once for each key."""
        here = (self.span, self.as_of, key)
        if here not in self.memory:
            self.memory[here] = make()
        return cast("T", self.memory[here])

    def lay(self, key: object, made: object) -> None:
        """Keeps what ``remembered`` would make under the key, reckoned by whoever knows a shorter way to the same."""
        self.memory[self.span, self.as_of, key] = made
