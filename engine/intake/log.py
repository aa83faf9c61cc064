"""The log of imports: one line of canonical JSON for each, chained by hashes. Nothing is ever taken out.

A line holds what was read (names, hashes, rows), by which mapping, what became of it, the hashes of
the files written, and the hash of the line before. Of cases that are gone it holds their number. Whoever removes or alters a batch, or a line, breaks the chain.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from kaohe.engine.canonical import canonical_json
from kaohe.engine.write import write_text
from kaohe.rules.place import Place
from kaohe.rules.problem import Problem, problem

LOG = "log.jsonl"
WRITTEN = ("events.parquet", "quarantine.csv", "import.json", "cases.parquet")
"""Files of a batch; the last only where it is a whole snapshot."""


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def log_batch(folder: Path, batch: Path, record: Mapping[str, Any]) -> None:
    """Adds the line of a batch that stands in ``folder``; a batch that has its line gets no second."""
    log = folder / LOG
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    if any(json.loads(line)["batch"] == batch.name for line in lines):
        return
    previous = sha256(lines[-1].encode()).hexdigest() if lines else ""
    files = {name: file_sha256(batch / name) for name in WRITTEN if (batch / name).exists()}
    line = canonical_json({**_counted(record), "batch": batch.name, "files": files, "previous": previous})
    write_text(log, "".join(f"{one}\n" for one in (*lines, line)))


def _counted(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The record with how many cases are gone, back and moved in the place of which: those stand in ``import.json``."""
    if not record.get("changes"):
        return record
    gone = {name: len(cases) for name, cases in record["changes"]["gone"].items()}
    return {**record, "changes": {**record["changes"], "gone": gone}}


def check_log(folder: Path) -> tuple[int, tuple[Problem, ...]]:
    """How many lines the log has, and every break: a line that does not follow from the one before, a
    batch that is gone, changed or never logged.
    """
    log = folder / LOG
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return len(lines), (*_chain(lines, log), *_batches(lines, folder))


def _chain(lines: list[str], log: Path) -> Iterator[Problem]:
    previous = ""
    for number, line in enumerate(lines, 1):
        if _parsed(line).get("previous") != previous:
            yield problem("intake.log-broken", Place(str(log), number, 1), line=number)
        previous = sha256(line.encode()).hexdigest()


def _batches(lines: list[str], folder: Path) -> Iterator[Problem]:
    place = Place(str(folder / LOG), 1, 1)
    logged = {str(record["batch"]): record["files"] for line in lines if "batch" in (record := _parsed(line))}
    for name, files in logged.items():
        for file, wanted in files.items():
            path = folder / name / file
            if not path.exists():
                yield problem("intake.batch-missing", place, batch=name, file=file)
            elif file_sha256(path) != wanted:
                yield problem("intake.batch-changed", place, batch=name, file=file)
    for path in sorted(folder.glob("*/events.parquet")):
        if path.parent.name not in logged and not path.parent.name.startswith("."):
            yield problem("intake.batch-unlogged", place, batch=path.parent.name)


def _parsed(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
