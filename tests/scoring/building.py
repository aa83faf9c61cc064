"""Small policies, rosters and replays, built by hand: only what a scoring test is about is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from kaohe.engine.ledger import AppealStep, Entry, Named, Replay, Tally, VetoEvent
from kaohe.engine.roster import ALWAYS, FOREVER, Roster, Tenure, UnitRow
from kaohe.rules.calendar import Calendar
from kaohe.rules.expression.tree import Apply, Attribute, Context, Expression, Literal_, Type, constant
from kaohe.rules.place import NOWHERE
from kaohe.rules.policy import (
    At,
    Basis,
    Cap,
    Clause,
    Frequency,
    Grade,
    Line,
    On,
    Over,
    Policy,
    Ratio,
    Score,
    Scorecard,
    Section,
    Source,
    Span,
    Veto,
)  # fmt: skip
from kaohe.rules.vocabulary import Vocabulary
from kaohe.scoring.card import Card, Scored
from kaohe.scoring.from_replay import score

YEAR = Span(date(2021, 1, 1), date(2021, 12, 31))
END = date(2021, 12, 31)
JUNE = date(2021, 6, 15)
CALENDAR = Calendar(
    "cn", "测试日历", frozenset({1, 2, 3, 4, 5}), frozenset({2021}), frozenset({date(2021, 10, 1)}),
    frozenset({date(2021, 10, 9)}), {}, 1,
)  # fmt: skip
VOCABULARY = Vocabulary(
    name="v", title="v", opens=None, counts=(), kinds={}, facts={}, unit_attributes={},
    leader_attributes={}, posts={"principal": "主要负责人", "deputy": "分管负责人"},
    forbidden_headers=(), forbidden_patterns={},
)  # fmt: skip
NO_CAP = Cap(None, None, times_share=True)


def exact(number: object) -> Fraction:
    """``"2/3"``, ``"0.5"``, ``-3``: an exact number."""
    return Fraction(str(number))


# --- expressions ----------------------------------------------------------------------------------


def subject(kind: str = "unit") -> Expression:
    return Expression(Context("subject", Type(kind)), "subject")  # type: ignore[arg-type]


def attribute(name: str, kind: str = "unit", type_: str = "code") -> Expression:
    """``subject.<name>``."""
    tree = Attribute(subject(kind).tree, name, Type(type_, optional=True))  # type: ignore[arg-type]
    return Expression(tree, f"subject.{name}")


def is_(name: str, value: str, kind: str = "unit") -> Expression:
    """``subject.<name> == "<value>"``."""
    tree = Apply("==", (attribute(name, kind).tree, Literal_(value, Type("code"))), Type("bool"))
    return Expression(tree, f'subject.{name} == "{value}"')


# --- clauses --------------------------------------------------------------------------------------


def line(number: int = 1, role: str = "unit", share: object = 1, **how: Any) -> Line:
    """A line that charges the row's subject; ``post`` the holders of a post of it."""
    if "post" in how:
        kind, subjects, of = "leader", (), subject()
    else:
        kind = how.pop("kind", "unit")
        subjects, of = (subject(kind),), None
    return Line(
        number, role, kind, subjects, how.pop("post", None), of, exact(share),
        how.pop("split", "equal"), None, how.pop("responsible_at", "entry"),
    )  # fmt: skip


PRINCIPAL = line(2, "principal", "0.5", post="principal")


def cap(per_case: object = None, per_subject: object = None, *, times_share: bool = True) -> Cap:
    held = [None if each is None else exact(each) for each in (per_case, per_subject)]
    return Cap(held[0], held[1], times_share)


def clause(id_: str, kind: str = "deduction", section: str | None = "work", **how: Any) -> Clause:
    """A clause; ``cap`` for units and leaders alike."""
    both = how.pop("cap", NO_CAP)
    plain = Clause(
        id=id_, number=how.pop("number", 1), title=id_, kind=kind, section=section,  # type: ignore[arg-type]
        basis=(Basis("s", "原文", None, None),), points_from="example", in_force=YEAR,
        form=how.pop("form", On(At(("closed",), None), "case", None)), points=None, points_round=None,
        score=how.pop("score", None), lines=how.pop("lines", (line(),)), unit_cap=both, leader_cap=both,
        exclusive=None, revoke=(), veto=None, accepted_risk=None, note=None, place=NOWHERE,
    )  # fmt: skip
    return replace(plain, **how)


def ratio(by: str = "unit", minimum: int = 1, otherwise: str = "omit", **how: Any) -> Ratio:
    plain = Ratio(
        over=Over("cases"), where=None, all_time=True, hit=constant(value=True), by=subject(by),
        minimum=minimum, otherwise=otherwise, round=None, score_rounded=False, against=None, split=None,
    )  # type: ignore[arg-type]  # fmt: skip
    return replace(plain, **how)


def frequency(per: str = "week") -> Frequency:
    return Frequency(
        At(("meeting",), None), "unit", subject(), per, (), None, constant(Fraction(1)),  # type: ignore[arg-type]
        constant(value=True), "events", working=False, silent="no_data", self_reported=False, short=None,
    )  # fmt: skip


def indicator(id_: str, shape: Any, full: object, section: str = "work", **how: Any) -> Clause:
    """An indicator: a ratio through ``shape``, ``full`` marks."""
    form = how.pop("form", ratio())
    return clause(id_, "indicator", section, form=form, score=Score(shape, exact(full), None), **how)


def veto(id_: str, *effects: str) -> Clause:
    return clause(id_, "veto", None, veto=Veto(effects, "proposer", "confirmer", "evidence"))  # type: ignore[arg-type]


# --- cards ----------------------------------------------------------------------------------------


def section(name: str = "work", start: object = 0, **how: Any) -> Section:
    floor, most = (None if how.get(key) is None else exact(how[key]) for key in ("floor", "cap"))
    return Section(name, name, exact(start), floor, most, how.get("bonus", False))


def scorecard(name: str = "unit", *sections: Section, **how: Any) -> Scorecard:
    """A scorecard of 100 that admits everyone of its kind."""
    plain = Scorecard(
        name=name, of="unit", title=name, who=constant(value=True), out_of=exact(how.pop("out_of", 100)),
        base=exact(how.pop("base", 0)), sections=sections or (section(),), groups=None, grades=(),
        cycle=None, roll_up="mean", inherit=None, places=2,
    )  # fmt: skip
    return replace(plain, **how)


def grade(name: str, at_least: object = None, share: object = None, least: int = 0, places: str = "passed_on") -> Grade:
    bounds = [None if each is None else exact(each) for each in (at_least, share)]
    return Grade(name, name, bounds[0], bounds[1], least, places)  # type: ignore[arg-type]


def policy(*clauses: Clause, cards: Sequence[Scorecard] = (), **how: Any) -> Policy:
    numbered = tuple(replace(each, number=place) for place, each in enumerate(clauses))
    plain = Policy(
        name="p", title="p", version="1", period=YEAR, timezone="Asia/Shanghai", places=2,
        rounding="half_up", vocabulary=VOCABULARY, calendar=CALENDAR,
        sources={"s": Source("s", "来源", None, None, None)}, parameters={}, periods={}, states={},
        gates={}, clauses=numbered, scorecards=tuple(cards), appeals=None, section_titles={}, documents=(),
    )  # fmt: skip
    return replace(plain, **how)




# --- who there is ---------------------------------------------------------------------------------


def unit(id_: str, from_: date = ALWAYS, to: date = FOREVER, merged_into: str | None = None, **attributes: Any) -> UnitRow:
    return UnitRow(id_, from_, to, {"title": id_, **attributes}, merged_into)


def post(leader: str, of: str, from_: date = ALWAYS, to: date = FOREVER, role: str = "principal") -> Tenure:
    return Tenure(leader, of, role, from_, to, {"title": leader})


def roster(*rows: UnitRow | Tenure | str) -> Roster:
    """Units (or just their ids) and posts."""
    units: dict[str, tuple[UnitRow, ...]] = {}
    for row in rows:
        if not isinstance(row, Tenure):
            lived = unit(row) if isinstance(row, str) else row
            units[lived.id] = (*units.get(lived.id, ()), lived)
    return Roster(units, tuple(row for row in rows if isinstance(row, Tenure)))


# --- what happened --------------------------------------------------------------------------------


def entry(clause_: str, who: str, points: object, event: str | None = None, **how: Any) -> Entry:
    """A charge to a unit on 15 June."""
    plain = Entry(
        clause=clause_, part="charge", role="unit", subject_kind="unit", subject=who, points=exact(points),
        at=JUNE, event=event,
    )  # fmt: skip
    return replace(plain, **how)


def tally(clause_: str, who: str, hits: object, rows: object, **how: Any) -> Tally:
    """A ratio's count over the year; ``value`` None: below the minimum."""
    value = how.pop("value", exact(hits) / exact(rows) if exact(rows) else None)
    plain = Tally(clause_, "unit", who, "2021", exact(hits), exact(rows), 0, value, None)
    return replace(plain, **how)


def replay(*found: Entry | Tally | VetoEvent | Named) -> Replay:
    def only(kind: type) -> tuple[Any, ...]:
        return tuple(each for each in found if isinstance(each, kind))

    return Replay(only(Entry), only(Tally), (), (), (), only(VetoEvent), (), (), only(Named))


def named(*who: str, month: str = "2021-06", kind: str = "unit") -> tuple[Named, ...]:
    return tuple(Named(kind, each, month, 1) for each in who)  # type: ignore[arg-type]


def vetoed(who: str, *steps: AppealStep, clause_: str = "v", **how: Any) -> VetoEvent:
    """A confirmed veto with evidence on a unit."""
    plain = VetoEvent(clause_, "unit", who, "e1", JUNE, "proposer", "confirmer", "E-1", steps)
    return replace(plain, **how)


# --- what came out --------------------------------------------------------------------------------


def scored(policy_: Policy, roster_: Roster, *found: Any, as_of: date = END) -> Scored:
    return score(policy_, roster_, replay(*found), as_of)


def card_of(result: Scored, who: str, span: str = "2021") -> Card:
    """The one card of that subject over that span."""
    (card,) = [each for each in result.cards if each.subject == who and each.span == span]
    return card


def totals(result: Scored, span: str = "2021") -> Mapping[str, Fraction]:
    return {card.subject: card.total for card in result.cards if card.span == span}


def parts(result: Scored, who: str) -> list[tuple[str, Fraction]]:
    """Part and points of every entry of that subject, in ledger order."""
    return [(each.part, each.points) for each in result.entries if each.subject == who]
