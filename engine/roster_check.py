"""What can be wrong with a roster, each flaw at the code it is about.

Every check is a rule of its own: it yields its problems and warnings and assumes nothing of the
others, so that all flaws of a roster are told in one go.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations

from kaohe.engine.privacy import private_kind
from kaohe.engine.roster import ALWAYS, FOREVER
from kaohe.rules.document.roster import PostRow, RosterBody, RosterDocument, UnitRow
from kaohe.rules.place import place_of
from kaohe.rules.problem import Problem, problem, warning
from kaohe.rules.vocabulary import Field, Vocabulary

_DAY = timedelta(days=1)
Histories = Mapping[str, Sequence[UnitRow]]


def checked(body: RosterBody | RosterDocument, vocabulary: Vocabulary) -> Iterator[Problem]:
    """All flaws of the rows, in no particular order."""
    units = _histories(body.units)
    yield from backward_dates([*body.units, *body.leaders])
    yield from overlapping_rows(units)
    yield from unknown_units(body, units)
    yield from parents_that_circle(body.units)
    yield from parents_not_alive(body.units, units)
    yield from mergers(units)
    yield from shared_names(units)
    yield from missing_attributes(body.units, vocabulary.unit_attributes)
    yield from missing_attributes(body.leaders, vocabulary.leader_attributes)
    yield from unknown_posts(body.leaders, vocabulary)
    yield from tenures_outside_the_unit(body.leaders, units)
    yield from overlapping_tenures(body.leaders)
    yield from two_holders(body.leaders)
    yield from names_of_people(body)


def _first(row: UnitRow | PostRow) -> date:
    return row.from_ or ALWAYS


def _last(row: UnitRow | PostRow) -> date:
    return row.to or FOREVER


def _who(row: UnitRow | PostRow) -> str:
    return row.id if isinstance(row, UnitRow) else row.leader


def _histories(rows: Iterable[UnitRow]) -> dict[str, list[UnitRow]]:
    histories: dict[str, list[UnitRow]] = defaultdict(list)
    for row in rows:
        histories[row.id].append(row)
    return {unit: sorted(rows, key=_first) for unit, rows in histories.items()}


def _share_a_day(left: UnitRow | PostRow, right: UnitRow | PostRow) -> bool:
    return _first(left) <= _last(right) and _first(right) <= _last(left)


# --- dates and ids --------------------------------------------------------------------------------


def backward_dates(rows: Iterable[UnitRow | PostRow]) -> Iterator[Problem]:
    """A row ends on or after the day it begins."""
    for row in rows:
        if _last(row) < _first(row):
            yield problem("roster.backward-dates", place_of(_who(row)), id=_who(row), from_=row.from_, to=row.to)


def overlapping_rows(units: Histories) -> Iterator[Problem]:
    """The rows of one unit are its history: no day belongs to two of them (P16)."""
    for unit, rows in units.items():
        for left, right in combinations(rows, 2):
            if _share_a_day(left, right):
                day = max(_first(left), _first(right))
                yield problem(
                    "roster.overlapping-rows", place_of(right.id), place_of(left.id), id=unit, day=_said(day)
                )


def unknown_units(body: RosterBody | RosterDocument, units: Histories) -> Iterator[Problem]:
    """Parents, successors and the units of posts are units of this roster."""
    for row in body.units:
        if row.parent is not None and row.parent not in units:
            yield problem("roster.unknown-parent", place_of(row.parent), unit=row.id, parent=row.parent)
        if row.merged_into is not None and row.merged_into not in units:
            yield problem(
                "roster.unknown-successor", place_of(row.merged_into), unit=row.id, successor=row.merged_into
            )
    for post in body.leaders:
        if post.unit not in units:
            yield problem("roster.unknown-unit", place_of(post.unit), leader=post.leader, unit=post.unit)


def unknown_posts(leaders: Iterable[PostRow], vocabulary: Vocabulary) -> Iterator[Problem]:
    """A post is one that the vocabulary declares."""
    for row in leaders:
        if row.post not in vocabulary.posts:
            known = ", ".join(vocabulary.posts)
            yield problem("roster.unknown-post", place_of(row.post), post=row.post, known=known)


def missing_attributes(rows: Iterable[UnitRow | PostRow], fields: Mapping[str, Field]) -> Iterator[Problem]:
    """Conditions read a required attribute without asking whether it is there."""
    needed = [field.name for field in fields.values() if field.required]
    for row in rows:
        lacking = [name for name in needed if name not in (row.model_extra or {})]
        if lacking:
            yield warning("roster.missing-attribute", place_of(_who(row)), id=_who(row), names=", ".join(lacking))


# --- the tree -------------------------------------------------------------------------------------


def parents_that_circle(rows: Sequence[UnitRow]) -> Iterator[Problem]:
    """On no day does a unit stand above itself. Each circle is told once, at its first day."""
    told: set[frozenset[str]] = set()
    doubtful = _never_at_a_top(rows)
    for day in sorted({_first(row) for row in doubtful}):
        above = {row.id: row.parent for row in doubtful if _first(row) <= day <= _last(row)}
        for unit in above:
            circle = _circle(unit, above)
            if circle and frozenset(circle) not in told:
                told.add(frozenset(circle))
                hops = " → ".join([*circle, circle[0]])
                yield problem("roster.parents-circle", place_of(circle[0]), hops=hops, day=_said(day))


def _never_at_a_top(rows: Sequence[UnitRow]) -> list[UnitRow]:
    """The rows of units from which one may climb from parent to parent for ever, whatever the days: mostly none."""
    parents, below = defaultdict[str, set[str]](set), defaultdict[str, list[str]](list)
    for row in rows:
        if row.parent is not None and row.parent not in parents[row.id]:
            parents[row.id].add(row.parent)
            below[row.parent].append(row.id)
    tops = [unit for unit in {*parents, *below} if not parents[unit]]
    while tops:
        top = tops.pop()
        for unit in below[top]:
            parents[unit].discard(top)
            if not parents[unit]:
                tops.append(unit)
    return [row for row in rows if parents[row.id]]


def _circle(start: str, above: Mapping[str, str | None]) -> list[str]:
    """The hops from ``start`` back to itself; empty when it does not stand in a circle."""
    hops = [start]
    step = above.get(start)
    while step is not None and step not in hops:
        hops.append(step)
        step = above.get(step)
    return hops if step == start else []


def parents_not_alive(rows: Iterable[UnitRow], units: Histories) -> Iterator[Problem]:
    """A parent should live as long as the rows that stand under it."""
    for row in rows:
        above = units.get(row.parent or "")
        if above is not None and not _covered(row, above):
            yield warning("roster.parent-not-alive", place_of(row.parent), unit=row.id, parent=row.parent)


def _covered(row: UnitRow | PostRow, by: Sequence[UnitRow]) -> bool:
    """Whether every day of ``row`` lies in one of ``by``, which ascend by date."""
    day = _first(row)
    for each in by:
        if _first(each) <= day <= _last(each):
            if _last(row) <= _last(each):
                return True
            day = _last(each) + _DAY
    return _last(row) < day


def mergers(units: Histories) -> Iterator[Problem]:
    """A merged unit has a last day, no later row, and a successor that lives the day after."""
    ends = {unit: rows[-1].merged_into for unit, rows in units.items()}
    for unit, rows in units.items():
        circle = _circle(unit, ends)
        if circle and unit == min(circle):
            hops = " → ".join([*circle, circle[0]])
            yield problem("roster.mergers-circle", place_of(rows[-1].merged_into), hops=hops)
        for number, row in enumerate(rows if not circle else ()):
            if row.merged_into is not None:
                yield from _merger(unit, row, number == len(rows) - 1, units)


def _merger(unit: str, row: UnitRow, is_last: bool, units: Histories) -> Iterator[Problem]:
    place = place_of(row.merged_into)
    if row.to is None:
        yield problem("roster.merger-without-end", place, unit=unit)
        return
    if not is_last:
        yield problem("roster.row-after-merger", place, unit=unit)
    after = row.to + _DAY if row.to < FOREVER else row.to
    rows = units.get(row.merged_into or "", ())
    if rows and not any(_first(each) <= after <= _last(each) for each in rows):
        yield problem(
            "roster.successor-not-alive", place, unit=unit, successor=row.merged_into, day=_said(after)
        )


def shared_names(units: Histories) -> Iterator[Problem]:
    """Two units that bear one name on one day cannot be told apart in an export. Told once for a name, of the first two."""
    bearers: dict[str, list[UnitRow]] = defaultdict(list)
    for rows in units.values():
        for row in rows:
            for name in {row.title, *row.aliases}:
                bearers[name].append(row)
    for name, rows in sorted(bearers.items()):
        if met := _of_one_day(rows):
            left, right, *more = met
            yield warning(
                "roster.shared-name", place_of(right.id), place_of(left.id),
                name=name, left=left.id, right=right.id, more=len(more) or "",
            )


def _of_one_day(rows: Sequence[UnitRow]) -> list[UnitRow]:
    """A row of each unit that shares a day with another one; the first two do so with each other.

    Rows are met by their first days. Whoever shares a day with any row met so far does so with one of the
    two units whose rows end last, so every row is compared with two others, however many there are.
    """
    met: dict[str, UnitRow] = {}
    last: list[UnitRow] = []
    for row in sorted(rows, key=_first):
        beside = next((each for each in last if each.id != row.id and _first(row) <= _last(each)), None)
        if beside is not None:
            met.setdefault(beside.id, beside)
            met.setdefault(row.id, row)
        longest, *rest = sorted((*last, row), key=_last, reverse=True)
        last = [longest, *[each for each in rest if each.id != longest.id][:1]]
    return list(met.values())


# --- posts ----------------------------------------------------------------------------------------


def tenures_outside_the_unit(leaders: Iterable[PostRow], units: Histories) -> Iterator[Problem]:
    """Nobody holds a post of a unit that does not live."""
    for row in leaders:
        if row.unit in units and not _covered(row, units[row.unit]):
            yield problem(
                "roster.tenure-outside-unit", place_of(row.leader), leader=row.leader, unit=row.unit,
                from_=row.from_ or "…", to=row.to or "…",
            )


def _pairs(leaders: Iterable[PostRow]) -> Iterator[tuple[PostRow, PostRow]]:
    """Any two rows of one post of one unit that share a day, the earlier first."""
    posts: dict[tuple[str, str], list[PostRow]] = defaultdict(list)
    for row in leaders:
        posts[row.unit, row.post].append(row)
    for rows in posts.values():
        for left, right in combinations(sorted(rows, key=_first), 2):
            if _share_a_day(left, right):
                yield left, right


def overlapping_tenures(leaders: Iterable[PostRow]) -> Iterator[Problem]:
    """One leader holds one post once at a time."""
    for left, right in _pairs(leaders):
        if left.leader == right.leader:
            yield problem(
                "roster.overlapping-tenures", place_of(right.leader), place_of(left.leader),
                leader=right.leader, post=right.post, unit=right.unit,
            )


def two_holders(leaders: Iterable[PostRow]) -> Iterator[Problem]:
    """On a handover day, and beside an acting holder, two leaders answer for one post (P6); so they do where nobody wrote
    when the first of them left.
    """
    leaders = tuple(leaders)
    alone = _held_alone(leaders)
    for left, right in _pairs(leaders):
        if left.leader == right.leader:
            continue
        facts = {"post": right.post, "unit": right.unit, "left": left.leader, "right": right.leader}
        places = (place_of(right.leader), place_of(left.leader))
        if left.acting != right.acting:
            yield warning("roster.acting-beside-holder", *places, **facts)
        elif _last(left) == _first(right) and left.to is not None:
            yield warning("roster.handover-shared", *places, day=left.to, **facts)
        elif right.post in alone and _first(left) < _first(right):
            yield warning("roster.two-holders", *places, day=right.from_, **facts)


def _held_alone(leaders: Sequence[PostRow]) -> frozenset[str]:
    """Posts that two leaders hold at a time in fewer units than one does: a second holder is a slip there, not a custom."""
    shared = {(left.unit, left.post) for left, right in _pairs(leaders) if left.leader != right.leader}
    every = Counter(post for _, post in {(row.unit, row.post) for row in leaders})
    together = Counter(post for _, post in shared)
    return frozenset(post for post, units in every.items() if 2 * together[post] < units)


# --- no names of people ---------------------------------------------------------------------------

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_OFFICE_WORDS = re.compile("[长员记任席委监理官师尉警导管代副正岗职领班组站所室局处科部]")


def names_of_people(body: RosterBody | RosterDocument) -> Iterator[Problem]:
    """Leaders are role titles and invented codes: no names, and nowhere a number of a person."""
    for text in _texts(body):
        kind = private_kind(text)
        if kind is not None:
            yield problem("roster.personal-datum", place_of(text), kind=kind)
    for row in body.leaders:
        for text in (row.leader, row.title or ""):
            if like_a_name(text):
                yield warning("roster.like-a-name", place_of(text), found=text)


def _texts(body: RosterBody | RosterDocument) -> Iterator[str]:
    """Every text of the rows, declared attributes included."""
    for unit in body.units:
        yield from (unit.id, unit.title, unit.peer_group or "", *unit.aliases, *_scalars(unit.model_extra))
    for post in body.leaders:
        yield from (post.leader, post.title or "", *_scalars(post.model_extra))


def _scalars(extra: Mapping[str, object] | None) -> Iterator[str]:
    for value in (extra or {}).values():
        yield from (each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str))


def like_a_name(text: str) -> bool:
    """Two to four Chinese characters that begin with a common surname and name no office."""
    return (
        2 <= len(text) <= 4
        and all("一" <= sign <= "鿿" for sign in text)
        and text[0] in _SURNAMES
        and _OFFICE_WORDS.search(text) is None
    )


def _said(day: date) -> str:
    """A day as written; nothing for the day before all days."""
    return "" if day in (ALWAYS, FOREVER) else day.isoformat()
