"""A dossier finds at once what a search through the whole run finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.scoring.inputs import Inputs
from kaohe.scoring.job import prepare
from kaohe.scoring.run import run
from kaohe.scoring.run_files import write_run
from kaohe.scoring.stored_run import read_run
from kaohe.scoring.why import is_on, why
from kaohe.workbench.dossier import Dossier
from kaohe.workbench.sample.demo import lay_out

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """The 离石 sample year, small."""
    home, out = ROOT / "policies" / "lishi", tmp_path_factory.mktemp("year")
    made = lay_out(home, out, 120, 7)
    inputs = Inputs(home, (made.events,), home / "roster.yaml")
    ready = prepare(inputs)
    assert ready.policy is not None
    write_run(run(ready.policy, ready.roster, ready.events, engine_name="batch"), inputs, out / "run")
    stored = read_run(out / "run")
    assert stored is not None
    assert stored.checked.policy is not None
    return Dossier(stored, stored.checked.policy)


def test_every_card_is_explained_as_by_searching_the_whole_run(dossier: Dossier) -> None:
    compared = 0
    for card in dossier.cards:
        assert dossier.why(card) == why(dossier.policy, dossier.stored.scored, card)
        compared += len(dossier.entries_of(card))
    assert compared > 300


def test_the_entries_of_a_card_are_those_it_counts_and_add_up(dossier: Dossier) -> None:
    with_data = [card for card in dossier.cards if card.data]
    assert len(with_data) > 20
    for card in dossier.cards:
        mine = list(dossier.entries_of(card))
        assert mine == [entry for entry in dossier.entries if is_on(entry, card)]
        assert sum(entry.points for entry in mine) == card.total


def test_cases_have_their_events_clocks_and_entries(dossier: Dossier) -> None:
    both = set(dossier.entries_by_case) & set(dossier.events_by_case)
    assert len(both) > 20
    for case in both:
        ids = {event.id for event in dossier.events_by_case[case]}
        assert all(entry.event is None or entry.event in ids for entry in dossier.entries_by_case[case])
    assert set(dossier.clocks_by_case) <= set(dossier.events_by_case)
