"""SQLite in memory: one subject, live. 64-bit integers; wider ones as text through exact functions.

SQLite turns an overflow into a float without a word; the plan's bounds keep every narrow integer
inside 63 bits, so that it cannot happen.
"""

import datetime
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
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
from xueheng.evaluation.core.steps import Assembling
from xueheng.evaluation.core.trees import binary, call, cast, coalesce, text, whole

STATEMENTS_KEPT = 1_000
"""Prepared statements that are kept for the next subject."""
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
    packs_bits = False

    def __init__(self) -> None:
        self._db = sqlite3.connect(":memory:", isolation_level=None, cached_statements=STATEMENTS_KEPT)
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

    def bits(self, thing: exp.Expr) -> exp.Expr:
        raise NotImplementedError("no aggregate of bits")

    def count_bits(self, word: exp.Expr) -> exp.Expr:
        raise NotImplementedError("no aggregate of bits")

    def greatest(self, items: Sequence[exp.Expr], low: int, high: int) -> exp.Expr:
        """MAX of several arguments is NULL where one is: a number below all bounds stands in for it."""
        del high
        below = self.literal(low - 1, NARROW)
        return call("NULLIF", call("MAX", *(coalesce(i, below) for i in items)), below)

    def least(self, items: Sequence[exp.Expr], low: int, high: int) -> exp.Expr:
        del low
        above = self.literal(high + 1, NARROW)
        return call("NULLIF", call("MIN", *(coalesce(i, above) for i in items)), above)

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
            self._db.execute(statement.sql(dialect="sqlite", copy=False))
        except sqlite3.OperationalError as error:
            if "overflow" not in str(error) or "stack" in str(error):
                raise
            raise SumOverflowed(str(error)) from error

    def assemble(self, step: Assembling) -> None:
        """The join that the step says."""
        self.run(step.sql)

    # -- one subject after another ---------------------------------------------------------------

    def text(self, statement: exp.Expr) -> str:
        """A statement as it is executed."""
        return statement.sql(dialect="sqlite", copy=False)

    def refill_text(self, name: str, query: exp.Expr) -> str:
        """The statement that fills a table, made by that query before, once more."""
        return f"INSERT INTO {_quoted(name)} {self.text(query)}"

    def execute(self, text: str) -> list[tuple[Any, ...]]:
        """Run a statement's text; its rows."""
        return self._db.execute(text).fetchall()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What is filled in here is gone afterwards; the tables stay."""
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.execute("ROLLBACK")

    def fill(self, name: str, table: pa.Table) -> None:
        """Rows of an Arrow table into a table that is there."""
        self.fill_rows(name, list(zip(*(_plain(table.column(c).to_pylist()) for c in table.column_names), strict=True)))

    def fill_rows(self, name: str, rows: Sequence[Sequence[Any]]) -> None:
        """Rows into a table that is there."""
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self._db.executemany(f"INSERT INTO {_quoted(name)} VALUES ({marks})", rows)

    def fetch(self, query: exp.Expr) -> list[tuple[Any, ...]]:
        return self._db.execute(query.sql(dialect="sqlite", copy=False)).fetchall()

    def close(self) -> None:
        self._db.close()


@lru_cache(maxsize=4096)
def _quoted(name: str) -> str:
    return exp.to_identifier(name, quoted=True).sql("sqlite")


def _plain(cells: Sequence[Any]) -> list[Any]:
    return [cell.isoformat() if isinstance(cell, datetime.date) else cell for cell in cells]
