"""An expression's value in a scope, exactly as the language words it."""

from collections.abc import Mapping
from typing import Protocol

from tests.reference_evaluator.values import (
    Truth,
    Value,
    arithmetic,
    both,
    compare,
    either,
    extreme,
    number,
    opposite,
    order,
    whole_years,
)
from xueheng.language import typed


class Scope(Protocol):
    """What names mean where an expression stands."""

    def column(self, name: str) -> Value: ...
    def attribute(self, wanted: typed.Attribute) -> Value: ...
    def measure(self, wanted: typed.MeasureValue, by: Value) -> Value: ...
    def line_of(self, table: str, key: Value, column: str) -> Value: ...
    def leaf_value(self) -> Value: ...
    def result(self, wanted: typed.NodeResult) -> Value: ...
    def other_result(self, wanted: typed.OtherResult, by: Value) -> Value: ...
    def day(self, name: str) -> Value: ...
    def on_line(self, columns: Mapping[str, Value]) -> "Scope": ...


def evaluate(expression: typed.Expression, scope: Scope) -> Value:
    """The value, `None` when missing (a condition: when unknown)."""
    match expression:
        case typed.Constant(value=value):
            return value
        case typed.RowColumn(name=name):
            return scope.column(name)
        case typed.Attribute():
            return scope.attribute(expression)
        case typed.MeasureValue(by=by):
            return scope.measure(expression, evaluate(by, scope) if by is not None else None)
        case typed.TableLookup(code=code, table=table, column=column):
            key = evaluate(code, scope)
            return None if key is None else scope.line_of(table, key, column)
        case typed.Worth(code=code, worth=worth):
            key = evaluate(code, scope)
            return next((amount for name, amount in worth if name == key), None)
        case typed.ScaleInput():
            return scope.leaf_value()
        case typed.NodeResult():
            return scope.result(expression)
        case typed.NamedDay(name=name):
            return scope.day(name)
        case typed.OtherResult(by=by):
            return scope.other_result(expression, evaluate(by, scope) if by is not None else None)
        case _:
            return combined(expression, scope)


def combined(expression: typed.Expression, scope: Scope) -> Value:
    """The value of an expression made of others."""
    match expression:
        case typed.Negation(operand=operand):
            value = evaluate(operand, scope)
            return None if value is None else -number(value)
        case typed.Arithmetic(operator=operator, left=left, right=right, type=kind):
            outcome = arithmetic(operator, evaluate(left, scope), evaluate(right, scope))
            return int(outcome) if outcome is not None and kind.kind is typed.Kind.DATE else outcome
        case typed.FunctionCall():
            return called(expression, [evaluate(argument, scope) for argument in expression.arguments])
        case _:
            return truth(expression, scope)


def truth(expression: typed.Expression, scope: Scope) -> Truth:
    """Whether a condition holds: true, false, or None for unknown."""
    match expression:
        case typed.Comparison(operator=operator, left=left, right=right):
            codes = left.type.codes or right.type.codes
            return compare(operator, evaluate(left, scope), evaluate(right, scope), codes)
        case typed.Logic(operator="and", left=left, right=right):
            return both(truth(left, scope), truth(right, scope))
        case typed.Logic(operator="or", left=left, right=right):
            return either(truth(left, scope), truth(right, scope))
        case typed.LogicNot(operand=operand):
            return opposite(truth(operand, scope))
        case typed.Membership(operand=operand, choices=choices):
            value = evaluate(operand, scope)
            return None if value is None else any(order(value, c.value) == 0 for c in choices)
        case typed.Between(operand=operand, low=low, high=high):
            value = evaluate(operand, scope)
            codes = operand.type.codes
            return both(compare(">=", value, low.value, codes), compare("<=", value, high.value, codes))
        case typed.IsKnown(operand=operand, known=known):
            return (evaluate(operand, scope) is not None) is known
        case _:
            value = evaluate(expression, scope)
            if value is None or isinstance(value, bool):
                return value
            raise TypeError(f"{expression} is no condition: {value!r}")


def called(call: typed.FunctionCall, arguments: list[Value]) -> Value:
    """A function's value; all but `first_known` are missing when an argument is."""
    if call.function == "first_known":
        return next((value for value in arguments if value is not None), None)
    if any(value is None for value in arguments):
        return None
    if call.function in ("least", "greatest"):
        return extreme(arguments, "low" if call.function == "least" else "high")
    if call.function == "abs":
        return abs(number(arguments[0]))
    first, last = (int(number(value)) for value in arguments)
    return number(last - first if call.function == "days" else whole_years(first, last))
