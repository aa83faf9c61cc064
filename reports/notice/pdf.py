"""PDF beside documents, by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from kaohe.reports.notice.layout import STANDS_IN

_FONTS = Path("/etc/fonts/fonts.conf")
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
            *_faces(Path(folder)), program, f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
            "--outdir", str(made), *(str(document) for document in documents),
        ]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - a program found by name, files of ours
        except (OSError, subprocess.TimeoutExpired):
            return ()
        return tuple(_moved(made / f"{one.stem}.pdf", one.with_suffix(".pdf")) for one in documents if (made / f"{one.stem}.pdf").exists())


def _faces(folder: Path) -> list[str]:
    """Where fonts are found by fontconfig: what stands in for the standard's, only where those are not installed."""
    env = shutil.which("env")
    if env is None or not _FONTS.exists():
        return []
    rows = "".join(_alias(name, others.split(",")) for name, others in STANDS_IN.items())
    settings = folder / "fonts.conf"
    settings.write_text(f"<fontconfig><include>{_FONTS}</include>{rows}</fontconfig>", encoding="utf-8")
    return [env, f"FONTCONFIG_FILE={settings}"]


def _alias(name: str, others: list[str]) -> str:
    faces = "".join(f"<family>{other}</family>" for other in others)
    return f'<alias binding="same"><family>{name}</family><accept>{faces}</accept></alias>'


def _moved(made: Path, target: Path) -> Path:
    shutil.move(made, target)
    return target
