"""The checked policy: everything an engine needs, nothing it must still look up or doubt.

    YAML --rules.document--> shapes --rules.policy_from_document--> Policy --engines--> ledger

All names are resolved, all conditions typed, all defaults filled in, all problems gone. Records
are frozen; numbers are exact (``Fraction``). The engines read this and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from kaohe.rules.calendar import Calendar
from kaohe.rules.expression.tree import Expression
from kaohe.rules.place import Place
from kaohe.rules.value import Duration, Rounding, Value
from kaohe.rules.vocabulary import SubjectKind, Vocabulary

Origin = Literal["source", "law", "external", "example"]
ClauseKind = Literal["deduction", "bonus", "veto", "indicator", "monitored"]
Otherwise = Literal["full", "zero", "omit"]
Effect = Literal["no_top_grade", "lowest_grade", "ranked_last"]
ANY = ("any",)


# --- head ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both ends included."""

    from_: date
    to: date
    name: str = ""

    def holds(self, day: date) -> bool:
        return self.from_ <= day <= self.to


@dataclass(frozen=True, slots=True)
class Source:
    name: str
    title: str
    file: str | None
    article: str | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Basis:
    source: str
    quote: str | None
    article: str | None
    row: str | None

    def text(self, sources: Mapping[str, Source]) -> str:
        """The basis in one line: the source's title, article and quotation."""
        title = sources[self.source].title if self.source in sources else self.source
        article = f" {self.article}" if self.article else ""
        quote = f"“{self.quote}”" if self.quote else ""
        return f"《{title}》{article}{quote}"


@dataclass(frozen=True, slots=True)
class Parameter:
    """Values by first day in force, ascending; a value is one ``Value`` or one per enum value.

    ``on(day)`` is the value in force that day; before its first date, its first value (P5).
    """

    name: str
    title: str | None
    unit: str | None
    by: str | None
    values: tuple[tuple[date, Value | Mapping[str, Value]], ...]
    points_from: Origin

    def on(self, day: date) -> Value | Mapping[str, Value]:
        current = self.values[0][1]
        for first, value in self.values:
            if first <= day:
                current = value
        return current


# --- definitions --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class At:
    """An event of one of ``kinds`` at which ``when`` holds (None: always)."""

    kinds: tuple[str, ...]
    when: Expression | None


@dataclass(frozen=True, slots=True)
class State:
    """True iff the latest begin or end before the position is a begin (P14)."""

    name: str
    title: str | None
    begins: tuple[At, ...]
    ends: tuple[At, ...]


@dataclass(frozen=True, slots=True)
class GateItem:
    name: str
    title: str
    pass_: Expression


@dataclass(frozen=True, slots=True)
class Gate:
    """Conditions an event of ``kinds`` must meet, all evaluated, each result kept (P29)."""

    name: str
    title: str | None
    kinds: tuple[str, ...]
    items: tuple[GateItem, ...]
    basis: Basis | None


# --- clause forms -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Revoke:
    at: At
    within: Duration | None


@dataclass(frozen=True, slots=True)
class On:
    """At each event of ``at.kinds`` where ``at.when`` holds. ``subject`` is the stream read."""

    at: At
    stream: SubjectKind
    vest: Duration | None


@dataclass(frozen=True, slots=True)
class Extend:
    at: At
    add: Expression
    at_most: Duration | None
    times: int | None


@dataclass(frozen=True, slots=True)
class Restart:
    at: At
    carry: Literal["whole", "rest"]


@dataclass(frozen=True, slots=True)
class DueBefore:
    """``due: {of: clause, minus: 15d}``: ``minus`` days before that deadline's due day."""

    clause: str
    minus: Duration


@dataclass(frozen=True, slots=True)
class Outcome:
    points: Expression
    per: Literal["occurrence", "day", "workday", "week", "month"]
    at_most: Fraction | None


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Short:
    points: Expression
    per: Literal["missing", "period"]
    at_most: Fraction | None


FrequencyUnit = Literal["day", "week", "half_month", "month", "quarter", "half_year", "year", "named"]


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Over:
    """What the rows of a ratio or measure are: cases at their end, events of kinds, subjects of the
    roster, or decided instances of a deadline.
    """

    what: Literal["cases", "units", "leaders", "events", "deadline"]
    kinds: tuple[str, ...] = ()
    clause: str | None = None
    stream: SubjectKind = "case"


@dataclass(frozen=True, slots=True)
class PrintRound:
    places: int
    mode: Rounding


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Item:
    name: str
    title: str
    pass_: Expression


@dataclass(frozen=True, slots=True)
class Checklist:
    """P28: one entry per item missing or present, at the end position."""

    over: Over
    where: Expression | None
    all_time: bool
    items: tuple[Item, ...]
    missing: Expression | None
    present: Expression | None


@dataclass(frozen=True, slots=True)
class Manual:
    """A paragraph that needs a human: ``reason`` why, asked for as a mark at run time (P35)."""

    reason: str


Form = On | Deadline | Frequency | Ratio | Measure | Appraisal | Checklist | Manual


# --- score shapes (P13, P36) --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rate:
    points: Fraction


@dataclass(frozen=True, slots=True)
class Band:
    """``bound`` None: the rest."""

    bound: Fraction | None
    points: Fraction


@dataclass(frozen=True, slots=True)
class Bands:
    """First that holds. ``least``: bounds are ``at_least``, descending; else ``at_most``, ascending."""

    least: bool
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class SlopeSide:
    per: Fraction
    points: Fraction


@dataclass(frozen=True, slots=True)
class Slope:
    at: Fraction
    full: Fraction
    below: SlopeSide | None
    above: SlopeSide | None
    steps: Literal["exact", "full", "started"]
    floor: Fraction | None
    ceiling: Fraction | None


@dataclass(frozen=True, slots=True)
class Each:
    points: Fraction
    at_most: Fraction | None


@dataclass(frozen=True, slots=True)
class Rank:
    """Places (1 first; −1 last) to points."""

    places: Mapping[int, Fraction]
    best: Literal["highest", "lowest"]
    ties: Literal["best", "mean"]


@dataclass(frozen=True, slots=True)
class ShareOfBest:
    points: Fraction
    best: Literal["highest", "lowest"]


@dataclass(frozen=True, slots=True)
class MinMax:
    points: Fraction
    base: Fraction
    best: Literal["highest", "lowest"]


@dataclass(frozen=True, slots=True)
class Mark:
    factor: Fraction


Shape = Rate | Bands | Slope | Each | Rank | ShareOfBest | MinMax | Mark


@dataclass(frozen=True, slots=True)
class Score:
    """``full`` is the shape's full marks (P13): P, the greatest band, ceiling, at_most, first place."""

    shape: Shape
    full: Fraction
    round: PrintRound | None


# --- who answers --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One line of ``accountable`` (P6, P33).

    ``kind`` is what it reaches. Exactly one of ``subjects`` (expressions giving ids or lists of
    ids) and ``post`` (with ``of``, the unit) is given. ``role`` names the line in entry ids: the
    post, or ``unit``/``leader``, or what ``role:`` says; unique within the clause.
    """

    number: int
    role: str
    kind: Literal["unit", "leader"]
    subjects: tuple[Expression, ...]
    post: str | None
    of: Expression | None
    share: Fraction
    split: Literal["equal", "each"]
    except_: Expression | None
    responsible_at: Literal["start", "due", "entry", "by_days"]


@dataclass(frozen=True, slots=True)
class Cap:
    """Magnitudes, None: no limit. ``times_share``: multiplied by the line's share (P7)."""

    per_case: Fraction | None
    per_subject: Fraction | None
    times_share: bool


@dataclass(frozen=True, slots=True)
class Exclusive:
    group: str
    per: Literal["case", "event", "subject"]
    keep: Literal["largest", "first", "latest"]


@dataclass(frozen=True, slots=True)
class Veto:
    """P19. The names are fields of the clause's trigger event."""

    effects: tuple[Effect, ...]
    proposer: str
    confirmer: str
    evidence: str


@dataclass(frozen=True, slots=True)
class AcceptedRisk:
    reason: str
    approver: str
    until: date
    counter_clause: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause. ``number`` is its place in the document (inherited clauses first).

    ``points`` for ``On`` and marks; ``score`` for ratio, measure, appraisal. ``unit_cap`` and
    ``leader_cap`` hold for what units and leaders are charged. ``lines`` is never empty for a
    scoring clause: without ``accountable`` it is one line charging the subject of ``by`` (ratio,
    measure, appraisal, frequency) or the row (checklist) in full.
    """

    id: str
    number: int
    title: str
    kind: ClauseKind
    section: str | None
    basis: tuple[Basis, ...]
    points_from: Origin | None
    in_force: Span
    form: Form
    points: Expression | None
    points_round: PrintRound | None
    score: Score | None
    lines: tuple[Line, ...]
    unit_cap: Cap
    leader_cap: Cap
    exclusive: Exclusive | None
    revoke: tuple[Revoke, ...]
    veto: Veto | None
    accepted_risk: AcceptedRisk | None
    note: str | None
    place: Place


# --- cards --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Section:
    """``start`` + sum of the section's entries, within [floor, cap] (P15)."""

    name: str
    title: str
    start: Fraction
    floor: Fraction | None
    cap: Fraction | None
    bonus: bool


@dataclass(frozen=True, slots=True)
class Grade:
    """``share``: at most floor(share × n) places of the peer group, ``least_places`` at least (P19)."""

    name: str
    title: str
    at_least: Fraction | None
    share: Fraction | None
    least_places: int
    places: Literal["passed_on", "vacant"]


@dataclass(frozen=True, slots=True)
class Inherit:
    """Adds share × (their total − their out_of): ``unit`` (a leader's units by days in post) or
    ``children`` (a unit's children, weighted mean by ``weight`` with ``subject`` the child).
    """

    from_: Literal["unit", "children"]
    share: Fraction
    weight: Expression | None
    card: str | None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """``sections`` in order. ``cycle`` None: one card for the period."""

    name: str
    of: Literal["unit", "leader"]
    title: str
    who: Expression
    out_of: Fraction
    base: Fraction
    sections: tuple[Section, ...]
    groups: Expression | None
    grades: tuple[Grade, ...]
    cycle: Literal["month", "quarter", "half_year"] | None
    roll_up: Literal["mean", "sum", "last", "min"]
    inherit: Inherit | None
    places: int


@dataclass(frozen=True, slots=True)
class Appeals:
    notified: str
    file_within: Duration
    decide_within: Duration


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy that has no problems left. ``documents`` are (name, SHA-256) of every file read."""

    name: str
    title: str
    version: str
    period: Span
    timezone: str
    places: int
    rounding: Rounding
    vocabulary: Vocabulary
    calendar: Calendar
    sources: Mapping[str, Source]
    parameters: Mapping[str, Parameter]
    periods: Mapping[str, tuple[Span, ...]]
    states: Mapping[str, State]
    gates: Mapping[str, Gate]
    clauses: tuple[Clause, ...]
    scorecards: tuple[Scorecard, ...]
    appeals: Appeals | None
    section_titles: Mapping[str, str]
    documents: tuple[tuple[str, str], ...]

    def clause(self, name: str) -> Clause:
        """The clause with that id; ``KeyError`` when there is none."""
        for clause in self.clauses:
            if clause.id == name:
                return clause
        raise KeyError(name)
