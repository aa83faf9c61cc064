"""PDF beside documents, by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from kaohe.reports.notice.layout import STANDS_IN

_FACES = {name: others.split(",")[-1] for name, others in STANDS_IN.items()}
SECONDS = 180
"""A conversion that takes longer is given up."""


def office_program() -> str | None:
    """Where LibreOffice is; None: it is not there."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def pdfs(documents: Sequence[Path], program: str) -> tuple[Path, ...]:
    """The PDFs that were made, each beside its document. A profile of its own keeps a running office undisturbed."""
    with TemporaryDirectory() as folder:
        made = Path(folder) / "out"
        command = [
            program, f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
            "--outdir", str(made), *(str(document) for document in documents),
        ]  # fmt: skip
        _stand_ins(Path(folder) / "profile")
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - a program found by name, files of ours
        except (OSError, subprocess.TimeoutExpired):
            return ()
        return tuple(_moved(made / f"{one.stem}.pdf", one.with_suffix(".pdf")) for one in documents if (made / f"{one.stem}.pdf").exists())


def _stand_ins(profile: Path) -> None:
    """Chinese faces that stand in for those of the standard, only where those are not installed."""
    rows = "".join(_replaced(number, name, other) for number, (name, other) in enumerate(_FACES.items()))
    settings = f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{_ON}{rows}</oor:items>'
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(settings, encoding="utf-8")


_ITEM = '<item oor:path="/org.openoffice.Office.Common/Font/Substitution{path}">{inner}</item>'
_PROP = '<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>'
_ON = _ITEM.format(path="", inner=_PROP.format(name="Replacement", value="true"))


def _replaced(number: int, name: str, other: str) -> str:
    facts = {"ReplaceFont": name, "SubstituteFont": other, "Always": "false", "OnScreenOnly": "false"}
    inner = "".join(_PROP.format(name=key, value=value) for key, value in facts.items())
    node = f'<node oor:name="_{number}" oor:op="replace">{inner}</node>'
    return _ITEM.format(path="/FontPairs", inner=node)


def _moved(made: Path, target: Path) -> Path:
    shutil.move(made, target)
    return target
