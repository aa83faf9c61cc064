"""A test that cannot fail is none: each asserts, none asserts what is always so, loops over nothing or swallows what it should find."""

from __future__ import annotations

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parent
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def _files() -> dict[str, ast.Module]:
    paths = sorted(TESTS.rglob("*.py"))
    return {str(path.relative_to(TESTS)): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def _functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _tests() -> Iterator[tuple[str, Function]]:
    for file, tree in _files().items():
        yield from ((f"{file}:{node.lineno} {node.name}", node) for node in _functions(tree) if node.name.startswith("test_"))


def test_there_are_tests_to_look_at() -> None:
    assert len(_files()) > 200
    assert len(list(_tests())) > 1500


# --- each asserts --------------------------------------------------------------------------------------


def _called(node: ast.AST) -> str | None:
    """The name of what is called, or of a fixture that is asked for."""
    if isinstance(node, ast.arg):
        return node.arg
    if not isinstance(node, ast.Call):
        return None
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)


def _looks(node: ast.AST) -> bool:
    """Whether something fails here when it is not as it should be."""
    return isinstance(node, ast.Assert | ast.Raise) or _called(node) in ("raises", "fail", "warns")


@cache
def _asserting() -> frozenset[str]:
    """The names of functions of the tests that assert, themselves or through others."""
    calls: dict[str, set[str]] = defaultdict(set)
    found: set[str] = set()
    for tree in _files().values():
        for function in _functions(tree):
            inside = [node for node in ast.walk(function) if node is not function]
            calls[function.name] |= {name for node in inside if (name := _called(node)) is not None}
            if any(map(_looks, inside)):
                found.add(function.name)
    while fresh := {name for name, names in calls.items() if name not in found and names & found}:
        found |= fresh
    return frozenset(found)


def test_every_test_asserts_something() -> None:
    assert len(_asserting()) > 1500
    assert [where for where, function in _tests() if function.name not in _asserting()] == []


# --- nothing that is always so --------------------------------------------------------------------------


def _always(test: ast.expr) -> bool:
    """Whether a condition holds whatever the program does: a text, a tuple, a number, or one of these after ``or``."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        return any(map(_always, test.values))
    if isinstance(test, ast.Tuple | ast.List):
        return bool(test.elts)
    return isinstance(test, ast.JoinedStr | ast.Lambda | ast.GeneratorExp) or (isinstance(test, ast.Constant) and bool(test.value))


def test_no_assertion_holds_by_itself() -> None:
    found = [(file, node) for file, tree in _files().items() for node in ast.walk(tree) if isinstance(node, ast.Assert)]
    assert len(found) > 3000
    assert [f"{file}:{node.lineno}" for file, node in found if _always(node.test)] == []


def test_nothing_is_swallowed_whatever_it_is() -> None:
    """``except Exception: pass`` would swallow the failure too; what is expected is named."""
    found = [(file, node) for file, tree in _files().items() for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    assert len(found) > 10
    silent = [(file, node) for file, node in found if all(isinstance(each, ast.Pass | ast.Continue) for each in node.body)]
    broad = ("Exception", "BaseException")
    assert [f"{file}:{node.lineno}" for file, node in silent if node.type is None or getattr(node.type, "id", "") in broad] == []


def test_no_test_is_expected_to_fail_and_every_skip_says_why() -> None:
    marks = [(file, node) for file, tree in _files().items() for node in ast.walk(tree) if _called(node) in ("skip", "skipif", "xfail", "importorskip")]
    calls = [(file, node) for file, node in marks if isinstance(node, ast.Call)]
    assert len(calls) > 20
    assert [f"{file}:{node.lineno}" for file, node in calls if _called(node) == "xfail" or not _reason(node)] == []


def _reason(call: ast.Call) -> bool:
    given = [*call.args[:1], *(each.value for each in call.keywords if each.arg == "reason")]
    if _called(call) in ("skipif", "importorskip"):
        given = given[1:] if call.args else given
    return any(isinstance(each, ast.JoinedStr) or (isinstance(each, ast.Constant) and bool(each.value)) for each in given)


def test_a_table_of_cases_that_is_empty_is_an_error() -> None:
    """``parametrize`` over nothing would be a skip."""
    settings = tomllib.loads((TESTS.parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["tool"]["pytest"]["ini_options"]["empty_parameter_set_mark"] == "fail_at_collect"


# --- loops that may run over nothing ---------------------------------------------------------------------

_KEEP_LENGTH = ("enumerate", "zip", "sorted", "reversed", "product", "range", "items", "values", "keys", "permutations", "pairwise", "map", "list", "tuple", "set")


def _is_written(node: ast.AST | None, known: dict[str, ast.AST]) -> bool:
    """Whether it stands in the file what is gone through: a display with something in it, or made of one."""
    if isinstance(node, ast.Name):
        return node.id.isupper() or (node.id in known and _is_written(known[node.id], {k: v for k, v in known.items() if k != node.id}))
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return any(not isinstance(each, ast.Starred) or _is_written(each.value, known) for each in node.elts)
    if isinstance(node, ast.Dict):
        return bool(node.keys)
    if isinstance(node, ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp):
        return all(_is_written(each.iter, known) and not each.ifs for each in node.generators)
    if isinstance(node, ast.Call) and _called(node) in _KEEP_LENGTH:
        inner = node.func.value if isinstance(node.func, ast.Attribute) and not node.args else None
        return _is_written(inner, known) if inner is not None else all(_is_written(each, known) for each in node.args)
    if isinstance(node, ast.BinOp):
        return _is_written(node.left, known) or _is_written(node.right, known)
    return isinstance(node, ast.Constant) and bool(node.value)


def _of_nothing(test: ast.expr, known: dict[str, ast.AST]) -> bool:
    """Whether an assertion would hold if there were nothing to go through: ``all(…)``, ``not […]``, ``[…] == []``, ``{…} <= wanted``."""
    if isinstance(test, ast.BoolOp):
        return isinstance(test.op, ast.And) and all(_of_nothing(each, known) for each in test.values)
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        left, right = test.left, test.comparators[0]
        if isinstance(test.ops[0], ast.LtE):
            return _gone_through(left, known)
        return isinstance(test.ops[0], ast.Eq) and any(_is_empty(one) and _gone_through(other, known) for one, other in ((left, right), (right, left)))
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return _gone_through(test.operand, known)
    return _called(test) == "all" and _gone_through(test, known)


def _is_empty(node: ast.expr) -> bool:
    if isinstance(node, ast.List | ast.Tuple):
        return not node.elts
    return (isinstance(node, ast.Dict) and not node.keys) or (isinstance(node, ast.Call) and _called(node) in ("set", "frozenset") and not node.args)


def _gone_through(node: ast.expr, known: dict[str, ast.AST]) -> bool:
    """Whether it is made of what may be nothing, item by item."""
    if isinstance(node, ast.Call) and _called(node) in ("all", "any", "list", "tuple", "set", "frozenset", "sorted") and node.args:
        return _gone_through(node.args[0], known)
    made = isinstance(node, ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp)
    return made and not all(_is_written(each.iter, known) for each in node.generators)  # type: ignore[attr-defined]


def _sure(body: list[ast.stmt], known: dict[str, ast.AST]) -> bool:
    """Whether an assertion is met for sure: outside of any loop or in one over what is written, and in both branches of a condition."""
    for node in body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            known = {**known, node.targets[0].id: node.value}
        if isinstance(node, ast.For):
            if _is_written(node.iter, known) and _sure(node.body, known):
                return True
        elif isinstance(node, ast.If):
            if _sure(node.body, known) and _sure(node.orelse, known):
                return True
        elif isinstance(node, ast.With | ast.Try | ast.While | ast.FunctionDef | ast.Match):
            inner = [each for name in ("body", "orelse", "finalbody", "handlers", "cases") for each in getattr(node, name, [])]
            inner = [each for one in inner for each in (one.body if isinstance(one, ast.ExceptHandler | ast.match_case) else [one])]
            if _sure(inner, known) or (isinstance(node, ast.With) and any(_meets(each.context_expr, known) for each in node.items)):
                return True
        elif _meets(node, known):
            return True
    return False


def _meets(node: ast.AST, known: dict[str, ast.AST]) -> bool:
    """An assertion, or a call of what asserts; one that holds of nothing is none."""
    if isinstance(node, ast.Assert):
        return not _of_nothing(node.test, known)
    return any(_looks(each) or _called(each) in _asserting() for each in ast.walk(node) if not isinstance(each, ast.arg))


def test_no_test_asserts_only_in_loops_that_may_run_over_nothing() -> None:
    """Besides, how much was looked at has to be asserted, or what is gone through stands in the file."""
    given = {where for where, function in _tests() if any(_called(each) == "given" for each in function.decorator_list)}
    constants = {file: {node.targets[0].id: node.value for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)}
                 for file, tree in _files().items()}  # fmt: skip
    unsure = [where for where, function in _tests() if where not in given and not _sure(function.body, constants[where.partition(":")[0]])]
    assert unsure == []
