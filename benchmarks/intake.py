"""How fast rows become events, and in how much memory, whatever the size of the file.

    .venv/bin/python benchmarks/intake.py [rows]        five million rows unless said

The export is made here: invented case codes, two events to a row, one row in a thousand with a bad date.
Each import is a process of its own; what is printed is rows a second of the whole process, and the most
memory it ever held. A tenth of the rows is imported as well: memory that grew with the file would show.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROWS = 5_000_000
MAPPING = """\
kaohe: 1
mapping: bench
vocabulary: petition
timezone: Asia/Shanghai
file: {format: csv}
discard: [备注]
tables: {origins: {初信初访: new, 历史遗留: old}, channels: {来访: visit, 来信: letter, 网上: online, 来电: phone}}
events:
  - kind: registered
    id: {join: [编号, "=-r"]}
    at: 登记日期
    case: 编号
    fields: {origin: {column: 来源, table: origins}, channel: {column: 渠道, table: channels}, class: {value: general}}
  - kind: assigned
    id: {join: [编号, "=-a"]}
    at: 交办日期
    case: 编号
    unit: 责任单位
"""
CHILD = """\
import json, resource, sys, time
from pathlib import Path
from kaohe.engine.intake.import_rows import import_rows
from kaohe.workbench.importing import readied
mapping, file, out = map(Path, sys.argv[1:])
ready = readied(mapping)
began = time.perf_counter()
report = import_rows(ready.mapping, [file], ready.vocabulary, out)
seconds = time.perf_counter() - began
assert report.problems == (), report.problems
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"rows": report.rows, "events": report.events, "quarantined": report.quarantined,
                  "seconds": round(seconds, 2), "peak_mb": round(peak)}))
"""


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    folder = Path(tempfile.mkdtemp(prefix="kaohe-bench-"))
    try:
        (folder / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
        for size in (rows // 10, rows):
            file = folder / f"{size}.csv"
            write_export(file, size)
            told = imported(folder, file)
            assert told["rows"] == size, told
            assert told["quarantined"] == (size + 999) // 1000, told
            rate = told["rows"] / told["seconds"]
            print(
                f"{told['rows']:>11,} rows  {file.stat().st_size / 1e6:7,.0f} MB  {told['events']:>11,} events  "
                f"{told['seconds']:7.1f} s  {rate:>9,.0f} rows/s  {told['peak_mb']:,} MB at most"
            )
            file.unlink()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_export(path: Path, rows: int) -> None:
    """An export of that many rows, written piece by piece."""
    days = [(date(2021, 1, 1) + timedelta(days=number)).isoformat() for number in range(365)]
    origins, channels = ("初信初访", "历史遗留"), ("来访", "来信", "网上", "来电")
    with path.open("w", encoding="utf-8") as file:
        file.write("编号,来源,渠道,登记日期,交办日期,责任单位,备注\n")
        for start in range(0, rows, 10_000):
            lines = []
            for number in range(start, min(start + 10_000, rows)):
                day = "2021-13-01" if number % 1000 == 0 else days[number * 7 % 360]
                later = days[number * 7 % 360 + 5]
                lines.append(
                    f"A{number:08d},{origins[number % 2]},{channels[number % 4]},{day},{later},u{number % 97:02d},不读\n"
                )
            file.writelines(lines)


def imported(folder: Path, file: Path) -> dict[str, float]:
    """What one process says of its import of ``file``."""
    began = time.perf_counter()
    script = folder / "child.py"  # run from a file: DuckDB draws progress bars where Python looks interactive
    script.write_text(CHILD, encoding="utf-8")
    command = [sys.executable, str(script), str(folder / "mapping.yaml"), str(file), str(folder / file.stem)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    told: dict[str, float] = json.loads(said)
    told["process"] = time.perf_counter() - began
    return told


if __name__ == "__main__":
    main()
