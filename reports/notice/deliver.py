"""The documents of a run, written into a folder: circular, annual assessment, annexes, half-yearly sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from errno import EEXIST
from pathlib import Path

from kaohe.reports.notice.gather import Facts, annual_assessment, circular, subjects
from kaohe.reports.notice.keep import settle
from kaohe.reports.notice.pdf import office_program, pdfs
from kaohe.reports.notice.render import UnfitTemplate, filled
from kaohe.reports.notice.sheets import bench_of, duty_facts, unit_facts
from kaohe.reports.notice.templates import KINDS, Kind, file_name, template
from kaohe.reports.notice.text import safe
from kaohe.reports.words import Lang, say
from kaohe.rules.record import record
from kaohe.workbench.dossier import Dossier

_UNFIT = re.compile(r'[\\/:*?"<>|]')


@record
class Delivered:
    """What was written, documents and PDFs, and what is to be said: texts kept, files left alone, no PDF."""

    paths: tuple[Path, ...]
    remarks: tuple[str, ...]


@record
class Sheet:
    """A document to be made: which template, its facts, its file within the folder."""

    kind: Kind
    facts: Facts
    file: Path
    title: str


def notice(dossier: Dossier, out: Path, public: bool, lang: Lang) -> list[Path]:
    """The documents with the shipped templates (``deliver``)."""
    return list(deliver(dossier, out, public=public, lang=lang).paths)


def deliver(dossier: Dossier, out: Path, *, public: bool, lang: Lang, templates: Path | None = None) -> Delivered:
    """Writes everything into ``out``. ``templates``: a folder with the office's own, by the shipped names.

    ``UnfitTemplate``: an office's template cannot be filled; what was written before it stays.
    """
    made = [settle(_document(sheet, lang, public, templates), _ready(out / sheet.file), lang) for sheet in _sheets(dossier, lang, public)]
    paths = [one.path for one in made]
    printed, remarks = _printed([path for path in paths if path.parent == out], lang)
    return Delivered((*paths, *printed), (*(remark for one in made for remark in one.remarks), *remarks))


def write_templates(out: Path, lang: Lang) -> list[Path]:
    """The shipped templates as files that an office may change. ``FileExistsError``: one is there already, none is written."""
    wanted = {out / file_name(kind, lang, public=public): (kind, public) for public in (False, True) for kind in _kinds(public=public)}
    there = next((path for path in wanted if path.exists()), None)
    if there is not None:
        raise FileExistsError(EEXIST, "", str(there))
    out.mkdir(parents=True, exist_ok=True)
    for path, (kind, public) in wanted.items():
        path.write_bytes(template(kind, lang, public=public))
    return list(wanted)


def template_names(lang: Lang, *, public: bool) -> tuple[str, ...]:
    """By what names an office's templates are looked for."""
    return tuple(file_name(kind, lang, public=public) for kind in _kinds(public=public))


def _kinds(*, public: bool) -> tuple[Kind, ...]:
    """Units and leaders get no document for the public."""
    return ("circular", "annual") if public else KINDS


def _sheets(dossier: Dossier, lang: Lang, public: bool) -> Iterator[Sheet]:
    yield _sheet("circular", circular(dossier, lang, public=public), lang, public)
    yield _sheet("annual", annual_assessment(dossier, lang, public=public), lang, public)
    if not public:
        yield from _annexes(dossier, lang)


def _sheet(kind: Kind, facts: Facts, lang: Lang, public: bool) -> Sheet:
    name = file_name(kind, lang, public=public)
    return Sheet(kind, facts, Path(name), f"{facts['period_name']} {Path(name).stem}")


def _annexes(dossier: Dossier, lang: Lang) -> Iterator[Sheet]:
    """One for each unit and leader that has a card."""
    bench, taken = bench_of(dossier, lang), set[str]()
    for code, cards in sorted(subjects(dossier, "unit").items()):
        yield _alone(_annex("unit", unit_facts(code, cards, bench), code, cards[0].title, lang), taken)
    for code, cards in sorted(subjects(dossier, "leader").items()):
        yield _alone(_annex("duty", duty_facts(code, cards, bench), code, cards[0].title, lang), taken)


def _alone(sheet: Sheet, taken: set[str]) -> Sheet:
    """Under a file name that no other has, even where A and a are one; ``taken`` grows."""
    file, number = sheet.file, 1
    while str(file).casefold() in taken:
        number += 1
        file = sheet.file.with_name(f"{sheet.file.stem} {number}{sheet.file.suffix}")
    taken.add(str(file).casefold())
    return replace(sheet, file=file)


def _annex(kind: Kind, facts: Facts, code: str, title: str, lang: Lang) -> Sheet:
    folder = Path(file_name(kind, lang, public=False)).stem
    name = _UNFIT.sub("_", safe(f"{code} {title}"))[:60].strip(" .") or "_"
    return Sheet(kind, facts, Path(folder) / f"{name}.docx", f"{title} {folder}")


def _document(sheet: Sheet, lang: Lang, public: bool, templates: Path | None) -> object:
    name = file_name(sheet.kind, lang, public=public)
    own = None if templates is None else templates / name
    try:
        form = own.read_bytes() if own is not None and own.exists() else template(sheet.kind, lang, public=public)
        return filled(form, sheet.facts, sheet.title)
    except UnfitTemplate as error:
        raise UnfitTemplate(say("notice.bad-template", lang, name=name, reason=str(error))) from error


def _ready(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _printed(documents: list[Path], lang: Lang) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    program = office_program()
    if program is None:
        return (), (say("notice.no-pdf", lang),)
    made = pdfs(documents, program)
    missing = [one.name for one in documents if one.with_suffix(".pdf") not in made]
    return made, (say("notice.pdf-failed", lang, names=", ".join(missing)),) if missing else ()
