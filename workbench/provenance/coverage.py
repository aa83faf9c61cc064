"""Each text and what became of it: by rows, and sentence by sentence where the text is at hand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kaohe.workbench.provenance.quotes import Quotation, without_blanks
from kaohe.workbench.provenance.rows import Fate, Row, Rows, expected

Use = Literal["scored", "not_scored", "never", "unaccounted"]
USES: tuple[Use, ...] = ("scored", "not_scored", "never", "unaccounted")
_SENTENCE = re.compile(r"[^。；;！？!?]+[。；;！？!?]*")
_GAP = re.compile(r"…+|\.{3,}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences by what became of them; one that is quoted several times counts in the first of ``USES``."""

    number: int
    counts: Mapping[Use, int]
    loose: tuple[int, ...]
    """Which sentences (from 1) nothing is said of. Their words stay in the text: it names people."""


@dataclass(frozen=True, slots=True)
class Covered:
    """One text. ``missing``: rows its inventory promises and no table has. ``paragraphs`` None: the text
    is not at hand.
    """

    policy: str
    file: str
    rows: tuple[Row, ...]
    missing: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...] | None

    def count(self, fate: Fate) -> int:
        return sum(row.fate == fate for row in self.rows)

    @property
    def sentences(self) -> Mapping[Use, int]:
        whole: Counter[Use] = Counter()
        for paragraph in self.paragraphs or ():
            whole.update(paragraph.counts)
        return whole


def coverage(rows: Rows, files: Mapping[str, str], quotes: Sequence[Quotation], texts: Mapping[str, str]) -> tuple[Covered, ...]:
    """The texts in the order of the table. ``files``: policy -> its text's file; ``quotes`` of every policy."""
    there = {row for table in rows.tables.values() for row in table}
    missing = [row for row in expected(rows.inventory) if row not in there]
    return tuple(
        Covered(
            name, files[name], tuple(table.values()),
            tuple(row for row in missing if row.split("-")[0] in {each.prefix for each in table.values()}),
            _paragraphs(texts[files[name]], _used(rows, files[name], quotes)) if files[name] in texts else None,
        )
        for name, table in rows.tables.items()
    )  # fmt: skip


def _used(rows: Rows, file: str, quotes: Iterable[Quotation]) -> tuple[tuple[str, Use], ...]:
    """The quotations from one text, each with what it says became of its passage."""
    fates: dict[tuple[str, str], Use] = {(name, row.id): row.fate for name, table in rows.tables.items() for row in table.values()}
    return tuple((one.quote, fates.get((one.policy, one.holder), "scored")) for one in quotes if one.file == file)


def _paragraphs(text: str, used: Sequence[tuple[str, Use]]) -> tuple[Paragraph, ...]:
    """The paragraphs that say something, numbered from 1 in the order of the text."""
    lines = [bare for bare in (without_blanks(line) for line in text.splitlines()) if bare]
    stretches = [(place, use) for quote, use in used for place in _places(quote, "".join(lines))]
    made, start = [], 0
    for number, line in enumerate(lines, start=1):
        made.append(_paragraph(number, line, start, stretches))
        start += len(line)
    return tuple(made)


def _places(quote: str, text: str) -> Iterable[range]:
    """Where the parts of a quotation stand."""
    at = 0
    for part in filter(None, _GAP.split(without_blanks(quote))):
        found = text.find(part, at)
        if found < 0:
            return
        yield range(found, found + len(part))
        at = found + len(part)


def _paragraph(number: int, line: str, start: int, stretches: Sequence[tuple[range, Use]]) -> Paragraph:
    counts: Counter[Use] = Counter()
    loose = []
    for place, found in enumerate(_SENTENCE.finditer(line), start=1):
        here = range(start + found.start(), start + found.end())
        uses = {use for there, use in stretches if there.start < here.stop and here.start < there.stop}
        use: Use = next((one for one in USES if one in uses), "unaccounted")
        counts[use] += 1
        if use == "unaccounted":
            loose.append(place)
    return Paragraph(number, counts, tuple(loose))
