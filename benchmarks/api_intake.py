"""Records sent over the interface in batches, to a real server process over HTTP: how many are acknowledged a second.

    python -m benchmarks.api_intake FOLDER [--records 60000] [--database postgresql|sqlite] [--runs 1] [--clients 2]

Founds a school of 4,500 pupils, starts the server on it, sends 10,000 records first, and lets so many clients, each a
process with a token of its own, send batches of 500 fitness tests, each under an idempotency key. Prints one JSON line
a run: records, seconds from the first sending to the last answer, records a second, and processor microseconds a record
of the server, of PostgreSQL and of the clients.
"""

import argparse
import http.client
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from benchmarks.intake_world import DAY, WORLD
from tests.server.postgresql import restartable_cluster

ROOT = Path(__file__).resolve().parent.parent
PUPILS, BATCH, DAYS = 4_500, 500, 150
MOST_BATCHES, USED_BEFORE = 1_000, 10_000
TYPE = "fitness.fitness_test"
CLIENT, TOKENS, READY = "client", "tokens", "ready"
_TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] == TOKENS:
        make_tokens(int(sys.argv[2]))
    elif len(sys.argv) > 1 and sys.argv[1] == CLIENT:
        send(*sys.argv[2:])
    else:
        measure()


def measure() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--records", type=int, default=60_000)
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--clients", type=int, default=2)
    asked = parser.parse_args()
    data = asked.folder / f"api-{os.getpid()}"
    data.mkdir(parents=True)
    try:
        with _database(asked.database) as address:
            surroundings = _surroundings(data, address)
            _run(surroundings, "-m", "benchmarks.intake_world", str(PUPILS))
            tokens = json.loads(_run(surroundings, "-m", "benchmarks.api_intake", TOKENS, str(asked.clients)))
            with _server(surroundings) as (server, at):
                _used_before(server, at, tokens, address, asked)
                for run in range(1, asked.runs + 1):
                    told = measured(server, at, tokens, run * MOST_BATCHES, asked.records, asked.clients)
                    print(json.dumps({"database": asked.database, **told}), flush=True)
    finally:
        shutil.rmtree(data, ignore_errors=True)


@contextmanager
def _database(vendor: str) -> Iterator[str]:
    if vendor == "sqlite":
        yield ""
        return
    with restartable_cluster(safe=True) as running:
        yield running.address


def _surroundings(data: Path, database: str) -> dict[str, str]:
    return os.environ | {
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "DJANGO_SETTINGS_MODULE": "xueheng.web.settings",
        "XUEHENG_DATA": str(data.resolve()),
        "XUEHENG_DATABASE": database,
        "XUEHENG_API_PER_TOKEN": "100000",
        "XUEHENG_API_PER_ADDRESS": "100000",
        "XUEHENG_LANGUAGE": "en",
    }


def _run(surroundings: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words], env=surroundings, text=True, cwd=ROOT, check=True, stdout=subprocess.PIPE
    )
    return done.stdout


@contextmanager
def _server(surroundings: dict[str, str]) -> Iterator[tuple[int, str]]:
    """The server's process and the address it tells."""
    process = subprocess.Popen(
        [sys.executable, "-m", "xueheng", "serve", "--port", "0"],
        env=surroundings, cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = next(line for line in process.stdout if "http://" in line)
        yield process.pid, line[line.index("http://") :].split("/  ")[0].split()[0].rstrip("/")
    finally:
        process.terminate()
        process.wait(timeout=30)


def _used_before(server: int, at: str, tokens: list[dict[str, Any]], address: str, asked: argparse.Namespace) -> None:
    """The server has answered before, and the database knows of its tables what it knows of tables in use: PostgreSQL
    looks at them by itself within a minute, and until then searches a table that was empty as if it still were.
    """
    measured(server, at, tokens, 0, USED_BEFORE, asked.clients)
    if address:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("ANALYZE")


def measured(
    server: int, at: str, tokens: list[dict[str, Any]], first: int, wanted: int, several: int
) -> dict[str, Any]:
    """One run: all clients at once, from place `first` of all batches on."""
    batches = max(1, wanted // BATCH // several)
    clients = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.api_intake", CLIENT, at, str(first + order * batches), str(batches)],
            cwd=ROOT, env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for order in range(several)
    ]  # fmt: skip
    for client, token in zip(clients, tokens, strict=True):
        assert client.stdin is not None
        assert client.stdout is not None
        client.stdin.write(json.dumps(token) + "\n")
        client.stdin.flush()
        assert client.stdout.readline().strip() == READY
    before, began = _seconds(server), time.perf_counter()
    stored_by = _postgres_seconds()
    for client in clients:
        assert client.stdin is not None
        client.stdin.write("go\n")
        client.stdin.flush()
    told = [json.loads(client.communicate(timeout=1_800)[0].splitlines()[-1]) for client in clients]
    taken, records = time.perf_counter() - began, sum(each["stored"] for each in told)
    per = 1e6 / records
    return {
        "records": records,
        "seconds": round(taken, 2),
        "records_per_second": round(records / taken),
        "server_us": round((_seconds(server) - before) * per),
        "database_us": round((_postgres_seconds() - stored_by) * per),
        "clients_us": round(sum(each["seconds"] for each in told) * per),
        "slowest_ms": round(max(each["slowest"] for each in told) * 1000),
    }


def _seconds(process: int) -> float:
    """Processor seconds of a process and of those that it started, user's and system's."""
    total = 0.0
    for number in (str(process), *Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()):
        fields = Path(f"/proc/{number}/stat").read_text("ascii").rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / _TICKS
    return total


def _postgres_seconds() -> float:
    """Of all PostgreSQL's processes here, those that ended since included by their parent."""
    total = 0.0
    for folder in Path("/proc").iterdir():
        try:
            text = (folder / "stat").read_text("ascii") if folder.name.isdigit() else ""
        except OSError:
            continue
        if "(postgres)" in text:
            fields = text.rpartition(")")[2].split()
            total += sum(int(each) for each in fields[11:15]) / _TICKS
    return total


def make_tokens(count: int) -> None:
    """Prints tokens of the school's administrator, with the pupils that there are."""
    # The rooms' tables are there only once Django stands.
    from xueheng.web.public import start_django  # noqa: PLC0415

    start_django()
    from django.conf import settings  # noqa: PLC0415

    from xueheng.identity.public import Enrolment, viewer_for  # noqa: PLC0415
    from xueheng.web.actions.make_token import make_token  # noqa: PLC0415

    world = json.loads((Path(settings.PLACES.folder) / WORLD).read_text("utf-8"))
    person, post, _ = world["posts"]["school_admin"]
    rows = Enrolment.objects.for_the_programme("the pupils of the benchmark")
    pupils = [str(number) for number in rows.order_by("pk").values_list("pupil_id", flat=True)]
    scopes = ["records:write"]
    texts = [make_token(viewer_for(person, post), f"bench {at}", scopes).text for at in range(count)]
    print(json.dumps([{"token": text, "pupils": pupils} for text in texts]))


def bodies(first_place: int, batches: int, pupils: list[str]) -> list[bytes]:
    """What a client sends, made beforehand: other pupils and days each time."""
    draw, made = random.Random(first_place), []
    for place in range(first_place, first_place + batches):
        first, day = place * BATCH % len(pupils), DAY - timedelta(days=place // (len(pupils) // BATCH) % DAYS)
        records = [_record(draw, pupil, day) for pupil in pupils[first : first + BATCH]]
        made.append(json.dumps({"records": records}).encode())
    return made


def _record(draw: random.Random, pupil: str, day: date) -> dict[str, object]:
    fields = {
        "height": f"{draw.randint(1100, 1700) / 10}",
        "weight": f"{draw.randint(250, 700) / 10}",
        "vital_capacity": str(draw.randint(900, 4800)),
        "run_50m": f"{draw.randint(75, 125) / 10}",
        "sit_and_reach": f"{draw.randint(-50, 220) / 10}",
        "rope_skip_1min": str(draw.randint(20, 180)),
        "sit_up_1min": str(draw.randint(5, 60)),
    }
    return {"type": TYPE, "subject": pupil, "day": day.isoformat(), "fields": fields}


def send(at: str, order: str, batches: str) -> None:
    """One client's own process."""
    token = json.loads(sys.stdin.readline())
    sent = bodies(int(order), int(batches), token["pupils"])
    place = urlsplit(at)
    connection = http.client.HTTPConnection(str(place.hostname), place.port or 80, timeout=120)
    headers = {"Authorization": f"Bearer {token['token']}", "Content-Type": "application/json"}
    connection.request("GET", "/api/v1/evidence-types", headers=headers)  # the first one loads what all later ones find
    assert connection.getresponse().read()
    print(READY, flush=True)
    sys.stdin.readline()
    stored, slowest = 0, 0.0
    for number, body in enumerate(sent):
        began = time.perf_counter()
        key = {"Idempotency-Key": f"{order}-{number}-{os.getpid()}"}
        connection.request("POST", "/api/v1/records/batches", body, {**headers, **key})
        answer = connection.getresponse()
        told = json.loads(answer.read())
        assert answer.status == 200, told
        assert told["rejected"] == 0, told["items"][0]
        stored += told["stored"]
        slowest = max(slowest, time.perf_counter() - began)
    print(json.dumps({"stored": stored, "seconds": time.process_time(), "slowest": slowest}), flush=True)


if __name__ == "__main__":
    main()
