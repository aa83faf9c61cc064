"""Pages of two sample years: 丹凤 (bonuses, rates, leaders) and 铜陵 (a half-year's report);
of a third, 二道, a card for each month that goes into the year's.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kaohe.reports.pages.write import write_pages
from kaohe.scoring.inputs import Inputs
from kaohe.scoring.job import prepare
from kaohe.scoring.run import run
from kaohe.scoring.run_files import write_run
from kaohe.scoring.stored_run import read_run
from kaohe.workbench.dossier import Dossier
from kaohe.workbench.sample.demo import lay_out

sys.path.insert(0, str(Path(__file__).parent))

from parsed_pages import Page, all_pages

POLICIES = Path(__file__).parents[3] / "policies"
CASES = {"danfeng": 150, "tongling": 30, "erdao": 30}


def _dossier(name: str, out: Path) -> Dossier:
    home = POLICIES / name
    made = lay_out(home, out, CASES[name], 7)
    inputs = Inputs(home, (made.events,), home / "roster.yaml")
    ready = prepare(inputs)
    assert ready.policy is not None
    write_run(run(ready.policy, ready.roster, ready.events, engine_name="batch"), inputs, out / "run")
    stored = read_run(out / "run")
    assert stored is not None
    assert stored.checked.policy is not None
    return Dossier(stored, stored.checked.policy)


@pytest.fixture(scope="session")
def danfeng(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    return _dossier("danfeng", tmp_path_factory.mktemp("danfeng"))


@pytest.fixture(scope="session")
def tongling(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    return _dossier("tongling", tmp_path_factory.mktemp("tongling"))


@pytest.fixture(scope="session")
def erdao(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    return _dossier("erdao", tmp_path_factory.mktemp("erdao"))


@pytest.fixture(scope="session", params=["danfeng", "tongling"])
def dossier(request: pytest.FixtureRequest) -> Dossier:
    found: Dossier = request.getfixturevalue(request.param)
    return found


def _written(dossier: Dossier, out: Path, *, public: bool) -> Path:
    paths = write_pages(dossier, out, public, "zh")
    folder = out / ("pages-public" if public else "pages")
    assert paths == [folder / "index.html"]
    return folder


@pytest.fixture(scope="session")
def pages(dossier: Dossier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(dossier, tmp_path_factory.mktemp("inside"), public=False)


@pytest.fixture(scope="session")
def public_pages(dossier: Dossier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(dossier, tmp_path_factory.mktemp("outside"), public=True)


@pytest.fixture(scope="session")
def parsed(pages: Path) -> dict[str, Page]:
    return all_pages(pages)


@pytest.fixture(scope="session")
def public_parsed(public_pages: Path) -> dict[str, Page]:
    return all_pages(public_pages)
