"""Reference, batch and stream say the same of made-up histories, field by field.

That the sample year has one root on all three is part of what ``tests/engine/batch`` and
``tests/engine/stream/test_isolation.py`` find out.
"""

from __future__ import annotations

import pytest
from histories import END, case_policy, histories, roster

from kaohe.engine import reference
from kaohe.engine.batch import told as told_in_columns
from kaohe.engine.engines import is_installed
from kaohe.engine.stream_rules.keeper import InProcess
from kaohe.engine.stream_rules.replay import told

pytestmark = pytest.mark.skipif(not is_installed("stream"), reason="durable-rules is not installed")


def test_made_up_histories_have_one_replay(holds) -> None:
    def law(seen, events) -> None:
        plain = reference.replay(case_policy(), roster(), events, END)
        posted = told(case_policy(), roster(), events, END, poster=InProcess)
        assert posted.replay == plain
        assert told_in_columns(case_policy(), roster(), events, END).replay == plain
        seen["entries"] += len(plain.entries)
        seen["late"] += sum(clock.outcome == "late" for clock in plain.clocks)
        seen["facts"] += posted.facts

    holds(law, histories(), entries=30, late=10, facts=100)
