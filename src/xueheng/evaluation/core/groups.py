"""Distributions of results by class, school, district: computed from the published numbers, so that anybody
can recompute them from the result file.

Percentiles by linear interpolation between order statistics, on integers; means and percentiles are
rounded half up, away from zero, to the decimals of the whole standard (at least the column's own).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pyarrow as pa
from sqlglot import exp

from xueheng.evaluation.core.engines.duckdb import DuckDB
from xueheng.evaluation.core.evaluation import Column, Evaluation, shown_text
from xueheng.evaluation.core.scored import KNOWN, NOT_APPLYING
from xueheng.evaluation.core.trees import (
    SQL,
    both,
    call,
    cast,
    column,
    equal,
    named,
    ordered,
    over,
    present,
    relation,
    select,
    subquery,
    whole,
)

QUARTILES = (25, 50, 75)
PERCENTILES = (10, 25, 50, 75, 90)


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """One statistic of one column for one group. `value` as published; `count` the results it rests on."""

    entity: str
    group: str
    column: str
    statistic: str
    value: str
    count: int


def half_up(number: Fraction) -> int:
    """The nearest integer, halves away from zero."""
    twice = (2 * abs(number.numerator) + number.denominator) // (2 * number.denominator)
    return twice if number >= 0 else -twice


def group_figures(evaluation: Evaluation) -> list[GroupFigure]:
    """Every statistic the standard asks for, entity by entity, group by group."""
    engine = DuckDB()
    try:
        engine.register("results", evaluation.table)
        found: list[GroupFigure] = []
        for entity, statistics in evaluation.standard.groups:
            if f"g_{entity}" in evaluation.table.column_names:
                found += _of_entity(engine, evaluation, entity, frozenset(statistics))
        return found
    finally:
        engine.close()


def _of_entity(engine: DuckDB, evaluation: Evaluation, entity: str, statistics: frozenset[str]) -> list[GroupFigure]:
    simple = entity.rpartition(".")[2]
    found: list[GroupFigure] = []
    totals = _headline(evaluation)
    if "count" in statistics:
        applying = [call("count", exp.Star())]
        root = evaluation.columns[0].index
        rows = _grouped(engine, entity, applying, _differs(f"s{root}", NOT_APPLYING))
        found += [GroupFigure(simple, str(g), "total", "count", str(n), n) for g, n in rows]
    if "mean" in statistics:
        found += _means(engine, evaluation, entity, simple)
    for one in totals:
        if "levels" in statistics and one.has_levels:
            rows = _grouped(
                engine,
                entity,
                [column(f"e{one.index}"), call("count", exp.Star())],
                present(column(f"e{one.index}")),
                2,
            )
            found += [GroupFigure(simple, str(g), one.code, f"level.{level}", str(n), n) for g, level, n in rows]
        wanted = sorted(
            {
                p
                for name, points in (("quartiles", QUARTILES), ("percentiles", PERCENTILES))
                if name in statistics
                for p in points
            }
        )
        for percent in wanted if one.has_points else ():
            found += _percentile(engine, evaluation, entity, one, percent)
    return found


def _headline(evaluation: Evaluation) -> list[Column]:
    """The columns that distributions are made of: the total, or the parts where there is no total."""
    root = evaluation.columns[0]
    if root.has_points:
        return [root]
    parts = {p.code for p in evaluation.standard.root.parts}
    return [c for c in evaluation.columns if c.code in parts]


def _differs(name: str, value: int) -> SQL:
    return exp.NEQ(this=column(name), expression=whole(value))


def _grouped(engine: DuckDB, entity: str, columns: list[SQL], where: SQL, keys: int = 1) -> list[tuple[Any, ...]]:
    group = column(f"g_{entity}")
    by = [group, *columns[: keys - 1]]
    query = select(
        [group, *columns],
        relation("results"),
        where=both([where, present(group)]),
        group=by,
        order=[ordered(k) for k in by],
    )
    return engine.fetch(query)


def _decimals(evaluation: Evaluation, one: Column) -> int:
    return max(evaluation.columns[0].decimals, one.decimals)


def _means(engine: DuckDB, evaluation: Evaluation, entity: str, simple: str) -> list[GroupFigure]:
    """Means of the published numbers of every column, over the subjects that have one."""
    columns = [c for c in evaluation.columns if c.has_points]
    sums: list[SQL] = []
    for c in columns:
        shown = cast(column(f"h{c.index}"), "hugeint")
        sums += [cast(call("sum", shown), "text"), call("count", column(f"h{c.index}"))]
    found = []
    for row in _grouped(engine, entity, sums, exp.true()):
        group, cells = row[0], row[1:]
        for number, c in enumerate(columns):
            total, count = cells[2 * number], cells[2 * number + 1]
            if count:
                decimals = _decimals(evaluation, c)
                mean = half_up(Fraction(int(str(total)), int(str(count))) * 10 ** (decimals - c.decimals))
                found.append(
                    GroupFigure(
                        simple, str(group), c.code, "mean", shown_text(mean, decimals, trimmed=False), int(str(count))
                    )
                )
    return found


def _percentile(engine: DuckDB, evaluation: Evaluation, entity: str, one: Column, percent: int) -> list[GroupFigure]:
    shown, group = cast(column(f"h{one.index}"), "bigint"), column(f"g_{entity}")
    place = over(exp.RowNumber(), [group], [ordered(shown)])
    size = over(call("count", exp.Star()), [group])
    ranked = select(
        [named(group, "g"), named(shown, "h"), named(place, "place"), named(size, "size")],
        relation("results"),
        where=both([present(shown), present(group), equal(column(f"s{one.index}"), whole(KNOWN))]),
    )
    step = exp.Mul(this=exp.Paren(this=exp.Sub(this=column("size"), expression=whole(1))), expression=whole(percent))
    first = exp.Add(this=call("divide", step, whole(100)), expression=whole(1))
    near = exp.In(this=column("place"), expressions=[first, exp.Add(this=exp.Paren(this=first), expression=whole(1))])
    rows = engine.fetch(
        select(
            [column("g"), column("h"), column("size")],
            subquery(ranked, "ranked"),
            where=near,
            order=[ordered(column("g")), ordered(column("place"))],
        )
    )
    by_group: dict[str, list[tuple[int, int]]] = {}
    for name, value, count in rows:
        by_group.setdefault(str(name), []).append((int(value), int(count)))
    decimals = _decimals(evaluation, one)
    found = []
    for name, near_values in by_group.items():
        count = near_values[0][1]
        rest = (count - 1) * percent % 100
        above = near_values[1][0] if len(near_values) > 1 else near_values[0][0]
        exactly = Fraction(near_values[0][0] * (100 - rest) + above * rest, 100) * 10 ** (decimals - one.decimals)
        found.append(
            GroupFigure(
                entity.rpartition(".")[2],
                name,
                one.code,
                f"p{percent}",
                shown_text(half_up(exactly), decimals, trimmed=False),
                count,
            )
        )
    return found


def groups_table(figures: Iterable[GroupFigure]) -> pa.Table:
    """Figures as a table, one statistic a row."""
    rows = list(figures)
    return pa.table(
        {
            "entity": pa.array([f.entity for f in rows], pa.string()),
            "group": pa.array([f.group for f in rows], pa.string()),
            "column": pa.array([f.column for f in rows], pa.string()),
            "statistic": pa.array([f.statistic for f in rows], pa.string()),
            "value": pa.array([f.value for f in rows], pa.string()),
            "count": pa.array([f.count for f in rows], pa.int64()),
        }
    )
