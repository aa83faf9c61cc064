"""Where durable-rules is not installed, ``--engine stream`` is a sentence, and everything else works."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kaohe.engine import engines

WITHOUT = """
import sys
from kaohe.engine import engines
engines.find_spec = lambda name: None
sys.argv = ["kaohe", "demo", "--engine", "stream", "--out", "nowhere"]
from kaohe.cli import main
main()
"""


@pytest.mark.parametrize(("lang", "said"), [("zh", "没有安装"), ("en", "is not installed")])
def test_the_command_says_how_to_install_it_and_exits_with_2(lang: str, said: str, tmp_path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
        env={"LANG": "zh_CN.UTF-8" if lang == "zh" else "en_US.UTF-8", "PYTHONUTF8": "1", "PATH": ""},
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "pip install 'kaohe[stream]'" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_other_engines_do_not_ask_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    assert [name for name in engines.ENGINES if engines.is_installed(name)] == ["reference", "batch"]
