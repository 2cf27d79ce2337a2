"""A type's check on one row: exact and three-valued."""

from datetime import date
from fractions import Fraction

import pytest

from xueheng.language.public import (
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
    MeasureValue,
    Membership,
    Negation,
    RowColumn,
    Type,
    Worth,
)
from xueheng.workbooks.day_cells import day_number
from xueheng.workbooks.row_checks import breaks, decidable

N, Y, C = Type(Kind.NUMBER), Type(Kind.YES_NO), Type(Kind.CODE)
FULL, PART = Fraction(1), Fraction(1, 3)
ROW = {
    "a": PART, "b": FULL, "none": None, "code": "x",
    "born": day_number(date(2016, 2, 29)), "day": day_number(date(2025, 2, 28)),
}  # fmt: skip


def col(name: str) -> Expression:
    return RowColumn(name, N)


def con(value: Fraction | str | bool | int) -> Constant:
    return Constant(value, N)


def is_(operator: str, left: Expression, right: Expression) -> Expression:
    return Comparison(operator, left, right, Y)  # type: ignore[arg-type]


def call(function: str, *arguments: Expression) -> Expression:
    return FunctionCall(function, arguments, N)  # type: ignore[arg-type]


TRUE, FALSE = is_("<", col("a"), col("b")), is_(">", col("a"), col("b"))
UNKNOWN = is_("=", col("none"), col("b"))


@pytest.mark.parametrize(
    "check",
    [
        FALSE,
        LogicNot(TRUE, Y),
        Logic("and", TRUE, FALSE, Y),
        Logic("and", UNKNOWN, FALSE, Y),
        Logic("or", FALSE, FALSE, Y),
        IsKnown(col("none"), True, Y),
        Membership(col("code"), (con("y"), con("z")), C),
        Between(col("b"), con(Fraction(2)), con(Fraction(3)), Y),
        is_("!=", Arithmetic("*", col("a"), con(Fraction(3)), N), col("b")),
        is_("=", call("years", col("born"), col("day")), con(Fraction(9))),
        is_("=", call("least", col("a"), col("b")), col("b")),
        is_("=", Worth(col("code"), (("x", Fraction(4)),), N), con(Fraction(5))),
    ],
)
def test_what_is_surely_false_breaks_the_rule(check: Expression) -> None:
    assert decidable(check)
    assert breaks(check, ROW)


@pytest.mark.parametrize(
    "check",
    [
        TRUE,
        UNKNOWN,
        LogicNot(UNKNOWN, Y),
        Logic("or", UNKNOWN, FALSE, Y),
        Logic("or", UNKNOWN, TRUE, Y),
        Logic("and", UNKNOWN, TRUE, Y),
        IsKnown(col("none"), False, Y),
        Membership(col("none"), (con("y"),), C),
        Between(col("b"), con(Fraction(1)), con(Fraction(1)), Y),
        is_("=", Arithmetic("/", col("b"), con(Fraction(0)), N), con(Fraction(0))),
        is_("=", Arithmetic("/", col("b"), con(Fraction(3)), N), col("a")),
        is_("=", Negation(Arithmetic("-", col("a"), col("b"), N), N), con(Fraction(2, 3))),
        is_("=", call("years", col("born"), col("day")), con(Fraction(8))),
        is_("=", call("days", col("day"), col("born")), Negation(call("days", col("born"), col("day")), N)),
        is_("=", call("first_known", col("none"), col("b")), con(FULL)),
        is_("=", call("greatest", col("none"), col("b")), con(Fraction(9))),
        is_("=", call("abs", Negation(col("a"), N)), col("a")),
    ],
)
def test_what_holds_or_is_not_known_breaks_nothing(check: Expression) -> None:
    assert decidable(check)
    assert not breaks(check, ROW)


def test_what_needs_more_than_the_row_is_not_decided_here() -> None:
    measure = MeasureValue("row", (), "fit.total", "school.pupil", N)
    assert not decidable(is_("=", measure, con(FULL)))
    assert not decidable(Logic("and", TRUE, is_("=", measure, con(FULL)), Y))
