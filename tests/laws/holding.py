"""How many cases a law looks at, and whether they could have broken it.

By default some dozens, the same in every run. ``KAOHE_LAWS=10000`` asks so many of every law that is
made up; ``KAOHE_LAWS_SHARD`` gives a process cases of its own, and what each law saw is added to the file
``KAOHE_LAWS_TOLD``. ``make laws N=10000`` does all this (``benchmarks/laws.py``).
"""

from __future__ import annotations

import json
import os
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisWarning

ASKED = int(os.environ.get("KAOHE_LAWS", "0"))
"""Cases of each law; 0: each law's own few."""
SHARD = int(os.environ.get("KAOHE_LAWS_SHARD", "0"))
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
"""A busy machine is no fault, and what is skipped is counted by each law itself."""

Law = Callable[..., None]
"""Asked with a counter of what could have broken it, then with what was drawn."""


class Holds:
    """Asks a law of many cases: ``holds(law, histories(), told=5)``."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, law: Law, *drawn: st.SearchStrategy[Any], cases: int = 30, **least: int) -> Counter[str]:
        """What was seen. Fails where the law is broken, or when fewer than ``least`` of its cases could have broken it.

        A law says what it saw in the counter: ``least`` are the counts that may not be smaller, whatever the number of cases.
        """
        seen: Counter[str] = Counter()

        @seed(SHARD)
        @settings(max_examples=ASKED or cases, deadline=None, database=None, derandomize=not ASKED, suppress_health_check=SLOW)
        @given(st.tuples(*drawn))
        def asked(values: tuple[Any, ...]) -> None:
            law(seen, *values)
            seen["cases"] += 1

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", HypothesisWarning)  # that a broken case is long to print
            asked()
        self.told(seen)
        short = {name: seen[name] for name, count in least.items() if seen[name] < count}
        assert not short, f"too little could have broken the law: {short} of {dict(seen)}"
        return seen

    def told(self, seen: Counter[str]) -> None:
        """Adds a line to the file that ``make laws`` reads."""
        if file := os.environ.get("KAOHE_LAWS_TOLD"):
            with Path(file).open("a", encoding="utf-8") as lines:
                lines.write(json.dumps({"law": self.name, "seen": seen}, ensure_ascii=False) + "\n")
