"""What every command shares: the app they hang on, wrong calls, progress, and a run read back.

A module of this folder is a family of commands. A command reads its options, calls a room, and shows
what came back; it returns an exit code: 0 done, 1 problems found, 2 wrong usage.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from kaohe.reports.command_line import grouped, lang
from kaohe.reports.words import say

if TYPE_CHECKING:
    from kaohe.rules.policy import Policy
    from kaohe.scoring.stored_run import Stored

DONE, PROBLEMS, USAGE = 0, 1, 2

GROUPS = {
    "policy": {"check": "writing", "schema": "writing", "test": "writing"},
    "provenance": {"sources": "provenance", "policy": "provenance"},
    "files": {"look": "files", "map": "files"},
    "job": {"import": "job", "pull": "pulling", "run": "job", "demo": "job"},
    "office": {"init": "office", "status": "office", "needs": "office", "roster": "office"},
    "follow": {"replay": "following", "due": "following", "watch": "following"},
    "report": {"report": "reporting", "sheets": "confirming", "templates": "documents"},
    "trace": {"card": "tracing", "why": "tracing", "why-not": "tracing", "compare": "comparing"},
}
"""Heading of the front page -> command -> the module of this folder it stands in."""

app = typer.Typer(
    name="kaohe",
    cls=grouped(GROUPS),
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def front() -> None:
    """Nothing by itself: it keeps a family of a single command a command with a name."""


LAST_DAY = date(2099, 12, 30)  # time zones are tabled to the end of 2099


class Misuse(Exception):  # noqa: N818 - a wrong call is no error of ours
    """A call that cannot be carried out, with the sentence that says why."""


def one_of(found: str, names: tuple[str, ...]) -> Any:
    """``found`` if it is one of the names; a usage problem otherwise."""
    if found not in names:
        raise Misuse(say("usage.not-one-of", lang(), found=found, names=", ".join(names)))
    return found


def engine_name(name: str, *more: str) -> str:
    """The name of an engine that is installed; ``more``: engines that only some commands know."""
    from kaohe.engine.engines import ENGINES, is_installed

    found = str(one_of(name, (*ENGINES, *more)))
    if not is_installed(found):
        raise Misuse(say("usage.engine-missing", lang(), engine=found))
    return found


def stage(key: str | None, **facts: object) -> None:
    """Says on a terminal what a long job is at; ``None`` wipes the line."""
    if sys.stderr.isatty():
        typer.echo("\r\033[K" + (say(key, lang(), **facts) if key else ""), err=True, nl=False)


def progress() -> Callable[[int, int | None], None]:
    """Shows how far a long job is, on a terminal, from its third second on."""
    from kaohe.reports.import_text import progress_text
    began = time.monotonic()

    def show(done: int, whole: int | None) -> None:
        seconds = time.monotonic() - began
        if seconds < 2 or not sys.stderr.isatty():
            return
        typer.echo("\r\033[K" + progress_text(done, whole, seconds, lang()), err=True, nl=False)

    return show


def within(asked: date | None, first: date) -> None:
    """As-of lies in the policy's period or after it, as far as the time zones go."""
    if asked is not None and not first <= asked <= LAST_DAY:
        raise Misuse(say("usage.as-of", lang(), found=asked, first=first, last=LAST_DAY))


def are_files(paths: Sequence[Path]) -> None:
    """Each path is a file, and not what a spreadsheet program keeps beside one it has open; a wrong call otherwise."""
    for path in paths:
        if path.name.startswith("~$"):
            raise Misuse(say("usage.open-elsewhere", lang(), path=path))
        if not path.is_file():
            raise Misuse(say("usage.folder" if path.is_dir() else "usage.no-file", lang(), path=path))


def is_place_for_folder(path: Path) -> None:
    """Neither it nor what it is to lie in is a file; a wrong call otherwise."""
    for each in (path, *path.parents):
        if each.exists() and not each.is_dir():
            raise Misuse(say("usage.not-a-folder", lang(), path=each))


def day_of(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise Misuse(say("usage.bad-date", lang(), found=text)) from None


def stored_run(folder: Path) -> tuple[Stored, Policy]:
    """A whole run read back, proved, and its policy; what has changed since is said first."""
    from kaohe.scoring.stored_run import read_run

    return _with_policy(read_run(folder), folder)


def opened_run(folder: Path, *, verify: bool = False) -> tuple[Stored, Policy]:
    """The same for one question: what is not asked for stays in its files; ``verify`` proves all of it."""
    from kaohe.scoring.stored_run import open_run

    return _with_policy(open_run(folder, thorough=verify), folder)


def no_run(folder: Path) -> Misuse:
    """What is said of a folder that holds no run, or not a whole one."""
    from kaohe.scoring.stored_run import damaged

    names = damaged(folder)
    return Misuse(say("usage.run-damaged" if names else "usage.no-run", lang(), path=folder, names=", ".join(names)))


def _with_policy(stored: Stored | None, folder: Path) -> tuple[Stored, Policy]:
    if stored is None:
        raise no_run(folder)
    if stored.changed or stored.checked.policy is None:
        from kaohe.reports.problem_text import render

        for problems in filter(None, (stored.changed, stored.checked.problems if stored.checked.policy is None else ())):
            typer.echo(render(problems, stored.checked.texts, lang()), err=True)
    if stored.checked.policy is None:
        raise Misuse(say("usage.policy-gone", lang(), path=stored.inputs.policy))
    if stored.changed and (lost := _cards_lost(stored, stored.checked.policy)):
        raise Misuse(say("usage.policy-other", lang(), path=stored.inputs.policy, names=", ".join(lost)))
    return stored, stored.checked.policy


def _cards_lost(stored: Stored, policy: Policy) -> list[str]:
    """The scorecards by which the run was made and that the policy, changed since, has no longer: by it nothing of the run can be told."""
    return sorted({card.card for card in stored.scored.cards} - {each.name for each in policy.scorecards})


def told_events_gone(stored: Stored) -> None:
    """Says that cases and events cannot be looked up where the files of events are gone."""
    if gone := [str(path) for path in stored.events if not path.exists()]:
        typer.echo(say("usage.events-gone", lang(), paths=", ".join(gone)), err=True)
