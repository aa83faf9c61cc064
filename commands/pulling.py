"""Events from a database: pull."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kaohe.commands.shared import DONE, PROBLEMS, Misuse, app, progress
from kaohe.reports.command_line import Command, lang
from kaohe.reports.words import say


@app.command("pull", cls=Command)
def pull_(
    from_: Annotated[str, typer.Option("--from", envvar="KAOHE_FROM")],
    query: Annotated[Path, typer.Option("--query")],
    mapping: Annotated[Path, typer.Option("--mapping")],
    out: Annotated[Path, typer.Option("--out")],
    watermark: Annotated[str | None, typer.Option("--watermark")] = None,
    overlap: Annotated[int, typer.Option("--overlap", min=0)] = 3,
    strict: Annotated[bool, typer.Option("--strict")] = False,
    recorded_at: Annotated[str | None, typer.Option("--recorded-at")] = None,
    roster: Annotated[Path | None, typer.Option("--roster")] = None,
) -> int:
    try:
        from kaohe.engine.pull.pull import Wanted, pull
    except ModuleNotFoundError:
        raise Misuse(say("usage.no-sql", lang())) from None
    from kaohe.commands.office_import import names_known
    from kaohe.reports.import_text import import_text, refused_text
    from kaohe.reports.problem_text import render
    from kaohe.workbench.importing import readied

    if not query.is_file():
        raise Misuse(say("usage.no-query", lang(), path=query))
    ready = readied(mapping)
    if ready.mapping is None or ready.vocabulary is None:
        typer.echo(render(ready.problems, ready.texts, lang()), err=True)
        return PROBLEMS
    wanted = Wanted(from_, query, watermark, overlap)
    done = pull(
        wanted, ready.mapping, ready.vocabulary, out, names=names_known(ready, roster),
        strict=strict, recorded_at=recorded_at, progress=progress(), lang=lang(),
    )  # fmt: skip
    if done.report.batch is None:
        typer.echo(refused_text(done.report, ready.texts, lang()), err=True)
        return PROBLEMS
    typer.echo(import_text(done.report, ready.vocabulary, lang()))
    if watermark is not None:
        typer.echo(say("pull.mark", lang(), column=watermark, since=done.since or "—", mark=done.mark or "—"))
    return DONE
