"""What kept a command from its work and is nobody's mistake in a document: the disk, a right, a key pressed.

A fault of ours has no words here: it stays an exception with all that leads to its cause.
"""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

from kaohe.reports.words import Lang, say

INTERRUPTED = 130
"""The exit code of a command that was stopped from the keyboard, as shells count."""
STOPPED = 1

_TOLD = re.compile(r"local file '([^']+)'")
_PART = re.compile(r"\.(.+)\.[^.]{8}\.part\Z")
_WORDS = {
    errno.ENOSPC: "fault.disk-full", errno.EDQUOT: "fault.disk-full", errno.EFBIG: "fault.disk-full",
    errno.EACCES: "fault.no-right", errno.EPERM: "fault.no-right", errno.EROFS: "fault.no-right",
    errno.EAGAIN: "fault.busy", errno.EISDIR: "fault.folder", errno.ENOTDIR: "fault.no-folder", errno.EEXIST: "usage.exists",
    errno.ENOENT: "usage.no-file", errno.ENAMETOOLONG: "fault.long-name",
}  # fmt: skip


def fault_words(fault: BaseException, lang: Lang) -> tuple[str, int] | None:
    """The sentence for ``fault`` and the exit code; None: a fault of ours.

    A reader of our output that has gone away (``kaohe … | head``) is told nothing.
    """
    if isinstance(fault, KeyboardInterrupt) or type(fault).__name__ == "Abort":
        return say("fault.interrupted", lang), INTERRUPTED
    if isinstance(fault, BrokenPipeError):
        return "", STOPPED
    if isinstance(fault, MemoryError):
        return say("fault.memory", lang), STOPPED
    inner = next(iter(fault.args), None)  # XlsxWriter hands on what the system said inside an error of its own
    system = next((one for one in (fault, inner) if isinstance(one, OSError)), None)
    return None if system is None else (_system_words(system, lang), STOPPED)


def _system_words(fault: OSError, lang: Lang) -> str:
    """One sentence with the path, where the system names one; Arrow keeps it in the text alone."""
    number = fault.errno if fault.errno is not None else _number_of(fault)
    what = os.strerror(number) if number is not None else str(fault)
    key = _WORDS.get(number or 0, "fault.system")
    if fault.filename is None and key == "fault.disk-full":
        return say("fault.disk-full-somewhere", lang)
    return say(key, lang, path=_path_of(fault), what=" ".join(what.split()))


def _path_of(fault: OSError) -> str:
    """The path as the caller knows it: ours is the only argument, Arrow's stands in its sentence."""
    if fault.filename is not None:
        return _meant(os.fsdecode(fault.filename))
    own = next((str(one) for one in fault.args if isinstance(one, Path)), None)
    told = _TOLD.search(str(fault))
    return own or (_meant(told[1]) if told else "—")


def _meant(path: str) -> str:
    """What the caller knows of: the file that a part of ours was to become, the folder that a lock guards."""
    parts = [_PART.sub(r"\1", name) for name in Path(path).parts]
    return str(Path(*(parts[:-1] or ["."]) if parts[-1:] == [".lock"] else parts))


def _number_of(fault: OSError) -> int | None:
    """Our own ``FileExistsError(path)`` has no number."""
    return errno.EEXIST if isinstance(fault, FileExistsError) else None


def undecodable(arguments: list[str]) -> bool:
    """Whether an argument holds bytes that are no UTF-8: no receipt could name such a path."""
    return any("\udc80" <= character <= "\udcff" for one in arguments for character in one)
