"""Loading documents from files: a policy with its vocabulary, calendar and parents, ready to run.

``load_policy(Path("policies/lishi"))`` gives a ``Checked``: the policy, or None and every reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kaohe.rules.calendar import Calendar
from kaohe.rules.check.calendar_from_document import calendar_from_document
from kaohe.rules.check.merged import Opened
from kaohe.rules.check.spot import Spot, in_order, refused
from kaohe.rules.check.vocabulary_from_document import vocabulary_from_document
from kaohe.rules.checked import Checked, Problems
from kaohe.rules.document.calendar import CalendarDocument
from kaohe.rules.document.kinds import DOCUMENTS
from kaohe.rules.document.load import Loaded, load
from kaohe.rules.document.policy import PolicyDocument
from kaohe.rules.document.salvage import salvaged
from kaohe.rules.document.shape import Shape
from kaohe.rules.document.vocabulary import VocabularyDocument
from kaohe.rules.policy import Policy
from kaohe.rules.policy_from_document import Beside, policy_from_document
from kaohe.rules.shelf import Found, Shelf
from kaohe.rules.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kaohe.rules.document.cases import CasesDocument
    from kaohe.rules.document.mapping import MappingDocument
    from kaohe.rules.document.roster import RosterDocument

D = TypeVar("D", bound=Shape)


# --- policies -----------------------------------------------------------------------------------


def load_policy(path: Path, *, roots: Sequence[Path] = ()) -> Checked:
    """The policy at ``path``, a file or a folder with a ``policy.yaml``, and all it needs.

    Vocabularies, calendars and extended policies are looked for in its folder, in the folder around
    it, in ``roots`` and then among the shipped documents.
    """
    file = path / "policy.yaml" if path.is_dir() else path
    shelf = Shelf(file.parent, tuple(roots))
    found = shelf.open(file)
    checked = _checked(found, shelf)
    if found is None or checked.policy is not None or refused(checked.problems):
        return checked
    plainly_other = load(found.text, found.file, PolicyDocument).problems
    return replace(checked, problems=in_order((*checked.problems, *plainly_other)))


def policy_document(path: Path) -> PolicyDocument | None:
    """The policy at ``path`` (a file or folder) as it is written; None when its shape is wrong."""
    loaded = _load(path / "policy.yaml" if path.is_dir() else path, PolicyDocument)[0]
    return None if loaded is None else loaded.document


def check_text(text: str, path: Path, *, roots: Sequence[Path] = ()) -> Checked:
    """The same for a text that is not saved yet, as if it stood at ``path``.

    The first key tells the kind of document; for other kinds than policies ``policy`` is None.
    """
    shelf = Shelf(path.parent, tuple(roots))
    found = shelf.keep(path, text, text.encode("utf-8", "surrogatepass"))
    return _checked(found, shelf)


def _checked(found: Found | None, shelf: Shelf) -> Checked:
    if found is None:
        return Checked(None, in_order(shelf.problems), {})
    policy, problems = _policy(found, shelf) if _kind(found.text) == "policy" else (None, _judged(found, shelf))
    texts = {file: one.text for file, one in shelf.read.items()}
    return Checked(policy, in_order((*shelf.problems, *problems)), texts)


_KIND = re.compile(r"^(policy|mapping|cases|roster|vocabulary|calendar)\s*:", re.MULTILINE)


def _kind(text: str) -> str:
    """The kind of document a text seems to be. (Policies and mappings also name a vocabulary.)"""
    named = set(_KIND.findall(text))
    order = ("policy", "mapping", "cases", "roster", "vocabulary", "calendar")
    return next((kind for kind in order if kind in named), "policy")


def _judged(found: Found, shelf: Shelf) -> Problems:
    """The problems of a document that is no policy."""
    match _kind(found.text):
        case "vocabulary":
            return _vocabulary_of(found.text, found.file)[1]
        case "calendar":
            return _calendar_of(found.text, found.file)[1]
        case "cases":
            return _cases_of(found, shelf)
        case kind:
            return load(found.text, found.file, DOCUMENTS[kind]).problems


def _cases_of(found: Found, shelf: Shelf) -> Problems:
    """Examples are judged against the policy of their folder, as far as that is sound."""
    from kaohe.rules.check.cases import check_cases
    from kaohe.rules.document.cases import CasesDocument

    loaded = load(found.text, found.file, CasesDocument)
    beside = shelf.home / "policy.yaml"
    policy = load_policy(beside, roots=shelf.roots).policy if beside.is_file() else None
    if loaded.document is None or policy is None:
        return loaded.problems
    return (*loaded.problems, *check_cases(loaded.document, policy, Spot(loaded)))


def _policy(found: Found, shelf: Shelf) -> tuple[Policy | None, Problems]:
    loaded = load(found.text, found.file, PolicyDocument)
    document, lost = _readable(loaded, PolicyDocument)
    if document is None:
        return None, loaded.problems
    vocabulary = _vocabulary(document, loaded, shelf)
    calendar = _calendar(document, loaded, shelf)
    if vocabulary is None or calendar is None:
        return None, loaded.problems
    beside = Beside(vocabulary, calendar, _Parents(shelf), shelf.source)
    policy, problems = policy_from_document(document, Spot(loaded), beside, lost)
    if policy is not None:
        policy = replace(policy, documents=_documents(shelf))
    every = (*loaded.problems, *problems)
    return (None if refused((*every, *shelf.problems)) else policy), every


def _readable(loaded: Loaded[D], shape: type[D]) -> tuple[D | None, frozenset[str]]:
    """The document, or what is sound of it with the names of the rest: all problems in one go."""
    if loaded.document is not None:
        return loaded.document, frozenset()
    rest = salvaged(loaded, shape)
    return (None, frozenset()) if rest is None else (rest.document, rest.lost)


def _documents(shelf: Shelf) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((one.name, one.sha256) for one in shelf.read.values()))


class _Parents:
    """Opens extended policies, each once, so that two ways to one parent lead to the same pieces."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._opened: dict[str, Opened | None] = {}

    def __call__(self, name: str) -> Opened | None:
        if name not in self._opened:
            self._opened[name] = self._open(name)
        return self._opened[name]

    def _open(self, name: str) -> Opened | None:
        path = self._shelf.policy(name)
        found = None if path is None else self._shelf.open(path)
        if found is None:
            return None
        loaded = load(found.text, found.file, PolicyDocument)
        self._shelf.problems.extend(loaded.problems)
        document, lost = _readable(loaded, PolicyDocument)
        return Opened(document, Spot(loaded), lost)


def _vocabulary(document: PolicyDocument, loaded: Loaded[PolicyDocument], shelf: Shelf) -> Vocabulary | None:
    path = shelf.vocabulary(str(document.vocabulary))
    if path is None:
        shelf.nowhere("vocabulary", document.vocabulary, Spot(loaded, ("vocabulary",)).place_of(document.vocabulary))
        return None
    found = shelf.open(path)
    if found is None:
        return None
    vocabulary, problems = _vocabulary_of(found.text, found.file)
    shelf.problems.extend(problems)
    return vocabulary


def _calendar(document: PolicyDocument, loaded: Loaded[PolicyDocument], shelf: Shelf) -> Calendar | None:
    path = shelf.calendar(str(document.calendar))
    if path is None:
        shelf.nowhere("calendar", document.calendar, Spot(loaded, ("calendar",)).place_of(document.calendar))
        return None
    found = shelf.open(path)
    if found is None:
        return None
    calendar, problems = _calendar_of(found.text, found.file)
    shelf.problems.extend(problems)
    return calendar


# --- other documents ----------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _vocabulary_of(text: str, file: str) -> tuple[Vocabulary | None, Problems]:
    loaded = load(text, file, VocabularyDocument)
    document, lost = _readable(loaded, VocabularyDocument)
    if document is None:
        return None, loaded.problems
    vocabulary, problems = vocabulary_from_document(document, Spot(loaded), lost)
    every = in_order((*loaded.problems, *problems))
    return (None if refused(every) else vocabulary), every


@lru_cache(maxsize=64)
def _calendar_of(text: str, file: str) -> tuple[Calendar | None, Problems]:
    loaded = load(text, file, CalendarDocument)
    if loaded.document is None:
        return None, loaded.problems
    calendar, problems = calendar_from_document(loaded.document, Spot(loaded))
    every = in_order((*loaded.problems, *problems))
    return (None if refused(every) else calendar), every


def load_vocabulary(path: Path) -> tuple[Vocabulary | None, Problems]:
    """The vocabulary at ``path``; None when something is wrong with it."""
    shelf = Shelf(path.parent)
    found = shelf.open(path)
    return (None, tuple(shelf.problems)) if found is None else _vocabulary_of(found.text, found.file)


def load_calendar(path: Path) -> tuple[Calendar | None, Problems]:
    """The calendar at ``path``; None when something is wrong with it."""
    shelf = Shelf(path.parent)
    found = shelf.open(path)
    return (None, tuple(shelf.problems)) if found is None else _calendar_of(found.text, found.file)


def load_cases(path: Path, policy: Policy) -> tuple[CasesDocument | None, Problems]:
    """The worked examples at ``path``; None when their shape is wrong or they name what the policy
    does not have. (Their events are judged when they are played.)
    """
    from kaohe.rules.check.cases import check_cases
    from kaohe.rules.document.cases import CasesDocument

    loaded, problems = _load(path, CasesDocument)
    if loaded is None or loaded.document is None:
        return None, problems
    every = in_order((*problems, *check_cases(loaded.document, policy, Spot(loaded))))
    return (None if refused(every) else loaded.document), every


def load_roster_document(path: Path) -> tuple[RosterDocument | None, Problems]:
    """The roster document at ``path`` as written; the engine checks what it says."""
    from kaohe.rules.document.roster import RosterDocument

    loaded, problems = _load(path, RosterDocument)
    return (None if loaded is None else loaded.document), problems


def load_mapping(path: Path) -> tuple[MappingDocument | None, Problems]:
    """The mapping document at ``path`` as written; the import checks what it says."""
    from kaohe.rules.document.mapping import MappingDocument

    loaded, problems = _load(path, MappingDocument)
    return (None if loaded is None else loaded.document), problems


def _load(path: Path, shape: type[D]) -> tuple[Loaded[D] | None, Problems]:
    shelf = Shelf(path.parent)
    found = shelf.open(path)
    if found is None:
        return None, tuple(shelf.problems)
    loaded = load(found.text, found.file, shape)
    return loaded, loaded.problems
