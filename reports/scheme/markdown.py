"""A page as Markdown: headings, a table per part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaohe.reports.scheme.page import Page, Part


def markdown(page: Page) -> str:
    """The whole page; ends with a line break."""
    return "\n".join(_lines(page)) + "\n"


def _lines(page: Page) -> Iterator[str]:
    yield from (f"# {page.title}", "")
    yield from (f"- {label}: {_inline(text)}" for label, text in page.facts)
    for part in page.parts:
        yield from _part(part)
    if page.remarks:
        yield from ("", f"## {page.remarks_title}", "", *(f"- {_inline(remark)}" for remark in page.remarks))


def _part(part: Part) -> Iterator[str]:
    yield from ("", f"## {part.title}", "")
    if part.line:
        yield from (_inline(part.line), "")
    yield _row(part.heads)
    yield _row(["---"] * len(part.heads))
    yield from (_row(row) for row in part.rows)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(_inline(cell).replace("|", "\\|") for cell in cells) + " |"


def _inline(text: str) -> str:
    """One line. What would be read as markup is escaped, but in backticks, where it stands for itself."""
    pieces = " ".join(text.split()).split("`")
    return "`".join(_escaped(piece) if place % 2 == 0 else piece for place, piece in enumerate(pieces))


def _escaped(text: str) -> str:
    return text.replace("*", "\\*").replace("<", "&lt;")
