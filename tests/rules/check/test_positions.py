"""Which names are known where (P1): each key of a clause is one position."""

from __future__ import annotations

import pytest

# key of the clause with a hole for an expression -> what is known there, and what is not
EVENT = "on: returned\npoints: -1\naccountable: [{unit: case.branch}]\nwhen: "
START = "deadline: {start: lent, finish: returned, within: 30d, when: 'HOLE'}\nlate: {points: -1}\naccountable: [{unit: case.branch}]"
FINISH = START.replace("when: 'HOLE'", "where: 'HOLE'")
WITHIN = START.replace("within: 30d, when: 'HOLE'", "due: 'HOLE'")
LATE = START.replace(", when: 'HOLE'", "").replace("points: -1", "points: 'HOLE'")
ON_TIME = LATE.replace("late:", "on_time:")
LATE_LINE = START.replace(", when: 'HOLE'", "").replace("case.branch", "HOLE")
EXTEND = START.replace("when: 'HOLE'", "extend: {on: renewed, add: 'HOLE'}")
FREQUENCY = "frequency: {of: inventory, where: 'WHERE', per: week, at_least: 1, who: 'WHO'}\nshort: {points: SHORT}"
DAILY = "frequency: {of: inventory, per: day, days: 'HOLE', at_least: 1, who: 'true'}\nshort: {points: -1}"
CASES = "ratio: {over: cases, all_time: true, where: 'HOLE', hit: seen(returned), by: case.branch, minimum: 1, otherwise: zero}\nscore: {rate: {points: -1}}"
KIND = "ratio: {over: returned, hit: 'HOLE', by: case.branch, minimum: 1, otherwise: zero}\nscore: {rate: {points: -1}}"
UNITS = "ratio: {over: units, hit: 'HOLE', by: subject, minimum: 1, otherwise: zero}\nscore: {rate: {points: -1}}"
DUE = "ratio: {over: clock, where: 'HOLE', hit: on_time, by: start.unit, minimum: 1, otherwise: zero}\nscore: {rate: {points: -1}}"
SPAN_LINE = "frequency: {of: inventory, per: week, at_least: 1, who: 'true'}\nshort: {points: -1}\naccountable: [{unit: HOLE}]"
DIVIDE = "measure: {over: inventory, statistic: count, by: unit, divide_by: 'HOLE'}\nscore: {each: {points: -1, at_most: 5}}"


def short(where: str = "true", who: str = "true", points: str = "-1") -> str:
    return FREQUENCY.replace("WHERE", where).replace("WHO", who).replace("SHORT", f"'{points}'")


KNOWN = [
    (EVENT, "has(damaged) && damaged"), (EVENT, "sound"), (EVENT, "away"), (EVENT, "case.rare"),
    (EVENT, 'overdue("clock")'), (EVENT, "seen(renewed, day(at) >= day(this.at) - 30)"),
    (START, "days > 3"), (START, "case.rare"), (FINISH, "start.days > 3"), (FINISH, "sound"),
    (WITHIN, "day(at) + 3"), (LATE, "start.days > 7 ? -2 : -1"), (LATE, "count(renewed) > 1 ? -2 : -1"),
    (LATE_LINE, "start.unit"), (LATE_LINE, "case.branch"), (EXTEND, "days"), (EXTEND, "start.days"), (EXTEND, "15d"),
    (ON_TIME, "has(damaged) && damaged ? -1 : -2"), (ON_TIME, "start.days > 7 ? -1 : -2"),
    (short(where="HOLE"), "default(found, 0) > 0"), (short(who="HOLE"), 'subject.kind == "branch"'),
    (short(points="HOLE"), 'subject.kind == "branch" ? -2 : -1'), (DAILY, "is_workday(day)"),
    (DAILY, "day in periods.exams"), (DAILY, 'subject.kind == "branch"'), (CASES, "seen(returned)"), (CASES, "away"),
    (KIND, "default(damaged, false)"), (UNITS, "seen(inventory)"), (UNITS, 'subject.kind == "branch"'),
    (DUE, "start.days > 3"), (DUE, "case.rare"), (SPAN_LINE, "subject"), (SPAN_LINE, "subject.parent"),
    (DIVIDE, "subject.population / 10000"), (DIVIDE, "subject.shelves"),
]
UNKNOWN = [
    (EVENT, "start.days > 3"), (EVENT, 'subject.kind == "branch"'), (EVENT, "day == as_of"),
    (EVENT, "this.damaged"), (START, "start.days > 3"), (START, "sound"), (WITHIN, "start.due_on"),
    (LATE, "damaged ? -2 : -1"), (LATE, "days > 7 ? -2 : -1"), (LATE_LINE, "unit"), (EXTEND, "due_on"),
    (short(where="HOLE"), 'subject.kind == "branch"'), (short(who="HOLE"), "found > 3"),
    (short(points="HOLE"), "found > 3 ? -2 : -1"), (short(points="HOLE"), "is_workday(day) ? -2 : -1"), (DAILY, "found > 0"), (CASES, "damaged"), (CASES, 'subject.kind == "a"'),
    (UNITS, "case.rare"), (UNITS, "away"), (UNITS, "found > 3"), (KIND, 'subject.kind == "a"'),
    (KIND, "start.days > 3"), (DUE, "days > 3"), (SPAN_LINE, "unit"), (SPAN_LINE, "case.branch"), (DIVIDE, "found"),
]
NAMES = (
    "states: {away: {begins: {on: lent}, ends: {on: returned}}}\n"
    "gates: {sound: {at: returned, all: {whole: {title: 完好, pass: '!default(damaged, false)'}}}}\n"
    "periods: {exams: [{from: 2021-06-01, to: 2021-06-20}]}\n"
)


def problems(desk, written, template: str, expression: str) -> list[str]:
    """What is refused; when the expression stands as a plain scalar it is quoted."""
    body = template.replace("HOLE", expression) if "HOLE" in template else f"{template}'{expression}'"
    clock = written("deadline: {start: lent, finish: returned, within: 30d}", name="clock", kind="monitored")
    checked = desk.check(written(body), clock, head=NAMES)
    return [one.code for one in checked.problems if one.severity == "problem"]


@pytest.mark.parametrize(("template", "expression"), KNOWN)
def test_this_is_known_here(fines_desk, written, template: str, expression: str) -> None:
    assert problems(fines_desk, written, template, expression) == []


@pytest.mark.parametrize(("template", "expression"), UNKNOWN)
def test_this_is_not_known_here(fines_desk, written, template: str, expression: str) -> None:
    found = problems(fines_desk, written, template, expression)
    assert found
    assert all(code.startswith("expression.") for code in found)


def test_what_when_guards_is_guarded_in_the_other_keys(fines_desk, written) -> None:
    on = "on: returned\nwhen: has(damaged)\npoints: 'damaged ? -2 : -1'\naccountable: [{unit: case.branch}]"
    ratio = KIND.replace("over: returned", "over: returned, where: has(damaged)").replace("HOLE", "damaged")
    limit = WITHIN.replace("due: 'HOLE'", "when: has(due_on), due: due_on")
    late = limit.replace("points: -1", "points: 'days_between(start.due_on, as_of) > 9 ? -2 : -1'")
    for body in (on, ratio, limit, late):
        assert fines_desk.codes(written(body)) == []
    assert fines_desk.codes(written(on.replace("when: has(damaged)\n", ""))) == ["expression.unguarded"]
    assert fines_desk.codes(written(late.replace("has(due_on), due: due_on", "'true', within: 30d"))) == ["expression.unguarded"]
