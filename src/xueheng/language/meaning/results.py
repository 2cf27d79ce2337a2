"""Results of standards read by name: `fitness.national.total`, `work.level`, `variation.v1.value`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.naming import short, suggestion
from xueheng.language.meaning.nodes import below, entries, scalar
from xueheng.language.meaning.scope import NUMBER
from xueheng.language.meaning.shelf import Definition
from xueheng.language.meaning.walking import nodes_of
from xueheng.language.positions import Node
from xueheng.language.standard_definitions import Standard, StandardNode
from xueheng.language.typed import Kind, Type
from xueheng.wording import Text

What = Literal["points", "value", "level"]
LACKING = {
    "points": Text("分数", "points"),
    "value": Text("值（不是观测点）", "value (it is no leaf)"),
    "level": Text("等级", "levels"),
}


@dataclass(frozen=True, slots=True)
class StandardNamed:
    """A standard that a path begins with, the entity it is of, and how many names that took."""

    definition: Definition
    of: str
    taken: int


@dataclass(frozen=True, slots=True)
class ResultNamed:
    """A node of a standard, what is read of it, its type, and how many names that took after the standard's."""

    code: str
    what: What
    type: Type
    taken: int


@dataclass(frozen=True, slots=True)
class Unread:
    """Why names after a standard mean no result: no such node, or the node lacks what is asked. `at`: which name."""

    rule: Literal["XH-S013", "XH-S014"]
    at: int
    facts: dict[str, object]


def standard_named(checking: Checking, pack: str, names: Sequence[str]) -> StandardNamed | None:
    """The standard that the first names of a path mean; at least one more name must follow it."""
    for taken in (2, 1):
        written = ".".join(names[:taken])
        definition = checking.shelf.find("standards", written, pack) if len(names) > taken else None
        if definition and ("." in written) == (taken == 2):
            of = scalar(below(definition.body, "of"))
            subject = checking.shelf.find("entities", of.text, definition.pack) if of else None
            return StandardNamed(definition, subject.qualified, taken) if subject else None
    return None


def result_named(checking: Checking, standard: Standard, names: Sequence[str]) -> ResultNamed | Unread:
    """What the names after a standard's mean: `total`, `level`, `code`, `code.value`, `code.level`."""
    nodes = {node.code: node for node in nodes_of(standard.root)}
    if names[0] == "level":
        return _read(checking, standard, standard.root, "level", 0)
    node = nodes.get(names[0])
    if node is None:
        hint = suggestion(names[0], [*nodes, "level"])
        return Unread("XH-S013", 0, {"standard": short(standard.name), "name": names[0], "hint": hint})
    what = names[1] if len(names) > 1 else ""
    if what == "level":
        return _read(checking, standard, node, "level", 1)
    return (
        _read(checking, standard, node, "value", 1) if what == "value" else _read(checking, standard, node, "points", 0)
    )


def _read(checking: Checking, standard: Standard, node: StandardNode, what: What, at: int) -> ResultNamed | Unread:
    measure = checking.measures.get((node.measure, standard.of)) if node.measure else None
    if what == "value" and measure:
        return ResultNamed(node.code, what, measure.type, at + 1)
    if what == "level" and node.levels and has_points(node):
        codes = tuple(level.code for level in node.levels)
        return ResultNamed(node.code, what, Type(Kind.CODE, codes=codes), at + 1)
    if what == "points" and has_points(node):
        return ResultNamed(node.code, what, NUMBER, at + 1)
    return Unread("XH-S014", at, {"standard": short(standard.name), "node": node.code, "what": LACKING[what]})


def has_points(node: StandardNode) -> bool:
    """A leaf without a scale only shows its value; a profile puts its parts side by side."""
    return node.combine != "profile" if node.parts else node.scale is not None


def tree_nodes(node: Node | None) -> Iterator[tuple[str, Node]]:
    """Every node below, with its code, as written."""
    for entry in entries(below(node, "parts")):
        yield entry.key.text, entry.value
        yield from tree_nodes(entry.value)
