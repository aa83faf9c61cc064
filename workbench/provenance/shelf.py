"""The policies that the table of rows speaks of, and everything they and it quote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kaohe.rules.library import load_policy
from kaohe.rules.policy import Policy
from kaohe.rules.shelf import SHIPPED
from kaohe.workbench.provenance.quotes import Quotation, own_text, quotations, quoted_rows
from kaohe.workbench.provenance.rows import Rows, load_rows


@dataclass(frozen=True, slots=True)
class Shipped:
    """Every shipped policy by name with its folder, the table of rows, and all quotations.

    ``texts``: policy -> file of the text that it was made from, for those the table speaks of.
    ``documents``: what was read, by the names that places bear.
    """

    policies: Mapping[str, tuple[Policy, Path]]
    rows: Rows
    quotes: tuple[Quotation, ...]
    texts: Mapping[str, str]
    documents: Mapping[str, str]

    @property
    def made_from_texts(self) -> dict[str, Policy]:
        return {name: self.policies[name][0] for name in self.rows.tables}


def shipped(folder: Path = SHIPPED) -> Shipped:
    """Reads them; a shipped document that does not load is a fault of ours."""
    rows, problems = load_rows(folder / "sources.yaml")
    assert rows is not None, problems
    homes = sorted(path.parent for path in folder.glob("*/policy.yaml"))
    checked = {home: load_policy(home) for home in homes}
    policies = {one.policy.name: (one.policy, home) for home, one in checked.items() if one.policy is not None}
    assert len(policies) == len(homes), [str(home) for home, one in checked.items() if one.policy is None]
    made = {name: policies[name][0] for name in rows.tables}
    quotes = [one for policy, home in policies.values() for one in quotations(policy, home)]
    documents = {file: text for one in checked.values() for file, text in one.texts.items()}
    return Shipped(
        policies, rows, (*quotes, *quoted_rows(rows, made)),
        {name: own_text(policy) or "" for name, policy in made.items()},
        {**documents, rows.file: rows.text},
    )  # fmt: skip
