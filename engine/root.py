"""The root: one hash of a ledger's rows, the same however they were cut, packed or stored (engine notes 3.10).

Rows in ledger order are cut into blocks of 65,536. A column of a block is hashed with its name and
type; a block's leaf is the hash of 0x00 and its column hashes; the tree hashes 0x01, left, right, and
an odd node moves up. A ledger without rows has one empty block.

The words are written down twice: ``root_of`` in plain Python, to be read, and ``Root`` over columns, to
be fast. The id of an entry is not hashed: it is made of other columns.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

BLOCK = 65_536
DIGITS = 18
"""A decimal of at most this many digits is hashed as an integer, a longer one as text."""
Column = tuple[str, Literal["int", "str"], Sequence[int | str | None]]
"""A column's name, its type, and its values: None where one is missing."""


def root_of(columns: Sequence[Column]) -> str:
    """The root of rows given as columns of one length, in hex."""
    rows = len(columns[0][2])
    leaves = [
        _leaf(_column_hash(name, type_, values[start : start + BLOCK]) for name, type_, values in columns)
        for start in range(0, max(rows, 1), BLOCK)
    ]
    return _top(leaves).hex()


def _column_hash(name: str, type_: str, values: Sequence[int | str | None]) -> bytes:
    hashed = sha256(_head(name, type_, len(values)))
    if type_ == "int":
        for value in values:
            hashed.update(struct.pack("<q", value or 0))
        for value in values:
            hashed.update(b"\x00" if value is None else b"\x01")
    else:
        texts = [None if value is None else str(value).encode() for value in values]
        for text in texts:
            hashed.update(struct.pack("<i", -1 if text is None else len(text)))
        for text in texts:
            hashed.update(text or b"")
    return hashed.digest()


def _head(name: str, type_: str, rows: int) -> bytes:
    return name.encode() + b"\x00" + type_.encode() + b"\x00" + struct.pack("<q", rows)


def _leaf(column_hashes: Iterable[bytes]) -> bytes:
    return sha256(b"\x00" + b"".join(column_hashes)).digest()


def _top(nodes: list[bytes]) -> bytes:
    while len(nodes) > 1:
        pairs = [sha256(b"\x01" + a + b).digest() for a, b in zip(nodes[::2], nodes[1::2], strict=False)]
        nodes = pairs + nodes[len(pairs) * 2 :]
    return nodes[0]


# --- over columns -------------------------------------------------------------------------------


class Root:
    """The root of tables that are handed over piece by piece, cut anyhow."""

    def __init__(self) -> None:
        self._leaves: list[bytes] = []
        self._held: list[pa.Table] = []
        self._rows = 0
        self._empty: pa.Table | None = None

    def add(self, table: pa.Table) -> None:
        """The next rows. All tables have the same columns: integers, days, decimals, texts, lists of texts."""
        self._empty = table.slice(0, 0)
        self._held.append(table)
        self._rows += table.num_rows
        while self._rows >= BLOCK:
            self._close_block(BLOCK)

    def hex(self) -> str:
        """The root of all rows so far; at least one table must have been added."""
        if self._rows or not self._leaves:
            self._close_block(self._rows)
        return _top(self._leaves).hex()

    def _close_block(self, rows: int) -> None:
        import pyarrow as pa

        assert self._empty is not None, "the columns are not known before a table is added"
        held = pa.concat_tables(self._held or [self._empty])
        block, rest = held.slice(0, rows), held.slice(rows)
        self._held, self._rows = [rest], rest.num_rows
        self._leaves.append(_leaf(_hash_of_array(name, block.column(name)) for name in block.column_names))


def ledger_root(table: pa.Table) -> str:
    """The root of a whole ledger with its columns in the file's order, with or without the entry ids."""
    return root_of_tables([table.drop_columns("entry") if "entry" in table.column_names else table])


def root_of_tables(tables: Iterable[pa.Table]) -> str:
    """The root of rows handed over as any number of tables (at least one)."""
    root = Root()
    for table in tables:
        root.add(table)
    return root.hex()


def _hash_of_array(name: str, column: pa.ChunkedArray) -> bytes:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    array = column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks or [pa.array([], column.type)])
    if _is_number(array.type):
        valid = array.is_valid().cast(pa.uint8()).to_numpy()
        hashed = sha256(_head(name, "int", len(array)))
        hashed.update(np.ascontiguousarray(_integers(array) * valid, "<i8").data)
        hashed.update(valid.data)
        return hashed.digest()
    texts = _texts(array)
    hashed = sha256(_head(name, "str", len(array)))
    hashed.update(np.ascontiguousarray(pc.binary_length(texts).fill_null(-1), "<i4").data)
    hashed.update(_bytes(texts.fill_null("") if texts.null_count else texts))
    return hashed.digest()


def _is_number(type_: pa.DataType) -> bool:
    import pyarrow as pa

    if pa.types.is_decimal(type_):
        return bool(type_.precision <= DIGITS)
    kinds = (pa.types.is_integer, pa.types.is_date32, pa.types.is_timestamp, pa.types.is_boolean)
    return any(is_(type_) for is_ in kinds)


def _integers(array: pa.Array) -> np.ndarray:
    """Integers as they are, days since 1970, microseconds, decimals in units of their last place."""
    import numpy as np
    import pyarrow as pa

    if pa.types.is_decimal(array.type):
        # The values fit 64 bits: the low word of each 128 is the value.
        wide = array.cast(pa.decimal128(DIGITS, array.type.scale))
        words = np.frombuffer(wide.buffers()[1], "<i8")
        return words[2 * wide.offset : 2 * (wide.offset + len(wide)) : 2]
    narrow = pa.int32() if pa.types.is_date32(array.type) else pa.int64()
    return np.asarray(array.cast(narrow).fill_null(0), dtype=np.int64)


def _texts(array: pa.Array) -> pa.Array:
    """Texts as they are, lists joined by a blank (ids hold none)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_list(array.type):
        return pc.binary_join(array, " ")
    return array.cast(pa.string())


def _bytes(texts: pa.Array) -> pa.Buffer | bytes:
    """The texts one after another, where they stand."""
    import numpy as np

    _, ends, data = texts.buffers()
    if data is None:
        return b""
    offsets = np.frombuffer(ends, np.int32)
    first, last = int(offsets[texts.offset]), int(offsets[texts.offset + len(texts)])
    return data.slice(first, last - first)
