"""The official documents of a run: written for ``report --docx``; ``templates`` writes what they are made from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kaohe.commands.shared import DONE, Misuse, app
from kaohe.reports.command_line import Command, lang
from kaohe.reports.words import Lang, say

if TYPE_CHECKING:
    from kaohe.workbench.dossier import Dossier


def documents(dossier: Dossier, out: Path, public: bool, spoken: Lang, templates: Path | None = None) -> list[Path]:
    """What was written, annexes as their folder; what a reader must know of it is said."""
    from kaohe.reports.notice.deliver import deliver, template_names
    from kaohe.reports.notice.render import UnfitTemplate

    names = template_names(spoken, public=public)
    if templates is not None and not any((templates / name).is_file() for name in names):
        raise Misuse(say("usage.no-template", spoken, path=templates, names=", ".join(names)))
    try:
        made = deliver(dossier, out, public=public, lang=spoken, templates=templates)
    except UnfitTemplate as error:
        raise Misuse(str(error)) from error
    for remark in made.remarks:
        typer.echo(remark, err=True)
    return list(dict.fromkeys(path if path.parent == out else path.parent for path in made.paths))


@app.command("templates", cls=Command)
def templates_(out: Annotated[Path, typer.Option("--out")]) -> int:
    from kaohe.reports.notice.deliver import write_templates

    try:
        paths = write_templates(out, lang())
    except FileExistsError as error:
        raise Misuse(say("usage.template-there", lang(), path=error.filename)) from error
    for path in paths:
        typer.echo(say("report.written", lang(), what=say("notice.template", lang()), path=path))
    return DONE
