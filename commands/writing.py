"""A policy editor's commands: check, schema, test."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kaohe.commands.shared import DONE, PROBLEMS, app, engine_name, one_of
from kaohe.reports.command_line import Command, lang
from kaohe.reports.words import say


@app.command("check", cls=Command)
def check_(
    files: Annotated[list[Path], typer.Argument()],
    format_: Annotated[str, typer.Option("--format")] = "text",
) -> int:
    from kaohe.reports.problem_text import render, tally
    from kaohe.workbench.checking import check_paths

    shape = one_of(format_, ("text", "json", "github"))
    found = check_paths(files)
    shown = render(found.problems, found.texts, lang(), shape)
    if shown:
        typer.echo(shown)
    if shape == "text":
        clean = say("check.clean", lang(), count=len(found.files))
        typer.echo(tally(found.problems, lang()) if found.problems else clean)
    return PROBLEMS if found.refused else DONE


@app.command("schema", cls=Command)
def schema_(kind: Annotated[str, typer.Argument()]) -> int:
    import json

    from kaohe.rules.document.kinds import DOCUMENTS
    from kaohe.rules.schema import json_schema

    schema = json_schema(one_of(kind, tuple(DOCUMENTS)))
    typer.echo(json.dumps(schema, ensure_ascii=False, indent=2))
    return DONE


@app.command("test", cls=Command)
def play_(
    policies: Annotated[list[Path], typer.Argument()],
    engine: Annotated[str, typer.Option("--engine")] = "reference",
) -> int:
    from kaohe.reports.problem_text import render
    from kaohe.reports.suite_text import suite_text
    from kaohe.workbench.suite import play_suite

    code = DONE
    for path in policies:
        suite = play_suite(path, engine_name(engine))
        faults = [problem for problem in suite.problems if problem.severity == "problem"]
        if faults:
            typer.echo(render(faults, suite.texts, lang()))
        if suite.policy is not None:
            typer.echo(suite_text(suite, lang()))
        code = code if suite.passed and not faults else PROBLEMS
    return code
