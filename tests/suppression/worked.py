"""A policy's worked examples joined to one year: every history under case numbers of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from kaohe.engine.event import Event
from kaohe.engine.event_row import event_from_row
from kaohe.engine.roster import Roster
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.library import load_cases, load_policy
from kaohe.rules.policy import Policy
from kaohe.rules.shelf import SHIPPED
from kaohe.workbench.examples import example_events

SCORED = ("lishi", "danfeng", "erdao", "district", "tongling")
"""The shipped policies with cards."""

COPIES = "ab"
"""Each history happens twice, so that no rate hangs on a single case."""


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
    roster, _ = roster_from_document(document.roster, policy.vocabulary)
    events: list[Event] = []
    for number, example in enumerate(document.examples):
        if example.roster is None:
            read, unread = example_events(policy, example.events)
            assert not [one for one in unread if one.severity == "problem"], (example.name, unread)
            events += [apart(event, f"x{number}{copy}", policy) for event in read for copy in COPIES]
    return Year(policy, roster, (*events, *traffic(policy, roster)))


# What any office meets, so that every move finds a case under every policy: (days after intake, kind, fields).
TRAFFIC: tuple[tuple[tuple[int, str, dict[str, str]], ...], ...] = (
    ((1, "assigned", {"due_on": "+61"}), (2, "accepted", {}), (70, "repeat_petition", {}),
     (80, "opinion_issued", {"result": "reject"}), (81, "outcome", {"result": "dissatisfied"}), (82, "closed", {})),
    ((3, "assigned", {"due_on": "+63"}), (4, "accepted", {}), (20, "checked", {"item": "facts", "passed": "false"}),
     (25, "opinion_issued", {"result": "support"}), (26, "opinion_executed", {}), (27, "outcome", {"result": "declined"}),
     (30, "closed", {}), (40, "followup", {"result": "dissatisfied"}), (50, "repeat_petition", {})),
    ((22, "assigned", {"due_on": "+82"}), (40, "repeat_petition", {}), (100, "withdrawn", {})),
)  # fmt: skip


def traffic(policy: Policy, roster: Roster) -> list[Event]:
    """The same few histories for each handling unit, begun in the fifth month of the period; and a linked repeat."""
    begin = policy.period.from_ + timedelta(days=135)
    units = [unit for unit in roster.subjects("unit") if roster.attribute("unit", unit, "kind", begin) in HANDLING]
    desk = next((unit for unit in roster.subjects("unit") if roster.attribute("unit", unit, "kind", begin) == "bureau"), units[0])
    rows: list[dict[str, str]] = []
    for place, unit in enumerate(units):
        for number, history in enumerate(TRAFFIC):
            case = f"T{place}-{number}"
            opened = {"unit": desk, "origin": "new", "channel": "visit", "class": "general"}
            rows.append({"case": case, "kind": "registered", "at": str(begin), **opened})
            for after, kind, fields in history:
                told = {name: str(begin + timedelta(days=int(text))) if text[0] == "+" else text for name, text in fields.items()}
                rows.append({"case": case, "kind": kind, "at": str(begin + timedelta(days=after)), **told})
                if kind == "assigned":
                    rows[-1]["unit"] = unit
        again = {"case": f"T{place}-again", "kind": "registered", "at": str(begin + timedelta(days=90)), **opened}
        rows.append({**again, "repeat_of": f"T{place}-0"})
    read = [event_from_row({"id": f"t{number}", **row}, policy.vocabulary, policy.timezone) for number, row in enumerate(rows)]
    assert [problems for _, problems in read if problems] == []
    return [event for event, _ in read if event is not None]


HANDLING = ("town", "street", "department")


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
