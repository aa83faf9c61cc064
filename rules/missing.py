"""What is told of a file that is not there: its name, and the path that may have been meant."""

from __future__ import annotations

from pathlib import Path

from kaohe.rules.nearest import nearest
from kaohe.rules.place import Place
from kaohe.rules.problem import Problem, problem


def missing(path: Path) -> Problem:
    """``policy.not-found`` at a file or folder that does not exist."""
    return problem("policy.not-found", Place(str(path), 1, 1), what="file", name=path.name, near=meant(path))


def meant(path: Path) -> str:
    """The same path with its first step that leads nowhere put right; empty: nothing near, or still nothing there."""
    there = next((each for each in path.parents if each.is_dir()), None)
    if there is None:
        return ""
    step, *rest = path.relative_to(there).parts
    try:
        near = nearest(step, sorted(each.name for each in there.iterdir()))
    except OSError:  # no right to look
        return ""
    found = there.joinpath(near, *rest)
    return str(found) if near and found.exists() else ""
