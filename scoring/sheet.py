"""Who gets which card, and which entry belongs on it (P15).

A *sheet* is a card before it has figures: scorecard, subject, span. ``who`` is judged on the last day
of the span on which the roster has the subject (as-of if earlier).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from kaohe.rules.card_span import card_spans, whole
from kaohe.rules.expression.tree import Expression
from kaohe.rules.place import NOWHERE, Place
from kaohe.rules.policy import Policy, Scorecard, Span
from kaohe.rules.problem import Problem, problem
from kaohe.scoring.card import SubjectKind, card_key
from kaohe.scoring.office import Office


@dataclass(frozen=True, slots=True)
class Sheet:
    """One subject's card over one span, before figures.

    ``day`` dates its structural entries: the span's last day, or as-of if earlier. ``rolls_up``: the
    year of a card made each month or quarter; clause entries stand on those, never on this.
    """

    scorecard: Scorecard
    subject: str
    title: str
    group: str
    span: Span
    day: date
    rolls_up: bool

    @property
    def kind(self) -> SubjectKind:
        return self.scorecard.of

    @property
    def key(self) -> str:
        return card_key(self.scorecard.name, self.span.name)

    @property
    def graded(self) -> bool:
        """Grades and vetoes are the year's (P15)."""
        return self.rolls_up or self.scorecard.cycle is None

    def has_section(self, name: str | None) -> bool:
        """Whether a clause of that section counts here; clauses without a section always do."""
        return name is None or any(section.name == name for section in self.scorecard.sections)


@dataclass(frozen=True, slots=True)
class Sheets:
    """All sheets of a run, in the order in which their figures can be drawn up.

    Units before leaders, children before parents, months before their year.
    """

    all: tuple[Sheet, ...]
    _by_subject: dict[tuple[SubjectKind, str], list[Sheet]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_subject: dict[tuple[SubjectKind, str], list[Sheet]] = {}
        for sheet in self.all:
            by_subject.setdefault((sheet.kind, sheet.subject), []).append(sheet)
        object.__setattr__(self, "_by_subject", by_subject)

    def of(self, kind: SubjectKind, subject: str) -> Sequence[Sheet]:
        """Every sheet of one subject; empty when no card admits it."""
        return self._by_subject.get((kind, subject), ())

    def counting(self, kind: SubjectKind, subject: str, day: date) -> Sheet | None:
        """The sheet that counts the subject's clause entries of ``day``; None without one."""
        found = (sheet for sheet in self.of(kind, subject) if not sheet.rolls_up and sheet.span.holds(day))
        return next(found, None)

    def over(self, kind: SubjectKind, subject: str, span: str) -> Sheet | None:
        """The subject's sheet whose span has that name; None without one."""
        return next((sheet for sheet in self.of(kind, subject) if sheet.span.name == span), None)


def sheets_of(policy: Policy, office: Office, as_of: date) -> tuple[Sheets, tuple[Problem, ...]]:
    """Who gets which card. A subject that two scorecards admit keeps the first; it is a problem."""
    drawn: dict[tuple[SubjectKind, str], list[Sheet]] = {}
    doubts: dict[tuple[str, str, str], Problem] = {}
    for scorecard in policy.scorecards:
        for sheet in _sheets(policy, scorecard, office, as_of):
            mine = drawn.setdefault((sheet.kind, sheet.subject), [])
            rival = next((each for each in mine if _rivals(each, sheet)), None)
            if rival is None:
                mine.append(sheet)
            else:
                doubts.setdefault(*_two_cards(rival, sheet))
    ordered = sorted((each for mine in drawn.values() for each in mine), key=_drawing_order(office))
    return Sheets(tuple(ordered)), tuple(doubts.values())


def _sheets(policy: Policy, scorecard: Scorecard, office: Office, as_of: date) -> Iterator[Sheet]:
    spans = [(span, False) for span in card_spans(policy, scorecard)]
    if scorecard.cycle is not None:
        spans.append((whole(policy), True))
    for span, rolls_up in spans:
        if span.from_ <= as_of:
            for subject in office.subjects(scorecard.of, span):
                day = office.last_day(scorecard.of, subject, span)
                if office.value(scorecard.who, subject, span, day) is True:
                    group = _group(scorecard, subject, span, day, office)
                    title = office.title(scorecard.of, subject, day)
                    yield Sheet(scorecard, subject, title, group, span, min(span.to, as_of), rolls_up)


def _group(scorecard: Scorecard, subject: str, span: Span, day: date, office: Office) -> str:
    """The peer group; all are one group where the policy names none."""
    group = None if scorecard.groups is None else office.value(scorecard.groups, subject, span, day)
    return group if isinstance(group, str) else ""


def _rivals(one: Sheet, other: Sheet) -> bool:
    """Two scorecards that would both count the subject's entries of one day, or both grade it."""
    if one.scorecard.name == other.scorecard.name:
        return False
    alike = (one.graded and other.graded) or not (one.rolls_up or other.rolls_up)
    return alike and one.span.from_ <= other.span.to and other.span.from_ <= one.span.to


def _two_cards(one: Sheet, other: Sheet) -> tuple[tuple[str, str, str], Problem]:
    key = (one.subject, one.scorecard.name, other.scorecard.name)
    facts = {"subject": one.subject, "first": one.scorecard.name, "second": other.scorecard.name}
    places = (place_of(one.scorecard.who), place_of(other.scorecard.who))
    return key, problem("run.two-cards", *places, **facts, span=one.span.name)


def place_of(expression: Expression) -> Place:
    """Where the policy says it; nowhere for an expression that no document holds."""
    if not expression.file:
        return NOWHERE
    return Place(expression.file, expression.line, expression.column, max(len(expression.text), 1))


def _drawing_order(office: Office) -> Callable[[Sheet], tuple[bool, int, str, bool, date, str]]:
    """A sort key: what a figure is taken from stands before it."""

    def order(sheet: Sheet) -> tuple[bool, int, str, bool, date, str]:
        leader = sheet.kind == "leader"
        depth = 0 if leader else office.depth(sheet.subject, sheet.day)
        return (leader, -depth, sheet.subject, sheet.rolls_up, sheet.span.from_, sheet.key)

    return order


def groups_of(sheets: Iterable[Sheet]) -> dict[tuple[str, str], list[Sheet]]:
    """Sheets that are compared with each other: one card, one peer group, in the order given."""
    groups: dict[tuple[str, str], list[Sheet]] = {}
    for sheet in sheets:
        groups.setdefault((sheet.key, sheet.group), []).append(sheet)
    return groups
