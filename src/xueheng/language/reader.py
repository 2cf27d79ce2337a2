"""Reads one YAML file of a pack into nodes that keep their place; values arrive as the text written.

Nothing is constructed: the event stream of the YAML parser is turned into `Scalar`, `Sequence` and
`Mapping`. What a pack's file may not hold (aliases, tags, several documents …) is refused at the
first place it appears, before it can cost time or memory.
"""

import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from xueheng.language import reading_rules as _rules  # noqa: F401  fills the catalogue of rules
from xueheng.language.excerpts import excerpt
from xueheng.language.issues import Issue, issue
from xueheng.language.positions import Entry, Mapping, Node, Place, Scalar, Sequence
from xueheng.language.yaml_problems import in_plain_words
from xueheng.wording import Text

LARGEST_FILE = 1024 * 1024
DEEPEST = 20
MOST_VALUES = 50_000
"""Ten times what a large pack file holds; more are tiny values that cost time and memory out of proportion."""
MOST_DOUBLE_KEYS = 20
"""After so many double keys the file is not read any further."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAB_INDENT = re.compile(r"^ *\t", re.MULTILINE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
_NULLS = ("", "~", "null")

_Event: TypeAlias = Any
"""An event of the parser. PyYAML's types say that its mark may be absent; those of a parser never are."""


class _RefusedError(Exception):
    """The file is not read any further because of what was found."""

    def __init__(self, *found: Issue) -> None:
        super().__init__(found[0].rule)
        self.found = list(found)


def read_yaml(path: Path, shown_as: str) -> tuple[Mapping | None, list[Issue]]:
    """The map of names in the file at `path`, and what is wrong with it; places say `shown_as`.

    None when the file was refused as a whole. A key that stands twice is reported and its first
    value kept.
    """
    try:
        text = _text_of(path, shown_as)
        return read_text(text, shown_as)
    except _RefusedError as refused:
        return None, refused.found


def read_text(text: str, shown_as: str) -> tuple[Mapping | None, list[Issue]]:
    """As `read_yaml`, for text that is already here."""
    try:
        _refuse_characters(text, shown_as)
        tree = _Tree(shown_as)
        for event in _events(text, shown_as):
            tree.take(event)
        return tree.top(), tree.issues
    except _RefusedError as refused:
        return None, refused.found


def _text_of(path: Path, shown_as: str) -> str:
    """The file's text; refuses what is no ordinary file, too large, or not UTF-8."""
    start = Place(shown_as, 1, 1)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            reason = Text("不是普通文件", "it is not an ordinary file")
            raise _RefusedError(issue("XH-Y010", start, reason=reason))
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as fault:
        reason = Text("不存在，或没有读的权限", f"{(fault.strerror or 'unknown reason').lower()}")
        raise _RefusedError(issue("XH-Y010", start, reason=reason)) from fault
    if len(data) > LARGEST_FILE:
        raise _RefusedError(issue("XH-Y003", start, what=Text("文件太大", "this file is too large")))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = data[: fault.start].decode("utf-8", errors="replace")
        line_start = before.rfind("\n") + 1
        place = Place(shown_as, before.count("\n") + 1, len(before) - line_start + 1)
        raise _RefusedError(issue("XH-Y008", place, hint=_encoding_hint(data))) from fault


def _encoding_hint(data: bytes) -> Text:
    """What the file seems to be instead of UTF-8."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Text("（看来是 UTF-16）", " (it looks like UTF-16)")
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return Text("", "")
    return Text("（看来是 GBK/GB18030）", " (it looks like GBK/GB18030)")


def _refuse_characters(text: str, shown_as: str) -> None:
    """Refuses control characters and tabs used as indentation, at the first of them."""
    control = _CONTROL.search(text)
    if control:
        place = _place_in(text, control.start(), shown_as)
        raise _RefusedError(issue("XH-Y012", place, code=f"U+{ord(control.group()):04X}"))
    tab = _TAB_INDENT.search(text)
    if tab:
        place = _place_in(text, text.index("\t", tab.start()), shown_as)
        raise _RefusedError(issue("XH-Y006", place))


def _place_in(text: str, at: int, shown_as: str) -> Place:
    line_start = text.rfind("\n", 0, at) + 1
    return Place(shown_as, text.count("\n", 0, at) + 1, at - line_start + 1)


def _events(text: str, shown_as: str) -> Iterator[yaml.Event]:
    """The parser's events; broken YAML is refused in plain words, at its place."""
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        place = Place(shown_as, mark.line + 1, mark.column + 1) if mark else Place(shown_as, 1, 1)
        raise _RefusedError(issue("XH-Y007", place, problem=in_plain_words(fault))) from fault
    except (yaml.YAMLError, ValueError) as fault:
        problem = Text("无法解析", "it cannot be parsed")
        raise _RefusedError(issue("XH-Y007", Place(shown_as, 1, 1), problem=problem)) from fault


class _Open:
    """A list or map that is being read; for a map `key` waits for its value."""

    def __init__(self, place: Place, is_map: bool) -> None:
        self.place = place
        self.is_map = is_map
        self.items: list[Node] = []
        self.entries: list[Entry] = []
        self.lines: dict[str, int] = {}
        self.key: Scalar | None = None
        self.doubled = False

    def closed(self) -> Node:
        return Mapping(tuple(self.entries), self.place) if self.is_map else Sequence(tuple(self.items), self.place)


class _Tree:
    """Builds the tree from events without recursion; raises `_RefusedError` at what a pack may not hold."""

    def __init__(self, shown_as: str) -> None:
        self.file = shown_as
        self.issues: list[Issue] = []
        self.open: list[_Open] = []
        self.root: Node | None = None
        self.values = 0
        self.documents = 0

    def take(self, event: _Event) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._begin(event)
            self._add(self._scalar(event))
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._begin(event)
            self._enter(event, kind is yaml.MappingStartEvent)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._add(self.open.pop().closed())
        elif kind is yaml.AliasEvent:
            self._refuse("XH-Y001", event, found=f"*{excerpt(event.anchor or '')}")
        elif kind is yaml.DocumentStartEvent:
            self._document(event)

    def top(self) -> Mapping:
        """The map at the top of the file; refuses any other top."""
        if isinstance(self.root, Mapping):
            return self.root
        place = self.root.place if self.root else Place(self.file, 1, 1)
        raise _RefusedError(issue("XH-Y009", place, found=said_shape(self.root)))

    def _document(self, event: _Event) -> None:
        self.documents += 1
        if self.documents > 1:
            self._refuse("XH-Y005", event)
        if event.version or event.tags:
            self._refuse("XH-Y004", event, found="%YAML" if event.version else "%TAG")

    def _begin(self, event: _Event) -> None:
        """Counts a value, and refuses its anchor or tag."""
        self.values += 1
        if self.values > MOST_VALUES:
            what = Text(f"值超过 {MOST_VALUES} 个", f"this file holds more than {MOST_VALUES} values")
            self._refuse("XH-Y003", event, what=what)
        if event.anchor is not None:
            self._refuse("XH-Y001", event, found=f"&{excerpt(event.anchor)}")
        if event.tag is not None:
            self._refuse("XH-Y004", event, found=excerpt(_tag_as_written(event.tag)))

    def _enter(self, event: _Event, is_map: bool) -> None:
        if len(self.open) >= DEEPEST:
            self._refuse("XH-Y003", event, what=Text("嵌套太深", "this is nested too deep"))
        if self.open and self.open[-1].is_map and self.open[-1].key is None:
            found = Text("一个对照", "a map") if is_map else Text("一个列表", "a list")
            self._refuse("XH-Y011", event, found=found)
        self.open.append(_Open(self._place(event), is_map))

    def _scalar(self, event: _Event) -> Scalar:
        start, end, text = event.start_mark, event.end_mark, event.value
        quoted = bool(event.style)
        control = _CONTROL.search(text) if quoted else None  # an escape such as "\0" only shows here
        if control:
            self._refuse("XH-Y012", event, code=f"U+{ord(control.group()):04X}")
        width = len(text) + (2 if quoted else 0)
        exact = start.line == end.line and end.column - start.column == width
        return Scalar(text, quoted, not quoted and text in _NULLS, self._place(event), exact)

    def _add(self, node: Node) -> None:
        """Puts a finished node where it belongs: into the list or map that is open, or at the top."""
        if not self.open:
            self.root = node
            return
        holder = self.open[-1]
        if not holder.is_map:
            holder.items.append(node)
        elif holder.key is None:
            self._take_key(holder, node)
        else:
            if not holder.doubled:
                holder.entries.append(Entry(holder.key, node))
            holder.key = None

    def _take_key(self, holder: _Open, node: Node) -> None:
        assert isinstance(node, Scalar)  # lists and maps as keys were refused when they began
        if node.text == "" and not node.quoted:
            raise _RefusedError(issue("XH-Y011", node.place, found=Text("空的", "nothing")))
        first = holder.lines.setdefault(node.text, node.place.line)
        holder.key = node
        holder.doubled = len(holder.lines) == len(holder.entries)
        if holder.doubled:
            self.issues.append(issue("XH-Y002", node.place, key=excerpt(node.text), line=first))
            if len(self.issues) >= MOST_DOUBLE_KEYS:
                raise _RefusedError(*self.issues)

    def _place(self, event: _Event) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _refuse(self, rule: str, event: _Event, **facts: object) -> None:
        raise _RefusedError(issue(rule, self._place(event), **facts))


def said_shape(node: Node | None) -> Text:
    """What a node is, as said to an author."""
    if isinstance(node, Mapping):
        return Text("一个对照", "a map")
    if isinstance(node, Sequence):
        return Text("一个列表", "a list")
    if node is None or node.null:
        return Text("空的", "nothing")
    return Text(f"文字“{excerpt(node.text)}”", f'the text "{excerpt(node.text)}"')


def _tag_as_written(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
