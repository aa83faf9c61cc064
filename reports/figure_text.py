"""The ground of a figure for a terminal: numerator, denominator, the rows in them, the step to points."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kaohe.engine.why_rows import Acts, CountedRow
from kaohe.reports.condition_text import Voice, failed_lines, reason_lines
from kaohe.reports.lack_text import lack_text
from kaohe.reports.value_text import instant_text, signed
from kaohe.reports.words import Lang, say
from kaohe.rules.policy import Clause, Frequency, Ratio
from kaohe.rules.value import plain, shown
from kaohe.scoring.steps import Worked
from kaohe.workbench.figures import NAMED, Figure, Side
from kaohe.workbench.tracing import RowTrace


def figure_lines(figure: Figure, voice: Voice) -> Iterator[str]:
    """The count, the rows of each sort by name, and how the figure came to its points."""
    lang = voice.lang
    yield _count(figure, lang)
    yield from (f"  {_side(side, lang)}" for side in figure.sides)
    if figure.acts is not None:
        yield from (f"  {line}" for line in _acts(figure, figure.acts, voice))
    if figure.step is not None:
        yield "  " + step_text(figure.step, figure.clause, lang)


def _count(figure: Figure, lang: Lang) -> str:
    """What was counted: done of required, hits of rows, or the figure over its rows."""
    clause, tally = figure.clause, figure.tally
    form = _form(clause)
    left_out = say("why.excluded", lang, count=tally.excluded) if tally.excluded else ""
    facts = {
        "period": tally.period, "subject": tally.subject or "—", "excluded": left_out,
        "numerator": plain(tally.numerator), "denominator": plain(tally.denominator),
    }  # fmt: skip
    if tally.value is None:
        why = lack_text(clause, tally.denominator, lang, nobodys=tally.subject is None)
        return say(f"why.no-data.{form}", lang, **facts, why=why)
    value = _percent(tally.value) if isinstance(clause.form, Ratio) else plain(tally.value)
    return say(f"why.tally.{form}", lang, **facts, value=value)


def _form(clause: Clause) -> str:
    if isinstance(clause.form, Ratio):
        return "ratio" if clause.form.against is None else "against"
    return "frequency" if isinstance(clause.form, Frequency) else "value"


def _acts(figure: Figure, acts: Acts, voice: Voice) -> Iterator[str]:
    """What was done and counted, what was done and did not count, and how much was missing."""
    for key, events in (("figure.done", acts.counted), ("figure.apart", acts.left_out)):
        if events:
            shown = [f"{instant_text(event.at, voice.here)[:10]} [{event.id}]" for event in events[:NAMED]]
            more = say("figure.more-acts", voice.lang, count=len(events) - NAMED) if len(events) > NAMED else ""
            rows = ("、" if voice.lang == "zh" else ", ").join(shown)
            yield say(key, voice.lang, count=len(events), rows=rows, more=more)
    missing = figure.tally.denominator - figure.tally.numerator
    if missing > 0:
        yield say("figure.short", voice.lang, count=plain(missing))


def _side(side: Side, lang: Lang) -> str:
    more = say("figure.more", lang, count=side.count - len(side.named)) if side.count > len(side.named) else ""
    rows = ("、" if lang == "zh" else ", ").join(_name(row, [event.id for event in events]) for row, events in side.named)
    return say(f"figure.{side.counted}", lang, count=side.count, rows=rows, more=more)


def _name(row: CountedRow, events: list[str]) -> str:
    return f"{row.about} [{', '.join(events)}]" if events else row.about


# --- the step to points -----------------------------------------------------------------------------


def step_text(step: Worked, clause: Clause, lang: Lang) -> str:
    """How the figure came to points, as on paper. Rates are said in percent."""
    figures = {"value": step.value, "bound": step.bound, "per": step.per}
    told = {name: _figure(figure, clause) for name, figure in figures.items()}
    distance = "" if step.bound is None else _distance(abs(step.value - step.bound), clause, lang)
    said = say(
        f"step.{step.how}", lang, **told, distance=distance, points=signed(step.points), steps=_plain(step.steps),
        each=_signed(step.each), full=_plain(step.full), before=_signed(step.before),
    )  # fmt: skip
    return said + (say("step.held", lang, points=signed(step.points)) if step.held else "")


def _figure(figure: Fraction | None, clause: Clause) -> str:
    """A rate, its bound or its step in percent; other figures as they are."""
    if figure is None:
        return ""
    return _percent(figure) if isinstance(clause.form, Ratio) else _plain(figure)


def _distance(figure: Fraction, clause: Clause, lang: Lang) -> str:
    """Between two rates lie percentage points."""
    if not isinstance(clause.form, Ratio):
        return _plain(figure)
    return say("step.percentage-points", lang, count=_percent(figure).removesuffix("%"))


def _percent(figure: Fraction) -> str:
    places = 0 if (figure * 100).denominator == 1 else 2
    return f"{shown(figure * 100, places)}%"


def _plain(number: Fraction | None) -> str:
    """A number with no more than 4 decimals."""
    if number is None:
        return ""
    return plain(number) if (number * 10_000).denominator == 1 else shown(number, 4)


def _signed(number: Fraction | None) -> str:
    return "" if number is None else f"+{_plain(number)}" if number > 0 else _plain(number)


# --- one row ------------------------------------------------------------------------------------------


def row_lines(found: RowTrace, voice: Voice) -> Iterator[str]:
    """What a case was in a clause that counts, and the condition that made it so."""
    row, lang = found.row, voice.lang
    day = "" if row.day is None else say("row.day", lang, day=row.day)
    events = ", ".join(event.id for event in found.events) or "—"
    what = say(f"row.{row.counted}", lang)
    key = "row.line" if row.subject is not None else "row.nobodys"
    yield say(key, lang, about=row.about, events=events, day=day, subject=row.subject, span=row.span, what=what)
    start = () if row.row.position.start is None else (row.row.position.start.kind,)
    for reason in found.reasons:
        if row.counted == "not_admitted":
            yield from failed_lines(reason, voice, kinds=row.kinds, start=start)
        else:
            yield from (f"  {line}" for line in reason_lines(reason, voice, kinds=row.kinds, start=start))
