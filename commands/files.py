"""Before an import: look at files, have a mapping drafted."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kaohe.commands.shared import DONE, PROBLEMS, Misuse, app, are_files, one_of
from kaohe.reports.command_line import Command, grouped, lang
from kaohe.reports.words import say

if TYPE_CHECKING:
    from kaohe.rules.vocabulary import Vocabulary
    from kaohe.workbench.files.draft import Draft, Shows


@app.command("look", cls=Command)
def look_(
    files: Annotated[list[Path], typer.Argument()],
    format_: Annotated[str, typer.Option("--format")] = "text",
) -> int:
    from kaohe.reports.look_text import look_json, look_text
    from kaohe.workbench.files.look import look_at

    shape = one_of(format_, ("text", "json"))
    are_files(files)
    found = [look_at(path) for path in files]
    typer.echo(look_json(found, lang()) if shape == "json" else look_text(found, lang()))
    return PROBLEMS if any(one.problems for one in found) else DONE


_HEAD = 2
"""Lines of a drafted mapping that say what the marks mean."""
_MAP: dict[str, tuple[str, ...]] = {"parts": ("suggest",)}
maps = typer.Typer(cls=grouped(_MAP, under="map"), no_args_is_help=True, rich_markup_mode=None)
app.add_typer(maps, name="map")


@maps.command("suggest", cls=Command)
def suggest_(
    file: Annotated[Path, typer.Argument()],
    out: Annotated[Path, typer.Option("--out")],
    vocabulary: Annotated[str, typer.Option("--vocabulary")] = "petition",
    shows: Annotated[str | None, typer.Option("--shows")] = None,
) -> int:
    from kaohe.engine.write import write_text
    from kaohe.reports.mapping_text import mapping_text
    from kaohe.reports.problem_text import render
    from kaohe.workbench.files.draft import drafted, known_titles, with_shows
    from kaohe.workbench.files.look import look_at

    if out.exists():
        raise Misuse(say("usage.exists", lang(), path=out))
    are_files([file])
    answer = _shows(shows)
    known = _vocabulary(vocabulary, out)
    found = look_at(file, known_titles(known))
    if found.problems:
        typer.echo(render(found.problems, {}, lang()), err=True)
        return PROBLEMS
    draft = drafted(found, known)
    if draft is None:
        typer.echo(say("map.no-heading", lang(), name=file.name), err=True)
        return PROBLEMS
    draft = with_shows(draft, answer) if answer else draft
    draft = _asked(draft) if sys.stdin.isatty() and sys.stdout.isatty() else draft
    text = mapping_text(draft, _name(out), lang())
    write_text(out, text)
    typer.echo(say("map.written", lang(), path=out, rules=len(draft.rules), discard=len(draft.discard)))
    if not draft.left:
        typer.echo(say("map.ready" if draft.shows == "records" else "map.ready-snapshot", lang()))
        return DONE
    typer.echo(say("map.left", lang(), left=draft.left))
    for number, line in enumerate(text.splitlines(), 1):
        if "# ?" in line and number > _HEAD:
            typer.echo(f"  {out}:{number}  {line.strip()}")
    return PROBLEMS


def _shows(said: str | None) -> Shows | None:
    """What each export is said to show; None: it is not said."""
    from typing import get_args

    from kaohe.workbench.files.draft import Shows

    found: Shows | None = None if said is None else one_of(said, get_args(Shows))
    return found


def _vocabulary(name: str, beside: Path) -> Vocabulary:
    from kaohe.rules.library import load_vocabulary
    from kaohe.rules.shelf import Shelf

    home = Shelf(beside.parent).vocabulary(name)
    found = load_vocabulary(home)[0] if home else None
    if found is None:
        raise Misuse(say("map.no-vocabulary", lang(), name=name))
    return found


def _name(out: Path) -> str:
    """What the mapping is called: as its file, where that is a name."""
    return out.stem if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", out.stem) else "export"


def _asked(draft: Draft) -> Draft:
    """The draft with what somebody at the terminal decides; an empty answer leaves the question open."""
    from kaohe.workbench.files.draft import with_case, with_shows, with_value, without_question

    if not draft.told:
        answer = _answer(say("map.ask-shows", lang()))
        draft = with_shows(draft, answer) if answer in ("all", "part", "records") else draft  # type: ignore[arg-type]
    if draft.cases or any(rule.lacks_case for rule in draft.rules):
        key = "map.ask-which-case" if draft.cases else "map.ask-case"
        answer = _answer(say(key, lang(), columns=", ".join(draft.cases or draft.columns)))
        draft = with_case(draft, answer) if answer in draft.columns else draft
    for place, rule in enumerate(draft.rules):
        for one in rule.fields:
            if one.column is None and one.field.titles:
                values = ", ".join(f"{code} {title}" for code, title in one.field.titles.items())
                answer = _answer(say("map.ask-value", lang(), kind=rule.kind.title, title=one.field.title, values=values))
                draft = with_value(draft, place, one.field.name, answer) if answer in one.field.titles else draft
    for column, why, _ in draft.discard:
        if why == "unknown" and _answer(say("map.ask-discard", lang(), column=column)) == "y":
            draft = without_question(draft, column)
    return draft


def _answer(question: str) -> str:
    return str(typer.prompt(question, default="", show_default=False, prompt_suffix=" ")).strip()
