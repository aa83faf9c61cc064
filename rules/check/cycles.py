"""Cycles among names that are defined by each other, with every hop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

Graph = Mapping[str, tuple[str, ...]]


def ordered(graph: Graph) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Names with what they need first, and the cycles found.

    A cycle is written from its first name (in document order) back to it: ``(a, b, a)``. Names on a
    cycle are left out of the order; names that only lead to one are kept.
    """
    cycles = tuple(dict.fromkeys(_cycles(graph)))
    looped = {name for cycle in cycles for name in cycle}
    done: dict[str, None] = {}
    for name in graph:
        _place(name, graph, looped, done)
    return tuple(done), cycles


def _place(name: str, graph: Graph, looped: set[str], done: dict[str, None]) -> None:
    if name in done or name in looped or name not in graph:
        return
    for needed in graph[name]:
        _place(needed, graph, looped, done)
    done[name] = None


def _cycles(graph: Graph) -> Iterator[tuple[str, ...]]:
    order = {name: place for place, name in enumerate(graph)}
    finished: set[str] = set()
    for start in graph:
        yield from _from(start, graph, [], finished, order)


def _from(
    name: str, graph: Graph, trail: list[str], finished: set[str], order: Mapping[str, int]
) -> Iterator[tuple[str, ...]]:
    if name in trail:
        loop = trail[trail.index(name) :]
        first = loop.index(min(loop, key=lambda one: order[one]))
        yield (*loop[first:], *loop[:first], loop[first])
        return
    if name in finished or name not in graph:
        return
    trail.append(name)
    for needed in graph[name]:
        yield from _from(needed, graph, trail, finished, order)
    trail.pop()
    finished.add(name)


def hops(cycle: tuple[str, ...]) -> str:
    """A cycle as readers see it: ``a → b → a``."""
    return " → ".join(cycle)
