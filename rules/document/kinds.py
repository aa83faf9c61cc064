"""The kinds of documents by the key that names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from kaohe.rules.document.shape import Shape

_SHAPES = {
    "vocabulary": "vocabulary:VocabularyDocument",
    "policy": "policy:PolicyDocument",
    "roster": "roster:RosterDocument",
    "cases": "cases:CasesDocument",
    "calendar": "calendar:CalendarDocument",
    "mapping": "mapping:MappingDocument",
    "office": "office:OfficeDocument",
    "aliases": "office:AliasDocument",
}


class _Documents(Mapping[str, type[Shape]]):
    """Shapes by kind. Each is imported when it is asked for: few are wanted at a time."""

    def __getitem__(self, kind: str) -> type[Shape]:
        module, name = _SHAPES[kind].split(":")
        shape: type[Shape] = getattr(import_module(f"kaohe.rules.document.{module}"), name)
        return shape

    def __iter__(self) -> Iterator[str]:
        return iter(_SHAPES)

    def __len__(self) -> int:
        return len(_SHAPES)

    def __contains__(self, kind: object) -> bool:
        return kind in _SHAPES


DOCUMENTS: Mapping[str, type[Shape]] = _Documents()
"""Every document begins with ``kaohe: 1`` and then one of these keys with the document's name."""
