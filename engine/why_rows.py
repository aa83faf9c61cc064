"""Which rows a rate, a measure or a checklist counted, and what became of a single one.

    counted_rows(world, clause, span)         every row of the span that was admitted, with what it counted as
    rows_about(world, clause, stream id)      every row a case, unit or leader could be, admitted or not
    deciding(row)                      the events its figure rests on; conditions part by part
    acts_of(world, clause, subject, span)    what was done in a period of a frequency, and what of it did not count

The rows are those of the run itself (``meaning.rows``), looked at once more. Data only; ``reports`` says it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from kaohe.engine.event import Event
from kaohe.engine.meaning import frequency, tally
from kaohe.engine.meaning.evaluate import holds
from kaohe.engine.meaning.rows import Row, is_taken_out, rows_over
from kaohe.engine.meaning.subjects import bound_days, own_positions
from kaohe.engine.meaning.trace import because, explain
from kaohe.engine.meaning.world import World
from kaohe.engine.why import Reason
from kaohe.rules.card_span import clause_spans
from kaohe.rules.expression.tree import Expression
from kaohe.rules.policy import Checklist, Clause, Frequency, Measure, Ratio
from kaohe.rules.record import record

Counted = Literal["hit", "miss", "value", "exempt", "not_admitted", "outside_span"]
"""What a row was: in numerator and denominator, in the denominator only, one figure of a measure (or a row
of a checklist), taken out by an exemption, kept out by ``where``, dated outside the span.
"""


@record
class CountedRow:
    """A row over one span. ``subject`` is whose it is (None: nobody's, or of a checklist); ``day`` is
    None for rows without a date.
    """

    clause: Clause
    span: str
    row: Row
    subject: str | None
    counted: Counted

    @property
    def about(self) -> str:
        """The case, unit or leader of the row."""
        return self.row.position.subject or self.row.position.stream.id

    @property
    def day(self) -> date | None:
        return self.row.day

    @property
    def event(self) -> Event | None:
        """The event the row is, or that opened its clock."""
        return self.row.position.start or self.row.position.event

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kind of the position's own event, by which a condition's fields are titled."""
        event = self.row.position.event
        return () if event is None else (event.kind,)


def counted_rows(world: World, clause: Clause, span: str) -> tuple[CountedRow, ...]:
    """The rows of a clause that were admitted over the named span. Empty for other forms and spans.

    May raise what ``unscored.judged`` turns into problems.
    """
    admitted = (each for each in _rows(world, clause) if each.span == span)
    return tuple(each for each in admitted if each.counted not in ("not_admitted", "outside_span"))


def rows_about(world: World, clause: Clause, about: str) -> tuple[CountedRow, ...]:
    """The rows that a case, unit or leader is in the clause, over each span, admitted or not."""
    return tuple(each for each in _rows(world, clause) if about in (each.row.position.stream.id, each.about))


def deciding(row: CountedRow) -> tuple[Event, ...]:
    """The events that one row rests on: those its condition chose; else the row's own event."""
    form = row.clause.form
    assert isinstance(form, Ratio | Measure | Checklist)
    chosen = because(_asked(form), row.row.position)
    own = [row.row.position.event or row.event]
    there = {event.id: event for event in (chosen or own) if event is not None}
    return tuple(there.values())


def row_reasons(row: CountedRow) -> tuple[Reason, ...]:
    """What admitted the row or kept it out, and what made it a hit, part by part."""
    form, here = row.clause.form, row.row.position
    assert isinstance(form, Ratio | Measure | Checklist)
    if row.counted == "not_admitted":
        return () if form.where is None else (Reason("ratio.where", explain(form.where, here)),)
    if isinstance(form, Ratio) and isinstance(form.hit, Expression):
        return (Reason("ratio.hit", explain(form.hit, here)),)
    return ()


@record
class Acts:
    """A subject's acts of the kinds a frequency counts, in a period: those that counted, and those that did not
    (its condition did not hold, or the day was not one of the subject's).
    """

    counted: tuple[Event, ...]
    left_out: tuple[Event, ...]


def acts_of(world: World, clause: Clause, subject: str, span: str) -> Acts:
    """The acts behind one figure of a frequency clause; none in a period that it does not know."""
    form = clause.form
    assert isinstance(form, Frequency)
    own = bound_days(clause, form, world, subject)
    period = next((each for each in frequency.asked_spans(clause, world, subject) if each.name == span), None)
    done = world.remembered(("acts", clause.id), lambda: tuple(_acts(form, world)))
    mine = [each for each in done if each[0] == subject and period is not None and period.holds(each[1])]
    return Acts(
        tuple(event for _, day, event, holding in mine if holding and day in own),
        tuple(event for _, day, event, holding in mine if not holding or day not in own),
    )


def _acts(form: Frequency, world: World) -> Iterator[tuple[str | None, date, Event, bool]]:
    """Every act: whose it is, its day, and whether the condition of the clause holds at it."""
    for position in own_positions(world, form.at.kinds):
        if position.event is not None:
            yield *frequency.doer(form, position), position.event, holds(form.at.when, position)


def _asked(form: Ratio | Measure | Checklist) -> tuple[Expression | None, ...]:
    if isinstance(form, Ratio) and isinstance(form.hit, Expression):
        return (form.hit,)
    return (form.value,) if isinstance(form, Measure) else ()


def _rows(world: World, clause: Clause) -> Iterator[CountedRow]:
    form = clause.form
    if not isinstance(form, Ratio | Measure | Checklist):
        return
    for span in clause_spans(world.policy, clause):
        if span.from_ <= world.as_of:
            here = tally.over_span(world, span)
            for row in rows_over(form.over, here)[0]:
                what = _counted(clause, form, row, here)
                yield CountedRow(clause, span.name, row, _whose(form, row, what, world), what)


def _whose(form: Ratio | Measure | Checklist, row: Row, what: Counted, world: World) -> str | None:
    if isinstance(form, Checklist) or what in ("not_admitted", "outside_span"):
        return None
    return tally.whose(form, row, world.as_of)


def _counted(clause: Clause, form: Ratio | Measure | Checklist, row: Row, world: World) -> Counted:
    if row.day is not None and not form.all_time and not world.span.holds(row.day):
        return "outside_span"
    if not holds(form.where, row.position):
        return "not_admitted"
    if is_taken_out(clause, row, world):
        return "exempt"
    if isinstance(form, Ratio):
        return "hit" if tally.worth_of(form, row) else "miss"
    return "value"
