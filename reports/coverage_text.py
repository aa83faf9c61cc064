"""Who reported what in which month, as strips of one mark for each month (P34)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kaohe.engine.ledger import Coverage
from kaohe.reports.words import Lang, say
from kaohe.rules.policy import Policy

MARKS = {"reported": "■", "zero_reported": "○", "silent": "·"}
SHOWN = 15
"""Strips shown before the rest is only counted."""

Strips = Mapping[tuple[str, str], Sequence[Coverage]]
"""(subject, kind) -> its months in order."""


def silence_text(rows: Sequence[Coverage], policy: Policy, lang: Lang) -> str:
    """The strips with a silent month, the most silent first; empty when nobody was silent."""
    strips = _strips(rows)
    silent = {key: strip for key, strip in strips.items() if any(row.status == "silent" for row in strip)}
    if not silent:
        return ""
    ordered = sorted(silent, key=lambda key: (-sum(row.status == "silent" for row in silent[key]), key))
    shown = {key: silent[key] for key in ordered[:SHOWN]}
    lines = [_head("coverage.silent", rows, lang), *_lines(shown, _months(rows), policy)]
    if len(ordered) > SHOWN:
        lines.append("  " + say("coverage.more", lang, count=len(ordered) - SHOWN))
    return "\n".join(lines)


def own_coverage_text(rows: Sequence[Coverage], subject: str, policy: Policy, lang: Lang) -> str:
    """All strips of one subject; empty when nothing is expected of it."""
    own = [row for row in rows if row.subject == subject]
    if not own:
        return ""
    return "\n".join([_head("coverage.own", own, lang), *_lines(_strips(own), _months(own), policy, own=True)])


def _strips(rows: Sequence[Coverage]) -> dict[tuple[str, str], list[Coverage]]:
    found: dict[tuple[str, str], list[Coverage]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.subject, row.kind, row.month)):
        found[row.subject, row.kind].append(row)
    return dict(found)


def _months(rows: Sequence[Coverage]) -> list[str]:
    return sorted({row.month for row in rows})


def _head(key: str, rows: Sequence[Coverage], lang: Lang) -> str:
    months = _months(rows)
    return say(key, lang, first=months[0], last=months[-1], **MARKS)


def _lines(strips: Strips, months: Sequence[str], policy: Policy, *, own: bool = False) -> Iterator[str]:
    cells = []
    for (subject, kind), strip in strips.items():
        marks = {row.month: MARKS[row.status] for row in strip}
        title = policy.vocabulary.kinds[kind].title
        cells.append([*(() if own else (subject,)), title, "".join(marks.get(month, " ") for month in months)])
    from kaohe.reports.card_text import columns  # what a run shows when nobody was silent wants no cards

    yield from columns(cells, "ll" if own else "lll", "  ")
