"""The help pages: grouped commands, aligned options, examples, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kaohe.reports.words import Lang, known, say


@dataclass(frozen=True, slots=True)
class Row:
    """One option, argument or command and what is said of it."""

    name: str
    words: str


def group_help(program: str, groups: Mapping[str, Iterable[str]], lang: Lang, under: str = "") -> str:
    """The front page: what kaohe is, and its commands by group; or the page of a command with parts."""
    parts = [say(f"cmd.{under}" if under else "app", lang), "", f"{say('usage', lang)}: {program} [--lang zh|en] COMMAND …"]
    for group, commands in groups.items():
        rows = [Row(name, say(f"cmd.{under}-{name}" if under else f"cmd.{name}", lang)) for name in commands]
        parts += ["", say(f"group.{group}", lang), *_aligned(rows)]
    common = [] if under else [Row("--lang", say("opt.lang", lang)), Row("--version", say("opt.version", lang))]
    parts += ["", say("options", lang), *_aligned([*common, Row("--help", say("opt.help", lang))])]
    return "\n".join(parts)


def command_help(
    path: str, command: str, arguments: Sequence[Row], options: Sequence[Row], lang: Lang
) -> str:
    """One command's page."""
    usage = " ".join([path, *(f"<{row.name}>" for row in arguments), "[…]" if options else ""]).rstrip()
    parts = [say(f"cmd.{command}", lang), "", f"{say('usage', lang)}: {usage}"]
    if arguments:
        parts += ["", say("arguments", lang), *_aligned(arguments)]
    parts += ["", say("options", lang), *_aligned([*options, Row("--help", say("opt.help", lang))])]
    if known(f"cmd.{command}.examples"):
        examples = say(f"cmd.{command}.examples", lang).splitlines()
        parts += ["", say("examples", lang), *(f"  {line}" for line in examples)]
    return "\n".join(parts)


def _aligned(rows: Iterable[Row]) -> list[str]:
    from wcwidth import wcswidth

    listed = list(rows)
    width = max((wcswidth(row.name) for row in listed), default=0)
    return [f"  {row.name}{' ' * (width - wcswidth(row.name))}  {row.words}" for row in listed]
