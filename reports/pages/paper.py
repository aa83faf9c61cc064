"""Templates: the only room that knows Jinja. Whatever they print is escaped, isolated and free of controls."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from kaohe.reports.value_text import signed
from kaohe.reports.words import Lang, say
from kaohe.rules.value import plain

HERE = Path(__file__).parent
ASSETS = ("style.css", "search.js")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Controls, half characters and non-characters: none of them may stand in a page. Bidi controls may, isolated."""
_TICKED = re.compile(r"`([^`]+)`")


def clean(text: object) -> object:
    """Text without what no page may hold; everything else, and markup of ours, as it is."""
    if isinstance(text, Markup) or not isinstance(text, str):
        return text
    return _UNPRINTABLE.sub("\ufffd", text)


def bdi(text: object) -> Markup:
    """Text of any field, isolated: its direction ends where it ends."""
    return Markup(f"<bdi>{escape(clean(str(text)))}</bdi>")  # noqa: S704 - escaped in the same breath


def ticked(text: str) -> Markup:
    """A sentence of ours that quotes conditions in backticks: these as code."""
    parts = _TICKED.split(str(clean(text)))
    code = Markup("<code>{}</code>")
    told = Markup("").join(code.format(part) if place % 2 else escape(part) for place, part in enumerate(parts))
    return Markup("<bdi>{}</bdi>").format(told)


def script(function: str, *arguments: object) -> str:
    """A script that only calls a function with data: no character of it can end a string, or a script."""
    listed = ", ".join(json.dumps(one, ensure_ascii=True, separators=(",", ":")) for one in arguments)
    return f"{function}({listed});\n".replace("<", "\\u003c").replace("/", "\\/")


class Press:
    """Prints views into files under ``folder``."""

    def __init__(self, folder: Path, lang: Lang, common: Mapping[str, Any]) -> None:
        self.folder = folder
        self.printed: list[Path] = []
        self._environment = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, finalize=clean,
            trim_blocks=True, lstrip_blocks=True, auto_reload=False,
        )  # fmt: skip
        self._environment.filters |= {"bdi": bdi, "ticked": ticked, "plain": plain, "signed": signed}
        self._environment.globals |= {"t": partial(_said, lang), "lang": lang, **common}

    def page(self, template: str, name: str, **view: object) -> None:
        """``name`` is the page's address; how far it is from the top is told to the template."""
        top = "../" * name.count("/")
        self.file(name, self._environment.get_template(template).render(top=top, here=name, **view))

    def file(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        self.printed.append(path)

    def assets(self) -> None:
        for name in ASSETS:
            self.file(f"assets/{name}", (HERE / "assets" / name).read_text(encoding="utf-8"))


def _said(lang: Lang, key: str, **facts: object) -> str:
    return say(f"site.{key}", lang, **facts)
