"""The command line: the only room that prints, exits, and reads the environment.

    kaohe check | schema | test          a policy editor
    kaohe import | run | demo            an assessment office
    kaohe card | why | why-not           an auditor

Every command is short: it reads its options, calls a room, and shows what came back. Exit codes:
0 done, 1 problems found, 2 wrong usage.
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kaohe.reports.command_line import SPOKEN, Command, grouped, lang, usage_words, without_lang
from kaohe.reports.faults import INTERRUPTED, fault_words, undecodable
from kaohe.reports.words import language, say

if TYPE_CHECKING:
    from kaohe.rules.policy import Policy
    from kaohe.scoring.run_files import Inputs, Stored

GROUPS = {
    "policy": ("check", "schema", "test"),
    "job": ("import", "run", "demo"),
    "trace": ("card", "why", "why-not"),
}
DONE, PROBLEMS, USAGE = 0, 1, 2
LAST_DAY = date(2099, 12, 30)  # time zones are tabled to the end of 2099

app = typer.Typer(
    name="kaohe",
    cls=grouped(GROUPS),
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """The console script: settles the language, runs a command, words what went wrong."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal without Chinese shows it escaped
            stream.reconfigure(errors="backslashreplace")
    arguments, asked = without_lang(sys.argv[1:])
    SPOKEN.append(language(asked, os.environ.get("LANG")))
    if arguments == ["--version"]:
        typer.echo(_version())
        return
    try:
        code = _called(arguments)
    except Misuse as fault:
        typer.echo(str(fault), err=True)
        sys.exit(USAGE)
    except (Exception, KeyboardInterrupt) as fault:  # noqa: BLE001 - a fault of ours is raised again
        sys.exit(_stopped(fault))
    if code == INTERRUPTED:  # typer has caught the key by itself
        typer.echo(say("fault.interrupted", lang()), err=True)
    sys.exit(code if isinstance(code, int) else DONE)


def _called(arguments: list[str]) -> object:
    if undecodable([*arguments, str(Path.cwd())]):
        raise Misuse(say("fault.bad-path", lang()))
    return app(args=arguments, prog_name="kaohe", standalone_mode=False)


def _stopped(fault: BaseException) -> int:
    """Says why a command stopped; what is a fault of ours is raised again."""
    if hasattr(fault, "exit_code") and hasattr(fault, "message"):
        return _misused(fault)
    told = fault_words(fault, lang())
    if told is None:
        raise fault
    typer.echo(told[0], err=True, nl=bool(told[0]))
    return told[1]


def _version() -> str:
    from importlib.metadata import version

    return f"kaohe {version('kaohe')}"


def _misused(fault: BaseException) -> int:
    context = getattr(fault, "ctx", None)
    if type(fault).__name__ == "NoArgsIsHelpError":
        typer.echo(context.get_help())  # type: ignore[union-attr]
        return USAGE
    typer.echo(usage_words(fault), err=True)
    typer.echo(say("try-help", lang(), command=context.command_path if context else "kaohe"), err=True)
    return USAGE


# --- writing policies -----------------------------------------------------------------------------


@app.command("check", cls=Command)
def check_(
    files: Annotated[list[Path], typer.Argument()],
    format_: Annotated[str, typer.Option("--format")] = "text",
) -> int:
    from kaohe.reports.problem_text import render, tally
    from kaohe.workbench.checking import check_paths

    shape = _one_of(format_, ("text", "json", "github"))
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

    schema = json_schema(_one_of(kind, tuple(DOCUMENTS)))
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
        suite = play_suite(path, _engine(engine))
        faults = [problem for problem in suite.problems if problem.severity == "problem"]
        if faults:
            typer.echo(render(faults, suite.texts, lang()))
        if suite.policy is not None:
            typer.echo(suite_text(suite, lang()))
        code = code if suite.passed and not faults else PROBLEMS
    return code


# --- running an assessment ------------------------------------------------------------------------


@app.command("import", cls=Command)
def import_(
    files: Annotated[list[Path], typer.Argument()],
    mapping: Annotated[Path, typer.Option("--mapping")],
    out: Annotated[Path, typer.Option("--out")],
    strict: Annotated[bool, typer.Option("--strict")] = False,
    recorded_at: Annotated[str | None, typer.Option("--recorded-at")] = None,
) -> int:
    from kaohe.engine.intake.import_rows import import_rows
    from kaohe.reports.import_text import import_text, refused_text
    from kaohe.reports.problem_text import render
    from kaohe.workbench.importing import readied

    ready = readied(mapping)
    if ready.mapping is None or ready.vocabulary is None:
        typer.echo(render(ready.problems, ready.texts, lang()), err=True)
        return PROBLEMS
    report = import_rows(
        ready.mapping, files, ready.vocabulary, out, strict=strict, recorded_at=recorded_at, progress=_progress(), lang=lang()
    )
    if report.batch is None:
        typer.echo(refused_text(report, ready.texts, lang()), err=True)
        return PROBLEMS
    typer.echo(import_text(report, ready.vocabulary, lang()))
    return DONE


def _stage(key: str | None, **facts: object) -> None:
    """Says on a terminal what a long job is at; ``None`` wipes the line."""
    if sys.stderr.isatty():
        typer.echo("\r\033[K" + (say(key, lang(), **facts) if key else ""), err=True, nl=False)


def _progress() -> Callable[[int, int | None], None]:
    """Shows how far a long job is, on a terminal, from its third second on."""
    from kaohe.reports.import_text import progress_text
    began = time.monotonic()

    def show(done: int, whole: int | None) -> None:
        seconds = time.monotonic() - began
        if seconds < 2 or not sys.stderr.isatty():
            return
        typer.echo("\r\033[K" + progress_text(done, whole, seconds, lang()), err=True, nl=False)

    return show


@app.command("run", cls=Command)
def run_(
    policy: Annotated[Path, typer.Option("--policy")],
    events: Annotated[list[Path], typer.Option("--events")],
    out: Annotated[Path, typer.Option("--out")],
    roster: Annotated[Path | None, typer.Option("--roster")] = None,
    calendar: Annotated[Path | None, typer.Option("--calendar")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of")] = None,
    known_at: Annotated[str | None, typer.Option("--known-at")] = None,
    engine: Annotated[str, typer.Option("--engine")] = "reference",
    format_: Annotated[str, typer.Option("--format")] = "text",
) -> int:
    from kaohe.scoring.run_files import Inputs

    shape = _one_of(format_, ("text", "json", "csv"))
    return _run(Inputs(policy, tuple(events), roster, calendar), out, _day(as_of), known_at, _engine(engine), shape)


def _run(inputs: Inputs, out: Path, as_of: date | None, known_at: str | None, engine: str, shape: str) -> int:
    """The main job: read, replay, score, write, show. Problems and counts come first."""
    from kaohe.engine.event_value import instant_of_text
    from kaohe.reports.problem_text import render
    from kaohe.reports.run_text import SHOW, run_told
    from kaohe.scoring.job import prepare
    from kaohe.scoring.run import run
    from kaohe.scoring.run_files import unwritable, write_run

    if out.exists():
        raise Misuse(say("usage.exists", lang(), path=out))
    _stage("stage.read")
    ready = prepare(inputs)
    _stage(None)
    if ready.policy is None:
        typer.echo(render(ready.problems, ready.texts, lang()), err=True)
        return PROBLEMS
    known = instant_of_text(known_at, ready.policy.timezone) if known_at else None
    if known_at and known is None:
        raise Misuse(say("usage.bad-date", lang(), found=known_at))
    _within(as_of, ready.policy.period.from_)
    _stage("stage.replay", events=f"{len(ready.events):,}", engine=engine)
    done = run(ready.policy, ready.roster, ready.events, as_of=as_of, known_at=known, engine_name=engine)
    if (entry := unwritable(done.scored)) is not None:
        typer.echo(say("fault.too-large", lang(), entry=entry), err=True)
        return PROBLEMS
    told = (*ready.problems, *done.scored.notices)
    root = write_run(done, inputs, out, told)
    _stage(None)
    typer.echo(run_told(told, ready.texts, lang()), err=shape != "text")
    typer.echo(SHOW[shape](done, lang()))
    if shape == "text":
        typer.echo(say("run.written", lang(), path=out, entries=len(done.scored.entries), root=root[:16]))
    return PROBLEMS if any(one.severity == "problem" for one in told) else DONE


@app.command("demo", cls=Command)
def demo_(
    policy: Annotated[str, typer.Option("--policy")] = "lishi",
    cases: Annotated[int, typer.Option("--cases")] = 3000,
    seed: Annotated[int, typer.Option("--seed")] = 7,
    out: Annotated[Path, typer.Option("--out")] = Path("build/demo"),
    engine: Annotated[str, typer.Option("--engine")] = "reference",
) -> int:
    from kaohe.scoring.run_files import Inputs
    from kaohe.workbench.sample.demo import DEMOS, lay_out

    home = DEMOS[_one_of(policy, tuple(DEMOS))]
    made = lay_out(home, out, cases, seed)
    typer.echo(say("demo.made", lang(), rows=made.rows, path=made.events, cases=made.cases, seed=seed))
    code = _run(Inputs(home, (made.events,), home / "roster.yaml"), made.run, None, None, _engine(engine), "text")
    return code or _trace_one(made.run)


def _trace_one(folder: Path) -> int:
    """One point of the demonstration, traced: the first second-report deduction, or any entry."""
    stored, _ = _stored(folder)
    entries = [entry for entry in stored.scored.entries if entry.event is not None and entry.points]
    chosen = next((entry for entry in entries if entry.part == "charge" and entry.points < 0), entries[0])
    typer.echo(say("demo.trace", lang(), command=f"kaohe why '{chosen.id}' --run {folder}") + "\n")
    return why_(chosen.id, folder)


def _within(day: date | None, first: date) -> None:
    """As-of lies in the policy's period or after it, as far as the time zones go."""
    if day is not None and not first <= day <= LAST_DAY:
        raise Misuse(say("usage.as-of", lang(), found=day, first=first, last=LAST_DAY))


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise Misuse(say("usage.bad-date", lang(), found=text)) from None


# --- tracing --------------------------------------------------------------------------------------


@app.command("card", cls=Command)
def card_(
    subject: Annotated[str, typer.Argument()],
    run: Annotated[Path, typer.Option("--run")],
    all_: Annotated[bool, typer.Option("--all")] = False,
    format_: Annotated[str, typer.Option("--format")] = "text",
) -> int:
    from kaohe.reports.card_text import card_text
    from kaohe.reports.entry_text import book_of
    from kaohe.reports.tables import cards_json
    from kaohe.scoring.run_files import card_of, clocks_of
    from kaohe.scoring.why import why

    shape = _one_of(format_, ("text", "json"))
    stored, policy = _stored(run)
    cards = card_of(stored.scored, subject)
    if not cards:
        typer.echo(say("card.none", lang(), subject=subject), err=True)
        return PROBLEMS
    if shape == "json":
        typer.echo(cards_json(cards, policy))
        return DONE
    book = book_of(policy, stored.scored, clocks_of(stored.folder))
    for card in cards:
        typer.echo(card_text(why(policy, stored.scored, card), book, lang(), every=all_) + "\n")
    return DONE


@app.command("why", cls=Command)
def why_(what: Annotated[str, typer.Argument()], run: Annotated[Path, typer.Option("--run")]) -> int:
    from kaohe.reports.entry_text import book_of
    from kaohe.reports.why_text import why_text
    from kaohe.scoring.run_files import clocks_of
    from kaohe.workbench.tracing import trace

    stored, policy = _stored(run)
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

    stored, policy = _stored(run)
    found = trace_not(stored, policy, clause, case)
    typer.echo(why_not_text(found, policy, lang()), err=not found.known)
    return DONE if found.known else PROBLEMS


def _stored(folder: Path) -> tuple[Stored, Policy]:
    """A run read back and its policy; what has changed since is said first."""
    from kaohe.reports.problem_text import render
    from kaohe.scoring.run_files import read_run

    stored = read_run(folder)
    if stored is None:
        raise Misuse(say("usage.no-run", lang(), path=folder))
    if stored.changed:
        typer.echo(render(stored.changed, stored.checked.texts, lang()), err=True)
    if stored.checked.policy is None:
        raise Misuse(say("usage.policy-gone", lang(), path=stored.inputs.policy))
    return stored, stored.checked.policy


# --- what all commands share ----------------------------------------------------------------------


class Misuse(Exception):  # noqa: N818 - a wrong call is no error of ours
    """A call that cannot be carried out, with the sentence that says why."""


def _one_of(found: str, names: tuple[str, ...]) -> Any:
    """``found`` if it is one of the names; a usage problem otherwise."""
    if found not in names:
        raise Misuse(say("usage.not-one-of", lang(), found=found, names=", ".join(names)))
    return found


def _engine(name: str) -> str:
    from kaohe.engine.engines import ENGINES

    return str(_one_of(name, tuple(ENGINES)))


if __name__ == "__main__":
    main()
