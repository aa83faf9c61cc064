"""A ledger in pieces is scored, and a run written, by several processes as by one; also when one of them dies of it."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from kaohe.engine.batch.disk import Died, Hands
from kaohe.engine.ledger import Entry
from kaohe.engine.ledger_file import LEDGER
from kaohe.engine.records import Records
from kaohe.engine.stored import Piece, Shelf, Stored
from kaohe.engine.workers import ALONE, Workers
from kaohe.engine.write import whole_file
from kaohe.rules.policy import Policy
from kaohe.scoring import run_files, score
from kaohe.scoring.inputs import Inputs
from kaohe.scoring.job import prepare
from kaohe.scoring.run import Run, run
from kaohe.scoring.run_files import write_run
from kaohe.workbench.sample.demo import DEMOS, lay_out


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    home = DEMOS["danfeng"]
    made = lay_out(home, tmp_path_factory.mktemp("several") / "demo", 60, 5)
    return Inputs(home, (made.events,), home / "roster.yaml")


@pytest.fixture(scope="module")
def done(inputs: Inputs) -> Run:
    """The run in memory."""
    ready = prepare(inputs)
    assert isinstance(ready.policy, Policy)
    return run(ready.policy, ready.roster, ready.events, engine_name="batch")


def in_pieces(entries: Sequence[Entry], folder: Path, workers: Workers = ALONE) -> Stored[Entry]:
    """The same ledger on disk, a piece for every few subjects."""
    assert isinstance(entries, Records)
    shelf, pieces, held = Shelf(folder / "rows.arrow"), [], list(entries)
    ends = [number for number, (one, next_) in enumerate(pairwise(held), 1) if one.subject != next_.subject]
    cuts = [0, *ends[::2], len(held)]
    for first, end in pairwise(cuts):
        pieces.append(shelf.put(entries.table.slice(first, end - first)))
    shelf.close()
    assert len(pieces) > 4
    return Stored(LEDGER, pieces, folder, workers)


@pytest.mark.parametrize("processes", [1, 3])
def test_a_ledger_in_pieces_scores_as_one_in_memory_by_one_process_or_three(done: Run, processes: int, tmp_path: Path) -> None:
    hands = Hands(processes)
    entries = in_pieces(done.replay.entries, tmp_path, hands)
    scored = score(done.policy, done.roster, replace(done.replay, entries=entries), done.as_of)
    assert scored == done.scored
    assert isinstance(scored.entries, Stored)
    assert len(scored.entries) > len(entries) > 50
    assert not hands.told


def test_pieces_that_are_changed_twice_are_written_once(done: Run, tmp_path: Path) -> None:
    entries = in_pieces(done.replay.entries, tmp_path)
    twice = entries.each("halved", lambda _, part: part[: len(part) // 2]).each("less", lambda _, part: part[1:])
    assert not [each for each in tmp_path.iterdir() if each.is_dir()], "nothing is changed before somebody looks"
    counted = twice.asked(len)
    (folder,) = (each for each in tmp_path.iterdir() if each.is_dir())
    assert folder.name.startswith("less.")
    assert counted == [max(piece.rows // 2 - 1, 0) for piece in entries.pieces] == [piece.rows for piece in twice.pieces]
    assert [last and last.id for last in twice.lasts()] == [list(part)[-1].id if len(part) else None for part in twice.parts()]
    assert len([each for each in tmp_path.iterdir() if each.is_dir()]) == 1, "and only once"


def test_a_process_that_dies_while_it_scores_is_told_and_its_piece_scored_once_more(
    done: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands, mark, put = Hands(2), tmp_path / "died", Shelf.put

    def dies_once(self: Shelf, table: object) -> Piece:
        piece = put(self, table)
        with suppress(FileExistsError):
            if os.getpid() != parent:
                mark.touch(exist_ok=False)  # of two who come at once only one
                os.kill(os.getpid(), signal.SIGKILL)
        return piece

    parent, entries = os.getpid(), in_pieces(done.replay.entries, tmp_path, hands)
    monkeypatch.setattr(Shelf, "put", dies_once)
    assert score(done.policy, done.roster, replace(done.replay, entries=entries), done.as_of) == done.scored
    assert [each.code for each in hands.told] == ["run.worker-died"]


# --- writing ------------------------------------------------------------------------------------------


def test_a_process_that_dies_while_it_writes_leaves_nothing_of_its_own_and_the_files_are_the_same(
    done: Run, inputs: Inputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_run(done, inputs, tmp_path / "one")
    hands, mark, write = Hands(2), tmp_path / "died", run_files.write_ledger

    def dies_once(entries: Sequence[Entry], path: Path) -> str:
        if not mark.exists():
            mark.touch()
            with whole_file(path) as beside:
                beside.write_bytes(b"half")
                os.kill(os.getpid(), signal.SIGKILL)
        return write(entries, path)

    monkeypatch.setattr(run_files, "write_ledger", dies_once)
    assert write_run(done, inputs, tmp_path / "two", workers=hands) == root
    one, two = ({each.name: each.read_bytes() for each in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one.keys() == two.keys() >= {"ledger.parquet", "clocks.parquet", "cards.json"}
    assert [name for name in one if one[name] != two[name]] == ["receipt.json"]
    assert b'"run.worker-died": 1' in two["receipt.json"]


def test_of_a_run_whose_writer_dies_twice_nothing_is_left(
    done: Run, inputs: Inputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_files, "write_ledger", lambda *_: os._exit(9))
    with pytest.raises(Died):
        write_run(done, inputs, tmp_path / "run", workers=Hands(2))
    assert not list(tmp_path.iterdir())
