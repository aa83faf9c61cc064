"""Accepting a name once: ``kaohe roster accept 城北街道办=chengbei`` adds a row to ``aliases.yaml``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date

from kaohe.engine.lock import only_writer
from kaohe.engine.office.folder import ALIASES, Office
from kaohe.engine.write import write_text

_HEAD = """\
# Names of units that exports used and the office accepted / 导出文件里用过、已经认可的单位写法
# written by `kaohe roster accept`; rows may be edited or taken out
kaohe: 1
aliases: {name}
names:
"""


def accept(office: Office, names: Mapping[str, str], from_: date | None, to: date | None) -> None:
    """Adds the names (name -> unit) to the office's file, dated; all of them or none.

    A row stands on one line, so that the file can be added to and read by anybody.
    """
    with only_writer(office.home):
        path = office.home / ALIASES
        text = path.read_text(encoding="utf-8") if path.exists() else _HEAD.format(name=office.name)
        rows = "".join(_row(name, unit, from_, to) for name, unit in names.items())
        ending = "" if text.endswith("\n") else "\n"
        write_text(path, f"{_opened(text)}{ending}{rows}")


def _opened(text: str) -> str:
    """A list that somebody emptied is open for rows again."""
    return text.replace("names: []", "names:")


def _row(name: str, unit: str, from_: date | None, to: date | None) -> str:
    days = "".join(f", {key}: {day}" for key, day in (("from", from_), ("to", to)) if day is not None)
    return f"  - {{name: {_quoted(name)}, unit: {_quoted(unit)}{days}}}\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def pairs_of(words: Sequence[str]) -> tuple[dict[str, str], str | None]:
    """``NAME=unit`` words as names and units; the first word that is none, or None."""
    found: dict[str, str] = {}
    for word in words:
        name, sign, unit = word.rpartition("=")
        if not sign or not name.strip() or not unit.strip():
            return {}, word
        found[name.strip()] = unit.strip()
    return found, None
