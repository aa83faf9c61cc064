"""Problems as they are shown: with what points at a person painted over, wherever it stands.

A document's line is shown to underline a fault in it. Should a mobile number stand on that line,
neither a terminal nor the log of a build server is the place to repeat it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kaohe.engine.privacy import painted_over
from kaohe.reports.words import Lang
from kaohe.rules import say
from kaohe.rules.problem import Problem

tally = say.tally


def render(problems: Iterable[Problem], texts: Mapping[str, str], lang: Lang, shape: say.Format = "text") -> str:
    """As ``rules.say.render``, painted over; what is underlined stays where it is."""
    return painted_over(say.render(problems, texts, lang, shape))
