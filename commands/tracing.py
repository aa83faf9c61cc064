"""An auditor's commands: card, why, why-not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kaohe.commands.shared import DONE, PROBLEMS, Misuse, app, one_of, opened_run, told_events_gone
from kaohe.reports.command_line import Command, lang
from kaohe.reports.words import say

if TYPE_CHECKING:
    from kaohe.rules.policy import Policy
    from kaohe.scoring.card import Card
    from kaohe.scoring.stored_run import Stored


@app.command("card", cls=Command)
def card_(
    subject: Annotated[str, typer.Argument()],
    run: Annotated[Path, typer.Option("--run")],
    all_: Annotated[bool, typer.Option("--all")] = False,
    format_: Annotated[str, typer.Option("--format")] = "text",
    verify: Annotated[bool, typer.Option("--verify")] = False,
) -> int:
    from kaohe.reports.tables import cards_json
    from kaohe.scoring.stored_run import card_of, titled

    shape = one_of(format_, ("text", "json"))
    stored, policy = _opened(run, verify=verify)
    cards = card_of(stored.scored, subject) or titled(stored.scored, subject)
    if not cards:
        _told_none(stored, subject)
        return PROBLEMS
    if shape == "json":
        typer.echo(cards_json(cards, policy))
        return DONE
    for text in _card_texts(stored, policy, cards, every=all_):
        typer.echo(text + "\n")
    return DONE


def _told_none(stored: Stored, subject: str) -> None:
    from kaohe.workbench.near import near_subjects

    typer.echo(say("card.none", lang(), subject=subject), err=True)
    if near := near_subjects(subject, stored):
        typer.echo(say("usage.did-you-mean", lang(), names=", ".join(near)), err=True)


def _card_texts(stored: Stored, policy: Policy, cards: Sequence[Card], *, every: bool) -> Iterator[str]:
    from kaohe.reports.card_text import card_text, shown_entries
    from kaohe.reports.coverage_text import own_coverage_text
    from kaohe.reports.entry_text import book_of
    from kaohe.reports.fold import folded
    from kaohe.scoring.stored_run import clocks_about, coverage_of
    from kaohe.scoring.why import why

    with _searching():
        whys = [why(policy, stored.scored, card) for card in cards]
        shown = [entry for each in whys for entry in shown_entries(each, every=every)]
        book = book_of(policy, stored.scored, clocks_about(stored.folder, shown))
    yield from (folded(card_text(each, book, lang(), every=every)) for each in whys)
    reported = own_coverage_text(coverage_of(stored.folder), cards[0].subject, policy, lang())
    if reported:
        yield folded(reported)


@app.command("why", cls=Command)
def why_(
    run: Annotated[Path, typer.Option("--run")],
    what: Annotated[str | None, typer.Argument()] = None,
    verify: Annotated[bool, typer.Option("--verify")] = False,
) -> int:
    if what is None:
        return _proved(run, verify=verify)
    from kaohe.reports.entry_text import book_of
    from kaohe.reports.why_text import entries_in, why_text
    from kaohe.scoring.stored_run import clocks_about
    from kaohe.workbench.tracing import trace

    stored, policy = _opened(run, verify=verify)
    with _searching() as progress:
        found = trace(stored, policy, what, progress)
        book = book_of(policy, stored.scored, clocks_about(stored.folder, entries_in(found)))
    typer.echo(why_text(found, book, lang()), err=not found.known)
    if not found.known:
        told_events_gone(stored)
    return DONE if found.known else PROBLEMS


def _proved(run: Path, *, verify: bool) -> int:
    """``--verify`` without a question proves the run; without either there is nothing to do."""
    if not verify:
        help_ = say("try-help", lang(), command="kaohe why")
        raise Misuse(f"{say('usage.missing', lang(), what='what')}\n{help_}")
    stored, _ = _opened(run, verify=True)
    if stored.changed:
        return PROBLEMS
    typer.echo(say("why.proved", lang(), run=run, root=stored.receipt["root"], entries=len(stored.scored.entries)))
    return DONE


@app.command("why-not", cls=Command)
def why_not_(
    clause: Annotated[str, typer.Argument()],
    case: Annotated[str, typer.Option("--case")],
    run: Annotated[Path, typer.Option("--run")],
    verify: Annotated[bool, typer.Option("--verify")] = False,
) -> int:
    from kaohe.reports.why_text import why_not_text
    from kaohe.workbench.tracing import trace_not

    stored, policy = _opened(run, verify=verify)
    with _searching() as progress:
        found = trace_not(stored, policy, clause, case, progress)
    typer.echo(why_not_text(found, policy, lang()), err=not found.known)
    if not found.known:
        told_events_gone(stored)
    return DONE if found.known else PROBLEMS


def _opened(run: Path, *, verify: bool) -> tuple[Stored, Policy]:
    with _searching():
        return opened_run(run, verify=verify)


def _searching() -> AbstractContextManager[Callable[[int, int | None], None]]:
    from kaohe.commands.progress import searching

    return searching(say("stage.search", lang()))
