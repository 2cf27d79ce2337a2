"""The jobs that `bench` measures, each run in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import xueheng
from xueheng.cli.refusals import cannot_write, unknown
from xueheng.wording import Text

LONGEST_SECONDS = 3 * 3600
EVIDENCE = "evidence"
AWAY = "evidence.away"
_MOST_SAID = 400


@dataclass(frozen=True, slots=True)
class Job:
    """One thing that is measured. `group`: what `--only` calls it; `needs`: a package that is not always installed;
    `most_records`: larger workloads leave it out.
    """

    name: str
    group: str
    title: Text
    module: str
    variant: str = ""
    needs: str = ""
    most_records: int | None = None


JOBS = (
    Job("floor", "floor", Text("下限：只把要用的列读进内存", "floor: the needed columns read into memory"), "floor"),
    Job("full", "full", Text("全部计算，结果写成 Parquet", "full job, results as Parquet"), "full_job"),
    Job("undigested", "full", Text("全部计算，不算摘要", "full job without digests"), "full_job", "undigested"),
    Job("rescore_weight", "rescore", Text("改一个权重后重算", "re-score, one weight changed"), "rescore", "weight"),
    Job("rescore_cut", "rescore", Text("改一个分数线后重算", "re-score, one cut changed"), "rescore", "cut"),
    Job("live", "live", Text("一名学生即时计算", "one pupil live"), "live"),
    Job("polars", "polars", Text("Polars：只算观测点", "Polars: leaves only"), "polars_leaves", needs="polars"),
    Job(
        "pandas",
        "pandas",
        Text("pandas：只算观测点", "pandas: leaves only"),
        "pandas_leaves",
        needs="pandas",
        most_records=3_000_000,
    ),
)
GROUPS = tuple(dict.fromkeys(job.group for job in JOBS))


class JobFailed(Exception):
    """A job's process ended without an answer; `said` is its last line."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


def why_skipped(job: Job, records: int) -> Text | None:
    """Why a job is left out here; None: it runs."""
    if job.most_records is not None and records > job.most_records:
        return Text(f"只量到 {job.most_records:,} 条记录", f"measured up to {job.most_records:,} records only")
    if find_spec(f"benchmarks.{job.module}") is None:
        return Text("这个版本还不会", "this version cannot do it yet")
    if job.needs and find_spec(job.needs) is None:
        command = f"{sys.executable} -m pip install --require-hashes --no-deps -r requirements/bench.txt"
        return Text(f"没有安装 {job.needs}；安装：{command}", f"{job.needs} is not installed; to install: {command}")
    return None


def benchmark_surroundings() -> dict[str, str]:
    """The environment of a benchmark's process: it finds what this one finds."""
    places = [str(Path(xueheng.__file__).parents[1]), *(path for path in sys.path if path)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(places))}


def run_job(job: Job, task: str, *, limited: bool = False) -> Mapping[str, Any]:
    """What a job says of itself: `s` seconds, `cpu_s`, `peak_mb` and facts of its own. Raises JobFailed."""
    environment = benchmark_surroundings()
    if limited:
        environment["MALLOC_ARENA_MAX"] = "2"  # each thread's own arena is room that is set aside, not memory in use
    words = [sys.executable, "-P", "-m", f"benchmarks.{job.module}", task]
    try:
        done = subprocess.run(
            words, env=environment, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as fault:
        raise JobFailed(f"no answer within {LONGEST_SECONDS} s") from fault
    if done.returncode != 0:
        raise JobFailed(last_words(done.stderr) or f"exit code {done.returncode}")
    answer: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def last_words(errors: str) -> str:
    r"""What an error says of itself: the line behind the last traceback, or else the last line.

    >>> last_words("Traceback (most recent call last):\n  File x\nMemoryError: no more\nsome library: bye")
    'MemoryError: no more'
    """
    lines = [line for line in errors.rpartition("Traceback (most recent call last):")[2].splitlines() if line.strip()]
    behind = [line for line in lines if not line.startswith(" ")]
    return (behind[0] if "Traceback" in errors else behind[-1])[:_MOST_SAID] if behind else ""


@contextmanager
def evidence_taken_away(folder: Path) -> Iterator[None]:
    """The workload's evidence under another name, so that nothing finds it while this lasts."""
    try:
        (folder / EVIDENCE).rename(folder / AWAY)
    except OSError as fault:
        raise cannot_write(folder, fault) from fault
    try:
        yield
    finally:
        put_back(folder)


def put_back(folder: Path) -> None:
    """Give the evidence its name again, also where an earlier run was killed before it did."""
    if (folder / AWAY).is_dir() and not (folder / EVIDENCE).exists():
        (folder / AWAY).rename(folder / EVIDENCE)


def chosen(only: str | None) -> tuple[Job, ...]:
    """The jobs that `--only` names, all of them without it."""
    if only is None:
        return JOBS
    wanted = [word.strip() for word in only.split(",") if word.strip()]
    for word in wanted:
        if word not in GROUPS:
            raise unknown(Text("测量", "measurement"), word, GROUPS)
    return tuple(job for job in JOBS if job.group in wanted)
