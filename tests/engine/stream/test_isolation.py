"""durable-rules may die, raise, hang or eat memory: the run goes on, and says what is missing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from histories import END, case_policy, day, event, roster, sample, whole_policy

from kaohe.engine import reference
from kaohe.engine.ledger_file import LEDGER
from kaohe.engine.root import ledger_root
from kaohe.engine.stream_rules.keeper import Keeper, Lost
from kaohe.engine.stream_rules.matcher import Matcher
from kaohe.engine.stream_rules.questions import book_of
from kaohe.engine.stream_rules.replay import told
from kaohe.scoring import score


def root(replay, policy) -> str:
    return ledger_root(LEDGER.table(score(policy, roster(), replay, END).entries))


# --- one death ----------------------------------------------------------------------------------------


SOME = frozenset(f"{number:03d}" for number in range(0, 1000, 40))
"""Every fifth of the cases that the laws keep of a sample year."""


class Killing(Keeper):
    """Kills its worker, as an administrator would, with frames under way."""

    deaths = (2, 5, 8)
    sent = 0

    def send(self, lines) -> None:
        self.sent += 1
        if self.sent in self.deaths and self.process is not None:
            self.process.kill()
            self.process.wait()
        super().send(lines)


def test_killing_the_worker_in_the_middle_of_a_run_loses_nothing() -> None:
    keepers: list[Killing] = []

    def poster(book) -> Killing:
        keepers.append(Killing(book))
        return keepers[0]

    year = [each for each in sample() if each.case is None or each.case.removesuffix("-false")[-3:] in SOME]
    disturbed = told(whole_policy(), roster(), year, END, poster=poster)
    assert keepers[0].workers == 1 + len(Killing.deaths)
    assert disturbed.lost == {}
    undisturbed = reference.replay(whole_policy(), roster(), year, END)
    assert len(undisturbed.entries) > 100
    assert disturbed.replay == undisturbed
    assert root(disturbed.replay, whole_policy()) == root(undisturbed, whole_policy())


def test_a_worker_killed_while_a_tick_is_judged_loses_nothing() -> None:
    class AtTick(Keeper):
        killed = 0

        def send(self, lines) -> None:
            if len(lines) == 1 and '"k": "?' in lines[0].fact and not self.killed and self.process is not None:
                self.killed += 1
                self.process.kill()
                self.process.wait()
            super().send(lines)

    keepers = []

    def poster(book) -> AtTick:
        keepers.append(AtTick(book))
        return keepers[0]

    posted = told(case_policy(), roster(), HISTORY, END, poster=poster)
    assert keepers[0].killed == 1
    assert posted.lost == {}
    assert posted.replay == reference.replay(case_policy(), roster(), HISTORY, END)


# --- a fact that no worker survives -------------------------------------------------------------------


def history(case: str, *later: dict[str, str]) -> list:
    rows = [
        {"kind": "registered", "unit": "bureau", "origin": "new", "channel": "visit", "class": "general"},
        {"kind": "assigned", "unit": "land", "due_on": "2021-02-10"},
        {"kind": "repeat_petition"},
        *later,
    ]
    return [event(id=f"{case}-{n}", at=day(3 + 40 * n), case=case, **row) for n, row in enumerate(rows)]


FATAL = "rereview_decided"
HISTORY = (*history("A1"), *history("A2", {"kind": FATAL, "result": "revoked"}), *history("A3", {"kind": "closed"}))
FAULTS = {
    "dies": "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    "raises": "raise MemoryError",
    "hangs": "import time; time.sleep(60)",
}


class Faulty(Keeper):
    """Its worker meets a fault at every fact about ``FATAL``."""

    def __init__(self, book, fault: str) -> None:
        super().__init__(book, patience=1.5)
        script = (
            "from kaohe.engine.stream_rules import worker\n"
            "judged = worker._judged\n"
            "def fault(rulesets, line):\n"
            f"    if '{FATAL}' in line:\n"
            f"        {fault}\n"
            "    return judged(rulesets, line)\n"
            "worker._judged = fault\n"
            "worker.main()\n"
        )
        self.command = (sys.executable, "-c", script)


@pytest.mark.parametrize(("fault", "how"), [("dies", "signal 11"), ("raises", "MemoryError"), ("hangs", "silent")])
def test_only_the_case_that_no_worker_survives_is_missing_and_it_is_named(fault: str, how: str) -> None:
    posted = told(case_policy(), roster(), HISTORY, END, poster=lambda book: Faulty(book, FAULTS[fault]))
    assert posted.lost == {("case", "A2"): how}
    (said,) = [each for each in posted.replay.notices if each.severity == "problem"]
    assert said.code == "run.stream-lost"
    assert dict(said.facts) == {"kind_zh": "事项", "kind_en": "case", "stream": "A2", "how": how}
    rest = tuple(each for each in HISTORY if each.case != "A2")
    expected = reference.replay(case_policy(), roster(), rest, END)
    assert expected.entries
    assert posted.replay.entries == expected.entries
    assert posted.replay.clocks == expected.clocks
    whole = reference.replay(case_policy(), roster(), HISTORY, END)
    assert len(whole.entries) > len(expected.entries), "the lost case had nothing to lose"


def test_a_worker_that_cannot_start_is_lost_and_nothing_hangs() -> None:
    keeper = Keeper(book_of(case_policy()), patience=5)
    keeper.command = (sys.executable, "-c", "raise SystemExit(3)")
    with pytest.raises(Lost, match="exit 3"):
        keeper.send(())


# --- memory -------------------------------------------------------------------------------------------


def test_the_worker_does_not_grow_with_the_number_of_cases() -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("this system does not tell what memory a process holds")
    book = book_of(case_policy())
    keeper = Keeper(book)
    matcher = Matcher(book, keeper)
    held = []
    for round_ in range(4):
        cases = [each for n in range(400) for each in history(f"R{round_}-{n}")]
        world, _ = reference.world_of(case_policy(), roster(), cases, END)
        matcher.foresee(world)
        held.append(_kib(keeper.process.pid))
    keeper.close()
    assert matcher.facts > 2_000
    assert held[-1] - held[0] < 2048, f"{held} KiB after each 400 cases"


def _kib(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
