"""Which constructs and which hard situations a scored case really has: what ``make agree`` prints at its end.

Counted from what was written (entries, clocks, tallies, cards), not from what was in the documents: a clause
that says nothing covers nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from hard import World

from kaohe.engine.correct import Standing, standing
from kaohe.engine.event import Event
from kaohe.engine.ledger import Clock, Entry, Replay
from kaohe.engine.meaning.localtime import day_of
from kaohe.rules.policy import Appraisal, Checklist, Clause, Deadline, Frequency, Measure, On, Ratio
from kaohe.scoring.card import Scored


@dataclass(frozen=True)
class Scene:
    """A case and what the plain meaning and scoring said of it."""

    world: World
    replay: Replay
    scored: Scored

    @cached_property
    def clauses(self) -> Mapping[str, Clause]:
        return {clause.id: clause for clause in self.world.policy.clauses}

    @cached_property
    def spoke(self) -> Iterable[Clause]:
        """The clauses of which there is an entry, a clock or a count."""
        named = {each.clause for rows in (self.replay.entries, self.replay.clocks, self.replay.tallies, self.replay.vestings and
                 [each.entry for each in self.replay.vestings]) for each in rows}  # fmt: skip
        return [clause for clause in self.world.policy.clauses if clause.id in named]

    @cached_property
    def stands(self) -> Standing:
        return standing(self.world.events, self.world.policy.vocabulary, self.world.known_at)

    def day(self, event: Event) -> date:
        return day_of(event.at, self.world.policy.timezone)

    def deadlines(self) -> Iterator[tuple[Clock, Deadline, Clause]]:
        for clock in self.replay.clocks:
            clause = self.clauses[clock.clause]
            if isinstance(clause.form, Deadline):
                yield clock, clause.form, clause


Count = Callable[[Scene], int]


# --- constructs ----------------------------------------------------------------------------------------


def _forms(form: type, test: Callable[[Clause], object] = lambda _: True) -> Count:
    """Clauses of a form that spoke, with something about them."""
    return lambda scene: sum(isinstance(clause.form, form) and bool(test(clause)) for clause in scene.spoke)


def _parts(*parts: str) -> Count:
    return lambda scene: sum(entry.part in parts for entry in scene.scored.entries)


def _clocks(test: Callable[[Clock, Deadline, Clause], object]) -> Count:
    return lambda scene: sum(bool(test(*each)) for each in scene.deadlines())


def _notices(code: str) -> Count:
    return lambda scene: sum(problem.code == code for problem in scene.replay.notices)


def _entries(test: Callable[[Entry], object]) -> Count:
    return lambda scene: sum(bool(test(entry)) for entry in scene.replay.entries)


def _within(unit: str) -> Callable[[Clock, Deadline, Clause], object]:
    return lambda _, form, __: form.within is not None and form.within.text.lstrip("0123456789") == unit


def _late_by(unit: str) -> Callable[[Clock, Deadline, Clause], object]:
    return lambda clock, form, _: clock.outcome == "late" and form.late is not None and form.late.per == unit


CONSTRUCTS: dict[str, Count] = {
    "clauses at events": _forms(On, lambda clause: clause.kind != "veto"),
    "deadlines": _forms(Deadline),
    "frequencies": _forms(Frequency),
    "frequencies by day": _forms(Frequency, lambda clause: clause.form.per == "day"),
    "frequencies in named periods": _forms(Frequency, lambda clause: clause.form.per == "named"),
    "rates": _forms(Ratio),
    "rates of deadlines": _forms(Ratio, lambda clause: clause.form.over.what == "deadline"),
    "statistics": _forms(Measure),
    "appraisals": _forms(Appraisal),
    "checklists": _forms(Checklist),
    "limits in days": _clocks(_within("d")),
    "limits in working days": _clocks(_within("wd")),
    "limits in hours": _clocks(_within("h")),
    "limits in office hours": _clocks(_within("wh")),
    "deadlines counted back from another": _clocks(lambda _, form, __: form.before is not None),
    "due days written in the event": _clocks(lambda _, form, __: form.due is not None),
    "pairs by a field": _clocks(lambda _, form, __: form.match),
    "restarts with the whole limit": _clocks(lambda clock, form, _: clock.outcome == "restarted" and form.restart.carry == "whole"),
    "restarts with the rest of the limit": _clocks(lambda clock, form, _: clock.outcome == "restarted" and form.restart.carry == "rest"),
    "due days rolled on": _clocks(lambda clock, form, _: clock.due and form.roll == "next_workday"),
    "delays by day": _clocks(_late_by("day")),
    "delays by working day": _clocks(_late_by("workday")),
    "delays by week": _clocks(_late_by("week")),
    "delays by month": _clocks(_late_by("month")),
    "bonuses for being on time": _parts("on_time"),
    "rates against the previous year": lambda scene: sum(
        tally.value is not None and getattr(scene.clauses[tally.clause].form, "against", None) == "previous_year" for tally in scene.replay.tallies),
    "points by rank or beside the best": lambda scene: sum(
        clause.score is not None and type(clause.score.shape).__name__ in ("Rank", "MinMax", "ShareOfBest") for clause in scene.spoke),
    "shares by days held": lambda scene: sum(
        entry.share != 1 and any(line.responsible_at == "by_days" and line.role == entry.role for line in scene.clauses[entry.clause].lines)
        for entry in scene.replay.entries if entry.clause in scene.clauses),
    "split shares": _entries(lambda entry: entry.share != 1),
    "caps by case": _parts("cap_case"),
    "caps by subject": _parts("cap"),
    "sections held": _parts("section"),
    "one of an exclusive group": _parts("zero"),
    "points inherited": _parts("inherit"),
    "months rolled up": _parts("roll_up"),
    "monitored": _parts("monitored"),
}  # fmt: skip


# --- hard situations -----------------------------------------------------------------------------------


def _vested(scene: Scene) -> Iterator[tuple[int, bool]]:
    """For what had to last and was revoked: days from its vesting day to the revocation; whether there is an entry.

    Of clauses without a condition, so that an entry that is not there was forfeited.
    """
    written = {(entry.clause, entry.event) for entry in scene.replay.entries}
    for clause in scene.world.policy.clauses:
        if isinstance(clause.form, On) and clause.form.vest is not None and clause.form.at.when is None:
            for event, revoking in _revoked(scene, clause):
                vests = scene.day(event) + timedelta(days=clause.form.vest.count)
                if clause.in_force.from_ <= vests + timedelta(days=1) <= min(clause.in_force.to, scene.world.as_of):
                    yield (scene.day(revoking) - vests).days, (clause.id, event.id) in written


def _revoked(scene: Scene, clause: Clause) -> Iterator[tuple[Event, Event]]:
    """The clause's events and what came after each in its case that revokes."""
    events = scene.stands.events
    for place, event in enumerate(events):
        if event.kind in clause.form.at.kinds:
            later = (each for each in events[place + 1 :] if each.case == event.case)
            yield from ((event, each) for each in later if any(each.kind in revoke.at.kinds for revoke in clause.revoke))


def _handovers(scene: Scene) -> int:
    """Leaders charged on the day on which they took over or left."""
    turns = {(row.leader, day) for row in scene.world.roster.tenures for day in (row.from_, row.to)}
    return sum((entry.subject, entry.at) in turns for entry in scene.replay.entries if entry.subject_kind == "leader")


def _across(clock: Clock, _: Deadline, __: Clause) -> bool:
    """A pause stands where the due day would have been."""
    if clock.due is None or not clock.pauses:
        return False
    skipped = sum((((to or clock.due) - from_).days for from_, to, *_ in clock.pauses if from_ <= clock.due), 0)
    plain = clock.due - timedelta(days=skipped)
    return any(from_ <= plain and (to is None or plain < to) for from_, to, *_ in clock.pauses)


def _chains(scene: Scene) -> int:
    """Cases reopened twice or more, of which something was written."""
    reopened = Counter(event.case for event in scene.stands.events if event.kind == "reopened")
    named = {entry.case for entry in scene.replay.entries}
    return sum(count > 1 and case in named for case, count in reopened.items())


def _ties(scene: Scene) -> int:
    moments = Counter((event.case, event.at) for event in scene.stands.events if event.case)
    return sum(count > 1 for count in moments.values())


def _crowds(scene: Scene) -> int:
    """Events at which twenty clauses or more wrote something."""
    at = Counter(event for event, _ in {(entry.event, entry.clause) for entry in scene.replay.entries if entry.event})
    return sum(count >= 20 for count in at.values())


def _steps(step: str, outcome: str | None = None) -> Count:
    return lambda scene: sum((each.step, each.outcome) == (step, outcome) for veto in scene.replay.vetoes for each in veto.steps)


def _vetoes(status: str) -> Count:
    return lambda scene: sum(veto.status == status for card in scene.scored.cards for veto in card.vetoes)


def _exempted(scene: Scene) -> int:
    exempting = {event.id for event in scene.stands.events if event.kind == "exempted"}
    return sum(entry.part == "reverse" and not exempting.isdisjoint(entry.because) for entry in scene.replay.entries)


def _ruled(scene: Scene) -> int:
    ruling = {event.id for event in scene.stands.events if event.kind == "ruled"}
    return sum(entry.part == "reverse" and not ruling.isdisjoint(entry.because) for entry in scene.replay.entries)


SITUATIONS: dict[str, Count] = {
    "late": _clocks(lambda clock, *_: clock.outcome == "late"),
    "a limit of nought": _clocks(lambda clock, *_: clock.due == clock.started),
    "extended": _clocks(lambda clock, *_: clock.extensions),
    "an extension refused": _clocks(lambda clock, *_: clock.refused),
    "paused": _clocks(lambda clock, *_: clock.pauses),
    "paused across the due day": _clocks(_across),
    "lapsed": _clocks(lambda clock, *_: clock.outcome == "lapsed"),
    "a delay that grew into another year": _entries(lambda entry: entry.part == "late" and entry.span),
    "not vested yet": lambda scene: len(scene.replay.vestings),
    "revoked before it vested": lambda scene: sum(days < 0 and not there for days, there in _vested(scene)),
    "revoked on the vesting day": lambda scene: sum(days == 0 and not there for days, there in _vested(scene)),
    "revoked after it vested": lambda scene: sum(days > 0 and there for days, there in _vested(scene)),
    "reversed": _parts("reverse"),
    "reversed by an exemption": _exempted,
    "reversed by a ruling": _ruled,
    "a total adjusted by a ruling": _parts("adjust"),
    "a veto in effect": _vetoes("effective"),
    "a veto pending": _vetoes("pending"),
    "a veto not confirmed": _vetoes("unconfirmed"),
    "an appeal filed": _steps("filed"),
    "an appeal that revoked": _steps("decided", "revoked"),
    "an appeal that changed": _steps("decided", "changed"),
    "an appeal refused": _steps("decided", "upheld"),
    "a leader charged on the day of a handover": _handovers,
    "a post vacant for some days": _notices("run.post-vacant"),
    "a line that reached nobody": _notices("run.line-reached-nobody"),
    "a dissenter's share lapsed": _notices("run.share-lapsed"),
    "a merged unit's entry passed on": _entries(lambda entry: entry.instead_of),
    "a case reopened again and again": _chains,
    "events at one instant": _ties,
    "corrections": lambda scene: len(scene.stands.amended) + len(scene.stands.voided),
    "one id with two contents": lambda scene: len(scene.stands.conflicts),
    "known until a day": lambda scene: scene.world.known_at is not None,
    "an entry on a leap day": _entries(lambda entry: (entry.at.month, entry.at.day) == (2, 29)),
    "an entry on the last of the year": _entries(lambda entry: (entry.at.month, entry.at.day) == (12, 31)),
    "points beyond a million": _entries(lambda entry: abs(entry.points) > 10**6),
    "twenty clauses and more at one event": _crowds,
    "a silent month": lambda scene: sum(row.status == "silent" for row in scene.replay.coverage),
    "a card without data": lambda scene: sum(not card.data for card in scene.scored.cards),
}  # fmt: skip


def covered(scene: Scene) -> Counter[str]:
    """How many entries, clocks, counts … of each construct and each hard situation the case has."""
    return Counter({name: count(scene) for name, count in (CONSTRUCTS | SITUATIONS).items()})


def weighed(found: Replay) -> Counter[str]:
    """What there was to disagree about."""
    rows = {"entries": found.entries, "clocks": found.clocks, "tallies": found.tallies, "notices": found.notices}
    return Counter({"cases": 1, **{name: len(each) for name, each in rows.items()}})
