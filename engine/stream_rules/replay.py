"""A run on durable-rules: what the reference says, with every condition judged by durable-rules.

    events ──standing, streams (shared)──► world ──facts, event by event──► durable-rules ──► firings
    the reference writes what follows, asking the matcher instead of reckoning conditions itself

Independent of the reference in matching only: the fold, and what durable-rules decides. All else is shared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kaohe.engine.event import Event
from kaohe.engine.ledger import Replay
from kaohe.engine.meaning.world import World
from kaohe.engine.progress import Progress
from kaohe.engine.reference import replayed, world_of
from kaohe.engine.roster import Roster
from kaohe.engine.stream import Stream, Streams
from kaohe.engine.stream_rules.keeper import Keeper, Poster
from kaohe.engine.stream_rules.matcher import KINDS, Matcher, StreamKey, StreamLost
from kaohe.engine.stream_rules.questions import Book, book_of
from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem, problem
from kaohe.rules.vocabulary import SubjectKind


@dataclass(frozen=True, slots=True)
class Told:
    """A replay, and how it came about: facts posted, ticks among them, streams that no worker survived."""

    replay: Replay
    facts: int
    ticks: int
    lost: Mapping[StreamKey, str]


def replay(
    policy: Policy,
    roster: Roster,
    events: Sequence[Event],
    as_of: date,
    known_at: int | None = None,
    *,
    progress: Progress | None = None,
) -> Replay:
    """What happened; see ``reference.replay``, whose answer it equals where no stream was lost.

    ``ModuleNotFoundError`` where durable-rules is not installed (``engines.is_installed``).
    """
    return told(policy, roster, events, as_of, known_at, progress=progress).replay


def told(
    policy: Policy,
    roster: Roster,
    events: Sequence[Event],
    as_of: date,
    known_at: int | None = None,
    *,
    progress: Progress | None = None,
    poster: Callable[[Book], Poster] = Keeper,
) -> Told:
    """The replay with an account of it. ``poster``: in what process durable-rules runs."""
    world, flaws = world_of(policy, roster, events, as_of, known_at)
    book = book_of(policy)
    desk = poster(book)
    try:
        matcher = Matcher(book, desk)
        world = replace(world, judge=matcher)
        ahead = matcher.steps(world)
        whole = ahead + len(policy.clauses)
        matcher.foresee(world, None if progress is None else lambda done, _: progress(done, whole))
        done = _without_the_lost(world, flaws, matcher, None if progress is None else lambda done, _: progress(ahead + done, whole))
    finally:
        desk.close()
    return Told(done, matcher.facts, matcher.ticks, matcher.lost)


def _without_the_lost(
    world: World, flaws: Sequence[Problem], matcher: Matcher, progress: Progress | None
) -> Replay:
    """The run, again and again without the streams that are found to be lost."""
    while True:
        told = [_told(kind, name, how) for (kind, name), how in matcher.lost.items()]
        seen = replace(world, streams=_kept(world.streams, matcher.lost), memory={}) if told else world
        try:
            return replayed(seen, (*flaws, *told), progress=progress)
        except StreamLost as lost:
            matcher.lost[lost.stream] = lost.how


_SAID: Mapping[SubjectKind, tuple[str, str]] = {
    "case": ("事项", "case"), "unit": ("单位", "unit"), "leader": ("领导", "leader"),
}  # fmt: skip


def _told(kind: SubjectKind, name: str, how: str) -> Problem:
    zh, en = _SAID[kind]
    return problem("run.stream-lost", kind_zh=zh, kind_en=en, stream=name, how=how)


def _kept(streams: Streams, lost: Mapping[StreamKey, str]) -> Streams:
    groups: list[Mapping[str, Stream]] = [
        {name: stream for name, stream in streams.of(kind).items() if (kind, name) not in lost} for kind in KINDS
    ]
    return Streams(*groups)
