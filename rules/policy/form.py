"""The forms of clauses: what they look at, and when they fire (P3, P4, P11, P12, P21, P26, P28, P31, P35)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from kaohe.rules.expression.tree import Expression
from kaohe.rules.policy.definition import At
from kaohe.rules.policy.head import PrintRound, Span
from kaohe.rules.record import record
from kaohe.rules.value import Duration
from kaohe.rules.vocabulary import SubjectKind

Otherwise = Literal["full", "zero", "omit"]


@record
class Revoke:
    at: At
    within: Duration | None


@record
class On:
    """At each event of ``at.kinds`` where ``at.when`` holds. ``subject`` is the stream read."""

    at: At
    stream: SubjectKind
    vest: Duration | None


@record
class Extend:
    at: At
    add: Expression
    at_most: Duration | None
    times: int | None


@record
class Restart:
    at: At
    carry: Literal["whole", "rest"]


@record
class DueBefore:
    """``due: {of: clause, minus: 15d}``: ``minus`` days before that deadline's due day."""

    clause: str
    minus: Duration


@record
class Outcome:
    points: Expression
    per: Literal["occurrence", "day", "workday", "week", "month"]
    at_most: Fraction | None


@record
class Deadline:
    """P3, P4. Exactly one of ``within`` (a duration expression), ``due`` (a date expression) and
    ``before``; none of them: an instance is only finished or open. ``start`` is None with
    ``before``. ``finish.when`` is the document's ``where``, judged at the finish.
    """

    stream: SubjectKind
    start: At | None
    finish: At
    within: Expression | None
    due: Expression | None
    before: DueBefore | None
    match: tuple[str, ...]
    lapse: tuple[At, ...]
    extend: Extend | None
    pause: tuple[str, ...]
    restart: Restart | None
    roll: Literal["none", "next_workday"]
    late: Outcome | None
    on_time: Outcome | None


@record
class Short:
    points: Expression
    per: Literal["missing", "period"]
    at_most: Fraction | None


FrequencyUnit = Literal["day", "week", "half_month", "month", "quarter", "half_year", "year", "named"]


@record
class Frequency:
    """P11, P34. ``per`` ``named`` takes its spans from ``spans``. ``by`` says whose event it is;
    ``who`` (with ``subject``) which subjects are bound that day; ``days`` (with ``day``) which days
    ask, for ``per: day``.
    """

    at: At
    subject_kind: Literal["unit", "leader"]
    by: Expression
    per: FrequencyUnit
    spans: tuple[Span, ...]
    days: Expression | None
    at_least: Expression
    who: Expression
    count: Literal["events", "days"]
    working: bool
    silent: Literal["no_data", "zero"]
    self_reported: bool
    short: Short | None


@record
class Over:
    """What the rows of a ratio or measure are: cases at their end, events of kinds, subjects of the
    roster, or decided instances of a deadline.
    """

    what: Literal["cases", "units", "leaders", "events", "deadline"]
    kinds: tuple[str, ...] = ()
    clause: str | None = None
    stream: SubjectKind = "case"


@record
class Ratio:
    """P12. ``hit`` is a bool expression, or ``on_time`` / ``finished`` over a deadline."""

    over: Over
    where: Expression | None
    all_time: bool
    hit: Expression | Literal["on_time", "finished"]
    by: Expression
    minimum: int
    otherwise: Otherwise | None
    round: PrintRound | None
    score_rounded: bool
    against: Expression | Literal["previous_year"] | None
    split: Expression | None


Statistic = Literal["mean", "median", "p80", "p90", "sum", "count", "max", "min"]


@record
class Measure:
    """P21. ``value`` is None for ``count``."""

    over: Over
    where: Expression | None
    all_time: bool
    value: Expression | None
    statistic: Statistic
    by: Expression
    divide_by: Expression | None
    minimum: int
    otherwise: Otherwise | None
    round: PrintRound | None
    score_rounded: bool
    against: Expression | Literal["previous_year"] | None
    split: Expression | None


@record
class Appraisal:
    """P26, P35. ``items`` and ``groups`` are weights; None: one item, one group."""

    kinds: tuple[str, ...]
    where: Expression | None
    field: str
    least: Fraction
    greatest: Fraction
    item: str | None
    items: Mapping[str, Fraction] | None
    group: str | None
    groups: Mapping[str, Fraction] | None
    reviewer: str | None
    trim: int
    by: Expression
    minimum: int
    otherwise: Otherwise | None
    reason: str | None
    second: str | None
    document: str | None
    factor: Fraction | None
    round: PrintRound | None


@record
class Item:
    name: str
    title: str
    pass_: Expression


@record
class Checklist:
    """P28: one entry per item missing or present, at the end position."""

    over: Over
    where: Expression | None
    all_time: bool
    items: tuple[Item, ...]
    missing: Expression | None
    present: Expression | None


@record
class Manual:
    """A paragraph that needs a human: ``reason`` why, asked for as a mark at run time (P35)."""

    reason: str


Form = On | Deadline | Frequency | Ratio | Measure | Appraisal | Checklist | Manual
