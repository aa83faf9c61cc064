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
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaohe.engine.ledger import Entry
from kaohe.engine.ledger_file import REPLAY_FILES, VESTINGS, write_ledger, write_replay_file, write_tallies
from kaohe.engine.records import Columns
from kaohe.engine.workers import ALONE, Workers
from kaohe.engine.write import UNFINISHED, whole_directory
from kaohe.rules.clock import zone
from kaohe.rules.problem import Problem
from kaohe.scoring.card import Scored
from kaohe.scoring.cards_file import cards_text
from kaohe.scoring.fingerprints import fingerprint
from kaohe.scoring.inputs import Inputs
from kaohe.scoring.judged_by import keeping

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
    kept: Iterable[Events] | None = None,
    workers: Workers = ALONE,
) -> str:
    """Writes the folder and returns the ledger's root. ``FileExistsError``: something stands there.

    ``checked``: what a second engine said; the receipt tells it. ``kept``: events of which a sorted copy is kept, as ``write_copy`` takes them.
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


def _files(run: Run, inputs: Inputs, folder: Path, kept: Iterable[Events] | None) -> dict[str, Callable[[], str | None]]:
    """What writes each file; of the ledger and the tallies it returns the root. What takes long comes first."""

    def cards() -> None:
        (folder / CARDS).write_text(cards_text(run.scored.cards), encoding="utf-8")

    def copy(events: Iterable[Events]) -> None:
        from kaohe.engine.event_copy import write_copy

        write_copy(events, folder / EVENTS, run.policy.vocabulary, run.policy.timezone)

    return {
        **({} if kept is None else {EVENTS: partial(copy, kept)}),
        LEDGER: partial(write_ledger, run.scored.entries, folder / LEDGER),
        **{name: partial(write_replay_file, name, run.replay, folder) for name in (*REPLAY_FILES, VESTINGS)},
        TALLIES: partial(write_tallies, run.scored.tallies, folder / TALLIES),
        CARDS: cards,
        **keeping(inputs.policy, run.policy, None if inputs.roster is None else run.roster, folder),
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


def is_run(folder: Path) -> bool:
    return (folder / RECEIPT).is_file()
