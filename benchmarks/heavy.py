"""A heavy year for 离石, made by columns: ten million events in well under a minute, any number in bounded memory.

    python benchmarks/heavy.py EVENTS OUT        OUT/events.parquet and OUT/roster.yaml

    numbers of cases ──lives──► frames ──► columns of numbers ──by month──► spool ──texts──► one event file

Half of the cases are late and many are closed unsoundly, so that the ledger has about 0.3 rows for each event.
Rows come as a registry holds them: month by month, the events of one case far apart. Repeats under numbers of
their own, second deliveries, amendments, voids, cases without a registration, ties at one instant, pauses that
stay open and events after the period are all there, some per thousand each. The same arguments give the same rows.
"""

from __future__ import annotations

import shutil
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pyarrow as pa
from heavy_lives import (
    ENDS,
    FIELDS,
    FIRST,
    FLAGS,
    HORIZON,
    LAST,
    NUMBERS,
    VALUES,
    Frame,
    Ints,
    case_frames,
    lives_of,
    office_frames,
)
from heavy_roster import Offices

from kaohe.engine.event_file import event_writer
from kaohe.engine.event_table import HEADS, event_columns
from kaohe.rules.clock import zone
from kaohe.rules.library import load_policy
from kaohe.rules.vocabulary import Vocabulary

LISHI = Path(__file__).parent.parent / "policies" / "lishi"
PER_CASE = 7.9
"""Events of a case, on average."""
PER_OFFICE = 2500
"""About so many events stand for a district's own duties."""
DISTRICT = 2_500_000
"""So many events share a district, unless asked otherwise."""
CHUNK = 100_000
"""Cases made at a time."""
DAY, EAST = 86_400_000_000, 8 * 3_600_000_000
ROW = ("number", "letter", "tag", "kind", "dated", "cased", "unit", "leader", "amends", "voids", "repeat_of", *FIELDS)
LETTERS = "ABFLMR"
"""First letters of codes: cases, repeats under their own number, false records, acts of offices …"""


def main() -> None:
    asked = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("events", type=int, help="about how many")
    asked.add_argument("out", type=Path)
    asked.add_argument("--districts", type=int, default=0, help=f"0: one for {DISTRICT:,} events")
    asked.add_argument("--seed", type=int, default=7)
    given = asked.parse_args()
    rows = heavy_year(given.out, given.events, given.districts or max(1, given.events // DISTRICT), given.seed)
    sys.stdout.write(f"{rows:,} events: {given.out / 'events.parquet'}\n")


def heavy_year(out: Path, events: int, districts: int, seed: int) -> int:
    """Writes the year and its roster into ``out``; the number of its events, which is near ``events``."""
    policy = load_policy(LISHI).policy
    here = zone("Asia/Shanghai")
    assert policy is not None
    assert here is not None
    out.mkdir(parents=True, exist_ok=True)
    offices = Offices(districts)
    (out / "roster.yaml").write_text(offices.roster(), encoding="utf-8")
    cases = max(200, round((events - districts * PER_OFFICE) / PER_CASE))
    spool = Spool(out / "spool")
    for number, columns in enumerate(chunks(cases, districts, seed)):
        spool.add(columns, np.random.default_rng((seed, number, 1)))
    with event_writer(out / "events.parquet", policy.vocabulary, here) as writer:
        texts = Texts(policy.vocabulary, offices)
        for batch in spool.batches():
            writer.add(texts.table(batch))
    return writer.rows


def chunks(cases: int, districts: int, seed: int) -> Iterator[dict[str, Ints]]:
    """Complete cases, then complete districts, as columns of numbers."""
    for number, first in enumerate(range(0, cases, CHUNK)):
        rng = np.random.default_rng((seed, number))
        numbers = np.arange(first, min(first + CHUNK, cases))
        yield columns_of(case_frames(lives_of(numbers, districts, rng)))
    for first in range(0, districts, 100):
        rng = np.random.default_rng((seed, first, 2))
        mine = range(first, min(first + 100, districts))
        yield columns_of(frame for district in mine for frame in office_frames(district, district * 10_000, rng))


TAGS: list[str] = []
KINDS: list[str] = []


def _place(text: str, texts: list[str]) -> int:
    if text not in texts:
        texts.append(text)
    return texts.index(text)


def columns_of(frames: Iterable[Frame]) -> dict[str, Ints]:
    """All frames under one another; -1 where nothing is said. Nothing is known of what happened after ``HORIZON``."""
    kept = [frame.some(np.flatnonzero(frame.day <= HORIZON)) for frame in frames]
    begins = np.cumsum([0, *(len(frame.number) for frame in kept)])
    made = {name: np.full(begins[-1], -1, np.int32) for name in ROW}
    made |= {name: np.full(begins[-1], -1, np.int64) for name in ("at", "recorded")}
    for frame, first, end in zip(kept, begins, begins[1:], strict=False):
        for name, values in _row(frame).items():
            made[name][first:end] = values
    return made


def _row(frame: Frame) -> dict[str, Ints | int | bool]:
    said = {name: _place(value, TAGS) if isinstance(value, str) else value for name, value in frame.said.items()}
    own: dict[str, Ints | int | bool] = {
        "number": frame.number, "letter": LETTERS.index(frame.letter), "tag": _place(frame.tag, TAGS), "cased": frame.cased,
        "kind": _place(frame.kind, KINDS), "dated": frame.minute is None, "at": _instants(frame),
    }  # fmt: skip
    return {**own, **said}


def _instants(frame: Frame) -> Ints:
    midnight = frame.day * DAY - EAST
    if frame.minute is not None:
        return midnight + frame.minute * 60_000_000
    return midnight + (DAY - 1 if frame.kind in ENDS else 0)


class Spool:
    """Columns of numbers on disk, by the month in which they arrived: what was before the period comes first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        self._open = ExitStack()
        self._files: dict[int, pa.RecordBatchFileWriter] = {}

    def add(self, columns: dict[str, Ints], rng: np.random.Generator) -> None:
        """Rows in the order of their days, those of one day in an order that means nothing."""
        arrived = (columns["at"] + EAST) // DAY
        known = columns["recorded"]
        arrived = np.maximum(arrived, known)
        columns["recorded"] = np.where(known >= 0, known * DAY - EAST, -1)
        turn = rng.permutation(len(arrived))
        turn = turn[np.argsort(arrived[turn].astype(np.int32), kind="stable")]
        month = np.clip(arrived[turn], FIRST - 31, LAST + 31).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        cuts = np.flatnonzero(np.diff(month, prepend=-1))
        for first, end in zip(cuts, [*cuts[1:], len(turn)], strict=True):
            rows = turn[first:end]
            self._write(int(month[first]), pa.record_batch({name: values[rows] for name, values in columns.items()}))

    def _write(self, month: int, batch: pa.RecordBatch) -> None:
        if month not in self._files:
            options = pa.ipc.IpcWriteOptions(compression="lz4")
            file = pa.ipc.new_file(self._folder / f"{month}", batch.schema, options=options)
            self._files[month] = self._open.enter_context(file)
        self._files[month].write_batch(batch)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Month by month; the spool is gone afterwards."""
        self._open.close()
        for month in sorted(self._files):
            with pa.ipc.open_file(self._folder / f"{month}") as file:
                for number in range(file.num_record_batches):
                    yield file.get_batch(number)
            (self._folder / f"{month}").unlink()
        self._folder.rmdir()


class Texts:
    """Numbers → the canonical columns of the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, offices: Offices) -> None:
        self._columns = event_columns(vocabulary)
        self._texts: dict[str, list[str]] = {name: list(values) for name, values in VALUES.items()}
        self._texts |= {"unit": offices.unit_codes(), "leader": offices.leader_codes()}

    def table(self, batch: pa.RecordBatch) -> pa.Table:
        """A batch of the spool as events."""
        rows = {name: batch.column(name).to_numpy() for name in batch.schema.names}
        said = {name: self._column(name, rows) for name in ("unit", "leader", *FIELDS)} | _heads(rows)
        schema = self._columns.schema
        return pa.table([said[one.name].cast(one.type) if one.name in said else pa.nulls(len(batch), one.type) for one in schema], schema)

    def _column(self, name: str, rows: dict[str, Ints]) -> pa.Array:
        values = rows[name]
        nothing = values < 0
        if name in self._texts:
            return pa.DictionaryArray.from_arrays(pa.array(values, mask=nothing), self._texts[name])
        if name in FLAGS:
            return pa.array(values > 0, mask=nothing)
        if name in NUMBERS or name == "due_on":
            return pa.array(values, pa.int64() if name in NUMBERS else pa.date32(), mask=nothing)
        if name == "of":
            return _where(~nothing, _codes(rows, values, np.full(len(values), TAGS.index("of"))))
        return _where(~nothing, _codes(rows, values, None, letter="K"))


def _heads(rows: dict[str, Ints]) -> dict[str, pa.Array]:
    """Headers, and the links, which name other rows."""
    number, instant = rows["number"], HEADS["at"]
    made = {
        "id": _codes(rows, number, rows["tag"]),
        "kind": pa.DictionaryArray.from_arrays(pa.array(rows["kind"]), KINDS),
        "at": pa.array(rows["at"]).cast(instant),
        "dated": pa.array(rows["dated"] > 0),
        "recorded_at": pa.array(rows["recorded"], mask=rows["recorded"] < 0).cast(instant),
        "seq": pa.array(np.zeros(len(number), np.int64)),
        "case": _where(rows["cased"] > 0, _codes(rows, number, None)),
        "repeat_of": _where(rows["repeat_of"] >= 0, _codes(rows, rows["repeat_of"], None, letter="A")),
    }
    for name in ("amends", "voids"):
        made[name] = _where(rows[name] >= 0, _codes(rows, number, rows[name]))
    return made


def _where(there: np.ndarray, texts: pa.Array) -> pa.Array:
    """The texts where they are meant, missing elsewhere. All texts are equally long."""
    if there.all():
        return texts
    kept = texts.filter(pa.array(there))
    width = len(texts.buffers()[2]) // len(texts)
    offsets = np.concatenate([[0], np.cumsum(there * width)]).astype(np.int32)
    data = kept.buffers()[2] if len(kept) else pa.py_buffer(b"")
    return pa.Array.from_buffers(pa.string(), len(texts), [pa.array(there).buffers()[1], pa.py_buffer(offsets), data])


def _codes(rows: dict[str, Ints], numbers: Ints, tags: Ints | None, *, letter: str = "") -> pa.Array:
    """``A00000017``, with tags ``A00000017-rg``: a letter, eight digits, what happened."""
    size, width = len(numbers), 9 if tags is None else 12
    made = np.empty((size, width), np.uint8)
    made[:, 0] = ord(letter) if letter else np.frombuffer(LETTERS.encode(), np.uint8)[rows["letter"]]
    rest = np.maximum(numbers, 0)
    for place in range(8, 0, -1):
        rest, digit = np.divmod(rest, 10)
        made[:, place] = digit + 48
    if tags is not None:
        made[:, 9] = ord("-")
        made[:, 10:] = np.frombuffer("".join(TAGS).encode(), np.uint8).reshape(-1, 2)[np.maximum(tags, 0)]
    offsets = np.arange(size + 1, dtype=np.int32) * width
    return pa.Array.from_buffers(pa.string(), size, [None, pa.py_buffer(offsets), pa.py_buffer(made)])


if __name__ == "__main__":
    main()
