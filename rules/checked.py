"""What became of a policy that was read."""

from __future__ import annotations

from collections.abc import Mapping

from kaohe.rules.policy import Policy
from kaohe.rules.problem import Problem
from kaohe.rules.record import record

Problems = tuple[Problem, ...]


@record
class Checked:
    """What became of a policy. ``policy`` None: a problem stands in the way. ``texts`` are the
    documents by the file name that places bear, for underlining.
    """

    policy: Policy | None
    problems: Problems
    texts: Mapping[str, str]
