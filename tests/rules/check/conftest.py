"""Two small offices to check policies of: a library (no petitions at all) and a town hall."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kaohe.rules.checked import Checked
from kaohe.rules.library import check_text, load_policy
from kaohe.rules.policy import Clause, Policy

DOCUMENTS = Path(__file__).parent / "documents"


def clause_yaml(body: str, *, name: str = "x", kind: str = "deduction", extra: str = "") -> str:
    """A clause with the parts that every clause has."""
    lines = body.strip("\n").split("\n")
    head = [f"  - id: {name}", "    title: 试", f"    kind: {kind}", "    basis: {source: rules, article: 第一条}"]
    return "\n".join([*head, "    points_from: example", *(f"    {line}" for line in lines)]) + f"\n{extra}"


class Desk:
    """Checks texts as if they stood in the folder of one of the offices."""

    def __init__(self, office: str) -> None:
        self.office = office
        self.home = DOCUMENTS / office

    def head(self, extra: str = "") -> str:
        return (
            f"kaohe: 1\npolicy: {self.office}\ntitle: 试\nversion: '1'\n"
            "period: {from: 2021-01-01, to: 2021-12-31}\ntimezone: Asia/Shanghai\n"
            f"vocabulary: {self.office}\ncalendar: cn\nsources: {{rules: {{title: 规定}}}}\n{extra}"
        )

    def check(self, *clauses: str, head: str = "", tail: str = "") -> Checked:
        listed = "clauses:\n" + "".join(clauses) if clauses else ""
        return check_text(self.head(head) + listed + tail, self.home / "policy.yaml")

    def codes(self, *clauses: str, head: str = "", tail: str = "") -> list[str]:
        return [one.code for one in self.check(*clauses, head=head, tail=tail).problems]

    def clause(self, body: str, *, kind: str = "deduction", head: str = "") -> Clause:
        checked = self.check(clause_yaml(body, kind=kind), head=head)
        assert checked.policy is not None, checked.problems
        return checked.policy.clause("x")


@pytest.fixture(scope="session")
def fines_desk() -> Desk:
    return Desk("fines")


@pytest.fixture(scope="session")
def town_desk() -> Desk:
    return Desk("town")


@pytest.fixture(scope="session")
def fines() -> Policy:
    checked = load_policy(DOCUMENTS / "fines")
    assert checked.problems == ()
    assert checked.policy is not None
    return checked.policy


@pytest.fixture(scope="session")
def written() -> Callable[..., str]:
    return clause_yaml
