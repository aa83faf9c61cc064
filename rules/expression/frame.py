"""What the checker knows while it reads one expression, and how it reports what is wrong.

A ``Frame`` is a position's scope plus what the surrounding text has established: which optional
values are known to be there, and whether a missing value would be welcome here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from itertools import count

from kaohe.rules.expression.parse import place_in
from kaohe.rules.expression.scope import Scope
from kaohe.rules.expression.show import show
from kaohe.rules.expression.syntax import Binary, Call, Stretch, Syntax
from kaohe.rules.expression.tree import Tree, Type
from kaohe.rules.nearest import nearest as nearest_name
from kaohe.rules.place import Place
from kaohe.rules.problem import Problem, problem, warning
from kaohe.rules.record import record

Guards = frozenset[Syntax]
NOTHING: Guards = frozenset()
FEW = 8
"""So many declared names are told when none is near."""
_REPLACEMENT = {"number": "0", "bool": "false", "date": "as_of"}
"""What ``default`` is shown with in the rewrite, by type; other types get ``"…"``."""


@record
class Frame:
    """``guards`` are known to be there; ``lenient``: a missing value is welcome here; ``around`` is
    the nearest enclosing comparison (for the rewrite); ``conjunct``: at the top of a history
    function's condition, where ``this.f`` may stand; ``trail`` the defines being opened; ``uses``
    where they are used; ``opened`` counts them.
    """

    scope: Scope
    text: str
    readers: Mapping[type, Callable[..., Tree | None]]
    problems: list[Problem] = field(default_factory=list)
    guards: Guards = NOTHING
    lenient: bool = False
    around: Syntax | None = None
    conjunct: bool = False
    trail: tuple[str, ...] = ()
    uses: tuple[Place, ...] = ()
    opened: count[int] = field(default_factory=count)

    def read(self, syntax: Syntax) -> Tree | None:
        """The typed tree; None when its type cannot be told (which has then been reported).

        A value that may be missing is reported unless it is guarded or welcome here.
        """
        known = bool(self.guards) and syntax in self.guards
        tree: Tree | None = self.readers[type(syntax)](syntax, self.asking() if known else self)
        if tree is None or not tree.type.optional or (self.lenient and not known):
            return tree
        if not known:
            self._unguarded(syntax, tree)
        return present(tree)

    # --- frames made from this one --------------------------------------------------------------

    def asking(self) -> Frame:
        """Here a missing value is welcome (under ``has``, ``default``, before a ``.``)."""
        if self.lenient and not self.conjunct:
            return self
        return replace(self, lenient=True, conjunct=False)

    def strict(self, around: Syntax | None = None) -> Frame:
        """Here values must be there."""
        if not (self.lenient or self.conjunct or around):
            return self
        return replace(self, lenient=False, conjunct=False, around=around or self.around)

    def knowing(self, guards: Guards) -> Frame:
        return self if guards <= self.guards else replace(self, guards=self.guards | guards)

    def plain(self) -> Frame:
        """An operand: as lenient as its surroundings, but no place for ``this.f``."""
        return replace(self, conjunct=False) if self.conjunct else self

    # --- reporting ------------------------------------------------------------------------------

    def place(self, span: Stretch) -> Place:
        return place_in(self.text, span)

    def report(self, code: str, span: Stretch, /, **facts: object) -> None:
        self.problems.append(problem(f"expression.{code}", self.place(span), *self.uses, **facts))

    def doubt(self, code: str, span: Stretch, /, **facts: object) -> None:
        self.problems.append(warning(f"expression.{code}", self.place(span), *self.uses, **facts))

    def unknown(self, code: str, span: Stretch, found: str, names: Iterable[str], **facts: object) -> None:
        """An undeclared name, with the nearest declared one; with all of them if they are few."""
        declared = tuple(sorted(dict.fromkeys(names)))
        near = nearest(found, declared)
        known = "" if near["near"] or len(declared) > FEW else ", ".join(declared)
        self.report(code, span, found=found, known=known, **near, **facts)

    def last(self, name: str, span: Stretch) -> Stretch:
        """The stretch of ``name`` where it ends ``span`` (but for brackets): ``of.name``."""
        start = self.text.rfind(name, *span)
        return (start, start + len(name)) if start >= 0 else span

    def first(self, name: str, span: Stretch) -> Stretch:
        """The stretch of ``name`` where it begins ``span`` (but for brackets): ``name(…)``."""
        start = self.text.find(name, *span)
        return (start, start + len(name)) if start >= 0 else span

    def _unguarded(self, syntax: Syntax, tree: Tree) -> None:
        self.report(
            "unguarded", syntax.span, found=show(syntax), rewrite=_rewrite(syntax, tree.type, self.around)
        )


def present(tree: Tree) -> Tree:
    """The same node, known to be there."""
    return replace(tree, type=replace(tree.type, optional=False))


def nearest(found: str, names: Iterable[str]) -> dict[str, str]:
    """The fact ``near``: the nearest of ``names``, empty when none is near."""
    return {"near": nearest_name(found, dict.fromkeys(names))}


def term(type_: Type | str) -> str:
    """The glossary's term for a type."""
    name = type_ if isinstance(type_, str) else type_.name
    return _TERMS.get(name.rstrip("?*"), name.rstrip("?*"))


_TERMS = {"bool": "condition", "enum": "option", "text": "code"}


def _rewrite(syntax: Syntax, type_: Type, around: Syntax | None) -> str:
    """How the expression would be guarded: the comparison around it, or a default."""
    if around is not None and type_.name != "bool":
        return show(Binary("&&", Call("has", (syntax,)), around))
    return f"default({show(syntax)}, {_REPLACEMENT.get(type_.name, '…')})"


__all__ = ["NOTHING", "Frame", "Guards", "nearest", "present", "term"]
