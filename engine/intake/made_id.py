"""Ids for events whose export has none: made of what the event says, so that importing twice adds nothing.

An id is ``<mapping>.<subject>.<kind>.<key>``; the key is a hash of the event's content (everything but
when it was recorded), written in letters, because a run of digits could be taken for somebody's number.
Rows that are equal in all that is read are one event; an office that counts them apart gives its
mapping an ``id`` of its own, such as the row's number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b

import pyarrow as pa
import pyarrow.compute as pc

_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
_NOT_SAID = frozenset({"id", "recorded_at"})


def made_ids(said: Mapping[str, pa.Array], mapping: str, kind: str) -> pa.Array:
    """The ids of events of ``kind``, given by what they say under each header and field."""
    says = pc.binary_join_element_wise(*_parts(said), "\x1e", null_handling="skip")
    keys = pa.array([_key(text) for text in says.to_pylist()], pa.string())
    subjects = [said[name] for name in ("case", "unit", "leader") if name in said]
    subject = pc.coalesce(*subjects, pa.scalar("", pa.string()))
    return pc.binary_join_element_wise(mapping, subject, kind, keys, ".")


def _parts(said: Mapping[str, pa.Array]) -> Iterator[pa.Array]:
    """``name=value`` by name; missing where nothing is said."""
    for name in sorted(said.keys() - _NOT_SAID):
        yield pc.binary_join_element_wise(f"{name}=", _text(said[name]), "")


def _text(array: pa.Array) -> pa.Array:
    if pa.types.is_list(array.type):
        return pc.binary_join(array, "\x1f")
    if pa.types.is_timestamp(array.type):
        array = array.cast(pa.int64())
    return array.cast(pa.string())


def _key(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest().translate(_LETTERS)
