"""Public case data that nobody here wrote are imported whole, traps included (see ``../shared/data``)."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from kaohe.engine.event_file import event_tables, read_events
from kaohe.engine.intake.import_rows import import_rows
from kaohe.rules.check.spot import Spot
from kaohe.rules.check.vocabulary_from_document import vocabulary_from_document
from kaohe.rules.clock import zone
from kaohe.rules.document.load import load
from kaohe.rules.document.mapping import MappingDocument
from kaohe.rules.document.vocabulary import VocabularyDocument

ROOT = Path(__file__).parents[3]
DATA = ROOT.parent / "shared" / "data"
pytestmark = [
    pytest.mark.optional_data,
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not there"),
]

PERMITS = """\
kaohe: 1
vocabulary: permits
title: 许可办理
kinds:
  task_done:
    title: 完成任务
    about: case
    at: instant
    fields:
      unit: {title: 单位, type: unit, required: true}
      code: {title: 任务, type: code}
      due: {title: 时限, type: instant}
"""
PERMITS_MAPPING = """\
kaohe: 1
mapping: permits
vocabulary: permits
timezone: Europe/Amsterdam
repeats: [case_id]
discard: [question, dateFinished, activityNameEN, planned, org_resource, activityNameNL, concept_name, lifecycle_transition, dateStop]
events:
  - kind: task_done
    case: case_id
    at: time_timestamp
    seq: {column: activity_instance, format: ["1,234.5"]}
    unit: monitoringResource
    fields: {code: action_code, due: dueDate}
"""


def vocabulary_of(text: str):
    loaded = load(text, "vocabulary.yaml", VocabularyDocument)
    assert loaded.document is not None
    return vocabulary_from_document(loaded.document, Spot(loaded))[0]


def imported(vocabulary: str, mapping: str, file: str, out: Path):
    loaded = load(mapping, "mapping.yaml", MappingDocument)
    assert loaded.document is not None, loaded.problems
    known = vocabulary_of(vocabulary)
    return import_rows(loaded.document, [DATA / file], known, out), known


def test_341299_petitions_are_taken_and_the_105_repeated_numbers_are_told(tmp_path: Path) -> None:
    folder = ROOT / "policies" / "council-casework"
    vocabulary, mapping = ((folder / f"{name}.yaml").read_text(encoding="utf-8") for name in ("vocabulary", "mapping"))
    report, known = imported(vocabulary, mapping, "nyc_council_casework.csv.gz", tmp_path)
    assert report.problems == ()
    assert (report.rows, report.taken, report.quarantined, report.silent) == (341_299, 341_299, 0, 0)
    assert report.kinds == {"opened": 341_299, "closed": 341_299 - 14_142}
    assert [(one.values, one.rows) for one in report.repeated_values] == [(105, 210)]
    tables, problems = zip(*event_tables([tmp_path], known, "America/New_York"), strict=True)
    opened = pa.concat_tables(tables).filter(pc.field("kind") == "opened")
    first, last = pc.min_max(opened.column("at").cast(pa.int64())).as_py().values()
    here = zone("America/New_York")
    assert set(problems) == {()}
    assert (here.day(first).isoformat(), here.day(last).isoformat()) == ("2015-01-01", "2025-01-09")
    assert pc.count_distinct(opened.column("unit").cast(pa.string())).as_py() == 51


def test_stamps_with_offsets_keep_their_local_day(tmp_path: Path) -> None:
    """142 tasks are late by local day, 125 by the day in UTC: midnight stamps must not slip to the day before."""
    report, known = imported(PERMITS, PERMITS_MAPPING, "bpic15_1_permit_events.csv.gz", tmp_path)
    assert (report.problems, report.refused, report.rows) == ((), (), 52_217)
    events = read_events([tmp_path], known, "Europe/Amsterdam").events
    assert len({event.case for event in events}) == 1_199
    due = [(event.at, event.fields["due"]) for event in events if "due" in event.fields]
    assert len(due) == 3_340
    here, utc = zone("Europe/Amsterdam"), zone("UTC")
    assert sum(here.day(at) > here.day(limit) for at, limit in due) == 142
    assert sum(utc.day(at) > utc.day(limit) for at, limit in due) == 125
    assert sum(at > limit for at, limit in due) == 144
