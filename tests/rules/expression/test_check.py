"""Names mean what their position says, types never mix, and nothing that may be missing is used as if it were there."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace

import pytest

from kaohe.rules.expression.check import typed
from kaohe.rules.expression.guard import guards_of
from kaohe.rules.expression.scope import BOOL, NUMBER, GateName, Scope
from kaohe.rules.expression.syntax import Syntax
from kaohe.rules.expression.tree import (
    Apply,
    Context,
    Defined,
    Expression,
    Fact,
    FieldOf,
    Gate,
    History,
    InPeriods,
    InState,
    Parameter,
    Type,
)
from kaohe.rules.place import Located, Place


def type_of(text: str, scope: Scope, expected: Type | None = None, **more: object) -> Type:
    return tree_of(text, scope, expected, **more).type


def tree_of(text: str, scope: Scope, expected: Type | None = None, **more: object) -> Expression:
    expression, problems = typed(text, scope, expected, **more)  # type: ignore[arg-type]
    assert expression is not None, [(each.code, each.facts) for each in problems]
    assert problems == ()
    return expression


def refused(
    text: str,
    scope: Scope,
    expected: Type | None = None,
    *,
    optional_ok: bool = False,
    guards: Iterable[Syntax] = (),
) -> list[tuple[str, str]]:
    """(code, the characters underlined) of every problem."""
    expression, problems = typed(text, scope, expected, optional_ok=optional_ok, guards=guards)
    assert expression is None
    assert problems
    return [
        (
            each.code.removeprefix("expression."),
            text[each.place.column - 1 : each.place.column - 1 + each.place.length],
        )
        for each in problems
    ]


def facts_of(text: str, scope: Scope, expected: Type | None = None) -> dict[str, str]:
    _, problems = typed(text, scope, expected)
    assert len(problems) == 1, problems
    return dict(problems[0].facts)


@pytest.fixture
def at_closing(scope: Scope) -> Scope:
    return replace(scope, kinds=("closed",))


@pytest.fixture
def at_end(scope: Scope) -> Scope:
    return replace(scope, kinds=None)


@pytest.fixture
def at_decision(scope: Scope) -> Scope:
    return replace(scope, kinds=("assessed",), stream="unit")


# --- names at positions -------------------------------------------------------------------------


def test_a_bare_name_is_a_field_of_the_event(at_closing: Scope) -> None:
    assert tree_of("signed", at_closing, optional_ok=True).tree == FieldOf(
        "event", "signed", Type("bool", optional=True)
    )
    assert refused("people > 1", at_closing) == [("unknown-name", "people")]


def test_every_event_has_its_headers(at_closing: Scope) -> None:
    types = {
        name: type_of(name, at_closing, optional_ok=True).name
        for name in ("id", "at", "seq", "case", "unit", "recorded_at")
    }
    assert types == {
        "id": "code",
        "at": "instant",
        "seq": "number",
        "case": "case",
        "unit": "unit",
        "recorded_at": "instant",
    }
    assert type_of("kind", replace(at_closing, kinds=("closed", "reopened"))).values == ("closed", "reopened")


def test_a_header_is_there_when_its_stream_or_its_declaration_says_so(scope: Scope) -> None:
    assert not type_of("case", scope).optional
    assert type_of("unit", scope, optional_ok=True).optional
    assert not type_of("unit", replace(scope, kinds=("assigned",))).optional
    assert not type_of("unit", replace(scope, kinds=("decided",), stream="unit")).optional
    assert type_of("unit", replace(scope, kinds=("assigned", "closed")), optional_ok=True).optional


def test_joined_kinds_share_fields_of_one_type(scope: Scope) -> None:
    both = replace(scope, kinds=("closed", "reopened"))
    assert type_of("outcome", both, optional_ok=True) == Type(
        "enum", optional=True, values=("good", "poor", "late")
    )
    assert refused("level", both, optional_ok=True) == [("fields-differ", "level")]
    assert type_of("item", replace(scope, kinds=("checked", "closed")), optional_ok=True).optional
    assert not type_of("item", replace(scope, kinds=("checked",))).optional


def test_at_the_end_there_is_no_event_but_there_is_a_moment(at_end: Scope) -> None:
    assert refused("signed", at_end) == [("no-event", "signed")]
    assert refused("unit", at_end) == [("no-event", "unit")]
    assert type_of("at", at_end) == Type("instant")
    assert type_of("count(closed)", at_end) == Type("number")


def test_facts_belong_to_cases(scope: Scope, at_decision: Scope) -> None:
    assert tree_of("case.origin", scope).tree == Fact("origin", Type("enum", values=("new", "old")))
    assert refused("case.orign", scope) == [("unknown-fact", "orign")]
    assert facts_of("case.orign", scope)["near"] == "origin"
    assert refused("case.origin", at_decision) == [("no-case", "case.origin")]


def test_a_fact_or_parameter_without_its_prefix_is_named(scope: Scope) -> None:
    assert facts_of("origin", scope)["near"] == "case.origin"
    assert facts_of("points", scope)["near"] == "param.points"
    assert facts_of("resolvd", scope)["near"] == "resolved"


def test_an_unquoted_value_is_told_to_wear_quotes(at_closing: Scope) -> None:
    assert facts_of('default(outcome, "poor") == good', at_closing)["near"] == '"good"'


def test_parameters_are_typed(scope: Scope) -> None:
    assert tree_of("param.limit", scope).tree == Parameter("limit", None, Type("duration"))
    assert refused("param.point", scope) == [("unknown-parameter", "point")]
    assert refused("param.by_class", scope) == [("parameter-key", "param.by_class")]
    assert refused("param.points[case.class]", scope) == [("parameter-plain", "param.points[case.class]")]


def test_a_parameter_by_option_covers_every_option_that_can_occur(scope: Scope) -> None:
    assert not type_of("param.by_origin[case.origin]", scope).optional
    assert not type_of('param.by_class["simple"]', scope).optional
    assert refused("param.by_class[case.class]", scope) == [
        ("parameter-values", "param.by_class[case.class]")
    ]
    assert facts_of("param.by_class[case.class]", scope)["missing"] == "report"
    assert type_of("default(param.by_class[case.class], 0)", scope) == Type("number")
    assert type_of('case.class != "report" || param.by_class["simple"] > 1', scope) == BOOL
    within = guards_of('case.class in ["general", "simple"]', scope)
    assert not type_of("param.by_class[case.class]", scope, guards=within).optional
    assert refused('param.by_class["odd"]', scope) == [("unknown-value", '"odd"')]
    assert refused("param.by_class[case.unit]", scope, optional_ok=True)[0] == ("unguarded", "case.unit")


def test_the_period_the_subject_and_the_day_are_known_where_they_are(scope: Scope) -> None:
    assert type_of("period.from <= as_of", scope) == BOOL
    assert refused("period.start", scope) == [("bare-word", "period.start")]
    assert refused("as_of", replace(scope, spans=False)) == [("no-period", "as_of")]
    assert refused("period.to", replace(scope, spans=False)) == [("no-period", "period.to")]
    assert refused("subject", scope) == [("no-subject", "subject")]
    assert tree_of("subject", replace(scope, subject="leader")).tree == Context("subject", Type("leader"))
    assert refused("day", scope) == [("no-day", "day")]
    assert type_of("is_workday(day)", replace(scope, kinds=None, day=True)) == BOOL
    assert refused("at", replace(scope, kinds=None, day=True)) == [("unknown-name", "at")]


def test_a_day_lies_in_named_periods(scope: Scope) -> None:
    expression = tree_of("day(at) in periods.congress", scope)
    assert isinstance(expression.tree, InPeriods)
    assert refused("day(at) in periods.congres", scope) == [("unknown-periods", "congres")]
    assert refused("at in periods.congress", scope) == [("operands", "at in periods.congress")]
    assert refused("periods.congress", scope) == [("bare-word", "periods.congress")]


def test_the_opening_event_is_known_in_deadlines(scope: Scope) -> None:
    late = replace(scope, kinds=None, start=("assigned",))
    assert tree_of("start.unit", late).tree == FieldOf("start", "unit", Type("unit"))
    assert refused("start.unti", late) == [("unknown-field", "unti")]
    assert refused("start.unit", scope) == [("no-start", "start.unit")]
    assert refused("seen(closed, at > start.at)", late) == [("no-start", "start.at")]


def test_units_have_attributes(scope: Scope) -> None:
    assert type_of("case.unit.level", scope, optional_ok=True) == Type("code", optional=True)
    subject = replace(scope, subject="unit")
    assert type_of("subject.level", subject) == Type("code")
    assert type_of("subject.population", subject, optional_ok=True).optional
    assert type_of("subject.line", subject, optional_ok=True).values == ("territory", "department")
    assert type_of('subject.at_level("county")', subject, optional_ok=True) == Type("unit", optional=True)
    assert type_of("subject.parent.parent.title", subject, optional_ok=True).optional
    assert refused("subject.mayor", subject) == [("unknown-attribute", "mayor")]
    assert refused("case.origin.level", scope) == [("no-members", "case.origin.level")]
    assert type_of("subject.post", replace(scope, subject="leader")) == Type("code")


def test_states_and_gates_bear_names(scope: Scope, at_closing: Scope) -> None:
    assert tree_of("resolved", scope).tree == InState("resolved", BOOL)
    assert tree_of("quality", at_closing).tree == Gate("quality", None, BOOL)
    assert tree_of("quality.facts", at_closing).tree == Gate("quality", "facts", BOOL)
    assert refused("quality", scope) == [("gate-elsewhere", "quality")]
    assert refused("quality.fact", at_closing) == [("unknown-item", "fact")]
    assert type_of("seen(closed, !quality.facts)", scope) == BOOL
    assert refused("seen(closed | reopened, quality)", scope) == [("gate-elsewhere", "quality")]


def test_one_name_with_two_meanings_is_not_guessed(at_closing: Scope) -> None:
    twice = replace(at_closing, states=frozenset({"signed"}))
    assert refused("signed", twice) == [("two-meanings", "signed")]
    item = replace(at_closing, gates={"signed": GateName(("closed",), ())})
    assert refused("signed", item) == [("two-meanings", "signed")]


# --- defines ------------------------------------------------------------------------------------


def test_a_define_is_opened_where_it_is_used(scope: Scope) -> None:
    tree = tree_of("settled", scope).tree
    assert isinstance(tree, Defined)
    assert isinstance(tree.body, Apply)
    assert isinstance(tree.body.operands[1], Defined)


def test_a_define_is_typed_in_the_context_of_its_use(scope: Scope, at_closing: Scope) -> None:
    text = Located("signed || case.done", Place("policy.yaml", 12, 9))
    syntax = scope.defines["handled"]
    signed = replace(syntax, text=text, syntax=_syntax(text))
    used = replace(scope, defines={"ended": signed})
    expression, problems = typed("!ended", used, BOOL)
    assert expression is None
    assert [(each.code, each.place, each.also) for each in problems] == [
        ("expression.unknown-name", Place("policy.yaml", 12, 9, 6), (Place("", 1, 2, 5),))
    ]
    here = replace(at_closing, defines={"ended": signed})
    assert refused("!ended", here) == [("unguarded", "")]


def _syntax(text: str) -> Syntax:
    from kaohe.rules.expression.parse import parse

    syntax, _ = parse(text)
    assert syntax is not None
    return syntax


def test_a_define_for_other_events_is_refused(scope: Scope, at_closing: Scope) -> None:
    assert refused("good_end", scope) == [("define-elsewhere", "good_end")]
    assert refused("seen(closed | reopened, good_end)", scope) == [("define-elsewhere", "good_end")]
    assert type_of("good_end", at_closing) == BOOL
    assert type_of("seen(closed, good_end)", scope) == BOOL


def test_a_circle_of_defines_prints_every_hop(scope: Scope) -> None:
    handled = scope.defines["handled"]
    circle = {
        name: replace(handled, text=text, syntax=_syntax(text))
        for name, text in {"a": "b && true", "b": "!c", "c": "a || b"}.items()
    }
    _, problems = typed("a", replace(scope, defines=circle), BOOL)
    assert {dict(each.facts)["hops"] for each in problems} == {"a → b → c → a", "b → c → b"}


def test_defines_that_double_again_and_again_stop(scope: Scope) -> None:
    handled = scope.defines["handled"]
    piled = {"d0": handled}
    for n in range(1, 30):
        text = f"d{n - 1} && d{n - 1}"
        piled[f"d{n}"] = replace(handled, text=text, syntax=_syntax(text))
    _, problems = typed("d29", replace(scope, defines=piled), BOOL)
    assert [(each.code, dict(each.facts)["found"]) for each in problems] == [("expression.too-many-defines", "d29")]


# --- what may be missing ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "due_on > as_of",
        "as_of == due_on",
        "due_on != as_of",
        "due_on in [as_of]",
        "as_of in [due_on]",
        "day(due_on) == as_of",
        "has(due_on) || due_on > as_of",
        "!has(due_on) && due_on > as_of",
        "has(due_on) ? true : due_on > as_of",
        "due_on > as_of && has(due_on)",
        "(has(due_on) || true) && due_on > as_of",
        "has(due_on) && seen(assigned, due_on > as_of)",
        "!(has(due_on) && true) && due_on > as_of",
    ],
)
def test_what_may_be_missing_must_be_guarded(text: str, scope: Scope) -> None:
    assert refused(text, replace(scope, kinds=("assigned",)), BOOL) == [("unguarded", "due_on")]


@pytest.mark.parametrize(
    "text",
    [
        "has(due_on) && due_on > as_of",
        "!has(due_on) || due_on > as_of",
        "has(due_on) ? due_on > as_of : true",
        "default(due_on, as_of) > as_of",
        "!has(due_on) ? true : due_on > as_of",
        "true && has(due_on) && due_on > as_of",
        "!(!has(due_on) || false) && due_on > as_of",
        "has(due_on) && (false || due_on > as_of)",
        "(has(due_on) && true || has(due_on)) && due_on > as_of",
        "seen(assigned, has(due_on) && due_on > as_of)",
        "dated && due_on > as_of",
        "!(!dated) && due_on > as_of",
    ],
)
def test_a_guard_holds_for_what_it_repeats(text: str, scope: Scope) -> None:
    dated = replace(scope.defines["handled"], text="has(due_on)", syntax=_syntax("has(due_on)"))
    here = replace(scope, kinds=("assigned",), defines={"dated": dated})
    assert type_of(text, here, BOOL) == BOOL


def test_the_guarded_form_is_shown(scope: Scope, at_closing: Scope) -> None:
    assert facts_of('case.unit == "north"', scope)["rewrite"] == 'has(case.unit) && case.unit == "north"'
    assert facts_of("signed", at_closing, BOOL)["rewrite"] == "default(signed, false)"
    assert facts_of("case.people * 2", scope, NUMBER)["rewrite"] == "default(case.people, 0)"
    rewritten = facts_of("days_since(assigned) > 5", scope)["rewrite"]
    assert type_of(rewritten, scope) == BOOL


def test_a_key_that_copes_with_nothing_takes_what_may_be_missing(scope: Scope) -> None:
    assert refused("case.unit", scope, Type("unit")) == [("unguarded", "case.unit")]
    assert type_of("case.unit", scope, Type("unit"), optional_ok=True).optional
    assert type_of("case.unit.population / 10000", scope, NUMBER, optional_ok=True).optional
    assert refused('case.unit == "north"', scope, BOOL, optional_ok=True) == [("unguarded", "case.unit")]


def test_what_an_earlier_condition_guards_is_guarded(scope: Scope) -> None:
    guards = guards_of('has(case.unit) && case.origin == "new"', scope)
    assert not type_of("case.unit", scope, Type("unit"), guards=guards).optional
    assert refused("case.closed_on", scope, guards=guards) == [("unguarded", "case.closed_on")]


def test_arithmetic_of_what_is_missing_is_missing(scope: Scope) -> None:
    assert type_of("default(case.people * 2, 0)", scope) == Type("number", count="人次")
    assert type_of("has(case.people * 2) && case.people * 2 > 1", scope) == BOOL
    assert type_of("default(days_between(case.closed_on, as_of), 0)", scope) == NUMBER


def test_a_quotient_is_missing_unless_the_divisor_is_a_number_other_than_nought(scope: Scope) -> None:
    assert type_of("count(closed) / 2", scope) == NUMBER
    assert type_of("count(closed) % -3", scope) == NUMBER
    for text in ("1 / count(closed)", "1 % 0", "1 / 0.0", "1 / param.points"):
        assert refused(text, scope) == [("unguarded", text)]
    assert type_of("has(1 / count(closed)) && 1 / count(closed) > 0.5", scope) == BOOL


def test_what_is_never_missing(scope: Scope) -> None:
    for text in (
        "seen(closed)",
        "count(closed)",
        "distinct(closed, outcome)",
        "resolved",
        'overdue("handle")',
    ):
        assert not type_of(text, scope).optional
    for text in (
        'due("handle")',
        "last(closed).at",
        "first(closed).id",
        "days_since(closed)",
        "workdays_since(closed)",
    ):
        assert type_of(text, scope, optional_ok=True).optional


def test_what_the_opening_event_says_is_never_missing(scope: Scope, at_end: Scope) -> None:
    for where in (scope, at_end):
        assert not type_of("first(registered).origin", where).optional
        assert not type_of("days_since(registered)", where).optional
        assert not type_of("last(any).at", where).optional
        assert type_of("first(registered).people", where, optional_ok=True).optional
        assert type_of('first(registered, origin == "new").origin', where, optional_ok=True).optional
    at_opening = replace(scope, kinds=("registered",))
    assert type_of("first(registered).origin", at_opening, optional_ok=True).optional
    assert not type_of("case.origin", at_opening).optional


def test_a_guard_too_many_is_doubted_not_refused(scope: Scope) -> None:
    expression, problems = typed("has(case.origin) && seen(closed)", scope, BOOL)
    assert expression is not None
    assert [(each.code, each.severity) for each in problems] == [("expression.always-there", "warning")]


# --- types --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("at > as_of", "date-instant"),
        ("at - as_of", "date-instant"),
        ('"a" < "b"', "operands"),
        ("1 + true", "operands"),
        ("!1", "type"),
        ("-true", "operands"),
        ("1 && true", "type"),
        ("case.origin == 1", "operands"),
        ('case.origin == "nwe"', "unknown-value"),
        ("[1, true]", "mixed"),
        ("true ? 1 : true", "mixed"),
        ("1 ? 2 : 3", "type"),
        ("1 in 2", "operands"),
        ('1 in ["a"]', "operands"),
        ("1 in []", "empty-list"),
        ("param.limit > param.limit", "operands"),
        ("hour(as_of)", "operands"),
        ("abs(1, 2)", "arguments"),
        ("min(1)", "arguments"),
        ("round(1, 10)", "literal"),
        ('round(1, 2, "x")', "literal"),
        ("date(as_of)", "literal"),
        ('date("2021-02-30")', "bad-date"),
        ("due(handle)", "literal"),
        ('due("handel")', "unknown-deadline"),
        ("foo(1)", "unknown-function"),
        ("unit.foo(1)", "no-method"),
        ("at_level(1)", "no-method"),
        ("closed | reopened", "unexpected"),
        ("abs(closed | reopened)", "kinds-here"),
        ("count(1)", "kind-expected"),
        ("count()", "arguments"),
        ("count(closd)", "unknown-kind"),
        ("count(decided)", "kind-elsewhere"),
        ("last(closed)", "no-field"),
        ("distinct(closed, 1)", "field-expected"),
        ("distinct(closed)", "arguments"),
        ("distinct(closed, x)", "unknown-field"),
        ("seen(closed, 1)", "type"),
        ("seen(closed, true, true)", "arguments"),
        ("last(closed).x", "unknown-field"),
        ("case.origin[1]", "no-index"),
        ("any", "bare-word"),
        ("param", "bare-word"),
        ("this.at", "this-form"),
    ],
)
def test_types_do_not_mix(text: str, found: str, scope: Scope) -> None:
    assert [code for code, _ in refused(text, scope, optional_ok=True)] == [found]


def test_numbers_of_different_units_of_count_never_mix(scope: Scope) -> None:
    here = replace(scope, kinds=("registered",))
    known = guards_of("has(people) && has(batches)", here)
    for text in ("people > batches", "people + batches", "max(people, batches)", "true ? people : batches"):
        assert refused(text, here, guards=known) == [("counts", text)]
    assert type_of("people / batches", here, guards=known, optional_ok=True) == Type("number", optional=True)
    assert type_of("people * 2 + 1", here, guards=known).count == "人次"
    assert type_of("count(closed) > people", here, guards=known) == BOOL
    assert type_of("-0.5 * people", here, NUMBER, guards=known).count == "人次"


def test_codes_compare_with_identifiers_but_identifiers_of_different_things_do_not(scope: Scope) -> None:
    subject = replace(scope, subject="leader")
    assert type_of('subject == "L01"', subject) == BOOL
    assert type_of("subject.id == subject", subject) == BOOL
    assert refused("subject == subject.unit", subject, guards=guards_of("has(subject.unit)", subject)) == [
        ("operands", "subject == subject.unit")
    ]
    assert refused("case.origin == case.class", scope) == [("operands", "case.origin == case.class")]


def test_days_and_numbers_of_days(scope: Scope) -> None:
    assert type_of("day(at) + 3", scope) == Type("date")
    assert type_of("day(at) - period.from", scope) == NUMBER
    assert type_of('max(day(at), date("2021-03-01"))', scope) == Type("date")


def test_the_key_says_which_type_it_takes(scope: Scope) -> None:
    assert refused("true", scope, NUMBER) == [("type", "true")]
    assert refused('"x"', scope, Type("enum", values=("a", "b"))) == [("unknown-value", '"x"')]
    assert type_of('"north"', scope, Type("unit")) == Type("unit")
    assert type_of("case.origin", scope, Type("code")).name == "enum"
    assert refused("count(closed)", scope, Type("date")) == [("type", "count(closed)")]


def test_everything_wrong_with_one_expression_is_said_at_once(scope: Scope) -> None:
    text = 'case.orign == "new" && seen(closd) && count(closed) > "a" || foo(1) && param.x > 1'
    assert [code for code, _ in refused(text, scope)] == [
        "unknown-fact",
        "unknown-kind",
        "operands",
        "unknown-function",
        "unknown-parameter",
    ]


def test_a_problem_stands_in_the_document(scope: Scope) -> None:
    text = Located('case.origin == "nwe"', Place("policy.yaml", 30, 12, 20, "clauses[0].when"))
    _, problems = typed(text, scope, BOOL)
    assert [each.place for each in problems] == [Place("policy.yaml", 30, 27, 5, "clauses[0].when")]
    expression, _ = typed(Located("seen(closed)", Place("policy.yaml", 30, 12)), scope, BOOL)
    assert expression is not None
    assert (expression.file, expression.line, expression.column) == ("policy.yaml", 30, 12)


# --- looking back -------------------------------------------------------------------------------


def test_a_condition_is_read_at_the_earlier_event(scope: Scope) -> None:
    tree = tree_of('last(checked, item == "facts").passed', scope, optional_ok=True).tree
    assert isinstance(tree, History)
    assert (tree.function, tree.kinds, tree.field, tree.type) == (
        "last",
        ("checked",),
        "passed",
        Type("bool", optional=True),
    )
    assert refused("seen(closed, item)", scope) == [("unknown-name", "item")]


def test_any_is_every_kind_of_the_stream(scope: Scope, at_decision: Scope) -> None:
    assert type_of("last(any, has(unit)).unit", scope, optional_ok=True).name == "unit"
    assert type_of("last(any).kind", scope).values == (
        "registered",
        "assigned",
        "checked",
        "repeat_petition",
        "closed",
        "reopened",
    )
    assert type_of("first(any).kind", at_decision, optional_ok=True).values == ("decided", "assessed")


def test_pairs_of_events(at_decision: Scope, at_end: Scope) -> None:
    tree = tree_of(
        "seen(decided, decision == this.decision && day(at) >= day(this.at) - 30)", at_decision
    ).tree
    assert isinstance(tree, History)
    assert isinstance(tree.where, Apply)
    pair, window = tree.where.operands
    assert isinstance(pair, Apply)
    assert pair.name == "pairs"
    assert pair.operands == (
        FieldOf("event", "decision", Type("code", optional=True)),
        FieldOf("this", "decision", Type("code", optional=True)),
    )
    assert isinstance(window, Apply)
    assert window.name == ">="
    assert (
        tree_of("seen(decided, this.decision == decision)", at_decision).tree
        == tree_of("seen(decided, decision == this.decision)", at_decision).tree
    )
    for text in (
        "decision != this.decision",
        "id == this.decision",
        "day(at) > day(this.at) - 30",
        "day(at) >= day(this.at) - 0.5",
        "day(at) >= day(this.at) - param.points",
        "!(decision == this.decision)",
        "true || decision == this.decision",
        "day(at) >= this.at",
        "decision == this.decision ? true : false",
    ):
        assert [code for code, _ in refused(f"seen(decided, {text})", at_decision)] == ["this-form"], text
    assert refused("decision == this.decision", at_decision)[0][0] == "no-this"
    assert refused("seen(closed, id == this.id)", at_end)[0][0] == "no-this"


def test_this_is_the_event_that_looks_back(scope: Scope) -> None:
    tree = tree_of("seen(closed, seen(reopened, outcome == this.outcome))", scope).tree
    assert isinstance(tree, History)
    assert refused("seen(closed, seen(checked, item == this.outcome))", scope)[0][0] == "this-form"
    assert refused("seen(closed, seen(checked, item == this.item))", scope)[0][0] == "unknown-field"


# --- all of a policy ----------------------------------------------------------------------------


def test_four_hundred_conditions_are_typed_in_a_moment(scope: Scope) -> None:
    """0.2 s on the machine this was written on; ten times that here, so that a slow day is no fault."""
    texts = [
        f'case.origin == "new" && !resolved && (overdue("handle") || seen(closed)) && count(repeat_petition) > {n}'
        for n in range(400)
    ]
    typed("true", scope, BOOL)
    began = time.process_time()
    assert all(typed(text, scope, BOOL)[0] for text in texts)
    assert time.process_time() - began < 2
