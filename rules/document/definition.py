"""What clauses share by name: conditions, states, gates."""

from __future__ import annotations

from kaohe.rules.document.head import REPLACES, Basis, KindNames
from kaohe.rules.document.scalar import Expr, Flag, Name, Text
from kaohe.rules.document.shape import Shape, key


class Define(Shape, title="definition"):
    """A named condition or value; ``on`` names the kinds it may be used at (default: anywhere)."""

    title: Text | None = key("名称", "给人看的名称。", "Its name for people.", None)
    value: Expr = key("值", "条件或取值的表达式。", "A condition or a value.")
    replaces: Flag = key(*REPLACES)
    on: KindNames | None = key(
        "事件",
        "只在这些种类的事件处可用；不写则处处可用。",
        "Kinds of events it may be used at; anywhere when left out.",
        None,
    )


class At(Shape, title="event condition"):
    """An event of a kind for which a condition holds."""

    on: KindNames = key("事件", "事件种类，几种以 `|` 相连。", "Kind of event, several joined by `|`.")
    when: Expr | None = key("条件", "在该事件处成立的条件。", "Condition at that event.", None)


class State(Shape, title="state"):
    """True when the latest of its beginnings and ends before the position is a beginning (P14)."""

    title: Text | None = key("名称", "给人看的名称。", "Its name for people.", None)
    begins: At | list[At] = key("开始", "状态由哪些事件开始。", "Events that begin the state.")
    ends: At | list[At] | None = key("结束", "状态由哪些事件结束。", "Events that end it.", None)
    replaces: Flag = key(*REPLACES)


class GateItem(Shape, title="gate item"):
    """One thing that an event must meet."""

    title: Text = key("名称", "这一关的名称。", "What is asked for.")
    pass_: Expr = key("通过条件", "成立即通过。", "Passed when this holds.")


class GateShape(Shape, title="gate"):
    """Conditions an event must meet, all of them; each result is kept (P29)."""

    title: Text | None = key("名称", "给人看的名称。", "Its name for people.", None)
    at: KindNames = key("事件", "把关的事件种类。", "Kind of event that is gated.")
    basis: Basis | None = key("依据", "设关的依据。", "What the gate rests on.", None)
    replaces: Flag = key(*REPLACES)
    all: dict[Name, GateItem] = key(
        "各项", "全部通过才算过关，逐项评定。", "All must pass; each is judged and kept."
    )
