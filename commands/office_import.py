"""An import in an office: where to, by which mapping, under which names units go; workbooks of our own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kaohe.commands.in_office import office_here, office_or_none
from kaohe.commands.shared import DONE, PROBLEMS, Misuse, progress
from kaohe.reports.command_line import lang
from kaohe.reports.words import say

if TYPE_CHECKING:
    from kaohe.engine.office.names import Means, Resolved
    from kaohe.rules.problem import Problem
    from kaohe.rules.vocabulary import Vocabulary
    from kaohe.workbench.importing import Readied


def destination(out: Path | None) -> Path:
    """The folder of events given, or the office's."""
    return out or office_here("--mapping, --out").events


def mapping_for(files: Sequence[Path]) -> Path:
    """The one mapping of the office that fits every file."""
    from kaohe.reports.problem_text import render
    from kaohe.workbench.importing import readied

    office = office_here("--mapping, --out")
    found = {path: _misfit(readied(path), files) for path in office.mapping_files}
    fitting = [path for path, problems in found.items() if not problems]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise Misuse(say("usage.several-mappings", lang(), file=files[0], names=", ".join(map(str, fitting))))
    told = [f"{path}\n{render(problems, {}, lang())}" for path, problems in found.items()]
    head = say("usage.no-mapping-fits" if told else "usage.no-mapping", lang(), file=files[0])
    raise Misuse("\n\n".join([head, *told]).rstrip())


def _misfit(ready: Readied, files: Sequence[Path]) -> tuple[Problem, ...]:
    """What keeps the mapping from reading the files; nothing when it fits them all."""
    from kaohe.engine.office.fitting import misfits

    if ready.mapping is None or ready.vocabulary is None:
        return ready.problems
    mapping, vocabulary = ready.mapping, ready.vocabulary
    return tuple(one for file in files for one in misfits(mapping, vocabulary, file))


def named(ready: Readied, files: Sequence[Path], roster: Path | None) -> tuple[Readied, Resolved | None]:
    """The mapping with the names of units that the roster and the office know; None: no roster is at hand."""
    names = names_known(ready, roster)
    if names is None or ready.mapping is None or ready.vocabulary is None:
        return ready, None
    from kaohe.engine.office.names import resolved

    found = resolved(ready.mapping, ready.vocabulary, files, names)
    return replace(ready, mapping=found.mapping), found


def names_known(ready: Readied, roster: Path | None) -> dict[str, Means] | None:
    """The names of units on the roster given, or the office's, and those it accepted; None: no roster is at hand."""
    office = office_or_none()
    path = roster or (office.roster if office else None)
    if path is None or ready.vocabulary is None:
        return None
    from kaohe.engine.office.names import names_of
    from kaohe.engine.office.roster_book import read_roster
    from kaohe.engine.roster_from_document import roster_from_document
    from kaohe.reports.problem_text import render

    document, problems, text = read_roster(path, ready.vocabulary)
    if document is None:
        typer.echo(render(problems, {str(path): text}, lang()), err=True)
        raise typer.Exit(PROBLEMS)
    people, _ = roster_from_document(document, ready.vocabulary)
    return names_of(people, office.aliases if office else ())


def told_names(found: Resolved | None, ready: Readied) -> None:
    """Says which names of units nobody knows, and how they are accepted; or that no roster is there to look them up on."""
    from kaohe.engine.office.names import looks_up_names
    from kaohe.reports.office_text import strange_text

    if found is None and ready.mapping is not None and looks_up_names(ready.mapping):
        typer.echo(say("names.no-roster", lang()), err=True)
    told = strange_text(found.strange, found.hidden, lang()) if found is not None else ""
    if told:
        typer.echo(told)


def are_books(files: Sequence[Path]) -> bool:
    """Whether all files are workbooks that kaohe handed out to be filled in."""
    from kaohe.engine.office.sheets import made_by_us

    return all(path.is_file() and made_by_us(path) == "ledger" for path in files)


def import_books(files: Sequence[Path], out: Path | None, recorded_at: str | None) -> int:
    """Imports each workbook on its own: one that has a mistake does not keep the others out."""
    from kaohe.engine.office.filled import Ledger, import_ledger
    from kaohe.engine.office.sheets import read_book
    from kaohe.reports.import_text import import_text, refused_text

    into, code = destination(out), DONE
    for path in files:
        book = read_book(path)
        assert book is not None, "it was read just before"
        vocabulary = _vocabulary(path, book.marks["vocabulary"])
        report = import_ledger(Ledger(book, path, vocabulary), into, recorded_at=recorded_at, progress=progress(), lang=lang())
        if report.batch is None:
            typer.echo(refused_text(report, {}, lang()), err=True)
            code = PROBLEMS
        else:
            typer.echo(import_text(report, vocabulary, lang()))
    return code


def _vocabulary(path: Path, name: str) -> Vocabulary:
    """The vocabulary of that name: the office's policy's, or one found beside the workbook or shipped."""
    from kaohe.rules.library import load_policy, load_vocabulary
    from kaohe.rules.shelf import Shelf

    office = office_or_none()
    policy = load_policy(office.policy).policy if office and office.policy else None
    if policy is not None and policy.vocabulary.name == name:
        return policy.vocabulary
    home = Shelf(path.parent).vocabulary(name)
    vocabulary, _ = load_vocabulary(home) if home else (None, ())
    if vocabulary is None:
        raise Misuse(say("usage.no-vocabulary", lang(), name=name))
    return vocabulary
