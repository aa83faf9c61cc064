"""What a whole snapshot shows no more, shows again, and shows under another unit.

Of every snapshot the cases that it shows are kept beside its events. A case that the one before it
showed and this one does not is *gone*: nobody closed or withdrew it, its row is simply not there. That
may be the deletion of a record, so it is said, and its events stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaohe.engine.intake.desk import desk

CASES = "cases.parquet"
"""The cases that a snapshot shows, in a file beside its events."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Events of ``kind`` about ``case`` that named the units ``was`` and name the units ``now`` instead."""

    case: str
    kind: str
    was: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """Cases that were there and are ``gone``; those that were gone and are ``back``; those that ``moved``."""

    gone: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()


NOTHING_GONE = Gone()


def gone_from_json(kept: Mapping[str, Any]) -> Gone:
    """As it was kept in an ``import.json``."""
    moved = (
        Moved(one["case"], one["kind"], tuple(one["was"]), tuple(one["now"])) for one in kept.get("moved", ())
    )
    return Gone(tuple(kept.get("gone", ())), tuple(kept.get("back", ())), tuple(moved))


def keep_cases(shown: Path, into: Path) -> None:
    """Writes the cases that the events of ``shown`` are about, each once, to the file ``into``."""
    with desk(into) as asked:
        asked.execute(
            'create table cases as select distinct "case" from read_parquet(?) where "case" is not null',
            [str(shown)],
        )
        asked.table("cases").order('"case"').write_parquet(str(into), compression="zstd")


def gone_of(
    shown: Path, cases: Path, at: str, before: Sequence[tuple[Path, Path]], after: Path | None
) -> Gone:
    """What the snapshot of the events ``shown`` and ``cases``, taken ``at``, says of the cases of those ``before`` it.

    ``before`` are events and cases of the earlier snapshots in order, ``after`` the cases of the next
    one, of a late snapshot: cases that it alone shows are gone, too.
    """
    if not before and after is None:
        return NOTHING_GONE
    with desk(cases) as asked:
        for name, files in (
            ("now", [cases]),
            ("last", [one for _, one in before[-1:]]),
            ("ever", [one for _, one in before]),
            ("next", [after] if after else []),
        ):
            asked.execute(f'create table "{name}" ("case" varchar)')
            if files:
                asked.execute(
                    f'insert into "{name}" select distinct "case" from read_parquet(?)',  # noqa: S608 - ours
                    [list(map(str, files))],
                )
        gone = asked.execute(_GONE if after else _GONE_IN_ORDER).fetchall()
        back = asked.execute('from "now" intersect from ever except from last order by 1').fetchall()
        moved = (
            asked.execute(
                _MOVED, {"was": [str(one) for one, _ in before], "now": str(shown), "at": at}
            ).fetchall()
            if before
            else []
        )
    units = (Moved(case, kind, tuple(was), tuple(now)) for case, kind, was, now in moved)
    return Gone(tuple(case for (case,) in gone), tuple(case for (case,) in back), tuple(units))


_GONE_IN_ORDER = 'from last except from "now" order by 1'
_GONE = '(from last except from "now") union ((from "now" except from next) except from last) order by 1'
_MOVED = """
with rows as (
    select *, coalesce(amends, voids, id) as root from read_parquet($was, union_by_name = true) where recorded_at < $at::timestamptz
), latest as (
    select * from rows qualify row_number() over (partition by root order by recorded_at desc, id desc) = 1
), was as (
    select "case", kind, list_sort(list_distinct(list(unit))) as units from latest
    where voids is null and unit is not null and "case" is not null group by all
), shown as (
    select "case", kind, list_sort(list_distinct(list(unit))) as units from read_parquet($now)
    where unit is not null and "case" is not null group by all
), compared as (
    select "case", kind, list_filter(was.units, lambda u: not list_contains(shown.units, u)) as no_more,
        list_filter(shown.units, lambda u: not list_contains(was.units, u)) as instead
    from was join shown using ("case", kind)
)
from compared where len(no_more) > 0 and len(instead) > 0 order by 1, 2
"""
