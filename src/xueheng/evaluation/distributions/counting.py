"""How many results of a run lie at each level, for every group of its standard: counted once, when the run is stored;
and how many have none, by why.

A page would have to read every pupil's result for it. The counts tell of nobody; they stay when somebody is erased.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from xueheng.evaluation.core.public import write_parquet
from xueheng.evaluation.distributions.hiding import hidden_in_each
from xueheng.evaluation.distributions.lacking import STATE, WHY, Recorded, leaves_under, why_without

COUNTS = "distributions.parquet"
YEAR = "year"
"""What the groups between a unit and its classes are called here: all of one grade."""
MISSING = "-missing"
"""In the place of a level, in counts written before those without one were told apart: all that lack data."""
SAYS_WHY = {b"counts": b"2"}
"""What the files say that tell them apart."""
TOTAL = "total"
NODES, LEAVES = "nodes.parquet", "leaves.parquet"
GROUP, LEVEL = "group.", ".level"
SCHEMA = pa.schema(
    [
        ("entity", pa.string()),
        ("unit", pa.int64()),
        ("part", pa.string()),
        ("above", pa.int64()),
        ("column", pa.string()),
        ("what", pa.string()),
        ("count", pa.int64()),
        ("hidden", pa.bool_()),
    ],
    metadata=SAYS_WHY,
)
"""One row a group, column and level. `entity`: the unit's kind, or YEAR; `part`: the grade's code, '' for other groups;
`above`: the unit that it belongs to, 0 for none; `hidden`: of so few that it is not told to whoever sees groups alone.
"""
GradesOn = Callable[[Iterable[int], date], Mapping[int, str]]
Parts = Mapping[str, Sequence[str]]
"""Each inner node's parts, by their codes."""


@dataclass(frozen=True, slots=True)
class Group:
    """A unit, or all classes of one grade under it."""

    entity: str
    unit: int
    part: str = ""


@dataclass(frozen=True, slots=True)
class Tree:
    """Every group of a run: each row's groups from the smallest unit up, and to which group each belongs."""

    entities: tuple[str, ...]
    """Kinds of units, the smallest first."""
    whole_of: Mapping[Group, Group]
    members: Sequence[Any]
    """For each kind of unit the unit of each row of the results, 0 for none."""


def keep_counts(folder: Path, parts: Parts, grades_on: GradesOn, day: date) -> None:
    """Write the counts beside the results in a folder, where the standard has groups and levels."""
    groups = [name for name in pq.read_schema(folder / NODES).names if name.startswith(GROUP)]
    if groups:
        write_parquet(counted(folder, groups, parts, grades_on, day), folder / COUNTS)


def counted(folder: Path, groups: Sequence[str], parts: Parts, grades_on: GradesOn, day: date) -> pa.Table:
    """The counts of the results in a folder. Classes of whose members the standard asks nothing are left out."""
    tree = _tree(folder, groups, grades_on, day)
    concerned = _concerned(folder, tree.members[0])
    found: dict[tuple[Group, str], Counter[str]] = defaultdict(Counter)
    for column, levels, codes in _columns(folder, parts):
        counts = np.where(concerned, levels, -1)
        for entity, units in zip(tree.entities, tree.members, strict=True):
            for unit, level, count in _pairs(units, counts, len(codes)):
                found[(Group(entity, unit), column)][codes[level]] += count
    _with_years(found, tree)
    return _table(found, tree)


def _concerned(folder: Path, smallest: Any) -> Any:
    """Whether a row counts: the standard applies to her, or to somebody of her smallest group. Else a standard of one
    stage would be "not applying" to the pupils of every other.
    """
    states = pq.read_table(folder / NODES, columns=[TOTAL + STATE]).column(0).cast(pa.string())
    asked = pc.not_equal(states, "not_applying").to_numpy()
    return asked | (np.isin(smallest, np.unique(smallest[asked])) & (smallest > 0))


def _tree(folder: Path, groups: Sequence[str], grades_on: GradesOn, day: date) -> Tree:
    table = pq.read_table(folder / NODES, columns=list(groups))
    members = {name.rpartition(".")[2]: _numbers(table.column(name)) for name in groups}
    sizes = {entity: len(np.unique(units)) for entity, units in members.items()}
    entities = tuple(sorted(members, key=lambda entity: -sizes[entity]))
    whole_of: dict[Group, Group] = {}
    for lower, upper in pairwise(entities):
        pairs = np.unique(np.stack([members[lower], members[upper]]), axis=1).T.tolist()
        whole_of |= {Group(lower, mine): Group(upper, its) for mine, its in pairs if mine and its}
    smallest = [group for group in whole_of if group.entity == entities[0]]
    grades = grades_on([group.unit for group in smallest], day)
    for group in smallest:
        grade = grades.get(group.unit)
        if grade:
            above = whole_of[group]
            year = Group(YEAR, above.unit, grade)
            whole_of |= {group: year, year: above}
    return Tree(entities, whole_of, [members[entity] for entity in entities])


def _numbers(column: pa.ChunkedArray) -> Any:
    return pc.fill_null(column.cast(pa.string()).cast(pa.int64()), 0).to_numpy()


def _columns(folder: Path, parts: Parts) -> Iterator[tuple[str, Any, list[str]]]:
    """Each column that has levels: for each row a number into the codes, −1 where it has neither level nor reason."""
    leaves = pq.ParquetFile(folder / LEAVES)
    recorded = Recorded(leaves.schema_arrow.names, lambda name: leaves.read(columns=[name]).column(0))
    for name in (NODES, LEAVES):
        file = pq.ParquetFile(folder / name)
        for column in [each.removesuffix(LEVEL) for each in file.schema_arrow.names if each.endswith(LEVEL)]:
            table = file.read(columns=[column + LEVEL, column + STATE])
            coded = pc.dictionary_encode(table.column(column + LEVEL).cast(pa.string()).combine_chunks())
            levels = coded.dictionary.to_pylist()
            why = why_without(table.column(column + STATE), recorded.of(leaves_under(parts, column)))
            without = np.where(why < 0, -1, len(levels) + why)
            there = pc.is_valid(coded).to_numpy(zero_copy_only=False)
            places = pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False)
            yield column, np.where(there, places, without), [*levels, *WHY]


def _pairs(units: Any, levels: Any, many: int) -> Iterator[tuple[int, int, int]]:
    """(unit, level, how many rows) wherever there are any."""
    known = (levels >= 0) & (units > 0)
    names, places = np.unique(units[known], return_inverse=True)
    sums = np.bincount(places * many + levels[known], minlength=len(names) * many)
    for at in np.flatnonzero(sums).tolist():
        yield int(names[at // many]), at % many, int(sums[at])


def _with_years(found: dict[tuple[Group, str], Counter[str]], tree: Tree) -> None:
    for (group, column), counts in list(found.items()):
        whole = tree.whole_of.get(group)
        if whole is not None and whole.entity == YEAR:
            found[(whole, column)].update(counts)


def _table(found: Mapping[tuple[Group, str], Counter[str]], tree: Tree) -> pa.Table:
    """In order of kind, unit, grade and column, so that one kind's rows are read by themselves."""
    hidden = {column: hidden_in_each(many, tree.whole_of) for column, many in _sizes(found).items()}
    places = {entity: at for at, entity in enumerate((*reversed(tree.entities), YEAR))}
    keys = sorted(found, key=lambda key: (places[key[0].entity], key[0].unit, key[0].part, key[1]))
    rows = []
    for group, column in keys:
        whole, grade = tree.whole_of.get(group), group.part
        if whole is not None and whole.entity == YEAR:
            grade, whole = whole.part, tree.whole_of.get(whole)
        above, few = whole.unit if whole else 0, group in hidden[column]
        for what, count in sorted(found[(group, column)].items()):
            rows.append((group.entity, group.unit, grade, above, column, what, count, few))
    if not rows:
        return SCHEMA.empty_table()
    cells = [pa.array(cells, field.type) for cells, field in zip(zip(*rows, strict=True), SCHEMA, strict=True)]
    return pa.Table.from_arrays(cells, schema=SCHEMA)


def _sizes(found: Mapping[tuple[Group, str], Counter[str]]) -> dict[str, tuple[dict[Group, int], dict[Group, int]]]:
    """By column what a group is hidden by: how many have a level, and how many it has."""
    sizes: dict[str, tuple[dict[Group, int], dict[Group, int]]] = defaultdict(lambda: ({}, {}))
    for (group, column), counts in found.items():
        having, everybody = sizes[column]
        having[group] = sum(count for what, count in counts.items() if what not in WHY)
        everybody[group] = counts.total()
    return sizes
