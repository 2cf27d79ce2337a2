"""Folds that need their rows: distinct things, the winner by an order, fractions of their own denominators."""

from dataclasses import dataclass, field

from sqlglot import exp

from xueheng.evaluation.core.engines.forms import Engine
from xueheng.evaluation.core.exact import UNBOUNDED, Exact, Int, Number
from xueheng.evaluation.core.refusals import MeasureUnsupported
from xueheng.evaluation.core.rows import RowScope
from xueheng.evaluation.core.trees import (
    SQL,
    binary,
    both,
    call,
    column,
    equal,
    named,
    ordered,
    over,
    present,
    select,
    subquery,
    text,
    union_all,
    whole,
)
from xueheng.evaluation.core.values import Plain, Squared, Truth, Value
from xueheng.language.public import Fold
from xueheng.wording import Text

ANY_SIZE = 10**1000
"""Bound of what Python's exact functions return: far beyond any real sum, so that it stays in the unbounded form."""
ORDER = ("day", "recorded", "id")


@dataclass
class RowFold:
    """Collects the rows of one fold over its types, then folds them."""

    exact: Exact
    engine: Engine
    fold: Fold
    selects: list[exp.Select] = field(default_factory=list)
    keys: tuple[str, ...] = ("subject",)
    sample: Value | None = None
    weighed: bool = False

    def add(self, scope: RowScope, condition: SQL | None, columns: list[tuple[str, SQL]], value: Value | None) -> None:
        """The rows of one type: keys, parts of the value, and what latest and first go by."""
        keys = scope.keys()
        self.keys = ("subject", "w")[: len(keys)]
        dated = self.fold.kind in ("latest", "first")
        order = scope.order() if dated else []
        if dated and not order:
            raise MeasureUnsupported("XH-M028", Text("只有记录才分先后", "only records have an order in time"))
        self.sample = value
        self.weighed = self.fold.weighed_by is not None
        known = [present(sql) for name, sql in columns if name in ("x_n", "x_v", "y_n")]
        wanted = [
            *(named(k, n) for k, n in zip(keys, self.keys, strict=True)),
            *(named(sql, name) for name, sql in columns),
            *(named(sql, name) for name, sql in zip(ORDER, order, strict=False)),
        ]
        self.selects.append(scope.select(wanted, both([condition, *known, present(keys[0])])))

    def _rows(self) -> exp.Expr:
        return subquery(union_all(self.selects), "rows")

    def _key_columns(self) -> list[SQL]:
        return [column(k) for k in self.keys]

    @property
    def _plain(self) -> bool:
        return isinstance(self.sample, (Plain, Truth))

    def query(self) -> exp.Select:
        """One row a subject."""
        if self.fold.kind == "distinct":
            return self._distinct()
        if self.fold.kind in ("sum", "mean", "variation"):
            parts = ["x_n", "x_d", *(["y_n", "y_d"] if self.weighed else [])]
            folded = self.engine.rational_fold(self.fold.kind, [column(p) for p in parts])
            grouped = select([*self._key_columns(), named(folded, "f")], self._rows(), group=self._key_columns())
            split = call("instr", column("f"), text("/"))
            before = call("substr", column("f"), whole(1), binary(exp.Sub, split, whole(1)))
            after = call("substr", column("f"), binary(exp.Add, split, whole(1)))
            return select(
                [*self._key_columns(), named(before, "x_n"), named(after, "x_d")], subquery(grouped, "folded")
            )
        if self.fold.kind == "pick":
            picked = [named(exp.Min(this=column(c)), c) for c in self._value_columns()]
            return select([*self._key_columns(), *picked], self._rows(), group=self._key_columns())
        return self._winner()

    def _value_columns(self) -> list[str]:
        return ["x_v"] if self._plain else ["x_n", "x_d"]

    def _distinct(self) -> exp.Select:
        what = column("x_v" if self._plain else "x_o")
        things = select([*self._key_columns(), named(what, "x")], self._rows(), distinct=True)
        counted = named(exp.Count(this=exp.Star()), "x_n")
        return select([*self._key_columns(), counted], subquery(things, "things"), group=self._key_columns())

    def _winner(self) -> exp.Select:
        tier = self.exact.order_key(self.sample).tier if isinstance(self.sample, Number) else 0
        better = self.engine.sort_key(column("x_o"), tier) if not self._plain else None
        orders: list[SQL] = []
        dated = self.fold.kind in ("latest", "first")
        if dated:
            orders.append(ordered(column("day"), desc=self.fold.kind == "latest"))
            if better is not None and self.fold.ties == "best" and self.fold.better is not None:
                orders.append(ordered(better, desc=self.fold.better == "high"))
            orders += [ordered(column("recorded"), desc=True), ordered(column("id"), desc=True)]
        elif better is not None:
            lowest = self.fold.kind == "min" or (self.fold.kind == "best" and self.fold.better == "low")
            orders.append(ordered(better, desc=not lowest))
        rank = over(exp.RowNumber(), self._key_columns(), orders)
        ranked = select([exp.Star(), named(rank, "rank")], self._rows())
        values = [column(c) for c in self._value_columns()]
        return select(
            [*self._key_columns(), *values], subquery(ranked, "ranked"), where=equal(column("rank"), whole(1))
        )

    def columns(self) -> tuple[str, ...]:
        """The columns of its query that make up the value."""
        if self.fold.kind == "distinct":
            return ("x_n",)
        if self.fold.kind in ("sum", "mean", "variation"):
            return ("x_n", "x_d")
        return tuple(self._value_columns())

    def value(self, table: str) -> Value:
        """The fold's value, its columns standing beside the subjects (`q`), named after `table`."""
        fold, sample = self.fold, self.sample
        if fold.kind == "distinct":
            number = self.exact.whole(Int(column(f"{table}_x_n", "q"), 1, 10**9))
            return self._or_zero(number)
        if isinstance(sample, Plain):
            return Plain(column(f"{table}_x_v", "q"))
        if isinstance(sample, Truth):
            return Truth(column(f"{table}_x_v", "q"))
        if fold.kind in ("sum", "mean", "variation"):
            number = Number(
                Int(column(f"{table}_x_n", "q"), -ANY_SIZE, ANY_SIZE, UNBOUNDED),
                Int(column(f"{table}_x_d", "q"), 1, ANY_SIZE, UNBOUNDED),
            )
            return Squared(number) if fold.kind == "variation" else self._or_zero(number)
        if not isinstance(sample, Number):
            raise TypeError(fold.kind)
        num = Int(column(f"{table}_x_n", "q"), sample.num.low, sample.num.high, sample.num.tier)
        den = sample.den if sample.steady else Int(column(f"{table}_x_d", "q"), 1, sample.den.high, sample.den.tier)
        return self._or_zero(Number(num, den))

    def _or_zero(self, number: Number) -> Number:
        if self.fold.empty != "zero":
            return number
        return self.exact.select([(present(number.num.sql), number)], self.exact.number(0))
