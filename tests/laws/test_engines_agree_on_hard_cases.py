"""Reference, batch and stream say the same, row by row, of hard cases under made-up policies.

``KAOHE_AGREE=5000`` looks at so many; ``make agree N=…`` as long as asked. Cases on which engines once
disagreed are kept in ``corpus`` with a line on what was wrong, and are replayed here.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest
from agreeing import corpus, heard, others, shrunk, weighed
from hard import Refused, case, read

from kaohe.engine.ledger import Replay

CASES = int(os.environ.get("KAOHE_AGREE", "48"))


def test_hard_cases_have_one_replay() -> None:
    seen: Counter[str] = Counter()
    engines = others()
    number = 0
    while seen["cases"] < CASES:
        number += 3
        try:
            found = heard(case(number), engines)
        except Refused:
            seen["refused"] += 1
            continue
        assert not found.differing, (number, found.differing)
        seen += weighed(found.replay)
    assert seen["entries"] >= 10 * CASES, seen
    assert min(seen["late"], seen["shared"], seen["tallies"]) >= CASES // 3, seen
    assert min(seen[each] for each in ("extended", "refused extensions", "paused", "reversed")) >= 1, seen
    assert seen["refused"] < CASES, "most made-up policies pass the checker"


def test_a_case_is_the_same_in_every_run() -> None:
    assert case(5) == case(5)
    assert case(5)["policy"] == case(6)["policy"]
    assert case(5)["events"] != case(6)["events"]


@pytest.mark.parametrize("name", sorted(corpus()) or ["none"])
def test_what_engines_once_disagreed_about_they_agree_on(name: str) -> None:
    if name == "none":
        pytest.skip("engines have not disagreed on any case that was kept")
    document = corpus()[name]
    assert document["wrong"], "a line on what was wrong"
    found = heard(document, others())
    assert not found.differing, (document["wrong"], found.differing)


def test_a_disagreement_is_found_and_made_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The law can fail: an engine that loses one entry is noticed, and little is left of the case."""
    import agreeing

    def forgetful(world) -> Replay:
        from dataclasses import replace

        from kaohe.engine import reference

        said = reference.replay(world.policy, world.roster, world.events, world.as_of, world.known_at)
        return replace(said, entries=tuple(each for each in said.entries if each.part != "late"))

    monkeypatch.setattr(agreeing, "others", lambda: {"forgetful": forgetful})
    number = next(n for n in range(1, 200) if _differs(n, forgetful))
    small = shrunk(case(number), "forgetful")
    assert heard(small, {"forgetful": forgetful}).differing
    assert len(small["policy"]["clauses"]) == 1
    assert len(small["events"]) <= 3
    assert any(clock.outcome == "late" for clock in heard(small, {}).replay.clocks)
    assert read(small).events


def _differs(number: int, engine) -> bool:
    try:
        return bool(heard(case(number), {"forgetful": engine}).differing)
    except Refused:
        return False
