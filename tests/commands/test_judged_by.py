"""What a run was judged by is kept as it was: a question need not check policy and roster anew."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from kaohe.engine import kept
from kaohe.engine.kept import kept_from, kept_text
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.library import load_policy, load_roster_document
from kaohe.rules.shelf import SHIPPED
from kaohe.scoring import judged_by, stored_run
from kaohe.scoring.inputs import Inputs
from kaohe.scoring.job import prepare
from kaohe.scoring.run import run
from kaohe.scoring.run_files import write_run
from kaohe.scoring.stored_run import Stored, open_run, read_run, roster_of_run

FOLDERS = sorted(file.parent.name for file in SHIPPED.glob("*/policy.yaml"))
ROSTER = "kaohe: 1\nroster: small\nunits:\n  - {id: chengbei, title: 城北}\n  - {id: fengshan, title: 凤山}\n"


@pytest.mark.parametrize("name", FOLDERS)
def test_a_policy_is_read_back_with_every_number_day_and_place(name: str) -> None:
    policy = load_policy(SHIPPED / name).policy
    assert policy is not None
    again = kept_from(kept_text(policy, str), str)
    assert again == policy
    assert repr(again) == repr(policy)  # what does not count for equality, too


def test_a_roster_is_read_back_and_answers_alike(tmp_path: Path) -> None:
    policy = load_policy(SHIPPED / "lishi").policy
    assert policy is not None
    document = load_roster_document(SHIPPED / "lishi" / "roster.yaml")[0] or _small(tmp_path)
    roster, _ = roster_from_document(document, policy.vocabulary)
    again = kept_from(kept_text(roster, str), str)
    assert roster.units
    assert again == roster
    assert [again.posts_of(one.leader) for one in roster.tenures] == [roster.posts_of(one.leader) for one in roster.tenures]


def _small(folder: Path):
    (folder / "roster.yaml").write_text(ROSTER, encoding="utf-8")
    return load_roster_document(folder / "roster.yaml")[0]


def test_another_version_and_what_is_no_record_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    text = kept_text((1, 2), str)
    assert kept_from(text, str) == (1, 2)
    for other in ("", "[]", "{", '["x", {"os.system": ["true"]}]', text.replace('"()"', '"list"')):
        assert kept_from(other, str) is None
    monkeypatch.setattr(kept, "shape", lambda: "another")
    assert kept_from(text, str) is None


# --- in a run's folder ------------------------------------------------------------------------------


@pytest.fixture
def home(desk: Path, tmp_path: Path) -> Path:
    """A policy, a roster, events, and the run that was made of them."""
    shutil.copytree(desk / "small", tmp_path / "small")
    shutil.copy(desk / "events.jsonl", tmp_path / "events.jsonl")
    (tmp_path / "roster.yaml").write_text(ROSTER, encoding="utf-8")
    inputs = Inputs(tmp_path / "small", (tmp_path / "events.jsonl",), tmp_path / "roster.yaml")
    ready = prepare(inputs)
    assert ready.policy is not None
    write_run(run(ready.policy, ready.roster, ready.events), inputs, tmp_path / "run")
    return tmp_path


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kept files that were really made use of."""
    used: list[str] = []
    plain = judged_by.kept_record

    def noting(file: Path, path: Path, receipt, written: int):
        found = plain(file, path, receipt, written)
        used.extend([] if found is None else [file.name])
        return found

    for module in (judged_by, stored_run):
        monkeypatch.setattr(module, "kept_record", noting)
    return used


def _opened(folder: Path, *, whole: bool = False) -> Stored:
    stored = read_run(folder) if whole else open_run(folder)
    assert stored is not None
    return stored


def test_a_question_is_answered_by_the_policy_and_roster_as_they_were_kept(home: Path, reads: list[str]) -> None:
    stored, whole = _opened(home / "run"), _opened(home / "run", whole=True)
    policy = stored.checked.policy
    assert reads == ["policy.json"]
    assert repr(policy) == repr(whole.checked.policy)  # the places of its clauses, too
    assert stored.changed == whole.changed == ()
    assert policy is not None
    assert sorted(roster_of_run(stored, policy, ()).units) == ["chengbei", "fengshan"]
    assert reads == ["policy.json", "roster.json"]


def test_they_move_together_with_the_run(home: Path, reads: list[str], tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "else" / "where", ignore=shutil.ignore_patterns("else"))
    stored = _opened(tmp_path / "else" / "where" / "run")
    assert reads == ["policy.json"]
    assert stored.checked.policy is not None
    assert {clause.place.file for clause in stored.checked.policy.clauses} == {str(tmp_path / "else" / "where" / "small" / "policy.yaml")}


@pytest.mark.parametrize("name", ["small/policy.yaml", "calendars/cn.yaml", "roster.yaml"])
def test_a_document_that_has_changed_is_read_as_it_stands(home: Path, reads: list[str], name: str) -> None:
    """A calendar that now lies nearer than the shipped one is another document, too."""
    document = home / name
    text = (document if document.exists() else SHIPPED / name).read_text(encoding="utf-8")
    document.parent.mkdir(exist_ok=True)
    document.write_text(text.replace("城北", "城南") + "# 改过\n", encoding="utf-8")
    stored = _opened(home / "run")
    assert [each.code for each in stored.changed] == ["run.input-changed"]
    policy = stored.checked.policy
    assert policy is not None
    roster = roster_of_run(stored, policy, ())
    assert reads == (["policy.json"] if name == "roster.yaml" else ["roster.json"])
    title = roster.units["chengbei"][0].attributes["title"]
    assert title == ("城南" if name == "roster.yaml" else "城北")


def test_a_kept_policy_that_was_written_to_is_told_and_not_believed(home: Path, reads: list[str]) -> None:
    file = home / "run" / "policy.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    assert "2021" in json.dumps(told)
    file.write_text(json.dumps(told).replace("2021", "2022"), encoding="utf-8")
    stored = _opened(home / "run")
    assert [each.code for each in stored.changed] == ["run.ledger-changed"]
    assert reads == []
    assert repr(stored.checked.policy) == repr(_opened(home / "run", whole=True).checked.policy)


# --- another calendar, and a policy named from its own folder ------------------------------------------


@pytest.fixture
def by_its_own_calendar(home: Path, kaohe) -> Path:
    """A run whose calendar gives four days to a week, and which nobody tells of it again."""
    shipped = (SHIPPED / "calendars" / "cn.yaml").read_text(encoding="utf-8")
    (home / "other.yaml").write_text(shipped.replace("calendar: cn", "calendar: other").replace("week: [1, 2, 3, 4, 5]", "week: [1, 2, 3, 4]"), encoding="utf-8")
    made = ("--policy", home / "small", "--events", home / "events.jsonl", "--roster", home / "roster.yaml", "--calendar", home / "other.yaml")
    assert kaohe("run", *made, "--out", home / "own").code == 0
    return home


def test_a_run_remembers_the_calendar_it_was_given(by_its_own_calendar: Path, kaohe) -> None:
    run_folder = by_its_own_calendar / "own"
    for whole in (False, True):  # kept, and read anew
        policy = _opened(run_folder, whole=whole).checked.policy
        assert policy is not None
        assert policy.calendar.name == "other"
        assert not policy.calendar.is_workday(date(2021, 3, 5)), "a Friday"
    assert kaohe("why", "--verify", "--run", run_folder).code == 0
    assert kaohe("report", run_folder, "--html", "--out", by_its_own_calendar / "pages").code == 0


def test_a_calendar_that_was_altered_is_no_proof(by_its_own_calendar: Path, kaohe) -> None:
    calendar = by_its_own_calendar / "other.yaml"
    calendar.write_text(calendar.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    done = kaohe("why", "--verify", "--run", by_its_own_calendar / "own")
    assert done.code == 1
    assert "`other.yaml`" in done.err
    assert "other.yaml" in kaohe("card", "chengbei", "--run", by_its_own_calendar / "own").err


@pytest.mark.parametrize(("lang", "said"), [("zh", "连同它的日历"), ("en", "or its calendar")])
def test_a_calendar_that_is_gone_is_named_and_nothing_else_is(by_its_own_calendar: Path, kaohe, lang: str, said: str) -> None:
    (by_its_own_calendar / "other.yaml").unlink()
    for asked in (("why", "--verify"), ("card", "chengbei"), ("card", "chengbei", "--verify")):
        done = kaohe("--lang", lang, *asked, "--run", by_its_own_calendar / "own")
        assert done.code == 2
        assert said in done.err
        assert "`other.yaml`" in done.err
        assert "cn.yaml" not in done.err, "which is what it was"


def test_a_policy_is_the_same_wherever_its_path_starts(home: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home / "small")
    inputs = Inputs(Path("policy.yaml"), (Path("../events.jsonl"),), Path("../roster.yaml"))
    ready = prepare(inputs)
    assert ready.policy is not None
    write_run(run(ready.policy, ready.roster, ready.events), inputs, Path("../near"))
    for place in (home / "small", home, home / "near"):
        monkeypatch.chdir(place)
        stored = _opened(Path("../near") if place == home / "small" else Path("near") if place == home else Path())
        assert stored.changed == ()
    assert reads == ["policy.json"] * 3
