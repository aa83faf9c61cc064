"""From a figure back to its grounds: what is known of an entry, a subject, a case, a silent clause.

    id given -> entry  -> its clause at its event, condition by condition, day by day
             -> subject -> the card, section by section
             -> case    -> events, clocks and entries in order
             -> event   -> what it corrects, by what it was corrected (``corrections``)
    clause + case, unit or leader -> why it wrote nothing: the conjunct that failed, or the counts

Conditions are evaluated again by the reference engine over the same events, so what is shown is
what decided. Data only; ``reports.why_text`` says it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from functools import partial
from typing import Literal

from kaohe.engine.correct import standing
from kaohe.engine.event import Event
from kaohe.engine.event_file import read_columns
from kaohe.engine.event_search import events_about
from kaohe.engine.events import NoColumn
from kaohe.engine.ledger import Clock, Entry, Tally
from kaohe.engine.meaning.trace import Explained
from kaohe.engine.meaning.unscored import judged
from kaohe.engine.meaning.world import World
from kaohe.engine.order import in_order
from kaohe.engine.progress import Progress
from kaohe.engine.record_file import where
from kaohe.engine.reference import world_of
from kaohe.engine.roster import Roster
from kaohe.engine.stream import Stream, Streams
from kaohe.engine.why import Account, ClockReasons, Reason, reasons
from kaohe.engine.why_rows import CountedRow, deciding, row_reasons, rows_about
from kaohe.rules.expression.tree import Apply
from kaohe.rules.policy import Clause, Deadline, On, Policy
from kaohe.rules.record import record
from kaohe.scoring.card import Card
from kaohe.scoring.stored_run import Stored, clocks_of, roster_of_run
from kaohe.scoring.why import Why, WhyEntry, WhyLimit, why, why_entry
from kaohe.workbench.corrections import EventTrace, event_traced
from kaohe.workbench.figures import Figure, figures
from kaohe.workbench.near import near_entries, near_names
from kaohe.workbench.vetoes import Veto, vetoes_of


@record
class EntryTrace:
    """An entry and its grounds. ``clause`` None: the card itself made it. ``accounts`` hold the
    conditions as they were seen; empty for clauses judged over a span, whose counts ``figures`` are.
    """

    entry: Entry
    clause: Clause | None
    card: Card | None
    counted: WhyEntry | None
    limits: tuple[WhyLimit, ...]
    accounts: tuple[Account, ...]
    events: tuple[Event, ...]
    figures: tuple[Figure, ...]
    known: bool = True


@record
class SubjectTrace:
    whys: tuple[Why, ...]
    known: bool = True


@record
class ClauseTrace:
    """A clause, and the entries that it wrote in the run; of a veto, which writes none, the vetoes that fired."""

    clause: Clause
    wrote: tuple[Entry, ...]
    vetoes: tuple[Veto, ...] = ()
    known: bool = True


@record
class CaseTrace:
    """A case as it happened: its standing events in order, its clocks, the entries about it by day. ``voided`` are events
    that were withdrawn.

    ``asked`` is the number asked for: a repeat's own, when ``case`` is the matter it was linked to.
    """

    asked: str
    case: str
    events: tuple[Event, ...]
    clocks: tuple[Clock, ...]
    entries: tuple[Entry, ...]
    voided: tuple[Event, ...] = ()
    known: bool = True


@record
class Unknown:
    """Nothing in the run bears that name; ``near`` are names that do."""

    what: str
    near: tuple[str, ...]
    known: bool = False


Prospect = Literal["fired", "settled", "over", "until"]
"""``fired``: it did, or was counted in full; ``settled``: every clock has ended or fell due before the period; ``over``: the last day
that counts has passed by as-of; ``until``: it could still come true up to that day.
"""


@record
class RowTrace:
    """What a case, unit or leader was in a clause that counts, over one span."""

    row: CountedRow
    reasons: tuple[Reason, ...]
    events: tuple[Event, ...]


@record
class SilentTrace:
    """A clause and a case, unit or leader of which it wrote nothing.

    ``accounts`` are what it made of each event of its kinds, ``wrote`` the entries it did write, ``until``
    the last day on which an entry of it could still be dated, and ``as_of`` the day the run looked from. A
    clause that judges counts over a span (``counts``) has no accounts but ``figures``, those of the subject
    asked about, or ``rows``: what a case was in it. ``vetoes`` are those that fired about it, in force or
    not. ``asked`` is the id of an entry that was asked for and never written, as it came to 0 points.
    """

    clause: Clause
    about: str
    accounts: tuple[Account, ...]
    wrote: tuple[Entry, ...]
    triggers: tuple[str, ...]
    until: date
    as_of: date
    counts: bool = False
    figures: tuple[Figure, ...] = ()
    rows: tuple[RowTrace, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    asked: str | None = None
    known: bool = True

    @property
    def prospect(self) -> Prospect:
        """Whether anything could still come of it."""
        counted = bool(self.figures) or any(row.row.counted in ("hit", "miss", "value") for row in self.rows)
        fired = bool(self.accounts) and all(self.did(account) for account in self.accounts)
        if fired or (counted and self.until <= self.as_of):
            return "fired"
        clocks = [account for account in self.accounts if isinstance(account, ClockReasons)]
        if clocks and all(clock.line.ending is not None or self.is_past(clock) for clock in clocks):
            return "settled"
        return "over" if self.until <= self.as_of else "until"

    def did(self, account: Account) -> bool:
        """Whether the clause did fire at the event, or wrote an entry about the clock it opened."""
        if isinstance(account, ClockReasons):
            return any(entry.event == account.event for entry in self.wrote)
        return account.verdict == "fired"

    def is_past(self, clock: ClockReasons) -> bool:
        """Whether a late clock fell due before the period and grows no more."""
        late = self.clause.form.late if isinstance(self.clause.form, Deadline) else None
        return clock.outcome == "late" and clock.dated == "before" and (late is None or late.per == "occurrence")


Trace = EntryTrace | SubjectTrace | ClauseTrace | CaseTrace | EventTrace | SilentTrace | Unknown


def trace(stored: Stored, policy: Policy, what: str, progress: Progress | None = None) -> Trace:
    """What is known of an entry id, a unit or leader, a clause, the event of a veto, a case, or an event. ``progress`` is told how far a search is."""
    entry = _entry_of(stored, what)
    if entry is not None:
        return _entry_trace(stored, policy, entry, progress)
    cards = where(stored.scored.cards, subject=what)
    unwritten = _unwritten(stored, policy, what, progress)
    if unwritten is not None:
        return unwritten
    if cards:
        return SubjectTrace(tuple(why(policy, stored.scored, card) for card in cards))
    clause = next((each for each in policy.clauses if each.id == what), None)
    if clause is not None:
        vetoes = vetoes_of(stored, clause=what) if clause.veto is not None else ()
        return ClauseTrace(clause, where(stored.scored.entries, clause=what), vetoes)
    if vetoed := vetoes_of(stored, events={what}):
        return ClauseTrace(policy.clause(vetoed[0].event.clause), (), vetoed)
    world = world_of_case(stored, policy, what, progress)
    stream = stream_of(world, what)
    if stream is None:
        event = event_traced(stored, policy, what, progress)
        if event is not None:
            return event
        return Unknown(what, near_entries(what, stored, policy) or near_names(what, stored, policy))
    mine = where(stored.scored.entries, case=stream.id)
    clocks = where(clocks_of(stored.folder), case=stream.id)
    by_day = tuple(sorted(mine, key=lambda entry: entry.at))
    return CaseTrace(what, stream.id, tuple(stream.events), clocks, by_day, _voided(stored, policy, stream.id))


def _voided(stored: Stored, policy: Policy, case: str) -> tuple[Event, ...]:
    """The events of a case that were withdrawn, in order, as they were first told."""
    told = events_about(stored.events, policy.vocabulary, policy.timezone, {case})
    gone = frozenset(standing(told, policy.vocabulary, stored.receipt["known_at"]).voided)
    first = {event.id: event for event in told if event.id in gone}
    return in_order(first.values(), policy.vocabulary)


def _entry_of(stored: Stored, what: str) -> Entry | None:
    """The entry of that id. Its subject stands in it, and the ledger is in the order of subjects."""
    subject = what.partition("/")[2].partition("/")[0].partition(":")[2]
    found = where(stored.scored.entries, entry=what, subject={subject, subject.partition(":")[0]}) if subject else ()
    return next(iter(found or where(stored.scored.entries, entry=what)), None)


def trace_not(
    stored: Stored, policy: Policy, clause_id: str, about: str, progress: Progress | None = None
) -> SilentTrace | Unknown:
    """Why a clause wrote nothing (or what it wrote) about a case, a unit or a leader."""
    if clause_id not in {clause.id for clause in policy.clauses}:
        return Unknown(clause_id, tuple(get_close_matches(clause_id, [c.id for c in policy.clauses])))
    clause = policy.clause(clause_id)
    judged_once = isinstance(clause.form, On | Deadline) and clause.form.stream == "case"
    world = world_of_case(stored, policy, about, progress) if judged_once else world_of_run(stored, policy, progress)
    stream = stream_of(world, about)
    subjects = {card.subject for card in stored.scored.cards}
    if stream is None and judged_once and about in subjects:
        world = world_of_run(stored, policy, progress)
    stream = stream or _office_stream(world, about)
    if stream is None and about not in subjects:
        return Unknown(about, near_names(about, stored, policy))
    until = min(policy.period.to, clause.in_force.to)
    name = about if stream is None else stream.id
    by_case = where(stored.scored.entries, clause=clause_id, case=name)
    wrote = by_case or where(stored.scored.entries, clause=clause_id, subject=name)
    if not isinstance(clause.form, On | Deadline):
        tallies = [t for t in where(stored.scored.tallies, clause=clause_id, subject=about) if t.split is None]
        rows = tuple(RowTrace(row, row_reasons(row), deciding(row)) for row in _rows_of(clause, world, stream))
        return SilentTrace(
            clause, name, (), wrote, (), until, stored.as_of, counts=True, figures=figures(clause, tallies, world), rows=rows
        )
    kinds = _triggers(clause)
    events = () if stream is None else stream.events
    accounts = tuple(each for event in events if event.kind in kinds for each in reasons(world, clause_id, event.id))
    touched = {account.event for account in accounts}
    vetoes = vetoes_of(stored, clause_id, touched) if clause.veto is not None else ()
    return SilentTrace(clause, name, accounts, wrote, kinds, until, stored.as_of, vetoes=vetoes)


def _rows_of(clause: Clause, world: World, stream: Stream | None) -> tuple[CountedRow, ...]:
    """What a case was in a clause that counts. A unit or leader is asked for its figures, not for a row."""
    if stream is None or stream.kind != "case":
        return ()
    return judged(clause, stream.id, partial(rows_about, world, clause, stream.id))[0] or ()


def _unwritten(stored: Stored, policy: Policy, what: str, progress: Progress | None) -> SilentTrace | None:
    """The grounds of an entry that was never written, as its figure came to 0 points; None: no such figure."""
    clause, _, rest = what.partition("/")
    subject, _, span = rest.partition("/")
    subject = subject.partition(":")[2]
    if not (subject and where(stored.scored.tallies, clause=clause, subject=subject, period=span)):
        return None
    found = trace_not(stored, policy, clause, subject, progress)
    if isinstance(found, Unknown):
        return None
    return replace(found, asked=what, figures=tuple(each for each in found.figures if each.tally.period == span))


def failed_parts(explained: Explained) -> Iterator[Explained]:
    """The conjuncts of a condition that did not hold; the whole of it when it is no conjunction."""
    tree = explained.tree
    if isinstance(tree, Apply) and tree.name == "&&":
        for part in explained.parts:
            yield from failed_parts(part)
    elif explained.value is not True:
        yield explained


# --- parts ------------------------------------------------------------------------------------------


def _entry_trace(stored: Stored, policy: Policy, entry: Entry, progress: Progress | None) -> EntryTrace:
    # A veto's entry on a card stands for the clause and the event that ``of`` names.
    about, _, event_id = (entry.of or "").partition("/") if entry.part == "veto" else (entry.clause, "", entry.event)
    clause = next((each for each in policy.clauses if each.id == about), None)
    card = next((c for c in where(stored.scored.cards, subject=entry.subject) if c.key == entry.card), None)
    own = next((each for each in policy.clauses if each.id == entry.clause), None)
    counted, limits = (None, ()) if card is None or own is None else why_entry(stored.scored, card, own, entry)
    world = _world_of_entry(stored, policy, entry, clause, progress)
    accounts = reasons(world, clause.id, event_id) if clause is not None and event_id else ()
    cited = (*entry.because, event_id) if entry.part == "veto" and event_id else entry.because
    events = tuple(_events(world, cited))
    grounds = () if clause is None else figures(clause, _tallies(stored, entry), world)
    seen = {event.id for event in events}
    behind = {event.id: event for figure in grounds for event in figure.events if event.id not in seen}
    return EntryTrace(entry, clause, card, counted, limits, accounts, (*events, *behind.values()), grounds)


def _tallies(stored: Stored, entry: Entry) -> list[Tally]:
    """The counts a span entry rests on: its subject's, or those of the row it answers for."""
    spans = {(entry.span, entry.subject), (entry.span, entry.of), (entry.span, entry.instead_of)}
    return [] if entry.span is None else [t for t in where(stored.scored.tallies, clause=entry.clause) if (t.period, t.subject) in spans]


def _world_of_entry(
    stored: Stored, policy: Policy, entry: Entry, clause: Clause | None, progress: Progress | None
) -> World:
    """What an entry is explained by: its case's events, or all of them."""
    once = clause is not None and isinstance(clause.form, On | Deadline) and clause.form.stream == "case"
    if entry.case is not None and once and entry.part != "veto":
        return world_of_case(stored, policy, entry.case, progress)
    if clause is None and not entry.because:
        return World(policy, Roster(), Streams({}, {}, {}), stored.as_of, policy.period)
    return world_of_run(stored, policy, progress)


def world_of_run(stored: Stored, policy: Policy, progress: Progress | None = None) -> World:
    """All that the run looked at; events are made only where somebody looks at one."""
    from kaohe.engine.batch.ground import ground_of

    if progress is not None:
        progress(0, None)
    events = read_columns(stored.events, policy.vocabulary, policy.timezone).events
    looked_at = (policy, roster_of_run(stored, policy, events), events, stored.as_of, stored.receipt["known_at"])
    try:
        return ground_of(*looked_at)[0]
    except NoColumn:
        return world_of(*looked_at)[0]


def world_of_case(stored: Stored, policy: Policy, case: str, progress: Progress | None = None) -> World:
    """The same of one case: its own events and those of the cases linked with it, found without reading the others.

    Where the roster is made of the events, or one id has several contents, all events are read.
    """
    if stored.inputs.roster is None or "intake.conflict" in stored.receipt["problems"]:
        return world_of_run(stored, policy, progress)
    events = events_about(stored.events, policy.vocabulary, policy.timezone, {case}, progress)
    roster = roster_of_run(stored, policy, events)
    return world_of(policy, roster, events, stored.as_of, stored.receipt["known_at"])[0]


def stream_of(world: World, case: str) -> Stream | None:
    """The stream in which the case stands: its own, or the one it is linked to."""
    if case in world.streams.cases:
        return world.streams.cases[case]
    return next((s for s in world.streams.cases.values() if any(e.case == case for e in s.events)), None)


def _office_stream(world: World, subject: str) -> Stream | None:
    """What is known of a unit or a leader by that id; None: no event is about it."""
    return world.streams.units.get(subject) or world.streams.leaders.get(subject)


def _events(world: World, ids: Iterable[str]) -> Iterator[Event]:
    wanted = set(ids)
    seen: set[str] = set()
    for kind in ("case", "unit", "leader"):
        for stream in world.streams.of(kind).values():
            for event in stream.events:
                if event.id in wanted and event.id not in seen:
                    seen.add(event.id)
                    yield event


def _triggers(clause: Clause) -> tuple[str, ...]:
    if isinstance(clause.form, On):
        return clause.form.at.kinds
    if isinstance(clause.form, Deadline) and clause.form.start is not None:
        return clause.form.start.kinds
    return ()
