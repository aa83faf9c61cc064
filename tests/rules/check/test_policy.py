"""A whole policy, document to record: names resolved, defaults filled, positions right."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from kaohe.rules.check.walk import expressions_in, tree_nodes
from kaohe.rules.expression.tree import Context, Defined, FieldOf, Gate, InState, Parameter, Type
from kaohe.rules.policy import (
    Appraisal,
    Cap,
    Checklist,
    Deadline,
    DueBefore,
    Exclusive,
    Frequency,
    Manual,
    Mark,
    Measure,
    MinMax,
    On,
    Over,
    Policy,
    PrintRound,
    Ratio,
    Section,
    Span,
)
from kaohe.rules.value import Duration

HALF_UP = PrintRound(2, "half_up")


def test_the_library_s_policy_has_every_form(fines: Policy) -> None:
    forms = {type(clause.form) for clause in fines.clauses}
    assert forms == {Deadline, On, Frequency, Ratio, Measure, Appraisal, Checklist, Manual}
    assert [clause.number for clause in fines.clauses] == list(range(len(fines.clauses)))


def test_parameters_are_dated_and_keyed(fines: Policy) -> None:
    loan = fines.parameters["loan"]
    assert loan.on(date(2020, 1, 1)) == loan.on(date(2021, 6, 30))
    assert loan.on(date(2021, 7, 1)) == {"book": Duration(21, "d"), "film": Duration(7, "d"), "rare": Duration(3, "d")}
    assert fines.parameters["fine"].on(date(2021, 1, 1)) == Fraction(1, 2)


def test_a_deadline_keeps_all_its_parts(fines: Policy) -> None:
    form = fines.clause("return.late").form
    assert isinstance(form, Deadline)
    assert form.start is not None
    assert (form.start.kinds, form.finish.kinds, form.stream) == (("lent",), ("returned",), "case")
    assert form.finish.when is not None
    assert isinstance(form.finish.when.tree, Gate)
    assert form.within is not None
    assert form.within.type == Type("duration")
    assert form.extend is not None
    assert form.extend.add.type == Type("number", count="天")
    assert (form.extend.at_most, form.extend.times, form.roll) == (Duration(14, "d"), 2, "next_workday")
    assert form.late is not None
    assert (form.late.per, form.late.at_most) == ("day", 5)
    assert any(isinstance(node, FieldOf) and node.whose == "start" for node in tree_nodes(form.late.points.tree))


def test_a_deadline_counted_back_has_no_start_of_its_own(fines: Policy) -> None:
    form = fines.clause("return.reminder").form
    assert isinstance(form, Deadline)
    assert form.start is None
    assert form.before == DueBefore("return.late", Duration(3, "d"))


def test_lines_say_who_answers_at_which_day(fines: Policy) -> None:
    unit, post = fines.clause("return.late").lines
    assert (unit.role, unit.kind, unit.share, unit.responsible_at) == ("unit", "unit", 1, "due")
    assert (post.role, post.kind, post.share, post.responsible_at) == ("chief", "leader", Fraction(1, 3), "by_days")
    assert (post.post, post.subjects, post.split) == ("chief", (), "equal")
    assert fines.clause("return.damaged").lines[0].responsible_at == "entry"


def test_without_accountable_the_one_judged_answers_in_full(fines: Policy) -> None:
    for clause, kind in (("hall.evenings", "leader"), ("rate.on-time", "unit"), ("marks", "unit"), ("fittings", "unit"),
                         ("readers-room", "unit")):
        (line,) = fines.clause(clause).lines
        assert (line.kind, line.share) == (kind, 1)
        assert line.subjects[0].tree == Context("subject", Type(kind))


def test_a_clause_without_dates_is_always_in_force(fines: Policy) -> None:
    """A clock opened last year is judged this year (P32), so the period is no bound of a clause."""
    assert fines.clause("return.late").in_force == Span(date.min, date.max)


def test_caps_are_scaled_when_shared_and_real_when_written_apart(fines: Policy) -> None:
    shared = fines.clause("return.late")
    assert shared.unit_cap == shared.leader_cap == Cap(Fraction(5), Fraction(40), times_share=True)
    apart = fines.clause("return.damaged")
    assert apart.unit_cap == Cap(Fraction(2), None, times_share=False)
    assert apart.leader_cap == Cap(None, None, times_share=False)


def test_only_computed_points_are_rounded(fines: Policy) -> None:
    assert fines.clause("return.damaged").points_round is None
    assert fines.clause("return.late").points_round == HALF_UP
    score = fines.clause("rate.on-time").score
    assert score is not None
    assert score.round == HALF_UP
    marks = fines.clause("marks").score
    assert marks is not None
    assert marks.round == PrintRound(1, "half_up")


def test_full_marks_follow_the_shape(fines: Policy) -> None:
    full = {clause.id: clause.score.full for clause in fines.clauses if clause.score is not None}
    assert full == {"rate.on-time": 20, "rate.found": 10, "marks": 10, "readers-room": 10}
    assert sum(full.values()) + 50 == 100


def test_rows_know_their_stream_and_their_position(fines: Policy) -> None:
    ratio, measure = fines.clause("rate.on-time").form, fines.clause("rate.found").form
    assert isinstance(ratio, Ratio)
    assert isinstance(measure, Measure)
    assert ratio.over == Over("deadline", clause="return.late", stream="case")
    assert ratio.hit == "on_time"
    assert measure.over == Over("events", ("inventory",), stream="unit")
    assert measure.divide_by is not None
    assert measure.divide_by.type.optional
    assert isinstance(fines.clause("rate.found").score.shape, MinMax)  # type: ignore[union-attr]


def test_a_frequency_finds_whose_event_it_is(fines: Policy) -> None:
    evenings, exams = fines.clause("hall.evenings").form, fines.clause("hall.exams").form
    assert isinstance(evenings, Frequency)
    assert isinstance(exams, Frequency)
    assert (evenings.subject_kind, evenings.by.text, evenings.per, evenings.days) == ("leader", "leader", "week", None)
    assert (exams.subject_kind, exams.by.text, exams.per) == ("unit", "unit", "day")
    assert exams.days is not None
    assert exams.days.text == "is_workday(day)"
    assert exams.self_reported
    assert not evenings.self_reported


def test_a_named_list_of_periods_gives_its_spans(fines: Policy) -> None:
    assert [span.name for span in fines.periods["exams"]] == ["2021-06-01--2021-06-20", "2021-12-10--2021-12-25"]


def test_marks_are_weighted_by_item_and_a_manual_clause_takes_the_mark(fines: Policy) -> None:
    form = fines.clause("marks").form
    assert isinstance(form, Appraisal)
    assert (form.items, form.groups, form.least, form.greatest) == ({"order": 2, "help": 3}, None, 0, 100)
    assert isinstance(fines.clause("readers-room").form, Manual)


def test_a_manual_clause_without_a_score_is_worth_its_mark(fines_desk, written) -> None:
    clause = fines_desk.check(written("manual: 由评议组评定", name="readers-room", kind="bonus")).policy.clauses[0]
    assert clause.score is not None
    assert clause.score.shape == Mark(Fraction(1))
    assert "clause.manual-no-mark" in fines_desk.codes(written("manual: 由评议组评定", name="lobby", kind="bonus"))


def test_defines_states_gates_and_parameters_are_opened_where_they_are_used(fines: Policy) -> None:
    nodes = {
        type(node) for expression in expressions_in(fines.clauses) for node in tree_nodes(expression.tree)
    }
    assert {Defined, InState, Gate, Parameter} <= nodes


def test_cards_have_their_sections_places_and_spans(fines: Policy) -> None:
    branch, chief = fines.scorecards
    assert branch.sections[2] == Section("extra", "加分", Fraction(0), None, Fraction(5), bonus=True)
    assert branch.groups is not None
    assert branch.groups.text == "subject.peer_group"
    assert (branch.cycle, branch.places, chief.cycle, chief.places) == (None, 2, "quarter", 1)
    assert [grade.name for grade in branch.grades] == ["best", "rest"]
    assert fines.section_titles == {"loans": "流通", "rates": "比率", "extra": "加分", "duty": "值班"}


def test_a_group_keeps_one_entry_of_a_case(fines: Policy) -> None:
    assert fines.clause("shelf.slow").exclusive == Exclusive("care", "case", "largest")


def test_the_policy_names_the_files_it_was_made_of(fines: Policy) -> None:
    assert [name for name, _ in fines.documents] == ["calendars/cn.yaml", "fines/policy.yaml", "fines/vocabulary.yaml"]
    assert all(len(digest) == 64 for _, digest in fines.documents)
