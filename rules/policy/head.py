"""What a policy begins with: stretches of days, sources and bases, dated parameters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from kaohe.rules.record import record
from kaohe.rules.value import Rounding, Value

Origin = Literal["source", "law", "external", "example"]


@record
class Span:
    """A stretch of days, both ends included."""

    from_: date
    to: date
    name: str = ""

    def holds(self, day: date) -> bool:
        return self.from_ <= day <= self.to


@record
class Source:
    name: str
    title: str
    file: str | None
    article: str | None
    sha256: str | None


@record
class Basis:
    source: str
    quote: str | None
    article: str | None
    row: str | None

    def text(self, sources: Mapping[str, Source]) -> str:
        """The basis in one line: the source's title, article and quotation."""
        title = sources[self.source].title if self.source in sources else self.source
        article = f" {self.article}" if self.article else ""
        quote = f"“{self.quote}”" if self.quote else ""
        return f"《{title}》{article}{quote}"


@record
class Parameter:
    """Values by first day in force, ascending; a value is one ``Value`` or one per enum value.

    ``on(day)`` is the value in force that day; before its first date, its first value (P5).
    """

    name: str
    title: str | None
    unit: str | None
    by: str | None
    values: tuple[tuple[date, Value | Mapping[str, Value]], ...]
    points_from: Origin
    basis: Basis | None = None
    note: str | None = None

    def on(self, day: date) -> Value | Mapping[str, Value]:
        current = self.values[0][1]
        for first, value in self.values:
            if first <= day:
                current = value
        return current


@record
class PrintRound:
    places: int
    mode: Rounding
