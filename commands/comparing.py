"""Two runs side by side: compare."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kaohe.commands.shared import DONE, PROBLEMS, Misuse, app, no_run, one_of
from kaohe.reports.command_line import Command, lang
from kaohe.reports.words import say

if TYPE_CHECKING:
    from kaohe.rules.policy import Policy
    from kaohe.scoring.stored_run import Stored

Pair = tuple["Stored", "Stored"]
Policies = tuple["Policy | None", "Policy | None"]


@app.command("compare", cls=Command)
def compare_(
    before: Annotated[Path, typer.Argument()],
    after: Annotated[Path, typer.Argument()],
    subject: Annotated[str | None, typer.Option("--subject")] = None,
    clause: Annotated[str | None, typer.Option("--clause")] = None,
    all_: Annotated[bool, typer.Option("--all")] = False,
    format_: Annotated[str, typer.Option("--format")] = "text",
    verify: Annotated[bool, typer.Option("--verify")] = False,
) -> int:
    from kaohe.commands.progress import searching
    from kaohe.reports.compare_text import SHOWN, Compared, compare_csv, compare_json, compare_text
    from kaohe.scoring.compare import differences, inputs_apart

    shape = one_of(format_, ("text", "json", "csv"))
    with searching(say("stage.search", lang())):
        runs = (_opened(before, verify=verify), _opened(after, verify=verify))
    policies = _judged_by(runs)
    code = None if subject is None else _subject(runs, subject)
    if subject is not None and code is None:
        return PROBLEMS
    _is_known(clause, policies)
    most = SHOWN if shape == "text" and not all_ else None
    with searching(say("stage.search", lang())):
        found = differences(
            runs[0].scored, runs[1].scored, subject=code, clause=clause, most=most, same_ledger=_are_one(runs)
        )
    told = Compared(*runs, policies, inputs_apart(*runs), found)
    show: dict[str, Callable[[], str]] = {
        "text": lambda: compare_text(told, lang(), every=all_) + "\n",
        "json": lambda: compare_json(told) + "\n",
        "csv": lambda: compare_csv(told),
    }
    typer.echo(show[shape](), nl=False)
    return DONE


def _opened(folder: Path, *, verify: bool) -> Stored:
    """A run; what has become of its ledger since is said first. Changed inputs are no matter: only what it kept is looked at."""
    from kaohe.reports.problem_text import render
    from kaohe.scoring.stored_run import open_run

    stored = open_run(folder, thorough=verify)
    if stored is None:
        raise no_run(folder)
    if told := [each for each in stored.changed if verify or each.code == "run.ledger-changed"]:
        typer.echo(render(told, stored.checked.texts, lang()), err=True)
    return stored


def _judged_by(runs: Pair) -> Policies:
    """The policies of both; a wrong call where their periods differ."""
    from kaohe.scoring.stored_run import policy_of_run

    one, other = (policy_of_run(each) for each in runs)
    if one is not None and other is not None and one.period != other.period:
        periods = [f"{each.period.from_} … {each.period.to}" for each in (one, other)]
        before, after = (each.folder for each in runs)
        raise Misuse(say("compare.other-period", lang(), before=before, after=after, one=periods[0], other=periods[1]))
    return one, other


def _are_one(runs: Pair) -> bool:
    """Whether both have the same ledger by its root, and neither was touched since."""
    whole = not any(problem.code == "run.ledger-changed" for each in runs for problem in each.changed)
    return whole and runs[0].receipt["root"] == runs[1].receipt["root"]


def _subject(runs: Pair, name: str) -> str | None:
    """The code of a unit or leader of either run, by code or title; None, with what may have been meant: there is none."""
    from kaohe.engine.record_file import where
    from kaohe.scoring.stored_run import titled
    from kaohe.workbench.near import near_subjects

    if any(where(each.scored.cards, subject=name) for each in runs):
        return name
    if named := next(filter(None, (titled(each.scored, name) for each in reversed(runs))), None):
        return named[0].subject
    typer.echo(say("compare.no-subject", lang(), subject=name), err=True)
    if near := dict.fromkeys(one for each in runs for one in near_subjects(name, each)):
        typer.echo(say("usage.did-you-mean", lang(), names=", ".join(near)), err=True)
    return None


def _is_known(clause: str | None, policies: Policies) -> None:
    """The clause is one of either policy, or a card's own (``card.unit``); a wrong call otherwise."""
    from difflib import get_close_matches

    both = [each for each in policies if each is not None]
    known = [*(one.id for each in both for one in each.clauses), *(f"card.{one.name}" for each in both for one in each.scorecards)]
    if clause is None or not both or clause in known:
        return
    near = get_close_matches(clause, dict.fromkeys(known), n=3)
    hint = [say("usage.did-you-mean", lang(), names=", ".join(near))] if near else []
    raise Misuse("\n".join([say("compare.no-clause", lang(), clause=clause), *hint]))
