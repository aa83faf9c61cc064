"""Clauses in plain words: what they look at and when they take or give points."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch

from kaohe.reports.scheme.scores import score_words
from kaohe.reports.scheme.voice import Voice
from kaohe.rules.expression.tree import Expression
from kaohe.rules.policy import (
    Appraisal,
    Checklist,
    Clause,
    Deadline,
    Exclusive,
    Form,
    Frequency,
    Manual,
    Measure,
    On,
    Outcome,
    Over,
    Ratio,
    Revoke,
    Veto,
)
from kaohe.rules.value import plain


def clause_words(clause: Clause, voice: Voice) -> str:
    """The whole rule: its form, what it is worth, what holds it back."""
    percent = isinstance(clause.form, Ratio)
    return voice.joined([
        *_form(clause.form, voice),
        *_worth(clause, voice),
        "" if clause.score is None else score_words(clause.score, voice, percent=percent),
        "" if clause.veto is None else _veto(clause.veto, voice),
        "" if clause.exclusive is None else _exclusive(clause.exclusive, voice),
        *(_revoke(each, voice) for each in clause.revoke),
        _in_force(clause, voice),
    ])  # fmt: skip


def _worth(clause: Clause, voice: Voice) -> Iterator[str]:
    """The points of a clause that is judged event by event, and how long they must stand."""
    if isinstance(clause.form, On):
        yield "" if clause.points is None else voice.charge(clause.points, clause.form.at.kinds)
        yield "" if clause.form.vest is None else voice.say("vest", length=voice.length(clause.form.vest))


@singledispatch
def _form(form: Form, voice: Voice) -> Iterator[str]:
    """What the form looks at, and for those that say it themselves what it is worth."""
    raise TypeError(f"{type(form).__name__} has no words in {voice.lang}")


@_form.register
def _(form: On, voice: Voice) -> Iterator[str]:
    when = voice.condition(form.at.when, form.at.kinds)
    events = voice.kinds(form.at.kinds)
    yield voice.say("on-when", kinds=events, when=when) if when else voice.say("on", kinds=events)


# --- deadlines ----------------------------------------------------------------------------------


@_form.register
def _(form: Deadline, voice: Voice) -> Iterator[str]:
    yield _limit(form, voice)
    start = form.start.kinds if form.start else ()
    yield "" if form.late is None else voice.say("late", points=_outcome(form.late, start, voice))
    yield "" if form.on_time is None else voice.say("on-time", points=_outcome(form.on_time, start, voice))
    yield from _clock(form, start, voice)


def _limit(form: Deadline, voice: Voice) -> str:
    start = form.start.kinds if form.start else ()
    finish = voice.at(form.finish, start)
    if form.before is not None:
        length = voice.length(form.before.minus)
        return voice.say("before", clause=voice.clause(form.before.clause), length=length, finish=finish)
    began = voice.at(form.start) if form.start else ""
    if form.within is not None:
        return voice.say("within", start=began, limit=voice.spoken(form.within, start), finish=finish)
    if form.due is not None:
        return voice.say("due", start=began, due=voice.spoken(form.due, start), finish=finish)
    return voice.say("no-limit", start=began, finish=finish)


def _clock(form: Deadline, start: tuple[str, ...], voice: Voice) -> Iterator[str]:
    """What moves or ends the clock."""
    if form.match:
        yield voice.say("match", fields=voice.listed(voice.field(start, name) for name in form.match))
    if form.extend is not None:
        most = "" if form.extend.at_most is None else voice.say("extend-most", length=voice.length(form.extend.at_most))
        times = "" if form.extend.times is None else voice.say("extend-times", times=form.extend.times)
        yield voice.say("extend", at=voice.at(form.extend.at), most=most + times)
    if form.pause:
        yield voice.say("pause", states=voice.listed(_state(name, voice) for name in form.pause))
    if form.restart is not None:
        yield voice.say(f"restart-{form.restart.carry}", at=voice.at(form.restart.at))
    if form.lapse:
        yield voice.say("lapse", at=voice.ats(form.lapse))
    yield "" if form.roll == "none" else voice.say("roll")


def _state(name: str, voice: Voice) -> str:
    return voice.policy.states[name].title or name


def _outcome(outcome: Outcome, start: tuple[str, ...], voice: Voice) -> str:
    per = "" if outcome.per == "occurrence" else voice.say(f"per.{outcome.per}")
    most = "" if outcome.at_most is None else voice.say("at-most", points=plain(abs(outcome.at_most)))
    return per + voice.charge(outcome.points, (), start) + most


# --- frequencies --------------------------------------------------------------------------------


@_form.register
def _(form: Frequency, voice: Voice) -> Iterator[str]:
    who = voice.condition(form.who)
    count = voice.say(f"count.{form.count}")
    per = voice.say(f"span.{form.per}")
    least = voice.spoken(form.at_least)
    yield voice.say("frequency", who=voice.say("who", who=who) if who else voice.say("everyone"), per=per, least=least, count=count, at=voice.at(form.at))
    yield "" if form.days is None else voice.say("days", days=voice.condition(form.days))
    if form.short is not None:
        most = "" if form.short.at_most is None else voice.say("at-most", points=plain(abs(form.short.at_most)))
        yield voice.say(f"short-{form.short.per}", points=voice.charge(form.short.points) + most)
    yield voice.say(f"silent-{form.silent}") if form.self_reported else ""


# --- figures ------------------------------------------------------------------------------------


@_form.register
def _(form: Ratio, voice: Voice) -> Iterator[str]:
    kinds = form.over.kinds
    hit = voice.say(f"hit.{form.hit}") if isinstance(form.hit, str) else voice.text(form.hit.text, kinds)
    yield voice.say("ratio", over=_over(form.over, form.where, voice), hit=hit, by=voice.named(form.by.text, kinds))
    yield from _figure(form, voice)


@_form.register
def _(form: Measure, voice: Voice) -> Iterator[str]:
    kinds = form.over.kinds
    value = "" if form.value is None else voice.text(form.value.text, kinds)
    of = voice.say("measure-of", value=value) if value else ""
    statistic = voice.say(f"statistic.{form.statistic}")
    yield voice.say("measure", over=_over(form.over, form.where, voice), of=of, statistic=statistic, by=voice.named(form.by.text, kinds))
    yield "" if form.divide_by is None else voice.say("divide", by=voice.text(form.divide_by.text, kinds))
    yield from _figure(form, voice)


def _figure(form: Ratio | Measure, voice: Voice) -> Iterator[str]:
    """What holds for rates and statistics alike."""
    if form.against is not None:
        base = voice.say("against-year") if isinstance(form.against, str) else voice.text(form.against.text)
        yield voice.say("against", base=base)
    yield "" if form.otherwise is None else _too_few(form.minimum, form.otherwise, voice)
    if form.round is not None:
        mode = voice.say(f"mode.{form.round.mode}")
        if isinstance(form, Ratio):  # of a rate, four places are two of its percentage
            yield voice.say("round-percent", places=max(form.round.places - 2, 0), mode=mode)
        else:
            yield voice.say("round", places=form.round.places, mode=mode)
    yield voice.say("score-rounded") if form.score_rounded else ""


def _over(over: Over, where: Expression | None, voice: Voice) -> str:
    match over.what:
        case "events":
            rows = voice.kinds(over.kinds)
        case "deadline":
            rows = voice.say("over.deadline", clause=voice.clause(over.clause or ""))
        case what:
            rows = voice.say(f"over.{what}")
    when = voice.condition(where, over.kinds)
    return rows + (voice.say("where", when=when) if when else "")


def _too_few(minimum: int, otherwise: str, voice: Voice) -> str:
    said = voice.say(f"otherwise.{otherwise}")
    return voice.say("too-few", least=minimum, otherwise=said) if minimum > 1 else voice.say("none", otherwise=said)


@_form.register
def _(form: Appraisal, voice: Voice) -> Iterator[str]:
    yield voice.say(
        "appraisal", kinds=voice.kinds(form.kinds), field=voice.field(form.kinds, form.field), least=plain(form.least),
        greatest=plain(form.greatest), by=voice.named(form.by.text, form.kinds),
    )  # fmt: skip
    for key, name, weights in (("items", form.item, form.items), ("groups", form.group, form.groups)):
        if name is not None and weights:
            yield voice.say(key, names=_weighed(form, name, {code: plain(weight) for code, weight in weights.items()}, voice))
    yield "" if not form.trim else voice.say("trim", count=form.trim)
    yield "" if form.reason is None else voice.say("reason", field=voice.field(form.kinds, form.reason))
    yield "" if form.second is None else voice.say("second", field=voice.field(form.kinds, form.second))
    yield "" if form.otherwise is None else _too_few(form.minimum, form.otherwise, voice)


def _weighed(form: Appraisal, name: str, weights: dict[str, str], voice: Voice) -> str:
    """Items or groups by their titles; weights only where they differ."""
    tables = (voice.policy.vocabulary.kinds[kind].fields for kind in form.kinds)
    titles = next((table[name].titles for table in tables if name in table), {})
    alike = len(set(weights.values())) == 1
    return voice.listed(titles.get(code, code) + ("" if alike else f" {weight}") for code, weight in weights.items())


@_form.register
def _(form: Checklist, voice: Voice) -> Iterator[str]:
    items = voice.listed(item.title for item in form.items)
    yield voice.say("checklist", over=_over(form.over, form.where, voice), items=items)
    yield "" if form.missing is None else voice.say("missing", points=voice.charge(form.missing))
    yield "" if form.present is None else voice.say("present", points=voice.charge(form.present))


@_form.register
def _(form: Manual, voice: Voice) -> Iterator[str]:
    yield voice.say("manual", reason=form.reason)


# --- what holds it ------------------------------------------------------------------------------


def _veto(veto: Veto, voice: Voice) -> str:
    effects = voice.listed(voice.say(f"effect.{effect}") for effect in veto.effects)
    return voice.say("veto", effects=effects)


def _exclusive(exclusive: Exclusive, voice: Voice) -> str:
    return voice.say("exclusive", per=voice.say(f"exclusive.{exclusive.per}"), keep=voice.say(f"keep.{exclusive.keep}"), group=exclusive.group)


def _revoke(revoke: Revoke, voice: Voice) -> str:
    within = "" if revoke.within is None else voice.say("revoke-within", length=voice.length(revoke.within))
    return voice.say("revoke", within=within, at=voice.at(revoke.at))


def _in_force(clause: Clause, voice: Voice) -> str:
    """Said when the clause holds for part of the period only."""
    period = voice.policy.period
    if clause.in_force.from_ <= period.from_ and clause.in_force.to >= period.to:
        return ""
    return voice.say("in-force", from_=max(clause.in_force.from_, period.from_), to=min(clause.in_force.to, period.to))


def points_of(clause: Clause, voice: Voice) -> str:
    """The column of points."""
    if clause.kind == "veto":
        return voice.say("points.veto")
    if clause.kind == "monitored":
        return voice.say("points.none")
    if clause.score is not None:
        return voice.say("points.full", points=plain(clause.score.full))
    return voice.listed(voice.figure(each) for each in _charges(clause))


def _charges(clause: Clause) -> Iterator[Expression]:
    match clause.form:
        case Deadline(late=late, on_time=on_time):
            yield from (each.points for each in (late, on_time) if each is not None)
        case Frequency(short=short) if short is not None:
            yield short.points
        case Checklist(missing=missing, present=present):
            yield from (each for each in (missing, present) if each is not None)
        case _ if clause.points is not None:
            yield clause.points
