"""A district's workbook checked and stored while class sheets are saved: seconds of the one, latency of the others.

    python -m benchmarks.intake FOLDER [--rows 100000] [--database sqlite|postgresql|both] [--runs 1]

Founds a school of so many pupils once (kept in FOLDER for the next run), uploads a workbook of one row a pupil through
the same functions as a page, and meanwhile, in a process of its own, saves a sheet of 45 pupils of that school every
second. Prints one JSON line a run: seconds of check and store, rows, p50, p95 and worst of the sheets in milliseconds.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.intake_world import DAY, WORLD, write_workbook
from tests.server.postgresql import restartable_cluster

ROOT = Path(__file__).resolve().parent.parent
SHEET_EVERY = 1.0
DAYS = 180
"""So many days back all pupils were enrolled already."""
TEST_DAY = date(2025, 11, 3)
READY = "ready"


def _ended_by_a_line(over: threading.Event) -> None:
    sys.stdin.readline()
    over.set()


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] in PARTS:
        PARTS[sys.argv[1]](*sys.argv[2:])
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--runs", type=int, default=1)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    book = asked.folder / f"fitness-{asked.rows}.xlsx"
    if not book.exists():
        write_workbook(book, asked.rows)
    for vendor in ("sqlite", "postgresql") if asked.database == "both" else (asked.database,):
        with _world(asked.folder, vendor, asked.rows) as copies:
            for _ in range(asked.runs):
                with copies() as surroundings:
                    print(
                        json.dumps({"database": vendor, "rows": asked.rows, **measured(surroundings, book)}), flush=True
                    )


@contextmanager
def _world(folder: Path, vendor: str, rows: int) -> Iterator[Any]:
    """What makes a copy of the founded school for each run."""
    if vendor == "sqlite":
        yield lambda: _copied_folder(_founded(folder / f"world-{rows}", rows, ""))
        return
    with restartable_cluster(safe=True) as running:
        address, data = running.address, folder / f"world-postgresql-{os.getpid()}"
        server, _, _ = address.rpartition("/")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE DATABASE world")
            _founded(data, rows, f"{server}/world")
            with psycopg.connect(f"{server}/world", autocommit=True) as founded:
                founded.execute("ANALYZE")  # as PostgreSQL does by itself within a minute of whatever grew
            connection.execute("CREATE DATABASE run TEMPLATE world")
            connection.execute("ALTER SYSTEM SET jit = off")
        yield lambda: _copied_database(data, address)
        shutil.rmtree(data, ignore_errors=True)


def _founded(data: Path, rows: int, database: str) -> Path:
    if not (data / WORLD).exists():
        data.mkdir(parents=True, exist_ok=True)
        _run(_surroundings(data, database), "-m", "benchmarks.intake_world", str(rows)).check_returncode()
    return data


@contextmanager
def _copied_folder(data: Path) -> Iterator[dict[str, str]]:
    copy = data.with_name(f"{data.name}-run")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(data, copy)
    yield _surroundings(copy, "")
    shutil.rmtree(copy, ignore_errors=True)


@contextmanager
def _copied_database(data: Path, address: str) -> Iterator[dict[str, str]]:
    server, _, _ = address.rpartition("/")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS run WITH (FORCE)")
        connection.execute("CREATE DATABASE run TEMPLATE world")
    yield _surroundings(data, f"{server}/run")


def _surroundings(data: Path, database: str) -> dict[str, str]:
    return os.environ | {
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "DJANGO_SETTINGS_MODULE": "xueheng.web.settings",
        "XUEHENG_DATA": str(data.resolve()),
        "XUEHENG_DATABASE": database,
    }


def _run(surroundings: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, *words], env=surroundings, text=True, cwd=ROOT, check=False)


def measured(surroundings: dict[str, str], book: Path) -> dict[str, Any]:
    """One upload beside the sheets."""

    def part(*words: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "benchmarks.intake", *words],
            env=surroundings, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    sheets, upload = part("sheets"), part("upload", str(book))
    for process in (sheets, upload):
        assert process.stdout is not None
        assert process.stdout.readline().strip() == READY
    for process in (sheets, upload):
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    told, _ = upload.communicate(timeout=1_800)
    saved, _ = sheets.communicate("stop\n", timeout=60)
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    latencies = sorted(json.loads(saved.splitlines()[-1]))
    return {
        **found,
        "total_s": round(found["check_s"] + found["store_s"], 1),
        "sheets": len(latencies),
        "p50_ms": round(statistics.median(latencies)),
        "p95_ms": round(latencies[max(0, -(-len(latencies) * 95 // 100) - 1)]),
        "worst_ms": round(latencies[-1]),
    }


def _viewer(role: str) -> Any:
    # The rooms' tables are there only once Django stands.
    from django.conf import settings  # noqa: PLC0415

    from xueheng.identity.public import Viewer  # noqa: PLC0415

    world = json.loads((Path(settings.PLACES.folder) / WORLD).read_text("utf-8"))
    person, post, unit = world["posts"][role]
    return Viewer(person, post, role, unit, "administrative", DAY), world


def _start() -> None:
    from xueheng.web.public import start_django  # noqa: PLC0415

    start_django()


def upload(book: str) -> None:
    """The upload's own process."""
    _start()
    from xueheng.evidence import public as evidence  # noqa: PLC0415

    by, _ = _viewer("school_admin")
    evidence.layouts_for(by)
    content = Path(book).read_bytes()
    print(READY, flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    file = evidence.IncomingFile(Path(book).name, content)
    batch = evidence.receive_upload(by, file, "fitness.national_upload", TEST_DAY)
    batch = evidence.check_upload(by, int(batch.pk))
    checked = time.perf_counter()
    batch = evidence.store_upload(by, int(batch.pk))
    stored = time.perf_counter()
    told = {"check_s": round(checked - began, 1), "store_s": round(stored - checked, 1), "stored": batch.new}
    print(json.dumps(told), flush=True)


def sheets() -> None:
    """The sheets' own process: 45 pupils a second, until it hears from us again."""
    _start()

    from xueheng.evidence import public as evidence  # noqa: PLC0415

    by, world = _viewer("class_teacher")
    over = threading.Event()
    fields = {"habit": "conduct", "level": "steady"}

    def save(order: int) -> float:
        # Another day each time: nobody says the same of a class a hundred times for one day.
        day = DAY - timedelta(days=order % DAYS)
        facts = [
            evidence.NewFact("student.observation", pupil, day, fields, f"sheet-{order}-{pupil}")
            for pupil in world["first_class"]
        ]
        began = time.perf_counter()
        outcomes = evidence.append_many(by, facts, provenance="sheet")
        taken = (time.perf_counter() - began) * 1000
        assert all(isinstance(each, evidence.Recorded) for each in outcomes), outcomes
        return taken

    save(DAYS - 1)  # the first one loads what every later one finds loaded
    print(READY, flush=True)
    sys.stdin.readline()
    threading.Thread(target=_ended_by_a_line, args=(over,), daemon=True).start()
    found, order, next_at = [], 0, time.perf_counter()
    while not over.wait(max(0.0, next_at - time.perf_counter())):
        found.append(save(order))
        order, next_at = order + 1, max(next_at + SHEET_EVERY, time.perf_counter())
    print(json.dumps(found), flush=True)


PARTS: dict[str, Callable[..., None]] = {"upload": upload, "sheets": sheets}

if __name__ == "__main__":
    main()
