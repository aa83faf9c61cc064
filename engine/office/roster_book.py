"""The roster as a workbook: a template to fill in, and the filled one as the document it stands for.

    roster.xlsx --one line of YAML for each row--> the same checks as roster.yaml

Each line says at its end which row of which sheet it is, and in which columns its values stand: so a problem at a
place of it is one of a cell (``cell_of``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal, TypeVar

from kaohe.engine.office.book_writer import Column, Sheet, write_book
from kaohe.engine.office.sheets import BOOKS, Book, Row, day_text, read_book
from kaohe.rules.document.load import load
from kaohe.rules.document.roster import PostRow, RosterDocument, UnitRow
from kaohe.rules.document.shape import Shape
from kaohe.rules.library import load_roster_document
from kaohe.rules.place import Place
from kaohe.rules.problem import Problem, problem
from kaohe.rules.vocabulary import Field, Vocabulary

Lang = Literal["zh", "en"]
T = TypeVar("T")
_PARTS: tuple[tuple[str, type[Shape], str, str], ...] = (
    ("units", UnitRow, "单位", "units"),
    ("leaders", PostRow, "任职", "posts"),
)
_ABOUT = {
    "units": (
        "一行是一个单位的一段时期。更名：同一代码写两行，日期相接。撤并：写“止”和“并入”。别名之间用 ; 隔开。",
        "A row is a stretch of a unit's life. A new name: two rows of one code. A merger: `to` and `merged_into`. Aliases: `a; b`.",
    ),
    "leaders": (
        "一行是一段任职，写代码和职务名称，不写姓名。空缺：不写行。代理：填“是”。一人两职写两行，先写主要的。",
        "A row is a tenure: codes and role titles, never names. A vacancy: no row. Two posts: two rows, the main one first.",
    ),
}
_DAYS, _FLAGS, _LISTS, _NUMBERS = {"from", "to"}, {"acting"}, {"aliases"}, {"population"}
_REQUIRED = {"id", "title", "leader", "unit", "post"}
_YES = {"是": "true", "否": "false", "√": "true", "yes": "true", "no": "false"}


# --- a template -----------------------------------------------------------------------------------


def write_template(path: Path, vocabulary: Vocabulary | None, lang: Lang) -> None:
    """An empty roster to fill in; with a vocabulary its attributes and posts are there too.

    ``FileExistsError``: something stands at ``path``.
    """
    if path.exists():
        raise FileExistsError(path)
    sheets = tuple(_sheet(part, vocabulary, lang) for part in _PARTS)
    wrong = ("请从下拉列表中选，或按 2021-03-01 写日期", "Choose from the list, or write the day as 2021-03-01")
    write_book(path, sheets, {"kaohe": "roster"}, _in(lang, wrong))


def _sheet(part: tuple[str, type[Shape], str, str], vocabulary: Vocabulary | None, lang: Lang) -> Sheet:
    name, shape, zh, en = part
    built_in = (_column(*one, vocabulary, lang) for one in _keys(shape))
    declared = (_declared(one, lang) for one in _attributes(name, vocabulary).values())
    return Sheet(_in(lang, (zh, en)), _in(lang, _ABOUT[name]), (*built_in, *declared))


def _keys(shape: type[Shape]) -> Iterator[tuple[str, str, str]]:
    """Key, Chinese name, and what it means in both languages."""
    for name, field in shape.model_fields.items():
        yield name.rstrip("_"), field.title or name, field.description or ""


def _column(name: str, title: str, about: str, vocabulary: Vocabulary | None, lang: Lang) -> Column:
    zh, _, en = about.partition("\n")
    heading, note = _in(lang, (title, name)), _in(lang, (zh, en))
    required = name in _REQUIRED and not (name == "title" and title != "名称")
    if name in _DAYS:
        return Column(heading, note, "day", required=required)
    if name in _FLAGS:
        return Column(heading, note, "choice", _in(lang, (("是", "否"), ("yes", "no"))))
    if name in _NUMBERS:
        return Column(heading, note, "whole")
    if name == "post" and vocabulary is not None:
        return Column(heading, note, "choice", tuple(vocabulary.posts), required=True)
    return Column(heading, note, required=required)


def _declared(field: Field, lang: Lang) -> Column:
    heading = _in(lang, (field.title, field.name))
    match field.type.name:
        case "enum":
            return Column(heading, field.name, "choice", field.type.values)
        case "bool":
            return Column(heading, field.name, "choice", _in(lang, (("是", "否"), ("yes", "no"))))
        case "date":
            return Column(heading, field.name, "day")
        case "number":
            return Column(heading, field.name, "number")
    return Column(heading, field.name)


def _attributes(part: str, vocabulary: Vocabulary | None) -> Mapping[str, Field]:
    if vocabulary is None:
        return {}
    return vocabulary.unit_attributes if part == "units" else vocabulary.leader_attributes


# --- a filled one ---------------------------------------------------------------------------------


def read_roster(path: Path, vocabulary: Vocabulary | None = None) -> tuple[RosterDocument | None, tuple[Problem, ...], str]:
    """The roster at ``path``, YAML or workbook: the document, its problems, the text that these point into."""
    if path.suffix.lower() not in BOOKS:
        document, problems = load_roster_document(path)
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        return document, problems, text
    book = read_book(path)
    if book is None:
        return None, (problem("intake.unreadable", Place(str(path), 1, 1), format="xlsx"),), ""
    text = roster_text(book, vocabulary)
    loaded = load(text, str(path), RosterDocument)
    return loaded.document, loaded.problems, text


def says_nobody(path: Path) -> bool:
    """Whether the roster is sound and has no row yet, as ``kaohe init`` makes it."""
    document, _, _ = read_roster(path)
    return document is not None and not document.units and not document.leaders


def roster_text(book: Book, vocabulary: Vocabulary | None) -> str:
    """The workbook as a roster document, one line for each row that says something."""
    lines = ["kaohe: 1", "roster: workbook"]
    for number, (name, shape, zh, en) in enumerate(_PARTS):
        sheet = next((one for one in (zh, en) if one in book.sheets), None) or _nth(book, number)
        rows = book.sheets.get(sheet or "", ())
        lines += _part(name, sheet or zh, rows, shape, _attributes(name, vocabulary))
    return "\n".join(lines) + "\n"


def _nth(book: Book, number: int) -> str | None:
    """A workbook of somebody's own: its first sheet holds units, its second posts."""
    return list(book.sheets)[number] if len(book.sheets) > number else None


def _part(
    name: str, sheet: str, rows: tuple[Row, ...], shape: type[Shape], attributes: Mapping[str, Field]
) -> Iterator[str]:
    keys = _names(shape, attributes)
    top = next((number for number, row in enumerate(rows) if sum(cell in keys for cell in row) > 1), None)
    filled = [] if top is None else [(number, row) for number, row in enumerate(rows, 1) if number > top + 1 and any(row)]
    yield f"{name}:" if filled else f"{name}: []"
    for number, row in filled:
        assert top is not None
        cells = list(_cells(rows[top], row, keys))
        yield f"  - {{{', '.join(text for _, text in cells)}}}  # {sheet} {number}: {' '.join(letters for letters, _ in cells)}"


def _names(shape: type[Shape], attributes: Mapping[str, Field]) -> dict[str, str]:
    """What a heading may say -> the key it stands for."""
    found = {title: name for name, title, _ in _keys(shape)} | {name: name for name, _, _ in _keys(shape)}
    return found | {field.title: name for name, field in attributes.items()} | {name: name for name in attributes}


def _cells(heading: Row, row: Iterable[str], keys: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The letters of each column in which something stands, and what that says."""
    for number, (title, text) in enumerate(zip(heading, row, strict=False)):
        if text and title:
            key = keys.get(title, title)
            yield _letters(number), f"{_key(key)}: {_value(key, text)}"


def _letters(column: int) -> str:
    """What a spreadsheet calls a column, the first being 0."""
    return (_letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


_OF_ROW = re.compile(r"(?P<sheet>.+) (?P<row>\d+): (?P<letters>[A-Z ]*)")


def cell_of(place: Place, text: str) -> Place:
    """The cell in which what stands at a place of ``roster_text`` stands; of a row as a whole its first one."""
    lines = text.split("\n")
    line, _, note = (lines[place.line - 1] if 1 <= place.line <= len(lines) else "").rpartition("  # ")
    found = _OF_ROW.fullmatch(note)
    if found is None:
        return Place(place.file, 0, 0, path=place.path)
    before = [end for end in _ends(line) if end < place.column]
    letters = [*found["letters"].split(), ""]
    return Place(f"{place.file}!{found['sheet']}!{letters[len(before)]}{found['row']}", 0, 0, path=place.path)


def _ends(line: str) -> Iterator[int]:
    """Behind which column each value of a line of ours ends, the last one apart."""
    at, decoder = len("  - {"), json.JSONDecoder()
    while at < len(line) - 1:
        at = decoder.raw_decode(line, at)[1] if line[at] == '"' else line.index(":", at)
        at = decoder.raw_decode(line, at + len(": "))[1]
        if line[at] == ",":
            yield at
        at += len(", ")


def _key(key: str) -> str:
    return key if key.isascii() and key.isidentifier() else _quoted(key)


def _value(key: str, text: str) -> str:
    if key in _LISTS:
        names = [one.strip() for one in text.replace("；", ";").split(";")]
        return f"[{', '.join(_quoted(one) for one in names if one)}]"
    if key in _DAYS:
        return _quoted(day_text(text))
    return _quoted(text if key in _REQUIRED else _YES.get(text, text))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _in(lang: Lang, words: tuple[T, T]) -> T:
    return words[0] if lang == "zh" else words[1]
