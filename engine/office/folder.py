"""The office's folder and its ``office.yaml``: where a command that is told nothing finds everything.

    office/
      office.yaml    which policy, roster, mappings       aliases.yaml   names that were accepted
      roster.yaml    units and posts (or roster.xlsx)     mappings/      one for each kind of export
      events/        batches and log.jsonl                runs/<as-of>/  results
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kaohe.engine.roster import ALWAYS, FOREVER
from kaohe.rules.document.load import load
from kaohe.rules.document.office import AliasDocument, OfficeDocument
from kaohe.rules.document.source import text_from_bytes
from kaohe.rules.missing import missing
from kaohe.rules.place import place_of
from kaohe.rules.problem import Problem, problem
from kaohe.rules.shelf import SHIPPED

OFFICE = "office.yaml"
ALIASES = "aliases.yaml"


@dataclass(frozen=True, slots=True)
class Alias:
    """A name of a unit that the office accepted, as the document writes it, on the days ``from_`` to ``to``."""

    name: str
    unit: str
    from_: date = ALWAYS
    to: date = FOREVER

    @property
    def dated(self) -> bool:
        """Whether the name was accepted for some days only."""
        return (self.from_, self.to) != (ALWAYS, FOREVER)


@dataclass(frozen=True, slots=True)
class Office:
    """An office's paths. ``policy``, ``roster``, ``calendar`` are None where ``office.yaml`` names none."""

    home: Path
    name: str
    title: str | None
    policy: Path | None
    roster: Path | None
    calendar: Path | None
    mappings: Path
    events: Path
    runs: Path
    aliases: tuple[Alias, ...] = ()

    @property
    def mapping_files(self) -> tuple[Path, ...]:
        """The mappings, by name."""
        return tuple(sorted(self.mappings.glob("*.yaml")))


@dataclass(frozen=True, slots=True)
class OfficeRead:
    """``office`` is None when ``problems`` stand in the way; ``texts`` are the documents by file name."""

    office: Office | None
    problems: tuple[Problem, ...]
    texts: Mapping[str, str]


def is_office(folder: Path) -> bool:
    """Whether ``folder`` is an office's."""
    return (folder / OFFICE).is_file()


def read_office(home: Path) -> OfficeRead:
    """The office whose folder ``home`` is, every problem of its two documents at once."""
    text, problems = _text(home / OFFICE)
    if text is None:
        return OfficeRead(None, problems, {})
    loaded = load(text, str(home / OFFICE), OfficeDocument)
    aliases, flaws, texts = _aliases(home / ALIASES)
    every = (*loaded.problems, *flaws)
    texts[str(home / OFFICE)] = text
    if loaded.document is None or flaws:
        return OfficeRead(None, every, texts)
    office, gone = _office(home, loaded.document, aliases)
    return OfficeRead(office, (*every, *gone), texts)


def _office(home: Path, said: OfficeDocument, aliases: tuple[Alias, ...]) -> tuple[Office, tuple[Problem, ...]]:
    policy = None if said.policy is None else policy_in(home, said.policy)
    gone = [
        problem("policy.not-found", place_of(name), what=what, name=name)
        for what, name, path in (
            ("policy", said.policy, policy),
            ("roster", said.roster, _there(home, said.roster)),
            ("calendar", said.calendar, _there(home, said.calendar)),
        )
        if name is not None and path is None
    ]
    office = Office(
        home, str(said.office), None if said.title is None else str(said.title), policy,
        _there(home, said.roster), _there(home, said.calendar),
        home / said.mappings, home / said.events, home / said.runs, aliases,
    )  # fmt: skip
    return office, tuple(gone)


def _there(home: Path, name: str | None) -> Path | None:
    return home / name if name is not None and (home / name).is_file() else None


def policy_in(home: Path, name: str) -> Path | None:
    """A file or folder of the office, one of its ``policies``, or a shipped one; None: there is none."""
    places = (home / name, home / "policies" / name, SHIPPED / name)
    return next((path for path in places if path.is_file() or (path / "policy.yaml").is_file()), None)


def _aliases(path: Path) -> tuple[tuple[Alias, ...], tuple[Problem, ...], dict[str, str]]:
    if not path.is_file():
        return (), (), {}
    text, problems = _text(path)
    if text is None:
        return (), problems, {}
    loaded = load(text, str(path), AliasDocument)
    return tuple(_rows(loaded.document)), loaded.problems, {str(path): text}


def _rows(document: AliasDocument | None) -> Iterator[Alias]:
    for row in () if document is None else document.names:
        yield Alias(str(row.name), str(row.unit), row.from_ or ALWAYS, row.to or FOREVER)


def _text(path: Path) -> tuple[str | None, tuple[Problem, ...]]:
    try:
        raw = path.read_bytes()
    except OSError:
        return None, (missing(path),)
    return text_from_bytes(raw, str(path))
