"""A mapping as the command line is handed it: with the vocabulary it names, found where policies' are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kaohe.rules.document.mapping import MappingDocument
from kaohe.rules.library import load_mapping, load_vocabulary
from kaohe.rules.place import place_of
from kaohe.rules.problem import Problem
from kaohe.rules.shelf import Shelf
from kaohe.rules.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Readied:
    """``mapping`` and ``vocabulary`` are both there, or ``problems`` say why not."""

    mapping: MappingDocument | None
    vocabulary: Vocabulary | None
    problems: tuple[Problem, ...]
    texts: Mapping[str, str]


def readied(path: Path) -> Readied:
    """The mapping at ``path`` and its vocabulary; all problems of both at once."""
    document, problems = load_mapping(path)
    shelf = Shelf(path.parent)
    home = shelf.vocabulary(str(document.vocabulary)) if document else None
    if document and home is None:
        shelf.nowhere("vocabulary", document.vocabulary, place_of(document.vocabulary))
    vocabulary, flaws = load_vocabulary(home) if home else (None, tuple(shelf.problems))
    return Readied(document, vocabulary, (*problems, *flaws), _texts(path, home))


def _texts(*paths: Path | None) -> dict[str, str]:
    there = [path for path in paths if path is not None and path.is_file()]
    return {str(path): path.read_text(encoding="utf-8", errors="replace") for path in there}
