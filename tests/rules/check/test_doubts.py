"""Doubts: each is met where it should be, and not beside it."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.rules.check.atoms import contradict
from kaohe.rules.check.bounds import bounds
from kaohe.rules.expression.tree import Apply, FieldOf, ListTree, Literal_, Tree, Type
from kaohe.rules.library import load_policy
from kaohe.rules.shelf import SHIPPED

NUMBER, CODE, BOOL = Type("number"), Type("code"), Type("bool")
LINE = "\naccountable: [{unit: case.branch}]"


# --- contradictions -----------------------------------------------------------------------------

DOMAIN = {"n": [Fraction(value) for value in range(5)], "c": ["a", "b", "c"], "t": [True, False]}


def variable(name: str) -> Tree:
    return FieldOf("event", name, {"n": NUMBER, "c": CODE, "t": BOOL}[name])


def literal(value: object) -> Tree:
    type_ = BOOL if isinstance(value, bool) else CODE if isinstance(value, str) else NUMBER
    return Literal_(value, type_)


atoms = st.one_of(
    st.tuples(st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), st.integers(0, 4), st.booleans()).map(
        lambda drawn: ("n", drawn[0], Fraction(drawn[1]), drawn[2])
    ),
    st.tuples(st.sampled_from(["==", "!="]), st.sampled_from("abc")).map(lambda drawn: ("c", *drawn, False)),
    st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map(lambda values: ("c", "in", tuple(values), False)),
    st.booleans().map(lambda value: ("t", "is", value, False)),
)
MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
HOLDS = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b, "!=": lambda a, b: a != b, "in": lambda a, b: a in b, "is": lambda a, b: a is b,
}


def tree_of(atom: tuple[str, str, object, bool]) -> Tree:
    name, sign, value, mirrored = atom
    if sign == "is":
        return variable(name) if value else Apply("!", (variable(name),), BOOL)
    if sign == "in":
        return Apply("in", (variable(name), ListTree(tuple(map(literal, value)), Type("list", of=CODE))), BOOL)
    sides = (literal(value), variable(name)) if mirrored else (variable(name), literal(value))
    return Apply(MIRROR[sign] if mirrored else sign, sides, BOOL)


@given(st.lists(atoms, min_size=1, max_size=6))
def test_a_contradiction_that_is_found_is_one(drawn) -> None:
    """No value of any field meets conditions that are said to contradict each other."""
    worlds = (dict(zip(DOMAIN, values, strict=True)) for values in product(*DOMAIN.values()))
    possible = any(all(HOLDS[sign](world[name], value) for name, sign, value, _ in drawn) for world in worlds)
    if contradict(map(tree_of, drawn)):
        assert not possible


@given(st.lists(atoms.filter(lambda atom: atom[0] != "n"), min_size=1, max_size=5))
def test_contradictions_of_codes_and_flags_are_all_found(drawn) -> None:
    worlds = (dict(zip(DOMAIN, values, strict=True)) for values in product(*DOMAIN.values()))
    possible = any(all(HOLDS[sign](world[name], value) for name, sign, value, _ in drawn) for world in worlds)
    only_excluded = all(sign == "!=" for name, sign, _, _ in drawn if name == "c")
    if not only_excluded:  # that three values are all there are is not told here
        assert contradict(map(tree_of, drawn)) is not possible


# --- bounds -------------------------------------------------------------------------------------


def number_trees() -> st.SearchStrategy[Tree]:
    leaves = st.integers(-4, 4).map(lambda value: literal(Fraction(value, 2)))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.tuples(st.sampled_from(["+", "-", "*", "min", "max"]), inner, inner).map(
                lambda drawn: Apply(drawn[0], drawn[1:], NUMBER)
            ),
            st.tuples(st.sampled_from(["neg", "abs"]), inner).map(lambda drawn: Apply(drawn[0], drawn[1:], NUMBER)),
            st.tuples(inner, inner).map(lambda pair: Apply("if", (variable("t"), *pair), NUMBER)),
            st.tuples(st.just(variable("n")), inner).map(lambda pair: Apply("*", pair, NUMBER)),
        ),
        max_leaves=8,
    )


def value_of(tree: Tree, world: dict[str, object]) -> Fraction:
    match tree:
        case Literal_(Fraction() as value):
            return value
        case FieldOf(_, name):
            return world[name]  # type: ignore[return-value]
        case Apply("if", (_, then, other)):
            return value_of(then if world["t"] else other, world)
        case Apply(name, operands):
            parts = [value_of(operand, world) for operand in operands]
            return COMPUTED[name](*parts)
    raise AssertionError(tree)


COMPUTED = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "min": min, "max": max,
    "neg": lambda a: -a, "abs": abs,
}


@given(number_trees(), st.integers(-3, 3), st.booleans())
def test_every_value_lies_within_its_bounds(tree: Tree, n: int, t: bool) -> None:
    reach, value = bounds(tree, {}), value_of(tree, {"n": Fraction(n), "t": t})
    assert reach.low is None or reach.low <= value
    assert reach.high is None or value <= reach.high


# --- one event, two clauses ---------------------------------------------------------------------


def damaged(when: str, line: str = "{unit: case.branch}", more: str = "") -> str:
    return f"on: returned\nwhen: '{when}'\npoints: -1\naccountable: [{line}]{more}"


@pytest.mark.parametrize(
    ("first", "second", "doubted"),
    [
        (damaged("has(damaged)"), damaged("case.rare"), True),
        (damaged('case.class == "rare"'), damaged('case.class == "book"'), False),
        (damaged('case.class in ["rare", "film"]'), damaged('case.class != "book"'), True),
        (damaged("case.rare"), damaged("!case.rare"), False),
        (damaged("count(renewed) >= 2"), damaged("count(renewed) < 2"), False),
        (damaged("case.rare"), damaged("case.rare", "{post: chief, of: case.branch}"), False),
        (damaged("case.rare"), damaged("case.rare", more="\nfrom: 2021-07-01"), True),
        (damaged("case.rare", more="\nto: 2021-06-30"), damaged("case.rare", more="\nfrom: 2021-07-01"), False),
        (damaged("case.rare", more="\nexclusive: {group: g}"), damaged("case.rare", more="\nexclusive: {group: g}"), False),
    ],
)
def test_two_clauses_are_doubted_when_both_can_charge_one_subject(
    fines_desk, written, first: str, second: str, doubted: bool
) -> None:
    found = fines_desk.codes(written(first), written(second, name="y"))
    assert found == (["clause.charged-twice"] if doubted else [])


# --- unreachable, reminders, cliffs -------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "doubted"),
    [
        ('case.class == "rare" && case.class == "book"', True),
        ("count(renewed) > 3 && count(renewed) < 3", True),
        ("3 < count(renewed) && count(renewed) <= 3", True),
        ("case.rare && !case.rare", True),
        ("false", True),
        ("!seen(lent)", True),
        ('case.class in ["rare", "film"] && case.class != "film"', False),
        ("count(renewed) > 2 && count(renewed) < 3", False),
        ("seen(lent)", False),
        ("seen(renewed) || !seen(lent)", False),
    ],
)
def test_a_condition_that_no_event_can_meet_is_doubted(fines_desk, written, when: str, doubted: bool) -> None:
    found = fines_desk.codes(written(damaged(when)))
    assert found == (["clause.unreachable"] if doubted else [])


@pytest.mark.parametrize(
    ("within", "minus", "doubted"),
    [("30d", "15d", False), ("15d", "15d", True), ("15d", "16d", True), ("15wd", "15d", False),
     ("param.loan[class]", "29d", False), ("param.loan[class]", "30d", True), ("case.rare ? 3d : 9d", "3d", False)],
)
def test_a_reminder_as_early_as_its_limit_is_doubted(fines_desk, written, within: str, minus: str, doubted: bool) -> None:
    if "?" in within:
        within = 'case.rare ? param.loan["rare"] : param.loan["book"]'
    loan = "parameters: {loan: {type: duration, by: class, values: {2021-01-01: {book: 30d, film: 7d, rare: 3d}}, points_from: example}}\n"
    limit = f"deadline: {{start: lent, finish: returned, within: '{within}'}}\nlate: {{points: -1}}{LINE}"
    remind = f"deadline: {{due: {{of: x, minus: {minus}}}, finish: renewed}}\nlate: {{points: -1}}{LINE}"
    found = fines_desk.codes(written(limit), written(remind, name="y"), head=loan if "param" in within else "")
    assert found == (["clause.reminder-too-early"] if doubted else [])


@pytest.mark.parametrize(
    ("bands", "doubted"),
    [
        ("[{at_least: 90%, points: 5}, {at_least: 0%, points: 0}]", True),
        ("[{at_least: 90%, points: 5}, {at_least: 80%, points: 5}, {points: 0}]", True),
        ("[{at_least: 90%, points: 5}, {at_least: 60%, points: 2}, {points: 0}]", False),
        ("[{at_least: 90%, points: 5}, {points: 2}]", False),
    ],
)
def test_all_or_nothing_is_doubted(fines_desk, written, bands: str, doubted: bool) -> None:
    ratio = f"ratio: {{over: returned, hit: seen(renewed), by: case.branch, minimum: 5, otherwise: zero}}\nscore: {{bands: {bands}}}"
    found = fines_desk.codes(written(ratio, kind="bonus"))
    assert found == (["clause.cliff"] if doubted else [])


def test_satisfaction_goes_with_its_response_rate(town_desk, written) -> None:
    asked = "ratio: {over: closed, hit: 'seen(asked, answer == \"satisfied\")', by: case.unit, minimum: 5, otherwise: zero}\nscore: {rate: {points: 5}}"
    reached = "ratio: {over: closed, hit: seen(asked), by: case.unit}"
    titled = reached.replace("seen(asked)", "seen(reopened)")
    assert town_desk.codes(written(asked, kind="bonus")) == ["clause.satisfaction-alone"]
    assert town_desk.codes(written(asked, kind="bonus"), written(reached, name="y", kind="monitored")) == []
    other = written(titled, name="y", kind="monitored")
    assert town_desk.codes(written(asked, kind="bonus"), other) == ["clause.satisfaction-alone"]
    assert town_desk.codes(written(asked, kind="bonus"), other.replace("title: 试", "title: 参评率")) == []


def test_a_silenced_doubt_is_not_said_and_its_siblings_are(fines_desk, written) -> None:
    body = damaged("case.rare && !case.rare")
    silence = "\nsilence: [{code: clause.unreachable, reason: 等待词汇表修订}]"
    assert fines_desk.codes(written(body + silence)) == []
    assert fines_desk.codes(written(body + silence), written(body, name="y")) == ["clause.unreachable"]


def test_unused_names_are_doubted_unless_they_are_inherited_or_broken(fines_desk, written) -> None:
    clause = written(damaged("case.rare"))
    names = "define: {d: case.rare}\nstates: {s: {begins: {on: lent}}}\nparameters: {p: {values: {2021-01-01: 1}, points_from: example}}\n"
    assert fines_desk.codes(clause, head=names) == ["policy.unused"] * 3
    assert fines_desk.codes(clause, head="define: {d: 'case.rare &&'}\n") == ["expression.unfinished"]


# --- a veto without an appeal ---------------------------------------------------------------------

APPEALS = "appeals: {notified: veto_notified, file_within: 15wd, decide_within: 10wd}\n"


def test_a_veto_that_leaves_no_appeal_is_doubted_where_it_stands(tmp_path: Path) -> None:
    """Told once for each veto; an appeal, or a reason why there is none, and it is not."""
    text = (SHIPPED / "township" / "policy.yaml").read_text(encoding="utf-8")
    vetoes = text.count("kind: veto")
    assert vetoes
    assert text.count(APPEALS) == 1
    without = text.replace(APPEALS, "")
    reason = "kind: veto\n    silence: [{code: clause.veto-no-appeal, reason: 原文没有申诉}]"
    for written, wanted in ((text, 0), (without, vetoes), (without.replace("kind: veto", reason), 0)):
        (tmp_path / "policy.yaml").write_text(written, encoding="utf-8")
        checked = load_policy(tmp_path)
        told = [one for one in checked.problems if one.code == "clause.veto-no-appeal"]
        assert checked.policy is not None
        assert len(told) == wanted
        assert {one.severity for one in told} <= {"warning"}
        ids = {clause.place.line for clause in checked.policy.clauses if clause.veto is not None}
        assert {one.place.line for one in told} <= ids
