"""``kaohe run`` without because-events: what tracing costs. For benchmarks only; such a ledger explains nothing.

    python benchmarks/untraced.py run --policy … --events … --out …

What an entry cites is looked up by ``engine.batch.because`` alone; here its two functions find nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from kaohe.cli import main
from kaohe.engine.batch import because


def none_chosen(*_: object) -> list[object]:
    """No history call is asked again for the row it chose."""
    return []


def nothing_cited(_: object, size: int, __: Iterable[object], ___: object = None) -> pa.ListArray:
    """As many empty lists as there are entries."""
    return pa.ListArray.from_arrays(pa.array(np.zeros(size + 1, np.int32)), pa.array([], pa.string()))


if __name__ == "__main__":
    assert callable(because.chosen)
    assert callable(because.cited)
    because.chosen, because.cited = none_chosen, nothing_cited  # type: ignore[assignment]
    sys.exit(main())
