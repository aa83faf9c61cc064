"""One scorecard for a terminal: sections as bars, clauses, entries, and what held or reversed them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from kaohe.engine.ledger import Entry
from kaohe.reports.entry_text import Book, entry_text, tally_text
from kaohe.reports.tables import grade_title, remark, scorecard_of, unrisked_text
from kaohe.reports.value_text import signed
from kaohe.reports.veto_text import veto_text
from kaohe.reports.words import Lang, say
from kaohe.rules.policy import Policy
from kaohe.rules.value import plain, shown
from kaohe.scoring.card import Card, Places, RiskLine
from kaohe.scoring.why import Why, WhyClause, WhySection

BAR = 24
"""Characters of a full bar."""
SHOWN = 12
"""Entries of one clause shown before the rest is only counted."""
_BY_SPAN = frozenset({"short", "score", "item"})
"""Parts that rest on a count, not on an event of a case: their sentence says which."""


def card_text(why: Why, book: Book, lang: Lang, *, every: bool = False) -> str:
    """The card of ``why``. ``every`` shows all entries, not only the first of each clause."""
    card = why.card
    scorecard = scorecard_of(card, book.policy)
    head = say("card.head", lang, title=card.title, subject=card.subject, card=scorecard.title, span=card.span)
    parts = [head, "=" * min(_width(head), 80)]
    if not card.data:
        key = "card.all-omitted" if card.note == "too_few_rows" else "card.no-data"
        return "\n".join([*parts, say(key, lang)])
    parts += [*_result(card, book, lang), "", *_bars(why, lang)]
    for section in why.sections:
        parts += _section(section, book, lang, every=every)
    parts += _made(why, book, lang)
    parts += [line for place in card.places for line in ("", places_text(place, book.policy, lang))]
    parts += _risks(card, book, lang)
    return "\n".join(parts)


def shown_entries(why: Why, *, every: bool) -> Iterator[Entry]:
    """The entries of which a line is shown, and so a clock may be looked up."""
    for section in why.sections:
        for clause in section.clauses:
            yield from (each.entry for each in (clause.entries if every else clause.entries[:SHOWN]))


def _result(card: Card, book: Book, lang: Lang) -> Iterator[str]:
    places = scorecard_of(card, book.policy).places
    yield say("card.total", lang, total=shown(card.total, places), out_of=plain(card.out_of))
    grade = grade_title(card, book.policy)
    if grade:
        yield say("card.grade", lang, grade=grade)
    if card.rank is not None:
        group = say("card.group", lang, group=card.group) if card.group else ""
        yield say("card.rank", lang, rank=card.rank, of=card.ranked_of, group=group)
    yield from (veto_text(line, book.clauses[line.clause].title, lang) for line in card.vetoes)
    if card.provisional or card.would_be_rank is not None:
        grade = grade_title(card, book.policy, card.would_be) if card.would_be else ""
        yield say("card.would-be", lang, grade=grade or "—", rank=card.would_be_rank or "—")
    said = remark(card, book.policy, lang, vetoes=False)
    if said:
        yield say("card.remark", lang, remark=said)


def _risks(card: Card, book: Book, lang: Lang) -> Iterator[str]:
    """The risks this card rests on, with the points that hang on each, and what it would say without them (P20)."""
    if card.unrisked is not None:
        yield from ("", say("risk.head", lang, without=unrisked_text(card, book.policy, lang)))
        yield from ("  " + _risk(line, book, lang) for line in card.accepted_risks)


def _risk(line: RiskLine, book: Book, lang: Lang) -> str:
    known = book.policy.vocabulary.moves
    titles = "、".join(known[move].title for move in line.moves) if lang == "zh" else ", ".join(line.moves)
    return say(
        "risk.line", lang, moves=titles or say("risk.counted", lang), points=signed(line.points), count=len(line.clauses),
        approver=line.approver, until=line.until, counter=line.counter_clause,
    )  # fmt: skip


def _bars(why: Why, lang: Lang) -> Iterator[str]:
    """Each section's part of what can be had there; deductions show what was lost."""
    lines = [section.line for section in why.sections if section.line is not None]
    width = max((_width(line.title) for line in lines), default=0)
    most = max((abs(line.total) for line in lines), default=Fraction(1)) or Fraction(1)
    for line in lines:
        room = line.full or most
        filled = min(BAR, round(abs(line.total) / room * BAR)) if room else 0
        sign = "█" if line.total >= 0 else "▒"
        name = line.title + " " * (width - _width(line.title))
        full = f" / {plain(line.full)}" if line.full else ""
        figure = say("card.left-out", lang) if line.left_out else f"{plain(line.total)}{full}"
        yield f"  {name}  {sign * filled}{'·' * (BAR - filled)}  {figure}"


# --- sections, clauses, entries ---------------------------------------------------------------------


def _section(section: WhySection, book: Book, lang: Lang, *, every: bool) -> Iterator[str]:
    if not section.clauses and not section.made and not section.nothing:
        return
    title = section.line.title if section.line is not None else say("card.no-section", lang)
    yield from ("", f"■ {title}")
    for clause in section.clauses:
        yield from _clause(clause, book, lang, every=every)
    for clause in section.nothing:
        yield "  " + say("card.clause", lang, title=clause.clause.title, id=clause.clause.id, points="0")
        yield from (f"    {tally_text(clause.clause, tally, lang)}" for tally in clause.tallies if tally.split is None)
    yield from _lines(section.made, book, lang, "  ")


def _clause(why: WhyClause, book: Book, lang: Lang, *, every: bool) -> Iterator[str]:
    """Its entries; then what was taken back, what lost to another, what limits held."""
    yield "  " + say("card.clause", lang, title=why.clause.title, id=why.clause.id, points=signed(why.points))
    kept = why.entries if every else why.entries[:SHOWN]
    places = _places_in(each.entry.points for each in why.entries)
    rows = [_row(each.entry, each.counted, places, book, lang) for each in kept]
    yield from columns(rows, "lrlll", "    ")
    if len(why.entries) > len(kept):
        yield "    " + say("card.more", lang, count=len(why.entries) - len(kept))
    taken = [taken for each in why.entries for taken in each.taken_back]
    yield from _lines([*taken, *(limit.entry for limit in why.limits)], book, lang, "    ")


def _row(entry: Entry, counted: Fraction, places: int, book: Book, lang: Lang) -> list[str]:
    left = f"→ {signed(counted, places)}" if counted != entry.points else ""
    return [entry.at.isoformat(), signed(entry.points, places), left, _about(entry, book, lang), entry.id]


def _about(entry: Entry, book: Book, lang: Lang) -> str:
    """The case and how late it was; of what rests on a count, the count."""
    if entry.part in _BY_SPAN:
        return entry_text(entry, book, lang)
    clock = book.clock(entry) if entry.part in ("late", "monitored") else None
    late = "" if clock is None or clock.late_by is None else say("card.late", lang, days=clock.late_by)
    return f"{entry.case or entry.span or ''}{late}"


def _lines(entries: Sequence[Entry], book: Book, lang: Lang, margin: str) -> Iterator[str]:
    """Entries with their sentences."""
    places = _places_in(entry.points for entry in entries)
    rows = [[signed(entry.points, places), entry_text(entry, book, lang)] for entry in entries]
    yield from columns(rows, "rl", margin)


def columns(rows: Sequence[Sequence[str]], align: str, margin: str) -> Iterator[str]:
    """Columns side by side; ``align`` has an ``l`` or an ``r`` for each. Chinese characters count two."""
    if not rows:
        return
    sides = ["left" if side == "l" else "right" for side in align]
    from tabulate import tabulate

    for line in tabulate(rows, tablefmt="plain", disable_numparse=True, colalign=sides).splitlines():
        yield f"{margin}{line}".rstrip()


def _width(text: str) -> int:
    from wcwidth import wcswidth  # whose tables one entry's text does without

    return wcswidth(text)


def _places_in(points: Iterable[Fraction]) -> int:
    """Decimals that the finest of them needs, so that they stand under each other."""
    return max((len(plain(each).partition(".")[2]) for each in points), default=0)


def _made(why: Why, book: Book, lang: Lang) -> Iterator[str]:
    if why.made:
        yield from ("", f"■ {say('card.made', lang)}")
    yield from _lines([each.entry for each in why.made], book, lang, "  ")


def places_text(place: Places, policy: Policy, lang: Lang, name: Callable[[str], str] = str) -> str:
    """The arithmetic of one grade's places, with whom they went to; ``name``: what a subject is called."""
    grades = next(each.grades for each in policy.scorecards if each.name == place.card.partition("@")[0])
    grade = next((each.title for each in grades if each.name == place.grade), place.grade)
    group = say("card.group", lang, group=place.group) if place.group else ""
    vacant = say("card.vacant", lang, count=place.vacant) if place.vacant else ""
    tied = say("card.tied", lang) if place.tied else ""
    return say(
        "card.places", lang, grade=grade, group=group, share=plain(place.share * 100), n=place.n, floor=place.floor,
        places=place.places, taken=_who(map(name, place.taken), lang), outside=_who(map(name, place.outside), lang), vacant=vacant, tied=tied,
    )  # fmt: skip


def _who(subjects: Iterable[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(subjects) or "—"
