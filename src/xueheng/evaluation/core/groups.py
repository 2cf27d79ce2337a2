"""Distributions of results by class, school, district: computed from the published numbers, so that anybody
can recompute them from the result file.

Percentiles by linear interpolation between order statistics, on integers; means and percentiles are
rounded half up, away from zero, to the decimals of the whole standard (at least the column's own).
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.evaluation.core.decimals import as_decimals, whole_numbers
from xueheng.evaluation.core.evaluation import Column, Evaluation
from xueheng.evaluation.core.scored import KNOWN, NOT_APPLYING

QUARTILES = (25, 50, 75)
PERCENTILES = (10, 25, 50, 75, 90)
SCHEMA = pa.schema(
    [
        ("entity", pa.string()),
        ("group", pa.string()),
        ("column", pa.string()),
        ("statistic", pa.string()),
        ("value", pa.string()),
        ("count", pa.int64()),
    ]
)
"""One row a statistic of one column for one group: its value as published, and the results it rests on."""
Numbers = Any
"""A NumPy array of whole numbers: 64 bits, or Python's own where these could overflow."""


def half_up(number: Fraction) -> int:
    """The nearest integer, halves away from zero."""
    twice = (2 * abs(number.numerator) + number.denominator) // (2 * number.denominator)
    return twice if number >= 0 else -twice


def group_figures(evaluation: Evaluation) -> pa.Table:
    """Every statistic the standard asks for, entity by entity, column by column, group by group."""
    found: list[pa.Table] = []
    for entity, statistics in evaluation.standard.groups:
        name = f"g_{entity}"
        if name in evaluation.table.column_names:
            grouping = Grouping.of(evaluation.table.column(name).combine_chunks())
            figures = _figures(evaluation, grouping, frozenset(statistics))
            found += [one.add_column(0, SCHEMA.field(0), [_same(entity.rpartition(".")[2], one)]) for one in figures]
    return pa.concat_tables(found) if found else SCHEMA.empty_table()


def _same(text: str, table: pa.Table) -> pa.Array:
    return pa.repeat(pa.scalar(text), table.num_rows)


@dataclass(frozen=True)
class Grouping:
    """Rows sorted by group: `order` of the rows that have one, where each group starts, and what it is called."""

    order: Numbers
    starts: Numbers
    sizes: Numbers
    names: pa.Array

    @classmethod
    def of(cls, groups: pa.Array) -> "Grouping":
        """Groups in the order of their names (whole numbers: of the numbers)."""
        # a column in which nobody has a group has no type of its own
        coded = (groups.cast(pa.string()) if pa.types.is_null(groups.type) else groups).dictionary_encode()
        sorted_names = pc.sort_indices(coded.dictionary).to_numpy()
        place = np.empty(len(sorted_names), np.int64)
        place[sorted_names] = np.arange(len(sorted_names))
        codes = coded.indices.fill_null(-1).to_numpy()
        known = np.flatnonzero(codes >= 0)
        places = place[codes[known]] if len(known) else np.empty(0, np.int64)
        order = known[np.argsort(places, kind="stable")]
        sizes = np.bincount(places, minlength=len(sorted_names))
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]) if len(sizes) else sizes
        return cls(order, starts, sizes, coded.dictionary.take(pa.array(sorted_names)).cast(pa.string()))

    def sums(self, numbers: Numbers) -> Numbers:
        """The sum of each group's rows."""
        return np.add.reduceat(numbers[self.order], self.starts) if len(self.order) else np.zeros(len(self.starts), int)

    def among(self, rows: Numbers) -> "Grouping":
        """The same groups with those rows only (a mask)."""
        kept = rows[self.order]
        sizes = self.sums(rows.astype(np.int64))
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]) if len(sizes) else sizes
        return Grouping(self.order[kept], starts, sizes, self.names)


def _figures(evaluation: Evaluation, grouping: Grouping, statistics: frozenset[str]) -> Iterator[pa.Table]:
    if "count" in statistics:
        asked = evaluation.part("state", evaluation.columns[0]).to_numpy() != NOT_APPLYING
        counts = grouping.sums(asked.astype(np.int64))
        yield _table(grouping, "total", "count", pa.array(counts).cast(pa.string()), counts)
    if "mean" in statistics:
        with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
            pointed = [c for c in evaluation.columns if c.has_points]
            yield from workers.map(lambda column: _mean(evaluation, grouping, column), pointed)
    asked_for = {"quartiles": QUARTILES, "percentiles": PERCENTILES}
    wanted = {p for name, points in asked_for.items() if name in statistics for p in points}
    for column in _headline(evaluation):
        if "levels" in statistics and column.has_levels:
            yield from _levels(evaluation, grouping, column)
        if wanted and column.has_points:
            yield from _percentiles(evaluation, grouping, column, sorted(wanted))


def _headline(evaluation: Evaluation) -> list[Column]:
    """The columns that distributions are made of: the total, or the parts where there is no total."""
    root = evaluation.columns[0]
    if root.has_points:
        return [root]
    parts = {p.code for p in evaluation.standard.root.parts}
    return [c for c in evaluation.columns if c.code in parts]


def _table(grouping: Grouping, column: str, statistic: str, values: pa.Array, counts: Numbers) -> pa.Table:
    """One statistic of those groups that have any result in the column."""
    table = pa.table({"group": grouping.names, "value": values, "count": pa.array(counts, pa.int64())})
    table = table.filter(pc.greater(table.column("count"), 0))
    arrays = [table.column("group"), _same(column, table), _same(statistic, table)]
    return pa.table([*arrays, table.column("value"), table.column("count")], schema=pa.schema(list(SCHEMA)[1:]))


def _decimals(evaluation: Evaluation, one: Column) -> int:
    return max(evaluation.columns[0].decimals, one.decimals)


def _mean(evaluation: Evaluation, grouping: Grouping, column: Column) -> pa.Table:
    """Means of the published numbers of a column, over the subjects that have one."""
    shown, known = whole_numbers(evaluation.part("shown", column), spare=2 * 10 ** _decimals(evaluation, column))
    counts = grouping.sums(known.astype(np.int64))
    decimals = _decimals(evaluation, column)
    sums = grouping.sums(shown) * 10 ** (decimals - column.decimals)
    means = divided_half_up(sums, np.maximum(counts, 1))
    return _table(grouping, column.code, "mean", as_decimals(means, decimals), counts)


def divided_half_up(numbers: Numbers, by: Numbers) -> Numbers:
    """Whole quotients, halves away from zero; `by` is positive."""
    halves = (2 * np.abs(numbers) + by) // (2 * by)
    return np.where(numbers < 0, -halves, halves)


def _levels(evaluation: Evaluation, grouping: Grouping, column: Column) -> Iterator[pa.Table]:
    levels = evaluation.part("level", column)
    for level in sorted(x for x in pc.unique(levels).to_pylist() if x is not None):
        at_level = pc.fill_null(pc.equal(levels, level), False).to_numpy(zero_copy_only=False)
        counts = grouping.sums(at_level.astype(np.int64))
        yield _table(grouping, column.code, f"level.{level}", pa.array(counts).cast(pa.string()), counts)


def _percentiles(
    evaluation: Evaluation, grouping: Grouping, column: Column, percents: Sequence[int]
) -> Iterator[pa.Table]:
    """The p-th lies at place (n − 1)·p/100 of the sorted numbers, between two of them on the straight line."""
    decimals = _decimals(evaluation, column)
    shown, present = whole_numbers(evaluation.part("shown", column), spare=200 * 10**decimals)
    known = present & (evaluation.part("state", column).to_numpy() == KNOWN)
    groups = grouping.among(known)
    rows = groups.order[np.lexsort((shown[groups.order], np.repeat(np.arange(len(groups.sizes)), groups.sizes)))]
    ranked, last = shown[rows], np.maximum(groups.sizes - 1, 0)
    for percent in percents:
        if not len(ranked):
            return
        at, rest = last * percent // 100, last * percent % 100
        first = np.minimum(groups.starts + at, len(ranked) - 1)
        second = np.minimum(groups.starts + np.minimum(at + 1, last), len(ranked) - 1)
        exactly = (ranked[first] * (100 - rest) + ranked[second] * rest) * 10 ** (decimals - column.decimals)
        values = as_decimals(divided_half_up(exactly, np.full(len(last), 100)), decimals)
        yield _table(groups, column.code, f"p{percent}", values, groups.sizes)
