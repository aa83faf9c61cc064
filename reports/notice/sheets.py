"""Facts of the annex of one unit and of one leader's half-yearly sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kaohe.engine.ledger import Clock, Entry, Tally
from kaohe.reports.entry_text import Book, book_of, entry_text
from kaohe.reports.notice.gather import Facts, common, name_of, veto_lines
from kaohe.reports.notice.text import span_text
from kaohe.reports.tables import NO_FIGURE, grade_title, remark, scorecard_of
from kaohe.reports.value_text import signed
from kaohe.reports.words import Lang, say
from kaohe.rules.period import span_of
from kaohe.rules.policy import Appraisal, Span
from kaohe.rules.record import record
from kaohe.rules.value import plain, shown
from kaohe.scoring.card import Card, SectionLine
from kaohe.scoring.why import WhyClause, WhySection
from kaohe.workbench.dossier import Dossier

MOST = 400
"""Entries of one section in an annex; the rest are counted and stand in the ledger."""
ITEMS = ("regulation", "sources", "repeats", "backlog", "conference")
"""What a half-yearly report speaks of. A sixth item once asked for, about persons, is none of an office's work."""


@record
class Bench:
    """A dossier with what sentences about its entries look up."""

    dossier: Dossier
    book: Book
    lang: Lang


def bench_of(dossier: Dossier, lang: Lang) -> Bench:
    return Bench(dossier, book_of(dossier.policy, dossier.stored.scored, dossier.clocks), lang)


# --- a unit -----------------------------------------------------------------------------------------


def unit_facts(code: str, cards: Sequence[Card], bench: Bench) -> Facts:
    """Its cards, section by section, and the due dates its points rest on."""
    return common(bench.dossier, bench.lang) | {
        "code": code,
        "title": cards[0].title,
        "cards": tuple(_card(card, bench) for card in cards),
        "due": tuple(_due_lines(cards, bench)),
    }


def _card(card: Card, bench: Bench) -> Facts:
    """Section by section; of a year made of months, month by month."""
    dossier, lang = bench.dossier, bench.lang
    parts = dossier.parts_of(card)
    lines = [_part_line(one, bench) for one in parts] or [_line(line, card, bench) for line in card.sections if card.data]
    sections = [
        _section(section, f"{one.span} " if parts else "", lang, bench)
        for one in parts or (card,)
        for section in (dossier.why(one).sections if one.data else ())
        if section.clauses
    ]
    return {
        "title": scorecard_of(card, dossier.policy).title,
        "results": tuple(result_lines(card, bench)),
        "lines": tuple(lines),
        "sections": tuple(sections),
    }


def _part_line(card: Card, bench: Bench) -> Facts:
    """A month of the year, as a row among the sections of other cards."""
    total = shown(card.total, scorecard_of(card, bench.dossier.policy).places) if card.data else say("no-data", bench.lang)
    return {"section": card.span, "start": NO_FIGURE, "sum": NO_FIGURE, "total": total, "full": plain(card.out_of)}


def _with_parts(cards: Sequence[Card], dossier: Dossier) -> tuple[Card, ...]:
    """The cards, and those that they are rolled up from."""
    return tuple(one for card in cards for one in (card, *dossier.parts_of(card)))


def result_lines(card: Card, bench: Bench) -> Iterator[str]:
    """Total, grade and rank; what is pending; what must not be overlooked."""
    policy, lang = bench.dossier.policy, bench.lang
    if not card.data:
        yield say("card.all-omitted" if card.note == "too_few_rows" else "card.no-data", lang)
        return
    total = shown(card.total, scorecard_of(card, policy).places)
    parts = [say("card.total", lang, total=total, out_of=plain(card.out_of))]
    grade = grade_title(card, policy)
    parts += [say("card.grade", lang, grade=grade)] if grade else []
    if card.rank is not None:
        group = say("card.group", lang, group=card.group) if card.group else ""
        parts.append(say("card.rank", lang, rank=card.rank, of=card.ranked_of, group=group))
    yield say("notice.parts-sep", lang).join(parts) + say("notice.stop", lang)
    yield from veto_lines([(card, line) for line in card.vetoes], bench.dossier, lang)
    said = remark(card, policy, lang, vetoes=False)
    if said:
        yield say("card.remark", lang, remark=said) + say("notice.stop", lang)


def _line(line: SectionLine, card: Card, bench: Bench) -> Facts:
    places = scorecard_of(card, bench.dossier.policy).places
    left_out = say("card.left-out", bench.lang)
    return {
        "section": line.title,
        "start": plain(line.start),
        "sum": signed(line.sum, places),
        "total": left_out if line.left_out else shown(line.total, places),
        "full": NO_FIGURE if line.full is None else plain(line.full),
    }


def _section(section: WhySection, span: str, lang: Lang, bench: Bench) -> Facts:
    """Rows clause by clause: entries, what was taken back, what a limit gave back."""
    title = section.line.title if section.line is not None else say("card.no-section", lang)
    rows = [row for clause in section.clauses for row in _rows(clause, bench)]
    more = say("notice.unit.more", lang, count=len(rows) - MOST) if len(rows) > MOST else ""
    return {"title": span + title, "rows": rows[:MOST], "more": more}


def _rows(why: WhyClause, bench: Bench) -> Iterator[Facts]:
    for each in why.entries:
        yield _row(each.entry, why.clause.title, each.counted, bench)
        yield from (_row(taken, why.clause.title, None, bench) for taken in each.taken_back)
    yield from (_row(limit.entry, why.clause.title, None, bench) for limit in why.limits)


def _row(entry: Entry, clause: str, counted: Fraction | None, bench: Bench) -> Facts:
    said = entry_text(entry, bench.book, bench.lang)
    return {
        "at": entry.at.isoformat(),
        "clause": clause,
        "about": f"{entry.case} {said}" if entry.case and entry.case not in said else said,
        "points": signed(entry.points),
        "counted": NO_FIGURE if counted is None else signed(counted),
    }


def _due_lines(cards: Sequence[Card], bench: Bench) -> Iterator[Facts]:
    """The clocks behind the cards' entries, each once, in the order in which they began."""
    entries = (entry for card in _with_parts(cards, bench.dossier) for entry in bench.dossier.entries_of(card))
    found = {clock.clause + clock.start: clock for entry in entries if (clock := bench.book.clock(entry)) is not None}
    for clock in sorted(found.values(), key=lambda one: (one.started, one.clause, one.start))[:MOST]:
        yield _due_line(clock, bench)


def _due_line(clock: Clock, bench: Bench) -> Facts:
    return {
        "clause": bench.dossier.clauses[clock.clause].title,
        "case": clock.case or NO_FIGURE,
        "started": clock.started.isoformat(),
        "due": NO_FIGURE if clock.due is None else clock.due.isoformat(),
        "ended": say("entry.not-ended", bench.lang) if clock.ended is None else clock.ended.isoformat(),
        "late": NO_FIGURE if clock.late_by is None else str(clock.late_by),
    }


# --- a leader's half-year ---------------------------------------------------------------------------


def duty_facts(code: str, cards: Sequence[Card], bench: Bench) -> Facts:
    """The half-year in which the run stands: five items to report on, and the entries dated in it."""
    half, lang = half_year(bench.dossier), bench.lang
    whole = _with_parts(cards, bench.dossier)
    entries = [entry for card in whole for entry in bench.dossier.entries_of(card) if _told(entry, half)]
    return common(bench.dossier, lang) | {
        "code": code,
        "post": name_of(bench.dossier, "leader", code),
        "half": half_name(half, lang),
        "half_period": span_text(half.from_, half.to, lang),
        "results": tuple(_result(card, bench) for card in cards),
        "items": tuple({"name": item, "title": say(f"notice.duty.item.{item}", lang), "marks": _marks(item, code, bench)} for item in ITEMS),
        "entries": [_row(entry, _clause_title(entry, bench), None, bench) for entry in entries[:MOST]],
    }


def half_year(dossier: Dossier) -> Span:
    """The half-year of as-of, or of the period's last day when that is past."""
    return span_of("half_year", min(dossier.stored.as_of, dossier.policy.period.to))


def half_name(half: Span, lang: Lang) -> str:
    return say(f"notice.half.{1 if half.from_.month == 1 else 2}", lang, year=half.from_.year)


def _result(card: Card, bench: Bench) -> str:
    title = scorecard_of(card, bench.dossier.policy).title
    return say("notice.result", bench.lang, title=title, span=card.span, result=next(result_lines(card, bench)))


def _told(entry: Entry, half: Span) -> bool:
    """Entries of clauses dated in the half-year; what the card itself made is not the leader's doing."""
    return not entry.clause.startswith("card.") and half.from_ <= entry.at <= half.to


def _clause_title(entry: Entry, bench: Bench) -> str:
    clause = bench.dossier.clauses.get(entry.clause)
    return clause.title if clause is not None else entry.clause


def _marks(item: str, code: str, bench: Bench) -> tuple[str, ...]:
    """What the appraisers' sheets gave for this item, where the policy counts them item by item."""
    tallies = bench.dossier.tallies_by_subject.get(code, ())
    return tuple(_mark(tally, bench) for tally in tallies if _is_mark(tally, item, bench))


def _is_mark(tally: Tally, item: str, bench: Bench) -> bool:
    clause = bench.dossier.clauses.get(tally.clause)
    return tally.split == item and tally.value is not None and clause is not None and isinstance(clause.form, Appraisal)


def _mark(tally: Tally, bench: Bench) -> str:
    value = shown(tally.value or Fraction(0), 2)
    return say("notice.duty.mark", bench.lang, value=value, period=tally.period, rows=plain(tally.denominator))

