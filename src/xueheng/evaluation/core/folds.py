"""Folds: which partial states a scan keeps for each, how states of several types merge, how a value is finished.

Most folds are sums, counts and greatest values that a scan keeps for all measures at once. What
cannot be merged that way (distinct things, the latest of something that has no order of its own,
fractions with denominators of their own) is folded from its rows in a pass of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlglot import exp

from xueheng.evaluation.core.dataset import FIRST_DAY, LAST_DAY
from xueheng.evaluation.core.exact import LIMITS, Exact, Int, Number
from xueheng.evaluation.core.lowering import Lowering
from xueheng.evaluation.core.refusals import MeasureUnsupported
from xueheng.evaluation.core.trees import SQL, binary, both, call, cast, coalesce, either, present, whole
from xueheng.evaluation.core.values import Plain, Squared, Truth, Value
from xueheng.language.public import Fold
from xueheng.wording import Text

Merge = Literal["sum", "max", "min", "or"]


@dataclass(frozen=True, slots=True)
class State:
    """A partial state: an aggregate over the rows that meet all `conditions` (`over` tells it for some rows of
    them), how it merges, and its bounds.
    """

    over: Callable[[SQL | None], SQL]
    conditions: tuple[SQL, ...]
    merge: Merge
    low: int
    high: int


def conjuncts_of(condition: SQL | None) -> tuple[SQL, ...]:
    """The parts of an AND."""
    if condition is None:
        return ()
    if isinstance(condition, exp.Paren):
        return conjuncts_of(condition.this)
    if isinstance(condition, exp.And):
        return (*conjuncts_of(condition.this), *conjuncts_of(condition.expression))
    return (condition,)


def aggregated(aggregate: exp.Expr, condition: SQL | None, merge: Merge, low: int, high: int) -> State:
    """A state of one aggregate."""
    return State(lambda rows: filtered(aggregate, rows), conjuncts_of(condition), merge, low, high)


@dataclass(frozen=True, slots=True)
class Kept:
    """A fold as states and the way from merged states to the value.

    `beyond`: where there is such a condition on the merged states, subjects that meet it need their rows after
    all; `otherwise` takes their value, folded from rows, into the whole.
    """

    states: tuple[State, ...]
    finish: Callable[[Sequence[Int]], Value]
    beyond: Callable[[Sequence[Int]], SQL] | None = None
    otherwise: Callable[[Sequence[Int], Value], Value] | None = None


def filtered(aggregate: exp.Expr, condition: SQL | None) -> SQL:
    """`aggregate FILTER (WHERE condition)`."""
    if condition is None:
        return aggregate
    return exp.Filter(this=aggregate, expression=exp.Where(this=condition))


def all_of(*conditions: SQL | None) -> SQL | None:
    """Those that are there, together."""
    return both(conditions)


BITS = 64
"""Bits of the word in which different numbers are counted."""
FEWEST_ROWS = 10_000
"""A sum that fewer rows could push past 63 bits is refused when the plan is made; more rows than a
plan allows for one subject stop the run (XH-R003)."""


class FoldStates:
    """Makes the states of one fold. `most_rows`: how many rows of one subject the bounds allow for;
    making a sum's states lowers it to what 63 bits can hold.
    """

    def __init__(self, exact: Exact, most_rows: int, day: SQL | None, *, packs_bits: bool = False) -> None:
        self.exact = exact
        self.most_rows = most_rows
        self.day = day
        self.packs_bits = packs_bits

    def kept(self, fold: Fold, lower: Lowering, condition: SQL | None) -> Kept | None:
        """The fold as mergeable states, or None when it needs its rows."""
        if fold.kind == "count":
            return self._count(fold, lower, condition)
        if fold.kind == "share":
            return self._share(fold, lower, condition)
        if fold.kind in ("variation", "pick") or fold.expression is None:
            return None
        value = lower.value(fold.expression)
        if fold.kind == "distinct":
            return self._distinct(fold, value, condition)
        if not isinstance(value, Number) or not value.steady:
            return None
        if fold.kind == "sum":
            return self._sum(fold, value, condition)
        if fold.kind == "mean":
            return self._mean(fold, value, lower, condition)
        if fold.kind in ("min", "max", "best"):
            return self._extreme(fold, value, condition)
        return self._dated(fold, value, condition)

    # -- counting -------------------------------------------------------------------------------

    def _rows(self, condition: SQL | None) -> State:
        return aggregated(exp.Count(this=exp.Star()), condition, "sum", 0, self.most_rows)

    def _count(self, fold: Fold, lower: Lowering, condition: SQL | None) -> Kept:
        wanted = all_of(condition, lower.condition(fold.condition) if fold.condition is not None else None)
        hits = self._rows(wanted)
        if fold.empty == "zero":
            return Kept((hits,), lambda s: self.exact.whole(s[0]))
        return Kept((hits, self._rows(condition)), lambda s: self._if_any(s[1], self.exact.whole(s[0]), None))

    def _share(self, fold: Fold, lower: Lowering, condition: SQL | None) -> Kept:
        test = lower.condition(fold.condition) if fold.condition is not None else exp.true()
        states = (
            self._rows(all_of(condition, test)),
            self._rows(condition),
            self._rows(all_of(condition, present(test))),
        )

        def finish(s: Sequence[Int]) -> Value:
            hits, rows, decided = s
            share = Number(self.exact.choose([(self._positive(decided), hits)], None), self._at_least_one(rows))
            return self._empty_zero(fold, rows, share)

        return Kept(states, finish)

    # -- adding ---------------------------------------------------------------------------------

    def _summed(self, number: Int, condition: SQL | None) -> State:
        greatest = max(abs(number.low), abs(number.high), 1)
        possible = LIMITS[0] // greatest
        rows = min(self.most_rows, possible)
        if possible < FEWEST_ROWS or number.tier:
            raise MeasureUnsupported(
                "XH-M023",
                Text(
                    f"合计可能超过 63 位整数：单条可达 {greatest}，不足 {FEWEST_ROWS} 条就会溢出",
                    f"the sum could exceed 63 bits: up to {greatest} a row, so {FEWEST_ROWS} rows would overflow",
                ),
                Text("请在字段上写 max，或减少小数位", "state a max on the field, or fewer decimals"),
            )
        self.most_rows = rows
        low, high = min(number.low * rows, 0), max(number.high * rows, 0)
        total = exp.Sum(this=self.exact.lift(number, 0))
        return State(lambda some: cast(filtered(total, some), "bigint"), conjuncts_of(condition), "sum", low, high)

    def _sum(self, fold: Fold, value: Number, condition: SQL | None) -> Kept:
        total = self._summed(value.num, condition)
        if fold.empty == "zero":
            return Kept((total,), lambda s: Number(s[0], value.den))
        some = self._rows(all_of(condition, present(value.num.sql)))
        return Kept((total, some), lambda s: self._if_any(s[1], Number(s[0], value.den), None))

    def _mean(self, fold: Fold, value: Number, lower: Lowering, condition: SQL | None) -> Kept | None:
        if fold.weighed_by is None:
            counted = self._rows(all_of(condition, present(value.num.sql)))

            def finish(s: Sequence[Int]) -> Value:
                total, count = s
                num = self.exact.choose([(self._positive(count), total)], None)
                mean = Number(num, self.exact.multiply(self._at_least_one(count), value.den))
                return self._empty_zero(fold, count, mean)

            return Kept((self._summed(value.num, condition), counted), finish)
        weight = lower.number(fold.weighed_by)
        if not weight.steady:
            return None
        both = all_of(condition, present(value.num.sql), present(weight.num.sql))
        product = self.exact.multiply(value.num, weight.num)
        if product.tier:
            return None
        states = (self._summed(product, both), self._summed(weight.num, both), self._rows(both))

        def weighed(s: Sequence[Int]) -> Value:
            top = Number(s[0], self.exact.multiply(value.den, weight.den))
            mean = self.exact.over(top, Number(s[1], weight.den))
            return self._empty_zero(fold, s[2], self._if_any(s[2], mean, None))

        return Kept(states, weighed)

    # -- choosing -------------------------------------------------------------------------------

    def _extreme(self, fold: Fold, value: Number, condition: SQL | None) -> Kept:
        lowest = fold.kind == "min" or (fold.kind == "best" and fold.better == "low")
        aggregate = exp.Min if lowest else exp.Max
        state = aggregated(
            aggregate(this=self.exact.lift(value.num, value.num.tier)),
            condition,
            "min" if lowest else "max",
            value.num.low,
            value.num.high,
        )
        if value.num.tier:
            raise MeasureUnsupported("XH-M023", Text("数值可能超过 63 位整数", "a value could exceed 63 bits"))
        return Kept((state,), lambda s: self._or_zero(fold, Number(s[0], value.den)))

    def _dated(self, fold: Fold, value: Number, condition: SQL | None) -> Kept | None:
        """The latest (or first) day and the better value of that day packed into one integer, so that one
        greatest value decides both.
        """
        day = self.day
        if fold.ties != "best" or fold.better is None or day is None or value.num.tier:
            return None
        span = value.num.high - value.num.low + 1
        if (LAST_DAY - FIRST_DAY + 1) * span > LIMITS[0]:
            return None
        c = self.exact.constant
        when = Int(day, FIRST_DAY, LAST_DAY)
        rank = (
            self.exact.subtract(when, c(FIRST_DAY)) if fold.kind == "latest" else self.exact.subtract(c(LAST_DAY), when)
        )
        low_is_better = fold.better == "low"
        good = (
            self.exact.subtract(c(value.num.high), value.num)
            if low_is_better
            else self.exact.subtract(value.num, c(value.num.low))
        )
        packed = self.exact.add(self.exact.multiply(rank, c(span)), good)
        state = aggregated(exp.Max(this=packed.sql), condition, "max", 0, packed.high)

        def finish(s: Sequence[Int]) -> Value:
            kept = Int(binary(exp.Mod, s[0].sql, self.exact.lift(c(span), 0)), 0, span - 1)
            number = (
                self.exact.subtract(c(value.num.high), kept)
                if low_is_better
                else self.exact.add(kept, c(value.num.low))
            )
            exactly = Int(number.sql, value.num.low, value.num.high, number.tier)
            return self._or_zero(fold, Number(exactly, value.den))

        return Kept((state,), finish)

    # -- different things -----------------------------------------------------------------------

    def _distinct(self, fold: Fold, value: Value, condition: SQL | None) -> Kept | None:
        """Different whole numbers as bits: numbers less than BITS apart differ modulo BITS, so that the bits that are
        set count them. Subjects whose numbers lie further apart are counted from their rows.
        """
        thing = self._whole_number(value)
        if thing is None or not self.packs_bits:
            return None
        states = (
            aggregated(self.exact.forms.bits(thing), condition, "or", 0, LIMITS[0]),
            aggregated(exp.Min(this=thing), condition, "min", -LIMITS[0], LIMITS[0]),
            aggregated(exp.Max(this=thing), condition, "max", -LIMITS[0], LIMITS[0]),
        )

        def finish(s: Sequence[Int]) -> Value:
            occur = coalesce(self.exact.forms.count_bits(s[0].sql), whole(0))
            count = self.exact.whole(Int(occur, 0, BITS))
            return count if fold.empty == "zero" else self.exact.select([(present(s[1].sql), count)])

        def beyond(s: Sequence[Int]) -> SQL:
            least, most, step = s[1].sql, s[2].sql, whole(BITS - 1)  # added on the side where nothing can overflow
            above = both([binary(exp.GT, most, whole(0)), binary(exp.LT, least, binary(exp.Sub, most, step))])
            below = both([binary(exp.LTE, most, whole(0)), binary(exp.LT, binary(exp.Add, least, step), most)])
            return either(c for c in (above, below) if c is not None)

        def otherwise(s: Sequence[Int], counted: Value) -> Value:
            near = finish(s)
            if not isinstance(near, Number) or not isinstance(counted, Number):
                raise TypeError(fold.kind)
            return self.exact.select([(beyond(s), counted)], near)

        return Kept(states, finish, beyond, otherwise)

    def _whole_number(self, value: Value) -> SQL | None:
        """The value as an integer of 64 bits in SQL, where it is one for certain."""
        if isinstance(value, Number):
            return value.num.sql if value.steady and not value.num.tier and value.num.value is None else None
        return value.sql if isinstance(value, Plain) and value.whole else None

    # -- absences -------------------------------------------------------------------------------

    def _positive(self, count: Int) -> SQL:
        return self.exact.compare(">", count, self.exact.constant(0))

    def _at_least_one(self, count: Int) -> Int:
        """A count as a denominator: NULL instead of 0, since it is read only where rows are."""
        sql = call("NULLIF", count.sql, whole(0))
        return Int(sql, 1, max(count.high, 1), count.tier)

    def _if_any(self, count: Int, value: Number, otherwise: Number | None) -> Number:
        return self.exact.select([(self._positive(count), value)], otherwise)

    def _empty_zero(self, fold: Fold, rows: Int, value: Number) -> Number:
        if fold.empty != "zero":
            return value
        none = self.exact.compare("=", rows, self.exact.constant(0))
        return self.exact.select([(none, self.exact.number(0))], value)

    def _or_zero(self, fold: Fold, value: Number) -> Number:
        if fold.empty != "zero":
            return value
        return self.exact.select([(present(value.num.sql), value)], self.exact.number(0))


def fold_columns(fold: Fold, lower: Lowering) -> tuple[list[tuple[str, SQL]], Value | None]:
    """For a fold from its rows: named columns each row needs (x…, w…), and the value of the row."""
    if fold.expression is None:
        raise TypeError(fold.kind)
    value = lower.value(fold.expression)
    columns = _parts("x", value, lower.exact)
    if fold.weighed_by is not None:
        columns += _parts("y", lower.number(fold.weighed_by), lower.exact)
    return columns, value


def _parts(prefix: str, value: Value, exact: Exact) -> list[tuple[str, SQL]]:
    if isinstance(value, (Plain, Truth)):
        return [(f"{prefix}_v", value.sql)]
    number = value.square if isinstance(value, Squared) else value
    key = exact.order_key(number)
    return [
        (f"{prefix}_n", number.num.sql),
        (f"{prefix}_d", exact.lift(number.den, number.den.tier)),
        (f"{prefix}_o", key.sql),
    ]
