"""An assessment office's commands: import, run, demo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Annotated

import typer

from kaohe.commands.machine import workers
from kaohe.commands.shared import (
    DONE,
    PROBLEMS,
    Misuse,
    app,
    are_files,
    day_of,
    engine_name,
    is_place_for_folder,
    one_of,
    progress,
    stage,
    stored_run,
    within,
)
from kaohe.reports.command_line import Command, lang
from kaohe.reports.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kaohe.engine.batch.disk import Hands
    from kaohe.engine.event import Event
    from kaohe.engine.events import Events
    from kaohe.rules.checked import Checked
    from kaohe.scoring.cross_check import CrossCheck
    from kaohe.scoring.inputs import Inputs
    from kaohe.scoring.job import Prepared
    from kaohe.scoring.run import Run


@app.command("import", cls=Command)
def import_(
    files: Annotated[list[Path], typer.Argument()],
    mapping: Annotated[Path | None, typer.Option("--mapping")] = None,
    out: Annotated[Path | None, typer.Option("--out")] = None,
    roster: Annotated[Path | None, typer.Option("--roster")] = None,
    strict: Annotated[bool, typer.Option("--strict")] = False,
    recorded_at: Annotated[str | None, typer.Option("--recorded-at")] = None,
) -> int:
    from kaohe.commands import office_import as office
    from kaohe.engine.intake.import_rows import import_rows
    from kaohe.reports.import_text import import_text, refused_text, took_nothing
    from kaohe.reports.problem_text import render
    from kaohe.workbench.importing import readied

    if mapping is None and office.are_books(files):
        return office.import_books(files, out, recorded_at)
    into = office.destination(out)
    is_place_for_folder(into)
    are_files(files)
    ready, names = office.named(readied(mapping or office.mapping_for(files)), files, roster)
    if ready.mapping is None or ready.vocabulary is None:
        typer.echo(render(ready.problems, ready.texts, lang()), err=True)
        return PROBLEMS
    if recorded_at is not None and ready.mapping.mode != "snapshot":
        raise Misuse(say("usage.only-snapshot", lang()))
    report = import_rows(
        ready.mapping, files, ready.vocabulary, into, strict=strict, recorded_at=recorded_at, progress=progress(), lang=lang()
    )
    if report.batch is None:
        typer.echo(refused_text(report, ready.texts, lang()), err=True)
        office.told_names(names, ready)
        return PROBLEMS
    typer.echo(import_text(report, ready.vocabulary, lang()))
    office.told_names(names, ready)
    return PROBLEMS if took_nothing(report) else DONE


@app.command("run", cls=Command)
def run_(
    policy: Annotated[Path | None, typer.Option("--policy")] = None,
    events: Annotated[list[Path] | None, typer.Option("--events")] = None,
    out: Annotated[Path | None, typer.Option("--out")] = None,
    roster: Annotated[Path | None, typer.Option("--roster")] = None,
    calendar: Annotated[Path | None, typer.Option("--calendar")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of")] = None,
    known_at: Annotated[str | None, typer.Option("--known-at")] = None,
    engine: Annotated[str, typer.Option("--engine")] = "batch",
    format_: Annotated[str, typer.Option("--format")] = "text",
    cross_check: Annotated[bool, typer.Option("--cross-check")] = False,
    against: Annotated[str | None, typer.Option("--against")] = None,
    keep_events: Annotated[bool, typer.Option("--keep-events")] = False,
    processes: Annotated[int | None, typer.Option("--processes", min=1)] = None,
    on_disk: Annotated[bool | None, typer.Option("--on-disk/--in-memory")] = None,
    master: Annotated[str | None, typer.Option("--master")] = None,
) -> int:
    from kaohe.commands.in_office import run_folder, run_inputs

    if engine != "batch" and (processes or on_disk):
        raise Misuse(say("usage.only-batch", lang(), engine=engine))
    if on_disk is False and (processes or 1) > 1:
        raise Misuse(say("usage.many-on-disk", lang()))
    by_many = (processes or 1) > 1 or on_disk
    shape, day = one_of(format_, ("text", "json", "csv")), day_of(as_of)
    second = against or (_second_engine(engine) if cross_check else None)
    if second == engine:
        raise Misuse(say("usage.against-itself", lang(), engine=engine))
    inputs = run_inputs(policy, events, roster, calendar)
    into = run_folder(out, day, inputs.policy)
    name = engine_name(engine, "spark")
    _fits_spark(name, inputs, master, {"--cross-check": second, "--keep-events": keep_events})
    return _run(
        inputs, into, day, known_at, name, shape, second and engine_name(second),
        keep=keep_events, on_disk=by_many or on_disk, processes=processes, master=master,
    )  # fmt: skip


def _fits_spark(engine: str, inputs: Inputs, master: str | None, beside: Mapping[str, object]) -> None:
    """``Misuse`` where Spark is asked for what it has not, or something else for what only Spark has."""
    from kaohe.engine.event_file import event_files, is_ours

    if engine != "spark":
        if master is not None:
            raise Misuse(say("usage.only-spark", lang()))
        return
    for option, value in beside.items():
        if value:
            raise Misuse(say("usage.spark-alone", lang(), option=option))
    for path in event_files(path for path in inputs.events if path.exists()):
        if not is_ours(path):
            raise Misuse(say("usage.spark-files", lang(), path=path))
    if which("java") is None:
        raise Misuse(say("usage.no-java", lang()))


def _second_engine(first: str) -> str:
    from kaohe.scoring.cross_check import second_engine

    return second_engine(first)


def _run(
    inputs: Inputs, out: Path, as_of: date | None, known_at: str | None, engine: str, shape: str, against: str | None = None,
    *, keep: bool = False, on_disk: bool | None = False, processes: int | None = None, master: str | None = None,
) -> int:  # fmt: skip
    """The main job: read, replay, score, write, show. Problems and counts come first.

    ``against``: the engine that checks the other; None: no cross-check. ``keep``: a sorted copy of the events. ``on_disk``: whether events are laid
    out on disk; None: when there are many.
    """
    from kaohe.engine.event_value import instant_of_text
    from kaohe.engine.memory import kept_memory, plain_memory
    from kaohe.engine.write import work_folder
    from kaohe.scoring.job import checked_inputs, in_memory, prepared

    is_place_for_folder(out)
    if out.exists():
        raise Misuse(say("usage.exists", lang(), path=out))
    checked = checked_inputs(inputs)
    known = instant_of_text(known_at, checked.policy.timezone) if known_at and checked.policy else None
    if checked.policy is not None:
        if known_at and known is None:
            raise Misuse(say("usage.bad-date", lang(), found=known_at))
        within(as_of, checked.policy.period.from_)
    asked = Asked(inputs, out, as_of, known, engine, shape, against, keep)
    if engine == "spark":
        with work_folder(out) as folder:
            return _ran_on_spark(checked, asked, folder, master)
    if not (engine == "batch" and checked.policy and (on_disk or (on_disk is None and not against and _are_many(inputs)))):
        stage("stage.read")
        plain_memory()
        return _ran(prepared(inputs, checked, in_memory), asked)
    kept_memory()
    with work_folder(out) as folder:
        return _ran_on_disk(checked, asked, folder, workers(processes))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run is asked for; ``known_at`` in µs."""

    inputs: Inputs
    out: Path
    as_of: date | None
    known_at: int | None
    engine: str
    shape: str
    against: str | None
    keep: bool


_FEW = 20_000_000
"""Bytes: files of so many hold fewer events than memory does."""


def _are_many(inputs: Inputs) -> bool:
    from kaohe.engine.event_file import event_files

    sizes = (path.stat().st_size for path in event_files(inputs.events) if path.is_file())
    if sum(sizes) <= _FEW:
        return False
    from kaohe.scoring.spread import is_large

    return is_large(inputs.events)


def _ran(ready: Prepared, asked: Asked) -> int:
    """The run of what was read into memory."""
    from kaohe.scoring.run import run

    if ready.policy is None:
        return _stopped(ready)
    steps = _replaying(ready, asked.engine)
    done = run(
        ready.policy, ready.roster, ready.events, as_of=asked.as_of, known_at=asked.known_at, engine_name=asked.engine, progress=steps
    )
    return _written(done, ready, asked)


def _ran_on_disk(checked: Checked, asked: Asked, folder: Path, processes: int) -> int:
    """The run of events laid out in ``folder``, by so many processes."""
    from kaohe.commands.progress import replaying
    from kaohe.engine.batch import disk
    from kaohe.reports.problem_text import render
    from kaohe.scoring.job import prepared
    from kaohe.scoring.spread import laid_out, run_spread

    stage("stage.read")
    hands = disk.Hands(processes)
    try:
        reading = laid_out(asked.as_of, asked.known_at, folder, hands, replaying(say("stage.read", lang())))
        ready = prepared(asked.inputs, checked, reading)
        if ready.policy is None:
            return _stopped(ready)
        assert isinstance(ready.events, disk.Spread)
        done = run_spread(ready.policy, ready.roster, ready.events, hands, _replaying(ready, asked.engine))
        return _written(done, ready, asked, hands)
    except disk.Died as died:
        stage(None)
        typer.echo(render((disk.lost(died),), {}, lang()), err=True)
        return PROBLEMS


def _ran_on_spark(checked: Checked, asked: Asked, folder: Path, master: str | None) -> int:
    """The run of events on a cluster; pieces of its ledger come into ``folder``."""
    from kaohe.engine.batch import spark
    from kaohe.scoring.job import prepared
    from kaohe.scoring.on_spark import cast, run_cast

    stage("stage.read")
    try:
        session = spark.session(master)
    except spark.NoSession:
        stage(None)
        raise Misuse(say("usage.no-session", lang(), master=master or "spark-submit")) from None
    try:
        ready = prepared(asked.inputs, checked, cast(session, asked.as_of, asked.known_at))
        if ready.policy is None:
            return _stopped(ready)
        assert isinstance(ready.events, spark.Cast)
        done = run_cast(ready.policy, ready.roster, ready.events, folder, asked.inputs, _replaying(ready, asked.engine))
        return _written(done, ready, asked)
    finally:
        session.stop()


def _stopped(ready: Prepared) -> int:
    from kaohe.reports.problem_text import render

    stage(None)
    typer.echo(render(ready.problems, ready.texts, lang()), err=True)
    return PROBLEMS


def _replaying(ready: Prepared, engine: str) -> Callable[[int, int | None], None]:
    """Shows how far the replay is."""
    from kaohe.commands.progress import replaying

    events = f"{len(ready.events):,}"
    stage("stage.replay", events=events, engine=engine)
    return replaying(say("stage.replay", lang(), events=events, engine=engine))


def _written(done: Run, ready: Prepared, asked: Asked, hands: Hands | None = None) -> int:
    """Writes the run, by those ``hands`` where events are laid out on disk, and shows it."""
    from kaohe.engine.workers import ALONE
    from kaohe.reports.run_text import SHOW, doubt_text, run_told
    from kaohe.scoring.run_files import unwritable, write_run

    shape, against, inputs, out = asked.shape, asked.against, asked.inputs, asked.out
    if (entry := unwritable(done.scored)) is not None:
        typer.echo(say("fault.too-large", lang(), entry=entry), err=True)
        return PROBLEMS
    told = (*ready.problems, *done.scored.notices)
    checked = _cross_checked(done, ready.events, against) if against else None
    told += checked.problems() if checked else ()
    kept = _by_case(ready.events, hands) if asked.keep else None
    writers = hands or ALONE
    root = write_run(done, inputs, out, told, checked, kept, writers)
    told += tuple(writers.told)
    stage(None)
    typer.echo(run_told(told, ready.texts, lang()), err=shape != "text")
    typer.echo(SHOW[shape](done, lang()))
    doubt = doubt_text(told, ready.refused, len(ready.events), lang())
    if doubt:
        typer.echo(doubt + "\n", err=shape != "text")
    if waiting := _in_quarantine(inputs):
        typer.echo(say("run.quarantined", lang(), rows=f"{waiting:,}") + "\n", err=shape != "text")
    if shape == "text":
        typer.echo(say("run.written", lang(), path=out, entries=len(done.scored.entries), root=root[:16]))
    return PROBLEMS if any(one.severity == "problem" for one in told) else DONE


def _by_case(events: Sequence[Event], hands: Hands | None) -> Iterable[Events]:
    """The events as a sorted copy is made of them: all together, or share after share."""
    from kaohe.engine.events import Events

    if hands is None:
        assert isinstance(events, Events)
        return (events,)
    from kaohe.engine.batch import disk

    assert isinstance(events, disk.Spread)
    return disk.by_case(events, hands)


def _in_quarantine(inputs: Inputs) -> int:
    """Rows of the imports read that were set aside, and of which the figures therefore know nothing."""
    from kaohe.engine.office.held import refused_in

    return sum(one.rows for folder in inputs.events if folder.is_dir() for one in refused_in(folder))


def _cross_checked(done: Run, events: Sequence[Event], against: str) -> CrossCheck:
    from kaohe.scoring.cross_check import cross_check

    return cross_check(done, events, against, progress=progress())


@app.command("demo", cls=Command)
def demo_(
    policy: Annotated[str, typer.Option("--policy")] = "lishi",
    cases: Annotated[int | None, typer.Option("--cases", min=1)] = None,
    seed: Annotated[int, typer.Option("--seed")] = 7,
    out: Annotated[Path, typer.Option("--out")] = Path("build/demo"),
    engine: Annotated[str, typer.Option("--engine")] = "batch",
) -> int:
    from kaohe.scoring.inputs import Inputs
    from kaohe.workbench.sample.demo import DEMOS, lay_out

    engine = engine_name(engine)
    home = DEMOS[one_of(policy, tuple(DEMOS))]
    stage("stage.sample")
    made = lay_out(home, out, cases, seed)
    stage(None)
    typer.echo(say("demo.made", lang(), rows=made.rows, path=made.events, cases=made.cases, seed=seed))
    code = _run(Inputs(home, (made.events,), home / "roster.yaml"), made.run, None, None, engine, "text")
    return code or _trace_one(made.run)


def _trace_one(folder: Path) -> int:
    """One point of the demonstration, traced: the first second-report deduction, or any entry."""
    stored, _ = stored_run(folder)
    entries = [entry for entry in stored.scored.entries if entry.event is not None and entry.points]
    chosen = next((entry for entry in entries if entry.part == "charge" and entry.points < 0), entries[0])
    typer.echo(say("demo.trace", lang(), command=f"kaohe why '{chosen.id}' --run {folder}") + "\n")
    from kaohe.commands.tracing import why_

    return why_(folder, chosen.id)
