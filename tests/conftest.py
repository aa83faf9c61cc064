"""What all tests share: Hypothesis keeps no stopwatch, because a busy machine is not a fault.

A test of an engine that is not installed (``--engine stream`` needs a C compiler) is skipped, visibly.
"""

from __future__ import annotations

import pytest
from hypothesis import Phase, settings

from kaohe.engine.engines import NEEDS, is_installed

settings.register_profile("kaohe", deadline=None)
settings.register_profile("faults", deadline=None, derandomize=True, database=None, phases=(Phase.explicit, Phase.generate))
"""For ``make faults``: the same cases in every run, and a failure is enough, it is not made smaller."""
settings.load_profile("kaohe")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = {name for name in NEEDS if not is_installed(name)}
    for item in items:
        params = item.callspec.params.values() if isinstance(item, pytest.Function) and hasattr(item, "callspec") else ()
        wanted = missing & {each for each in params if isinstance(each, str)}
        if wanted:
            item.add_marker(pytest.mark.skip(reason=f"the {wanted.pop()} engine is not installed (it needs a C compiler)"))
