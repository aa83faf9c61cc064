"""The kinds of documents by the key that names them."""

from __future__ import annotations

from kaohe.rules.document.calendar import CalendarDocument
from kaohe.rules.document.cases import CasesDocument
from kaohe.rules.document.mapping import MappingDocument
from kaohe.rules.document.office import AliasDocument, OfficeDocument
from kaohe.rules.document.policy import PolicyDocument
from kaohe.rules.document.roster import RosterDocument
from kaohe.rules.document.shape import Shape
from kaohe.rules.document.vocabulary import VocabularyDocument

DOCUMENTS: dict[str, type[Shape]] = {
    "vocabulary": VocabularyDocument,
    "policy": PolicyDocument,
    "roster": RosterDocument,
    "cases": CasesDocument,
    "calendar": CalendarDocument,
    "mapping": MappingDocument,
    "office": OfficeDocument,
    "aliases": AliasDocument,
}
"""Every document begins with ``kaohe: 1`` and then one of these keys with the document's name."""
