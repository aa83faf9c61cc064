"""The demonstrations: a year made from data, the same for the same seed, in which every clause does something."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest

from kaohe.engine.event_file import read_events
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.library import load_policy, load_roster_document
from kaohe.rules.policy import Policy
from kaohe.rules.shelf import SHIPPED
from kaohe.scoring.run import Run, run
from kaohe.workbench.sample.demo import DEMOS, track_year
from kaohe.workbench.sample.tracks import TRACKS
from kaohe.workbench.sample.year import write_year


@cache
def policy(name: str) -> Policy:
    found = load_policy(SHIPPED / name).policy
    assert found is not None
    return found


def year(name: str, cases: int, seed: int = 7) -> pa.Table:
    return track_year(policy(name), SHIPPED / name / "roster.yaml", cases, seed)


@pytest.fixture(scope="module", params=sorted(TRACKS))
def done(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run over the default year of a policy."""
    scheme = policy(request.param)
    file = tmp_path_factory.mktemp("year") / "events.parquet"
    write_year(file, year(scheme.name, TRACKS[scheme.name].cases), scheme.vocabulary, scheme.timezone)
    read = read_events([file], scheme.vocabulary, scheme.timezone)
    assert read.problems == ()
    document, _ = load_roster_document(SHIPPED / scheme.name / "roster.yaml")
    assert document is not None
    roster, flaws = roster_from_document(document, scheme.vocabulary)
    assert flaws == ()
    return run(scheme, roster, read.events, engine_name="batch")


def test_each_of_the_five_policies_has_a_demonstration() -> None:
    assert set(DEMOS) == {"lishi", "tongling", "danfeng", "erdao", "district"}
    assert all((home / "roster.yaml").is_file() for home in DEMOS.values())


def test_the_year_makes_every_clause_do_something_and_no_event_is_refused(done: Run) -> None:
    scheme = done.policy
    assert not [one for one in done.scored.notices if one.severity == "problem"]
    fired = {entry.clause for entry in done.scored.entries if entry.points}
    counted = {tally.clause for tally in done.scored.tallies if tally.denominator}
    vetoed = {line.clause for card in done.scored.cards for line in card.vetoes}
    silent = [clause.id for clause in scheme.clauses if clause.id not in fired | counted | vetoed]
    assert silent == [], f"{scheme.name}: looked at {len(scheme.clauses)} clauses"


def test_cards_differ_and_none_leaves_its_bounds(done: Run) -> None:
    """Sections hold their floors, so a card stays between them and its full total with its bonus."""
    totals = {card.total for card in done.scored.cards if card.data}
    assert len(totals) > 5
    over = [card.subject for card in done.scored.cards if card.data and card.total > card.out_of + 20]
    assert over == []


@pytest.mark.parametrize("name", sorted(TRACKS))
def test_the_same_seed_gives_the_same_year_and_another_seed_another(name: str) -> None:
    assert year(name, 60).equals(year(name, 60))
    assert not year(name, 60, seed=8).equals(year(name, 60))


@pytest.mark.parametrize("name", sorted(TRACKS))
def test_more_cases_make_more_events_and_no_event_names_a_person(name: str) -> None:
    small, large = year(name, 40), year(name, 120)
    assert large.num_rows > small.num_rows > 100
    texts = " ".join(
        str(value) for column in large.columns if pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
        for value in column.unique().to_pylist()
    )
    assert len(texts) > 1000
    assert not re.search(r"1[3-9]\d{9}|\d{17}[\dXx]|@", texts)
    assert not re.search(r"[\u4e00-\u9fff]", texts)


def test_the_command_prints_ranked_cards_and_one_traced_point(kaohe_demo: str) -> None:
    assert "考核表" in kaohe_demo
    assert re.search(r"名次\s+代码\s+名称", kaohe_demo)
    assert "追溯一分：kaohe why" in kaohe_demo
    assert "依据 《" in kaohe_demo.split("追溯一分")[1]


@pytest.fixture
def kaohe_demo(tmp_path: Path) -> str:
    import subprocess
    import sys

    call = [sys.executable, "-m", "kaohe.cli", "demo", "--policy", "erdao", "--cases", "30", "--out", str(tmp_path / "d")]
    made = subprocess.run(call, capture_output=True, text=True, check=False, env={"PYTHONUTF8": "1", "LANG": "C"})
    assert made.returncode == 0, made.stderr
    return made.stdout
