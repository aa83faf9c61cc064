"""The acceptance documents, written from the text of the language alone, hold on the engine.

Each folder under ``acceptance/`` with a ``policy.yaml`` and a ``cases.yaml`` is a policy with worked
examples; each ``refused/*.yaml`` is a policy that must not load. The documents say what should come
out; this file only plays them, and asks the batch engine whether it says the same.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from kaohe.engine.batch import told
from kaohe.engine.stream_rules.keeper import InProcess
from kaohe.engine.stream_rules.replay import told as stream_told
from kaohe.rules.library import load_cases, load_policy
from kaohe.workbench.examples import Verdict, play

HERE = Path(__file__).parent / "acceptance"
ROOTS = (HERE / "vocabulary",)
FOLDERS = sorted(path.parent for path in HERE.rglob("policy.yaml") if (path.parent / "cases.yaml").exists())
REFUSED = sorted(HERE.rglob("refused/*.yaml"))


def _name(path: Path) -> str:
    return str(path.relative_to(HERE))


def test_there_are_documents_to_play() -> None:
    assert len(FOLDERS) >= 60, f"{len(FOLDERS)} folders"
    assert len(REFUSED) >= 20, f"{len(REFUSED)} refused policies"


@cache
def _played(folder: Path) -> tuple[Verdict, ...]:
    """Every example of the folder, played on the reference engine."""
    checked = load_policy(folder, roots=ROOTS)
    assert checked.policy is not None, "\n".join(f"{p.place} {p.code} {p.facts}" for p in checked.problems)
    document, problems = load_cases(folder / "cases.yaml", checked.policy)
    assert document is not None, "\n".join(f"{p.place} {p.code} {p.facts}" for p in problems)
    return tuple(play(checked.policy, document, example) for example in document.examples)


@pytest.mark.parametrize("folder", FOLDERS, ids=_name)
def test_every_example_of_the_folder_comes_true(folder: Path) -> None:
    verdicts = _played(folder)
    assert verdicts
    said: list[str] = []
    for verdict in verdicts:
        if not verdict.passed:
            said.append(f"## {verdict.name}")
            said += [f"  {m.what}\n    expected {m.expected}\n    actual   {m.actual}" for m in verdict.misses]
            if verdict.run is None:
                said += [f"  {p.code} {p.facts}" for p in verdict.problems]
    assert not said, "\n".join(said)


ON_COLUMNS: Counter[str] = Counter()


@pytest.mark.parametrize("folder", FOLDERS, ids=_name)
def test_the_batch_engine_replays_every_example_of_the_folder_alike(folder: Path) -> None:
    """Field by field: entries with ids, because-events and texts, clocks, tallies, gates, notices."""
    verdicts = _played(folder)
    assert any(verdict.run is not None for verdict in verdicts)
    for verdict in verdicts:
        run = verdict.run
        if run is not None:
            done = told(run.policy, run.roster, verdict.events, run.as_of, run.known_at)
            for part in run.replay.__dataclass_fields__:
                mine, theirs = getattr(done.replay, part), getattr(run.replay, part)
                assert mine == theirs, f"{verdict.name}: {part}\n{verdict.events}"
            ON_COLUMNS["examples"] += 1
            ON_COLUMNS["clauses"] += len(done.vectorised)
            ON_COLUMNS["all"] += len(run.policy.clauses)


def test_most_clauses_of_the_examples_ran_on_columns() -> None:
    """Otherwise the agreement of the engines would say nothing."""
    if not ON_COLUMNS["examples"]:
        pytest.skip("the examples were not replayed in this session")
    assert ON_COLUMNS["clauses"] > ON_COLUMNS["examples"] // 2


POSTED: Counter[str] = Counter()


@pytest.mark.parametrize("engine", ["stream"])
@pytest.mark.parametrize("folder", FOLDERS, ids=_name)
def test_the_stream_engine_replays_every_example_of_the_folder_alike(folder: Path, engine: str) -> None:
    """In this process, without a worker: what a condition says does not depend on where it is judged."""
    verdicts = _played(folder)
    assert any(verdict.run is not None for verdict in verdicts), engine
    for verdict in verdicts:
        run = verdict.run
        if run is not None:
            done = stream_told(run.policy, run.roster, verdict.events, run.as_of, run.known_at, poster=InProcess)
            for part in run.replay.__dataclass_fields__:
                mine, theirs = getattr(done.replay, part), getattr(run.replay, part)
                assert mine == theirs, f"{verdict.name}: {part}\n{verdict.events}"
            POSTED["examples"] += 1
            POSTED["facts"] += done.facts
            POSTED["ticks"] += done.ticks


def test_facts_of_the_examples_went_through_durable_rules() -> None:
    """Otherwise that agreement would say nothing."""
    if not POSTED["examples"]:
        pytest.skip("the examples were not replayed by durable-rules in this session")
    assert POSTED["facts"] > POSTED["examples"]
    assert POSTED["ticks"] > POSTED["examples"] // 20


@pytest.mark.parametrize("path", REFUSED, ids=_name)
def test_a_refused_policy_does_not_load(path: Path) -> None:
    checked = load_policy(path, roots=ROOTS)
    codes = {p.code for p in checked.problems if p.severity == "problem"}
    assert codes, "it loaded"
    assert checked.policy is None
    first = path.read_text(encoding="utf-8").splitlines()[0]
    wanted = first.partition("refused:")[2].split()
    if wanted and "." in wanted[0]:
        assert wanted[0].rstrip(",;") in codes
