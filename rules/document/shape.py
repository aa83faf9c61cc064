"""What all shapes share: unknown keys are refused, nothing is guessed, nothing is changed."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Origin = Literal["source", "law", "external", "example"]
"""Where a number comes from: the source document, the law, a published scheme elsewhere, or an
example that an office must replace by its own figure."""


class Shape(BaseModel):
    """A mapping with declared keys. ``from_`` and the like stand for keys that are Python words.

    The class keyword ``title`` is the English term for it, which problems use; ``catalogue.glossary``
    has the Chinese one.
    """

    model_config = ConfigDict(
        defer_build=True,  # validators are made when first used: most commands need few of them
        extra="forbid",
        frozen=True,
        populate_by_name=False,
        hide_input_in_errors=True,
        arbitrary_types_allowed=True,
        protected_namespaces=(),
        alias_generator=lambda name: name.rstrip("_"),
    )


REQUIRED: Any = ...


def key(title: str, zh: str, en: str, default: Any = REQUIRED) -> Any:
    """A declared key: its Chinese name, and what it means in Chinese and in English.

    Editors show the words while the document is written; the reference page is made of them. With
    a ``default`` the key may be left out.
    """
    return Field(default, title=title, description=f"{zh}\n{en}")
