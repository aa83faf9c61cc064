"""What a bare name, ``of.name`` and ``param.name[key]`` mean at a position."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from kaohe.rules.expression.fit import fitted
from kaohe.rules.expression.frame import Frame, term
from kaohe.rules.expression.guard import narrowed
from kaohe.rules.expression.history import read_field_of
from kaohe.rules.expression.scope import (
    BOOL,
    CONTEXT_NAMES,
    DATE,
    INSTANT,
    Define,
    Disagreement,
    attribute_names,
    attribute_type,
    field_names,
    field_type,
)
from kaohe.rules.expression.show import show
from kaohe.rules.expression.syntax import Call, Ident, Index, Member, Stretch, StringText
from kaohe.rules.expression.tree import (
    Attribute,
    Context,
    Defined,
    Fact,
    FieldOf,
    Gate,
    InState,
    Parameter,
    Tree,
    Type,
)
from kaohe.rules.problem import problem

MOST_OPENED = 300
"""How many times defines may be opened in one expression; more is an unreadable pile."""

Meaning = Callable[[], Tree | None]


# --- bare names ---------------------------------------------------------------------------------


def read_ident(syntax: Ident, frame: Frame) -> Tree | None:
    """A field, define, state, gate or one of the language's own names."""
    name, span = syntax.name, syntax.span
    if name in CONTEXT_NAMES:
        return _own(name, span, frame)
    meanings = tuple(_meanings(name, span, frame))
    if len(meanings) > 1:
        frame.report("two-meanings", span, found=name)
        return None
    if not meanings:
        _report_unknown(name, span, frame)
        return None
    return meanings[0]()


def _meanings(name: str, span: Stretch, frame: Frame) -> Iterator[Meaning]:
    scope = frame.scope
    if scope.kinds is not None and field_type(scope, scope.kinds, name) is not None:
        yield lambda: event_field(scope.kinds or (), name, span, frame)
    elif name == "at" and not scope.day:
        yield lambda: FieldOf("event", "at", INSTANT, span)
    if name in scope.defines:
        yield lambda: _define(name, scope.defines[name], span, frame)
    if name in scope.states:
        yield lambda: InState(name, BOOL, span)
    if name in scope.gates:
        yield lambda: _gate(name, None, span, frame)


def event_field(kinds: tuple[str, ...], name: str, span: Stretch, frame: Frame) -> Tree | None:
    """A field of the position's event."""
    type_ = known_field(kinds, name, span, frame)
    return None if type_ is None else FieldOf("event", name, type_, span)


def known_field(kinds: tuple[str, ...], name: str, span: Stretch, frame: Frame) -> Type | None:
    """The type of a field of joined kinds; None (reported) when none has it or they disagree."""
    found = field_type(frame.scope, kinds, name)
    if found is None:
        names = field_names(frame.scope, kinds)
        frame.unknown("unknown-field", frame.last(name, span), name, names, kinds=" | ".join(kinds))
    elif isinstance(found, Disagreement):
        frame.report("fields-differ", frame.last(name, span), found=name, first=found.first, second=found.second)
    return found if isinstance(found, Type) else None


def _own(name: str, span: Stretch, frame: Frame) -> Tree | None:
    """The language's own names; each says where it is known when it is not known here."""
    scope = frame.scope
    if name == "subject" and scope.subject is not None:
        return Context("subject", Type(scope.subject), span)
    if name == "day" and scope.day:
        return Context("day", DATE, span)
    if name == "as_of" and scope.spans:
        return Context("as_of", DATE, span)
    code = {"subject": "no-subject", "day": "no-day", "as_of": "no-period"}.get(name)
    if code is None:
        frame.report("bare-word", span, found=name, right=_WRITTEN[name])
    else:
        frame.report(code, span, found=name)
    return None


_WRITTEN = {
    "any": "last(any)", "period": "period.from, period.to", "periods": "<date> in periods.<name>",
    "param": "param.<name>", "start": "start.<field>", "this": "<field> == this.<field>",
}
"""How the names are written that are no value by themselves."""


def _report_unknown(name: str, span: Stretch, frame: Frame) -> None:
    """Says why a name is not known: no event here, a quoted value without quotes, or a slip."""
    scope = frame.scope
    elsewhere = any(name in kind.fields for kind in scope.vocabulary.kinds.values())
    if scope.kinds is None and (elsewhere or name in ("kind", "id", "case", "unit", "leader")):
        frame.report("no-event", span, found=name)
        return
    meant = next(_prefixed(name, frame), "")
    if meant:
        frame.report("unknown-name", span, found=name, near=meant, known="")
    else:
        frame.unknown("unknown-name", span, name, _candidates(frame))


def _prefixed(name: str, frame: Frame) -> Iterator[str]:
    """What the same word is with its prefix or in quotes."""
    scope = frame.scope
    if name in scope.fact_names():
        yield f"case.{name}"
    if name in scope.parameters:
        yield f"param.{name}"
    fields = (field for kind in scope.kinds or () for field in scope.vocabulary.kinds[kind].fields.values())
    if any(name in field.type.values for field in fields):
        yield f'"{name}"'


def _candidates(frame: Frame) -> tuple[str, ...]:
    scope = frame.scope
    fields = field_names(scope, scope.kinds) if scope.kinds else ("at",)
    return (*fields, *scope.defines, *sorted(scope.states), *scope.gates)


# --- defines and gates --------------------------------------------------------------------------


def _define(name: str, define: Define, span: Stretch, frame: Frame) -> Tree | None:
    """A define, opened: typed afresh here, its problems placed in its own text."""
    if name in frame.trail:
        hops = " → ".join((*frame.trail[frame.trail.index(name) :], name))
        frame.problems.append(problem("policy.cycle", frame.place(span), *frame.uses, hops=hops))
        return None
    if next(frame.opened) >= MOST_OPENED:
        # Said once, of the name that stands in the expression itself.
        outermost, place = (*frame.trail, name)[0], (*reversed(frame.uses), frame.place(span))[0]
        frame.problems.append(problem("expression.too-many-defines", place, found=outermost, most=MOST_OPENED))
        return None
    if define.kinds is not None and not set(frame.scope.kinds or ("",)) <= set(define.kinds):
        frame.report("define-elsewhere", span, found=name, kinds=" | ".join(define.kinds))
        return None
    inner = replace(
        frame, text=define.text, around=None, trail=(*frame.trail, name), uses=(frame.place(span), *frame.uses)
    )
    body = inner.read(define.syntax)
    return None if body is None else Defined(name, body, body.type, span, define.text)


def _gate(name: str, item: str | None, span: Stretch, frame: Frame) -> Tree | None:
    gate = frame.scope.gates[name]
    if frame.scope.kinds is None or not set(frame.scope.kinds) <= set(gate.kinds):
        frame.report("gate-elsewhere", span, found=name, kinds=" | ".join(gate.kinds))
        return None
    if item is not None and item not in gate.items:
        frame.unknown("unknown-item", frame.last(item, span), item, gate.items, gate=name)
        return None
    return Gate(name, item, BOOL, span)


# --- of.name ------------------------------------------------------------------------------------


def read_member(syntax: Member, frame: Frame) -> Tree | None:
    """``case.fact``, ``param.x``, ``period.from``, ``start.f``, ``gate.item``, ``last(…).f``, or an
    attribute of a unit or leader.
    """
    match syntax.of:
        case Ident(root) if root in _ROOTS:
            return _ROOTS[root](syntax, frame)
        case Ident(root) if root in frame.scope.gates:
            return _gate(root, syntax.name, syntax.span, frame)
        case Call("first" | "last", _, None) as call:
            return read_field_of(call, syntax.name, syntax.span, frame)
        case _:
            return _attribute(syntax, frame)


def _fact(syntax: Member, frame: Frame) -> Tree | None:
    scope, span = frame.scope, syntax.span
    type_ = scope.fact(syntax.name)
    if type_ is None:
        frame.unknown("unknown-fact", frame.last(syntax.name, span), syntax.name, scope.fact_names())
        return None
    if scope.stream != "case":
        frame.report("no-case", span, found=f"case.{syntax.name}", stream=term(scope.stream))
        return None
    return Fact(syntax.name, type_, span)


def _parameter(syntax: Member, frame: Frame) -> Tree | None:
    parameter = frame.scope.parameters.get(syntax.name)
    if parameter is None:
        frame.unknown(
            "unknown-parameter", frame.last(syntax.name, syntax.span), syntax.name, frame.scope.parameters
        )
        return None
    if parameter.keys:
        frame.report("parameter-key", syntax.span, found=syntax.name, keys=", ".join(parameter.keys))
        return None
    return Parameter(syntax.name, None, parameter.type, syntax.span)


def _period(syntax: Member, frame: Frame) -> Tree | None:
    match syntax.name:
        case "from" if frame.scope.spans:
            return Context("period.from", DATE, syntax.span)
        case "to" if frame.scope.spans:
            return Context("period.to", DATE, syntax.span)
    if frame.scope.spans:
        frame.report("bare-word", syntax.span, found=f"period.{syntax.name}", right=_WRITTEN["period"])
    else:
        frame.report("no-period", syntax.span, found=f"period.{syntax.name}")
    return None


def _start(syntax: Member, frame: Frame) -> Tree | None:
    kinds = frame.scope.start
    if kinds is None:
        frame.report("no-start", syntax.span, found=f"start.{syntax.name}")
        return None
    type_ = known_field(kinds, syntax.name, syntax.span, frame)
    return None if type_ is None else FieldOf("start", syntax.name, type_, syntax.span)


def _this(syntax: Member, frame: Frame) -> Tree | None:
    frame.report("this-form", syntax.span, found=f"this.{syntax.name}")
    return None


def _periods(syntax: Member, frame: Frame) -> Tree | None:
    frame.report("bare-word", syntax.span, found=f"periods.{syntax.name}", right=_WRITTEN["periods"])
    return None


_ROOTS: dict[str, Callable[[Member, Frame], Tree | None]] = {
    "case": _fact, "param": _parameter, "period": _period, "start": _start, "this": _this, "periods": _periods,
}


def _attribute(syntax: Member, frame: Frame) -> Tree | None:
    of = frame.asking().read(syntax.of)
    if of is None:
        return None
    if of.type.name not in ("unit", "leader"):
        frame.report("no-members", syntax.span, found=syntax.name, of=term(of.type))
        return None
    type_ = attribute_type(frame.scope, of.type, syntax.name)
    if type_ is None:
        names = attribute_names(frame.scope, of.type)
        frame.unknown(
            "unknown-attribute", frame.last(syntax.name, syntax.span), syntax.name, names, of=term(of.type)
        )
        return None
    optional = type_.optional or of.type.optional
    return Attribute(of, syntax.name, replace(type_, optional=optional), syntax.span)


# --- param.name[key] ----------------------------------------------------------------------------


def read_index(syntax: Index, frame: Frame) -> Tree | None:
    """``param.name[key]``: a parameter given by the values of an enum."""
    match syntax.of:
        case Member(Ident("param"), name):
            return _keyed(syntax, name, frame)
    frame.report("no-index", syntax.span)
    return None


def _keyed(syntax: Index, name: str, frame: Frame) -> Tree | None:
    key = frame.strict().read(syntax.key)
    parameter = frame.scope.parameters.get(name)
    if parameter is None:
        frame.unknown("unknown-parameter", frame.last(name, syntax.of.span), name, frame.scope.parameters)
        return None
    if not parameter.keys:
        frame.report("parameter-plain", syntax.span, found=name)
        return None
    return None if key is None else _with_key(syntax, name, key, frame)


def _with_key(syntax: Index, name: str, key: Tree, frame: Frame) -> Tree | None:
    parameter = frame.scope.parameters[name]
    written = isinstance(syntax.key, StringText)
    if written:
        key = fitted(key, Type("enum", values=parameter.keys), frame)
    if key.type.name != "enum":
        frame.report("type", syntax.key.span, expected=term("enum"), found=term(key.type))
        return None
    possible = () if written else narrowed(syntax.key, key.type.values, frame.guards)
    missing = [value for value in possible if value not in parameter.keys]
    if missing and not frame.lenient:
        # Not “unguarded”: the mend is a value in the parameter or a narrower condition.
        frame.report("parameter-values", syntax.span, found=name, key=show(syntax.key), missing=", ".join(missing))
        return None
    return Parameter(name, key, replace(parameter.type, optional=bool(missing)), syntax.span)
