"""A mapping drafted from a look at a file: what titles of the vocabulary suggest, and what is left to decide.

Nothing is guessed that changes an event: a column is proposed where its name is like a title and its values
are of the type; what nobody can know from a file is a question. Of values only those are written that the
vocabulary itself names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from kaohe.engine.intake.table.names import LEVELS, name_key
from kaohe.engine.privacy import painted_over
from kaohe.rules.vocabulary import Field, Kind, Vocabulary
from kaohe.workbench.files.look import ColumnLook, FileLook, SheetLook
from kaohe.workbench.files.profile import Profile

Why = Literal["person", "private", "words", "serial", "unknown"]
"""Why a column is discarded; ``unknown``: nobody knows yet whether it is needed."""
Shows = Literal["all", "part", "records"]
"""What each export shows: how all cases stand, how some do (those of the month), or records, a row for each."""
_LIKE = 0.67
_SURE = 0.9
"""So alike are a name and a title that the column need not hold anything yet."""
_CASE = ("编号", "信访号", "事项号", "案号", "件号", "流水号", "case", "id")
_SERIAL = ("序号", "序", "行号", "no")
_UNIT = ("责任单位", "承办单位", "办理单位", "单位", "部门", "机关", "unit", "office", "agency")
_OF_DAYS = ("日期", "时间", "时刻", "日", "date", "time", "at")


@dataclass(frozen=True, slots=True)
class FieldDraft:
    """A field of an event: its column, or its constant ``value``; neither: it is needed, and a question."""

    field: Field
    column: str | None = None
    value: str | None = None
    table: str | None = None


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """An event that a row may become. ``case`` and ``unit`` None: not found; ``sometimes``: not in every row.
    ``by_name``: the column of units holds names, which the roster knows.
    """

    kind: Kind
    at: str
    case: str | None
    unit: str | None
    sometimes: bool
    fields: tuple[FieldDraft, ...]
    by_name: bool = False

    @property
    def lacks_unit(self) -> bool:
        about = self.kind.about[0] == "unit" or ("unit" in self.kind.fields and self.kind.fields["unit"].required)
        return about and self.unit is None

    @property
    def lacks_case(self) -> bool:
        return self.kind.about[0] == "case" and self.case is None


@dataclass(frozen=True, slots=True)
class TableDraft:
    """Texts of ``column`` to codes, as the vocabulary names them; ``others`` texts of the file are in none
    (None: there are too many to tell).
    """

    name: str
    column: str
    codes: tuple[tuple[str, str], ...]
    others: int | None


@dataclass(frozen=True, slots=True)
class Draft:
    """``sheets`` are to be named where the file has several tables; ``nameless`` columns hold something and
    have no name that a mapping could use, by number. ``cases`` are columns that may be that of case numbers,
    where several may. ``shows`` is a guess until ``told``; ``once``: no case stands in two rows.
    """

    source: str
    vocabulary: Vocabulary
    sheets: tuple[str, ...]
    columns: tuple[str, ...]
    discard: tuple[tuple[str, Why, str], ...]
    tables: tuple[TableDraft, ...]
    rules: tuple[RuleDraft, ...]
    nameless: tuple[int, ...]
    cases: tuple[str, ...] = ()
    shows: Shows = "records"
    told: bool = False
    once: bool = False

    @property
    def left(self) -> int:
        """How many decisions are left to a person."""
        fields = sum(one.column is None and one.value is None for rule in self.rules for one in rule.fields)
        cases = sum(rule.lacks_case for rule in self.rules)
        units = sum(rule.lacks_unit for rule in self.rules)
        unknown = sum(why == "unknown" for _, why, _ in self.discard)
        others = sum(table.others != 0 for table in self.tables)
        return fields + cases + units + unknown + others + len(self.nameless) + (not self.rules) + (not self.told) + bool(self.cases)


def known_titles(vocabulary: Vocabulary) -> frozenset[str]:
    """What columns may be called because the vocabulary has such a title, by ``name_key``."""
    kinds = vocabulary.kinds.values()
    titles = [*_UNIT, *(f"{kind.title}{end}" for kind in kinds for end in ("", *_OF_DAYS))]
    titles += [field.title for kind in kinds for field in kind.fields.values()]
    return frozenset(map(name_key, titles))


def drafted(look: FileLook, vocabulary: Vocabulary) -> Draft | None:
    """The draft for the file's largest table; None when none has a heading."""
    tables = [sheet for sheet in look.sheets if sheet.heading is not None and not sheet.hidden]
    if not tables:
        return None
    main = max(tables, key=lambda sheet: sheet.rows)
    alike = [sheet for sheet in tables if _names(sheet) == _names(main)]
    sheets = tuple(sheet.sheet for sheet in alike) if len(look.sheets) > 1 else ()
    return _Drafting(main, vocabulary).draft(painted_over(look.path.name), sheets)


def _names(sheet: SheetLook) -> tuple[str, ...]:
    return tuple(column.name for column in sheet.columns)


class _Drafting:
    """A draft while it is made."""

    def __init__(self, sheet: SheetLook, vocabulary: Vocabulary) -> None:
        self._sheet, self._vocabulary = sheet, vocabulary
        self._read = [one for one in sheet.columns if one.judged == "read" and one.named]
        self._of = {one.name: one.profile for one in self._read if one.profile is not None}
        self._tables: dict[str, TableDraft] = {}

    def draft(self, source: str, sheets: tuple[str, ...]) -> Draft:
        rules, cases = tuple(self._rules()), self._cases()
        once = any(self._differs(rule.case) for rule in rules if rule.case)
        used = {name for rule in rules for name in _used(rule)}
        return Draft(
            source=source,
            vocabulary=self._vocabulary,
            sheets=sheets,
            columns=tuple(self._of),
            discard=tuple(self._discarded(used)),
            tables=tuple(self._tables.values()),
            rules=rules,
            nameless=tuple(one.number for one in self._sheet.columns if not one.named),
            cases=tuple(cases) if len(cases) > 1 else (),
            shows="all" if once and len(rules) > 1 else "records",
            once=once,
        )

    def _rules(self) -> Iterator[RuleDraft]:
        days = self._days()
        case, taken = self._case(), set(days.values())
        for kind in self._vocabulary.kinds.values():
            if kind.name in days:
                at = days[kind.name]
                fields = tuple(self._fields(kind, taken | {case or ""}))
                sometimes = kind.name != self._vocabulary.opens or self._of[at].filled < self._of[at].rows
                about = case if "case" in kind.about else None
                unit = self._unit(kind)
                yield RuleDraft(kind, at, about, unit, sometimes, fields, unit is not None and self._is_named(unit))

    def _days(self) -> dict[str, str]:
        """Kind -> the column that says when it happened, the likest pairs first, each column once."""
        dated = [name for name, profile in self._of.items() if profile.seems in ("day", "time", "empty")]
        pairs = [
            (like, kind.place, kind.name, name)
            for kind in self._vocabulary.kinds.values()
            if kind.role is None
            for name in dated
            if (like := _day_likeness(name, kind)) >= (_LIKE if self._of[name].filled else _SURE)
        ]
        found: dict[str, str] = {}
        for _, _, kind_name, name in sorted(pairs, key=lambda one: (-one[0], one[1])):
            if kind_name not in found and name not in found.values():
                found[kind_name] = name
        return found

    def _case(self) -> str | None:
        """The column of case numbers that is likeliest."""
        return next(iter(self._cases()), None)

    def _cases(self) -> list[str]:
        """The columns that may be that of case numbers, the likeliest first: names say so, and values that differ."""
        named = [
            (self._of[name].seems == "id", self._of[name].filled, -place, name)
            for place, name in enumerate(self._of)
            if self._of[name].seems in ("id", "code") and not _is_one_of(name, _SERIAL) and _ends_with(name, _CASE)
        ]
        return [name for _, _, _, name in sorted(named, reverse=True)]

    def _differs(self, name: str) -> bool:
        """Whether no value of the column stands in two rows."""
        profile = self._of[name]
        return profile.filled > 0 and (profile.many or profile.distinct == profile.filled)

    def _is_named(self, name: str) -> bool:
        """Whether a column of units holds their names rather than codes."""
        return any("#" in shape for shape, _ in self._of[name].shapes)

    def _unit(self, kind: Kind) -> str | None:
        field = kind.fields.get("unit")
        if field is None and "unit" not in kind.about:
            return None
        titles = [field.title] if field else []
        needed = "unit" in kind.about or (field is not None and field.required)
        like = [(max(likeness(name, title) for title in (*titles, *(_UNIT if needed else ()))), name) for name in self._units()]
        best = max(like, default=(0.0, ""))
        return best[1] if best[0] >= (_LIKE if needed else 0.8) else None

    def _units(self) -> list[str]:
        return [name for name, profile in self._of.items() if profile.seems in ("code", "id")]

    def _fields(self, kind: Kind, taken: set[str]) -> Iterator[FieldDraft]:
        for field in kind.fields.values():
            if field.name in ("unit", "case", "leader"):
                continue
            column = self._column_of(field, taken)
            if column is not None:
                yield FieldDraft(field, column, table=self._table(kind, field, column))
            elif field.required:
                yield FieldDraft(field)

    def _column_of(self, field: Field, taken: set[str]) -> str | None:
        fits = [(name, profile) for name, profile in self._of.items() if name not in taken and (_fits(field, profile) or _told(field, profile) or _is_titled(name, field, profile))]
        like = [(max(likeness(name, field.title), _told(field, profile)), name) for name, profile in fits]
        best = max(like, default=(0.0, ""))
        return best[1] if best[0] >= _LIKE else None

    def _table(self, kind: Kind, field: Field, column: str) -> str | None:
        """The table that turns a column's texts into codes of an enum."""
        if field.type.name != "enum":
            return None
        named = self._tables.get(field.name)
        codes = tuple((title, code) for code, title in field.titles.items())
        name = field.name if named is None or (named.column, named.codes) == (column, codes) else f"{kind.name}_{field.name}"
        few, filled = self._of[column].few, self._of[column].filled
        others = len(few - {text for text, _ in codes} - {code for _, code in codes}) if few or not filled else None
        self._tables[name] = TableDraft(name, column, codes, others)
        return name

    def _discarded(self, used: set[str]) -> Iterator[tuple[str, Why, str]]:
        for column in self._sheet.columns:
            if column.named and column.name not in used:
                yield column.name, _why(column), column.told


def _used(rule: RuleDraft) -> Iterator[str]:
    yield from filter(None, (rule.at, rule.case, rule.unit, *(one.column for one in rule.fields)))


def _why(column: ColumnLook) -> Why:
    if column.judged != "read":
        return column.judged
    return "serial" if _is_one_of(column.name, _SERIAL) else "unknown"


def _day_likeness(name: str, kind: Kind) -> float:
    """How alike a column of days and a kind are; that both are days says nothing."""
    key = name_key(name.rpartition(LEVELS)[2])
    end = next((end for end in _OF_DAYS if key.endswith(end) and key != end), "")
    stem = key.removesuffix(end).rstrip("_-")
    return max(likeness(stem, kind.title), likeness(stem, kind.name))


def _fits(field: Field, profile: Profile) -> bool:
    """Whether values that look so could be those of the field."""
    wanted = {
        "number": ("number",), "bool": ("flag", "code"), "date": ("day", "time"), "instant": ("day", "time"), "enum": ("code", "flag", "number"),
    }  # fmt: skip
    return profile.seems in wanted.get(field.type.name, ("id", "code", "number"))


def _told(field: Field, profile: Profile) -> float:
    """How sure the values are: several texts of a column that are all titles of an enum leave little doubt, or a long one."""
    named = profile.few & {*field.titles, *field.titles.values()}
    return 0.95 if named == profile.few and (len(named) > 1 or any(len(text) > 3 for text in named)) else 0.0


def _is_titled(name: str, field: Field, profile: Profile) -> bool:
    """Whether a column is called as the field is: then it may be empty yet, or hold few values that differ."""
    enum = field.type.name == "enum" and profile.seems == "id" and bool(profile.few)
    return likeness(name, field.title) >= _SURE and (enum or not profile.filled)


def likeness(name: str, title: str) -> float:
    """How alike a column's name (its lowest part counts) and a title are, from 0 to 1."""
    a, b = name_key(name.rpartition(LEVELS)[2]), name_key(title)
    if not a or not b:
        return 0.0
    share = SequenceMatcher(None, a, b, autojunk=False).ratio()
    if len(a) > 2 and sorted(a) == sorted(b):  # 延期批准, 批准延期
        share = max(share, 0.9)
    within = min(len(a), len(b)) > 1 and (a in b or b in a)
    return max(share, 0.7) if within else share


def _is_one_of(name: str, words: Sequence[str]) -> bool:
    return name_key(name.rpartition(LEVELS)[2]) in words


def _ends_with(name: str, words: Sequence[str]) -> bool:
    return name_key(name).endswith(tuple(words))


def with_case(draft: Draft, column: str) -> Draft:
    """The draft with the column of case numbers decided."""
    was = next((rule.case for rule in draft.rules if rule.case), column)
    rules = tuple(replace(rule, case=column) if "case" in rule.kind.about else rule for rule in draft.rules)
    kept = tuple(one for one in draft.discard if one[0] != column)
    freed: tuple[tuple[str, Why, str], ...] = () if was == column else ((was, "unknown", ""),)
    return replace(draft, rules=rules, discard=(*kept, *freed), cases=())


def with_shows(draft: Draft, shows: Shows) -> Draft:
    """The draft with what each export shows decided."""
    return replace(draft, shows=shows, told=True)


def with_value(draft: Draft, rule: int, field: str, value: str) -> Draft:
    """The draft with a constant for a field that no column has."""
    fields = tuple(replace(one, value=value) if one.field.name == field else one for one in draft.rules[rule].fields)
    rules = tuple(replace(one, fields=fields) if place == rule else one for place, one in enumerate(draft.rules))
    return replace(draft, rules=rules)


def without_question(draft: Draft, column: str) -> Draft:
    """The draft with a column that somebody decided to discard."""
    return replace(draft, discard=tuple((name, "serial" if name == column else why, told) for name, why, told in draft.discard))
