"""Every page of every post, asked for by twenty people at once over a whole district; a class sheet saved meanwhile.

    python -m benchmarks.pages FOLDER [--users 20] [--pupils 120000] [--records 3000000] [--seconds 300] [--rows 100000]

Makes the district once (kept in FOLDER for the next run, which takes half an hour with three million records), starts
the real server on a copy of it, signs in, finds the pages that each post may open, and asks for them in a closed loop:
a second between an answer and the next page. A class teacher saves a sheet of 45 meanwhile, and again while a workbook
of so many rows is checked and stored. At last each page once more in one process, for its queries and its processor
time. Prints one JSON line. Milliseconds.
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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from benchmarks.api_intake import ROOT, _run, _seconds, _server, _surroundings
from benchmarks.intake_world import write_workbook
from benchmarks.pages_found import pages_of
from benchmarks.pages_furnished import OBSERVATION, PASSWORD, SECRET
from benchmarks.pages_visitor import Visitor
from benchmarks.pages_world import WORLD
from tests.server.postgresql import restartable_cluster
from xueheng.cli.bench_machine import machine

BETWEEN = 1.0
LAYOUT = "fitness.national_upload"
Told = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--pupils", type=int, default=120_000)
    parser.add_argument("--records", type=int, default=3_000_000)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked = parser.parse_args()
    with _world(asked) as surroundings:
        before = machine()
        told = _measured(asked, surroundings)
        told["pages"] = _counted(surroundings, told["pages"])
    about = {
        "machine": before,
        "database": asked.database,
        "pupils": asked.pupils,
        "records": asked.records,
        "users": asked.users,
    }
    print(json.dumps({**about, **told}), flush=True)


@contextmanager
def _world(asked: argparse.Namespace) -> Iterator[dict[str, str]]:
    """A copy of the district, which is made where it is not there yet."""
    asked.folder.mkdir(parents=True, exist_ok=True)
    words = ("-P", "-m", "benchmarks.pages_world", str(asked.pupils), str(asked.records))
    if asked.database == "postgresql":
        data = asked.folder / f"postgresql-{os.getpid()}"
        with restartable_cluster(safe=True) as running:
            surroundings = _surroundings(data, running.address)
            data.mkdir()
            _run(surroundings, *words)
            with psycopg.connect(running.address, autocommit=True) as connection:
                connection.execute("ANALYZE")
            yield surroundings
        shutil.rmtree(data, ignore_errors=True)
        return
    world, copy = asked.folder / f"pages-{asked.pupils}-{asked.records}", asked.folder / "copy"
    if not (world / "filled").exists():
        shutil.rmtree(world, ignore_errors=True)
        world.mkdir()
        _run(_surroundings(world, ""), *words)
        (world / "filled").touch()
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(world, copy)
    yield _surroundings(copy, "")
    shutil.rmtree(copy, ignore_errors=True)


def _measured(asked: argparse.Namespace, surroundings: dict[str, str]) -> Told:
    from xueheng.web.public import start_django  # noqa: PLC0415

    os.environ |= {name: surroundings[name] for name in ("XUEHENG_DATA", "XUEHENG_DATABASE", "DJANGO_SETTINGS_MODULE")}
    start_django()
    world = json.loads((Path(surroundings["XUEHENG_DATA"]) / WORLD).read_text("utf-8"))
    with _server(surroundings) as (server, at):
        users = [(user, signed_in(at, user["login"])) for user in _twenty(world["users"], asked.users)]
        began = time.perf_counter()
        pages = {user["login"]: pages_of(visitor, user["role"], user["examples"]) for user, visitor in users}
        _say(f"{sum(len(found) for found in pages.values())} pages found in {time.perf_counter() - began:.0f} s")
        before, over = _seconds(server), threading.Event()
        asking = [_Asking(user["login"], user["role"], visitor, pages[user["login"]], over) for user, visitor in users]
        saving = Saving(at, _of(world, "class_teacher"), over)
        for thread in (*asking, saving):
            thread.start()
        time.sleep(asked.seconds)
        over.set()
        for thread in (*asking, saving):
            thread.join()
        busy = (_seconds(server) - before) / asked.seconds
        beside, load = _beside_a_workbook(asked, at, world)
    faults = [fault for one in asking for fault in one.faults]
    return {
        "seconds": asked.seconds,
        "requests": sum(len(ms) for one in asking for ms in one.found.values()),
        "server_busy": round(busy, 2),
        "faults": faults,
        "sheet": _figures(saving.found),
        "sheet_beside_workbook": _figures(beside),
        "workbook": load,
        "pages": _table(asking),
        "pages_of_all": _of_all_posts(asking),
    }


def _say(words: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {words}\n")
    sys.stderr.flush()


def signed_in(at: str, login: str) -> Visitor:
    """A window in which somebody has signed in."""
    visitor = Visitor(at)
    visitor.sign_in(login, PASSWORD, SECRET)
    return visitor


def _of(world: Told, role: str) -> Told:
    found: Told = next(user for user in world["users"] if user["role"] == role)
    return found


def _twenty(users: Sequence[Told], many: int) -> list[Told]:
    """So many people of all posts; with fewer, one of each post first."""
    first = list({user["role"]: user for user in reversed(users)}.values())[::-1]
    rest = [user for user in users if user not in first]
    known = [user for user in (*first, *rest) if user["role"] != "district_upload"]
    return known[:many]


class _Asking(threading.Thread):
    """One person in a closed loop."""

    def __init__(
        self, login: str, role: str, visitor: Visitor, pages: Mapping[str, Sequence[str]], over: threading.Event
    ) -> None:
        super().__init__(daemon=True)
        self.login, self.role, self.pages = login, role, pages
        self._visitor, self._over = visitor, over
        self._draw = Random(login)
        self.found: dict[str, list[float]] = {}
        self.bytes: dict[str, int] = {}
        self.faults: list[str] = []

    def run(self) -> None:
        """Every page in turn, in an order of one's own, until it is over."""
        self._over.wait(self._draw.random() * BETWEEN)
        turn = 0
        while not self._over.is_set():
            names = sorted(self.pages)
            self._draw.shuffle(names)
            for name in names:
                addresses = self.pages[name]
                answer = self._visitor.get(addresses[turn % len(addresses)])
                if answer.status >= 400:
                    self.faults.append(f"{self.role} {name} {answer.status}")
                self.found.setdefault(name, []).append(answer.ms)
                if name not in self.bytes:
                    self.bytes[name] = answer.on_the_wire
                if self._over.wait(BETWEEN):
                    return
            turn += 1


class Saving(threading.Thread):
    """A class teacher who saves a sheet of her whole class every second, of another day each time."""

    def __init__(self, at: str, user: Told, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self._visitor, self._user, self._over = signed_in(at, user["login"]), user, over
        self.found: list[float] = []

    def run(self) -> None:
        """Until it is over."""
        unit, pupils = self._user["examples"]["class"], self._user["pupils"]
        where = f"/sheets/{OBSERVATION}/?class={unit}"
        hidden = self._visitor.get(where).hidden
        order, start = 0, int(time.time())
        while not self._over.is_set():
            day = _today() - timedelta(days=1 + order % 180)
            sent = {**hidden, "day": day.isoformat(), "habit": "conduct"}
            for pupil in pupils:
                sent[f"value-{pupil}"], sent[f"client-{pupil}"] = "steady", f"{start}-{order}-{pupil}"[:36]
            answer = self._visitor.post(where, sent, {"Accept": "application/json"})
            assert answer.status == 200, answer.text[:500]
            if order:  # the first one loads what every later one finds loaded
                self.found.append(answer.ms)
            order += 1
            self._over.wait(BETWEEN)


def _beside_a_workbook(asked: argparse.Namespace, at: str, world: Told) -> tuple[list[float], Told]:
    """Sheets saved while somebody's workbook is checked and stored by the same server."""
    rows = min(asked.rows, asked.pupils)
    book = asked.folder / f"fitness-{rows}.xlsx"
    if not book.exists():
        write_workbook(book, rows)
    user = _of(world, "district_upload")
    visitor = signed_in(at, user["login"])
    over = threading.Event()
    saving = Saving(at, _of(world, "class_teacher"), over)
    page = visitor.get("/uploads/new/")
    sent = {**page.hidden, "layout": LAYOUT, "day": (_today() - timedelta(days=3)).isoformat()}
    began = time.perf_counter()
    saving.start()
    answer = visitor.post_file("/uploads/new/", sent, book.name, book.read_bytes())
    assert answer.status == 302, answer.text[-3000:]
    where = answer.where
    _until(lambda: _state(where) not in ("received", "checking"))
    checked = time.perf_counter()
    hidden = visitor.get(where).hidden
    visitor.post(f"{where}storings/", hidden)
    _until(lambda: _state(where) not in ("checked", "storing"))
    stored = time.perf_counter()
    over.set()
    saving.join()
    told = {"rows": rows, "check_s": round(checked - began, 1), "store_s": round(stored - checked, 1)}
    return saving.found, {**told, "state": _state(where)}


def _state(where: str) -> str:
    """Where an upload stands."""
    from xueheng.evidence.public import Batch  # noqa: PLC0415

    number = int(where.strip("/").rpartition("/")[2])
    return str(Batch.objects.for_the_programme("a benchmark's workbook").values_list("state", flat=True).get(pk=number))


def _today() -> date:
    from xueheng.identity.public import today  # noqa: PLC0415

    return today()


def _until(ready: Callable[[], bool], longest: float = 1_800) -> None:
    until = time.monotonic() + longest
    while not ready():
        assert time.monotonic() < until, "it takes too long"
        time.sleep(0.2)


def _figures(ms: Sequence[float]) -> Told:
    """Half and nineteen of twenty are not slower."""
    known = sorted(ms) or [0.0]
    return {
        "requests": len(ms),
        "p50_ms": round(statistics.median(known)),
        "p95_ms": round(known[max(0, -(-len(known) * 95 // 100) - 1)]),
        "worst_ms": round(known[-1]),
    }


def _table(asking: Sequence[_Asking]) -> list[Told]:
    found: dict[tuple[str, str], list[float]] = {}
    first: dict[tuple[str, str], Told] = {}
    for one in asking:
        for name, ms in one.found.items():
            found.setdefault((name, one.role), []).extend(ms)
            own = {"bytes": one.bytes[name], "login": one.login, "addresses": one.pages[name]}
            first.setdefault((name, one.role), own)
    return [
        {"page": name, "role": role, **_figures(ms), **first[name, role]} for (name, role), ms in sorted(found.items())
    ]


def _of_all_posts(asking: Sequence[_Asking]) -> list[Told]:
    """Each page, whoever asked for it."""
    found: dict[str, list[float]] = {}
    for one in asking:
        for name, ms in one.found.items():
            found.setdefault(name, []).extend(ms)
    return [{"page": name, **_figures(ms)} for name, ms in sorted(found.items())]


def _counted(surroundings: dict[str, str], pages: list[Told]) -> list[Told]:
    """Each page's queries and processor time, in a process where nothing else runs."""
    asked = [[one["login"], one["addresses"]] for one in pages]
    done = subprocess.run(
        [sys.executable, "-P", "-m", "benchmarks.pages_queries"],
        env=surroundings, cwd=ROOT, input=json.dumps(asked), stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    counted = json.loads(done.stdout.splitlines()[-1])
    return [
        {key: value for key, value in one.items() if key not in ("login", "addresses")} | told
        for one, told in zip(pages, counted, strict=True)
    ]


if __name__ == "__main__":
    main()
