"""The picture of the house is true: imports go one way, rooms stay small, names are whole."""

from __future__ import annotations

import ast
import re
import statistics
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("policies", "rules", "engine", "scoring", "workbench", "reports", "commands", "cli")
"""From the ground up: a floor imports itself and what lies below it."""
ROOMS = ("rules", "engine", "scoring", "workbench", "reports", "commands")


def _modules() -> list[Path]:
    rooms = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return [*rooms, ROOT / "cli.py", ROOT / "__init__.py"]


@cache
def _parsed(path: Path) -> ast.Module:
    """A file is parsed once, however many questions are asked of it."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _imports(path: Path) -> tuple[str, ...]:
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(_parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


def _floor(path: Path) -> int:
    name = path.relative_to(ROOT).parts[0].removesuffix(".py")
    return len(FLOORS) if name == "__init__" else FLOORS.index(name)


def test_imports_go_one_way() -> None:
    upward, edges = [], 0
    for path in _modules():
        for name in _imports(path):
            parts = name.split(".")
            if parts[0] != "kaohe" or len(parts) < 2 or parts[1] not in FLOORS:
                continue
            edges += 1
            if FLOORS.index(parts[1]) > _floor(path):
                upward.append(f"{path.relative_to(ROOT)} imports {name}")
    assert edges > 150, f"only {edges} imports of ours found: is this test looking at the house?"
    assert upward == []


MEANING_IS_RECURSIVE = ("kaohe.engine.meaning.gates", "kaohe.engine.meaning.states")
"""A condition may name a gate or a state, and these are made of conditions: ``evaluate`` and they go together."""


def test_no_files_import_each_other_in_a_circle() -> None:
    modules = {_module(path): path for path in _modules()}
    graph = {name: _needed(path, modules) for name, path in modules.items()}
    graph["kaohe.engine.meaning.evaluate"] -= set(MEANING_IS_RECURSIVE)
    assert sum(map(len, graph.values())) > 500
    assert len(list(TopologicalSorter(graph).static_order())) == len(modules)


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(("kaohe", *parts)).removesuffix(".__init__")


def _needed(path: Path, modules: dict[str, Path]) -> set[str]:
    """Modules of ours that a file needs when it is imported (not inside functions, not for types only)."""
    needed: set[str] = set()
    for node in _parsed(path).body:
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            inner = {f"{node.module}.{alias.name}" for alias in node.names} & modules.keys()
            needed |= inner or ({node.module} & modules.keys())
    return needed - {_module(path)}


@pytest.mark.parametrize("where", ["code", "tests"])
def test_rooms_are_never_imported_by_their_bare_name(where: str) -> None:
    paths = _modules() if where == "code" else sorted((ROOT / "tests").rglob("*.py"))
    bare = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in paths
        for name in _imports(path)
        if name.split(".")[0] in (*ROOMS, "policies", "cli")
    ]
    assert len(paths) > 20
    assert bare == []


def test_only_the_command_line_prints_exits_or_reads_the_environment() -> None:
    found = []
    modules = [path for path in _modules() if path.name != "cli.py"]
    for path in modules:
        for node in ast.walk(_parsed(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                if node.func.id in ("print", "exit", "input"):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.func.id}")
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                name = f"{node.value.id}.{node.attr}"
                if name in ("os.environ", "os.getenv", "sys.exit", "datetime.now", "date.today", "time.time"):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno} {name}")
    assert len(modules) > 50
    assert found == []


def test_files_and_functions_stay_small() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in _modules()}
    long_files = {str(p.relative_to(ROOT)): n for p, n in lengths.items() if n > 400}
    bodies: list[int] = []
    long_functions = []
    for path in _modules():
        for node in ast.walk(_parsed(path)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                assert node.end_lineno is not None
                size = node.end_lineno - node.body[0].lineno + 1
                bodies.append(size)
                if size > 50:
                    long_functions.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} {size}")
    assert len(bodies) > 500
    assert long_files == {}
    assert long_functions == []
    assert statistics.median(lengths.values()) <= 160
    assert statistics.median(bodies) <= 8
    assert statistics.quantiles(bodies, n=10)[-1] <= 22


def test_the_package_list_names_every_room() -> None:
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    there = {
        ".".join(("kaohe", *path.parent.relative_to(ROOT).parts))
        for top in (*ROOMS, "policies")
        for path in (ROOT / top).rglob("__init__.py")
    }
    assert listed == there | {"kaohe"}


THIRD_PARTY_ROOMS = {
    "yaml": ("rules/document/",),
    "pydantic": ("rules/document/", "rules/schema.py"),
    "pydantic_core": ("rules/document/",),
    "lark": ("rules/expression/",),
    "typer": ("cli.py", "commands/", "reports/command_line.py"),
    "tabulate": ("reports/",),
    "pyarrow": ("engine/", "scoring/cards_file.py", "workbench/sample/"),
    "numpy": ("engine/", "workbench/sample/"),
    "duckdb": ("engine/intake/",),
    "tzdata": ("rules/clock.py",),
    "wcwidth": ("rules/say.py", "reports/"),
    "icalendar": ("reports/due_files.py",),
    "sqlalchemy": ("engine/pull/database.py", "engine/pull/pull.py"),
    "durable": (),
    "pyspark": ("engine/batch/spark/",),
    "py4j": ("engine/batch/spark/session.py",),
    "durable_rules_engine": ("engine/stream_rules/durable.py",),
    "docx": ("reports/scheme/word.py", "reports/notice/"),
    "docxtpl": ("reports/notice/render.py",),
    "lxml": ("reports/notice/",),
    "python_calamine": ("engine/intake/", "engine/office/sheets.py"),
    "jinja2": ("reports/pages/paper.py", "reports/notice/render.py"),
    "markupsafe": ("reports/pages/paper.py", "reports/notice/text.py"),
    "xlsxwriter": ("engine/office/book_writer.py", "reports/unit_sheets/", "reports/workbook/"),
}


@pytest.mark.parametrize("package", sorted(THIRD_PARTY_ROOMS))
def test_a_third_party_package_lives_in_its_room(package: str) -> None:
    users = {
        str(path.relative_to(ROOT))
        for path in _modules()
        if any(name.split(".")[0] == package for name in _imports(path))
    }
    strays = {user for user in users if not user.startswith(THIRD_PARTY_ROOMS[package])}
    assert strays == set()


def test_no_third_party_package_is_used_without_a_room() -> None:
    used = {name.split(".")[0] for path in _modules() for name in _imports(path)}
    foreign = used - set(sys.stdlib_module_names) - {"kaohe"}
    assert len(foreign) > 12
    assert foreign - set(THIRD_PARTY_ROOMS) == set()


def rooms_and_their_files() -> dict[str, list[str]]:
    """Every package of the project with the names of the modules and rooms in it."""
    rooms = {init.parent: init for room in ROOMS for init in (ROOT / room).rglob("__init__.py")}
    return {
        str(room.relative_to(ROOT)): sorted(
            [file.stem for file in room.glob("*.py") if file.stem != "__init__"]
            + [inner.name for inner in rooms if inner.parent == room]
        )
        for room in rooms
    }


@pytest.mark.parametrize("room", sorted(rooms_and_their_files()))
def test_the_first_page_of_a_room_names_every_file_in_it(room: str) -> None:
    page = (ROOT / room / "__init__.py").read_text(encoding="utf-8")
    families = re.findall(r"\b(\w+_)\*", page)
    unnamed = [
        name
        for name in rooms_and_their_files()[room]
        if not re.search(rf"\b{name}\b", page) and not name.startswith(tuple(families))
    ]
    assert not unnamed


def test_the_page_about_the_house_names_every_room() -> None:
    """Each package inside a floor stands, as `name/`, in that floor's row of the table."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").splitlines()
    rows = {line.split("`")[1].rstrip("/"): line for line in page if line.startswith("| `")}
    inside = [path.parent.relative_to(ROOT) for top in ROOMS for path in (ROOT / top).rglob("__init__.py")]
    rooms = [room for room in inside if len(room.parts) > 1]
    assert len(rooms) > 20
    assert [str(room) for room in rooms if f"`{'/'.join(room.parts[1:])}/`" not in rows[room.parts[0]]] == []


def test_nothing_names_a_registry_or_a_machine() -> None:
    """Neither a package registry's host nor a path of anyone's machine stands in the project."""
    import re
    import subprocess

    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    hosts = re.compile(r"https?://[a-z0-9.-]*(py[p]i|python[h]osted|np[m]js|deb[i]an)|/ho[m]e/\w|/r[o]ot/|/t[m]p/")
    looked, found = 0, []
    for name in listed.decode().split("\0"):
        path = ROOT / name
        if path.suffix in {".py", ".md", ".yaml", ".toml", ".txt", ".sh", ".html", ".json"} or name == "Makefile":
            looked += 1
            found += [name for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if hosts.search(line)]
    assert looked > 50
    assert found == []
