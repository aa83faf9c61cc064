"""Named things that are there or missing at the end (P28)."""

from __future__ import annotations

ROSTER = """\
units:
  - {id: c1, title: 甲中心, kind: centre}
  - {id: c2, title: 乙中心, kind: centre}
  - {id: c3, title: 丙中心, kind: centre, from: 2021-07-03}
  - {id: gone, title: 丁中心, kind: centre, to: 2021-07-31, merged_into: c1}
  - {id: u1, title: 一单位, kind: street, target: 1}
leaders:
  - {leader: L1, unit: c1, post: principal, to: 2021-12-30}
  - {leader: L1, unit: c2, post: principal}
  - {leader: L2, unit: c1, post: principal, from: 2021-12-31}
"""
HAVE = """\
  - id: have
    kind: deduction
    checklist:
      over: units
      where: 'subject.kind == "centre"'
      items: {site: {title: 场所, pass: 'seen(built, item == "site")'}, staff: 'seen(built, item == "staff")'}
      missing: {points: -1}
"""


def test_one_entry_for_each_item_that_is_missing(office):
    events = "2021-02-01 built unit=c1 item=site\n2020-02-01 built unit=c1 item=staff\n2021-02-01 built unit=c2 item=site"
    here = HAVE.replace('subject.kind == "centre"', "default(subject.target, 0) == 0")
    run = office(here, ROSTER, events)
    # `gone` lived 212 of 365 days: its row is judged, and its entries pass to c1; c3 had fewer than half
    assert run.points() == {
        "have/unit:c2/2021/item:staff": "-1",
        "have/unit:c1:gone/2021/item:site": "-1",
        "have/unit:c1:gone/2021/item:staff": "-1",
    }
    assert {key[0]: (t.numerator, t.denominator) for key, t in run.tallies("have").items()} == {
        "c1": (2, 2), "c2": (1, 2), "gone": (0, 2),
    }  # fmt: skip
    assert run.entries()[0].text in ("场所：缺", "staff：缺")


def test_a_unit_that_is_no_more_has_no_attributes_at_the_end(office):
    assert {e.instead_of for e in office(HAVE, ROSTER, "").entries()} == {None}


def test_presence_may_be_worth_something_instead(office):
    clause = HAVE.replace("deduction", "bonus").replace("missing: {points: -1}", "present: {points: 2}")
    run = office(clause, ROSTER, "2021-02-01 built unit=c1 item=site")
    assert run.points() == {"have/unit:c1/2021/item:site": "2"}
    assert run.entries()[0].because == ("e1",)


def test_the_end_is_as_of(office):
    run = office(HAVE, ROSTER, "2021-02-01 built unit=c2 item=site\n2021-05-01 built unit=c2 item=staff", as_of="2021-04-30")
    assert [(e.subject, e.of, e.at.isoformat()) for e in run.entries() if e.subject == "c2"] == [("c2", "staff", "2021-04-30")]


def test_who_answers_for_a_standing_want_shares_it_by_days(office):
    clause = HAVE + "    accountable: [{post: principal, of: subject}]\n"
    events = "2021-02-01 built unit=c1 item=site\n2021-02-01 built unit=c2 item=site\n2021-02-01 built unit=gone item=site\n2021-02-01 built unit=gone item=staff"
    run = office(clause, ROSTER, events)
    assert run.points() == {
        "have/principal:L1/2021/item:staff:c1": "-0.99726",
        "have/principal:L2/2021/item:staff:c1": "-0.00274",
        "have/principal:L1/2021/item:staff:c2": "-1",
    }


def test_over_cases_an_entry_belongs_to_its_case_and_an_exempted_case_is_left_alone(office):
    clause = """\
  - id: file
    kind: deduction
    checklist: {over: cases, where: 'has(case.unit) && case.opened_on >= period.from', items: {answer: seen(answered)}, missing: {points: -0.5}}
    accountable: [{unit: case.unit}]
"""
    events = """\
2021-01-01 opened case=A unit=u1
2021-01-01 opened case=B unit=u1
2021-01-02 answered case=B
2021-01-01 opened case=C unit=u1
2021-05-01 exempted case=C clauses=file approver=x basis=b
2021-01-01 opened case=D unit=u1
"""
    run = office(clause, ROSTER, events)
    assert run.points() == {"file/unit:u1/A/item:answer": "-0.5", "file/unit:u1/D/item:answer": "-0.5"}
    assert {e.case for e in run.entries()} == {"A", "D"}


def test_nothing_is_written_when_the_clause_is_not_in_force_at_the_end(office):
    run = office(HAVE.replace("    checklist:", "    to: 2021-11-30\n    checklist:"), ROSTER, "")
    assert run.entries() == []


# --- monthly cards (P15) ------------------------------------------------------------------------

MONTHLY = """\
scorecards:
  unit: {of: unit, who: 'true', out_of: 100, base: 100, per: quarter, roll_up: mean, points_from: example, sections: {work: {title: 工作}}}
"""


def test_on_quarterly_cards_it_is_looked_at_at_the_end_of_each_quarter(office):
    """What is there in May was missing in March."""
    roster = "units:\n  - {id: c1, title: 甲中心, kind: centre}\n"
    events = "2021-05-01 built unit=c1 item=site\n2021-05-02 built unit=c1 item=staff"
    run = office(HAVE.replace("    checklist:", "    section: work\n    checklist:"), roster, events, more=MONTHLY)
    assert {(e.id, e.at.isoformat()) for e in run.entries()} == {
        ("have/unit:c1/2021-Q1/item:site", "2021-03-31"), ("have/unit:c1/2021-Q1/item:staff", "2021-03-31"),
    }  # fmt: skip
    found = {span: (t.numerator, t.denominator) for (_, span), t in run.tallies("have").items()}
    assert found == {"2021-Q1": (0, 2), "2021-Q2": (2, 2), "2021-Q3": (2, 2), "2021-Q4": (2, 2)}


def test_a_quarter_that_is_running_is_looked_at_on_as_of_and_later_ones_not_at_all(office):
    roster = "units:\n  - {id: c1, title: 甲中心, kind: centre}\n"
    clause = HAVE.replace("    checklist:", "    section: work\n    checklist:")
    run = office(clause, roster, "2021-02-01 built unit=c1 item=site", as_of="2021-04-30", more=MONTHLY)
    assert [(e.id, e.at.isoformat()) for e in run.entries()] == [
        ("have/unit:c1/2021-Q1/item:staff", "2021-03-31"), ("have/unit:c1/2021-Q2/item:staff", "2021-04-30"),
    ]  # fmt: skip


def test_a_merger_after_the_quarter_passes_its_entries_on(office):
    roster = """\
units:
  - {id: c1, title: 甲中心, kind: centre}
  - {id: gone, title: 丁中心, kind: centre, to: 2021-07-31, merged_into: c1}
"""
    clause = HAVE.replace("    checklist:", "    section: work\n    checklist:")
    events = "\n".join(f"2021-01-0{day} built unit=c1 item={item}" for day, item in ((1, "site"), (2, "staff")))
    run = office(clause, roster, events, more=MONTHLY)
    assert sorted(run.points()) == [
        f"have/unit:c1:gone/2021-{quarter}/item:{item}" for quarter in ("Q1", "Q2") for item in ("site", "staff")
    ]
    before = office(clause, roster, events, as_of="2021-07-31", more=MONTHLY)
    assert {e.subject for e in before.entries()} == {"gone"}


def test_whoever_has_a_yearly_card_is_looked_at_once(office):
    cards = MONTHLY + (
        "  leader: {of: leader, who: 'true', out_of: 100, base: 100, points_from: example, sections: {work: {title: 工作}}}\n"
    )
    roster = "units:\n  - {id: c1, title: 甲中心, kind: centre}\nleaders:\n  - {leader: L1, unit: c1, post: principal}\n"
    lines = "    section: work\n    accountable: [{unit: subject}, {post: principal, of: subject}]\n    checklist:"
    clause = HAVE.replace("    checklist:", lines)
    run = office(clause, roster, "2021-01-01 built unit=c1 item=site", more=cards)
    assert sorted(run.points()) == [
        "have/principal:L1/2021/item:staff:c1", *(f"have/unit:c1/2021-Q{number}/item:staff" for number in (1, 2, 3, 4)),
    ]  # fmt: skip


def test_a_case_that_stands_on_several_cards_has_an_entry_on_each(office):
    """In the first quarter there was no such case yet."""
    clause = """\
  - id: paper
    kind: deduction
    section: work
    checklist:
      over: cases
      all_time: true
      items: {filed: '!seen(answered)'}
      present: {points: -1}
    accountable: [{unit: case.unit}]
"""
    roster = "units:\n  - {id: u1, title: 一单位, kind: street}\n"
    run = office(clause, roster, "2021-05-01 opened case=A1 unit=u1", more=MONTHLY)
    assert sorted(run.points()) == [f"paper/unit:u1/A1/item:filed:2021-Q{number}" for number in (2, 3, 4)]
