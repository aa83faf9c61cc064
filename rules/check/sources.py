"""Sources and bases: why a clause stands, and whether the source really says so."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence

from kaohe.rules.check.ground import Ground
from kaohe.rules.check.merged import Piece
from kaohe.rules.check.spot import Findings, Spot
from kaohe.rules.document.policy import Basis as BasisShape
from kaohe.rules.document.policy import SourceText
from kaohe.rules.nearest import nearest
from kaohe.rules.policy import Basis, Source

LONGEST_QUOTE = 120
"""Characters: a quotation shows where a clause comes from, it does not copy the source."""
_BLANK = re.compile(r"\s+")
_GAP = re.compile(r"…+|\.{3,}")
SourceReader = Callable[[str], bytes | None]
"""The bytes of a source's file, None when it is not at hand."""


def sources_from(
    pieces: Mapping[str, Piece[SourceText]], read: SourceReader, findings: Findings
) -> tuple[dict[str, Source], dict[str, str]]:
    """The sources, and the blank-free texts of those at hand."""
    sources: dict[str, Source] = {}
    texts: dict[str, str] = {}
    for name, piece in pieces.items():
        shape = piece.shape
        sources[name] = Source(name, str(shape.title), *map(_text, (shape.file, shape.article, shape.sha256)))
        raw = None if shape.file is None else read(str(shape.file))
        if raw is not None:
            _check_hash(shape, raw, piece.spot, findings)
            texts[name] = _BLANK.sub("", raw.decode("utf-8", "replace"))
    return sources, texts


def _text(value: str | None) -> str | None:
    return None if value is None else str(value)


def _check_hash(shape: SourceText, raw: bytes, spot: Spot, findings: Findings) -> None:
    found = hashlib.sha256(raw).hexdigest()
    if shape.sha256 is not None and shape.sha256 != found:
        findings.refuse("policy.source-changed", spot.place_of(shape.sha256), file=shape.file, found=found)


def bases_from(
    given: BasisShape | Sequence[BasisShape], spot: Spot, ground: Ground
) -> tuple[Basis, ...]:
    """The bases of a clause; at least one."""
    if isinstance(given, BasisShape):
        return (basis_from(given, spot / "basis", ground),)
    if not given:
        ground.findings.refuse("clause.no-basis", (spot / "id").place)
    return tuple(basis_from(one, spot / "basis" / index, ground) for index, one in enumerate(given))


def basis_from(shape: BasisShape, spot: Spot, ground: Ground) -> Basis:
    """One basis: a declared source, and a quotation or article that leads the reader to the spot."""
    findings = ground.findings
    if shape.source not in ground.sources:
        findings.refuse(
            "clause.unknown-name", spot.place_of(shape.source), what="source", name=shape.source,
            near=nearest(str(shape.source), ground.sources),
        )
    if shape.quote is None and shape.article is None:
        findings.refuse("clause.basis-where", spot.place_of(shape.source), name=shape.source)
    if shape.quote is not None:
        _check_quote(shape.quote, ground.source_texts.get(str(shape.source)), spot, findings)
    return Basis(str(shape.source), *map(_text, (shape.quote, shape.article, shape.row)))


def _check_quote(quote: str, text: str | None, spot: Spot, findings: Findings) -> None:
    place = spot.place_of(quote)
    if len(quote) > LONGEST_QUOTE:
        findings.refuse("clause.long-quote", place, length=len(quote), longest=LONGEST_QUOTE)
    if text is not None and not stands_in(quote, text):
        findings.refuse("clause.quote-not-found", place, quote=quote)


def stands_in(quote: str, text: str) -> bool:
    """Whether the parts of ``quote`` between ellipses stand in ``text`` in this order."""
    at = 0
    for part in _GAP.split(_BLANK.sub("", quote)):
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True
