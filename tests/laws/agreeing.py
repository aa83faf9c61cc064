"""Whether the engines say the same of a case, and the smallest case on which they do not.

    case ──read──► reference, batch, stream ──disagreements──► shrunk ──► corpus/<name>.yaml
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml
from covering import Scene
from from_disk import FromDisk
from hard import Document, Refused, World, read

from kaohe.engine import reference
from kaohe.engine.agreement import disagreements
from kaohe.engine.batch import told as told_in_columns
from kaohe.engine.engines import is_installed
from kaohe.engine.ledger import Replay
from kaohe.scoring.from_replay import score

CORPUS = Path(__file__).parent / "corpus"
FROM_DISK = "batch from disk"
EVERY = 7
"""A run from disk takes twice as long as all others together: it is asked of one case in so many, by their numbers."""
Played = Callable[[World], Replay]


@dataclass(frozen=True)
class Heard:
    """What was found on one case: what the reference and scoring say, and of each other engine where it differs.

    ``differing`` holds the first difference in words, or the exception that ended the engine.
    """

    scene: Scene
    differing: Mapping[str, str]

    @property
    def replay(self) -> Replay:
        return self.scene.replay


def _batch(world: World, rows: int = 10**6) -> Replay:
    return told_in_columns(world.policy, world.roster, world.events, world.as_of, world.known_at, rows=rows).replay


def _batch_in_small_parts(world: World) -> Replay:
    return _batch(world, 3)


def _stream(world: World) -> Replay:
    from kaohe.engine.stream_rules.keeper import InProcess
    from kaohe.engine.stream_rules.replay import told

    return told(world.policy, world.roster, world.events, world.as_of, world.known_at, poster=InProcess).replay


def _stream_in_small_frames(world: World) -> Replay:
    """Facts are posted one by one, so that frames are under way when something is asked at once."""
    from kaohe.engine.stream_rules import matcher

    with patch.object(matcher, "FRAME", 1):
        return _stream(world)


def others() -> dict[str, Played]:
    """The engines that are to say what the reference says, those of them that are installed. See ``asked``.

    Another engine, or another way to drive one, is another line here.
    """
    found: dict[str, Played] = {"batch": _batch, "batch in small parts": _batch_in_small_parts, FROM_DISK: FromDisk(rows=3)}
    return {**found, "stream": _stream, "stream in small frames": _stream_in_small_frames} if is_installed("stream") else found


def asked(engines: Mapping[str, Played], number: int) -> Mapping[str, Played]:
    """Those of the engines that are asked of the case of that number."""
    return engines if number % EVERY == 0 else _but_from_disk(engines)


def asked_again(engines: Mapping[str, Played], wrong: str) -> Mapping[str, Played]:
    """Those that are asked of a document in the corpus: a run from disk where it was one that was wrong."""
    return engines if FROM_DISK in wrong else _but_from_disk(engines)


def _but_from_disk(engines: Mapping[str, Played]) -> Mapping[str, Played]:
    return {name: each for name, each in engines.items() if name != FROM_DISK}


def seen_from_disk(engines: Mapping[str, Played]) -> Counter[str]:
    """What the run from disk was asked since it was last looked at."""
    disk = engines[FROM_DISK]
    assert isinstance(disk, FromDisk)
    seen, disk.seen = disk.seen, Counter()
    return seen


def heard(document: Document, engines: Mapping[str, Played]) -> Heard:
    """All engines on one case as written."""
    return played(read(document), engines)


def played(world: World, engines: Mapping[str, Played]) -> Heard:
    """All engines on one case. Scoring it must succeed: the score is the sum of its entries, or it stops."""
    plain = reference.replay(world.policy, world.roster, world.events, world.as_of, world.known_at)
    scored = score(world.policy, world.roster, plain, world.as_of)
    differing = {name: said for name, engine in engines.items() if (said := _difference(engine, world, plain))}
    return Heard(Scene(world, plain, scored), differing)


def _difference(engine: Played, world: World, plain: Replay) -> str:
    try:
        found = disagreements(plain, engine(world))
    except Exception as stopped:  # noqa: BLE001 - an engine that stops where another does not is the finding
        return f"{type(stopped).__name__}: {stopped}"[:300]
    return str(found[0])[:600] if found else ""


# --- the smallest ------------------------------------------------------------------------------------------


def shrunk(document: Document, engine: str, tries: int = 400) -> Document:
    """The case with all left out that may be while that engine still differs."""
    alone = {engine: others()[engine]}

    def differs(smaller: Document) -> bool:
        try:
            return bool(heard(smaller, alone).differing)
        except (Refused, Exception):  # noqa: BLE001 - a case that cannot be read or scored is not this one
            return False

    left = tries
    going = True
    while going and left > 0:
        going = False
        for smaller in _smaller(document):
            left -= 1
            if differs(smaller):
                document, going = smaller, True
                break
            if left <= 0:
                break
    return document


def _smaller(document: Document) -> Iterator[Document]:
    """The case with less in it: big parts first."""
    yield from _fewer(document, "events", document["events"])
    yield from _fewer(document, "clauses", document["policy"]["clauses"])
    for place, clause in enumerate(document["policy"]["clauses"]):
        yield from (_with_clause(document, place, each) for each in _simpler(clause))
    for part in ("parameters", "states", "gates", "scorecards", "sections"):
        for kept_ in _without_one(document["policy"].get(part, {})):
            yield {**document, "policy": {**document["policy"], part: kept_}}
    for part in ("units", "leaders"):
        rows = document["roster"][part]
        for place in range(len(rows)):
            yield {**document, "roster": {**document["roster"], part: rows[:place] + rows[place + 1 :]}}
    if "known_at" in document:
        yield {key: value for key, value in document.items() if key != "known_at"}
    for place, row in enumerate(document["events"]):
        for less in _without_one(row, ("id", "kind", "at")):
            yield _with(document, "events", [*document["events"][:place], less, *document["events"][place + 1 :]])


def _fewer(document: Document, key: str, items: list[Any]) -> Iterator[Document]:
    """Halves left out, then quarters, at last one by one."""
    size = max(1, len(items) // 2)
    while True:
        for first in range(0, len(items), size):
            yield _with(document, key, items[:first] + items[first + size :])
        if size == 1:
            return
        size //= 2


def _simpler(clause: Document) -> Iterator[Document]:
    """The clause with one condition, limit or line fewer."""
    yield from _without_one(clause, ("id", "title", "kind", "basis", "points_from", "section", "accountable"))
    for form in ("deadline", "late", "frequency", "ratio"):
        yield from ({**clause, form: less} for less in _without_one(clause.get(form, {})))
    lines = clause.get("accountable", [])
    for gone in range(len(lines)):
        yield {**clause, "accountable": lines[:gone] + lines[gone + 1 :]}


def _without_one(whole: Document, needed: tuple[str, ...] = ()) -> Iterator[Document]:
    for gone in whole:
        if gone not in needed:
            yield {key: value for key, value in whole.items() if key != gone}


def _with(document: Document, key: str, items: list[Any]) -> Document:
    return {**document, "events": items} if key == "events" else {**document, "policy": {**document["policy"], "clauses": items}}


def _with_clause(document: Document, place: int, clause: Document) -> Document:
    clauses = document["policy"]["clauses"]
    return _with(document, "clauses", [*clauses[:place], clause, *clauses[place + 1 :]])


# --- the corpus ----------------------------------------------------------------------------------------------


Right = Mapping[str, list[Mapping[str, Any]]]
"""What is right, by record (``clocks``, ``entries``, ``notices`` …): rows with some of their fields; none: nothing of that sort."""


def kept(document: Document, name: str, wrong: str, folder: Path = CORPUS, right: Right | None = None) -> Path:
    """The case written down with a line on what was wrong and, where somebody looked, with what is right."""
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}.yaml"
    whole = {"wrong": wrong, **({} if right is None else {"right": right}), **document}
    file.write_text(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=140), encoding="utf-8")
    return file


def unsaid(right: Right, replay: Replay) -> list[str]:
    """What is right and not said by a replay, or said where nothing is to be said."""
    found = []
    for record, rows in right.items():
        said = list(getattr(replay, record))
        found += [f"{record}: {each}" for each in said if not rows]
        found += [f"{record}: {row}" for row in rows if not any(_is_said(row, each) for each in said)]
    return found


def _is_said(row: Mapping[str, Any], said: Any) -> bool:
    """Fields are compared as texts; of a notice its facts are fields too."""
    facts = dict(getattr(said, "facts", ()))
    return all(_text(value) == _text(facts[name] if name in facts else getattr(said, name)) for name, value in row.items())


def _text(value: Any) -> str:
    return " ".join(_text(each) for each in value) if isinstance(value, list | tuple) else str(value)


def corpus() -> dict[str, Document]:
    """Every case on which engines ever disagreed, by name."""
    return {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(CORPUS.glob("*.yaml"))}
