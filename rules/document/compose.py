"""YAML text -> located nodes. The only file that imports the YAML library.

The parser's events are used and nothing after them: no resolver (so ``no`` and ``007`` stay what
they are), no constructor (so a tag can run nothing). The C parser is used where it is installed;
both give the same marks, which tests compare.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import yaml

from kaohe.rules.document.misread import Complaint, explained, rest_of_value
from kaohe.rules.document.node import Hole, Listing, Mapping, Node
from kaohe.rules.document.source import Source, refused_characters, source_of
from kaohe.rules.document.spread import spread
from kaohe.rules.place import Located, Place
from kaohe.rules.problem import Problem, problem

PARSER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in use. Tests set the other one."""
MOST_LEVELS = 40
"""How deep lists and mappings may be nested; policies need nine."""
MOST_ALIASED = 20_000
"""How many nodes all aliases of a document together may stand for."""

Event = Any
"""An event of the YAML library, whose types do not say what it holds."""

_ENDLESS = ("yaml.too-deep", "yaml.too-many-aliases")
"""Faults of no document that is meant: nothing else is said about it."""
_QUOTES = ("'", '"')
_BLOCKS = ("|", ">")
_BLANKS = ("\u3000", "\xa0")
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


def compose(text: str, file: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """The nodes of the first document in ``text``; None when nothing can be read at all.

    A syntax error is one problem and ends the reading, and so does nesting without end. Any other
    fault leaves a ``Hole`` where it stands, and the rest is read.
    """
    return _composed(text, file, PARSER)


@lru_cache(maxsize=4)
def _composed(text: str, file: str, parser: type) -> tuple[Node | None, tuple[Problem, ...]]:
    """Kept for a while: one looks at a document to tell its kind, the next to read it."""
    source = source_of(text, file)
    refused = refused_characters(source)
    if refused:
        return None, refused
    composer = _Composer(source, parser)
    try:
        root = composer.document()
    except yaml.MarkedYAMLError as error:
        return None, tuple(dict.fromkeys((*composer.problems, explained(source, _complaint(error)))))
    endless = tuple(found for found in composer.problems if found.code in _ENDLESS)
    return (None, endless) if endless else (root, tuple(composer.problems))


def _complaint(error: yaml.MarkedYAMLError) -> Complaint:
    said = f"{error.context or ''}: {error.problem or ''}"
    opened = _spot(error.context_mark)
    line, column = _spot(error.problem_mark) or opened or (1, 1)
    return Complaint(said, line, column, opened)


def _spot(mark: Any) -> tuple[int, int] | None:
    return None if mark is None else (mark.line + 1, mark.column + 1)


class _Composer:
    """One reading of one document. A ``path`` is the trail of keys to a node (``clauses[2].points``)."""

    def __init__(self, source: Source, parser: type) -> None:
        self.source = source
        self.events: Iterator[Event] = iter(yaml.parse(source.text, Loader=parser))
        self.problems: list[Problem] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.open: set[str] = set()
        self.count = 0
        self.aliased = 0
        self.flow = 0
        self.level = 0

    def document(self) -> Node | None:
        """The root of the first document; a second one is a problem."""
        root: Node | None = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.refuse("yaml.several-documents", self.mark(event, 3))
                    break
                root = self.node(next(self.events), "", None)
        if documents == 0 or _says_nothing(root, self.problems):
            self.problems = []
            self.refuse("yaml.empty", self.source.place(1, 1))
            return None
        return root

    def refuse(self, code: str, place: Place, *also: Place, **facts: object) -> Hole:
        self.problems.append(problem(code, place, *also, **facts))
        return Hole(place)

    def mark(self, event: Event, length: int = 1, path: str = "") -> Place:
        """The place of ``length`` characters from the event's first."""
        start = event.start_mark
        return self.source.place(start.line + 1, start.column + 1, length, path)

    # --- nodes ----------------------------------------------------------------------------------

    def node(self, event: Event, path: str, key: Located | None) -> Node:
        """The node that ``event`` begins; ``key`` is the key it is the value of, if any."""
        if isinstance(event, yaml.ScalarEvent) and event.anchor is None and event.tag is None:
            self.count += 1  # what most nodes are, without the questions asked of others
            return self.scalar(event, path, key)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, path)
        if event.anchor is None:
            return self.content(event, path, key)
        self.open.add(event.anchor)
        before = self.count
        node = self.content(event, path, key)
        self.open.discard(event.anchor)
        self.anchors[event.anchor] = (node, self.count - before)
        return node

    def content(self, event: Event, path: str, key: Located | None) -> Node:
        self.count += 1
        tag = self.tag(event)
        if isinstance(event, yaml.ScalarEvent):
            return tag or self.scalar(event, path, key)
        if self.level >= MOST_LEVELS:
            self.pass_over(event)
            return self.refuse("yaml.too-deep", self.mark(event, 1, path), levels=MOST_LEVELS)
        self.flow += bool(event.flow_style)
        read = self.mapping if isinstance(event, yaml.MappingStartEvent) else self.listing
        self.level += 1
        node = read(event, path)
        self.level -= 1
        self.flow -= bool(event.flow_style)
        return tag or node

    def tag(self, event: Event) -> Hole | None:
        """A tag, or a condition that begins with ``!`` and so looks like one."""
        if event.tag is None:
            return None
        place = self.mark(event)
        line = self.source.line(place.line)
        start = max(line.find("!", place.column - 1), 0)
        found = rest_of_value(line, start)
        return self.refuse("yaml.tag", self.source.place(place.line, start + 1, len(found)), found=found)

    def pass_over(self, event: Event) -> None:
        """Leave out the node that ``event`` begins."""
        depth = int(isinstance(event, yaml.CollectionStartEvent))
        while depth:
            below = next(self.events)
            depth += isinstance(below, yaml.CollectionStartEvent)
            depth -= isinstance(below, yaml.CollectionEndEvent)

    # --- scalars --------------------------------------------------------------------------------

    def scalar(self, event: Event, path: str, key: Located | None) -> Node:
        if not event.style and event.value in _NOTHING:
            return self.nothing(event, path, key)
        return self.text(event, path)

    def nothing(self, event: Event, path: str, key: Located | None) -> Hole:
        """No value: the problem stands at the word that says so, else at the key, else at the dash."""
        place = self.mark(event, len(event.value), path)
        if not event.value:
            place = key.place if key is not None else self.dash(place)
        remark = self.source.line(place.line)[place.column + place.length - 1 :].lstrip(": ")
        said = remark if remark.startswith("#") else ""
        return self.refuse("yaml.no-value", place, key=key or "", found=event.value, remark=said)

    def dash(self, place: Place) -> Place:
        """The dash of the empty item that ends at ``place``."""
        before = self.source.line(place.line)[: place.column].rstrip()
        column = len(before) if before.endswith("-") else place.column
        return self.source.place(place.line, column, 1, place.path)

    def text(self, event: Event, path: str) -> Located:
        """The scalar's text with its place: that of its first character, inside the quotes if any."""
        start, value, style = event.start_mark, event.value, event.style or ""
        line, column = start.line + 1, start.column + 1
        inside = column + (style in _QUOTES)
        written = self.source.lines[line - 1] if line <= len(self.source.lines) else ""
        if style not in _BLOCKS and _stands_at(value, written, inside - 1, style):
            return Located(value, Place(self.source.file, line, inside, len(value) or 1, path))
        spots = spread(value, self.source.lines, (line, column), style)
        if spots:
            line, inside = next((s for s, c in zip(spots, value, strict=False) if not c.isspace()), spots[0])
        rest = len(self.source.line(line).rstrip()) - inside + 1
        return Located(value, self.source.place(line, inside, min(len(value), rest), path), spots)

    # --- collections ----------------------------------------------------------------------------

    def listing(self, event: Event, path: str) -> Listing:
        items: list[Node] = []
        broken: set[int] = set()
        for below in self.events:
            if isinstance(below, yaml.SequenceEndEvent):
                break
            if self.flow and _breaks_off(below):
                broken.add(len(items))
            items.append(self.node(below, f"{path}[{len(items)}]", None))
        return Listing(self.mark(event, 1, path), tuple(self.whole(items, broken) if broken else items))

    def whole(self, items: list[Node], broken: set[int]) -> list[Node]:
        """In brackets a comma ends an item: ``[count(a, b), c]`` is three items, none of them meant."""
        whole: list[Node] = []
        skip = 0
        for index, item in enumerate(items):
            end = (
                next((at for at in range(index + 1, len(items)) if _closes(items[at])), 0)
                if index in broken
                else 0
            )
            if index >= skip:
                whole.append(self.torn(item) if end else item)
                skip = end + 1
        return whole

    def torn(self, value: Node) -> Node:
        """A condition of which a comma left only the beginning: said once."""
        return self.refuse("yaml.comma", value.place, found=value) if isinstance(value, Located) else value

    def mapping(self, event: Event, path: str) -> Mapping:
        entries: dict[Located, Node] = {}
        flawed, broken = False, None
        for below in self.events:
            if isinstance(below, yaml.MappingEndEvent):
                break
            key, value_event = self.key(below, path), next(self.events)
            if key is None:
                self.pass_over(value_event)
                flawed = True
            elif broken is not None and _is_nothing(value_event):
                # a key without a value goes on where the value before it broke off
                entries[broken] = self.torn(entries[broken])
                broken = None if _closes(key) else broken
            else:
                self.enter(entries, key, self.node(value_event, _below(path, key), key))
                broken = key if self.flow and _breaks_off(value_event) else None
        return Mapping(next((key.place for key in entries), self.mark(event, 1, path)), entries, flawed)

    def enter(self, entries: dict[Located, Node], key: Located, value: Node) -> None:
        """One key once; the first stays."""
        if key in entries:
            earlier = next(other for other in entries if other == key)
            self.refuse("yaml.duplicate-key", key.place, earlier.place, key=key)
        else:
            entries[key] = value

    def key(self, event: Event, path: str) -> Located | None:
        """A key's text; None, and a problem, for anything that is not text."""
        if not isinstance(event, yaml.ScalarEvent):
            self.refuse("yaml.key", self.mark(event, 1, path))
            self.pass_over(event)
            return None
        if event.tag is not None and self.tag(event):
            return None
        key = self.text(event, _below(path, event.value))
        if key[:1] in _BLANKS:
            self.refuse("yaml.blank", self.mark(event))
            return None
        if event.value == "<<" and not event.style:
            self.refuse("yaml.merge-key", key.place)
            return None
        if event.value == "" or (not event.style and event.value == "~"):
            self.refuse("yaml.key", self.mark(event, 1, path))
            return None
        return key

    # --- aliases --------------------------------------------------------------------------------

    def alias(self, event: Event, path: str) -> Node:
        """The node an alias stands for, if it is whole and all aliases together stay small."""
        name = event.anchor
        place = self.mark(event, len(name) + 1, path)
        if name in self.open:
            return self.refuse("yaml.alias-loop", place, name=name)
        if name not in self.anchors:
            return self.refuse("yaml.unknown-alias", place, name=name, known=", ".join(sorted(self.anchors)))
        node, size = self.anchors[name]
        self.aliased += size
        self.count += size
        if self.aliased > MOST_ALIASED:
            return self.bomb(place)
        if self.level + _height(node) > MOST_LEVELS:
            return self.refuse("yaml.too-deep", place, levels=MOST_LEVELS)
        return node

    def bomb(self, place: Place) -> Hole:
        """Too much expansion: said once, though every further alias is left out too."""
        if any(known.code == "yaml.too-many-aliases" for known in self.problems):
            return Hole(place)
        return self.refuse("yaml.too-many-aliases", place, most=MOST_ALIASED)


def _stands_at(value: str, line: str, start: int, style: str) -> bool:
    """Whether the text stands in its first line just as it is, and its quotes are closed there."""
    end = start + len(value)
    return line[start:end] == value and (not style or line[end : end + 1] == style)


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else str(key)


def _says_nothing(root: Node | None, problems: list[Problem]) -> bool:
    return isinstance(root, Hole) and [problem.code for problem in problems] == ["yaml.no-value"]


def _is_nothing(event: Event) -> bool:
    return isinstance(event, yaml.ScalarEvent) and not event.style and event.value == ""


def _breaks_off(event: Event) -> bool:
    """Whether an unquoted scalar opens a parenthesis that it does not close."""
    return (
        isinstance(event, yaml.ScalarEvent)
        and not event.style
        and event.value.count("(") > event.value.count(")")
    )


def _closes(node: Node) -> bool:
    return isinstance(node, Located) and node.count(")") > node.count("(")


def _height(node: Node) -> int:
    """How many levels of lists and mappings ``node`` has."""
    if isinstance(node, Mapping):
        return 1 + max(map(_height, node.entries.values()), default=0)
    if isinstance(node, Listing):
        return 1 + max(map(_height, node.items), default=0)
    return 0
