"""A template filled with facts. Text goes in as text: what looks like a gap or a tag in it stays as it is."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import XMLSyntaxError

from kaohe.reports.notice.text import safe, safe_facts


class UnfitTemplate(Exception):  # noqa: N818 - what an office gave, no error of ours
    """The office's template cannot be filled; the message says why (an unknown gap, a broken tag, no Word file)."""


def filled(template: bytes, facts: dict[str, Any], title: str) -> Any:
    """The document as ``python-docx`` holds it, not saved. ``UnfitTemplate``: see there.

    The template runs in a sandbox: it may name facts and repeat, not reach into the program.
    """
    document = DocxTemplate(BytesIO(template))
    world = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        document.render(safe_facts(facts), world, autoescape=True)
    except (TemplateError, SecurityError, XMLSyntaxError, BadZipFile, PackageNotFoundError, KeyError, ValueError, TypeError) as error:
        raise UnfitTemplate(" ".join(str(error).split())[:300]) from error
    about = document.docx.core_properties
    about.title, about.author, about.last_modified_by = safe(title)[:255], "", "kaohe"
    return document.docx
