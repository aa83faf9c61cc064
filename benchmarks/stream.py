"""The stream engine beside the reference, on the same events in the same process.

    python benchmarks/stream.py

Two policies on the sample year: the shipped 离石 one, and thirty clauses at events, all with conditions.
*matching* is what is the stream engine's own: events -> facts -> durable-rules -> firings (both processes'
processor seconds together); *whole* is a run from events to the replay, after asserting that both engines
said the same. Seconds are this machine's and move with its load; ratios are what can be compared.
"""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from engines import LISHI, prepared, sample
from run import CLAUSE, HEAD, TAIL

from kaohe.engine.meaning.world import World
from kaohe.engine.reference import replay, world_of
from kaohe.engine.stream_rules.keeper import Keeper
from kaohe.engine.stream_rules.matcher import Matcher
from kaohe.engine.stream_rules.questions import book_of
from kaohe.engine.stream_rules.replay import told
from kaohe.rules.library import load_policy
from kaohe.rules.policy import Policy
from kaohe.scoring.job import Prepared

RUNS = 3
T = TypeVar("T")


def main(cases: int = 3000) -> None:
    with tempfile.TemporaryDirectory(prefix="kaohe-bench-") as folder:
        ready = prepared(sample(cases, Path(folder) / "events.parquet"))
    print(f"{len(ready.events)} events")
    print(f"{'policy':8} {'clauses':>7} {'facts':>7} {'matching/s':>11} {'whole/s':>8} {'reference/s':>12} {'ratio':>6}")
    for policy in (load_policy(LISHI).policy, thirty()):
        assert policy is not None
        compared(policy, ready)


def thirty() -> Policy:
    """Thirty clauses at closings, each with a fact, two history functions and a comparison of days."""
    with tempfile.TemporaryDirectory(prefix="kaohe-bench-") as folder:
        file = Path(folder) / "policy.yaml"
        file.write_text(HEAD + "".join(CLAUSE.format(n=n) for n in range(1, 31)) + TAIL, encoding="utf-8")
        policy = load_policy(file).policy
    assert policy is not None
    return replace(policy, name="thirty")


def compared(policy: Policy, ready: Prepared) -> None:
    """One line of the table: medians of runs that take turns, per processor second of all processes."""
    day, count = policy.period.to, len(ready.events)
    world, _ = world_of(policy, ready.roster, ready.events, day)
    matching, whole, plain = [], [], []
    for _ in range(RUNS):
        facts, taken = timed(lambda: matched(policy, world))
        matching.append(taken)
        done, taken = timed(lambda: told(policy, ready.roster, ready.events, day))
        whole.append(taken)
        expected, taken = timed(lambda: replay(policy, ready.roster, ready.events, day))
        plain.append(taken)
        assert done.replay == expected, "the engines disagree"
    one, two, three = (count / statistics.median(each) for each in (matching, whole, plain))
    print(f"{policy.name:8} {len(policy.clauses):7} {facts:7} {one:11,.0f} {two:8,.0f} {three:12,.0f} {two / three:6.2f}")


def matched(policy: Policy, world: World) -> int:
    """Posts the facts of every event in the world's streams; says how many."""
    book = book_of(policy)
    keeper = Keeper(book)
    matcher = Matcher(book, keeper)
    matcher.foresee(replace(world, judge=matcher, memory={}))
    keeper.close()
    return matcher.facts


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """The processor seconds of this process and of the workers it has waited for."""
    began = _spent()
    return work(), _spent() - began


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
