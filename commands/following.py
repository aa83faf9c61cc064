"""Following cases while they run: replay, due, watch."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kaohe.commands.shared import (
    DONE,
    PROBLEMS,
    Misuse,
    app,
    day_of,
    engine_name,
    one_of,
    opened_run,
    stage,
    told_events_gone,
)
from kaohe.commands.shared import within as in_reach
from kaohe.reports.command_line import Command, lang
from kaohe.reports.words import say

if TYPE_CHECKING:
    from kaohe.engine.roster import Roster
    from kaohe.rules.policy import Policy
    from kaohe.rules.problem import Problem
    from kaohe.scoring.inputs import Inputs
    from kaohe.scoring.job import Prepared
    from kaohe.workbench.watching import Look


@app.command("replay", cls=Command)
def replay_(
    case: Annotated[str, typer.Option("--case")],
    run: Annotated[Path, typer.Option("--run")],
    verify: Annotated[bool, typer.Option("--verify")] = False,
) -> int:
    from kaohe.commands.progress import searching
    from kaohe.reports.follow_text import replay_text
    from kaohe.workbench.following import follow

    stored, policy = opened_run(run, verify=verify)
    with searching(say("stage.search", lang())) as progress:
        found = follow(stored, policy, case, progress)
    typer.echo(replay_text(found, policy, lang()), err=not found.known)
    if not found.known:
        told_events_gone(stored)
    return DONE if found.known else PROBLEMS


@app.command("due", cls=Command)
def due_(
    as_of: Annotated[str, typer.Option("--as-of")],
    policy: Annotated[Path | None, typer.Option("--policy")] = None,
    events: Annotated[list[Path] | None, typer.Option("--events")] = None,
    roster: Annotated[Path | None, typer.Option("--roster")] = None,
    calendar: Annotated[Path | None, typer.Option("--calendar")] = None,
    within: Annotated[int, typer.Option("--within", min=0)] = 30,
    unit: Annotated[str | None, typer.Option("--unit")] = None,
    lines: Annotated[bool, typer.Option("--lines")] = False,
    format_: Annotated[str, typer.Option("--format")] = "text",
) -> int:
    from kaohe.commands.in_office import run_inputs
    from kaohe.engine.reference import world_of
    from kaohe.reports.due_files import due_calendar, due_csv
    from kaohe.reports.follow_text import due_text
    from kaohe.workbench.falling_due import falling_due

    shape, day = one_of(format_, ("text", "csv", "ics")), day_of(as_of)
    ready, scheme = _readied(run_inputs(policy, events, roster, calendar))
    if scheme is None:
        return PROBLEMS
    assert day is not None, "--as-of is required"
    in_reach(day, scheme.period.from_)
    _is_known(unit, ready.roster)
    world, left_out = world_of(scheme, ready.roster, ready.events, day)
    every, told = falling_due(world, within)
    found = tuple(one for one in every if unit in (None, *(id_ for _, id_ in one.subjects)))
    show: dict[str, Callable[[], str]] = {
        "text": lambda: due_text(found, scheme, day, within, every_day=lines, lang=lang()) + "\n",
        "csv": lambda: due_csv(found),
        "ics": lambda: due_calendar(found, scheme.name, lang()),
    }
    _tell((*ready.problems, *left_out, *told), ready)
    typer.echo(show[shape](), nl=False)
    return DONE


def _is_known(subject: str | None, roster: Roster) -> None:
    """The subject is a unit or leader of the roster; a wrong call otherwise."""
    from difflib import get_close_matches

    if subject is None or roster.knows("unit", subject) or roster.knows("leader", subject):
        return
    near = get_close_matches(subject, [*roster.subjects("unit"), *roster.subjects("leader")], n=3)
    raise Misuse(say("usage.no-unit", lang(), found=subject, near=", ".join(near) or "—"))


@app.command("watch", cls=Command)
def watch_(
    policy: Annotated[Path | None, typer.Option("--policy")] = None,
    events: Annotated[Path | None, typer.Option("--events")] = None,
    roster: Annotated[Path | None, typer.Option("--roster")] = None,
    calendar: Annotated[Path | None, typer.Option("--calendar")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of")] = None,
    within: Annotated[int, typer.Option("--within", min=0)] = 15,
    every: Annotated[int, typer.Option("--every", min=1)] = 5,
    once: Annotated[bool, typer.Option("--once")] = False,
    engine: Annotated[str, typer.Option("--engine")] = "batch",
) -> int:
    from kaohe.commands.in_office import run_inputs
    from kaohe.workbench.watching import NOTHING

    if events is not None and not events.exists():
        raise Misuse(say("usage.no-events", lang(), path=events))
    inputs, before, seen = run_inputs(policy, [events] if events else None, roster, calendar), NOTHING, ""
    while True:
        now = _state(inputs.events[0])
        if now != seen:
            after = _looked(inputs, before, day_of(as_of), within, engine_name(engine))
            if once and after is None:
                return PROBLEMS
            before, seen = after or before, now
        if once:
            return DONE
        time.sleep(every)


def _looked(inputs: Inputs, before: Look, as_of: date | None, within: int, engine: str) -> Look | None:
    """One look, told against the one before; None: problems stand in the way, and were told."""
    from kaohe.reports.follow_text import news_text
    from kaohe.workbench.watching import look, news

    ready, scheme = _readied(inputs)
    if scheme is None:
        return None
    after = look(scheme, ready.roster, ready.events, as_of, within, engine)
    typer.echo(news_text(news(before, after), scheme, lang()))
    return after


def _state(events: Path) -> str:
    """Changes whenever a batch has come: the log's hash where there is a log, else that of the files."""
    from kaohe.engine.intake.log import LOG
    from kaohe.scoring.fingerprints import hash_of

    log = events / LOG
    return hash_of(log if log.is_file() else events)


def _readied(inputs: Inputs) -> tuple[Prepared, Policy | None]:
    """All inputs read, and the policy; None when they cannot be used, and why has been told."""
    from kaohe.reports.problem_text import render
    from kaohe.scoring.job import prepare

    stage("stage.read")
    ready = prepare(inputs)
    stage(None)
    if ready.policy is None:
        typer.echo(render(ready.problems, ready.texts, lang()), err=True)
    return ready, ready.policy


def _tell(problems: Sequence[Problem], ready: Prepared) -> None:
    from kaohe.reports.run_text import run_told

    if problems:
        typer.echo(run_told(problems, ready.texts, lang()), err=True)
