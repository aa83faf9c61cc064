"""Two runs side by side: what went in, and which cards, clauses and entries differ, and by how much.

    inputs_apart(before, after)   documents, roster, events, days, engine, versions: from both receipts
    differences(before, after)    cards, clauses, entries

For a corrected event, a changed parameter, an appeal decided, another edition of the policy: what was
published, what it becomes, and the entries that make the difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import PurePath
from typing import Any, Literal

from kaohe.engine.ledger_difference import SORTS, ClauseRows, EntryChange, LedgerDifference, ledger_difference
from kaohe.engine.record_file import where
from kaohe.rules.record import record
from kaohe.scoring.card import Card, Scored
from kaohe.scoring.stored_run import Stored

CardId = tuple[str, str, str]
"""Subject kind, subject, card key."""
Seen = Literal[
    "total", "exact", "data", "provisional", "group", "grade", "rank", "would_be", "would_be_rank", "vetoes", "sections"
]
SEEN: tuple[Seen, ...] = (
    "total", "exact", "data", "provisional", "group", "grade", "rank", "would_be", "would_be_rank", "vetoes", "sections",
)  # fmt: skip
"""What a reader of a card sees."""
What = Literal[
    "policy", "edition", "document", "roster", "calendar", "events", "as_of", "known_at", "engine", "timezone", "version"
]


@record
class InputChange:
    """Something that went into one run and not, or otherwise, into the other; None: it did not go in.

    ``name`` is a package's; empty where ``what`` says all. Files are told by ``path, SHA-256``.
    """

    what: What
    name: str
    before: str | None
    after: str | None


@record
class CardChange:
    """A card that is not the same, in those ``fields``; None: there was, or is, no such card."""

    id: CardId
    before: Card | None
    after: Card | None
    fields: tuple[Seen, ...] = ()

    @property
    def points(self) -> Fraction:
        return (self.after.total if self.after else Fraction(0)) - (self.before.total if self.before else Fraction(0))


@record
class ClauseChange:
    """What a clause (or the card itself, ``card.…``) gives a subject on a card, before and after.

    ``card`` None: points that no card counts.
    """

    subject_kind: str
    subject: str
    card: str | None
    clause: str
    before: Fraction
    after: Fraction

    @property
    def points(self) -> Fraction:
        return self.after - self.before


@record
class Differences:
    """All of them; ``cards_looked_at`` and ``entries_looked_at`` (before, after) say among how many.

    ``totals`` are the clauses over all subjects, with the number of entries gone, new, changed (in points) and retold (in
    something else); of these ``gone``, ``new``, ``changed`` and ``retold`` hold as many as were asked for.
    """

    cards: tuple[CardChange, ...]
    clauses: tuple[ClauseChange, ...]
    totals: tuple[ClauseRows, ...]
    gone: tuple[EntryChange, ...]
    new: tuple[EntryChange, ...]
    changed: tuple[EntryChange, ...]
    retold: tuple[EntryChange, ...]
    cards_looked_at: int
    entries_looked_at: tuple[int, int]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many entries are gone, new, changed, retold."""
        return {name: sum(getattr(each, name) for each in self.totals) for name in SORTS}

    @property
    def none(self) -> bool:
        return not (self.cards or self.totals)


def differences(
    before: Scored, after: Scored, *, subject: str | None = None, clause: str | None = None,
    most: int | None = None, same_ledger: bool = False,
) -> Differences:  # fmt: skip
    """What ``after`` has otherwise than ``before``: cards by size of the difference, entries in ledger order.

    ``subject``: only its cards and entries. ``clause``: only its entries, and the cards to which it gives other points.
    ``most``: so many entries of each sort are listed (None: all). ``same_ledger``: known to be equal, so not read.
    """
    one, other = _of(before, subject), _of(after, subject)
    ledger = _same(one, other) if same_ledger else ledger_difference(one.entries, other.entries, clause=clause, most=most)
    clauses = tuple(ClauseChange(*owner, *pair) for owner, pair in ledger.sums.items())
    pairs = _pairs(one.cards, other.cards)
    cards = [change for id_, pair in pairs.items() if (change := CardChange(id_, *pair, _unlike(*pair))).fields]
    if clause is not None:
        touched = {(each.subject_kind, each.subject, each.card) for each in clauses}
        cards = [change for change in cards if change.id in touched]
    cards.sort(key=lambda change: (-abs(change.points), change.id))
    return Differences(
        tuple(cards), clauses, ledger.clauses, ledger.gone, ledger.new, ledger.changed, ledger.retold, len(pairs), ledger.rows
    )


def _of(scored: Scored, subject: str | None) -> Scored:
    if subject is None:
        return scored
    return replace(scored, entries=where(scored.entries, subject=subject), cards=where(scored.cards, subject=subject))


def _same(before: Scored, after: Scored) -> LedgerDifference:
    return LedgerDifference((), (), (), (), (), {}, (len(before.entries), len(after.entries)))


def _pairs(before: Iterable[Card], after: Iterable[Card]) -> dict[CardId, tuple[Card | None, Card | None]]:
    was, is_ = ({(card.subject_kind, card.subject, card.key): card for card in cards} for cards in (before, after))
    return {key: (was.get(key), is_.get(key)) for key in sorted(was.keys() | is_.keys())}


def _unlike(before: Card | None, after: Card | None) -> tuple[Seen, ...]:
    return tuple(name for name in SEEN if before is None or after is None or getattr(before, name) != getattr(after, name))


# --- what went in -------------------------------------------------------------------------------------


def inputs_apart(before: Stored, after: Stored) -> tuple[InputChange, ...]:
    """What both receipts say of inputs and versions, where they differ. A file that only moved is none."""
    sides = (before, after)
    policy = _otherwise(*(_named(one.receipt["policy"]) for one in sides))
    documents = _beside("document", *(list(one.receipt["policy"]["documents"].items()) for one in sides))
    names: tuple[What, ...] = ("roster", "calendar", "events")
    files = [change for what in names for change in _beside(what, *(_hashed(one, what) for one in sides))]
    return (*policy, *documents, *files, *_otherwise(*(_facts(one.receipt) for one in sides)))


Facts = Mapping[tuple[What, str], str | None]


def _named(policy: Mapping[str, Any]) -> Facts:
    return {("policy", ""): policy["name"], ("edition", ""): policy["version"]}


def _otherwise(before: Facts, after: Facts) -> Iterator[InputChange]:
    for what, name in dict.fromkeys([*before, *after]):
        pair = (before.get((what, name)), after.get((what, name)))
        if pair[0] != pair[1]:
            yield InputChange(what, name, *pair)


def _facts(receipt: Mapping[str, Any]) -> Facts:
    here = receipt["timezone"]
    return {
        ("as_of", ""): receipt["as_of"],
        ("known_at", ""): _text(receipt["known_at"]),
        ("engine", ""): receipt["engine"],
        ("timezone", ""): f"{here['name']}, {here['sha256']}",
        **{("version", name): version for name, version in sorted(receipt["versions"].items())},
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _beside(what: What, before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> Iterator[InputChange]:
    """Files (path, SHA-256) of which the other run has not the bytes: those of one file name beside each other, then as they come."""
    gone = [one for one in before if one[1] not in {hash_ for _, hash_ in after}]
    new = [one for one in after if one[1] not in {hash_ for _, hash_ in before}]
    for one in gone:
        named = [other for other in new if PurePath(other[0]).name == PurePath(one[0]).name]
        other = next(iter(named or new), None)
        if other is not None:
            new.remove(other)
        yield InputChange(what, "", ", ".join(one), other and ", ".join(other))
    yield from (InputChange(what, "", None, ", ".join(other)) for other in new)


def _hashed(stored: Stored, what: What) -> list[tuple[str, str]]:
    """The files of a run, as it reads them, with their hashes."""
    paths = {"roster": (stored.inputs.roster,), "calendar": (stored.inputs.calendar,), "events": stored.inputs.events}[what]
    told = stored.receipt[what]
    records = told if isinstance(told, list) else [told]
    return [(path.as_posix(), one["sha256"]) for path, one in zip(paths, records, strict=True) if path is not None]
