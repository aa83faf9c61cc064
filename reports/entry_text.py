"""Why one entry stands, in one sentence, in either language, from what the ledger says of it.

The ledger keeps a Chinese sentence with each entry. Here the same is said from the entry's own columns
and what they point to: the clock, the count, the limit, the card. Titles stay as the policy has them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cache

from kaohe.engine.ledger import Clock, Entry, Part, Tally
from kaohe.reports.lack_text import lack_text
from kaohe.reports.words import Lang, say
from kaohe.rules.policy import Checklist, Clause, On, Otherwise, Policy, Ratio, Section
from kaohe.rules.record import record
from kaohe.rules.value import plain, shown
from kaohe.scoring.card import Card, Scored, card_key
from kaohe.scoring.exclusive import winner_over
from kaohe.scoring.limits import limit_for


@record
class Book:
    """What a sentence about an entry may look up: the policy and a run's cards, counts and clocks, the former when one is asked for."""

    policy: Policy
    scored: Scored
    clauses: Mapping[str, Clause]
    cards: Callable[[], Mapping[tuple[str, str, str], Card]]
    tallies: Callable[[], Mapping[tuple[str, str | None, str], Tally]]
    clocks: Mapping[tuple[str, str], Clock]

    def card(self, entry: Entry) -> Card | None:
        """The card that counts the entry."""
        return self.cards().get((entry.subject_kind, entry.subject, entry.card or ""))

    def tally(self, entry: Entry) -> Tally | None:
        """The count a span entry rests on: that of the row it came from, before any merger."""
        rows = (entry.of, entry.instead_of, entry.subject)
        found = (self.tallies().get((entry.clause, row, entry.span or "")) for row in rows if row is not None)
        return next((tally for tally in found if tally is not None), None)

    def clock(self, entry: Entry) -> Clock | None:
        """The clock a deadline's entry is about."""
        return self.clocks.get((entry.clause, entry.event or ""))


def book_of(policy: Policy, scored: Scored, clocks: Iterable[Clock] = ()) -> Book:
    """The book of a run. Without its clocks, what is late is said without start and end."""

    @cache
    def cards() -> Mapping[tuple[str, str, str], Card]:
        return {(card.subject_kind, card.subject, card.key): card for card in scored.cards}

    @cache
    def tallies() -> Mapping[tuple[str, str | None, str], Tally]:
        return {(t.clause, t.subject, t.period): t for t in scored.tallies if t.split is None}

    return Book(
        policy, scored,
        clauses={clause.id: clause for clause in policy.clauses},
        cards=cards,
        tallies=tallies,
        clocks={(clock.clause, clock.start): clock for clock in clocks},
    )  # fmt: skip


def entry_text(entry: Entry, book: Book, lang: Lang) -> str:
    """The sentence of an entry: in Chinese the ledger's own where it has one."""
    if lang == "zh" and entry.text:
        return entry.text
    return _PARTS[entry.part](entry, book, lang)


# --- what clauses write -----------------------------------------------------------------------------


def _at_event(entry: Entry, book: Book, lang: Lang) -> str:
    """A deadline that is only watched speaks of its clock, every other clause of its event."""
    clause = book.clauses.get(entry.clause)
    if entry.due is not None or clause is None or not isinstance(clause.form, On):
        return _late(entry, book, lang)
    kinds = " / ".join(book.policy.vocabulary.kinds[kind].title for kind in clause.form.at.kinds)
    key = "entry.event" if clause.form.vest is None else "entry.vested"
    return say(key, lang, at=entry.at, kinds=kinds, event=entry.event)


def _late(entry: Entry, book: Book, lang: Lang) -> str:
    clock = book.clock(entry)
    grown = "" if entry.span is None else say("entry.grown", lang, span=entry.span)
    if clock is None or clock.late_by is None:
        return say("entry.late.plain", lang, due=entry.due or "—", grown=grown)
    unit = say("entry.day" if clock.late_by == 1 else "entry.days", lang)
    return say(
        "entry.late", lang, started=clock.started, due=clock.due, ended=_end(clock, lang),
        days=clock.late_by, unit=unit, grown=grown,
    )  # fmt: skip


def _end(clock: Clock, lang: Lang) -> str:
    return say("entry.not-ended", lang) if clock.ended is None else say("entry.ended", lang, day=clock.ended)


def _on_time(entry: Entry, book: Book, lang: Lang) -> str:
    clock = book.clock(entry)
    if clock is None:
        return say("entry.on-time.plain", lang, at=entry.at)
    due = say("entry.no-due", lang) if clock.due is None else say("entry.due", lang, due=clock.due)
    return say("entry.on-time", lang, started=clock.started, due=due, ended=_end(clock, lang))


def _short(entry: Entry, book: Book, lang: Lang) -> str:
    tally = book.tally(entry)
    if tally is None:
        return say("entry.short.plain", lang, span=entry.span)
    return say(
        "entry.short", lang, span=entry.span, required=plain(tally.denominator), done=plain(tally.numerator)
    )


def _score(entry: Entry, book: Book, lang: Lang) -> str:
    return tally_text(book.clauses[entry.clause], book.tally(entry), lang)


def tally_text(clause: Clause, tally: Tally | None, lang: Lang) -> str:
    """What was counted: hits of rows and their rate, or a figure of so many rows; None: no row at all."""
    if tally is None or tally.value is None:
        return _too_few(clause, Fraction(0) if tally is None else tally.denominator, lang)
    rows = plain(tally.denominator)
    if not isinstance(clause.form, Ratio):
        return say("entry.value", lang, value=shown(tally.value, 2), rows=rows)
    places = max(clause.form.round.places - 2, 0) if clause.form.round else 2
    key = "entry.rate" if clause.form.against is None else "entry.rate-against"
    return say(key, lang, hits=plain(tally.numerator), rows=rows, percent=shown(tally.value * 100, places))


def _too_few(clause: Clause, rows: Fraction, lang: Lang) -> str:
    otherwise: Otherwise = getattr(clause.form, "otherwise", None) or "zero"
    why = lack_text(clause, rows, lang)
    return say("entry.too-few", lang, rows=plain(rows), why=why, otherwise=say(f"otherwise.{otherwise}", lang))


def _item(entry: Entry, book: Book, lang: Lang) -> str:
    """Where a checklist pays for both, for what is there and what is missing, only the item is said."""
    form = book.clauses[entry.clause].form
    assert isinstance(form, Checklist)
    name = (entry.of or "").partition(":")[0]  # another may answer for the row, which is then named too
    title = next((item.title for item in form.items if item.name == name), name)
    if (form.missing is None) == (form.present is None):
        return say("entry.item", lang, item=title)
    return say("entry.item.missing" if form.present is None else "entry.item.present", lang, item=title)


def _reverse(entry: Entry, _book: Book, lang: Lang) -> str:
    return say("entry.reverse", lang, at=entry.at, events=", ".join(entry.because) or "—")


def _zero(entry: Entry, book: Book, lang: Lang) -> str:
    rule = book.clauses[entry.clause].exclusive
    group = "" if rule is None else rule.group
    winner = winner_over(entry, book.scored.entries, book.policy)
    key = "entry.zero" if winner is not None else "entry.zero.plain"
    return say(key, lang, group=group, winner=None if winner is None else winner.id)


# --- what limits and cards write --------------------------------------------------------------------


def _cap(entry: Entry, book: Book, lang: Lang) -> str:
    """What a limit gave back it gave from the lower end, what it took from the upper."""
    limit = limit_for(book.clauses[entry.clause], entry.subject_kind, entry.role, entry.part) or Fraction(0)
    reached = (-limit if entry.points > 0 else limit) - entry.points
    return say(f"entry.{entry.part}", lang, limit=plain(limit), reached=plain(reached))


def _start(entry: Entry, _book: Book, lang: Lang) -> str:
    return say("entry.start", lang, points=plain(entry.points))


def _section(entry: Entry, book: Book, lang: Lang) -> str:
    section = _section_of(entry, book)
    bound = section.floor if entry.points > 0 else section.cap
    key = "entry.section.floor" if entry.points > 0 else "entry.section.cap"
    bound = Fraction(0) if bound is None else bound
    return say(key, lang, bound=plain(bound), reached=plain(bound - entry.points))


def _section_of(entry: Entry, book: Book) -> Section:
    name = entry.clause.removeprefix("card.")
    scorecard = next(each for each in book.policy.scorecards if each.name == name)
    return next(section for section in scorecard.sections if section.name == entry.section)


def _reweigh(entry: Entry, book: Book, lang: Lang) -> str:
    card = book.card(entry)
    line = next((line for line in card.sections if line.name == entry.section), None) if card else None
    if line is None:
        return say("entry.reweigh.whole", lang)
    return say("entry.reweigh", lang, before=plain(line.sum), after=plain(line.sum + entry.points))


def _base(entry: Entry, _book: Book, lang: Lang) -> str:
    return say("entry.base", lang, points=plain(entry.points))


def _inherit(entry: Entry, book: Book, lang: Lang) -> str:
    """From the card of a unit over the same span."""
    found = (c for c in book.scored.cards if (c.subject_kind, c.subject, c.span) == ("unit", entry.of, entry.span))
    source = next(found, None)
    scorecard = next(each for each in book.policy.scorecards if f"card.{each.name}" == entry.clause)
    if source is None or scorecard.inherit is None:
        return say("entry.inherit.plain", lang, source=entry.of)
    return say(
        "entry.inherit", lang, source=source.title, share=plain(scorecard.inherit.share),
        total=plain(source.total), out_of=plain(source.out_of),
    )  # fmt: skip


def _adjust(entry: Entry, _book: Book, lang: Lang) -> str:
    return say("entry.adjust", lang, event=entry.event, at=entry.at, basis=entry.basis or "—")


def _roll_up(entry: Entry, book: Book, lang: Lang) -> str:
    """A month that went into its year; of a mean, one of so many."""
    name = entry.clause.removeprefix("card.")
    month = book.cards().get((entry.subject_kind, entry.subject, card_key(name, entry.of or "")))
    if month is None:
        return say("entry.roll_up.plain", lang, span=entry.of)
    count = round(month.total / entry.points) if entry.points else 1
    over = "" if count == 1 else say("entry.over", lang, count=count)
    return say("entry.roll_up", lang, span=entry.of, total=plain(month.total), over=over)


def _round(entry: Entry, book: Book, lang: Lang) -> str:
    card = book.card(entry)
    exact = Fraction(0) if card is None else card.exact
    places = next(each.places for each in book.policy.scorecards if f"card.{each.name}" == entry.clause)
    unit = say("entry.place" if places == 1 else "entry.places", lang)
    return say("entry.round", lang, exact=plain(exact), places=places, unit=unit)


def _veto(entry: Entry, book: Book, lang: Lang) -> str:
    clause = book.clauses[(entry.of or "").partition("/")[0]]
    effects = () if clause.veto is None else clause.veto.effects
    said = ("；" if lang == "zh" else "; ").join(say(f"effect.{effect}", lang) for effect in effects)
    return say("entry.veto", lang, clause=clause.title, effects=said)


_PARTS: Mapping[Part, Callable[[Entry, Book, Lang], str]] = {
    "charge": _at_event, "monitored": _at_event, "late": _late, "on_time": _on_time, "short": _short,
    "score": _score, "item": _item, "reverse": _reverse, "zero": _zero, "cap_case": _cap, "cap": _cap,
    "start": _start, "section": _section, "reweigh": _reweigh, "base": _base, "inherit": _inherit,
    "adjust": _adjust, "roll_up": _roll_up, "round": _round, "veto": _veto,
}  # fmt: skip
