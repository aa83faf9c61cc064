"""Every quotation of the shipped policies, and whether it stands in its text word for word.

Blanks and line breaks are left out of the comparison (a text's own line breaks are its printer's), and
an ellipsis in a quotation leaves out what stands between its parts. Nothing else is normalised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kaohe.rules.check.sources import stands_in
from kaohe.rules.document.load import load
from kaohe.rules.document.policy import Basis, PolicyDocument
from kaohe.rules.place import place_of
from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem, problem
from kaohe.workbench.provenance.rows import Rows

_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Quotation:
    """``quote`` remembers its place. ``holder`` is the clause, gate, parameter or row that quotes.
    ``file`` None: its source has no text to look into (a law, cited by article).
    """

    policy: str
    holder: str
    quote: str
    file: str | None


@dataclass(frozen=True, slots=True)
class Verified:
    """Quotations found, not found, and those whose text is not at hand; ``texts`` read, by file."""

    found: tuple[Quotation, ...]
    missing: tuple[Quotation, ...]
    unchecked: tuple[Quotation, ...]
    texts: tuple[str, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """A located problem for each quotation that its text does not have."""
        return tuple(problem("clause.quote-not-found", place_of(one.quote), quote=one.quote) for one in self.missing)


def quotations(policy: Policy, folder: Path) -> tuple[Quotation, ...]:
    """What the policy document in ``folder`` quotes itself (inherited clauses are their own policy's)."""
    file = folder / "policy.yaml"
    document = load(file.read_text(encoding="utf-8"), str(file), PolicyDocument).document
    return () if document is None else tuple(_quoted(document, policy))


def _quoted(document: PolicyDocument, policy: Policy) -> Iterator[Quotation]:
    holders: list[tuple[str, Basis | Sequence[Basis] | None]] = [
        *((clause.id, clause.basis) for clause in document.clauses),
        *((name, gate.basis) for name, gate in document.gates.items()),
        *((name, each.basis) for name, each in document.parameters.items()),
    ]
    for holder, basis in holders:
        for one in [basis] if isinstance(basis, Basis) else basis or ():
            if one.quote is not None:
                yield Quotation(policy.name, str(holder), one.quote, policy.sources[str(one.source)].file)


def quoted_rows(rows: Rows, policies: Mapping[str, Policy]) -> tuple[Quotation, ...]:
    """What the table of rows quotes, from each policy's own text."""
    return tuple(
        Quotation(name, row.id, row.quote, own_text(policies[name]))
        for name, table in rows.tables.items() for row in table.values() if row.quote is not None
    )


def own_text(policy: Policy) -> str | None:
    """The file of the text that bears the policy's name; None: there is none."""
    source = policy.sources.get(policy.name)
    return None if source is None else source.file


def read_texts(folder: Path | None, files: Sequence[str]) -> dict[str, str]:
    """The texts at hand, by file name; ``folder`` None: none is."""
    if folder is None:
        return {}
    there = [(name, folder / name) for name in dict.fromkeys(files)]
    return {name: path.read_text(encoding="utf-8") for name, path in there if path.is_file()}


def verified(quotes: Sequence[Quotation], texts: Mapping[str, str]) -> Verified:
    """Each quotation looked for in its text."""
    bare = {name: without_blanks(text) for name, text in texts.items()}
    found, missing, unchecked = [], [], []
    for one in quotes:
        if one.file is None or one.file not in bare:
            unchecked.append(one)
        elif stands_in(str(one.quote), bare[one.file]):
            found.append(one)
        else:
            missing.append(one)
    return Verified(tuple(found), tuple(missing), tuple(unchecked), tuple(texts))


def without_blanks(text: str) -> str:
    return _BLANK.sub("", text)
