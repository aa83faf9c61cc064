"""How an office stands: what it holds, who is silent, what is wrong, and what to do next."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kaohe.engine.intake.cell_from_mapping import ROSTER_TABLE
from kaohe.engine.ledger import Coverage
from kaohe.engine.meaning.coverage import coverage
from kaohe.engine.office.folder import Office, OfficeRead, read_office
from kaohe.engine.office.held import Held, held_in
from kaohe.engine.reference import world_of
from kaohe.engine.roster import Roster
from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem
from kaohe.scoring.job import Prepared, prepare
from kaohe.scoring.run_files import is_run
from kaohe.workbench.importing import Readied, readied
from kaohe.workbench.office_inputs import inputs_of


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next: a sentence of the words and its facts."""

    key: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """``office`` None: its document cannot be read. ``policy`` None: it has none that can be used.

    ``coverage`` goes as far as ``as_of``: the end of the month of the latest event (None: no event).
    """

    home: Path
    office: Office | None
    policy: Policy | None
    roster: Roster
    held: Held | None
    as_of: date | None
    coverage: tuple[Coverage, ...]
    runs: tuple[str, ...]
    problems: tuple[Problem, ...]
    texts: Mapping[str, str]
    steps: tuple[Step, ...]


def state_of(home: Path, as_of: date | None = None) -> State:
    """How the office in ``home`` stands; nothing is written."""
    read = read_office(home)
    if read.office is None:
        step = Step("next.check", (("path", str(home / "office.yaml")),))
        return State(home, None, None, Roster(), None, None, (), (), read.problems, read.texts, (step,))
    return _state(read, read.office, as_of)


def _state(read: OfficeRead, office: Office, as_of: date | None) -> State:
    ready = _prepared(office)
    policy = ready.policy
    vocabulary, timezone = (policy.vocabulary, policy.timezone) if policy else (None, "UTC")
    held = held_in(office.events, vocabulary, timezone)
    mappings = [readied(path) for path in office.mapping_files]
    flaws, texts = _told(mappings)
    problems = (*read.problems, *ready.problems, *flaws)
    day = None if policy is None else as_of or _month_end(held.last, policy)
    rows = () if policy is None or day is None else _coverage(policy, ready, day)
    runs = tuple(sorted(path.name for path in office.runs.glob("*") if is_run(path)))
    wrong = tuple(dict.fromkeys(problem for problem in problems if problem.severity == "problem"))
    whole = any(one.mapping is not None and one.mapping.mode == "snapshot" for one in mappings)
    steps = tuple(_steps(office, ready, held, rows, wrong, day, whole=whole))
    return State(
        office.home, office, policy, ready.roster, held, day, rows, runs, wrong,
        {**read.texts, **ready.texts, **texts}, steps,
    )  # fmt: skip


def _prepared(office: Office) -> Prepared:
    if office.policy is None:
        return Prepared(None, Roster(), (), (), {})
    return prepare(inputs_of(office, office.policy))


def _told(found: Sequence[Readied]) -> tuple[tuple[Problem, ...], dict[str, str]]:
    texts = {file: text for one in found for file, text in one.texts.items()}
    return tuple(problem for one in found for problem in one.problems), texts


def _month_end(last: date | None, policy: Policy) -> date | None:
    """The end of the month of the latest event of the period; None before the first."""
    if last is None or last < policy.period.from_:
        return None
    end = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return min(end, policy.period.to)


def _coverage(policy: Policy, ready: Prepared, day: date) -> tuple[Coverage, ...]:
    world, _ = world_of(policy, ready.roster, ready.events, day)
    return coverage(world)


def _steps(
    office: Office, ready: Prepared, held: Held, rows: Sequence[Coverage], wrong: Sequence[Problem], day: date | None,
    *, whole: bool,
) -> list[Step]:
    """The first that stands in the way of all that follow; with nothing in the way, what is due.

    ``whole``: some exports are snapshots, of which an import says the day.
    """
    if office.policy is None:
        return [Step("next.policy")]
    if held.breaks:
        cut_off = all(one.code == "intake.batch-unlogged" for one in held.breaks)
        return [Step("next.unlogged" if cut_off else "next.log", (("path", str(office.events)),))]
    if wrong:
        places = sorted({problem.place.file for problem in wrong if problem.place.file}) or [str(office.policy)]
        return [Step("next.check", (("path", " ".join(places)),))]
    if not ready.roster.units or ready.roster.implied:
        return [Step("next.roster")]
    if not held.batches:
        return [Step(("next.import-snapshot" if whole else "next.import") if office.mapping_files else "next.mapping")]
    return list(_due(held, rows, day))


def _due(held: Held, rows: Sequence[Coverage], day: date | None) -> list[Step]:
    found: list[Step] = []
    strange = sum(one.rows for one in held.refused if ("table", ROSTER_TABLE) in one.facts)
    if strange:
        found.append(Step("next.names", (("rows", f"{strange:,}"),)))
    refused = sum(one.rows for one in held.refused) - strange
    if refused:
        found.append(Step("next.quarantine", (("rows", f"{refused:,}"),)))
    silent = sum(row.status == "silent" for row in rows)
    if silent:
        found.append(Step("next.silent", (("count", f"{silent:,}"),)))
    if day is not None:
        found.append(Step("next.run", (("day", day.isoformat()),)))
    return found
