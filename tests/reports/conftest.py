"""The 离石 sample year, small, as a dossier; made once for all tests of what is handed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.scoring.inputs import Inputs
from kaohe.scoring.job import prepare
from kaohe.scoring.run import run
from kaohe.scoring.run_files import write_run
from kaohe.scoring.stored_run import read_run
from kaohe.workbench.dossier import Dossier
from kaohe.workbench.sample.demo import lay_out

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """Events in ``year/events.parquet`` of a folder, the run in ``result``."""
    home, out = ROOT / "policies" / "lishi", tmp_path_factory.mktemp("lishi")
    made = lay_out(home, out / "year", 120, 7)
    inputs = Inputs(home, (made.events,), home / "roster.yaml")
    ready = prepare(inputs)
    assert ready.policy is not None
    write_run(run(ready.policy, ready.roster, ready.events, engine_name="batch"), inputs, out / "result")
    stored = read_run(out / "result")
    assert stored is not None
    assert stored.checked.policy is not None
    return Dossier(stored, stored.checked.policy)
