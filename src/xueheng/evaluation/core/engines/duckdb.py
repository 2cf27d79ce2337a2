"""DuckDB: batches. BIGINT, then HUGEINT, then unbounded integers as text through exact functions."""

from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import pyarrow as pa
from duckdb.func import FunctionNullHandling, PythonUDFType
from duckdb.sqltypes import BIGINT, VARCHAR
from sqlglot import exp

from xueheng.evaluation.core.engines.forms import (
    UNBOUNDED_FUNCTIONS,
    SumOverflowed,
    fold_fractions,
    sortable,
    years_between,
)
from xueheng.evaluation.core.exact import COMPARATORS, OPERATORS, UNBOUNDED, WIDE, Comparator, Operator
from xueheng.evaluation.core.trees import binary, call, cast, text, whole

NAMES = {"+": "xh_add", "-": "xh_subtract", "*": "xh_multiply"}


class DuckDB:
    """A connection in memory that spills to a temporary folder; loopback to no network, no extensions."""

    name = "duckdb"
    cannot: frozenset[str] = frozenset()
    keeps_layers = False

    def __init__(self, *, threads: int | None = None, memory: str | None = None) -> None:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        if threads:
            settings["threads"] = threads
        if memory:
            settings["memory_limit"] = memory
        self._db = duckdb.connect(config=settings)
        self._db.execute("SET preserve_insertion_order = false")
        self._functions: set[str] = set()

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
        self._db.register(name, table)

    def view(self, name: str, query: exp.Expr) -> None:
        """A relation read from files when it is asked for."""
        self._db.execute(
            f"CREATE OR REPLACE TEMP VIEW {exp.to_identifier(name, quoted=True).sql('duckdb')} AS {query.sql('duckdb')}"
        )

    def run(self, statement: exp.Expr) -> None:
        try:
            self._db.execute(statement.sql(dialect="duckdb"))
        except (duckdb.OutOfRangeException, duckdb.ConversionException) as error:
            raise SumOverflowed(str(error)) from error

    def fetch(self, query: exp.Expr) -> list[tuple[Any, ...]]:
        return self._db.execute(query.sql(dialect="duckdb")).fetchall()

    def arrow(self, query: exp.Expr) -> pa.Table:
        """The query's answer as an Arrow table."""
        return self._db.sql(query.sql(dialect="duckdb")).to_arrow_table()

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
