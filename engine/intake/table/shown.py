"""Names that stand in a file, as far as they may be repeated."""

from __future__ import annotations

from kaohe.engine.intake.table.person_names import is_like_a_person
from kaohe.engine.privacy import is_free_text, private_kind

_LONGEST_NAME = 40


def shown(name: str, number: int) -> str:
    """A column's or sheet's name as it may be shown: one that holds personal data, reads like somebody's name
    or is a text, by its number.
    """
    plain = name.isprintable() and not is_free_text(name, _LONGEST_NAME)
    fit = plain and private_kind(name) is None and not any(map(is_like_a_person, name.split("/")))
    return name if name and fit else f"#{number}"
