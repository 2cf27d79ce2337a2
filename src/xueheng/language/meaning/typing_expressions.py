"""Typing an expression: kinds of value fit, units fit, codes exist, literals become what they are compared with."""

from fractions import Fraction
from typing import Literal, cast

from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.field_types import (
    KIND_SAID,
    called,
    cell_from,
    code_fits,
    codes_of,
    report_code,
    report_misfit,
)
from xueheng.language.meaning.number_types import joined, negated, product_type, sum_type
from xueheng.language.meaning.paths import PathReading
from xueheng.language.meaning.scope import TEXT, YES_NO, Scope
from xueheng.language.meaning.units import fit
from xueheng.language.parser import parse_expression
from xueheng.language.positions import Node, Place, Scalar
from xueheng.language.syntax import (
    Invocation,
    Knowing,
    Negative,
    Not,
    NumberLiteral,
    OneOf,
    Operation,
    Path,
    Syntax,
    TextLiteral,
    TruthLiteral,
    Within,
)  # fmt: skip
from xueheng.language.typed import (
    Arithmetic,
    Between,
    Comparison,
    Constant,
    Expression,
    FunctionCall,
    IsKnown,
    Kind,
    Logic,
    LogicNot,
    Membership,
    Negation,
    Type,
)  # fmt: skip

ORDERED = (Kind.NUMBER, Kind.DATE, Kind.TIME)
MOST_LEVELS = 60
"""Levels of an expression's tree; a chain `a + b + c …` has one for each sign. Keeps all later walks shallow."""
_FROM_TEXT = (Kind.CODE, Kind.DATE, Kind.TIME)


def condition(checking: Checking, node: Node | None, scope: Scope) -> Expression | None:
    """A condition; None for `all` (always true), for what is absent, and for what was reported."""
    if not isinstance(node, Scalar) or node.null or says_all(node):
        return None
    found = _typed(checking, node, scope)
    if found is not None and found.type.kind is not Kind.YES_NO:
        report_wanted(checking, node.place_at(0), Kind.YES_NO, found.type.kind)
        return None
    return found


def holding(checking: Checking, node: Node | None, scope: Scope) -> Expression | None:
    """As `condition`, with `all` as the constant true: None means that something was reported."""
    return Constant(True, YES_NO) if says_all(node) else condition(checking, node, scope)


def says_all(node: Node | None) -> bool:
    """`all`, the condition that always holds."""
    return isinstance(node, Scalar) and node.text.strip() == "all"


def value(checking: Checking, node: Node | None, scope: Scope) -> Expression | None:
    """An expression of any kind; None for what is absent and for what was reported."""
    if not isinstance(node, Scalar) or node.null:
        return None
    return _typed(checking, node, scope)


def number_value(checking: Checking, node: Node | None, scope: Scope) -> Expression | None:
    """An expression that gives a number."""
    found = value(checking, node, scope)
    if found is not None and found.type.kind is not Kind.NUMBER and node is not None:
        report_not_number(checking, node.place, found.type.kind)
        return None
    return found


def report_not_number(checking: Checking, place: Place, found: Kind) -> None:
    """Reports a value that is no number where one is wanted; a coefficient of variation has its own reason."""
    if found is Kind.VARIATION:
        checking.report("XH-M020", place)
    else:
        report_wanted(checking, place, Kind.NUMBER, found)


def report_wanted(checking: Checking, place: Place, wanted: Kind, found: Kind) -> None:
    checking.report("XH-E004", place, wanted=KIND_SAID[wanted], found=KIND_SAID[found])


def _typed(checking: Checking, scalar: Scalar, scope: Scope) -> Expression | None:
    """Parses once for each place, types anew in each scope."""
    if scalar.place not in checking.parsed:
        syntax, issues = parse_expression(scalar)
        checking.issues.extend(issues)
        if syntax is not None and _levels(syntax) > MOST_LEVELS:
            checking.report("XH-E005", scalar.place)
            syntax = None
        checking.parsed[scalar.place] = syntax
    syntax = checking.parsed[scalar.place]
    return _Typing(checking, scope, scalar).typed(syntax) if syntax is not None else None


class _Typing:
    """Types the tree of one scalar in one scope."""

    def __init__(self, checking: Checking, scope: Scope, scalar: Scalar) -> None:
        self.checking = checking
        self.scope = scope
        self.scalar = scalar

    def typed(self, syntax: Syntax) -> Expression | None:
        """The typed tree; None when a part of it was reported. All parts are looked at all the same."""
        if isinstance(syntax, NumberLiteral):
            return Constant(
                syntax.value, Type(Kind.NUMBER, decimals=syntax.decimals, low=syntax.value, high=syntax.value)
            )
        if isinstance(syntax, TextLiteral):
            return Constant(syntax.value, TEXT)
        if isinstance(syntax, TruthLiteral):
            return Constant(syntax.value, YES_NO)
        if isinstance(syntax, Path):
            return PathReading(self.checking, self.scope, self.scalar, syntax).read()
        if isinstance(syntax, Negative):
            return self._negative(syntax)
        if isinstance(syntax, Not):
            operand = self._truth(syntax.operand)
            return LogicNot(operand, YES_NO) if operand else None
        if isinstance(syntax, Operation):
            return self._operation(syntax)
        if isinstance(syntax, Invocation):
            return self._call(syntax)
        if isinstance(syntax, Knowing):
            known = self.typed(syntax.operand)
            return IsKnown(known, syntax.known, YES_NO) if known else None
        return self._choice(syntax)

    def _operation(self, syntax: Operation) -> Expression | None:
        if syntax.operator in ("and", "or"):
            left, right = self._truth(syntax.left), self._truth(syntax.right)
            return Logic(cast(Literal["and", "or"], syntax.operator), left, right, YES_NO) if left and right else None
        if syntax.operator in ("+", "-", "*", "/"):
            return self._arithmetic(syntax)
        return self._comparison(syntax)

    def _truth(self, syntax: Syntax) -> Expression | None:
        found = self.typed(syntax)
        if found is not None and found.type.kind is not Kind.YES_NO:
            report_wanted(self.checking, self._place(syntax), Kind.YES_NO, found.type.kind)
            return None
        return found

    def _number(self, syntax: Syntax) -> Expression | None:
        found = self.typed(syntax)
        if found is not None and found.type.kind is not Kind.NUMBER:
            report_not_number(self.checking, self._place(syntax), found.type.kind)
            return None
        return found

    def _negative(self, syntax: Negative) -> Expression | None:
        operand = self._number(syntax.operand)
        if isinstance(operand, Constant) and isinstance(operand.value, Fraction):
            return Constant(-operand.value, negated(operand.type))
        return Negation(operand, negated(operand.type)) if operand else None

    def _arithmetic(self, syntax: Operation) -> Expression | None:
        left, right = self._number(syntax.left), self._number(syntax.right)
        if left is None or right is None:
            return None
        operator = cast(Literal["+", "-", "*", "/"], syntax.operator)
        if operator in ("*", "/"):
            return Arithmetic(operator, left, right, product_type(left, right, 1 if operator == "*" else -1))
        if not self._units_fit(left.type, right.type, syntax):
            return None
        return Arithmetic(operator, left, right, sum_type(left, right, 1 if operator == "+" else -1))

    def _units_fit(self, left: Type, right: Type, syntax: Syntax) -> bool:
        if fit(left.unit, right.unit):
            return True
        self.checking.report("XH-E002", self._place(syntax), left=left.unit, right=right.unit)
        return False

    def _comparison(self, syntax: Operation) -> Expression | None:
        left, right = self.typed(syntax.left), self.typed(syntax.right)
        if left is None or right is None:
            return None
        left = self._as_kind(left, right.type, syntax.left, syntax.right)
        right = self._as_kind(right, left.type, syntax.right, syntax.left) if left else None
        if left is None or right is None or not self._comparable(left, right, syntax):
            return None
        operator = cast(Literal["=", "!=", "<", "<=", ">", ">="], syntax.operator)
        return Comparison(operator, left, right, YES_NO)

    def _comparable(self, left: Expression, right: Expression, syntax: Operation) -> bool:
        kinds = {left.type.kind, right.type.kind}
        if Kind.VARIATION in kinds:
            if kinds == {Kind.VARIATION, Kind.NUMBER}:
                return True
            self.checking.report("XH-M020", self._place(syntax.right))
            return False
        if len(kinds) > 1:
            report_wanted(self.checking, self._place(syntax.right), left.type.kind, right.type.kind)
            return False
        if kinds == {Kind.CODE} and not self._codes_meet(left.type, right.type, syntax):
            return False
        if syntax.operator not in ("=", "!=") and left.type.kind not in ORDERED:
            report_wanted(self.checking, self._place(syntax.left), Kind.NUMBER, left.type.kind)
            return False
        return self._units_fit(left.type, right.type, syntax)

    def _codes_meet(self, left: Type, right: Type, syntax: Operation) -> bool:
        """Whether two codes can be equal at all."""
        ours, theirs = codes_of(self.checking, left), codes_of(self.checking, right)
        if ours is None or theirs is None or not set(ours).isdisjoint(theirs):
            return True
        names = [called(str(side) if isinstance(side, Path) else "") for side in (syntax.left, syntax.right)]
        self.checking.report("XH-E010", self._place(syntax.right), left=names[0], right=names[1])
        return False

    def _as_kind(self, found: Expression, other: Type, syntax: Syntax, beside: Syntax) -> Expression | None:
        """A text literal beside a code, day or time becomes one; reports a code or day that there is not."""
        if not isinstance(found, Constant) or found.type.kind is not Kind.TEXT or other.kind not in _FROM_TEXT:
            return found
        written = Scalar(str(found.value), True, False, self._place(syntax))
        if other.kind is Kind.CODE:
            if not code_fits(self.checking, written.text, other):
                report_code(self.checking, written, str(beside) if isinstance(beside, Path) else "", other)
                return None
            return Constant(written.text, other)
        cell = cell_from(written.text, other)
        if not isinstance(cell, int):
            report_misfit(self.checking, written, other, str(beside) if isinstance(beside, Path) else "")
            return None
        return Constant(cell, other)

    def _choice(self, syntax: OneOf | Within) -> Expression | None:
        operand = self.typed(syntax.operand)
        if operand is None:
            return None
        if isinstance(syntax, OneOf):
            choices = [self._choosable(operand, choice, syntax.operand) for choice in syntax.choices]
            found = tuple(choice for choice in choices if choice)
            return Membership(operand, found, YES_NO) if len(found) == len(choices) else None
        if operand.type.kind not in ORDERED:
            report_wanted(self.checking, self._place(syntax.operand), Kind.NUMBER, operand.type.kind)
            return None
        low, high = (self._choosable(operand, end, syntax.operand) for end in (syntax.low, syntax.high))
        return Between(operand, low, high, YES_NO) if low and high else None

    def _choosable(self, operand: Expression, syntax: Syntax, beside: Syntax) -> Constant | None:
        found = self.typed(syntax)
        found = self._as_kind(found, operand.type, syntax, beside) if found else None
        if not isinstance(found, Constant):
            return None
        if found.type.kind is not operand.type.kind:
            report_wanted(self.checking, self._place(syntax), operand.type.kind, found.type.kind)
            return None
        return found

    def _call(self, syntax: Invocation) -> Expression | None:
        if syntax.function in ("days", "years"):
            return self._between_days(syntax)
        found = [self.typed(argument) for argument in syntax.arguments]
        arguments = tuple(argument for argument in found if argument)
        if len(arguments) < len(found):
            return None
        if syntax.function == "abs" and len(arguments) != 1:
            self._wrong_count(syntax, 1)
            return None
        for argument, written in zip(arguments, syntax.arguments, strict=True):
            if not self._argument_fits(syntax.function, argument.type, arguments[0].type, written):
                return None
        return FunctionCall(syntax.function, arguments, joined(arguments))

    def _argument_fits(self, function: str, type: Type, first: Type, written: Syntax) -> bool:
        wanted = first.kind
        if function == "abs" or (wanted not in ORDERED and function != "first_known") or type.kind is Kind.VARIATION:
            wanted = Kind.NUMBER
        if type.kind is not wanted:
            if wanted is Kind.NUMBER:
                report_not_number(self.checking, self._place(written), type.kind)
            else:
                report_wanted(self.checking, self._place(written), wanted, type.kind)
            return False
        return self._units_fit(first, type, written)

    def _between_days(self, syntax: Invocation) -> Expression | None:
        if len(syntax.arguments) != 2:
            self._wrong_count(syntax, 2)
            return None
        found: list[Expression] = []
        for written in syntax.arguments:
            day = self.typed(written)
            day = self._as_kind(day, Type(Kind.DATE), written, written) if day else None
            if day is not None and day.type.kind is not Kind.DATE:
                report_wanted(self.checking, self._place(written), Kind.DATE, day.type.kind)
                return None
            found += [day] if day else []
        unit = "day" if syntax.function == "days" else "year"
        type = Type(Kind.NUMBER, unit=unit, decimals=0, better="high")
        return FunctionCall(syntax.function, tuple(found), type) if len(found) == 2 else None

    def _wrong_count(self, syntax: Invocation, wanted: int) -> None:
        place = self.scalar.place_at(syntax.column)
        self.checking.report("XH-E009", place, function=syntax.function, wanted=wanted, found=len(syntax.arguments))

    def _place(self, syntax: Syntax) -> Place:
        """Where a part of the expression begins."""
        return self.scalar.place_at(_first_column(syntax))


def _first_column(syntax: Syntax) -> int:
    """The column of the leftmost word of a tree: an operation's own column is its operator's."""
    if isinstance(syntax, Operation):
        return min(_first_column(syntax.left), syntax.column)
    if isinstance(syntax, OneOf | Within | Knowing):
        return min(_first_column(syntax.operand), syntax.column)
    return syntax.column


def _levels(syntax: Syntax) -> int:
    """How deep a tree is, found without recursion."""
    deepest = 0
    waiting: list[tuple[Syntax, int]] = [(syntax, 1)]
    while waiting:
        part, level = waiting.pop()
        deepest = max(deepest, level)
        if isinstance(part, Operation):
            waiting += [(part.left, level + 1), (part.right, level + 1)]
        elif isinstance(part, Invocation):
            waiting += [(argument, level + 1) for argument in part.arguments]
        elif isinstance(part, Negative | Not | Knowing | OneOf | Within):
            waiting.append((part.operand, level + 1))
    return deepest
