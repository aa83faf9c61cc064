"""Checking files as an editor hands them over: any kind of document, files or whole folders."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kaohe.engine.office.sheets import BOOKS
from kaohe.rules.checked import Problems
from kaohe.rules.document.compose import compose
from kaohe.rules.document.kinds import DOCUMENTS
from kaohe.rules.document.load import load
from kaohe.rules.document.node import Mapping as Node
from kaohe.rules.document.source import text_from_bytes
from kaohe.rules.library import (
    load_calendar,
    load_cases,
    load_policy,
    load_roster_document,
    load_vocabulary,
)
from kaohe.rules.missing import missing
from kaohe.rules.place import Place
from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem, notice
from kaohe.rules.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Findings:
    """What checking found: the files looked at, every problem, the texts to show them in. ``skipped`` stand in a folder
    beside documents and are none of ours. ``uncompared``: files of sources that are not at hand, with how many quotations say
    to stand there.
    """

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]
    texts: Mapping[str, str]
    skipped: tuple[Path, ...] = ()
    uncompared: tuple[tuple[str, int], ...] = ()

    @property
    def refused(self) -> bool:
        return any(found.severity == "problem" for found in self.problems)


def check_paths(paths: Sequence[Path]) -> Findings:
    """Checks each file, and every document that stands directly in each folder; of a folder that holds none, of the folders in it."""
    skipped: dict[Path, None] = {}
    files = tuple(dict.fromkeys(file for path in paths for file in _documents(path, skipped)))
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    absent: Counter[str] = Counter()
    for file in files:
        found, read = _checked(file, absent)
        problems += found
        texts.update(read)
    told = (one for one in problems if one.code != "example.no-policy" or not _beside(one, files))
    return Findings(files, tuple(sorted(dict.fromkeys(told), key=lambda one: one.severity == "notice")), texts, tuple(skipped), tuple(absent.items()))


def _beside(one: Problem, files: Collection[Path]) -> bool:
    """Whether the policy beside the document is itself among the files: what is wrong with it is told there."""
    return Path(one.place.file).parent / "policy.yaml" in files


def _documents(path: Path, skipped: dict[Path, None]) -> Iterable[Path]:
    if not path.is_dir():
        return (path,)
    for found in (sorted(path.glob("*.yaml")), sorted(path.glob("*/*.yaml"))):
        foreign = dict.fromkeys(file for file in found if _is_foreign(file))
        skipped.update(foreign)
        if len(foreign) < len(found):
            return [file for file in found if file not in foreign]
    return ()


def _is_foreign(file: Path) -> bool:
    """Whether a file can be read and says neither that it is ours nor what it is, or is an account of sources
    (`kaohe sources verify` looks at that).
    """
    text, _ = _text(file)
    if text is None:
        return False
    if _ACCOUNT.search(text):
        return True
    if _SAYS.search(text):
        return False
    root, problems = compose(text, str(file))
    return isinstance(root, Node) and not problems and not {"kaohe", *DOCUMENTS} & {str(key) for key in root.entries}


_SAYS = re.compile(rf"^(kaohe|{'|'.join(DOCUMENTS)})\s*:", re.MULTILINE)
"""What nearly every document of ours says at the beginning of a line: it need not be read to be known."""

_ACCOUNT = re.compile(r"^inventory\s*:", re.MULTILINE)
"""What only an account of sources says."""


def _checked(file: Path, absent: Counter[str]) -> tuple[Problems, Mapping[str, str]]:
    """A file's problems, and the texts to show them in; ``absent`` is told of quotations that nothing was there to compare with."""
    if file.suffix.lower() in BOOKS:
        return _workbook(file)
    text, problems = _text(file)
    if text is None:
        return problems, {}
    kind = _kind(text, str(file))
    if kind == "policy" or kind is None:
        checked = load_policy(file)
        if checked.policy is not None:
            absent.update(_quoted_out_of_reach(checked.policy, Shelf(file.parent)))
        return checked.problems, checked.texts
    return _of_kind(kind, file, text), {str(file): text}


def _quoted_out_of_reach(policy: Policy, shelf: Shelf) -> Iterable[str]:
    """For each quotation whose source names a file that is not at hand, that file."""
    gone = {one.name: one.file for one in policy.sources.values() if one.file is not None and shelf.source(one.file) is None}
    bases = (basis for clause in policy.clauses for basis in clause.basis)
    return [gone[basis.source] for basis in bases if basis.quote is not None and basis.source in gone]


def _workbook(file: Path) -> tuple[Problems, Mapping[str, str]]:
    """A roster in Excel, by the same policy as one in YAML."""
    from kaohe.engine.office.roster_book import read_roster
    from kaohe.engine.roster_from_document import roster_from_document

    if not file.is_file():
        return _text(file)[1], {}
    policy = _policy_of(file)
    vocabulary = policy.vocabulary if policy is not None else None
    document, problems, text = read_roster(file, vocabulary)
    if document is None or vocabulary is None:
        return (*problems, notice("example.no-policy", Place(str(file), 1, 1), file=file.name)), {str(file): text}
    return (*problems, *roster_from_document(document, vocabulary)[1]), {str(file): text}


def _policy_of(file: Path) -> Policy | None:
    """The policy in the document's folder, or the one by which the office in that folder goes."""
    from kaohe.engine.office.folder import is_office, read_office

    if (file.parent / "policy.yaml").exists():
        return load_policy(file.parent).policy
    office = read_office(file.parent).office if is_office(file.parent) else None
    return None if office is None or office.policy is None else load_policy(office.policy).policy


def _text(file: Path) -> tuple[str | None, Problems]:
    try:
        raw = file.read_bytes()
    except OSError:
        return None, (missing(file),)
    return text_from_bytes(raw, str(file))


def _kind(text: str, file: str) -> str | None:
    """The kind of document: the first key that names one. None when it is not to be told."""
    root, _ = compose(text, file)
    if not isinstance(root, Node):
        return None
    return next((str(key) for key in root.entries if str(key) in DOCUMENTS), None)


def _of_kind(kind: str, file: Path, text: str) -> Problems:
    if kind == "vocabulary":
        return load_vocabulary(file)[1]
    if kind == "calendar":
        return load_calendar(file)[1]
    if kind == "mapping":
        return _mapping(file)
    if kind in ("office", "aliases"):  # read before any policy is known
        return load(text, str(file), DOCUMENTS[kind]).problems
    return _beside_a_policy(kind, file, text)


def _mapping(file: Path) -> Problems:
    """A mapping with the vocabulary it names: every column, field and format is looked up."""
    from kaohe.engine.intake.plan_from_mapping import plan_from_mapping
    from kaohe.workbench.importing import readied

    ready = readied(file)
    if ready.mapping is None or ready.vocabulary is None:
        return ready.problems
    return (*ready.problems, *plan_from_mapping(ready.mapping, ready.vocabulary)[1])


def _beside_a_policy(kind: str, file: Path, text: str) -> Problems:
    """Examples and rosters are judged by their policy, whose own problems are its own; without one, by their shape alone."""
    policy = _policy_of(file)
    if policy is None:
        shape = load(text, str(file), DOCUMENTS[kind]).problems
        return (*shape, notice("example.no-policy", Place(str(file), 1, 1), file=file.name))
    if kind == "cases":
        from kaohe.workbench.examples import unplayable

        document, problems = load_cases(file, policy)
        return problems if document is None else (*problems, *unplayable(policy, document))
    from kaohe.engine.roster_from_document import roster_from_document

    roster, problems = load_roster_document(file)
    if roster is None:
        return problems
    return (*problems, *roster_from_document(roster, policy.vocabulary)[1])
