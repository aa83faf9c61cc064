"""Reference, batch and stream say the same, row by row, of hard cases under made-up policies; of one in seven also a run from disk.

``KAOHE_LAWS=10000`` looks at so many (``make laws``); ``make agree N=…`` as long as asked, with a table of what
was there. Cases on which engines once disagreed are kept in ``corpus``, with a line on what was wrong; so are
hard cases that told a planted fault from the engine without it. They are replayed here.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from agreeing import asked, asked_again, corpus, heard, kept, others, played, seen_from_disk, shrunk, unsaid
from covering import covered, weighed
from hard import Ground, Refused, case, ground, on, on_ground, read
from holding import ASKED, SHARD
from hypothesis import strategies as st

from kaohe.engine.ledger import Replay

GROUNDS = 40 if ASKED else 12


def test_hard_cases_have_one_replay(holds) -> None:
    engines = others()

    def law(seen, number, seed) -> None:
        base = _grounds()[number]
        found = played(on(base, seed), asked(engines, seed))
        assert not found.differing, (base.number, seed, found.differing, _kept(base, seed, found.differing))
        seen.update(weighed(found.replay) - Counter(cases=1))  # the law counts its cases itself
        seen.update(covered(found.scene))
        seen.update(seen_from_disk(engines))

    seen = holds(law, st.integers(0, GROUNDS - 1), st.integers(0, 2**40), cases=40, entries=200, late=15, tallies=10, paused=1)
    assert min(seen[each] for each in ("extended", "an extension refused", "reversed", "split shares")) >= 1, seen
    assert seen["from disk: in several parts"] >= 2, seen
    assert seen["from disk: told together"] <= seen["from disk"] // 2, seen


@cache
def _grounds() -> list[Ground]:
    found = []
    numbers = iter(range(2_000_000 + 1_000 * SHARD, 2_001_000 + 1_000 * SHARD))
    while len(found) < GROUNDS:
        try:
            found.append(ground(next(numbers)))
        except Refused:
            continue
    return found


def _kept(base: Ground, seed: int, differing: dict[str, str]) -> str:
    """Where the case is kept when cases are asked for by the thousand."""
    engine, said = next(iter(differing.items()))
    name = f"ground-{base.number}-history-{seed}"
    return str(kept(shrunk(on_ground(base, seed), engine), name, f"{engine}: {said}")) if ASKED else name


def test_a_case_is_the_same_in_every_run() -> None:
    assert case(5) == case(5)
    assert case(5)["policy"] == case(6)["policy"]
    assert case(5)["events"] != case(6)["events"]


@pytest.mark.parametrize("name", sorted(corpus()))
def test_what_engines_once_disagreed_about_they_agree_on(name: str) -> None:
    document = corpus()[name]
    assert document["wrong"], "a line on what was wrong"
    found = heard(document, asked_again(others(), document["wrong"]))
    assert not found.differing, (document["wrong"], found.differing)
    said = found.replay
    assert said.entries or said.clocks or said.tallies or said.notices, "the case says something"
    assert not unsaid(document.get("right", {}), said), document["wrong"]


def test_the_corpus_is_there() -> None:
    documents = corpus()
    assert len(documents) >= 18
    assert sum(bool(each.get("right")) for each in documents.values()) >= 15, "of these it is said what is right"


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
