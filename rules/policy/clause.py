"""A clause: its form, what it is worth, who answers for it, what holds it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

from kaohe.rules.expression.tree import Expression
from kaohe.rules.place import Place
from kaohe.rules.policy.form import Form, Revoke
from kaohe.rules.policy.head import Basis, Origin, PrintRound, Span
from kaohe.rules.policy.score import Score
from kaohe.rules.record import record

ClauseKind = Literal["deduction", "bonus", "veto", "indicator", "monitored"]
Effect = Literal["no_top_grade", "lowest_grade", "ranked_last"]


@record
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


@record
class Cap:
    """Magnitudes, None: no limit. ``times_share``: multiplied by the line's share (P7)."""

    per_case: Fraction | None
    per_subject: Fraction | None
    times_share: bool


@record
class Exclusive:
    group: str
    per: Literal["case", "event", "subject"]
    keep: Literal["largest", "first", "latest"]


@record
class Veto:
    """P19. The names are fields of the clause's trigger event."""

    effects: tuple[Effect, ...]
    proposer: str
    confirmer: str
    evidence: str


@record
class AcceptedRisk:
    reason: str
    approver: str
    until: date
    counter_clause: str


@record
class StandingRisk:
    """Moves that would pay by ``clauses``, accepted for the whole policy (P20)."""

    moves: tuple[str, ...]
    clauses: tuple[str, ...]
    reason: str
    approver: str
    until: date
    counter_clause: str


@record
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
