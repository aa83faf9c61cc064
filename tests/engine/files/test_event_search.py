"""The events of one case are found without the others, and are all that its stream is made of."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kaohe.engine import event_copy
from kaohe.engine.batch import disk
from kaohe.engine.correct import standing
from kaohe.engine.event import Event
from kaohe.engine.event_copy import write_copy
from kaohe.engine.event_file import read_columns, write_events
from kaohe.engine.event_search import case_names, connected, events_about
from kaohe.engine.footer import groups_with
from kaohe.engine.form import form_streams
from kaohe.engine.stream import Stream
from kaohe.rules.library import load_policy
from kaohe.rules.policy import Policy
from kaohe.rules.shelf import SHIPPED
from kaohe.rules.vocabulary import Vocabulary

HERE = "Asia/Shanghai"
DAY = 86_400_000_000
CASES = [f"C{number}" for number in range(6)]


@pytest.fixture(scope="module")
def policy() -> Policy:
    policy = load_policy(SHIPPED / "lishi").policy
    assert policy is not None
    return policy


@pytest.fixture(scope="module")
def vocabulary(policy: Policy) -> Vocabulary:
    return policy.vocabulary


@st.composite
def years(draw: st.DrawFn) -> list[Event]:
    """Cases that repeat others, corrections of any row and of corrections, some by another case, second deliveries."""
    events: list[Event] = []
    for number in range(draw(st.integers(1, 24))):
        case, at = draw(st.sampled_from(CASES)), draw(st.integers(0, 9)) * DAY
        fields = {"repeat_of": draw(st.sampled_from(CASES))} if draw(st.integers(0, 3)) == 0 else {}
        kind = "registered" if fields else draw(st.sampled_from(["registered", "closed", "reopened"]))
        corrected = draw(st.sampled_from([None, None, "amends", "voids"])) if events else None
        target = draw(st.sampled_from(events)) if corrected else None
        if corrected == "amends" and target is not None:
            kind = target.kind
            fields = fields if kind == "registered" else {}
        made = Event(f"e{number}", kind, at, case=case, recorded_at=at + number, fields=fields)
        if target is not None:
            made = Event(f"e{number}", kind, at, case=case, recorded_at=at + number, fields=fields, **{corrected: target.id})
        events.append(made)
        if draw(st.integers(0, 5)) == 0:
            events.append(made)
    return draw(st.permutations(events))


def streams(events: list[Event] | tuple[Event, ...], vocabulary: Vocabulary) -> dict[str, Stream]:
    return dict(form_streams(standing(events, vocabulary, None).events, vocabulary)[0].cases)


@settings(max_examples=60, deadline=None)
@given(events=years(), asked=st.sampled_from(CASES), group=st.sampled_from([1, 3, 100]))
def test_a_case_has_the_same_stream_out_of_the_file_and_out_of_its_sorted_copy(
    events: list[Event], asked: str, group: int, vocabulary: Vocabulary, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("events")
    file, copy = folder / "events.parquet", folder / "copy.parquet"
    write_events(events, file, vocabulary, HERE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(event_copy, "GROUP", group)
        write_copy([read_columns([file], vocabulary, HERE).events], copy, vocabulary, HERE)
    whole = streams(events, vocabulary)
    own = {event.case for stream in whole.values() for event in stream.events}
    assert set(case_names([copy], vocabulary, HERE)) == set(case_names([file], vocabulary, HERE)) >= own
    matter = next((id_ for id_, stream in whole.items() if id_ == asked or any(e.case == asked for e in stream.events)), None)
    for path in (file, copy):
        alone = streams(events_about([path], vocabulary, HERE, {asked}), vocabulary)
        assert alone.get(matter or asked) == (None if matter is None else whole[matter]), path.name


@settings(max_examples=25, deadline=None)
@given(events=years(), files=st.sampled_from([1, 3, 12]), processes=st.sampled_from([1, 1, 2]))
@example(events=[Event(f"e{n}", "reopened", n * DAY, case="C0") for n in range(12)], files=12, processes=1)
def test_a_copy_made_in_shares_on_disk_is_the_same_to_the_byte(
    events: list[Event], files: int, processes: int, policy: Policy, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Many files: deliveries of one case stand as they came, from the second file before those from the tenth."""
    folder, vocabulary = tmp_path_factory.mktemp("shares"), policy.vocabulary
    paths = [folder / f"{number:02d}.parquet" for number in range(files)]
    for number, path in enumerate(paths):
        write_events(events[number * len(events) // files : (number + 1) * len(events) // files], path, vocabulary, HERE)
    work = folder / "work"
    work.mkdir()
    hands = disk.Hands(processes)
    laid = disk.spread(paths, policy, policy.period.to, None, work, hands=hands, part_rows=5)
    shares = disk.by_case(laid, hands)
    whole = read_columns(paths, vocabulary, HERE).events
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(event_copy, "GROUP", 3)
        patch.setattr(event_copy, "AT_ONCE", 6)
        write_copy([whole], folder / "whole.parquet", vocabulary, HERE)
        write_copy(shares, folder / "shared.parquet", vocabulary, HERE)
    assert (folder / "shared.parquet").read_bytes() == (folder / "whole.parquet").read_bytes()
    assert sum(map(len, shares)) == len(whole) == len(events)
    assert laid.plan.ranges.cuts.size or len(events) < 12, "all in one share: nothing was cut"


def test_a_sorted_copy_leaves_most_row_groups_unread(vocabulary: Vocabulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events = [Event(f"e{n}", "registered", n * DAY, case=f"C{n * 7 % 100:03d}") for n in range(400)]
    file, copy = tmp_path / "events.parquet", tmp_path / "copy.parquet"
    write_events(events, file, vocabulary, HERE)
    monkeypatch.setattr(event_copy, "GROUP", 20)
    write_copy([read_columns([file], vocabulary, HERE).events], copy, vocabulary, HERE)
    told = pq.ParquetFile(copy).metadata
    assert told.num_row_groups == 20
    assert len(groups_with(told, "case", {"C035"})) == 1
    assert [event.id for event in events_about([copy], vocabulary, HERE, {"C035"})] == ["e5", "e105", "e205", "e305"]


@given(links=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=12), asked=st.integers(0, 12))
def test_links_lead_to_all_that_is_connected_in_chains_and_circles(links: list[tuple[int, int]], asked: int) -> None:
    ends = [[f"C{pair[end]}" for pair in links] for end in (0, 1)]
    told = pa.table([pa.array(each, pa.string()) for each in ends], ["case", "other"])
    near = {f"C{asked}"}
    for _ in links:  # a way is no longer than all links
        near |= {end for pair in zip(*ends, strict=True) if near & set(pair) for end in pair}
    assert connected({f"C{asked}"}, told) == near


def test_a_correction_elsewhere_is_found_and_so_is_what_it_corrects(vocabulary: Vocabulary, tmp_path: Path) -> None:
    """A void under another case's number, and its own void, reach the event; asked the other way round they reach it, too."""
    filling = [Event(f"f{n}", "registered", n * DAY, case=f"D{n:03d}") for n in range(200)]
    own = [Event("e1", "registered", 0, case="C1"), Event("e2", "closed", DAY, case="C1")]
    voids = [Event("v1", "closed", DAY, case="E1", voids="e2"), Event("v2", "closed", 2 * DAY, case=None, unit="u", voids="v1")]
    file, copy = tmp_path / "events.parquet", tmp_path / "copy.parquet"
    write_events([*filling, *own, *voids], file, vocabulary, HERE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(event_copy, "GROUP", 10)
        write_copy([read_columns([file], vocabulary, HERE).events], copy, vocabulary, HERE)
    for path in (file, copy):
        assert {event.id for event in events_about([path], vocabulary, HERE, {"C1"})} == {"e1", "e2", "v1", "v2"}, path.name
        assert {event.id for event in events_about([path], vocabulary, HERE, {"E1"})} == {"e2", "v1", "v2"}, path.name
        assert {event.id for event in events_about([path], vocabulary, HERE, {"D007"})} == {"f7"}, path.name
