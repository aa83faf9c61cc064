"""Invented personal data, planted wherever data and documents have room: no byte written or printed repeats it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from urllib.parse import quote

import pyarrow.parquet as pq
import pytest

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
BODY = "00000019900307001"  # no place has the code 000000


def identity(body: str) -> str:
    return body + "10X98765432"[sum(int(one) * weight for one, weight in zip(body, WEIGHTS, strict=True)) % 11]


CANARIES = {
    "identity card": identity("9" + BODY[1:]), "mobile": "13800138000", "plate": "晋A12345", "mail": "nobody@example.org",
}  # fmt: skip


def seen(folder: Path, canary: str) -> list[str]:
    """Files below ``folder`` that hold the canary, plainly, escaped, or packed in Parquet."""
    forms = {canary, quote(canary), quote(canary.upper()), json.dumps(canary)[1:-1]}
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes().decode("utf-8", "replace") + path.name
            if path.suffix == ".parquet":
                table = pq.read_table(path)
                content += repr(table.to_pydict()) + repr(table.schema.metadata)
            found += [path.name for form in forms if form in content]
    return found


def told_by(kaohe, folder: Path, office: Path, events: Path) -> str:
    """All that a run and its pages print."""
    run = folder / "run"
    told = [kaohe("run", "--policy", office, "--events", events, "--roster", office / "roster.yaml", "--out", run)]
    if run.exists():
        told += [kaohe("card", "north", "--run", run, "--all"), kaohe("why", "overdue", "--run", run)]
    return "".join(one.all for one in told)


@pytest.mark.parametrize("kind", CANARIES)
def test_no_column_of_an_export_lets_a_person_through(kind: str, office: Path, kaohe, tmp_path: Path) -> None:
    canary = CANARIES[kind]
    rows = list(csv.reader(io.StringIO((office / "export.csv").read_text(encoding="utf-8"))))
    for row, column in enumerate(range(len(rows[0])), start=1):
        rows[min(row, len(rows) - 2)][column] = canary
    export, out = tmp_path / "planted.csv", tmp_path / "out"
    with export.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    done = kaohe("import", export, "--mapping", office / "mapping.yaml", "--out", out / "events")
    assert done.code == ("采用 0，" in done.all), done.all  # where no row is taken, the import has failed
    assert canary not in done.all + told_by(kaohe, out, office, out / "events")
    assert len(list(out.rglob("*.parquet"))) > 3, "there are results to look at"
    assert seen(out, canary) == []


@pytest.mark.parametrize("kind", CANARIES)
def test_no_field_of_an_event_file_lets_a_person_through(kind: str, office: Path, kaohe, tmp_path: Path) -> None:
    canary = CANARIES[kind]
    event = {"id": "e", "kind": "assigned", "at": "2021-03-02", "case": "A1", "unit": "north"}
    names = ("id", "kind", "at", "case", "unit", "leader", "recorded_at", "seq", "amends", "voids")
    planted = [event | {"id": f"e{number}", name: canary} for number, name in enumerate(names)]
    for number, rows in enumerate((planted, [event | {canary: "x"}], [event | {"case": f"A-{canary}-1"}])):
        out = tmp_path / f"out{number}"
        out.mkdir()
        events = tmp_path / f"{number}.jsonl"
        events.write_text("\n".join(map(json.dumps, rows)) + "\n{" + canary, encoding="utf-8")
        told = told_by(kaohe, out, office, events)
        assert "intake." in told
        assert canary not in told
        assert seen(out, canary) == []


@pytest.mark.parametrize("kind", CANARIES)
@pytest.mark.parametrize(
    ("document", "where"),
    [("roster.yaml", "城北街道"), ("roster.yaml", "L01"), ("roster.yaml", "example"), ("mapping.yaml", "general"),
     ("mapping.yaml", "example-export"), ("policy.yaml", "policy: example"), ("cases.yaml", "cases: example")],
)  # fmt: skip
def test_a_fault_on_a_line_with_a_person_does_not_show_the_person(
    kind: str, document: str, where: str, office: Path, kaohe, tmp_path: Path
) -> None:
    canary = CANARIES[kind]
    path = office / document
    text = path.read_text(encoding="utf-8")
    assert where in text
    head = where.partition(": ")[0] + ": " if ": " in where else ""
    path.write_text(text.replace(where, f'{head}"{canary}"'), encoding="utf-8")
    out = tmp_path / "out"
    done = kaohe("import", office / "export.csv", "--mapping", office / "mapping.yaml", "--out", out / "events")
    told = [done, kaohe("check", path), kaohe("check", path, "--format", "json"), kaohe("test", office)]
    assert canary not in "".join(one.all for one in told) + told_by(kaohe, out, office, out / "events")
    assert seen(out, canary) == []
    assert max(one.code for one in told) == 1


def test_red_words_cannot_be_declared(kaohe, tmp_path: Path) -> None:
    words = ("name", "id_card", "phone", "address", "plate", "姓名", "upward_visit", "进京")
    for word in words:
        (tmp_path / "vocabulary.yaml").write_text(
            "kaohe: 1\nvocabulary: red\ntitle: 词\nopens: lent\nkinds:\n"
            f"  lent: {{title: 借出, about: case, at: date, fields: {{{word}: {{title: 甲, type: code}}}}}}\n",
            encoding="utf-8",
        )
        assert kaohe("check", tmp_path / "vocabulary.yaml").code == 1, word
