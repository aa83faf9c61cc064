"""How the command line looks: typer's commands with help pages and errors in two languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.core import TyperCommand, TyperGroup

from kaohe.reports.help import Row, command_help, group_help
from kaohe.reports.words import Lang, known, say

SPOKEN: list[Lang] = ["zh"]
"""The language of this process; ``cli.main`` sets it before any command is looked at."""


def lang() -> Lang:
    return SPOKEN[-1]


def without_lang(arguments: list[str]) -> tuple[list[str], str | None]:
    """``--lang en`` may stand anywhere: it is taken out before the commands see the rest."""
    rest: list[str] = []
    asked: str | None = None
    words = iter(arguments)
    for word in words:
        if word == "--lang":
            asked = next(words, "")
        elif word.startswith("--lang="):
            asked = word.partition("=")[2]
        else:
            rest.append(word)
    return rest, asked


class Command(TyperCommand):
    """A command whose help page is ours."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _take_as_written(self.get_params(ctx))
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Any) -> str:
        name = "-".join(ctx.command_path.split()[1:])  # `kaohe map suggest` is worded under cmd.map-suggest
        shown = [p for p in self.params if p.name not in ("help", None)]
        arguments = [_row(name, p) for p in shown if p.param_type_name == "argument"]
        options = [_row(name, p) for p in shown if p.param_type_name == "option"]
        return command_help(ctx.command_path, name, arguments, options, lang())

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(self.get_help(ctx) + "\n")


@dataclass(frozen=True, slots=True)
class _Plain:
    """A value as it is written."""

    type: type[str | Path | bool]

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002 - typer calls it so
        return None if value is None else self.type(value)


_PLAIN: Mapping[Any, _Plain] = {str: _Plain(str), Path: _Plain(Path), bool: _Plain(bool)}


def _take_as_written(params: Iterable[Any]) -> None:
    """Texts, paths and flags are what they are: typer would have each of them validated by a library that is
    longer in coming than many an answer.
    """
    for param in params:
        plain = _PLAIN.get(getattr(getattr(param, "type_descriptor", None), "annotation", None))
        if plain is not None and vars(param).get("_runtime_param", plain) is None:  # where typer keeps how a value is read
            vars(param)["_runtime_param"] = plain


def grouped(groups: Mapping[str, Iterable[str]], under: str = "") -> type[TyperGroup]:
    """A group whose page lists its commands under these headings; ``under`` names a command with parts."""

    class Group(TyperGroup):
        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            _take_as_written(self.get_params(ctx))
            return super().parse_args(ctx, args)

        def get_help(self, ctx: Any) -> str:
            return group_help(ctx.command_path, groups, lang(), under)

        def format_help(self, ctx: Any, formatter: Any) -> None:
            formatter.write(self.get_help(ctx) + "\n")

    return Group


def _row(command: str, param: Any) -> Row:
    key = f"cmd.{command}.{param.name.rstrip('_').replace('_', '-')}"
    words = say(key, lang()) if known(key) else ""
    if param.param_type_name == "argument":
        return Row(param.name, words)
    notes = _note(param)
    flag = "" if param.is_flag else f" {param.name.rstrip('_').upper().replace('_', '-')}"
    return Row(", ".join(param.opts) + flag, f"{words} ({notes})" if notes else words)


def _note(param: Any) -> str:
    if param.required:
        return say("required", lang())
    default = param.default
    if default is None or default is False or default == () or callable(default):
        return ""
    return say("default", lang(), value=default)


def usage_words(fault: Any) -> str:
    """What was wrong with the call, in one sentence."""
    name = type(fault).__name__
    if name == "MissingParameter":
        return say("usage.missing", lang(), what=_param_name(fault.param))
    if name == "NoSuchOption":
        return say("usage.no-option", lang(), what=fault.option_name) + _near(fault.possibilities)
    if name == "BadParameter":
        return _bad_value(fault)
    return _other(str(fault.message))


def _bad_value(fault: Any) -> str:
    """A file that may not be read is told by its path, any other value by the option it was given to."""
    message = str(fault.message)
    if message.endswith("is not readable."):
        return say("fault.no-right", lang(), path=message.split("'")[1])
    _, _, least = message.partition("greater than or equal to ")
    wanted = say("usage.at-least", lang(), least=least) if least.isdigit() else ""
    return say("usage.bad-value", lang(), what=_param_name(fault.param)) + wanted


def _other(message: str) -> str:
    for start, key in (("No such command '", "usage.no-command"), ("Got unexpected extra argument", "usage.extra")):
        if message.startswith(start):
            what = message.split("'")[1] if "'" in message else message.rpartition("(")[2].rstrip(").")
            names = message.partition("Did you mean ")[2].rstrip("?").replace("'", "")
            return say(key, lang(), what=what) + _near(names.split(", ") if names else None)
    return say("usage.other", lang(), what=message)


def _near(names: Sequence[str] | None) -> str:
    if not names:
        return ""
    return ("；" if lang() == "zh" else "; ") + say("usage.did-you-mean", lang(), names=", ".join(names))


def _param_name(param: Any) -> str:
    if param is None:
        return "?"
    return str(param.name) if param.param_type_name == "argument" else str(param.opts[0])
