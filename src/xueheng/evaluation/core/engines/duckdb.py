"""DuckDB: batches. BIGINT, then HUGEINT, then unbounded integers as text through exact functions."""

import os
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from queue import SimpleQueue
from typing import Any

import duckdb
import pyarrow as pa
from duckdb.func import FunctionNullHandling, PythonUDFType
from duckdb.sqltypes import BIGINT, VARCHAR
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB as Dialect

from xueheng.evaluation.core.engines.forms import (
    UNBOUNDED_FUNCTIONS,
    SumOverflowed,
    fold_fractions,
    sortable,
    years_between,
)
from xueheng.evaluation.core.engines.places import Places
from xueheng.evaluation.core.exact import COMPARATORS, OPERATORS, UNBOUNDED, WIDE, Comparator, Operator
from xueheng.evaluation.core.printing import sql_text
from xueheng.evaluation.core.steps import Assembling
from xueheng.evaluation.core.trees import binary, call, cast, text, whole

ROWS_AT_ONCE = 16_384
"""Rows of a batch: few enough that all cores have work, many enough that batches cost nothing."""
OVERFLOWS = (duckdb.OutOfRangeException, duckdb.ConversionException)
OF_ONE_ROW = frozenset({"abs", "bit_count", "divide", "gcd", "greatest", "instr", "least", "substr"})
"""Functions of the engine's, by name, that look at nothing but their row."""
NAMES = {"+": "xh_add", "-": "xh_subtract", "*": "xh_multiply"}


class DuckDB:
    """A connection in memory that spills to a temporary folder; loopback to no network, no extensions."""

    name = "duckdb"
    cannot: frozenset[str] = frozenset()
    keeps_layers = False
    packs_bits = True

    def __init__(self, *, threads: int | None = None, memory: str | None = None) -> None:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "enable_external_file_cache": "false",
        }
        if threads:
            settings["threads"] = threads
        if memory:
            settings["memory_limit"] = memory
        self._starter = ThreadPoolExecutor(1)
        self._starting = self._starter.submit(duckdb.connect, config=settings)
        self._functions: set[str] = set()
        self._kept: dict[str, pa.Table] = {}
        self._given: dict[str, pa.Table] = {}
        """Relations that the connection knows, in batches."""
        self._waiting: dict[str, pa.Table] = {}
        """Those it has not been told of yet: most answers are assembled and let go before any query reads them."""

    @cached_property
    def _db(self) -> duckdb.DuckDBPyConnection:
        """The connection. It starts while the plan is made: that takes as long as scoring a small standard anew."""
        with self._starter:
            return self._starting.result()

    @cached_property
    def _threads(self) -> int:
        return int(self._db.execute("SELECT current_setting('threads')").fetchall()[0][0])

    # -- spelling -------------------------------------------------------------------------------

    def literal(self, value: int, tier: int) -> exp.Expr:
        if tier == UNBOUNDED:
            return text(str(value))
        number: exp.Expr = whole(abs(value))
        number = exp.Neg(this=number) if value < 0 else number
        if tier == WIDE:
            return cast(number, "hugeint")
        return number if -(2**31) < value < 2**31 else cast(number, "bigint")

    def widen(self, sql: exp.Expr, tier: int, to: int) -> exp.Expr:
        del tier
        return cast(sql, "hugeint" if to == WIDE else "text")

    def operate(self, operator: Operator, left: exp.Expr, right: exp.Expr, tier: int) -> exp.Expr:
        if tier == UNBOUNDED:
            return self._call(NAMES[operator], left, right)
        return binary(OPERATORS[operator], left, right)

    def divide(self, left: exp.Expr, right: exp.Expr, tier: int) -> exp.Expr:
        return self._call("xh_divide", left, right) if tier == UNBOUNDED else call("divide", left, right)

    def common_divisor(self, left: exp.Expr, right: exp.Expr, tier: int) -> exp.Expr:
        return self._call("xh_common_divisor", left, right) if tier == UNBOUNDED else call("gcd", left, right)

    def compare(self, operator: Comparator, left: exp.Expr, right: exp.Expr, tier: int) -> exp.Expr:
        if tier == UNBOUNDED:
            return binary(COMPARATORS[operator], self._call("xh_compare", left, right), whole(0))
        return binary(COMPARATORS[operator], left, right)

    def whole_years(self, start: exp.Expr, end: exp.Expr) -> exp.Expr:
        self._create("xh_years", years_between, [BIGINT, BIGINT], BIGINT)
        return call("xh_years", cast(start, "bigint"), cast(end, "bigint"))

    def bits(self, thing: exp.Expr) -> exp.Expr:
        """A word of 64 bits: those of the numbers that occur, modulo 64."""
        place = exp.BitwiseAnd(this=exp.Paren(this=thing), expression=whole(63))
        return call("bit_or", exp.BitwiseLeftShift(this=cast(whole(1), "ubigint"), expression=cast(place, "ubigint")))

    def count_bits(self, word: exp.Expr) -> exp.Expr:
        """How many bits are set; the engine counts signed words only, so the highest bit is counted for itself."""
        rest = exp.BitwiseAnd(this=exp.Paren(this=word), expression=cast(whole(2**63 - 1), "ubigint"))
        top = exp.BitwiseRightShift(this=exp.Paren(this=word), expression=whole(63))
        counted = cast(call("bit_count", cast(rest, "bigint")), "bigint")
        return binary(exp.Add, counted, cast(top, "bigint"))

    def greatest(self, items: Sequence[exp.Expr], low: int, high: int) -> exp.Expr:
        del low, high
        return call("greatest", *items)

    def least(self, items: Sequence[exp.Expr], low: int, high: int) -> exp.Expr:
        del low, high
        return call("least", *items)

    def sort_key(self, sql: exp.Expr, tier: int) -> exp.Expr:
        return self._call("xh_sortable", sql) if tier == UNBOUNDED else sql

    def rational_fold(self, kind: str, arguments: Sequence[exp.Expr]) -> exp.Expr:
        name = f"xh_{kind}_{len(arguments)}"

        def folded(*lists: list[Any] | None) -> str | None:
            return fold_fractions(kind, zip(*(cells or [] for cells in lists), strict=True))

        self._create(name, folded, [duckdb.list_type(VARCHAR)] * len(arguments), VARCHAR)
        return call(name, *(call("list", cast(a, "text")) for a in arguments))

    def _call(self, name: str, *arguments: exp.Expr) -> exp.Expr:
        """Registered on first use: a plan within 127 bits runs no Python function."""
        if name == "xh_sortable":
            self._create(name, sortable, [VARCHAR], VARCHAR)
        else:
            compared = name == "xh_compare"
            self._create(name, UNBOUNDED_FUNCTIONS[name], [VARCHAR, VARCHAR], BIGINT if compared else VARCHAR)
        return call(name, *arguments)

    def _create(self, name: str, function: Callable[..., Any], takes: list[Any], gives: Any) -> None:
        """A function over whole columns at a time."""
        if name in self._functions:
            return
        kind = pa.int64() if gives == BIGINT else pa.string()

        def of_columns(columns: Sequence[pa.ChunkedArray]) -> pa.Array:
            cells = zip(*(c.to_pylist() for c in columns), strict=True)
            return pa.array([function(*row) for row in cells], kind)

        self._db.create_function(
            name,
            _fixed(of_columns, len(takes)),
            takes,
            gives,
            type=PythonUDFType.ARROW,
            null_handling=FunctionNullHandling.SPECIAL,
        )
        self._functions.add(name)

    # -- running --------------------------------------------------------------------------------

    def register(self, name: str, table: pa.Table) -> None:
        """Give the engine a table, in batches that all cores can read."""
        whole_batches = table.num_rows <= ROWS_AT_ONCE
        batches = table.to_batches(max_chunksize=None if whole_batches else ROWS_AT_ONCE)
        self._waiting[name] = table if whole_batches else pa.Table.from_batches(batches, table.schema)

    def _ready(self) -> duckdb.DuckDBPyConnection:
        """The connection, told of every relation."""
        for name, table in self._waiting.items():
            self._db.register(name, table)
        self._given |= self._waiting
        self._waiting.clear()
        return self._db

    def view(self, name: str, query: exp.Expr) -> None:
        """A relation read from files when it is asked for."""
        quoted = sql_text(exp.to_identifier(name, quoted=True), Dialect)
        self._ready().execute(f"CREATE OR REPLACE VIEW {quoted} AS {sql_text(query, Dialect)}")

    def run(self, statement: exp.Expr) -> None:
        try:
            if isinstance(statement, exp.Create):
                query = sql_text(statement.expression, Dialect)
                self._keep(statement, self._ready().sql(query).to_arrow_table())
            elif isinstance(statement, exp.Drop) and statement.this.name in self._kept:
                self._let_go(statement.this.name)
            else:
                self._ready().execute(sql_text(statement, Dialect))
        except OVERFLOWS as error:
            raise SumOverflowed(str(error)) from error

    def run_beside(self, statements: Sequence[exp.Expr]) -> Iterator[None]:
        """Create tables none of which reads another, some at a time, each on a connection of its own: a single query
        leaves a core idle while it is understood and while its groups are put together. Goes on as each is there.
        """
        if self._threads == 1:
            for statement in statements:
                self.run(statement)
                yield
            return
        self._ready()
        connections: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()
        for _ in range(self._threads):
            connections.put(self._cursor(self._given))

        def answer(query: str) -> pa.Table:
            connection = connections.get()
            try:
                return connection.sql(query).to_arrow_table()
            finally:
                connections.put(connection)

        with ThreadPoolExecutor(self._threads) as workers:
            # Each is begun as soon as it is printed: the cores have work while the next is.
            answers = workers.map(answer, (sql_text(s.expression, Dialect) for s in statements))
            for statement in statements:
                try:
                    self._keep(statement, next(answers))
                except OVERFLOWS as error:
                    raise SumOverflowed(str(error)) from error
                yield

    def _cursor(self, known: Mapping[str, pa.Table]) -> duckdb.DuckDBPyConnection:
        """Another connection to the same database, which knows these relations."""
        connection = self._db.cursor()
        for name, table in known.items():
            connection.register(name, table)
        return connection

    def _keep(self, statement: exp.Expr, answer: pa.Table) -> None:
        """Keep a query's answer as an Arrow table in small batches, which later queries read on all cores; one group
        of rows of a table in the database would be read on a single core. Arrow has no 128-bit integers:
        answers with such columns stay in the database.
        """
        if any(pa.types.is_decimal(f.type) or pa.types.is_floating(f.type) for f in answer.schema):
            self._ready().execute(sql_text(statement, Dialect))
        else:
            self._take_in(statement.this.name, answer)

    def _take_in(self, name: str, table: pa.Table) -> None:
        self._kept[name] = table
        self.register(name, table)

    def _let_go(self, name: str) -> None:
        del self._kept[name]
        if self._waiting.pop(name, None) is None:
            self._db.unregister(name)
            del self._given[name]

    def assemble(self, step: Assembling) -> None:
        """Put the parts' columns beside the base's rows by their key, without joining: each part's rows are looked up
        once. What it can't do so (two keys, a wide table) is joined.
        """
        if len(step.keys) != 1 or any(name not in self._kept for name in (step.base, *(p for p, _ in step.parts))):
            self.run(step.sql)
            return
        base, name = self._kept[step.base], step.keys[0]
        places = Places(base.column(name).combine_chunks())
        columns = {kept: base.column(kept) for kept in step.kept}

        def beside(part: str, names: Sequence[str]) -> dict[str, pa.Array]:
            found = self._kept[part].combine_chunks()
            rows = places.rows_in(found.column(name).combine_chunks())
            return {f"{part}_{c}": rows.of(found.column(c).combine_chunks()) for c in names}

        with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
            for found in workers.map(lambda part: beside(*part), step.parts):
                columns.update(found)
        self._take_in(step.name, pa.table(columns))

    def fetch(self, query: exp.Expr) -> list[tuple[Any, ...]]:
        return self._ready().execute(sql_text(query, Dialect)).fetchall()

    def arrow(self, query: exp.Expr) -> pa.Table:
        """The query's answer as an Arrow table."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # one more copy of the rows takes less than understanding the query twice
            return self._ready().execute(sql_text(query, Dialect)).to_arrow_table()

    def arrow_by_rows(self, query: exp.Query, base: str) -> pa.Table:
        """The same of a query that answers for each row of `base` by itself: each core has a share of the rows and
        makes its part of the answer, where one query's answer is put together by a single core.
        """
        rows = self._kept[base].num_rows if base in self._kept else 0
        if self._threads == 1 or rows <= ROWS_AT_ONCE or not self._answers_by_rows(query, base):
            return self.arrow(query)
        self._ready()
        sql, whole, share = sql_text(query, Dialect), self._given[base], -(-rows // self._threads)

        def part(start: int) -> pa.Table:
            connection = self._cursor({**self._given, base: whole.slice(start, share)})
            with connection, warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return connection.execute(sql).to_arrow_table()

        with ThreadPoolExecutor(self._threads) as workers:
            return pa.concat_tables(workers.map(part, range(0, rows, share)))

    def _answers_by_rows(self, query: exp.Query, base: str) -> bool:
        """Whether a query reads `base` once, folds nothing, and reads only relations that every connection knows."""
        inner = {table.alias for table in query.find_all(exp.CTE)}
        read = [table.name for table in query.find_all(exp.Table) if table.name not in inner]
        folds = query.find(exp.AggFunc, exp.Window, exp.Group, exp.Distinct, exp.Limit) is not None
        folds = folds or any(each.name.lower() not in OF_ONE_ROW for each in query.find_all(exp.Anonymous))
        known = self._given.keys() | self._waiting.keys()
        return not folds and not self._functions and read.count(base) == 1 and known >= set(read)

    def close(self) -> None:
        self._db.close()


def _fixed(of_columns: Callable[[Sequence[pa.ChunkedArray]], pa.Array], takes: int) -> Callable[..., pa.Array]:
    """DuckDB wants functions with a fixed number of parameters."""

    def of_one(a: pa.ChunkedArray) -> pa.Array:
        return of_columns([a])

    def of_two(a: pa.ChunkedArray, b: pa.ChunkedArray) -> pa.Array:
        return of_columns([a, b])

    def of_four(a: pa.ChunkedArray, b: pa.ChunkedArray, c: pa.ChunkedArray, d: pa.ChunkedArray) -> pa.Array:
        return of_columns([a, b, c, d])

    forms: dict[int, Callable[..., pa.Array]] = {1: of_one, 2: of_two, 4: of_four}
    return forms[takes]
