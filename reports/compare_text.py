"""``kaohe compare`` for a terminal, a spreadsheet or a program: what two runs differ in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from kaohe.engine.ledger import Entry
from kaohe.engine.ledger_difference import SORTS, ClauseRows, EntryChange
from kaohe.reports.fold import folded
from kaohe.reports.value_text import instant_text, signed
from kaohe.reports.words import Lang, say
from kaohe.rules.clock import zone
from kaohe.rules.policy import Policy
from kaohe.rules.record import record
from kaohe.rules.value import plain
from kaohe.scoring.card import Card
from kaohe.scoring.compare import CardChange, Differences, InputChange
from kaohe.scoring.stored_run import Stored

SHOWN = 12
"""Lines of a list before the rest is only counted."""
_COLUMNS = ("total", "grade", "rank")
_ARROW = " → "
_NOTHING = "—"
_HASH = 64


@record
class Compared:
    """Two runs, by what they were judged (None: neither kept nor at hand), and what they differ in."""

    before: Stored
    after: Stored
    policies: tuple[Policy | None, Policy | None]
    inputs: tuple[InputChange, ...]
    found: Differences

    @property
    def roots(self) -> tuple[str, str]:
        return self.before.receipt["root"], self.after.receipt["root"]


# --- for a terminal -----------------------------------------------------------------------------------


def compare_text(told: Compared, lang: Lang, *, every: bool = False) -> str:
    """What went in, then cards, clauses and entries. ``every``: no list is shortened."""
    most = None if every else SHOWN
    lines = [*say("compare.head", lang, before=told.before.folder, after=told.after.folder).split("\n"), "", *_inputs(told, lang)]
    found = told.found
    if found.none:
        return "\n".join([*lines, "", folded(_equal(told, lang))])
    lines += _cards(told, lang, most)
    lines += _clauses(told, lang)
    if not found.totals:
        return "\n".join([*lines, "", f"■ {_all_the_same(found, lang)}"])
    lines += _entries(found, lang, most)
    return "\n".join([*lines, "", folded(say("compare.ask", lang, before=told.before.folder, after=told.after.folder))])


def _all_the_same(found: Differences, lang: Lang) -> str:
    return say("compare.entries-same", lang, entries=say("compare.count-entry", lang, count=found.entries_looked_at[0]))


def _equal(told: Compared, lang: Lang) -> str:
    cards = say("compare.count-card", lang, count=told.found.cards_looked_at)
    entries = say("compare.count-entry", lang, count=told.found.entries_looked_at[0])
    if told.roots[0] == told.roots[1]:
        same = say("compare.equal", lang, root=told.roots[0][:12], cards=cards, entries=entries)
        counted = told.before.receipt["tallies_root"] == told.after.receipt["tallies_root"]
        return same if counted else f"{same}\n{say('compare.tallies', lang)}"
    return say("compare.equal-in-part", lang, cards=cards, entries=entries)


def _inputs(told: Compared, lang: Lang) -> Iterator[str]:
    if told.inputs:
        yield f"■ {say('compare.inputs', lang)}"
        for change in told.inputs:
            yield "  " + say(f"compare.input.{change.what}", lang, name=change.name)
            yield from (f"    {side} {_input(change, value, told, lang)}" for side, value in (("A", change.before), ("B", change.after)))
    else:
        yield f"■ {say('compare.same-inputs', lang)}"
    if told.roots[0] != told.roots[1]:
        yield f"  {say('compare.roots', lang)}"
        yield from (f"    {side} {root[:12]}" for side, root in zip("AB", told.roots, strict=True))
        if not told.inputs:
            yield folded("  " + say("compare.unexplained", lang))


def _input(change: InputChange, value: str | None, told: Compared, lang: Lang) -> str:
    """A value as a person reads it: hashes by their first digits, an instant on the clock of the policy."""
    if value is None:
        return say("compare.none", lang)
    policy = next(filter(None, told.policies), None)
    here = zone(policy.timezone) if policy is not None else None
    if change.what == "known_at" and here is not None:
        return instant_text(int(value), here)
    head, comma, hash_ = value.rpartition(", ")
    return f"{head}{comma}{hash_[:12]}" if len(hash_) == _HASH else value


def _cards(told: Compared, lang: Lang, most: int | None) -> Iterator[str]:
    found = told.found
    yield from ("", f"■ {say('compare.cards', lang, all=found.cards_looked_at, count=len(found.cards))}")
    if found.cards:
        heads = [
            say("compare.col.subject", lang), say("compare.col.title", lang), say("compare.col.card", lang), "A", "B",
            *(say(f"compare.col.{name}", lang) for name in ("difference", "grade", "rank", "also")),
        ]  # fmt: skip
        yield from _table(heads, [_card(each, told, lang) for each in found.cards[:most]], "lllrrrlll")
        yield from _more(len(found.cards), most, lang)


def _card(change: CardChange, told: Compared, lang: Lang) -> list[str]:
    was, is_ = change.before, change.after
    card = is_ or was
    assert card is not None
    return [
        card.subject, card.title, card.key, _total(was), _total(is_), signed(change.points) if change.points else _NOTHING,
        _pair(_grade(was, told.policies[0]), _grade(is_, told.policies[1])),
        _pair(_rank(was), _rank(is_)),
        _also(change, lang),
    ]  # fmt: skip


def _also(change: CardChange, lang: Lang) -> str:
    """What else differs on a card; that its sections do goes without saying where its total does."""
    if change.before is None or change.after is None:
        return say("compare.only-b" if change.before is None else "compare.only-a", lang)
    said = {*_COLUMNS, *(("exact", "sections") if "total" in change.fields else ())}
    return _list((say(f"compare.seen.{name}", lang) for name in change.fields if name not in said), lang)


def _list(words: Iterable[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(words)


def _total(card: Card | None) -> str:
    return _NOTHING if card is None or not card.data else plain(card.total)


def _grade(card: Card | None, policy: Policy | None) -> str:
    """The grade's printed name, where the policy is known."""
    if card is None or card.grade is None:
        return _NOTHING
    cards = [] if policy is None else [each for each in policy.scorecards if each.name == card.card]
    return next((grade.title for each in cards for grade in each.grades if grade.name == card.grade), card.grade)


def _rank(card: Card | None) -> str:
    return _NOTHING if card is None or card.rank is None else str(card.rank)


def _pair(before: str, after: str) -> str:
    return before if before == after else f"{before}{_ARROW}{after}"


def _clauses(told: Compared, lang: Lang) -> Iterator[str]:
    if not told.found.totals:
        return
    yield from ("", f"■ {say('compare.clauses', lang)}")
    names = ("clause", "title", "A", "B", "difference", *SORTS)
    heads = [name if name in "AB" else say(f"compare.col.{name}", lang) for name in names]
    yield from _table(heads, [_clause(each, told.policies, lang) for each in told.found.totals], "llrrrrrrr")


def _clause(each: ClauseRows, policies: Sequence[Policy | None], lang: Lang) -> list[str]:
    difference = each.after - each.before
    return [
        each.clause, _title(each.clause, policies, lang), plain(each.before), plain(each.after),
        signed(difference) if difference else _NOTHING, *(str(getattr(each, name) or _NOTHING) for name in SORTS),
    ]  # fmt: skip


def _title(clause: str, policies: Sequence[Policy | None], lang: Lang) -> str:
    """What the later policy calls a clause, or the earlier one; of what a card does by itself, the card's name."""
    for policy in filter(None, reversed(policies)):
        named = next((each.title for each in policy.clauses if each.id == clause), None)
        card = next((each.title for each in policy.scorecards if clause == f"card.{each.name}"), None)
        if named is not None or card is not None:
            return named or say("compare.itself", lang, title=card)
    return ""


def _entries(found: Differences, lang: Lang, most: int | None) -> Iterator[str]:
    before, after = found.entries_looked_at
    yield from ("", folded("■ " + say("compare.entries", lang, before=before, after=after, **found.counts)))
    for name, count in found.counts.items():
        if count:
            yield f"  {say(f'compare.{name}', lang)}"
            for each in getattr(found, name)[:most]:
                yield from _entry(each, lang)
            yield from _more(count, most, lang)


def _entry(change: EntryChange, lang: Lang) -> Iterator[str]:
    was, is_ = change.before, change.after
    if was is not None and is_ is not None:
        yield f"    {change.id}"
        yield from (f"      {folded(_field(name, was, is_, lang), 74)}" for name in change.fields)
        return
    entry = was or is_
    assert entry is not None
    yield f"    {entry.at}  {signed(entry.points):>6}  {change.id}"


def _field(name: str, was: Entry, is_: Entry, lang: Lang) -> str:
    return f"{say(f'compare.field.{name}', lang)}: {_said(was, name)}{_ARROW}{_said(is_, name)}"


def _said(entry: Entry, name: str) -> str:
    return signed(entry.points) if name == "points" else _exactly(entry, name) or _NOTHING


def _exactly(entry: Entry, name: str) -> str | None:
    """What an entry says there, as text; None: nothing."""
    value = getattr(entry, name)
    if isinstance(value, Fraction):
        return plain(value)
    return (", ".join(value) if isinstance(value, tuple) else str(value or "")) or None


def _more(count: int, most: int | None, lang: Lang) -> Iterator[str]:
    if most is not None and count > most:
        yield f"    {say('compare.more', lang, count=count - most)}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], align: str) -> Iterator[str]:
    """Columns under their heads; one in which no row says anything is left out."""
    from tabulate import tabulate

    kept = [place for place in range(len(heads)) if any(row[place] not in ("", _NOTHING) for row in rows)]
    sides = ["left" if align[place] == "l" else "right" for place in kept]
    cells = [[row[place] for place in kept] for row in rows]
    text = tabulate(cells, headers=[heads[place] for place in kept], tablefmt="simple", disable_numparse=True, colalign=sides)
    yield from (f"  {line}".rstrip() for line in text.splitlines())


# --- for a program, for a spreadsheet -------------------------------------------------------------------


def compare_json(told: Compared) -> str:
    """All of it for a program: exact decimals as text, missing values null."""
    found = told.found
    entries = {name: [_entry_record(each) for each in getattr(found, name)] for name in SORTS}
    return json.dumps(
        {
            "before": str(told.before.folder), "after": str(told.after.folder),
            "roots": {"before": told.roots[0], "after": told.roots[1], "equal": told.roots[0] == told.roots[1]},
            "inputs": [{"what": each.what, "name": each.name, "before": each.before, "after": each.after} for each in told.inputs],
            "cards_looked_at": found.cards_looked_at,
            "entries_looked_at": {"before": found.entries_looked_at[0], "after": found.entries_looked_at[1]},
            "cards": [_card_record(each) for each in found.cards],
            "clauses": [
                {"clause": each.clause, **_points(each.before, each.after), **{name: getattr(each, name) for name in SORTS}}
                for each in found.totals
            ],
            "clauses_by_subject": [
                {
                    "subject_kind": each.subject_kind, "subject": each.subject, "card": each.card, "clause": each.clause,
                    **_points(each.before, each.after),
                }
                for each in found.clauses
            ],
            "entries": entries,
        },
        ensure_ascii=False,
        indent=1,
    )  # fmt: skip


def _points(before: Fraction, after: Fraction) -> Mapping[str, str]:
    return {"before": plain(before), "after": plain(after), "difference": plain(after - before)}


def _card_record(change: CardChange) -> Mapping[str, object]:
    def side(card: Card | None) -> Mapping[str, object] | None:
        return None if card is None else {
            "total": plain(card.total) if card.data else None, "data": card.data, "grade": card.grade, "rank": card.rank,
            "group": card.group, "provisional": card.provisional,
        }  # fmt: skip

    kind, subject, card = change.id
    return {
        "subject_kind": kind, "subject": subject, "card": card, "difference": plain(change.points),
        "fields": list(change.fields), "before": side(change.before), "after": side(change.after),
    }  # fmt: skip


def _entry_record(change: EntryChange) -> Mapping[str, object]:
    was, is_ = change.before, change.after
    one = was or is_
    assert one is not None
    head = {"entry": change.id, "clause": one.clause, "subject_kind": one.subject_kind, "subject": one.subject, "card": one.card}
    if was is not None and is_ is not None:
        return {**head, "fields": {name: {"before": _exactly(was, name), "after": _exactly(is_, name)} for name in change.fields}}
    return {**head, "points": plain(one.points), "at": one.at.isoformat(), "case": one.case}


def compare_csv(told: Compared) -> str:
    """The same for a spreadsheet: a row for each thing that differs; ``what`` says of which sort it is."""
    found, out = told.found, io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["what", "subject_kind", "subject", "card", "clause", "entry", "field", "before", "after", "difference"])
    for change in told.inputs:
        writer.writerow(["input", "", "", "", "", "", " ".join(filter(None, (change.what, change.name))), change.before, change.after, ""])
    for card in found.cards:
        writer.writerows(_card_rows(card))
    for each in found.clauses:
        points = _points(each.before, each.after)
        writer.writerow(["clause", each.subject_kind, each.subject, each.card, each.clause, "", "points", *points.values()])
    for name in SORTS:
        for entry in getattr(found, name):
            writer.writerows(_entry_rows(name, entry))
    return out.getvalue()


def _card_rows(change: CardChange) -> Iterator[list[object]]:
    seen: Mapping[str, Callable[[Card], object]] = {
        "total": lambda card: plain(card.total) if card.data else "", "grade": lambda card: card.grade, "rank": lambda card: card.rank,
        "data": lambda card: card.data, "provisional": lambda card: card.provisional, "group": lambda card: card.group,
    }  # fmt: skip
    for name, say_ in seen.items():
        if name in change.fields:
            difference = plain(change.points) if name == "total" else ""
            yield ["card", *change.id, "", "", name, *("" if side is None else say_(side) for side in (change.before, change.after)), difference]


def _entry_rows(what: str, change: EntryChange) -> Iterator[list[object]]:
    one = change.before or change.after
    assert one is not None
    head = [what, one.subject_kind, one.subject, one.card, one.clause, change.id]
    for name in change.fields or ("points",):
        was, is_ = (None if side is None else _exactly(side, name) for side in (change.before, change.after))
        points = (change.after.points if change.after else 0) - (change.before.points if change.before else 0)
        yield [*head, name, was, is_, plain(Fraction(points)) if name == "points" else ""]
