"""What people wrote in a document survives when it is made again; nothing they did is ever lost.

    place filled in                         carried over to the same place of the new document
    text changed outside the places  ┐
    place gone, or not portable      ├──►   the document stays as it is, the new one is written beside it
    no document of ours              ┘
    saved by someone, all carried    ──►    the earlier file is kept beside the new one

Each document bears a mark: what its text was outside and inside the places when it was made.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from kaohe.reports.notice.parts import TAG
from kaohe.reports.words import Lang, say
from kaohe.rules.record import record

US = "kaohe"
_MARK = re.compile(r"^kaohe ([0-9a-f]{64}) ([0-9a-f]{64})$")
_PART = re.compile(r"^/word/(header|footer)\d*\.xml$")
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_COUNTED = tuple(qn(f"w:{name}") for name in ("drawing", "pict", "object", "commentReference", "footnoteReference", "endnoteReference", "ins", "del"))
_BOUND = (*_COUNTED[:6], qn("w:numPr"))
"""What leans on other parts of its document and cannot be moved alone."""
_DROPPED = tuple(qn(f"w:{name}") for name in ("bookmarkStart", "bookmarkEnd", "proofErr"))
_STYLES = tuple(qn(f"w:{name}") for name in ("pStyle", "rStyle", "tblStyle"))


@record
class Settled:
    """Where the new document stands, and what is to be said about it."""

    path: Path
    remarks: tuple[str, ...]


def settle(made: Any, target: Path, lang: Lang) -> Settled:
    """Writes ``made`` to ``target``, or beside it, with everything that people wrote there."""
    _sign(made)
    if not target.exists():
        _write(made, target)
        return Settled(target, ())
    old = _opened(target)
    mark = None if old is None else _mark(old)
    if old is None or mark is None:
        return _beside(made, target, "unreadable" if old is None else "foreign", {}, lang)
    count, hindrance = _carry(old, made)
    if mark[0] != _hash(_outside(old)):
        return _beside(made, target, "edited", {}, lang)
    if hindrance is not None:
        return _beside(made, target, hindrance[0], {"place": hindrance[1]}, lang)
    return _over(made, target, count, lang, touched=_touched(old, mark))


def _over(made: Any, target: Path, count: int, lang: Lang, *, touched: bool) -> Settled:
    remarks = [say("notice.carried", lang, name=target.name, count=count)] if count else []
    if touched:
        kept = _free(target, say("notice.kept", lang))
        kept.write_bytes(target.read_bytes())
        remarks.append(say("notice.copied", lang, name=target.name, kept=kept.name))
    _write(made, target)
    return Settled(target, tuple(remarks))


def _beside(made: Any, target: Path, reason: str, facts: Mapping[str, str], lang: Lang) -> Settled:
    path = _free(target, say("notice.beside", lang), over_ours=True)
    _write(made, path)
    why = say(f"notice.why.{reason}", lang, **facts)
    return Settled(path, (say("notice.written-beside", lang, name=target.name, reason=why, beside=path.name),))


def _free(target: Path, word: str, *, over_ours: bool = False) -> Path:
    """``通报.新稿.docx``, ``通报.新稿2.docx``: the first that is free, or that nobody has touched since we wrote it."""
    number = 1
    while True:
        path = target.with_name(f"{target.stem}.{word}{number if number > 1 else ''}{target.suffix}")
        if not path.exists() or (over_ours and _untouched(path)):
            return path
        number += 1


def _untouched(path: Path) -> bool:
    document = _opened(path)
    mark = None if document is None else _mark(document)
    return document is not None and mark is not None and not _touched(document, mark)


def _touched(document: Any, mark: tuple[str, str]) -> bool:
    saved = document.core_properties.last_modified_by != US
    return saved or mark != (_hash(_outside(document)), _hash(_inside(document)))


def _opened(path: Path) -> Any:
    try:
        return Document(str(path))
    except (PackageNotFoundError, BadZipFile, XMLSyntaxError, KeyError, ValueError, OSError):
        return None


def _write(document: Any, target: Path) -> None:
    """Whole or not at all."""
    out = BytesIO()
    _sign(document)
    document.save(out)
    part = target.with_name(f".{target.name}.part")
    part.write_bytes(out.getvalue())
    part.replace(target)


# --- the mark ---------------------------------------------------------------------------------------


def _sign(document: Any) -> None:
    document.core_properties.keywords = f"kaohe {_hash(_outside(document))} {_hash(_inside(document))}"


def _mark(document: Any) -> tuple[str, str] | None:
    found = _MARK.match(document.core_properties.keywords or "")
    return None if found is None else (found[1], found[2])


def _hash(pieces: Iterator[str]) -> str:
    return hashlib.sha256("\n".join(pieces).encode()).hexdigest()


def _outside(document: Any) -> Iterator[str]:
    """The text of every paragraph but those of our places; headers, footers; how many pictures, comments, changes."""
    body = document.element.body
    yield from _texts(body, within=False)
    for part in document.part.package.iter_parts():
        if _PART.match(str(part.partname)) and hasattr(part, "element"):
            yield from (text for text in _texts(part.element, within=False) if text.strip())
    for tag in _COUNTED:
        yield str(sum(not _is_placed(element) for element in body.iter(tag)))


def _inside(document: Any) -> Iterator[str]:
    yield from _texts(document.element.body, within=True)


def _texts(root: Any, *, within: bool) -> Iterator[str]:
    """One string for each paragraph; what a field shows (page numbers) is left out, for it changes by itself."""
    for line in root.iter(qn("w:p")):
        runs = [run for run in _outside_fields(line) if _is_placed(run) == within]
        if runs or _is_placed(line) == within:
            yield "".join(run.text or "" for run in runs)


def _is_placed(element: Any) -> bool:
    return any(_tag(holder).startswith(TAG) for holder in element.iterancestors(qn("w:sdt")))


def _outside_fields(line: Any) -> Iterator[Any]:
    """The pieces of text of a paragraph that no field shows, in either way of writing fields."""
    depth = 0
    for element in line.iter(qn("w:t"), qn("w:fldChar")):
        if element.tag == qn("w:fldChar"):
            depth += {"begin": 1, "end": -1}.get(element.get(qn("w:fldCharType"), ""), 0)
        elif depth == 0 and next(element.iterancestors(qn("w:fldSimple")), None) is None:
            yield element


def _tag(holder: Any) -> str:
    tag = holder.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    return "" if tag is None else tag.get(qn("w:val"), "")


# --- carrying over ----------------------------------------------------------------------------------


def _carry(old: Any, new: Any) -> tuple[int, tuple[str, str] | None]:
    """Fills the new document's places from the old one's. How many; the first that cannot be moved (why, title)."""
    there = {_tag(holder): holder for holder in new.element.body.iter(qn("w:sdt"))}
    count, hindrance = 0, None
    for tag, holders in _filled(old).items():
        title = _title(holders[0])
        if tag not in there:
            hindrance = hindrance or ("gone", title)
        elif any(_is_bound(holder) for holder in holders):
            hindrance = hindrance or ("bound", title)
        else:
            _fill(there[tag], holders, _style_names(old, new))
            count += 1
    return count, hindrance


def _filled(document: Any) -> dict[str, list[Any]]:
    """Our places in which someone wrote, by tag; a word processor may have made several of one."""
    found: dict[str, list[Any]] = {}
    for holder in document.element.body.iter(qn("w:sdt")):
        if _tag(holder).startswith(TAG):
            found.setdefault(_tag(holder), []).append(holder)
    return {tag: holders for tag, holders in found.items() if not _is_empty(holders)}


def _is_empty(holders: list[Any]) -> bool:
    """Nothing but what we put there (the title in brackets), and no picture or the like."""
    text = "".join(run.text or "" for holder in holders for run in holder.iter(qn("w:t"))).strip()
    return text in ("", f"【{_title(holders[0])}】") and not any(_is_bound(holder) for holder in holders)


def _title(holder: Any) -> str:
    alias = holder.find(f"{qn('w:sdtPr')}/{qn('w:alias')}")
    return "" if alias is None else alias.get(qn("w:val"), "")


def _is_bound(holder: Any) -> bool:
    content = holder.find(qn("w:sdtContent"))
    return content is not None and any(
        element.tag in _BOUND or any(str(name).startswith(_RELATED) for name in element.attrib) for element in content.iter()
    )


def _fill(place: Any, holders: list[Any], styles: Mapping[str, str]) -> None:
    content = place.find(qn("w:sdtContent"))
    model = next(content.iter(qn("w:p")), None)
    pieces = [deepcopy(child) for holder in holders for child in holder.find(qn("w:sdtContent"))]
    for child in list(content):
        content.remove(child)
    for piece in _as_paragraphs(pieces, model):
        _cleaned(piece, styles)
        content.append(piece)
    for flag in place.find(qn("w:sdtPr")).findall(qn("w:showingPlcHdr")):
        flag.getparent().remove(flag)


def _as_paragraphs(pieces: list[Any], model: Any) -> list[Any]:
    """Some word processors turn a place of paragraphs into one within a line: its runs get a paragraph again."""
    if any(piece.tag in (qn("w:p"), qn("w:tbl")) for piece in pieces):
        return pieces
    line = OxmlElement("w:p")
    shape = None if model is None else model.find(qn("w:pPr"))
    line.extend([deepcopy(shape)] if shape is not None else [])
    line.extend(pieces)
    return [line]


def _cleaned(piece: Any, styles: Mapping[str, str]) -> None:
    """Styles by their names (programs number them anew); bookmarks and spelling remarks stay behind."""
    for element in list(piece.iter(*_DROPPED)):
        element.getparent().remove(element)
    for element in list(piece.iter(*_STYLES)):
        known = styles.get(element.get(qn("w:val"), ""))
        if known is None:
            element.getparent().remove(element)
        else:
            element.set(qn("w:val"), known)


def _style_names(old: Any, new: Any) -> dict[str, str]:
    """The new document's style for each of the old one's, by name."""
    ids = {style.name: style.style_id for style in new.styles}
    return {style.style_id: ids[style.name] for style in old.styles if style.name in ids}
