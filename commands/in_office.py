"""What a command takes from the office it is typed in, when it is not told."""

from __future__ import annotations

from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kaohe.commands.shared import Misuse
from kaohe.reports.command_line import lang
from kaohe.reports.words import say

if TYPE_CHECKING:
    from kaohe.engine.office.folder import Office
    from kaohe.engine.roster import Roster
    from kaohe.rules.policy import Policy
    from kaohe.scoring.inputs import Inputs

HERE = Path()


def office_or_none() -> Office | None:
    """The office whose folder this is; None: this is none. A broken ``office.yaml`` is a wrong call."""
    from kaohe.engine.office.folder import is_office, read_office
    from kaohe.reports.problem_text import render

    if not is_office(HERE):
        return None
    read = read_office(HERE)
    if read.office is None or read.problems:
        raise Misuse(say("usage.office-wrong", lang(), problems=render(read.problems, read.texts, lang())))
    return read.office


def office_here(what: str) -> Office:
    """The office whose folder this is; ``what`` should be said otherwise."""
    office = office_or_none()
    if office is None:
        raise Misuse(say("usage.no-office", lang(), what=what))
    return office


def policy_path(given: Path | None) -> Path:
    """The policy given (a path, or the name of a shipped one), or the office's."""
    from kaohe.rules.shelf import SHIPPED

    if given is not None:
        shipped = SHIPPED / given
        return shipped if not given.exists() and (shipped / "policy.yaml").is_file() else given
    office = office_here("--policy")
    if office.policy is None:
        raise Misuse(say("usage.office-lacks", lang(), what="policy"))
    return office.policy


def policy_of(given: Path | None) -> Policy:
    """The same, loaded; ``Exit`` with the problems shown when it does not load."""
    from kaohe.reports.problem_text import render
    from kaohe.rules.library import load_policy

    checked = load_policy(policy_path(given))
    if checked.policy is None:
        typer.echo(render(checked.problems, checked.texts, lang()), err=True)
        raise typer.Exit(1)
    return checked.policy


def policy_or_none(given: Path | None) -> Policy | None:
    """The same where a command can do without: None outside an office, or in one without a policy."""
    office = office_or_none() if given is None else None
    if given is None and (office is None or office.policy is None):
        return None
    return policy_of(given)


def roster_given(given: Path | None, policy: Policy) -> Roster:
    """The roster given, or the office's; ``Exit`` with its problems shown."""
    from kaohe.engine.office.roster_book import read_roster
    from kaohe.engine.roster_from_document import roster_from_document
    from kaohe.reports.problem_text import render

    path = given or _office_roster()
    document, problems, text = read_roster(path, policy.vocabulary)
    roster, flaws = roster_from_document(document, policy.vocabulary) if document is not None else (None, ())
    wrong = [one for one in (*problems, *flaws) if one.severity == "problem"]
    if roster is None or wrong:
        typer.echo(render(wrong, {str(path): text}, lang()), err=True)
        raise typer.Exit(1)
    return roster


def _office_roster() -> Path:
    office = office_here("--roster")
    if office.roster is None:
        raise Misuse(say("usage.office-lacks", lang(), what="roster"))
    return office.roster


def run_inputs(
    policy: Path | None, events: list[Path] | None, roster: Path | None, calendar: Path | None
) -> Inputs:
    """What a run reads: what it is told, and the rest from the office."""
    from kaohe.scoring.inputs import Inputs

    if policy is not None and events:
        return Inputs(policy_path(policy), tuple(events), roster, calendar)
    from kaohe.workbench.office_inputs import inputs_of

    office = office_here("--policy, --events, --out")
    own = inputs_of(office, policy_path(policy))
    if not events and not own.events:
        raise Misuse(say("usage.no-events", lang(), path=office.events))
    return Inputs(own.policy, tuple(events or own.events), roster or own.roster, calendar or own.calendar)


def run_folder(given: Path | None, as_of: date | None, policy: Path) -> Path:
    """Where a run goes: as told, or ``runs/<as-of>`` of the office, ``-2`` and so on when that is taken."""
    if given is not None:
        return given
    runs, day = office_here("--out").runs, as_of or policy_of(policy).period.to
    names = chain([str(day)], (f"{day}-{number}" for number in count(2)))
    return next(path for path in map(runs.joinpath, names) if not path.exists())
