"""A condition and its values: each part as written, what it was worth, which events decided it."""

from __future__ import annotations

from collections.abc import Iterator

from kaohe.engine.meaning.trace import Explained
from kaohe.engine.why import Reason
from kaohe.reports.value_text import value_text
from kaohe.reports.words import Lang, say
from kaohe.rules.clock import Zone
from kaohe.rules.expression.chinese import in_chinese
from kaohe.rules.expression.parse import parse
from kaohe.rules.expression.titles import Titles, titles_of_policy
from kaohe.rules.expression.tree import Apply, Literal_
from kaohe.rules.policy import Policy
from kaohe.rules.record import record
from kaohe.workbench.tracing import failed_parts

DEEPEST = 4
"""Parts within parts shown; what lies deeper is in the values above it."""
_JOINS = ("&&", "||", "if")


@record
class Voice:
    """How conditions are told: in which language, at what local time, by whose titles."""

    lang: Lang
    here: Zone
    policy: Policy

    def titles(self, kinds: tuple[str, ...] = (), start: tuple[str, ...] = ()) -> Titles:
        return titles_of_policy(self.policy, kinds, start)


def condition_lines(explained: Explained, voice: Voice, *, kinds: tuple[str, ...] = (), start: tuple[str, ...] = ()) -> Iterator[str]:
    """The condition in Chinese (for Chinese readers), then part by part."""
    if voice.lang == "zh":
        said = chinese(explained.text, voice.titles(kinds, start))
        if said and said != explained.text:
            yield f"“{said}”"
    yield from _part(explained, voice, 0)


def reason_lines(
    reason: Reason, voice: Voice, *, kinds: tuple[str, ...] = (), start: tuple[str, ...] = ()
) -> Iterator[str]:
    """A condition under its heading; nothing of a figure that is written as such."""
    told = reason.explained
    if isinstance(told.tree, Literal_) or value_text(told.value, told.tree, voice.here, voice.lang) == told.text:
        return
    yield say("why.condition", voice.lang, key=reason.key)
    yield from (f"  {line}" for line in condition_lines(told, voice, kinds=kinds, start=start))


def failed_lines(
    reason: Reason, voice: Voice, *, kinds: tuple[str, ...] = (), start: tuple[str, ...] = ()
) -> Iterator[str]:
    """Each conjunct of a condition that did not hold."""
    for part in failed_parts(reason.explained):
        yield "  " + say("why-not.failed", voice.lang)
        yield from (f"    {line}" for line in condition_lines(part, voice, kinds=kinds, start=start))


def chinese(text: str, titles: Titles) -> str | None:
    """The condition in Chinese words; None where a name has no meaning at this position."""
    syntax, problems = parse(text)
    return None if syntax is None or problems else in_chinese(syntax, titles)


def _part(explained: Explained, voice: Voice, depth: int) -> Iterator[str]:
    if isinstance(explained.tree, Literal_):
        return
    value = value_text(explained.value, explained.tree, voice.here, voice.lang)
    by = say("condition.by", voice.lang, events=", ".join(explained.decided_by)) if explained.decided_by else ""
    text = " ".join(explained.text.split())
    yield f"{'  ' * depth}{text} → {value}{by}"
    if depth < DEEPEST and _is_worth_opening(explained):
        for part in explained.parts:
            yield from _part(part, voice, depth + 1)


def _is_worth_opening(explained: Explained) -> bool:
    """A history call says by which event it was decided; its inner conditions need not follow."""
    tree = explained.tree
    if isinstance(tree, Apply) and tree.name in (*_JOINS, "!"):
        return True
    return not explained.decided_by and len(explained.parts) > 0 and any(part.parts or part.decided_by for part in explained.parts)
