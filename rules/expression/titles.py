"""What things are called in Chinese, and back: the words a Chinese condition is made of.

Every word stands for exactly one thing where it is used. Two things of one title get a suffix that
says which is meant (``来源·事项``, ``来源·参数``); what has no usable title keeps its own name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kaohe.rules.expression.parse import parse
from kaohe.rules.expression.syntax import Call, Ident, Kinds, Member, Syntax
from kaohe.rules.policy import Deadline, Policy
from kaohe.rules.record import record
from kaohe.rules.vocabulary import Field, Vocabulary

Named = tuple[str, ...]
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_UNUSABLE = re.compile(r"[“”【】\"\n\r\t]")
SUFFIXES = ("本次", "事项", "参数", "定义", "状态", "关口")
"""Where a word comes from, said only where two things bear one title."""

HEADERS = {
    "id": "编号", "kind": "事件种类", "at": "发生时刻", "recorded_at": "录入时刻", "seq": "序号", "case": "事项",
    "matter": "总事项", "unit": "单位", "leader": "领导",
}
ATTRIBUTES = {
    "id": "编号", "title": "名称", "kind": "类别", "level": "层级", "parent": "上级", "peer_group": "同类组",
    "population": "人口", "post": "职务", "unit": "所在单位",
}
OWN: Mapping[str, Syntax] = {
    "考核对象": Ident("subject"), "当日": Ident("day"), "截至日": Ident("as_of"),
    "考核期起日": Member(Ident("period"), "from"), "考核期止日": Member(Ident("period"), "to"),
    "起算事件": Ident("start"), "本次事件": Ident("this"), "考核期": Ident("period"), "时段": Ident("periods"),
    "参数": Ident("param"), "任何事件": Ident("any"),
}
"""The language's own names."""
ANY_EVENT = "任何事件"
MOMENT = "此时"
"""``at`` where there is no event."""


# --- words --------------------------------------------------------------------------------------


@record
class Words:
    """Names and the words for them, one to one. A name without a word of its own is left out."""

    said: Mapping[str, str] = field(default_factory=dict)
    meant: Mapping[str, str] = field(default_factory=dict)


NO_WORDS = Words()


def words(titles: Iterable[tuple[str, str]], *, suffixed: bool = True) -> Words:
    """Words for names; a title borne twice gets ``·name`` (or is dropped, ``suffixed=False``)."""
    pairs = [(name, title) for name, title in dict(titles).items() if usable(title)]
    bearers = _bearers(title for _, title in pairs)
    said: dict[str, str] = {}
    for name, title in pairs:
        if bearers[title] == 1:
            said[name] = title
        elif suffixed and _IDENTIFIER.match(name):
            said[name] = f"{title}·{name}"
    return Words(said, {word: name for name, word in said.items()})


def usable(title: str) -> bool:
    """Whether a title can be a word: no quotes or brackets of the grammar, no mere identifier."""
    return bool(title.strip()) and not _UNUSABLE.search(title) and not _IDENTIFIER.match(title) and "·" not in title


def _bearers(titles: Iterable[str]) -> dict[str, int]:
    count: dict[str, int] = {}
    for title in titles:
        count[title] = count.get(title, 0) + 1
    return count


@record
class Table:
    """Bare words at a position, and the syntax each stands for."""

    said: Mapping[Syntax, str]
    meant: Mapping[str, Syntax]


@record
class GateTitles:
    title: str
    items: Mapping[str, str]


@dataclass(frozen=True)
class Titles:
    """The titles of a vocabulary and a policy, at a position.

    ``kinds`` of the position's event (empty: none), ``start`` of the event that opened the deadline.
    Names without a title are given with an empty one, or not at all.
    """

    vocabulary: Vocabulary
    kinds: Named = ()
    start: Named = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    defines: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    gates: Mapping[str, GateTitles] = field(default_factory=dict)
    deadlines: Mapping[str, str] = field(default_factory=dict)
    periods: Mapping[str, str] = field(default_factory=dict)
    _tables: dict[Named, Table] = field(default_factory=dict, init=False, compare=False, repr=False)

    # --- words of one sort ----------------------------------------------------------------------

    @cached_property
    def kind_words(self) -> Words:
        kinds = ((kind.name, kind.title) for kind in self.vocabulary.kinds.values() if kind.title != ANY_EVENT)
        made = words(kinds)
        return Words({**made.said, "any": ANY_EVENT}, {**made.meant, ANY_EVENT: "any"})

    @cached_property
    def deadline_words(self) -> Words:
        return words(self.deadlines.items(), suffixed=False)

    @cached_property
    def period_words(self) -> Words:
        return words(self.periods.items())

    @cached_property
    def attribute_words(self) -> Words:
        declared = {**self.vocabulary.leader_attributes, **self.vocabulary.unit_attributes}
        return words([*ATTRIBUTES.items(), *((name, each.title) for name, each in declared.items())])

    def item_words(self, gate: str) -> Words:
        return words(self.gates[gate].items.items())

    def field_words(self, kinds: Named) -> Words:
        """Fields and headers of events of ``kinds``."""
        return words(self._field_titles(kinds).items())

    def _field_titles(self, kinds: Named) -> dict[str, str]:
        fields = {each.name: each.title for kind in reversed(kinds) for each in self._fields(kind).values()}
        return {**HEADERS, **fields} if kinds else {"at": MOMENT}

    def _fields(self, kind: str) -> Mapping[str, Field]:
        return self.vocabulary.kinds[kind].fields

    def expanded(self, kinds: Named) -> Named:
        """The declared kinds among ``kinds``; all of them for ``any``."""
        if "any" in kinds:
            return tuple(self.vocabulary.kinds)
        return tuple(kind for kind in kinds if kind in self.vocabulary.kinds)

    # --- bare words -----------------------------------------------------------------------------

    def table(self, kinds: Named) -> Table:
        """Every bare word at an event of ``kinds``."""
        if kinds not in self._tables:
            self._tables[kinds] = self._table(kinds)
        return self._tables[kinds]

    def _table(self, kinds: Named) -> Table:
        entries = [entry for entry in self._entries(kinds) if usable(entry[1])]
        bearers = _bearers([title for _, title, _ in entries] + list(OWN))
        said: dict[Syntax, str] = {syntax: word for word, syntax in OWN.items()}
        taken = set(OWN)
        for syntax, title, suffix in entries:
            word = title if bearers[title] == 1 else f"{title}·{suffix}"
            word = word if word not in taken else f"{title}·{_name_of(syntax)}"
            if syntax not in said and word not in taken:
                said[syntax] = word
                taken.add(word)
        return Table(said, {word: syntax for syntax, word in said.items()})

    def _entries(self, kinds: Named) -> Iterable[tuple[Syntax, str, str]]:
        """(what, title, suffix): declared fields before headers, then what the policy declares."""
        for name, title in self._field_titles(kinds).items():
            yield Ident(name), title, "本次"
        for fact in self.vocabulary.facts.values():
            yield Member(Ident("case"), fact.name), fact.title, "事项"
        for name, title in self.parameters.items():
            yield Member(Ident("param"), name), title, "参数"
        gates = {name: gate.title for name, gate in self.gates.items()}
        for table, suffix in ((self.defines, "定义"), (self.states, "状态"), (gates, "关口")):
            for name, title in table.items():
                yield Ident(name), title, suffix

    @cached_property
    def vocabulary_of_words(self) -> frozenset[str]:
        """Every title that may stand bare, with or without a suffix: what a reader's eye looks for."""
        fields = (each.title for kind in self.vocabulary.kinds.values() for each in kind.fields.values())
        attributes = (
            each.title
            for table in (self.vocabulary.unit_attributes, self.vocabulary.leader_attributes)
            for each in table.values()
        )
        gates = (title for gate in self.gates.values() for title in (gate.title, *gate.items.values()))
        facts = (fact.title for fact in self.vocabulary.facts.values())
        policy = (title for table in (self.parameters, self.defines, self.states, self.periods) for title in table.values())
        every = (*fields, *attributes, *gates, *facts, *policy, *HEADERS.values(), *ATTRIBUTES.values(), *OWN, MOMENT)
        return frozenset(filter(usable, every))

    # --- words after 的, and values -------------------------------------------------------------

    def member_words(self, of: Syntax, this: Named) -> Words:
        """What may stand after ``of`` 的: fields of the event found, items of a gate, attributes."""
        match of:
            case Ident("case"):
                return words((fact.name, fact.title) for fact in self.vocabulary.facts.values())
            case Ident("param"):
                return words(self.parameters.items())
            case Ident("periods"):
                return self.period_words
            case Ident(gate) if gate in self.gates:
                return self.item_words(gate)
        found = self.found_kinds(of, this)
        return self.attribute_words if found is None else self.field_words(found)

    def found_kinds(self, of: Syntax, this: Named) -> Named | None:
        """The kinds of the event that ``of`` finds; None when it finds none."""
        match of:
            case Ident("start"):
                return self.expanded(self.start)
            case Ident("this"):
                return this
            case Call("first" | "last", (Ident(name), *_), None):
                return self.expanded((name,))
            case Call("first" | "last", (Kinds(names), *_), None):
                return self.expanded(names)
        return None

    def value_words(self, syntax: Syntax, kinds: Named, this: Named) -> Words:
        """Words for the values of an expression, where it is one of declared values."""
        match syntax:
            case Ident(name):
                return self._values_of_field(name, kinds)
            case Member(Ident("case"), name) if name in self.vocabulary.facts:
                fact, _ = parse(self.vocabulary.facts[name].value.text)
                return NO_WORDS if fact is None else self.value_words(fact, (), ())
            case Member(of, name):
                return self._values_of_member(of, name, this)
            case Call("default", (value, _), None):
                return self.value_words(value, kinds, this)
        return NO_WORDS

    def _values_of_member(self, of: Syntax, name: str, this: Named) -> Words:
        found = self.found_kinds(of, this)
        if found is not None:
            return self._values_of_field(name, found)
        declared = {**self.vocabulary.leader_attributes, **self.vocabulary.unit_attributes}
        if name == "post":
            return words(self.vocabulary.posts.items(), suffixed=False)
        return words(declared[name].titles.items(), suffixed=False) if name in declared else NO_WORDS

    def _values_of_field(self, name: str, kinds: Named) -> Words:
        if name == "kind":
            return self.kind_words
        fields = (self._fields(kind).get(name) for kind in reversed(kinds))
        titles = {code: title for each in fields if each is not None for code, title in each.titles.items()}
        return words(titles.items(), suffixed=False)


def _name_of(syntax: Syntax) -> str:
    return syntax.name if isinstance(syntax, (Ident, Member)) else ""


def titles_of_policy(
    policy: Policy, kinds: Named = (), start: Named = (), defines: Mapping[str, str] | None = None
) -> Titles:
    """The titles of a checked policy at an event of ``kinds``.

    A checked policy has its defines opened; their titles, if wanted, come from the document.
    """
    gates = {
        name: GateTitles(gate.title or "", {item.name: item.title for item in gate.items})
        for name, gate in policy.gates.items()
    }
    return Titles(
        policy.vocabulary, kinds, start,
        parameters={name: each.title or "" for name, each in policy.parameters.items()},
        defines=defines or {}, states={name: state.title or "" for name, state in policy.states.items()}, gates=gates,
        deadlines={each.id: each.title for each in policy.clauses if isinstance(each.form, Deadline)},
    )
