"""Which indicators of a standard have levels, and what these are called."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from xueheng.evaluation.core.public import nodes_of
from xueheng.evaluation.distributions.counting import TOTAL
from xueheng.identity.public import library
from xueheng.language.public import Standard, StandardNode, TableScale
from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class Indicator:
    """A node that distributions are told of: its levels in the pack's order, whether there are indicators below it."""

    code: str
    title: Text
    levels: tuple[tuple[str, Text], ...]
    has_parts: bool


def indicators_of(standard: Standard, counted: Collection[str], of: str = "") -> tuple[Indicator, ...]:
    """The nearest indicators with levels among the columns `counted`: the whole's, or where `of` names a node, those
    below it.
    """
    if not of:
        return tuple(_nearest(standard.root, standard, counted))
    node = next((each for each in nodes_of(standard.root) if _code(each) == of), None)
    return tuple(found for part in node.parts for found in _nearest(part, standard, counted)) if node else ()


def parts_of(standard: Standard) -> dict[str, tuple[str, ...]]:
    """Each inner node's parts, by their codes."""
    return {_code(node): tuple(_code(part) for part in node.parts) for node in nodes_of(standard.root) if node.parts}


def title_of(standard: Standard, of: str) -> Text | None:
    """What a node is called; None for one that is none."""
    node = next((each for each in nodes_of(standard.root) if _code(each) == of), None)
    return None if node is None else standard.title if node is standard.root else node.title


def _nearest(node: StandardNode, standard: Standard, counted: Collection[str]) -> Iterator[Indicator]:
    if _code(node) in counted and (levels := levels_of(node)):
        below = any(_code(each) in counted for part in node.parts for each in nodes_of(part))
        yield Indicator(_code(node), standard.title if node is standard.root else node.title, levels, below)
    else:
        for part in node.parts:
            yield from _nearest(part, standard, counted)


def _code(node: StandardNode) -> str:
    return node.code or TOTAL


def levels_of(node: StandardNode) -> tuple[tuple[str, Text], ...]:
    """A node's own levels, or those that its scale's table gives; none where it has none."""
    if node.levels:
        return tuple((level.code, level.title) for level in node.levels)
    scale = node.scale
    if not isinstance(scale, TableScale) or not scale.level:
        return ()
    column = next(each for each in library().tables[scale.table].columns if each.name == scale.level)
    return column.titles or tuple((code, Text(code, code)) for code in column.type.codes)
