"""The floor of the district-year workload: pyarrow reads every needed column of every file into memory."""

import pyarrow.dataset  # noqa: F401 - else read_table imports it while the clock runs
import pyarrow.parquet as pq

from benchmarks.leaves import file_of, needed_columns, read_leaves
from benchmarks.measured import Facts, Task, measured


def job(task: Task) -> Facts:
    """Read exactly the columns that some leaf reads, file after file; what was read is let go again."""
    columns = needed_columns(read_leaves())
    shapes = [pq.read_table(file_of(task.folder, t), columns=names).shape for t, names in columns.items()]
    return {"rows": sum(rows for rows, _ in shapes), "cells": sum(rows * width for rows, width in shapes)}


if __name__ == "__main__":
    measured(job)
