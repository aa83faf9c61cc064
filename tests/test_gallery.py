"""Every problem has a document that meets it, and exactly these words are said about it.

``tests/bad/README.md`` says how a case is added. With ``GALLERY=write`` in the environment the
expectations are written instead of compared.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Literal

import pytest

from kaohe.engine.event_file import EventsRead, read_events, write_events
from kaohe.engine.intake.import_rows import import_rows
from kaohe.engine.intake.log import check_log
from kaohe.engine.roster import Roster
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.catalogue import WORDINGS
from kaohe.rules.check.spot import Spot
from kaohe.rules.check.vocabulary_from_document import vocabulary_from_document
from kaohe.rules.checked import Checked
from kaohe.rules.document.load import load
from kaohe.rules.document.mapping import MappingDocument
from kaohe.rules.document.roster import RosterDocument
from kaohe.rules.document.source import text_from_bytes
from kaohe.rules.document.vocabulary import VocabularyDocument
from kaohe.rules.library import load_cases, load_policy
from kaohe.rules.place import Place
from kaohe.rules.problem import Problem
from kaohe.rules.say import gaps, needed, render
from kaohe.rules.vocabulary import Vocabulary
from kaohe.scoring.run import run

BAD = Path(__file__).parent / "bad"
BASE = BAD / "base"
WRITE = os.environ.get("GALLERY") == "write"
LANGUAGES: tuple[Literal["zh", "en"], ...] = ("zh", "en")


def _cases() -> Iterator[Path]:
    """Every folder that holds a document, but the base."""
    for folder in sorted({path.parent for path in BAD.rglob("*") if path.is_file()}):
        if folder != BAD and BASE not in (folder, *folder.parents):
            yield folder


CASES = list(_cases())


def _name(folder: Path) -> str:
    return folder.relative_to(BAD).as_posix()


def _code(folder: Path) -> str:
    return folder.relative_to(BAD).parts[0]


Found = tuple[Problem, ...]

# --- what is run --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Desk:
    """A copy of the base with the case's files laid over it."""

    root: Path

    @property
    def home(self) -> Path:
        return self.root / "desk"

    def policy(self) -> Checked:
        return load_policy(self.home, roots=(self.root,))

    def roster(self) -> tuple[Roster | None, Found]:
        text, problems = text_from_bytes((self.home / "roster.yaml").read_bytes(), "roster.yaml")
        if text is None:
            return None, problems
        loaded = load(text, "roster.yaml", RosterDocument)
        if loaded.document is None:
            return None, loaded.problems
        roster, more = roster_from_document(loaded.document, self.vocabulary())
        return roster, (*loaded.problems, *more)

    def vocabulary(self) -> Vocabulary:
        policy = self.policy().policy
        assert policy is not None, "the policy beside this document must be good"
        return policy.vocabulary

    def events(self) -> EventsRead:
        return read_events([self.home / "events.jsonl"], self.vocabulary(), "Asia/Shanghai")

    def imported(self) -> Found:
        """What is said about the mapping, the columns, and the rows that were refused, at their lines."""
        text = (self.home / "mapping.yaml").read_text(encoding="utf-8")
        loaded = load(text, "mapping.yaml", MappingDocument)
        if loaded.document is None:
            return loaded.problems
        rows = sorted(self.home.glob("rows*.csv"))
        strict = (self.home / "strict.txt").exists()
        taken = self.home / "taken.txt"
        for day in taken.read_text(encoding="utf-8").split() if taken.exists() else [None]:
            report = import_rows(
                loaded.document, rows, self.vocabulary(), self.root / "events", strict=strict, recorded_at=day
            )
        refused = [
            replace(one.why, place=Place(rows[0].name, row, 1)) for one in report.refused for row in one.first
        ]
        return (*loaded.problems, *report.problems, *refused)

    def of_old(self) -> Found:
        """What is said when events of ``old-vocabulary.yaml`` are read with the vocabulary of today."""
        if not (self.home / "old-vocabulary.yaml").exists():
            return ()
        loaded = load(
            (self.home / "old-vocabulary.yaml").read_text(encoding="utf-8"), "old", VocabularyDocument
        )
        assert loaded.document is not None
        old, _ = vocabulary_from_document(loaded.document, Spot(loaded))
        events = read_events([self.home / "old-events.jsonl"], old, "UTC").events
        write_events(events, self.home / "old.parquet", old, "UTC")
        return read_events([self.home / "old.parquet"], self.vocabulary(), "UTC").problems

    def logged(self) -> Found:
        """What is said about ``log.jsonl`` beside a batch ``office-1`` that holds ``kept.txt`` as its events."""
        if not (self.home / "log.jsonl").exists():
            return ()
        folder = self.home / "events"
        (folder / "office-1").mkdir(parents=True)
        shutil.copyfile(self.home / "log.jsonl", folder / "log.jsonl")
        if (self.home / "kept.txt").exists():
            shutil.copyfile(self.home / "kept.txt", folder / "office-1" / "events.parquet")
        return check_log(folder)[1]


def _policy(desk: Desk) -> Found:
    return tuple(desk.policy().problems)


def _cases_file(desk: Desk) -> Found:
    return tuple(load_cases(desk.home / "cases.yaml", desk.policy().policy)[1])


def _roster(desk: Desk) -> Found:
    return tuple(desk.roster()[1])


def _events(desk: Desk) -> Found:
    return desk.events().problems


def _import(desk: Desk) -> Found:
    return desk.imported()


def _run(desk: Desk) -> Found:
    policy, (roster, _), events = desk.policy().policy, desk.roster(), desk.events().events
    assert policy is not None, "a run needs a policy without problems"
    assert roster is not None, "and a roster"
    as_of = date.fromisoformat((desk.home / "as_of.txt").read_text(encoding="utf-8").strip())
    result = run(policy, roster, events, as_of=as_of)
    return result.scored.notices


def _by_hand(desk: Desk) -> Found:
    """``case.py`` of the folder: for what no document alone can meet (a log that was tampered with)."""
    spec = spec_from_file_location("case", desk.home / "case.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return tuple(module.found(desk))


STAGES: dict[str, Callable[[Desk], Found]] = {
    "vocabulary.yaml": _policy,
    "calendar.yaml": _policy,
    "policy.yaml": _policy,
    "cases.yaml": _cases_file,
    "roster.yaml": _roster,
    "mapping.yaml": _import,
    "rows.csv": _import,
    "old-vocabulary.yaml": Desk.of_old,
    "log.jsonl": Desk.logged,
    "events.jsonl": _events,
    "as_of.txt": _run,
    "case.py": _by_hand,
}


def _stages(folder: Path) -> list[Callable[[Desk], Found]]:
    return list(dict.fromkeys(stage for name, stage in STAGES.items() if (folder / name).exists()))


def _laid_over_base(folder: Path, root: Path) -> Desk:
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    for path in folder.iterdir():
        if path.is_file() and not path.name.startswith("expected."):
            target = (
                root / "calendars" / "office.yaml"
                if path.name == "calendar.yaml"
                else root / "desk" / path.name
            )
            shutil.copyfile(path, target)
    return Desk(root)


def _problems(folder: Path, root: Path) -> list[Problem]:
    desk = _laid_over_base(folder, root)
    found = [problem for stage in _stages(folder) for problem in stage(desk)]
    return [_as_in_the_folder(problem, root) for problem in found]


def _as_in_the_folder(problem: Problem, root: Path) -> Problem:
    def renamed(place: Place) -> Place:
        name = place.file.replace(f"{root}/desk/", "").replace(
            f"{root}/calendars/office.yaml", "calendar.yaml"
        )
        return replace(place, file=name)

    return replace(problem, place=renamed(problem.place), also=tuple(map(renamed, problem.also)))


def _texts(folder: Path) -> Mapping[str, str]:
    """The documents as they are shown; never a row of an export, whose values are not repeated."""
    texts = {path.name: path for path in (BASE / "desk").iterdir()} | {
        "calendar.yaml": BASE / "calendars" / "office.yaml"
    }
    texts |= {path.name: path for path in folder.iterdir() if path.is_file()}
    shown = {name: path for name, path in texts.items() if not name.startswith("rows")}
    return {name: path.read_bytes().decode("utf-8", "replace") for name, path in shown.items()}


# --- what is claimed ----------------------------------------------------------------------------


def test_the_gallery_has_documents_to_look_at() -> None:
    assert len(CASES) >= len(WORDINGS) > 30, f"{len(CASES)} documents for {len(WORDINGS)} codes"


def test_the_base_has_no_fault(tmp_path: Path) -> None:
    desk = _laid_over_base(BASE / "desk", tmp_path)
    stages = [stage for stage in dict.fromkeys(STAGES.values()) if stage is not _by_hand]
    found = [problem for stage in stages for problem in stage(desk)]
    assert len(stages) >= 6
    assert found == []


@pytest.mark.parametrize("code", list(WORDINGS))
def test_every_code_has_a_document(code: str) -> None:
    assert [folder for folder in CASES if _code(folder) == code], f"no folder tests/bad/{code}"


@pytest.mark.parametrize("folder", CASES, ids=_name)
def test_exactly_this_is_said(folder: Path, tmp_path: Path) -> None:
    assert _stages(folder), "no file here is one that is run: see tests/bad/README.md"
    problems = _problems(folder, tmp_path)
    assert _code(folder) in {problem.code for problem in problems}
    for problem in problems:
        assert needed(problem.code) <= dict(problem.facts).keys(), f"{problem.code} lacks a fact"
    for lang in LANGUAGES:
        expected = folder / f"expected.{lang}.txt"
        said = render(problems, _texts(folder), lang)
        if WRITE:
            expected.write_text(said, encoding="utf-8")
        assert said == expected.read_text(encoding="utf-8")


def test_every_gap_of_every_sentence_is_a_name() -> None:
    looked_at = 0
    for code, words in WORDINGS.items():
        for template in (words.zh, words.en, words.hint_zh, words.hint_en):
            for name in gaps(template):
                assert name.isidentifier(), f"{code}: a brace that is no gap is written twice: {template}"
                looked_at += 1
    assert looked_at > len(WORDINGS)
