"""What holds a clause: caps, exclusive groups, revoking events (P7, P9, P30)."""

from __future__ import annotations

from collections.abc import Mapping

from kaohe.rules.check.formed import Formed, at_from
from kaohe.rules.check.ground import Ground
from kaohe.rules.check.kinds import stream_of
from kaohe.rules.check.merged import Piece
from kaohe.rules.check.spot import Findings, Spot
from kaohe.rules.document.policy import At as AtShape
from kaohe.rules.document.policy import CapShape, ClauseShape, Limits
from kaohe.rules.document.policy import Exclusive as ExclusiveShape
from kaohe.rules.document.policy import Revoke as RevokeShape
from kaohe.rules.policy import Cap, Exclusive, Revoke

_OPEN = Cap(None, None, times_share=False)


def cap_from(shape: CapShape | None, formed: Formed, spot: Spot, ground: Ground) -> tuple[Cap, Cap]:
    """The caps of units and of leaders: one pair for all, times the share, or one for each."""
    if shape is None:
        return _OPEN, _OPEN
    _check_limits(shape, formed, spot, ground)
    if shape.unit is None and shape.leader is None:
        pair = Cap(shape.per_case, shape.per_subject, times_share=True)
        return pair, pair
    if shape.per_case is not None or shape.per_subject is not None:
        ground.findings.refuse("clause.cap-two-ways", spot.place)
    for key in ("unit", "leader"):
        if getattr(shape, key) is not None:
            _check_limits(getattr(shape, key), formed, spot / key, ground)
    return _own(shape.unit), _own(shape.leader)


def _own(limits: Limits | None) -> Cap:
    return _OPEN if limits is None else Cap(limits.per_case, limits.per_subject, times_share=False)


def _check_limits(limits: CapShape | Limits, formed: Formed, spot: Spot, ground: Ground) -> None:
    for key in ("per_case", "per_subject"):
        value = getattr(limits, key)
        if value is not None and value <= 0:
            ground.findings.refuse("clause.magnitude", (spot / key).place, key=key)
    if limits.per_case is not None and not formed.cases:
        ground.findings.refuse("clause.cap-no-case", (spot / "per_case").key)


def exclusive_from(shape: ExclusiveShape | None) -> Exclusive | None:
    return None if shape is None else Exclusive(str(shape.group), shape.per, shape.keep)


def check_exclusive(pieces: Mapping[str, Piece[ClauseShape]], findings: Findings) -> None:
    """Clauses of one group agree on what it is per and which entry stays; one clause is no group."""
    groups: dict[str, list[Piece[ClauseShape]]] = {}
    for piece in pieces.values():
        if piece.shape.exclusive is not None:
            groups.setdefault(str(piece.shape.exclusive.group), []).append(piece)
    for group, members in groups.items():
        first = members[0].shape.exclusive
        assert first is not None
        if len(members) == 1:
            findings.doubt("clause.exclusive-alone", (members[0].spot / "exclusive").place, group=group)
        for other in members[1:]:
            held = other.shape.exclusive
            if held is not None and (held.per, held.keep) != (first.per, first.keep):
                findings.refuse(
                    "clause.exclusive-differ", (other.spot / "exclusive").place,
                    (members[0].spot / "exclusive").place, group=group,
                )


def revokes_from(shape: ClauseShape, formed: Formed, spot: Spot, ground: Ground) -> tuple[Revoke, ...] | None:
    """Events that take entries back; None when one cannot be used."""
    given = shape.revoke
    if given is None or formed.stream is None:
        return ()
    many = isinstance(given, list)
    made = [
        _revoke(one, formed, spot / "revoke" / index if many else spot / "revoke", ground)
        for index, one in enumerate(given if isinstance(given, list) else [given])
    ]
    sound = tuple(revoke for revoke in made if revoke is not None)
    return sound if len(sound) == len(made) else None


def _revoke(shape: RevokeShape, formed: Formed, spot: Spot, ground: Ground) -> Revoke | None:
    kinds = ground.kinds(shape.on, spot / "on")
    if shape.within is not None and (shape.within.unit != "d" or shape.within.count < 0):
        ground.findings.refuse("clause.days-wanted", (spot / "within").place, key="within", found=shape.within)
    if kinds is None or formed.stream is None:
        return None
    if stream_of([kinds], formed.stream, ground.vocabulary, spot.place_of(shape.on), ground.findings) is None:
        return None
    event = AtShape.model_construct(on=shape.on, when=shape.when)
    at = at_from(event, ground.at_event(formed.stream, kinds), kinds, ground)
    return None if at is None else Revoke(at, shape.within)
