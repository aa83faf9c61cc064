"""Whether cards add up, reach their clauses, and weigh their sections sensibly (P12, P15)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from kaohe.rules.check.merged import Piece
from kaohe.rules.check.spot import Findings, Spot
from kaohe.rules.document.policy import ClauseShape
from kaohe.rules.policy import Clause, Scorecard
from kaohe.rules.record import record
from kaohe.rules.value import plain

_ZERO = Fraction(0)


@record
class Sheet:
    """A card with the clauses that write on it."""

    card: Scorecard
    spot: Spot
    clauses: tuple[Clause, ...]

    def in_section(self, name: str) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if clause.section == name)


def sheets(cards: Sequence[Scorecard], clauses: Iterable[Clause], spot: Spot) -> tuple[Sheet, ...]:
    """Each card with the clauses that name one of its sections and reach its kind of subject."""
    written = tuple(clauses)
    return tuple(
        Sheet(card, spot / card.name, tuple(
            clause for clause in written
            if clause.section in {section.name for section in card.sections} and share_of(clause, card.of) > 0
        ))
        for card in cards
    )


def share_of(clause: Clause, of: str) -> Fraction:
    """The largest share with which a clause reaches that kind of subject; 0 when it does not."""
    return max((line.share for line in clause.lines if line.kind == of), default=_ZERO)


def full_of(clause: Clause, of: str) -> Fraction:
    """What an indicator adds to a card's full marks."""
    if clause.kind != "indicator" or clause.score is None:
        return _ZERO
    return clause.score.full * share_of(clause, of)


# --- sums ---------------------------------------------------------------------------------------


def check_cards(
    written: Sequence[Sheet], clauses: Sequence[Clause], pieces: Mapping[str, Piece[ClauseShape]], findings: Findings
) -> None:
    for sheet in written:
        _check_sum(sheet, findings)
        _check_empty(sheet, findings)
        _check_weight(sheet, findings)
        _check_inherit(sheet, written, findings)
    if written:
        for clause in clauses:
            _check_section(clause, written, pieces[clause.id], findings)
    _check_omit(clauses, pieces, findings)


def _check_sum(sheet: Sheet, findings: Findings) -> None:
    """Base + starts + full marks of indicators = out_of; bonus sections stand outside (P15)."""
    card = sheet.card
    counted = [section for section in card.sections if not section.bonus]
    starts = sum((section.start for section in counted), _ZERO)
    full = sum((full_of(one, card.of) for section in counted for one in sheet.in_section(section.name)), _ZERO)
    if card.base + starts + full != card.out_of:
        findings.refuse(
            "policy.card-sum", (sheet.spot / "out_of").place, card=card.name, base=plain(card.base),
            starts=plain(starts), full=plain(full), sum=plain(card.base + starts + full), out_of=plain(card.out_of),
        )


def _check_empty(sheet: Sheet, findings: Findings) -> None:
    for section in sheet.card.sections:
        if not sheet.in_section(section.name):
            findings.doubt(
                "policy.empty-section", (sheet.spot / "sections" / section.name).place,
                section=section.name, card=sheet.card.name,
            )


def _check_weight(sheet: Sheet, findings: Findings) -> None:
    """No section can decide a card by itself: its span is not larger than all the others' together."""
    spans = {
        section.name: abs(section.start) + sum(
            (full_of(one, sheet.card.of) for one in sheet.in_section(section.name)), _ZERO
        )
        for section in sheet.card.sections if not section.bonus
    }
    weighed = {name: span for name, span in spans.items() if span > 0}
    whole = sum(weighed.values(), _ZERO)
    for name, span in weighed.items():
        if len(weighed) > 1 and span > whole - span:
            findings.doubt(
                "policy.heavy-section", (sheet.spot / "sections" / name).place,
                section=name, points=plain(span), others=plain(whole - span),
            )


# --- reaching -----------------------------------------------------------------------------------


def _check_section(
    clause: Clause, written: Sequence[Sheet], piece: Piece[ClauseShape], findings: Findings
) -> None:
    """A scoring clause names a section that stands on a card of each kind of subject it reaches."""
    if clause.kind in {"veto", "monitored"}:
        return
    if clause.section is None:
        findings.refuse("clause.no-section", piece.spot.place_of(piece.key), id=clause.id)
        return
    place = piece.spot.place_of(piece.shape.section or piece.key)
    for of in dict.fromkeys(line.kind for line in clause.lines):
        cards = [sheet.card for sheet in written if sheet.card.of == of]
        if not any(section.name == clause.section for card in cards for section in card.sections):
            report = findings.refuse if cards else findings.doubt
            report("clause.section-off-card", place, section=clause.section, of=of, id=clause.id)


def _check_inherit(sheet: Sheet, written: Sequence[Sheet], findings: Findings) -> None:
    """A leader answers for a unit's points once: by inheriting or by being charged, not both (P15)."""
    inherit = sheet.card.inherit
    if inherit is None or inherit.from_ != "unit" or sheet.card.of != "leader":
        return
    heard = {
        clause.id for other in written if other.card.of == "unit" and inherit.card in {None, other.card.name}
        for clause in other.clauses
    }
    both = [clause for clause in sheet.clauses if clause.id in heard]
    if both:
        findings.refuse(
            "policy.inherit-and-charged", (sheet.spot / "inherit").place, *(clause.place for clause in both),
            card=sheet.card.name, clauses=", ".join(clause.id for clause in both),
        )


def _check_omit(
    clauses: Sequence[Clause], pieces: Mapping[str, Piece[ClauseShape]], findings: Findings
) -> None:
    """``omit`` spreads a weight over the section's other indicators: the section has only such (P12)."""
    for clause in clauses:
        if getattr(clause.form, "otherwise", None) != "omit" or clause.kind == "monitored":
            continue
        others = [one for one in clauses if one.section == clause.section and one.kind not in {"veto", "monitored"}]
        stranger = next((one for one in others if one.kind != "indicator"), None)
        if stranger is not None:
            spot = pieces[clause.id].spot
            form = next(key for key in ("ratio", "measure", "appraisal") if getattr(pieces[clause.id].shape, key))
            findings.refuse(
                "clause.omit-mixed", (spot / form / "otherwise").place, stranger.place,
                section=clause.section or "", other=stranger.id,
            )
