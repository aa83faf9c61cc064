"""The lives of the cases: registered, assigned, worked, closed, perhaps reopened or raised again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kaohe.workbench.sample import figures
from kaohe.workbench.sample.frame import Days, Frame, Texts, labels, suffixed
from kaohe.workbench.sample.plan import UNITS, Plan

Mask = npt.NDArray[np.bool_]
NINE_MONTHS = np.datetime64("2021-09-30", "D")
LISTED = np.datetime64("2020-12-15", "D")
"""The backlog is frozen before the period."""
STEPS = ("statement", "policy", "inquiry", "expert", "deliberation")
GOOD = ("satisfied", "basic", "signed", "declined")


@dataclass(frozen=True, slots=True)
class Lives:
    """What was decided of each case before its events are written down."""

    plan: Plan
    case: Texts
    assigned: Days
    closed: Days
    sound: Mask
    """Closed with all five gates passed."""
    ends: Mask
    """Closed at all."""
    rng: np.random.Generator

    def chance(self, p: float | npt.NDArray[np.float64]) -> Mask:
        return np.asarray(self.rng.random(len(self.plan)) < p)

    def days(self, low: int, high: int) -> npt.NDArray[np.timedelta64]:
        return self.rng.integers(low, high, len(self.plan)).astype("timedelta64[D]")


def lives_of(plan: Plan, rng: np.random.Generator) -> Lives:
    """Decides for each case when it is assigned and closed, and whether soundly."""
    size = len(plan)
    lag = rng.integers(1, 11, size) + np.where(rng.random(size) < 0.04, 9, 0)
    assigned = plan.registered + lag.astype("timedelta64[D]")
    needed = np.where(rng.random(size) < plan.diligent, rng.integers(8, 58, size), rng.integers(62, 150, size))
    worked_from = np.where(plan.old, np.datetime64("2021-01-05", "D"), assigned)
    needed = np.where(plan.old, rng.integers(20, 230, size), needed)
    closed = worked_from + needed.astype("timedelta64[D]")
    sound = rng.random(size) < 0.5 + 0.5 * plan.diligent
    ends = rng.random(size) < 0.97
    central = np.flatnonzero(plan.sort == 3)
    ends[central] = True
    sound[central] = True
    open_still = central[: figures.CENTRAL - figures.CENTRAL_RESOLVED]
    # Of the three that are not resolved: never closed, closed unsoundly, closed too late.
    ends[open_still[0]] = False
    sound[open_still[1]] = False
    closed[open_still[2]] = np.datetime64("2021-10-20", "D")
    return Lives(plan, labels("A", np.arange(size)), assigned, closed, sound, ends, rng)


def case_frames(lives: Lives) -> Iterator[Frame]:
    """All events about cases, kind by kind."""
    yield _registered(lives)
    yield from _assigned(lives)
    yield from _worked(lives)
    yield from _checked(lives)
    yield from _closed(lives)
    yield from _backlog(lives)
    yield from _raised_again(lives)


def _frame(
    lives: Lives, kind: str, where: Mask, when: Days, *, ends: bool = False, tag: str = "",
    **columns: npt.NDArray[np.object_],
) -> Frame:  # fmt: skip
    rows = np.flatnonzero(where)
    fields = {name: values[rows] for name, values in columns.items()}
    ids = suffixed(lives.case[rows], tag or kind)
    return Frame(kind, ids, when[rows], {"case": lives.case[rows], **fields}, ends=ends)


def _texts(size: int, value: object) -> Texts:
    made = np.empty(size, dtype=object)
    made[:] = value
    return made


def _only(where: Mask, numbers: npt.NDArray[np.int64]) -> Texts:
    """The numbers where ``where`` holds, missing elsewhere."""
    made = _texts(len(numbers), None)
    made[where] = numbers[where]
    return made


def _registered(lives: Lives) -> Frame:
    plan, rng, size = lives.plan, lives.rng, len(lives.plan)
    counted = np.isin(plan.sort, (0, 1, 2))
    people = np.ones(size, dtype=np.int64)
    ours = np.flatnonzero(plan.sort == 0)
    extra = rng.multinomial(figures.PEOPLE - figures.BATCHES, np.full(len(ours), 1 / len(ours)))
    people[ours] += extra
    columns = {
        "case": lives.case,
        "unit": _texts(size, "bureau"),
        "origin": np.where(plan.old, "old", "new").astype(object),
        "channel": rng.choice(["visit", "letter", "online", "phone"], size, p=[0.4, 0.2, 0.3, 0.1]).astype(object),
        "class": rng.choice(["general", "simple", "consult", "suggestion"], size, p=[0.7, 0.15, 0.1, 0.05]).astype(object),
        "tier": rng.choice(["single", "cross", "district"], size, p=[0.93, 0.05, 0.02]).astype(object),
        "batches": _only(counted, np.ones(size, dtype=np.int64)),
        "people": _only(counted, people),
    }
    minutes = rng.integers(8 * 60 + 30, 17 * 60 + 30, size)
    return Frame("registered", suffixed(lives.case, "registered"), plan.registered, columns, minutes)


def _assigned(lives: Lives) -> Iterator[Frame]:
    units = np.array(UNITS, dtype=object)[lives.plan.unit]
    due = (lives.assigned + np.timedelta64(60, "D")).astype("datetime64[D]").astype(object)
    every = np.ones(len(lives.plan), dtype=bool)
    yield _frame(lives, "assigned", every, lives.assigned, unit=units, due_on=due)
    moved = lives.chance(0.03) & ~lives.plan.old & (lives.closed - lives.assigned > np.timedelta64(20, "D"))
    later = lives.assigned + lives.days(6, 15)
    other = np.array(UNITS, dtype=object)[(lives.plan.unit + 3) % len(UNITS)]
    again = (later + np.timedelta64(60, "D")).astype("datetime64[D]").astype(object)
    yield _frame(lives, "assigned", moved, later, tag="reassigned", unit=other, due_on=again)
    disputed = moved & lives.chance(0.6)
    yield _frame(
        lives, "assignment_disputed", disputed, lives.assigned + np.timedelta64(3, "D"),
        reasons_given=np.where(lives.chance(0.8), True, False).astype(object),
    )  # fmt: skip
    agreed = _texts(len(lives.plan), value=True)
    yield _frame(lives, "dispute_decided", disputed, lives.assigned + np.timedelta64(5, "D"), ends=True, agreed=agreed)


def _worked(lives: Lives) -> Iterator[Frame]:
    plan, size = lives.plan, len(lives.plan)
    yield _frame(lives, "accepted", lives.chance(0.98), lives.assigned + lives.days(0, 6))
    for notice in ("opinion", "limit", "contact"):
        told = lives.chance(plan.diligent)
        yield _frame(
            lives, "notice_given", told, lives.assigned + lives.days(1, 10), tag=f"notice-{notice}",
            notice=_texts(size, notice),
        )  # fmt: skip
    reply = lives.assigned + lives.days(1, 9)
    yield _frame(lives, "replied", lives.chance(plan.diligent), reply, ends=True)
    long = (lives.closed - lives.assigned > np.timedelta64(60, "D")) & lives.chance(0.5) & ~plan.old
    approver = np.where(lives.chance(0.85), "head", "other").astype(object)
    yield _frame(
        lives, "extension_approved", long, lives.assigned + lives.days(40, 64), days=_texts(size, 30), by=approver,
        notice_given=np.where(lives.chance(0.9), True, False).astype(object),
    )  # fmt: skip
    post = lives.rng.choice(["secretary", "head", "deputy_secretary", "executive_deputy", "other"], size).astype(object)
    yield _frame(lives, "scheduled", lives.chance(0.3), plan.registered + lives.days(3, 40), by_post=post)
    slow = lives.closed - plan.registered > np.timedelta64(32, "D")
    hard = lives.chance(0.015) & ~plan.old & slow
    yield _frame(lives, "hard_listed", hard, plan.registered + np.timedelta64(12, "D"))
    for number, step in enumerate(STEPS):
        heard = (plan.old & lives.chance(0.9)) | hard
        yield _frame(
            lives, "hearing_step", heard, lives.closed - np.timedelta64(18 - 2 * number, "D"), tag=f"hearing-{step}",
            step=_texts(size, step),
        )  # fmt: skip


def _checked(lives: Lives) -> Iterator[Frame]:
    """Checks before the close. An unsound close lacks one of them or has it failed."""
    size = len(lives.plan)
    weak = lives.rng.integers(0, 3, size)
    for number, item in enumerate(("facts", "evidence", "conclusion")):
        passed = np.where(lives.sound | (weak != number), True, False).astype(object)
        there = lives.ends & (lives.sound | (weak != number) | lives.chance(0.5))
        yield _frame(
            lives, "checked", there, lives.closed - np.timedelta64(4, "D"), tag=f"checked-{item}",
            item=_texts(size, item), passed=passed,
        )  # fmt: skip
    result = lives.rng.choice(["support", "explain", "reject"], size, p=[0.6, 0.3, 0.1]).astype(object)
    yield _frame(lives, "opinion_issued", lives.ends, lives.closed - np.timedelta64(3, "D"), ends=True, result=result)
    yield _frame(lives, "opinion_executed", lives.ends, lives.closed - np.timedelta64(2, "D"), ends=True)
    said = lives.rng.choice(GOOD, size, p=[0.5, 0.3, 0.1, 0.1]).astype(object)
    yield _frame(lives, "outcome", lives.ends, lives.closed - np.timedelta64(1, "D"), result=said)
    declined = lives.ends & (said == "declined")
    yield _frame(lives, "explained", declined, lives.closed - np.timedelta64(1, "D"))
    fine = _texts(size, value=True)
    yield _frame(lives, "verified", declined, lives.closed - np.timedelta64(1, "D"), passed=fine)


def _closed(lives: Lives) -> Iterator[Frame]:
    plan, size = lives.plan, len(lives.plan)
    yield _frame(lives, "closed", lives.ends, lives.closed, ends=True)
    result = np.where(lives.chance(plan.diligent), "satisfied", "dissatisfied").astype(object)
    yield _frame(lives, "followup", lives.ends & lives.chance(0.8), lives.closed + lives.days(5, 20), result=result)
    # The central cases that count as resolved stay closed; others may come back.
    reopened = lives.ends & lives.chance(0.05) & (plan.sort != 3)
    yield _frame(lives, "reopened", reopened, lives.closed + lives.days(10, 70))
    decided = lives.rng.choice(["upheld", "changed", "revoked"], size, p=[0.8, 0.14, 0.06]).astype(object)
    asked = lives.ends & lives.chance(0.04) & ~plan.old
    yield _frame(lives, "review_decided", asked, lives.closed + lives.days(25, 60), ends=True, result=decided)


def _backlog(lives: Lives) -> Iterator[Frame]:
    plan, size = lives.plan, len(lives.plan)
    listed = np.full(size, LISTED)
    batch = np.where(plan.sort == 3, "central", "district-2020").astype(object)
    yield _frame(lives, "backlog_listed", plan.old, listed, batch=batch)
    # New cases listed during the year look like backlog and are not: the batch was frozen before it.
    relabelled = lives.chance(0.02) & (plan.sort == 0) & (plan.registered < np.datetime64("2021-05-01", "D"))
    late = np.full(size, np.datetime64("2021-06-01", "D"))
    yield _frame(lives, "backlog_listed", relabelled, late, tag="listed-late", batch=_texts(size, "district-2021"))
    yield _taken(lives)


def _taken(lives: Lives) -> Frame:
    """Leaders' cases: the two whose figures are published, and the other district leaders."""
    resolved = np.flatnonzero((lives.plan.sort == 3) & lives.ends & lives.sound & (lives.closed <= NINE_MONTHS))
    others = np.flatnonzero(lives.plan.sort == 4)
    leaders: list[str] = []
    rows: list[int] = []
    start = 0
    for leader, count in figures.TAKEN.items():
        rows += resolved[start : start + count].tolist()
        leaders += [leader] * count
        start += count
    rows += others.tolist()
    leaders += [f"d{3 + number % 7:02d}" for number in range(len(others))]
    places = np.array(rows)
    days = np.full(len(places), np.datetime64("2021-01-08", "D"))
    columns = {"case": lives.case[places], "leader": np.array(leaders, dtype=object)}
    return Frame("case_taken", suffixed(lives.case[places], "taken"), days, columns)


def _raised_again(lives: Lives) -> Iterator[Frame]:
    """A second petition: most within the limit (not counted), some past due or after an unsound close."""
    plan = lives.plan
    again = ~plan.old & lives.chance(0.14)
    yield _frame(lives, "repeat_petition", again, lives.assigned + lives.days(10, 110), tag="again")
    twice = again & lives.chance(0.25)
    yield _frame(lives, "repeat_petition", twice, lives.assigned + lives.days(112, 160), tag="again-2")
    missed = lives.chance(0.002)
    units = np.array(UNITS, dtype=object)[plan.unit]
    yield _frame(lives, "registration_missing", missed, plan.registered + np.timedelta64(30, "D"), unit=units)
