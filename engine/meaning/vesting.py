"""Earned only if it lasts: ``vest: 90d`` (P31).

The entry is dated the day after the vesting day, and there is none if a ``revoke`` event of the
clause came between. Until then it is shown as pending. Afterwards ``revoke`` reverses it like any
other entry.
"""

from __future__ import annotations

from datetime import date

from kaohe.engine.event import Event
from kaohe.engine.meaning import reversal
from kaohe.engine.meaning.position import Position
from kaohe.engine.meaning.workdays import ONE_DAY
from kaohe.rules.policy import Clause, On


def entry_day(form: On, day: date) -> date:
    """The date of an entry whose event falls on ``day``."""
    return day if form.vest is None else day + (form.vest.count + 1) * ONE_DAY


def last_day_before(day: date) -> date:
    """The vesting day of an entry dated ``day``."""
    return day - ONE_DAY


def is_forfeited(clause: Clause, position: Position) -> bool:
    """Whether a ``revoke`` event came after the position's event and not after the vesting day."""
    return forfeited_by(clause, position) is not None


def forfeited_by(clause: Clause, position: Position) -> Event | None:
    """The first such event; None: there is none, or nothing has to vest."""
    assert isinstance(clause.form, On)
    if clause.form.vest is None:
        return None
    last = last_day_before(entry_day(clause.form, position.world.day(position.at)))
    revoking = reversal.revoking(clause, position.world, position.stream)
    between = (each.event for each, _ in revoking if each.before >= position.upto and position.world.day(each.at) <= last)
    return next(between, None)
