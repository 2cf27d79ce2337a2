"""Typed expressions into SQL, exactly. Where a name stands is the scope's business; what it means is here."""

from fractions import Fraction
from functools import reduce
from typing import Protocol

from sqlglot import exp

from xueheng.evaluation.core.exact import COMPARATORS, Comparator, Exact, Int, Number
from xueheng.evaluation.core.refusals import MeasureUnsupported
from xueheng.evaluation.core.trees import SQL, binary, case, cast, negated, paren, text
from xueheng.evaluation.core.values import Plain, Squared, Truth, Value, constant_value, is_present
from xueheng.evaluation.core.windows import Windows
from xueheng.language.public import (
    Arithmetic,
    Attribute,
    Between,
    Comparison,
    Constant,
    Expression,
    FunctionCall,
    IsKnown,
    Kind,
    Library,
    Logic,
    LogicNot,
    MeasureValue,
    Membership,
    NamedDay,
    Negation,
    NodeResult,
    OtherResult,
    RowColumn,
    ScaleInput,
    TableLookup,
    Worth,
)
from xueheng.wording import Text

LARGEST_FORMULA = 100_000
"""Nodes of SQL one expression may grow to: division repeats its operands, and nesting multiplies them."""


class Scope(Protocol):
    """Where names stand: answers with the value of a column, an attribute, a measure …"""

    def row_column(self, node: RowColumn) -> Value: ...
    def attribute(self, node: Attribute) -> Value: ...
    def measure(self, node: MeasureValue) -> Value: ...
    def scale_input(self) -> Value: ...
    def node_result(self, node: NodeResult) -> Value: ...
    def other_result(self, node: OtherResult) -> Value: ...


class Lowering:
    """Lowers expressions in one scope."""

    def __init__(self, exact: Exact, library: Library, windows: Windows, scope: Scope) -> None:
        self.exact = exact
        self.library = library
        self.windows = windows
        self.scope = scope

    def condition(self, node: Expression) -> SQL:
        """A three-valued condition."""
        value = self.value(node)
        if not isinstance(value, Truth):
            raise TypeError(f"a condition is wanted, not {type(value).__name__}")
        return value.sql

    def number(self, node: Expression) -> Number:
        """An exact number (dates and times count as whole numbers)."""
        value = self.value(node)
        if not isinstance(value, Number):
            raise TypeError(f"a number is wanted, not {type(value).__name__}")
        return value

    def value(self, node: Expression) -> Value:
        """The value of any expression."""
        result = self._value(node)
        for sql in [result.num.sql, result.den.sql] if isinstance(result, Number) else []:
            if sum(1 for _ in sql.walk()) > LARGEST_FORMULA:
                raise MeasureUnsupported(
                    "XH-M024",
                    Text(
                        "公式里一层套一层的除法太多，无法精确展开；请拆成几个统计项",
                        "the formula nests too many divisions to stay exact; split it into several measures",
                    ),
                )
        return result

    def _value(self, node: Expression) -> Value:  # noqa: PLR0912, C901 - one line per kind of node
        match node:
            case Constant():
                return constant_value(self.exact, node.value, node.type)
            case RowColumn():
                return self.scope.row_column(node)
            case Attribute():
                return self.scope.attribute(node)
            case MeasureValue():
                return self.scope.measure(node)
            case ScaleInput():
                return self.scope.scale_input()
            case NodeResult():
                return self.scope.node_result(node)
            case NamedDay():
                return self.exact.number(self.windows.day(node.name))
            case TableLookup():
                return self._lookup(node)
            case Worth():
                return self._worth(node)
            case Negation():
                number = self.number(node.operand)
                return Number(self.exact.negate(number.num), number.den)
            case Arithmetic():
                return self._arithmetic(node)
            case Comparison():
                return Truth(self._comparison(node))
            case Logic():
                join = exp.And if node.operator == "and" else exp.Or
                return Truth(binary(join, self.condition(node.left), self.condition(node.right)))
            case LogicNot():
                return Truth(negated(self.condition(node.operand)))
            case Membership():
                tests = [self._equal(node.operand, choice) for choice in node.choices]
                return Truth(reduce(lambda a, b: binary(exp.Or, a, b), tests))
            case Between():
                return Truth(
                    binary(
                        exp.And, self._relate(">=", node.operand, node.low), self._relate("<=", node.operand, node.high)
                    )
                )
            case IsKnown():
                known = is_present(self.value(node.operand))
                return Truth(known if node.known else negated(known))
            case FunctionCall():
                return self._function(node)
            case OtherResult():
                return self.scope.other_result(node)

    def _arithmetic(self, node: Arithmetic) -> Number:
        left, right = self.number(node.left), self.number(node.right)
        operate = {"+": self.exact.plus, "-": self.exact.minus, "*": self.exact.times, "/": self.exact.over}
        return operate[node.operator](left, right)

    def _comparison(self, node: Comparison) -> SQL:
        return self._relate(node.operator, node.left, node.right)

    def _equal(self, left: Expression, right: Expression) -> SQL:
        return self._relate("=", left, right)

    def _relate(self, operator: Comparator, left: Expression, right: Expression) -> SQL:
        a, b = self.value(left), self.value(right)
        if isinstance(a, Squared) or isinstance(b, Squared):
            return self._relate_variation(operator, a, b)
        if isinstance(a, Number) and isinstance(b, Number):
            return self.exact.relate(operator, a, b)
        if isinstance(a, (Plain, Truth)) and isinstance(b, (Plain, Truth)):
            return binary(COMPARATORS[operator], a.sql, b.sql)
        raise TypeError(f"{type(a).__name__} {operator} {type(b).__name__}")

    def _relate_variation(self, operator: Comparator, a: Value, b: Value) -> SQL:
        """Compared by squares; a variation is never below a negative number."""
        if isinstance(a, Squared) and isinstance(b, Squared):
            return self.exact.relate(operator, a.square, b.square)
        if isinstance(b, Squared):
            mirrored: dict[str, Comparator] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
            return self._relate_variation(mirrored.get(operator, operator), b, a)
        if not isinstance(a, Squared) or not isinstance(b, Number):
            raise TypeError("a variation is compared with a number")
        zero = self.exact.number(0)
        negative = self.exact.relate("<", b, zero)
        below = exp.true() if operator in (">", ">=", "!=") else exp.false()
        squares = self.exact.relate(operator, a.square, self.exact.times(b, b))
        known = binary(exp.And, is_present(a), is_present(b))
        return case([(binary(exp.And, known, negative), below), (known, squares)])

    def _lookup(self, node: TableLookup) -> Value:
        """A table's column by its one key, written out as CASE: national code tables are short."""
        table = self.library.tables[node.table]
        names = [c.name for c in table.columns]
        key, wanted = names.index(table.key[0]), names.index(node.column)
        code = self._plain(node.code)
        groups: dict[Fraction | str | bool | int, list[str]] = {}
        for row in table.rows:
            cell = row[wanted]
            if cell is not None:
                groups.setdefault(cell, []).append(str(row[key]))
        cases = [(exp.In(this=paren(code), expressions=[text(k) for k in keys]), cell) for cell, keys in groups.items()]
        return self._cases(
            [(c, constant_value(self.exact, cell, node.type)) for c, cell in cases], None, node.type.kind
        )

    def _worth(self, node: Worth) -> Value:
        code = self._plain(node.code)
        cases = [(binary(exp.EQ, code, text(key)), self.exact.number(number)) for key, number in node.worth]
        return self._cases([(c, n) for c, n in cases], None, Kind.NUMBER)

    def _plain(self, node: Expression) -> SQL:
        value = self.value(node)
        if not isinstance(value, Plain):
            raise TypeError("a code is wanted")
        return value.sql

    def _cases(self, cases: list[tuple[SQL, Value]], otherwise: Value | None, kind: Kind) -> Value:
        return choose_value(self.exact, cases, otherwise, kind)

    def _function(self, node: FunctionCall) -> Value:
        if node.function == "first_known":
            values = [self.value(a) for a in node.arguments]
            cases = [(is_present(v), v) for v in values]
            return self._cases(cases, None, node.type.kind)
        numbers = [self.number(a) for a in node.arguments]
        if node.function == "abs":
            return Number(self.exact.magnitude(numbers[0].num), numbers[0].den)
        if node.function == "days":
            return self.exact.minus(numbers[1], numbers[0])
        if node.function == "years":
            return self.exact.whole(self.exact.years(numbers[0].num, numbers[1].num))
        smaller: Comparator = "<=" if node.function == "least" else ">="
        larger: Comparator = ">" if node.function == "least" else "<"
        return reduce(
            lambda a, b: self.exact.select(
                [(self.exact.relate(smaller, a, b), a), (self.exact.relate(larger, a, b), b)], None
            ),
            numbers,
        )


def choose_value(exact: Exact, cases: list[tuple[SQL, Value]], otherwise: Value | None, kind: Kind) -> Value:
    """CASE over values of one kind; NULL where nothing applies."""
    if not cases:
        return otherwise if otherwise is not None else null_value(exact, kind)
    values = [v for _, v in cases] + ([otherwise] if otherwise is not None else [])
    if all(isinstance(v, Number) for v in values):
        numbers = [(c, v) for c, v in cases if isinstance(v, Number)]
        return exact.select(numbers, otherwise if isinstance(otherwise, Number) else None)
    sql = case(
        [(condition, _sql_of(value)) for condition, value in cases],
        _sql_of(otherwise) if otherwise is not None else None,
    )
    return Truth(sql) if isinstance(values[0], Truth) else Plain(sql)


def only_where(exact: Exact, condition: SQL, value: Value) -> Value:
    """The value where the condition is true, else missing."""
    if isinstance(value, Number):
        return exact.select([(condition, value)])
    if isinstance(value, Squared):
        return Squared(exact.select([(condition, value.square)]))
    sql = case([(condition, value.sql)])
    return Truth(sql) if isinstance(value, Truth) else Plain(sql)


def _sql_of(value: Value) -> SQL:
    if isinstance(value, (Truth, Plain)):
        return value.sql
    raise TypeError("numbers and other values do not mix in cases")


def null_value(exact: Exact, kind: Kind) -> Value:
    """A value that is always missing."""
    if kind is Kind.YES_NO:
        return Truth(cast(exp.Null(), "boolean"))
    if kind in (Kind.CODE, Kind.TEXT):
        return Plain(cast(exp.Null(), "text"))
    return Number(Int(cast(exp.Null(), "bigint"), 0, 0), exact.constant(1))
