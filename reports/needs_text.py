"""What a policy needs, in words: for each supplier the kinds of events, their fields, the clauses that read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap

from kaohe.reports.words import Lang, say
from kaohe.rules.policy import Policy
from kaohe.workbench.needs import KindNeed, Needs

WIDTH = 76


def needs_text(needs: Needs, policy: Policy, lang: Lang) -> str:
    """A paragraph for each supplier; what must be there is marked ``*``."""
    suppliers = [one for one in needs.suppliers if one]
    head = say("needs.head", lang, title=policy.title, kinds=len(needs.kinds), suppliers=len(suppliers))
    lines = [head]
    for supplier, kinds in needs.suppliers.items():
        name = supplier or say("needs.nobody", lang)
        lines += ["", say("needs.supplier", lang, name=name, count=len(kinds))]
        for need in kinds:
            lines += _kind(need, lang)
    lines += _always(needs, lang)
    lines += ["", *_roster(needs, lang)]
    return "\n".join(lines).rstrip()


def _kind(need: KindNeed, lang: Lang) -> Iterator[str]:
    kind = need.kind
    notes = say("needs.self-reported", lang) if kind.self_reported else ""
    yield "  " + say("needs.kind", lang, title=kind.title, name=kind.name, about="+".join(kind.about), notes=notes)
    if need.fields:
        fields = (f"{kind.fields[name].title} {name}{'*' if kind.fields[name].required else ''}" for name in need.fields)
        yield from _listed(say("needs.fields", lang), fields)
    own = [name for name in need.clauses if name != "*"]
    if own:
        yield from _listed(say("needs.clauses", lang), own)


def _always(needs: Needs, lang: Lang) -> Iterator[str]:
    """The kinds that no clause names, each with who supplies it."""
    if needs.always:
        yield from ("", say("needs.always", lang, count=len(needs.always)))
    for need in needs.always:
        yield from _kind(need, lang)
        if need.kind.supplied_by:
            yield f"    {say('needs.supplied', lang)}{need.kind.supplied_by}"


def _roster(needs: Needs, lang: Lang) -> Iterator[str]:
    for kind in ("unit", "leader"):
        names = [name for of, name in needs.attributes if of == kind]
        if names:
            yield say(f"needs.roster-{kind}", lang, names=", ".join(names))


def _listed(head: str, names: Iterator[str] | Sequence[str]) -> Iterator[str]:
    """Names after a heading, folded to the width of a page."""
    first, *rest = wrap(", ".join(names), WIDTH - 6 - len(head), break_long_words=False, break_on_hyphens=False)
    yield f"    {head}{first}"
    yield from (f"    {'  ' * len(head) if not head.isascii() else ' ' * len(head)}{line}" for line in rest)


def workbooks_text(made: Sequence[Path], folder: Path, lang: Lang) -> str:
    """How many workbooks were written, and what to do with them."""
    return say("needs.workbooks", lang, count=len(made), path=folder)
