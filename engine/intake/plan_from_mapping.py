"""The mapping document -> ``Plan``: every name looked up, every mistake found before a row is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from kaohe.engine.event_row import Slot, Slots
from kaohe.engine.event_value import Refused
from kaohe.engine.intake.cell_from_mapping import CellMaker, columns_of
from kaohe.engine.intake.plan import Cell, Part, Plan, Rule, Test
from kaohe.engine.intake.reading_from_mapping import CANONICAL, aliases_of, sheets_of, wants_of
from kaohe.engine.intake.source import Source
from kaohe.engine.intake.table.body import Manner
from kaohe.engine.intake.table.grid import HEAD
from kaohe.engine.intake.table.heading import DEEPEST, Wanted
from kaohe.engine.intake.table.names import Names
from kaohe.engine.intake.table.open import Reading
from kaohe.engine.intake.text_stream import is_encoding
from kaohe.engine.intake.usual_text import usual_text
from kaohe.engine.privacy import person_word
from kaohe.rules.clock import Zone, zone
from kaohe.rules.document.mapping import Column, EventRule, FileShape, MappingDocument, When
from kaohe.rules.nearest import nearest
from kaohe.rules.place import Place, place_of
from kaohe.rules.problem import Problem, problem
from kaohe.rules.vocabulary import HEADERS, Kind, Vocabulary

_NAMED_SEPARATORS = {"tab": "\t", "\\t": "\t"}


def plan_from_mapping(document: MappingDocument, vocabulary: Vocabulary) -> tuple[Plan | None, tuple[Problem, ...]]:
    """The plan of ``document`` for events of ``vocabulary``; None when something is wrong with it."""
    here = zone(str(document.timezone))
    check = _Check(document, vocabulary, here)
    rules = tuple(check.rules())
    read = check.read(rules)
    check.columns(read)
    source = check.source(read, rules)
    if check.problems or here is None:
        return None, tuple(check.problems)
    plan = Plan(
        name=str(document.mapping),
        vocabulary=vocabulary,
        slots=Slots(vocabulary, here, foreign=True),
        rules=rules,
        read=read,
        unread=frozenset(map(str, document.discard)),
        repeats=tuple(map(check.make.column, document.repeats)),
        null=frozenset(map(usual_text, document.file.null)) | {""},
        source=source,
        sha256=sha256(document.model_dump_json().encode()).hexdigest(),
        optional=frozenset(map(check.make.column, document.optional)),
        snapshot=document.mode == "snapshot",
        part=document.shows == "part",
    )
    return plan, ()


def canonical_plan(vocabulary: Vocabulary, here: Zone) -> Plan:
    """Rows that are events of ``vocabulary`` already, times without offset local to ``here``."""
    fields = (field for kind in vocabulary.kinds.values() for field in kind.fields)
    names = tuple(dict.fromkeys((*HEADERS, *fields)))
    cells = {name: Cell(name, (Part(name),)) for name in names}
    rule = Rule((), None, cells.pop("kind"), cells)
    return Plan(
        "", vocabulary, Slots(vocabulary, here), (rule,), names, frozenset(), (), frozenset({""}), CANONICAL, "", canonical=True
    )


class _Check:
    """The mistakes of one mapping, while its rules are made."""

    def __init__(self, document: MappingDocument, vocabulary: Vocabulary, here: Zone | None) -> None:
        self.document, self.vocabulary = document, vocabulary
        self.problems: list[Problem] = []
        if here is None:
            self.refuse("intake.mapping-timezone", document.timezone, timezone=document.timezone)
        if str(document.vocabulary) != vocabulary.name:
            self.refuse(
                "intake.mapping-vocabulary", document.vocabulary, found=document.vocabulary, wanted=vocabulary.name
            )
        if not document.events:
            self.refuse("intake.mapping-empty", document.mapping, mapping=document.mapping)
        # Another zone only decides how days turn into instants, which no check looks at.
        self.slots = Slots(vocabulary, here or _utc(), foreign=True)
        self.aliases = aliases_of(document.events)
        self.make = CellMaker(document.tables, dict(self.aliases), self.refuse)

    def refuse(self, code: str, at: object, /, **facts: object) -> None:
        place = place_of(at)
        self.problems.append(problem(code, place if place.file else self._start(), **facts))

    def _start(self) -> Place:
        return place_of(self.document.mapping)

    # --- rules ----------------------------------------------------------------------------------

    def rules(self) -> Iterator[Rule]:
        for rule in self.document.events:
            kind, kind_cell = self._kind(rule)
            if kind is not None or kind_cell is not None:
                name = None if kind is None else kind.name
                yield Rule(tuple(self._tests(rule.when)), name, kind_cell, self._cells(rule, kind))

    def _kind(self, rule: EventRule) -> tuple[Kind | None, Cell | None]:
        if isinstance(rule.kind, Column):
            return None, self.make.cell("kind", rule.kind, "code")
        kind = self.vocabulary.kinds.get(str(rule.kind))
        if kind is None:
            near = nearest(str(rule.kind), self.vocabulary.kinds)
            self.refuse("intake.mapping-kind", rule.kind, kind=rule.kind, vocabulary=self.vocabulary.name, near=near)
        return kind, None

    def _cells(self, rule: EventRule, kind: Kind | None) -> dict[str, Cell]:
        """The cells by slot. With a kind that a column tells, slots of all kinds are known."""
        kinds = [kind] if kind is not None else list(self.vocabulary.kinds.values())
        slots = {name: slot for one in reversed(kinds) for name, slot in self.slots.of(one).items()}
        cells = {}
        for name, given in _given(rule):
            slot = slots.get(name)
            if slot is None:
                self._unknown(name, kind, slots)
                continue
            whole_day = slot.storage == "moment" and all(one.at != "instant" for one in kinds)
            cell = self.make.cell(name, given, slot.storage, whole_day=whole_day)
            if cell is not None:
                cells[name] = cell
                self._check_constant(cell, slot, given)
        if kind is not None:
            self._check_required(rule, kind)
        if self.document.mode == "snapshot":
            self._check_snapshot(rule)
        return cells

    def _check_snapshot(self, rule: EventRule) -> None:
        """What corrects what, and when it was known, is worked out from one snapshot to the next."""
        for name in ("recorded_at", "amends", "voids"):
            given = getattr(rule, name)
            if given is not None:
                self.refuse("intake.mapping-snapshot", given if isinstance(given, str) else rule.kind, field=name)

    def _unknown(self, name: str, kind: Kind | None, slots: Mapping[str, Slot]) -> None:
        of = kind.name if kind is not None else self.vocabulary.name
        self.refuse("intake.mapping-field", name, field=name, kind=of, near=nearest(name, slots))

    def _check_constant(self, cell: Cell, slot: Slot, given: str | Column) -> None:
        """A text that stands in the mapping itself is read now, not once for every row."""
        fixed = [part.text for part in cell.parts if part.text is not None] if len(cell.parts) == 1 else []
        for text in (*fixed, *([cell.default] if cell.default is not None else [])):
            turned = cell.turned(usual_text(text) if text else text)
            found = slot.read(turned) if isinstance(turned, str) else turned
            if isinstance(found, Refused):
                at = (given.value or given.default) if isinstance(given, Column) else given
                self.refuse("intake.mapping-constant", at, column=slot.name, why=found.code)

    def _check_required(self, rule: EventRule, kind: Kind) -> None:
        given = {name for name, _ in _given(rule)}
        for name, slot in self.slots.of(kind).items():
            waived = "voids" in given and name != "at"
            if slot.required and name not in ("id", *given) and not waived:
                self.refuse("intake.mapping-missing", rule.kind, field=name, kind=kind.name)

    # --- columns and file -----------------------------------------------------------------------

    def read(self, rules: Iterable[Rule]) -> tuple[str, ...]:
        """Every column that a cell, a test or ``repeats`` names, in the order met."""
        found: list[str] = []
        for rule in rules:
            found += [test.column for test in rule.tests]
            cells = [*rule.cells.values(), *((rule.kind_cell,) if rule.kind_cell else ())]
            found += [column for cell in cells for column in columns_of(cell)]
        return tuple(dict.fromkeys((*found, *map(self.make.column, self.document.repeats))))

    def columns(self, read: Sequence[str]) -> None:
        """Nothing is both read and discarded, or known by two names; nothing that is read points at a person."""
        discarded = {str(column): column for column in self.document.discard}
        for column in (*read, *(name for name, _ in self.aliases)):
            if column in discarded:
                self.refuse("intake.mapping-column-twice", discarded[column], column=column)
            word = person_word(column, self.vocabulary.forbidden_headers)
            if word is not None:
                self.refuse("intake.person-column", column, column=column, word=word)
        names = dict(self.aliases)
        for name, known in self.aliases:
            if names[name] != known or name in names.values():
                self.refuse("intake.mapping-name-twice", name, column=name)
        file = self.document.file
        for named in (*self.document.optional, *file.fill_down, *(file.header.find if file.header else ())):
            if self.make.column(named) not in (*read, *discarded):
                near = nearest(str(named), read)
                self.refuse("intake.mapping-no-column", named, column=named, near=near)

    def source(self, read: Sequence[str], rules: Iterable[Rule]) -> Source:
        """How files are read."""
        file = self.document.file
        encoding = None if file.encoding is None else str(file.encoding)
        if encoding is not None and not is_encoding(encoding):
            self.refuse("intake.mapping-encoding", file.encoding, encoding=encoding)
        separator = None if file.separator is None else _NAMED_SEPARATORS.get(str(file.separator), str(file.separator))
        if separator is not None and (len(separator) != 1 or separator in '"\r\n'):
            self.refuse("intake.mapping-separator", file.separator, separator=separator)
        names = Names.of((*read, *map(str, self.document.discard)), self.aliases, self.vocabulary.forbidden_headers)
        find = tuple(map(str, file.header.find)) if file.header else ()
        reading = Reading(
            Wanted(names, self._header_rows(file), find),
            Manner(wants_of(rules, self.slots), tuple(map(self.make.column, file.fill_down)), tuple(map(str, file.skip_rows))),
            sheets_of(file), encoding, separator,
        )  # fmt: skip
        return Source(reading, file.format, frozenset(map(str, self.document.discard)))

    def _header_rows(self, file: FileShape) -> tuple[int, int] | None:
        """The first and the last row of the heading, where they are declared."""
        given = file.header.rows if file.header and file.header.rows is not None else file.header_row
        if given is None:
            return None
        rows = sorted([given] if isinstance(given, int) else given) or [0]
        if rows[0] < 1 or rows[-1] - rows[0] >= DEEPEST or rows[-1] > HEAD:
            self.refuse("intake.mapping-header-row", self.document.mapping, row=rows[0], most=DEEPEST, last=HEAD)
        return rows[0], rows[-1]

    def _tests(self, when: When) -> Iterator[Test]:
        column = self.make.column
        yield from (Test(column(name), "filled") for name in when.filled)
        yield from (Test(column(name), "empty") for name in when.empty)
        for name, wanted in when.equals.items():
            yield Test(column(name), "equals", _texts(wanted))
        for name, wanted in when.differs.items():
            yield Test(column(name), "differs", _texts(wanted))


def _utc() -> Zone:
    found = zone("UTC")
    assert found is not None
    return found


def _given(rule: EventRule) -> Iterator[tuple[str, str | Column]]:
    """Each slot that the rule fills, with what it is filled from."""
    for name in HEADERS:
        given = None if name == "kind" else getattr(rule, name)
        if given is not None:
            yield name, given
    yield from rule.fields.items()


def _texts(wanted: str | list[str]) -> frozenset[str]:
    return frozenset(map(usual_text, [wanted] if isinstance(wanted, str) else wanted))
