"""An auditor's commands: card, why, why-not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kaohe.commands.shared import DONE, PROBLEMS, app, one_of, stored_run
from kaohe.reports.command_line import Command, lang
from kaohe.reports.words import say


@app.command("card", cls=Command)
def card_(
    subject: Annotated[str, typer.Argument()],
    run: Annotated[Path, typer.Option("--run")],
    all_: Annotated[bool, typer.Option("--all")] = False,
    format_: Annotated[str, typer.Option("--format")] = "text",
) -> int:
    from kaohe.reports.card_text import card_text
    from kaohe.reports.coverage_text import own_coverage_text
    from kaohe.reports.entry_text import book_of
    from kaohe.reports.fold import folded
    from kaohe.reports.tables import cards_json
    from kaohe.scoring.run_files import card_of, clocks_of, coverage_of
    from kaohe.scoring.why import why

    shape = one_of(format_, ("text", "json"))
    stored, policy = stored_run(run)
    cards = card_of(stored.scored, subject)
    if not cards:
        typer.echo(say("card.none", lang(), subject=subject), err=True)
        return PROBLEMS
    if shape == "json":
        typer.echo(cards_json(cards, policy))
        return DONE
    book = book_of(policy, stored.scored, clocks_of(stored.folder))
    for card in cards:
        typer.echo(folded(card_text(why(policy, stored.scored, card), book, lang(), every=all_)) + "\n")
    reported = own_coverage_text(coverage_of(stored.folder), subject, policy, lang())
    if reported:
        typer.echo(folded(reported) + "\n")
    return DONE


@app.command("why", cls=Command)
def why_(what: Annotated[str, typer.Argument()], run: Annotated[Path, typer.Option("--run")]) -> int:
    from kaohe.reports.entry_text import book_of
    from kaohe.reports.why_text import why_text
    from kaohe.scoring.run_files import clocks_of
    from kaohe.workbench.tracing import trace

    stored, policy = stored_run(run)
    found = trace(stored, policy, what)
    book = book_of(policy, stored.scored, clocks_of(stored.folder))
    typer.echo(why_text(found, book, lang()), err=not found.known)
    return DONE if found.known else PROBLEMS


@app.command("why-not", cls=Command)
def why_not_(
    clause: Annotated[str, typer.Argument()],
    case: Annotated[str, typer.Option("--case")],
    run: Annotated[Path, typer.Option("--run")],
) -> int:
    from kaohe.reports.why_text import why_not_text
    from kaohe.workbench.tracing import trace_not

    stored, policy = stored_run(run)
    found = trace_not(stored, policy, clause, case)
    typer.echo(why_not_text(found, policy, lang()), err=not found.known)
    return DONE if found.known else PROBLEMS
