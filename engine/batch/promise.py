"""Which clauses run on columns, as far as the policy alone can tell.

A run may still leave one of these to the plain meaning where single numbers or days are beyond what
columns hold exactly; ``replay.told`` says what happened.
"""

from __future__ import annotations

from kaohe.engine.batch.clocks import can_be_reckoned
from kaohe.engine.batch.column import Unsure
from kaohe.rules.policy import Clause, Deadline, Frequency, Measure, On, Policy, Ratio


def vectorised(policy: Policy) -> tuple[str, ...]:
    """The ids of the clauses whose conditions, clocks or groups are reckoned by columns, in order."""
    return tuple(clause.id for clause in policy.clauses if _is_known(clause, policy))


def _is_known(clause: Clause, policy: Policy) -> bool:
    form = clause.form
    if isinstance(form, Deadline):
        return _is_plain(form, policy)
    if isinstance(form, Ratio | Measure):
        if form.over.what == "deadline":
            return _is_known(policy.clause(form.over.clause or ""), policy)
        return form.over.what in ("cases", "events")
    return isinstance(form, On | Frequency)


def _is_plain(form: Deadline, policy: Policy) -> bool:
    try:
        can_be_reckoned(form, policy)
    except Unsure:
        return False
    return True
