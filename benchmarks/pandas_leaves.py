"""The leaf values of the district-year workload by pandas: one groupby of sums and one of maxima a file."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from benchmarks.leaves import FRACTIONS, WINDOWS, Leaf, file_of, leaves_by_type, needed_columns, read_leaves
from benchmarks.measured import Facts, Task, measured

DAY_STEP = 2**32
"""As in polars_leaves: day × 2³² + value."""
NOTHING = -1
"""The greatest value of no rows; no value or day of the workload is below zero."""


def conditions(rows: pd.DataFrame, leaves: list[Leaf]) -> dict[tuple[str, bool], np.ndarray]:
    """Which rows count, for each window and each answer to "verified only?" that the leaves ask for."""
    found = {}
    for window, verified in {(leaf.window, leaf.verified_only) for leaf in leaves}:
        first, last = (np.datetime64(day) for day in WINDOWS[window])
        days = rows["occurred"].to_numpy()
        inside = (days >= first) & (days <= last)
        found[(window, verified)] = inside & rows["verified"].to_numpy() if verified else inside
    return found


def group_file(rows: pd.DataFrame, leaves: list[Leaf]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What the leaves need of one file: what is added up, and what the greatest is taken of."""
    keeps = conditions(rows, leaves)
    added, greatest = {}, {}
    for leaf in leaves:
        keep = keeps[(leaf.window, leaf.verified_only)]
        match leaf.kind:
            case "count":
                added[leaf.name] = keep.astype("int32")
            case "sum" | "mean":
                added[leaf.name] = np.where(keep, rows["value"].to_numpy(), 0)
            case "ratio":
                added[leaf.name] = (keep & rows["verified"].to_numpy()).astype("int32")
            case "max":
                greatest[leaf.name] = np.where(keep, rows["value"].to_numpy(), NOTHING)
            case "latest":
                days = rows["occurred"].to_numpy().astype("datetime64[D]").astype("int64")
                greatest[leaf.name] = np.where(keep, days * DAY_STEP + rows["value"].to_numpy(), NOTHING)
            case "distinct":
                continue
        if leaf.kind in FRACTIONS:
            added[f"{leaf.name}_den"] = keep.astype("int32")
    subject = rows["subject"].to_numpy()
    columns_added, columns_greatest = (pd.DataFrame(c, index=subject) for c in (added, greatest))
    return columns_added.groupby(level=0, sort=False).sum(), columns_greatest.groupby(level=0, sort=False).max()


def pairs_of(rows: pd.DataFrame, leaf: Leaf) -> pd.DataFrame:
    """Different (subject, actor) pairs of one file that count for a leaf."""
    keep = conditions(rows, [leaf])[(leaf.window, leaf.verified_only)]
    return rows.loc[keep, ["subject", "actor"]].drop_duplicates()


def leaf_table(folder: Path) -> pd.DataFrame:
    """Every leaf of every pupil of the list; a value that is missing is NOTHING, or has the denominator 0."""
    leaves = read_leaves()
    subjects = pd.Index(pq.read_table(folder / "subjects.parquet", columns=["subject"])["subject"].to_numpy())
    names = [n for f in leaves for n in ((f.name, f"{f.name}_den") if f.kind in FRACTIONS else (f.name,))]
    empty = {f.name: NOTHING for f in leaves if f.kind in ("max", "latest")}
    table = {name: np.full(len(subjects), empty.get(name, 0), dtype="int64") for name in names}
    pairs: dict[str, list[pd.DataFrame]] = {leaf.name: [] for leaf in leaves if leaf.kind == "distinct"}
    columns = needed_columns(leaves)
    for type_, readers in leaves_by_type(leaves).items():
        file = pq.read_table(file_of(folder, type_), columns=columns[type_])
        rows = file.to_pandas(date_as_object=False, split_blocks=True, self_destruct=True)
        sums, greatest = group_file(rows, readers)
        places = subjects.get_indexer(sums.index)
        for name in sums:
            table[name][places] += sums[name].to_numpy()
        for name in greatest:
            table[name][places] = np.maximum(table[name][places], greatest[name].to_numpy())
        for leaf in readers:
            if leaf.kind == "distinct":
                pairs[leaf.name].append(pairs_of(rows, leaf))
    for name, found in pairs.items():
        counts = pd.concat(found).drop_duplicates().groupby("subject", sort=False).size()
        table[name][subjects.get_indexer(counts.index)] = counts.to_numpy()
    for leaf in leaves:
        if leaf.kind == "latest":
            found_days = table[leaf.name]
            table[leaf.name] = np.where(found_days == NOTHING, NOTHING, found_days % DAY_STEP)
    return pd.DataFrame({"subject": subjects, **table})


def job(task: Task) -> Facts:
    """The leaf table in memory, reading included."""
    return {"pupils": len(leaf_table(task.folder))}


if __name__ == "__main__":
    measured(job)
