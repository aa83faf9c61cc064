"""One small sample year and its documents, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.reports.notice import deliver as delivery
from kaohe.scoring.inputs import Inputs
from kaohe.scoring.job import prepare
from kaohe.scoring.run import run
from kaohe.scoring.run_files import write_run
from kaohe.scoring.stored_run import read_run
from kaohe.workbench.dossier import Dossier
from kaohe.workbench.sample.demo import lay_out

LISHI = Path(__file__).parents[2] / "policies" / "lishi"


@pytest.fixture(scope="session")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """The 离石 sample year, small."""
    out = tmp_path_factory.mktemp("notice-year")
    inputs = Inputs(LISHI, (lay_out(LISHI, out / "year", 100, 7).events,), LISHI / "roster.yaml")
    ready = prepare(inputs)
    assert ready.policy is not None
    write_run(run(ready.policy, ready.roster, ready.events, engine_name="batch"), inputs, out / "run")
    stored = read_run(out / "run")
    assert stored is not None
    return Dossier(stored, ready.policy)


def made_without_office(dossier: Dossier, out: Path, *, public: bool) -> tuple[Path, delivery.Delivered]:
    """As on a machine without LibreOffice."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delivery, "office_program", lambda: None)
        return out, delivery.deliver(dossier, out, public=public, lang="zh")


@pytest.fixture(scope="session")
def delivered(dossier: Dossier, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, delivery.Delivered]:
    return made_without_office(dossier, tmp_path_factory.mktemp("documents"), public=False)


@pytest.fixture(scope="session")
def published(dossier: Dossier, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, delivery.Delivered]:
    return made_without_office(dossier, tmp_path_factory.mktemp("public"), public=True)
