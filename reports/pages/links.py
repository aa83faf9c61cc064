"""Where everything stands: names of pages and anchors in them, the same in every run of the same input.

Ids are codes of an office and may be anything: what no file system refuses names its page itself,
everything else goes by its hash. Addresses are relative to the folder of the pages.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kaohe.engine.ledger import Entry
from kaohe.scoring.card import Card
from kaohe.workbench.dossier import Dossier

CASES_TO_A_PAGE = 25
"""Cases are many and small; on a stick thirty thousand files would take longer to copy than to read."""
_PLAIN = re.compile(r"[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*\Z")
LONGEST = 60


def page_name(code: str) -> str:
    """A name that every file system takes and that no other code gets, also where case does not count."""
    if _PLAIN.match(code) and len(code) <= LONGEST:
        return code
    return "x_" + hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()[:20]


@dataclass(frozen=True)
class Links:
    """Addresses in one run's pages. Not slotted: what is derived is kept once made."""

    dossier: Dossier

    def subject(self, kind: str, subject: str) -> str:
        return f"subjects/{kind}-{page_name(subject)}.html"

    def card(self, card: Card) -> str:
        return f"{self.subject(card.subject_kind, card.subject)}#{card_anchor(card)}"

    def clause(self, clause: str) -> str:
        return f"clauses/c-{page_name(clause)}.html"

    def entry(self, entry: Entry) -> str:
        """On its card; where no card counts it, on its clause's page."""
        page = self.clause(entry.clause) if entry.card is None else self.subject(entry.subject_kind, entry.subject)
        return f"{page}#{self.entry_anchor(entry)}"

    def entry_anchor(self, entry: Entry) -> str:
        return f"e{self._places[entry.id]}"

    def case(self, case: str | None) -> str | None:
        """None: no event of the run is about it."""
        place = None if case is None else self._cases.get(case)
        return None if place is None else f"{case_page(place)}#{case_anchor(place)}"

    @cached_property
    def cases(self) -> tuple[str, ...]:
        return tuple(sorted(self.dossier.events_by_case))

    @cached_property
    def _cases(self) -> Mapping[str, int]:
        return {case: place for place, case in enumerate(self.cases)}

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {entry.id: place for place, entry in enumerate(self.dossier.entries, 1)}


def case_page(place: int) -> str:
    """The page of the case at that place in the order of their numbers."""
    return f"cases/{place // CASES_TO_A_PAGE + 1:04d}.html"


def case_anchor(place: int) -> str:
    return f"k{place + 1}"


def card_anchor(card: Card) -> str:
    return f"{card.card}-{card.span}"


def clause_anchor(card: Card, clause: str) -> str:
    return f"{card_anchor(card)}-{page_name(clause)}"
