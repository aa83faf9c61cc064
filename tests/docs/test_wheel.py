"""The wheel is whole: installed alone, away from the repository, it checks a shipped policy and runs the demonstration."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built offline, from a copy of the tree: a build leaves folders behind."""
    tree, out = tmp_path_factory.mktemp("tree") / "kaohe", tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__", "docs"))
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(tree)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "is absent from" not in done.stdout + done.stderr, "a folder of policies is taken for a package"
    return next(out.glob("kaohe-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``kaohe`` of a fresh environment: this wheel, and of the present one only what it depends on."""
    home = tmp_path_factory.mktemp("elsewhere") / "env"
    venv.create(home, symlinks=True)
    site = next((home / "lib").glob("python3*/site-packages"))
    here = Path(sysconfig.get_path("purelib"))
    for one in here.iterdir():
        if "kaohe" not in one.name and one.suffix != ".pth":
            (site / one.name).symlink_to(one, target_is_directory=one.is_dir())
    target = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python"), "install", "--no-index"]
    done = subprocess.run([*target, "--no-deps", str(wheel)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return home / "bin" / "kaohe"


def _call(kaohe: Path, *words: str, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(kaohe), *words], cwd=cwd, capture_output=True, text=True, encoding="utf-8",
        env={**environment, "LANG": "C", "PYTHONUTF8": "1"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_every_shipped_document_and_no_test(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    shipped = {f"kaohe/{path.relative_to(ROOT)}" for path in (ROOT / "policies").rglob("*.yaml")}
    rooms = ("rules", "engine", "scoring", "workbench", "reports", "commands")
    inside = {path for room in rooms for path in (ROOT / room).rglob("*") if path.is_file() and path.suffix != ".pyc"}
    code = {f"kaohe/{path.relative_to(ROOT)}" for path in inside}
    assert len(shipped) >= 8, shipped
    assert len(code) > 400, len(code)
    assert [name for name in code if not name.endswith(".py")], "pages have templates and a style sheet"
    assert sorted((shipped | code) - names) == []
    assert {"kaohe/cli.py", "kaohe/__init__.py", "kaohe/py.typed"} <= names
    assert [name for name in names if "test" in Path(name).parts[1]] == []


def test_the_wheel_works_outside_the_repository(installed: Path, tmp_path: Path) -> None:
    assert _call(installed, "--version", cwd=tmp_path).startswith("kaohe ")
    where = _call(installed.with_name("python"), "-c", "import kaohe; print(kaohe.__file__)", cwd=tmp_path).strip()
    assert Path(where).is_relative_to(installed.parent.parent), where
    lishi = Path(where).parent / "policies" / "lishi"
    assert "没有问题" in _call(installed, "check", str(lishi), cwd=tmp_path)
    printed = _call(installed, "demo", "--cases", "1", "--out", "demo", cwd=tmp_path)
    assert "control-new.second-report" in printed
    assert (tmp_path / "demo" / "run" / "receipt.json").is_file()
