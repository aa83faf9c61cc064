"""Who gets which sheets: the kinds that units and their leaders report themselves, as the policy's frequencies bind them,
and those of which every unit keeps a register by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from kaohe.engine.meaning.subjects import bound_days
from kaohe.engine.meaning.world import World
from kaohe.engine.office.forms import Form, Lang, Reporter, write_form
from kaohe.engine.reference import world_of
from kaohe.engine.roster import OfficeKind, Roster
from kaohe.rules.period import days_in
from kaohe.rules.policy import Frequency, Policy
from kaohe.rules.vocabulary import Kind
from kaohe.workbench.needs import KindNeed, needs_of


def write_workbooks(
    policy: Policy, roster: Roster, folder: Path, lang: Lang, also: Sequence[str] = ()
) -> tuple[Path, ...]:
    """One workbook for each unit that has something to report, ``<unit>.xlsx``; those written now.

    ``also`` are kinds that every unit gets a sheet of besides. A workbook that stands there may be half
    filled in: it is left alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    forms = forms_of(policy, roster, also)
    units = [Reporter("unit", unit, _title(roster, "unit", unit, policy)) for unit in roster.subjects("unit")]
    made = []
    for unit in units:
        path = folder / f"{unit.code}.xlsx"
        if unit.code in forms and not path.exists():
            write_form(path, unit, forms[unit.code], units, policy, lang)
            made.append(path)
    return tuple(made)


def forms_of(policy: Policy, roster: Roster, also: Sequence[str] = ()) -> dict[str, list[Form]]:
    """Unit -> what it fills in. A leader's reports stand in the workbook of each unit of his."""
    world, _ = world_of(policy, roster, (), policy.period.to)
    also = (*also, *(need.kind.name for need in needs_of(policy).kinds if need.kind.kept_by_hand and need.kind.name not in also))
    found: dict[str, dict[str, list[Reporter]]] = defaultdict(lambda: defaultdict(list))
    needs = {need.kind.name: need for need in needs_of(policy).kinds if need.kind.self_reported}
    needs |= {name: _whole(policy.vocabulary.kinds[name]) for name in also}
    for kind, of, subject in (*_expected(world, needs), *_besides(world, also)):
        one = Reporter(of, subject, _title(roster, of, subject, policy))
        for unit in (subject,) if of == "unit" else _units_of(roster, subject, policy):
            if one not in found[unit][kind]:
                found[unit][kind].append(one)
    order = {name: number for number, name in enumerate(policy.vocabulary.kinds)}
    return {
        unit: [Form(needs[kind].kind, needs[kind].fields, tuple(kinds[kind])) for kind in sorted(kinds, key=order.__getitem__)]
        for unit, kinds in found.items()
    }


def _expected(world: World, needs: dict[str, KindNeed]) -> Iterator[tuple[str, OfficeKind, str]]:
    """(kind, of whom, who) for every subject that a frequency binds on some day of the period."""
    for clause in world.policy.clauses:
        form = clause.form
        if isinstance(form, Frequency):
            kinds = [kind for kind in form.at.kinds if kind in needs]
            for subject in world.roster.subjects(form.subject_kind) if kinds else ():
                if bound_days(clause, form, world, subject):
                    yield from ((kind, form.subject_kind, subject) for kind in kinds)


def _whole(kind: Kind) -> KindNeed:
    return KindNeed(kind, tuple(kind.fields), ())


def _besides(world: World, also: Sequence[str]) -> Iterator[tuple[str, OfficeKind, str]]:
    """The kinds asked for besides: of every unit of the period, or of every leader."""
    for name in also:
        of: OfficeKind = "leader" if world.policy.vocabulary.kinds[name].about[0] == "leader" else "unit"
        for subject in world.roster.subjects(of):
            if world.roster.days_of(of, subject, world.policy.period):
                yield name, of, subject


def _units_of(roster: Roster, leader: str, policy: Policy) -> list[str]:
    """The units in which a leader holds a post in the period."""
    tenures = (one for one in roster.posts_of(leader) if one.from_ <= policy.period.to and policy.period.from_ <= one.to)
    return list(dict.fromkeys(one.unit for one in tenures))


def _title(roster: Roster, of: OfficeKind, subject: str, policy: Policy) -> str:
    """The last title that a subject bears in the period; empty without one."""
    titles = (roster.attribute(of, subject, "title", day) for day in reversed(list(days_in(policy.period))))
    return next((title for title in titles if isinstance(title, str)), "")
