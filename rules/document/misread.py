"""What a YAML parser's complaint means to somebody who writes policies.

The parser says what it expected; the writer needs to know what he wrote. The cause is read from
the parser's complaint together with the line it stopped at.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kaohe.rules.document.source import Source
from kaohe.rules.place import Place
from kaohe.rules.problem import Problem, problem
from kaohe.rules.record import record

_BANG = re.compile(r"(?:^\s*|[:?\-]\s+|[\[{,]\s*)(?=!)")
_VALUE = re.compile(r"\s*(?:- +)*[^\s:\"'\[{][^:]*: +(\S.*)")
_GLUED_COLON = re.compile(r"[A-Za-z_][\w.-]*:(?=[^\s:/])")
_GLUED_DASH = re.compile(r"\s*-(?=[A-Za-z_][\w.-]*:(\s|$))")
_FAR = 200
"""How many lines above the place where the parser stopped an open quote is looked for."""


@record
class Complaint:
    """Why and where the parser stopped; ``opened`` is where the thing began that it was reading."""

    said: str
    line: int
    column: int
    opened: tuple[int, int] | None = None


def explained(source: Source, complaint: Complaint) -> Problem:
    """The one problem a syntax error is reported as."""
    for words, explain in _EXPLANATIONS:
        if any(word in complaint.said for word in words):
            found = explain(source, complaint)
            if found is not None:
                return found
    return problem("yaml.unreadable", _here(source, complaint))


def _here(source: Source, complaint: Complaint, length: int = 1) -> Place:
    """Where the parser stopped, drawn back to the last character when that is past the end."""
    line, column = complaint.line, complaint.column
    while line > 1 and not source.line(line)[column - 1 :].strip() and not source.line(line).strip():
        line -= 1
        column = len(source.line(line).rstrip()) or 1
    return source.place(line, column, length)


def _opened(source: Source, complaint: Complaint) -> Place:
    return source.place(*(complaint.opened or (complaint.line, complaint.column)))


def _bang(source: Source, complaint: Complaint) -> Problem | None:
    """A condition that begins with ``!``: YAML takes the exclamation mark for a tag."""
    line = source.line(complaint.line)
    for found in _BANG.finditer(line, 0, complaint.column - 1):
        if not _is_quoted(line, found.end() + 1):
            value = rest_of_value(line, found.end())
            return problem("yaml.tag", source.place(complaint.line, found.end() + 1, len(value)), found=value)
    return None


def rest_of_value(line: str, start: int) -> str:
    """The line from ``start`` on, without the brackets that close what was opened before it."""
    before = line[:start]
    opened = sum(before.count(sign) for sign in "[{") - sum(before.count(sign) for sign in "]}")
    value = line[start:].rstrip()
    while opened > 0 and value[-1:] in ("]", "}"):
        value, opened = value[:-1].rstrip(), opened - 1
    return value


def _sigil(source: Source, complaint: Complaint) -> Problem | None:
    """A value that begins with a character YAML keeps for itself."""
    column = complaint.opened[1] if complaint.opened else complaint.column
    line = source.line(complaint.line)
    character = line[column - 1 : column]
    apart = line[column : column + 1] in (" ", "")
    if (
        not character
        or character not in ("&*@`%|>-?" if apart else "&*@`%|>")
        or not line[: column - 1].strip()
    ):
        return None
    return problem("yaml.sigil", source.place(complaint.line, column), character=character)


def _blank(source: Source, complaint: Complaint) -> Problem | None:
    """A tab or another blank that is no ASCII blank in the indentation of this line or the last."""
    for number in (complaint.line, complaint.line - 1):
        line = source.line(number)
        for column, character in enumerate(line[: len(line) - len(line.lstrip())], 1):
            if character != " ":
                code = "yaml.tab" if character == "\t" else "yaml.blank"
                return problem(code, source.place(number, column))
    return None


def _full_width(source: Source, complaint: Complaint) -> Problem | None:
    """A full-width sign on the line, or on the one before, where YAML wanted the ASCII one."""
    for number in (complaint.line, complaint.opened[0] if complaint.opened else 0, complaint.line - 1):
        for column, character in enumerate(source.line(number), 1):
            if character in _ASCII and not _is_quoted(source.line(number), column):
                return problem(
                    "yaml.full-width", source.place(number, column), found=character, wanted=_ASCII[character]
                )
    return None


_ASCII = {"：": ":", "，": ",", "｛": "{", "｝": "}", "［": "[", "］": "]", "【": "[", "】": "]", "－": "-"}
"""What Chinese input methods type where YAML wants ASCII."""


def _is_quoted(line: str, column: int) -> bool:
    before = line[: column - 1]
    return before.count('"') % 2 == 1 or before.count("'") % 2 == 1 or " #" in before


def _colon(source: Source, complaint: Complaint) -> Problem | None:
    """A second ``: `` in an unquoted value (``a ? 1 : 2``), or a line that is indented too far."""
    line = source.line(complaint.line)
    value = _VALUE.match(line)
    if value is not None and complaint.column > value.start(1):
        return problem("yaml.colon", source.place(complaint.line, complaint.column), value=value[1].rstrip())
    return _dash(source, complaint) or _indentation(source, complaint)


def _indentation(source: Source, complaint: Complaint) -> Problem | None:
    line = source.line(complaint.line)
    width = len(line) - len(line.lstrip(" "))
    if complaint.line < 2 or not line.strip():
        return None
    return problem("yaml.indentation", source.place(complaint.line, width + 1), columns=width)


def _dash(source: Source, complaint: Complaint) -> Problem | None:
    """``-id: x`` on this line or the last: no list item without a blank after its dash."""
    for number in (complaint.line - 1, complaint.line):
        found = _GLUED_DASH.match(source.line(number))
        if found is not None:
            return problem("yaml.no-blank", source.place(number, found.end()), sign="-")
    return None


def _broken_off(source: Source, complaint: Complaint) -> Problem | None:
    """Where a block breaks off in the middle of a line, the line says why; at its start, its indentation."""
    line = source.line(complaint.line)
    if not line[: complaint.column - 1].strip():
        return (
            _dash(source, complaint)
            or _run_away_quote(source, complaint)
            or _full_width(source, complaint)
            or _indentation(source, complaint)
        )
    return (
        _stray_bracket(source, complaint)
        or _run_away_quote(source, complaint)
        or _goes_on(source, complaint)
        or _full_width(source, complaint)
    )


def _stray_bracket(source: Source, complaint: Complaint) -> Problem | None:
    here = source.line(complaint.line)[complaint.column - 1 : complaint.column]
    if here not in ("]", "}"):
        return None
    return problem("yaml.stray-bracket", source.place(complaint.line, complaint.column), found=here)


def _glued_colon(source: Source, complaint: Complaint) -> Problem | None:
    """``{work:{title: x}}``: the parser stops at the colon."""
    if source.line(complaint.line)[complaint.column - 1 : complaint.column] != ":":
        return None
    return problem("yaml.no-blank", source.place(complaint.line, complaint.column), sign=":")


def _goes_on(source: Source, complaint: Complaint) -> Problem | None:
    """``when: "a" == b``, ``when: [a].size()``: only the beginning of the value is quoted or bracketed."""
    value = _VALUE.match(source.line(complaint.line))
    if value is None or value[1][0] not in "\"'[{" or complaint.column <= value.start(1) + 1:
        return None
    return problem(
        "yaml.goes-on",
        source.place(complaint.line, complaint.column),
        value=rest_of_value(value.string, value.start(1)),
    )


def _run_away_quote(source: Source, complaint: Complaint) -> Problem | None:
    """A quote that was left open further up and closed by the next quote that came along."""
    broken = source.line(complaint.line)
    for number in range(complaint.line - 1, max(complaint.line - _FAR, 0), -1):
        value = _VALUE.match(source.line(number))
        if value is None or value[1][0] not in "\"'":
            continue
        quote = value[1][0]
        if value[1].count(quote) % 2 == 1 and quote in broken:
            return problem("yaml.open-quote", source.place(number, value.start(1) + 1), quote=quote)
    return None


def _open_quote(source: Source, complaint: Complaint) -> Problem:
    place = _opened(source, complaint)
    return problem("yaml.open-quote", place, quote=source.line(place.line)[place.column - 1 : place.column])


def _bracket(source: Source, complaint: Complaint) -> Problem:
    """A bracket that is not closed, or a value inside brackets that has to be quoted."""
    mixed = _full_width(source, complaint)
    if mixed is not None:
        return mixed
    opened = _opened(source, complaint)
    bracket = source.line(opened.line)[opened.column - 1 : opened.column]
    here = source.line(complaint.line)[complaint.column - 1 : complaint.column]
    if complaint.line == opened.line and complaint.column > opened.column and here not in ("]", "}"):
        return problem("yaml.inside-brackets", _here(source, complaint), opened, bracket=bracket)
    return problem("yaml.open-bracket", opened, bracket=bracket, closing="]" if bracket == "[" else "}")


def _escape(source: Source, complaint: Complaint) -> Problem:
    line = source.line(complaint.line)
    column = line.rfind("\\", 0, complaint.column) + 1 or complaint.column
    return problem(
        "yaml.escape", source.place(complaint.line, column, 2), found=line[column - 1 : column + 1]
    )


def _no_colon(source: Source, complaint: Complaint) -> Problem:
    opened = _opened(source, complaint)
    text = source.line(opened.line)[opened.column - 1 :].rstrip()
    glued = _GLUED_COLON.match(text)
    if glued is not None:
        return problem("yaml.no-blank", source.place(opened.line, opened.column + glued.end() - 1), sign=":")
    return _full_width(source, complaint) or problem(
        "yaml.no-colon", source.place(opened.line, opened.column, len(text)), found=text
    )


def _second_document(source: Source, complaint: Complaint) -> Problem:
    return problem("yaml.several-documents", _here(source, complaint))


_EXPLANATIONS: tuple[tuple[tuple[str, ...], Callable[[Source, Complaint], Problem | None]], ...] = (
    (("",), _bang),
    (("anchor", "alias", "block scalar", "cannot start any token", "directive", "are not allowed"), _sigil),
    (
        ("tab", "cannot start any token", "expected key", "<block end>", "mapping values", "expected ':'"),
        _blank,
    ),
    (("unexpected end of stream", "document indicator"), _open_quote),
    (("escape",), _escape),
    (("',' or ']'", "',' or '}'"), _bracket),
    (("mapping values are not allowed",), _colon),
    (("could not find expected ':'",), _no_colon),
    (("did not find expected key", "<block end>", "did not find expected '-'"), _broken_off),
    (("expected node content", "expected the node content"), _stray_bracket),
    (("unexpected ':'",), _glued_colon),
    (("<document start>",), _second_document),
)
