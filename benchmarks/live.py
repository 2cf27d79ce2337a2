"""One pupil live: from the record store to the published results, pupil after pupil."""

import gc
from time import perf_counter

import pyarrow as pa

from benchmarks.make_district_year import TYPES
from benchmarks.measured import Facts, Task, measured
from benchmarks.record_store import STORE, RecordStore
from benchmarks.workload import PUPIL, STANDARD, library, period, pupils, type_name
from xueheng.evaluation.core.public import Evaluation, LiveStandard, results_table


def answered(live: LiveStandard, store: RecordStore, pupil: int) -> Evaluation:
    """One pupil's results, from the store. Her place is class 0 of school 0."""
    records = {type_name(type_): rows for type_, rows in store.of(pupil, columns_read(live)).items()}
    return live.evaluate(records, {PUPIL: pupils(pa.array([pupil]), pa.array([0]), pa.array([0]))})


def columns_read(live: LiveStandard) -> dict[int, tuple[str, ...]]:
    """What a standard reads of a record, by evidence type."""
    return {type_: live.record_columns(type_name(type_)) for type_ in range(TYPES)}


def percentile(sorted_cells: list[float], percent: int) -> float:
    """The least of the cells that so many percent of them do not exceed.

    >>> [percentile([1.0, 2.0, 3.0, 4.0], p) for p in (50, 99)]
    [2.0, 4.0]
    """
    return sorted_cells[max(0, -(-len(sorted_cells) * percent // 100) - 1)]


def job(task: Task) -> Facts:
    """Everybody in the store once; milliseconds from the question to the results."""
    started = perf_counter()
    definitions = library()
    year = period(definitions)
    store = RecordStore(task.folder / STORE)
    live = LiveStandard(definitions, STANDARD, year)
    everybody = store.pupils()
    gc.freeze()  # as a server does when it is ready: what stays for good is not looked through for garbage
    ready = perf_counter() - started
    milliseconds, reading = [], []
    for pupil in everybody:
        began = perf_counter()
        results_table(answered(live, store, pupil))
        milliseconds.append((perf_counter() - began) * 1000)
    for pupil in everybody:
        began = perf_counter()
        store.of(pupil, columns_read(live))
        reading.append((perf_counter() - began) * 1000)
    milliseconds.sort()
    reading.sort()
    return {
        "pupils": len(everybody),
        "records_of_each": min(sum(map(len, store.of(pupil).values())) for pupil in everybody),
        "ready_ms": ready * 1000,
        "p50_ms": percentile(milliseconds, 50),
        "p99_ms": percentile(milliseconds, 99),
        "greatest_ms": milliseconds[-1],
        "reading_p50_ms": percentile(reading, 50),
        "reading_p99_ms": percentile(reading, 99),
    }


if __name__ == "__main__":
    measured(job)
