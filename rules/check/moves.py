"""The moves of a vocabulary -> ``Move``: every kind, field and value they name is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kaohe.rules.check.person import check_words
from kaohe.rules.check.spot import Findings, Spot
from kaohe.rules.document.vocabulary import MoveShape, PutEvent
from kaohe.rules.move import Move, Put
from kaohe.rules.nearest import nearest
from kaohe.rules.value import Duration
from kaohe.rules.vocabulary import HEADERS, Vocabulary


def moves_from(
    shapes: Mapping[str, MoveShape], vocabulary: Vocabulary, spot: Spot, findings: Findings
) -> dict[str, Move]:
    """The moves by name; those that name what is not there are reported, and not used."""
    found = {str(name): _move(str(name), shape, spot / name, vocabulary, findings) for name, shape in shapes.items()}
    return {name: move for name, move in found.items() if move is not None}


def _move(name: str, shape: MoveShape, spot: Spot, vocabulary: Vocabulary, findings: Findings) -> Move | None:
    check_words(shape.title, spot.place_of(shape.title), findings)
    eyes = _Eyes(vocabulary, findings)
    sound = all([
        eyes.kind(shape.of, spot / "of"),
        *(eyes.kind(one, spot / "drop") for one in shape.drop if one != "any"),
        *(eyes.field(shape.of, field, spot / "has") for field in shape.has),
        *(eyes.values(shape.of, field, values, spot / "where" / field) for field, values in shape.where.items()),
        *(eyes.values(shape.of, field, [text] if text else [], spot / "set" / field) for field, text in shape.set.items()),
        *(eyes.put(one, spot / key / place) for key in ("put", "found") for place, one in enumerate(getattr(shape, key))),
    ])  # fmt: skip
    return _made(name, shape) if sound else None


def _made(name: str, shape: MoveShape) -> Move:
    return Move(
        name=name, title=str(shape.title), of=str(shape.of),
        where={str(field): tuple(map(str, values)) for field, values in shape.where.items()},
        has=tuple(map(str, shape.has)), drop=tuple(map(str, shape.drop)), drop_later=shape.drop_later,
        delay=_days(shape.delay), set={str(field): str(text) for field, text in shape.set.items()},
        put=tuple(map(_put, shape.put)), second_number=shape.second_number, found=tuple(map(_put, shape.found)),
    )  # fmt: skip


def _put(shape: PutEvent) -> Put:
    return Put(str(shape.kind), _days(shape.after), {str(name): str(text) for name, text in shape.fields.items()})


def _days(length: Duration | None) -> int:
    return 0 if length is None else length.count


class _Eyes:
    """Looks up what a move names, and reports what is not there."""

    def __init__(self, vocabulary: Vocabulary, findings: Findings) -> None:
        self._kinds, self._findings = vocabulary.kinds, findings

    def kind(self, name: str, spot: Spot) -> bool:
        return self._known(name, self._kinds, "kind", spot)

    def field(self, kind: str, name: str, spot: Spot) -> bool:
        declared = self._kinds.get(kind)
        return declared is None or self._known(name, (*declared.fields, *HEADERS), "field", spot)

    def values(self, kind: str, name: str, values: Iterable[str], spot: Spot) -> bool:
        """Whether the field is there, and each value one of its enum's; a value that stands for something is."""
        if not self.field(kind, name, spot):
            return False
        field = self._kinds[kind].fields.get(name) if kind in self._kinds else None
        if field is None or not field.titles:
            return True
        plain = [one for one in values if not one.startswith("$")]
        known = [self._known(one, field.titles, "enum value", spot) for one in plain]
        return all(known)

    def put(self, shape: PutEvent, spot: Spot) -> bool:
        if not self.kind(shape.kind, spot / "kind"):
            return False
        fields = shape.fields.items()
        known = [self.values(shape.kind, name, [text], spot / "fields" / name) for name, text in fields]
        return all(known)

    def _known(self, name: str, names: Iterable[str], what: str, spot: Spot) -> bool:
        known = tuple(names)
        if name not in known:
            self._findings.refuse(
                "vocabulary.move-unknown", spot.place_of(name), name=name, what=what, near=nearest(name, known)
            )
        return name in known
