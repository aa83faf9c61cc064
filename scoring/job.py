"""Files -> what a run needs: policy, calendar, roster and events, and everything wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from kaohe.engine.event import Event
from kaohe.engine.event_file import FILE_FAULTS, event_files, read_columns
from kaohe.engine.events import Events
from kaohe.engine.form import form_streams
from kaohe.engine.office.roster_book import read_roster
from kaohe.engine.roster import Roster
from kaohe.engine.roster_from_columns import roster_from_columns
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.engine.roster_from_events import roster_from_events
from kaohe.engine.strangers import stranger_problems
from kaohe.rules.checked import Checked
from kaohe.rules.library import load_calendar, load_policy
from kaohe.rules.missing import missing
from kaohe.rules.place import Place
from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem, notice, problem
from kaohe.scoring.inputs import Inputs


@dataclass(frozen=True, slots=True)
class Prepared:
    """``policy`` None: problems stand in the way. Otherwise all is there, and ``problems`` are rows
    that were left out, doubts and remarks; ``refused`` counts those rows.
    """

    policy: Policy | None
    roster: Roster
    events: Sequence[Event]
    problems: tuple[Problem, ...]
    texts: Mapping[str, str]
    refused: int = 0


Read = Callable[[Inputs, Policy], "Prepared"]
"""How events and roster are read for a policy that is there."""


def prepare(inputs: Inputs) -> Prepared:
    """Reads every input; all problems of all files at once."""
    return prepared(inputs, checked_inputs(inputs), in_memory)


def checked_inputs(inputs: Inputs) -> Checked:
    """The policy, if it and all files are there."""
    checked, gone = policy_for(inputs), _gone(inputs)
    return Checked(None, (*checked.problems, *gone), checked.texts) if gone else checked


def prepared(inputs: Inputs, checked: Checked, read: Read) -> Prepared:
    """Reads events and roster, unless the policy already stands in the way."""
    if checked.policy is None:
        return Prepared(None, Roster(), (), checked.problems, checked.texts)
    ready = read(inputs, checked.policy)
    return replace(ready, problems=(*checked.problems, *ready.problems), texts={**checked.texts, **ready.texts})


def prepare_for(policy: Policy, events: tuple[Path, ...], roster: Path | None) -> Prepared:
    """The same for a policy that is loaded already."""
    inputs = Inputs(Path(policy.name), events, roster)
    gone = _gone(inputs)
    return Prepared(None, Roster(), (), gone, {}) if gone else in_memory(inputs, policy)


def _gone(inputs: Inputs) -> tuple[Problem, ...]:
    """Files that are not there, and folders without a batch of events: nobody is scored on nothing."""
    gone = [path for path in (*inputs.events, inputs.roster) if path is not None and not path.exists()]
    hollow = [path for path in inputs.events if path.is_dir() and not any(event_files([path]))]
    return (
        *map(missing, gone),
        *(problem("intake.no-batch", Place(str(path), 1, 1), name=path.name) for path in hollow),
    )


def in_memory(inputs: Inputs, policy: Policy) -> Prepared:
    """Events as columns, all of them held."""
    read = read_columns(inputs.events, policy.vocabulary, policy.timezone)
    offices = roster_for(inputs, policy, lambda: _implied(policy, read.events))
    return ready(policy, (read.events, read.problems), offices, lambda roster: stranger_problems(roster, read.events, policy.vocabulary))


def ready(
    policy: Policy, read: tuple[Sequence[Event], tuple[Problem, ...]], offices: Offices, unknown: Callable[[Roster], tuple[Problem, ...]]
) -> Prepared:
    """What was read, if nothing stands in the way; then also whom the roster does not know."""
    (events, found), (roster, flaws, texts) = read, offices
    lost = any(each.code in FILE_FAULTS for each in found)
    stopped = lost or any(flaw.severity == "problem" for flaw in flaws)
    told = [flaw for flaw in flaws if not lost or flaw.code != "run.no-roster"]  # of events that were not read it says nothing
    problems = (*told, *found, *(() if stopped else unknown(roster)))
    return Prepared(None if stopped else policy, roster, events, problems, texts, _refused(found))


def _refused(problems: Iterable[Problem]) -> int:
    """Rows that a problem kept out, each once, however much is wrong with it."""
    rows = {(one.place.file, one.place.line) for one in problems if one.severity == "problem" and one.place.line}
    return len(rows)


def policy_for(inputs: Inputs) -> Checked:
    """The policy, with another calendar when one is given."""
    checked = load_policy(inputs.policy)
    if inputs.calendar is None:
        return checked
    calendar, problems = load_calendar(inputs.calendar)
    texts = {**checked.texts, str(inputs.calendar): _text(inputs.calendar)}
    if checked.policy is None or calendar is None:
        return Checked(None, (*checked.problems, *problems), texts)
    return Checked(replace(checked.policy, calendar=calendar), (*checked.problems, *problems), texts)


class Offices(NamedTuple):
    """A roster, what is wrong with it, and the text by file that this points into."""

    roster: Roster
    problems: tuple[Problem, ...] = ()
    texts: Mapping[str, str] = MappingProxyType({})


def roster_for(inputs: Inputs, policy: Policy, implied: Callable[[], Roster]) -> Offices:
    """The roster given, or one made of the subjects that the events name, with a notice."""
    if inputs.roster is None:
        roster = implied()
        leaders = len({tenure.leader for tenure in roster.tenures})
        return Offices(roster, (notice("run.no-roster", units=len(roster.units), leaders=leaders),))
    document, problems, text = read_roster(inputs.roster, policy.vocabulary)
    texts = {str(inputs.roster): text}
    if document is None:
        return Offices(Roster(), problems, texts)
    roster, flaws = roster_from_document(document, policy.vocabulary)
    return Offices(roster, (*problems, *flaws), texts)


def _implied(policy: Policy, events: Sequence[Event]) -> Roster:
    if isinstance(events, Events):
        return roster_from_columns(events, policy.vocabulary)
    return roster_from_events(form_streams(events, policy.vocabulary)[0], policy.vocabulary)


def roster_of(inputs: Inputs, policy: Policy, events: Sequence[Event]) -> Roster:
    """The roster alone, for reading a run again."""
    return roster_for(inputs, policy, lambda: _implied(policy, events)).roster


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
