"""In every policy that is shipped and scores, a clause that charges petitions by their number is refused where it stands."""

from __future__ import annotations

import pytest

from kaohe.rules.library import check_text, load_policy
from kaohe.rules.shelf import SHIPPED

PLANTED = """
  - id: planted
    title: 埋设
    kind: deduction
    section: {section}
    basis: {{source: {source}, article: 某条}}
    points_from: example
    on: {kind}
    points: -1

"""
NO_PETITIONS = {"library-fines": "loans", "building-permits": "tasks of permits"}
"""Shipped policies about no petitions: none of their kinds is a volume."""


def _scoring() -> list[str]:
    found = (path.parent.name for path in sorted(SHIPPED.glob("*/policy.yaml")))
    return [name for name in found if "\nscorecards:" in (SHIPPED / name / "policy.yaml").read_text(encoding="utf-8")]


def test_every_policy_that_scores_is_looked_at() -> None:
    assert {"lishi", "danfeng", "erdao", "district", "tongling", "rates", "township", "hotline", "two-rates", "spso", "lgsco"} < set(_scoring())


@pytest.mark.parametrize("name", _scoring())
def test_a_deduction_for_each_petition_is_refused(name: str) -> None:
    file = SHIPPED / name / "policy.yaml"
    policy = load_policy(file.parent).policy
    assert policy is not None
    volumes = [kind.name for kind in policy.vocabulary.kinds.values() if kind.volume]
    if name in NO_PETITIONS:
        assert volumes == []
        return
    assert volumes
    text = file.read_text(encoding="utf-8")
    section, source = policy.scorecards[0].sections[0].name, next(iter(policy.sources))
    for kind in volumes:
        clause = PLANTED.format(section=section, source=source, kind=kind)
        problems = check_text(text.replace("\nscorecards:", clause + "scorecards:", 1), file).problems
        line = text[: text.index("\nscorecards:")].count("\n") + 3
        refused = [one for one in problems if one.severity == "problem" and one.code == "gate.volume"]
        assert refused, [one.code for one in problems]
        assert all(line <= one.place.line <= line + 8 for one in refused), refused
