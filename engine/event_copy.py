"""A copy of a run's events, sorted so that the events of one case stand together (``event_search`` reads it).

    corrections and rows that link cases, by case | rows without a case | all others by case

The first are few, and every search has to look at them. The copy is an event file like any other.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kaohe.engine.event_file import event_writer
from kaohe.engine.event_search import CORRECTING, linking
from kaohe.engine.events import Events
from kaohe.rules.clock import zone
from kaohe.rules.vocabulary import Vocabulary

GROUP = 32_768
"""Rows of a row group: what is read for one case."""


def write_copy(events: Events, path: Path, vocabulary: Vocabulary, timezone: str) -> None:
    """Every event as imported, all deliveries and corrections. ``timezone`` must be known."""
    here = zone(timezone)
    assert here is not None, f"unknown timezone {timezone}"
    order = _order(events, vocabulary)
    names = events.columns.schema.names
    table = pa.table([events.column(name) for name in names], names)
    with event_writer(path, vocabulary, here, GROUP) as writer:
        for start in range(0, len(order), GROUP):
            writer.add(table.take(pa.array(order[start : start + GROUP])))


def _order(events: Events, vocabulary: Vocabulary) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The rows in the copy's order; deliveries of one case as they came."""
    coded = pc.dictionary_encode(events.column("case"))
    ranks = np.empty(len(coded.dictionary) + 1, np.int64)
    ranks[np.asarray(pc.sort_indices(coded.dictionary))] = np.arange(1, len(coded.dictionary) + 1)
    ranks[-1] = 0  # without a case
    case = ranks[np.asarray(coded.indices.fill_null(len(coded.dictionary)))]
    apart = np.zeros(len(events), bool)
    for name in (*CORRECTING, *linking(vocabulary, events.columns)):
        apart |= np.asarray(events.column(name).is_valid())
    return np.argsort(np.where(apart, case - len(ranks), case), kind="stable")
