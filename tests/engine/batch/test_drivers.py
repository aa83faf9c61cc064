"""However a run is driven, it says the same: in one part or many, in two processes, from files, in any order.

Crossed and hard histories are laid out on disk in parts of a few cases; a sample year in parts of some
hundred; and every record of the replay is compared with the driver in memory, in order.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from shelf_of_policies import crossed, folders, roster_of, some_day, told_in

sys.path.insert(0, str(Path(__file__).parents[2] / "laws"))

from agreeing import corpus, unsaid  # type: ignore[import-not-found]
from from_disk import told_from_disk  # type: ignore[import-not-found]
from hard import Refused, case, read  # type: ignore[import-not-found]

from kaohe.engine.batch import told
from kaohe.engine.batch.disk.crew import Died, done
from kaohe.engine.batch.disk.spool import Spooler, spooled
from kaohe.engine.batch.merge import Together, Told
from kaohe.engine.correct import standing
from kaohe.engine.event import Event
from kaohe.engine.event_file import event_tables, read_events
from kaohe.engine.event_table import event_columns
from kaohe.engine.events import Events, NoColumn
from kaohe.engine.form import form_streams
from kaohe.engine.ledger import Replay
from kaohe.engine.roster import Roster
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.engine.roster_from_events import roster_from_events
from kaohe.rules.library import load_policy, load_roster_document
from kaohe.rules.policy import Policy
from kaohe.rules.shelf import SHIPPED
from kaohe.scoring import score
from kaohe.workbench.sample.demo import DEMOS, lay_out
from kaohe.workbench.sample.year import write_sample

CROSSED = int(os.environ.get("KAOHE_DRIVERS", "10"))
"""Histories of each sort."""


def from_disk(
    policy: Policy, roster: Roster, events: Sequence[Event], day: date, folder: Path, known_at: int | None = None,
    *, part_rows: int = 9, processes: int = 1,
) -> Told | None:  # fmt: skip
    """As ``told_from_disk``; None: only in memory can it be told."""
    try:
        return told_from_disk(policy, roster, events, day, folder, known_at, part_rows=part_rows, processes=processes)
    except Together:
        return None


def differing(one: Replay, other: Replay) -> list[str]:
    return [each.name for each in fields(Replay) if getattr(one, each.name) != getattr(other, each.name)]


def weighed(found: Told, parts: int) -> Counter[str]:
    replay = found.replay
    return Counter({
        "runs": 1, "entries": len(replay.entries), "clocks": len(replay.clocks), "gates": len(replay.gates),
        "tallies": len(replay.tallies), "notices": len(replay.notices), "parts": parts,
        "reversed": sum(entry.part == "reverse" for entry in replay.entries),
        "vetoes": len(replay.vetoes), **Counter(notice.code for notice in replay.notices),
    })  # fmt: skip


def test_crossed_histories_are_the_same_from_disk(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    seen: Counter[str] = Counter()
    shelves = [folder for folder in folders() if told_in(folder).stories]
    for number in range(CROSSED):
        told_here = told_in(shelves[number * 7 % len(shelves)])
        policy, events = told_here.policy, crossed(told_here, number)
        roster = roster_of(shelves[number * 7 % len(shelves)]) or roster_from_events(form_streams(events, policy.vocabulary)[0])
        day = some_day(policy, number)
        (tmp_path / str(number)).mkdir()
        here = from_disk(policy, roster, events, day, tmp_path / str(number))
        memory = told(policy, roster, events, day)
        if here is None:
            seen["together"] += 1
            continue
        assert not differing(here.replay, memory.replay), (told_here.name, number)
        assert here.vectorised == memory.vectorised
        seen += weighed(here, len(list((tmp_path / str(number) / "work/spool").glob("[0-9]*"))))
    record_property("seen", dict(seen))
    assert seen["together"] <= CROSSED // 10, "parts answer nearly everything"
    assert min(seen["entries"], seen["parts"]) > CROSSED, seen
    assert seen["clocks"] >= CROSSED // 2, seen
    assert min(seen["intake.after-as-of"], seen["intake.opened-twice"]) >= 1, seen


@pytest.mark.parametrize("name", ["links-in-a-circle-do-not-count", "a-case-that-no-event-names-is-the-last-to-be-a-root"])
def test_linked_cases_that_cut_across_parts_are_the_same_from_disk(name: str, tmp_path: Path) -> None:
    document = corpus()[name]
    world = read(document)
    here = from_disk(world.policy, world.roster, world.events, world.as_of, tmp_path, part_rows=5)
    assert here is not None
    memory = told(world.policy, world.roster, world.events, world.as_of)
    assert not differing(here.replay, memory.replay)
    assert not unsaid(document["right"], here.replay)


def test_hard_histories_are_the_same_from_disk(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    seen: Counter[str] = Counter()
    number = 0
    while seen["runs"] + seen["together"] < CROSSED:
        number += 5
        try:
            world = read(case(number))
        except Refused:
            continue
        try:
            (tmp_path / str(number)).mkdir()
            here = from_disk(world.policy, world.roster, world.events, world.as_of, tmp_path / str(number), world.known_at)
        except NoColumn:
            seen["together"] += 1
            continue
        memory = told(world.policy, world.roster, world.events, world.as_of, world.known_at)
        if here is None:
            seen["together"] += 1
            continue
        assert not differing(here.replay, memory.replay), number
        seen += weighed(here, len(list((tmp_path / str(number) / "work/spool").glob("[0-9]*"))))
    record_property("seen", dict(seen))
    assert seen["together"] <= CROSSED // 5
    assert min(seen["entries"], seen["clocks"], seen["parts"], seen["tallies"]) >= CROSSED, seen
    assert seen["gates"] >= 1, seen


# --- a year -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    policy = lishi()
    file = tmp_path_factory.mktemp("year") / "events.parquet"
    write_sample(file, policy.vocabulary, policy.calendar, policy.timezone, 0, 11)
    return file


def lishi() -> Policy:
    policy = load_policy(SHIPPED / "lishi").policy
    assert policy is not None
    return policy


def lishis_roster(policy: Policy) -> Roster:
    document, _ = load_roster_document(SHIPPED / "lishi" / "roster.yaml")
    assert document is not None
    return roster_from_document(document, policy.vocabulary)[0]


def on(event: Event) -> date:
    """Its day at the office."""
    return (datetime.fromtimestamp(event.at // 1_000_000, UTC) + timedelta(hours=8)).date()


def test_a_year_is_the_same_in_two_processes_and_scores_the_same(year: Path, tmp_path: Path) -> None:
    policy = lishi()
    roster, day = lishis_roster(policy), date(2021, 9, 30)
    read = read_events([year], policy.vocabulary, policy.timezone).events
    events = [event for event in read if event.case is None or sum(event.case.encode()) % 4 == 0]
    here = from_disk(policy, roster, events, day, tmp_path, part_rows=1_250, processes=2)
    assert here is not None
    memory = told(policy, roster, events, day)
    assert not differing(here.replay, memory.replay)
    assert here.vectorised == memory.vectorised
    assert len(list((tmp_path / "work/spool").glob("[0-9]*.*"))) > 8, "several parts, several writers"
    assert len(events) > 10_000
    assert len(memory.replay.entries) > 150
    (later,) = [one for one in memory.replay.notices if one.code == "intake.after-as-of"]
    days = [on(event) for event in standing(events, policy.vocabulary, None).events]
    assert dict(later.facts) == {"count": str(sum(day < each for each in days)), "last": str(max(days)), "as_of": "2021-09-30"}
    one, other = (score(policy, roster, each.replay, day) for each in (here, memory))
    assert one == other


# --- processes ----------------------------------------------------------------------------------------


def test_a_process_that_dies_is_told_and_its_task_done_once_more(tmp_path: Path) -> None:
    told_of: list[tuple[int, int | None]] = []

    def work(number: int) -> int:
        if number == 3 and not (tmp_path / "died").exists():
            (tmp_path / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return number * number

    found = dict(done(range(8), work, 2, lambda number, code: told_of.append((number, code))))
    assert found == {number: number * number for number in range(8)}
    assert told_of == [(3, -signal.SIGKILL)]


def test_a_task_of_which_two_processes_die_ends_the_work_and_leaves_no_process() -> None:
    def work(number: int) -> int:
        if number == 1:
            os._exit(7)
        return number

    with pytest.raises(Died) as died:
        dict(done(range(4), work, 2, lambda *_: None))
    assert (died.value.task, died.value.code) == (1, 7)
    assert not multiprocessing.active_children()


def test_whoever_routes_a_share_once_more_begins_anew(year: Path, tmp_path: Path) -> None:
    policy = lishi()
    columns = event_columns(policy.vocabulary)
    table = next(event_tables([year], policy.vocabulary, policy.timezone))[0].slice(0, 500)
    for rows in (300, 500):  # the first writer dies half-way
        spooler, every = Spooler(tmp_path, "0"), np.arange(rows, dtype=np.int64)
        for slice_ in (every[:200], every[200:]):
            spooler.add(Events([table], columns), slice_, slice_ % 2)
    spooler.finish()
    found = [event for part in (0, 1) for event in spooled(tmp_path, part, columns)]
    assert len(found) == table.num_rows
    assert {each.id: each for each in found} == {each.id: each for each in columns.events(table)}, "nothing that a row says is lost"
    assert columns.events(spooled(tmp_path, 1, columns).table()) == found[table.num_rows // 2 :]


def test_a_mistake_in_another_process_is_raised_here() -> None:
    def work(number: int) -> int:
        return 1 // (number - 2)

    with pytest.raises(ZeroDivisionError):
        dict(done(range(4), work, 2, lambda *_: None))


@pytest.mark.parametrize("name", sorted(DEMOS.keys() - {"lishi"}))  # 离石 has a test of its own
def test_the_other_demo_years_are_the_same_from_disk(name: str, tmp_path: Path) -> None:
    made = lay_out(DEMOS[name], tmp_path / "demo", 30, 3)
    policy = load_policy(DEMOS[name]).policy
    assert policy is not None
    document, _ = load_roster_document(DEMOS[name] / "roster.yaml")
    assert document is not None
    roster, events = roster_from_document(document, policy.vocabulary)[0], read_events([made.events], policy.vocabulary, policy.timezone).events
    here = from_disk(policy, roster, events, policy.period.to, tmp_path, part_rows=100)
    assert here is not None
    memory = told(policy, roster, events, policy.period.to)
    assert not differing(here.replay, memory.replay)
    assert len(memory.replay.entries) > 5
    assert len(list((tmp_path / "work/spool").glob("[0-9]*.*"))) > 2
