"""The nearest name: what somebody who wrote an unknown name probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, among: Iterable[str]) -> str:
    """The name of ``among`` that differs least from ``word``; empty when none is near.

    One slip in three letters is near, two in six and so on; a swap of neighbours is one slip. Of
    equally near names the first in order of writing wins, so the answer never varies. Where none is near, the
    only one that begins with the word is meant: ``notice`` for ``notice_issued``.
    """
    folded = word.casefold().replace("-", "_")
    best, fewest = "", max(1, len(word) // 3) + 1
    names = tuple(among)
    for name in names:
        slips = distance(folded, name.casefold().replace("-", "_"), fewest)
        if slips < fewest and slips < max(len(word), len(name)):
            best, fewest = name, slips
    longer = [name for name in names if len(word) > 3 and name.casefold().replace("-", "_").startswith(f"{folded}_")]
    return best or (longer[0] if len(longer) == 1 else "")


def distance(one: str, other: str, most: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours between two words; ``most`` if more."""
    if abs(len(one) - len(other)) >= most:
        return most
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            row.append(min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b)))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[-1] = min(row[-1], rows[-2][j - 2] + 1)
        rows.append(row)
    return min(rows[-1][-1], most)
