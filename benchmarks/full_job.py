"""The full job of the district-year workload: from the pack and the records to results as Parquet files."""

from pathlib import Path

import pyarrow.dataset  # noqa: F401 - else it is imported while the clock runs

from benchmarks.measured import Facts, Task, measured
from benchmarks.workload import CHANGES, PACK, STANDARD, dataset, library, period, with_changes
from xueheng.evaluation.core.public import Evaluation, evaluate, write_tables
from xueheng.language.public import Library

UNDIGESTED = "undigested"


def evaluated(definitions: Library, folder: Path, *, digests: bool = True, memory: int | None = None) -> Evaluation:
    """Leaf values, points, dimensions, totals and roll-ups of every pupil. `memory`: bytes the process may take, of
    which the engine is told half.
    """
    engine = f"{memory // 2**20 // 2}MiB" if memory is not None else None
    return evaluate(definitions, STANDARD, dataset(folder), period(definitions), digests=digests, memory=engine)


def write(evaluation: Evaluation, out: Path) -> None:
    """Results, leaves, inner nodes and roll-ups."""
    out.mkdir(parents=True, exist_ok=True)
    write_tables(evaluation, out)


def job(task: Task) -> Facts:
    """All of it; `undigested`: without digests; or by a changed pack, where the variant is the name of a change."""
    changed = task.variant in CHANGES
    pack = with_changes(task.work / f"pack_{task.variant}", CHANGES[task.variant]) if changed else PACK
    evaluation = evaluated(library(pack), task.folder, digests=task.variant != UNDIGESTED, memory=task.memory)
    write(evaluation, task.work / f"full_{task.variant}")
    figures = evaluation.groups.num_rows if evaluation.groups is not None else 0
    return {"pupils": evaluation.table.num_rows, "group_figures": figures}


if __name__ == "__main__":
    measured(job)
