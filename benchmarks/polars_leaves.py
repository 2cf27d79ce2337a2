"""The leaf values of the district-year workload by Polars: the yardstick beside the core.

One streaming group_by a file keeps every state that the file's leaves need; then the states of several
types are put together. Tried and slower: filtered aggregates (`.filter` inside `agg`) in place of
when/then, all files in one `collect_all`, 64-bit sums, reading files again for distinct actors, joins.
"""

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import polars as pl

from benchmarks.leaves import FRACTIONS, WINDOWS, Leaf, file_of, leaves_by_type, read_leaves
from benchmarks.measured import Facts, Task, measured

DAY_STEP = 2**32
"""`latest` is kept as day × 2³² + value: the greatest of it is the latest day's greatest value."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What every leaf of a file asks of a row, so that other rows are dropped before they are grouped."""

    window: str | None
    verified: bool


def shared(leaves: list[Leaf]) -> Conditions:
    """Conditions that all leaves of one file have in common."""
    windows = {leaf.window for leaf in leaves}
    return Conditions(windows.pop() if len(windows) == 1 else None, all(leaf.verified_only for leaf in leaves))


def inside(window: str) -> pl.Expr:
    """Whether a record lies in a window."""
    first, last = WINDOWS[window]
    return pl.col("occurred").is_between(pl.lit(first), pl.lit(last))


def kept(leaf: Leaf, dropped: Conditions) -> pl.Expr | None:
    """Which of the rows that are left count for a leaf; None: all."""
    conditions = []
    if leaf.window != dropped.window:
        conditions.append(inside(leaf.window))
    if leaf.verified_only and not dropped.verified:
        conditions.append(pl.col("verified"))
    return pl.all_horizontal(conditions) if conditions else None


def states(leaf: Leaf, keep: pl.Expr | None) -> list[pl.Expr]:
    """What one pass over one file keeps for a leaf, named after it; a fraction's denominator `…_den`."""
    value = pl.col("value")
    counted = keep.sum() if keep is not None else pl.len()

    def where(column: pl.Expr) -> pl.Expr:
        return column if keep is None else pl.when(keep).then(column)

    match leaf.kind:
        case "count":
            found = [counted]
        case "sum":
            found = [where(value).sum()]
        case "mean":
            found = [where(value).sum(), counted]
        case "max":
            found = [where(value).max()]
        case "latest":
            day = pl.col("occurred").cast(pl.Int32).cast(pl.Int64)
            found = [where(day * DAY_STEP + value).max()]
        case "ratio":
            hits = pl.col("verified") if keep is None else keep & pl.col("verified")
            found = [hits.sum(), counted]
        case "distinct":
            actor = pl.col("actor") if keep is None else pl.col("actor").filter(keep)
            found = [actor.n_unique() if len(leaf.types) == 1 else actor.unique()]
    return [state.alias(name) for state, name in zip(found, (leaf.name, f"{leaf.name}_den"), strict=False)]


def grouped(folder: Path, type_: int, leaves: list[Leaf]) -> pl.LazyFrame:
    """One group_by over one file."""
    dropped = shared(leaves)
    rows = pl.scan_parquet(file_of(folder, type_))
    if dropped.window is not None:
        rows = rows.filter(inside(dropped.window))
    if dropped.verified:
        rows = rows.filter(pl.col("verified"))
    return rows.group_by("subject").agg(state for leaf in leaves for state in states(leaf, kept(leaf, dropped)))


def distinct_of_several(leaf: Leaf, groups: dict[int, pl.DataFrame]) -> pl.LazyFrame:
    """Distinct actors over several types, from each type's own."""
    pairs = pl.concat([groups[t].lazy().select("subject", leaf.name).explode(leaf.name) for t in leaf.types])
    return pairs.drop_nulls().group_by("subject").agg(pl.col(leaf.name).n_unique())


def put_together(leaf: Leaf) -> list[pl.Expr]:
    """A leaf's value over the states of its types, whose columns end in the type's number."""
    own = [pl.col(f"{leaf.name}@{t}") for t in leaf.types]
    if leaf.kind in ("count", "sum"):
        return [pl.sum_horizontal(own).alias(leaf.name)]
    if leaf.kind in FRACTIONS:
        total = pl.sum_horizontal(pl.col(f"{leaf.name}_den@{t}") for t in leaf.types)
        some = pl.when(total > 0)
        return [
            some.then(pl.sum_horizontal(own)).alias(leaf.name),
            some.then(total).alias(f"{leaf.name}_den"),
        ]
    if leaf.kind == "distinct":
        return [pl.col(leaf.name if len(own) > 1 else f"{leaf.name}@{leaf.types[0]}").fill_null(0).alias(leaf.name)]
    best = pl.max_horizontal(own)
    return [(best % DAY_STEP if leaf.kind == "latest" else best).alias(leaf.name)]


def beside(subjects: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """A file's states in the order of the subjects. Sorted and laid side by side, which is faster than a join, where
    the file speaks of exactly these subjects.
    """
    in_order = frame.sort("subject")
    if not in_order["subject"].equals(subjects["subject"]):
        in_order = subjects.join(in_order, on="subject", how="left", maintain_order="left")
    return in_order.drop("subject")


def union(listed: pl.DataFrame, groups: dict[int, pl.DataFrame], leaves: list[Leaf]) -> pl.DataFrame:
    """The leaf table: one row a subject of the list, `l00` … and the denominators of fractions."""
    several = [leaf for leaf in leaves if leaf.kind == "distinct" and len(leaf.types) > 1]
    subjects = listed.select("subject").sort("subject")
    parts = [subjects]
    for type_, frame in groups.items():
        states_here = beside(subjects, frame.drop((leaf.name for leaf in several), strict=False))
        parts.append(states_here.rename(lambda name, type_=type_: f"{name}@{type_}"))
    parts += [beside(subjects, distinct_of_several(leaf, groups).collect()) for leaf in several]
    wide = pl.concat(parts, how="horizontal")
    return wide.select("subject", *(column for leaf in leaves for column in put_together(leaf)))


def group_files(folder: Path, leaves: list[Leaf]) -> dict[int, pl.DataFrame]:
    """One group_by a file, file after file."""
    plans = {t: grouped(folder, t, readers) for t, readers in leaves_by_type(leaves).items()}
    return {t: plan.collect(engine="streaming") for t, plan in plans.items()}


def leaf_table(folder: Path) -> pl.DataFrame:
    """Every leaf of every pupil of the list."""
    leaves = read_leaves()
    return union(pl.read_parquet(folder / "subjects.parquet"), group_files(folder, leaves), leaves)


def job(task: Task) -> Facts:
    """The leaf table in memory; told apart: the group_bys alone."""
    started, leaves = perf_counter(), read_leaves()
    groups = group_files(task.folder, leaves)
    grouping = perf_counter() - started
    table = union(pl.read_parquet(task.folder / "subjects.parquet"), groups, leaves)
    return {"group_by_s": grouping, "pupils": table.height}


if __name__ == "__main__":
    measured(job)
