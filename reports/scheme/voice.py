"""How the parts of a policy are said: kinds by their titles, conditions in Chinese, lengths in words.

In English a condition stays as it is written, in backticks: titles are the policy's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from kaohe.reports.condition_text import chinese
from kaohe.reports.words import Lang, say
from kaohe.rules.expression.parse import parse
from kaohe.rules.expression.titles import titles_of_policy
from kaohe.rules.expression.tree import Apply, Expression, Literal_, Tree
from kaohe.rules.expression.tree import Parameter as ParameterTree
from kaohe.rules.policy import At, Parameter, Policy
from kaohe.rules.record import record
from kaohe.rules.value import Duration, Value, plain

Named = tuple[str, ...]


@record
class Voice:
    """One policy in one language."""

    policy: Policy
    lang: Lang

    def say(self, key: str, /, **facts: object) -> str:
        return say(f"scheme.{key}", self.lang, **facts)

    def joined(self, parts: Iterable[str]) -> str:
        """Parts of a sentence, the empty ones left out."""
        return ("；" if self.lang == "zh" else "; ").join(part for part in parts if part)

    def listed(self, parts: Iterable[str]) -> str:
        return ("、" if self.lang == "zh" else ", ").join(part for part in parts if part)

    # --- names ----------------------------------------------------------------------------------

    def kind(self, name: str) -> str:
        kinds = self.policy.vocabulary.kinds
        return kinds[name].title if name in kinds else self.say("any")

    def kinds(self, names: Named) -> str:
        return "／".join(f"“{self.kind(name)}”" for name in names)

    def field(self, kinds: Named, name: str) -> str:
        """A field's title, from the first of the kinds that has it."""
        tables = (self.policy.vocabulary.kinds[kind].fields for kind in kinds if kind in self.policy.vocabulary.kinds)
        return next((table[name].title for table in tables if name in table), name)

    def clause(self, name: str) -> str:
        return next((each.title for each in self.policy.clauses if each.id == name), name)

    # --- conditions and values ------------------------------------------------------------------

    def text(self, written: str, kinds: Named = (), start: Named = ()) -> str:
        """A condition or value in the reader's language."""
        plainly = " ".join(written.split())
        if self.lang == "en":
            return f"`{plainly}`"
        defines = {name: each.title or "" for name, each in self.policy.definitions.items()}
        return chinese(written, titles_of_policy(self.policy, kinds, start, defines)) or plainly

    def named(self, written: str, kinds: Named = (), start: Named = ()) -> str:
        """A value that is one thing with a title, by that title in both languages; any other as ``text``."""
        syntax, _ = parse(written)
        titles = titles_of_policy(self.policy, kinds, start)
        word = None if syntax is None else titles.table(titles.expanded(kinds)).said.get(syntax)
        return self.text(written, kinds, start) if word is None or self.lang == "zh" else word

    def condition(self, given: Expression | None, kinds: Named = (), start: Named = ()) -> str:
        """Empty for none, and for one that always holds."""
        if given is None or (isinstance(given.tree, Literal_) and given.tree.value is True):
            return ""
        return self.text(given.text, kinds, start)

    def at(self, given: At, start: Named = ()) -> str:
        """“办结”（条件）: events of these kinds at which the condition holds."""
        when = self.condition(given.when, given.kinds, start)
        return self.kinds(given.kinds) + (self.say("where", when=when) if when else "")

    def ats(self, given: Iterable[At]) -> str:
        return self.listed(self.at(one) for one in given)

    def value(self, value: Value) -> str:
        match value:
            case bool():
                return say("value.true" if value else "value.false", self.lang)
            case Fraction():
                return plain(value)
            case Duration():
                return self.length(value)
            case date():
                return value.isoformat()
        return str(value)

    def length(self, length: Duration) -> str:
        unit = say(f"unit.{length.unit}", self.lang)
        return self.say("length", count=length.count, unit=unit.removesuffix("s") if length.count == 1 else unit)

    def parameter(self, parameter: Parameter) -> str:
        """Its values: one, or one per value of an enum, or several with the days they hold from."""
        dated = [(day, self._tabled(parameter, value)) for day, value in parameter.values]
        if len(dated) == 1:
            return dated[0][1]
        return self.listed(self.say("from-day", day=day, value=value) for day, value in dated)

    def _tabled(self, parameter: Parameter, value: Value | Mapping[str, Value]) -> str:
        if not isinstance(value, Mapping):
            return self.value(value)
        names = self._enum(parameter.by or "")
        return self.listed(f"{names.get(key, key)} {self.value(each)}" for key, each in value.items())

    def _enum(self, by: str) -> Mapping[str, str]:
        """Titles of the values of the enum that a parameter goes by."""
        fields = (kind.fields[by] for kind in self.policy.vocabulary.kinds.values() if by in kind.fields)
        return {code: title for field in fields for code, title in field.titles.items()}

    def spoken(self, given: Expression, kinds: Named = (), start: Named = ()) -> str:
        """A value: as it is, as its parameter with what that is now, or as the expression says it."""
        literal = constant_of(given.tree)
        if literal is not None:
            return self.value(literal)
        parameter = parameter_of(given.tree)
        if parameter is not None and parameter in self.policy.parameters:
            known = self.policy.parameters[parameter]
            return self.say("parameter", title=known.title or parameter, value=self.parameter(known))
        return self.text(given.text, kinds, start)

    # --- points ---------------------------------------------------------------------------------

    def charge(self, given: Expression, kinds: Named = (), start: Named = ()) -> str:
        """扣 2 分, 加 1 分; a formula is told as such."""
        literal = constant_of(given.tree)
        if isinstance(literal, Fraction):
            return self.say("loses" if literal < 0 else "gains", points=plain(abs(literal)))
        negative = isinstance(given.tree, Apply) and given.tree.name == "neg"
        inner = given.tree.operands[0] if negative and isinstance(given.tree, Apply) else given.tree
        known = self.policy.parameters.get(parameter_of(inner) or "")
        if known is not None:
            said = self.say("loses" if negative else "gains", points=self.parameter(known))
            return said + self.say("where", when=known.title or known.name)
        return self.say("formula", formula=self.text(given.text, kinds, start))

    def figure(self, given: Expression) -> str:
        """The points for the column of points: a number, or that they go by the rule."""
        literal = constant_of(given.tree)
        if isinstance(literal, Fraction):
            return plain(literal)
        negative = isinstance(given.tree, Apply) and given.tree.name == "neg"
        inner = given.tree.operands[0] if negative and isinstance(given.tree, Apply) else given.tree
        known = self.policy.parameters.get(parameter_of(inner) or "")
        if known is None or known.by is not None or len(known.values) > 1:
            return self.say("by-rule")
        return ("-" if negative else "") + self.parameter(known)


def constant_of(tree: Tree) -> Value:
    """The value of a literal, also under a minus sign; None when it is no literal."""
    if isinstance(tree, Literal_):
        return tree.value
    if isinstance(tree, Apply) and tree.name == "neg":
        inner = constant_of(tree.operands[0])
        return -inner if isinstance(inner, Fraction) else None
    return None


def parameter_of(tree: Tree) -> str | None:
    """The parameter that a value is, with or without a key."""
    return tree.name if isinstance(tree, ParameterTree) else None
