"""A policy editor's commands: check, schema, test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from kaohe.commands.shared import DONE, PROBLEMS, Misuse, app, day_of, engine_name, one_of, stage, within
from kaohe.reports.command_line import Command, lang
from kaohe.reports.words import say

if TYPE_CHECKING:
    from kaohe.workbench.checking import Findings


@app.command("check", cls=Command)
def check_(
    files: Annotated[list[Path], typer.Argument()],
    format_: Annotated[str, typer.Option("--format")] = "text",
    events: Annotated[list[Path] | None, typer.Option("--events")] = None,
    roster: Annotated[Path | None, typer.Option("--roster")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of")] = None,
    sample: Annotated[int, typer.Option("--sample", min=1)] = 100,
    seed: Annotated[int, typer.Option("--seed")] = 1,
) -> int:
    from kaohe.reports.problem_text import render, tally
    from kaohe.workbench.checking import check_paths

    shape = one_of(format_, ("text", "json", "github"))
    found = check_paths(files)
    if not found.files:
        raise Misuse(say("usage.nothing-to-check", lang(), path=files[0]))
    if events and not found.refused:
        found = _by_behaviour(files, Asked(tuple(events), roster, day_of(as_of), sample, seed), found, shape == "text")
    shown = render(found.problems, found.texts, lang(), shape)
    if shown:
        typer.echo(shown)
    if shape == "text":
        clean = say("check.clean", lang(), count=len(found.files))
        typer.echo(tally(found.problems, lang()) if found.problems else clean)
        if found.skipped:
            typer.echo(say("check.skipped", lang(), count=len(found.skipped), first=found.skipped[0]))
        for name, count in found.uncompared:
            typer.echo(say("check.uncompared", lang(), count=count, file=name))
    return PROBLEMS if found.refused else DONE


class Asked(NamedTuple):
    """What ``check --events`` was asked for."""

    events: tuple[Path, ...]
    roster: Path | None
    as_of: date | None
    sample: int
    seed: int


def _by_behaviour(files: list[Path], asked: Asked, found: Findings, tell: bool) -> Findings:
    """What replaying the year with every move adds to the findings; the table is shown when ``tell``."""
    from kaohe.reports.suppression_text import suppression_text
    from kaohe.rules.library import load_policy
    from kaohe.scoring.job import prepare_for
    from kaohe.workbench.suppression.gate import suppression

    checked = load_policy(files[0])
    if len(files) != 1 or checked.policy is None:
        raise Misuse(say("usage.events-one-policy", lang()))
    within(asked.as_of, checked.policy.period.from_)
    ready = prepare_for(checked.policy, asked.events, asked.roster)
    if ready.policy is None:
        return replace(found, problems=(*found.problems, *ready.problems), texts={**found.texts, **ready.texts})
    result = suppression(
        checked.policy, ready.roster, ready.events, as_of=asked.as_of, seed=asked.seed, sample=asked.sample,
        told=lambda move: stage("stage.suppression", move=move),
    )  # fmt: skip
    stage(None)
    if tell:
        typer.echo(suppression_text(result, checked.policy, asked.sample, lang()))
    return replace(found, problems=(*found.problems, *result.problems), texts={**found.texts, **checked.texts})


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
    engine: Annotated[str, typer.Option("--engine")] = "batch",
) -> int:
    from kaohe.commands.progress import replaying
    from kaohe.reports.problem_text import render
    from kaohe.reports.suite_text import suite_text
    from kaohe.workbench.suite import play_suite

    code = DONE
    for path in policies:
        suite = play_suite(path, engine_name(engine), replaying(say("stage.examples", lang(), path=path)))
        stage(None)
        faults = [problem for problem in suite.problems if problem.severity == "problem"]
        if faults:
            typer.echo(render(faults, suite.texts, lang()))
        if suite.policy is not None:
            typer.echo(suite_text(suite, lang()))
        code = code if suite.passed and not faults else PROBLEMS
    return code
