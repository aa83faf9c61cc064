"""The sample years of the shipped policies as data, by policy; ``common``: steps they share."""

from __future__ import annotations

from kaohe.workbench.sample.track import Track
from kaohe.workbench.sample.tracks.danfeng import DANFENG
from kaohe.workbench.sample.tracks.district import DISTRICT
from kaohe.workbench.sample.tracks.erdao import ERDAO
from kaohe.workbench.sample.tracks.tongling import TONGLING

TRACKS: dict[str, Track] = {"tongling": TONGLING, "danfeng": DANFENG, "erdao": ERDAO, "district": DISTRICT}
