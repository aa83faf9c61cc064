"""Entries that add up as a ledger does, and are fewer: what caps, sections and cards are reckoned from.

A ledger kept as columns may hold millions of rows. Where nothing asks which of them makes a sum, rows of
one clause, line, subject and card stand as one entry with their points. The ledger itself keeps them all.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaohe.engine.ledger import Entry
from kaohe.engine.records import Columns, Records
from kaohe.rules.policy import Policy
from kaohe.scoring.limits import limits_of


def bundles(entries: Sequence[Entry], policy: Policy) -> Sequence[Entry]:
    """The entries, those kept as columns bundled. Exclusive groups pick single entries; caps per case
    look at the cases that pass them.
    """
    if not isinstance(entries, Columns):
        return entries
    return [bundle for found in entries.asked(lambda part: _bundled(part, policy)) for bundle in found]


def _bundled(entries: Records[Entry], policy: Policy) -> Sequence[Entry]:
    from kaohe.engine.ledger_columns import TooLarge, bundled

    apart = {clause.id for clause in policy.clauses if clause.exclusive is not None}
    try:
        return bundled(entries, apart, limits_of("cap_case", policy))
    except TooLarge:
        return tuple(entries)
