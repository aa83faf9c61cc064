"""Data confirmation: sheets write, sheets read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kaohe.commands.shared import DONE, PROBLEMS, Misuse, app, one_of, stored_run
from kaohe.reports.command_line import Command, grouped, lang
from kaohe.reports.words import say

if TYPE_CHECKING:
    from kaohe.workbench.confirming.drafts import Drafts

sheets = typer.Typer(cls=grouped({"sheets-parts": ("write", "read")}, under="sheets"), no_args_is_help=True, rich_markup_mode=None)
app.add_typer(sheets, name="sheets")


@sheets.command("write", cls=Command)
def write_(
    run: Annotated[Path, typer.Argument()],
    out: Annotated[Path, typer.Option("--out")],
    unit: Annotated[list[str] | None, typer.Option("--unit")] = None,
) -> int:
    from kaohe.reports.unit_sheets.book import write_sheets

    if out.exists():
        raise Misuse(say("usage.exists", lang(), path=out))
    drafts = _drafts(run)
    made = write_sheets(drafts, out, lang(), [str(one_of(one, drafts.units)) for one in unit or ()])
    typer.echo(say("sheets.written", lang(), count=len(made), path=out))
    return DONE


@sheets.command("read", cls=Command)
def read_(
    files: Annotated[list[Path], typer.Argument()],
    run: Annotated[Path, typer.Option("--run")],
    out: Annotated[Path, typer.Option("--out")],
) -> int:
    from kaohe.engine.event_file import write_events
    from kaohe.reports.problem_text import render
    from kaohe.reports.unit_sheets.text import standings_text
    from kaohe.workbench.confirming.answers import Asked, read_answers, standings

    if out.suffix not in (".jsonl", ".parquet", ".csv"):
        raise Misuse(say("usage.events-format", lang(), path=out))
    drafts = _drafts(run)
    policy = drafts.dossier.policy
    answers = read_answers(files, Asked(drafts.dossier.root, policy.vocabulary, policy.timezone, drafts.by_number))
    if answers.problems:
        typer.echo(render(answers.problems, {}, lang()), err=True)
    write_events(answers.events, out, policy.vocabulary, policy.timezone)
    typer.echo(say("sheets.read", lang(), count=len(answers.events), path=out))
    typer.echo(standings_text(standings(answers, drafts), lang()))
    return PROBLEMS if answers.problems else DONE


def _drafts(run: Path) -> Drafts:
    """What the units of a run are asked; a wrong call where the vocabulary cannot hold their answers."""
    from kaohe.workbench.confirming.drafts import Drafts, answer_kinds
    from kaohe.workbench.dossier import dossier_of

    stored, policy = stored_run(run)
    kinds = answer_kinds(policy.vocabulary)
    if kinds is None or "ground" not in kinds[1].fields:
        raise Misuse(say("usage.no-answer-kinds", lang(), vocabulary=policy.vocabulary.name))
    return Drafts(dossier_of(stored, policy))
