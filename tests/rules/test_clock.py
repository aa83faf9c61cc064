"""Local time turns back and forth without loss, as the standard library's zoneinfo has it."""

from datetime import UTC, date, datetime, timedelta
from importlib import resources
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.rules.clock import DAY, EARLIEST, LATEST, Zone, zone

NAMES = ("Asia/Shanghai", "America/New_York", "Europe/Amsterdam", "America/Sao_Paulo", "Pacific/Apia", "UTC")
instants = st.integers(EARLIEST, LATEST - 1)
days = st.dates(date(1901, 1, 1), date(2099, 12, 30))


def known(name: str) -> Zone:
    found = zone(name)
    assert found is not None
    return found


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def library(name: str) -> ZoneInfo:
    with resources.files("tzdata.zoneinfo").joinpath(*name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file)


@given(name=st.sampled_from(NAMES), at=instants)
def test_the_wall_shows_what_zoneinfo_says(name: str, at: int) -> None:
    there = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)).astimezone(library(name))
    assert known(name).wall(at) == there.replace(tzinfo=None)


@given(name=st.sampled_from(NAMES), at=instants)
def test_a_wall_time_is_the_earlier_of_the_instants_that_show_it(name: str, at: int) -> None:
    found = known(name).instant(known(name).wall(at))
    assert found is not None
    assert found <= at
    assert known(name).wall(found) == known(name).wall(at)


@given(name=st.sampled_from(NAMES), day=days)
def test_a_day_begins_after_the_day_before_and_holds_its_first_and_last_instant(name: str, day: date) -> None:
    here = known(name)
    start, end = here.start(day), here.end(day)
    if start > end:  # Samoa had no 30 December 2011
        assert (name, day) == ("Pacific/Apia", date(2011, 12, 30))
        return
    assert here.day(start) == here.day(end) == day
    assert here.day(start - 1) < day
    assert here.day(end + 1) > day


@pytest.mark.parametrize("name", [*NAMES, "Africa/Casablanca", "Australia/Lord_Howe"])
def test_the_table_of_a_zone_is_what_looking_every_day_finds(name: str) -> None:
    """What the data lists and its rule for later years, taken together, miss no change."""
    info, here = library(name), known(name)
    for at in range(EARLIEST, LATEST, DAY):
        there = datetime.fromtimestamp(at // 1_000_000, info).utcoffset()
        assert there is not None
        assert here.offset(at) == there // timedelta(microseconds=1), at
    for at, before in zip(here.changes, here.offsets, strict=False):
        assert here.offset(at - 1) == before != here.offset(at)


def test_a_time_that_clocks_skip_is_no_instant() -> None:
    assert known("Europe/Amsterdam").instant(wall("2021-03-28 02:30")) is None
    assert known("America/Sao_Paulo").instant(wall("2018-11-04 00:30")) is None


def test_of_a_time_shown_twice_the_earlier_counts() -> None:
    amsterdam = known("Europe/Amsterdam")
    at = amsterdam.instant(wall("2021-10-31 02:30"))
    assert at is not None
    assert amsterdam.wall(at + DAY // 24) == wall("2021-10-31 02:30")


def test_a_day_whose_midnight_is_skipped_starts_at_the_first_time_that_exists() -> None:
    here = known("America/Sao_Paulo")
    assert here.wall(here.start(date(2018, 11, 4))) == wall("2018-11-04 01:00")


def test_a_day_whose_last_hour_is_shown_twice_ends_with_the_second() -> None:
    here = known("America/Sao_Paulo")
    assert here.end(date(2018, 2, 17)) - here.start(date(2018, 2, 17)) == 25 * DAY // 24 - 1


def test_shanghai_kept_summer_time_until_1991() -> None:
    here = known("Asia/Shanghai")
    at = here.instant(wall("1990-07-01 00:00"))
    assert at is not None
    assert here.offset(at) == 9 * DAY // 24
    assert here.offset(here.start(date(2021, 7, 1))) == 8 * DAY // 24


@pytest.mark.parametrize("name", ["Mars/Olympus", "../secrets", "Asia", "", "Asia/Shanghai/", "+08:00"])
def test_an_unknown_zone_is_none(name: str) -> None:
    assert zone(name) is None


def test_zones_of_other_data_have_other_hashes() -> None:
    hashes = {known(name).sha256 for name in NAMES}
    assert len(hashes) == len(NAMES)
    shanghai = known("Asia/Shanghai")
    moved = Zone(shanghai.name, shanghai.data, (*shanghai.changes[:-1], 0), shanghai.offsets, shanghai.walls)
    assert moved.sha256 != shanghai.sha256
