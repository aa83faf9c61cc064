"""How far a query was read the last time, kept beside the events it gave.

    events/.pulls/<mapping>-<query>.json     {"watermark": "2024-03-01T08:00:00", "kind": "datetime"}

Reading starts a little before the mark (the overlap), because rows are written late; what was read before comes
out as the same events and changes nothing.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from kaohe.engine.pull.database import Mark
from kaohe.engine.write import whole_file

PULLS = ".pulls"
"""The folder of the marks; also where the lock of a pull is held."""
_KINDS: dict[str, type[Any]] = {"datetime": datetime, "date": date, "int": int}


def mark_file(out: Path, mapping: str, query: str) -> Path:
    """Where the mark of a query is kept; another text is another query."""
    return out / PULLS / f"{mapping}-{sha256(query.strip().encode()).hexdigest()[:12]}.json"


def read_mark(path: Path) -> Mark | None:
    """The mark; None: this query was never read."""
    if not path.exists():
        return None
    found = json.loads(path.read_text(encoding="utf-8"))
    if found["kind"] == "int":
        return int(found["watermark"])
    kind: type[date] = _KINDS[found["kind"]]
    return kind.fromisoformat(found["watermark"])


def write_mark(path: Path, mark: Mark) -> None:
    """Keeps the mark, whole or not at all."""
    kind = next(name for name, type_ in _KINDS.items() if isinstance(mark, type_))
    shown = str(mark) if isinstance(mark, int) else mark.isoformat()
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as beside:
        beside.write_text(json.dumps({"watermark": shown, "kind": kind}) + "\n", encoding="utf-8")


def earlier(mark: Mark, days: int) -> Mark:
    """The mark less the overlap: days for days and times; for a number, as many."""
    return mark - days if isinstance(mark, int) else mark - timedelta(days=days)


def is_mark(value: object) -> bool:
    """Whether a value can be a mark: a day, a time or a whole number."""
    return isinstance(value, date | int) and not isinstance(value, bool)
