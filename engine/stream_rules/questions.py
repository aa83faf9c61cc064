"""Every condition of a policy, where it is asked, and the rulesets that answer.

    at events      on, deadlines, states, revokes, gates, frequencies, rates over events, conditions inside
                   history functions: one rule for each kind of event, all fields of an event in one fact
    anywhere else  ends of cases, days of subjects, due points, ends of clocks that look at their start: a
                   *tick*, a fact for the one question, whose kind is ``?`` and its number

A question whose fields rest on the answers of others (a history function with a condition, a state, a
deadline) is deeper than they are; shallow ones are posted first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass

from kaohe.engine.stream_rules.condition import Rule, Slots, both, rule_of
from kaohe.engine.stream_rules.durable import Node
from kaohe.rules.expression import tree as trees
from kaohe.rules.expression.reading import parts_here
from kaohe.rules.expression.tree import Expression, Tree
from kaohe.rules.policy import ANY, Appraisal, At, Clause, Deadline, Measure, Policy, Ratio

MOST_RULES = 48
"""Rules in one ruleset. The rules engine bore several hundred; small ones cost less per fact."""
EVERY = "e"
"""The field that every event has and no tick: what rules for any kind of event look at."""

Condition = Expression | Tree


@dataclass(frozen=True, slots=True)
class Question:
    """One condition. ``condition`` None: the trigger alone is asked.

    ``kinds`` are those at whose events it is asked beforehand; none: ticks only. ``about`` names what asks,
    ``("on", clause)`` or ``("state begins", name)``. ``anchored``: it reads the opening event or a
    parameter, so inside a deadline it is a tick; ``spanned``: it reads the period or as-of.
    """

    number: int
    condition: Condition | None
    kinds: tuple[str, ...]
    about: tuple[str, str]
    rule: Rule
    depth: int
    anchored: bool
    starts: bool
    spanned: bool

    def rules(self) -> Iterator[tuple[str, Node]]:
        """Its rules by name: one for each kind, one for ticks."""
        if self.rule.node is False:
            return
        triggers: list[Node] = [{EVERY: 1}] if self.kinds == ANY else [{"k": kind} for kind in self.kinds]
        for place, trigger in enumerate([*triggers, {"k": f"?{self.number}"}]):
            node = both(trigger, self.rule.node)
            yield f"{self.number}.{place}", node if isinstance(node, Mapping) else {}


@dataclass(frozen=True, slots=True)
class Book:
    """The questions of a policy; ``rulesets`` by number, ``home`` says in which one a question stands."""

    policy: Policy
    questions: tuple[Question, ...]
    rulesets: tuple[tuple[str, Mapping[str, Node]], ...]
    home: tuple[int, ...]
    _by_condition: Mapping[int, Question] = field(repr=False)
    _by_at: Mapping[int, Question] = field(repr=False)

    def of(self, condition: Condition) -> Question | None:
        """The question that asks the condition (the very object of the policy); None: nobody's."""
        return self._by_condition.get(id(condition))

    def of_trigger(self, at: At) -> Question:
        """The question that asks at the events of a trigger."""
        return self._by_at[id(at)] if at.when is None else self._by_condition[id(at.when)]

    def at_events(self, depth: int) -> Mapping[str, tuple[tuple[int, tuple[Question, ...]], ...]]:
        """Kind of event -> (ruleset, questions asked there) of that depth; ``any`` for all kinds."""
        found: dict[str, dict[int, list[Question]]] = defaultdict(lambda: defaultdict(list))
        for each in self.questions:
            for kind in each.kinds if each.depth == depth and not each.starts else ():
                found[kind][self.home[each.number]].append(each)
        return {kind: tuple((n, tuple(asked)) for n, asked in homes.items()) for kind, homes in found.items()}

    @property
    def depths(self) -> range:
        return range(max((each.depth for each in self.questions), default=-1) + 1)


def book_of(policy: Policy) -> Book:
    """All questions of the policy, compiled."""
    return _Binder(policy).book()


# --- what asks ----------------------------------------------------------------------------------------

Asked = tuple[Condition | None, tuple[str, ...], tuple[str, str], At | None]
"""The condition (None: the trigger alone), at events of which kinds, on whose behalf, and the trigger."""


def asked_at_events(policy: Policy) -> Iterator[Asked]:
    """Conditions with the kinds of events at which they are asked."""
    for clause in policy.clauses:
        yield from _of_clause(clause)
    for state in policy.states.values():
        for what, ats in (("state begins", state.begins), ("state ends", state.ends)):
            yield from ((at.when, at.kinds, (what, state.name), at) for at in ats)
    for gate in policy.gates.values():
        for item in gate.items:
            yield item.pass_, gate.kinds, ("gate", f"{gate.name}.{item.name}"), None


def _of_clause(clause: Clause) -> Iterator[Asked]:
    form, name = clause.form, clause.id
    for what in ("at", "start", "finish"):
        yield from _of_at(getattr(form, what, None), {"at": "on"}.get(what, what), name)
    if isinstance(form, Deadline):
        for at in form.lapse:
            yield from _of_at(at, "lapse", name)
        for part, what in ((form.restart, "restart"), (form.extend, "extend")):
            yield from _of_at(None if part is None else part.at, what, name)
    if isinstance(form, Ratio | Measure) and form.over.what == "events":
        hit = form.hit if isinstance(form, Ratio) and isinstance(form.hit, Expression) else None
        asked = (("where", form.where), ("hit", hit))
        yield from ((each, form.over.kinds, (what, name), None) for what, each in asked if each)
    if isinstance(form, Appraisal) and form.where is not None:
        yield form.where, form.kinds, ("where", name), None
    for revoke in clause.revoke:
        yield from _of_at(revoke.at, "revoke", name)


def _of_at(at: At | None, what: str, name: str) -> Iterator[Asked]:
    if at is not None:
        yield at.when, at.kinds, (what, name), at


def asked_elsewhere(policy: Policy) -> Iterator[Asked]:
    """Every other truth that clauses ask: of days, subjects, cases at their end."""
    for clause in policy.clauses:
        for expression in _expressions(clause.form):
            if expression.type.name == "bool":
                yield expression, (), ("tick", clause.id), None


def _expressions(part: object) -> Iterator[Expression]:
    if isinstance(part, Expression):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from _expressions(each)
    elif is_dataclass(part):
        for each in fields(part):
            yield from _expressions(getattr(part, each.name))


# --- what a condition rests on ------------------------------------------------------------------------


def walked(tree: Tree, policy: Policy) -> Iterator[Tree]:
    """The tree and all parts evaluated at its own position; facts and gates are opened."""
    yield tree
    if isinstance(tree, trees.Fact):
        yield from walked(policy.vocabulary.facts[tree.name].value.tree, policy)
    elif isinstance(tree, trees.Gate):
        for item in policy.gates[tree.name].items:
            yield from walked(item.pass_.tree, policy)
    for part in parts_here(tree):
        yield from walked(part, policy)


def is_correlated(where: Tree, policy: Policy) -> bool:
    """Whether a condition inside a history function looks out of it, at the event it is asked from."""
    return any(isinstance(each, trees.FieldOf) and each.whose == "this" for each in walked(where, policy))


class _Binder:
    """Collects questions, inner ones before those that rest on them."""

    def __init__(self, policy: Policy) -> None:
        self.policy, self.slots = policy, Slots()
        self.questions: list[Question] = []
        self.by_condition: dict[int, Question] = {}
        self.by_at: dict[int, Question] = {}
        self.by_tree: dict[object, Question] = {}
        self.under_way: set[int] = set()
        self.inner: dict[int, int] = {}
        self.of_name: dict[tuple[str, str], list[Asked]] = defaultdict(list)
        self.at_events = list(asked_at_events(policy))
        self.kinds: dict[int, tuple[str, ...]] = defaultdict(tuple)
        for condition, kinds, *_ in self.at_events:
            merged = tuple(dict.fromkeys((*self.kinds[id(condition)], *kinds)))
            self.kinds[id(condition)] = ANY if ANY[0] in merged else merged
        for asked in self.at_events:
            kind = "state" if asked[2][0].startswith("state") else "clause"
            self.of_name[kind, asked[2][1]].append(asked)

    def book(self) -> Book:
        for asked in (*self.at_events, *asked_elsewhere(self.policy)):
            self.add(asked)
        rulesets, home = _in_rulesets(self.questions)
        return Book(self.policy, tuple(self.questions), rulesets, home, self.by_condition, self.by_at)

    def add(self, asked: Asked) -> int:
        """The depth of the condition, asked from now on."""
        condition, kinds, about, at = asked
        if condition is None:
            if id(at) in self.by_at:
                return 0
            self.by_at[id(at)] = self._question(None, kinds, about, Rule(True, (), 0, 0, 0), 0)
            self.questions.append(self.by_at[id(at)])
            return 0
        known = self.by_condition.get(id(condition))
        if known is not None:
            return known.depth
        if id(condition) in self.under_way:
            return 0
        self.under_way.add(id(condition))
        tree = condition.tree if isinstance(condition, Expression) else condition
        depth = self._depth(tree)
        kinds = self.kinds.get(id(condition), kinds)
        question = self._question(condition, kinds, about, rule_of(condition, self.policy, self.slots), depth)
        self.questions.append(question)
        self.by_condition[id(condition)] = question
        return depth

    def _question(
        self, condition: Condition | None, kinds: tuple[str, ...], about: tuple[str, str], rule: Rule, depth: int
    ) -> Question:
        tree = condition.tree if isinstance(condition, Expression) else condition
        looked = [] if tree is None else list(walked(tree, self.policy))
        starts = any(isinstance(each, trees.FieldOf) and each.whose == "start" for each in looked)
        anchored = starts or any(isinstance(each, trees.Parameter) for each in looked)
        spanned = any(isinstance(each, trees.Context) for each in self._everything(looked))
        return Question(len(self.questions), condition, kinds, about, rule, depth, anchored, starts, spanned)

    def _everything(self, looked: Iterable[Tree]) -> Iterator[Tree]:
        """With what conditions inside history functions look at."""
        for each in looked:
            yield each
            if isinstance(each, trees.History) and each.where is not None:
                yield from self._everything(walked(each.where, self.policy))

    def _depth(self, tree: Tree) -> int:
        """One more than the deepest of the questions that its fields rest on."""
        return max((self.add(each) + 1 for part in walked(tree, self.policy) for each in self._rests_on(part)), default=0)

    def _rests_on(self, part: Tree) -> list[Asked]:
        if isinstance(part, trees.History) and part.where is not None:
            if not is_correlated(part.where, self.policy):
                return [self._inner(part)]
            return [each for inner in walked(part.where, self.policy) for each in self._rests_on(inner)]
        if isinstance(part, trees.InState):
            return self.of_name["state", part.name]
        if isinstance(part, trees.Due):
            form = self.policy.clause(part.clause).form
            paused = form.pause if isinstance(form, Deadline) else ()
            return [each for key in [("clause", part.clause), *(("state", p) for p in paused)] for each in self.of_name[key]]
        return []

    def _inner(self, part: trees.History) -> Asked:
        """The condition inside a history function; equal ones are asked once."""
        where = part.where
        assert where is not None
        key = (part.kinds, where)
        if key in self.by_tree:
            self.by_condition[id(where)] = self.by_tree[key]
        asked: Asked = (where, part.kinds, ("inside", ", ".join(part.kinds)), None)
        self.add(asked)
        if id(where) in self.by_condition:
            self.by_tree[key] = self.by_condition[id(where)]
        return asked


def _in_rulesets(questions: list[Question]) -> tuple[tuple[tuple[str, Mapping[str, Node]], ...], tuple[int, ...]]:
    """Rulesets of at most ``MOST_RULES``, no two depths in one; and the number of each question's."""
    rulesets: list[tuple[str, dict[str, Node]]] = []
    current: dict[int, int] = {}
    home = []
    for each in questions:
        rules = dict(each.rules())
        number = current.get(each.depth)
        if number is None or len(rulesets[number][1]) + len(rules) > MOST_RULES:
            number = current[each.depth] = len(rulesets)
            rulesets.append((f"rules{number}", {}))
        rulesets[number][1].update(rules)
        home.append(number)
    return tuple(rulesets), tuple(home)
