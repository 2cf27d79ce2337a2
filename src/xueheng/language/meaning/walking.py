"""Walking through typed definitions: which measures, results and table columns an expression reads."""

from collections.abc import Iterator

from xueheng.language.definitions import Measure, PopulationRows
from xueheng.language.meaning.checking import Checking
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


def expressions_of(measure: Measure) -> Iterator[Expression | None]:
    """Every expression written in a measure."""
    if measure.fold:
        yield from (measure.fold.condition, measure.fold.expression, measure.fold.where, measure.fold.weighed_by)
    if measure.cases:
        for when, then in measure.cases.cases:
            yield from (when, then)
        yield measure.cases.otherwise
    yield measure.value


def measures_read(checking: Checking, measure: Measure) -> Iterator[Measure]:
    """Measures that a measure rests on directly, those of its population's `where` among them."""
    written = list(expressions_of(measure))
    if measure.fold and isinstance(measure.fold.rows, PopulationRows):
        population = checking.populations.get(measure.fold.rows.population)
        written.append(population.where if population else None)
    for expression in written:
        for part in walk(expression):
            if isinstance(part, MeasureValue):
                found = checking.measures.get((part.measure, part.entity))
                if found:
                    yield found
