"""A county with a merger, a renaming, a handover, an acting head and a vacancy."""

from __future__ import annotations

import pytest

from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.document.load import load
from kaohe.rules.document.roster import RosterDocument
from kaohe.rules.expression.tree import Type
from kaohe.rules.vocabulary import Field, Vocabulary


def a_field(name: str, type_: Type, *, required: bool = False) -> Field:
    return Field(name, name, type_, required=required, titles={}, volume_values=frozenset(), pattern=None, link=False)


VOCABULARY = Vocabulary(
    name="v", title="v", opens=None, counts=(), kinds={}, facts={},
    unit_attributes={
        "staff": a_field("staff", Type("number")),
        "line": a_field("line", Type("enum", values=("territory", "department"))),
        "founded": a_field("founded", Type("date")),
        "urban": a_field("urban", Type("bool")),
        "tags": a_field("tags", Type("list", of=Type("code"))),
        "seen_at": a_field("seen_at", Type("instant")),
    },
    leader_attributes={"fields": a_field("fields", Type("list", of=Type("code")))},
    posts={"principal": "主要负责人", "deputy": "分管负责人"},
    forbidden_headers=(), forbidden_patterns={},
)  # fmt: skip

COUNTY = """\
kaohe: 1
roster: county
units:
  - {id: county, title: 县委, kind: committee, level: county}
  - {id: xinan, title: 西南街道, kind: street, level: township, parent: county, from: 2019-01-01, to: 2021-06-30, merged_into: chengbei}
  - {id: chengbei, title: 城北街道, kind: street, level: township, parent: county, from: 2021-03-01, population: 43500, aliases: [北街], staff: 31, line: territory, urban: true, founded: 2021-03-01, tags: [a, b]}
  - {id: chengbei, title: 城北镇, kind: town, level: township, parent: county, from: 2019-01-01, to: 2021-02-28, population: 41000}
  - {id: north3, title: 北三社区, kind: community, level: village, parent: xinan, from: 2019-01-01, to: 2021-06-30}
  - {id: north3, title: 北三社区, kind: community, level: village, parent: chengbei, from: 2021-07-01}
leaders:
  - {leader: L01, title: 城北主要负责人, level: township, unit: chengbei, post: principal, from: 2019-01-01, to: 2021-06-28, fields: [roads]}
  - {leader: L02, title: 城北代理负责人, unit: chengbei, post: principal, from: 2021-06-28, to: 2021-08-31, acting: true}
  - {leader: L03, title: 城北主要负责人, unit: chengbei, post: principal, from: 2021-10-01}
  - {leader: L04, title: 分管, unit: chengbei, post: deputy, from: 2020-01-01}
  - {leader: L05, title: 分管, unit: chengbei, post: deputy, from: 2020-01-01}
  - {leader: L04, title: 西南负责人, unit: xinan, post: principal, from: 2021-01-01, to: 2021-06-30}
"""


@pytest.fixture(scope="session")
def field():
    return a_field


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return VOCABULARY


@pytest.fixture(scope="session")
def county_text() -> str:
    return COUNTY


@pytest.fixture(scope="session")
def flaws():
    """All problems and warnings of a roster document, by place."""

    def of(text: str):
        loaded = load(text, "r.yaml", RosterDocument)
        assert loaded.document is not None, loaded.problems
        return roster_from_document(loaded.document, VOCABULARY)[1]

    return of


@pytest.fixture(scope="session")
def county():
    document = load(COUNTY, "county.yaml", RosterDocument).document
    assert document is not None
    roster, problems = roster_from_document(document, VOCABULARY)
    assert [p for p in problems if p.severity == "problem"] == []
    return roster
