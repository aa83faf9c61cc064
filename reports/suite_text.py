"""Worked examples for a terminal: what passed, and side by side what did not."""

from __future__ import annotations

from collections.abc import Iterable

from tabulate import tabulate

from kaohe.engine.privacy import painted_over
from kaohe.reports.words import Lang, say
from kaohe.rules.say import sentence
from kaohe.workbench.examples import Verdict
from kaohe.workbench.suite import Suite

WIDTH = 60
"""Characters of a column of expectations before it is folded."""


def suite_text(suite: Suite, lang: Lang) -> str:
    """One policy's suite. Failures first in document order, then the clauses nobody tried."""
    assert suite.policy is not None
    passed = sum(verdict.passed for verdict in suite.verdicts)
    head = say(
        "test.policy", lang, title=suite.policy.title, name=suite.policy.name,
        passed=passed, count=len(suite.verdicts),
    )  # fmt: skip
    parts = [head]
    for verdict in suite.verdicts:
        if not verdict.passed:
            parts += ["", *_failed(verdict, lang)]
    if suite.bare:
        parts += ["", say("test.bare", lang, clauses=", ".join(suite.bare))]
    return "\n".join(parts)


def _failed(verdict: Verdict, lang: Lang) -> Iterable[str]:
    yield say("test.failed", lang, name=verdict.name, place=verdict.place)
    if verdict.run is None:
        yield "  " + say("test.unplayed", lang)
        for problem in verdict.problems:
            yield f"  {problem.place}: {problem.code}: {painted_over(sentence(problem, lang).message)}"
        return
    rows = [[say(f"test.what.{miss.what}", lang, name=miss.name), miss.expected, miss.actual] for miss in verdict.misses]
    heads = [say(f"test.{name}", lang) for name in ("about", "expected", "actual")]
    table = tabulate(rows, headers=heads, tablefmt="grid", maxcolwidths=[20, WIDTH, WIDTH], disable_numparse=True)
    yield from ("  " + line for line in table.splitlines())
