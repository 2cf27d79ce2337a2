"""Typed expressions: every name resolved to what it means, every node with its type.

Values of expressions are exact: numbers are integers of declared decimals or fractions, dates are
days since 1970-01-01, times are minutes since midnight, codes and text are strings. Any value may
be missing; arithmetic with missing is missing, conditions are three-valued (true, false, unknown).
"""

import enum
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias


class Kind(enum.Enum):
    """The kinds of value the language knows. `VARIATION` may only be compared or shown."""

    NUMBER = "number"
    YES_NO = "yes_no"
    CODE = "code"
    TEXT = "text"
    DATE = "date"
    TIME = "time"
    VARIATION = "variation"


@dataclass(frozen=True, slots=True)
class Type:
    """A value's type.

    `decimals` set: the number is stored as an integer in units of 10**-decimals; None: an exact
    fraction. `low`/`high`: bounds that hold by declaration, None where nothing was declared.
    `codes`: the codes in written order. `table`: qualified table that a code names. `better`:
    which end is better; None for what has no better (codes, text, dates, yes/no).
    """

    kind: Kind
    unit: str | None = None
    decimals: int | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    codes: tuple[str, ...] = ()
    table: str | None = None
    better: Literal["high", "low"] | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal; also `leaf` and what a scale `takes`, once the leaf that uses it is known."""

    value: Fraction | str | bool | int
    type: Type


@dataclass(frozen=True, slots=True)
class RowColumn:
    """A column of the row being folded or looked up: a record's field or built-in column (`id day
    recorder org verified recorded about`), a table line's column, a window row's `start`/`end`.
    """

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Attribute:
    """A dated attribute of a subject.

    `whose` 'row': of the row's subject (for a record: the subject the record is about, as on the
    record's day; for a member of a population: as on the population's day); 'asked': of the
    subject the measure or node is computed for, as on the period's last day.
    `via`: entities walked upward from there, e.g. ('school',) for `school.kind`; () for its own.
    """

    whose: Literal["row", "asked"]
    via: tuple[str, ...]
    entity: str
    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class MeasureValue:
    """Another measure's value. `whose`/`via` as in `Attribute`; `entity` is the grain it is read at.

    `by`: the measure has one more dimension, and is read for the value of this column or attribute of the row; None
    where the measure has none, or where the asked grain has the same dimension and the measure is read for its own.
    """

    whose: Literal["row", "asked"]
    via: tuple[str, ...]
    measure: str
    entity: str
    type: Type
    by: "Expression | None" = None


@dataclass(frozen=True, slots=True)
class TableLookup:
    """`grade.stage`: column of the line of `table` whose one key column equals `code`; missing when there is none."""

    code: "Expression"
    table: str
    column: str
    type: Type


@dataclass(frozen=True, slots=True)
class Worth:
    """`level.worth`: the number declared for a code; missing where none is declared."""

    code: "Expression"
    worth: tuple[tuple[str, Fraction], ...]
    type: Type


@dataclass(frozen=True, slots=True)
class ScaleInput:
    """`value` in a scale: the leaf's value."""

    type: Type


@dataclass(frozen=True, slots=True)
class NodeResult:
    """In rules: a node's exact points ('points'), a leaf's value ('value'), a node's level ('level')."""

    code: str
    what: Literal["points", "value", "level"]
    type: Type


@dataclass(frozen=True, slots=True)
class OtherResult:
    """A result of another standard (`fitness.national.total`): exact points, a leaf's value, or a level. `code` is
    'total' for the root. `whose`, `via`, `entity` and `by` as in `MeasureValue`; missing where the node is
    missing, does not apply, or the subject has no result.
    """

    standard: str
    code: str
    what: Literal["points", "value", "level"]
    type: Type
    whose: Literal["row", "asked"] = "asked"
    via: tuple[str, ...] = ()
    entity: str = ""
    by: "Expression | None" = None


@dataclass(frozen=True, slots=True)
class NamedDay:
    """`period_start`, `period_end`, or a calendar's named day."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Negation:
    """Minus."""

    operand: "Expression"
    type: Type


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Exact; `x / 0` is missing."""

    operator: Literal["+", "-", "*", "/"]
    left: "Expression"
    right: "Expression"
    type: Type


@dataclass(frozen=True, slots=True)
class Comparison:
    """Exact; unknown when a side is missing. One side may be a VARIATION, compared by squares."""

    operator: Literal["=", "!=", "<", "<=", ">", ">="]
    left: "Expression"
    right: "Expression"
    type: Type


@dataclass(frozen=True, slots=True)
class Logic:
    """Three-valued `and`, `or`."""

    operator: Literal["and", "or"]
    left: "Expression"
    right: "Expression"
    type: Type


@dataclass(frozen=True, slots=True)
class LogicNot:
    operand: "Expression"
    type: Type


@dataclass(frozen=True, slots=True)
class Membership:
    """`x in 'a' | 'b'`; unknown when x is missing."""

    operand: "Expression"
    choices: tuple[Constant, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Between:
    """`x in low .. high`, both included."""

    operand: "Expression"
    low: Constant
    high: Constant
    type: Type


@dataclass(frozen=True, slots=True)
class IsKnown:
    """Never unknown itself. `known` False is `is missing`."""

    operand: "Expression"
    known: bool
    type: Type


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """`least`, `greatest`: missing if any argument is; `abs`; `first_known`: the first argument that
    is not missing; `days(a, b)`: b − a in days; `years(a, b)`: whole years from a to b.
    """

    function: Literal["least", "greatest", "abs", "first_known", "days", "years"]
    arguments: tuple["Expression", ...]
    type: Type


Expression: TypeAlias = (
    Constant
    | RowColumn
    | Attribute
    | MeasureValue
    | TableLookup
    | Worth
    | ScaleInput
    | NodeResult
    | OtherResult
    | NamedDay
    | Negation
    | Arithmetic
    | Comparison
    | Logic
    | LogicNot
    | Membership
    | Between
    | IsKnown
    | FunctionCall
)
