"""The command line: the only room that exits and reads the environment.

    kaohe check | schema | test | policy | sources                       a policy editor
    kaohe init | status | needs | roster | look | map | import | pull    an assessment office: what comes in,
    kaohe run | demo | due | watch | report | sheets | templates         what goes out
    kaohe card | why | why-not | compare | replay                        an auditor

The commands themselves stand in ``commands``, a module per family; only the family asked for is imported.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from importlib import import_module
from pathlib import Path

import typer

from kaohe.commands.shared import DONE, GROUPS, USAGE, Misuse, app
from kaohe.reports.command_line import SPOKEN, lang, usage_words, without_lang
from kaohe.reports.faults import INTERRUPTED, fault_words, undecodable
from kaohe.reports.words import LANGUAGES, language, say


def main() -> None:
    """The console script. Its records hold no cycles: they are looked for seldom while it runs, and not
    once more at its end, which would take a quarter of a check's time.
    """
    gc.set_threshold(200_000)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # it would look through all that is installed
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's; no matrix here: a thread would wait, busily, 0.1 s at each start
    sys.meta_path.insert(0, _NoPandas)
    try:
        _answer()
    finally:
        sys.meta_path.remove(_NoPandas)
        if "duckdb" not in sys.modules:  # which would call all that is left over a leak
            gc.freeze()


class _NoPandas:
    """No module is found here, and none called pandas at all: pyarrow looks for it at its first array, which
    takes longer than many a command where it is installed. No command makes a data frame; only Spark insists.
    """

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> None:
        if name == "pandas" and "pyspark" not in sys.modules:
            raise ModuleNotFoundError(name=name)


def _answer() -> None:
    """Settles the language, runs a command, words what went wrong, exits."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal without Chinese shows it escaped
            stream.reconfigure(errors="backslashreplace")
    arguments, asked = without_lang(sys.argv[1:])
    SPOKEN.append(language(asked, os.environ.get("LANG")))
    if arguments == ["--version"]:
        typer.echo(_version())
        return
    try:
        code = _called(arguments, asked)
    except Misuse as fault:
        typer.echo(str(fault), err=True)
        sys.exit(USAGE)
    except (Exception, KeyboardInterrupt) as fault:  # noqa: BLE001 - a fault of ours is raised again
        sys.exit(_stopped(fault))
    if code == INTERRUPTED:  # typer has caught the key by itself
        typer.echo(say("fault.interrupted", lang()), err=True)
    sys.exit(code if isinstance(code, int) else DONE)


def _called(arguments: list[str], asked: str | None) -> object:
    if asked is not None and asked[:2].lower() not in LANGUAGES:
        raise Misuse(say("usage.not-one-of", lang(), found=f"--lang {asked}".rstrip(), names=", ".join(LANGUAGES)))
    if undecodable([*arguments, str(Path.cwd())]):
        raise Misuse(say("fault.bad-path", lang()))
    _hang_on(arguments[0] if arguments else "")
    return app(args=arguments, prog_name="kaohe", standalone_mode=False)


def _hang_on(word: str) -> None:
    """Imports the family of the command asked for, or all of them when there is no such command."""
    families = {name: family for group in GROUPS.values() for name, family in group.items()}
    for family in {families[word]} if word in families else sorted(set(families.values())):
        import_module(f"kaohe.commands.{family}")


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


if __name__ == "__main__":
    main()
