"""Where a layer's own result can differ from the base's: the nodes that a change reaches, from the changed ones up."""

from collections.abc import Iterator

from xueheng.language.public import Standard, StandardNode


def own_nodes(own: Standard) -> list[StandardNode]:
    """The nodes of a layer's tree whose points a change reaches, depth first; an added leaf is one of them."""
    return [node for node, reached in _walked(own.root) if reached]


def _walked(node: StandardNode) -> Iterator[tuple[StandardNode, bool]]:
    yield node, reached(node)
    for part in node.parts:
        yield from _walked(part)


def reached(node: StandardNode) -> bool:
    """Whether a node's own points can be other than the base's. A new weight moves the node above, not the part."""
    if any(change.what != "weigh" for change in node.changed):
        return True
    return any(reached(part) or part.changed for part in node.parts)
