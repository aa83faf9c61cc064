"""Where expressions look from, and what they see there (P1, P5, P10, P14, P17)."""

from __future__ import annotations

from fractions import Fraction

from kaohe.engine.meaning.evaluate import value
from kaohe.engine.meaning.position import at_end, at_event
from kaohe.engine.meaning.trace import explain


def test_a_fact_sees_the_positions_own_event_and_history_does_not(office, said) -> None:
    replay = office.replay(
        """
  - id: new
    kind: deduction
    on: assigned
    points: "-1"
    accountable: [{unit: case.unit}]
  - id: old
    kind: deduction
    on: assigned
    when: has(last(assigned).unit)
    points: "-2"
    accountable: [{unit: last(assigned).unit}]
""",
        """
        e1 2021-03-01 opened A1 class=plain
        e2 2021-03-02 assigned A1 unit=north
        e3 2021-03-03 assigned A1 unit=south
""",
    )
    assert said(replay) == ["new north -1 2021-03-02 e2", "old north -2 2021-03-03 e3", "new south -1 2021-03-03 e3"]


def test_the_second_repeat_has_one_repeat_before_it(office, said) -> None:
    replay = office.replay(
        """
  - id: again
    kind: deduction
    on: repeated
    when: count(repeated) == 1
    points: "-1"
    accountable: [{unit: case.unit}]
""",
        """
        e1 2021-03-01 opened A1 class=plain
        e2 2021-03-02 assigned A1 unit=north
        e3 2021-03-03 repeated A1
        e4 2021-03-04 repeated A1
        e5 2021-03-05 repeated A1
""",
    )
    assert said(replay) == ["again north -1 2021-03-04 e4"]


def test_a_condition_inside_a_function_is_judged_at_each_earlier_event_in_its_own_context(office, said) -> None:
    """At e4 the dispute e3 had one check before it; at e6 the dispute e5 had two."""
    replay = office.replay(
        """
  - id: nested
    kind: deduction
    on: closed
    when: seen(disputed, count(checked) == 2)
    points: "-1"
    accountable: [{unit: case.unit}]
""",
        """
        e0 2021-03-01 opened A1 class=plain
        e1 2021-03-01 assigned A1 unit=north
        e2 2021-03-02 checked A1 item=facts passed=true
        e3 2021-03-03 disputed A1
        e4 2021-03-04 closed A1
        e5 2021-03-05 checked A1 item=facts passed=true
        e6 2021-03-06 disputed A1
        e7 2021-03-07 closed A1
""",
    )
    assert said(replay) == ["nested north -1 2021-03-07 e7"]


def test_this_pairs_an_earlier_event_with_the_positions_own(office, said) -> None:
    replay = office.replay(
        """
  - id: unasked
    kind: deduction
    on: dropped
    when: '!has(advice) || !seen(asked, advice == this.advice)'
    points: "-1"
    accountable: [{unit: case.unit}]
""",
        """
        e1 2021-03-01 opened A1 class=plain
        e2 2021-03-01 assigned A1 unit=north
        e3 2021-03-02 asked A1 advice=one
        e4 2021-03-03 dropped A1 advice=one
        e5 2021-03-04 dropped A1 advice=two
""",
    )
    assert said(replay) == ["unasked north -1 2021-03-04 e5"]


def test_last_does_not_look_further_for_an_event_that_has_the_field(office) -> None:
    world = office.world(
        """
  - id: x
    kind: monitored
    on: closed
    when: has(last(answered).advice)
    accountable: [{unit: case.unit}]
""",
        """
        e1 2021-03-01 opened A1 class=plain
        e2 2021-03-02 answered A1 advice=one
        e3 2021-03-03 answered A1
        e4 2021-03-04 closed A1
""",
    )
    when = world.policy.clause("x").form.at.when
    assert value(when, at_event(world, world.streams.cases["A1"], 3)) is False


def test_distinct_counts_the_different_values_that_are_there(office, said) -> None:
    """Two kinds of advice before e6, one answer without any."""
    replay = office.replay(
        """
  - id: several
    kind: deduction
    on: closed
    points: "-distinct(answered, advice)"
    accountable: [{unit: case.unit}]
""",
        """
        e1 2021-03-01 opened A1 class=plain
        e2 2021-03-01 assigned A1 unit=north
        e3 2021-03-02 answered A1 advice=one
        e4 2021-03-03 answered A1 advice=two
        e5 2021-03-04 answered A1 advice=one
        e6 2021-03-05 answered A1
        e7 2021-03-06 closed A1
""",
    )
    assert said(replay) == ["several north -2 2021-03-06 e7"]


def test_a_parameter_has_its_value_on_the_positions_day(office, said) -> None:
    replay = office.replay(
        """
  - id: fee
    kind: deduction
    on: repeated
    points: -param.fee
    accountable: [{unit: case.unit}]
""",
        """
        e1 2020-03-01 opened A1 class=plain
        e2 2020-03-02 assigned A1 unit=north
        e3 2021-06-30 repeated A1
        e4 2021-07-01 repeated A1
""",
        head='parameters: {fee: {unit: 分, values: {2021-01-01: "1", 2021-07-01: "3"}, points_from: example}}',
    )
    assert said(replay) == ["fee north -1 2021-06-30 e3", "fee north -3 2021-07-01 e4"]


def test_everything_is_looked_at_so_a_number_out_of_bounds_is_told_in_the_untaken_branch_too(office, said) -> None:
    replay = office.replay(
        """
  - id: sum
    kind: deduction
    on: weighed
    when: has(amount)
    points: 'amount < 5 ? -1 : -amount * amount'
    round: {places: 2}
    accountable: [{unit: case.unit}]
""",
        """
        e1 2021-03-01 opened A1 class=plain
        e2 2021-03-02 assigned A1 unit=north
        e3 2021-03-03 weighed A1 amount=2
        e4 2021-03-04 weighed A1 amount=1000000001
        e5 2021-03-05 weighed A1 amount=-1000000001
""",
    )
    assert said(replay) == ["sum north -1 2021-03-03 e3"]
    told = [(p.code, dict(p.facts)["event"], p.place.line > 1) for p in replay.notices]
    assert told == [("run.too-large", "e4", True), ("run.too-large", "e5", True)]


def test_a_divisor_of_nought_makes_the_value_missing(office, said) -> None:
    replay = office.replay(
        """
  - id: rate
    kind: deduction
    on: weighed
    when: has(amount) && has(by)
    points: -default(amount / by, 9)
    round: {places: 3}
    accountable: [{unit: case.unit}]
""",
        """
        e1 2021-03-01 opened A1 class=plain
        e2 2021-03-02 assigned A1 unit=north
        e3 2021-03-03 weighed A1 amount=7 by=2
        e4 2021-03-04 weighed A1 amount=7 by=0
""",
    )
    assert said(replay) == ["rate north -3.5 2021-03-03 e3", "rate north -9 2021-03-04 e4"]


def test_a_case_that_nothing_opened_is_told_and_not_scored(office, said) -> None:
    replay = office.replay(
        """
  - id: again
    kind: deduction
    on: repeated
    points: "-1"
    accountable: [{unit: case.holder}]
""",
        """
        e1 2021-03-01 assigned A1 unit=north
        e2 2021-03-02 repeated A1
""",
    )
    assert said(replay) == []
    assert [p.code for p in replay.notices] == ["intake.unopened"]


def test_entries_are_those_dated_in_the_period_and_not_after_as_of(office, said) -> None:
    clauses = """
  - id: again
    kind: deduction
    on: repeated
    points: -count(repeated)
    accountable: [{unit: case.unit}]
"""
    history = """
        e1 2020-12-01 opened A1 class=plain
        e2 2020-12-02 assigned A1 unit=north
        e3 2020-12-31T23:59 repeated A1
        e4 2021-01-01T00:00 repeated A1
        e5 2021-06-30T23:59 repeated A1
        e6 2021-07-01T00:00 repeated A1
"""
    assert said(office.replay(clauses, history, "2021-06-30")) == [
        "again north -1 2021-01-01 e4", "again north -2 2021-06-30 e5",
    ]  # fmt: skip


def test_because_cites_what_each_history_call_chose_taken_branch_or_not(office) -> None:
    replay = office.replay(
        """
  - id: again
    kind: deduction
    on: repeated
    when: '!seen(withdrawn) && count(checked, passed) >= 1'
    points: 'true ? -1 : -default(days_since(assigned), 0)'
    accountable: [{unit: case.unit}]
""",
        """
        e1 2021-03-01 opened A1 class=plain
        e2 2021-03-02 assigned A1 unit=north
        e3 2021-03-03 checked A1 item=facts passed=true
        e4 2021-03-04 checked A1 item=facts passed=true
        e5 2021-03-05 checked A1 item=facts passed=false
        e6 2021-03-06 repeated A1
""",
    )
    assert [entry.because for entry in replay.entries] == [("e2", "e4", "e6")]


def test_because_cites_the_event_that_began_or_ended_a_state(office) -> None:
    replay = office.replay(
        """
  - id: again
    kind: deduction
    on: repeated
    when: '!held && has(first(assigned).unit) && has(last(assigned).unit) && first(assigned).unit != last(assigned).unit'
    points: "-1"
    accountable: [{unit: first(assigned).unit}]
""",
        """
        e1 2021-03-01 opened A1 class=plain
        e2 2021-03-02 assigned A1 unit=north
        e3 2021-03-03 disputed A1
        e4 2021-03-04 settled A1
        e5 2021-03-05 assigned A1 unit=south
        e6 2021-03-06 repeated A1
""",
        head="states: {held: {begins: {on: disputed}, ends: {on: settled}}}",
    )
    assert [(entry.subject, entry.because) for entry in replay.entries] == [("north", ("e2", "e4", "e5", "e6"))]


def test_explain_shows_every_part_with_its_value_and_the_event_it_was_judged_at(office) -> None:
    world = office.world(
        """
  - id: again
    kind: deduction
    on: repeated
    when: two_checks && case.class == "plain"
    points: "-1"
    accountable: [{unit: case.unit}]
""",
        """
        e1 2021-03-01 opened A1 class=plain
        e2 2021-03-03 checked A1 item=facts passed=true
        e3 2021-03-04 checked A1 item=facts passed=false
        e4 2021-03-06 repeated A1
""",
        head="define: {two_checks: 'count(checked, passed) >= 2'}",
    )
    position = at_event(world, world.streams.cases["A1"], 3)
    whole = explain(world.policy.clause("again").form.at.when, position)
    assert (whole.value, whole.event) == (False, "e4")
    define, fact = whole.parts
    assert (define.text, define.value) == ("two_checks", False)
    (compared,) = define.parts
    count, two = compared.parts
    assert (count.text, count.value, count.decided_by) == ("count(checked, passed)", Fraction(1), ("e2",))
    assert [(part.text, part.value, part.event) for part in count.parts] == [
        ("passed", True, "e2"), ("passed", False, "e3"),
    ]  # fmt: skip
    assert two.value == 2
    assert fact.parts[0].text == "case.class"


def test_at_the_end_of_a_stream_there_is_no_event_and_now_is_as_of(office) -> None:
    world = office.world(
        """
  - id: x
    kind: monitored
    on: closed
    accountable: [{unit: case.unit}]
""",
        "e1 2021-03-01 opened A1 class=plain",
        "2021-03-05",
    )
    end = at_end(world, world.streams.cases["A1"])
    assert (end.event, end.before, end.today) == (None, 1, world.as_of)
