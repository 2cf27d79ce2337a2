"""Random expressions over the names that mean something in a place."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random

from tests.property.world import KIND, MODE, WORTH
from tests.reference_evaluator.authoring import (
    DATE,
    both,
    call,
    code,
    compares,
    either,
    known,
    negated,
    num,
    one_of,
    sums,
    unknown,
    within,
)
from tests.reference_evaluator.values import day_number
from xueheng.language import typed
from xueheng.language.typed import Expression, Kind, Type

SMALL = ("-1", "0", "1", "2", "3", "7", "10", "12.5", "0.25", "50")
OPERATORS = ("=", "!=", "<", "<=", ">", ">=")
DAYS = tuple(date(*ymd) for ymd in ((2025, 9, 1), (2025, 12, 31), (2026, 2, 28), (2026, 8, 31)))


@dataclass
class Names:
    """What may be named: expressions by kind. `huge` ones are only compared, never multiplied."""

    numbers: list[Expression] = field(default_factory=list)
    truths: list[Expression] = field(default_factory=list)
    codes: list[Expression] = field(default_factory=list)
    dates: list[Expression] = field(default_factory=list)
    variations: list[Expression] = field(default_factory=list)
    huge: list[Expression] = field(default_factory=list)
    texts: list[Expression] = field(default_factory=list)

    def add(self, *expressions: Expression) -> "Names":
        for expression in expressions:
            self._list(expression.type).append(expression)
        return self

    def _list(self, kind: Type) -> list[Expression]:
        if kind.kind is Kind.NUMBER:
            return self.huge if kind.high is not None and kind.high > 10**6 else self.numbers
        return {
            Kind.YES_NO: self.truths,
            Kind.CODE: self.codes,
            Kind.DATE: self.dates,
            Kind.VARIATION: self.variations,
            Kind.TEXT: self.texts,
        }[kind.kind]

    def __add__(self, other: "Names") -> "Names":
        made = Names()
        for names in (self, other):
            for part in (
                names.numbers, names.truths, names.codes, names.dates, names.variations, names.huge, names.texts,
            ):  # fmt: skip
                made.add(*part)
        return made


def number(chance: Random, names: Names, depth: int = 2) -> Expression:
    """A number: a name, a literal, or made of others."""
    if depth == 0 or chance.random() < 0.45:
        if names.numbers and chance.random() < 0.85:
            return chance.choice(names.numbers)
        return num(chance.choice(SMALL))
    made = chance.choice((_arithmetic, _arithmetic, _divided, _called, _negative, _worth, _looked_up, _time))
    return made(chance, names, depth - 1)


def _arithmetic(chance: Random, names: Names, depth: int) -> Expression:
    operator = chance.choice(("+", "-", "*"))
    return sums(number(chance, names, depth), operator, number(chance, names, 0))  # type: ignore[arg-type]


def _divided(chance: Random, names: Names, depth: int) -> Expression:
    return sums(number(chance, names, min(depth, 1)), "/", number(chance, names, 0))


def _called(chance: Random, names: Names, depth: int) -> Expression:
    function = chance.choice(("least", "greatest", "abs", "first_known"))
    count = 1 if function == "abs" else chance.randint(2, 3)
    return call(function, *(number(chance, names, depth if n == 0 else 0) for n in range(count)))  # type: ignore[arg-type]


def _negative(chance: Random, names: Names, depth: int) -> Expression:
    operand = number(chance, names, depth)
    if isinstance(operand, typed.Constant):
        return number(chance, names, 0)
    flipped = {"high": "low", "low": "high", None: None}[operand.type.better]
    kind = Type(Kind.NUMBER, decimals=operand.type.decimals, better=flipped)  # type: ignore[arg-type]
    return typed.Negation(operand, kind)


def _worth(chance: Random, names: Names, depth: int) -> Expression:
    modes = [name for name in names.codes if name.type == MODE]
    if not modes:
        return number(chance, names, depth)
    return typed.Worth(chance.choice(modes), WORTH, Type(Kind.NUMBER, decimals=1, better="high"))


def _looked_up(chance: Random, names: Names, depth: int) -> Expression:
    grades = [name for name in names.codes if name.type.table == "p.grades"]
    if not grades:
        return number(chance, names, depth)
    column, decimals = chance.choice((("year", 0), ("norm", 1)))
    return typed.TableLookup(
        chance.choice(grades), "p.grades", column, Type(Kind.NUMBER, decimals=decimals, better="high")
    )


def _time(chance: Random, names: Names, depth: int) -> Expression:
    if not names.dates:
        return number(chance, names, depth)
    return call(chance.choice(("days", "years")), day(chance, names), day(chance, names))


def day(chance: Random, names: Names) -> Expression:
    if names.dates and chance.random() < 0.7:
        return chance.choice(names.dates)
    return typed.Constant(day_number(chance.choice(DAYS)), DATE)


def condition(chance: Random, names: Names, depth: int = 2) -> Expression:
    """A condition on the names."""
    if depth > 0 and chance.random() < 0.4:
        left = condition(chance, names, depth - 1)
        if chance.random() < 0.3:
            return negated(left)
        return chance.choice((both, either))(left, condition(chance, names, depth - 1))
    makers: list[Callable[[Random, Names], Expression]] = [_compared, _compared, _ranged, _knowing]
    makers += [_coded, _coded] if names.codes else []
    makers += [_dated] if names.dates else []
    makers += [_truth] if names.truths else []
    makers += [_varied] if names.variations else []
    makers += [_enormous] if names.huge else []
    return chance.choice(makers)(chance, names)


def _compared(chance: Random, names: Names) -> Expression:
    left = number(chance, names, 1)
    right = number(chance, names, 0) if chance.random() < 0.3 else num(chance.choice(SMALL))
    return compares(left, chance.choice(OPERATORS), right)  # type: ignore[arg-type]


def _ranged(chance: Random, names: Names) -> Expression:
    if chance.random() < 0.3:
        choices = tuple(num(value) for value in chance.sample(SMALL, 3))
        return typed.Membership(number(chance, names, 0), choices, typed.Type(Kind.YES_NO))
    return within(number(chance, names, 1), chance.choice(("-5", "0", "2.5")), chance.choice(("3", "7", "50")))


def _knowing(chance: Random, names: Names) -> Expression:
    anything = names.numbers + names.codes + names.dates + names.truths + names.variations + names.texts
    asked = chance.choice(anything) if anything else number(chance, names, 1)
    return chance.choice((known, unknown))(asked)


def _coded(chance: Random, names: Names) -> Expression:
    asked = chance.choice(names.codes)
    codes = asked.type.codes or ("g1", "g7", "g8")
    alike = [name for name in names.codes if name.type == asked.type and name is not asked]
    kind = chance.random()
    if kind < 0.2 and asked.type.table == "p.grades":
        stage = typed.TableLookup(asked, "p.grades", "stage", KIND)
        return one_of(stage, "town", "village")
    if kind < 0.4:
        return one_of(asked, *chance.sample(codes, 2))
    if kind < 0.55 and alike:
        return compares(asked, chance.choice(("=", "!=")), chance.choice(alike))
    return compares(asked, chance.choice(("=", "!=")), code(chance.choice(codes), asked.type))


def _dated(chance: Random, names: Names) -> Expression:
    return compares(chance.choice(names.dates), chance.choice(OPERATORS), day(chance, names))  # type: ignore[arg-type]


def _truth(chance: Random, names: Names) -> Expression:
    asked = chance.choice(names.truths)
    if chance.random() < 0.3:
        wanted = typed.Constant(chance.random() < 0.5, typed.Type(Kind.YES_NO))
        return compares(asked, chance.choice(("=", "!=")), wanted)
    return asked


def _varied(chance: Random, names: Names) -> Expression:
    limit = num(chance.choice(("-1", "0", "0.5", "1", "0.25")))
    left, right = chance.choice(names.variations), limit
    if chance.random() < 0.2:
        left, right = right, left
    return compares(left, chance.choice(OPERATORS), right)  # type: ignore[arg-type]


def _enormous(chance: Random, names: Names) -> Expression:
    limit = num(chance.choice((0, 10**12, -(10**12), 999_999_999_999)))
    return compares(chance.choice(names.huge), chance.choice(OPERATORS), limit)  # type: ignore[arg-type]
