"""A copy of a run's events, sorted so that the events of one case stand together (``event_search`` reads it).

    corrections and rows that link cases, by case | rows without a case | all others by case

The first are few, and every search has to look at them. The copy is an event file like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaohe.engine.event_file import event_writer
from kaohe.engine.event_search import CORRECTING, linking
from kaohe.engine.event_table import HEADS, KEPT, FieldColumn
from kaohe.engine.events import Events, Rows, nothing, one_array
from kaohe.rules.clock import zone
from kaohe.rules.vocabulary import Vocabulary

Truths = NDArray[np.bool_]

GROUP = 32_768
"""Rows of a row group: what is read for one case."""
AT_ONCE = 8 * GROUP
"""Rows that are put together at a time."""


def write_copy(shares: Iterable[Events], path: Path, vocabulary: Vocabulary, timezone: str) -> None:
    """Every event as imported, all deliveries and corrections. ``timezone`` must be known.

    Each of the ``shares`` stands before the next in the order above; one alone holds all events.
    """
    here = zone(timezone)
    assert here is not None, f"unknown timezone {timezone}"
    with event_writer(path, vocabulary, here, GROUP) as writer:
        for events in shares:
            order = _order(events, vocabulary)
            for start in range(0, len(order), AT_ONCE):
                writer.add(_rows(events, order[start : start + AT_ONCE]))


def stands_apart(events: Events, vocabulary: Vocabulary) -> Truths:
    """Which rows correct another one, tie cases together or have no case."""
    return _ties(events, vocabulary) | ~_said_at_all(events.column("case"))


def _rows(events: Events, rows: Rows) -> pa.Table:
    """Those rows as canonical columns; never all of them at once, most of which say nothing in most columns."""
    kind = events.kind[rows]
    places = {name: np.flatnonzero(kind == number) for name, number in events.columns.kinds.items()}
    heads = {name: events.take(name, rows) for name in HEADS if name != "kind"}
    heads["kind"] = pa.DictionaryArray.from_arrays(pa.array(kind.astype(np.int32)), pa.array(list(places)))
    fields = {one.name: _said(events, one, rows, places) for one in events.columns.fields}
    names = events.columns.schema.names
    return pa.table([(heads | fields)[name] for name in names], names)


def _said(events: Events, column: FieldColumn, rows: Rows, places: Mapping[str, Rows]) -> pa.Array:
    """A column of a field; ``places`` are those of each kind among the rows."""
    found = [(places[kind], said) for kind in column.kinds if len(places[kind]) and (said := events.said(kind, column.name)) is not None]
    place, parts, begin = np.full(len(rows), -1, np.int64), [], 0
    for own, said in found:
        place[own] = begin + np.arange(len(own))
        parts.append(said.take(pa.array(events.nth[rows[own]])))
        begin += len(own)
    if not parts:
        return nothing(len(rows), KEPT[column.storage].type)
    return one_array(pa.chunked_array(parts)).take(pa.array(place, mask=place < 0))


def _order(events: Events, vocabulary: Vocabulary) -> Rows:
    """The rows in the copy's order; deliveries of one case as they came."""
    coded = pc.dictionary_encode(events.column("case"))
    ranks = np.empty(len(coded.dictionary) + 1, np.int64)
    ranks[np.asarray(pc.sort_indices(coded.dictionary))] = np.arange(1, len(coded.dictionary) + 1)
    ranks[-1] = 0  # without a case
    case = ranks[np.asarray(coded.indices.fill_null(len(coded.dictionary)))]
    return np.argsort(np.where(_ties(events, vocabulary), case - len(ranks), case), kind="stable")


def _ties(events: Events, vocabulary: Vocabulary) -> Truths:
    """Which rows say something of another row, or of another case."""
    found = np.zeros(len(events), bool)
    for name in (*CORRECTING, *linking(vocabulary, events.columns)):
        found |= _said_at_all(events.column(name))
    return found


def _said_at_all(column: pa.Array) -> Truths:
    return np.asarray(column.is_valid())
