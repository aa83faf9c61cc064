"""The page of a policy: its head, a table of rules by section, and what the rules rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kaohe.reports.scheme.forms import clause_words, points_of
from kaohe.reports.scheme.voice import Voice
from kaohe.reports.scheme.who import accountable, limits
from kaohe.rules.document.policy import PolicyDocument
from kaohe.rules.policy import Basis, Clause, Gate, Policy, Scorecard, Section, StandingRisk, State
from kaohe.rules.problem import Problem
from kaohe.rules.record import record
from kaohe.rules.say import sentence
from kaohe.rules.value import plain

RULE_COLUMNS = ("item", "rule", "points", "cap", "who", "basis", "origin")


@record
class Part:
    """A titled table, with a line of its own above it (empty: none)."""

    title: str
    line: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@record
class Page:
    """``facts``: label and text of the head. ``remarks``: what must not be overlooked, a line each."""

    title: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    remarks: tuple[str, ...]
    remarks_title: str


def page_of(policy: Policy, document: PolicyDocument | None, problems: Iterable[Problem], voice: Voice) -> Page:
    """``document``: the policy as it is written, for what a checked policy no longer holds (scope, note,
    silenced warnings). ``problems``: what checking it said.
    """
    parts = (*_rules(policy, voice), *_cards(policy, voice), *_grounds(policy, voice))
    return Page(
        policy.title, tuple(_facts(policy, document, voice)), tuple(part for part in parts if part.rows),
        tuple(_remarks(policy, document, problems, voice)), voice.say("remarks"),
    )  # fmt: skip


def _facts(policy: Policy, document: PolicyDocument | None, voice: Voice) -> Iterator[tuple[str, str]]:
    yield voice.say("fact.version"), f"{policy.name} · {policy.version}"
    yield voice.say("fact.period"), voice.say("span", from_=policy.period.from_, to=policy.period.to)
    if document is not None and document.scope:
        yield voice.say("fact.scope"), str(document.scope)
    if document is not None and document.note:
        yield voice.say("fact.note"), " ".join(str(document.note).split())
    counts = {kind: sum(clause.kind == kind for clause in policy.clauses) for kind in ("deduction", "bonus", "indicator", "veto", "monitored")}
    yield voice.say("fact.clauses"), voice.listed(voice.say(f"kind.{kind}", count=count) for kind, count in counts.items() if count)


# --- the rules ----------------------------------------------------------------------------------


def _rules(policy: Policy, voice: Voice) -> Iterator[Part]:
    """A table per section in the order of the cards; then vetoes, then what is only watched."""
    for name in _sections(policy):
        line = voice.joined(_section_line(card, section, voice) for card, section in _held(policy, name))
        clauses = [clause for clause in policy.clauses if clause.section == name]
        yield _table(policy.section_titles.get(name, name), line, clauses, policy, voice)
    loose = [clause for clause in policy.clauses if clause.section is None]
    scored = [clause for clause in loose if clause.kind not in ("veto", "monitored")]
    yield _table(voice.say("part.loose"), voice.say("part.loose.line"), scored, policy, voice)
    for kind in ("veto", "monitored"):
        yield _table(voice.say(f"part.{kind}"), "", [clause for clause in loose if clause.kind == kind], policy, voice)


def _sections(policy: Policy) -> list[str]:
    on_cards = [section.name for card in policy.scorecards for section in card.sections]
    of_clauses = [clause.section for clause in policy.clauses if clause.section is not None]
    return list(dict.fromkeys((*on_cards, *of_clauses)))


def _held(policy: Policy, name: str) -> list[tuple[Scorecard, Section]]:
    return [(card, section) for card in policy.scorecards for section in card.sections if section.name == name]


def _section_line(card: Scorecard, section: Section, voice: Voice) -> str:
    bounds = voice.listed([
        voice.say("section.start", points=plain(section.start)) if section.start else "",
        "" if section.floor is None else voice.say("section.floor", points=plain(section.floor)),
        "" if section.cap is None else voice.say("section.cap", points=plain(section.cap)),
        voice.say("section.bonus") if section.bonus else "",
    ])  # fmt: skip
    return voice.say("section.on", card=card.title) + (voice.say("where", when=bounds) if bounds else "")


def _table(title: str, line: str, clauses: Iterable[Clause], policy: Policy, voice: Voice) -> Part:
    rows = tuple(_row(clause, policy, voice) for clause in clauses)
    return Part(title, line, tuple(voice.say(f"column.{name}") for name in RULE_COLUMNS), rows)


def _row(clause: Clause, policy: Policy, voice: Voice) -> tuple[str, ...]:
    note = voice.say("note", note=" ".join(clause.note.split())) if clause.note else ""
    return (
        clause.title + voice.say("where", when=clause.id), voice.joined((clause_words(clause, voice), note)),
        points_of(clause, voice), limits(clause, voice), accountable(clause, voice) if clause.kind != "monitored" else "",
        voice.joined(basis_words(basis, policy) for basis in clause.basis), _origin(clause, voice),
    )  # fmt: skip


def basis_words(basis: Basis, policy: Policy) -> str:
    """The basis in one line, with the row of the source where there is one."""
    row = f" {basis.row}" if basis.row else ""
    return basis.text(policy.sources) + row


def _origin(clause: Clause, voice: Voice) -> str:
    return voice.say(f"origin.{clause.points_from}") if clause.points_from else ""


# --- the cards ----------------------------------------------------------------------------------


def _cards(policy: Policy, voice: Voice) -> Iterator[Part]:
    columns = ("card", "for", "full", "made-of", "grades")
    rows = tuple(_card(card, voice) for card in policy.scorecards)
    yield Part(voice.say("part.cards"), "", tuple(voice.say(f"column.{name}") for name in columns), rows)


def _card(card: Scorecard, voice: Voice) -> tuple[str, ...]:
    sections = voice.listed(section.title for section in card.sections)
    base = voice.say("card.base", points=plain(card.base)) if card.base else ""
    cycle = "" if card.cycle is None else voice.say("card.cycle", per=voice.say(f"span.{card.cycle}"), roll=voice.say(f"roll.{card.roll_up}"))
    inherit = "" if card.inherit is None else voice.say(f"card.inherit-{card.inherit.from_}", share=f"{plain(card.inherit.share * 100)}%")
    groups = "" if card.groups is None else voice.say("card.groups", by=voice.text(card.groups.text))
    grades = voice.listed(_grade(card, place, voice) for place in range(len(card.grades)))
    return (card.title, voice.condition(card.who) or voice.say("everyone"), plain(card.out_of), voice.joined((base, sections, cycle, inherit, groups)), grades)


def _grade(card: Scorecard, place: int, voice: Voice) -> str:
    grade = card.grades[place]
    least = "" if grade.at_least is None else voice.say("grade.least", points=plain(grade.at_least))
    share = "" if grade.share is None else voice.say("grade.share", share=f"{plain(grade.share * 100)}%", places=grade.least_places)
    bounds = voice.listed([least, share])
    return grade.title + (voice.say("where", when=bounds) if bounds else "")


# --- what the rules rest on ---------------------------------------------------------------------


def _grounds(policy: Policy, voice: Voice) -> Iterator[Part]:
    yield _part("definitions", ("name", "meaning"), _definitions(policy, voice), voice)
    yield _part("gates", ("gate", "gate-item", "condition", "basis"), _gates(policy.gates, policy, voice), voice)
    yield _part("states", ("name", "begins", "ends"), _states(policy.states, voice), voice)
    yield _part("parameters", ("name", "value", "origin", "basis"), _parameters(policy, voice), voice)
    yield _part("periods", ("name", "days"), _periods(policy, voice), voice)
    yield _part("sources", ("name", "text"), [(s.title, s.file or s.article or "") for s in policy.sources.values()], voice)


def _part(name: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], voice: Voice) -> Part:
    return Part(voice.say(f"part.{name}"), "", tuple(voice.say(f"column.{each}") for each in columns), tuple(rows))


def _definitions(policy: Policy, voice: Voice) -> Iterator[tuple[str, ...]]:
    for each in policy.definitions.values():
        yield (each.title or each.name, voice.text(each.text, each.kinds))


def _gates(gates: Mapping[str, Gate], policy: Policy, voice: Voice) -> Iterator[tuple[str, ...]]:
    for gate in gates.values():
        basis = "" if gate.basis is None else basis_words(gate.basis, policy)
        for item in gate.items:
            yield (gate.title or gate.name, item.title, voice.text(item.pass_.text, gate.kinds), basis)


def _states(states: Mapping[str, State], voice: Voice) -> Iterator[tuple[str, ...]]:
    for state in states.values():
        yield (state.title or state.name, voice.ats(state.begins), voice.ats(state.ends))


def _parameters(policy: Policy, voice: Voice) -> Iterator[tuple[str, ...]]:
    for each in policy.parameters.values():
        basis = "" if each.basis is None else basis_words(each.basis, policy)
        note = "" if each.note is None else voice.say("note", note=" ".join(each.note.split()))
        value = voice.parameter(each) + (f" {each.unit}" if each.unit else "")
        yield (each.title or each.name, value, voice.say(f"origin.{each.points_from}"), voice.joined((basis, note)))


def _periods(policy: Policy, voice: Voice) -> Iterator[tuple[str, ...]]:
    for name, spans in policy.periods.items():
        for span in spans:
            yield (span.name or name, voice.say("span", from_=span.from_, to=span.to))


# --- remarks ------------------------------------------------------------------------------------


def _standing(risk: StandingRisk, policy: Policy, voice: Voice) -> str:
    """A risk accepted for the whole policy: the moves by title, and how many clauses they would pay by."""
    known = policy.vocabulary.moves
    moves = voice.listed(f"“{getattr(known.get(name), 'title', None) or name}”" for name in risk.moves)
    clauses = voice.listed(risk.clauses)
    return voice.say(
        "standing-risk", moves=moves, clauses=clauses, reason=" ".join(risk.reason.split()), approver=risk.approver,
        until=risk.until, counter=voice.clause(risk.counter_clause),
    )  # fmt: skip


def _remarks(policy: Policy, document: PolicyDocument | None, problems: Iterable[Problem], voice: Voice) -> Iterator[str]:
    """Accepted risks, then what the checker doubts, then doubts that were silenced, with their reasons."""
    for clause in policy.clauses:
        risk = clause.accepted_risk
        if risk is not None:
            yield voice.say("risk", clause=clause.title, reason=risk.reason, approver=risk.approver, until=risk.until, counter=voice.clause(risk.counter_clause))
    for standing in policy.accepted_risks:
        yield _standing(standing, policy, voice)
    yield from (voice.say("doubt", code=one.code, words=sentence(one, voice.lang).message) for one in problems if one.severity == "warning")
    for written in () if document is None else document.clauses:
        yield from (voice.say("silenced", clause=written.title, code=each.code, reason=each.reason) for each in written.silence)
    if policy.appeals is not None:
        file, decide = voice.length(policy.appeals.file_within), voice.length(policy.appeals.decide_within)
        yield voice.say("appeals", notified=voice.kinds((policy.appeals.notified,)), file=file, decide=decide)
