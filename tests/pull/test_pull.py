"""A database is only read, only what is declared leaves it, and reading goes on where it ended."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kaohe.cli import main
from kaohe.engine.event_file import EVENTS
from kaohe.engine.intake.log import check_log
from kaohe.engine.lock import only_writer
from kaohe.engine.pull.mark import PULLS

CANARY = "不该出现的名字"


@dataclass(frozen=True)
class Said:
    returncode: int
    stdout: str
    stderr: str


def _pull(office, *options: object, url: str | None = None) -> Said:
    """The command as typed, in this process."""
    files = ("--query", office.folder / "view.sql", "--mapping", office.folder / "mapping.yaml", "--out", office.out)
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setenv("LANG", "")
        patch.setattr("sys.argv", ["kaohe", "pull", "--from", url or office.url, *map(str, (*files, *options))])
        with pytest.raises(SystemExit) as done:
            main()
    return Said(int(done.value.code or 0), out.getvalue(), err.getvalue())


def _ids(office) -> list[str]:
    return sorted(row for file in office.out.rglob(EVENTS) for row in pq.read_table(file).column("id").to_pylist())


def test_rows_become_events_through_the_mapping(office) -> None:
    office.add("A1", "2021-03-01 08:00:00")
    office.add("A2", "2021-03-02 08:00:00", origin="old", unit=None)
    said = _pull(office)
    assert said.returncode == 0, said.stderr
    assert _ids(office) == ["A1-a", "A1-r", "A2-r"]
    assert "共 2 行：采用 2" in said.stdout
    assert check_log(office.out)[1] == ()


def test_units_named_by_the_database_are_those_of_the_roster(office) -> None:
    mapping = office.folder / "mapping.yaml"
    mapping.write_text(mapping.read_text(encoding="utf-8").replace("{unit: unit}", "{unit: {column: unit, table: roster}}"), "utf-8")
    roster = office.folder / "roster.yaml"
    roster.write_text("kaohe: 1\nroster: r\nunits:\n  - {id: north, title: 城北街道}\n", encoding="utf-8")
    office.add("A1", "2021-03-01 08:00:00", unit="城北街道")
    office.add("A2", "2021-03-02 08:00:00", unit="城南街道")
    said = _pull(office, "--roster", roster)
    assert said.returncode == 0, said.stderr
    assert _ids(office) == ["A1-a", "A1-r"]
    assert "采用 1，隔离 1" in said.stdout


def test_nothing_discarded_is_asked_of_the_database_written_or_printed(office) -> None:
    office.add("A1", "2021-03-01 08:00:00")
    said = _pull(office)
    bytes_written = b"".join(path.read_bytes() for path in office.out.rglob("*") if path.is_file())
    assert len(bytes_written) > 1_000
    assert CANARY not in said.stdout + said.stderr
    assert CANARY.encode() not in bytes_written


def test_a_column_nobody_declared_stops_the_pull_before_a_row_is_read(office) -> None:
    office.add("A1", "2021-03-01 08:00:00")
    query = (office.folder / "view.sql").read_text(encoding="utf-8")
    (office.folder / "view.sql").write_text(query.replace("petitioner,", "petitioner, content AS plate,"), encoding="utf-8")
    said = _pull(office)
    assert said.returncode == 1
    assert "intake.undeclared-column" in said.stderr
    assert "plate" in said.stderr
    assert not list(office.out.rglob(EVENTS))


def test_the_next_pull_begins_a_little_before_the_last_and_changes_nothing_twice(office) -> None:
    for day in ("01", "05", "09"):
        office.add(f"A{day}", f"2021-03-{day} 08:00:00")
    marked = ("--watermark", "changed_at")
    if "sqlite" in office.url:  # SQLite has no times: the query makes a number of the day
        query = "SELECT case_no, registered_on, origin, unit, CAST(strftime('%d', changed_at) AS INTEGER) AS changed_at FROM cases"
        (office.folder / "view.sql").write_text(query, encoding="utf-8")
    assert _pull(office, *marked).returncode == 0
    office.add("A08", "2021-03-08 08:00:00")  # written late, within the overlap
    office.add("A02", "2021-03-02 08:00:00")  # too late for it
    office.add("A12", "2021-03-12 08:00:00")
    said = _pull(office, *marked)
    assert said.returncode == 0, said.stderr
    assert "共 3 行" in said.stdout, said.stdout  # 08, 09 again, and 12
    assert {one[:3] for one in _ids(office)} == {"A01", "A05", "A08", "A09", "A12"}
    again = _pull(office, *marked)
    assert "共 2 行" in again.stdout, again.stdout  # 09 and 12, once more
    assert {one[:3] for one in _ids(office)} == {"A01", "A05", "A08", "A09", "A12"}


def test_a_database_cannot_be_written_by_a_query(office) -> None:
    office.add("A1", "2021-03-01 08:00:00")
    for statement in ("DELETE FROM cases", "UPDATE cases SET unit = 'x' RETURNING *"):
        (office.folder / "view.sql").write_text(statement, encoding="utf-8")
        said = _pull(office)
        assert said.returncode == 1
        assert "pull.query" in said.stderr
    (office.folder / "view.sql").write_text("SELECT * FROM cases", encoding="utf-8")
    assert _pull(office).returncode == 0
    assert _ids(office) == ["A1-a", "A1-r"]


def test_a_function_that_writes_is_stopped_by_the_connection(office) -> None:
    if "postgresql" not in office.url:
        pytest.skip("SQLite has no functions that write")
    office.execute("CREATE OR REPLACE FUNCTION wipe() RETURNS INTEGER LANGUAGE sql AS 'DELETE FROM cases RETURNING 1'")
    office.add("A1", "2021-03-01 08:00:00")
    (office.folder / "view.sql").write_text("SELECT case_no, registered_on, origin, unit, wipe() AS content FROM cases", encoding="utf-8")
    said = _pull(office)
    assert said.returncode == 1
    assert "25006" in said.stderr, "the state of a transaction that may only read"
    (office.folder / "view.sql").write_text("SELECT * FROM cases", encoding="utf-8")
    assert _pull(office).returncode == 0
    assert _ids(office) == ["A1-a", "A1-r"]


def test_a_wrong_password_is_worded_and_not_repeated(office) -> None:
    if "postgresql" not in office.url:
        pytest.skip("SQLite has no passwords")
    said = _pull(office, url=office.url.replace(":reader@", ":wrong-canary@"))
    assert said.returncode == 1
    assert "pull.connect" in said.stderr
    assert "wrong-canary" not in said.stdout + said.stderr
    assert not list(office.out.rglob(EVENTS))
    office.add("A1", "2021-03-01 08:00:00")
    assert _pull(office).returncode == 0
    log = (office.out / "log.jsonl").read_bytes()
    assert _pull(office, url=office.url.replace(":reader@", ":wrong-canary@")).returncode == 1
    assert ((office.out / "log.jsonl").read_bytes(), check_log(office.out)) == (log, (1, ()))


def test_a_query_with_a_fault_says_what_the_database_says_of_names_only(office) -> None:
    (office.folder / "view.sql").write_text("SELECT nothing_of_the_kind FROM cases", encoding="utf-8")
    said = _pull(office)
    assert said.returncode == 1
    assert "nothing_of_the_kind" in said.stderr


def test_a_message_that_quotes_a_row_is_not_repeated(office) -> None:
    if "postgresql" not in office.url:
        pytest.skip("SQLite casts anything to anything")
    office.add("A1", "2021-03-01 08:00:00")
    query = "SELECT case_no, registered_on, CAST(petitioner AS INTEGER)::text AS origin, unit FROM cases"
    (office.folder / "view.sql").write_text(query, encoding="utf-8")
    said = _pull(office)
    assert said.returncode == 1
    assert "不该出现" not in said.stdout + said.stderr
    assert "22P02" in said.stderr


def test_a_file_that_is_not_there_is_not_made(office, tmp_path: Path) -> None:
    missing = tmp_path / "none.db"
    said = _pull(office, url=f"sqlite:///{missing}")
    assert said.returncode == 1
    assert "pull.connect" in said.stderr
    assert not missing.exists()


def test_one_pull_at_a_time(office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaohe.engine.lock.WAIT", 0.1)
    office.add("A1", "2021-03-01 08:00:00")
    with only_writer(office.out / PULLS):
        said = _pull(office)
    assert said.returncode != 0
    assert not list(office.out.rglob(EVENTS))
    assert _pull(office).returncode == 0
    assert _ids(office) == ["A1-a", "A1-r"]


def test_a_colon_in_a_query_is_a_colon(office) -> None:
    office.add("A1", "2021-03-01 08:00:00")
    query = "SELECT case_no, registered_on, origin, unit, ':x 12:30' AS content FROM cases WHERE origin <> ':new'"
    (office.folder / "view.sql").write_text(query, encoding="utf-8")
    said = _pull(office)
    assert said.returncode == 0, said.stderr
    assert _ids(office) == ["A1-a", "A1-r"]


@pytest.mark.parametrize(("url", "code"), [("nonsense", "pull.url"), ("oracle+oracledb://x@y/z", "pull.driver")])
def test_an_address_that_leads_nowhere_is_worded(office, url: str, code: str) -> None:
    said = _pull(office, url=url)
    assert said.returncode == 1
    assert code in said.stderr


@pytest.mark.parametrize(("was", "wrote", "meant"), [("FROM cases", "FROM case_s", "cases"), ("unit", "unitt", "unit")])
def test_an_unknown_table_or_column_is_told_with_the_nearest_there_is(office, was: str, wrote: str, meant: str) -> None:
    view = office.folder / "view.sql"
    text = view.read_text(encoding="utf-8")
    assert was in text
    view.write_text(text.replace(was, wrote, 1), encoding="utf-8")
    said = _pull(office)
    assert said.returncode == 1
    assert f"是否指 `{meant}`" in said.stderr
