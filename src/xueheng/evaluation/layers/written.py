"""What stands in a layer, as the editor has it: every value is the text that was typed; and its overlay.yaml.

Nothing is judged here. A weight that is no number is written as it was typed, and the check says what is wrong with it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from xueheng.language.public import Mapping as Node
from xueheng.language.public import Overlay, Scalar, Sequence, Standard, node_paths, quoted, read_text
from xueheng.wording import Text

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
ALGORITHM = "sha256:"
LEAF_BANDS = (("8", "100"), ("5", "85"), ("3", "70"), ("1", "60"))
"""Edges that a new leaf begins with, as the packs' own scale by counts has them."""


@dataclass(frozen=True, slots=True)
class Bands:
    """Edges with their points, best first, and the points of what reaches none."""

    rows: tuple[tuple[str, str], ...]
    otherwise: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """An added leaf. `evidence` is counted, else `measure` is read; without `bands`, `points` says how it scores."""

    code: str
    zh: str
    en: str
    share: str
    measure: str = ""
    evidence: str = ""
    bands: Bands | None = None
    points: str = ""
    missing: str = "leave_out"


@dataclass(frozen=True, slots=True)
class Written:
    """Changes by the node's path."""

    weights: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    leaves: Mapping[str, tuple[Leaf, ...]] = field(default_factory=dict)
    bands: Mapping[str, Bands] = field(default_factory=dict)

    def with_leaf(self, path: str, leaf: Leaf) -> "Written":
        """One leaf more."""
        return replace(self, leaves={**self.leaves, path: (*self.leaves.get(path, ()), leaf)})

    def without_leaf(self, path: str, code: str) -> "Written":
        """One leaf less."""
        kept = tuple(leaf for leaf in self.leaves.get(path, ()) if leaf.code != code)
        return replace(self, leaves={**self.leaves, path: kept})

    @property
    def codes(self) -> set[str]:
        """The codes of the leaves added so far."""
        return {leaf.code for leaves in self.leaves.values() for leaf in leaves}


@dataclass(frozen=True, slots=True)
class Decided:
    """By which post, when, by which minute."""

    by: str
    on: date
    minute: str = ""


@dataclass(frozen=True, slots=True)
class LayerText:
    """overlay.yaml, and which field of the editor stands on which of its lines (counted from 1)."""

    text: str
    fields: Mapping[int, str]


def field_name(kind: str, path: str, *rest: object) -> str:
    """What a field is called on the page and in what is sent.

    >>> field_name("weight", "labour.labour_habits", "labour_done")
    'weight-labour-labour_habits-labour_done'
    """
    return "-".join((kind, *path.split("."), *map(str, rest)))


def text_of(
    standard: Standard,
    digest: str,
    unit: tuple[str, str],
    title: Text,
    written: Written,
    decided: Decided | None = None,
) -> LayerText:
    """The layer over a standard of this digest. `unit`: the kind of unit and its code."""
    lines = [
        f"over: {{standard: {standard.name}, version: {standard.version}, digest: '{ALGORITHM}{digest}'}}",
        f"for: {{{unit[0]}: {quoted(unit[1])}}}",
    ]
    if decided is not None:
        minute = f", minute: {quoted(decided.minute)}" if decided.minute else ""
        lines.append(f"decided: {{by: {decided.by}, on: {decided.on.isoformat()}{minute}}}")
    lines.append(f"title: {{zh: {quoted(title.zh)}, en: {quoted(title.en or title.zh)}}}")
    changed = [path for path, _ in node_paths(standard.root) if _has(written, path)]
    lines.append("changes:" if changed else "changes: {}")
    fields: dict[int, str] = {}
    for path in changed:
        lines.append(f"  {path}:")
        for line, name in _change(path, written):
            lines.append(f"    {line}")
            fields[len(lines)] = name
    return LayerText("".join(f"{line}\n" for line in lines), fields)


def _has(written: Written, path: str) -> bool:
    return any(path in kind and kind[path] for kind in (written.weights, written.leaves, written.bands))


def _change(path: str, written: Written) -> Iterator[tuple[str, str]]:
    """The lines of one node's change, each with the field that it is of."""
    if written.weights.get(path):
        yield "weigh:", field_name("sum", path)
        for code, weight in written.weights[path].items():
            yield f"  {code}: {_value(weight)}", field_name("weight", path, code)
    if written.leaves.get(path):
        yield "add:", field_name("add", path)
        for leaf in written.leaves[path]:
            yield from ((f"  {line}", name) for line, name in _leaf(path, leaf))
    if path in written.bands:
        yield "raise:", field_name("bands", path)
        yield from ((f"  {line}", name) for line, name in _bands(written.bands[path], "bands", path))


def _leaf(path: str, leaf: Leaf) -> Iterator[tuple[str, str]]:
    def name(*what: object) -> str:
        return field_name("leaf", path, leaf.code, *what)

    yield f"{leaf.code}:", name("share")
    yield f"  title: {{zh: {_plain(leaf.zh)}, en: {_plain(leaf.en or leaf.zh)}}}", name("zh")
    yield f"  share: {_value(leaf.share)}", name("share")
    if leaf.evidence:
        yield "  count: all", name("share")
        yield f"  from: {leaf.evidence}", name("share")
        yield "  empty: missing", name("share")
    else:
        yield f"  measure: {leaf.measure}", name("share")
    if leaf.bands is not None:
        yield "  scale:", name("bands")
        yield from ((f"    {line}", said) for line, said in _bands(leaf.bands, "leaf", path, leaf.code))
    else:
        yield f"  scale: {{points: {quoted(leaf.points)}}}", name("share")
    yield f"  missing: {leaf.missing}", name("share")


def _bands(bands: Bands, kind: str, path: str, *rest: object) -> Iterator[tuple[str, str]]:
    yield "bands:", field_name(kind, path, *rest, *(("bands",) if rest else ()))
    for place, (bound, points) in enumerate(bands.rows):
        yield f"  - [{_value(bound)}, {_value(points)}]", field_name(kind, path, *rest, place, "from")
    yield f"else: {_value(bands.otherwise)}", field_name(kind, path, *rest, "else")


def _value(typed: str) -> str:
    """A number as it was typed; anything else quoted, so that it stays one value on its line."""
    typed = _one_line(typed)
    return typed if _NUMBER.fullmatch(typed) else "'" + typed.replace("'", "''") + "'"


def _plain(typed: str) -> str:
    return quoted(_one_line(typed))


def _one_line(typed: str) -> str:
    return " ".join(typed.split())


# -- read back ------------------------------------------------------------------------------------


def written_in(text: str) -> Written:
    """What stands in an overlay.yaml that was written here."""
    root, _ = read_text(text, "overlay.yaml")
    weights: dict[str, Mapping[str, str]] = {}
    leaves: dict[str, tuple[Leaf, ...]] = {}
    bands: dict[str, Bands] = {}
    for path, change in _entries(root.get("changes") if root else None):
        weigh = _entries(_below(change, "weigh"))
        if weigh:
            weights[path] = {code: _text(node) for code, node in weigh}
        added = _entries(_below(change, "add"))
        if added:
            leaves[path] = tuple(_leaf_in(code, node) for code, node in added)
        raised = _below(change, "raise")
        if raised is not None:
            bands[path] = _bands_in(raised)
    return Written(weights, leaves, bands)


def _leaf_in(code: str, node: object) -> Leaf:
    title, scale = _below(node, "title"), _below(node, "scale")
    points = _text(_below(scale, "points"))
    return Leaf(
        code, _text(_below(title, "zh")), _text(_below(title, "en")), _text(_below(node, "share")),
        _text(_below(node, "measure")), _text(_below(node, "from")), None if points else _bands_in(scale), points,
        _text(_below(node, "missing")),
    )  # fmt: skip


def _bands_in(node: object) -> Bands:
    found = _below(node, "bands")
    rows = [row.items for row in (found.items if isinstance(found, Sequence) else ()) if isinstance(row, Sequence)]
    return Bands(tuple((_text(row[0]), _text(row[1])) for row in rows if len(row) == 2), _text(_below(node, "else")))


def _entries(node: object) -> list[tuple[str, object]]:
    return [(entry.key.text, entry.value) for entry in node.entries] if isinstance(node, Node) else []


def _below(node: object, key: str) -> object:
    return node.get(key) if isinstance(node, Node) else None


def _text(node: object) -> str:
    return node.text if isinstance(node, Scalar) else ""


def changes_something(overlay: Overlay) -> bool:
    """Whether a layer as laid differs from its base anywhere."""
    return any(node.changed for _, node in node_paths(overlay.own.root))
