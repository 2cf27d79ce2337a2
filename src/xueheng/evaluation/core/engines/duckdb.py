"""DuckDB: batches. BIGINT, then HUGEINT, then unbounded integers as text through exact functions."""

from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa
from duckdb.sqltypes import BIGINT, VARCHAR
from sqlglot import exp

from xueheng.evaluation.core.engines.forms import UNBOUNDED_FUNCTIONS, fold_fractions, sortable
from xueheng.evaluation.core.exact import COMPARATORS, OPERATORS, UNBOUNDED, WIDE, Comparator, Operator
from xueheng.evaluation.core.trees import binary, call, cast, text, whole

NAMES = {"+": "xh_add", "-": "xh_subtract", "*": "xh_multiply"}
BATCHES = ("sum", "mean", "variation")


class DuckDB:
    """A connection in memory that spills to a temporary folder; loopback to no network, no extensions."""

    name = "duckdb"
    cannot: frozenset[str] = frozenset()
    keeps_layers = False

    def __init__(self, *, threads: int | None = None, memory: str | None = None) -> None:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
        }
        if threads:
            settings["threads"] = threads
        if memory:
            settings["memory_limit"] = memory
        self._db = duckdb.connect(config=settings)
        self._db.execute("SET preserve_insertion_order = false")
        self._functions: set[str] = set()

    # -- spelling -------------------------------------------------------------------------------

    def literal(self, value: int, tier: int) -> exp.Expression:
        if tier == UNBOUNDED:
            return text(str(value))
        number: exp.Expression = whole(abs(value))
        number = exp.Neg(this=number) if value < 0 else number
        if tier == WIDE:
            return cast(number, "hugeint")
        return number if -(2**31) < value < 2**31 else cast(number, "bigint")

    def widen(self, sql: exp.Expression, tier: int, to: int) -> exp.Expression:
        del tier
        return cast(sql, "hugeint" if to == WIDE else "text")

    def operate(self, operator: Operator, left: exp.Expression, right: exp.Expression, tier: int) -> exp.Expression:
        if tier == UNBOUNDED:
            return self._call(NAMES[operator], left, right)
        return binary(OPERATORS[operator], left, right)

    def divide(self, left: exp.Expression, right: exp.Expression, tier: int) -> exp.Expression:
        return self._call("xh_divide", left, right) if tier == UNBOUNDED else call("divide", left, right)

    def common_divisor(self, left: exp.Expression, right: exp.Expression, tier: int) -> exp.Expression:
        return self._call("xh_common_divisor", left, right) if tier == UNBOUNDED else call("gcd", left, right)

    def compare(self, operator: Comparator, left: exp.Expression, right: exp.Expression, tier: int) -> exp.Expression:
        if tier == UNBOUNDED:
            return binary(COMPARATORS[operator], self._call("xh_compare", left, right), whole(0))
        return binary(COMPARATORS[operator], left, right)

    def sort_key(self, sql: exp.Expression, tier: int) -> exp.Expression:
        return self._call("xh_sortable", sql) if tier == UNBOUNDED else sql

    def rational_fold(self, kind: str, arguments: Sequence[exp.Expression]) -> exp.Expression:
        name = f"xh_{kind}_{len(arguments)}"
        if name not in self._functions:
            lists: Any = [duckdb.list_type(VARCHAR)] * len(arguments)

            def folded(*columns: Any, kind: str = kind) -> str | None:
                return fold_fractions(kind, zip(*columns, strict=True))

            self._db.create_function(name, _fixed(folded, len(arguments)), lists, VARCHAR)  # type: ignore[arg-type]
            self._functions.add(name)
        return call(name, *(call("list", cast(a, "text")) for a in arguments))

    def _call(self, name: str, *arguments: exp.Expression) -> exp.Expression:
        """Registered on first use: a plan within 127 bits runs no Python function."""
        if name not in self._functions:
            if name == "xh_sortable":
                self._db.create_function(name, sortable, [VARCHAR], VARCHAR)  # type: ignore[list-item]
            else:
                result = BIGINT if name == "xh_compare" else VARCHAR
                self._db.create_function(name, UNBOUNDED_FUNCTIONS[name], [VARCHAR, VARCHAR], result)  # type: ignore[list-item]
            self._functions.add(name)
        return call(name, *arguments)

    # -- running --------------------------------------------------------------------------------

    def register(self, name: str, table: pa.Table) -> None:
        self._db.register(name, table)

    def view(self, name: str, query: exp.Expression) -> None:
        """A relation read from files when it is asked for."""
        self._db.execute(f"CREATE OR REPLACE TEMP VIEW {exp.to_identifier(name, quoted=True).sql('duckdb')} AS "
                         f"{query.sql('duckdb')}")

    def run(self, statement: exp.Expression) -> None:
        self._db.execute(statement.sql(dialect="duckdb"))

    def fetch(self, query: exp.Expression) -> list[tuple[Any, ...]]:
        return self._db.execute(query.sql(dialect="duckdb")).fetchall()

    def arrow(self, query: exp.Expression) -> pa.Table:
        """The query's answer as an Arrow table."""
        return self._db.sql(query.sql(dialect="duckdb")).to_arrow_table()

    def close(self) -> None:
        self._db.close()


def _fixed(function: Any, arguments: int) -> Any:
    """DuckDB wants functions with a fixed number of parameters."""
    if arguments == 2:
        return lambda a, b: function(a, b)
    return lambda a, b, c, d: function(a, b, c, d)
