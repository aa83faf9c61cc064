"""One hidden year of twenty units, and the twelve files in which an office exported it month by month.

``Year(seed)`` draws a history of cases and of what the exporting system said of each at the end of each
month: new cases, closings, corrected entries, closings taken back, cases given to another unit, rows that
are gone. ``truth`` is what that means in events; ``write`` renders a month as its file, in the manner of
twelve offices: title rows, two-row and merged headings, merged unit cells, subtotals and totals, HTML
called .xls, GB18030, UTF-16, guarded, numeric and full-width numbers, dates in five styles of text, as
dates and as bare numbers.

Made from the description alone, apart from the importer: it shares no code with it. All names, numbers
and persons are invented; what is said of persons is there to be found nowhere afterwards (``canaries``).
"""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Literal

import xlsxwriter

YEAR = 2023
UNITS: Mapping[str, str] = {
    "u01": "甲子街道", "u02": "乙丑街道", "u03": "丙寅街道", "u04": "丁卯街道",
    "u05": "戊辰街道", "u06": "己巳街道", "u07": "庚午街道", "u08": "辛未街道",
    "u09": "壬申镇", "u10": "癸酉镇", "u11": "甲戌镇", "u12": "乙亥镇",
    "u13": "丙子镇", "u14": "丁丑镇", "u15": "戊寅乡", "u16": "己卯乡",
    "u17": "庚辰区住建局", "u18": "辛巳区人社局", "u19": "壬午区教育局", "u20": "癸未区城管局",
}  # fmt: skip
"""Code and name of each unit."""
RENAMED = ("u03", "丙寅街道办事处")
"""From July on this unit has another name."""
CHANNELS = {"visit": "来访", "letter": "来信", "online": "网上", "phone": "来电"}
CLASSES = {
    "consult": "咨询",
    "suggestion": "建议",
    "general": "一般诉求",
    "simple": "简易程序",
    "report": "检举控告",
}
MANNERS = {"on_site": "现场办结", "transferred": "转办办结"}
RESULTS = {"satisfied": "满意", "basic": "基本满意", "dissatisfied": "不满意"}
PERSONAL = ("信访人", "身份证号", "联系电话", "住址", "反映内容")
MONTHS = range(1, 13)
LATE = 4
"""The file of April comes after that of May."""
TWICE = 9
"""The file of September is delivered twice."""
DELIVERED = (1, 2, 3, 5, LATE, 6, 7, 8, TWICE, TWICE, 10, 11, 12)
RENAMED_COLUMN = (5, "责任单位", "承办单位")
ADDED_COLUMN = (8, "群众评价")


@dataclass(frozen=True)
class Row:
    """How one case stands in the exporting system."""

    number: str
    registered: date
    channel: str
    matter: str
    unit: str
    assigned: date
    closed: date | None = None
    manner: str | None = None
    result: str | None = None


@dataclass(frozen=True)
class Happened:
    """An event as it should come out: the fields that the rows say, and nothing else."""

    kind: str
    case: str
    at: date
    fields: tuple[tuple[str, str], ...] = ()


Truth = dict[str, Happened]
"""Standing events by id."""


@dataclass(frozen=True)
class Changes:
    """What one file says anew to who knows earlier ones. Ids of events, and numbers of cases.

    An event that was taken back and now stands again is ``amended``: its id is known.
    """

    new: frozenset[str] = frozenset()
    amended: frozenset[str] = frozenset()
    voided: frozenset[str] = frozenset()
    vanished: frozenset[str] = frozenset()
    reattributed: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def cut(month: int) -> date:
    """The day on which the export of that month was taken: its last."""
    return (date(YEAR, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def events_of(row: Row) -> Truth:
    """What a row says, as events by id."""
    found = {
        "registered": Happened(
            "registered", row.number, row.registered,
            (("channel", row.channel), ("class", row.matter), ("origin", "new")),
        ),
        "assigned": Happened("assigned", row.number, row.assigned, (("unit", row.unit),)),
    }  # fmt: skip
    if row.closed:
        found["closed"] = Happened("closed", row.number, row.closed, (("manner", row.manner or ""),))
    if row.closed and row.result:
        found["outcome"] = Happened("outcome", row.number, row.closed, (("result", row.result),))
    return {f"{row.number}-{kind}": event for kind, event in found.items()}


class Year:
    """The hidden history, and what stood in the system at the end of each month."""

    def __init__(self, seed: int = 1) -> None:
        self.random = Random(seed)
        self.seed = seed
        self.rows: dict[int, dict[str, Row]] = {}
        self._touched: set[str] = set()
        self._again: dict[int, list[str]] = {}
        self._slow: dict[int, list[Row]] = {}
        standing: dict[str, Row] = {}
        for month in MONTHS:
            standing = self._month(month, dict(standing))
            self.rows[month] = dict(standing)
        self.canaries = self._persons()

    # --- a month of the hidden history ----------------------------------------------------------------

    def _month(self, month: int, rows: dict[str, Row]) -> dict[str, Row]:
        before = dict(rows)
        self._close(month, rows)
        self._correct(month, rows, before)
        self._take_back(month, rows, before)
        self._give_to_another(month, rows, before)
        self._lose(month, rows, before)
        for row in (*self._registered(month), *self._slow.pop(month, [])):
            rows[row.number] = row
        return rows

    def _registered(self, month: int) -> Iterator[Row]:
        """The month's new cases; three of the year are entered two months late."""
        for place in range(self.random.randrange(24, 34)):
            day = date(YEAR, month, self.random.randrange(1, 26))
            number = f"{YEAR}{month:02d}{self.random.randrange(100, 999)}{place:03d}"
            assigned = day + timedelta(days=self.random.choice((0, 1, 2, 3)))
            row = Row(
                number, day, self._one_of(CHANNELS), self._one_of(CLASSES), self._one_of(UNITS), assigned
            )
            if place == 0 and month in (2, 5, 9):
                self._slow.setdefault(month + 2, []).append(row)
            elif self.random.random() < 0.3:
                yield self._closing(row, min(cut(month), assigned + timedelta(days=self.random.randrange(9))))
            else:
                yield row

    def _close(self, month: int, rows: dict[str, Row]) -> None:
        again = self._again.pop(month, [])
        for number, row in rows.items():
            if row.closed is None and (
                number in again or (self._free(number) and self.random.random() < 0.4)
            ):
                rows[number] = self._closing(row, date(YEAR, month, self.random.randrange(1, 28)))
        if month == ADDED_COLUMN[0]:  # what was closed before is asked about too, here and there
            for number in self._choose(
                4, [n for n, row in rows.items() if row.closed and row.closed.month < month]
            ):
                rows[number] = replace(rows[number], result=self._one_of(RESULTS))

    def _correct(self, month: int, rows: dict[str, Row], before: Mapping[str, Row]) -> None:
        """A class entered wrongly is put right; in May for a case that came in April too."""
        chosen = self._choose(1, before) if month > 1 else []
        if month == LATE + 1:
            chosen += self._choose(1, [n for n, row in before.items() if row.registered.month == LATE])
        for number in chosen:
            other = [name for name in CLASSES if name != rows[number].matter]
            rows[number] = replace(rows[number], matter=self.random.choice(other))

    def _take_back(self, month: int, rows: dict[str, Row], before: Mapping[str, Row]) -> None:
        """A closing is taken back, and the case closed again two months later."""
        if month in (3, 6, 9):
            for number in self._choose(1, [n for n, row in before.items() if row.closed]):
                rows[number] = replace(rows[number], closed=None, manner=None, result=None)
                self._again.setdefault(month + 2, []).append(number)

    def _give_to_another(self, month: int, rows: dict[str, Row], before: Mapping[str, Row]) -> None:
        """Five of the year; in May only cases that the file of March had already shown."""
        known = [n for n in before if n in self.rows[LATE - 1]] if month == LATE + 1 else list(before)
        for number in self._choose({2: 1, 5: 2, 9: 1, 12: 1}.get(month, 0), known):
            other = [unit for unit in UNITS if unit != rows[number].unit]
            rows[number] = replace(rows[number], unit=self.random.choice(other))

    def _lose(self, month: int, rows: dict[str, Row], before: Mapping[str, Row]) -> None:
        """Three rows of the year are gone from one month to the next, and do not come back."""
        if month in (3, 8, 11):
            for number in self._choose(1, before):
                del rows[number]

    def _closing(self, row: Row, day: date) -> Row:
        asked = day.month >= ADDED_COLUMN[0] and self.random.random() < 0.7
        result = self._one_of(RESULTS) if asked else None
        return replace(row, closed=max(day, row.assigned), manner=self._one_of(MANNERS), result=result)

    def _choose(self, count: int, of: Sequence[str] | Mapping[str, Row]) -> list[str]:
        """So many cases to which nothing out of the common has happened yet."""
        chosen = self.random.sample(sorted(number for number in of if self._free(number)), count)
        self._touched.update(chosen)
        return chosen

    def _free(self, number: str) -> bool:
        return number not in self._touched

    def _one_of(self, names: Mapping[str, str]) -> str:
        return self.random.choice(sorted(names))

    # --- what it means ----------------------------------------------------------------------------------

    def truth(self, month: int) -> Truth:
        """Events that stand after the export of that month: also those of rows that are gone by then."""
        found: Truth = {}
        for row in self.last_seen(month).values():
            found |= events_of(row)
        return found

    def last_seen(self, month: int) -> dict[str, Row]:
        """Every case ever exported up to that month, as its last export shows it."""
        found: dict[str, Row] = {}
        for earlier in range(1, month + 1):
            found |= self.rows[earlier]
        return found

    def known(self, month: int) -> frozenset[str]:
        """Ids of all events that any export up to that month has shown."""
        rows = (row for earlier in range(1, month + 1) for row in self.rows[earlier].values())
        return frozenset(name for row in rows for name in events_of(row))

    def changes(self, month: int, against: int | None) -> Changes:
        """What the file of ``month`` says anew to who knows the file of ``against`` (None: no file yet)."""
        before = self.last_seen(against) if against else {}
        rows = self.rows[month]
        old, new = self.truth(against) if against else {}, {}
        for row in rows.values():
            new |= events_of(row)
        still = {event for number in rows if number in before for event in events_of(before[number])}
        known = self.known(against) if against else frozenset()
        return Changes(
            new=frozenset(new.keys() - known),
            amended=frozenset(name for name in new.keys() & known if new[name] != old.get(name)),
            voided=frozenset(still - new.keys()),
            vanished=frozenset((self.rows[against] if against else {}).keys() - rows.keys()),
            reattributed={
                number: (before[number].unit, row.unit)
                for number, row in rows.items()
                if number in before and before[number].unit != row.unit
            },
        )

    # --- what must be found nowhere -----------------------------------------------------------------------

    def person(self, number: str) -> tuple[str, ...]:
        """An invented person for a case: name, identity number (with its check digit), telephone, place, words."""
        draw = Random(f"{self.seed}/{number}")
        serial = draw.randrange(10**4)
        digits = f"990000{1950 + serial % 50}0{serial % 9 + 1}1{serial % 9}{number[-3:]}"
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        check = "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]
        name = draw.choice("鸫鹀鹡鸲鹩鸲") + draw.choice("璺璈瓛瑿瓘") + draw.choice("翀翃翙翚翛")
        place = f"苇莺里{number[-4:]}号"
        return (
            name,
            digits + check,
            f"199{number[-8:]}",
            place,
            f"反映{name}家门前积水，已向社区说过{number[-1]}次",
        )

    def _persons(self) -> tuple[str, ...]:
        everybody = {number: None for month in MONTHS for number in self.rows[month]}
        return (*(value for number in everybody for value in self.person(number)), PREPARER)


PREPARER = "鹪鹩璆"
"""Who signed below the table."""


# --- rendering ----------------------------------------------------------------------------------------------

Cell = str | int | float | date | None
DateStyle = Literal["dash", "slash", "han", "dot", "compact", "wide", "cell", "serial", "mixed"]
IdStyle = Literal["text", "tab", "number", "wide"]


@dataclass(frozen=True)
class Look:
    """In which shape a month is exported."""

    container: Literal["xlsx", "html", "text"]
    dates: DateStyle
    ids: IdStyle = "text"
    encoding: str = "utf-8"
    separator: str = ","
    titles: int = 0
    two_rows: bool = False
    grouped: bool = False
    total: str | None = None
    footer: bool = False
    first_sheet: bool = False

    @property
    def ending(self) -> str:
        return {"xlsx": "xlsx", "html": "xls", "text": "csv"}[self.container]


LOOKS: Mapping[int, Look] = {
    1: Look("xlsx", "dash", titles=2, total="合计", footer=True),
    2: Look("text", "slash", "tab", encoding="gb18030"),
    3: Look("html", "han", titles=1),
    4: Look("xlsx", "cell", two_rows=True, total="合计"),
    5: Look("xlsx", "dot", titles=1),
    6: Look("text", "compact", encoding="utf-16", separator="\t"),
    7: Look("xlsx", "serial", grouped=True, titles=1, total="合计"),
    8: Look("text", "wide", "wide", encoding="utf-8-sig", separator=";"),
    9: Look("html", "dash", encoding="gb18030", two_rows=True, titles=1, total="合计"),
    10: Look("xlsx", "cell", "number", total="合　计"),
    11: Look("text", "dash", "tab", encoding="gb18030", titles=1, total="合计"),
    12: Look(
        "xlsx", "mixed", titles=2, two_rows=True, grouped=True, total="总计", footer=True, first_sheet=True
    ),
}
WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")


@dataclass
class Grid:
    """A sheet: cells by row, and merged blocks (first row, first column, last row, last column)."""

    cells: list[list[Cell]]
    merged: list[tuple[int, int, int, int]]
    heading: int = 0
    """First row of the heading, from 0."""
    cases: int = 0
    """Rows that are cases."""

    @property
    def besides(self) -> int:
        """Rows that are no cases: titles, heading, subtotals, totals, what is signed below."""
        return len(self.cells) - self.cases


def columns(month: int) -> list[str]:
    """The names of the columns in that month's file."""
    unit = RENAMED_COLUMN[2] if month >= RENAMED_COLUMN[0] else RENAMED_COLUMN[1]
    added = [ADDED_COLUMN[1]] if month >= ADDED_COLUMN[0] else []
    return ["序号", unit, "信访件编号", "信访人", "身份证号", "登记日期", "信访形式", "事项类别",
            "联系电话", "住址", "交办日期", "办结日期", "办结方式", *added, "反映内容"]  # fmt: skip


GROUPS = {"信访人": "信访人情况", "身份证号": "信访人情况", "联系电话": "联系方式", "住址": "联系方式",
          "交办日期": "办理情况", "办结日期": "办理情况", "办结方式": "办理情况"}  # fmt: skip
"""In a heading of two rows: what stands above a column."""


def unit_name(code: str, month: int) -> str:
    return RENAMED[1] if code == RENAMED[0] and month >= 7 else UNITS[code]


def roster(*, renamed: bool) -> str:
    """The office's roster of units; ``renamed``: with the unit's new name, from July on."""
    code, name = RENAMED
    lines = [f"  - {{id: {unit}, title: {title}}}" for unit, title in UNITS.items()]
    if renamed:
        place = list(UNITS).index(code)
        lines[place] = f"  - {{id: {code}, title: {UNITS[code]}, to: {YEAR}-06-30}}"
        lines.insert(place + 1, f"  - {{id: {code}, title: {name}, from: {YEAR}-07-01}}")
    return "\n".join(["kaohe: 1", "roster: ledger", "units:", *lines, ""])


def dated(day: date | None, style: DateStyle, place: int) -> Cell:
    """A day as the export writes it; ``mixed`` takes turns."""
    if day is None or style == "cell":
        return day
    if style == "mixed":
        style = ("dash", "slash", "han", "dot", "compact", "cell")[place % 6]  # type: ignore[assignment]
        return dated(day, style, place)
    if style == "serial":
        return (day - date(1899, 12, 30)).days
    year, month, number = day.year, day.month, day.day
    return {
        "dash": day.isoformat(),
        "slash": f"{year}/{month}/{number}",
        "han": f"{year}年{month}月{number}日",
        "dot": f"{year}.{month}.{number}",
        "compact": day.strftime("%Y%m%d"),
        "wide": day.isoformat().translate(WIDE),
    }[style]


def case_number(number: str, style: IdStyle) -> Cell:
    return {"text": number, "tab": f"\t{number}", "number": int(number), "wide": number.translate(WIDE)}[
        style
    ]


def grid(year: Year, month: int) -> Grid:
    """The month's sheet, before it is written in any format."""
    look, names = LOOKS[month], columns(month)
    sheet = Grid([], [])
    for text in (f"{YEAR}年1—{month}月信访事项办理台账", "单位：件")[: look.titles]:
        sheet.merged.append((len(sheet.cells), 0, len(sheet.cells), len(names) - 1))
        sheet.cells.append([text, *[None] * (len(names) - 1)])
    sheet.heading = len(sheet.cells)
    _heading(sheet, names, two_rows=look.two_rows)
    _cases(sheet, year, month, names)
    if look.total:
        sheet.cells.append([look.total, None, f"{sheet.cases}件", *[None] * (len(names) - 3)])
    if look.footer:
        sheet.merged.append((len(sheet.cells), 0, len(sheet.cells), len(names) - 1))
        sheet.cells.append([f"制表人：{PREPARER}", *[None] * (len(names) - 1)])
    return sheet


def _heading(sheet: Grid, names: list[str], *, two_rows: bool) -> None:
    top = len(sheet.cells)
    if not two_rows:
        sheet.cells.append(list(names))
        return
    above: list[Cell] = []
    for place, name in enumerate(names):
        group = GROUPS.get(name)
        if group is None:
            sheet.merged.append((top, place, top + 1, place))
            above.append(name)
        elif place and GROUPS.get(names[place - 1]) == group:
            above.append(None)
        else:
            last = max(
                i
                for i in range(place, len(names))
                if all(GROUPS.get(n) == group for n in names[place : i + 1])
            )
            if last > place:
                sheet.merged.append((top, place, top, last))
            above.append(group)
    sheet.cells += [above, [name if name in GROUPS else None for name in names]]


def _cases(sheet: Grid, year: Year, month: int, names: list[str]) -> None:
    look = LOOKS[month]
    rows = sorted(year.rows[month].values(), key=lambda row: (row.unit if look.grouped else "", row.number))
    start, unit = len(sheet.cells), None
    for place, row in enumerate(rows):
        if look.grouped and row.unit != unit:
            _subtotal(sheet, start, unit, len(names))
            start, unit = len(sheet.cells), row.unit
        cells = _cells(year, row, month, place)
        if look.grouped and len(sheet.cells) > start:
            cells[names[1]] = None
        sheet.cells.append([cells[name] for name in names])
        sheet.cases += 1
    if look.grouped:
        _subtotal(sheet, start, unit, len(names))


def _subtotal(sheet: Grid, start: int, unit: str | None, width: int) -> None:
    """Below the cases of a unit: how many there are. The unit's cell is merged over them."""
    if unit is None:
        return
    if len(sheet.cells) - start > 1:
        sheet.merged.append((start, 1, len(sheet.cells) - 1, 1))
    sheet.cells.append(["小计", None, f"{len(sheet.cells) - start}件", *[None] * (width - 3)])


def _cells(year: Year, row: Row, month: int, place: int) -> dict[str, Cell]:
    look = LOOKS[month]
    said: dict[str, Cell] = {
        "序号": place + 1,
        "信访件编号": case_number(row.number, look.ids),
        "登记日期": dated(row.registered, look.dates, place),
        "信访形式": CHANNELS[row.channel],
        "事项类别": CLASSES[row.matter],
        "交办日期": dated(row.assigned, look.dates, place + 1),
        "办结日期": dated(row.closed, look.dates, place + 2),
        "办结方式": MANNERS[row.manner] if row.manner else None,
        ADDED_COLUMN[1]: RESULTS[row.result] if row.result else None,
        **dict(zip(PERSONAL, year.person(row.number), strict=True)),
    }
    return {**said, "责任单位": unit_name(row.unit, month), "承办单位": unit_name(row.unit, month)}


# --- writing ------------------------------------------------------------------------------------------------


def write(year: Year, month: int, folder: Path) -> Path:
    """The month's file, in the folder."""
    look, sheet = LOOKS[month], grid(year, month)
    path = folder / f"{YEAR}{month:02d}.{look.ending}"
    if look.container == "xlsx":
        _write_xlsx(sheet, path, first_sheet=look.first_sheet)
    elif look.container == "html":
        path.write_bytes(_html(sheet, look.encoding).encode(look.encoding))
    else:
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=look.separator, lineterminator="\r\n")
        writer.writerows([["" if cell is None else str(cell) for cell in row] for row in sheet.cells])
        path.write_bytes(out.getvalue().encode(look.encoding))
    return path


def _write_xlsx(sheet: Grid, path: Path, *, first_sheet: bool) -> None:
    book = xlsxwriter.Workbook(str(path))
    as_date = book.add_format({"num_format": "yyyy/m/d"})
    if first_sheet:
        book.add_worksheet("填表说明").write(0, 0, "一、本表由各单位按月填报。")
    page = book.add_worksheet("台账")
    for top, left, bottom, right in sheet.merged:
        page.merge_range(top, left, bottom, right, "")
    for at, row in enumerate(sheet.cells):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(at, place, cell, as_date)
            elif isinstance(cell, str):
                page.write_string(at, place, cell)
            elif cell is not None:
                page.write_number(at, place, cell)
    book.close()


def _html(sheet: Grid, encoding: str) -> str:
    """A table as web systems give it out under the name of a spreadsheet."""
    covered = {
        (r, c)
        for top, left, bottom, right in sheet.merged
        for r in range(top, bottom + 1)
        for c in range(left, right + 1)
    }
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merged}
    lines = [f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}">',
             "<style>td {mso-number-format:'\\@';}</style></head><body><table border=1>"]  # fmt: skip
    for at, row in enumerate(sheet.cells):
        cells = []
        for place, cell in enumerate(row):
            if (at, place) in covered and (at, place) not in spans:
                continue
            down, across = spans.get((at, place), (1, 1))
            span = (f" rowspan={down}" if down > 1 else "") + (f" colspan={across}" if across > 1 else "")
            cells.append(f"<td{span}>{'&nbsp;' if cell is None else html.escape(str(cell))}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "\r\n".join([*lines, "</table></body></html>", ""])
