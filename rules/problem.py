"""A mistake is a value: a code, a place, and what the reader needs to mend it.

Functions that can meet bad input return their problems beside their result; exceptions are
kept for faults of our own. The wording (Chinese and English) of every code stands in
``rules.catalogue``; a problem carries only the code and the facts that go into the sentence.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from kaohe.rules.place import NOWHERE, Place
from kaohe.rules.record import record

Severity = Literal["problem", "warning", "notice"]


@record
class Problem:
    """One mistake (``problem``), doubt (``warning``) or remark (``notice``).

    ``facts`` fill the named gaps of the catalogue's sentence for ``code``: (name, value) pairs,
    so that problems stay hashable and sort the same everywhere.
    """

    code: str
    place: Place = NOWHERE
    facts: tuple[tuple[str, str], ...] = field(default=())
    severity: Severity = "problem"
    also: tuple[Place, ...] = ()

    @property
    def order(self) -> tuple[Place, str, tuple[tuple[str, str], ...]]:
        """Problems are shown by place, then code."""
        return (self.place, self.code, self.facts)

    def __reduce__(self) -> tuple[type[Problem], tuple[object, ...]]:
        """As it is made: a run may send a million of them from one process to another."""
        return Problem, (self.code, self.place, self.facts, self.severity, self.also)


def problem(code: str, place: Place = NOWHERE, /, *also: Place, **facts: object) -> Problem:
    """A problem that stops the document from being used."""
    return Problem(code, place, _texts(facts), "problem", also)


def warning(code: str, place: Place = NOWHERE, /, *also: Place, **facts: object) -> Problem:
    """A doubt: the document can be used; the editor should look."""
    return Problem(code, place, _texts(facts), "warning", also)


def notice(code: str, place: Place = NOWHERE, /, *also: Place, **facts: object) -> Problem:
    """Something the reader should know about a run (rows dropped, a line that reached nobody)."""
    return Problem(code, place, _texts(facts), "notice", also)


def _texts(facts: dict[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in facts.items())
