"""What all shapes share: unknown keys are refused, nothing is guessed, nothing is changed."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Origin = Literal["source", "law", "external", "example"]
"""Where a number comes from: the source document, the law, a published scheme elsewhere, or an
example that an office must replace by its own figure."""


class Shape(BaseModel):
    """A mapping with declared keys. ``from_`` and the like stand for keys that are Python words."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=False, hide_input_in_errors=True,
        arbitrary_types_allowed=True, protected_namespaces=(),
        alias_generator=lambda name: name.rstrip("_"),
    )
