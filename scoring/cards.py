"""Cards made of drafts: figures, standing among peers, vetoes, accepted risks, in one record each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from kaohe.engine.ledger import Entry
from kaohe.rules.policy import AcceptedRisk, Appraisal, Manual, Policy, StandingRisk
from kaohe.scoring.card import Card, RiskLine, VetoLine
from kaohe.scoring.data import Key, key_of
from kaohe.scoring.draft import Draft
from kaohe.scoring.exact import sum_of
from kaohe.scoring.made import made
from kaohe.scoring.standing import Compared, Vetoes, compared

_EFFECTS = {"no_top_grade": "不得评为最高等次", "lowest_grade": "评为最低等次", "ranked_last": "排名末位"}


def cards_of(policy: Policy, drafts: Sequence[Draft], vetoes: Vetoes) -> tuple[Card, ...]:
    """A card for every draft, in the order of the drafts."""
    now = compared(drafts, vetoes, pending=False)
    then = compared(drafts, vetoes, pending=True)
    return tuple(_card(policy, draft, vetoes, now, then) for draft in drafts)


def _card(
    policy: Policy, draft: Draft, vetoes: Vetoes, now: Mapping[Key, Compared], then: Mapping[Key, Compared]
) -> Card:
    sheet, key = draft.sheet, key_of(draft.sheet)
    here, there = now.get(key), then.get(key)
    lines = vetoes_on(draft, vetoes)
    provisional = any(line.status == "pending" for line in lines)
    shown = there if provisional or _differ(here, there) else None
    return Card(
        card=sheet.scorecard.name, subject_kind=sheet.kind, subject=sheet.subject, title=sheet.title,
        group=sheet.group, span=sheet.span.name, out_of=draft.out_of, sections=draft.sections,
        exact=draft.exact, total=draft.total, data=draft.data, provisional=provisional,
        grade=here.grade if here else None, rank=here.rank if here else None,
        ranked_of=here.of if here else 0, vetoes=tuple(lines), accepted_risks=_risks(policy, draft),
        note=_note(draft), would_be=shown.grade if shown else None,
        would_be_rank=shown.rank if shown else None, marked=_marked(policy, draft.entries),
        places=here.places if here else (),
    )  # fmt: skip


def vetoes_on(draft: Draft, vetoes: Vetoes) -> Sequence[VetoLine]:
    """The vetoes that a card shows: those of its subject, on the card that is graded."""
    return vetoes.get((draft.sheet.kind, draft.sheet.subject), ()) if draft.sheet.graded else ()


def _differ(one: Compared | None, other: Compared | None) -> bool:
    return one is not None and other is not None and (one.grade, one.rank) != (other.grade, other.rank)


def _note(draft: Draft) -> Literal["", "no_events", "too_few_rows"]:
    if draft.data:
        return ""
    return "too_few_rows" if draft.entries else "no_events"


def _risks(policy: Policy, draft: Draft) -> tuple[RiskLine, ...]:
    """The accepted risks among the clauses this card counts, with the points that hung on them."""
    counted = {
        clause.id for clause in policy.clauses if clause.section is not None and draft.sheet.has_section(clause.section)
    }
    return tuple(
        RiskLine(
            here, risk.reason, risk.approver, risk.until, risk.counter_clause,
            sum_of(entry for entry in draft.entries if entry.clause in here), moves,
        )
        for clauses, moves, risk in _accepted(policy)
        if (here := tuple(clause for clause in clauses if clause in counted))
    )  # fmt: skip


def _accepted(policy: Policy) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], AcceptedRisk | StandingRisk]]:
    """Each risk with the clauses and moves it is about: those of single clauses, then the policy's own."""
    for clause in policy.clauses:
        if clause.accepted_risk is not None:
            yield (clause.id,), (), clause.accepted_risk
    for risk in policy.accepted_risks:
        yield risk.clauses, risk.moves, risk


def risky(policy: Policy) -> frozenset[str]:
    """The clauses that some accepted risk is about."""
    return frozenset(clause for clauses, _, _ in _accepted(policy) for clause in clauses)


def _marked(policy: Policy, entries: Iterable[Entry]) -> Fraction:
    """The points that people's marks gave."""
    by_hand = {clause.id for clause in policy.clauses if isinstance(clause.form, Appraisal | Manual)}
    return sum_of(entry for entry in entries if entry.clause in by_hand)


def veto_entries(drafts: Iterable[Draft], vetoes: Vetoes) -> tuple[Entry, ...]:
    """A ``veto`` entry without points for every veto in force: what it denies the card."""
    return tuple(
        _veto(draft, line)
        for draft in drafts
        if draft.data
        for line in vetoes_on(draft, vetoes)
        if line.status == "effective"
    )


def _veto(draft: Draft, line: VetoLine) -> Entry:
    text = "；".join(_EFFECTS[effect] for effect in line.effects)
    return made(draft.sheet, "veto", Fraction(0), text, of=f"{line.clause}/{line.event}")
