"""Who answers for a clause, and up to how many points."""

from __future__ import annotations

from kaohe.reports.scheme.voice import Voice
from kaohe.rules.policy import Appraisal, Cap, Clause, Deadline, Frequency, Line, Measure, On, Ratio
from kaohe.rules.value import plain

ALL = 1


def accountable(clause: Clause, voice: Voice) -> str:
    """The lines by title and share; what has no line of its own answers by what it is counted for."""
    return voice.listed(_line(line, clause, voice) for line in clause.lines)


def _line(line: Line, clause: Clause, voice: Voice) -> str:
    whom = _whom(line, clause, voice)
    notes = []
    if line.share != ALL:
        notes.append(f"{plain(line.share * 100)}%")
    if line.split == "each":
        notes.append(voice.say("each"))
    if line.responsible_at == "by_days":
        notes.append(voice.say("by-days"))
    return whom + (voice.say("where", when=voice.listed(notes)) if notes else "")


def _whom(line: Line, clause: Clause, voice: Voice) -> str:
    kinds = clause.form.at.kinds if isinstance(clause.form, On) else ()
    start = clause.form.start.kinds if isinstance(clause.form, Deadline) and clause.form.start else ()
    if line.post is not None and line.of is not None:
        post = voice.policy.vocabulary.posts.get(line.post, line.post)
        return voice.say("post", of=voice.named(line.of.text, kinds, start), post=post)
    said = voice.listed(voice.named(each.text, kinds, start) for each in line.subjects)
    return _counted_for(clause, voice) if [each.text for each in line.subjects] == ["subject"] else said


def _counted_for(clause: Clause, voice: Voice) -> str:
    """Whom a rate, a statistic or an appraisal is counted for."""
    match clause.form:
        case Ratio() | Measure():
            return voice.named(clause.form.by.text, clause.form.over.kinds)
        case Appraisal():
            return voice.named(clause.form.by.text, clause.form.kinds)
        case Frequency():
            return voice.say("subject")
    return voice.say("subject")


def limits(clause: Clause, voice: Voice) -> str:
    """The caps, in words; empty when there is none."""
    if clause.unit_cap == clause.leader_cap:
        shared = clause.unit_cap.times_share and any(line.share != ALL for line in clause.lines)
        said = _cap(clause.unit_cap, voice)
        return said + voice.say("where", when=voice.say("cap.share")) if said and shared else said
    kinds = {line.kind for line in clause.lines}
    caps = [("unit", clause.unit_cap), ("leader", clause.leader_cap)]
    worded = [(kind, _cap(cap, voice)) for kind, cap in caps if kind in kinds]
    return voice.joined(voice.say(f"cap.{kind}", cap=words) for kind, words in worded if words)


def _cap(cap: Cap, voice: Voice) -> str:
    parts = [
        "" if cap.per_case is None else voice.say("cap.case", points=plain(cap.per_case)),
        "" if cap.per_subject is None else voice.say("cap.subject", points=plain(cap.per_subject)),
    ]
    return voice.listed(parts)
