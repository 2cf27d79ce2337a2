"""Walking through typed definitions: which measures, results and table columns an expression reads."""

from collections.abc import Iterator

from xueheng.language.definitions import Measure, PopulationRows, StandardRows
from xueheng.language.meaning.checking import Checking
from xueheng.language.standard_definitions import (
    PassScale,
    PointsScale,
    Scale,
    Standard,
    StandardNode,
    TableScale,
)
from xueheng.language.typed import (
    Arithmetic,
    Between,
    Comparison,
    Expression,
    FunctionCall,
    IsKnown,
    Logic,
    LogicNot,
    MeasureValue,
    Membership,
    Negation,
    OtherResult,
    TableLookup,
    Worth,
)  # fmt: skip


def walk(expression: Expression | None) -> Iterator[Expression]:
    """The expression and everything in it."""
    if expression is None:
        return
    yield expression
    if isinstance(expression, Arithmetic | Comparison | Logic):
        yield from walk(expression.left)
        yield from walk(expression.right)
    elif isinstance(expression, Negation | LogicNot | Membership | Between | IsKnown):
        yield from walk(expression.operand)
    elif isinstance(expression, FunctionCall):
        for argument in expression.arguments:
            yield from walk(argument)
    elif isinstance(expression, TableLookup | Worth):
        yield from walk(expression.code)
    elif isinstance(expression, MeasureValue | OtherResult):
        yield from walk(expression.by)


def expressions_of(measure: Measure) -> Iterator[Expression | None]:
    """Every expression written in a measure."""
    if measure.fold:
        yield from (measure.fold.condition, measure.fold.expression, measure.fold.where, measure.fold.weighed_by)
    if measure.cases:
        for when, then in measure.cases.cases:
            yield from (when, then)
        yield measure.cases.otherwise
    yield measure.value


def nodes_of(root: StandardNode) -> Iterator[StandardNode]:
    """Every node of a tree, the root first."""
    yield root
    for part in root.parts:
        yield from nodes_of(part)


def expressions_of_scale(scale: Scale | None) -> Iterator[Expression | None]:
    """Every expression written in a scale."""
    if isinstance(scale, TableScale):
        yield from (scale.where, scale.points)
    elif isinstance(scale, PassScale):
        yield scale.condition
    elif isinstance(scale, PointsScale):
        yield scale.expression


def expressions_of_standard(standard: Standard) -> Iterator[Expression | None]:
    """Every expression written in a standard's tree, those of its leaves' measures left out."""
    yield standard.applies
    for node in nodes_of(standard.root):
        yield node.when
        yield from (rule.when for rule in node.rules)
        yield from (row.when for row in node.weights)
        yield from expressions_of_scale(node.scale)


def leaf_measures(checking: Checking, standard: Standard) -> Iterator[Measure]:
    """The measures of a standard's leaves."""
    for node in nodes_of(standard.root):
        found = checking.measures.get((node.measure, standard.of)) if node.measure else None
        if found:
            yield found


def written_in(checking: Checking, measure: Measure) -> Iterator[Expression]:
    """Every part of every expression of a measure, of its population's `where` too."""
    written = list(expressions_of(measure))
    if measure.fold and isinstance(measure.fold.rows, PopulationRows):
        population = checking.populations.get(measure.fold.rows.population)
        written.append(population.where if population else None)
    for expression in written:
        yield from walk(expression)


def measures_read(checking: Checking, measure: Measure) -> Iterator[Measure]:
    """Measures that a measure rests on directly; where it reads a standard's results, those of that standard."""
    yield from _read_in(checking, written_in(checking, measure))
    if measure.fold and isinstance(measure.fold.rows, StandardRows):
        yield from measures_of_standard(checking, measure.fold.rows.standard)


def standards_read(checking: Checking, measure: Measure) -> Iterator[str]:
    """Standards whose results a measure reads directly."""
    yield from (part.standard for part in written_in(checking, measure) if isinstance(part, OtherResult))
    if measure.fold and isinstance(measure.fold.rows, StandardRows):
        yield measure.fold.rows.standard


def _read_in(checking: Checking, parts: Iterator[Expression]) -> Iterator[Measure]:
    for part in parts:
        if isinstance(part, MeasureValue):
            found = checking.measures.get((part.measure, part.entity))
            if found:
                yield found
        elif isinstance(part, OtherResult):
            yield from measures_of_standard(checking, part.standard)


def measures_of_standard(checking: Checking, name: str) -> Iterator[Measure]:
    """The measures that a standard rests on directly: of its leaves, and those that its tree reads."""
    standard = checking.standards.get(name)
    if standard:
        yield from leaf_measures(checking, standard)
        for expression in expressions_of_standard(standard):
            yield from _read_in(checking, walk(expression))
