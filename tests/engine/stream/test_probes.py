"""What durable-rules 2.0.28 can and cannot carry, found out by asking it.

``engine.stream_rules`` stands on these answers. A release that answers otherwise fails here and says
which of them changed. What kills or hangs a process is asked in a process of its own.
"""

from __future__ import annotations

import json
import operator
import random
import subprocess
import sys
import threading
from importlib.metadata import version

import pytest

from kaohe.engine.stream_rules.durable import MOST_PARTS, Ruleset

NUMBERS = iter(range(10**6))


def ruleset(**rules) -> Ruleset:
    return Ruleset(f"probe{next(NUMBERS)}", rules)


def fired(rules: Ruleset, **fields) -> set[str]:
    return set(rules.fired(json.dumps({"id": "1", "sid": "1", **fields}, ensure_ascii=False)))


def alone(script: str, *, seconds: float = 5) -> tuple[int | None, str]:
    """Exit code (None: still running when the time was up) and last line of a process of its own."""
    head = "import json, durable_rules_engine as c\n"
    try:
        done = subprocess.run([sys.executable, "-c", head + script], capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return None, ""
    said = (done.stdout + done.stderr).strip().splitlines()
    return done.returncode, said[-1] if said else ""


def test_the_release_is_the_one_that_was_probed() -> None:
    assert version("durable-rules") == "2.0.28"


# --- values -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [0, 1, -1, 2**31, 2**53, 2**53 + 1, -(2**53) - 1, 2**61, -(2**61), 2**62 + 1])
def test_whole_numbers_are_exact_in_64_bits(value: int) -> None:
    rules = ruleset(
        same={"a": value}, more={"$gt": {"a": value - 1}}, less={"$lt": {"a": value + 1}},
        next={"a": value + 1}, above={"$gt": {"a": value}}, other={"$neq": {"a": value}},
    )  # fmt: skip
    assert fired(rules, a=value) == {"same", "more", "less"}


def test_whole_numbers_beyond_64_bits_become_doubles_and_two_of_them_one() -> None:
    assert fired(ruleset(same={"a": 10**20 + 1}), a=10**20) == {"same"}


def test_decimals_are_doubles() -> None:
    """0.1 + 0.2 is more than 0.3: so no decimal ever travels as one."""
    assert fired(ruleset(more={"$gt": {"a": 0.3}}), a=0.1 + 0.2) == {"more"}


@pytest.mark.parametrize("text", ["x", "重复信访", "", " ", "true", "123", 'a"b', "a\\b", "a\nb", "null", "2021-01-02", "x" * 500])
def test_texts_are_exact(text: str) -> None:
    rules = ruleset(same={"a": text}, longer={"a": text + "y"}, other={"$neq": {"a": text}})
    assert fired(rules, a=text) == {"same"}
    assert fired(rules, a=text + "y") == {"longer", "other"}


def test_texts_of_one_hash_are_told_apart() -> None:
    """The engine hashes texts by FNV-1a in 32 bits; these two collide."""
    assert fired(ruleset(one={"a": "96e526f7cd"}), a="88b32b6a5f") == set()


def test_truths_are_also_ones_and_texts() -> None:
    """``true`` equals 1 and "true": so truths travel as numbers in fields of their own."""
    assert fired(ruleset(one={"a": 1}, text={"a": "true"}, truth={"a": True}), a=True) == {"one", "text", "truth"}


def test_no_comparison_holds_of_a_field_that_is_left_out() -> None:
    signs = {name: {f"${name}": {"a": 1}} for name in ("lt", "lte", "gt", "gte", "neq", "ex")}
    assert fired(ruleset(same={"a": 1}, **signs), b=1) == set()


def test_null_counts_as_there_and_is_never_sent() -> None:
    assert fired(ruleset(there={"$ex": {"a": 1}}), a=None) == {"there"}


def test_two_fields_of_one_fact_are_compared() -> None:
    other = {"$m": "b"}
    rules = ruleset(less={"$lt": {"a": other}}, same={"a": other}, unlike={"$neq": {"a": other}}, more={"$gte": {"a": other}})
    assert fired(rules, a=2**53, b=2**53 + 1) == {"less", "unlike"}
    assert fired(rules, a="x", b="x") >= {"same"}
    assert fired(rules, a=-5, b=-5) == {"same", "more"}
    assert fired(rules, b=1) == set()


def test_a_comparison_of_two_fields_that_are_both_left_out_never_holds() -> None:
    """With the right one left out alone most comparisons hold, and some do not: so of a pair both are left out."""
    rules = ruleset(less={"$lt": {"a": {"$m": "b"}}}, more={"$gte": {"a": {"$m": "b"}}})
    assert fired(rules, a=1, b=2) == {"less"}
    assert fired(rules, a=2, b=2) == {"more"}
    assert [fired(rules, c=number) for number in range(50)] == [set()] * 50


# --- conditions ---------------------------------------------------------------------------------------

SIGNS = {"$lt": operator.lt, "$lte": operator.le, "$gt": operator.gt, "$gte": operator.ge, "$neq": operator.ne, "": operator.eq}


def _made(draw: random.Random, depth: int) -> dict:
    if depth == 0 or draw.random() < 0.3:
        sign, field, value = draw.choice(list(SIGNS)), draw.choice("abc"), draw.randint(0, 3)
        return {sign: {field: value}} if sign else {field: value}
    return {draw.choice(["$and", "$or"]): [_made(draw, depth - 1) for _ in range(draw.randint(2, 3))]}


def _holds(node: dict, fact: dict) -> bool:
    ((name, part),) = node.items()
    if name in ("$and", "$or"):
        return (all if name == "$and" else any)(_holds(each, fact) for each in part)
    ((field, value),) = part.items() if name in SIGNS else ((name, part),)
    return SIGNS[name if name in SIGNS else ""](fact[field], value)


def test_nested_ands_and_ors_of_one_fact_mean_what_they_say() -> None:
    draw, seen = random.Random(5), {True: 0, False: 0}
    for _ in range(40):
        nodes = {f"r{n}": _made(draw, 3) for n in range(8)}
        rules = ruleset(**nodes)
        for number in range(27):
            fact = {"a": number % 3, "b": number // 3 % 3, "c": number // 9}
            expected = {name for name, node in nodes.items() if _holds(node, fact)}
            assert fired(rules, **fact) == expected, (fact, nodes)
            seen[True] += len(expected)
            seen[False] += len(nodes) - len(expected)
    assert min(seen.values()) > 1000


def _wide(ors: int) -> dict:
    return {"$and": [{"k": 1}, *({"$or": [{"a": n}, {"b": n}]} for n in range(ors))]}


def test_the_fifteenth_part_is_refused() -> None:
    assert fired(ruleset(r=_wide(MOST_PARTS)), k=1, a=1) == set()
    with pytest.raises(Exception, match="113"):
        ruleset(r=_wide(MOST_PARTS + 1))


def test_hundreds_of_values_in_one_or() -> None:
    assert fired(ruleset(r={"$and": [{"k": 1}, {"$or": [{"a": n} for n in range(400)]}]}), k=1, a=399) == {"r"}


@pytest.mark.parametrize("count", [64, 65, 200])
def test_one_fact_fires_all_the_rules_that_it_matches(count: int) -> None:
    rules = ruleset(**{f"r{n}": {"a": 1} for n in range(count)})
    assert len(fired(rules, a=1)) == count


def test_an_or_with_both_sides_true_fires_twice() -> None:
    rules = ruleset(r={"$or": [{"a": 5}, {"b": 3}]})
    assert rules.fired('{"id": "1", "sid": "1", "a": 5, "b": 3}') == ["r", "r"]


# --- facts, events, sessions ----------------------------------------------------------------------------


def test_an_event_is_consumed_by_one_rule_where_a_fact_fires_all() -> None:
    code, said = alone("""
h = c.create_ruleset("r", json.dumps({f"r{n}": {"all": [{"m": {"a": 1}}]} for n in range(3)}))
_, s = c.assert_event(h, json.dumps({"id": "1", "sid": "1", "a": 1}))
fired, message = 0, c.start_action_for_state(h, s)[1]
while message:
    fired, message = fired + 1, c.complete_and_start_action(h, s)
print(fired)
""")
    assert (code, said) == (0, "1")


def test_a_fact_posted_twice_is_refused_until_it_is_taken_back() -> None:
    code, said = alone("""
h, f = c.create_ruleset("r", json.dumps({"r": {"all": [{"m": {"a": 1}}]}})), json.dumps({"id": "1", "sid": "1", "a": 1})
first, second = c.assert_fact(h, f)[0], c.assert_fact(h, f)[0]
c.retract_fact(h, f)
print(first, second, c.assert_fact(h, f)[0])
""")
    assert (code, said) == (0, "0 2 0")


def test_no_thread_is_started_and_no_timer_runs() -> None:
    before = threading.active_count()
    assert fired(ruleset(r={"a": 1}), a=1) == {"r"}
    assert threading.active_count() == before


def test_more_than_a_thousand_sessions_are_too_many() -> None:
    """So there is one session, and no fact stays in it."""
    code, said = alone("""
h = c.create_ruleset("r", json.dumps({"r": {"all": [{"m": {"a": 1}}]}}))
done = 0
for n in range(1100):
    try:
        c.assert_fact(h, json.dumps({"id": "1", "sid": str(n), "a": 1}))
        done += 1
    except MemoryError:
        break
print(done, flush=True)
import os; os._exit(0)
""")
    assert (code, said) == (0, "1024")


def test_memory_does_not_grow_with_facts_that_are_taken_back() -> None:
    code, said = alone("""
import resource
h = c.create_ruleset("r", json.dumps({"r": {"all": [{"m": {"$gt": {"a": 3}}}]}}))
def kib(facts):
    for n in range(facts):
        f = json.dumps({"id": "1", "sid": "1", "a": n % 7, "text": "y" * 200})
        if c.assert_fact(h, f)[0] == 0:
            s = c.assert_fact
        c.retract_fact(h, f)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = kib(2_000)
print(kib(30_000) - before)
""")
    assert code == 0
    assert int(said) < 4096, f"{said} KiB more after 30,000 facts"


def test_asking_whether_a_field_is_absent_hangs_and_is_never_asked() -> None:
    """Every firing renews the session's own state, in which the field is absent too, and so on."""
    code, _ = alone(
        """
import durable.engine
def done(action): pass
r = durable.engine.Ruleset("r", None, {"r": {"all": [{"m": {"$nex": {"a": 1}}}], "run": done}})
r.do_actions(r.assert_fact({"id": "1", "sid": "1", "b": 1}), lambda wrong, _: None)
""",
        seconds=1.5,
    )
    assert code is None


def test_a_condition_it_does_not_know_is_refused_when_the_ruleset_is_made() -> None:
    code, said = alone('c.create_ruleset("r", json.dumps({"r": {"all": [{"m": {"a": 1e300}}]}}))')
    assert code == 1
    assert "204" in said
