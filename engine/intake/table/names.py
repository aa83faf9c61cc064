"""Names of columns: as a file writes them, and as a mapping knows them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from kaohe.engine.privacy import person_word

LEVELS = "/"
"""Between a heading and the one below it: ``办理/办结日期``."""
_ALIKE = 0.5
_BLANK = re.compile(r"\s+")


def name_key(name: str) -> str:
    """What two writings of one name share: no blanks, no line breaks, full-width forms as usual ones."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", name)).casefold()


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a mapping knows: each writing of a column -> the one name it is known by. ``forbidden``
    are the vocabulary's words for columns about people.
    """

    exact: dict[str, str]
    keys: dict[str, str]
    forbidden: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, names: Iterable[str], aliases: Iterable[tuple[str, str]] = (), forbidden: tuple[str, ...] = ()
    ) -> Names:
        """``aliases`` are (another name, the name) pairs. Of names that only differ in form the first counts."""
        exact = {name: name for name in names} | dict(aliases)
        keys: dict[str, str] = {}
        for name, known in exact.items():
            keys.setdefault(name_key(name), known)
        return cls(exact, keys, forbidden)

    def known(self, name: str) -> str | None:
        """The name under which the mapping knows the column; None: it does not know it."""
        return self.exact.get(name) or self.keys.get(name_key(name))

    def resolved(self, columns: Sequence[str]) -> tuple[str, ...]:
        """The columns by the mapping's names. Of a two-row heading the lower name alone will do where it
        is the only one of that name and nothing above it points at a person (``信访人/编号``); what is not
        known stays as the file has it.
        """
        whole = [self.known(name) for name in columns]
        lower = [name_key(name.rpartition(LEVELS)[2]) for name in columns]
        taken = {name for name in whole if name is not None}
        found = []
        for place, name in enumerate(columns):
            alone = LEVELS in name and lower.count(lower[place]) == 1 and person_word(name, self.forbidden) is None
            short = self.keys.get(lower[place]) if alone else None
            found.append(whole[place] or (short if short not in taken else None) or name)
        return tuple(found)


def likely_renamed(missing: Sequence[str], strange: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """(name of before, name of now) pairs that are alike, the likest first, each name once."""
    likeness = [(_likeness(old, new), old, new) for old in missing for new in strange]
    found: dict[str, str] = {}
    for share, old, new in sorted(likeness, key=lambda one: -one[0]):
        if share >= _ALIKE and old not in found and new not in found.values():
            found[old] = new
    return tuple(found.items())


def _likeness(one: str, other: str) -> float:
    """How much of two names is the same, from 0 to 1. One within the other is alike."""
    a, b = name_key(one), name_key(other)
    share = SequenceMatcher(None, a, b, autojunk=False).ratio()
    within = min(len(a), len(b)) > 1 and (a in b or b in a)
    return max(share, _ALIKE) if within else share
