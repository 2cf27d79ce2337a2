"""Re-scoring the district-year: results and roll-ups from what a run has kept, by a changed pack."""

from time import perf_counter

import pyarrow as pa

from benchmarks.full_job import write
from benchmarks.measured import Facts, Task, measured
from benchmarks.workload import CHANGES, STANDARD, dataset, library, period, with_changes
from xueheng.evaluation.core.public import evaluate, rescore, write_tables

LEAF_TABLE = "leaf_table"
KEEP = "keep"


def job(task: Task) -> Facts:
    """`keep`: the results folder of the workload, whose leaves and ground are kept in the work folder. `weight`, `cut`:
    score them anew; `task.folder` is then that folder, and the evidence is not on the disk under its name. The seconds
    are those until results and roll-ups are there; `written_s` with their files written.
    """
    if task.variant == KEEP:
        definitions = library()
        kept = task.work / LEAF_TABLE
        kept.mkdir(parents=True, exist_ok=True)
        write_tables(evaluate(definitions, STANDARD, dataset(task.folder), period(definitions), digests=False), kept)
        return {}
    pack = with_changes(task.work / f"pack_{task.variant}", CHANGES[task.variant])
    pa.array([])  # at its first list pyarrow loads pandas where a yardstick has brought it; the programme has none
    started = perf_counter()
    definitions = library(pack)
    evaluation = rescore(definitions, STANDARD, task.folder, period(definitions))
    scored = perf_counter() - started
    write(evaluation, task.work / f"rescored_{task.variant}")
    return {"s": scored, "written_s": perf_counter() - started, "pupils": evaluation.table.num_rows}


if __name__ == "__main__":
    measured(job)
