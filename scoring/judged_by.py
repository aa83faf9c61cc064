"""The policy and the roster that a run was judged by, kept in its folder so that a question need not check them anew.

    policy.json   roster.json     checked, with all names resolved (``engine.kept``)

They answer for the documents as long as these are what they were and the files what the receipt says; else the
documents are read, and what became of them is told. Who wants proof (``--verify``) has the documents read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from kaohe.engine.kept import kept_from, kept_text
from kaohe.engine.roster import Roster
from kaohe.rules.checked import Checked
from kaohe.rules.policy import Policy
from kaohe.rules.shelf import Shelf
from kaohe.scoring.fingerprints import is_as_told

POLICY, ROSTER = "policy.json", "roster.json"


def keeping(path: Path, policy: Policy, roster: Roster | None, folder: Path) -> dict[str, Callable[[], None]]:
    """What writes each of the two files into ``folder``; the policy's document stands at ``path``. ``roster`` None: made of the events."""

    def write(name: str, record: object) -> None:
        (folder / name).write_text(kept_text(record, partial(_away, home=_home(path))), encoding="utf-8")

    kept = {POLICY: policy} if roster is None else {POLICY: policy, ROSTER: roster}
    return {name: partial(write, name, record) for name, record in kept.items()}


def kept_policy(folder: Path, path: Path, calendar: Path | None, receipt: Mapping[str, Any], written: int) -> Checked | None:
    """The policy of the run in ``folder``, whose document stands at ``path``; None: it must be read anew.

    ``calendar``: the one the run was given in place of the policy's. ``written``: when the receipt was (ns).
    """
    if not Shelf(_home(path)).holds(receipt["policy"]["documents"].items()):
        return None
    if calendar is not None and not is_as_told(calendar, receipt["calendar"], written, thorough=False):
        return None
    policy = kept_record(folder / POLICY, path, receipt, written)
    return Checked(policy, (), {}) if isinstance(policy, Policy) else None


def still_there(path: Path, documents: Mapping[str, str]) -> dict[str, str]:
    """Those of the documents, by name and hash, that the policy at ``path`` would still be read from."""
    shelf = Shelf(_home(path))
    return {name: was for name, was in documents.items() if shelf.holds([(name, was)])}


def kept_record(file: Path, path: Path, receipt: Mapping[str, Any], written: int) -> Any:
    """What the run keeps in one of the two files, if that is what the receipt says; None: nothing that can be used."""
    told = receipt.get("files", {}).get(file.name)
    if told is None or not is_as_told(file, told, written, thorough=False):
        return None
    return kept_from(file.read_text(encoding="utf-8"), partial(_here, home=_home(path)))


def _home(path: Path) -> Path:
    """The folder of a policy's document."""
    return path if path.is_dir() else path.parent


def _away(file: str, home: Path) -> str:
    """A document's name as seen from the policy's, wherever the two stand."""
    return Path(os.path.relpath(file, home)).as_posix()


def _here(file: str, home: Path) -> str:
    return os.path.normpath(home / file)
