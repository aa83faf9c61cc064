"""Tallies to rows: a clause's rate, measure or mark of each subject, through its score shape, to points.

tallies --scored_value--> values --shapes, relative--> rows --tallied--> score entries
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kaohe.engine.ledger import Tally
from kaohe.rules.card_span import clause_spans, whole
from kaohe.rules.policy import Clause, Manual, Measure, Otherwise, Policy, Ratio, Score, Span
from kaohe.rules.value import plain, rounded, shown
from kaohe.scoring.card import SubjectKind
from kaohe.scoring.office import Office
from kaohe.scoring.relative import peers_points
from kaohe.scoring.shapes import Absolute, entered, points_of
from kaohe.scoring.sheet import Sheets


@dataclass(frozen=True, slots=True)
class Row:
    """One subject's figure over one span. ``tally`` None: no row at all, judged as below the minimum.

    ``points`` are exact on the ledger's grid; None: omitted. ``widest``: no wider span of this clause
    is scored, so a subject without a card is met here, and only here.
    """

    clause: Clause
    kind: SubjectKind
    subject: str
    span: Span
    tally: Tally | None
    points: Fraction | None
    text: str
    widest: bool = False


def rows_of(policy: Policy, tallies: Iterable[Tally], sheets: Sheets, as_of: date) -> Iterator[Row]:
    """A row for every tally that a scored clause is judged by, over each span that some card counts."""
    by_clause: dict[tuple[str, str], list[Tally]] = {}
    for tally in tallies:
        if tally.subject is not None and tally.subject_kind != "code" and tally.split is None:
            by_clause.setdefault((tally.clause, tally.period), []).append(tally)
    for clause, span in scored_spans(policy, as_of):
        mine = by_clause.get((clause.id, span.name), [])
        names = {each.name for each in clause_spans(policy, clause)}
        widest = span.name == whole(policy).name or whole(policy).name not in names
        yield from _rows(clause, span, mine, sheets, widest)


def scored_spans(policy: Policy, as_of: date) -> Iterator[tuple[Clause, Span]]:
    """Each clause whose score comes from tallies, with each span it is scored over so far."""
    for clause in policy.clauses:
        if clause.score is not None and clause.kind != "monitored":
            for span in clause_spans(policy, clause):
                if span.from_ <= as_of:
                    yield clause, span


def _rows(
    clause: Clause, span: Span, tallies: Sequence[Tally], sheets: Sheets, widest: bool
) -> Iterator[Row]:
    score = clause.score
    assert score is not None
    values = {
        tally.subject: value
        for tally in tallies
        if tally.subject is not None and (value := scored_value(clause, tally)) is not None
    }
    exact = _points(score, values, _peers(_row_kind(clause), span, sheets))
    for tally in tallies:
        assert tally.subject is not None
        assert tally.subject_kind != "code"
        points = exact.get(tally.subject)
        worth = unscored(score, _otherwise(clause)) if points is None else entered(score, points)
        said = _said(clause, tally)
        yield Row(clause, tally.subject_kind, tally.subject, span, tally, worth, said, widest)


def scored_value(clause: Clause, tally: Tally) -> Fraction | None:
    """The value that is scored: exact, or as printed where the clause says so; None: too few rows."""
    if tally.value is not None and isinstance(clause.form, Ratio | Measure) and clause.form.score_rounded:
        return printed_value(clause, tally.value)
    return tally.value


def printed_value(clause: Clause, value: Fraction) -> Fraction:
    """``value`` rounded as the clause prints it; of a ratio, 4 places are two of its percentage."""
    rule = getattr(clause.form, "round", None)
    return value if rule is None else rounded(value, rule.places, rule.mode)


def _peers(kind: SubjectKind, span: Span, sheets: Sheets) -> Mapping[str, str]:
    """The peer group of each subject that has a card over the span; the others are one group."""
    return {
        sheet.subject: f"{sheet.key}/{sheet.group}"
        for sheet in sheets.all
        if sheet.span.name == span.name and sheet.kind == kind
    }


def _points(score: Score, values: Mapping[str, Fraction], peers: Mapping[str, str]) -> dict[str, Fraction]:
    """The exact points of every subject with a value; shapes that compare do so within peer groups."""
    if isinstance(score.shape, Absolute):
        shape = score.shape
        return {who: points_of(shape, value) for who, value in values.items()}
    groups: dict[str, dict[str, Fraction]] = {}
    for who in sorted(values):
        groups.setdefault(peers.get(who, ""), {})[who] = values[who]
    return {
        who: points for members in groups.values() for who, points in peers_points(score.shape, members).items()
    }


def _row_kind(clause: Clause) -> SubjectKind:
    """Whose rows a clause has: those of units or of leaders, as its ``by`` says."""
    by = getattr(clause.form, "by", None)
    return "leader" if by is not None and by.type.name == "leader" else "unit"


def _otherwise(clause: Clause) -> Otherwise:
    return getattr(clause.form, "otherwise", None) or "zero"


def unscored(score: Score, otherwise: Otherwise) -> Fraction | None:
    """What a row under its minimum, or without a base, is worth; None: omitted (P12)."""
    return {"full": score.full, "zero": Fraction(0), "omit": None}[otherwise]


def absent_rows(policy: Policy, rows: Iterable[Row], office: Office, as_of: date) -> Iterator[Row]:
    """A row for every subject that has none: nothing counted is below every minimum (P12).

    A paragraph judged by hand has no minimum: without a mark it has no row, and the run asks for one.
    """
    there = {(row.clause.id, row.span.name, row.subject) for row in rows}
    for clause, span in scored_spans(policy, as_of):
        assert clause.score is not None
        worth = unscored(clause.score, _otherwise(clause))
        kind = _row_kind(clause)
        for subject in () if isinstance(clause.form, Manual) else office.subjects(kind, span):
            if (clause.id, span.name, subject) not in there:
                yield Row(clause, kind, subject, span, None, worth, _too_few(clause, 0))


def _said(clause: Clause, tally: Tally) -> str:
    if tally.value is None:
        return _too_few(clause, tally.denominator)
    if isinstance(clause.form, Ratio):
        rule = clause.form.round
        percent = shown(tally.value * 100, max(rule.places - 2, 0) if rule else 2)
        counted = f"{plain(tally.numerator)}/{plain(tally.denominator)}"
        return f"{counted} = {percent}%" if clause.form.against is None else f"{counted}，较基数 {percent} 个百分点"
    return f"数值 {shown(tally.value, 2)}（{plain(tally.denominator)} 条）"


def _too_few(clause: Clause, rows: int | Fraction) -> str:
    least = getattr(clause.form, "minimum", 1)
    said = {"full": "计满分", "zero": "计零分", "omit": "不计，权重另分"}[_otherwise(clause)]
    return f"样本 {plain(Fraction(rows))}，不足 {least} 或无基数：{said}"
