"""`bench`: how fast, beside the floor of reading the data and beside others' tools on the same files."""

import json
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from xueheng.cli.bench_intake import INTAKE
from xueheng.cli.bench_jobs import EVIDENCE, Job, chosen, put_back, why_skipped
from xueheng.cli.bench_machine import machine
from xueheng.cli.bench_report import Report, say_report
from xueheng.cli.progress import Waiting
from xueheng.cli.refusals import CommandRefused, cannot_write, unknown
from xueheng.cli.speech import Speech
from xueheng.wording import Text

try:
    from benchmarks.make_district_year import MOST_SEEDS, make
    from benchmarks.record_store import STORE, make_store
    from xueheng.cli.bench_rounds import Rounds

    HERE = True
except ImportError:  # installed without the benchmarks, which lie beside the source
    HERE = False

WORKLOADS = ("district-year",)
LEAST_ROWS = 250
_UNITS = {"MB": 10**6, "MiB": 2**20, "GB": 10**9, "GiB": 2**30}


@dataclass(frozen=True, slots=True)
class BenchAsked:
    """What the command was asked. `make`: records to make first; `memory`: the most bytes that a job may take."""

    workload: str
    folder: Path
    make: int | None = None
    seed: int = 0
    runs: int = 5
    only: str | None = None
    steps: bool = False
    memory: int | None = None


def bench_command(asked: BenchAsked, speech: Speech, *, as_data: bool) -> int:
    """The command itself: 1 where a job did not finish, or gave other results than it must."""
    if not HERE:
        raise CommandRefused(
            Text("这份安装里没有测速用的数据和程序", "This installation has no benchmarks"),
            Text("请在源代码文件夹里运行 ./xueheng bench。", "Run ./xueheng bench in the source folder."),
        )
    if asked.workload not in WORKLOADS:
        raise unknown(Text("测速任务", "workload"), asked.workload, (*WORKLOADS, INTAKE, "api", "snapshots", "pages"))
    jobs = chosen(asked.only)
    try:
        with Waiting(speech.language) as waiting:
            prepare(asked, jobs, waiting)
            report = measure(asked, jobs, waiting)
    except OSError as fault:
        raise cannot_write(asked.folder, fault) from fault
    if as_data:
        json.dump(report.as_data(), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        say_report(report, speech)
    differs = any(facts.get("equal_to_full_run") is False for facts in report.facts.values())
    return 1 if report.failed or differs else 0


def prepare(asked: BenchAsked, jobs: tuple[Job, ...], waiting: Waiting) -> None:
    """See to it that the workload is there, and the record store where it is asked for."""
    folder = asked.folder
    put_back(folder)
    if asked.make is not None:
        _must_be_free(folder)
        if not 0 <= asked.seed < MOST_SEEDS:
            raise CommandRefused(
                Text(f"种子须在 0 到 {MOST_SEEDS - 1:,} 之间", f"A seed lies between 0 and {MOST_SEEDS - 1:,}")
            )
        making = Text("造测速用的记录", "Making the workload's records")
        make(asked.make, folder, seed=asked.seed, told=lambda done, of: waiting(making, done, of))
    if not (folder / "subjects.parquet").is_file() or not (folder / EVIDENCE).is_dir():
        raise CommandRefused(
            Text(f"{folder} 里没有测速用的数据", f"{folder} holds no workload"),
            Text(
                "请加上 --make 记录数 造一份，如 --make 3000000。", "Make one with --make ROWS, as in --make 3000000."
            ),
        )
    if any(job.group == "live" for job in jobs) and not (folder / STORE).exists():
        waiting(Text("造记录库", "Making the record store"))
        make_store(folder / STORE)


def _must_be_free(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CommandRefused(
            Text(f"{folder} 里已有东西", f"{folder} holds something already"),
            Text(
                "请给出一个新的文件夹，或去掉 --make 用里面已有的数据。",
                "Give a new folder, or leave --make out to use what is there.",
            ),
        )


def measure(asked: BenchAsked, jobs: tuple[Job, ...], waiting: Waiting) -> Report:
    """All jobs in turn, as often as was asked."""
    workload = _workload(asked.folder)
    skipped = {job.name: why for job in jobs if (why := why_skipped(job, int(workload["records"])))}
    report = Report(workload, machine(), asked.runs, asked.memory, jobs, skipped=skipped)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=asked.folder) as work:
        rounds = Rounds(asked.folder, Path(work), report, waiting)
        rounds.run()
        if asked.steps:
            rounds.steps()
    return report


def _workload(folder: Path) -> dict[str, Any]:
    """What is in a workload's folder."""
    files = sorted((folder / EVIDENCE).glob("*.parquet"))
    return {
        "name": WORKLOADS[0],
        "folder": str(folder),
        "records": sum(pq.read_metadata(file).num_rows for file in files),
        "pupils": pq.read_metadata(folder / "subjects.parquet").num_rows,
        "evidence_types": len(files),
        "evidence_bytes": sum(file.stat().st_size for file in files),
    }


def memory_bytes(written: str | None) -> int | None:
    """A size as a person writes it.

    >>> [memory_bytes(w) for w in ("4GB", "4 GiB", "800mb", None)]
    [4000000000, 4294967296, 800000000, None]
    """
    if written is None:
        return None
    found = re.fullmatch(r"(\d+)\s*([A-Za-z]+)", written.strip())
    units = {name.lower(): size for name, size in _UNITS.items()}
    if not found or found.group(2).lower() not in units:
        raise CommandRefused(
            Text(f"看不懂内存大小“{written}”", f'The size "{written}" cannot be read'),
            Text("请写成 4GB、800MB 或 4GiB 这样。", "Write it like 4GB, 800MB or 4GiB."),
        )
    return int(found.group(1)) * units[found.group(2).lower()]
