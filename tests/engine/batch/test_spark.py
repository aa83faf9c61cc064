"""On Spark a run says what it says in memory: every record of the replay, hard histories and a whole year."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import fields
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "laws"))

from agreeing import others, played  # type: ignore[import-not-found]
from hard import Refused, case, read  # type: ignore[import-not-found]

from kaohe.engine.batch import told
from kaohe.engine.batch.merge import Together, Told
from kaohe.engine.event_file import read_columns, write_events
from kaohe.engine.events import NoColumn
from kaohe.engine.ledger import Replay
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.library import load_policy, load_roster_document
from kaohe.rules.shelf import SHIPPED
from kaohe.workbench.sample.year import write_sample

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [
    pytest.mark.skipif(find_spec("pyspark") is None, reason="pyspark is not installed (make spark)"),
    pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java"),
]
HARD = 6
"""Hard histories."""


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    from kaohe.engine.batch import spark

    found = spark.session("local[2]")
    yield found
    found.stop()


def on_spark(session: SparkSession, world: Any, files: list[Path], folder: Path, part_rows: int) -> Told:
    from kaohe.engine.batch import spark

    found = spark.sources(session, [str(each) for each in files])
    assert not spark.flaws(found, world.policy)
    laid = spark.spread(session, found, world.policy, world.as_of, world.known_at, part_rows=part_rows)
    folder.mkdir()
    return spark.told(world.policy, world.roster, laid, folder)


def differing(one: Replay, other: Replay) -> list[str]:
    return [each.name for each in fields(Replay) if getattr(one, each.name) != getattr(other, each.name)]


def test_all_engines_agree_on_hard_histories_and_so_does_spark(
    session: SparkSession, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """The law that engines agree, on a small sample: reference = batch = stream (where installed) = Spark."""
    seen: Counter[str] = Counter()

    def cast(world: Any) -> Replay:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        write_events(world.events, folder / "events.parquet", world.policy.vocabulary, world.policy.timezone)
        try:
            found = on_spark(session, world, [folder / "events.parquet"], folder / "work", 9)
        except (NoColumn, Together):
            seen["not in parts"] += 1
            raise
        assert found.vectorised == told(world.policy, world.roster, world.events, world.as_of, world.known_at).vectorised
        return found.replay

    engines = {**others(), "spark": cast}
    for number in range(7, 700, 7):
        if seen["runs"] == HARD:
            break
        try:
            found = played(read(case(number)), engines)
        except Refused:
            continue
        if found.differing.get("spark", "").startswith(("NoColumn", "Together")):
            continue
        assert not found.differing, (number, found.differing)
        seen += Counter({"runs": 1, "entries": len(found.replay.entries), "clocks": len(found.replay.clocks)})
    record_property("seen", dict(seen))
    assert seen["runs"] == HARD, seen
    assert min(seen["entries"], seen["clocks"]) >= HARD, seen


def test_a_year_in_two_files_is_the_same_on_spark(session: SparkSession, tmp_path: Path) -> None:
    policy = load_policy(SHIPPED / "lishi").policy
    assert policy is not None
    document, _ = load_roster_document(SHIPPED / "lishi" / "roster.yaml")
    assert document is not None
    roster, _ = roster_from_document(document, policy.vocabulary)
    file = tmp_path / "year.parquet"
    write_sample(file, policy.vocabulary, policy.calendar, policy.timezone, 0, 11)
    events = read_columns([file], policy.vocabulary, policy.timezone).events
    halves = [tmp_path / "one.parquet", tmp_path / "other.parquet"]
    write_events(events[::2], halves[0], policy.vocabulary, policy.timezone)
    write_events(events[1::2], halves[1], policy.vocabulary, policy.timezone)
    world = World(policy, roster, policy.period.to)
    memory = told(policy, roster, events, policy.period.to)
    here = on_spark(session, world, halves, tmp_path / "work", 2_000)
    assert not differing(here.replay, memory.replay)
    assert len(here.replay.entries) > 100
    assert len(here.replay.tallies) > 10


def test_files_with_a_kind_that_the_vocabulary_has_not_are_told_before_anything_is_judged(
    session: SparkSession, tmp_path: Path
) -> None:
    from kaohe.engine.batch import spark

    petitions, permits = load_policy(SHIPPED / "lishi").policy, load_policy(SHIPPED / "library-fines").policy
    assert petitions is not None
    assert permits is not None
    file = tmp_path / "year.parquet"
    write_sample(file, petitions.vocabulary, petitions.calendar, petitions.timezone, 0, 11)
    told_of = spark.flaws(spark.sources(session, [str(file)]), permits)
    assert {each.code for each in told_of} == {"intake.file-kind", "intake.file-column"}


def test_a_task_whose_process_dies_is_done_once_more(session: SparkSession, tmp_path: Path) -> None:
    from kaohe.engine.batch.spark.parcels import Parcel, posted, received

    died = tmp_path / "died"

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[Parcel]:
        if not died.exists():
            died.touch()
            os._exit(9)
        yield Parcel(-1, b"%d rows" % sum(each.num_rows for each in batches))

    assert received(posted(session.range(0, 7, 1, 1), work), -1) == [b"7 rows"]
    assert died.exists()


def test_parcels_come_to_their_address_whole_and_say_what_was_sent(session: SparkSession) -> None:
    from kaohe.engine.batch.spark.parcels import Parcel, delivered, packed, received, sent, unpacked

    table = pa.table({"case": ["a", None, "b"], "seq": pa.array([1, 2, None], pa.int64()), "voids": pa.nulls(3, pa.string())})
    content = packed(table)
    assert [each.equals(table) for each in unpacked([content, content], table.schema)] == [True, True]
    parcels = sent(session, [Parcel(-2, b"driver"), *(Parcel(each % 3, b"%d" % each) for each in range(9))])
    together = delivered(parcels, 3, lambda address, contents: b"%d: " % address + b" ".join(sorted(contents)))
    assert sorted(row.content for row in together.collect()) == [b"0: 0 3 6", b"1: 1 4 7", b"2: 2 5 8"]
    assert received(parcels, -2) == [b"driver"]


class World:
    """What ``on_spark`` asks of a hard case, of a year."""

    def __init__(self, policy: Any, roster: Any, as_of: Any) -> None:
        self.policy, self.roster, self.as_of, self.known_at = policy, roster, as_of, None
