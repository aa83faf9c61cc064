"""What came back, for a terminal: how far each unit is, and who is outstanding."""

from __future__ import annotations

from collections.abc import Sequence

from kaohe.reports.card_text import columns
from kaohe.reports.words import Lang, say
from kaohe.workbench.confirming.answers import Standing

SHOWN = 40
"""Units listed before the rest is only counted."""


def standings_text(found: Sequence[Standing], lang: Lang) -> str:
    """The sums, then the units with open entries; those that sent nothing back first."""
    outstanding = sorted((each for each in found if each.open), key=lambda each: (each.returned, -each.open, each.unit))
    head = say(
        "us.sum", lang, units=len(found), asked=sum(each.asked for each in found), confirmed=sum(each.confirmed for each in found),
        disputed=sum(each.disputed for each in found), open=sum(each.open for each in found),
    )  # fmt: skip
    if not outstanding:
        return f"{head}\n{say('us.nobody-outstanding', lang)}"
    heads = [say(f"us.out.{key}", lang) for key in ("code", "unit", "sheet", "asked", "confirmed", "disputed", "open")]
    rows = [heads, *(_row(each, lang) for each in outstanding[:SHOWN])]
    more = [say("us.more", lang, count=len(outstanding) - SHOWN)] if len(outstanding) > SHOWN else []
    return "\n".join([head, say("us.outstanding", lang, count=len(outstanding)), *columns(rows, "lllrrrr", "  "), *more])


def _row(each: Standing, lang: Lang) -> list[str]:
    sheet = say("us.returned" if each.returned else "us.missing", lang)
    return [each.unit, each.title, sheet, *map(str, (each.asked, each.confirmed, each.disputed, each.open))]
