"""A policy's worked examples as a suite: what passed, what did not, which clauses have none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kaohe.engine.progress import Progress, told_of
from kaohe.rules.checked import Checked
from kaohe.rules.library import load_cases, load_policy
from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem
from kaohe.workbench.examples import Verdict, play


@dataclass(frozen=True, slots=True)
class Suite:
    """``policy`` None: it did not load and nothing was played. ``bare``: clauses of which no example
    names an entry, a count, a watched due day or a veto's card that came about.
    """

    path: Path
    policy: Policy | None
    problems: tuple[Problem, ...]
    texts: dict[str, str]
    verdicts: tuple[Verdict, ...]
    bare: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return self.policy is not None and all(verdict.passed for verdict in self.verdicts)


def play_suite(path: Path, engine_name: str = "reference", progress: Progress | None = None) -> Suite:
    """Plays every example of the ``cases`` documents in a policy's folder; ``progress`` hears of each."""
    checked = load_policy(path)
    if checked.policy is None:
        return Suite(path, None, checked.problems, dict(checked.texts), (), ())
    return _played(path, checked, checked.policy, engine_name, progress)


def _played(path: Path, checked: Checked, policy: Policy, engine_name: str, progress: Progress | None) -> Suite:
    folder = path if path.is_dir() else path.parent
    problems = list(checked.problems)
    texts = dict(checked.texts)
    verdicts: list[Verdict] = []
    proved: set[str] = set()
    for file in sorted(folder.glob("cases*.yaml")):
        texts[str(file)] = file.read_text(encoding="utf-8")
        document, flaws = load_cases(file, policy)
        problems += flaws
        for example in told_of(document.examples if document else (), progress):
            verdict = play(policy, document, example, engine_name)  # type: ignore[arg-type]
            verdicts.append(verdict)
            proved |= verdict.proved
    bare = tuple(clause.id for clause in policy.clauses if clause.id not in proved)
    return Suite(path, policy, tuple(problems), texts, tuple(verdicts), bare)
