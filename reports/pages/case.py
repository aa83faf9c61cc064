"""A case as it went: its events in order with the due days between them, its clocks, what it cost or brought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kaohe.engine.event import Event
from kaohe.engine.ledger import Clock, Entry
from kaohe.engine.meaning.dueline import DueLine
from kaohe.reports.due_text import due_lines
from kaohe.reports.entry_text import entry_text
from kaohe.reports.pages.links import case_anchor
from kaohe.reports.pages.site import Site
from kaohe.reports.pages.strip import Strip, strip
from kaohe.reports.value_text import instant_text, signed, value_text
from kaohe.reports.words import say
from kaohe.rules.record import record


@record
class Moment:
    """A line of the timeline. ``look``: an event, or the due day of a clock that was kept or missed."""

    day: str
    look: str
    title: str
    link: str | None
    told: tuple[tuple[str, str], ...]
    id: str


@record
class ClockView:
    """``words``: the due date day by day; empty where the clock is not a case's own."""

    clause: str
    link: str
    started: str
    due: str
    span: str
    outcome: str
    late: bool
    late_by: int | None
    strip: Strip | None
    words: tuple[str, ...]


@record
class CaseEntry:
    day: str
    points: str
    clause: str
    clause_link: str
    subject: str
    title: str
    link: str
    text: str
    below_zero: bool


@record
class CaseView:
    anchor: str
    case: str
    moments: tuple[Moment, ...]
    clocks: tuple[ClockView, ...]
    entries: tuple[CaseEntry, ...]


def case_view(place: int, site: Site) -> CaseView:
    """The case at that place in the order of their numbers."""
    case, dossier = site.links.cases[place], site.dossier
    clocks, lines = dossier.clocks_by_case.get(case, ()), dossier.due_lines(case)
    moments = sorted(_moments(dossier.events_by_case[case], clocks, site), key=lambda one: one.day[:10])
    views = tuple(_clock(clock, lines, site) for clock in clocks)
    return CaseView(case_anchor(place), case, tuple(moments), views, _entries(dossier.entries_by_case.get(case, ()), site))


def _moments(events: Sequence[Event], clocks: Sequence[Clock], site: Site) -> Iterator[Moment]:
    """Due days stand after the events of their day: who acts on it is in time."""
    yield from (_event(event, site) for event in events)
    for clock in clocks:
        if clock.due is not None:
            title = say("site.case.due", site.lang, clause=site.clause_title(clock.clause), outcome=say(f"outcome.{clock.outcome}", site.lang))
            look = "late" if clock.outcome == "late" else "due"
            yield Moment(clock.due.isoformat(), look, title, site.links.clause(clock.clause), (), "")


def _event(event: Event, site: Site) -> Moment:
    kind = site.policy.vocabulary.kinds[event.kind]
    unit = [(say("site.case.unit", site.lang), event.unit)] if event.unit else []
    told = [
        (field.title, field.titles.get(str(event.fields[name])) or value_text(event.fields[name], None, site.here, site.lang))
        for name, field in kind.fields.items()
        if name in event.fields
    ]
    day = instant_text(event.at, site.here)[: 10 if event.dated else 16]
    amended = [(say("site.case.amended", site.lang), event.standing)] if event.standing else []
    return Moment(day, "event", kind.title, None, (*unit, *told, *amended), event.id)


def _clock(clock: Clock, lines: Mapping[tuple[str, str], DueLine], site: Site) -> ClockView:
    line = lines.get((clock.clause, clock.start))
    return ClockView(
        site.clause_title(clock.clause), site.links.clause(clock.clause), clock.started.isoformat(),
        "—" if clock.due is None else clock.due.isoformat(), _span(clock, site),
        say(f"outcome.{clock.outcome}", site.lang), clock.outcome == "late", clock.late_by, strip(clock, line, site.as_of),
        () if line is None else tuple(due_lines(line, clock.outcome, site.here, site.lang)),
    )  # fmt: skip


def _span(clock: Clock, site: Site) -> str:
    due = say("site.clock.no-due", site.lang) if clock.due is None else say("site.clock.due", site.lang, day=clock.due)
    ended = say("site.clock.runs", site.lang) if clock.ended is None else say("site.clock.ended", site.lang, day=clock.ended)
    return say("entry.on-time", site.lang, started=clock.started, due=due, ended=ended)


def _entries(entries: Sequence[Entry], site: Site) -> tuple[CaseEntry, ...]:
    return tuple(
        CaseEntry(
            entry.at.isoformat(), signed(entry.points), site.clause_title(entry.clause), site.links.clause(entry.clause),
            entry.subject, site.title(entry.subject_kind, entry.subject), site.links.entry(entry),
            entry_text(entry, site.book, site.lang), entry.points < 0,
        )
        for entry in sorted(entries, key=lambda entry: entry.at)
    )  # fmt: skip
