"""The roster: units with their lifetimes and tree, leaders as posts with from-to."""

from __future__ import annotations

from pydantic import ConfigDict

from kaohe.rules.document.scalar import Code, Day, Flag, Name, Text, Whole
from kaohe.rules.document.shape import Shape


class UnitRow(Shape):
    """One stretch of a unit's life; several rows of one id with disjoint dates are its history.

    Attributes that the vocabulary declares stand beside the built-in keys.
    """

    model_config = ConfigDict(extra="allow")

    id: Code
    title: Text
    kind: Name | None = None
    level: Name | None = None
    parent: Code | None = None
    peer_group: Text | None = None
    population: Whole | None = None
    from_: Day | None = None
    to: Day | None = None
    merged_into: Code | None = None
    aliases: list[Text] = []


class PostRow(Shape):
    """A post held by one leader in one unit from a day to a day (both inclusive).

    ``leader`` is an invented code, ``title`` the role title; never a person's name. ``acting``
    marks a stand-in.
    """

    model_config = ConfigDict(extra="allow")

    leader: Code
    title: Text | None = None
    unit: Code
    post: Name
    level: Name | None = None
    from_: Day | None = None
    to: Day | None = None
    acting: Flag = False


class RosterBody(Shape):
    units: list[UnitRow] = []
    leaders: list[PostRow] = []


class RosterDocument(Shape):
    kaohe: Whole
    roster: Name
    title: Text | None = None
    units: list[UnitRow] = []
    leaders: list[PostRow] = []
