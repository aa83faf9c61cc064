"""What an office hands over: report."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kaohe.commands.shared import DONE, Misuse, app, stage, stored_run
from kaohe.reports.command_line import Command, lang
from kaohe.reports.words import Lang, say

if TYPE_CHECKING:
    from kaohe.workbench.dossier import Dossier

FORMATS = {
    "xlsx": ("kaohe.reports.workbook.book", "write_workbook"),
    "html": ("kaohe.reports.pages.write", "write_pages"),
    "docx": ("kaohe.commands.documents", "documents"),
}
"""Format -> module and function (dossier, folder, public, language) -> the files it wrote there, each whole or not at all."""

Write = Callable[["Dossier", Path, bool, Lang], list[Path]]


@app.command("report", cls=Command)
def report_(
    run: Annotated[Path, typer.Argument()],
    out: Annotated[Path | None, typer.Option("--out")] = None,
    xlsx: Annotated[bool, typer.Option("--xlsx")] = False,
    html: Annotated[bool, typer.Option("--html")] = False,
    docx: Annotated[bool, typer.Option("--docx")] = False,
    public: Annotated[bool, typer.Option("--public")] = False,
    templates: Annotated[Path | None, typer.Option("--templates")] = None,
) -> int:
    from kaohe.workbench.dossier import dossier_of

    out = out or Path(f"{run}-report")
    chosen = _chosen({"xlsx": xlsx, "html": html, "docx": docx})
    for path in (out, templates):
        if path is not None and path.exists() and not path.is_dir():
            raise Misuse(say("usage.not-a-folder", lang(), path=path))
    dossier = dossier_of(*stored_run(run))
    made = not out.exists()
    out.mkdir(parents=True, exist_ok=True)
    try:
        for name in chosen:
            stage(f"report.format.{name}")
            paths = _writer(name, templates)(dossier, out, public, lang())
            stage(None)
            for path in paths:
                typer.echo(say("report.written", lang(), what=say(f"report.format.{name}", lang()), path=path))
    finally:
        if made and not any(out.iterdir()):  # nothing came of it
            out.rmdir()
    return DONE


def _chosen(asked: dict[str, bool]) -> list[str]:
    """The formats asked for, or all there are."""
    names = [name for name, is_asked in asked.items() if is_asked]
    for name in names:
        if name not in FORMATS:
            raise Misuse(say("usage.no-format", lang(), name=f"--{name}", names=", ".join(f"--{one}" for one in FORMATS)))
    return names or list(FORMATS)


def _writer(name: str, templates: Path | None) -> Write:
    module, function = FORMATS[name]
    found: Callable[..., list[Path]] = getattr(import_module(module), function)
    return partial(found, templates=templates) if name == "docx" else found
