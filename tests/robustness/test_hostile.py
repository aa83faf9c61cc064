"""Whatever is handed in: words with a place and exit code 1 or 2, never a traceback, nothing half-written."""

from __future__ import annotations

import gzip
import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaohe.reports.problem_text import render
from kaohe.workbench.checking import check_paths

ROOT = Path(__file__).parent.parent.parent
PLACED = re.compile(r"^\S.*:\d+:\d+: ", re.MULTILINE)
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{now}: &{now} [{', '.join([f'*{before}'] * 9)}]\n" for before, now in zip("abcdefg", "bcdefgh", strict=True)
)
DOCUMENTS: dict[str, bytes] = {
    "alias bomb": BOMB.encode(),
    "an alias inside what it names": b"kaohe: 1\npolicy: &a [*a]\n",
    "nested without end": b"kaohe: 1\npolicy: " + b"[" * 1_000,
    "a value of a megabyte": b"kaohe: 1\npolicy: a\nwish: " + b"x" * 1_000_000,
    "NUL": b"kaohe: 1\npolicy: a\0b\n",
    "no UTF-8": b"kaohe: 1\npolicy: \xff\xfe\xfd\n",
    "only a byte order mark": b"\xef\xbb\xbf",
    "a tag that would run": b"kaohe: 1\npolicy: !!python/object/apply:os.system [exit 9]\n",
    "right to left": "kaohe: 1\npolicy: \u202eycilop\n".encode(),
    "a name of ten thousand letters": b"kaohe: 1\npolicy: a\nvocabulary: " + b"x" * 10_000 + b"\n",
    "nothing": b"",
    "bytes at random": bytes((n * 197 + 41) % 256 for n in range(4000)),
    "two documents": b"kaohe: 1\n---\nkaohe: 1\n",
}
KINDS = ("policy", "vocabulary", "cases", "roster", "calendar", "mapping")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_hostile_documents_are_refused_with_a_place(name: str, kaohe, tmp_path: Path) -> None:
    for kind in KINDS:
        path = tmp_path / f"{kind}.yaml"
        path.write_bytes(DOCUMENTS[name].replace(b"policy:", kind.encode() + b":"))
        for command in (["check", path], ["check", path, "--format", "json"], ["check", path, "--lang", "en"]):
            assert kaohe(*command).code == 1
        assert PLACED.search(kaohe("check", path).out), kind


SHIPPED = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in (
        "docs/example/policy.yaml", "docs/example/cases.yaml", "docs/example/roster.yaml", "docs/example/mapping.yaml",
        "policies/library-fines/policy.yaml", "policies/library-fines/vocabulary.yaml", "policies/library-fines/cases.yaml",
    )
}  # fmt: skip
ODD = ("~", "[]", "{}", "[[a]]", "{a: {}}", "*a", "!x", "9" * 40, "-1e9", "1/0", "9999-12-31", "0001-01-01", "2021-02-30", "x" * 200,
       "(" * 300, "not " * 200 + "true", "1 / 0 > 1", "first(lent).unit", "\u202e", "：", "99999999999d", "<<: *a", '"\\0"', "- -", "#")  # fmt: skip


@st.composite
def mutilated(draw: st.DrawFn) -> tuple[str, str]:
    """A shipped document with a few lines lost, doubled, moved or with something odd in them."""
    name = draw(st.sampled_from(sorted(SHIPPED)))
    lines = SHIPPED[name].split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["lose", "double", "shift", "value", "insert", "cut"])):
            case "lose":
                lines[at : at + 1] = []
            case "double":
                lines.insert(at, lines[at])
            case "shift":
                lines[at] = " " * draw(st.integers(0, 6)) + lines[at].lstrip()
            case "value":
                lines[at] = re.sub(r":.*", lambda _: ": " + draw(st.sampled_from(ODD)), lines[at], count=1)
            case "insert":
                column = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:column] + draw(st.sampled_from(ODD)) + lines[at][column:]
            case _:
                lines = [*lines[:at], " "]
        lines = lines or [" "]
    return Path(name).name, "\n".join(lines)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=mutilated())
def test_mutilated_documents_are_checked_to_the_end(document: tuple[str, str], office: Path) -> None:
    name, text = document
    path = office / "mutilated" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    found = check_paths([path])
    assert all(one.place.file for one in found.problems)
    shown = render(found.problems, found.texts, "zh")
    assert shown or not found.problems


# --- events -----------------------------------------------------------------------------------------

EVENT = {"id": "e1", "kind": "assigned", "at": "2021-03-02", "case": "A1", "unit": "north"}
ROW = json.dumps(EVENT).encode()
UNREADABLE: dict[str, bytes] = {
    "random.parquet": bytes((n * 131 + 7) % 256 for n in range(3000)),
    "empty.parquet": b"",
    "half.jsonl.gz": gzip.compress(ROW * 50)[:-12],
    "none.jsonl.gz": ROW,
    "empty.csv": b"",
    "quote.csv": b'id,kind,at,case,unit\n"e1,assigned,2021-03-02,A1,north\n',
    "twice.csv": b"id,id,kind,at,case,unit\ne1,e1,assigned,2021-03-02,A1,north\n",
    "strange.csv": b"id,kind,at,case,unit,wish\ne1,assigned,2021-03-02,A1,north,x\n",
    "sheet.xlsx": b"PK\x03\x04",
    "strange.jsonl": json.dumps(EVENT | {"wish": 1}).encode(),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_nobody_is_scored_without_a_file_that_cannot_be_read(name: str, office: Path, kaohe, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(UNREADABLE[name])
    done = kaohe("run", "--policy", office, "--events", tmp_path / name, "--out", tmp_path / "run")
    assert done.code == 1
    assert PLACED.search(done.err)
    assert not (tmp_path / "run").exists()


ROWS: dict[str, object] = {
    "deep": "[" * 50_000,
    "deep value": '{"id": ' + "[" * 50_000 + "]" * 50_000 + "}",
    "no kind of ours": EVENT | {"kind": "wish"},
    "first of days": EVENT | {"at": "0001-01-01"},
    "last of days": EVENT | {"at": "9999-12-31T23:59:59"},
    "no such day": EVENT | {"at": "2021-02-29"},
    "long id": EVENT | {"id": "x" * 10_000},
    "NUL": EVENT | {"id": "a\0b"},
    "half a letter": EVENT | {"id": "\ud800"},
    "a list of brackets": EVENT | {"unit": "[" * 5000 + "]" * 5000},
    "a number for seq": EVENT | {"seq": "9" * 5000},
    "nested": EVENT | {"unit": {"a": 1}},
}


@pytest.mark.parametrize("name", ROWS)
def test_a_row_that_cannot_be_taken_is_told_by_its_number(name: str, office: Path, kaohe, tmp_path: Path) -> None:
    row = ROWS[name] if isinstance(ROWS[name], str) else json.dumps(ROWS[name])
    (tmp_path / "e.jsonl").write_text(f"{json.dumps(EVENT | {'id': 'e0'})}\n{row}\n", encoding="utf-8")
    done = kaohe("run", "--policy", office, "--events", tmp_path / "e.jsonl", "--out", tmp_path / "run")
    assert done.code == 1, "a row was left out: whoever automates this must notice"
    assert "e.jsonl:2:1: " in done.all
    assert (tmp_path / "run" / "receipt.json").exists(), "the other rows are counted"


def test_no_event_and_one_event_are_a_year_too(office: Path, kaohe, tmp_path: Path) -> None:
    for count in (0, 1):
        events = tmp_path / f"{count}.jsonl"
        events.write_bytes(ROW * count)
        done = kaohe("run", "--policy", office, "--events", events, "--out", tmp_path / f"run{count}")
        assert done.code == 0, done.all


def test_things_that_are_not_files_of_the_kind_wanted_are_told(office: Path, kaohe, tmp_path: Path) -> None:
    events = tmp_path / "e.jsonl"
    events.write_bytes(ROW)
    (tmp_path / "folder").mkdir()
    folder, gone = tmp_path / "folder", tmp_path / "gone"
    base = ["run", "--policy", office, "--events", events, "--out", tmp_path / "run"]
    wrong = [
        [*base, "--roster", folder], [*base, "--roster", gone], [*base, "--calendar", folder], [*base, "--calendar", gone],
        [*base, "--roster", events], ["run", "--policy", folder, "--events", events, "--out", tmp_path / "run"],
        ["run", "--policy", office, "--events", folder, "--out", tmp_path / "run"],
        ["import", events, "--mapping", folder, "--out", tmp_path / "run"], ["check", gone], ["test", gone],
    ]  # fmt: skip
    for arguments in wrong:
        done = kaohe(*arguments)
        assert done.code == 1, arguments
        assert PLACED.search(done.all), arguments
        assert not (tmp_path / "run").exists()
    for path in (gone, folder):
        done = kaohe("import", path, "--mapping", office / "mapping.yaml", "--out", tmp_path / "run")
        assert (done.code, str(path) in done.err) == (2, True), done.all
        assert not (tmp_path / "run").exists()


def test_as_of_outside_of_time_is_a_wrong_call(office: Path, kaohe, tmp_path: Path) -> None:
    (tmp_path / "e.jsonl").write_bytes(ROW)
    base = ["run", "--policy", office, "--events", tmp_path / "e.jsonl", "--out", tmp_path / "run"]
    for day in ("0001-01-01", "2020-12-31", "9999-12-31", "2021-02-30", "tomorrow"):
        done = kaohe(*base, "--as-of", day)
        assert (done.code, day in done.err, (tmp_path / "run").exists()) == (2, True, False)
    assert kaohe(*base, "--as-of", "2031-01-01").code == 0, "after the calendar's last year"


def test_units_in_a_circle_are_refused(office: Path, kaohe) -> None:
    roster = office / "roster.yaml"
    text = roster.read_text(encoding="utf-8")
    circle = text.replace("id: north,", "id: north, parent: south,").replace("id: south,", "id: south, parent: north,")
    assert circle.count("parent:") == 2
    roster.write_text(circle, encoding="utf-8")
    done = kaohe("check", roster)
    assert (done.code, "roster.yaml:" in done.out) == (1, True)


def test_a_place_that_may_not_be_written_is_told(office: Path, kaohe, tmp_path: Path) -> None:
    (tmp_path / "e.jsonl").write_bytes(ROW)
    (tmp_path / "file").touch()
    places = {tmp_path / ("x" * 300): "名称太长"}
    if Path("/sys").is_dir():
        places[Path("/sys/kaohe")] = "没有读写的权限"
    if os.geteuid() != 0:
        (tmp_path / "locked").mkdir(mode=0o500)
        places[tmp_path / "locked" / "run"] = "没有读写的权限"
    for place, words in places.items():
        done = kaohe("run", "--policy", office, "--events", tmp_path / "e.jsonl", "--out", place)
        assert (done.code, words in done.err) == (1, True), done.err
    done = kaohe("run", "--policy", office, "--events", tmp_path / "e.jsonl", "--out", tmp_path / "file" / "run")
    assert (done.code, f"`{tmp_path / 'file'}` 不是文件夹" in done.err) == (2, True), done.err
