"""``kaohe why`` and ``why-not`` for a terminal: from a figure down to a quotation and a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kaohe.engine.event import Event
from kaohe.engine.ledger import Entry
from kaohe.engine.why import Account, ClockReasons, NoClock, OnReasons, Wait
from kaohe.reports.card_text import card_text, columns, shown_entries
from kaohe.reports.condition_text import Voice, failed_lines, reason_lines
from kaohe.reports.due_text import due_lines
from kaohe.reports.entry_text import Book, entry_text
from kaohe.reports.figure_text import figure_lines, row_lines
from kaohe.reports.tables import scorecard_of
from kaohe.reports.value_text import instant_text, signed, value_text
from kaohe.reports.veto_text import course_lines, veto_text
from kaohe.reports.words import Lang, say
from kaohe.rules.clock import zone
from kaohe.rules.policy import Clause, Deadline, Frequency, On, Policy
from kaohe.rules.value import plain, shown
from kaohe.workbench.corrections import EventTrace
from kaohe.workbench.tracing import (
    CaseTrace,
    ClauseTrace,
    EntryTrace,
    SilentTrace,
    SubjectTrace,
    Trace,
    Unknown,
)
from kaohe.workbench.vetoes import Veto

_AT_THE_START = ("deadline.when", "deadline.within", "deadline.due")
"""Expressions of a deadline that stand at the event that opened it."""
NAMED = 5
"""Entries named where a clause did write something; the rest is counted."""


def why_text(found: Trace, book: Book, lang: Lang) -> str:
    """What ``tracing.trace`` found."""
    voice = voice_of(book.policy, lang)
    match found:
        case EntryTrace():
            lines = _entry(found, book, voice)
        case SubjectTrace():
            lines = (card_text(each, book, lang, every=True) for each in found.whys)
        case ClauseTrace():
            lines = _of_clause(found, voice)
        case CaseTrace():
            lines = _case(found, voice)
        case EventTrace():
            lines = _event(found, voice)
        case SilentTrace():
            lines = _silent(found, voice)
        case Unknown():
            lines = unknown_lines(found, lang)
    return "\n".join(lines)


def entries_in(found: Trace) -> list[Entry]:
    """The entries that are told in full."""
    match found:
        case EntryTrace():
            limits = [limit.entry for limit in found.limits]
            taken = found.counted.taken_back if found.counted is not None else ()
            return [found.entry, *taken, *limits]
        case SubjectTrace():
            return [entry for each in found.whys for entry in shown_entries(each, every=True)]
    return []


def why_not_text(found: SilentTrace | Unknown, policy: Policy, lang: Lang) -> str:
    """What ``tracing.trace_not`` found."""
    lines = unknown_lines(found, lang) if isinstance(found, Unknown) else _silent(found, voice_of(policy, lang))
    return "\n".join(lines)


def voice_of(policy: Policy, lang: Lang) -> Voice:
    here = zone(policy.timezone)
    assert here is not None, "a checked policy has a known timezone"
    return Voice(lang, here, policy)


def unknown_lines(found: Unknown, lang: Lang) -> Iterator[str]:
    yield say("why.unknown", lang, what=found.what)
    if found.near:
        yield say("usage.did-you-mean", lang, names=", ".join(found.near))


# --- an entry ---------------------------------------------------------------------------------------


def _entry(found: EntryTrace, book: Book, voice: Voice) -> Iterator[str]:
    entry, lang = found.entry, voice.lang
    yield say("why.entry", lang, id=entry.id)
    about = entry.case or entry.span or "—"
    who = entry.subject if found.card is None else say("why.who", lang, title=found.card.title, id=entry.subject)
    yield "  " + say("why.points", lang, points=signed(entry.points), subject=who, at=entry.at, about=about)
    yield f"  {entry_text(entry, book, lang)}"
    if entry.of is not None and entry.part in ("reverse", "zero"):
        yield "  " + say("why.of", lang, id=entry.of)
    if entry.part in ("start", "section", "reweigh") and entry.section is not None:
        yield "  " + say("why.section", lang, title=voice.policy.section_titles.get(entry.section, entry.section))
    if found.clause is not None:
        yield from _clause(found.clause, voice)
        yield from (f"  {line}" for figure in found.figures for line in figure_lines(figure, voice))
    for account in found.accounts:
        yield from _account(account, voice)
    if found.events:
        yield say("why.events", lang)
        yield from (f"  {line}" for line in event_lines(found.events, voice))
    yield from _counted(found, book, lang)


def _clause(clause: Clause, voice: Voice) -> Iterator[str]:
    lang = voice.lang
    yield say("why.clause", lang, title=clause.title, id=clause.id, place=clause.place)
    for basis in clause.basis:
        source = voice.policy.sources.get(basis.source)
        file = f"（{source.file}）" if source is not None and source.file else ""
        yield "  " + say("why.basis", lang, basis=basis.text(voice.policy.sources) + file)
    if clause.points_from:
        yield "  " + say("why.points-from", lang, origin=say(f"origin.{clause.points_from}", lang))


def _account(account: Account, voice: Voice) -> Iterator[str]:
    if isinstance(account, ClockReasons):
        yield say("why.due-line", voice.lang)
        yield from (f"  {line}" for line in due_lines(account.line, account.outcome, voice.here, voice.lang))
    elif account.verdict != "fired":
        yield say("why.verdict", voice.lang, event=account.event, verdict=say(f"verdict.{account.verdict}", voice.lang))
    if isinstance(account, OnReasons) and account.wait is not None:
        yield wait_text(account, account.wait, voice)
    kinds, start = _kinds(account, voice.policy)
    for reason in account.reasons:
        own = start if reason.key in _AT_THE_START else kinds
        yield from reason_lines(reason, voice, kinds=own, start=start)


def wait_text(account: OnReasons, wait: Wait, voice: Voice) -> str:
    """Why what has to last is counted on its day, not yet, or not at all."""
    form = voice.policy.clause(account.clause).form
    assert isinstance(form, On)
    assert form.vest is not None, "only what has to vest waits"
    lost = wait.lost or ("", None)
    key = "lost" if wait.lost else "open" if account.verdict == "still_vesting" else "stood"
    return say(
        f"why.wait-{key}", voice.lang, vest=form.vest, since=wait.since, last=wait.last, dated=account.dated, event=lost[0], day=lost[1]
    )


def _kinds(account: Account, policy: Policy) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The kinds of the position's event, and of the opening one, by which fields are titled."""
    form = policy.clause(account.clause).form
    if isinstance(form, On):
        return form.at.kinds, ()
    if isinstance(form, Deadline) and form.start is not None:
        return (form.start.kinds, form.start.kinds) if isinstance(account, NoClock) else ((), form.start.kinds)
    return (), ()


def event_lines(events: Iterable[Event], voice: Voice, asked: str | None = None) -> Iterator[str]:
    """One line each; an event that came under another number than the case's, or says what an amendment made of it, says so."""
    for event in events:
        kind = voice.policy.vocabulary.kinds[event.kind]
        titles = {name: field.titles.get(str(event.fields.get(name)), "") for name, field in kind.fields.items()}
        told = [
            f"{kind.fields[name].title}={titles.get(name) or value_text(value, None, voice.here, voice.lang)}"
            for name, value in event.fields.items()
            if name in kind.fields
        ]
        unit = [say("why.unit", voice.lang, unit=event.unit)] if event.unit else []
        day = instant_text(event.at, voice.here)[: 10 if event.dated else 16]
        own = [say("why.own-case", voice.lang, case=event.case)] if asked and event.case not in (None, asked) else []
        amended = [say("why.amended", voice.lang, by=event.standing)] if event.standing else []
        yield "  ".join([day, kind.title, *unit, *told, *own, f"[{event.id}]", *amended])


def _counted(found: EntryTrace, book: Book, lang: Lang) -> Iterator[str]:
    """The share of the line, what took the points back or held them, and what the card made of it."""
    if found.counted is not None:
        share = found.counted.line_share * found.entry.share
        counted = signed(found.counted.counted)
        yield say("why.share", lang, role=found.entry.role, share=plain(share))
        yield say("why.counted", lang, points=signed(found.entry.points), counted=counted)
        for entry in (*found.counted.taken_back, *(limit.entry for limit in found.limits)):
            text = entry_text(entry, book, lang)
            yield "  " + say("why.taken", lang, points=signed(entry.points), text=text, id=entry.id)
    if found.card is not None:
        total = shown(found.card.total, scorecard_of(found.card, book.policy).places)
        yield say("why.card", lang, subject=found.card.title, total=total, card=found.card.key)


# --- a case, and a clause that kept silent ----------------------------------------------------------


def _case(found: CaseTrace, voice: Voice) -> Iterator[str]:
    lang = voice.lang
    if found.asked != found.case:
        yield say("why.linked", lang, asked=found.asked, case=found.case)
    yield say("why.case", lang, case=found.case, events=len(found.events), entries=len(found.entries))
    yield from (f"  {line}" for line in event_lines(found.events, voice, asked=found.case))
    if found.voided:
        yield say("why.voided", lang)
        yield from (f"  {line}" for line in event_lines(found.voided, voice, asked=found.case))
    if found.clocks:
        yield say("why.clocks", lang)
        rows = [
            [c.clause, f"{c.started} → {c.due or '—'}", str(c.ended or "—"), say(f"outcome.{c.outcome}", lang)] for c in found.clocks
        ]
        yield from columns(rows, "llll", "  ")
    yield say("why.entries", lang)
    rows = [[str(e.at), signed(e.points), e.subject, e.id] for e in found.entries]
    yield from columns(rows, "lrll", "  ") if rows else ["  " + say("why.no-entries", lang)]


def _event(found: EventTrace, voice: Voice) -> Iterator[str]:
    """What became of an event, and where the rest of the story stands."""
    lang, event = voice.lang, found.event
    yield from event_lines([event], voice)
    yield "  " + say(f"why.event-{found.stand}", lang, target=event.amends or event.voids)
    for key, events in (("why.event-target", [found.target] if found.target else []), ("why.event-by", found.by)):
        if events:
            yield say(key, lang)
            yield from (f"  {line}" for line in event_lines(events, voice))
    if found.about is not None:
        yield say("why.event-ask", lang, about=found.about)


def _of_clause(found: ClauseTrace, voice: Voice) -> Iterator[str]:
    """What it rests on, and the ids by which its entries are asked about."""
    yield from _clause(found.clause, voice)
    if found.clause.veto is not None:
        yield say("why.clause-vetoed" if found.vetoes else "why.clause-no-veto", voice.lang)
        yield from (f"  {line}" for veto in found.vetoes for line in _veto(veto, found.clause, voice.lang))
        return
    yield say("why.clause-wrote" if found.wrote else "why.clause-silent", voice.lang, count=len(found.wrote))
    yield from (f"  {entry.id}" for entry in found.wrote[:NAMED])
    if len(found.wrote) > NAMED:
        yield "  …"
    yield say("why.clause-not", voice.lang, id=found.clause.id)


def _veto(veto: Veto, clause: Clause, lang: Lang) -> Iterator[str]:
    """Whom it stands on, what it does to each card, and how it came to that."""
    event = veto.event
    title = veto.stands[0][0].title if veto.stands else event.subject
    yield say("why.veto", lang, title=title, id=event.subject)
    yield from ("  " + say("why.veto-card", lang, card=card.key, text=veto_text(line, clause.title, lang)) for card, line in veto.stands)
    if not veto.stands:
        yield "  " + say("why.veto-no-card", lang)
    yield from (f"  {line}" for line in course_lines(event, lang))


def _silent(found: SilentTrace, voice: Voice) -> Iterator[str]:
    lang = voice.lang
    if found.asked is not None:
        yield say("why.unwritten", lang, id=found.asked)
    yield from _clause(found.clause, voice)
    if found.wrote:
        more = "…" if len(found.wrote) > NAMED else ""
        ids = ", ".join([*(entry.id for entry in found.wrote[:NAMED]), *filter(None, [more])])
        yield say("why-not.wrote", lang, count=len(found.wrote), ids=ids)
    if found.counts:
        yield from _counts(found, voice)
    elif not found.accounts:
        kinds = ("、" if lang == "zh" else ", ").join(_titles(found.triggers, voice))
        yield say("why-not.no-event", lang, about=found.about, kinds=kinds or "—")
    for account in found.accounts:
        yield from _why_silent(account, found, voice)
    yield from (f"  {line}" for veto in found.vetoes for line in _veto(veto, found.clause, lang))
    if found.prospect != "fired" and found.asked is None:
        yield say(f"why-not.{found.prospect}", lang, day=found.until, as_of=found.as_of)


def _titles(kinds: Iterable[str], voice: Voice) -> list[str]:
    return [voice.policy.vocabulary.kinds[kind].title for kind in kinds]


def _counts(found: SilentTrace, voice: Voice) -> Iterator[str]:
    """A clause that judges counts: what it counted of the subject, span by span, or what the case was in it."""
    lang = voice.lang
    if found.rows:
        yield from (line for each in found.rows for line in row_lines(each, voice))
        return
    if not found.figures:
        yield say("why-not.no-tally", lang, about=found.about)
        return
    short = [each for each in found.figures if each.tally.value is not None and each.tally.value < 1]
    if isinstance(found.clause.form, Frequency):
        unknown = sum(each.tally.value is None for each in found.figures)
        yield say("why-not.judged", lang, spans=len(found.figures), short=len(short), unknown=unknown)
    listed = short if isinstance(found.clause.form, Frequency) else found.figures
    yield from (f"  {line}" for each in listed for line in figure_lines(each, voice))


def _why_silent(account: Account, found: SilentTrace, voice: Voice) -> Iterator[str]:
    lang = voice.lang
    if isinstance(account, ClockReasons):
        yield from _account(account, voice)
        if account.outcome == "late" and account.dated == "before":
            yield "  " + say("why-not.before" if found.is_past(account) else "why-not.before-growing", lang, due=account.line.due)
        return
    yield say("why.verdict", lang, event=account.event, verdict=say(f"verdict.{account.verdict}", lang))
    if isinstance(account, OnReasons) and account.wait is not None:
        yield "  " + wait_text(account, account.wait, voice)
    if account.verdict != "condition_failed":
        return
    kinds, start = _kinds(account, voice.policy)
    for reason in account.reasons:
        if reason.key in ("when", "deadline.when"):
            yield from failed_lines(reason, voice, kinds=kinds, start=start)
