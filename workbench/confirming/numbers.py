"""Short numbers of entries that survive paper, a telephone and bad handwriting.

    5 characters out of 23, then a check character: 7KX3MW
    (no 0 O Q, 1 I L, 2 Z, 5 S, B G V: they are taken for one another, or for 8, 6 and U)

A number is the entry's place in the ledger, scattered by the ledger's root: the same run always gives the same
numbers, and a number of another run is most likely none of this one. The check finds every single wrong
character and every two neighbours that changed places (different weights modulo a prime).
"""

from __future__ import annotations

from dataclasses import dataclass

ALPHABET = "346789ACDEFHJKMNPRTUWXY"
BASE = len(ALPHABET)
LENGTH = 5
_POWERS = (BASE * BASE * BASE * BASE, BASE * BASE * BASE, BASE * BASE, BASE, 1)
MOST = BASE * _POWERS[0]
"""Entries that can be numbered: 6,436,343."""
_DIGIT = {letter: number for number, letter in enumerate(ALPHABET)}


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a run's entries. ``root`` is the ledger's, 64 hexadecimal digits."""

    root: str

    def number(self, place: int) -> str:
        """The number of the entry at ``place`` (from 0) of the ledger."""
        assert 0 <= place < MOST, "a ledger of more entries than numbers"
        scattered = (place * self._stride + self._shift) % MOST
        digits = [scattered // power % BASE for power in _POWERS]
        return "".join(ALPHABET[digit] for digit in (*digits, self._check(digits)))

    def place(self, number: str) -> int | None:
        """The place of an entry's number; None when no entry can have it: a slip, or another run's."""
        digits = [_DIGIT[letter] for letter in read_as(number) if letter in _DIGIT]
        if len(digits) != LENGTH + 1 or len(read_as(number)) != LENGTH + 1 or digits[-1] != self._check(digits[:-1]):
            return None
        scattered = sum(digit * power for digit, power in zip(digits[:-1], _POWERS, strict=True))
        return (scattered - self._shift) * pow(self._stride, -1, MOST) % MOST

    def _check(self, digits: list[int]) -> int:
        return (sum(weight * digit for weight, digit in enumerate(digits, 1)) + int(self.root[:8], 16)) % BASE

    @property
    def _stride(self) -> int:
        """No multiple of the base, so that no two places share a number."""
        found = int(self.root[8:24], 16) % MOST
        return found if found % BASE else found + 1

    @property
    def _shift(self) -> int:
        return int(self.root[24:40], 16) % MOST


def read_as(number: str) -> str:
    """A number as somebody typed it, without blanks, hyphens and small letters."""
    return "".join(letter for letter in number.upper() if letter.isalnum())
