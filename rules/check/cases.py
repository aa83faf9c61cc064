"""Worked examples: whether they speak of clauses, cards, gates and parameters that the policy has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kaohe.rules.check.spot import Findings, Spot
from kaohe.rules.document.cases import CasesDocument, Example, Expectation
from kaohe.rules.nearest import nearest
from kaohe.rules.overrides import with_parameters
from kaohe.rules.place import Place
from kaohe.rules.policy import Deadline, Policy
from kaohe.rules.problem import Problem


def check_cases(document: CasesDocument, policy: Policy, spot: Spot) -> tuple[Problem, ...]:
    """All names that lead nowhere, and examples that would prove nothing."""
    findings = Findings()
    if str(document.cases) != policy.name:
        findings.refuse("example.other-policy", spot.place_of(document.cases), found=document.cases, policy=policy.name)
    if not document.examples:
        findings.refuse("policy.empty", (spot / "examples").place, key="examples")
    seen: dict[str, Place] = {}
    for index, example in enumerate(document.examples):
        here = spot / "examples" / index
        if example.name in seen:
            findings.refuse("policy.same-name", here.place_of(example.name), seen[str(example.name)], name=example.name)
        seen.setdefault(str(example.name), here.place_of(example.name))
        _check_example(example, policy, here, findings)
    return findings.sorted()


def _check_example(example: Example, policy: Policy, spot: Spot, findings: Findings) -> None:
    for index, event in enumerate(example.events):
        _known(event.kind, policy.vocabulary.kinds, "kind", spot / "events" / index / "kind", findings)
    findings.take(with_parameters(policy, example.parameters)[1])
    expect, here = example.expect, spot / "expect"
    if not expect.model_fields_set - {"others"}:
        findings.refuse("example.expects-nothing", spot.place_of(example.name), name=example.name)
    if expect.others is not None and expect.others != "allowed":
        findings.refuse("example.others", here.place_of(expect.others), found=expect.others)
    ids = {clause.id: clause for clause in policy.clauses}
    for name, place in _clauses(expect, here):
        _known(name, ids, "clause", place, findings)
    for index, entry in enumerate(expect.entries or ()):
        roles = [line.role for line in ids[entry.clause].lines] if entry.clause in ids else []
        if entry.role is not None and roles:
            _known(entry.role, roles, "line of accountability", here / "entries" / index / "role", findings)
    clocks = [clause.id for clause in policy.clauses if isinstance(clause.form, Deadline)]
    for index, due in enumerate(expect.due):
        if due.clause in ids:
            _known(due.clause, clocks, "deadline", here / "due" / index / "clause", findings)
    _check_gates(expect, policy, here, findings)
    _check_cards(expect, policy, here, findings)


def _clauses(expect: Expectation, spot: Spot) -> Iterator[tuple[str, Spot]]:
    for key in ("entries", "tallies", "due"):
        for index, one in enumerate(getattr(expect, key) or ()):
            yield one.clause, spot / key / index / "clause"
    for index, name in enumerate(expect.silent):
        yield name, spot / "silent" / index


def _check_gates(expect: Expectation, policy: Policy, spot: Spot, findings: Findings) -> None:
    for index, gate in enumerate(expect.gates):
        here = spot / "gates" / index
        _known(gate.gate, policy.gates, "gate", here / "gate", findings)
        if gate.gate in policy.gates:
            items = [item.name for item in policy.gates[gate.gate].items]
            for number, item in enumerate(gate.failed):
                _known(item, items, "gate item", here / "failed" / number, findings)


def _check_cards(expect: Expectation, policy: Policy, spot: Spot, findings: Findings) -> None:
    cards = {card.name: card for card in policy.scorecards}
    for index, card in enumerate(expect.cards):
        here = spot / "cards" / index
        if card.card is not None:
            _known(card.card, cards, "scorecard", here / "card", findings)
        admitted = [cards[card.card]] if card.card in cards else list(cards.values())
        sections = [section.name for one in admitted for section in one.sections]
        for section in card.sections or {}:
            _known(section, sections, "section", here / "sections" / str(section), findings)
        grades = [grade.name for one in admitted for grade in one.grades]
        if card.grade is not None:
            _known(card.grade, grades, "grade", here / "grade", findings)


def _known(name: str, names: Iterable[str], what: str, spot: Spot, findings: Findings) -> None:
    known = list(names)
    if name not in known:
        findings.refuse(
            "example.unknown-name", spot.place_of(name), name=name, what=what, near=nearest(str(name), known)
        )
