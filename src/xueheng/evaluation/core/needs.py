"""Which measures a standard needs, from anywhere in its tree."""

from collections.abc import Iterator

from xueheng.evaluation.core.floors import Instance
from xueheng.evaluation.core.walking import walk
from xueheng.language.public import (
    BandScale,
    Expression,
    Library,
    LineScale,
    MeasureValue,
    PassScale,
    PercentileScale,
    PointsScale,
    Scale,
    Standard,
    StandardNode,
    TableScale,
)


def scale_expressions(scale: Scale | None) -> list[Expression]:
    """Every expression in a scale."""
    match scale:
        case PassScale():
            return [scale.condition]
        case PointsScale():
            return [scale.expression]
        case TableScale():
            return [scale.points] + ([scale.where] if scale.where is not None else [])
        case BandScale() | LineScale() | PercentileScale() | None:
            return []


def nodes_of(node: StandardNode) -> Iterator[StandardNode]:
    """The node and everything below, depth first."""
    yield node
    for part in node.parts:
        yield from nodes_of(part)


def node_expressions(node: StandardNode) -> list[Expression]:
    """Conditions, rules and scale of one node."""
    found = [node.when] + [row.when for row in node.weights] + [rule.when for rule in node.rules]
    return [e for e in found if e is not None] + scale_expressions(node.scale)


def measures_in(expressions: list[Expression]) -> list[Instance]:
    """The measures that expressions read, each once, in order."""
    return list(
        dict.fromkeys(
            Instance(n.measure, n.entity) for e in expressions for n in walk(e) if isinstance(n, MeasureValue)
        )
    )


def needed_by(library: Library, standard: Standard) -> list[Instance]:
    """Every measure the standard reads, leaves first."""
    expressions = [standard.applies] if standard.applies is not None else []
    leaves = []
    for node in nodes_of(standard.root):
        expressions += node_expressions(node)
        if isinstance(node.scale, PercentileScale):
            where = library.populations[node.scale.population].where
            expressions += [where] if where is not None else []
        if node.measure is not None:
            leaves.append(Instance(node.measure, standard.of))
    return list(dict.fromkeys([*leaves, *measures_in(expressions)]))
