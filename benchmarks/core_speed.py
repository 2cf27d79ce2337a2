"""The district-year workload on the evaluation core: the floor, the full job, and one pupil live.

    python benchmarks/core_speed.py ROWS FOLDER [--runs 5]

Makes the records in FOLDER when they are not there (make_district_year.py). Prints medians with the
least and the greatest of RUNS runs, the floor and the full job in turn, each in a process of its own
so that peak memory is its own. The floor is pyarrow reading every needed column of every file into
memory; the full job writes results, leaf values and distributions to Parquet.
"""

import argparse
import json
import multiprocessing
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from xueheng.evaluation.core.public import (
    FIRST_DAY,
    LAST_DAY,
    Dataset,
    Records,
    evaluate,
    evaluate_subject,
    period_for,
    write_results,
)
from xueheng.language.public import Library, load

HERE = Path(__file__).parent
STANDARD = "district_year.year"
TYPES = 40
NEEDED = ["record", "subject", "occurred", "value", "verified", "actor"]
COLUMNS = {
    "id": "record",
    "subject": "subject",
    "day": "occurred",
    "value": "value",
    "verified": "verified",
    "recorder": "actor",
}


def library() -> Library:
    """The workload's pack."""
    loaded = load(HERE / "district_year")
    if loaded.library is None:
        sys.exit("\n".join(issue.say() for issue in loaded.issues))
    return loaded.library


def dataset(folder: Path) -> Dataset:
    """The workload's records and pupils; all pupils belong to one district."""
    pupils = pq.read_table(folder / "subjects.parquet")
    n = pupils.num_rows
    subjects = pa.table(
        {
            "subject": pupils["subject"].cast(pa.int64()),
            "from_day": pa.array([FIRST_DAY] * n, pa.int32()),
            "to_day": pa.array([LAST_DAY] * n, pa.int32()),
            "district_year.class": pupils["class"].cast(pa.int64()),
            "district_year.school": pupils["school"].cast(pa.int64()),
            "district_year.district": pa.array([0] * n, pa.int64()),
        }
    )
    records = {
        f"district_year.type_{t:02d}": Records(files=(folder / f"evidence/type_{t:02d}.parquet",), columns=COLUMNS)
        for t in range(TYPES)
    }
    return Dataset(records, {"district_year.pupil": subjects})


def floor(folder: Path) -> None:
    """Read everything that is needed, and nothing else."""
    for t in range(TYPES):
        pq.read_table(folder / f"evidence/type_{t:02d}.parquet", columns=NEEDED)


def full_job(folder: Path) -> None:
    """Leaf values, points, dimensions, totals, distributions, written to Parquet."""
    definitions, data = library(), dataset(folder)
    period = period_for(definitions, STANDARD, "2025-2026", date(2026, 7, 31))
    write_results(evaluate(definitions, STANDARD, data, period), folder / "out", manifest={})


def one_pupil(folder: Path) -> None:
    """One pupil from files, planned and run on SQLite in memory."""
    definitions, data = library(), dataset(folder)
    period = period_for(definitions, STANDARD, "2025-2026", date(2026, 7, 31))
    evaluate_subject(definitions, STANDARD, data, period, 0)


def _measured(job: Callable[[Path], None], folder: Path, answer: "multiprocessing.Queue[tuple[float, float]]") -> None:
    started = time.perf_counter()
    job(folder)
    answer.put((time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def measure(job: Callable[[Path], None], folder: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of one run in a process of its own."""
    context = multiprocessing.get_context("spawn")
    answer: multiprocessing.Queue[tuple[float, float]] = context.Queue()
    process = context.Process(target=_measured, args=(job, folder, answer))
    process.start()
    result = answer.get()
    process.join()
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    if not (args.folder / "subjects.parquet").exists():
        subprocess.run([sys.executable, HERE / "make_district_year.py", str(args.rows), str(args.folder)], check=True)
    jobs = {"floor": floor, "full job": full_job, "one pupil": one_pupil}
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in jobs}
    for _ in range(args.runs):
        for name, job in jobs.items():
            runs[name].append(measure(job, args.folder))
    report: dict[str, dict[str, object]] = {}
    medians = {name: statistics.median(s for s, _ in found) for name, found in runs.items()}
    for name, found in runs.items():
        seconds = [s for s, _ in found]
        report[name] = {
            "median_s": round(medians[name], 2),
            "least_s": round(min(seconds), 2),
            "greatest_s": round(max(seconds), 2),
            "peak_mb": round(max(m for _, m in found)),
        }
    report["ratio"] = {"full job / floor": round(medians["full job"] / medians["floor"], 1)}
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
