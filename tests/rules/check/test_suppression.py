"""The suppression gate (P20): never, accepted risk, warning — told by structure."""

from __future__ import annotations

import pytest

HANDLE = ("deadline: {start: accepted, finish: closed, within: 60d}\nlate: {points: -1}\n"
          "accountable: [{unit: case.unit}]")
LINE = "\naccountable: [{unit: case.unit}]"
COUNT = "measure: {over: registered, statistic: count, by: case.unit}\nscore: "
REPEATS = "ratio: {over: cases, where: case.registered_on >= period.from, hit: HIT, by: case.unit, minimum: 20, otherwise: zero}\nscore: "
RISK = ("\naccepted_risk: {reason: 年内过渡, approver: 联席会议, until: 2021-12-31, counter_clause: counter}")
COUNTER = "on: unregistered\npoints: -5\naccountable: [{unit: unit}]"


def on(when: str | None, points: str = "-2") -> str:
    condition = "" if when is None else f"when: '{when}'\n"
    return f"on: repeat_petition\n{condition}points: '{points}'{LINE}"


CASES = [
    # the breach of duty must be a conjunct, read from another kind, and not negated
    ("gate.volume", on(None), "deduction"),
    ("gate.volume", on("!seen(closed)"), "deduction"),
    ("gate.volume", on('case.origin == "new"'), "deduction"),
    ("gate.volume", on('seen(closed) || case.origin == "new"'), "deduction"),
    ("gate.volume", on("seen(repeat_petition)"), "deduction"),
    ("gate.volume", on("seen(registered)"), "deduction"),
    ("gate.volume", on("count(closed) >= 1"), "deduction"),
    ("", on("seen(closed)"), "deduction"),
    ("", on('overdue("handle")'), "deduction"),
    ("", on('case.origin == "new" && (overdue("handle") || seen(closed))'), "deduction"),
    ("", on("breach"), "deduction"),
    ("gate.volume", on(None), "bonus"),
    # counting by other ways
    ("gate.volume", f"on: reopened\npoints: -count(repeat_petition){LINE}", "deduction"),
    ("gate.volume", f"on: reopened\nwhen: count(registered) > 3\npoints: -1{LINE}", "deduction"),
    ("gate.volume", f'on: notified\nwhen: form == "again"\npoints: -1{LINE}', "deduction"),
    ("", f'on: notified\nwhen: form == "letter"\npoints: -1{LINE}', "deduction"),
    ("gate.volume", "frequency: {of: repeat_petition, by: case.unit, per: month, at_least: 1, who: 'true'}\nshort: {points: -1}", "deduction"),
    ("gate.volume", COUNT + "{each: {points: -0.1, at_most: 5}}", "deduction"),
    ("gate.volume", COUNT.replace("registered", "cases, all_time: true") + "{each: {points: -0.1, at_most: 5}}", "deduction"),
    ("", COUNT.replace("registered", "reopened") + "{each: {points: -0.1, at_most: 5}}", "deduction"),
    ("gate.volume", "checklist: {over: cases, all_time: true, items: {calm: '!seen(repeat_petition)'}, present: {points: 1}}" + LINE, "bonus"),
    # never
    ("gate.zero-target", COUNT + "{bands: [{at_most: 0, points: 5}, {at_most: 3, points: 2}, {points: 0}]}", "bonus"),
    ("gate.zero-target", COUNT + "{slope: {at: 0, full: 5, above: {per: 1, points: -1}, floor: 0}}", "bonus"),
    ("gate.zero-target", REPEATS.replace("HIT", '"!seen(repeat_petition)"') + "{bands: [{at_least: 100%, points: 5}, {at_least: 0%, points: 0}]}", "bonus"),
    ("gate.volume-rank", COUNT + "{rank: {points: [3, 2, 1], best: lowest}}", "bonus"),
    ("gate.volume-rank", COUNT + "{min_max: {points: 5, best: lowest}}", "bonus"),
    ("gate.volume-decline", COUNT.replace("}", ", against: previous_year, otherwise: zero}") + "{slope: {at: 0, full: 3, above: {per: 1%, points: -1}, floor: 0}}", "bonus"),
    # warning
    ("gate.volume-rate", REPEATS.replace("HIT", "seen(repeat_petition)") + "{slope: {at: 12%, full: 8, above: {per: 1%, points: -1}, floor: 0}}", "bonus"),
    ("gate.volume-read", f"on: reopened\nwhen: '!seen(repeat_petition)'\npoints: 1{LINE}", "bonus"),
    ("gate.volume-read", f"on: reopened\nwhen: '!quiet'\npoints: -1{LINE}", "deduction"),
    ("", REPEATS.replace("HIT", "seen(closed)") + "{rate: {points: 8}}", "bonus"),
]
NEVER = frozenset({"gate.zero-target", "gate.volume-rank", "gate.volume-decline"})


def gates(desk, written, body: str, kind: str) -> list[str]:
    clauses = (written(body, kind=kind), written(HANDLE, name="handle"), written(COUNTER, name="counter"))
    found = desk.check(*clauses, head="define: {breach: 'overdue(\"handle\") || seen(closed)', quiet: '!seen(repeat_petition)'}\n").problems
    return [one.code for one in found if one.code.startswith("gate.")]


@pytest.mark.parametrize(("code", "body", "kind"), CASES)
def test_the_gate_says_this_of_the_clause(town_desk, written, code: str, body: str, kind: str) -> None:
    assert gates(town_desk, written, body, kind) == ([code] if code else [])


@pytest.mark.parametrize(("code", "body", "kind"), [case for case in CASES if case[0]])
def test_accepted_risk_lifts_a_refusal_and_nothing_else(town_desk, written, code: str, body: str, kind: str) -> None:
    found = gates(town_desk, written, body + RISK, kind)
    if code == "gate.volume":
        assert found == []
    else:
        assert sorted(found) == sorted([code, "gate.risk-needless"])


@pytest.mark.parametrize("body", [body for code, body, _ in CASES if code])
def test_what_is_monitored_may_count(town_desk, written, body: str) -> None:
    """Numbers are reported without points; the gate has nothing to say of them."""
    keys = ("points:", "short:", "score:", "present:", "accountable:")
    counted = "\n".join(line for line in body.split("\n") if not line.startswith(keys))
    plain = counted.replace(", present: {points: 1}", "")
    assert gates(town_desk, written, plain, "monitored") == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("until: 2021-12-31", "until: 2021-11-30"), "gate.risk-until"),
        (("counter_clause: counter", "counter_clause: x"), "gate.risk-counter"),
        (("counter_clause: counter", "counter_clause: nothing"), "gate.risk-counter"),
        (("reason: 年内过渡", "reason: ' '"), "clause.reason-empty"),
        (("approver: 联席会议", "approver: ''"), "clause.reason-empty"),
    ],
)
def test_somebody_must_answer_for_an_accepted_risk(town_desk, written, change: tuple[str, str], code: str) -> None:
    clauses = (written(on(None) + RISK.replace(*change)), written(COUNTER, name="counter"))
    assert code in town_desk.codes(*clauses)


def test_a_risk_may_end_with_the_clause(town_desk, written) -> None:
    body = "to: 2021-06-30\n" + on(None) + RISK.replace("until: 2021-12-31", "until: 2021-06-30")
    assert town_desk.codes(written(body), written(COUNTER, name="counter")) == []


def test_the_flagship_clause_passes(town_desk) -> None:
    """A second report counts where a limit passed or a closed matter came back, and nowhere else."""
    from kaohe.rules.library import load_policy

    checked = load_policy(town_desk.home)
    assert checked.problems == ()
    assert checked.policy is not None


@pytest.mark.parametrize("title", ["进京访控制", "零非访", "重点人员稳控"])
def test_titles_of_clauses_and_sections_are_judged_too(town_desk, written, title: str) -> None:
    body = written(f"on: reopened\npoints: -1{LINE}")
    assert len(town_desk.codes(body.replace("title: 试", f"title: {title}"))) == 1
    assert len(town_desk.codes(body, head=f"gates: {{g: {{at: closed, all: {{i: {{title: {title}, pass: seen(accepted)}}}}}}}}\n")) == 1


def test_a_quotation_may_say_what_a_title_may_not(town_desk, written) -> None:
    body = written(f"on: reopened\npoints: -1{LINE}").replace("article: 第一条", "quote: 重点人员稳控在当地")
    assert town_desk.codes(body) == []
