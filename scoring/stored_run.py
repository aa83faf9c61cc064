"""A run read back from its folder, as it was written, and what of its inputs has changed since.

    open_run    for a question: entries, counts and cards stay in their files until one is looked at
    read_run    for a proof: every byte hashed, the ledger's root worked out anew
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kaohe.engine.event import Event
from kaohe.engine.ledger import Clock, Coverage, Entry, GateRow
from kaohe.engine.ledger_file import CLOCKS, GATES, ledger_file_root, read_replay_file
from kaohe.engine.ledger_file import LEDGER as ENTRIES
from kaohe.engine.ledger_file import TALLIES as TALLIED
from kaohe.engine.record_file import Filed, can_be_read, where
from kaohe.engine.roster import Roster
from kaohe.rules.checked import Checked
from kaohe.rules.place import Place
from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem, problem
from kaohe.scoring.card import Card, Scored
from kaohe.scoring.cards_file import cards_from_text
from kaohe.scoring.fingerprints import is_as_told
from kaohe.scoring.inputs import Inputs
from kaohe.scoring.judged_by import POLICY, ROSTER, kept_policy, kept_record, still_there
from kaohe.scoring.run_files import CARDS, EVENTS, LEDGER, RECEIPT, TALLIES


@dataclass(frozen=True, slots=True)
class Stored:
    """A run read back: the receipt, the ledger and the cards as they were written.

    ``checked`` is the policy as it stands now, kept by the run or read anew; ``changed`` says which inputs are no longer what the
    receipt says, so that nobody explains an old figure by a new text.
    """

    folder: Path
    receipt: Mapping[str, Any]
    inputs: Inputs
    checked: Checked
    scored: Scored
    changed: tuple[Problem, ...]

    @property
    def events(self) -> tuple[Path, ...]:
        """Where its events are looked up: in the run's own sorted copy, if it keeps one, else in its inputs."""
        return (self.folder / EVENTS,) if EVENTS in self.receipt.get("files", {}) else self.inputs.events

    @property
    def written(self) -> int:
        """When its receipt was written (ns)."""
        return _written(self.folder)

    @property
    def as_of(self) -> date:
        return date.fromisoformat(self.receipt["as_of"])


def read_run(folder: Path) -> Stored | None:
    """The whole run in ``folder``, proved; None when there is none, or its files cannot be read."""
    stored = open_run(folder, thorough=True)
    if stored is None:
        return None
    kept = stored.scored
    return replace(stored, scored=replace(kept, entries=tuple(kept.entries), cards=tuple(kept.cards), tallies=tuple(kept.tallies)))


def open_run(folder: Path, *, thorough: bool = False) -> Stored | None:
    """The same for a question: its entries, counts and cards stay as they were filed until one is looked at.

    ``thorough``: every byte that went in or came out is hashed, and the ledger's root worked out anew;
    otherwise large files are looked at as ``fingerprints`` says.
    """
    try:
        return _stored(folder, thorough=thorough)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _stored(folder: Path, *, thorough: bool) -> Stored:
    receipt = json.loads((folder / RECEIPT).read_text(encoding="utf-8"))
    inputs = Inputs(
        _there(folder, receipt["policy"]),
        tuple(_there(folder, one) for one in receipt["events"]),
        _there(folder, receipt["roster"]) if receipt["roster"] else None,
        _there(folder, receipt["calendar"]) if receipt["calendar"] else None,
    )
    written = _written(folder)
    checked = (None if thorough else kept_policy(folder, inputs.policy, inputs.calendar, receipt, written)) or _read_policy(inputs)
    scored = Scored(
        entries=Filed(ENTRIES, folder / LEDGER),
        cards=cards_from_text((folder / CARDS).read_text(encoding="utf-8")),
        tallies=Filed(TALLIED, folder / TALLIES),
        notices=(),
    )
    _ = len(scored.entries), len(scored.tallies)  # what cannot be read is none
    altered = list(_altered(folder, receipt, written, thorough=thorough))
    if altered and damaged(folder):
        raise ValueError("a run is whole or none")
    changed = [*_changes(receipt, inputs, checked, written, thorough=thorough), *altered]
    return Stored(folder, receipt, inputs, checked, scored, tuple(changed))


def damaged(folder: Path) -> tuple[str, ...]:
    """Of the files that the receipt in ``folder`` names, those that are gone or cannot be read; none where there is no receipt."""
    try:
        kept = json.loads((folder / RECEIPT).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return tuple(name for name in kept if not _can_be_read(folder / name))


def _can_be_read(file: Path) -> bool:
    if file.suffix == ".parquet":
        return can_be_read(file)
    try:
        json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return True


def _read_policy(inputs: Inputs) -> Checked:
    from kaohe.scoring.job import policy_for

    return policy_for(inputs)


def _written(folder: Path) -> int:
    """When the receipt was written (ns)."""
    return (folder / RECEIPT).stat().st_mtime_ns


def _altered(folder: Path, receipt: Mapping[str, Any], written: int, *, thorough: bool) -> Iterator[Problem]:
    """What the run wrote and is no longer so: files by their bytes, the ledger at last by its rows' root."""
    kept: Mapping[str, Any] = receipt.get("files", {})  # a receipt of an earlier version names no files
    for name in {LEDGER: None, **kept}:
        same = name in kept and is_as_told(folder / name, kept[name], written, thorough=thorough)
        if name == LEDGER and (thorough or not same):
            same = ledger_file_root(folder / LEDGER) == receipt["root"]
        if not same:
            yield problem("run.ledger-changed", Place(str(folder / name), 1, 1), name=name)


def policy_of_run(stored: Stored) -> Policy | None:
    """The policy that a run was judged by, whatever has become of its documents; of a run that kept none, the
    documents as they stand now; None: they load no longer.
    """
    kept = kept_record(stored.folder / POLICY, stored.inputs.policy, stored.receipt, stored.written)
    return kept if isinstance(kept, Policy) else stored.checked.policy


def roster_of_run(stored: Stored, policy: Policy, events: Sequence[Event]) -> Roster:
    """The roster of a run that is read again."""
    given, told = stored.inputs.roster, stored.receipt["roster"]
    if given is not None and is_as_told(given, told, stored.written, thorough=False):
        roster = kept_record(stored.folder / ROSTER, stored.inputs.policy, stored.receipt, stored.written)
        if isinstance(roster, Roster):
            return roster
    from kaohe.scoring.job import roster_of

    return roster_of(stored.inputs, policy, events)


def clocks_of(folder: Path) -> Filed[Clock]:
    """Every clock of a deadline, as the run saw it."""
    return Filed(CLOCKS, folder / "clocks.parquet")


def clocks_about(folder: Path, entries: Iterable[Entry]) -> tuple[Clock, ...]:
    """The clocks that those entries of deadlines are about."""
    timed = [entry for entry in entries if entry.event is not None and (entry.due or entry.part in _CLOCKED)]
    wanted = {name: {getattr(entry, name) for entry in timed} for name in ("clause", "event", "case")}
    known = {} if None in wanted["case"] else {"case": wanted["case"]}  # clocks stand by clause and case: few are read
    return where(clocks_of(folder), clause=wanted["clause"], start=wanted["event"], **known) if timed else ()


_CLOCKED = ("late", "monitored", "on_time")


def gates_of(folder: Path) -> Filed[GateRow]:
    """Every item of a gate that was judged, as the run saw it."""
    return Filed(GATES, folder / "gates.parquet")


def coverage_of(folder: Path) -> tuple[Coverage, ...]:
    """Who reported what in which month, as the run saw it."""
    return read_replay_file("coverage", folder)


def _there(folder: Path, one: Mapping[str, str]) -> Path:
    return Path(os.path.normpath(folder / one["path"]))


def _changes(
    receipt: Mapping[str, Any], inputs: Inputs, checked: Checked, written: int, *, thorough: bool
) -> list[Problem]:
    """Inputs that are gone or no longer what they were when the run was made: all in one problem, at the first."""
    found: dict[str, Path] = {}
    documents = receipt["policy"]["documents"]
    now = dict(checked.policy.documents) if checked.policy is not None else still_there(inputs.policy, documents)
    found |= {name: inputs.policy for name, was in documents.items() if now.get(name) != was}
    pairs = list(zip(inputs.events, receipt["events"], strict=True))
    pairs += [(path, receipt[name]) for name, path in (("roster", inputs.roster), ("calendar", inputs.calendar)) if path is not None]
    for path, record in pairs:
        if not is_as_told(path, record, written, thorough=thorough):
            found.setdefault(path.name, path)
    first = next(iter(found.values()), None)
    return [] if first is None else [problem("run.input-changed", Place(str(first), 1, 1), names=", ".join(found))]


def card_of(scored: Scored, subject: str) -> tuple[Card, ...]:
    """The cards of one subject, yearly ones first."""
    return tuple(sorted(where(scored.cards, subject=subject), key=lambda card: (len(card.span), card.span)))


def titled(scored: Scored, title: str) -> tuple[Card, ...]:
    """The cards of the one subject that bears the title; none where several do."""
    subjects = {card.subject for card in where(scored.cards, title=title)}
    return card_of(scored, subjects.pop()) if len(subjects) == 1 else ()
