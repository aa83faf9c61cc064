"""What a run leaves: entries (points), tallies (counts behind rates), gate rows, clocks.

*Score = the sum of its entries, nothing else.* Every entry names its clause, its subject and the
events because of which it stands; what a card adds, caps or rounds is an entry too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Literal

from kaohe.rules.problem import Problem
from kaohe.rules.record import record

PLACES = 6
"""Entries are exact in 10^-6 (DECIMAL(18,6)); totals are rounded by an entry of their own."""

Part = Literal[
    "charge", "late", "on_time", "short", "score", "item", "reverse", "zero",
    "cap_case", "cap", "start", "section", "reweigh", "base", "inherit", "adjust", "roll_up", "round",
    "veto", "monitored",
]
PARTS: tuple[Part, ...] = (
    "charge", "late", "on_time", "short", "score", "item", "reverse", "zero",
    "cap_case", "cap", "start", "section", "reweigh", "base", "inherit", "adjust", "roll_up", "round",
    "veto", "monitored",
)
"""In the order in which they stand in the ledger."""
_SAY_OF = frozenset({"short", "score", "item", "reverse", "zero", "adjust", "inherit", "roll_up", "veto"})
"""Parts that are about something named by ``of`` (whose row, which item, entry, card): it is in the id."""


@record
class Entry:
    """One line of the ledger.

    ``points`` is exact in 10^-6. ``role`` is the accountable line's (``unit``, ``principal`` …).
    ``event`` is the event the entry is about (a deadline: the start event), ``span`` the period a
    span entry is about (``2021-W05``, ``2021-03``, ``2021-H1``, ``2021``), ``of`` the entry this one
    reverses or zeroes, or a checklist's item, or the unit or card a figure was taken from (a span
    entry: the row's subject, when another answers for it). ``at`` dates the entry, ``due`` is a
    deadline's due day. ``share`` is the part of the line that fell to this subject. ``because`` are event ids in
    stream order. ``text`` is a short machine-made explanation (Chinese), no free text of anyone.
    ``instead_of`` is the merged unit whose entry this was before it passed to ``subject`` (P16).
    ``card`` is the card that counts this entry (``unit@2021``, ``township@2021-03``), set by scoring;
    None: no card counts it. The points of a subject's entries with one ``card`` add up to that card.
    """

    clause: str
    part: Part
    role: str
    subject_kind: Literal["unit", "leader"]
    subject: str
    points: Fraction
    at: date
    section: str | None = None
    kind: str = ""
    case: str | None = None
    event: str | None = None
    span: str | None = None
    of: str | None = None
    due: date | None = None
    share: Fraction = Fraction(1)
    because: tuple[str, ...] = ()
    basis: str = ""
    text: str = ""
    card: str | None = None
    instead_of: str | None = None

    @property
    def id(self) -> str:
        """The key written out: ``clause/role:subject[:merged unit]/anchor[/part]``.

        The anchor is the event, a checklist's case, or the span; parts other than ``charge`` and
        ``score`` are said: ``…/e5/late``, ``…/e5/reverse:e9``, ``…/cap_case:A1``, ``…/cap``. Unique within a run.
        """
        anchor = self.event or (self.case if self.part == "item" else None) or self.span or ""
        former = f":{self.instead_of}" if self.instead_of else ""
        tail = "" if self.part in ("charge", "score") else f"/{self.part}"
        if self.part in ("cap", "cap_case"):
            span = f"{self.span}/" if self.span else ""
            case = f":{self.case}" if self.part == "cap_case" else ""
            return f"{self.clause}/{self.role}:{self.subject}/{span}{self.part}{case}"
        if self.of is not None and self.part in _SAY_OF:
            tail = f"{tail}:{self.of}"
        if self.event is not None and self.span is not None:
            tail = f"{tail}:{self.span}"  # a delay that grew in a later span than it began
        return f"{self.clause}/{self.role}:{self.subject}{former}/{anchor}{tail}"


@record
class Tally:
    """The count behind one rate, measure or frequency.

    ``numerator``/``denominator``: hits and rows (ratio), sum and rows (measure: ``value`` holds the
    statistic), events and required (frequency). ``excluded`` counts exempted or unattributed rows.
    ``value`` is exact; None: no data (``minimum`` not reached, silent, no base). ``split`` is the
    value of the added dimension, never scored. ``subject`` None: rows whose ``by`` was missing.
    """

    clause: str
    subject_kind: Literal["unit", "leader", "code"]
    subject: str | None
    period: str
    numerator: Fraction
    denominator: Fraction
    excluded: int = 0
    value: Fraction | None = None
    split: str | None = None


@record
class GateRow:
    """One item of a gate at one event: passed or not (P29)."""

    gate: str
    item: str
    case: str | None
    event: str
    passed: bool


ClockOutcome = Literal["on_time", "late", "open", "suspended", "lapsed", "restarted", "finished"]


@record
class Clock:
    """One instance of a deadline.

    ``due`` is the due day (``due_at`` the instant in µs for h and wh); None without a limit.
    ``end`` is the event that ended it. ``extensions`` are the approvals that counted, ``refused``
    those that did not; ``pauses`` half-open day spans that were skipped, with the events that began
    and ended them. ``late_by`` is days late (at least 1), None when not late.
    """

    clause: str
    case: str | None
    start: str
    started: date
    due: date | None
    due_at: int | None
    end: str | None
    ended: date | None
    outcome: ClockOutcome
    extensions: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    pauses: tuple[tuple[date, date | None, str, str | None], ...] = ()
    late_by: int | None = None
    stream: tuple[str, str] = ("case", "")


@record
class Vesting:
    """An entry that waits for its vesting day: shown as pending, not scored (P31)."""

    entry: Entry
    vests: date


@record
class AppealStep:
    """What happened to a veto after it fired, as known at as-of (P19).

    ``notified``: the office was told (role notice, ``of`` the veto's event). ``filed``, ``decided``:
    an appeal against it (role appeal); ``outcome`` only when decided. ``revoked``: a ruling, an
    exemption or the clause's own ``revoke`` took it back. ``day`` is the local day of the event.
    """

    step: Literal["notified", "filed", "decided", "revoked"]
    event: str
    day: date
    outcome: Literal["upheld", "revoked", "changed"] | None = None


@record
class VetoEvent:
    """A veto clause that fired for a subject: P19 decides in ``scoring`` what it does.

    ``steps`` are in stream order.
    """

    clause: str
    subject_kind: Literal["unit", "leader"]
    subject: str
    event: str
    at: date
    proposer: str | None
    confirmer: str | None
    evidence: str | None
    steps: tuple[AppealStep, ...] = ()


@record
class Named:
    """How many standing events of a month (``2021-03``) name a subject, as header or field (P25).

    A subject that no event names, that has no tally row and no judged period, has *no data*.
    """

    subject_kind: Literal["unit", "leader"]
    subject: str
    month: str
    events: int


@record
class Coverage:
    """Whether a subject reported events of a self-reported kind in a month (P34)."""

    subject_kind: Literal["unit", "leader"]
    subject: str
    kind: str
    month: str
    status: Literal["reported", "zero_reported", "silent"]


@record
class Replay:
    """All that an engine says of one run, before limits and cards.

    ``entries`` hold clause entries and reversals (parts charge … reverse, monitored) in ledger
    order, and one ``adjust`` entry per ruling on a total (role ``ruling``, ``event`` the ruling);
    Entries, gates and clocks are tuples or records kept as columns (``engine.records``).
    ``named`` says which subjects events of the period name, after mergers; ``notices`` are the
    run's remarks (lines that reached nobody, unscored cases …).
    """

    entries: Sequence[Entry]
    tallies: tuple[Tally, ...]
    gates: Sequence[GateRow]
    clocks: Sequence[Clock]
    vestings: tuple[Vesting, ...]
    vetoes: tuple[VetoEvent, ...]
    coverage: tuple[Coverage, ...]
    notices: tuple[Problem, ...]
    named: tuple[Named, ...] = ()
