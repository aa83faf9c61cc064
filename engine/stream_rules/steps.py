"""One case, unit or leader as it happened: event by event, what was asked and which rules fired.

    event ──fold──► facts ──durable-rules, in this process──► fired
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kaohe.engine.event import Event
from kaohe.engine.meaning.position import at_event
from kaohe.engine.meaning.world import World
from kaohe.engine.stream import Stream
from kaohe.engine.stream_rules.keeper import InProcess
from kaohe.engine.stream_rules.matcher import Matcher
from kaohe.engine.stream_rules.questions import Question, book_of
from kaohe.rules.policy import ANY


@dataclass(frozen=True, slots=True)
class Step:
    """One event. ``asked`` and ``fired`` name rules by what they are and whose: ``("on", "second-report")``,
    ``("start", "finish")``, ``("state begins", "suspended")``, ``("gate", "closing.evidence")``.

    ``facts`` counts the facts posted for it, ``place`` is its place in the stream. Conditions that look at a
    clock's start, or at an end, are no rules at events and not among them.
    """

    place: int
    event: Event
    facts: int
    asked: tuple[tuple[str, str], ...]
    fired: tuple[tuple[str, str], ...]


def steps(world: World, stream: Stream) -> Iterator[Step]:
    """The events of a stream of ``world``, in order. Needs durable-rules (``engines.is_installed``)."""
    book = book_of(world.policy)
    matcher = Matcher(book, InProcess(book))
    judged = replace(world, judge=matcher, memory={})
    tables = [book.at_events(depth) for depth in book.depths]
    for place, event in enumerate(stream.events):
        posted, asked, fired = 0, list[Question](), list[Question]()
        for table in tables:
            for ruleset, questions in (*table.get(event.kind, ()), *table.get(ANY[0], ())):
                told = matcher.judged_now(at_event(judged, stream, place), ruleset, questions)
                posted += bool(told)
                asked += [each for each, _ in told]
                fired += [each for each, holds in told if holds]
        yield Step(place, event, posted, _named(asked), _named(fired))


def _named(questions: list[Question]) -> tuple[tuple[str, str], ...]:
    """Conditions inside history functions are nobody's own and not named."""
    numbered = sorted(questions, key=lambda each: each.number)
    return tuple(dict.fromkeys(each.about for each in numbered if each.about[0] != "inside"))
