"""A policy's worked examples joined to one year: every history under case numbers of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from kaohe.engine.event import Event
from kaohe.engine.roster import Roster
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.library import load_cases, load_policy
from kaohe.rules.policy import Policy
from kaohe.rules.shelf import SHIPPED
from kaohe.workbench.examples import example_events

SCORED = ("lishi", "danfeng", "erdao", "district", "tongling")
"""The shipped policies with cards."""

COPIES = "abc"
"""Each history happens three times, so that no rate hangs on a single case."""


@dataclass(frozen=True)
class Year:
    policy: Policy
    roster: Roster
    events: tuple[Event, ...]


@cache
def worked_year(name: str) -> Year:
    """All histories of the examples that use the common roster, side by side."""
    policy = load_policy(SHIPPED / name).policy
    assert policy is not None
    document, problems = load_cases(SHIPPED / name / "cases.yaml", policy)
    assert document is not None, problems
    assert document.roster is not None
    roster, flaws = roster_from_document(document.roster, policy.vocabulary)
    events: list[Event] = []
    for number, example in enumerate(document.examples):
        if example.roster is None:
            read, unread = example_events(policy, example.events)
            assert not [one for one in unread if one.severity == "problem"], (example.name, unread)
            events += [apart(event, f"x{number}{copy}", policy) for event in read for copy in COPIES]
    return Year(policy, roster, tuple(events))


def apart(event: Event, prefix: str, policy: Policy) -> Event:
    """The event with ids of its own example, wherever it names a case or an event."""
    kind = policy.vocabulary.kinds[event.kind]
    named = {field.name for field in kind.fields.values() if field.type.name == "case"}
    named |= {"notice": {"of"}, "appeal": {"against"}, "ruling": {"event"}}.get(kind.role or "", set())
    fields = {name: f"{prefix}.{value}" if name in named else value for name, value in event.fields.items()}

    def own(id_: str | None) -> str | None:
        return None if id_ is None else f"{prefix}.{id_}"

    return replace(
        event, id=f"{prefix}.{event.id}", case=own(event.case), amends=own(event.amends), voids=own(event.voids),
        fields=fields,
    )  # fmt: skip


def of_kind(events: Sequence[Event], kind: str) -> int:
    return sum(event.kind == kind for event in events)
