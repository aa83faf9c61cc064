"""Names that stand in a file, as far as they may be repeated."""

from __future__ import annotations

from kaohe.engine.privacy import is_free_text, private_kind

_LONGEST_NAME = 40


def shown(name: str, number: int) -> str:
    """A column's or sheet's name as it may be shown: one that holds personal data, or a text, by its number."""
    fit = name.isprintable() and private_kind(name) is None and not is_free_text(name, _LONGEST_NAME)
    return name if name and fit else f"#{number}"
