"""Which measures a standard needs, from anywhere in its tree."""

from collections.abc import Iterable, Iterator

from xueheng.evaluation.core.grains import grain_of_standard, grain_read
from xueheng.evaluation.core.instances import Instance
from xueheng.evaluation.core.walking import walk
from xueheng.language.public import (
    BandScale,
    Expression,
    Library,
    LineScale,
    Measure,
    MeasureValue,
    OtherResult,
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


def expressions_of(measure: Measure) -> list[Expression]:
    """Every expression a measure states, its population's condition left out."""
    fold, cases = measure.fold, measure.cases
    found = [measure.value]
    if fold is not None:
        found += [fold.condition, fold.expression, fold.where, fold.weighed_by]
    if cases is not None:
        found += [e for pair in cases.cases for e in pair] + [cases.otherwise]
    return [e for e in found if e is not None]


def measures_in(library: Library, expressions: Iterable[Expression]) -> list[Instance]:
    """The measures that expressions read, each once, in order."""
    return list(
        dict.fromkeys(
            Instance(n.measure, grain_read(library, n))
            for e in expressions
            for n in walk(e)
            if isinstance(n, MeasureValue)
        )
    )


def results_in(expressions: Iterable[Expression]) -> list[OtherResult]:
    """The results of standards that expressions read, each once, in order."""
    return list(dict.fromkeys(n for e in expressions for n in walk(e) if isinstance(n, OtherResult)))


def standard_expressions(library: Library, standard: Standard) -> list[Expression]:
    """Every expression of a standard: conditions, weights, rules, scales, and the populations of its scales."""
    found = [standard.applies] if standard.applies is not None else []
    for node in nodes_of(standard.root):
        found += node_expressions(node)
        if isinstance(node.scale, PercentileScale):
            where = library.populations[node.scale.population].where
            found += [where] if where is not None else []
    return found


def needed_by(library: Library, standard: Standard) -> list[Instance]:
    """Every measure the standard reads, leaves first."""
    grain = grain_of_standard(standard)
    leaves = [Instance(node.measure, grain) for node in nodes_of(standard.root) if node.measure is not None]
    return list(dict.fromkeys([*leaves, *measures_in(library, standard_expressions(library, standard))]))
