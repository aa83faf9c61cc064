"""What a run in an office reads when it is not told: by itself, for a run wants nothing else of the office."""

from __future__ import annotations

from pathlib import Path

from kaohe.engine.event_file import event_files
from kaohe.engine.office.folder import Office
from kaohe.engine.office.roster_book import says_nobody
from kaohe.scoring.inputs import Inputs


def inputs_of(office: Office, policy: Path) -> Inputs:
    """What a run in the office reads: its events, if any, and its roster, if anybody stands on it."""
    events = (office.events,) if any(event_files([office.events])) else ()
    roster = office.roster if office.roster is not None and not says_nobody(office.roster) else None
    return Inputs(policy, events, roster, office.calendar)
