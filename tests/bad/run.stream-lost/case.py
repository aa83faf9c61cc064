"""No worker survives the facts of case A1; A2 is scored."""

from kaohe.engine.stream_rules.keeper import Lost
from kaohe.engine.stream_rules.replay import told
from kaohe.scoring.inputs import Inputs
from kaohe.scoring.job import prepare


class Brittle:
    """Takes the place of durable-rules: dies of every frame that holds a fact of the first stream it sees."""

    def __init__(self, _book) -> None:
        self.first = None
        self.sent = []

    def send(self, lines) -> None:
        self.sent.append(lines)

    def receive(self):
        lines = self.sent.pop(0)
        self.first = self.first or lines[0]
        if any(line is self.first for line in lines):
            raise Lost("signal 11")
        return [frozenset() for _ in lines]

    def close(self) -> None: ...


def found(desk):
    ready = prepare(Inputs(desk.home, (desk.home / "events.jsonl",), desk.home / "roster.yaml"))
    done = told(ready.policy, ready.roster, ready.events, ready.policy.period.to, poster=Brittle)
    return tuple(each for each in done.replay.notices if each.severity == "problem")
