"""Distributions of results by class, school, district: computed from the published numbers, so that anybody
can recompute them from the result file.

Percentiles by linear interpolation between order statistics, on integers; means and percentiles are
rounded half up, away from zero, to the decimals of the whole standard (at least the column's own).
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
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
OF_WHAT = ("entity", "column", "statistic")
"""The columns that say of what a figure is."""
Numbers = Any
"""A NumPy array of whole numbers: 64 bits, or Python's own where these could overflow."""


def half_up(number: Fraction) -> int:
    """The nearest integer, halves away from zero."""
    twice = (2 * abs(number.numerator) + number.denominator) // (2 * number.denominator)
    return twice if number >= 0 else -twice


@dataclass(frozen=True)
class Figure:
    """One statistic of one column for groups of an entity: values as published, and the results they rest on."""

    column: str
    statistic: str
    groups: pa.Array
    values: pa.Array
    counts: Numbers


Means = Mapping[tuple[str, str], Figure]
"""The means of an entity (by its short name) and a column."""


def group_figures(evaluation: Evaluation, kept: Means = MappingProxyType({})) -> pa.Table:
    """Every statistic the standard asks for, entity by entity, column by column, group by group. `kept`: means that
    need not be computed again.
    """
    asked = [(entity, frozenset(names)) for entity, names in evaluation.standard.groups]
    asked = [(entity, names) for entity, names in asked if f"g_{entity}" in evaluation.table.column_names]
    groupings = [Grouping.of(evaluation.table.column(f"g_{entity}").combine_chunks()) for entity, _ in asked]
    averaged = {entity: g for g, (entity, names) in zip(groupings, asked, strict=True) if "mean" in names}
    pointed = [c for c in evaluation.columns if c.has_points] if averaged else []
    with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
        means = list(workers.map(lambda column: _means(evaluation, averaged, column, kept), pointed))
    found = []
    for grouping, (entity, names) in zip(groupings, asked, strict=True):
        average = [of_column[entity] for of_column in means if entity in of_column]
        figures = [*_counts(evaluation, grouping, names), *average, *_spread(evaluation, grouping, names)]
        found.append(_table(_short(entity), figures))
    return pa.concat_tables(found) if found else SCHEMA.empty_table()


def kept_means(figures: pa.Table) -> dict[tuple[str, str], Figure]:
    """The means among figures, which stand entity by entity, column by column; what they are of in a dictionary."""
    if not figures.num_rows:
        return {}
    keys = [figures.column(name).combine_chunks() for name in OF_WHAT]
    changes = np.logical_or.reduce([np.diff(k.indices.to_numpy()) != 0 for k in keys])
    starts = [0, *(np.flatnonzero(changes) + 1).tolist()]
    groups, values, counts = (figures.column(name).combine_chunks() for name in ("group", "value", "count"))
    found: dict[tuple[str, str], Figure] = {}
    for start, end in pairwise([*starts, figures.num_rows]):
        entity, column, statistic = (k[start].as_py() for k in keys)
        if statistic == "mean":
            groups_, values_, counts_ = (c.slice(start, end - start) for c in (groups, values, counts))
            found[(entity, column)] = Figure(column, statistic, groups_, values_, counts_.to_numpy())
    return found


def _short(entity: str) -> str:
    return entity.rpartition(".")[2]


def _table(entity: str, figures: Sequence[Figure]) -> pa.Table:
    """Figures one after another, of those groups that have any result in the column."""
    places = pa.array(np.repeat(np.arange(len(figures), dtype=np.int32), [len(f.groups) for f in figures]))

    def said(texts: Sequence[str]) -> pa.Array:
        return pa.DictionaryArray.from_arrays(places, pa.array(texts, pa.string())).cast(pa.string())

    columns = [
        pa.repeat(pa.scalar(entity), len(places)),
        pa.chunked_array([f.groups for f in figures], pa.string()),
        said([f.column for f in figures]),
        said([f.statistic for f in figures]),
        pa.chunked_array([f.values for f in figures], pa.string()),
        pa.chunked_array([pa.array(f.counts, pa.int64()) for f in figures], pa.int64()),
    ]
    table = pa.table(columns, schema=SCHEMA)
    return table if all(f.counts.all() for f in figures) else table.filter(pc.greater(table.column("count"), 0))


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

    def numbers_of(self, rows: Numbers) -> Numbers:
        """How many of those rows (a mask) each group has."""
        return self.sizes if rows.all() else self.sums(rows.astype(np.int64))

    def among(self, rows: Numbers) -> "Grouping":
        """The same groups with those rows only (a mask)."""
        kept = rows[self.order]
        sizes = self.numbers_of(rows)
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]) if len(sizes) else sizes
        return Grouping(self.order[kept], starts, sizes, self.names)


def _counts(evaluation: Evaluation, grouping: Grouping, statistics: frozenset[str]) -> Iterator[Figure]:
    if "count" in statistics:
        counts = grouping.numbers_of(evaluation.part("state", evaluation.columns[0]).to_numpy() != NOT_APPLYING)
        yield Figure("total", "count", grouping.names, pa.array(counts).cast(pa.string()), counts)


def _spread(evaluation: Evaluation, grouping: Grouping, statistics: frozenset[str]) -> Iterator[Figure]:
    """Levels and percentiles."""
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


def _decimals(evaluation: Evaluation, one: Column) -> int:
    return max(evaluation.columns[0].decimals, one.decimals)


def _means(evaluation: Evaluation, groupings: Mapping[str, Grouping], column: Column, kept: Means) -> dict[str, Figure]:
    """Means of the published numbers of a column, over the subjects that have one, for each entity's groups."""
    found = {e: kept[(_short(e), column.code)] for e in groupings if (_short(e), column.code) in kept}
    if len(found) == len(groupings):
        return found
    decimals = _decimals(evaluation, column)
    shown, known = whole_numbers(evaluation.part("shown", column), spare=2 * 10**decimals)
    for entity, grouping in groupings.items():
        counts = grouping.numbers_of(known)
        sums = grouping.sums(shown) * 10 ** (decimals - column.decimals)
        means = divided_half_up(sums, np.maximum(counts, 1))
        found[entity] = Figure(column.code, "mean", grouping.names, as_decimals(means, decimals), counts)
    return found


def divided_half_up(numbers: Numbers, by: Numbers) -> Numbers:
    """Whole quotients, halves away from zero; `by` is positive."""
    halves = (2 * np.abs(numbers) + by) // (2 * by)
    return np.where(numbers < 0, -halves, halves)


def _levels(evaluation: Evaluation, grouping: Grouping, column: Column) -> Iterator[Figure]:
    levels = evaluation.part("level", column)
    for level in sorted(x for x in pc.unique(levels).to_pylist() if x is not None):
        counts = grouping.numbers_of(pc.fill_null(pc.equal(levels, level), False).to_numpy(zero_copy_only=False))
        yield Figure(column.code, f"level.{level}", grouping.names, pa.array(counts).cast(pa.string()), counts)


def _percentiles(
    evaluation: Evaluation, grouping: Grouping, column: Column, percents: Sequence[int]
) -> Iterator[Figure]:
    """The p-th lies at place (n − 1)·p/100 of the sorted numbers, between two of them on the straight line."""
    decimals = _decimals(evaluation, column)
    shown, present = whole_numbers(evaluation.part("shown", column), spare=200 * 10**decimals)
    known = present & (evaluation.part("state", column).to_numpy() == KNOWN)
    groups = grouping.among(known)
    if not len(groups.order):
        return
    ranked, last = _ranked(groups, shown[groups.order]), np.maximum(groups.sizes - 1, 0)
    for percent in percents:
        at, rest = last * percent // 100, last * percent % 100
        first = np.minimum(groups.starts + at, len(ranked) - 1)
        second = np.minimum(groups.starts + np.minimum(at + 1, last), len(ranked) - 1)
        exactly = (ranked[first] * (100 - rest) + ranked[second] * rest) * 10 ** (decimals - column.decimals)
        values = as_decimals(divided_half_up(exactly, np.full(len(last), 100)), decimals)
        yield Figure(column.code, f"p{percent}", groups.names, values, groups.sizes)


def _ranked(groups: Grouping, numbers: Numbers) -> Numbers:
    """Each group's numbers (in the order of its rows), the least first: all of them sorted at once, each raised above
    the greatest of the group before. `whole_numbers` leaves room for that.
    """
    least = numbers.min()
    room = numbers.max() - least + 1
    raised = np.repeat(np.arange(len(groups.sizes)).astype(numbers.dtype) * room, groups.sizes)
    return np.sort(numbers - least + raised) - raised + least
