"""The worker: a process of its own in which durable-rules runs, and nothing else of the house.

    first line      [[name, {rule: condition}], …]        the rulesets, as JSON
    then frames     a count, then so many lines           ruleset number, tab, fact as JSON
    answer          one line a frame                      fired rules of each fact, joined by ";"

A line that starts with ``!`` names what went wrong; the process then ends. Whoever keeps the worker takes
silence, an early end and ``!`` alike: the frame was not judged.
"""

from __future__ import annotations

import json
import sys
from typing import BinaryIO

from kaohe.engine.stream_rules.durable import Ruleset


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """Answers frames until there are no more."""
    definitions = json.loads(asked.readline())
    rulesets = [Ruleset(name, rules) for name, rules in definitions]
    _say(answers, "ready")
    for head in asked:
        lines = [asked.readline() for _ in range(int(head))]
        _say(answers, ";".join(_judged(rulesets, line.decode()) for line in lines))


def _judged(rulesets: list[Ruleset], line: str) -> str:
    number, _, fact = line.partition("\t")
    return " ".join(rulesets[int(number)].fired(fact.rstrip("\n")))


def _say(answers: BinaryIO, text: str) -> None:
    answers.write(text.encode() + b"\n")
    answers.flush()


def main() -> None:
    """Serves standard input; what durable-rules raises becomes the last line."""
    try:
        serve(sys.stdin.buffer, sys.stdout.buffer)
    except Exception as wrong:  # noqa: BLE001 - whatever it is, the keeper must hear of it
        _say(sys.stdout.buffer, f"!{type(wrong).__name__}")


if __name__ == "__main__":
    main()
