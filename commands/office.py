"""An office's commands, month after month: init, status, needs, roster."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from kaohe.commands.shared import DONE, PROBLEMS, Misuse, app, day_of, one_of
from kaohe.reports.command_line import Command, grouped, lang
from kaohe.reports.words import say

HERE = Path()
roster_parts = typer.Typer(
    cls=grouped({"roster-parts": ("template", "accept")}, under="roster"), no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(roster_parts, name="roster")


@app.command("init", cls=Command)
def init_(
    folder: Annotated[Path, typer.Argument()],
    policy: Annotated[str | None, typer.Option("--policy")] = None,
) -> int:
    from kaohe.engine.office.folder import policy_in
    from kaohe.engine.office.lay_out import lay_out

    name = _policy_for(folder, policy)
    made = lay_out(folder, name, lang())
    typer.echo(say("init.made" if made else "init.nothing", lang(), path=folder, names="  ".join(made)))
    if name is not None and policy_in(folder, name) is None:
        typer.echo(say("init.no-policy", lang(), name=name, path=folder / "policies" / name))
    typer.echo(say("init.next", lang(), path=folder))
    return DONE


def _policy_for(folder: Path, policy: str | None) -> str | None:
    """The policy as ``office.yaml`` is to name it: a name as it is, a path as seen from the office.

    A name may be that of a policy still to be put there; a path must lead to one.
    """
    import os

    from kaohe.engine.office.folder import policy_in

    if policy is None or policy_in(folder, policy) is not None:
        return policy
    path = Path(policy)
    if path.is_file() or (path / "policy.yaml").is_file():
        return Path(os.path.relpath(path, folder)).as_posix()
    if len(path.parts) == 1:
        return policy
    raise Misuse(say("usage.policy-not-found", lang(), found=policy))


@app.command("status", cls=Command)
def status_(
    folder: Annotated[Path, typer.Argument()] = HERE,
    as_of: Annotated[str | None, typer.Option("--as-of")] = None,
) -> int:
    from kaohe.engine.office.folder import is_office
    from kaohe.reports.office_text import state_text
    from kaohe.workbench.office_state import state_of

    if not is_office(folder):
        raise Misuse(say("usage.no-office", lang(), what="kaohe status DIR"))
    state = state_of(folder, day_of(as_of))
    typer.echo(state_text(state, lang()))
    return PROBLEMS if state.problems or (state.held is not None and state.held.breaks) else DONE


@app.command("needs", cls=Command)
def needs_(
    policy: Annotated[Path | None, typer.Argument()] = None,
    workbooks: Annotated[Path | None, typer.Option("--workbooks")] = None,
    roster: Annotated[Path | None, typer.Option("--roster")] = None,
    also: Annotated[list[str] | None, typer.Option("--also")] = None,
) -> int:
    from kaohe.commands.in_office import policy_of, roster_given
    from kaohe.reports.needs_text import needs_text, workbooks_text
    from kaohe.workbench.needs import needs_of
    from kaohe.workbench.workbooks import write_workbooks

    found = policy_of(policy)
    if workbooks is None:
        typer.echo(needs_text(needs_of(found), found, lang()))
        return DONE
    besides = [str(one_of(kind, tuple(found.vocabulary.kinds))) for kind in also or ()]
    made = write_workbooks(found, roster_given(roster, found), workbooks, lang(), besides)
    typer.echo(workbooks_text(made, workbooks, lang()))
    return DONE


@roster_parts.command("template", cls=Command)
def template_(
    out: Annotated[Path, typer.Option("--out")],
    policy: Annotated[Path | None, typer.Option("--policy")] = None,
) -> int:
    from kaohe.commands.in_office import policy_or_none
    from kaohe.engine.office.roster_book import write_template

    found = policy_or_none(policy)
    write_template(out, found.vocabulary if found else None, lang())
    typer.echo(say("roster.template", lang(), path=out, name=out.name))
    return DONE


@roster_parts.command("accept", cls=Command)
def accept_(
    names: Annotated[list[str], typer.Argument()],
    from_: Annotated[str | None, typer.Option("--from")] = None,
    to: Annotated[str | None, typer.Option("--to")] = None,
) -> int:
    from kaohe.commands.in_office import office_or_none, policy_or_none, roster_given
    from kaohe.engine.office.accept import accept, pairs_of
    from kaohe.engine.office.folder import ALIASES

    office = office_or_none()
    if office is None:
        raise Misuse(say("usage.only-office", lang()))
    pairs, odd = pairs_of(names)
    if odd is not None:
        raise Misuse(say("usage.no-pair", lang(), found=odd))
    policy = policy_or_none(None)
    if policy is not None:
        _check_units(pairs, roster_given(None, policy).units)
    accept(office, pairs, day_of(from_), day_of(to))
    typer.echo(say("roster.accepted", lang(), count=len(pairs), path=office.home / ALIASES))
    return DONE


def _check_units(pairs: dict[str, str], units: Iterable[str]) -> None:
    """A name is accepted for a unit of the roster only."""
    from difflib import get_close_matches

    known = list(units)
    for unit in pairs.values():
        if unit not in known:
            near = ", ".join(get_close_matches(unit, known, 3, 0.4)) or "—"
            raise Misuse(say("usage.no-unit", lang(), found=unit, near=near))
