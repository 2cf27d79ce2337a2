"""Definitions in words close to the pack language's own, so that a failing case can be read."""

from fractions import Fraction

from xueheng.language import typed
from xueheng.language.definitions import (
    During,
    EvidenceRows,
    Fold,
    Measure,
    Population,
    PopulationRows,
    RegisterRows,
    RowSource,
    StandardRows,
    TableRows,
    WindowRows,
)
from xueheng.language.standard_definitions import (
    BandScale,
    LineScale,
    PassScale,
    PercentileScale,
    PointsScale,
    Scale,
    Standard,
    StandardNode,
    TableScale,
)
from xueheng.language.typed import Expression


def plain(name: str) -> str:
    return name.removeprefix("p.")


def said(expression: Expression | None) -> str:
    """An expression as an author would write it."""
    match expression:
        case None:
            return "all"
        case typed.Constant(value=value):
            return str(value) if isinstance(value, Fraction | bool | int) else f"'{value}'"
        case typed.RowColumn(name=name) | typed.NamedDay(name=name):
            return name
        case typed.Attribute() | typed.MeasureValue() | typed.OtherResult():
            return named(expression)
        case typed.ScaleInput():
            return "value"
        case typed.NodeResult(code=code, what=what):
            return code if what == "points" else f"{code}.{what}"
        case typed.TableLookup(code=inner, column=column):
            return f"{said(inner)}.{column}"
        case typed.Worth(code=inner):
            return f"{said(inner)}.worth"
        case _:
            return made_of_others(expression)


def named(expression: typed.Attribute | typed.MeasureValue | typed.OtherResult) -> str:
    whose = "subject." if expression.whose == "asked" else ""
    if isinstance(expression, typed.Attribute):
        return whose + ".".join((*expression.via, expression.name))
    if isinstance(expression, typed.MeasureValue):
        name = plain(expression.measure)
    else:
        what = "" if expression.what == "points" else f".{expression.what}"
        name = f"{plain(expression.standard)}.{expression.code}{what}"
    by = "" if expression.by is None else f"[{said(expression.by)}]"
    return whose + ".".join((*expression.via, name)) + by


def made_of_others(expression: Expression) -> str:
    match expression:
        case typed.Negation(operand=operand):
            return f"-({said(operand)})"
        case typed.LogicNot(operand=operand):
            return f"not ({said(operand)})"
        case (
            typed.Arithmetic(operator=operator, left=left, right=right)
            | typed.Comparison(operator=operator, left=left, right=right)
            | typed.Logic(operator=operator, left=left, right=right)
        ):
            return f"({said(left)} {operator} {said(right)})"
        case typed.Membership(operand=operand, choices=choices):
            return f"({said(operand)} in {' | '.join(said(choice) for choice in choices)})"
        case typed.Between(operand=operand, low=low, high=high):
            return f"({said(operand)} in {said(low)} .. {said(high)})"
        case typed.IsKnown(operand=operand, known=known):
            return f"({said(operand)} is {'known' if known else 'missing'})"
        case typed.FunctionCall(function=function, arguments=arguments):
            return f"{function}({', '.join(said(argument) for argument in arguments)})"
    return repr(expression)


def rows_said(rows: RowSource) -> str:
    match rows:
        case EvidenceRows(types=types):
            return ", ".join(plain(name) for name in types)
        case PopulationRows(population=name) | TableRows(table=name) | WindowRows(each=name):
            return plain(name)
        case StandardRows(standard=name) | RegisterRows(register=name):
            return plain(name)
    return repr(rows)


def during_said(during: During) -> str:
    if during.kind == "last":
        return f"last {during.count} {during.unit}"
    return f"{during.kind} {during.name}".strip()


def fold_said(fold: Fold) -> str:
    what = fold.expression if fold.expression is not None else fold.condition
    keys = [f"{fold.kind}: {said(what)}", f"from: {rows_said(fold.rows)}"]
    if fold.where is not None:
        keys.append(f"where: {said(fold.where)}")
    if fold.weighed_by is not None:
        keys.append(f"weighed_by: {said(fold.weighed_by)}")
    if fold.through is not None:
        keys.append(f"through: {fold.through}")
    on = isinstance(fold.rows, PopulationRows | RegisterRows)
    keys.append(f"on: {fold.on}" if on else f"during: {during_said(fold.during)}")
    keys += [f"records: {fold.records}", f"ties: {fold.ties}", f"empty: {fold.empty}", f"better: {fold.better}"]
    return ", ".join(keys)


def measure_said(measure: Measure) -> str:
    """A measure on one line."""
    if measure.fold is not None:
        body = fold_said(measure.fold)
    elif measure.cases is not None:
        lines = [f"{{when: {said(when)}, value: {said(then)}}}" for when, then in measure.cases.cases]
        body = f"cases: [{', '.join(lines)}]"
        if measure.cases.otherwise is not None:
            body += f", else: {said(measure.cases.otherwise)}"
    else:
        body = f"value: {said(measure.value)}"
    rounding = "" if measure.round is None else f", round: {measure.round}"
    by = "" if measure.by is None else f"by: {measure.by}, "
    return f"{plain(measure.name)}: {{of: {measure.of}, {by}{body}{rounding}}}"


def population_said(population: Population) -> str:
    return f"{plain(population.name)}: {{of: {population.of}, on: {population.on}, where: {said(population.where)}}}"


def scale_said(scale: Scale | None) -> str:
    """A scale on one line."""
    match scale:
        case None:
            return "none"
        case BandScale(bands=bands, otherwise=otherwise, better=better):
            return f"bands {pairs(bands)} else {otherwise} better {better}"
        case LineScale(points=points):
            return f"line {pairs(points)}"
        case PassScale(condition=condition):
            return f"pass {said(condition)}"
        case PointsScale(expression=expression):
            return f"points {said(expression)}"
        case PercentileScale(population=population):
            return f"percentile within {plain(population)}"
        case TableScale():
            how = scale.reach or scale.between
            return (
                f"table {plain(scale.table)} where {said(scale.where)} {scale.mode} {how} better {scale.better} "
                f"points {said(scale.points)} level {scale.level} below {scale.below}"
            )


def pairs(found: tuple[tuple[Fraction, Fraction], ...]) -> str:
    return "[" + ", ".join(f"[{a}, {b}]" for a, b in found) + "]"


def standard_said(standard: Standard) -> list[str]:
    """A standard: whose it is, what it asks of other runs, and its tree."""
    by = "" if standard.by is None else f" by {standard.by}"
    lines = [f"standard {plain(standard.name)} of {standard.of}{by}, applies {said(standard.applies)}"]
    lines += [f"  input {plain(one.standard)} of {during_said(one.of)}" for one in standard.inputs]
    return lines + node_said(standard.root, 1)


def node_said(node: StandardNode, depth: int = 0) -> list[str]:
    """A tree, a line a node."""
    keys = [f"weight {node.weight}", f"missing {node.if_missing}", f"decimals {node.decimals}"]
    if node.parts:
        keys += [node.combine, f"needs {node.needs}"]
    if node.when is not None:
        keys.append(f"when {said(node.when)}")
    if node.levels:
        keys.append("levels " + ", ".join(f"{level.code} {level.at_least}" for level in node.levels))
    if node.measure:
        keys.append(f"measure {plain(node.measure)}, {scale_said(node.scale)}")
    lines = [f"{'  ' * depth}{node.code}: {'; '.join(keys)}"]
    lines += [
        f"{'  ' * depth}  weights when {said(row.when)}: " + ", ".join(f"{c} {w}" for c, w in row.weigh)
        for row in node.weights
    ]
    lines += [f"{'  ' * depth}  rule when {said(rule.when)}: {rule.act} {rule.amount}" for rule in node.rules]
    return lines + [line for part in node.parts for line in node_said(part, depth + 1)]
