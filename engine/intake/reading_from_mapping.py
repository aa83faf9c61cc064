"""What a mapping says about files, beside its events: other names of columns, sheets, what numbers mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kaohe.engine.event_row import Slots
from kaohe.engine.intake.cell_from_mapping import columns_of, names_of
from kaohe.engine.intake.plan import Cell, Rule
from kaohe.engine.intake.source import Source
from kaohe.engine.intake.table.body import Manner
from kaohe.engine.intake.table.cell_text import Want
from kaohe.engine.intake.table.heading import Wanted
from kaohe.engine.intake.table.names import Names
from kaohe.engine.intake.table.open import Reading
from kaohe.rules.document.mapping import Column, EventRule, FileShape

CANONICAL = Source(Reading(Wanted(Names({}, {})), Manner({}), canonical=True))
"""How files of events are read: as they stand."""
_DAYS = ("moment", "instant", "date")


def aliases_of(rules: Iterable[EventRule]) -> tuple[tuple[str, str], ...]:
    """(another name, the name) of every column that is given several."""
    return tuple(
        dict.fromkeys(
            (other, names[0])
            for rule in rules
            for given in _columns(rule)
            if (names := names_of(given))
            for other in names[1:]
        )
    )


def _columns(rule: EventRule) -> Iterator[Column]:
    headers = (rule.kind, rule.id, rule.at, rule.recorded_at, rule.seq, rule.case, rule.unit, rule.leader, rule.amends, rule.voids)
    yield from (one for one in (*headers, *rule.fields.values()) if isinstance(one, Column))


def sheets_of(file: FileShape) -> tuple[str, ...]:
    """The sheets that the mapping names, as names or patterns."""
    if file.sheet is None:
        return ()
    return (str(file.sheet),) if isinstance(file.sheet, str) else tuple(map(str, file.sheet))


def wants_of(rules: Iterable[Rule], slots: Slots) -> dict[str, Want]:
    """What a number in a column means: that of a day where a day is read, a percentage where one is declared."""
    found: dict[str, Want] = {}
    for rule in rules:
        kinds = [slots.vocabulary.kinds[rule.kind]] if rule.kind else slots.vocabulary.kinds.values()
        storages = {name: slot.storage for kind in kinds for name, slot in slots.of(kind).items()}
        for name, cell in rule.cells.items():
            want: Want | None = "day" if storages[name] in _DAYS else "percent" if _is_percent(cell) else None
            if want is not None and cell.table is None:
                found |= dict.fromkeys(columns_of(cell), want)
    return found


def _is_percent(cell: Cell) -> bool:
    """Whether the declared format takes nothing but percentages."""
    return cell.turn is not None and isinstance(cell.turn("1%"), str) and not isinstance(cell.turn("1"), str)
