"""Units as exports call them: the roster's names and those the office accepted, as a table for a mapping.

    roster titles, aliases, codes ─┐
    aliases.yaml ──────────────────┴─► names ──► the tables of a mapping's `unit:` cells, as far as a file uses them

Only what a file holds goes into its tables, so that a file imported again is the same import until one
of *its* names means something else. A name that units bore in turn is that of the unit which bore it on
the day of the event; one that two bear on a day is nobody's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher, get_close_matches
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from kaohe.engine.intake.cell_from_mapping import ROSTER_TABLE
from kaohe.engine.intake.plan import Plan
from kaohe.engine.intake.plan_from_mapping import plan_from_mapping
from kaohe.engine.intake.source import open_tables
from kaohe.engine.intake.unreadable import UndeclaredError, UnreadableError
from kaohe.engine.intake.usual_text import usual_text
from kaohe.engine.office.folder import Alias
from kaohe.engine.privacy import is_free_text, private_kind
from kaohe.engine.roster import ALWAYS, FOREVER, Roster
from kaohe.rules.document.mapping import Column, DatedCode, MappingDocument
from kaohe.rules.vocabulary import Vocabulary

LONGEST = 12
"""Characters of a name that is shown though it is like no name of the roster; longer ones may be addresses."""
_OFFICES = re.compile(r"(街道|镇|乡|局|办|办公室|委|委员会|厅|部|处|科|股|所|站|院|中心|公司|集团|会)$")


@dataclass(frozen=True, slots=True)
class Strange:
    """A name that nobody accepted yet: the units whose names are nearest, as (name, unit)."""

    name: str
    near: tuple[tuple[str, str], ...]

    @property
    def nearest(self) -> str | None:
        """The unit whose name is nearer than any other unit's; None: two are as near, or none is near."""
        likeness = {unit: 0.0 for _, unit in self.near}
        for name, unit in self.near:
            likeness[unit] = max(likeness[unit], SequenceMatcher(None, name, self.name).ratio())
        best = max(likeness.values(), default=0.0)
        found = [unit for unit, like in likeness.items() if like == best]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Resolved:
    """``mapping`` with the names that its files use. ``strange`` are names without a unit that may be shown;
    ``hidden`` counts texts that do not look like an office and are not repeated to anybody.
    """

    mapping: MappingDocument
    strange: tuple[Strange, ...] = ()
    hidden: int = 0


Means = str | list[DatedCode]
"""The unit that a name means: one whatever the day, or one after another."""


def names_of(roster: Roster, accepted: Iterable[Alias] = ()) -> dict[str, Means]:
    """Every name that means a unit: titles, aliases, codes, accepted names.

    A name that one unit bore means it on any day: exports go on with old names, and are ahead with new
    ones. What was accepted without dates goes before the roster; what was accepted for some days counts
    on those.
    """
    borne: dict[str, list[Alias]] = defaultdict(list)
    for unit, rows in roster.units.items():
        borne[unit].append(Alias(unit, unit))
        for row in rows:
            for name in (row.attributes.get("title"), *row.aliases):
                if isinstance(name, str):
                    borne[name].append(Alias(name, unit, row.from_, row.to))
    found = {name: _means(rows, of_one_day=True) for name, rows in borne.items()}
    said: dict[str, list[Alias]] = defaultdict(list)
    for alias in accepted:
        said[alias.name].append(alias)
    for name, aliases in said.items():
        always = [one for one in aliases if not one.dated]
        found[name] = _means(always or [*borne.get(name, ()), *aliases], of_one_day=bool(always) or name in borne)
    return found


def _means(rows: Sequence[Alias], *, of_one_day: bool) -> Means:
    """``of_one_day``: where all say one unit, days do not matter."""
    units = {one.unit for one in rows}
    if of_one_day and len(units) == 1:
        return units.pop()
    ordered = sorted(rows, key=lambda one: (one.from_, one.to, one.unit))
    return [_dated(one) for one in dict.fromkeys(ordered)]


def _dated(one: Alias) -> DatedCode:
    days = {"from": one.from_, "to": one.to}
    bounded = {key: day.isoformat() for key, day in days.items() if day not in (ALWAYS, FOREVER)}
    return DatedCode.model_validate({"code": one.unit, **bounded})


def resolved(
    document: MappingDocument, vocabulary: Vocabulary, files: Sequence[Path], names: Mapping[str, Means]
) -> Resolved:
    """``document`` for an import of ``files``, its tables of units completed by ``names``.

    Where the mapping or a file is not fit for an import, that is the import's to say.
    """
    tables, names = _unit_tables(document), {usual_text(name): unit for name, unit in names.items()}
    plan, _ = plan_from_mapping(_with(document, dict.fromkeys(tables.values(), names)), vocabulary)
    if plan is None or not tables:
        return Resolved(_with(document, dict.fromkeys(tables.values(), names)))
    texts = _texts(files, plan, tables)
    # sorted: the batch of an import is named by what its tables say, whatever order a set has this time
    used = {table: {text: names[text] for text in sorted(found) if text in names} for table, found in texts.items()}
    unknown = {text for table, found in texts.items() for text in found - names.keys() - _table(document, table).keys()}
    shown = sorted(text for text in unknown if _is_office(text, names))
    strange = tuple(Strange(text, _near(text, names)) for text in shown)
    return Resolved(_with(document, used), strange, len(unknown) - len(shown))


def looks_up_names(document: MappingDocument) -> bool:
    """Whether the mapping says that names of units stand on the roster (``table: roster``), and does not list them itself."""
    return ROSTER_TABLE in _unit_tables(document).values() and ROSTER_TABLE not in document.tables


def _unit_tables(document: MappingDocument) -> dict[str, str]:
    """Column -> table, of every cell that names the unit of an event through a table."""
    cells = [cell for rule in document.events for cell in (rule.unit, *rule.fields.values()) if isinstance(cell, Column)]
    units = {str(rule.unit.table) for rule in document.events if isinstance(rule.unit, Column) and rule.unit.table}
    wanted = {ROSTER_TABLE} - document.tables.keys() | units
    return {_called(cell): str(cell.table) for cell in cells if cell.column and cell.table in wanted}


def _called(cell: Column) -> str:
    """A column's name; of several that files use, the first."""
    return str(cell.column[0] if isinstance(cell.column, list) else cell.column)


def _table(document: MappingDocument, name: str) -> Mapping[str, Means]:
    tables = {str(key): table for key, table in document.tables.items()}
    return {usual_text(str(text)): code for text, code in tables.get(name, {}).items()}


def _with(document: MappingDocument, names: Mapping[str, Mapping[str, Means]]) -> MappingDocument:
    """What the mapping itself says of a name goes before what the roster says."""
    tables = {str(name): dict(table) for name, table in document.tables.items()}
    for table, more in names.items():
        tables[table] = {**more, **tables.get(table, {})}
    return document.model_copy(update={"tables": tables})


def _texts(files: Sequence[Path], plan: Plan, tables: Mapping[str, str]) -> dict[str, set[str]]:
    """The different texts of the columns, by table."""
    found: dict[str, set[str]] = {table: set() for table in tables.values()}
    for path in files:
        try:
            for column, texts in _pieces(path, plan, tuple(tables)):
                found[tables[column]].update(map(usual_text, pc.unique(texts).drop_null().to_pylist()))
        except (UnreadableError, UndeclaredError):
            continue
    return {table: texts - plan.null for table, texts in found.items()}


def _pieces(path: Path, plan: Plan, wanted: tuple[str, ...]) -> Iterator[tuple[str, pa.Array]]:
    source = replace(plan.source, unread=plan.unread | frozenset(plan.read))
    for table in open_tables(path, source).read:
        columns = [name for name in wanted if table.columns is None or name in table.columns]
        for rows in table.rows(columns) if columns else ():
            yield from rows.cells.items()


def _is_office(text: str, names: Mapping[str, Means]) -> bool:
    """Whether a text may be repeated: it is much like a name of the roster, or short and ends as offices' names
    do; it is no address, no sentence and nobody's number.
    """
    if private_kind(text) is not None or is_free_text(text, 2 * LONGEST) or not text.isprintable():
        return False
    if get_close_matches(text, names, 1, 0.6):
        return True
    return len(text) <= LONGEST and _OFFICES.search(text) is not None


def _near(text: str, names: Mapping[str, Means]) -> tuple[tuple[str, str], ...]:
    near = ((name, names[name]) for name in get_close_matches(text, sorted(names), 3, 0.4))
    return tuple((name, unit if isinstance(unit, str) else str(unit[-1].code)) for name, unit in near)
