"""Where every clause comes from: sources verify, sources coverage, policy show."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kaohe.commands.shared import DONE, PROBLEMS, Misuse, app
from kaohe.reports.command_line import Command, grouped, lang
from kaohe.reports.words import say

sources = typer.Typer(cls=grouped({"sources": ("verify", "coverage")}, under="sources"), no_args_is_help=True)
app.add_typer(sources, name="sources")
policy = typer.Typer(cls=grouped({"print": ("show",)}, under="policy"), no_args_is_help=True)
app.add_typer(policy, name="policy")


@sources.command("verify", cls=Command)
def verify_(texts: Annotated[Path | None, typer.Option("--texts")] = None) -> int:
    from kaohe.reports.problem_text import render
    from kaohe.reports.provenance_text import verified_text
    from kaohe.workbench.provenance.quotes import read_texts, verified
    from kaohe.workbench.provenance.shelf import shipped

    shelf = shipped()
    found = verified(shelf.quotes, read_texts(_folder(texts), [one.file for one in shelf.quotes if one.file]))
    if found.problems:
        typer.echo(render(found.problems, shelf.documents, lang()))
    typer.echo(verified_text(found, len(shelf.policies), lang()))
    return PROBLEMS if found.missing else DONE


@sources.command("coverage", cls=Command)
def coverage_(
    texts: Annotated[Path | None, typer.Option("--texts")] = None,
    policy: Annotated[str | None, typer.Option("--policy")] = None,
) -> int:
    from kaohe.reports.provenance_text import coverage_text, fault_lines
    from kaohe.workbench.provenance.coverage import coverage
    from kaohe.workbench.provenance.own import own_clauses
    from kaohe.workbench.provenance.quotes import read_texts
    from kaohe.workbench.provenance.rows import faults
    from kaohe.workbench.provenance.shelf import shipped

    shelf = shipped()
    if policy is not None and policy not in shelf.rows.tables:
        raise Misuse(say("usage.no-policy", lang(), name=policy, names=", ".join(shelf.rows.tables)))
    wrong = faults(shelf.rows, shelf.made_from_texts)
    if wrong:
        typer.echo(fault_lines(wrong, lang()), err=True)
    at_hand = read_texts(_folder(texts), list(shelf.texts.values()))
    covered = coverage(shelf.rows, shelf.texts, shelf.quotes, at_hand)
    owns = own_clauses(shelf.policies)
    chosen = [one for one in covered if policy in (None, one.policy)]
    typer.echo(coverage_text(chosen, [one for one in owns if policy in (None, one.policy)], lang()))
    return PROBLEMS if wrong else DONE


@policy.command("show", cls=Command)
def show_(
    path: Annotated[Path, typer.Argument(metavar="policy")],
    markdown_: Annotated[Path | None, typer.Option("--markdown")] = None,
    docx: Annotated[Path | None, typer.Option("--docx")] = None,
) -> int:
    from kaohe.reports.problem_text import render
    from kaohe.reports.scheme.markdown import markdown
    from kaohe.reports.scheme.page import page_of
    from kaohe.reports.scheme.voice import Voice
    from kaohe.rules.library import load_policy, policy_document

    checked = load_policy(path)
    if checked.policy is None:
        typer.echo(render(checked.problems, checked.texts, lang()), err=True)
        return PROBLEMS
    page = page_of(checked.policy, policy_document(path), checked.problems, Voice(checked.policy, lang()))
    if markdown_ is None and docx is None:
        typer.echo(markdown(page), nl=False)
    if markdown_ is not None:
        _write(markdown_, markdown(page).encode())
    if docx is not None:
        from kaohe.reports.scheme.word import word

        _write(docx, word(page))
    return DONE


def _write(path: Path, content: bytes) -> None:
    """A file that stands there is left alone: what was printed may have been signed."""
    if path.exists():
        raise Misuse(say("usage.exists", lang(), path=path))
    path.write_bytes(content)
    typer.echo(say("show.written", lang(), path=path))


def _folder(texts: Path | None) -> Path | None:
    if texts is not None and not texts.is_dir():
        raise Misuse(say("usage.no-file", lang(), path=texts))
    return texts
