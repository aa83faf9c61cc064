"""Who judges conditions in a run on durable-rules: facts go out, firings come back and are remembered.

    foresee     every event of every scored stream, in order, one fact for each ruleset that asks there
    holds       what fired there; a tick for any other position; equal ticks are judged once

A stream whose facts, posted alone, two workers do not survive is lost: ``lost`` says how, and its conditions raise
``StreamLost``.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kaohe.engine.meaning import evaluate
from kaohe.engine.meaning.position import Position, at_event, is_of
from kaohe.engine.meaning.unscored import OutOfBounds
from kaohe.engine.meaning.world import World
from kaohe.engine.progress import Progress, told_of
from kaohe.engine.stream import Stream
from kaohe.engine.stream_rules.carried import Fact
from kaohe.engine.stream_rules.condition import Use
from kaohe.engine.stream_rules.keeper import Fired, Line, Lost, Poster
from kaohe.engine.stream_rules.questions import EVERY, Book, Condition, Question
from kaohe.engine.stream_rules.recall import Recall
from kaohe.rules.calendar import UnknownYear
from kaohe.rules.policy import ANY, At
from kaohe.rules.value import Value
from kaohe.rules.vocabulary import SubjectKind

FRAME = 256
"""Facts sent at a time: small enough for a pipe to hold, so neither process waits for the other."""
MOST_TICKS = 200_000
"""Ticks whose answers are kept."""
KINDS: tuple[SubjectKind, ...] = ("case", "unit", "leader")
StreamKey = tuple[SubjectKind, str]


class StreamLost(Exception):  # noqa: N818 - the rules engine's fault, told as a problem
    """No worker survived a fact of this stream."""

    def __init__(self, stream: Stream, how: str) -> None:
        super().__init__(f"{stream.kind} {stream.id}: {how}")
        self.stream, self.how = (stream.kind, stream.id), how


@dataclass(frozen=True, slots=True)
class Posted:
    """A fact on its way: where it was made, and what is asked of it."""

    line: Line
    position: Position
    asked: tuple[Question, ...]


class Matcher:
    """The judge of one run (``world.Judge``). ``facts`` counts those posted, ``ticks`` those of them."""

    def __init__(self, book: Book, poster: Poster) -> None:
        self.book, self.poster = book, poster
        self.recall = Recall(self.holds)
        self.lost: dict[StreamKey, str] = {}
        self.facts = self.ticks = 0
        self._verdicts: list[dict[object, bool]] = [{} for _ in book.questions]
        self._places: list[dict[StreamKey, list[int]]] = [defaultdict(list) for _ in book.questions]
        self._ticked: dict[str, bool] = {}
        self._waiting: list[Sequence[Posted]] = []

    # --- beforehand ---------------------------------------------------------------------------------

    def steps(self, world: World) -> int:
        """Into how many steps ``foresee`` is counted: streams, once for each depth."""
        return sum(len(world.scored(kind)) for kind in KINDS) * len(self.book.depths)

    def foresee(self, world: World, progress: Progress | None = None) -> None:
        """Posts the facts of every event, shallow questions first."""
        streams = [stream for kind in KINDS for stream in world.scored(kind)]
        walk = told_of([(depth, stream) for depth in self.book.depths for stream in streams], progress)
        for depth, streams_of_it in groupby(walk, key=lambda step: step[0]):
            asked = self.book.at_events(depth)
            for frame in _frames(fact for _, stream in streams_of_it for fact in self.facts_of(world, stream, asked)):
                self._send(frame)
            self._receive_all()

    def facts_of(
        self, world: World, stream: Stream, asked: Mapping[str, tuple[tuple[int, tuple[Question, ...]], ...]]
    ) -> Iterator[Posted]:
        """The facts of a stream's events, in order; events that nobody asks about have none."""
        key = (stream.kind, stream.id)
        for place, event in enumerate(stream.events):
            for ruleset, questions in (*asked.get(event.kind, ()), *asked.get(ANY[0], ())):
                if key in self.lost:
                    return
                try:
                    posted = self.fact_at(at_event(world, stream, place), ruleset, questions)
                except StreamLost as lost:
                    self.lost[lost.stream] = lost.how
                    return
                if posted is not None:
                    yield posted

    def judged_now(
        self, position: Position, ruleset: int, questions: Iterable[Question]
    ) -> tuple[tuple[Question, bool], ...]:
        """Posts the event's fact for one ruleset at once: each question asked, and whether it fired."""
        posted = self.fact_at(position, ruleset, questions)
        if posted is None:
            return ()
        self.facts += 1
        fired = self._judged([posted.line])
        self._note([posted], fired)
        return tuple((each, each.number in fired[0]) for each in posted.asked)

    def fact_at(self, position: Position, ruleset: int, questions: Iterable[Question]) -> Posted | None:
        """The event as a fact for one ruleset. A question a field of which cannot be told is not asked now."""
        assert position.event is not None
        fact: Fact = {"id": "1", "sid": "1", "k": position.event.kind, EVERY: 1}
        done: dict[str, bool] = {}
        asked = []
        for each in questions:
            if self._are_put(fact, each.rule.uses, position, done):
                asked.append(each)
            else:
                self._mark(each, position)
        line = Line(ruleset, json.dumps(fact, ensure_ascii=False))
        return Posted(line, position, tuple(asked)) if asked else None

    def _are_put(self, fact: Fact, uses: tuple[Use, ...], position: Position, done: dict[str, bool]) -> bool:
        for use in uses:
            name = use.slot.name
            if name not in done:
                try:
                    self._put(fact, use, position)
                    done[name] = True
                except (OutOfBounds, UnknownYear):
                    done[name] = False
            if not done[name]:
                return False
        return True

    def _put(self, fact: Fact, use: Use, position: Position) -> None:
        """Writes one field; ``OutOfBounds`` is placed in the document the tree stands in."""
        slot = use.slot
        try:
            value: Value = self.recall.ask(slot.tree, position)
            other = None if slot.other is None else self.recall.ask(slot.other, position)
        except OutOfBounds as out:
            raise (out if use.owner is None else out.within(use.owner)) from None
        slot.put(fact, value, other)

    # --- to and fro ---------------------------------------------------------------------------------

    def _send(self, frame: Sequence[Posted]) -> None:
        """Sends a frame while the one before is being judged."""
        self.facts += len(frame)
        self._waiting.append(frame)
        try:
            self.poster.send([posted.line for posted in frame])
        except Lost:
            self._again()
        if len(self._waiting) > 1:
            self._receive()

    def _receive(self) -> None:
        """Takes in what the oldest frame under way fired."""
        try:
            fired = self.poster.receive()
        except Lost:
            self._again()
        else:
            self._note(self._waiting.pop(0), fired)

    def _receive_all(self) -> None:
        """Answers come in the order of the frames: before anything is asked at once, none may be under way."""
        while self._waiting:
            self._receive()

    def _again(self) -> None:
        """The worker is gone: every stream under way is posted again, each on its own."""
        again = [posted for frame in self._waiting for posted in frame]
        self._waiting.clear()
        of: dict[StreamKey, list[Posted]] = {}
        for posted in again:
            of.setdefault((posted.position.stream.kind, posted.position.stream.id), []).append(posted)
        for key, facts in of.items():
            try:
                self._note(facts, self._judged_at_last([posted.line for posted in facts]))
            except Lost as lost:
                self.lost[key] = lost.how

    def _judged_at_last(self, lines: Sequence[Line]) -> list[Fired]:
        """What the lines fire; if the worker dies of them, or happens to die, a fresh one is asked once more."""
        try:
            return self._judged(lines)
        except Lost:
            return self._judged(lines)

    def _judged(self, lines: Sequence[Line]) -> list[Fired]:
        self.poster.send(lines)
        return self.poster.receive()

    def _note(self, frame: Sequence[Posted], fired: Sequence[Fired]) -> None:
        for posted, numbers in zip(frame, fired, strict=True):
            keys = {spanned: _key(posted.position, spanned=spanned) for spanned in (False, True)}
            for each in posted.asked:
                self._verdicts[each.number][keys[each.spanned]] = each.number in numbers
                if each.number in numbers:
                    self._mark(each, posted.position)

    def _mark(self, question: Question, position: Position) -> None:
        """The question fires there, or could not be asked and is to be looked at again."""
        self._places[question.number][position.stream.kind, position.stream.id].append(position.before)

    # --- when asked ---------------------------------------------------------------------------------

    def holds(self, condition: Condition, position: Position) -> bool:
        """Whether durable-rules says that the condition holds there."""
        question = self.book.of(condition)
        if question is None:
            return evaluate.value(condition, position, self.recall) is True
        if not (question.rule.uses or isinstance(question.rule.node, Mapping)):
            return question.rule.node is True
        if _is_foreseeable(question, position):
            known = self._verdicts[question.number].get(_key(position, spanned=question.spanned))
            if known is not None:
                return known
        return self._tick(question, position)

    def triggers(self, at: At, kind: SubjectKind, world: World) -> Iterator[Position]:
        """The events at which a trigger fired, or could not be asked, in streams and order."""
        marked = self._places[self.book.of_trigger(at).number]
        streams = world.streams.of(kind)
        for name in sorted(name for of, name in marked if of == kind and name in streams):
            for place in sorted(marked[kind, name]):
                if is_of(streams[name].events[place], at.kinds):
                    yield at_event(world, streams[name], place)

    def _tick(self, question: Question, position: Position) -> bool:
        fact: Fact = {"id": "1", "sid": "1", "k": f"?{question.number}"}
        for use in question.rule.uses:
            self._put(fact, use, position)
        if isinstance(question.rule.node, bool):
            return question.rule.node
        text = json.dumps(fact, ensure_ascii=False)
        if text not in self._ticked:
            if len(self._ticked) >= MOST_TICKS:
                self._ticked.clear()
            self._ticked[text] = question.number in self._posted(question, text, position)
        return self._ticked[text]

    def _posted(self, question: Question, text: str, position: Position) -> Fired:
        """Posts a tick."""
        self._receive_all()
        self.facts, self.ticks = self.facts + 1, self.ticks + 1
        try:
            return self._judged_at_last([Line(self.book.home[question.number], text)])[0]
        except Lost as lost:
            raise StreamLost(position.stream, lost.how) from None


def _key(position: Position, *, spanned: bool) -> object:
    """Where a question is asked; what reads the period or as-of is asked anew for each card's span."""
    stream, world = position.stream, position.world
    here = (stream.kind, stream.id, position.before)
    return (*here, world.span, world.as_of) if spanned else here


def _is_foreseeable(question: Question, position: Position) -> bool:
    """Whether the position is just that of an event, with nothing else known there."""
    plain = position.event is not None and position.upto == position.before + 1 and position.this is None
    bare = position.subject is None and position.day is None
    return plain and bare and not (question.anchored and (position.start or position.in_force))


def _frames(facts: Iterable[Posted]) -> Iterator[Sequence[Posted]]:
    """Facts by the frame; a stream's facts may lie in two."""
    frame: list[Posted] = []
    for posted in facts:
        frame.append(posted)
        if len(frame) == FRAME:
            yield frame
            frame = []
    if frame:
        yield frame
