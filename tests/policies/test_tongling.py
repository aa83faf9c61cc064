"""铜陵: the figures its press briefing printed come out of the policy's tallies, and out of nothing simpler.

The events are invented; only the counts are the source's: 177 of 181 old cases resolved (97.79 %), 7 of 14
referred cases struck off, 234 of 326 proxied cases done, and of 322 batches received 135 closed on the spot
and 61 after transfer. Around them stand rows that must not count: records delivered twice, records voided,
closings that fail a gate, closings reopened, further lists of the same cases, persons that are no batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache

import pytest

from kaohe.engine.event import Event
from kaohe.engine.event_row import event_from_row
from kaohe.engine.ledger import Tally
from kaohe.engine.reference import replay
from kaohe.engine.roster import Roster
from kaohe.engine.roster_from_document import roster_from_document
from kaohe.rules.library import load_cases, load_policy
from kaohe.rules.policy import Policy, Ratio
from kaohe.rules.shelf import SHIPPED
from kaohe.rules.value import rounded

AS_OF = date(2022, 10, 31)
Rows = Sequence[Mapping[str, str]]


@cache
def shipped() -> Policy:
    whole = load_policy(SHIPPED / "tongling").policy
    assert whole is not None
    return whole


@cache
def policy() -> Policy:
    """The shipped policy with the published figures only: counting needs no other clause."""
    kept = tuple(clause for clause in shipped().clauses if clause.id.startswith("published."))
    assert len(kept) == 7
    return replace(shipped(), clauses=kept)


@cache
def roster() -> Roster:
    """The roster of the policy's own examples."""
    document, problems = load_cases(SHIPPED / "tongling/cases.yaml", shipped())
    assert document is not None, problems
    assert document.roster is not None
    return roster_from_document(document.roster, policy().vocabulary)[0]


def events(rows: Rows) -> list[Event]:
    scheme = policy()
    typed = [
        event_from_row({"id": f"#{place:05}", **row}, scheme.vocabulary, scheme.timezone)
        for place, row in enumerate(rows)
    ]
    assert [problems for _, problems in typed if problems] == []
    return [event for event, _ in typed if event is not None]


def tally(rows: Rows, clause: str, subject: str) -> Tally:
    made = replay(policy(), roster(), events(rows), AS_OF)
    assert made.notices == ()
    found = [one for one in made.tallies if one.clause == clause and one.subject == subject]
    assert len(found) == 1, f"{clause} of {subject}: {len(found)} tallies of {len(made.tallies)}"
    return found[0]


def printed(one: Tally) -> Fraction:
    """The rate in per cent, rounded as its clause says."""
    form = next(clause.form for clause in policy().clauses if clause.id == one.clause)
    assert isinstance(form, Ratio)
    assert form.round is not None
    assert one.value is not None
    return rounded(100 * one.value, form.round.places, form.round.mode)


# --- histories ----------------------------------------------------------------------------------------


def row(kind: str, case: str, at: str, **fields: str) -> dict[str, str]:
    return {"kind": kind, "case": case, "at": at, **fields}


def registered(case: str, at: str = "2022-01-04", **fields: str) -> dict[str, str]:
    usual = {"unit": "bureau", "origin": "old", "channel": "visit", "class": "report"}
    return row("registered", case, at, **(usual | fields))


def checked(case: str, *, outcome: str = "satisfied") -> Iterator[dict[str, str]]:
    for item in ("facts", "evidence", "conclusion"):
        yield row("checked", case, "2022-03-01", item=item, passed="true")
    yield row("opinion_executed", case, "2022-03-01")
    yield row("outcome", case, "2022-03-02", result=outcome)


def voided(kind: str, case: str, at: str, **fields: str) -> Iterator[dict[str, str]]:
    """A record and the later one that takes it back."""
    yield row(kind, case, at, id=f"{case}-{kind}", **fields)
    yield row(kind, case, at, id=f"{case}-{kind}-void", voids=f"{case}-{kind}", recorded_at="2022-09-01", **fields)


def twice(rows: Rows) -> list[Mapping[str, str]]:
    """Every record delivered again under its id, a month later."""
    named = [{"id": f"{one['case']}-{place}", **one} for place, one in enumerate(rows)]
    return [*named, *({**one, "recorded_at": "2022-10-01"} for one in named)]


def old_case(case: str) -> Iterator[dict[str, str]]:
    yield registered(case, "2021-02-01")
    yield row("assigned", case, "2021-02-02", unit="street01")
    yield row("backlog_listed", case, "2021-03-01", batch="national")


def backlog() -> list[Mapping[str, str]]:
    """181 cases of the national list, 177 resolved; 28 of them stand on a second list."""
    rows: list[Mapping[str, str]] = []
    for number in range(177):
        case = f"B{number}"
        history = [*old_case(case), *checked(case), row("closed", case, "2022-03-03")]
        rows += twice(history) if number < 20 else history
    rows += [row("backlog_listed", f"B{number}", "2022-02-01", batch="national-again") for number in range(28)]
    rows += [*old_case("open")]
    rows += [*old_case("gate"), *checked("gate", outcome="dissatisfied"), row("closed", "gate", "2022-03-03")]
    rows += [*old_case("again"), *checked("again"), row("closed", "again", "2022-03-03"), row("reopened", "again", "2022-05-01")]
    rows += [*old_case("void"), *checked("void"), *voided("closed", "void", "2022-03-03")]
    rows += [registered("other"), *voided("backlog_listed", "other", "2022-01-05", batch="national")]
    return [*rows, *checked("other"), row("closed", "other", "2022-03-03")]


def struck(case: str, *, referred: str, verified: str = "true") -> Iterator[dict[str, str]]:
    yield registered(case)
    yield row("discipline_referred", case, "2022-02-01", type=referred)
    yield row("discipline_reported", case, "2022-04-01")
    yield row("followup", case, "2022-04-02", result="satisfied")
    yield row("verified", case, "2022-04-03", passed=verified)
    yield row("struck_off", case, "2022-04-04")


def discipline() -> list[Mapping[str, str]]:
    """14 cases referred in three lots (10 typical, 4 general), 7 properly struck off."""
    rows: list[Mapping[str, str]] = []
    for number in range(7):
        rows += twice(list(struck(f"D{number}", referred="typical"))) if number == 0 else struck(f"D{number}", referred="typical")
    rows += [*struck("D7", referred="typical", verified="false")]
    rows += [*struck("D8", referred="typical"), row("reopened", "D8", "2022-06-01")]
    rows += [registered("D9"), row("discipline_referred", "D9", "2022-02-01", type="typical"), row("struck_off", "D9", "2022-02-02")]
    for number in range(10, 14):
        rows += [registered(f"D{number}"), row("discipline_referred", f"D{number}", "2022-02-01", type="general")]
    rows += [registered("never"), row("struck_off", "never", "2022-02-02")]
    return [*rows, registered("taken-back"), *voided("discipline_referred", "taken-back", "2022-02-01", type="typical")]


def proxies() -> list[Mapping[str, str]]:
    """326 cases taken for citizens at the base, 234 done."""
    rows: list[Mapping[str, str]] = []
    for number in range(326):
        case, unit = f"P{number}", ("street01", "town01")[number % 2]
        rows += [registered(case), row("proxy_taken", case, "2022-02-01", unit=unit)]
        rows += [row("proxy_done", case, "2022-02-20")] if number < 234 else []
    rows += [row("proxy_done", "P300", "2022-02-20"), row("reopened", "P300", "2022-03-01")]
    rows += [*voided("proxy_done", "P301", "2022-02-20")]
    rows += [row("proxy_taken", "P302", "2022-03-01", unit="street01")]
    return [*rows, registered("self"), row("proxy_done", "self", "2022-02-20")]


def receptions() -> list[Mapping[str, str]]:
    """322 batches of 1089 persons: 135 closed on the spot, 61 after transfer, the rest not."""
    rows: list[Mapping[str, str]] = []
    for number in range(322):
        case, people = f"R{number}", "3" if number else str(1089 - 3 * 321)
        rows.append(registered(case, batches="1", people=people))
        if number < 196:
            rows.append(row("closed", case, "2022-02-01", manner="on_site" if number < 135 else "transferred"))
    rows += [row("closed", "R200", "2022-02-01", manner="on_site"), row("reopened", "R200", "2022-02-05")]
    rows += [*voided("closed", "R201", "2022-02-01", manner="transferred")]
    rows += [registered("letter", channel="letter", batches="1", people="5"), row("closed", "letter", "2022-02-01", manner="on_site")]
    return [*rows, registered("uncounted"), row("closed", "uncounted", "2022-02-01", manner="on_site")]


@dataclass(frozen=True)
class Figure:
    """A published count: its events, whose it is, what the source printed (per cent), what flips it."""

    rows: Callable[[], list[Mapping[str, str]]]
    subject: str
    hits: int
    base: int
    per_cent: str
    flipped: Mapping[str, str]


FIGURES = {
    # S-06a 国家局交办的181件信访积案，实际化解率达97.79%
    "published.backlog": Figure(backlog, "bureau", 177, 181, "97.79", row("reopened", "B50", "2022-05-01")),
    # S-07 已办结7件，正在推进化解7件
    "published.discipline": Figure(discipline, "bureau", 7, 14, "50", row("reopened", "D3", "2022-06-01")),
    # S-08 仅基层共代办、代理信访事项326件，解决问题234件
    "published.proxy": Figure(proxies, "county01", 234, 326, "71.78", row("reopened", "P9", "2022-06-01")),
    # S-09 322批，现场办结135批，转办办结61批
    "published.on-site": Figure(receptions, "bureau", 135, 322, "41.93", row("reopened", "R9", "2022-06-01")),
    "published.transferred": Figure(receptions, "bureau", 61, 322, "18.94", row("reopened", "R190", "2022-06-01")),
}


@pytest.mark.parametrize("clause", FIGURES)
def test_the_tally_prints_what_the_source_published(clause: str) -> None:
    figure = FIGURES[clause]
    one = tally(figure.rows(), clause, figure.subject)
    assert (one.numerator, one.denominator) == (figure.hits, figure.base)
    assert printed(one) == Fraction(figure.per_cent)


@pytest.mark.parametrize("clause", FIGURES)
def test_one_case_reopened_moves_the_figure_by_one(clause: str) -> None:
    figure = FIGURES[clause]
    one = tally([*figure.rows(), figure.flipped], clause, figure.subject)
    assert (one.numerator, one.denominator) == (figure.hits - 1, figure.base)
    assert printed(one) < Fraction(figure.per_cent)


def test_one_outcome_the_other_way_and_the_case_is_not_resolved() -> None:
    """176 of 181 would be printed as 97.24: the published 97.79 has one numerator only."""
    flipped = [
        {**one, "result": "dissatisfied"} if one["kind"] == "outcome" and one["case"] == "B77" else one
        for one in backlog()
    ]
    one = tally(flipped, "published.backlog", "bureau")
    assert (one.numerator, printed(one)) == (176, Fraction("97.24"))


def test_a_second_list_of_the_same_cases_does_not_enlarge_the_base() -> None:
    """No numerator over 181 + 28 = 209 prints 97.79: the 28 supervised again are among the 181."""
    assert all(rounded(Fraction(100 * hits, 209), 2) != Fraction("97.79") for hits in range(210))
    listed = [one for one in backlog() if one["kind"] == "backlog_listed" and "voids" not in one]
    assert len({one["case"] for one in listed if one["batch"] == "national-again"}) == 28


def test_batches_and_persons_are_counted_apart() -> None:
    """1089 persons came in 322 batches; (135 + 61) / 322 batches were closed, 60.87 %."""
    rows = receptions()
    assert tally(rows, "published.people", "bureau").value == 1089
    on_site = tally(rows, "published.on-site", "bureau").value
    transferred = tally(rows, "published.transferred", "bureau").value
    assert on_site is not None
    assert transferred is not None
    assert rounded(100 * (on_site + transferred), 2) == Fraction("60.87")


NAIVE = {
    "published.backlog": lambda rows: sum(one["kind"] == "closed" for one in rows),
    "published.discipline": lambda rows: sum(one["kind"] == "struck_off" for one in rows),
    "published.proxy": lambda rows: sum(one["kind"] == "proxy_done" for one in rows),
    "published.on-site": lambda rows: sum(one.get("manner") == "on_site" for one in rows),
    "published.transferred": lambda rows: sum(one.get("manner") == "transferred" for one in rows),
}
"""A count of raw rows that looks right."""


@pytest.mark.parametrize("clause", FIGURES)
def test_counting_rows_gives_another_figure(clause: str) -> None:
    assert NAIVE[clause](FIGURES[clause].rows()) != FIGURES[clause].hits
