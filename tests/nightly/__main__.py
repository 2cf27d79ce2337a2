"""`python -m tests.nightly`: a hundred thousand random cases, DuckDB and SQLite against the reference."""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from tests.property.comparing import Tally
from tests.property.sweep import Swept, one_part

ABOUT = """\
Every number gives definitions and one or more small worlds of subjects and records; each world is one case. The
reference works every case out by plain fractions, DuckDB and SQLite must say the same to the last digit. A difference
is made small and printed with the number that gives it again.
"""
RESULTS = """\
Exit code: 0 no difference; 1 some; 2 wrong words or a state of another sweep. Unless --first says otherwise, numbers
begin with a new million every day, so that every night tries other cases; the first line says which.
See docs/random-cases.md.
"""
MILLION = 1_000_000
SECONDS_BETWEEN_WORDS = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be tried: cases in all, the first number, which share of the parts, on how many processes."""

    cases: int
    first: int
    shard: int
    shards: int
    processes: int
    state: Path | None

    def parts(self) -> Iterator[int]:
        """The parts of this shard, without end."""
        part = self.shard - 1
        while True:
            yield part
            part += self.shards

    def wanted(self) -> int:
        return -(-self.cases // self.shards)


@dataclass
class Standing:
    """How far a sweep has come."""

    tally: Tally = field(default_factory=Tally)
    stories: list[str] = field(default_factory=list)
    done: set[int] = field(default_factory=set)

    def take(self, part: int, swept: Swept) -> None:
        self.tally.add(swept.tally)
        self.stories += swept.stories
        self.done.add(part)


class OtherSweepError(Exception):
    """The state on disk is of another sweep."""


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def asked(words: Sequence[str]) -> Plan:
    parser = argparse.ArgumentParser(
        prog="python -m tests.nightly", description=ABOUT, epilog=RESULTS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--cases", type=int, default=100_000, help="how many cases in all (100,000)")
    parser.add_argument("--first", type=int, help="the first number")
    parser.add_argument("--shard", default="1/1", metavar="2/8", help="the second of eight machines' share")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="beside each other (all cores)")
    parser.add_argument("--state", type=Path, metavar="FILE", help="written after every part; given again, goes on")
    options = parser.parse_args(words)
    shard, _, shards = options.shard.partition("/")
    if not (shard.isdigit() and shards.isdigit() and 1 <= int(shard) <= int(shards)):
        parser.error(f"--shard {options.shard}: write it as 2/8")
    first = options.first
    if first is None:
        first = known_first(options.state) or (datetime.now(UTC).date().toordinal()) * MILLION
    return Plan(options.cases, first, int(shard), int(shards), max(1, options.processes), options.state)


def known_first(state: Path | None) -> int | None:
    """The first number of the sweep that a state is of."""
    if state is None or not state.exists():
        return None
    with state.open(encoding="utf-8") as file:
        return int(json.loads(file.readline())["first"])


def resumed(plan: Plan) -> Standing:
    """How far the sweep had come when it was stopped."""
    standing, head = Standing(), {"first": plan.first, "shard": plan.shard, "shards": plan.shards}
    if plan.state is None:
        return standing
    if not plan.state.exists():
        plan.state.write_text(json.dumps(head) + "\n", "utf-8")
        return standing
    lines = [json.loads(line) for line in plan.state.read_text("utf-8").splitlines()]
    if lines[0] != head:
        raise OtherSweepError(f"{plan.state} is of {lines[0]}, this is {head}")
    for line in lines[1:]:
        standing.take(line["part"], Swept(Tally(**line["tally"]), line["stories"]))
    return standing


def run(plan: Plan, standing: Standing) -> None:
    """Parts on all processes until there are cases enough; each is written down when it is done."""
    parts = (part for part in plan.parts() if part not in standing.done)
    started = spoken = time.monotonic()
    before = standing.tally.cases()
    with ProcessPoolExecutor(plan.processes, mp_context=get_context("spawn")) as pool:
        running: dict[Future[Swept], int] = {}
        while running or standing.tally.cases() < plan.wanted():
            while len(running) < plan.processes + 1 and standing.tally.cases() < plan.wanted():
                part = next(parts)
                running[pool.submit(one_part, plan.first, part)] = part
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                take(plan, standing, running.pop(future), future.result())
            if time.monotonic() - spoken > SECONDS_BETWEEN_WORDS:
                spoken = time.monotonic()
                say(progress(plan, standing, standing.tally.cases() - before, spoken - started))


def take(plan: Plan, standing: Standing, part: int, swept: Swept) -> None:
    """Keep what a part found; print its differences at once."""
    standing.take(part, swept)
    for told in swept.stories:
        say(f"\n{told}\n")
    if plan.state is not None:
        line = {"part": part, "tally": asdict(swept.tally), "stories": swept.stories}
        with plan.state.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def progress(plan: Plan, standing: Standing, here: int, seconds: float) -> str:
    """How far, how fast, how long still."""
    cases, rate = standing.tally.cases(), here / seconds
    left = (plan.wanted() - cases) / rate / 60 if rate else 0.0
    return (
        f"{cases}/{plan.wanted()} cases, {rate:.1f} a second, about {left:.0f} min left, "
        f"{len(standing.stories)} differences"
    )


def main(words: Sequence[str]) -> int:
    """0 when nothing differs."""
    plan = asked(words)
    try:
        standing = resumed(plan)
    except OtherSweepError as other:
        say(str(other))
        return 2
    say(f"numbers from {plan.first}, shard {plan.shard}/{plan.shards}, {plan.processes} processes")
    started = time.monotonic()
    run(plan, standing)
    say(f"{standing.tally}; {time.monotonic() - started:.0f} s")
    say(f"{len(standing.stories)} differences")
    return 1 if standing.stories else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
