"""What the roster says of units and leaders, day by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kaohe.engine.event import Event
from kaohe.engine.roster import ALWAYS, FOREVER, Roster, Tenure, UnitRow
from kaohe.engine.roster_from_events import roster_from_events
from kaohe.engine.stream import Stream, Streams
from kaohe.rules.expression.tree import Type
from kaohe.rules.policy import Span
from kaohe.rules.vocabulary import Kind


def test_rows_of_one_id_are_its_history_whatever_their_order(county):
    assert [row.attributes["title"] for row in county.units["chengbei"]] == ["城北镇", "城北街道"]
    assert county.attribute("unit", "chengbei", "population", date(2021, 2, 28)) == 41000
    assert county.attribute("unit", "chengbei", "population", date(2021, 3, 1)) == 43500
    assert county.attribute("unit", "chengbei", "kind", date(2018, 12, 31)) is None


def test_declared_attributes_have_the_declared_type(county, vocabulary):
    day = date(2021, 3, 1)
    of = {name: county.attribute("unit", "chengbei", name, day) for name in vocabulary.unit_attributes}
    assert of == {
        "staff": Fraction(31), "line": "territory", "founded": day, "urban": True, "tags": ("a", "b"),
        "seen_at": None,
    }  # fmt: skip
    assert county.attribute("leader", "L01", "fields", day) == ("roads",)


def test_every_subject_has_its_id_on_every_day(county):
    assert county.attribute("unit", "nobody", "id", date(1900, 1, 1)) == "nobody"


def test_a_post_is_held_on_its_first_and_on_its_last_day(county):
    assert county.holders("principal", "chengbei", date(2019, 1, 1)) == ("L01",)
    assert county.holders("principal", "chengbei", date(2018, 12, 31)) == ()


def test_on_a_handover_day_both_hold_the_post_and_an_acting_head_holds_it_like_another(county):
    assert county.holders("principal", "chengbei", date(2021, 6, 27)) == ("L01",)
    assert county.holders("principal", "chengbei", date(2021, 6, 28)) == ("L01", "L02")
    assert county.holders("principal", "chengbei", date(2021, 6, 29)) == ("L02",)


def test_between_two_tenures_the_post_is_vacant(county):
    assert county.holders("principal", "chengbei", date(2021, 9, 15)) == ()


def test_two_deputies_both_hold_their_post(county):
    assert county.holders("deputy", "chengbei", date(2021, 5, 1)) == ("L04", "L05")


def test_of_two_posts_the_first_written_gives_the_attributes(county):
    assert county.attribute("leader", "L04", "unit", date(2021, 5, 1)) == "chengbei"
    assert county.attribute("leader", "L04", "post", date(2021, 5, 1)) == "deputy"


def test_an_acting_post_never_hides_the_main_one():
    rows = (
        Tenure("L", "u", "acting_head", ALWAYS, FOREVER, {"level": "x"}, acting=True),
        Tenure("L", "v", "deputy", ALWAYS, FOREVER, {"level": "y"}),
    )
    assert Roster({}, rows).attribute("leader", "L", "level", date(2021, 1, 1)) == "y"


def test_a_leader_without_a_post_has_no_attributes(county):
    assert county.attribute("leader", "L02", "unit", date(2021, 9, 1)) is None


def test_the_nearest_ancestor_of_a_level_is_the_one_of_that_day(county):
    assert county.ancestor_at("north3", "township", date(2021, 6, 30)) == "xinan"
    assert county.ancestor_at("north3", "township", date(2021, 7, 1)) == "chengbei"
    assert county.ancestor_at("north3", "village", date(2021, 7, 1)) == "north3"
    assert county.ancestor_at("north3", "county", date(2021, 7, 1)) == "county"
    assert county.ancestor_at("north3", "province", date(2021, 7, 1)) is None


def test_children_are_those_of_the_day(county):
    assert county.children("county", date(2021, 6, 30)) == ("chengbei", "xinan")
    assert county.children("county", date(2021, 7, 1)) == ("chengbei",)
    assert county.children("chengbei", date(2021, 7, 1)) == ("north3",)


def test_a_merger_takes_effect_the_day_after_the_last_day(county):
    assert county.answers_for("xinan") == "chengbei"
    assert county.answers_for("xinan", date(2021, 6, 30)) == "xinan"
    assert county.answers_for("xinan", date(2021, 7, 1)) == "chengbei"
    assert county.answers_for("county") == "county"
    assert county.answers_for("unheard_of") == "unheard_of"


def test_mergers_are_followed_to_the_end_and_a_circle_of_them_ends_too():
    def gone(unit: str, into: str, last: date) -> tuple[UnitRow, ...]:
        return (UnitRow(unit, ALWAYS, last, {}, merged_into=into),)

    chain = Roster({"a": gone("a", "b", date(2021, 1, 1)), "b": gone("b", "c", date(2021, 5, 1))})
    assert chain.answers_for("a") == "c"
    assert chain.answers_for("a", date(2021, 5, 1)) == "b"
    ring = Roster({"a": gone("a", "b", date(2021, 1, 1)), "b": gone("b", "a", date(2021, 1, 1))})
    assert ring.answers_for("a") in ("a", "b")


def test_a_split_unit_answers_for_itself():
    roster = Roster({"old": (UnitRow("old", ALWAYS, date(2021, 6, 30), {}),)})
    assert roster.answers_for("old") == "old"


def test_a_unit_is_called_by_its_title_or_alias_of_the_day(county):
    assert county.called("城北镇", date(2021, 2, 28)) == ("chengbei",)
    assert county.called("城北镇", date(2021, 3, 1)) == ()
    assert county.called("北街", date(2021, 3, 1)) == ("chengbei",)


def test_days_of_a_leader_are_the_union_of_the_posts(county):
    span = Span(date(2021, 1, 1), date(2021, 12, 31))
    assert len(county.days_of("leader", "L04", span)) == 365
    assert len(county.days_of("leader", "L02", span)) == 65
    assert len(county.days_of("unit", "xinan", span)) == 181


def test_tenures_in_a_span_are_those_that_share_a_day_with_it(county):
    held = county.tenures_in("principal", "chengbei", Span(date(2021, 8, 31), date(2021, 10, 1)))
    assert sorted(row.leader for row in held) == ["L02", "L03"]


def test_a_roster_implied_by_events_knows_whom_they_name_and_nothing_else(vocabulary, field):
    event = Event("e", "visited", 0, unit="u1", leader="L1", fields={"hosts": ("u2", "u3"), "n": Fraction(1)})
    streams = Streams({}, {"u1": Stream("unit", "u1", (event,))}, {})
    assert roster_from_events(streams).subjects("unit") == ("u1",)
    fields = {"hosts": field("hosts", Type("list", of=Type("unit"))), "n": field("n", Type("number"))}
    kind = Kind("visited", "v", 0, ("unit",), fields, "start", "any", None,
                volume=False, self_reported=False, supplied_by=None)  # fmt: skip
    roster = roster_from_events(streams, replace(vocabulary, kinds={"visited": kind}))
    assert roster.implied
    assert roster.subjects("unit") == ("u1", "u2", "u3")
    assert roster.subjects("leader") == ("L1",)
    assert roster.stands("leader", "L1", date(2021, 1, 1))
    assert roster.attribute("unit", "u2", "level", date(2021, 1, 1)) is None


# --- laws -------------------------------------------------------------------------------------------

DAYS = st.integers(0, 60).map(lambda n: date(2021, 1, 1) + timedelta(days=n))


@st.composite
def tenures(draw):
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return Tenure(draw(st.sampled_from("ABC")), draw(st.sampled_from("uv")), "head", first, last, {},
                  acting=draw(st.booleans()))  # fmt: skip


@given(st.lists(tenures(), max_size=8), DAYS)
def test_holders_are_exactly_those_with_a_row_that_day_once_each(rows, day):
    held = Roster({}, tuple(rows)).holders("head", "u", day)
    assert list(held) == sorted({r.leader for r in rows if r.unit == "u" and r.from_ <= day <= r.to})


@given(st.lists(tenures(), max_size=8), DAYS, DAYS)
def test_days_of_a_leader_add_up_over_any_cut(rows, one, other):
    roster = Roster({}, tuple(rows))
    first, last = sorted((one, other))
    middle = first + (last - first) // 2
    whole = roster.days_of("leader", "A", Span(first, last))
    left = roster.days_of("leader", "A", Span(first, middle))
    right = roster.days_of("leader", "A", Span(middle + timedelta(days=1), last))
    assert whole == left + right


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdef"), max_size=6))
def test_walks_up_the_tree_end_even_on_a_roster_that_circles(parents):
    rows = {unit: (UnitRow(unit, ALWAYS, FOREVER, {"parent": above}),) for unit, above in parents.items()}
    line = list(Roster(rows).line_of("a", date(2021, 1, 1)))
    assert len(line) == len(set(line)) <= 7
