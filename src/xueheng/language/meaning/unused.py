"""What rests on a kind that is not used yet cannot be computed yet, and says so."""

from collections.abc import Iterator
from dataclasses import replace

from xueheng.language.definitions import Measure, PopulationRows, UnusedRows
from xueheng.language.meaning.checking import Checking, Key
from xueheng.language.meaning.naming import short
from xueheng.language.meaning.nodes import below
from xueheng.language.meaning.walking import expressions_of, walk
from xueheng.language.standard_definitions import PassScale, PointsScale, Standard, StandardNode, TableScale
from xueheng.language.typed import Expression, MeasureValue, OtherResult


def mark_unused(checking: Checking) -> None:
    """Sets `unused` on measures and standards."""
    reasons: dict[Key, str] = {}
    for key, measure in list(checking.measures.items()):
        if measure:
            reason = _measure_reason(checking, measure, reasons)
            checking.measures[key] = replace(measure, unused=reason)
    for name, standard in list(checking.standards.items()):
        checking.standards[name] = replace(standard, unused=_standard_reason(checking, standard, reasons))


def _measure_reason(checking: Checking, measure: Measure, known: dict[Key, str]) -> str:
    key = (measure.name, measure.of)
    if key not in known:
        known[key] = ""
        known[key] = measure.unused or next(_reasons(checking, measure, known), "")
    return known[key]


def _reasons(checking: Checking, measure: Measure, known: dict[Key, str]) -> Iterator[str]:
    if measure.by:
        yield f"by {measure.by}"
    written = list(expressions_of(measure))
    if measure.fold and isinstance(measure.fold.rows, UnusedRows):
        yield f"{measure.fold.rows.kind} {short(measure.fold.rows.name)}"
    if measure.fold and isinstance(measure.fold.rows, PopulationRows):
        population = checking.populations.get(measure.fold.rows.population)
        written.append(population.where if population else None)
    for expression in written:
        yield from _expression_reasons(checking, expression, known)


def _expression_reasons(checking: Checking, expression: Expression | None, known: dict[Key, str]) -> Iterator[str]:
    for part in walk(expression):
        if isinstance(part, OtherResult):
            yield f"result {part.standard}.{part.code}"
        if isinstance(part, MeasureValue):
            read = checking.measures.get((part.measure, part.entity))
            reason = _measure_reason(checking, read, known) if read else ""
            if reason:
                yield reason


def _standard_reason(checking: Checking, standard: Standard, known: dict[Key, str]) -> str:
    if standard.by:
        return f"by {standard.by}"
    if below(checking.shelf.things["standards"][standard.name].body, "inputs") is not None:
        return "inputs"
    found = _expression_reasons(checking, standard.applies, known)
    return next(found, "") or next(_node_reasons(checking, standard, standard.root, known), "")


def _node_reasons(checking: Checking, standard: Standard, node: StandardNode, known: dict[Key, str]) -> Iterator[str]:
    written: list[Expression | None] = [
        node.when,
        *(rule.when for rule in node.rules),
        *(row.when for row in node.weights),
    ]
    if isinstance(node.scale, TableScale):
        written += [node.scale.where, node.scale.points]
    elif isinstance(node.scale, PassScale):
        written.append(node.scale.condition)
    elif isinstance(node.scale, PointsScale):
        written.append(node.scale.expression)
    for expression in written:
        yield from _expression_reasons(checking, expression, known)
    measure = checking.measures.get((node.measure, standard.of)) if node.measure else None
    if measure:
        reason = _measure_reason(checking, measure, known)
        if reason:
            yield reason
    for part in node.parts:
        yield from _node_reasons(checking, standard, part, known)
