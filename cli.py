"""The command line: the only room that prints, exits, and reads the environment.

    kaohe check | schema | test          a policy editor
    kaohe import | run | demo            an assessment office
    kaohe card | why | why-not           an auditor

Every command is short: it reads its options, calls a room, and shows what came back. Exit codes:
0 done, 1 problems found, 2 wrong usage.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from kaohe.reports.command_line import SPOKEN, Command, grouped, lang, usage_words
from kaohe.reports.words import language, say

GROUPS = {
    "policy": ("check", "schema", "test"),
    "job": ("import", "run", "demo"),
    "trace": ("card", "why", "why-not"),
}
DONE, PROBLEMS, USAGE = 0, 1, 2

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
    arguments, asked = _without_lang(sys.argv[1:])
    SPOKEN.append(language(asked, os.environ.get("LANG")))
    if arguments == ["--version"]:
        typer.echo(_version())
        return
    try:
        code = app(args=arguments, prog_name="kaohe", standalone_mode=False)
    except Misuse as fault:
        typer.echo(str(fault), err=True)
        sys.exit(USAGE)
    except Exception as fault:
        if not hasattr(fault, "exit_code") or not hasattr(fault, "message"):
            raise
        sys.exit(_misused(fault))
    sys.exit(code if isinstance(code, int) else DONE)


def _without_lang(arguments: list[str]) -> tuple[list[str], str | None]:
    """``--lang en`` may stand anywhere: it is taken out before the commands see the rest."""
    rest: list[str] = []
    asked: str | None = None
    words = iter(arguments)
    for word in words:
        if word == "--lang":
            asked = next(words, None)
        elif word.startswith("--lang="):
            asked = word.partition("=")[2]
        else:
            rest.append(word)
    return rest, asked


def _version() -> str:
    from importlib.metadata import version

    return f"kaohe {version('kaohe')}"


def _misused(fault: Exception) -> int:
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
    from kaohe.rules.say import render, tally
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
def test_(
    policies: Annotated[list[Path], typer.Argument()],
    engine: Annotated[str, typer.Option("--engine")] = "reference",
) -> int:
    from kaohe.reports.suite_text import suite_text
    from kaohe.rules.say import render
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
