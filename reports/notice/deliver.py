"""The documents of a run, written into a folder: circular, annual assessment, annexes, half-yearly sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kaohe.reports.notice.gather import Facts, annual_assessment, circular, subjects
from kaohe.reports.notice.keep import settle
from kaohe.reports.notice.pdf import office_program, pdfs
from kaohe.reports.notice.render import UnfitTemplate, filled
from kaohe.reports.notice.sheets import bench_of, duty_facts, unit_facts
from kaohe.reports.notice.templates import KINDS, Kind, file_name, template
from kaohe.reports.notice.text import safe
from kaohe.reports.words import Lang, say
from kaohe.workbench.dossier import Dossier

_UNFIT = re.compile(r'[\\/:*?"<>|]')


@dataclass(frozen=True, slots=True)
class Delivered:
    """What was written, documents and PDFs, and what is to be said: texts kept, files left alone, no PDF."""

    paths: tuple[Path, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
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
    """The shipped templates as files that an office may change. ``FileExistsError``: one is there already."""
    out.mkdir(parents=True, exist_ok=True)
    wanted = [(kind, public) for kind in KINDS for public in (False, True) if not public or kind in ("circular", "annual")]
    paths = [out / file_name(kind, lang, public=public) for kind, public in wanted]
    for path, (kind, public) in zip(paths, wanted, strict=True):
        with path.open("xb") as file:
            file.write(template(kind, lang, public=public))
    return paths


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
    bench = bench_of(dossier, lang)
    for code, cards in sorted(subjects(dossier, "unit").items()):
        yield _annex("unit", unit_facts(code, cards, bench), code, cards[0].title, lang)
    for code, cards in sorted(subjects(dossier, "leader").items()):
        yield _annex("duty", duty_facts(code, cards, bench), code, cards[0].title, lang)


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
