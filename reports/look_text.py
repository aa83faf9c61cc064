"""A look at files in words: tables, headings, columns by their shape. No value is ever shown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from tabulate import tabulate

from kaohe.engine.privacy import painted_over
from kaohe.reports.problem_text import render
from kaohe.reports.words import Lang, say
from kaohe.rules.catalogue.glossary import TERMS
from kaohe.workbench.files.look import ColumnLook, FileLook, SheetLook
from kaohe.workbench.files.profile import Profile


def look_text(files: Sequence[FileLook], lang: Lang) -> str:
    """All files, one below the other."""
    return "\n\n".join("\n".join(_file(one, lang)) for one in files)


def _file(found: FileLook, lang: Lang) -> Iterator[str]:
    if found.problems:
        yield render(found.problems, {}, lang)
        return
    form = say(f"look.{found.form}", lang, encoding=found.encoding, separator=_separator(found.separator, lang))
    yield say("look.file", lang, name=painted_over(found.path.name), form=form, tables=len(found.sheets))
    for number, sheet in enumerate(found.sheets, 1):
        yield from _sheet(number, sheet, lang)


def _separator(separator: str, lang: Lang) -> str:
    return say("look.tab", lang) if separator == "\t" else f"`{separator}`"


def _sheet(number: int, sheet: SheetLook, lang: Lang) -> Iterator[str]:
    name = sheet.sheet or say("look.only", lang)
    hidden = say("look.hidden", lang) if sheet.hidden else ""
    yield ""
    if sheet.heading is None:
        yield say("look.no-heading", lang, number=number, name=name, hidden=hidden, rows=f"{sheet.rows:,}")
        return
    first, last = sheet.heading
    heading = str(first) if first == last else f"{first}–{last}"
    passed = "".join(
        say("look.passed", lang, why=say(f"passed.{reason}", lang), rows=rows) for reason, rows in sheet.passed
    )
    yield say(
        "look.sheet", lang, number=number, name=name, hidden=hidden, heading=heading, passed=passed,
        rows=f"{sheet.rows:,}{say('look.more', lang) if sheet.more else ''}",
    )
    heads = [say(f"look.{one}", lang) for one in ("column", "name", "seems", "filled", "distinct", "shapes")]
    rows = [_row(column, lang) for column in sheet.columns]
    yield tabulate(rows, headers=heads, tablefmt="simple", disable_numparse=True, colalign=("right", "left", "left", "right", "right", "left"))


def _row(column: ColumnLook, lang: Lang) -> list[str]:
    letter = _letter(column.number)
    if column.profile is None:
        told = column.told if lang == "en" else TERMS.get(column.told, column.told)
        return [letter, column.name, say(f"look.{column.judged}", lang, told=told), "", "", ""]
    profile = column.profile
    many = "≥ " if profile.many else ""
    seems = say(f"seems.{profile.seems}", lang)
    return [letter, column.name, seems, _share(profile), f"{many}{profile.distinct:,}", _shapes(profile)]


def _share(profile: Profile) -> str:
    return f"{profile.filled / profile.rows:.0%}" if profile.rows else "—"


def _shapes(profile: Profile) -> str:
    return "  ".join(shape if share > 0.995 else f"{shape} {share:.0%}" for shape, share in profile.shapes)


def _letter(number: int) -> str:
    """A column as spreadsheets call it: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def look_json(files: Sequence[FileLook], lang: Lang) -> str:
    """The same for a program."""
    return json.dumps([_told(one, lang) for one in files], ensure_ascii=False, indent=2)


def _told(found: FileLook, lang: Lang) -> dict[str, Any]:
    if found.problems:
        return {"file": painted_over(found.path.name), "problems": json.loads(render(found.problems, {}, lang, "json"))}
    sheets = [{**asdict(sheet), "passed": dict(sheet.passed), "columns": [_column(one) for one in sheet.columns]} for sheet in found.sheets]
    return {"file": painted_over(found.path.name), "form": found.form, "encoding": found.encoding, "separator": found.separator, "sheets": sheets}


def _column(column: ColumnLook) -> dict[str, Any]:
    told: dict[str, Any] = {"number": column.number, "name": column.name, "judged": column.judged}
    if column.told:
        told["told"] = column.told
    if column.profile is not None:
        profile = asdict(column.profile)
        told |= {name: profile[name] for name in ("rows", "filled", "distinct", "many", "seems", "shapes")}
    return told
