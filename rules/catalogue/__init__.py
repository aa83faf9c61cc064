"""The wording of every problem: one table per area, Chinese and English side by side.

A code is ``area.slug`` and never changes its meaning. ``WORDINGS`` is the union of the areas.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """How one code is said. ``zh``/``en`` are sentence fragments with ``{fact}`` gaps.

    User input stands in backticks. The hint says what would have been right. ``meaning`` is the
    paragraph of the manual page; ``good`` a short document that is right.
    """

    zh: str
    en: str
    hint_zh: str
    hint_en: str
    meaning_zh: str
    meaning_en: str
    good: str = ""
