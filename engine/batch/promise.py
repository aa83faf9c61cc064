"""Which clauses run on columns, as far as the policy alone can tell.

A run may still leave one of these to the plain meaning where single numbers or days are beyond what
columns hold exactly; ``replay.told`` says what happened.
"""

from __future__ import annotations

from kaohe.rules.policy import Checklist, Clause, Deadline, Frequency, Measure, On, Policy, Ratio


def vectorised(policy: Policy) -> tuple[str, ...]:
    """The ids of the clauses whose conditions, clocks or groups are reckoned by columns, in order."""
    return tuple(clause.id for clause in policy.clauses if _is_known(clause))


def _is_known(clause: Clause) -> bool:
    return isinstance(clause.form, On | Deadline | Frequency | Ratio | Measure | Checklist)
