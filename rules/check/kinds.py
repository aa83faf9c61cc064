"""``closed | reopened``: names of kinds where a document names its triggers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kaohe.rules.check.spot import Findings
from kaohe.rules.nearest import nearest
from kaohe.rules.place import Located, Place
from kaohe.rules.vocabulary import SubjectKind, Vocabulary

_PART = re.compile(r"[^|]+")


def kinds_from(
    text: str, place: Place, vocabulary: Vocabulary, findings: Findings
) -> tuple[str, ...] | None:
    """The kinds that ``text`` joins, in the order written; None when one is not in the vocabulary."""
    found: list[str] = []
    sound = True
    for part in _PART.finditer(text):
        name = part[0].strip()
        at = part.start() + part[0].index(name) if name else part.start()
        here = text.at(at, len(name)) if isinstance(text, Located) else place
        if name not in vocabulary.kinds:
            findings.refuse(
                "clause.unknown-name", here, what="kind", name=name, near=nearest(name, vocabulary.kinds)
            )
            sound = False
        elif name in found:
            findings.refuse("policy.same-name", here, name=name)
        else:
            found.append(name)
    if not found and sound:
        findings.refuse("clause.unknown-name", place, what="kind", name=text)
        return None
    return tuple(found) if sound else None


def stream_of(
    groups: Sequence[tuple[str, ...]], asked: SubjectKind | None, vocabulary: Vocabulary, place: Place,
    findings: Findings,
) -> SubjectKind | None:
    """The stream in which every one of those kinds stands: the one asked for, or the first of the
    first kind that all share (P22). None, reported, when they share none.
    """
    about = [vocabulary.kinds[name].about for group in groups for name in group]
    if not about:
        return asked or "case"
    shared = [subject for subject in about[0] if all(subject in other for other in about)]
    if asked is not None:
        shared = [subject for subject in shared if subject == asked]
    if not shared:
        names = ", ".join(dict.fromkeys(name for group in groups for name in group))
        findings.refuse("clause.no-common-stream", place, kinds=names, stream=asked or "")
        return None
    return shared[0]
