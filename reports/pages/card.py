"""The page of a unit or a leader: its cards, each down to the entries, cases and counts behind every figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from kaohe.engine.ledger import Entry, Tally
from kaohe.reports.entry_text import entry_text
from kaohe.reports.pages.counts import Count, counts
from kaohe.reports.pages.links import card_anchor, clause_anchor
from kaohe.reports.pages.site import Site
from kaohe.reports.pages.waterfall import Waterfall, sum_of_clauses, waterfall
from kaohe.reports.tables import grade_title, scorecard_of, unrisked_text
from kaohe.reports.value_text import signed
from kaohe.reports.veto_text import course_lines, veto_text
from kaohe.reports.words import say
from kaohe.rules.record import record
from kaohe.rules.value import plain
from kaohe.scoring.card import Card, Places, RiskLine
from kaohe.scoring.why import WhyClause, WhySection
from kaohe.workbench.vetoes import Veto


@record
class Line:
    """An entry as a row. ``counted``: what limits left of it, empty when all of it."""

    anchor: str
    day: str
    points: str
    counted: str
    case: str | None
    case_link: str | None
    text: str
    id: str
    below_zero: bool


@record
class ClauseBlock:
    anchor: str
    id: str
    title: str
    link: str
    points: str
    basis: tuple[str, ...]
    lines: tuple[Line, ...]
    counts: tuple[Count, ...]


@record
class SectionBlock:
    """``total`` is what the section gave the card; ``made`` what the card itself did to it."""

    title: str
    total: str
    clauses: tuple[ClauseBlock, ...]
    made: tuple[Line, ...]


@record
class Bar:
    """A section as a bar. ``width`` in percent of what can be had, or of the largest section."""

    title: str
    figure: str
    full: str
    width: str
    below_zero: bool
    left_out: bool


@record
class Other:
    """Another card of the same subject, a month of its year as a rule."""

    span: str
    title: str
    link: str
    total: str
    grade: str
    width: str
    here: bool


@record
class VetoBlock:
    """A veto on a card: ``subject`` and ``span`` say which card, ``course`` how it came to what ``text`` says."""

    subject: str
    span: str
    text: str
    link: str
    course: tuple[str, ...]


@record
class CardView:
    anchor: str
    card: Card
    scorecard: str
    total: str
    out_of: str
    grade: str
    tone: int
    facts: tuple[str, ...]
    vetoes: tuple[VetoBlock, ...]
    no_data: str
    waterfall: Waterfall | None
    rolled_up: bool
    bars: tuple[Bar, ...]
    sections: tuple[SectionBlock, ...]
    made: tuple[Line, ...]
    places: tuple[str, ...]
    risks: tuple[str, ...]
    risks_head: str
    tallies: tuple[Tally, ...]


def card_view(card: Card, site: Site) -> CardView:
    why, lang = site.dossier.why(card), site.lang
    key = "card.all-omitted" if card.note == "too_few_rows" else "card.no-data"
    return CardView(
        anchor=card_anchor(card), card=card, scorecard=scorecard_of(card, site.policy).title,
        total=site.points(card.total, card), out_of=plain(card.out_of), grade=grade_title(card, site.policy),
        tone=site.tone(card), facts=tuple(_facts(card, site)), vetoes=tuple(_vetoes(card, site)),
        no_data="" if card.data else say(key, lang), waterfall=waterfall(why, lang) if card.data else None,
        rolled_up=any(each.entry.part == "roll_up" for each in why.made),
        bars=tuple(_bars(card, site)) if card.data else (),
        sections=tuple(_section(one, card, site) for one in why.sections if one.clauses or one.made or one.nothing),
        made=tuple(entry_lines((each.entry for each in why.made), site)),
        places=tuple(_places(place, site) for place in card.places), risks=tuple(_risk(risk, site) for risk in card.accepted_risks),
        risks_head="" if card.unrisked is None else say("site.risks-head", lang, without=unrisked_text(card, site.policy, lang)),
        tallies=tuple(tally for one in why.sections for clause in (*one.clauses, *one.nothing) for tally in clause.tallies),
    )  # fmt: skip


def other_counts(kind: str, subject: str, views: Iterable[CardView], site: Site) -> tuple[Count, ...]:
    """Counts of the subject that stand under none of its entries: of what is only watched, or cost nothing."""
    shown = {tally for view in views for tally in view.tallies}
    mine = site.dossier.tallies_by_subject.get(subject, ())
    return counts((tally for tally in mine if tally.subject_kind == kind and tally not in shown), site)


def other_cards(card: Card, site: Site) -> tuple[Other, ...]:
    """All cards of the subject in order; fewer than two: none."""
    cards = sorted(site.dossier.cards_of(card.subject_kind, card.subject), key=lambda one: (one.card, len(one.span), one.span))
    most = max((abs(one.total) for one in cards), default=Fraction(0)) or Fraction(1)
    found = (
        Other(
            one.span, scorecard_of(one, site.policy).title, site.links.card(one),
            site.points(one.total, one) if one.data else say("no-data", site.lang), grade_title(one, site.policy),
            percent(max(one.total, Fraction(0)), max(most, one.out_of)), one == card,
        )
        for one in cards
    )  # fmt: skip
    return tuple(found) if len(cards) > 1 else ()


# --- the head -----------------------------------------------------------------------------------


def _facts(card: Card, site: Site) -> Iterator[str]:
    """Rank in its group, and what would become of the card if what is pending took effect."""
    lang = site.lang
    if card.rank is not None:
        group = say("card.group", lang, group=card.group) if card.group else ""
        yield say("card.rank", lang, rank=card.rank, of=card.ranked_of, group=group)
    if card.provisional or card.would_be_rank is not None:
        grade = grade_title(card, site.policy, card.would_be) if card.would_be else ""
        yield say("card.would-be", lang, grade=grade or "—", rank=card.would_be_rank or "—")
    if card.marked:
        yield say("site.marked", lang, points=plain(card.marked))


def _vetoes(card: Card, site: Site) -> Iterator[VetoBlock]:
    """The card's vetoes, each leading to its clause."""
    mine = site.dossier.vetoes_by_subject.get((card.subject_kind, card.subject), ())
    for veto in mine:
        link = site.links.clause(veto.event.clause)
        yield from (block for on, block in veto_blocks(veto, link, site) if on == card)


def veto_blocks(veto: Veto, link: str, site: Site) -> Iterator[tuple[Card, VetoBlock]]:
    """Each card a veto stands on, with what is to be read there."""
    course, title = tuple(course_lines(veto.event, site.lang)), site.clause_title(veto.event.clause)
    for card, line in veto.stands:
        yield card, VetoBlock(card.title, card.span, veto_text(line, title, site.lang), link, course)


def _places(place: Places, site: Site) -> str:
    """The arithmetic of one grade's places."""
    lang = site.lang
    card = next(each for each in site.policy.scorecards if each.name == place.card.partition("@")[0])
    grade = next((each.title for each in card.grades if each.name == place.grade), place.grade)
    joint = "、" if lang == "zh" else ", "
    return say(
        "card.places", lang, grade=grade, group=say("card.group", lang, group=place.group) if place.group else "",
        share=plain(place.share * 100), n=place.n, floor=place.floor, places=place.places,
        taken=joint.join(place.taken) or "—", outside=joint.join(place.outside) or "—",
        vacant=say("card.vacant", lang, count=place.vacant) if place.vacant else "",
        tied=say("card.tied", lang) if place.tied else "",
    )  # fmt: skip


def _risk(risk: RiskLine, site: Site) -> str:
    lang = site.lang
    return say(
        "risk.line", lang, moves=site.moves(risk) or say("risk.counted", lang), points=signed(risk.points),
        count=len(risk.clauses), approver=risk.approver, until=risk.until, counter=site.clause_title(risk.counter_clause),
    )  # fmt: skip


def _bars(card: Card, site: Site) -> Iterator[Bar]:
    """Where nothing bounds a section, its bar is as long as in the largest of the others, or in the whole card."""
    most = max((line.full for line in card.sections if line.full is not None), default=card.out_of)
    for line in card.sections:
        figure = say("card.left-out", site.lang) if line.left_out else plain(line.total)
        full = "" if line.full is None or line.left_out else plain(line.full)
        yield Bar(line.title, figure, full, percent(abs(line.total), line.full or most), line.total < 0, line.left_out)


def percent(part: Fraction, of: Fraction) -> str:
    """A width in percent, at most 100, two decimals."""
    return f"{float(min(part / of, Fraction(1)) * 100):.2f}" if of > 0 else "0.00"


# --- sections, clauses, entries -----------------------------------------------------------------


def _section(section: WhySection, card: Card, site: Site) -> SectionBlock:
    title = section.line.title if section.line is not None else say("card.no-section", site.lang)
    total = section.line.total if section.line is not None else sum_of_clauses(section)
    blocks = tuple(_clause(clause, card, site) for clause in (*section.clauses, *section.nothing))
    return SectionBlock(title, plain(total), blocks, tuple(entry_lines(section.made, site)))


def _clause(why: WhyClause, card: Card, site: Site) -> ClauseBlock:
    """Its entries; then what was taken back, and what limits held. Judged without an entry: its counts alone."""
    lines = [entry_line(each.entry, site, each.counted) for each in why.entries]
    taken = [entry for each in why.entries for entry in each.taken_back]
    lines += entry_lines([*taken, *(limit.entry for limit in why.limits)], site)
    clause = why.clause
    return ClauseBlock(
        clause_anchor(card, clause.id), clause.id, clause.title, site.links.clause(clause.id), signed(why.points),
        tuple(text for _, text in why.basis), tuple(lines), counts(why.tallies, site),
    )  # fmt: skip


def entry_lines(entries: Iterable[Entry], site: Site) -> list[Line]:
    return [entry_line(entry, site) for entry in entries]


def entry_line(entry: Entry, site: Site, counted: Fraction | None = None) -> Line:
    left = "" if counted is None or counted == entry.points else signed(counted)
    return Line(
        site.links.entry_anchor(entry), entry.at.isoformat(), signed(entry.points), left, entry.case,
        site.links.case(entry.case), entry_text(entry, site.book, site.lang), entry.id, entry.points < 0,
    )  # fmt: skip
