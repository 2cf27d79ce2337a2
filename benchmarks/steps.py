"""Where the full job's time goes: the functions of the product that take at least a hundredth of it, as a tree, and the
statements of the plan one by one.
"""

import cProfile
import pstats
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from benchmarks.full_job import write
from benchmarks.measured import Facts, Task, measured
from benchmarks.workload import STANDARD, dataset, library, period
from xueheng.evaluation.core.public import Evaluation, evaluate
from xueheng.wording import Text

LEAST_SHARE = 0.01
DEEPEST = 6
Function = tuple[str, int, str]


@dataclass
class StatementClock:
    """Seconds between one report of progress and the next, by what was reported."""

    last: float
    taken: dict[str, float]

    def __call__(self, said: Text, done: int, of: int) -> None:
        now = perf_counter()
        self.taken[said.en or said.zh] = self.taken.get(said.en or said.zh, 0) + now - self.last
        self.last = now


def whole_job(task: Task, clock: StatementClock) -> Evaluation:
    """The full job, as full_job does it, with progress heard."""
    definitions = library()
    data, year = dataset(task.folder), period(definitions)
    clock.last = perf_counter()
    evaluation = evaluate(definitions, STANDARD, data, year, progress=clock)
    write(evaluation, task.work / "steps")
    return evaluation


class CallTree:
    """A profile read from the top: who was called by whom, and for how long."""

    def __init__(self, profile: cProfile.Profile) -> None:
        stats: Any = pstats.Stats(profile)
        self.seconds: dict[Function, float] = {f: numbers[3] for f, numbers in stats.stats.items()}
        self.calls: dict[Function, dict[Function, float]] = {}
        for function, numbers in stats.stats.items():
            for caller, from_caller in numbers[4].items():
                self.calls.setdefault(caller, {})[function] = from_caller[3]

    def below(self, function: Function, least: float, depth: int = 0) -> Iterator[dict[str, object]]:
        """What a function calls and takes at least `least` seconds, the longest first, and what that calls."""
        for called, seconds in sorted(self.calls.get(function, {}).items(), key=lambda pair: -pair[1]):
            if seconds < least:
                continue
            yield {"depth": depth, "what": _name(called), "s": round(seconds, 3)}
            alone = self.seconds[called] <= seconds * 1.05  # called elsewhere too, its parts cannot be told apart
            if depth < DEEPEST and "xueheng" in called[0] and alone:
                yield from self.below(called, least, depth + 1)


def _name(function: Function) -> str:
    file, _, name = function
    return name if file == "~" else f"{file.rpartition('/')[2].removesuffix('.py')}.{name}"


def job(task: Task) -> Facts:
    """The job under the profiler, which slows it a little."""
    clock, profile = StatementClock(0, {}), cProfile.Profile()
    started = perf_counter()
    profile.runcall(whole_job, task, clock)
    total = perf_counter() - started
    tree = CallTree(profile)
    top = next(f for f in tree.seconds if f[2] == "whole_job")
    statements = sorted(clock.taken.items(), key=lambda pair: -pair[1])
    return {
        "total_s": round(total, 3),
        "functions": list(tree.below(top, total * LEAST_SHARE)),
        "statements": [{"what": what, "s": round(seconds, 3)} for what, seconds in statements],
    }


if __name__ == "__main__":
    measured(job)
