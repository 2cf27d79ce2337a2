"""A standard's tree as a document prints it: its nodes in order, with the words for their levels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from xueheng.language.public import Library, Standard, StandardNode, TableScale
from xueheng.wording import Text

TOTAL = "total"
"""The code of the root in results."""
TOTAL_WORDS = Text("总得分", "Total")
LEVEL_WORDS = Text("总评等级", "Level")


@dataclass(frozen=True, slots=True)
class PrintedNode:
    """A node below the root. `levels`: code → words; empty where the node has none. `decimals` None: exact."""

    code: str
    title: Text
    is_leaf: bool
    decimals: int | None
    levels: Mapping[str, Text]
    if_missing: Literal["zero", "leave_out", "block"]


def printed_nodes(library: Library, standard: Standard) -> tuple[PrintedNode, ...]:
    """Every node below the root, depth first as in the results."""
    return tuple(
        PrintedNode(node.code, node.title, not node.parts, node.decimals, _levels(library, node), node.if_missing)
        for node in _below(standard.root)
    )


def root_levels(standard: Standard) -> Mapping[str, Text]:
    """The levels of the total, best first."""
    ordered = sorted(standard.root.levels, key=lambda level: level.at_least, reverse=True)
    return {level.code: level.title for level in ordered}


def _below(node: StandardNode) -> Iterator[StandardNode]:
    for part in node.parts:
        yield part
        yield from _below(part)


def _levels(library: Library, node: StandardNode) -> Mapping[str, Text]:
    if node.levels:
        return {level.code: level.title for level in node.levels}
    if not isinstance(node.scale, TableScale) or node.scale.level is None:
        return {}
    columns = library.tables[node.scale.table].columns
    column = next(column for column in columns if column.name == node.scale.level)
    return dict(column.titles) or {code: Text(code) for code in column.type.codes}
