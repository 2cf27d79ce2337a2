"""SQLGlot trees without copies: the plan owns its nodes, and copying them was nine tenths of planning.

SQLGlot's builder methods copy what they are given; these build the same nodes and share what is
shared. A shared node is never changed after it was made.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlglot import exp

SQL = exp.Expr
CHAINS = (exp.And, exp.Or, exp.Add, exp.Mul)
TYPES = {name: exp.DataType.build(name) for name in ("bigint", "hugeint", "tinyint", "text", "boolean", "date")}

TYPES["ubigint"] = exp.DataType(this=exp.DataType.Type.UBIGINT)


def identifier(name: str) -> exp.Identifier:
    """A quoted name."""
    return exp.Identifier(this=name, quoted=True)


def column(name: str, table: str | None = None) -> SQL:
    """A quoted column."""
    return exp.Column(this=identifier(name), table=identifier(table) if table else None)


def relation(name: str, alias: str | None = None) -> SQL:
    """A quoted relation, with its alias."""
    return exp.Table(this=identifier(name), alias=exp.TableAlias(this=identifier(alias)) if alias else None)


def subquery(query: SQL, alias: str) -> SQL:
    """(query) AS alias."""
    return exp.Subquery(this=query, alias=exp.TableAlias(this=identifier(alias)))


def all_columns(alias: str) -> SQL:
    """alias.*"""
    return exp.Column(this=exp.Star(), table=identifier(alias))


def paren(sql: SQL) -> SQL:
    return exp.Paren(this=sql)


def wrap(sql: SQL) -> SQL:
    """Raw nodes lose parentheses when printed; this keeps them."""
    return paren(sql) if isinstance(sql, (exp.Binary, exp.Connector, exp.Unary, exp.Is, exp.Between)) else sql


def named(sql: SQL, name: str) -> SQL:
    """`sql AS "name"`."""
    return exp.Alias(this=paren(sql), alias=identifier(name))


def binary(kind: type[exp.Binary], left: SQL, right: SQL) -> SQL:
    """A binary node with both sides in parentheses where they are binary themselves.

    A chain of one associative operator stays flat: parsers have little room for nesting.
    """
    chained = kind in CHAINS and type(left) is kind
    joined: SQL = kind(this=left if chained else wrap(left), expression=wrap(right))
    return joined


def equal(left: SQL, right: SQL) -> SQL:
    return binary(exp.EQ, left, right)


def negated(sql: SQL) -> SQL:
    """NOT (sql)."""
    return exp.Not(this=paren(sql))


def absent(sql: SQL) -> SQL:
    """`sql IS NULL`."""
    return exp.Is(this=paren(sql), expression=exp.Null())


def present(sql: SQL) -> SQL:
    """`NOT (sql IS NULL)`."""
    return negated(absent(sql))


def both(conditions: Iterable[SQL | None]) -> SQL | None:
    """All that are there, joined by AND; None when there are none."""
    result: SQL | None = None
    for condition in conditions:
        if condition is not None:
            result = condition if result is None else binary(exp.And, result, condition)
    return result


def either(conditions: Iterable[SQL]) -> SQL:
    """Joined by OR; false when there are none."""
    result: SQL | None = None
    for condition in conditions:
        result = condition if result is None else binary(exp.Or, result, condition)
    return result if result is not None else exp.false()


def whole(number: int) -> SQL:
    """A small whole number."""
    literal: SQL = exp.Literal(this=str(abs(number)), is_string=False)
    return exp.Neg(this=literal) if number < 0 else literal


def text(value: str) -> SQL:
    """A text literal; quotes inside are doubled by the printer."""
    return exp.Literal(this=value, is_string=True)


def cast(sql: SQL, kind: str) -> SQL:
    return exp.Cast(this=sql, to=TYPES[kind])


def call(function: str, *arguments: SQL) -> SQL:
    """A call of a function by its own name."""
    return exp.Anonymous(this=function, expressions=list(arguments))


def coalesce(*arguments: SQL) -> SQL:
    return exp.Coalesce(this=arguments[0], expressions=list(arguments[1:]))


def case(cases: Sequence[tuple[SQL, SQL]], otherwise: SQL | None = None) -> SQL:
    """CASE WHEN … THEN … ELSE … END."""
    return exp.Case(ifs=[exp.If(this=when, true=then) for when, then in cases], default=otherwise)


def ordered(sql: SQL, *, desc: bool = False) -> SQL:
    return exp.Ordered(this=sql, desc=desc)


def over(function: SQL, partition: Sequence[SQL] = (), order: Sequence[SQL] = ()) -> SQL:
    """A window function."""
    return exp.Window(
        this=function, partition_by=list(partition), order=exp.Order(expressions=list(order)) if order else None
    )


Join = tuple[SQL, SQL | None, str]
"""What is joined, on which condition, and how ('left', 'inner', 'cross')."""


def select(
    columns: Sequence[SQL],
    source: SQL,
    joins: Sequence[Join] = (),
    where: SQL | None = None,
    group: Sequence[SQL] = (),
    limit: int | None = None,
    *,
    distinct: bool = False,
    order: Sequence[SQL] = (),
) -> exp.Select:
    """SELECT columns FROM source JOIN … WHERE … GROUP BY … ORDER BY … LIMIT."""
    parts: dict[str, Any] = {"expressions": list(columns), "from_": exp.From(this=source)}
    if joins:
        parts["joins"] = [_join(*join) for join in joins]
    if where is not None:
        parts["where"] = exp.Where(this=where)
    if group:
        parts["group"] = exp.Group(expressions=list(group))
    if order:
        parts["order"] = exp.Order(expressions=list(order))
    if limit is not None:
        parts["limit"] = exp.Limit(expression=whole(limit))
    if distinct:
        parts["distinct"] = exp.Distinct()
    return exp.Select(**parts)


def _join(what: SQL, on: SQL | None, how: str) -> SQL:
    if how == "cross":
        return exp.Join(this=what, kind="CROSS")
    return exp.Join(this=what, on=on, side="LEFT" if how == "left" else None)


def union_all(queries: Sequence[SQL]) -> SQL:
    """One after another."""
    result = queries[0]
    for other in queries[1:]:
        result = exp.Union(this=result, expression=other, distinct=False)
    return result


def create_table(name: str, query: SQL) -> SQL:
    """CREATE TEMPORARY TABLE name AS query."""
    return exp.Create(
        this=exp.Table(this=identifier(name)),
        kind="TABLE",
        expression=query,
        properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
    )
