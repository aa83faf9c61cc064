"""Bands: every figure falls into exactly one (P13)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from kaohe.rules.check.spot import Findings, Spot
from kaohe.rules.document.policy import Band as BandShape
from kaohe.rules.policy import Band, Bands
from kaohe.rules.value import plain


def bands_from(
    shapes: Sequence[BandShape], spot: Spot, findings: Findings, *, lowest: Fraction | None, highest: Fraction | None
) -> Bands | None:
    """The bands; ``lowest``/``highest`` bound the figure itself (a share lies in 0–1), None: unbounded."""
    if len(shapes) < 2:
        findings.refuse("score.one-band", spot.place)
        return None
    forms = {_form(shape) for shape in shapes} - {"rest"}
    if len(forms) != 1 or "mixed" in forms:
        findings.refuse("score.bands-mixed", spot.place)
        return None
    form = forms.pop()
    if form == "from":
        return _spans(shapes, spot, findings, lowest, highest)
    return _steps(shapes, form == "at_least", spot, findings, lowest if form == "at_least" else highest)


def _form(shape: BandShape) -> str:
    spans = shape.from_ is not None or shape.to is not None
    steps = [key for key in ("at_least", "at_most") if getattr(shape, key) is not None]
    if len(steps) + spans > 1:
        return "mixed"
    return "from" if spans else steps[0] if steps else "rest"


def _steps(
    shapes: Sequence[BandShape], least: bool, spot: Spot, findings: Findings, end: Fraction | None
) -> Bands:
    """``at_least`` descending or ``at_most`` ascending; the last takes the rest."""
    bounds = [shape.at_least if least else shape.at_most for shape in shapes]
    ordered = True
    for index, (bound, following) in enumerate(pairwise(bounds), 1):
        if bound is None or (following is not None and (following >= bound if least else following <= bound)):
            findings.refuse("score.bands-order", (spot / index).place, key="at_least" if least else "at_most")
            ordered = False
    last = bounds[-1]
    if ordered and last is not None and (end is None or (last > end if least else last < end)):
        findings.refuse("score.bands-gap", (spot / (len(shapes) - 1)).place, gap=_beyond(last, least=least, percent=_in_percent(shapes)))
    return Bands(least, tuple(Band(bound, shape.points) for bound, shape in zip(bounds, shapes, strict=True)))


def _beyond(bound: Fraction, *, least: bool, percent: bool) -> str:
    return f"{'<' if least else '>'} {_said(bound, percent)}"


def _said(bound: Fraction, percent: bool) -> str:
    """A bound as its writer wrote it: shares in percent."""
    return f"{plain(bound * 100)}%" if percent else plain(bound)


def _in_percent(shapes: Sequence[BandShape]) -> bool:
    bounds = (bound for one in shapes for bound in (one.at_least, one.at_most, one.from_, one.to))
    return max((abs(bound) for bound in bounds if bound is not None), default=Fraction(2)) <= 1


def _spans(
    shapes: Sequence[BandShape], spot: Spot, findings: Findings, lowest: Fraction | None, highest: Fraction | None
) -> Bands:
    """``from``–``to``, the start included, the end not (but for the highest): each must meet the next."""
    order = sorted(range(len(shapes)), key=lambda index: _start(shapes[index]), reverse=True)
    top, bottom, percent = shapes[order[0]], shapes[order[-1]], _in_percent(shapes)
    if top.to is not None and (highest is None or top.to < highest):
        findings.refuse("score.bands-gap", (spot / order[0]).place, gap=_beyond(top.to, least=False, percent=percent))
    if bottom.from_ is not None and (lowest is None or bottom.from_ > lowest):
        findings.refuse("score.bands-gap", (spot / order[-1]).place, gap=_beyond(bottom.from_, least=True, percent=percent))
    for above, below in pairwise(order):
        _check_meeting(shapes[above], shapes[below], spot / below, findings, percent=percent)
    return Bands(least=True, bands=tuple(Band(shapes[index].from_, shapes[index].points) for index in order))


def _start(shape: BandShape) -> tuple[bool, Fraction]:
    return (shape.from_ is not None, shape.from_ or Fraction(0))


def _check_meeting(
    above: BandShape, below: BandShape, spot: Spot, findings: Findings, *, percent: bool
) -> None:
    if above.from_ is None or below.to is None or below.to > above.from_:
        edge = _said(below.to, percent) if below.to is not None else "∞"
        from_ = _said(above.from_, percent) if above.from_ is not None else "−∞"
        findings.refuse("score.bands-overlap", spot.place, overlap=f"{from_}–{edge}")
    elif below.to < above.from_:
        findings.refuse("score.bands-gap", spot.place, gap=f"{_said(below.to, percent)}–{_said(above.from_, percent)}")
