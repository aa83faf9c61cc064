"""What a run says, as the facts that templates ask for: text only, nothing reckoned here.

A public document is given fewer facts: no points, ranks, leaders, cases or event numbers. A template
that asks for one of them is refused, so that no office publishes them by mistake.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from kaohe.engine.ledger import Tally
from kaohe.reports.card_text import places_text
from kaohe.reports.notice.text import day_text, ordinal, period_name, span_text
from kaohe.reports.tables import NO_FIGURE, grade_title, latest, remark, scorecard_of, tables_of
from kaohe.reports.words import Lang, say
from kaohe.rules.period import named
from kaohe.rules.policy import Measure, Ratio
from kaohe.rules.value import plain, shown
from kaohe.scoring.card import Card, RiskLine, VetoLine
from kaohe.workbench.annual import Annual, Count, annual, public_counts
from kaohe.workbench.dossier import Dossier
from kaohe.workbench.public import public_rows

Facts = dict[str, Any]


def common(dossier: Dossier, lang: Lang) -> Facts:
    """What every document may name."""
    policy = dossier.policy
    return {
        "policy": policy.title,
        "version": policy.version,
        "period": span_text(policy.period.from_, policy.period.to, lang),
        "period_name": period_name(policy.period, lang),
        "as_of": day_text(dossier.stored.as_of, lang),
        "root": dossier.root,
    }


# --- circular and annual assessment -----------------------------------------------------------------


def circular(dossier: Dossier, lang: Lang, *, public: bool) -> Facts:
    """Units' results, vetoes, accepted risks. Leaders stand in the annual assessment, which is not sent round."""
    cards = [card for card in latest(dossier.cards) if card.subject_kind == "unit"]
    vetoes = tuple(_vetoes(dossier, cards, lang, public=public))
    return common(dossier, lang) | {
        "scope": _scope(dossier, cards, lang),
        "tables": _tables(dossier, cards, lang, public=public),
        "vetoes": vetoes,
        "provisional": _provisional(cards),
        "risks": tuple(_risks(dossier, lang)),
        "annexes": () if public else tuple(_annexes(dossier, lang)),
    }


def annual_assessment(dossier: Dossier, lang: Lang, *, public: bool) -> Facts:
    """All results, the counts behind rates, and the tables of article 41."""
    facts = circular(dossier, lang, public=public)
    cards = latest(dossier.cards)
    if not public:
        facts["all_tables"] = _tables(dossier, cards, lang, public=False)
        facts["vetoes"] = tuple(_vetoes(dossier, cards, lang, public=False))
        facts["scope"] = _scope(dossier, cards, lang)
        facts["provisional"] = _provisional(cards)
    facts["rates"] = tuple(_rates(dossier, lang, public=public))
    facts["report"] = _report(annual(dossier.world), dossier, lang, public=public)
    facts["annexes"] = ()
    return facts


def _provisional(cards: Sequence[Card]) -> bool:
    return any(card.provisional or card.would_be_rank is not None for card in cards)


def _scope(dossier: Dossier, cards: Sequence[Card], lang: Lang) -> tuple[str, ...]:
    """How many cards each scorecard has."""
    titles = {each.name: each.title for each in dossier.policy.scorecards}
    counts = {name: sum(card.card == name for card in cards) for name in titles}
    return tuple(say("notice.scope-line", lang, title=titles[name], count=n) for name, n in counts.items() if n)


def _tables(dossier: Dossier, cards: Sequence[Card], lang: Lang, *, public: bool) -> tuple[Facts, ...]:
    listed = enumerate(tables_of(cards, dossier.policy), start=1)
    return tuple(_table(number, rows, dossier, lang, public=public) for number, rows in listed)


def _table(number: int, cards: tuple[Card, ...], dossier: Dossier, lang: Lang, *, public: bool) -> Facts:
    first, policy = cards[0], dossier.policy
    group = say("notice.group", lang, group=first.group) if first.group else ""
    title = say(
        "notice.table", lang, number=ordinal(number, lang), title=scorecard_of(first, policy).title, group=group
    )
    if public:
        return {"title": title, "rows": _public_rows(cards, dossier, lang)}
    kind = first.subject_kind
    said = (places_text(place, policy, lang, lambda code: name_of(dossier, kind, code)) for card in cards for place in card.places)
    places = tuple(dict.fromkeys(said))
    return {"title": title, "rows": [_row(card, dossier, lang) for card in cards], "places": places}


def _row(card: Card, dossier: Dossier, lang: Lang) -> Facts:
    policy = dossier.policy
    places = scorecard_of(card, policy).places
    lines = [] if not card.data else [
        f"{line.title} {say('card.left-out', lang) if line.left_out else shown(line.total, places)}" for line in card.sections
    ]  # fmt: skip
    return {
        "rank": NO_FIGURE if card.rank is None else str(card.rank),
        "code": card.subject,
        "title": name_of(dossier, card.subject_kind, card.subject),
        "parts": say("notice.parts-sep", lang).join(lines),
        "total": shown(card.total, places) if card.data else say("no-data", lang),
        "grade": grade_title(card, policy) or NO_FIGURE,
        "remark": _remark(card, dossier, lang),
    }


def _remark(card: Card, dossier: Dossier, lang: Lang) -> str:
    """Vetoes are told below the tables; here, that something is provisional and what a risk is worth."""
    return remark(card, dossier.policy, lang, vetoes=False)


def _public_rows(cards: Sequence[Card], dossier: Dossier, lang: Lang) -> list[Facts]:
    """By grade, and by code within it: the order gives no rank away."""
    policy = dossier.policy
    order = {grade.name: place for place, grade in enumerate(scorecard_of(cards[0], policy).grades)}
    listed = sorted(cards, key=lambda card: (not card.data, order.get(card.grade or "", len(order)), card.subject))
    return [
        {
            "title": card.title,
            "grade": (grade_title(card, policy) or NO_FIGURE) if card.data else say("no-data", lang),
            "remark": say("provisional", lang) if card.provisional else "",
        }
        for card in listed
    ]


# --- vetoes and risks -------------------------------------------------------------------------------


def _vetoes(dossier: Dossier, cards: Sequence[Card], lang: Lang, *, public: bool) -> Iterator[str]:
    """In effect, pending, unconfirmed, revoked. The public is told only of those in effect."""
    lines = [(card, line) for card in cards for line in card.vetoes]
    yield from veto_lines([(card, line) for card, line in lines if not public or line.status == "effective"], dossier, lang)


def veto_lines(vetoes: Sequence[tuple[Card, VetoLine]], dossier: Dossier, lang: Lang) -> Iterator[str]:
    """One numbered sentence for each; of those that read alike, one with their number."""
    found = Counter(_veto_text(card, line, dossier, lang) for card, line in vetoes)
    for number, (text, times) in enumerate(found.items(), start=1):
        yield say("notice.veto.times" if times > 1 else "notice.veto.once", lang, number=number, text=text, count=times)


def _veto_text(card: Card, line: VetoLine, dossier: Dossier, lang: Lang) -> str:
    """What is not yet final is said as such, with the day until which it may be contested."""
    policy = dossier.policy
    effects = say("notice.parts-sep", lang).join(say(f"effect.{effect}", lang) for effect in line.effects)
    if line.status == "pending":
        effects = say("notice.veto.if", lang) + effects
    elif line.status != "effective":
        effects = say("notice.veto.none", lang)
    last = day_text(date.fromisoformat(line.until), lang) if line.until else ""
    until = say("card.veto-until", lang, day=last) if last else ""
    overdue = say("card.veto-overdue", lang) if line.overdue else ""
    would = grade_title(card, policy, card.would_be) if card.would_be and line.status == "pending" else ""
    after = say("notice.would-be", lang, grade=would) if would else ""
    status = say(f"notice.veto.{line.status}", lang, clause=dossier.clauses[line.clause].title)
    return say("notice.veto", lang, title=name_of(dossier, card.subject_kind, card.subject), status=status, effects=effects, until=until + overdue + after)


def _risks(dossier: Dossier, lang: Lang) -> Iterator[str]:
    for number, risk in enumerate(dossier.risks, start=1):
        yield _risk(number, risk, dossier, lang)


def _risk(number: int, risk: RiskLine, dossier: Dossier, lang: Lang) -> str:
    known = dossier.policy.vocabulary.moves
    titles = ("、" if lang == "zh" else ", ").join(known[move].title if move in known else move for move in risk.moves)
    counter = dossier.clauses.get(risk.counter_clause)
    return say(
        "notice.risk", lang, number=number, moves=titles or say("notice.risk-counted", lang),
        reason=risk.reason.rstrip("。."), approver=risk.approver, until=day_text(risk.until, lang),
        counter=counter.title if counter else risk.counter_clause,
    )  # fmt: skip


def _annexes(dossier: Dossier, lang: Lang) -> Iterator[str]:
    """The list of annexes below the text of the circular."""
    units = len(subjects(dossier, "unit"))
    leaders = len(subjects(dossier, "leader"))
    titles = [say("notice.annex.annual", lang, period=period_name(dossier.policy.period, lang))]
    titles += [say("notice.annex.units", lang, count=units)] if units else []
    titles += [say("notice.annex.duty", lang, count=leaders)] if leaders else []
    for number, title in enumerate(titles, start=1):
        yield say("notice.annex.first" if number == 1 else "notice.annex.next", lang, number=number, title=title)


def subjects(dossier: Dossier, kind: str) -> Mapping[str, tuple[Card, ...]]:
    """Units or leaders by code, each with the cards that are reported."""
    found: dict[str, tuple[Card, ...]] = {}
    for card in latest(dossier.cards):
        if card.subject_kind == kind:
            found[card.subject] = (*found.get(card.subject, ()), card)
    return found


# --- rates and the yearly report --------------------------------------------------------------------


def _rates(dossier: Dossier, lang: Lang, *, public: bool) -> Iterator[Facts]:
    """A table for each clause on a rate or statistic; leaders' ones are not for the public."""
    by_clause: dict[str, list[Tally]] = {}
    for tally in dossier.tallies:
        if tally.split is None and tally.subject is not None and tally.period == _period(dossier):
            by_clause.setdefault(tally.clause, []).append(tally)
    number = 0
    for clause in dossier.policy.clauses:
        tallies = [each for each in by_clause.get(clause.id, ()) if not public or each.subject_kind == "unit"]
        if isinstance(clause.form, Ratio | Measure) and tallies:
            number += 1
            title = say("notice.table", lang, number=ordinal(number, lang), title=clause.title, group="")
            yield {"title": title, "rows": _rate_rows(clause.form, tallies, dossier, lang, public=public)}


def _period(dossier: Dossier) -> str:
    return named(dossier.policy.period.from_, dossier.policy.period.to).name


def _rate_rows(form: Ratio | Measure, tallies: list[Tally], dossier: Dossier, lang: Lang, *, public: bool) -> list[Facts]:
    rows = public_rows(tallies) if public else ()
    withheld = {place for place, row in enumerate(rows) if row.withheld}
    return [_rate_row(form, tally, dossier, lang, hidden=place in withheld) for place, tally in enumerate(tallies)]


def _rate_row(form: Ratio | Measure, tally: Tally, dossier: Dossier, lang: Lang, *, hidden: bool) -> Facts:
    title = name_of(dossier, tally.subject_kind, tally.subject or "")
    if hidden:
        return {"title": title, "hits": NO_FIGURE, "rows": NO_FIGURE, "value": NO_FIGURE}
    return {
        "title": title, "hits": plain(tally.numerator), "rows": plain(tally.denominator),
        "value": _value(form, tally, lang), "excluded": str(tally.excluded),
    }  # fmt: skip


def _value(form: Ratio | Measure, tally: Tally, lang: Lang) -> str:
    if tally.value is None:
        return say("no-data", lang)
    if isinstance(form, Measure):
        return plain(tally.value) if tally.value.denominator == 1 else shown(tally.value, 2)
    places = max(form.round.places - 2, 0) if form.round else 2
    return f"{shown(tally.value * 100, places)}%"


def name_of(dossier: Dossier, kind: str, subject: str) -> str:
    """A unit by its title; a leader by post and unit; both by their code where the roster knows no better."""
    if kind == "leader":
        card = next(iter(dossier.cards_of("leader", subject)), None)
        unit = leaders_unit(dossier, subject)
        return f"{subject if card is None else card.title}（{unit or subject}）"
    return unit_name(dossier, subject)


def unit_name(dossier: Dossier, unit: str) -> str:
    """The title on its card, else in the roster (the last one of a unit that is no more), else the code."""
    card = next(iter(dossier.cards_of("unit", unit)), None)
    if card is not None:
        return card.title
    rows = dossier.world.roster.units.get(unit, ())
    row = dossier.world.roster.unit(unit, dossier.stored.as_of) or (rows[-1] if rows else None)
    return unit if row is None else str(row.attributes.get("title") or unit)


def leaders_unit(dossier: Dossier, leader: str) -> str:
    """The unit of a leader's latest main post; empty when the roster knows of none."""
    held = sorted(dossier.world.roster.posts_of(leader), key=lambda tenure: (not tenure.acting, tenure.from_))
    return unit_name(dossier, held[-1].unit) if held else ""


def _report(found: Annual, dossier: Dossier, lang: Lang, *, public: bool) -> Facts:
    parts = {name: getattr(found, name) for name in ("received", "by_unit", "supervised", "advised")}
    kept: dict[str, Sequence[Count]] = {name: public_counts(part) if public else part for name, part in parts.items()}
    return {
        "received": [
            {"field": one.within, "value": one.what or say("notice.report.all", lang), "count": _figure(one)} for one in kept["received"]
        ],
        "by_unit": [{"title": name_of(dossier, "unit", one.what), "count": _figure(one)} for one in kept["by_unit"]],
        "supervised": _acts(kept["supervised"]),
        "advised": _acts(kept["advised"]),
    }


def _acts(counts: Sequence[Count]) -> list[Facts]:
    return [{"kind": one.what, "by": one.within, "count": _figure(one)} for one in counts]


def _figure(count: Count) -> str:
    return NO_FIGURE if count.count is None else str(count.count)
