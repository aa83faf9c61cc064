"""Unit sheets that came back: each answer an event, each doubt a problem at its cell, and who is outstanding.

    file ──► marks (which run, which unit) ──► rows ──► answer: 认可 or 异议 with its ground ──► event

A row is found by its number alone, so rows may be sorted, left out, or typed in from paper with nothing but
number and answer. What a unit printed over is not guessed at: the row is told and waits to be cleared up.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kaohe.engine.event import Event
from kaohe.engine.event_row import event_from_row
from kaohe.engine.ledger import Entry
from kaohe.engine.office.forms import choices_of
from kaohe.engine.office.sheets import Book, Row, day_text, read_book
from kaohe.rules.place import Located, Place
from kaohe.rules.problem import Problem, problem
from kaohe.rules.value import number_from
from kaohe.rules.vocabulary import Vocabulary
from kaohe.workbench.confirming.drafts import CONFIRMED, DISPUTED, Draft, Drafts
from kaohe.workbench.confirming.numbers import Numbers, read_as

SHEET = "confirm"
"""What the hidden sheet calls a unit sheet of ours."""
TICKS = frozenset({"√", "✓", "✔", "是", "认可", "异议", "yes", "x", "1", "true"})
"""What is taken for a tick, in small letters."""
PRINTED = ("case", "at", "due", "points")
"""Printed cells that are compared with the run; the others only explain."""
GIVEN = ("agreed", "disputed", "ground", "document")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the units of a run were asked: enough to read their answers."""

    root: str
    vocabulary: Vocabulary
    timezone: str
    drafts: Mapping[str, Draft]
    """By number."""

    @property
    def grounds(self) -> Mapping[str, str]:
        """What a drop-down offers -> the code it stands for."""
        field = self.vocabulary.kinds[DISPUTED].fields["ground"]
        return dict(zip(choices_of(field), field.type.values, strict=True)) | {value: value for value in field.type.values}


@dataclass(frozen=True, slots=True)
class Answers:
    """``events`` by id. ``returned`` are the units that answered something, even if it could not be taken."""

    events: tuple[Event, ...]
    problems: tuple[Problem, ...]
    returned: frozenset[str]


@dataclass(frozen=True, slots=True)
class Answer:
    """One row's answer. ``ground`` None: confirmed."""

    unit: str
    day: str
    draft: Draft
    ground: str | None
    document: Located
    place: Place

    @property
    def said(self) -> tuple[str | None, str]:
        return (self.ground, str(self.document))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A unit sheet that was read: whose it is, of which day, and the rows below the headings."""

    path: Path
    unit: str
    day: str
    slots: Mapping[str, int]
    rows: Sequence[tuple[int, Row]]

    def cell(self, row: Row, slot: str) -> str:
        place = self.slots.get(slot)
        return row[place].strip() if place is not None and place < len(row) else ""

    @property
    def is_answered(self) -> bool:
        """Whether anything was filled in; a sheet sent back as it was is still outstanding."""
        return any(self.cell(row, slot) for _, row in self.rows for slot in GIVEN)

    def place(self, number: int, slot: str) -> Place:
        """Where a cell stands, rows and columns counted from 1."""
        return Place(str(self.path), number, self.slots.get(slot, 0) + 1, 1)

    def doubt(self, code: str, number: int, slot: str, **facts: object) -> Problem:
        """A problem at a cell, which is also named as spreadsheets name it (``E7``)."""
        column, letters = self.slots.get(slot, 0), ""
        while column >= 0:
            column, digit = divmod(column, 26)
            column, letters = column - 1, chr(ord("A") + digit) + letters
        return problem(code, self.place(number, slot), cell=f"{letters}{number}", **facts)


def read_answers(paths: Sequence[Path], asked: Asked) -> Answers:
    """The answers of all files. The same answer twice is one; of two of one day that differ, neither is taken."""
    return answers_in([(path, read_book(path)) for path in paths], asked)


def answers_in(books: Iterable[tuple[Path, Book | None]], asked: Asked) -> Answers:
    """The same of workbooks that were read already; None: what could not be read."""
    answers: list[Answer] = []
    problems: list[Problem] = []
    returned: set[str] = set()
    for path, book in books:
        sheet, flaws = _sheet(path, book, asked)
        problems += flaws
        if sheet is not None and sheet.is_answered:
            returned.add(sheet.unit)
            kept, flaws = _answers(sheet, asked)
            answers += kept
            problems += flaws
    events, flaws = _events(answers, asked)
    return Answers(events, (*problems, *flaws), frozenset(returned))


# --- a sheet ----------------------------------------------------------------------------------------


def _sheet(path: Path, book: Book | None, asked: Asked) -> tuple[Sheet | None, list[Problem]]:
    place = Place(str(path), 1, 1)
    marks = book.marks if book else {}
    if book is None or marks.get("kaohe") != SHEET or not {marks.get("cover"), marks.get("answers")} <= book.sheets.keys():
        return None, [problem("sheets.not-ours", place, name=path.name)]
    if marks.get("root") != asked.root:
        return None, [problem("sheets.other-run", place, unit=marks.get("unit", ""))]
    heads: dict[str, str] = json.loads(marks["heads"])
    rows = list(enumerate(book.sheets[marks["answers"]], 1))
    top = next((number for number, row in rows if row and row[0] == heads["number"]), None)
    if top is None:
        return None, [problem("sheets.not-ours", place, name=path.name)]
    slots = {slot: rows[top - 1][1].index(title) for slot, title in heads.items() if title in rows[top - 1][1]}
    day = _day(book.sheets[marks["cover"]], marks["day"])
    sheet = Sheet(path, marks["unit"], day, slots, rows[top:])
    undated = sheet.is_answered and not day
    return sheet, [problem("sheets.no-day", place, unit=sheet.unit, label=marks["day"])] if undated else []


def _day(rows: Sequence[Row], label: str) -> str:
    """The day that stands beside its label on the cover; empty when it was not filled in."""
    found = (row[1] for row in rows if len(row) > 1 and row[0] == label)
    return day_text(next(found, "").strip())


# --- rows -------------------------------------------------------------------------------------------


def _answers(sheet: Sheet, asked: Asked) -> tuple[list[Answer], list[Problem]]:
    answers: list[Answer] = []
    problems: list[Problem] = []
    for number, row in sheet.rows:
        if any(sheet.cell(row, slot) for slot in GIVEN):
            draft, flaws = _draft(sheet, number, row, asked)
            ground, doubts = _ground(sheet, number, row, asked)
            problems += [*flaws, *doubts]
            if draft is not None and not flaws and not doubts and sheet.day:
                place = sheet.place(number, "document")
                document = Located(sheet.cell(row, "document"), place)
                answers.append(Answer(sheet.unit, sheet.day, draft, ground, document, place))
    return answers, problems


def _draft(sheet: Sheet, number: int, row: Row, asked: Asked) -> tuple[Draft | None, list[Problem]]:
    """The entry that the row is about, unless its number is wrong or its printed cells say something else."""
    typed = read_as(sheet.cell(row, "number"))
    if Numbers(asked.root).place(typed) is None:
        return None, [sheet.doubt("sheets.wrong-number", number, "number")]
    draft = asked.drafts.get(typed)
    if draft is None or draft.entry.subject != sheet.unit:
        return None, [sheet.doubt("sheets.not-asked", number, "number", name=typed, unit=sheet.unit)]
    edited = [slot for slot in PRINTED if sheet.cell(row, slot) and not _is(sheet.cell(row, slot), slot, draft.entry)]
    return draft, [sheet.doubt("sheets.edited-cell", number, slot, name=typed) for slot in edited]


def _is(text: str, slot: str, entry: Entry) -> bool:
    """Whether a printed cell still says what was printed."""
    match slot:
        case "points":
            return number_from(text) == entry.points
        case "at" | "due":
            day = entry.at if slot == "at" else entry.due
            return day is not None and day_text(text) == day.isoformat()
    return text == (entry.case or "")


def _ground(sheet: Sheet, number: int, row: Row, asked: Asked) -> tuple[str | None, list[Problem]]:
    """The coded ground of a dispute; None for a confirmation."""
    agreed, disputed, ground = (sheet.cell(row, slot) for slot in ("agreed", "disputed", "ground"))
    for slot, text in (("agreed", agreed), ("disputed", disputed)):
        if text and text.lower() not in TICKS:
            return None, [sheet.doubt("sheets.not-a-tick", number, slot)]
    if bool(agreed) == bool(disputed) or (agreed and ground):
        return None, [sheet.doubt("sheets.no-answer", number, "agreed")]
    if agreed:
        return None, []
    if not ground:
        return None, [sheet.doubt("sheets.no-ground", number, "ground")]
    code = asked.grounds.get(ground)
    known = ", ".join(choices_of(asked.vocabulary.kinds[DISPUTED].fields["ground"]))
    return code, [] if code else [sheet.doubt("sheets.unknown-ground", number, "ground", known=known)]


# --- events -----------------------------------------------------------------------------------------


def _events(answers: Iterable[Answer], asked: Asked) -> tuple[tuple[Event, ...], list[Problem]]:
    """One event for each answer, by id; the same files read again give the same events."""
    said: dict[tuple[str, str], list[Answer]] = {}
    for answer in answers:
        said.setdefault((answer.draft.number, answer.day), []).append(answer)
    events: list[Event] = []
    problems: list[Problem] = []
    for (number, day), same in said.items():
        if len({answer.said for answer in same}) > 1:
            problems.append(problem("sheets.two-answers", *(answer.place for answer in same), name=number, day=day))
            continue
        event, flaws = event_from_row(_row(same[0], asked), asked.vocabulary, asked.timezone)
        events += [event] if event else []
        problems += flaws
    return tuple(sorted(events, key=lambda event: event.id)), problems


def _row(answer: Answer, asked: Asked) -> Mapping[str, str]:
    kind = CONFIRMED if answer.ground is None else DISPUTED
    number = answer.draft.number
    row = {
        "id": f"{kind}-{asked.root[:12]}-{number}-{answer.day}", "kind": Located(kind, answer.place), "unit": answer.unit,
        "at": Located(answer.day, answer.place), "run": asked.root, "number": number, "entry": answer.draft.entry.id,
    }  # fmt: skip
    given = {"ground": answer.ground or "", "document": answer.document} if kind == DISPUTED else {}
    return row | {name: text for name, text in given.items() if text}


# --- who is outstanding -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one unit is: entries asked about, confirmed, disputed; the rest is open."""

    unit: str
    title: str
    asked: int
    confirmed: int
    disputed: int
    returned: bool

    @property
    def open(self) -> int:
        return self.asked - self.confirmed - self.disputed


def standings(answers: Answers, drafts: Drafts) -> tuple[Standing, ...]:
    """Every unit that was asked something; of several answers about an entry the last day's counts."""
    last: dict[str, str] = {}
    for event in sorted(answers.events, key=lambda event: (event.at, event.id)):
        last[str(event.fields["number"])] = event.kind
    found = []
    for unit, own in drafts.by_unit.items():
        kinds = [last.get(draft.number) for draft in own]
        said = kinds.count(CONFIRMED), kinds.count(DISPUTED)
        found.append(Standing(unit, drafts.title(unit), len(own), *said, unit in answers.returned))
    return tuple(sorted(found, key=lambda each: each.unit))
