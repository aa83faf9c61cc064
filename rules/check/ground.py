"""What the clauses of one policy may speak of, and the one way in which they are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from kaohe.rules.calendar import Calendar
from kaohe.rules.check.kinds import kinds_from
from kaohe.rules.check.spot import Findings, Spot
from kaohe.rules.expression.check import typed
from kaohe.rules.expression.guard import guards_of
from kaohe.rules.expression.scope import Scope
from kaohe.rules.expression.syntax import Ident, Member, Syntax
from kaohe.rules.expression.tree import Expression, Literal_, Type
from kaohe.rules.policy import Parameter, Source, Span
from kaohe.rules.record import record
from kaohe.rules.value import Duration, Rounding
from kaohe.rules.vocabulary import SubjectKind, Vocabulary

BOOL = Type("bool")
NUMBER = Type("number")
DATE = Type("date")
DURATION = Type("duration")
CODE = Type("code")
Judged = Literal["unit", "leader"]


@record
class DeadlineName:
    """What other clauses need of a deadline: the kinds that open it (None: they could not be read)
    and the stream it runs in.
    """

    start: tuple[str, ...] | None
    stream: SubjectKind


@record
class Ground:
    """``names`` is the scope without a position, ``scopes`` the same in each stream. ``source_texts``
    are those at hand. ``broken`` are names whose own problem is already reported, so that "unknown"
    would be said of them in vain.
    """

    vocabulary: Vocabulary
    calendar: Calendar
    period: Span
    places: int
    rounding: Rounding
    names: Scope
    scopes: Mapping[SubjectKind, Scope]
    parameters: Mapping[str, Parameter]
    periods: Mapping[str, tuple[Span, ...]]
    sources: Mapping[str, Source]
    source_texts: Mapping[str, str]
    deadlines: Mapping[str, DeadlineName]
    state_streams: Mapping[str, frozenset[SubjectKind]]
    findings: Findings
    broken: frozenset[str] = frozenset()

    # --- reading --------------------------------------------------------------------------------

    def expression(
        self, text: str, scope: Scope, expected: Type | None, *, optional: bool = False,
        guards: Iterable[Syntax] = (),
    ) -> Expression | None:
        """The checked expression, or None; its problems are reported."""
        made, problems = typed(text, scope, expected, optional_ok=optional, guards=tuple(guards))
        self.findings.take(problems)
        return made

    def condition(self, text: str | None, scope: Scope, guards: Iterable[Syntax] = ()) -> Expression | None:
        """A condition, or None when there is none (or none that can be used, which is reported)."""
        return None if text is None else self.expression(text, scope, BOOL, guards=guards)

    def kinds(self, text: str, spot: Spot) -> tuple[str, ...] | None:
        """The kinds that ``text`` joins; None, reported, when one is unknown."""
        return kinds_from(text, spot.place_of(text), self.vocabulary, self.findings)

    # --- positions ------------------------------------------------------------------------------

    def at_event(
        self, stream: SubjectKind, kinds: tuple[str, ...], start: tuple[str, ...] | None = None
    ) -> Scope:
        """At an event of ``kinds``; ``start``: kinds of the event that opened the deadline (P1)."""
        return replace(self.scopes[stream], kinds=kinds, start=start)

    def at_point(self, stream: SubjectKind, start: tuple[str, ...] | None = None) -> Scope:
        """After every event up to a day: no event fields (a due point, the end of a span)."""
        return replace(self.scopes[stream], kinds=None, start=start)

    def of_subject(self, subject: Judged, *, day: bool = False) -> Scope:
        """Where a unit or leader is judged; ``day``: one day of a frequency is asked about."""
        return replace(self.scopes[subject], kinds=None, subject=subject, day=day)


def scopes_of(
    names: Scope, state_streams: Mapping[str, frozenset[SubjectKind]]
) -> dict[SubjectKind, Scope]:
    """The names in each stream: states are known where their events stand."""
    streams: tuple[SubjectKind, ...] = ("case", "unit", "leader")
    return {
        stream: replace(
            names, stream=stream,
            states=frozenset(name for name in names.states if stream in state_streams.get(name, frozenset())),
        )
        for stream in streams
    }


def term(name: str) -> str:
    """What a type is called in sentences (a term of the glossary)."""
    return "condition" if name == "bool" else name


def guarded(text: str | None, scope: Scope) -> tuple[Syntax, ...]:
    """What a condition guards for the expressions it stands before (P1)."""
    return guards_of(text, scope)


def from_start(guards: Iterable[Syntax]) -> tuple[Syntax, ...]:
    """What a deadline's ``when`` guards, as later expressions name it: ``start.<field>``."""
    return tuple(Member(Ident("start"), one.name) for one in guards if isinstance(one, Ident))


def length(value: Duration, text: str | None = None) -> Expression:
    """A literal duration as an expression."""
    return Expression(Literal_(value, DURATION), text or str(value))
