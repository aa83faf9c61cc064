"""From what happened to cards: score shapes, caps, sections, grades, and why a card says what it says.

    replay --tallied--> entries --exclusive, limits--> filed --sections, inherit, made--> drafts --standing, veto--> cards

    from_replay             the order of the house, a step a line: read it first
    shapes, relative, steps       a figure to points: bands, slopes, places among peers; the same as on paper
    tallied, rows                 rates, measures and marks to entries of whoever answers
    exclusive, limits, used       of a group one stays; caps per case and per subject; what they left
    office, sheet, filed          who there was, who gets which card, which entry belongs on it
    sections, inherit, made       start, floor, base, re-weighting, what comes from other cards
    draft, standing, rank, grades, veto    cards drawn up and compared: ranks, places of a grade, what denies it
    data, unrisked                whether there is anything to judge by; what cards would be without accepted risks
    exact, order, bundles         points without loss, the ledger's order, rows that add up alike
    check                         every card is the sum of its entries: asked of every run before it is returned

    inputs, job, run, run_files   files in, the main job, a folder out; ``card`` and ``cards_file``: its cards
    stored_run                    a run read back, and what of its inputs has changed since
    spread, on_spark              the main job in several processes or over events larger than memory; on a cluster
    fingerprints, judged_by       whether a file is still what a receipt says; policy and roster as they were judged by
    compare, cross_check, why     two runs, two engines, and the ground of one figure
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kaohe.scoring.card import Card, Scored
    from kaohe.scoring.from_replay import score

__all__ = ["Card", "Scored", "score"]


def __getattr__(name: str) -> Any:
    """The three names, imported when asked for: who reads a run scores none."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{'from_replay' if name == 'score' else 'card'}"), name)
