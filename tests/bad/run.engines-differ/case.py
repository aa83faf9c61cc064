"""One engine has lost an entry and another's share."""

from dataclasses import replace

from kaohe.scoring.cross_check import cross_check
from kaohe.scoring.inputs import Inputs
from kaohe.scoring.job import prepare
from kaohe.scoring.run import run


def found(desk):
    ready = prepare(Inputs(desk.home, (desk.home / "events.jsonl",), desk.home / "roster.yaml"))
    done = run(ready.policy, ready.roster, ready.events)
    _, second, *rest = done.replay.entries
    wrong = replace(done.replay, entries=(replace(second, share=second.share / 2), *rest))
    return cross_check(replace(done, replay=wrong), ready.events, "batch").problems()
