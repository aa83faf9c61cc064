"""Where a piece of a document stands, and the list that problems are reported into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from kaohe.rules.document.node import Node, Step, descend
from kaohe.rules.place import NOWHERE, Located, Place
from kaohe.rules.problem import Problem, problem, warning
from kaohe.rules.record import record


class Placing(Protocol):
    """What a spot needs of a loaded document: its nodes, and the places of values and keys."""

    @property
    def root(self) -> Node | None: ...

    def place(self, *path: Step) -> Place: ...

    def key(self, *path: Step) -> Place: ...


@record
class Spot:
    """A trail of keys in one document. ``spot / "points"`` is the piece under that key."""

    document: Placing
    path: tuple[Step, ...] = ()

    def __truediv__(self, step: Step) -> Spot:
        return Spot(self.document, (*self.path, step))

    @property
    def place(self) -> Place:
        """Where the reader should look: a value that is one scalar, else the key that it stands under.

        Of a piece that was left out it is the nearest piece around it that is there.
        """
        node, taken = descend(self.document.root, self.path)
        path = self.path[:taken]
        if isinstance(node, Located) or not path or isinstance(path[-1], int):
            return self.document.place(*path)
        return self.document.key(*path)

    @property
    def key(self) -> Place:
        """The key itself, where it is the key that has no business here."""
        return self.document.key(*self.path)

    def place_of(self, text: object) -> Place:
        """The exact place of a scalar, or this spot's when it was not read from a document."""
        found = text.place if isinstance(text, Located) else NOWHERE
        return self.place if found == NOWHERE else found


@dataclass(slots=True)
class Findings:
    """Problems in the order met; shown sorted by place, each once."""

    problems: list[Problem] = field(default_factory=list)

    def refuse(self, code: str, place: Place, /, *also: Place, **facts: object) -> None:
        """A mistake: the document cannot be used."""
        self.problems.append(problem(code, place, *also, **facts))

    def doubt(self, code: str, place: Place, /, *also: Place, **facts: object) -> None:
        """A warning: the document can be used, the editor should look."""
        self.problems.append(warning(code, place, *also, **facts))

    def take(self, problems: Iterable[Problem]) -> None:
        self.problems.extend(problems)

    def sorted(self) -> tuple[Problem, ...]:
        return in_order(self.problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by place, then code."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda one: one.order))


def refused(problems: Iterable[Problem]) -> bool:
    """Whether any of them stops the document from being used."""
    return any(one.severity == "problem" for one in problems)
