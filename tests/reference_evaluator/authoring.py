"""Typed definitions and datasets written by hand, in few words, for tests.

What the pack reader would make of a few lines of YAML is built here directly: expressions with
their types, folds with the language's defaults, entities, evidence types, trees and tables. Data
for them is made in `data`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal

from tests.reference_evaluator import data
from xueheng.language import typed
from xueheng.language.definitions import (
    Calendar,
    Cases,
    Cell,
    During,
    Entity,
    EvidenceRows,
    EvidenceType,
    Field,
    Fold,
    FoldKind,
    Measure,
    Population,
    Register,
    RowSource,
    Source,
    Table,
    TableColumn,
)
from xueheng.language.library_definitions import Library, Pack
from xueheng.language.positions import Place
from xueheng.language.standard_definitions import Input, Overlay, Standard, StandardNode
from xueheng.language.typed import Expression, Kind, Type
from xueheng.wording import Text

Better = Literal["high", "low"] | None
PLACE = Place("by hand", 1, 1)
SOURCE = Source()
PACK = data.PACK
dataset = data.dataset
spans_table = data.spans_table
PERIOD_ROWS = During("period")
YES_NO = Type(Kind.YES_NO)
DATE = Type(Kind.DATE)
TEXT = Type(Kind.TEXT)
EXACT = Type(Kind.NUMBER, better="high")
"""A number kept as a fraction, nothing declared about its size."""


def title(words: str) -> Text:
    return Text(words, words)


def whole(low: int | None = None, high: int | None = None, better: Better = "high") -> Type:
    return decimal(0, low, high, better)


def decimal(decimals: int, low: int | None = None, high: int | None = None, better: Better = "high") -> Type:
    bounds = [None if bound is None else Fraction(bound) for bound in (low, high)]
    return Type(Kind.NUMBER, None, decimals, bounds[0], bounds[1], better=better)


def code_of(*codes: str) -> Type:
    return Type(Kind.CODE, codes=codes)


def num(value: int | str | Fraction) -> typed.Constant:
    """A number literal: '2.5' has one decimal."""
    exact = Fraction(value)
    decimals = next((n for n in range(10) if (exact * 10**n).denominator == 1), None)
    return typed.Constant(exact, Type(Kind.NUMBER, None, decimals, exact, exact))


def code(value: str, kind: Type) -> typed.Constant:
    return typed.Constant(value, kind)


def column(name: str, kind: Type) -> typed.RowColumn:
    return typed.RowColumn(name, kind)


def attribute(
    name: str, kind: Type, whose: Literal["row", "asked"] = "row", entity: str = "pupil", via: tuple[str, ...] = ()
) -> typed.Attribute:
    return typed.Attribute(whose, via, entity, name, kind)


def reading(
    name: str,
    kind: Type,
    whose: Literal["row", "asked"] = "asked",
    entity: str = "pupil",
    via: tuple[str, ...] = (),
    by: Expression | None = None,
) -> typed.MeasureValue:
    """Another measure's value."""
    return typed.MeasureValue(whose, via, f"{PACK}.{name}", entity, kind, by)


def sums(left: Expression, operator: Literal["+", "-", "*", "/"], right: Expression) -> typed.Arithmetic:
    """Arithmetic with the decimals and the better end that the reader gives it."""
    a, b = left.type.decimals, right.type.decimals
    decimals = None if a is None or b is None or operator == "/" else a + b if operator == "*" else max(a, b)
    better = left.type.better
    if isinstance(left, typed.Constant):
        flipped: dict[Better, Better] = {"high": "low", "low": "high", None: None}
        better = right.type.better if operator in ("+", "*") else flipped[right.type.better]
    return typed.Arithmetic(operator, left, right, Type(Kind.NUMBER, decimals=decimals, better=better or "high"))


def compares(
    left: Expression, operator: Literal["=", "!=", "<", "<=", ">", ">="], right: Expression
) -> typed.Comparison:
    return typed.Comparison(operator, left, right, YES_NO)


def both(left: Expression, right: Expression) -> typed.Logic:
    return typed.Logic("and", left, right, YES_NO)


def either(left: Expression, right: Expression) -> typed.Logic:
    return typed.Logic("or", left, right, YES_NO)


def negated(operand: Expression) -> typed.LogicNot:
    return typed.LogicNot(operand, YES_NO)


def one_of(operand: Expression, *choices: str) -> typed.Membership:
    return typed.Membership(operand, tuple(code(choice, operand.type) for choice in choices), YES_NO)


def within(operand: Expression, low: int | str, high: int | str) -> typed.Between:
    return typed.Between(operand, num(low), num(high), YES_NO)


def known(operand: Expression) -> typed.IsKnown:
    return typed.IsKnown(operand, True, YES_NO)


def unknown(operand: Expression) -> typed.IsKnown:
    return typed.IsKnown(operand, False, YES_NO)


def call(
    function: Literal["least", "greatest", "abs", "first_known", "days", "years"], *arguments: Expression
) -> typed.FunctionCall:
    kind = whole() if function in ("days", "years") else joined(arguments)
    return typed.FunctionCall(function, arguments, kind)


def joined(arguments: Sequence[Expression]) -> Type:
    """The type of whichever of several values is taken."""
    first = arguments[0].type
    if first.kind is not Kind.NUMBER:
        return first
    places = [argument.type.decimals for argument in arguments]
    decimals = None if None in places else max(place for place in places if place is not None)
    better = next((argument.type.better for argument in arguments if argument.type.better), None)
    return Type(Kind.NUMBER, decimals=decimals, better=better or "high")


def fold(
    kind: FoldKind,
    rows: RowSource | str,
    what: Expression | None = None,
    *,
    where: Expression | None = None,
    during: During = PERIOD_ROWS,
    records: Literal["verified", "any"] = "verified",
    through: str | None = None,
    weighed_by: Expression | None = None,
    ties: Literal["best", "last"] = "best",
    empty: Literal["zero", "missing"] | None = None,
    on: str = "period_end",
) -> Fold:
    """A fold with the language's defaults; `rows` may be the plain name of one evidence type."""
    source = EvidenceRows((f"{PACK}.{rows}",)) if isinstance(rows, str) else rows
    counted = kind in ("count", "share")
    return Fold(
        kind=kind,
        rows=source,
        condition=what if counted else None,
        expression=None if counted else what,
        where=where,
        during=during,
        on=on,
        records=records,
        through=through,
        weighed_by=weighed_by,
        ties=ties,
        empty=empty or ("zero" if kind in ("count", "sum", "distinct") else "missing"),
        better=what.type.better if what is not None and not counted else None,
    )


def fold_type(made: Fold) -> Type:
    """The type of a fold's value, with nothing declared about its size."""
    if made.kind in ("count", "distinct"):
        return whole()
    if made.kind == "share":
        return EXACT
    assert made.expression is not None
    kind = made.expression.type
    if made.kind in ("sum", "mean"):
        return replace(kind, decimals=kind.decimals if made.kind == "sum" else None, low=None, high=None)
    return Type(Kind.VARIATION) if made.kind == "variation" else kind


def measure(
    name: str,
    made: Fold | Expression | None = None,
    *,
    of: str = "pupil",
    by: str | None = None,
    cases: Cases | None = None,
    kind: Type | None = None,
    round_to: int | None = None,
    codes: tuple[str, ...] = (),
) -> Measure:
    """A measure from a fold, an expression, or cases; `codes`: those of `by`."""
    folded = made if isinstance(made, Fold) else None
    value = None if made is None or isinstance(made, Fold) else made
    if kind is None and folded is not None:
        kind = fold_type(folded)
    elif kind is None:
        kind = value.type if value is not None else joined(branches(cases)) if cases is not None else EXACT
    if round_to is not None:
        kind = replace(kind, decimals=round_to, low=None, high=None)
    return Measure(
        f"{PACK}.{name}", of, by, folded, value, cases, round_to, kind, title(name), SOURCE, PLACE, by_codes=codes
    )


def branches(cases: Cases) -> list[Expression]:
    return [then for _, then in cases.cases] + ([cases.otherwise] if cases.otherwise is not None else [])


def field(name: str, kind: Type) -> Field:
    return Field(name, title(name), kind)


def entity(name: str, ancestors: tuple[str, ...] = (), **attributes: Type) -> Entity:
    fields = tuple(field(attribute_name, kind) for attribute_name, kind in attributes.items())
    return Entity(name, title(name), ancestors[:1], ancestors, fields)


def evidence(name: str, about: str = "pupil", verified: bool = True, **fields: Type) -> EvidenceType:
    """An evidence type; `verified`: some post verifies it."""
    made = tuple(field(field_name, kind) for field_name, kind in fields.items())
    return EvidenceType(f"{PACK}.{name}", title(name), about, made, (), (), None, verified, SOURCE, PLACE)


def register(name: str, of: str = "pupil", **fields: Type) -> Register:
    """A register with these fields of its entries."""
    made = tuple(field(field_name, kind) for field_name, kind in fields.items())
    return Register(f"{PACK}.{name}", title(name), of, made, SOURCE, PLACE)


def population(name: str, of: str = "pupil", on: str = "period_end", where: Expression | None = None) -> Population:
    return Population(f"{PACK}.{name}", title(name), of, on, where, PLACE)


def table(name: str, key: Sequence[str], columns: Mapping[str, Type], *rows: tuple[Cell, ...]) -> Table:
    made = tuple(TableColumn(column_name, kind) for column_name, kind in columns.items())
    return Table(f"{PACK}.{name}", tuple(key), made, rows, SOURCE)


def node(code_: str, *parts: StandardNode, **keys: Any) -> StandardNode:
    """A node, or with `measure` a leaf; missing parts block unless said."""
    settled: dict[str, Any] = {
        "weight": Fraction(1),
        "when": None,
        "weights": (),
        "combine": "weighted",
        "if_missing": "block",
        "needs": Fraction(0),
        "rules": (),
        "levels": (),
        "decimals": None,
        "measure": None,
        "scale": None,
    }
    if "measure" in keys:
        keys["measure"] = f"{PACK}.{keys['measure']}"
    if "weight" in keys:
        keys["weight"] = Fraction(keys["weight"])
    return StandardNode(code=code_, title=title(code_), parts=parts, source=SOURCE, place=PLACE, **settled | keys)


def standard(
    root: StandardNode,
    of: str = "pupil",
    applies: Expression | None = None,
    *,
    name: str = "s",
    by: str | None = None,
    codes: tuple[str, ...] = (),
    inputs: tuple[Input, ...] = (),
) -> Standard:
    """A standard of a tree; `codes`: those of `by`."""
    return Standard(
        f"{PACK}.{name}", title(name), of, by, "school_year", applies, root, (), "1.0.0", "decided", SOURCE, PLACE,
        by_codes=codes, inputs=inputs,
    )  # fmt: skip


def other_result(
    standard_name: str,
    code_: str,
    kind: Type,
    what: Literal["points", "value", "level"] = "points",
    whose: Literal["row", "asked"] = "asked",
    entity: str = "pupil",
    via: tuple[str, ...] = (),
    by: Expression | None = None,
) -> typed.OtherResult:
    """A result of another standard."""
    return typed.OtherResult(f"{PACK}.{standard_name}", code_, what, kind, whose, via, entity, by)


def library(
    *definitions: Entity | EvidenceType | Measure | Overlay | Population | Register | Standard | Table,
    calendar: Calendar | None = None,
) -> Library:
    """A library of one pack with these definitions."""

    def of_kind(kind: type) -> list[Any]:
        return [d for d in definitions if isinstance(d, kind)]

    standards = {d.name: d for d in of_kind(Standard)}
    names = [PACK, *(d.name for d in of_kind(Overlay))]
    packs = {
        name: Pack(name, title(name), "1.0.0", "school", ".", (), SOURCE, "0" * 64, "0" * 64, ()) for name in names
    }
    packs[PACK] = replace(packs[PACK], standards=tuple(standards))
    return Library(
        packs=packs,
        entities={d.name: d for d in of_kind(Entity)},
        calendars={PACK: calendar or Calendar()},
        evidence={d.name: d for d in of_kind(EvidenceType)},
        populations={d.name: d for d in of_kind(Population)},
        tables={d.name: d for d in of_kind(Table)},
        measures={(d.name, d.of): d for d in of_kind(Measure)},
        standards=standards,
        layouts={},
        examples=(),
        registers={d.name: d for d in of_kind(Register)},
        overlays={d.name: d for d in of_kind(Overlay)},
    )
