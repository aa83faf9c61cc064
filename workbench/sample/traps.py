"""Records that a naive count would count: duplicates, voided records, amended ones."""

from __future__ import annotations

import numpy as np

from kaohe.workbench.sample.frame import Frame, Texts, suffixed


def trapped(frame: Frame, rng: np.random.Generator) -> list[Frame]:
    """``frame`` with what a registry really holds beside it.

    Of registrations, visits and stations: some are sent twice (the same record again), some false
    ones were recorded and voided later, some were first recorded with other figures and amended.
    """
    if frame.kind not in ("registered", "field_visit", "station_opened") or len(frame) < 20:
        return [frame]
    return [frame, _twice(frame, rng), *_voided(frame, rng), *_amended(frame, rng)]


def _some(frame: Frame, rng: np.random.Generator, share: float) -> Frame:
    rows = rng.choice(len(frame), max(3, int(len(frame) * share)), replace=False)
    return frame.taken(np.sort(rows))


def _twice(frame: Frame, rng: np.random.Generator) -> Frame:
    """Equal content under one id: counts once."""
    return _some(frame, rng, 0.02)


def _voided(frame: Frame, rng: np.random.Generator) -> list[Frame]:
    """False records, each with its void."""
    wrong = _some(frame, rng, 0.01)
    ids = suffixed(wrong.ids, "false")
    columns = dict(wrong.columns)
    if "case" in columns:
        columns["case"] = suffixed(wrong.columns["case"], "false")
    record = Frame(wrong.kind, ids, wrong.days, columns, wrong.minutes, wrong.ends)
    # A void stands where its original stands, so that it belongs to the same subject.
    void = Frame(wrong.kind, suffixed(ids, "void"), wrong.days, {**columns, "voids": ids}, wrong.minutes, wrong.ends)
    return [record, void]


def _amended(frame: Frame, rng: np.random.Generator) -> list[Frame]:
    """An amendment that states the whole record again: what it says stands under the original's id.

    The originals keep the true figures and the amendments repeat them, after an earlier amendment
    that doubled them: the latest decides.
    """
    right = _some(frame, rng, 0.01)
    doubled = dict(right.columns)
    for name in ("batches", "people"):
        if name in doubled:
            doubled[name] = np.array([None if v is None else 2 * v for v in doubled[name]], dtype=object)
    first = _correction(right, "amend-1", doubled, days_later=3)
    second = _correction(right, "amend-2", dict(right.columns), days_later=9)
    return [first, second]


def _correction(frame: Frame, tag: str, columns: dict[str, np.ndarray], days_later: int) -> Frame:
    ids: Texts = suffixed(frame.ids, tag)
    recorded = frame.instants() + days_later * 86_400_000_000
    full = {**columns, "amends": frame.ids, "recorded_at": recorded}
    return Frame(frame.kind, ids, frame.days, full, frame.minutes, frame.ends)
