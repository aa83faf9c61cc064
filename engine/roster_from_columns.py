"""The roster that events kept as columns imply (``roster_from_events``), without making an event of a row."""

from __future__ import annotations

from collections.abc import Iterator

from kaohe.engine.events import Events, texts_in
from kaohe.engine.roster import OfficeKind, Roster
from kaohe.engine.roster_from_events import implied
from kaohe.rules.expression.tree import Type
from kaohe.rules.vocabulary import Vocabulary


def roster_from_columns(events: Events, vocabulary: Vocabulary) -> Roster:
    """Units and leaders named in headers and in fields of those types."""
    return implied(named_in_columns("unit", events, vocabulary), named_in_columns("leader", events, vocabulary))


def named_in_columns(office: OfficeKind, events: Events, vocabulary: Vocabulary) -> set[str]:
    """Ids of that kind of office in the events' headers and typed fields."""
    return set(_named_in_columns(office, events, vocabulary))


def _named_in_columns(office: OfficeKind, events: Events, vocabulary: Vocabulary) -> Iterator[str]:
    yield from texts_in(events.column(office))
    for column in events.columns.fields:
        for kind in column.kinds:
            if _is_office(vocabulary.kinds[kind].fields[column.field].type, office):
                said = events.said(kind, column.name)
                yield from () if said is None else texts_in(said)


def _is_office(type_: Type, office: OfficeKind) -> bool:
    return office in (type_.name, type_.of.name if type_.of is not None else None)
