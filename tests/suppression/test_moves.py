"""What makes one combined replay sound, and that a new move is a few lines of the vocabulary."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from worked import worked_year

from kaohe.engine.reference import replay, world_of
from kaohe.rules.library import load_vocabulary
from kaohe.rules.policy import Measure, Ratio
from kaohe.rules.shelf import SHIPPED
from kaohe.scoring.exclusive import excluded
from kaohe.scoring.limits import limited
from kaohe.workbench.suppression.lifting import lifted
from kaohe.workbench.suppression.moving import copied
from kaohe.workbench.suppression.trial import Bench
from kaohe.workbench.suppression.worth import Copies, office, worth_of

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", ["danfeng", "erdao", "district"])
def test_copies_replayed_together_are_worth_what_the_cases_are_worth_in_their_year(name: str) -> None:
    """Cases are independent: the ground on which all sampled cases are moved in one replay."""
    year = worked_year(name)
    policy, as_of = lifted(year.policy), year.policy.period.to
    streams = world_of(policy, year.roster, year.events, as_of)[0].scored("case")
    copies = Copies()
    for stream in streams:
        cases = frozenset(event.case for event in stream.events if event.case is not None)
        for tag in ("a", "b"):
            links = defaultdict(list, {"registered": ["repeat_of"], "repeat_petition": ["repeat_of"]})
            copies.add((stream.id, tag), copied(stream.events, cases, tag, links))
    apart = worth_of(copies, policy, year.roster, as_of).points
    alone = tuple(clause for clause in policy.clauses if not isinstance(clause.form, Ratio | Measure))
    whole = replay(replace(policy, clauses=alone), year.roster, year.events, as_of).entries
    zeros = excluded(whole, policy)
    together: dict[str, dict[tuple[str, str], Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for entry in (*whole, *zeros, *limited((*whole, *zeros), policy)):
        if entry.case is not None:
            together[entry.case][entry.clause, office(entry.subject_kind, entry.subject, year.roster)] += entry.points
    compared = 0
    for stream in streams:
        expected = {share: points for share, points in together[stream.id].items() if points}
        for tag in ("a", "b"):
            assert {share: points for share, points in apart.get((stream.id, tag), {}).items() if points} == expected
        compared += bool(expected)
    assert compared >= 5


@pytest.mark.parametrize("page", ["suppression.md", "suppression.en.md"])
def test_the_move_of_the_manual_is_one_and_is_tried(page: str, tmp_path: Path) -> None:
    blocks = (DOCS / page).read_text(encoding="utf-8").split("```yaml\n")[1:]
    (block,) = [text.split("```")[0] for text in blocks if text.startswith("moves:")]
    text = (SHIPPED / "petition" / "vocabulary.yaml").read_text(encoding="utf-8")
    (tmp_path / "vocabulary.yaml").write_text(text.replace("\nmoves:\n", "\n" + block), encoding="utf-8")
    vocabulary, problems = load_vocabulary(tmp_path / "vocabulary.yaml")
    assert vocabulary is not None, problems
    move = vocabulary.moves["reply-forged"]
    year = worked_year("tongling")
    policy = replace(year.policy, vocabulary=vocabulary)
    trial = Bench(policy, year.roster, year.events, policy.period.to, seed=2, limit=60).trial(move)
    assert trial.tried == 60
    assert any("intake.reply" in gain.clauses or "statute.dispatch" in gain.clauses for gain in trial.gains)


@pytest.mark.parametrize("page", ["suppression.md", "suppression.en.md"])
def test_the_accepted_risk_of_the_manual_names_what_is_there(page: str) -> None:
    blocks = (DOCS / page).read_text(encoding="utf-8").split("```yaml\n")[1:]
    (block,) = [text.split("```")[0] for text in blocks if text.startswith("accepted_risks:")]
    policy = worked_year("danfeng").policy
    (risk,) = yaml.safe_load(block)["accepted_risks"]
    assert {*risk["clauses"], risk["counter_clause"]} <= {clause.id for clause in policy.clauses}
    assert set(risk["moves"]) <= set(policy.vocabulary.moves)
