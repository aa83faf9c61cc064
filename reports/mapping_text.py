"""A drafted mapping as YAML with comments; ``# ?`` stands where a person decides."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from kaohe.reports.words import Lang, say
from kaohe.rules.catalogue.glossary import TERMS
from kaohe.workbench.files.draft import Draft, FieldDraft, RuleDraft, TableDraft

_PLAIN = re.compile(r"[^\W\d_][\w/（）()·.-]*\Z")
_FLAGS = {"bool": "true, false"}
_NOT_TEXT = frozenset(("true", "false", "yes", "no", "null", "on", "off", "y", "n"))


def mapping_text(draft: Draft, name: str, lang: Lang) -> str:
    """The document: it loads as it stands, and says what it lacks."""
    return "\n".join(_lines(draft, name, lang)) + "\n"


def _lines(draft: Draft, name: str, lang: Lang) -> Iterator[str]:
    yield from say("map.head", lang, source=draft.source).splitlines()
    yield "kaohe: 1"
    yield f"mapping: {name}"
    yield f"vocabulary: {draft.vocabulary.name}"
    yield f"timezone: Asia/Shanghai  # {say('map.timezone', lang)}"
    yield from _mode(draft, lang)
    if draft.sheets:
        listed = ", ".join(map(_text, draft.sheets))
        yield f"file: {{sheet: {listed if len(draft.sheets) == 1 else f'[{listed}]'}}}"
    for number in draft.nameless:
        yield f"# ? {say('map.nameless', lang, number=number)}"
    if draft.discard:
        yield "discard:"
        for column, why, told in draft.discard:
            term = told if lang == "en" else TERMS.get(told, told)
            yield f"  - {_text(column)}  # {say(f'map.{why}', lang, told=term)}"
    if draft.tables:
        yield "tables:"
        for table in draft.tables:
            yield from _table(table, lang)
    yield "events:" if draft.rules else f"events: []  # ? {say('map.no-rules', lang)}"
    for rule in draft.rules:
        yield from _rule(rule, draft, lang)


def _mode(draft: Draft, lang: Lang) -> Iterator[str]:
    """What each export shows; a guess is marked."""
    mark = "" if draft.told else "? "
    yield f"mode: {'events' if draft.shows == 'records' else 'snapshot'}  # {mark}{say(f'map.shows-{draft.shows}', lang)}"
    if draft.shows == "part":
        yield "shows: part"
    if not draft.told:
        yield f"#   {say('map.shows-else', lang)}"


def _table(table: TableDraft, lang: Lang) -> Iterator[str]:
    yield f"  {table.name}:  # {say('map.table', lang, column=table.column)}"
    for text, code in table.codes:
        yield f"    {_text(text)}: {code}"
    if table.others:
        yield f"    # ? {say('map.others', lang, column=table.column, count=table.others)}"
    elif table.others is None:
        yield f"    # ? {say('map.many', lang, column=table.column)}"


def _rule(rule: RuleDraft, draft: Draft, lang: Lang) -> Iterator[str]:
    yield f"  - kind: {rule.kind.name}  # {rule.kind.title}"
    if rule.sometimes:
        yield f"    when: {{filled: [{_text(rule.at)}]}}"
    yield f"    at: {_text(rule.at)}"
    if rule.case is not None:
        if draft.shows != "records" and draft.once:
            yield f"    id: {{join: [{_text(rule.case)}, {_text(f'=-{rule.kind.name}')}]}}"
        others = ", ".join(one for one in draft.cases if one != rule.case) if rule is draft.rules[0] else ""
        yield f"    case: {_text(rule.case)}" + (f"  # ? {say('map.which-case', lang, columns=others)}" if others else "")
    elif rule.lacks_case:
        yield f"    # ? {say('map.no-case', lang)}"
    if rule.unit is not None:
        column = f"{{column: {_text(rule.unit)}, table: roster}}" if rule.by_name else _text(rule.unit)
        yield f"    unit: {column}  # {say('map.unit-named' if rule.by_name else 'map.unit', lang)}"
    elif rule.lacks_unit:
        yield f"    # ? {say('map.no-unit', lang)}"
    known = [one for one in rule.fields if one.column is not None or one.value is not None]
    if known:
        yield "    fields:"
    for one in rule.fields:
        yield from _field(one, "      " if known else "    ", lang)


def _field(one: FieldDraft, indent: str, lang: Lang) -> Iterator[str]:
    name, title = one.field.name, one.field.title
    if one.value is not None:
        yield f"{indent}{name}: {{value: {_text(one.value)}}}  # {title}"
    elif one.table is not None:
        yield f"{indent}{name}: {{column: {_text(one.column or '')}, table: {one.table}}}  # {title}"
    elif one.column is not None:
        yield f"{indent}{name}: {_text(one.column)}  # {title}"
    else:
        values = ", ".join(f"{code} {word}" for code, word in one.field.titles.items()) or _FLAGS.get(one.field.type.name, "")
        choice = say("map.values", lang, values=values) if values else ""
        yield f"{indent}# ? {say('map.field', lang, field=name, title=title)}{choice}"


def _text(text: str) -> str:
    """A scalar that YAML takes for this text; quoted where it could be anything else."""
    plain = _PLAIN.match(text) is not None and text.casefold() not in _NOT_TEXT
    return text if plain else json.dumps(text, ensure_ascii=False)
