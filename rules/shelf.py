"""Where documents stand: a policy's own folder, the folders beside it, given roots, the shipped ones."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kaohe.rules.document.source import text_from_bytes
from kaohe.rules.missing import missing
from kaohe.rules.nearest import nearest
from kaohe.rules.place import Place
from kaohe.rules.problem import Problem, problem
from kaohe.rules.record import record

SHIPPED = Path(__file__).resolve().parent.parent / "policies"
"""The documents that come with the package."""


@record
class Found:
    """A file that was read: its text with unified line breaks, and the hash of its bytes."""

    path: Path
    text: str
    sha256: str

    @property
    def file(self) -> str:
        """What problems call it: the path as it was reached."""
        return str(self.path)

    @property
    def name(self) -> str:
        """What receipts call it: the same wherever the folder stands."""
        return f"{_name_of(self.path.parent)}/{self.path.name}"


@dataclass(slots=True)
class Shelf:
    """``home`` is the folder of the document in hand; ``roots`` are searched after the folder around
    it and before the shipped documents. Every file read is remembered in ``read``.
    """

    home: Path
    roots: tuple[Path, ...] = ()
    read: dict[str, Found] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def open(self, path: Path) -> Found | None:
        """A file's text; None when it is not there or no text, which is reported."""
        if str(path) in self.read:
            return self.read[str(path)]
        try:
            raw = path.read_bytes()
        except OSError:
            self.problems.append(missing(path))
            return None
        text, problems = text_from_bytes(raw, str(path))
        self.problems.extend(problems)
        return None if text is None else self.keep(path, text, raw)

    def keep(self, path: Path, text: str, raw: bytes) -> Found:
        found = Found(path, text, hashlib.sha256(raw).hexdigest())
        self.read[str(path)] = found
        return found

    def holds(self, documents: Iterable[tuple[str, str]]) -> bool:
        """Whether the nearest files of those names (as ``Found.name`` has them) still have those hashes."""
        return all(self._nearest_hash(*name.split("/", 1)) == told for name, told in documents)

    def _nearest_hash(self, folder: str, file: str) -> str | None:
        own = [self.home] if _name_of(self.home) == folder else []
        near = next((path for place in (*own, *(each / folder for each in self.places())) if (path := place / file).is_file()), None)
        return None if near is None else hashlib.sha256(near.read_bytes()).hexdigest()

    # --- searching ------------------------------------------------------------------------------

    def places(self) -> tuple[Path, ...]:
        """Folders to search, nearest first, each once."""
        around = self.home.parent if self.home.name not in {"", ".."} else self.home / ".."
        return tuple(dict.fromkeys((self.home, around, *self.roots, SHIPPED)))

    def vocabulary(self, name: str) -> Path | None:
        return self._named("vocabulary", name, [self.home / "vocabulary.yaml"])

    def policy(self, name: str) -> Path | None:
        return self._named("policy", name, [self.home / f"{name}.yaml"])

    def calendar(self, name: str) -> Path | None:
        candidates = (place / "calendars" / f"{name}.yaml" for place in self.places())
        return next((path for path in candidates if _says(path, "calendar", name)), None)

    def nowhere(self, kind: str, name: object, place: Place) -> None:
        """Tells, at ``place``, that no document of that kind bears the name, and which one may be meant."""
        files = (file for folder in self.places() for file in (*folder.glob(f"*/{kind}.yaml"), *folder.glob(f"{kind}s/*.yaml")))
        near = nearest(str(name), sorted({said for file in files for said in _names(file, kind)}))
        self.problems.append(problem("policy.not-found", place, what=kind, name=name, near=near))

    def _named(self, kind: str, name: str, own: Sequence[Path]) -> Path | None:
        """The nearest document of that kind which bears that name, whatever its folder is called."""
        return next((path for path in self._candidates(kind, name, own) if _says(path, kind, name)), None)

    def _candidates(self, kind: str, name: str, own: Sequence[Path]) -> Iterator[Path]:
        yield from own
        for place in self.places():
            yield place / name / f"{kind}.yaml"
            yield from sorted(place.glob(f"*/{kind}.yaml"))

    def source(self, name: str) -> bytes | None:
        """A source's file when it is at hand: in the policy's folder, a root, or ``sources`` there."""
        if Path(name).name != name:
            return None
        folders = (self.home, *self.roots)
        paths = (place / name for folder in folders for place in (folder, folder / "sources"))
        found = next((path for path in paths if path.is_file()), None)
        return None if found is None else found.read_bytes()


def _name_of(folder: Path) -> str:
    """What a folder is called, also where it was reached as ``.`` or ``..``."""
    return Path(os.path.normpath(folder.absolute())).name


def _says(path: Path, kind: str, name: str) -> bool:
    """Whether the document at ``path`` says it is the ``kind`` of that name."""
    return name in _names(path, kind)


def _names(path: Path, kind: str) -> list[str]:
    """What the document at ``path`` says it is the ``kind`` of (its text is only skimmed)."""
    line = rf"^{kind}\s*:\s*[\"']?(.*?)[\"']?\s*(?:#.*)?$"
    try:
        return re.findall(line, path.read_text("utf-8", "replace"), re.MULTILINE) if path.is_file() else []
    except OSError:  # no right to read it, or a name longer than any file's
        return []
