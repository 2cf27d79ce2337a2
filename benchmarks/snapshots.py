"""Snapshots of a large record, and one pupil's live answer beside it: seconds of the one, milliseconds of the other.

    python -m benchmarks.snapshots FOLDER [--pupils 12000] [--records 3000000]

Founds a school of so many pupils and fills its record with a year of class observations once (kept in FOLDER for the
next run, which takes many minutes with three million). Then, on a copy of the database: a full snapshot; one after 1 %
more records, all of the last month; the live results of 400 pupils. Prints one JSON line. SQLite.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.intake import ROOT
from benchmarks.intake_world import WORLD, YEAR
from xueheng.web.public import bring_up_to_date, start_django

TYPE, STANDARD, LABEL = "student.observation", "student.primary", "2025-2026"
HABITS = ("conduct", "study", "daily_life", "labour")
LEVELS = ("outstanding", "steady", "growing")
SCHOOL_DAYS = 270
ASKED = 400
MILLISECONDS = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pupils", type=int, default=12_000)
    parser.add_argument("--records", type=int, default=3_000_000)
    parser.add_argument("--part", choices=("fill", "measure"))
    asked = parser.parse_args()
    if asked.part == "fill":
        _filled(asked.records)
    elif asked.part == "measure":
        print(json.dumps({"pupils": asked.pupils, "records": asked.records, **_measured(asked.records)}), flush=True)
    else:
        _both(asked.folder, asked.pupils, asked.records)


def _both(folder: Path, pupils: int, records: int) -> None:
    world, copy = folder / f"world-{pupils}-{records}", folder / "copy"
    if not (world / "filled").exists():
        shutil.rmtree(world, ignore_errors=True)
        world.mkdir(parents=True)
        _run(world, "benchmarks.intake_world", str(pupils))
        _run(world, "benchmarks.snapshots", str(folder), "--records", str(records), "--part", "fill")
        (world / "filled").touch()
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(world, copy)
    words = ("--pupils", str(pupils), "--records", str(records), "--part", "measure")
    _run(copy, "benchmarks.snapshots", str(folder), *words)
    shutil.rmtree(copy)


def _run(data: Path, module: str, *words: str) -> None:
    surroundings = {
        **os.environ,
        "XUEHENG_DATA": str(data),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    surroundings.pop("XUEHENG_DATABASE", None)
    subprocess.run([sys.executable, "-P", "-m", module, *words], env=surroundings, check=True)


def _started() -> tuple[Any, Any, dict[str, Any]]:
    """Identity, evidence and what the world says of itself."""
    start_django()
    bring_up_to_date()
    # The rooms' tables are there only once Django stands.
    from django.conf import settings  # noqa: PLC0415

    from xueheng.evidence import public as evidence  # noqa: PLC0415
    from xueheng.identity import public as identity  # noqa: PLC0415

    told: dict[str, Any] = json.loads((Path(settings.PLACES.folder) / WORLD).read_text("utf-8"))
    return identity, evidence, told


def _filled(records: int) -> None:
    identity, evidence, _ = _started()
    pupils = _pupils(identity)
    _append(identity, evidence, _facts(evidence, pupils, records, YEAR, SCHOOL_DAYS, Random(1)))


def _pupils(identity: Any) -> list[int]:
    rows = identity.Enrolment.objects.for_the_programme("a benchmark").order_by("pk")
    return list(rows.values_list("pupil", flat=True))


def _facts(evidence: Any, pupils: list[int], many: int, first: date, days: int, draw: Random) -> Iterator[Any]:
    for at in range(many):
        day = first + timedelta(days=at * days // many)
        fields = {"habit": HABITS[at % len(HABITS)], "level": draw.choice(LEVELS)}
        yield evidence.NewFact(TYPE, pupils[at % len(pupils)], day, fields)


def _append(identity: Any, evidence: Any, facts: Iterator[Any]) -> None:
    by, some = identity.programme_viewer(), []
    for fact in facts:
        some.append(fact)
        if len(some) == evidence.MOST_AT_ONCE:
            evidence.append_many(by, some, provenance="sheet")
            some = []
    if some:
        evidence.append_many(by, some, provenance="sheet")


def _measured(records: int) -> dict[str, Any]:
    identity, evidence, _ = _started()
    from xueheng.evaluation import public as evaluation  # noqa: PLC0415

    by, pupils = identity.programme_viewer(), _pupils(identity)
    full, first = _timed(lambda: evidence.take_snapshot(by))
    more = records // 100
    last = YEAR + timedelta(days=SCHOOL_DAYS)
    _append(identity, evidence, _facts(evidence, pupils, more, last, 1, Random(2)))
    again, second = _timed(lambda: evidence.take_snapshot(by))
    kept = {file.path for file in first.records} & {file.path for file in second.records}
    run, made = _timed(lambda: evaluation.run_standard(by, STANDARD, LABEL))
    period = made.period
    evaluation.live_results(STANDARD, period, pupils[0])
    asked = [
        _timed(lambda p=p: evaluation.live_results(STANDARD, period, p))[0] for p in Random(3).sample(pupils, ASKED)
    ]
    return {
        "full_s": round(full, 2),
        "incremental_s": round(again, 2),
        "files_used_again": len(kept),
        "files": len(second.records),
        "run_with_snapshot_s": round(run, 2),
        "live_p50_ms": round(statistics.median(asked) * MILLISECONDS, 1),
        "live_p99_ms": round(statistics.quantiles(asked, n=100)[98] * MILLISECONDS, 1),
    }


def _timed(work: Any) -> tuple[float, Any]:
    begun = time.perf_counter()
    done = work()
    return time.perf_counter() - begun, done


if __name__ == "__main__":
    main()
