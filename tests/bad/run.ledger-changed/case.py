"""Somebody takes an entry out of a finished run's ledger."""

from dataclasses import replace

from kaohe.engine.ledger_file import read_ledger, write_ledger
from kaohe.rules.place import Place
from kaohe.scoring.inputs import Inputs
from kaohe.scoring.job import prepare
from kaohe.scoring.run import run
from kaohe.scoring.run_files import write_run
from kaohe.scoring.stored_run import read_run


def found(desk):
    inputs = Inputs(desk.home, (desk.home / "events.jsonl",), desk.home / "roster.yaml")
    ready = prepare(inputs)
    out = desk.root / "run"
    write_run(run(ready.policy, ready.roster, ready.events), inputs, out)
    write_ledger(read_ledger(out / "ledger.parquet")[1:], out / "ledger.parquet")
    return [replace(one, place=Place("ledger.parquet", 1, 1)) for one in read_run(out).changed]
