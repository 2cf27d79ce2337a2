"""Several processes on one installation, and processes that are killed: nothing double, nothing lost."""

import atexit
import json
import os
import random
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from tests.server.standing_ready import Forked, StandingReady

SETTINGS = """
from xueheng.web.settings import *
"""
BEGIN = """
import json, os, sys, time, django
django.setup()
from dataclasses import asdict
from django.core.management import call_command
from xueheng.identity.viewer import Viewer
from xueheng.evidence.public import *
from xueheng.evidence.refusals import *
from xueheng.evidence.numbers import take_numbers
from xueheng.evidence.states import rebuild_states, state_rows
from xueheng.evidence.model_records import Record, RecordLink
from xueheng.evidence.tests.office import *
from datetime import date
here = json.loads(open(os.environ["WORLD"]).read()) if os.path.exists(os.environ["WORLD"]) else {}
def viewer(word):
    person, post, role, unit = here["viewers"][word]
    return Viewer(person, post, role, unit, "administrative", DAY)
who = int(sys.argv[1])
"""
FOUND = """
call_command("migrate", verbosity=0)
call_command("migrate", database="keys", verbosity=0)
from xueheng.identity.tests.authority import authority, YEAR
from xueheng.identity.models import Organisation, Post
place = authority(1)
unit = Organisation.objects.for_the_programme("test").get(pk=place.units["c3"])
person = place.people["other_class_teacher"]
post = Post.objects.create(person_id=person, role="class_teacher", organisation=unit, from_day=YEAR, acting=True)
told = {"people": dict(place.people), "viewers": {}}
for word in ("class_teacher", "subject_teacher", "school_admin"):
    v = place.viewer(word)
    told["viewers"][word] = [v.person, v.post, v.role, v.organisation]
told["viewers"]["substitute"] = [person, post.pk, "class_teacher", unit.pk]
open(os.environ["WORLD"], "w").write(json.dumps(told))
"""
NUMBERS = """
taken = [n for _ in range(200) for n in take_numbers(7)]
print(json.dumps(taken))
"""
SAME_CLIENT = """
import random
order = list(range(20))
random.Random(who).shuffle(order)
stored = {c: observed(viewer("class_teacher"), here["people"]["ann"], client=f"c{c}") for c in order}
print(json.dumps(stored))
"""
CORRECT = """
try:
    fields = {**STEADY, "level": LEVELS[who]}
    print(json.dumps(correct_record(viewer("class_teacher"), NUMBER, fields=fields, reason="x")))
except AlreadyCorrected as refused:
    print(json.dumps(-refused.by))
"""
TWO_TEACHERS = """
by = viewer(["class_teacher", "substitute"][who])
for month in (9, 10, 11, 12):
    for word in ("ann", "ben", "cai"):
        attended(by, here["people"][word], day=date(2025, month, 20))
print("[]")
"""
SHEETS = """
n = 0
while True:
    facts = [NewFact(OBSERVATION, here["people"][w], DAY, STEADY, f"{who}-{n}-{i}-{w}")
             for i in range(5) for w in ("ann", "ben", "cai")]
    outcomes = append_many(viewer("class_teacher"), facts, provenance="sheet")
    print(json.dumps([[f.client, o.number] for f, o in zip(facts, outcomes)]), flush=True)
    n += 1
"""
LOOK = """
rows = Record.objects.for_the_programme("test").values_list("number", "client")
kept = {n: list(map(str, v)) for n, v in state_rows().items()}
rebuild_states()
same = kept == {n: list(map(str, v)) for n, v in state_rows().items()}
links = RecordLink.objects.for_the_programme("test").count()
from xueheng.trust.models import Detail
named = [json.loads(t)["numbers"] for t in Detail.objects.filter(entry__verb="record").values_list("text", flat=True)]
print(json.dumps({"rows": list(rows), "same": same, "links": links, "named": named, "states": len(kept)}))
"""


@dataclass
class Installation:
    """A folder with a server's data, and scripts run on it."""

    ready: StandingReady

    def start(self, script: str, who: int = 0) -> Forked:
        return self.ready.start(BEGIN + script, str(who))

    def run(self, script: str, *, processes: int = 1) -> list[object]:
        """What each of so many processes at once printed, as JSON."""
        running = [self.start(script, who) for who in range(processes)]
        answers = []
        for process in running:
            out, said = process.communicate()
            assert process.returncode == 0, said
            answers.append(json.loads(out))
        return answers


@pytest.fixture
def database(settings: SimpleNamespace) -> Iterator[str]:
    """The address of a database of this test's own where the tests run on PostgreSQL, else ''."""
    where = settings.DATABASES["default"]
    if not where["ENGINE"].endswith("postgresql"):
        yield ""
        return
    name = f"record_{secrets.token_hex(6)}"
    way = {"host": where["HOST"], "port": where["PORT"], "user": where["USER"], "password": where["PASSWORD"]}
    with psycopg.connect(**way, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"postgresql://{where['USER']}@{where['HOST']}:{where['PORT']}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def installation(tmp_path: Path, database: str) -> Iterator[Installation]:
    place = tmp_path / "installation"
    if database:
        founded(place, database)
    else:
        shutil.copytree(founded_once(), place)
    ready = StandingReady(surroundings_of(place, database))
    yield Installation(ready)
    ready.end()


def surroundings_of(place: Path, database: str) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "at_once_settings",
        "PYTHONPATH": os.pathsep.join([str(place), *sys.path]),
        "XUEHENG_DATA": str(place / "data"),
        "XUEHENG_DATABASE": database,
        "WORLD": str(place / "world.json"),
    }


def founded(place: Path, database: str = "") -> None:
    """An authority with two teachers of a class, in a folder of its own."""
    (place / "data").mkdir(parents=True)
    (place / "at_once_settings.py").write_text(SETTINGS, "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + FOUND, "0"], env=surroundings_of(place, database),
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@cache
def founded_once() -> Path:
    """In SQLite it is founded once and copied."""
    folder = Path(tempfile.mkdtemp(prefix="xueheng-at-once-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    founded(folder / "installation")
    return folder / "installation"


@dataclass
class Found:
    """What stands in an installation: (number, client id) of records, what the journal names, whether states agree."""

    rows: list[tuple[int, str]]
    named: list[str]
    links: int
    states: int
    same: bool


def look(installation: Installation) -> Found:
    (found,) = installation.run(LOOK)
    assert isinstance(found, dict)
    return Found(**found)


def numbers_named(told: list[str]) -> list[int]:
    found: list[int] = []
    for text in told:
        for span in text.split(","):
            first, _, last = span.partition("-")
            found += range(int(first), int(last or first) + 1)
    return found


@pytest.mark.django_db
def test_processes_share_without_stepping_on_each_other(installation: Installation) -> None:
    """One installation for all of it."""
    taken = [number for some in installation.run(NUMBERS, processes=4) for number in list(some)]  # type: ignore[call-overload]
    assert len(set(taken)) == len(taken) == 4 * 200 * 7

    stored = installation.run(SAME_CLIENT, processes=4)
    assert all(one == stored[0] for one in stored)
    found = look(installation)
    assert len(found.rows) == 20
    assert sorted(numbers_named(found.named)) == sorted(row[0] for row in found.rows)

    number = found.rows[0][0]
    levels = ["outstanding", "growing", "attention"]
    script = f"NUMBER, LEVELS = {number}, {levels}\n{CORRECT}"
    answers = [int(str(answer)) for answer in installation.run(script, processes=3)]
    (winner,) = [answer for answer in answers if answer > 0]
    assert sorted(answers) == [-winner, -winner, winner]

    installation.run(TWO_TEACHERS, processes=2)
    found = look(installation)
    assert found.links == 12
    assert found.same


@pytest.mark.django_db
def test_a_killed_process_loses_nothing_it_has_acknowledged(installation: Installation) -> None:
    """kill -9 in the middle of class sheets, again and again: what was said to be stored is there, once."""
    chance = random.Random(7)
    acknowledged: dict[str, int] = {}
    for cycle in range(4):
        process = installation.start(SHEETS, cycle)
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        time.sleep(chance.uniform(0.05, 0.4))
        process.send_signal(signal.SIGKILL)
        lines += process.communicate()[0].splitlines(keepends=True)
        for line in lines:
            if line.endswith("\n"):
                acknowledged.update(dict(json.loads(line)))
    found = look(installation)
    rows = {client: number for number, client in found.rows}
    assert acknowledged
    assert {client: rows.get(client) for client in acknowledged} == acknowledged
    assert len(rows) == len(found.rows) == found.states
    assert len(rows) % 15 == 0
    assert sorted(numbers_named(found.named)) == sorted(rows.values())
    assert found.same
