"""Events kept as columns imply the roster that the same events imply one by one."""

from __future__ import annotations

from pathlib import Path

from kaohe.engine.events import as_columns
from kaohe.engine.form import form_streams
from kaohe.engine.roster_from_columns import roster_from_columns
from kaohe.engine.roster_from_events import roster_from_events
from kaohe.rules.library import load_cases, load_policy
from kaohe.workbench.examples import example_events

POLICIES = Path(__file__).parents[3] / "policies"


def test_columns_imply_the_roster_that_their_events_imply() -> None:
    """Over the worked examples of shipped policies: headers, fields, lists of units and leaders."""
    units, leaders = 0, 0
    for name in ("lishi", "tongling", "district", "library-fines"):
        policy = load_policy(POLICIES / name).policy
        assert policy is not None
        document, _ = load_cases(POLICIES / name / "cases.yaml", policy)
        for example in document.examples if document else ():
            events, _ = example_events(policy, example.events)
            found = roster_from_columns(as_columns(events, policy.vocabulary), policy.vocabulary)
            assert found == roster_from_events(form_streams(events, policy.vocabulary)[0], policy.vocabulary), example.name
            units, leaders = units + len(found.units), leaders + len(found.tenures)
    assert min(units, leaders) > 10
