"""A run's folder: what came out, and a receipt of all that went in. It appears whole or not at all.

    runs/2021/
      receipt.json     hashes of policy, vocabulary, calendar, roster, events; versions; counts; root
      ledger.parquet   every entry           cards.json      every card
      tallies.parquet  counts behind rates   *.parquet       gates, clocks, vestings, vetoes, coverage …
      policy.json, roster.json               what it was judged by, checked (``judged_by``)
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaohe.engine.ledger import Clock, Coverage, Entry, GateRow
from kaohe.engine.ledger_file import (
    CLOCKS,
    GATES,
    REPLAY_FILES,
    VESTINGS,
    ledger_file_root,
    read_replay_file,
    write_ledger,
    write_replay_file,
    write_tallies,
)
from kaohe.engine.ledger_file import LEDGER as ENTRIES
from kaohe.engine.ledger_file import TALLIES as TALLIED
from kaohe.engine.record_file import Filed, where
from kaohe.engine.records import Columns
from kaohe.engine.workers import ALONE, Workers
from kaohe.engine.write import UNFINISHED, whole_directory
from kaohe.rules.checked import Checked
from kaohe.rules.clock import zone
from kaohe.rules.place import Place
from kaohe.rules.problem import Problem, problem
from kaohe.scoring.card import Card, Scored
from kaohe.scoring.cards_file import cards_from_text, cards_text
from kaohe.scoring.fingerprints import fingerprint, is_as_told
from kaohe.scoring.judged_by import keeping, kept_policy, still_there

if TYPE_CHECKING:
    from kaohe.engine.events import Events
    from kaohe.scoring.cross_check import CrossCheck
    from kaohe.scoring.run import Run

FORMAT = 1
RECEIPT = "receipt.json"
LEDGER = "ledger.parquet"
TALLIES = "tallies.parquet"
CARDS = "cards.json"
EVENTS = "events.parquet"
"""The run's sorted copy of its events, where it was asked to keep one."""
LARGEST = 10**12
"""Points, and totals, are smaller than this."""
_PACKAGES = ("kaohe", "pyarrow", "tzdata")


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files a run was made from. ``roster`` None: made from the events."""

    policy: Path
    events: tuple[Path, ...]
    roster: Path | None = None
    calendar: Path | None = None


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


def unwritable(scored: Scored) -> str | None:
    """The first entry, or card's subject, whose figure no column of DECIMAL(18,6) holds; None: all fit."""
    entries = (entry.id for entry in _too_large(scored.entries))
    cards = (card.subject for card in scored.cards if abs(card.total) >= LARGEST)
    return next(chain(entries, cards), None)


def _too_large(entries: Sequence[Entry]) -> Iterator[Entry]:
    if isinstance(entries, Columns):
        from kaohe.engine.ledger_columns import largest

        if all(each < LARGEST for each in entries.asked(largest)):
            return
    yield from (entry for entry in entries if abs(entry.points) >= LARGEST)


def write_run(
    run: Run,
    inputs: Inputs,
    out: Path,
    problems: Sequence[Problem] = (),
    checked: CrossCheck | None = None,
    kept: Events | None = None,
    workers: Workers = ALONE,
) -> str:
    """Writes the folder and returns the ledger's root. ``FileExistsError``: something stands there.

    ``checked``: what a second engine said; the receipt tells it. ``kept``: events of which a sorted copy is kept.
    ``workers`` write the files; what is to be said of them by then is counted with the ``problems``.
    """
    with whole_directory(out) as folder:
        files = _files(run, inputs, folder, kept)
        said = dict(zip(files, workers.all(list(files.values()), lambda write: write()), strict=True))
        for left in folder.glob(f".*{UNFINISHED}"):
            left.unlink()  # by a worker that died
        receipt = _receipt(run, inputs, out) | {"root": said[LEDGER], "tallies_root": said[TALLIES]}
        receipt["problems"] = _counted((*problems, *workers.told))
        receipt["cross_check"] = checked.receipt() if checked else None
        receipt["files"] = {one.name: fingerprint(one) for one in sorted(folder.iterdir())}
        text = json.dumps(receipt, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        (folder / RECEIPT).write_text(text, encoding="utf-8")
    return str(said[LEDGER])


def _files(run: Run, inputs: Inputs, folder: Path, kept: Events | None) -> dict[str, Callable[[], str | None]]:
    """What writes each file; of the ledger and the tallies it returns the root. What takes long comes first."""

    def cards() -> None:
        (folder / CARDS).write_text(cards_text(run.scored.cards), encoding="utf-8")

    def copy(events: Events) -> None:
        from kaohe.engine.event_copy import write_copy

        write_copy(events, folder / EVENTS, run.policy.vocabulary, run.policy.timezone)

    return {
        LEDGER: partial(write_ledger, run.scored.entries, folder / LEDGER),
        **{name: partial(write_replay_file, name, run.replay, folder) for name in (*REPLAY_FILES, VESTINGS)},
        TALLIES: partial(write_tallies, run.scored.tallies, folder / TALLIES),
        CARDS: cards,
        **keeping(inputs.policy, run.policy, None if inputs.roster is None else run.roster, folder),
        **({} if kept is None else {EVENTS: partial(copy, kept)}),
    }


def _receipt(run: Run, inputs: Inputs, out: Path) -> dict[str, Any]:
    from importlib.metadata import version

    policy, here = run.policy, zone(run.policy.timezone)
    assert here is not None, "a checked policy has a known timezone"
    return {
        "format": FORMAT,
        "engine": run.engine,
        "clauses_on_columns": list(run.on_columns),
        "as_of": run.as_of.isoformat(),
        "known_at": run.known_at,
        "policy": {
            "name": policy.name, "title": policy.title, "version": policy.version,
            "path": _path(inputs.policy, out), "documents": dict(policy.documents),
        },
        "events": [{"path": _path(one, out), **fingerprint(one)} for one in inputs.events],
        "roster": _file(inputs.roster, out),
        "calendar": _file(inputs.calendar, out),
        "timezone": {"name": here.name, "data": here.data, "sha256": here.sha256},
        "versions": {name: version(name) for name in _PACKAGES},
        "counts": {
            "entries": len(run.scored.entries), "cards": len(run.scored.cards),
            "tallies": len(run.scored.tallies), "clocks": len(run.replay.clocks),
        },
    }  # fmt: skip


def _counted(problems: Sequence[Problem]) -> dict[str, int]:
    codes = sorted(found.code for found in problems)
    return {code: codes.count(code) for code in dict.fromkeys(codes)}


def _file(path: Path | None, out: Path) -> dict[str, Any] | None:
    return None if path is None else {"path": _path(path, out), **fingerprint(path)}


def _path(path: Path, out: Path) -> str:
    """As seen from the run's folder, so that the two can move together."""
    return Path(os.path.relpath(path, out)).as_posix()


# --- reading back -----------------------------------------------------------------------------------


def is_run(folder: Path) -> bool:
    return (folder / RECEIPT).is_file()


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
    changed = [*_changes(receipt, inputs, checked, written, thorough=thorough), *_altered(folder, receipt, written, thorough=thorough)]
    return Stored(folder, receipt, inputs, checked, scored, tuple(changed))


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
