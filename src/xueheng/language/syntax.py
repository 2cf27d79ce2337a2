"""An expression as written: the tree the parser makes, names not yet resolved.

`column` counts characters from 0 inside the expression's own text; added to the scalar's place it
gives the author's file, line and column.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class NumberLiteral:
    value: Fraction
    decimals: int
    column: int


@dataclass(frozen=True, slots=True)
class TextLiteral:
    value: str
    column: int


@dataclass(frozen=True, slots=True)
class TruthLiteral:
    value: bool
    column: int


@dataclass(frozen=True, slots=True)
class Path:
    """`name` or `a.b.c`, at most 4 names."""

    names: tuple[str, ...]
    column: int

    def __str__(self) -> str:
        return ".".join(self.names)


@dataclass(frozen=True, slots=True)
class Invocation:
    function: Literal["least", "greatest", "abs", "first_known", "days", "years"]
    arguments: tuple["Syntax", ...]
    column: int


@dataclass(frozen=True, slots=True)
class Negative:
    operand: "Syntax"
    column: int


@dataclass(frozen=True, slots=True)
class Not:
    operand: "Syntax"
    column: int


@dataclass(frozen=True, slots=True)
class Operation:
    """`and or = != < <= > >= + - * /`."""

    operator: str
    left: "Syntax"
    right: "Syntax"
    column: int


@dataclass(frozen=True, slots=True)
class OneOf:
    """`x in 'a' | 'b'`."""

    operand: "Syntax"
    choices: tuple["Syntax", ...]
    column: int


@dataclass(frozen=True, slots=True)
class Within:
    """`x in low .. high`, both ends included."""

    operand: "Syntax"
    low: "Syntax"
    high: "Syntax"
    column: int


@dataclass(frozen=True, slots=True)
class Knowing:
    """`x is known` / `x is missing`."""

    operand: "Syntax"
    known: bool
    column: int


Syntax: TypeAlias = (
    NumberLiteral
    | TextLiteral
    | TruthLiteral
    | Path
    | Invocation
    | Negative
    | Not
    | Operation
    | OneOf
    | Within
    | Knowing
)
