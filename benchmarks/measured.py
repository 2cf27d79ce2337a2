"""One job in a process of its own: what it took, said as one line of JSON on the output."""

import json
import re
import resource
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

Facts = Mapping[str, object]
STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Task:
    """What a job is given. `folder`: the workload; `work`: where it may write; `variant`: which form of the job;
    `memory`: the most bytes that the process may take, None for no limit.
    """

    folder: Path
    work: Path
    variant: str = ""
    memory: int | None = None

    def as_text(self) -> str:
        """The task as the word that a job's process is started with."""
        return json.dumps([str(self.folder), str(self.work), self.variant, self.memory])


def task_of(text: str) -> Task:
    """The task that a process was started with.

    >>> task_of(Task(Path("a"), Path("b"), "cut").as_text())
    Task(folder=PosixPath('a'), work=PosixPath('b'), variant='cut', memory=None)
    """
    folder, work, variant, memory = json.loads(text)
    return Task(Path(folder), Path(work), variant, memory)


def limit_memory(most: int) -> None:
    """A hard limit: whatever asks for more is refused by the system."""
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def peak_megabytes() -> float:
    """The most memory that this process has held since it started.

    Linux hands the starter's own peak on to a process through getrusage; what stands in /proc is
    this programme's alone.
    """
    if STATUS.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", STATUS.read_text("ascii"))
        if found:
            return int(found.group(1)) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def processor_seconds() -> float:
    """Seconds that all processors together have worked for this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measured(job: Callable[[Task], Facts]) -> None:
    """Do the job that the command line names and say what it took. The imports, which stand before it, are not in
    the seconds.
    """
    task = task_of(sys.argv[1])
    if task.memory is not None:
        limit_memory(task.memory)
    before, started = processor_seconds(), perf_counter()
    facts = job(task)
    seconds, worked = perf_counter() - started, processor_seconds() - before
    print(json.dumps({"s": seconds, "cpu_s": worked, "peak_mb": peak_megabytes(), **facts}), flush=True)
