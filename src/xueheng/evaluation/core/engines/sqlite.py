"""SQLite in memory: one subject, live. 64-bit integers; wider ones as text through exact functions.

SQLite turns an overflow into a float without a word; the plan's bounds keep every narrow integer
inside 63 bits, so that it cannot happen.
"""

import datetime
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from itertools import chain
from typing import Any

import pyarrow as pa
from sqlglot import exp
from sqlglot.dialects.sqlite import SQLite as Dialect

from xueheng.evaluation.core.engines.forms import (
    UNBOUNDED_FUNCTIONS,
    SumOverflowed,
    fold_fractions,
    sortable,
    years_between,
)
from xueheng.evaluation.core.exact import COMPARATORS, NARROW, OPERATORS, Comparator, Operator
from xueheng.evaluation.core.printing import sql_text
from xueheng.evaluation.core.steps import Assembling
from xueheng.evaluation.core.trees import binary, call, cast, coalesce, text, whole

STATEMENTS_KEPT = 1_000
"""Prepared statements that are kept for the next subject."""
AT_ONCE = 16
"""Rows that one statement puts in; a statement for each row takes twice as long."""
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
        # A standard kept for single subjects is asked by one thread after another, never by two at once.
        self._db = sqlite3.connect(
            ":memory:", isolation_level=None, cached_statements=STATEMENTS_KEPT, check_same_thread=False
        )
        self._db.execute("PRAGMA temp_store = MEMORY")
        for name, function in UNBOUNDED_FUNCTIONS.items():
            self._db.create_function(name, 2, function, deterministic=True)
        self._asked: dict[str, str | int | None] = {}
        asked = partial(self._asked.get, "subject")  # the same as long as a statement runs
        self._db.create_function("xh_asked", 0, asked, deterministic=True)
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
        columns = ", ".join(sql_text(exp.to_identifier(c, quoted=True), Dialect) for c in table.column_names)
        quoted = sql_text(exp.to_identifier(name, quoted=True), Dialect)
        self._db.execute(f"CREATE TEMP TABLE {quoted} ({columns})")
        marks = ", ".join("?" * table.num_columns)
        rows = zip(*(_plain(table.column(c).to_pylist()) for c in table.column_names), strict=True)
        self._db.executemany(f"INSERT INTO {quoted} VALUES ({marks})", rows)

    def run(self, statement: exp.Expr) -> None:
        try:
            self._db.execute(sql_text(statement, Dialect))
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
        return sql_text(statement, Dialect)

    def refill_text(self, name: str, query: exp.Expr) -> str:
        """The statement that fills a table, made by that query before, once more."""
        return f"INSERT INTO {_quoted(name)} {self.text(query)}"

    def columns_read(self, texts: Iterable[str]) -> dict[str, set[str]]:
        """The columns that statements read, by table."""
        found: dict[str, set[str]] = defaultdict(set)

        def note(action: int, table: str | None, name: str | None, *_: object) -> int:
            if action == sqlite3.SQLITE_READ and table and name:
                found[table].add(name)
            return sqlite3.SQLITE_OK

        self._db.set_authorizer(note)
        try:
            for text in texts:
                self._db.execute(f"EXPLAIN {text}")
        finally:
            self._db.set_authorizer(None)
        return found

    def narrow(self, name: str, columns: Sequence[str], *, own: bool) -> str:
        """Make a table anew, without rows, with those columns. `own`: its rows are all about the subject asked for, so
        that `subject` is not filled in but said by `ask`. The name of the table that is filled.
        """
        given, filled = ", ".join(map(_quoted, columns)), f"{name}_own" if own else name
        self._db.execute(f"DROP TABLE {_quoted(name)}")
        if not own:
            self._db.execute(f"CREATE TEMP TABLE {_quoted(filled)} ({given})")
            return filled
        self._db.execute(f'CREATE TEMP TABLE {_quoted(filled)} ({given}, "subject" AS (xh_asked()))')
        # the condition holds of every row: by it SQLite knows that nothing has to be sorted to group by subject
        rows = f'SELECT * FROM {_quoted(filled)} WHERE "subject" = xh_asked()'
        self._db.execute(f"CREATE TEMP VIEW {_quoted(name)} AS {rows}")
        return filled

    def find_by_words(self, name: str, table: pa.Table) -> None:
        """Let the rows of a table that stays be found by its columns of text, which is how lines of national tables and
        steps of scales are looked up; else every statement would sort them anew.
        """
        columns = [field.name for field in table.schema if pa.types.is_string(field.type)]
        if columns and table.num_rows:
            given = ", ".join(map(_quoted, columns))
            self._db.execute(f"CREATE INDEX {_quoted(f'{name}_by_words')} ON {_quoted(name)} ({given})")

    def ask(self, subject: str | int | None) -> None:
        """Say whose own rows are filled in."""
        self._asked["subject"] = subject

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
            whole_packs = len(rows) - len(rows) % AT_ONCE
            packs = (list(chain.from_iterable(rows[n : n + AT_ONCE])) for n in range(0, whole_packs, AT_ONCE))
            self._db.executemany(_insertion(name, len(rows[0]), AT_ONCE), packs)
            self._db.executemany(_insertion(name, len(rows[0]), 1), rows[whole_packs:])

    def fetch(self, query: exp.Expr) -> list[tuple[Any, ...]]:
        return self._db.execute(sql_text(query, Dialect)).fetchall()

    def close(self) -> None:
        self._db.close()


@lru_cache(maxsize=4096)
def _quoted(name: str) -> str:
    return sql_text(exp.to_identifier(name, quoted=True), Dialect)


@lru_cache(maxsize=4096)
def _insertion(name: str, columns: int, rows: int) -> str:
    marks = f"({', '.join('?' * columns)})"
    return f"INSERT INTO {_quoted(name)} VALUES {', '.join([marks] * rows)}"


def _plain(cells: Sequence[Any]) -> list[Any]:
    return [cell.isoformat() if isinstance(cell, datetime.date) else cell for cell in cells]
