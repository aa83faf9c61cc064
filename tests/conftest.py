"""What all tests share: Hypothesis keeps no stopwatch, because a busy machine is not a fault."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("kaohe", deadline=None)
settings.load_profile("kaohe")
