"""The suppression gate for a terminal: one row for each move, what it paid and whether that was accepted."""

from __future__ import annotations

from tabulate import tabulate

from kaohe.reports.words import Lang, say
from kaohe.rules.policy import Policy
from kaohe.rules.value import shown
from kaohe.workbench.suppression.gate import Suppression, Tried

_HEADS = ("move", "tried", "gains", "most", "break-even", "verdict")


def suppression_text(result: Suppression, policy: Policy, sample: int, lang: Lang) -> str:
    """The table of moves, or that there is none."""
    if not result.tried:
        return say("suppression.none", lang, vocabulary=policy.vocabulary.name)
    head = say("suppression.head", lang, moves=len(result.tried), sample=sample, seed=result.seed)
    heads = [say(f"suppression.{name}", lang) for name in _HEADS]
    rows = [_row(each, lang) for each in result.tried]
    align = ("left", "right", "right", "right", "right", "left")
    return "\n".join([head, "", tabulate(rows, headers=heads, tablefmt="simple", colalign=align, disable_numparse=True), ""])


def _row(tried: Tried, lang: Lang) -> list[str]:
    trial = tried.trial
    name = trial.move.title if lang == "zh" else trial.move.name
    most = max((gain.points for gain in trial.gains), default=None)
    share = max((gain.break_even for gain in trial.gains), default=None)
    return [
        name,
        f"{trial.tried}/{trial.possible}",
        str(len({gain.case for gain in trial.gains})),
        "—" if most is None else shown(most, 2),
        "—" if share is None else f"{shown(100 * share, 0)}%",
        _verdict(tried, lang),
    ]


def _verdict(tried: Tried, lang: Lang) -> str:
    if not tried.trial.possible:
        return say("suppression.impossible", lang)
    if not tried.paid:
        return say("suppression.pays-nothing", lang)
    if not tried.accepted:
        return say("suppression.refused", lang)
    counters = dict.fromkeys(each.counter for each in tried.paid if each.counter is not None)
    return say("suppression.accepted", lang, counters=", ".join(counters))
