"""What takes an entry back: revoke, exemption, ruling; and what happens to vetoes (P9, P19, P27)."""

from __future__ import annotations

import pytest

OPENED = "e1 2021-01-01 opened A1 class=plain unit=north\n"


def bonus(revoke: str) -> str:
    return f"""
  - id: solved
    kind: bonus
    on: closed
    points: "2"
    revoke: {revoke}
    accountable: [{{unit: case.holder}}]
"""


STANDS = ["solved north 2 2021-03-01 e2"]
REVERSED = [*STANDS, "solved reverse north -2 2021-03-01 e2"]


@pytest.mark.parametrize(
    ("revoke", "event", "entries"),
    [
        ("{on: reopened}", "e3 2021-12-31 reopened A1", REVERSED),
        ("{on: reopened, within: 90d}", "e3 2021-05-30 reopened A1", REVERSED),
        ("{on: reopened, within: 90d}", "e3 2021-05-31 reopened A1", STANDS),
        ("{on: reopened}", "e3 2021-02-28 reopened A1", STANDS),  # came before
        ("{on: reopened, when: seen(repeated)}", "e3 2021-03-08 reopened A1", STANDS),
        ("[{on: withdrawn}, {on: reopened}]", "e3 2021-03-08 reopened A1", REVERSED),
    ],
)
def test_a_revoking_event_reverses_the_entry_with_the_entrys_own_date(
    office, said, revoke: str, event: str, entries: list[str]
) -> None:
    assert said(office.replay(bonus(revoke), f"{OPENED}e2 2021-03-01 closed A1\n{event}")) == entries


def test_a_revocation_after_the_year_counts_in_runs_whose_as_of_reaches_it(office, said) -> None:
    history = OPENED + "e2 2021-03-01 closed A1\ne3 2022-01-05 reopened A1"
    assert said(office.replay(bonus("{on: reopened}"), history, "2022-01-04")) == STANDS
    replay = office.replay(bonus("{on: reopened}"), history, "2022-01-05")
    assert said(replay) == REVERSED
    assert [entry.because for entry in replay.entries] == [("e2",), ("e3",)]


def test_what_was_taken_back_may_be_earned_again(office, said) -> None:
    history = OPENED + """
        e2 2021-03-01 closed A1
        e3 2021-03-05 reopened A1
        e4 2021-03-06 reopened A1
        e5 2021-04-01 closed A1"""
    replay = office.replay(bonus("{on: reopened}"), history)
    assert said(replay) == [*REVERSED, "solved north 2 2021-04-01 e5"]
    assert replay.entries[1].of == replay.entries[0].id


def test_an_event_does_not_take_back_what_it_earned_itself(office, said) -> None:
    history = OPENED + "e2 2021-03-01 closed A1\ne3 2021-04-01 closed A1"
    assert said(office.replay(bonus("{on: closed}"), history)) == [*REVERSED, "solved north 2 2021-04-01 e3"]


def test_what_came_before_a_late_entry_was_dated_does_not_take_it_back(office, said) -> None:
    text = """
  - id: finish
    kind: deduction
    deadline: {start: accepted, finish: closed, within: 10d}
    late: {points: "-1"}
    revoke: {on: praised}
    accountable: [{unit: case.holder}]
"""
    history = OPENED + "e2 2021-03-01 accepted A1\n"
    late = ["finish late north -1 2021-03-12 e2"]
    assert said(office.replay(text, history + "e3 2021-03-11 praised A1")) == late
    assert said(office.replay(text, history + "e3 2021-03-12 praised A1")) == [
        *late, "finish reverse north 1 2021-03-12 e2",
    ]  # fmt: skip


def test_a_timely_credit_is_taken_back_like_any_other(office, said) -> None:
    replay = office.replay(
        """
  - id: quick
    kind: bonus
    deadline: {start: accepted, finish: closed, within: 30d}
    on_time: {points: "1"}
    revoke: {on: reopened, within: 10d}
    accountable: [{unit: case.holder}]
""",
        OPENED + "e2 2021-03-01 accepted A1\ne3 2021-03-20 closed A1\ne4 2021-03-30 reopened A1",
    )
    assert said(replay) == ["quick on_time north 1 2021-03-20 e2", "quick reverse north -1 2021-03-20 e2"]


# --- exemptions and rulings -------------------------------------------------------------------------------


FAULT = """
  - id: again
    kind: deduction
    on: repeated
    points: "-1"
    accountable: [{unit: case.holder}, {post: principal, of: case.holder, share: "0.5"}]
  - id: other
    kind: deduction
    on: repeated
    points: "-3"
    accountable: [{unit: case.holder}]
"""
ROSTER = """
units: [{id: north, title: 北, kind: town, level: township}, {id: south, title: 南, kind: town, level: township}]
leaders: [{leader: L1, title: 主要负责人, unit: north, post: principal}]
"""
HISTORY = OPENED + "e2 2021-03-01 repeated A1\ne3 2021-05-01 repeated A1\n"
OTHER = "e4 2021-03-02 opened A2 class=plain unit=north\ne5 2021-03-02 repeated A2\n"


def reversed_ones(replay) -> list[str]:
    return [f"{e.clause} {e.subject} {e.event}" for e in replay.entries if e.part == "reverse"]


@pytest.mark.parametrize(
    ("event", "taken_back"),
    [
        ("x 2021-12-20 exempted A1 clauses=again approver=desk basis=B1",
         ["again L1 e2", "again L1 e3", "again north e2", "again north e3"]),
        ("x 2021-12-20 exempted A1 clauses=again approver=desk basis=B1 from=2021-04-01",
         ["again L1 e3", "again north e3"]),
        ("x 2021-12-20 exempted A1 clauses=again approver=desk basis=B1 from=2021-03-01 to=2021-03-01",
         ["again L1 e2", "again north e2"]),
        ("x 2021-12-20 exempted A1 clauses=again approver=desk basis=B1 from=2021-05-02", []),
        ("x 2021-12-20 exempted A1 clauses=again approver=desk basis=B1 to=2021-03-01",
         ["again L1 e2", "again north e2"]),
        ("x 2021-12-20 exempted A2 clauses=other approver=desk basis=B1", ["other north e5"]),
        ("x 2021-01-02 spared - unit=north clauses=again approver=desk basis=B1",
         ["again north e2", "again north e5", "again north e3"]),
        ("x 2021-12-20 ruled - unit=north effect=reverse clause=again event=e2 approver=desk basis=B1",
         ["again L1 e2", "again north e2"]),
        ("x 2021-12-20 ruled - unit=south effect=reverse clause=again event=e2 approver=desk basis=B1",
         ["again L1 e2", "again north e2"]),
        ("x 2021-12-20 ruled - unit=north effect=reverse clause=other approver=desk basis=B1",
         ["other north e2", "other north e5", "other north e3"]),
        ("x 2021-12-20 ruled - unit=north effect=adjust clause=again points=1.5 approver=desk basis=B1", []),
    ],
)  # fmt: skip
def test_exemptions_and_rulings_reverse_whenever_they_arrive(office, event: str, taken_back: list[str]) -> None:
    """An exemption of a case spares all it charged; of a unit, what was charged to that unit. A ruling
    reverses what the clause laid at the event it names, on whomever."""
    replay = office.replay(FAULT, HISTORY + OTHER + event, roster=ROSTER)
    assert reversed_ones(replay) == taken_back
    assert sum(e.points for e in replay.entries if f"{e.clause} {e.subject} {e.event}" in taken_back) == 0


def test_a_ruling_on_a_total_is_an_entry_of_its_own(office) -> None:
    ruling = "x 2021-12-20 ruled - unit=north effect=adjust points=1.5 approver=desk basis=B1"
    (entry,) = office.replay(FAULT, OPENED + ruling).entries
    assert (entry.part, entry.role, entry.subject, entry.points, entry.event, entry.basis) == (
        "adjust", "ruling", "north", 1.5, "x", "B1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ruling", "code"),
    [("effect=adjust", "run.ruling-without-points"), ("effect=reverse event=e2", "run.ruling-without-clause")],
)
def test_a_ruling_that_says_too_little_is_told(office, ruling: str, code: str) -> None:
    replay = office.replay(FAULT, f"{OPENED}x 2021-12-20 ruled - unit=north {ruling} approver=desk basis=B1")
    assert (replay.entries, [p.code for p in replay.notices]) == ((), [code])


def test_acts_that_name_no_clause_of_the_policy_are_told_once_a_clause(office) -> None:
    """``agian`` takes nothing back; a clause that is there is named beside it without a word."""
    acts = """
        x1 2021-12-20 exempted A1 clauses=["agian","again"] approver=desk basis=B1
        x2 2021-12-21 ruled - unit=north effect=reverse clause=agian event=e2 approver=desk basis=B1
        x3 2021-12-22 ruled - unit=north effect=adjust clause=gone points=1 approver=desk basis=B1"""
    replay = office.replay(FAULT, HISTORY + acts, roster=ROSTER)
    told = [dict(each.facts) for each in replay.notices if each.code == "run.act-of-unknown-clause"]
    assert [(each["clause"], each["count"], each["event"], each["near"]) for each in told] == [
        ("agian", "2", "x1", "again"), ("gone", "1", "x3", "—"),
    ]  # fmt: skip
    assert [each.part for each in replay.entries if each.event == "x3"] == ["adjust"]


def test_an_entry_is_reversed_once_whatever_speaks_against_it(office) -> None:
    events = """
        x1 2021-12-20 exempted A1 clauses=again approver=desk basis=B1
        x2 2021-12-21 exempted A1 clauses=again approver=desk basis=B1
        x3 2021-12-22 ruled - unit=north effect=reverse clause=again event=e2 approver=desk basis=B1"""
    replay = office.replay(FAULT, HISTORY + events, roster=ROSTER)
    assert reversed_ones(replay) == ["again L1 e2", "again L1 e3", "again north e2", "again north e3"]
    assert {e.because for e in replay.entries if e.part == "reverse"} == {("x1",)}


# --- vetoes -------------------------------------------------------------------------------------------------


VETO = """
  - id: breach
    kind: veto
    on: breach
    when: matter == "leak"
    effect: no_top_grade
    confirm: {proposer: proposer, confirmer: confirmer, evidence: evidence}
    accountable: [{unit: unit}]
"""
BREACH = "v1 2021-03-01 breach - unit=north matter=leak proposer=p1 confirmer=c1 evidence=D1\n"


def test_a_veto_is_no_entry_but_an_event_with_what_was_done_about_it(office) -> None:
    history = BREACH + """
        v2 2021-03-02 breach - unit=north matter=false_report proposer=p1
        t1 2021-03-05 told - unit=north of=v1
        a1 2021-03-10 appealed - unit=north against=v1 step=filed
        a2 2021-03-20 appealed - unit=north against=v1 step=decided outcome=upheld
        a3 2021-03-21 appealed - unit=north against=v2 step=filed
        r1 2021-04-01 ruled - unit=north effect=reverse clause=breach event=v1 approver=desk basis=B1"""
    replay = office.replay(VETO, history)
    (veto,) = replay.vetoes
    assert (replay.entries, veto.event, veto.subject) == ((), "v1", "north")
    assert (veto.proposer, veto.confirmer, veto.evidence) == ("p1", "c1", "D1")
    assert [(step.step, step.event, step.outcome) for step in veto.steps] == [
        ("notified", "t1", None), ("filed", "a1", None), ("decided", "a2", "upheld"), ("revoked", "r1", None),
    ]  # fmt: skip


# --- who is named ---------------------------------------------------------------------------------------------


def test_every_unit_and_leader_that_an_event_of_the_period_names_is_counted_by_month(office) -> None:
    history = """
        e1 2020-12-31 opened A1 class=plain unit=west
        e2 2021-03-01 assigned A1 unit=north
        e3 2021-03-09 assigned A1 unit=north
        e4 2021-04-01 visited A1 leader=L1
        e5 2022-01-01 assigned A1 unit=south"""
    named = office.replay(FAULT, history, "2022-01-31").named
    assert [(n.subject_kind, n.subject, n.month, n.events) for n in named] == [
        ("leader", "L1", "2021-04", 1), ("unit", "north", "2021-03", 2),
    ]  # fmt: skip
