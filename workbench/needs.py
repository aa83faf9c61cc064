"""What a policy needs to be told: which clauses read which kinds and fields of events, and who supplies them.

    clause ──its conditions, facts, states, gates──► (kind, field) it reads ──by supplied_by──► suppliers
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace

from kaohe.rules.expression.tree import Attribute, Fact, FieldOf, Gate, History, InState
from kaohe.rules.policy import ANY, Appraisal, At, Clause, Deadline, Frequency, Manual, On, Over, Policy
from kaohe.rules.policy.clause import Veto
from kaohe.rules.vocabulary import Kind

Read = tuple[str, str]
"""A kind and one of its fields; the field is empty for the kind itself."""


@dataclass(frozen=True, slots=True)
class KindNeed:
    """A kind that clauses read: the fields that they read or that an event must have, and the clauses."""

    kind: Kind
    fields: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Needs:
    """``suppliers`` in the vocabulary's order (empty: it does not say who). ``attributes`` are what the roster
    must say: (``unit`` or ``leader``, attribute). ``always`` are kinds that count by their role, whether or
    not a clause names them.
    """

    suppliers: Mapping[str, tuple[KindNeed, ...]]
    attributes: tuple[tuple[str, str], ...]
    always: tuple[KindNeed, ...] = ()

    @property
    def kinds(self) -> tuple[KindNeed, ...]:
        return tuple(need for needs in self.suppliers.values() for need in needs)


def needs_of(policy: Policy) -> Needs:
    """What all clauses of the policy need, its gates, card conditions and exemptions included."""
    readers: dict[Read, list[str]] = defaultdict(list)
    offices: set[tuple[str, str]] = set()
    for name, parts in _parts(policy):
        reading = _Reading(policy)
        for part, at in parts:
            reading.look(part, _Standing(at))
        offices |= reading.offices
        for read in reading.found:
            readers[read].append(name)
    return Needs(_suppliers(policy, readers), tuple(sorted(offices)), tuple(_always(policy, {kind for kind, _ in readers})))


_OF_VETOES = ("notice", "appeal")
_ROLES = ("exemption", "ruling", "absence", *_OF_VETOES)


def _always(policy: Policy, named: set[str]) -> Iterator[KindNeed]:
    """The kinds of roles that the engine reads of itself; those of vetoes where there are vetoes."""
    vetoes = any(clause.veto is not None for clause in policy.clauses)
    for kind in policy.vocabulary.kinds.values():
        if kind.role in _ROLES and kind.name not in named and (vetoes or kind.role not in _OF_VETOES):
            yield KindNeed(kind, tuple(kind.fields), ())


def _parts(policy: Policy) -> Iterator[tuple[str, list[tuple[object, tuple[str, ...]]]]]:
    """Whatever reads events, under the name of what it belongs to, with the kinds it stands at."""
    for clause in policy.clauses:
        at = _stands_at(clause)
        yield clause.id, [(_own_words(clause), at), *_named_fields(clause)]
    yield "*", [(card, ()) for card in policy.scorecards]


def _own_words(clause: Clause) -> Clause:
    return replace(clause, basis=())


def _stands_at(clause: Clause) -> tuple[str, ...]:
    """The kinds of the events at which a clause's points and lines are looked at."""
    form = clause.form
    if isinstance(form, On):
        return form.at.kinds
    if isinstance(form, Deadline) and form.start is not None:
        return form.start.kinds
    over = getattr(form, "over", None)
    return over.kinds if isinstance(over, Over) else ()


def _named_fields(clause: Clause) -> Iterator[tuple[object, tuple[str, ...]]]:
    """Fields that a clause names outside of conditions."""
    form = clause.form
    if isinstance(form, Appraisal):
        names = (form.field, form.item, form.group, form.reviewer, form.reason, form.second, form.document)
        yield _Named(tuple(name for name in names if name)), form.kinds
    if isinstance(clause.veto, Veto):
        yield _Named((clause.veto.proposer, clause.veto.confirmer, clause.veto.evidence)), _stands_at(clause)


@dataclass(frozen=True, slots=True)
class _Named:
    """Fields of the kinds that it stands at."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a condition stands: the ``kinds`` of the event looked at, of the one that opened the deadline
    (``start``), and, in a look back, of the event from which it is looked (``this``).
    """

    kinds: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    this: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    """One clause while it is looked through. ``opened`` are facts, states and gates met already."""

    policy: Policy
    found: set[Read] = field(default_factory=set)
    offices: set[tuple[str, str]] = field(default_factory=set)
    opened: set[tuple[str, str, tuple[str, ...]]] = field(default_factory=set)

    def look(self, node: object, at: _Standing) -> None:
        """Follows ``node`` down from where it stands."""
        match node:
            case At(kinds, when):
                self._kinds(kinds)
                self.look(when, replace(at, kinds=kinds))
            case FieldOf():
                self._field({"start": at.start, "this": at.this}.get(node.whose, at.kinds), node.name)
            case _Named(names):
                for name in names:
                    self._field(at.kinds, name)
            case History():
                self._kinds(node.kinds)
                self._field(node.kinds, node.field or "")
                self.look(node.where, _Standing(node.kinds, at.start, at.kinds))
            case Fact() | InState() | Gate():
                self._open(node, at)
            case Attribute():
                self.offices.add((node.of.type.name, node.name))
                self.look(node.of, at)
            case Over():
                self._kinds(node.kinds)
            case Manual():
                self._kinds(self._of_role("mark"))
            case _:
                self._below(node, at)

    def _below(self, node: object, at: _Standing) -> None:
        if isinstance(node, Deadline) and node.start is not None:
            at = replace(at, start=node.start.kinds)
        if isinstance(node, Frequency) and node.self_reported:
            self._kinds(self._of_role("zero_report"))
        if isinstance(node, Appraisal):
            self._kinds(node.kinds)
            at = replace(at, kinds=node.kinds)
        if is_dataclass(node):
            self._each([getattr(node, one.name) for one in fields(node)], at)
        elif isinstance(node, Mapping):
            self._each(node.values(), at)
        elif isinstance(node, tuple | list):
            self._each(node, at)

    def _each(self, nodes: Iterable[object], at: _Standing) -> None:
        for node in nodes:
            self.look(node, at)

    def _open(self, node: Fact | InState | Gate, at: _Standing) -> None:
        """A fact, state or gate is looked into once for each of the kinds it is named at."""
        key = (type(node).__name__, node.name, at.kinds)
        if key in self.opened:
            return
        self.opened.add(key)
        if isinstance(node, Fact):
            self.look(self.policy.vocabulary.facts[node.name].value, at)
        elif isinstance(node, InState):
            state = self.policy.states[node.name]
            self._each((*state.begins, *state.ends), at)
        else:
            gate = self.policy.gates[node.name]
            self._kinds(gate.kinds)
            self._each([item.pass_ for item in gate.items], _Standing(gate.kinds))

    def _kinds(self, kinds: Iterable[str]) -> None:
        self.found.update((kind, "") for kind in kinds if kind in self.policy.vocabulary.kinds)

    def _field(self, kinds: tuple[str, ...], name: str) -> None:
        if kinds != ANY:
            known = self.policy.vocabulary.kinds
            self.found.update((kind, name) for kind in kinds if kind in known and name in known[kind].fields)

    def _of_role(self, role: str) -> tuple[str, ...]:
        return tuple(kind.name for kind in self.policy.vocabulary.kinds.values() if kind.role == role)


def _suppliers(policy: Policy, readers: Mapping[Read, list[str]]) -> dict[str, tuple[KindNeed, ...]]:
    found: dict[str, list[KindNeed]] = defaultdict(list)
    for kind in policy.vocabulary.kinds.values():
        clauses = dict.fromkeys(name for (read, _), names in readers.items() if read == kind.name for name in names)
        opens = kind.name == policy.vocabulary.opens
        if clauses or opens:
            read = {name for of, name in readers if of == kind.name}
            wanted = tuple(name for name, one in kind.fields.items() if one.required or name in read)
            found[kind.supplied_by or ""].append(KindNeed(kind, wanted, tuple(clauses)))
    return {supplier: tuple(needs) for supplier, needs in found.items()}
