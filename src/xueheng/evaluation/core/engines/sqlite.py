"""SQLite in memory: one subject, live. 64-bit integers; wider ones as text through exact functions.

SQLite turns an overflow into a float without a word; the plan's bounds keep every narrow integer
inside 63 bits, so that it cannot happen.
"""

import datetime
import sqlite3
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from sqlglot import exp

from xueheng.evaluation.core.engines.forms import (
    UNBOUNDED_FUNCTIONS,
    SumOverflowed,
    fold_fractions,
    sortable,
    years_between,
)
from xueheng.evaluation.core.exact import COMPARATORS, NARROW, OPERATORS, Comparator, Operator
from xueheng.evaluation.core.trees import binary, call, cast, text, whole

NAMES = {"+": "xh_add", "-": "xh_subtract", "*": "xh_multiply"}


def _aggregate(kind: str) -> Any:
    class Folded:
        def __init__(self) -> None:
            self.rows: list[tuple[Any, ...]] = []

        def step(self, *row: Any) -> None:
            self.rows.append(row)

        def finalize(self) -> str | None:
            return fold_fractions(kind, self.rows)

    return Folded


class SQLite:
    """A private database in memory."""

    name = "sqlite"
    cannot: frozenset[str] = frozenset({"percentile"})
    keeps_layers = True

    def __init__(self) -> None:
        self._db = sqlite3.connect(":memory:", isolation_level=None)
        for name, function in UNBOUNDED_FUNCTIONS.items():
            self._db.create_function(name, 2, function, deterministic=True)
        self._db.create_function("xh_years", 2, years_between, deterministic=True)
        self._db.create_function("xh_sortable", 1, sortable, deterministic=True)
        for kind in ("sum", "mean", "variation"):
            for arguments in (2, 4):
                self._db.create_aggregate(f"xh_{kind}_{arguments}", arguments, _aggregate(kind))

    # -- spelling -------------------------------------------------------------------------------

    def literal(self, value: int, tier: int) -> exp.Expr:
        if tier != NARROW:
            return text(str(value))
        number: exp.Expr = whole(abs(value))
        return exp.Neg(this=number) if value < 0 else number

    def widen(self, sql: exp.Expr, tier: int, to: int) -> exp.Expr:
        del to
        return cast(sql, "text") if tier == NARROW else sql

    def operate(self, operator: Operator, left: exp.Expr, right: exp.Expr, tier: int) -> exp.Expr:
        return binary(OPERATORS[operator], left, right) if tier == NARROW else call(NAMES[operator], left, right)

    def divide(self, left: exp.Expr, right: exp.Expr, tier: int) -> exp.Expr:
        quotient = call("xh_divide", left, right)
        return cast(quotient, "bigint") if tier == NARROW else quotient

    def common_divisor(self, left: exp.Expr, right: exp.Expr, tier: int) -> exp.Expr:
        divisor = call("xh_common_divisor", left, right)
        return cast(divisor, "bigint") if tier == NARROW else divisor

    def compare(self, operator: Comparator, left: exp.Expr, right: exp.Expr, tier: int) -> exp.Expr:
        if tier == NARROW:
            return binary(COMPARATORS[operator], left, right)
        return binary(COMPARATORS[operator], call("xh_compare", left, right), whole(0))

    def whole_years(self, start: exp.Expr, end: exp.Expr) -> exp.Expr:
        return call("xh_years", start, end)

    def sort_key(self, sql: exp.Expr, tier: int) -> exp.Expr:
        return sql if tier == NARROW else call("xh_sortable", sql)

    def rational_fold(self, kind: str, arguments: Sequence[exp.Expr]) -> exp.Expr:
        return call(f"xh_{kind}_{len(arguments)}", *arguments)

    # -- running --------------------------------------------------------------------------------

    def register(self, name: str, table: pa.Table) -> None:
        columns = ", ".join(exp.to_identifier(c, quoted=True).sql("sqlite") for c in table.column_names)
        quoted = exp.to_identifier(name, quoted=True).sql("sqlite")
        self._db.execute(f"CREATE TEMP TABLE {quoted} ({columns})")
        marks = ", ".join("?" * table.num_columns)
        rows = zip(*(_plain(table.column(c).to_pylist()) for c in table.column_names), strict=True)
        self._db.executemany(f"INSERT INTO {quoted} VALUES ({marks})", rows)

    def run(self, statement: exp.Expr) -> None:
        try:
            self._db.execute(statement.sql(dialect="sqlite"))
        except sqlite3.OperationalError as error:
            if "overflow" not in str(error) or "stack" in str(error):
                raise
            raise SumOverflowed(str(error)) from error

    def fetch(self, query: exp.Expr) -> list[tuple[Any, ...]]:
        return self._db.execute(query.sql(dialect="sqlite")).fetchall()

    def close(self) -> None:
        self._db.close()


def _plain(cells: Sequence[Any]) -> list[Any]:
    return [cell.isoformat() if isinstance(cell, datetime.date) else cell for cell in cells]
