"""The lives of a heavy year's cases and the routines of its offices, as frames of numbers.

    cases ──chances──► frames (one kind each) ──► columns of numbers, -1 where nothing is said

A text is a number too: its place in ``VALUES``, or in the offices' codes. ``heavy.py`` writes the texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from heavy_roster import ANSWERING, BUREAU, COMMITTEE, CONFERENCE, FOUR, LEADERS, PLACES

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
VALUES: dict[str, tuple[str, ...]] = {
    "origin": ("new", "old"),
    "channel": ("visit", "letter", "online", "phone"),
    "class": ("general", "simple", "consult", "suggestion"),
    "tier": ("single", "cross", "district"),
    "by": ("head", "other"),
    "by_post": ("secretary", "head", "deputy_secretary", "executive_deputy", "other"),
    "step": ("statement", "policy", "inquiry", "expert", "deliberation"),
    "item": ("facts", "evidence", "conclusion"),
    "result": (
        "satisfied", "basic", "dissatisfied", "signed", "declined", "unreachable",
        "upheld", "changed", "revoked", "support", "explain", "reject",
    ),
    "batch": ("central", "district-2020", "district-2021"),
    "matter": ("retaliation", "leak", "coerced_signature", "false_report", "refused_execution", "not_accepted", "delay", "rude"),
    "proposer": ("inspection", "supervision"),
    "confirmer": ("discipline", "inspection"),
    "evidence": ("DOC-2021-017", "DOC-2021-044"),
}  # fmt: skip
NUMBERS = ("batches", "people", "days", "key_cases")
FLAGS = ("reasons_given", "agreed", "notice_given", "passed", "item_first", "in_writing")
FIELDS = (*VALUES, *NUMBERS, *FLAGS, "due_on", "with_case", "advice", "of")
ENDS = frozenset({"replied", "dispute_decided", "opinion_issued", "opinion_executed", "closed", "review_decided", "rereview_decided", "advice_answered"})
"""Kinds whose date-only events stand at the end of their day."""
_GOOD, _ALL = (0.55, 0.25, 0.0, 0.1, 0.07, 0.03), (0.2, 0.1, 0.6, 0.0, 0.06, 0.04)


def day(text: str) -> int:
    """Days since 1970."""
    return int(np.datetime64(text, "D").astype(np.int64))


FIRST, LAST, HORIZON = day("2021-01-01"), day("2021-12-31"), day("2022-01-31")
"""The period, and the last day of which anything is known (events after the period are not seen)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Events of one kind: whose (``letter`` and ``number`` make the case's code), when, and what is said."""

    kind: str
    tag: str
    number: Ints
    day: Ints
    said: dict[str, Ints | int] = field(default_factory=dict)
    letter: str = "A"
    cased: bool = True
    minute: Ints | None = None

    def some(self, rows: npt.NDArray[np.generic], **other: object) -> Frame:
        """These rows, with other parts where they are named."""
        said = {name: value[rows] if isinstance(value, np.ndarray) else value for name, value in self.said.items()}
        minute = None if self.minute is None else self.minute[rows]
        parts = {"kind": self.kind, "tag": self.tag, "letter": self.letter, "cased": self.cased}
        return Frame(**{**parts, "number": self.number[rows], "day": self.day[rows], "said": said, "minute": minute, **other})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Lives:
    """What was decided of each case of a chunk before its events are written down. Days since 1970."""

    rng: np.random.Generator
    number: Ints
    unit: Ints
    old: Mask
    registered: Ints
    assigned: Ints
    closed: Ints
    sound: Mask
    ends: Mask

    def chance(self, p: float) -> Mask:
        return self.rng.random(len(self.number)) < p

    def between(self, low: int, high: int) -> Ints:
        return self.rng.integers(low, high + 1, len(self.number))

    def one_of(self, weights: Iterable[float]) -> Ints:
        edges = np.cumsum(list(weights))
        return np.minimum(np.searchsorted(edges, self.rng.random(len(self.number)) * edges[-1], "right"), len(edges) - 1)

    def frame(self, kind: str, tag: str, where: Mask, when: Ints, **said: Ints | int) -> Frame:
        whole = Frame(kind, tag, self.number, when, said)
        return whole.some(np.flatnonzero(where))


def lives_of(numbers: Ints, districts: int, rng: np.random.Generator) -> Lives:
    """Decides for each case whose it is, and when it is registered, assigned and closed."""
    size = len(numbers)
    old = rng.random(size) < 0.05
    registered = np.where(old, rng.integers(day("2016-01-01"), day("2019-12-31"), size), rng.integers(day("2020-08-01"), day("2021-12-16"), size))
    lag = np.where(rng.random(size) < 0.8, rng.integers(1, 13, size), rng.integers(16, 31, size))
    assigned = registered + lag
    needed = np.where(rng.random(size) < 0.3, rng.integers(8, 59, size), rng.integers(62, 161, size))
    begun = np.where(old, day("2021-01-05") + rng.integers(0, 100, size), assigned)
    unit = rng.integers(0, districts, size) * PLACES + rng.integers(0, len(ANSWERING), size)
    return Lives(rng, numbers, unit, old, registered, assigned, begun + needed, rng.random(size) < 0.5, rng.random(size) < 0.8)


def case_frames(lives: Lives) -> Iterator[Frame]:
    """All events about cases, with what a registry really holds beside them."""
    registered = _registered(lives)
    yield registered
    yield from _twice_and_false(registered, lives.rng)
    yield from _assigned(lives)
    yield from _worked(lives)
    yield from _checked(lives)
    yield from _closed(lives)
    yield from _old(lives)
    yield from _again(lives)


def _registered(lives: Lives) -> Frame:
    size = len(lives.number)
    linked = np.where(lives.chance(0.02) & ~lives.old & (np.arange(size) > 0), lives.number - 1, -1)
    counted = ~lives.chance(0.05)
    said: dict[str, Ints | int] = {
        "unit": lives.unit // PLACES * PLACES + BUREAU,
        "origin": lives.old.astype(np.int64),
        "channel": lives.one_of((0.35, 0.2, 0.35, 0.1)),
        "class": lives.one_of((0.7, 0.15, 0.1, 0.05)),
        "tier": lives.one_of((0.72, 0.12, 0.06, 0.1)),
        "batches": np.where(counted, 1, -1),
        "people": np.where(counted, lives.between(1, 4), -1),
        "repeat_of": linked,
    }
    said["tier"] = np.where(said["tier"] == 3, -1, said["tier"])
    return Frame("registered", "rg", lives.number, lives.registered, said, minute=lives.between(510, 1050))


def _twice_and_false(right: Frame, rng: np.random.Generator) -> Iterator[Frame]:
    """Records sent twice, false ones that were voided, wrong ones that were amended (and an amendment voided)."""
    size = len(right.number)
    twice = _some(rng, size, 0.005)
    yield right.some(twice, said={**right.some(twice).said, "recorded": right.day[twice] + 20})
    wrong = right.some(_some(rng, size, 0.003), letter="F")
    wrong.said["repeat_of"] = -1
    yield wrong
    yield wrong.some(np.arange(len(wrong.number)), tag="vo", said={**wrong.said, "voids": "rg", "recorded": wrong.day + 4})
    yield from _amended(right.some(_some(rng, size, 0.003)))
    gone = right.some(_some(rng, size, 0.0005))  # what is left of these cases has no registration
    yield gone.some(np.arange(len(gone.number)), tag="vg", said={**gone.said, "voids": "rg", "recorded": gone.day + 2})


def _amended(right: Frame) -> Iterator[Frame]:
    """Twice as many people, then the true figure again; of some the first amendment is voided, too."""
    every = np.arange(len(right.number))
    people = np.asarray(right.said["people"])
    doubled = {**right.said, "people": np.where(people > 0, people * 2, people), "amends": "rg", "recorded": right.day + 3}
    yield right.some(every, tag="m1", said=doubled)
    second = right.some(every[::2])
    yield second.some(every[: len(second.number)], tag="m2", said={**second.said, "amends": "rg", "recorded": second.day + 9})
    third = right.some(every[1::2])
    yield third.some(every[: len(third.number)], tag="vm", said={**third.said, "voids": "m1", "recorded": third.day + 6})


def _some(rng: np.random.Generator, size: int, share: float) -> Ints:
    return np.flatnonzero(rng.random(size) < share)


def _assigned(lives: Lives) -> Iterator[Frame]:
    due = np.where(lives.chance(0.02), -1, lives.assigned + 60)
    given = lives.frame("assigned", "as", lives.chance(0.97), lives.assigned, unit=lives.unit, due_on=due)
    yield given
    late = given.some(_some(lives.rng, len(given.number), 0.003))
    yield late.some(np.arange(len(late.number)), tag="ma", said={**late.said, "due_on": late.day + 30, "amends": "as", "recorded": late.day + 5})
    moved = lives.chance(0.06) & ~lives.old
    other = lives.unit // PLACES * PLACES + (lives.unit % PLACES + lives.between(0, 7)) % len(ANSWERING)
    later = lives.assigned + np.where(lives.chance(0.02), 0, lives.between(5, 75))
    yield lives.frame("assigned", "re", moved, later, unit=other, due_on=later + 60)
    disputed = (moved & lives.chance(0.6)) | lives.chance(0.03)
    asked = lives.assigned + lives.between(2, 40)
    yield lives.frame("assignment_disputed", "di", disputed, asked, reasons_given=lives.chance(0.8).astype(np.int64))
    yield lives.frame("dispute_decided", "dd", disputed & lives.chance(0.9), asked + lives.between(0, 20), agreed=1)
    yield lives.frame("withdrawn", "wi", lives.chance(0.02), lives.registered + lives.between(1, 25))


def _worked(lives: Lives) -> Iterator[Frame]:
    yield lives.frame("accepted", "ac", lives.chance(0.4), lives.assigned + lives.between(0, 6))
    quick = np.where(lives.chance(0.6), lives.between(0, 14), lives.between(16, 45))
    yield lives.frame("replied", "rp", lives.chance(0.75), lives.registered + quick)
    long = (lives.closed - lives.assigned > 60) & ~lives.old & lives.chance(0.3)
    approved = lives.assigned + lives.between(38, 66)
    said = {"by": lives.one_of((0.85, 0.15)), "notice_given": lives.chance(0.9).astype(np.int64)}
    yield lives.frame("extension_approved", "ex", long, approved, days=lives.one_of((1, 1, 1, 1)) * 10 + 10, **said)
    yield lives.frame("extension_approved", "ey", long & lives.chance(0.3), approved + lives.between(0, 25), days=15, by=0, notice_given=1)
    yield lives.frame("scheduled", "sc", lives.chance(0.15), lives.registered + lives.between(3, 45), by_post=lives.one_of((1, 1, 1, 1, 1)))
    taken = lives.unit // PLACES * len(LEADERS) + lives.between(0, len(LEADERS) - 1)
    yield lives.frame("case_taken", "ta", lives.chance(0.03) | (lives.old & lives.chance(0.2)), np.maximum(lives.registered + 20, FIRST), leader=taken)
    yield lives.frame("case_taken", "tb", lives.chance(0.002), np.maximum(lives.registered + 50, FIRST), leader=taken // 9 * 9)


def _checked(lives: Lives) -> Iterator[Frame]:
    before = lives.closed - 4
    for number, tag in enumerate(("ca", "cb", "cc")):
        passed = (lives.sound | lives.chance(0.6)).astype(np.int64)
        yield lives.frame("checked", tag, lives.ends & (lives.sound | lives.chance(0.35)), before, item=number, passed=passed)
    # Two findings on one item at one instant: the later id is the last.
    yield lives.frame("checked", "cd", lives.ends & lives.chance(0.01), before, item=0, passed=lives.chance(0.5).astype(np.int64))
    yield lives.frame("opinion_issued", "op", lives.ends & lives.chance(0.25), lives.closed - 3, result=lives.one_of((6, 3, 1)) + 9)
    yield lives.frame("opinion_executed", "oe", lives.ends & (lives.sound | lives.chance(0.3)), lives.closed - 2)
    said = np.where(lives.sound, lives.one_of(_GOOD), lives.one_of(_ALL))
    yield lives.frame("outcome", "ou", lives.ends & (lives.sound | lives.chance(0.6)), lives.closed - 1, result=said)
    refused = lives.ends & (said >= 4)
    yield lives.frame("explained", "xp", refused & lives.chance(0.9), lives.closed - 1)
    yield lives.frame("verified", "ve", refused & lives.chance(0.9), lives.closed - 1, passed=lives.chance(0.9).astype(np.int64))


def _closed(lives: Lives) -> Iterator[Frame]:
    closed = lives.frame("closed", "cl", lives.ends, lives.closed)
    yield closed
    undone = closed.some(_some(lives.rng, len(closed.number), 0.002))
    yield undone.some(np.arange(len(undone.number)), tag="vc", said={"voids": "cl", "recorded": undone.day + 7})
    effect = lives.one_of((0.6, 0.15, 0.2, 0, 0, 0.05))
    seen = lives.closed + lives.between(5, 40)
    yield lives.frame("followup", "fu", lives.ends & lives.chance(0.3), seen, result=effect)
    back = lives.ends & lives.chance(0.05)
    when = lives.closed + lives.between(5, 70)
    yield lives.frame("reopened", "ro", back, when)
    yield lives.frame("closed", "cm", back & lives.chance(0.6), when + lives.between(10, 60))
    decided = lives.one_of((0.7, 0.2, 0.1)) + 6
    asked = lives.ends & lives.chance(0.06) & ~lives.old
    yield lives.frame("review_decided", "rv", asked, lives.closed + lives.between(25, 60), result=decided)
    yield lives.frame("rereview_decided", "rr", asked & lives.chance(0.2), lives.closed + lives.between(61, 120), result=decided)


def _old(lives: Lives) -> Iterator[Frame]:
    """The backlog, frozen before the period; cases listed during the year look like it and are not."""
    batch = lives.one_of((0.3, 0.7))
    yield lives.frame("backlog_listed", "bl", lives.old, np.full(len(batch), day("2020-12-15")), batch=batch)
    yield lives.frame("backlog_listed", "bm", ~lives.old & lives.chance(0.005), np.full(len(batch), day("2021-06-01")), batch=2)
    hard = lives.chance(0.01) & ~lives.old
    yield lives.frame("hard_listed", "ha", hard, lives.registered + 12)
    heard = (lives.old & lives.chance(0.7)) | hard
    for number, tag in enumerate(("h1", "h2", "h3", "h4", "h5")):
        where = heard & lives.chance(0.95)
        yield lives.frame("hearing_step", tag, where, lives.closed - 18 + 2 * number, step=number)


def _again(lives: Lives) -> Iterator[Frame]:
    """A second petition: under the same number, or under one of its own with a link to the first."""
    again = ~lives.old & lives.chance(0.4)
    when, minute = lives.assigned + lives.between(10, 150), lives.between(510, 1050)
    own = lives.chance(0.6)
    for where, letter in ((again & own, "A"), (again & ~own, "R")):
        rows = np.flatnonzero(where)
        said: dict[str, Ints | int] = {"repeat_of": -1 if letter == "A" else lives.number[rows]}
        yield Frame("repeat_petition", "rt", lives.number[rows], when[rows], said, letter, minute=minute[rows])
    twice = np.flatnonzero(again & lives.chance(0.25))
    yield Frame("repeat_petition", "ru", lives.number[twice], when[twice] + 30, minute=minute[twice])
    missing = np.flatnonzero(lives.chance(0.002))
    yield Frame("registration_missing", "mi", lives.number[missing], lives.registered[missing] + 30, {"unit": lives.unit[missing]}, "M")


# --- what offices do whatever the cases -------------------------------------------------------------


@dataclass(slots=True)
class _Numbers:
    """Numbers for the ids of what no case bears."""

    next: int

    def take(self, count: int) -> Ints:
        self.next += count
        return np.arange(self.next - count, self.next)


def office_frames(district: int, first: int, rng: np.random.Generator) -> Iterator[Frame]:
    """A district's duties of a year. ``first``: from which number on its ids are free (10,000 are enough)."""
    free = _Numbers(first)
    days = np.arange(FIRST, LAST + 1)
    work = days[(days + 3) % 7 < 5]
    leaders = district * len(LEADERS) + np.arange(len(LEADERS))
    mondays = np.broadcast_to(work[3::5, None], (len(work[3::5]), len(leaders)))
    yield _by_leaders("duty_day", leaders, mondays + rng.integers(0, 5, mondays.shape), rng, free)
    thrice = np.repeat(mondays, 3, axis=0)
    made = _by_leaders("field_visit", leaders, thrice + rng.integers(0, 5, thrice.shape), rng, free)
    bare = rng.random(len(made.number)) < 0.1
    cases = rng.integers(0, 1000, len(bare))
    yield made.some(np.arange(len(bare)), said={**made.said, "with_case": np.where(bare, -1, cases), "batches": np.where(bare, -1, 1), "people": np.where(bare, -1, 1 + cases % 3)})
    kept = work[rng.random(len(work)) < 0.96]
    yield _about("daily_check", kept, free, leader=int(leaders[0]))
    yield _about("rota_day", work[rng.random(len(work)) < 0.95], free, unit=district * PLACES + FOUR)
    yield from _meetings(district, work, rng, free)
    yield from _unit_acts(district, work, rng, free)


def _by_leaders(kind: str, leaders: Ints, days: Ints, rng: np.random.Generator, free: _Numbers) -> Frame:
    """Days down, leaders across: nine in ten are kept."""
    held = rng.random(days.shape) < 0.9
    return _about(kind, days[held], free, leader=np.broadcast_to(leaders, days.shape)[held])


def _about(kind: str, days: Ints, free: _Numbers, **said: Ints | int) -> Frame:
    return Frame(kind, "of", free.take(len(days)), np.asarray(days), dict(said), "L", cased=False)


def _meetings(district: int, work: Ints, rng: np.random.Generator, free: _Numbers) -> Iterator[Frame]:
    here = district * PLACES
    halves = work[5::10]
    yield _about("meeting_held", halves, free, unit=here + CONFERENCE, key_cases=np.where(rng.random(len(halves)) < 0.9, 3, 0))
    weekly = work[::5]
    yield _about("meeting_held", weekly, free, unit=here + COMMITTEE, item_first=(rng.random(len(weekly)) < 0.93).astype(np.int64))


def _unit_acts(district: int, work: Ints, rng: np.random.Generator, free: _Numbers) -> Iterator[Frame]:
    """Stations, advice and its answers, violations found and told."""
    here = district * PLACES
    some = rng.choice(work, 42)
    yield _about("station_opened", some, free, unit=here + np.arange(42) % 12)
    given, units = rng.choice(work, 10), here + rng.integers(0, len(ANSWERING), 10)
    number = free.take(10)
    yield _about("advice_issued", given, free, unit=units, advice=number)
    answered = rng.random(10) < 0.8
    late = given + rng.integers(10, 50, 10)
    yield _about("advice_answered", late[answered], free, unit=units[answered], advice=number[answered], in_writing=1)
    found, matter = rng.choice(work, 8), rng.integers(0, len(VALUES["matter"]), 8)
    said = {"matter": matter, "proposer": 0, "confirmer": np.where(rng.random(8) < 0.8, 0, 1), "evidence": rng.integers(0, 2, 8)}
    broken = _about("violation_confirmed", found, free, unit=here + rng.integers(0, len(ANSWERING), 8), **said)
    yield broken
    yield _about("veto_notified", found + 1, free, unit=np.asarray(broken.said["unit"]), of=broken.number)
