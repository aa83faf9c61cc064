"""Whether there is anything to judge a card by: *no data* is shown as such, never as a score (P25).

A card has data if in its span an event names the subject, or an entry, tally row or judged period is
about it; or if it inherits from a card with data; or, for a year, if one of its months has. A leader
also has data if, where the policy charges posts, an event of a month in post names the leader's unit:
whoever could have been charged and was not has done well, and must not vanish from the ranking.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from kaohe.engine.ledger import Entry, Replay, Tally
from kaohe.rules.period import span_named
from kaohe.rules.policy import Frequency, Policy, Span
from kaohe.scoring.inherit import sources_of
from kaohe.scoring.office import Office
from kaohe.scoring.sheet import Sheet, Sheets

Key = tuple[str, str]
"""Subject and card."""


def key_of(sheet: Sheet) -> Key:
    return (sheet.subject, sheet.key)


def with_data(
    policy: Policy, office: Office, replay: Replay, entries: Iterable[Entry], sheets: Sheets
) -> frozenset[Key]:
    """The sheets that have data; the others are *no data*."""
    found = {(entry.subject, entry.card) for entry in entries if entry.card is not None}
    found |= {key_of(sheet) for sheet in _named(replay, sheets)}
    if any(line.post is not None for clause in policy.clauses for line in clause.lines):
        found |= {key_of(sheet) for sheet in _in_post(replay, office, sheets)}
    found |= {key_of(sheet) for sheet in _counted(policy, replay.tallies, sheets)}
    for sheet in sheets.all:
        sources = sources_of(sheet, sheets, office)
        if any(key_of(source) in found for source in sources):
            found.add(key_of(sheet))
    return frozenset(found)


def _named(replay: Replay, sheets: Sheets) -> Iterator[Sheet]:
    for named in replay.named:
        month = span_named(named.month)
        if month is not None:
            yield from (each for each in sheets.of(named.subject_kind, named.subject) if _meet(each.span, month))


def _in_post(replay: Replay, office: Office, sheets: Sheets) -> Iterator[Sheet]:
    """Leaders' sheets in whose span an event named the unit they held a post in, while they held it."""
    months: dict[str, list[Span]] = {}
    for named in replay.named:
        month = span_named(named.month)
        if named.subject_kind == "unit" and month is not None:
            months.setdefault(named.subject, []).append(month)
    for sheet in sheets.all:
        if sheet.kind == "leader":
            held = ((post.unit, Span(post.from_, post.to)) for post in office.posts(sheet.subject, sheet.span))
            if any(_meet(span, month) for unit, span in held for month in months.get(unit, ())):
                yield sheet


def _meet(one: Span, other: Span) -> bool:
    return one.from_ <= other.to and other.from_ <= one.to


def _counted(policy: Policy, tallies: Iterable[Tally], sheets: Sheets) -> Iterator[Sheet]:
    """Sheets that a tally row is about: over their own span, or a judged period that ends in it."""
    clauses = {clause.id: clause for clause in policy.clauses}
    for tally in tallies:
        if tally.subject is not None and tally.subject_kind != "code":
            form = clauses[tally.clause].form if tally.clause in clauses else None
            judged = _judged(tally, form, policy.period.to) if isinstance(form, Frequency) else None
            for sheet in sheets.of(tally.subject_kind, tally.subject):
                about = sheet.span.holds(judged) if judged else tally.period == sheet.span.name
                if about and not sheet.rolls_up:
                    yield sheet


def _judged(tally: Tally, form: Frequency, end: date) -> date | None:
    """The day that dates a judged period; None when it was not judged (a subject that is silent)."""
    last = _last_day(tally.period, form)
    return None if tally.value is None or last is None else min(last, end)


def _last_day(period: str, form: Frequency) -> date | None:
    """The last day of a frequency's period; None for a name that is none."""
    listed = next((span for span in form.spans if span.name == period), None)
    span = listed or span_named(period)
    return None if span is None else span.to
